//! The sheet as JSON, and as a page for print that is made from it.
//!
//! Both are written as they are made: a head with the counts, the rows, a foot.

use std::io;

use serde_json::{Value, json};

use crate::answer::{BesideSource, CheckedClaim, Checking, CheckingRow};
use crate::render::html::{Part, Template, around_rows};
use crate::render::json;
use crate::render::line_by_line::WriteError;

const PAGE: Template = Template {
    name: "sheet.html",
    source: include_str!("../html/sheet.html"),
};

const ROWS: Template = Template {
    name: "sheet-rows.html",
    source: include_str!("../html/sheet-rows.html"),
};

/// Everything but the rows; schema `nutgraf/sheet/1`.
fn head(checking: &Checking<'_>) -> Value {
    let story = checking.story();
    json!({
        "schema": "nutgraf/sheet/1",
        "edition": checking.edition(),
        "title": format!("Fact-check: {}", checking.title()),
        // Where it lies is nobody's business outside the desk.
        "story": story.map(|story| story.name.rsplit(['/', '\\']).next()),
        "claims": checking.claims(),
        "listed": checking.rows(),
        "unused": story.map(|_| checking.unused()),
        "unsourced": story.map(|_| checking.unsourced()),
        "headings": story.map(|story| story.headings),
    })
}

/// One row: the line of the story, the claim as everywhere, and what its sources
/// say of themselves, one for each of the claim's `sources`.
pub fn value(row: &CheckingRow) -> Value {
    let CheckingRow { line, claim } = row;
    json!({
        "line": line.as_ref().map(|line| line.number),
        "last_line": line.as_ref().map(|line| line.last),
        "story_text": line.as_ref().map(|line| &line.text),
        "claim": claim.as_ref().map(|claim| json::claim(&claim.view)),
        "grades": claim.iter().flat_map(CheckedClaim::beside).map(grade).collect::<Vec<_>>(),
    })
}

fn grade(beside: &BesideSource) -> Value {
    let BesideSource {
        hand,
        reliability,
        url,
    } = beside;
    json!({"hand": hand.as_str(), "reliability": reliability, "url": url})
}

/// Writes the sheet as one JSON object, a row a line.
///
/// # Errors
/// Those of the writer; when the edition is damaged.
pub fn write_json(checking: &Checking<'_>, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let head = serde_json::to_string(&head(checking)).map_err(io::Error::from)?;
    let open = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{open},\n\"rows\":[")?;
    let mut between = "\n";
    checking.each(
        &|rows| {
            let rows = rows.iter().map(|row| serde_json::to_string(&value(row)));
            let rows: Result<Vec<String>, _> = rows.collect();
            Ok(rows.map_err(io::Error::from)?.join(",\n"))
        },
        &mut |some| {
            write!(out, "{between}{some}")?;
            between = ",\n";
            Ok::<_, WriteError>(())
        },
    )?;
    Ok(out.write_all(b"\n]}\n")?)
}

/// Writes the sheet as a page for a screen and for paper.
///
/// # Errors
/// Those of the writer; when the edition is damaged.
pub fn write_html(checking: &Checking<'_>, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let mut head = head(checking);
    head["among_cases"] = json!(checking.cases() > 1);
    let (before, after) = around_rows(PAGE, &head)?;
    let part = Part::new(ROWS)?;
    let with_story = checking.story().is_some();
    let among_cases = checking.cases() > 1;
    out.write_all(before.as_bytes())?;
    checking.each(
        &|rows| {
            let rows: Vec<Value> = rows.iter().map(value).collect();
            let rows = json!({"rows": rows, "story": with_story, "among_cases": among_cases});
            Ok(part.make(&rows)?)
        },
        &mut |some| Ok::<_, WriteError>(out.write_all(some.as_bytes())?),
    )?;
    Ok(out.write_all(after.as_bytes())?)
}
