//! Why a request has no answer, and what is sent instead: a page, a sentence or
//! `application/problem+json`, whichever was asked for.

use std::io;

use serde_json::{Value, json};
use spareval::QueryEvaluationError;

use crate::answer::{AnswerError, AskingError, Candidate, Count};
use crate::query::{QueryError, SyntaxError};
use crate::render::json as forms;

/// Why there is no answer.
#[derive(Debug)]
pub enum WebError {
    /// No page has this address.
    NoPage,
    /// An address that no page can be made of, in a sentence.
    BadRequest(String),
    Answer(AnswerError),
    Query(QueryError),
    /// The library has no question of this name; another that is near.
    NoQuestion {
        name: String,
        near: Option<&'static str>,
    },
    /// The answer is larger than it may be.
    TooLarge(String),
    /// What is never done here, in a sentence.
    Refused(String),
    /// The form that was asked for does not exist of this.
    NotAcceptable(String),
    Io(io::Error),
}

/// The same, ready to be shown.
pub struct Problem {
    pub status: u16,
    pub title: &'static str,
    pub detail: String,
    /// Names that may have been meant.
    pub candidates: Vec<Candidate>,
    /// The name that was given, where they stand for it.
    pub name: Option<String>,
    /// Whether each of them has exactly the name that was given.
    pub choice: bool,
    /// Where in a query.
    pub place: Option<SyntaxError>,
}

impl Problem {
    /// As a JSON object (RFC 9457), with what is particular to it.
    pub fn value(&self) -> Value {
        let Problem {
            status,
            title,
            detail,
            candidates,
            name: _,
            choice: _,
            place,
        } = self;
        json!({
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": detail,
            "candidates": candidates.iter().map(forms::candidate).collect::<Vec<_>>(),
            "line": place.as_ref().map(|place| place.line),
            "column": place.as_ref().map(|place| place.column),
            "width": place.as_ref().map(|place| place.width),
            "hints": place.as_ref().map(|place| place.hints.clone()).unwrap_or_default(),
        })
    }

    fn new(status: u16, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            title,
            detail: detail.into(),
            candidates: Vec::new(),
            name: None,
            choice: false,
            place: None,
        }
    }
}

impl WebError {
    /// A sentence about a parameter.
    pub fn bad(words: impl Into<String>) -> Self {
        Self::BadRequest(words.into())
    }

    /// What to show.
    pub fn problem(self) -> Problem {
        match self {
            WebError::NoPage => Problem::new(404, "No such page", "no page has this address"),
            WebError::BadRequest(words) => Problem::new(400, "Not understood", words),
            WebError::NoQuestion { name, near } => Problem::new(
                404,
                "No such question",
                match near {
                    Some(near) => format!(
                        "there is no question `{name}` in the library; did you mean `{near}`?"
                    ),
                    None => format!(
                        "there is no question `{name}` in the library, which /queries lists"
                    ),
                },
            ),
            WebError::TooLarge(words) => Problem::new(507, "Too large", words),
            WebError::Refused(words) => Problem::new(403, "Refused", words),
            WebError::NotAcceptable(words) => Problem::new(406, "No such form", words),
            WebError::Io(error) => {
                Problem::new(500, "The answer could not be written", chain(&error))
            }
            WebError::Answer(error) => of_answer(error),
            WebError::Query(error) => of_query(error),
        }
    }
}

