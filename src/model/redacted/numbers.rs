//! The ids by which protected rows are called in a redacted case.
//!
//! Takes a case and what of it is covered; gives a new id for every source,
//! answer and question, and a new word for every origin that a protected
//! source has. Numbers must not say anything of what they replace: neither the
//! order of the old ids nor that of the rows. So they follow from what stays
//! visible alone: first by the first claim that cites the source, then by the
//! rest of what a reader of the redacted case can see of it. Two of which all
//! of that is the same could be exchanged without anybody seeing it.

use std::collections::BTreeMap;

use super::cover::Cover;
use super::order::{Node, in_order};
use super::withhold::principal;
use crate::model::answer::{Denial, Question, Speaker, Subject, Target};
use crate::model::assessed::Assessment;
use crate::model::case::Case;
use crate::model::rows::{Identified, Ix};
use crate::model::source::Source;

/// The ids of a redacted case; those of visible rows are as they were.
pub(super) struct Names<'a> {
    // Each in the order of the rows of its kind in the full case.
    sources: Vec<String>,
    denials: Vec<String>,
    questions: Vec<String>,
    /// The new word for each origin of a protected source.
    origins: BTreeMap<&'a str, String>,
}

/// What the edge between two covered rows says.
mod edge {
    pub const VIA: u8 = 0;
    pub const BY: u8 = 1;
    pub const THROUGH: u8 = 2;
    pub const OF: u8 = 3;
    pub const SOURCE: u8 = 4;
    pub const ABOUT: u8 = 5;
    pub const ORIGIN: u8 = 6;
    /// Added to read an edge from its other end.
    pub const BACK: u8 = 16;
}

impl<'a> Names<'a> {
    pub(super) fn of(case: &'a Case, assessed: &Assessment, cover: &Cover) -> Self {
        let mut covered = Covered::of(case, cover);
        covered.add_claims(assessed);
        covered.add_sources();
        covered.add_denials();
        covered.add_questions();
        covered.named()
    }

    /// The id of a source of the full case.
    pub(super) fn source(&self, source: Ix<Source>) -> &str {
        &self.sources[source.number() as usize]
    }

    pub(super) fn denial(&self, denial: Ix<Denial>) -> &str {
        &self.denials[denial.number() as usize]
    }

    pub(super) fn question(&self, question: Ix<Question>) -> &str {
        &self.questions[question.number() as usize]
    }

    /// The origin to be told: a word that a protected source shares is
    /// replaced wherever it stands, so that what counts as one still does.
    pub(super) fn origin<'n>(&'n self, origin: &'n str) -> &'n str {
        self.origins.get(origin).map_or(origin, String::as_str)
    }
}

/// The covered rows, with what stays visible of each.
struct Covered<'a, 'c> {
    case: &'a Case,
    cover: &'c Cover,
    nodes: Vec<Node>,
    // Where in `nodes` each covered row is, in the order of the old ids.
    sources: BTreeMap<Ix<Source>, usize>,
    denials: BTreeMap<Ix<Denial>, usize>,
    questions: BTreeMap<Ix<Question>, usize>,
    origins: BTreeMap<&'a str, usize>,
}

impl<'a, 'c> Covered<'a, 'c> {
    fn of(case: &'a Case, cover: &'c Cover) -> Self {
        let mut nodes = Vec::new();
        let mut next = || {
            nodes.push(Node::default());
            nodes.len() - 1
        };
        let protected = || {
            let sources = case.sources.indexes();
            sources.filter(|source| cover.is_protected(*source))
        };
        let sources = protected().map(|ix| (ix, next())).collect();
        let denials = case.denials.indexes().filter(|ix| cover.has_denial(*ix));
        let denials = denials.map(|ix| (ix, next())).collect();
        let questions = case
            .questions
            .indexes()
            .filter(|ix| cover.has_question(*ix));
        let questions = questions.map(|ix| (ix, next())).collect();
        let mut origins = BTreeMap::new();
        for origin in protected().filter_map(|ix| case.sources[ix].origin.as_deref()) {
            origins.entry(origin).or_insert_with(&mut next);
        }
        Self {
            case,
            cover,
            nodes,
            sources,
            denials,
            questions,
            origins,
        }
    }

