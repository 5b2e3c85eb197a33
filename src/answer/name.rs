//! What a typed name or id means: exactly one thing, or a list to choose from.
//!
//! In this order: an IRI, an exact id, an exact folded name or alias. Anything
//! less only suggests. Nothing is ever picked for the user, and nothing merged.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, Term};

use crate::answer::containing::unknown;
use crate::answer::graph::Graph;
use crate::answer::{AnswerError, Named};
use crate::edition::TermId;
use crate::model::{EntityGroup, EntityKind, SourceKind, Table, Verdict, fold, iri, words};

/// How many suggestions are given for a name that nothing has.
pub(super) const MOST_SUGGESTIONS: usize = 8;
/// Below this similarity (Jaro-Winkler, 0 to 1) a name is no suggestion.
const LEAST_SIMILARITY: f64 = 0.8;

/// Of more names than this only those are compared that begin like a word that was
/// typed: a slip is seldom in the first two letters, and a million take a minute.
const MOST_COMPARED: usize = 100_000;

/// One word alike counts less than the whole name.
const ONE_WORD: f64 = 0.95;

/// What kind of thing a name is looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Anything,
    /// A person, an organisation or an asset: what can be an end of a path.
    Entity,
    /// One of these or a meeting: what claims can be about.
    EntityOrMeeting,
    Source,
    Claim,
    Denial,
    Question,
    /// Whatever stands in a table and is said by somebody: no entity.
    Traced,
}

/// Something that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub named: Named,
    pub kind: Kind,
    pub description: Option<String>,
    pub aliases: Vec<String>,
    /// The case's title or base, where the edition holds several.
    pub case: Option<String>,
}

/// What kind of thing a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Entity(EntityKind),
    Meeting,
    Source(SourceKind),
    Claim,
    Answer,
    Question,
    /// A row of `identities.csv`, and what it says.
    Identity(Verdict),
    /// A row of `citations.csv`.
    Passage,
    Link,
}

impl Kind {
    /// `person`, `company`, `source (publication)`, `claim`, ….
    pub fn words(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Kind::Entity(EntityKind::PersonGroup) => "people (group)",
            Kind::Entity(kind) => match kind.group() {
                EntityGroup::Asset => return Cow::Owned(format!("asset ({})", kind.as_str())),
                EntityGroup::Person | EntityGroup::Organization => kind.as_str(),
            },
            Kind::Source(kind) => return Cow::Owned(format!("source ({})", kind.as_str())),
            Kind::Identity(same) => {
                return Cow::Owned(format!("decision on identity ({})", same.as_str()));
            }
            Kind::Meeting => "meeting",
            Kind::Claim => "claim",
            Kind::Answer => "answer",
            Kind::Question => "question",
            Kind::Passage => "passage",
            Kind::Link => "link",
        })
    }
}

/// The one resource that is meant.
///
/// # Errors
/// [`AnswerError::Unknown`] with the nearest names, [`AnswerError::Ambiguous`]
/// with all that have exactly this name, or a damaged edition.
pub fn resolve(graph: &Graph, name: &str, wanted: Wanted) -> Result<TermId, AnswerError> {
    let by_id = graph.wanted(graph.by_id(name)?, wanted)?;
    let found = match by_id.is_empty() {
        false => by_id,
        true => graph.wanted(graph.by_name(name)?, wanted)?,
    };
    let mut ids = found.iter().copied();
    match (ids.next(), ids.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(match graph.of_any_kind(name)? {
            Some(kind) => AnswerError::OtherKind {
                name: name.to_owned(),
                is: format!("a {}", kind.words()),
                wanted: wanted.words(),
                nearest: nearest(graph, name, wanted)?,
            },
            None => {
                // All names are looked through.
                graph.edition().expect_much();
                unknown(graph, name, wanted)?
            }
        }),
        (Some(_), Some(_)) => {
            let mut candidates: Vec<Candidate> = found
                .iter()
                .map(|id| graph.candidate(*id))
                .collect::<Result<_, _>>()?;
            candidates.sort();
            Err(AnswerError::Ambiguous {
                name: name.to_owned(),
                candidates,
            })
        }
    }
}

/// The day on which something was entered, of a meeting that of its first
/// attendance; `None` where none is recorded.
///
/// # Errors
/// As for [`resolve`].
pub fn day_of_entry(graph: &Graph, name: &str) -> Result<Option<String>, AnswerError> {
    let id = resolve(graph, name, Wanted::Anything)?;
    if !graph.is_a(id, "Meeting")? {
        return graph.text(id, "recorded");
    }
    let attendances = graph.meeting_view(id)?.claims;
    let days = attendances.into_iter().map(|claim| claim.recorded);
    Ok(days.flatten().min())
}