fn of_answer(error: AnswerError) -> Problem {
    let words = chain(&error);
    match error {
        // The first is asked about first; the words are of all.
        AnswerError::Several { first, .. } => Problem {
            detail: words,
            ..of_answer(*first)
        },
        AnswerError::Unknown {
            name,
            nearest,
            containing,
        } => {
            let more = match containing {
                Some(Count::Exactly(all) | Count::MoreThan(all)) if all > nearest.len() as u128 => {
                    "; more have it in a name or id than are listed"
                }
                Some(_) | None => "",
            };
            Problem {
                candidates: nearest,
                name: Some(name),
                ..Problem::new(404, "Not in the case", words + more)
            }
        }
        AnswerError::OtherKind { name, nearest, .. } => Problem {
            candidates: nearest,
            name: Some(name),
            ..Problem::new(404, "Something else", words)
        },
        AnswerError::Ambiguous { name, candidates } => Problem {
            candidates,
            name: Some(name),
            choice: true,
            ..Problem::new(300, "Which one?", words)
        },
        AnswerError::Edition(_) | AnswerError::Network(_) | AnswerError::Incomplete { .. } => {
            Problem::new(500, "The edition is damaged", words)
        }
        AnswerError::NoPathGraph
        | AnswerError::UnknownRelation { .. }
        | AnswerError::AvoidedEnd { .. }
        | AnswerError::NamesBetween { .. }
        | AnswerError::NotTogether { .. }
        | AnswerError::RelationBothWays { .. }
        | AnswerError::ViaAlready { .. }
        | AnswerError::TooManyVia { .. } => Problem::new(400, "Not answered", words),
    }
}

fn of_query(error: QueryError) -> Problem {
    let words = chain(&error);
    match error {
        QueryError::Syntax(place) => Problem {
            place: Some(*place),
            ..Problem::new(400, "The query cannot be read", words)
        },
        QueryError::Refused { .. } => Problem::new(403, "Refused", words),
        QueryError::TooComplex { .. }
        | QueryError::Header { .. }
        | QueryError::NoPlaceholder { .. }
        | QueryError::UnknownParameter { .. }
        | QueryError::WrongValue { .. }
        | QueryError::MissingParameters { .. }
        | QueryError::NotAsText => Problem::new(400, "The query cannot be answered", words),
        QueryError::WrongFormat { .. } | QueryError::NotInXml { .. } => {
            Problem::new(406, "No such form", words)
        }
        QueryError::Evaluation(ref inner) if is_the_askers(inner) => {
            Problem::new(400, "The query cannot be answered", words)
        }
        QueryError::PathLimit { .. } => Problem::new(507, "A limit was hit", words),
        QueryError::PathsNotLookedFor
        | QueryError::Paths(_)
        | QueryError::Thread(_)
        | QueryError::Evaluation(_)
        | QueryError::Edition(_)
        | QueryError::Write(_) => Problem::new(500, "The query failed", words),
    }
}

/// Whether a query cannot be evaluated for what it says: a function that there is
/// none of, or too few values for one.
fn is_the_askers(error: &QueryEvaluationError) -> bool {
    !matches!(
        error,
        QueryEvaluationError::Dataset(_)
            | QueryEvaluationError::Unexpected(_)
            | QueryEvaluationError::UnexpectedDefaultGraph
            | QueryEvaluationError::Cancelled
    )
}

/// An error with what is behind it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_words = inner.to_string();
        if !words.contains(&inner_words) {
            words.push_str(": ");
            words.push_str(&inner_words);
        }
        source = inner.source();
    }
    words
}

impl From<AnswerError> for WebError {
    fn from(error: AnswerError) -> Self {
        Self::Answer(error)
    }
}

impl From<QueryError> for WebError {
    fn from(error: QueryError) -> Self {
        match error {
            // A name in a block of paths that is none has the nearest ones with it.
            QueryError::Paths(inner) => match inner.downcast::<AnswerError>() {
                Ok(answer) => Self::Answer(*answer),
                Err(inner) => Self::Query(QueryError::Paths(inner)),
            },
            other => Self::Query(other),
        }
    }
}

impl From<AskingError> for WebError {
    fn from(error: AskingError) -> Self {
        match error {
            AskingError::Query(inner) => inner.into(),
            AskingError::Answer(inner) => inner.into(),
            AskingError::UnusedRelation { ref used, .. } => {
                Self::BadRequest(format!("{error}; in use are {}", used.join(", ")))
            }
            AskingError::NoThing { .. } => Self::BadRequest(error.to_string()),
        }
    }
}

impl From<io::Error> for WebError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
