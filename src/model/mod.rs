//! What a case says, as types: entities, claims, sources, denials, questions,
//! decisions on identity; and what follows from them by rule: standing, support, links, wording.
//!
//! Everything here is plain data and pure functions. It has never heard of
//! files, RDF, editions or terminals, and nothing in it is serialisable. (Its
//! exact decimals are the SPARQL engine's, so that both count alike.) `check` builds a [`Case`]; `rdf` and `network` read it.
//!
//! The words: a *claim* is one statement by at least one *source*; a *denial*
//! is any answer to it (a refusal and a silence too); its *standing* is
//! computed by [`assess`] and typed by nobody; a *link* is what a claim says
//! between two entities.

pub mod iri;

mod amount;
mod answer;
mod assessed;
mod bearing;
mod case;
mod chain;
mod claim;
mod date;
mod date_shape;
mod day_count;
mod entity;
mod few;
mod identity;
mod known_on;
mod link;
mod lists;
mod name;
mod nearest;
mod problem;
mod problem_code;
mod redacted;
mod relation;
mod rows;
mod source;
mod standing;
mod table;

pub use amount::{Amount, Decimal, DecimalError, Qualifier};
pub use answer::{Denial, Question, Scope, Speaker, Stance, Subject, Target};
pub use assessed::{
    Assessed, Assessment, RULE_SET, Rule, Standing, Support, Supports, explain_rules,
};
pub use bearing::Bearing;
pub use case::Case;
pub use chain::{Chain, chain};
pub use claim::{
    AttributeValue, CheckStatus, Citation, Claim, MOST_PARTICIPANTS, Meeting, Notes, Passage,
    Statement,
};
pub use date::{Day, Edtf, EdtfError, readings};
pub use date_shape::{DateShape, SpanEnd, Time, month_name};
pub use entity::{Entity, EntityGroup, EntityKind};
pub use few::Few;
pub use identity::{Identity, Verdict};
pub use known_on::{LeftOut, known_on};
pub use link::{Link, Object, links};
pub use name::{fold, folded_words, words};
pub use nearest::{did_you_mean, mistyped, nearest};
pub use problem::{Code, Place, Problem, Report, Severity};
pub use redacted::{Redacted, Tell, TellKind, Telltales, redact};
pub use relation::{Mode, RelationType, Verb};
pub use rows::{Identified, Ix, Rows};
pub use source::{Knowledge, Source, SourceKind, Terms};
pub use standing::assess;
pub use table::{RowPlace, Table};