    fn see(&mut self, node: usize, what: String) {
        self.nodes[node].seen.insert(what);
    }

    fn tie(&mut self, from: usize, what: u8, to: usize) {
        self.nodes[from].edges.push((what, to));
        self.nodes[to].edges.push((what + edge::BACK, from));
    }

    fn add_claims(&mut self, assessed: &Assessment) {
        for (ix, claim) in self.case.claims.iter() {
            for citation in claim.citations() {
                if let Some(&node) = self.sources.get(&citation.source) {
                    self.see(node, format!("claim {}", claim.id()));
                }
            }
            for source in &assessed.claim(ix).withdrawn {
                if let Some(&node) = self.sources.get(source) {
                    self.see(node, format!("~withdrew {}", claim.id()));
                }
            }
        }
    }

    fn add_sources(&mut self) {
        for (ix, source) in self.case.sources.iter() {
            let own = self.sources.get(&ix).copied();
            if let Some(node) = own {
                // Sorts behind every use, so that those who are cited come first.
                self.see(node, format!("~kind {}", source.kind.as_str()));
                self.see(node, format!("~voices {:?}", source.voices));
            }
            let origin = source.origin.as_deref();
            let origin = origin.and_then(|word| self.origins.get(word).copied());
            match (own, origin) {
                (Some(node), Some(origin)) => self.tie(node, edge::ORIGIN, origin),
                (None, Some(origin)) => self.see(origin, format!("source {}", source.id)),
                (_, None) => {}
            }
            let via = source.via;
            match (
                own,
                via,
                via.and_then(|via| self.sources.get(&via).copied()),
            ) {
                (Some(node), _, Some(via)) => self.tie(node, edge::VIA, via),
                (None, _, Some(via)) => self.see(via, format!("passes on {}", source.id)),
                (Some(node), Some(via), None) => {
                    self.see(node, format!("~via {}", self.case.sources[via].id));
                }
                (None, _, None) | (Some(_), None, None) => {}
            }
        }
    }

    fn add_denials(&mut self) {
        for (ix, node) in self.denials.clone() {
            let case = self.case;
            let denial = &case.denials[ix];
            for target in &denial.of {
                match target {
                    Target::Claim(claim) => {
                        self.see(node, format!("of {}", case.claims[*claim].id()))
                    }
                    Target::Meeting(meeting) => {
                        self.see(node, format!("of {}", case.meetings[*meeting].id()));
                    }
                    Target::Question(question) => {
                        let id = case.questions[*question].id();
                        self.tie_or_see(node, edge::OF, self.question(*question), "of", id);
                    }
                    Target::Source(source) => {
                        let id = case.sources[*source].id();
                        self.tie_or_see(node, edge::OF, self.source(*source), "of", id);
                    }
                }
            }
            self.see(
                node,
                format!("~stance {} {:?}", denial.stance.as_str(), denial.scope),
            );
            match denial.by {
                Some(Speaker::Source(source)) => {
                    let id = case.sources[source].id();
                    self.tie_or_see(node, edge::BY, self.source(source), "~by", id);
                }
                Some(Speaker::Entity(entity)) => {
                    self.see(node, format!("~by {}", case.entities[entity].id()));
                }
                None => {}
            }
            if let Some(entity) = principal(denial, self.cover) {
                self.see(node, format!("~for {}", case.entities[entity].id()));
            }
            if let Some(via) = denial.via {
                let id = case.sources[via].id();
                self.tie_or_see(node, edge::THROUGH, self.source(via), "~via", id);
            }
        }
    }

