//! One change, read in full: the thing before and after, the fields that
//! differ, and why its standing changed.

use std::collections::BTreeMap;

use crate::answer::diff::fields::{Field, FieldValue, differing, fields_of};
use crate::answer::diff::reason::Reason;
use crate::answer::diff::subjects::Pair;
use crate::answer::diff::{DiffKind, Difference};
use crate::answer::graph::Graph;
use crate::answer::{AnswerError, AnswerView, ClaimView, Name, Named, Place};
use crate::edition::TermId;
use crate::model::{Standing, iri};

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    New,
    Gone,
    Changed,
}

impl How {
    /// The word used in JSON and in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            How::New => "new",
            How::Gone => "gone",
            How::Changed => "changed",
        }
    }
}

/// One change, complete.
#[derive(Debug, Clone)]
pub struct Change {
    pub kind: DiffKind,
    pub how: How,
    /// `None` for what is new.
    pub before: Option<State>,
    /// `None` for what is gone.
    pub after: Option<State>,
    /// What differs; of something new or gone everything that is said of it, but
    /// of a claim or an answer nothing: it is there in full.
    pub fields: Vec<Field>,
    /// Why the standing of a claim is another; empty where it is the same.
    pub because: Vec<Reason>,
}

/// A thing as one edition has it.
#[derive(Debug, Clone)]
pub enum State {
    Claim(Box<ClaimView>),
    Answer(Box<AnswerView>),
    Thing(Box<Thing>),
}

/// A thing that is neither claim nor answer.
#[derive(Debug, Clone)]
pub struct Thing {
    pub named: Named,
    /// `company`, `source (publication)`, …; `None` for what is no row.
    pub what: Option<String>,
    /// `None` where it stands in no table of the case.
    pub place: Option<Place>,
    /// Of a meeting who is claimed to have been there, of a question the claim
    /// that answers it.
    pub claims: Vec<ClaimView>,
    /// Given to a source as a whole, or to a question.
    pub answers: Vec<AnswerView>,
}

impl State {
    pub fn id(&self) -> &str {
        match self {
            State::Claim(claim) => &claim.id,
            State::Answer(answer) => &answer.id,
            State::Thing(thing) => &thing.named.id,
        }
    }

    pub fn place(&self) -> Option<&Place> {
        match self {
            State::Claim(claim) => Some(&claim.place),
            State::Answer(answer) => Some(&answer.place),
            State::Thing(thing) => thing.place.as_ref(),
        }
    }

    fn standing(&self) -> Option<Standing> {
        match self {
            State::Claim(claim) => Some(claim.standing),
            State::Answer(_) | State::Thing(_) => None,
        }
    }
}

impl Change {
    /// The thing as it is now, or as it was where it is gone.
    pub fn latest(&self) -> Option<&State> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// The standing of a claim before and after, where both are known and differ.
    pub fn standing_changed(&self) -> Option<(Standing, Standing)> {
        let before = self.before.as_ref()?.standing()?;
        let after = self.after.as_ref()?.standing()?;
        (before != after).then_some((before, after))
    }
}

impl Difference {
    pub(super) fn change(&self, kind: DiffKind, pair: &Pair) -> Result<Change, AnswerError> {
        // Of a claim or an answer that is new or gone the whole says everything.
        let is_whole = match kind {
            DiffKind::Claim | DiffKind::Answer => pair.how() != How::Changed,
            DiffKind::Source
            | DiffKind::Entity
            | DiffKind::Meeting
            | DiffKind::Question
            | DiffKind::Identity
            | DiffKind::Relation
            | DiffKind::Case
            | DiffKind::Background => false,
        };
        let read = |graph: &Graph, id: Option<TermId>| {
            let Some(id) = id else { return Ok(None) };
            let fields = match is_whole {
                true => BTreeMap::new(),
                false => fields_of(graph, id)?,
            };
            Ok::<_, AnswerError>(Some((graph.state(kind, id)?, fields)))
        };
        let (before, fields_before) = read(&self.old, pair.old)?.unzip();
        let (after, fields_after) = read(&self.new, pair.new)?.unzip();
        let none = BTreeMap::<String, Vec<FieldValue>>::new;
        let mut change = Change {
            kind,
            how: pair.how(),
            fields: differing(
                fields_before.unwrap_or_else(none),
                fields_after.unwrap_or_else(none),
            ),
            before,
            after,
            because: Vec::new(),
        };
        if let (Some(State::Claim(before)), Some(State::Claim(after))) =
            (&change.before, &change.after)
            && before.standing != after.standing
        {
            change.because = self.because(before, after)?;
        }
        Ok(change)
    }
}

impl Graph {
    fn state(&self, kind: DiffKind, id: TermId) -> Result<State, AnswerError> {
        Ok(match kind {
            DiffKind::Claim => State::Claim(Box::new(self.claim(id)?)),
            DiffKind::Answer => State::Answer(Box::new(self.answer(id)?)),
            DiffKind::Source
            | DiffKind::Entity
            | DiffKind::Meeting
            | DiffKind::Question
            | DiffKind::Identity
            | DiffKind::Relation
            | DiffKind::Case
            | DiffKind::Background => State::Thing(Box::new(self.thing(kind, id)?)),
        })
    }

    fn thing(&self, kind: DiffKind, id: TermId) -> Result<Thing, AnswerError> {
        let called = self.named(id)?;
        let mut named = Name::clone(&called);
        if kind == DiffKind::Relation {
            named.id = self.relation_id(id)?;
        }
        // The id of a decision says nothing of whom it is on.
        if kind == DiffKind::Identity {
            let decision = self.identity_view(id)?;
            let [one, other] =
                [decision.entity, decision.other].map(|who| format!("{} ({})", who.name, who.id));
            named.name = format!("{one} and {other}");
            named.label.clone_from(&named.name);
        }
        let is_row = !matches!(
            kind,
            DiffKind::Relation | DiffKind::Case | DiffKind::Background
        );
        let has_table = self.object(id, "table")?.is_some();
        let answered_by = self.objects(id, "answeredBy")?;
        Ok(Thing {
            what: match is_row {
                true => Some(self.kind(id)?.words().into_owned()),
                false => None,
            },
            place: match has_table {
                true => Some(self.place(id)?),
                false => None,
            },
            claims: match kind {
                DiffKind::Meeting => self.claims(self.subjects(iri::RDF_OBJECT, id)?)?,
                DiffKind::Question => self.claims(answered_by)?,
                DiffKind::Claim
                | DiffKind::Answer
                | DiffKind::Source
                | DiffKind::Entity
                | DiffKind::Identity
                | DiffKind::Relation
                | DiffKind::Case
                | DiffKind::Background => Vec::new(),
            },
            answers: match kind {
                DiffKind::Source | DiffKind::Question => self
                    .subjects("of", id)?
                    .into_iter()
                    .map(|answer| self.answer(answer))
                    .collect::<Result<_, _>>()?,
                DiffKind::Claim
                | DiffKind::Answer
                | DiffKind::Entity
                | DiffKind::Meeting
                | DiffKind::Identity
                | DiffKind::Relation
                | DiffKind::Case
                | DiffKind::Background => Vec::new(),
            },
            named: named.into(),
        })
    }
}
