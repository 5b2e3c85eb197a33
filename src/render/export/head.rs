//! What a file says of itself, for its metadata: of what it was made, what is
//! in it and what is not.

use crate::answer::{About, Asked};
use crate::model::Standing;
use crate::render::export::value::Value;
use crate::render::known_on;
use crate::render::paths::limit_words;
use crate::render::rows::answer;
use crate::render::selection;
use crate::render::ties::limit_words_of_hops;
use crate::render::words::{NO_ANSWERS, ROWS_WITHHELD, count, labels, with_id};

/// How every file is to be read.
pub(super) const NOTE: &str = "Nothing here is a fact: every link is what a source claims. `standing` says whether a denial is on record; `uncontested` means that none is, not that it is true.";

/// What is in a file of a case when links of it were chosen.
const PART: &str =
    "not the whole case: of its links those that `selection` takes, with their claims";

/// Whether links of a case were chosen, so that the rest of it is not there.
pub(super) fn is_part(about: &About) -> bool {
    about.selected.is_some() && matches!(about.asked, Asked::Whole)
}

/// A fact about the file.
pub(super) struct Fact {
    /// Letters, digits and `_`.
    pub name: &'static str,
    pub value: Value<'static>,
}

/// The head of a file.
pub(super) struct Head {
    pub title: String,
    pub nodes: usize,
    pub edges: usize,
    /// In a fixed order; a fact that is not there is left out.
    pub facts: Vec<Fact>,
}

/// Everything that a file says of itself.
pub(super) fn head(about: &About) -> Head {
    let About {
        asked,
        cases,
        among_cases: _,
        edition,
        rule_set,
        known_on: known,
        selected,
        phrases,
        limit,
        beside,
        collapsed,
        nodes,
        edges,
        links,
        links_left_out,
        left_out_on_hops,
        standings,
        claims_left_out,
        standings_left_out,
        answers,
        withholds,
        unanswered,
        other_answers,
    } = about;
    let is_part = is_part(about);
    let what = match is_part {
        true => PART.to_owned(),
        false => asked_words(asked),
    };
    let title = match asked {
        Asked::Whole if is_part => format!("{} (a choice of its links)", cases.join("; ")),
        Asked::Whole => cases.join("; "),
        Asked::Paths { .. } | Asked::Between { .. } | Asked::Ties { .. } | Asked::Query { .. } => {
            what.clone()
        }
    };
    let text = |text: &str| Value::Text(text.to_owned().into());
    let limit = limit.map(|limit| match asked {
        Asked::Ties { .. } => limit_words_of_hops(limit),
        Asked::Whole | Asked::Paths { .. } | Asked::Between { .. } | Asked::Query { .. } => {
            limit_words(limit)
        }
    });
    let by_standing = |standing: Standing| Value::count(standings[standing as usize]);
    let left_out = |standing: Standing| match standings_left_out {
        Some(standings) => Value::count(standings[standing as usize]),
        None => Value::Nothing,
    };
    let chosen: Vec<String> = match phrases.is_empty() {
        true => selected.iter().flat_map(selection::said).collect(),
        false => phrases.clone(),
    };
    let on_hops = |standing: Standing| match left_out_on_hops.chosen[standing as usize] {
        0 => Value::Nothing,
        links => Value::count(links),
    };
    let facts = [
        ("title", text(&title)),
        ("note", text(NOTE)),
        (
            "made_by",
            text(concat!("nutgraf ", env!("CARGO_PKG_VERSION"))),
        ),
        ("cases", Value::texts(cases.clone())),
        ("edition", text(edition)),
        ("rule_set", text(rule_set)),
        ("content", Value::Text(what.into())),
        (
            "known_on",
            known.as_ref().map_or(Value::Nothing, |known| {
                Value::Text(known_on::sentence(known).into())
            }),
        ),
        ("selection", Value::texts(chosen)),
        ("complete", Value::Flag(limit.is_none())),
        ("not_complete", limit.map_or(Value::Nothing, text)),
        ("beside", Value::texts(beside.clone())),
        ("collapsed", Value::Flag(*collapsed)),
        ("entities", Value::count(*nodes)),
        ("edges", Value::count(*edges)),
        ("links", Value::count(*links)),
        (
            "links_of_the_edition_left_out",
            Value::count(*links_left_out),
        ),
        (
            "links_left_out_between_these",
            match left_out_on_hops.chosen.iter().sum() {
                0 => Value::Nothing,
                links => Value::count(links),
            },
        ),
        (
            "links_left_out_between_these_uncontested",
            on_hops(Standing::Uncontested),
        ),
        (
            "links_left_out_between_these_disputed",
            on_hops(Standing::Disputed),
        ),
        (
            "links_left_out_between_these_denied",
            on_hops(Standing::Denied),
        ),
        (
            "links_left_out_between_these_retracted",
            on_hops(Standing::Retracted),
        ),
        (
            "links_withdrawn_between_these",
            match left_out_on_hops.withdrawn {
                0 => Value::Nothing,
                links => Value::count(links),
            },
        ),
        ("claims", Value::count(about.claims())),
        ("claims_uncontested", by_standing(Standing::Uncontested)),
        ("claims_disputed", by_standing(Standing::Disputed)),
        ("claims_denied", by_standing(Standing::Denied)),
        ("claims_retracted", by_standing(Standing::Retracted)),
        (
            "claims_of_the_edition_left_out",
            Value::count(*claims_left_out),
        ),
        (
            "claims_left_out_uncontested",
            left_out(Standing::Uncontested),
        ),
        ("claims_left_out_disputed", left_out(Standing::Disputed)),
        ("claims_left_out_denied", left_out(Standing::Denied)),
        ("claims_left_out_retracted", left_out(Standing::Retracted)),
        ("answers", Value::count(*answers)),
        (
            "rows_withheld",
            match withholds {
                true => text(ROWS_WITHHELD),
                false => Value::Nothing,
            },
        ),
        (
            "no_answers",
            match unanswered {
                true => text(NO_ANSWERS),
                false => Value::Nothing,
            },
        ),
        (
            "other_answers",
            Value::texts(other_answers.iter().map(|given| answer(given, None))),
        ),
    ];
    let facts = facts.into_iter().map(|(name, value)| Fact { name, value });
    Head {
        title,
        nodes: *nodes,
        edges: *edges,
        facts: facts.filter(|fact| fact.value != Value::Nothing).collect(),
    }
}