    fn add_questions(&mut self) {
        for (ix, node) in self.questions.clone() {
            let case = self.case;
            let question = &case.questions[ix];
            for subject in &question.about {
                match subject {
                    Subject::Claim(claim) => {
                        self.see(node, format!("about {}", case.claims[*claim].id()));
                    }
                    Subject::Meeting(meeting) => {
                        self.see(node, format!("about {}", case.meetings[*meeting].id()));
                    }
                    Subject::Entity(entity) => {
                        self.see(node, format!("about {}", case.entities[*entity].id()));
                    }
                    Subject::Source(source) => {
                        let id = case.sources[*source].id();
                        self.tie_or_see(node, edge::ABOUT, self.source(*source), "about", id);
                    }
                }
            }
            if let Some(claim) = question.answered_by {
                self.see(node, format!("~answered {}", case.claims[claim].id()));
            }
            if let Some(source) = question.source {
                let id = case.sources[source].id();
                self.tie_or_see(node, edge::SOURCE, self.source(source), "~source", id);
            }
        }
    }

    fn source(&self, source: Ix<Source>) -> Option<usize> {
        self.sources.get(&source).copied()
    }

    fn question(&self, question: Ix<Question>) -> Option<usize> {
        self.questions.get(&question).copied()
    }

    fn tie_or_see(&mut self, node: usize, what: u8, other: Option<usize>, word: &str, id: &str) {
        match other {
            Some(other) => self.tie(node, what, other),
            None => self.see(node, format!("{word} {id}")),
        }
    }

    fn named(self) -> Names<'a> {
        let order = in_order(&self.nodes);
        let case = self.case;
        let cover = self.cover;
        // Rows that stay visible keep their ids, which are unique over all tables.
        let mut taken: Vec<&str> = Vec::new();
        let mut take = |id: &'a str| {
            if id.starts_with(PREFIX) {
                taken.push(id);
            }
        };
        case.entities.iter().for_each(|(_, row)| take(row.id()));
        case.relations.iter().for_each(|(_, row)| take(row.id()));
        case.meetings.iter().for_each(|(_, row)| take(row.id()));
        case.claims.iter().for_each(|(_, row)| take(row.id()));
        let visible = case.sources.iter();
        let visible = visible.filter(|(ix, _)| !cover.is_protected(*ix));
        visible.for_each(|(_, row)| take(row.id()));
        let visible = case.denials.iter();
        let visible = visible.filter(|(ix, _)| !cover.has_denial(*ix));
        visible.for_each(|(_, row)| take(row.id()));
        let visible = case.questions.iter();
        let visible = visible.filter(|(ix, _)| !cover.has_question(*ix));
        visible.for_each(|(_, row)| take(row.id()));
        // Some of these go with the entities that they are on; which ones follows
        // from the redacted case, which is not there yet.
        case.identities.iter().for_each(|(_, row)| take(row.id()));
        taken.sort_unstable();

        let number = |prefix: &str, nodes: Vec<usize>| -> BTreeMap<usize, String> {
            let mut nodes = nodes;
            nodes.sort_unstable_by_key(|node| order[*node]);
            let ids = (1..).map(|n: u64| format!("{prefix}{n}"));
            let free = ids.filter(|id| taken.binary_search(&id.as_str()).is_err());
            nodes.into_iter().zip(free).collect()
        };
        let sources = number(PREFIX, self.sources.values().copied().collect());
        let denials = number(
            &format!("{PREFIX}answer-"),
            self.denials.values().copied().collect(),
        );
        let questions = number(
            &format!("{PREFIX}question-"),
            self.questions.values().copied().collect(),
        );
        let origins = number(
            &format!("{PREFIX}origin-"),
            self.origins.values().copied().collect(),
        );
        let id_of = |node: Option<&usize>, ids: &BTreeMap<usize, String>, old: &str| {
            let new = node.and_then(|node| ids.get(node));
            new.cloned().unwrap_or_else(|| old.to_owned())
        };
        Names {
            sources: case
                .sources
                .iter()
                .map(|(ix, row)| id_of(self.sources.get(&ix), &sources, row.id()))
                .collect(),
            denials: case
                .denials
                .iter()
                .map(|(ix, row)| id_of(self.denials.get(&ix), &denials, row.id()))
                .collect(),
            questions: case
                .questions
                .iter()
                .map(|(ix, row)| id_of(self.questions.get(&ix), &questions, row.id()))
                .collect(),
            origins: self
                .origins
                .iter()
                .map(|(word, node)| (*word, id_of(Some(node), &origins, word)))
                .collect(),
        }
    }
}

const PREFIX: &str = "protected-";
