//! The answer to a query for a page: each cell with its short name, and with what
//! it leads to where it is a thing of the case.
//!
//! Takes an answer; gives the first rows of it as JSON for a template, and how many
//! there are in all.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use serde_json::{Value, json};

use crate::model::{Standing, iri};
use crate::query::{Answer, Prefixes, QueryError, Rows};
use crate::web::error::WebError;
use crate::web::session::Session;

/// Rows on one page; more make it slow to lay out, and nobody reads them there.
pub const MOST_ROWS: usize = 1000;

/// An answer as a page shows it.
///
/// # Errors
/// When the edition's provenance cannot be read.
pub fn shown(session: &Session, prefixes: &Prefixes, answer: &Answer) -> Result<Value, WebError> {
    let cases = session.graph.edition().cases().map_err(QueryError::from)?;
    let cells = Cells {
        prefixes,
        bases: cases.iter().map(|case| case.base.as_str()).collect(),
    };
    Ok(match answer {
        Answer::Boolean(yes) => json!({"kind": "boolean", "yes": yes}),
        Answer::Rows(Rows { variables, rows }) => {
            let first = rows.iter().take(MOST_ROWS);
            let first: Vec<Value> = first
                .map(|row| row.iter().map(|term| cells.cell(term.as_ref())).collect())
                .collect();
            json!({"kind": "rows", "columns": variables, "rows": first, "total": rows.len()})
        }
        Answer::Graph(triples) => {
            let first: Vec<Value> = triples
                .iter()
                .take(MOST_ROWS)
                .map(|t| cells.triple(t))
                .collect();
            json!({"kind": "graph", "columns": ["subject", "predicate", "object"], "rows": first, "total": triples.len()})
        }
    })
}

/// Types that say no more than the text does.
const USUAL: [NamedNodeRef<'static>; 4] = [xsd::INTEGER, xsd::DECIMAL, xsd::DATE, xsd::BOOLEAN];

struct Cells<'a> {
    prefixes: &'a Prefixes,
    bases: Vec<&'a str>,
}

impl Cells<'_> {
    fn triple(&self, triple: &Triple) -> Value {
        let Triple {
            subject,
            predicate,
            object,
        } = triple;
        let subject = match subject.clone() {
            NamedOrBlankNode::NamedNode(node) => Term::from(node),
            NamedOrBlankNode::BlankNode(node) => node.into(),
        };
        json!([
            self.cell(Some(&subject)),
            self.cell(Some(&predicate.clone().into())),
            self.cell(Some(object)),
        ])
    }

    /// `null` is what has no value.
    fn cell(&self, term: Option<&Term>) -> Value {
        match term {
            None => Value::Null,
            Some(Term::NamedNode(node)) => json!({
                "kind": "iri",
                "text": self.prefixes.show(&node.clone().into()),
                "full": node.as_str(),
                "to": self.of_case(node.as_str()),
                "contested": is_contested(node.as_str()),
            }),
            Some(Term::BlankNode(node)) => json!({"kind": "node", "text": node.to_string()}),
            Some(Term::Literal(literal)) => json!({
                "kind": "literal",
                "text": literal.value(),
                "type": self.type_of(literal),
                "usual": USUAL.contains(&literal.datatype()),
            }),
        }
    }

    /// What a page of its own can be asked for by, where there is one.
    fn of_case(&self, name: &str) -> Option<Value> {
        let (kind, id) = self.bases.iter().find_map(|base| iri::row(name, base))?;
        // A passage is shown with its claim.
        (kind != "citation").then(|| json!({"id": id, "iri": name}))
    }

    fn type_of(&self, literal: &Literal) -> Option<String> {
        if let Some(language) = literal.language() {
            return Some(format!("@{language}"));
        }
        let datatype = literal.datatype();
        (datatype != xsd::STRING).then(|| self.prefixes.show(&datatype.into_owned().into()))
    }
}

fn is_contested(name: &str) -> bool {
    let contested = [Standing::Disputed, Standing::Denied, Standing::Retracted];
    contested
        .into_iter()
        .any(|standing| iri::standing(standing) == name)
}