/// The things whose names come nearest to a text, best first.
///
/// # Errors
/// When the edition is damaged.
pub fn nearest(graph: &Graph, name: &str, wanted: Wanted) -> Result<Vec<Candidate>, AnswerError> {
    let ids = graph.nearest(name, wanted)?;
    ids.into_iter().map(|id| graph.candidate(id)).collect()
}

impl Wanted {
    pub(super) fn words(self) -> &'static str {
        match self {
            Wanted::Anything => "anything",
            Wanted::Entity => "a person, an organisation or an asset",
            Wanted::EntityOrMeeting => "a person, an organisation, an asset or a meeting",
            Wanted::Source => "a source",
            Wanted::Claim => "a claim",
            Wanted::Denial => "an answer",
            Wanted::Question => "a question",
            Wanted::Traced => "a claim, an answer, a source, a meeting or a question",
        }
    }
}

impl Graph {
    /// What kind of thing has this id or name, if something has.
    fn of_any_kind(&self, name: &str) -> Result<Option<Kind>, AnswerError> {
        let by_id = self.by_id(name)?;
        let found = if by_id.is_empty() {
            self.by_name(name)?
        } else {
            by_id
        };
        found.first().map(|id| self.kind(*id)).transpose()
    }

    /// Resources with this IRI, prefixed name or id, in any case of the edition.
    fn by_id(&self, text: &str) -> Result<BTreeSet<TermId>, AnswerError> {
        let plain = text
            .strip_prefix('<')
            .and_then(|t| t.strip_suffix('>'))
            .unwrap_or(text);
        let mut iris = vec![plain.to_owned()];
        let (prefix, id) = plain
            .split_once(':')
            .map_or((None, plain), |(prefix, id)| (Some(prefix), id));
        for case in self.cases() {
            for kind in iri::ROW_KINDS {
                if prefix.is_none_or(|prefix| prefix == kind) {
                    iris.push(format!("{}{kind}/{id}", case.iris.case()));
                }
            }
        }
        let mut found = BTreeSet::new();
        for iri in iris {
            if let Some(id) = self.node(&iri)?
                && self.row(&iri).is_some()
            {
                found.insert(id);
            }
        }
        Ok(found)
    }

    /// Resources with exactly this name or alias, folded.
    fn by_name(&self, name: &str) -> Result<BTreeSet<TermId>, AnswerError> {
        match self.edition().index("names")? {
            Some(names) => Ok(names.exact(&fold(name))?.iter().copied().collect()),
            None => Ok(BTreeSet::new()),
        }
    }

    fn wanted(
        &self,
        found: BTreeSet<TermId>,
        wanted: Wanted,
    ) -> Result<BTreeSet<TermId>, AnswerError> {
        let mut kept = BTreeSet::new();
        for id in found {
            if self.is_wanted(id, wanted)? {
                kept.insert(id);
            }
        }
        Ok(kept)
    }

    pub(super) fn is_wanted(&self, id: TermId, wanted: Wanted) -> Result<bool, AnswerError> {
        match wanted {
            Wanted::Anything => Ok(true),
            Wanted::Entity => Ok(self.is_a(id, "Person")?
                || self.is_a(id, "Organization")?
                || self.is_a(id, "Asset")?),
            Wanted::EntityOrMeeting => {
                Ok(self.is_wanted(id, Wanted::Entity)? || self.is_a(id, "Meeting")?)
            }
            Wanted::Source => self.is_a(id, "Source"),
            Wanted::Claim => self.is_a(id, "Claim"),
            Wanted::Denial => self.is_a(id, "Denial"),
            Wanted::Question => self.is_a(id, "Question"),
            Wanted::Traced => {
                Ok(!self.is_wanted(id, Wanted::Entity)? && !self.is_a(id, "Identity")?)
            }
        }
    }

    /// What is printed as `[name]`, with these brackets or without them.
    pub(super) fn placeholders(&self, name: &str) -> Result<Vec<TermId>, AnswerError> {
        let bare = name
            .strip_prefix('[')
            .and_then(|name| name.strip_suffix(']'));
        let printed = format!("[{}]", bare.unwrap_or(name));
        let printed = Term::Literal(Literal::from(printed));
        match self.edition().term_id(&printed)? {
            Some(label) => self.subjects(iri::RDFS_LABEL, label),
            None => Ok(Vec::new()),
        }
    }

