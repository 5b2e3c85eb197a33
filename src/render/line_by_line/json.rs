//! The sheet as JSON, written as it is made: a head with the counts, then the
//! rows.

use std::io;

use serde_json::{Value, json};

use crate::answer::{BesideSource, CheckedClaim, Checking, CheckingRow};
use crate::render::json;
use crate::render::line_by_line::WriteError;
use crate::render::long::LongObject;

/// Everything but the rows; schema `nutgraf/sheet/1`.
pub(super) fn head(checking: &Checking<'_>) -> Value {
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
        "grades": claim.as_ref().map_or_else(Vec::new, grades),
    })
}

fn grades(claim: &CheckedClaim) -> Vec<Value> {
    let cited = claim.view.sources.iter().zip(claim.beside());
    let grades = cited.map(|(cited, beside)| {
        let BesideSource { hand, reliability } = beside;
        json!({"hand": hand.as_str(), "reliability": reliability, "url": cited.url.as_deref()})
    });
    grades.collect()
}

/// Writes the sheet as one JSON object, a row a line.
///
/// # Errors
/// Those of the writer; when the edition is damaged.
pub fn write_json(checking: &Checking<'_>, out: &mut dyn io::Write) -> Result<(), WriteError> {
    let mut object = LongObject::begin(&head(checking), out)?;
    object.list("rows")?;
    checking.each(
        &|rows| {
            let rows = rows.iter().map(|row| serde_json::to_string(&value(row)));
            let rows: Result<Vec<String>, _> = rows.collect();
            Ok(rows.map_err(io::Error::from)?)
        },
        &mut |some| Ok::<_, WriteError>(object.items(&some)?),
    )?;
    Ok(object.end()?)
}
