//! Answers as a line of Markdown: in a word, and in full.

use serde_json::Value;

use crate::render::dossier::markdown::{date, list, named, text, whence};

/// Stance and speaker.
pub(super) fn brief(given: &Value) -> String {
    let stance = given["stance"]
        .as_str()
        .unwrap_or_default()
        .replace('-', " ");
    let stance = match stance.as_str() {
        "denied" | "retracted" => format!("**{}**", stance.to_uppercase()),
        _ => stance,
    };
    let mut line = stance;
    if !given["scope"].is_null() {
        line += &format!(" ({})", text(&given["scope"]));
    }
    line += &match given["by"].is_null() {
        true => ", speaker not given".to_owned(),
        false => format!(" by {}", named(&given["by"])),
    };
    if !given["on_behalf_of"].is_null() {
        line += &format!(" for {}", named(&given["on_behalf_of"]));
    }
    line + &given_to(given)
}

/// What it was given to, where that is not a single claim: a report as a whole,
/// a question, several claims.
fn given_to(given: &Value) -> String {
    let is_claim = |of: &&Value| of["kind"] == "claim";
    let (claims, others): (Vec<_>, Vec<_>) = list(&given["of"]).iter().partition(is_claim);
    let mut words = String::new();
    for other in &others {
        words += &match other["kind"] == "source" {
            true => format!(", to {} as a whole", named(other)),
            false => format!(", to the question {}", named(other)),
        };
    }
    words += &match (claims.len(), others.is_empty()) {
        (0, _) | (1, true) => String::new(),
        (1, false) => ", and to one claim".to_owned(),
        (claims, true) => format!(", to {claims} claims"),
        (claims, false) => format!(", and to {claims} claims"),
    };
    words
}

/// An answer in full, in one line.
pub(super) fn answer(given: &Value) -> String {
    let mut line = brief(given);
    if !given["via"].is_null() {
        line += &format!(", via {}", named(&given["via"]));
    }
    if let Some(when) = date(&given["when"]) {
        line += &format!(", {when}");
    }
    for (name, field) in [("asked", "asked"), ("deadline", "deadline")] {
        if !given[field].is_null() {
            line += &format!(", {name} {}", text(&given[field]));
        }
    }
    if !given["quote"].is_null() {
        line += &format!(": “{}”", text(&given["quote"]));
    }
    if !given["text"].is_null() {
        line += &format!(": {}", text(&given["text"]));
    }
    format!("{line} ({})", whence(given))
}
