//! A timeline as JSON; schema `nutgraf/timeline/1`: what comes before the entries,
//! and each of these.

use serde_json::{Value, json};

use crate::answer::{Dated, KnownOn, Timeline, TimelineCounts, TimelineEntry};
use crate::model::{DateShape, SpanEnd};
use crate::render::timeline::{Facts, date_words};
use crate::render::{json as object, known_on};

/// Everything but the entries.
pub fn head(edition: &str, timeline: &Timeline, facts: &Facts, known: Option<&KnownOn>) -> Value {
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
    known_on::value(known, head)
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
