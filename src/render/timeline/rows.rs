//! A timeline as rows: one for each dated claim or answer.

use crate::answer::{Dated, TimelineEntry, When};
use crate::render::rows::{answer_cells, claim_cells, claim_columns};
use crate::render::timeline::{date_words, when};
use crate::render::words::labels;

/// The columns of [`entry`]; those of a claim follow its own.
pub fn columns() -> Vec<&'static str> {
    let own = [
        "kind",
        "date",
        "date_words",
        "earliest",
        "latest",
        "of_names",
    ];
    own.into_iter().chain(claim_columns()).collect()
}

/// The cells of one dated claim or answer.
pub fn entry(entry: &TimelineEntry) -> Vec<String> {
    let TimelineEntry { what, shape: _, of } = entry;
    let When {
        written,
        printed: _,
        earliest,
        latest,
    } = when(entry);
    let cell = |value: &Option<String>| value.clone().unwrap_or_default();
    let (kind, cells) = match what {
        Dated::Claim(claim) => {
            let mut cells = claim_cells(claim);
            // It goes to people who have not read what `uncontested` means.
            for (column, cell) in claim_columns().iter().zip(&mut cells) {
                if *column == "standing" {
                    claim.standing.words().clone_into(cell);
                }
            }
            ("claim", cells)
        }
        Dated::Answer { answer, claims: _ } => ("answer", answer_cells(answer)),
    };
    let own = [
        kind.to_owned(),
        cell(written),
        date_words(entry),
        cell(earliest),
        cell(latest),
        labels(of),
    ];
    own.into_iter().chain(cells).collect()
}
