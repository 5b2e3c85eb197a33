//! What stands in which column of a fact-checker's sheet.
//!
//! One row is one claim at one place. Several passages share a cell, numbered as
//! in `voices`; what is unknown is empty. Three columns are for the checker; beside
//! each stands what it held when the sheet was made.

use crate::answer::{BesideSource, CheckedClaim, CheckingRow, CitedSource, ClaimView};
use crate::render::rows::all_answers;
use crate::render::words;

/// How several values in one cell are parted in CSV and Markdown.
pub const PARTED: &str = " | ";

/// What a sentence without a claim has for a standing.
const NO_CLAIM: &str = "no claim";

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// In characters, near enough.
    pub width: u8,
}

const fn column(name: &'static str, width: u8) -> Column {
    Column { name, width }
}

/// The columns, in their order.
pub const COLUMNS: [Column; 25] = [
    column("line", 6),
    column("story_text", 40),
    column("claim", 24),
    column("text", 45),
    column("quote", 40),
    column("voices", 32),
    column("outlet", 22),
    column("passage", 18),
    column("hand", 13),
    column("grade", 8),
    column("standing", 14),
    column("answers", 45),
    column("check", 16),
    column("checked_by", 14),
    column("concern", 32),
    column("old_wording", 32),
    column("sources", 32),
    column("case", 16),
    column("table", 17),
    column("row", 7),
    column("edition", 12),
    column("check_was", 12),
    column("checked_by_was", 12),
    column("concern_was", 12),
    column("mode", 11),
];

/// The cells of a row; several values in one are parted by `parted`.
pub fn cells(row: &CheckingRow, edition: &str, parted: &str) -> [String; COLUMNS.len()] {
    let CheckingRow { line, claim } = row;
    let (number, story_text) = match line {
        Some(line) if line.last == line.number => (line.number.to_string(), line.text.clone()),
        // With this dash a spreadsheet makes no date of it.
        Some(line) => (format!("{}–{}", line.number, line.last), line.text.clone()),
        None => Default::default(),
    };
    let Some(claim) = claim else {
        return COLUMNS.map(|column| match column.name {
            "line" => number.clone(),
            "story_text" => story_text.clone(),
            "standing" => NO_CLAIM.to_owned(),
            "edition" => edition.to_owned(),
            _ => String::new(),
        });
    };
    let ClaimView {
        iri,
        id,
        case,
        among_cases: _,
        text,
        subject: _,
        relation: _,
        verb: _,
        object: _,
        detail: _,
        attribute: _,
        mode,
        when: _,
        amount: _,
        figure: _,
        purpose: _,
        standing,
        rule: _,
        support: _,
        origins: _,
        outlets: _,
        relays: _,
        voices: _,
        sources: _,
        answers,
        acknowledged_by,
        concerns: _,
        summarises,
        same_meeting,
        credibility: _,
        recorded: _,
        check,
        checked_by,
        concern,
        place,
    } = &claim.view;
    let of =
        |part: fn(&CitedSource, &BesideSource, &ClaimView) -> String| passages(claim, parted, part);
    let mut answers = all_answers(iri, answers, summarises, same_meeting);
    if !acknowledged_by.is_empty() {
        let by = acknowledged_by.join(", ");
        answers.push(format!("acknowledged by a party ({by})"));
    }
    if answers.is_empty() {
        answers.push("no answer on record".to_owned());
    }
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        number,
        story_text,
        id.clone(),
        text.clone(),
        of(|cited, _, _| cited.quote.clone().unwrap_or_default()),
        of(|cited, _, _| voice(cited)),
        of(|cited, _, _| cited.outlet.label.clone()),
        of(|cited, _, _| cited.locator.clone().unwrap_or_default()),
        of(|_, beside, _| beside.hand.as_str().to_owned()),
        of(|_, beside, view| grade(beside, view)),
        standing.words().to_owned(),
        answers.join(parted),
        own(check),
        own(checked_by),
        own(concern),
        // The checker's: what the line said before it was corrected.
        String::new(),
        of(|cited, _, _| source(cited)),
        case.clone(),
        place.table.to_owned(),
        words::row_cell(place),
        edition.to_owned(),
        own(check),
        own(checked_by),
        own(concern),
        mode.as_str().to_owned(),
    ]
}

/// One value of each passage, numbered where there are several. Unknown values
/// are left out, and the numbers say of which passages the others are.
fn passages(
    claim: &CheckedClaim,
    parted: &str,
    part: fn(&CitedSource, &BesideSource, &ClaimView) -> String,
) -> String {
    let view = &claim.view;
    let values = view.sources.iter().zip(claim.beside());
    let values = values.map(|(cited, beside)| part(cited, beside, view));
    if view.sources.len() == 1 {
        return values.collect();
    }
    let values = (1..).zip(values).filter(|(_, value)| !value.is_empty());
    let values: Vec<String> = values
        .map(|(at, value)| format!("({at}) {value}"))
        .collect();
    values.join(parted)
}

/// `Two dock workers (anonymous, knows: direct, 2 voices)`.
fn voice(cited: &CitedSource) -> String {
    let withdrawn = if cited.withdrawn { "WITHDRAWN: " } else { "" };
    let knows = match &cited.knowledge {
        Some(knowledge) => format!("knows: {knowledge}"),
        None => "how it knows is not given".to_owned(),
    };
    let voices = match cited.voices {
        Some(0 | 1) | None => String::new(),
        Some(several) => format!(", {several} voices"),
    };
    format!(
        "{withdrawn}{} ({}, {knows}{voices})",
        cited.named.label,
        cited.kind.as_str()
    )
}

/// `B3`: the source's reliability, then the claim's credibility, as far as they
/// are known.
fn grade(beside: &BesideSource, view: &ClaimView) -> String {
    let mut grade = beside.reliability.clone().unwrap_or_default();
    if let Some(credibility) = view.credibility {
        grade.push_str(&credibility.to_string());
    }
    grade
}

/// `two-dock-workers, sources.csv row 3, https://…`.
fn source(cited: &CitedSource) -> String {
    let place = words::row(&cited.place);
    match &cited.url {
        Some(url) => format!("{}, {place}, {url}", cited.named.id),
        None => format!("{}, {place}", cited.named.id),
    }
}
