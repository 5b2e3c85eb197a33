//! What an audit found, as text, JSON and rows: one finding at a time.

use std::io;

use serde_json::{Value, json};

use crate::answer::{AuditAnswer, FindingCode, FindingView, KnownOn, MOST_ALIKE, Named};
use crate::model::Day;
use crate::render::brief::{claim_cells, claim_lines, contested};
use crate::render::json as object;
use crate::render::known_on;
use crate::render::long::LongObject;
use crate::render::page::Page;
use crate::render::sheet;
use crate::render::words::{count, row, row_cell, with_id};

/// Claims of one finding that text and rows show; all are counted, and rows
/// have the ids of all.
pub const SHOWN: usize = 5;

/// Claims that are read in full in one go: tens of megabytes.
const TOGETHER: usize = 4_096;

/// The columns of [`cells`].
pub const COLUMNS: [&str; 14] = [
    "code",
    "about",
    "about_names",
    "finding",
    "mend",
    "table",
    "row",
    "claims",
    "texts",
    "standings",
    "answers",
    "claim_tables",
    "claim_rows",
    "case",
];

/// What stands above the findings.
pub fn head(answer: &AuditAnswer<'_>) -> Page {
    let mut page = Page::new();
    let day = answer.as_of;
    match answer.total() {
        0 => {
            page.title(format!("Audit as of {day}: nothing found"));
            page.line(
                "That is no word on what is true: it is only that none of these rules fired.",
            );
        }
        several => {
            page.title(format!("Audit as of {day}: {}", count(several, "finding")));
        }
    }
    page
}

/// What stands above the findings of one code.
pub fn code_head(code: FindingCode, found: usize) -> Page {
    let mut page = Page::new();
    page.gap().title(code.as_str());
    page.add(format!("  ({found})"));
    page.line(format!("    {}", code.meaning()));
    page.line(format!("    mend: {}", code.mend()));
    page
}

/// One finding.
pub fn page(finding: &FindingView<'_>) -> Page {
    let mut page = Page::new();
    page.gap();
    let mut claims = finding.claims();
    if finding.is_of_claim() {
        for claim in claims {
            claim_lines(&mut page, "  ", &claim, Some(&finding.sentence()));
        }
    } else {
        page.line("  ");
        let about = finding.about();
        let names = about.iter().map(with_id);
        page.add(names.collect::<Vec<_>>().join(" / "));
        if let Some(place) = finding.place() {
            page.add(format!("  {}", row(&place)));
        }
        page.line(format!("      {}", finding.sentence()));
        for claim in claims.by_ref().take(SHOWN) {
            claim_lines(&mut page, "    - ", &claim, None);
        }
        let more = finding.claim_ids().len().saturating_sub(SHOWN);
        if more > 0 {
            page.line(format!("    + {more} more"));
            let contested = contested(finding.standings().skip(SHOWN));
            if !contested.is_empty() {
                page.add(", of which ").alarm(contested);
            }
            page.add("; all of them with `-o csv` or `-o json`");
        }
    }
    if finding.among_cases() {
        page.line(format!("      case: {}", finding.case()));
    }
    page
}

/// What stands below the findings: how many there are by code.
pub fn foot(answer: &AuditAnswer<'_>) -> Page {
    let mut page = Page::new();
    let AuditAnswer {
        counts,
        not_compared,
        ..
    } = answer;
    let found = || counts.iter().filter(|(_, count)| *count > 0);
    if found().next().is_some() {
        page.gap().title("Findings by code");
    }
    let widest = found().map(|(_, count)| count.to_string().len()).max();
    for (code, count) in found() {
        let width = widest.unwrap_or_default();
        page.line(format!("    {count:>width$}  {}", code.as_str()));
    }
    if let Some(words) = not_compared_words(*not_compared) {
        page.gap().line("").alarm(words);
    }
    page
}

/// That some names were not compared, and how many.
pub fn not_compared_words(names: usize) -> Option<String> {
    match names {
        0 => None,
        1 => Some(format!(
            "1 name is alike to more than {MOST_ALIKE} others: not compared"
        )),
        several => Some(format!(
            "{several} names are alike to more than {MOST_ALIKE} others each: not compared"
        )),
    }
}

