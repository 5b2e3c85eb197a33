//! One person, organisation or asset on a page: what others say of it, what it
//! says itself, what it denies, what it never answered, and the rest.
//!
//! Takes a name and the names to look for paths to; gives every claim once, in
//! the order in which the page numbers them, and sections that point at them.
//! Whatever `show` has of the entity is in it.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::path::{Ask, PathAnswer, PathQuestion, find_paths};
use crate::answer::{
    AnswerError, AnswerView, ClaimView, EntityView, Kind, MeetingView, QuestionView, Selection,
    SourceRow,
};
use crate::edition::TermId;
use crate::model::{Standing, Support, Table, iri};

/// Paths that are shown to each of the others; how many there are is said.
const SHOWN_PATHS: usize = 3;

/// Claims of a relation of this category call for an answer.
const LEGAL: &str = "legal";

/// What is asked.
#[derive(Debug, Clone)]
pub struct DossierQuestion {
    pub of: String,
    /// Others to whom paths are looked for.
    pub with: Vec<String>,
}

/// The dossier of one entity.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The entity; its claims are in `claims`.
    pub entity: EntityView,
    /// Every claim that a section points at, each once; sections give places in it.
    pub claims: Vec<ClaimView>,
    /// About it, and by somebody who does not speak for it: contested ones
    /// first, then by date.
    pub by_others: Vec<usize>,
    /// Cited from a source that is it or on its side, whatever they are about.
    pub by_itself: Vec<usize>,
    /// Neither: what its answers, meetings, questions and paths refer to.
    pub further: Vec<usize>,
    /// Every answer by it, for it or from its side.
    pub answers: Vec<(AnswerView, Vec<usize>)>,
    pub unanswered: Vec<(usize, Vec<CallsForAnswer>)>,
    pub questions: Vec<(QuestionView, Option<usize>)>,
    /// Attributes, and payments.
    pub figures: Vec<usize>,
    /// The meetings that it is said to have attended, with every attendance.
    pub meetings: Vec<(MeetingView, Vec<usize>)>,
    /// What has a date, by date.
    pub timeline: Vec<usize>,
    pub paths: Vec<PathsTo>,
    /// Each with what it came through.
    pub sources: Vec<Vec<SourceRow>>,
    /// Made from an edition in which protected sources are withheld.
    pub redacted: bool,
    /// Names at least one protected source.
    pub names_protected: bool,
}

/// The paths to one of the others.
#[derive(Debug, Clone)]
pub struct PathsTo {
    /// No more paths than are shown.
    pub answer: PathAnswer,
    /// Claims that something between the two is planned or expected.
    pub plans: Vec<usize>,
    /// The others that name both and make no link between them: those listed.
    pub naming_both: Vec<usize>,
}

/// Why a claim calls for an answer by the one it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallsForAnswer {
    Contested,
    Legal,
    /// Anonymous voices or nameless spokespersons are all there is.
    NobodyNamed,
}

impl CallsForAnswer {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            CallsForAnswer::Contested => "contested",
            CallsForAnswer::Legal => "legal",
            CallsForAnswer::NobodyNamed => "nobody-named",
        }
    }

    /// In words, after `since`.
    pub fn words(self) -> &'static str {
        match self {
            CallsForAnswer::Contested => "it is contested",
            CallsForAnswer::Legal => "it is about a legal matter",
            CallsForAnswer::NobodyNamed => "nobody stands behind it by name",
        }
    }
}

/// How many claims a dossier of this name has at least: each is in it in full.
///
/// # Errors
/// For a name that nothing or more than one thing has, and when the edition is
/// damaged.
pub fn claims_of_dossier(graph: &Graph, name: &str) -> Result<usize, AnswerError> {
    let id = resolve(graph, name, Wanted::Entity)?;
    Ok(graph.claims_about(id)?.len())
}

/// Claims in the order of their numbers.
#[derive(Default)]
struct Numbered {
    claims: Vec<ClaimView>,
    by_iri: BTreeMap<String, usize>,
}

impl Numbered {
    fn of(&mut self, claim: ClaimView) -> usize {
        if let Some(at) = self.by_iri.get(&claim.iri) {
            return *at;
        }
        let at = self.claims.len();
        self.by_iri.insert(claim.iri.clone(), at);
        self.claims.push(claim);
        at
    }

    fn all(&mut self, claims: impl IntoIterator<Item = ClaimView>) -> Vec<usize> {
        claims.into_iter().map(|claim| self.of(claim)).collect()
    }
}