fn asked_words(asked: &Asked) -> String {
    match asked {
        Asked::Whole => "the whole case".to_owned(),
        Asked::Paths { from, to } => format!("paths from {} to {}", with_id(from), with_id(to)),
        Asked::Between { names } => format!("what connects {}", labels(names)),
        Asked::Ties { of, hops } => {
            format!(
                "ties of {}, up to {}",
                with_id(of),
                count(*hops as usize, "hop")
            )
        }
        Asked::Query { left_out: 0 } => "what a query names".to_owned(),
        Asked::Query { left_out } => format!(
            "what a query names; {} of its result name no entity, link or claim",
            count(*left_out, "triple")
        ),
    }
}

impl Head {
    /// As JSON, for what stands beside files that have no room for it; these are
    /// named in it.
    pub fn json(&self, files: &[&str]) -> String {
        let facts = self.facts.iter();
        let facts = facts.map(|fact| (fact.name.to_owned(), json(&fact.value)));
        let mut facts: serde_json::Map<String, serde_json::Value> = facts.collect();
        if !files.is_empty() {
            facts.insert("files".to_owned(), files.into());
        }
        // Strings and numbers always can be written.
        let mut text = serde_json::to_string_pretty(&facts).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Nothing => serde_json::Value::Null,
        Value::Text(text) | Value::Decimal(text) | Value::Day(text) => text.as_ref().into(),
        Value::Texts(texts) => texts.iter().map(AsRef::as_ref).collect(),
        Value::Count(count) => (*count).into(),
        Value::Flag(flag) => (*flag).into(),
    }
}
