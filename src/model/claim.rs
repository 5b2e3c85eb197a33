//! Claims: statements by at least one source, in the four shapes that tables give.
//!
//! There may be millions of them, so that texts and lists are boxed at their
//! size, and the figures of the rarer shapes by themselves.

use super::amount::{Amount, Decimal, Qualifier};
use super::date::{Day, Edtf};
use super::entity::Entity;
use super::few::Few;
use super::relation::{Mode, RelationType};
use super::rows::{Identified, Ix};
use super::source::{Source, words};
use super::table::RowPlace;

/// One claim. A row of `meetings.csv` makes one per participant.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The row's id, or `<meeting>.<participant>`.
    pub id: Box<str>,
    pub statement: Statement,
    /// The claim in a sentence.
    pub text: Box<str>,
    pub mode: Mode,
    pub when: Option<Edtf>,
    /// Further entities it is about; they are parties to it.
    pub concerns: Few<Ix<Entity>>,
    /// Claims that this one only sums up.
    pub summarises: Few<Ix<Claim>>,
    // Invariant: never empty, sorted by source. A row without a source is a
    // problem, not a claim.
    citations: Box<[Citation]>,
    /// 1 to 6.
    pub credibility: Option<u8>,
    /// The day it was entered.
    pub recorded: Option<Day>,
    pub check: Option<CheckStatus>,
    pub place: RowPlace,
    // `None` where there is nothing in them, as for most claims.
    notes: Option<Box<Notes>>,
}

/// What few claims have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// The date in the report's words.
    pub when_text: Option<Box<str>>,
    pub checked_by: Option<Box<str>>,
    pub concern: Option<Box<str>>,
}

impl Identified for Claim {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Claim {
    /// Gives the claim its citations, sorted; `None` when there are none.
    pub fn cite(mut self, mut citations: Vec<Citation>) -> Option<Self> {
        if citations.is_empty() {
            return None;
        }
        citations.sort_by(|a, b| {
            let (of_a, of_b) = (a.passage(), b.passage());
            (a.source, &of_a.locator, &of_a.quote, of_a.place).cmp(&(
                b.source,
                &of_b.locator,
                &of_b.quote,
                of_b.place,
            ))
        });
        self.citations = citations.into_boxed_slice();
        Some(self)
    }

    /// A claim that still lacks its citations; only [`Claim::cite`] makes it one.
    pub fn uncited(id: Box<str>, statement: Statement, text: Box<str>, place: RowPlace) -> Self {
        Self {
            id,
            statement,
            text,
            mode: Mode::Asserted,
            when: None,
            concerns: Few::default(),
            summarises: Few::default(),
            citations: Box::default(),
            credibility: None,
            recorded: None,
            check: None,
            place,
            notes: None,
        }
    }

    /// The date in the report's words, and what the desk noted.
    pub fn notes(&self) -> &Notes {
        self.notes.as_deref().unwrap_or(&NO_NOTES)
    }

    /// The same claim with other notes.
    pub fn noted(mut self, notes: Notes) -> Self {
        self.notes = (notes != NO_NOTES).then(|| Box::new(notes));
        self
    }

    /// The citations, sorted by source; at least one. A source stands several
    /// times when it has several passages.
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }
}

/// What a claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    Relationship {
        subject: Ix<Entity>,
        relation: Ix<RelationType>,
        object: Ix<Entity>,
        detail: Option<Box<str>>,
    },
    Attendance {
        meeting: Ix<Meeting>,
        participant: Ix<Entity>,
    },
    /// At least one of payer and payee is known.
    Transaction {
        payer: Option<Ix<Entity>>,
        payee: Option<Ix<Entity>>,
        amount: Option<Box<Amount>>,
        paid_in: Option<Ix<Entity>>,
        for_asset: Option<Ix<Entity>>,
        purpose: Option<Box<str>>,
    },
    Attribute {
        subject: Ix<Entity>,
        attribute: Box<str>,
        value: Box<AttributeValue>,
    },
}

/// The value of an attribute: as written, and as a number where it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeValue {
    pub written: Box<str>,
    pub number: Option<Decimal>,
    pub max: Option<Decimal>,
    pub qualifier: Option<Qualifier>,
    pub unit: Option<Box<str>>,
}

impl std::fmt::Display for AttributeValue {
    /// `about 90 percent`, `co-founder`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let AttributeValue {
            written,
            number: _,
            max,
            qualifier,
            unit,
        } = self;
        let max = max.map(|max| max.to_string());
        super::amount::write_figure(f, *qualifier, written, max.as_deref())?;
        match unit {
            Some(unit) => write!(f, " {unit}"),
            None => Ok(()),
        }
    }
}

static NO_NOTES: Notes = Notes {
    when_text: None,
    checked_by: None,
    concern: None,
};

/// A source behind a claim, with one passage of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub source: Ix<Source>,
    // `None` where there is nothing in it, as for most citations.
    passage: Option<Box<Passage>>,
}

impl Citation {
    /// A source that a claim's own row names, without words or place.
    pub fn bare(source: Ix<Source>) -> Self {
        Self {
            source,
            passage: None,
        }
    }

    /// A source with a passage of it.
    pub fn new(source: Ix<Source>, passage: Passage) -> Self {
        Self {
            source,
            passage: (passage != NO_PASSAGE).then(|| Box::new(passage)),
        }
    }

    /// What is cited of the source; empty for a bare one.
    pub fn passage(&self) -> &Passage {
        self.passage.as_deref().unwrap_or(&NO_PASSAGE)
    }
}

static NO_PASSAGE: Passage = Passage {
    quote: None,
    locator: None,
    accessed: None,
    place: None,
};

/// Words of a source, and where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    pub quote: Option<Box<str>>,
    pub locator: Option<Box<str>>,
    pub accessed: Option<Edtf>,
    /// The row of `citations.csv`; `None` when the claim's own row names the source.
    pub place: Option<RowPlace>,
}

/// Beyond this many participants every pair of them would be said to have met.
pub const MOST_PARTICIPANTS: usize = 30;

/// One row of `meetings.csv`: an event. Who attended is claimed for each.
#[derive(Debug, Clone)]
pub struct Meeting {
    pub id: Box<str>,
    /// Sorted, at least two, at most [`MOST_PARTICIPANTS`].
    pub participants: Box<[Ix<Entity>]>,
    pub occasion: Option<Box<str>>,
    /// The column `place`.
    pub venue: Option<Box<str>>,
    pub text: Box<str>,
    pub place: RowPlace,
}

impl Identified for Meeting {
    fn id(&self) -> &str {
        &self.id
    }
}

words! {
    /// How far the desk has checked that the claim is reported accurately.
    CheckStatus {
        Unchecked "unchecked",
        Accurate "accurate",
        NeedsAttention "needs-attention",
    }
}