/// Makes the dossier of an entity.
///
/// # Errors
/// For a name that nothing or more than one thing has, or a damaged edition.
pub fn find_dossier(graph: &Graph, question: &DossierQuestion) -> Result<Dossier, AnswerError> {
    let DossierQuestion { of, with } = question;
    let id = resolve(graph, of, Wanted::Entity)?;
    let mut entity = graph.entity_view(id)?;
    let mut about = std::mem::take(&mut entity.claims);
    about.sort_by_cached_key(order);
    let mut speaking = BTreeSet::new();
    for source in [graph.subjects("entity", id)?, graph.subjects("side", id)?].concat() {
        // A decision on identity names entities too.
        if graph.is_a(source, "Source")? {
            speaking.insert(source);
        }
    }
    let mut said = BTreeSet::new();
    for source in &speaking {
        said.extend(graph.subjects("source", *source)?);
    }
    let mut own = graph.claims(said)?;
    own.sort_by_cached_key(order);
    let its: BTreeSet<&str> = entity.sources.iter().map(|s| s.iri.as_str()).collect();
    let by_another = |claim: &ClaimView| {
        let mut cited = claim.sources.iter();
        cited.any(|cited| !its.contains(cited.named.iri.as_str()))
    };

    let mut numbered = Numbered::default();
    let about_iris: Vec<String> = about.iter().map(|claim| claim.iri.clone()).collect();
    let (others, rest): (Vec<_>, Vec<_>) = about.into_iter().partition(by_another);
    let by_others = numbered.all(others);
    let by_itself = numbered.all(own);
    // Every claim about it is by another or by itself, so that this adds none.
    numbered.all(rest);
    let listed = numbered.claims.len();
    let about: Vec<usize> = {
        let place = |iri: &String| numbered.by_iri.get(iri).copied();
        about_iris.iter().filter_map(place).collect()
    };

    let mut answers = Vec::new();
    for answer in std::mem::take(&mut entity.answers) {
        let denial = graph.node(&answer.iri)?;
        let mut given_to = BTreeSet::new();
        if let Some(denial) = denial {
            given_to.extend(graph.subjects("answer", denial)?);
            given_to.extend(graph.objects(denial, "of")?);
        }
        let mut claims = numbered.all(graph.claims(given_to)?);
        claims.sort_unstable();
        answers.push((answer, claims));
    }
    let its_answers: BTreeSet<&str> = answers.iter().map(|(a, _)| a.iri.as_str()).collect();
    // Nobody can ask one who is not named.
    let is_placeholder = graph.is_a(id, "Placeholder")?;
    let mut unanswered = Vec::new();
    for at in by_others.iter().copied() {
        let claim = &numbered.claims[at];
        // Whoever is heard in a claim has spoken to it; what is withdrawn calls
        // for nothing. Likewise in `audit` and `replies`.
        let speaks = claim.sources.iter().any(|cited| {
            let iri = &cited.named.iri;
            !cited.withdrawn && entity.sources.iter().any(|own| own.iri == *iri)
        });
        if speaks || claim.standing == Standing::Retracted || is_placeholder {
            continue;
        }
        if claim
            .answers
            .iter()
            .any(|a| its_answers.contains(a.iri.as_str()))
        {
            continue;
        }
        let because = graph.calls_for_answer(claim, id, entity.what.kind)?;
        if !because.is_empty() {
            unanswered.push((at, because));
        }
    }
    let mut questions = Vec::new();
    for question in graph.questions_for(id, about.iter().map(|at| &numbered.claims[*at]))? {
        let answered_by = question.answered_by.as_deref().cloned();
        let answered_by = answered_by.map(|claim| numbered.of(claim));
        questions.push((question, answered_by));
    }
    entity.questions.clear();
    let mut met = BTreeSet::new();
    for at in &about {
        if let Some(claim) = graph.node(&numbered.claims[*at].iri)?
            && let Some(object) = graph.object(claim, iri::RDF_OBJECT)?
            && graph.is_a(object, "Meeting")?
        {
            met.insert(object);
        }
    }
    let mut meetings = Vec::new();
    for meeting in met {
        let mut view = graph.meeting_view(meeting)?;
        let attendances = numbered.all(std::mem::take(&mut view.claims));
        meetings.push((view, attendances));
    }
    let mut paths = Vec::new();
    for other in with {
        let mut answer = find_paths(graph, &shortest_to(&entity.what.named.iri, other))?;
        answer.paths.truncate(SHOWN_PATHS);
        let instead = answer.no_path.iter().filter_map(|reason| reason.instead());
        let withdrawn = answer.shorter_through_retracted.iter();
        for path in answer.paths.iter().chain(instead).chain(withdrawn) {
            for hop in &path.hops {
                for link in hop.links.iter().chain(&hop.excluded) {
                    numbered.all(link.claims.iter().map(|claim| ClaimView::clone(claim)));
                }
            }
        }
        let plans = numbered.all(std::mem::take(&mut answer.beside.plans));
        let naming_both = numbered.all(std::mem::take(&mut answer.beside.naming.claims));
        paths.push(PathsTo {
            answer,
            plans,
            naming_both,
        });
    }
    let claims = numbered.claims;
    let of = |keep: &dyn Fn(&ClaimView) -> bool| -> Vec<usize> {
        about
            .iter()
            .copied()
            .filter(|at| keep(&claims[*at]))
            .collect()
    };
    let figures = of(&|claim| claim.attribute.is_some() || claim.amount.is_some());
    let mut timeline = of(&|claim| claim.when.written.is_some());
    timeline.sort_by_key(|at| date(&claims[*at]));
    let sources = speaking.into_iter().map(|source| graph.chain_rows(source));
    let sources: Vec<Vec<SourceRow>> = sources.collect::<Result<_, _>>()?;
    let redacted = graph.withholds();
    let protected = |claim: &ClaimView| {
        let mut on_chains = claim.sources.iter().flat_map(|cited| cited.chain.iter());
        on_chains.any(|source| source.protected)
    };
    let its_own = |rows: &Vec<SourceRow>| rows.iter().any(|row| row.named.protected);
    Ok(Dossier {
        further: (listed..claims.len()).collect(),
        names_protected: !redacted && (claims.iter().any(protected) || sources.iter().any(its_own)),
        redacted,
        entity,
        by_others,
        by_itself,
        answers,
        unanswered,
        questions,
        figures,
        meetings,
        timeline,
        paths,
        sources,
        claims,
    })
}

