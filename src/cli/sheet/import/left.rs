//! Edited rows of a sheet that no row of the tables is there for: sentences
//! without a claim, and claims of another case. Nothing that a checker wrote is
//! dropped without a word.

use std::path::Path;

use crate::check::{SheetEntry, TAKEN_BACK};
use crate::cli::console::Console;
use crate::model::Place;
use crate::render::words::count;

/// Lines that are named in the last message; all are listed above it.
const MOST_NAMED: usize = 10;

#[derive(Default)]
pub(super) struct Left {
    /// Each with where it stands.
    listed: Vec<String>,
    /// Of each row the line of the story, empty where none is given, and of the sheet.
    without_claim: Vec<(String, String)>,
    of_another: usize,
    untouched_of_another: usize,
}

impl Left {
    /// Takes a row without a claim; `line` is that of the story.
    pub fn without_claim(
        &mut self,
        entry: &SheetEntry<'_>,
        line: &str,
        place: &dyn Fn(Option<usize>) -> Place,
    ) {
        let Some(first) = entry.first_edited() else {
            return;
        };
        let place = place(Some(first));
        let (at, words) = (line_and_column(&place), words(entry));
        self.listed.push(match line {
            "" => format!("{at}: no claim is named here: {words}"),
            line => format!("{at}: line {line} of the story has no claim: {words}"),
        });
        self.without_claim
            .push((line.to_owned(), place.line.to_string()));
    }

    /// Takes a row of a case that is not the one of the tables.
    pub fn of_another(
        &mut self,
        entry: &SheetEntry<'_>,
        case: &str,
        ours: &str,
        place: &dyn Fn(Option<usize>) -> Place,
    ) {
        let Some(first) = entry.first_edited() else {
            self.untouched_of_another += 1;
            return;
        };
        self.of_another += 1;
        self.listed.push(format!(
            "{}: `{}` is a claim of the case “{case}”, and these are the tables of “{ours}”: {}",
            line_and_column(&place(Some(first))),
            entry.claim,
            words(entry)
        ));
    }

    /// Says which rows they are, with what was written there.
    pub fn say(&self, sheet: &Path, console: &mut Console) {
        for words in &self.listed {
            console.say(&format!("{}:{words}", sheet.display()));
        }
        if self.untouched_of_another > 0 {
            console.say(&format!(
                "note: {} of another case, not edited",
                are(self.untouched_of_another, "row")
            ));
        }
    }

    /// What was not taken back, for the last message, each with what to do.
    pub fn reasons(&self) -> Vec<(String, &'static str)> {
        let mut reasons = Vec::new();
        if self.of_another > 0 {
            reasons.push((
                format!(
                    "{} of another case and not taken back",
                    are(self.of_another, "edited row")
                ),
                "import the sheet into the folder of that case too; where this case was renamed since, make a new sheet",
            ));
        }
        if !self.without_claim.is_empty() {
            let rows = &self.without_claim;
            let by_story = rows.iter().all(|(line, _)| !line.is_empty());
            let named = rows.iter().take(MOST_NAMED);
            let named = named.map(|(story, sheet)| if by_story { story } else { sheet });
            let named: Vec<&str> = named.map(String::as_str).collect();
            let more = match rows.len() - named.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let (lines, were, are) = match rows.len() {
                1 => ("line", "was", "is"),
                _ => ("lines", "were", "are"),
            };
            let of = if by_story { "" } else { " of the sheet" };
            reasons.push((
                format!(
                    "{} without a claim {were} edited ({lines} {}{more}{of}) and {are} not taken back",
                    count(rows.len(), "row"),
                    named.join(", ")
                ),
                "what is said of a sentence without a claim has no place in the tables: correct the draft, or make it a claim",
            ));
        }
        reasons
    }
}

fn line_and_column(place: &Place) -> String {
    format!("{}:{}", place.line, place.column)
}

fn are(some: usize, what: &str) -> String {
    format!(
        "{} {}",
        count(some, what),
        if some == 1 { "is" } else { "are" }
    )
}

/// `check “needs-attention”, concern “no source”`.
fn words(entry: &SheetEntry<'_>) -> String {
    let cells = TAKEN_BACK.iter().zip(entry.cells);
    let edited = cells.filter(|(_, (new, was))| new.trim() != was.trim());
    let edited: Vec<String> = edited
        .map(|(name, (new, _))| format!("{name} {}", super::shown(new.trim())))
        .collect();
    edited.join(", ")
}
