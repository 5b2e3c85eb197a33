//! Passages: the rows of `citations.csv`, by the claim that they are cited for.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::model::Citation;
use crate::model::Code;
use crate::model::Ix;
use crate::model::Source;
use crate::model::Table;
use crate::read::Cell;

use super::Checking;
use super::problems::problem;
use super::references::CLAIMS;
use super::row_check::RowCheck;

/// The passages of all claims.
pub(super) struct Passages<'a> {
    by_claim: HashMap<&'a str, Vec<Passage<'a>>>,
}

/// One passage, with the cell that names its source.
struct Passage<'a> {
    citation: Citation,
    source: Cell<'a>,
}

/// The passages of the case; needs its sources.
pub(super) fn check<'a>(checking: &mut Checking<'a>) -> Passages<'a> {
    let mut by_claim: HashMap<&str, Vec<Passage<'a>>> = HashMap::new();
    let mut seen = BTreeSet::new();
    let found = checking.rows(Table::Citations, |row| {
        let claim = row.reference("claim", &CLAIMS);
        let source = row.source("source");
        let accessed = row.date("accessed");
        let (quote, locator) = (row.text("quote"), row.text("locator"));
        let is_empty = quote.is_none() && locator.is_none();
        if is_empty {
            row.push(problem(
                Code::EmptyPassage,
                row.draft().place_of("quote"),
                "the passage has neither quote nor locator",
                "the words of the source, or where in it they stand",
            ));
        }
        let (claim, cell) = (claim?, row.cell("source")?);
        let is_new = seen.insert((claim, cell.text(), quote.clone(), locator.clone()));
        if !is_new && !is_empty {
            row.push(problem(
                Code::ListedTwice,
                row.draft().place_of_row(),
                "the same passage stands in a row above",
                "each passage once",
            ));
        }
        let citation = Citation {
            source: source?,
            quote,
            locator,
            accessed,
            place: Some(row.place()),
        };
        let source = cell;
        Some((claim, Passage { citation, source }))
    });
    for (claim, passage) in found {
        by_claim.entry(claim).or_default().push(passage);
    }
    Passages { by_claim }
}

impl<'a> Passages<'a> {
    /// The citations of one claim: those of its row's sources, and the
    /// passages under any of its ids (a meeting's are those of each
    /// attendance). A source with passages is not cited besides without one.
    pub(super) fn citations(&self, own: &[Citation], ids: &[&str]) -> Vec<Citation> {
        let passages = || self.of(ids).map(|passage| &passage.citation);
        let is_bare = |citation: &&Citation| {
            citation.quote.is_some()
                || citation.locator.is_some()
                || !passages().any(|passage| passage.source == citation.source)
        };
        own.iter()
            .filter(is_bare)
            .chain(passages())
            .cloned()
            .collect()
    }

    /// Warns of passages from sources that the claim's row does not list.
    pub(super) fn warn_of_added_sources(&self, row: &mut RowCheck<'_, 'a>, ids: &[&str]) {
        let listed = row.items("sources");
        for passage in self.of(ids) {
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
                row.push_for(passage.citation.place.unwrap_or(row.place()), found);
            }
        }
    }

    fn of<'s>(&'s self, ids: &'s [&str]) -> impl Iterator<Item = &'s Passage<'a>> {
        ids.iter().filter_map(|id| self.by_claim.get(id)).flatten()
    }
}

/// A source that a claim's own row names.
pub(super) fn bare(source: Ix<Source>) -> Citation {
    Citation {
        source,
        quote: None,
        locator: None,
        accessed: None,
        place: None,
    }
}