fn shortest_to(from: &str, to: &str) -> PathQuestion {
    PathQuestion {
        from: from.to_owned(),
        to: to.to_owned(),
        ask: Ask::AllShortest,
        selection: Selection::default(),
        max_hops: None,
        strongest: false,
        via: Vec::new(),
    }
}

/// Contested first and withdrawn last, then by date, then by id.
fn order(claim: &ClaimView) -> (u8, (bool, Option<String>), String) {
    let standing = match claim.standing {
        Standing::Denied => 0,
        Standing::Disputed => 1,
        Standing::Uncontested => 2,
        Standing::Retracted => 3,
    };
    let (undated, day, iri) = date(claim);
    (standing, (undated, day), iri)
}

/// By the first day that it may mean, then by id; what has none comes last.
fn date(claim: &ClaimView) -> (bool, Option<String>, String) {
    let day = claim.when.earliest.clone().or(claim.when.latest.clone());
    (day.is_none(), day, claim.iri.clone())
}

impl Graph {
    /// Why a claim calls for an answer by an entity; empty where it does not,
    /// or where the entity is no party to it.
    fn calls_for_answer(
        &self,
        claim: &ClaimView,
        who: TermId,
        kind: Kind,
    ) -> Result<Vec<CallsForAnswer>, AnswerError> {
        let is_asset = match kind {
            Kind::Entity(kind) => kind.table() == Table::Assets,
            Kind::Meeting
            | Kind::Source(_)
            | Kind::Claim
            | Kind::Answer
            | Kind::Question
            | Kind::Passage
            | Kind::Identity(_)
            | Kind::Link => true,
        };
        let Some(id) = self.node(&claim.iri)? else {
            return Ok(Vec::new());
        };
        // An asset answers nothing, and what is said of others is for them.
        if is_asset || !self.parties(id, false)?.contains_key(&who) {
            return Ok(Vec::new());
        }
        let mut because = Vec::new();
        match claim.standing {
            Standing::Denied | Standing::Disputed => because.push(CallsForAnswer::Contested),
            Standing::Uncontested | Standing::Retracted => {}
        }
        let relation = self.object(id, iri::RDF_PREDICATE)?;
        let category = match relation {
            Some(relation) => self.text(relation, "category")?,
            None => None,
        };
        if category.as_deref() == Some(LEGAL) {
            because.push(CallsForAnswer::Legal);
        }
        let nameless = |support: &Support| match support {
            Support::Anonymous | Support::Spokesperson => true,
            Support::Document
            | Support::Named
            | Support::OwnAccount
            | Support::Outlet
            | Support::Editor => false,
        };
        if !claim.support.is_empty() && claim.support.iter().all(nameless) {
            because.push(CallsForAnswer::NobodyNamed);
        }
        Ok(because)
    }

    /// The questions about an entity or a claim about it, and those that it
    /// could answer; by id.
    fn questions_for<'a>(
        &self,
        who: TermId,
        claims: impl Iterator<Item = &'a ClaimView>,
    ) -> Result<Vec<QuestionView>, AnswerError> {
        let mut found: BTreeSet<TermId> = self.subjects("about", who)?.into_iter().collect();
        found.extend(self.subjects("whoCouldAnswer", who)?);
        for claim in claims {
            if let Some(claim) = self.node(&claim.iri)? {
                found.extend(self.subjects("about", claim)?);
            }
        }
        let mut questions: Vec<QuestionView> = found
            .into_iter()
            .map(|question| self.question_view(question))
            .collect::<Result<_, _>>()?;
        questions.sort_by(|one, other| one.named.iri.cmp(&other.named.iri));
        Ok(questions)
    }
}
