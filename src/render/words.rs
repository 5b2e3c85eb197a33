//! The small words of text for a person: rows, dates, counts, names.

pub use crate::answer::{count, standing_counts};

use crate::answer::{AnswerView, ClaimView, Named, Place, TargetKind, When};
use crate::model::Standing;
use crate::render::page::Page;

/// Counts by standing, worst first: `2 DENIED, 1 disputed, 14 with no denial recorded`.
pub fn standings<'a>(claims: impl Iterator<Item = &'a ClaimView>) -> String {
    let mut counts = [0_usize; Standing::ALL.len()];
    for claim in claims {
        counts[claim.standing as usize] += 1;
    }
    standing_counts(&counts)
}

/// What is to be said of a case without a row in denials.csv.
pub const NO_ANSWERS: &str = "no answer of anybody is on record in this case (denials.csv is absent or has no row), so no claim can show one";

/// What is to be said wherever rows are missing since a source is protected.
pub const ROWS_WITHHELD: &str = "some row numbers are not shown: this edition withholds protected sources, and gaps would tell where they stand; at the desk the case shows them, and files made `--with-protected`";

/// Text for a person with that at its end, where it is so.
pub fn with_rows_withheld(withholds: bool, mut page: Page) -> Page {
    if withholds {
        page.gap().line(ROWS_WITHHELD);
    }
    page
}

/// `relationships.csv row 4`; the table alone where the row is withheld.
pub fn row(place: &Place) -> String {
    let Place { table, row } = place;
    match row {
        Some(row) => format!("{table} row {row}"),
        None => (*table).to_owned(),
    }
}

/// The row as a cell: empty where it is withheld.
pub(super) fn row_cell(place: &Place) -> String {
    place.row.map(|row| row.to_string()).unwrap_or_default()
}

/// The date in the report's words with the date as entered, whichever there is.
pub fn date(when: &When) -> Option<String> {
    match (&when.printed, &when.written) {
        (Some(printed), Some(written)) => Some(format!("“{printed}” ({written})")),
        (Some(printed), None) => Some(format!("“{printed}”")),
        (None, Some(written)) => Some(written.clone()),
        (None, None) => None,
    }
}

/// The label with the id, which may be in it to tell two of one name apart.
pub(super) fn with_id(named: &Named) -> String {
    let id = format!("({})", named.id);
    match named.label.ends_with(&id) {
        true => named.label.clone(),
        false => format!("{} {id}", named.label),
    }
}

pub(super) fn labels(named: &[Named]) -> String {
    named
        .iter()
        .map(|named| named.label.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// What an answer was given to besides the thing it is shown with (by IRI):
/// `, also of Paper, also of 2 other claims`. A report is named, claims are counted.
pub(super) fn also_given_to(answer: &AnswerView, shown_with: &str) -> String {
    let mut reports = Vec::new();
    let mut claims = 0;
    for target in answer.of.iter().filter(|of| of.named.iri != shown_with) {
        match target.kind {
            TargetKind::Claim => claims += 1,
            TargetKind::Source | TargetKind::Question => {
                reports.push(target.named.label.as_str());
            }
        }
    }
    // Given to this very claim, or only to a report it rests on: rules differ.
    let direct = answer.of.iter().any(|of| of.named.iri == shown_with);
    let mut words = String::new();
    if !reports.is_empty() {
        let also = if direct { ", also" } else { "," };
        words.push_str(&format!("{also} of {}", reports.join(", ")));
    }
    if claims > 0 {
        let other = match (direct, claims) {
            (true, _) => count(claims, "other claim"),
            (false, _) => count(claims, "claim"),
        };
        words.push_str(&format!(", also of {other}"));
    }
    words
}

pub(super) fn count_verb(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}