/// What stands before the findings in JSON; schema `nutgraf/audit/1`.
pub fn value(edition: &str, answer: &AuditAnswer<'_>) -> Value {
    let AuditAnswer {
        counts,
        as_of,
        not_compared,
        ..
    } = answer;
    let counts = counts
        .iter()
        .map(|(code, count)| (code.as_str().to_owned(), json!(count)));
    json!({
        "schema": "nutgraf/audit/1",
        "edition": edition,
        "as_of": as_of.to_string(),
        "counts": counts.collect::<serde_json::Map<_, _>>(),
        "not_compared": not_compared,
    })
}

/// One finding as an object; its claims by their ids.
pub fn finding(finding: &FindingView<'_>) -> Value {
    let place = finding.place();
    json!({
        "code": finding.code().as_str(),
        "about": finding.about().iter().map(object::named).collect::<Vec<_>>(),
        "claims": finding.claim_ids().collect::<Vec<_>>(),
        "finding": finding.sentence(),
        "mend": finding.code().mend(),
        "case": finding.case(),
        "table": place.as_ref().map(|place| &place.table),
        "row": place.as_ref().and_then(|place| place.row),
    })
}

/// One finding for a page: as an object, and of how many claims more it is.
pub fn on_page(view: &FindingView<'_>) -> Value {
    let mut value = finding(view);
    let more = view.claim_ids().len().saturating_sub(SHOWN);
    let contested = contested(view.standings().skip(SHOWN));
    value["case"] = json!(view.among_cases().then(|| view.case()));
    value["is_of_claim"] = json!(view.is_of_claim());
    value["more"] = json!(more);
    value["more_contested"] = json!((!contested.is_empty()).then_some(contested));
    value
}

/// Everything as one JSON object; schema `nutgraf/audit/1`.
///
/// # Errors
/// Those of the writer.
pub fn write(
    edition: &str,
    known: Option<&KnownOn>,
    answer: &AuditAnswer<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let head = known_on::value(known, value(edition, answer));
    let mut long = LongObject::begin(&head, out)?;
    long.list("findings")?;
    for (code, _) in &answer.counts {
        for one in answer.of(*code) {
            long.item(&finding(&one))?;
        }
    }
    long.list("claims")?;
    for some in answer.claims().chunks(TOGETHER) {
        long.items(&object::claim_lines(&answer.in_full(some)))?;
    }
    long.end()
}

/// Everything as rows.
///
/// # Errors
/// Those of the writer.
pub fn write_rows(
    known: Option<&KnownOn>,
    form: sheet::Form,
    answer: &AuditAnswer<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut sheet = known_on::streamed(known, form, &COLUMNS, out)?;
    for (code, _) in &answer.counts {
        for finding in answer.of(*code) {
            sheet.row(cells(&finding))?;
        }
    }
    sheet.finish()
}

/// One finding as a line of its own: with the day, and claims in full.
pub fn line(view: &FindingView<'_>, as_of: Day, shown: Vec<Value>) -> Value {
    let mut value = finding(view);
    value["as_of"] = json!(as_of.to_string());
    value["claims_not_shown"] = json!(view.claim_ids().len().saturating_sub(shown.len()));
    value["claims_shown"] = json!(shown);
    value
}

/// One finding as a row.
pub fn cells(finding: &FindingView<'_>) -> [String; COLUMNS.len()] {
    let about = finding.about();
    let each = |of: fn(&Named) -> &str| about.iter().map(of).collect::<Vec<_>>().join("; ");
    let place = finding.place();
    let [claims, texts, standings, answers, tables, rows] = claim_cells(finding.claims());
    [
        finding.code().as_str().to_owned(),
        each(|named| &named.id),
        each(|named| &named.label),
        finding.sentence(),
        finding.code().mend().to_owned(),
        place
            .as_ref()
            .map(|place| place.table.to_owned())
            .unwrap_or_default(),
        place.as_ref().map(row_cell).unwrap_or_default(),
        claims,
        texts,
        standings,
        answers,
        tables,
        rows,
        finding.case().to_owned(),
    ]
}

/// What a code means, for whoever asks.
pub fn explained(code: FindingCode) -> Page {
    let mut page = Page::new();
    page.title(code.as_str()).add("  (audit)");
    page.line(format!("{}.", code.meaning()));
    page.gap().line(format!("Found when: {}", code.fires()));
    page.line(format!("Why it matters: {}", code.why()));
    page.line(format!("What mends it: {}.", code.mend()));
    page
}
