//! A timeline as JSON; schema `nutgraf/timeline/1`, written in parts.

use std::io;

use serde_json::{Value, json};

use crate::answer::{Dated, KnownOn, Timeline, TimelineCounts, TimelineEntry};
use crate::model::{DateShape, SpanEnd};
use crate::render::timeline::{Facts, date_words};
use crate::render::{json as object, known_on};

/// Writes everything before the entries, and the beginning of their list.
///
/// # Errors
/// Those of the writer.
pub fn begin(
    edition: &str,
    timeline: &Timeline,
    facts: &Facts,
    known: Option<&KnownOn>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let TimelineCounts {
        claims,
        answers,
        contested,
    } = facts.counts;
    let head = json!({
        "schema": "nutgraf/timeline/1",
        "edition": edition,
        "names": timeline.names.iter().map(object::named).collect::<Vec<_>>(),
        "from": timeline.from.map(|day| day.to_string()),
        "to": timeline.to.map(|day| day.to_string()),
        "complete": true,
        "limit": null,
        "claims": claims,
        "contested": contested,
        "answers": answers,
        "undated": facts.undated,
        "outside": facts.outside,
        "outside_unsure": facts.outside_unsure,
    });
    let text = serde_json::to_string_pretty(&known_on::value(known, head))?;
    let open = text.trim_end().trim_end_matches('}').trim_end();
    write!(out, "{open},\n  \"entries\": [")
}

/// Writes the end of the list and of the object.
///
/// # Errors
/// Those of the writer.
pub fn end(out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b"\n  ]\n}\n")
}

/// One dated claim or answer.
pub fn entry(entry: &TimelineEntry) -> Value {
    let TimelineEntry { what, shape, of } = entry;
    let mut value = json!({
        "date": date_words(entry),
        "shape": shape.as_ref().map(shape_value),
        "names": of.iter().map(object::named).collect::<Vec<_>>(),
    });
    match what {
        Dated::Claim(claim) => {
            value["kind"] = json!("claim");
            value["claim"] = object::claim(claim);
        }
        Dated::Answer { answer, claims } => {
            value["kind"] = json!("answer");
            value["answer"] = object::answer(answer);
            value["claims"] = claims.iter().map(object::claim).collect();
        }
    }
    value
}

fn shape_value(shape: &DateShape) -> Value {
    let end = |end: &SpanEnd| match end {
        SpanEnd::At(_) => "given",
        SpanEnd::Open => "open",
        SpanEnd::Unknown => "unknown",
    };
    let (span, begins, ends) = match shape {
        DateShape::Within(_) => (false, "given", "given"),
        DateShape::FromTo(from, to) => (true, end(from), end(to)),
    };
    json!({
        "span": span,
        "begin": begins,
        "end": ends,
        "uncertain": shape.is_uncertain(),
        "approximate": shape.is_approximate(),
    })
}
