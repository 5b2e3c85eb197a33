//! Passages: the rows of `citations.csv`, by the claim that they are cited for.

use std::collections::HashSet;

use crate::model;
use crate::model::Citation;
use crate::model::Code;
use crate::model::Edtf;
use crate::model::Ix;
use crate::model::RowPlace;
use crate::model::Source;
use crate::model::Table;
use crate::read::Cell;
use crate::read::DraftRow;

use super::Checking;
use super::problems::problem;
use super::references::CLAIMS;
use super::row_check::RowCheck;
use super::text_map::TextMap;

/// The passages of all claims.
pub(super) struct Passages<'a> {
    by_claim: TextMap<&'a str, Vec<Passage<'a>>>,
}

/// One passage, with the cell that names its source.
struct Passage<'a> {
    citation: Citation,
    source: Cell<'a>,
}

/// One row of `citations.csv`, before it is known whether another is the same.
struct PassageRow<'a> {
    row: DraftRow<'a>,
    place: RowPlace,
    claim: &'a str,
    source: Cell<'a>,
    source_ix: Option<Ix<Source>>,
    quote: Option<&'a str>,
    locator: Option<&'a str>,
    accessed: Option<Edtf>,
}

/// The passages of the case; needs its sources.
pub(super) fn check<'a>(checking: &mut Checking<'a>) -> Passages<'a> {
    let rows = checking.rows(Table::Citations, |row| {
        let claim = row.reference("claim", &CLAIMS);
        let source_ix = row.source("source");
        let accessed = row.date("accessed");
        let quote = row.cell("quote").map(|cell| cell.text());
        let locator = row.cell("locator").map(|cell| cell.text());
        if quote.is_none() && locator.is_none() {
            row.push(problem(
                Code::EmptyPassage,
                row.draft().place_of("quote"),
                "the passage has neither quote nor locator",
                "the words of the source, or where in it they stand",
            ));
        }
        Some(PassageRow {
            row: row.draft(),
            place: row.place(),
            claim: claim?.id(),
            source: row.cell("source")?,
            source_ix,
            quote,
            locator,
            accessed,
        })
    });
    let mut by_claim = TextMap::<&str, Vec<Passage<'a>>>::default();
    let mut seen = HashSet::new();
    for PassageRow {
        row,
        place,
        claim,
        source,
        source_ix,
        quote,
        locator,
        accessed,
    } in rows
    {
        let is_new = seen.insert((claim, source.text(), quote, locator));
        if !is_new && quote.or(locator).is_some() {
            let found = problem(
                Code::ListedTwice,
                row.place_of_row(),
                "the same passage stands in a row above",
                "each passage once",
            );
            checking.problems.of_row(place, found);
        }
        let Some(source_ix) = source_ix else { continue };
        let passage = model::Passage {
            quote: quote.map(Box::from),
            locator: locator.map(Box::from),
            accessed,
            place: Some(place),
        };
        let citation = Citation::new(source_ix, passage);
        let of_claim = by_claim.entry(claim).or_default();
        of_claim.push(Passage { citation, source });
    }
    Passages { by_claim }
}

impl<'a> Passages<'a> {
    /// The citations of one claim: those of its row's sources, and the
    /// passages under any of its ids (a meeting's are those of each
    /// attendance). A source with passages is not cited besides without one.
    pub(super) fn citations(&self, mut own: Vec<Citation>, ids: &[&str]) -> Vec<Citation> {
        let passages: Vec<&Citation> = self.of(ids).map(|passage| &passage.citation).collect();
        own.retain(|citation| {
            citation.passage().quote.is_some()
                || citation.passage().locator.is_some()
                || !passages
                    .iter()
                    .any(|passage| passage.source == citation.source)
        });
        own.extend(passages.into_iter().cloned());
        own
    }

    /// Warns of passages from sources that the claim's row does not list.
    pub(super) fn warn_of_added_sources(&self, row: &mut RowCheck<'_, 'a>, ids: &[&str]) {
        let mut passages = self.of(ids).peekable();
        if passages.peek().is_none() {
            return;
        }
        let listed = row.items("sources");
        for passage in passages {
            let source = passage.source;
            if !listed.iter().any(|item| item.text() == source.text()) {
                let found = problem(
                    Code::PassageAddsSource,
                    source.place(),
                    format!(
                        "the claim's own row does not list the source `{}`",
                        source.text()
                    ),
                    format!("`{}` among the claim's `sources`", source.text()),
                );
                row.push_for(
                    passage.citation.passage().place.unwrap_or(row.place()),
                    found,
                );
            }
        }
    }

    fn of<'s>(&'s self, ids: &'s [&str]) -> impl Iterator<Item = &'s Passage<'a>> {
        ids.iter().filter_map(|id| self.by_claim.get(id)).flatten()
    }
}
