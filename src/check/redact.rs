//! Redacting a case, with the place of every cell that would still tell.
//!
//! Takes a draft and the case that was made of it; gives the redacted case,
//! and a problem for each cell that is printed and tells who a protected
//! source is. What is withheld and what tells is for `model`; here it gets
//! file, line and column.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedOrBlankNode, Term, Triple};

use crate::model::Case;
use crate::model::Code;
use crate::model::Problem;
use crate::model::Redacted;
use crate::model::Report;
use crate::model::RowPlace;
use crate::model::Table;
use crate::model::Tell;
use crate::model::TellKind;
use crate::model::Telltales;
use crate::model::redact;
use crate::read::Draft;
use crate::read::DraftRow;

use super::problems::Problems;

/// Redacts a checked case. With an error in the report it must not be used.
///
/// The words that tell are given too, for [`BackgroundTells`]. Linear in the
/// cells of the case.
pub fn redact_case(draft: &Draft, case: &Case) -> (Case, Telltales, Report) {
    let Redacted {
        case,
        tells,
        telltales,
    } = redact(case, &draft.config.printable);
    let places: BTreeSet<RowPlace> = tells.iter().filter_map(|tell| tell.place).collect();
    let rows = drafted(draft, &places);
    let mut problems = Problems::default();
    for tell in &tells {
        match tell.place {
            Some(place) => problems.of_row(place, said(tell, rows.get(&place))),
            None => problems.of_case(said(tell, None)),
        }
    }
    (case, telltales, problems.into_report(None))
}

/// Looks through triples that only lend background for what tells of a
/// protected source: in IRIs, since theirs may name rows, and in literals.
pub struct BackgroundTells<'t> {
    telltales: &'t [Telltales],
    // Each word is reported once for whom it tells of.
    seen: BTreeSet<(&'t str, &'t str)>,
    report: Report,
}

impl<'t> BackgroundTells<'t> {
    /// Looks for the words of these cases.
    pub fn new(telltales: &'t [Telltales]) -> Self {
        Self {
            telltales,
            seen: BTreeSet::new(),
            report: Report::default(),
        }
    }

    /// Looks at one triple.
    pub fn look(&mut self, triple: &Triple) {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str(),
            NamedOrBlankNode::BlankNode(node) => node.as_str(),
        };
        let object = match &triple.object {
            Term::NamedNode(node) => node.as_str(),
            Term::BlankNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
        };
        for text in [subject, triple.predicate.as_str(), object] {
            for telltales in self.telltales {
                let Some((word, of)) = telltales.first_in(text) else {
                    continue;
                };
                if !self.seen.insert((word, of)) {
                    continue;
                }
                self.report.push(Problem {
                    code: Code::NamesProtected,
                    place: None,
                    message: format!("the background RDF has `{word}`, which gives away `{of}`"),
                    expected: "background without it: it is printed as it is".to_owned(),
                    hints: vec![may_be_printed(word)],
                });
            }
        }
    }

    /// What was found, in the order of the triples.
    pub fn into_report(self) -> Report {
        self.report
    }
}

/// The rows at some places.
fn drafted<'d>(draft: &'d Draft, places: &BTreeSet<RowPlace>) -> BTreeMap<RowPlace, DraftRow<'d>> {
    let tables: BTreeSet<Table> = places.iter().map(|place| place.table).collect();
    let mut found = BTreeMap::new();
    for table in tables {
        for row in draft.tables.get(&table).into_iter().flat_map(|t| t.rows()) {
            let place = RowPlace {
                table,
                row: Some(row.row()),
            };
            if places.contains(&place) {
                found.insert(place, row);
            }
        }
    }
    found
}

fn said(tell: &Tell, row: Option<&DraftRow<'_>>) -> Problem {
    let Tell {
        place: _,
        column,
        kind,
        word,
        of,
    } = tell;
    let (code, message, expected, hint) = match kind {
        TellKind::Names => (
            Code::NamesProtected,
            format!("`{column}` has `{word}`, which gives away `{of}`"),
            "words that do not tell who a protected source is",
            Some(may_be_printed(word)),
        ),
        TellKind::MayName => (
            Code::MayNameProtected,
            format!("`{column}` has `{word}`, which may give away `{of}`"),
            "words that do not tell who a protected source is",
            Some(may_be_printed(word)),
        ),
        TellKind::Party => (
            Code::ProtectedParty,
            format!("it shows that the protected source `{of}` is a party or speaks for one"),
            "a protected source that is none of the few whom the claim is about",
            None,
        ),
    };
    Problem {
        code,
        place: row.map(|row| row.place_of(column)),
        message,
        expected: expected.to_owned(),
        hints: hint.into_iter().collect(),
    }
}

fn may_be_printed(word: &str) -> String {
    format!("if it tells nothing, write in nutgraf.toml: printable = [{word:?}]")
}