    /// The nearest names, best first: those that contain the text, then those
    /// that are spelt alike.
    fn nearest(&self, name: &str, wanted: Wanted) -> Result<Vec<TermId>, AnswerError> {
        let Some(names) = self.edition().index("names")? else {
            return Ok(Vec::new());
        };
        let folded = fold(name);
        let mut scores: BTreeMap<TermId, f64> = BTreeMap::new();
        // Placeholders are never matched, but whoever types one should learn its id.
        for id in self.placeholders(name)? {
            scores.insert(id, f64::INFINITY);
        }
        let mut compare = |key: &str, ids: &[TermId]| {
            let contains = !folded.is_empty()
                && (key.contains(&folded) || folded.contains(key) && key.len() > 2);
            let score = match contains {
                true => 2.0,
                false => similarity(key, &folded),
            };
            if score >= LEAST_SIMILARITY {
                for id in ids {
                    let best = scores.entry(*id).or_insert(score);
                    *best = best.max(score);
                }
            }
        };
        if names.len() <= MOST_COMPARED {
            for entry in names.all() {
                let (key, ids) = entry?;
                compare(key, ids);
            }
        } else {
            for word in std::iter::once(&folded).chain(&words(name)) {
                let Some((second, letter)) = word.char_indices().nth(1) else {
                    continue;
                };
                let begins = &word[..second + letter.len_utf8()];
                for entry in names.prefix(begins).take(MOST_COMPARED) {
                    let (key, ids) = entry?;
                    compare(key, ids);
                }
            }
        }
        let mut ranked: Vec<(f64, TermId)> =
            scores.into_iter().map(|(id, score)| (score, id)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        // People, organisations and assets first: claims have names inside them.
        let (mut entities, mut others) = (Vec::new(), Vec::new());
        for (_, id) in ranked {
            if entities.len() == MOST_SUGGESTIONS {
                break;
            }
            if !self.is_wanted(id, wanted)? {
                continue;
            }
            match self.is_wanted(id, Wanted::Entity)? {
                true => entities.push(id),
                false => others.push(id),
            }
        }
        entities.extend(others);
        entities.truncate(MOST_SUGGESTIONS);
        Ok(entities)
    }

    /// What a person needs to tell this thing from another of the same name.
    pub(super) fn candidate(&self, id: TermId) -> Result<Candidate, AnswerError> {
        // A candidate is chosen by its label, whatever form the answer has.
        let named = self.read_named(id, true)?;
        let case = self
            .row(&named.iri)
            .map(|(case, _, _)| self.case_name(case));
        let several = self.cases().len() > 1;
        Ok(Candidate {
            kind: self.kind(id)?,
            description: self.text(id, &format!("{}description", iri::DCTERMS))?,
            aliases: self.texts(id, &format!("{}altLabel", iri::SKOS))?,
            case: case.filter(|_| several),
            named,
        })
    }

    /// What kind of thing an answer names.
    ///
    /// # Errors
    /// When this edition does not have it, or is damaged.
    pub fn kind_of(&self, named: &Named) -> Result<Kind, AnswerError> {
        match self.node(&named.iri)? {
            Some(id) => self.kind(id),
            None => Err(AnswerError::Incomplete {
                subject: named.iri.clone(),
                what: "what kind of thing it is",
            }),
        }
    }

    /// What kind of thing a resource is.
    pub(super) fn kind(&self, id: TermId) -> Result<Kind, AnswerError> {
        let known = self.kept().kind(id);
        if let Some(kind) = known {
            return Ok(kind);
        }
        let kind = self.read_kind(id)?;
        self.kept().keep_kind(id, kind);
        Ok(kind)
    }

    fn read_kind(&self, id: TermId) -> Result<Kind, AnswerError> {
        for (class, kind) in [
            ("Claim", Kind::Claim),
            ("Meeting", Kind::Meeting),
            ("Denial", Kind::Answer),
            ("Question", Kind::Question),
            ("Citation", Kind::Passage),
            ("Link", Kind::Link),
        ] {
            if self.is_a(id, class)? {
                return Ok(kind);
            }
        }
        if self.is_a(id, "Identity")? {
            return self.kind_of_identity(id);
        }
        if self.is_a(id, "Source")? {
            return Ok(Kind::Source(self.source_kind(id)?));
        }
        let word = self.text(id, "kind")?;
        for (class, table) in [
            ("Person", Table::People),
            ("Organization", Table::Companies),
            ("Asset", Table::Assets),
        ] {
            if self.is_a(id, class)?
                && let Some(kind) = word
                    .as_deref()
                    .and_then(|word| EntityKind::read(table, word))
            {
                return Ok(Kind::Entity(kind));
            }
        }
        Err(self.incomplete(id, "what kind of thing it is"))
    }
}

/// How alike a key and a text are, as wholes or the text and one word of the key.
fn similarity(key: &str, text: &str) -> f64 {
    let words = key
        .split([' ', '-', '.'])
        .filter(|word| word.chars().count() > 2);
    let by_word = words.map(|word| strsim::jaro_winkler(word, text) * ONE_WORD);
    by_word.fold(strsim::jaro_winkler(key, text), f64::max)
}
