//! A timeline as text for a person.

use crate::answer::{Dated, TimelineEntry};
use crate::render::claims::{answer_lines, claim_details};
use crate::render::page::Page;
use crate::render::timeline::{Facts, date_words, when};
use crate::render::words::labels;

/// What was asked, and how many there are.
pub fn head(facts: &Facts) -> Page {
    let mut page = Page::new();
    page.title(facts.title.clone());
    page.line(facts.summary.clone());
    page
}

/// What stands above the undated ones.
pub fn undated_head() -> Page {
    let mut page = Page::new();
    page.gap().title("Without a date");
    page
}

/// One dated claim or answer.
pub fn entry(entry: &TimelineEntry) -> Page {
    let mut page = Page::new();
    let TimelineEntry { what, shape: _, of } = entry;
    page.gap().title(date_words(entry));
    if let Some(written) = &when(entry).written {
        page.add(format!("  {written}"));
    }
    if !of.is_empty() {
        page.add(format!("  of {}", labels(of)));
    }
    match what {
        Dated::Claim(claim) => {
            page.line(format!("    {}", claim.sentence()));
            claim_details(&mut page, "    ", claim);
        }
        Dated::Answer { answer, claims: _ } => answer_lines(&mut page, "    ", answer, None),
    }
    page
}
