//! What a query asks for that an edition does not offer, and what its reader
//! should be told.
//!
//! Takes the algebra of a query. Refuses, by name, whatever would leave the
//! edition (`SERVICE` but that of paths) or pick a graph of which there is only one (`FROM`,
//! `GRAPH`). Notes the predicates whose meaning is easily taken wrongly.

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::PropertyPathExpression;
use spargebra::term::NamedNodePattern;

use crate::model::iri;
use crate::query::algebra;
use crate::query::error::QueryError;
use crate::query::path_service;
use crate::query::prepare::Answer;

const TALKS_TO_NOBODY: &str = "nutgraf asks no other service, so that nobody learns what is asked";
const NEVER_SILENT: &str =
    "what cannot be answered must not read as no rows; write it without `SILENT`";
const ONE_GRAPH: &str = "an edition is one graph; leave it out";

/// A thing to be said beside the answer of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// `reported:` predicates and `ng:reportedLink` also hold for what is denied.
    UsesReported,
    /// A bare `rel:` IRI is used as a predicate, where it never stands.
    RelationAsPredicate,
    /// A block of `SERVICE ng:path` goes over denied links and tells no standing.
    PathsOverDenied,
}

impl Note {
    /// Gives the note in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Note::UsesReported => {
                "`reported:` and `ng:reportedLink` say only that somebody reported it: denied and disputed claims are included"
            }
            Note::RelationAsPredicate => {
                "`rel:` stands only as a value of `rdf:predicate`, so nothing matches it as a predicate; use `reported:` or `uncontested:`"
            }
            Note::PathsOverDenied => {
                "`SERVICE ng:path` goes over denied and disputed claims too, and is asked here for neither claims nor standings; `ng:only ng:uncontested` leaves them out"
            }
        }
    }
}

impl Note {
    /// Gives what is to be noted of an answer's rows that could not be seen in
    /// the query: a variable may have stood for a predicate.
    pub fn of_answer(answer: &Answer) -> Option<Note> {
        let reported = match answer {
            Answer::Rows(rows) => rows.rows.iter().flatten().flatten().any(|term| match term {
                Term::NamedNode(name) => is_reported(name.as_str()),
                Term::BlankNode(_) | Term::Literal(_) => false,
            }),
            Answer::Boolean(_) | Answer::Graph(_) => false,
        };
        reported.then_some(Note::UsesReported)
    }
}

/// Whether a predicate holds for what is denied, too.
fn is_reported(name: &str) -> bool {
    name.starts_with(iri::REPORTED) || name.strip_prefix(iri::NG) == Some("reportedLink")
}

/// Checks a query before it is evaluated and gives what is to be noted, in order.
///
/// # Errors
/// When the query names a service or a graph, `SILENT` or not.
pub(super) fn inspect(query: &mut Query) -> Result<Vec<Note>, QueryError> {
    if let Some(dataset) = query.dataset() {
        let named = dataset
            .named
            .as_ref()
            .is_some_and(|named| !named.is_empty());
        let what = if dataset.default.is_empty() && named {
            "`FROM NAMED`"
        } else {
            "`FROM`"
        };
        return Err(refused(what.to_owned(), ONE_GRAPH));
    }
    let mut found = Found::default();
    // The walk is shared with binding, which changes patterns; this only looks.
    algebra::walk(algebra::pattern_mut(query), &mut |pattern| {
        found.look_at(pattern);
    });
    match found.refused {
        Some((what, why)) => Err(refused(what, why)),
        None => {
            found.notes.sort_unstable();
            found.notes.dedup();
            Ok(found.notes)
        }
    }
}

fn refused(what: String, why: &'static str) -> QueryError {
    QueryError::Refused { what, why }
}

#[derive(Default)]
struct Found {
    refused: Option<(String, &'static str)>,
    notes: Vec<Note>,
}

impl Found {
    fn look_at(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Service { name, silent, .. } => {
                match (path_service::is_path(name), *silent) {
                    // Answered from the edition itself, by nobody else.
                    (true, false) => {}
                    (true, true) => {
                        self.refuse("`SERVICE SILENT ng:path`".to_owned(), NEVER_SILENT);
                    }
                    (false, silent) => {
                        let silent = if silent { "SILENT " } else { "" };
                        self.refuse(format!("`SERVICE {silent}{name}`"), TALKS_TO_NOBODY);
                    }
                }
            }
            GraphPattern::Graph { name, .. } => self.refuse(format!("`GRAPH {name}`"), ONE_GRAPH),
            GraphPattern::Bgp { patterns } => {
                for triple in patterns {
                    match &triple.predicate {
                        NamedNodePattern::NamedNode(predicate) => self.predicate(predicate),
                        NamedNodePattern::Variable(_) => {}
                    }
                }
            }
            GraphPattern::Path { path, .. } => self.path(path),
            _ => {}
        }
    }

    fn refuse(&mut self, what: String, why: &'static str) {
        self.refused.get_or_insert((what, why));
    }

    fn path(&mut self, path: &PropertyPathExpression) {
        match path {
            PropertyPathExpression::NamedNode(predicate) => self.predicate(predicate),
            PropertyPathExpression::Reverse(inner)
            | PropertyPathExpression::ZeroOrMore(inner)
            | PropertyPathExpression::OneOrMore(inner)
            | PropertyPathExpression::ZeroOrOne(inner) => self.path(inner),
            PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
                self.path(a);
                self.path(b);
            }
            // Matches every predicate but these, whatever they are.
            PropertyPathExpression::NegatedPropertySet(_) => {}
        }
    }

    fn predicate(&mut self, predicate: &NamedNode) {
        let name = predicate.as_str();
        if name.starts_with(iri::REL) {
            self.notes.push(Note::RelationAsPredicate);
        }
        if is_reported(name) {
            self.notes.push(Note::UsesReported);
        }
    }
}
