//! That an answer is one as known on a day: said in the answer itself, in every
//! form, since what stands beside it gets lost.
//!
//! Takes what an edition says of it, and an answer in its form; gives the
//! answer with the day, and with what was left out wherever there is room for
//! it. An answer of a whole edition stays as it is, but that its JSON says so.

use std::io;

use serde_json::{Value, json};

use crate::answer::KnownOn;
use crate::render::page::Page;
use crate::render::sheet::{self, Sheet, Streamed};
use crate::render::words::{count, count_verb};

/// In a sentence: the day, what is left out, and what stays though nobody knows
/// when it was recorded.
pub fn sentence(known: &KnownOn) -> String {
    let KnownOn {
        day,
        whole: _,
        claims,
        answers,
        answers_to_them,
        decisions,
        undated,
    } = known;
    let mut words = match (claims, answers, decisions) {
        (0, 0, 0) => format!("as known on {day}: nothing was recorded later"),
        (_, _, 0) => format!(
            "as known on {day}: {} and {} recorded later are left out",
            many(*claims, "claim"),
            many(*answers, "answer"),
        ),
        _ => format!(
            "as known on {day}: {}, {} and {} recorded later are left out",
            many(*claims, "claim"),
            many(*answers, "answer"),
            decided(*decisions),
        ),
    };
    if *answers_to_them > 0 {
        let to_them = many(*answers_to_them, "answer");
        words.push_str(&format!(", and {to_them} to such claims alone"));
    }
    words.push_str(&match undated {
        1 => "; 1 row has no `recorded` day and stays".to_owned(),
        rows => format!("; {rows} rows have no `recorded` day and stay"),
    });
    words
}

fn decided(number: u64) -> String {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    count_verb(number, "decision on identity", "decisions on identity")
}

fn many(number: u64, what: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), what)
}

/// Text for a person, the sentence before everything else.
pub fn page(known: Option<&KnownOn>, page: Page) -> Page {
    let Some(known) = known else { return page };
    let mut headed = Page::new();
    headed.line("").alarm(sentence(known)).gap();
    headed.followed_by(page)
}

/// A JSON object with its `known_on`: `null` where nothing was left out.
pub fn value(known: Option<&KnownOn>, mut value: Value) -> Value {
    value["known_on"] = known.map_or(Value::Null, object);
    value
}

/// Every object of a list likewise.
pub fn lines(known: Option<&KnownOn>, list: Value) -> Value {
    match list {
        Value::Array(objects) => objects
            .into_iter()
            .map(|object| value(known, object))
            .collect(),
        other => other,
    }
}

/// Rows with the day in a column of their own, the last.
pub fn sheet(known: Option<&KnownOn>, sheet: Sheet) -> Sheet {
    match known {
        Some(known) => sheet.with_column("known_on", &known.day),
        None => sheet,
    }
}

/// Likewise for rows that are written as they come.
///
/// # Errors
/// Those of the writer.
pub fn streamed<'w>(
    known: Option<&KnownOn>,
    form: sheet::Form,
    columns: &[&str],
    out: &'w mut dyn io::Write,
) -> io::Result<Streamed<'w>> {
    let day = known.map(|known| ("known_on", known.day.as_str()));
    Streamed::new(form, columns, day, out)
}

fn object(known: &KnownOn) -> Value {
    let KnownOn {
        day,
        whole,
        claims,
        answers,
        answers_to_them,
        decisions,
        undated,
    } = known;
    json!({
        "day": day,
        "whole_edition": whole,
        "left_out": {
            "claims": claims,
            "answers": answers,
            "answers_to_them": answers_to_them,
            "decisions": decisions,
        },
        "undated": undated,
    })
}
