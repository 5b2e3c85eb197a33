//! What became of a case, as text, JSON and rows, one change at a time: there
//! may be as many as both cases have rows.
//!
//! Here is what every form says alike: how many of what changed, what to know
//! of the two editions, values of fields, reasons in words.

mod json;
mod page;
mod paths;
mod rows;

pub use json::{change as value, head as json_head, names as names_value};
pub use page::{change as page, head, names as names_page};
pub use rows::{change as row_cells, columns, names as names_cells};

use crate::answer::{Change, DiffCounts, DiffKind, Difference, FieldValue, How, MatchedBy, Named};
use crate::model::Standing;
use crate::render::words::{ROWS_WITHHELD, count};

/// A group of changes that stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    kind: DiffKind,
    how: How,
    other_standing: bool,
}

/// The group that a change is told in.
pub fn group(change: &Change) -> Group {
    Group {
        kind: change.kind,
        how: change.how,
        other_standing: change.standing_changed().is_some(),
    }
}

fn nouns(kind: DiffKind) -> (&'static str, &'static str) {
    match kind {
        DiffKind::Claim => ("claim", "claims"),
        DiffKind::Answer => ("answer", "answers"),
        DiffKind::Source => ("source", "sources"),
        DiffKind::Entity => (
            "person, organisation or asset",
            "people, organisations or assets",
        ),
        DiffKind::Meeting => ("meeting", "meetings"),
        DiffKind::Question => ("question", "questions"),
        DiffKind::Identity => ("decision on identity", "decisions on identity"),
        DiffKind::Relation => ("relation in use", "relations in use"),
        DiffKind::Case => ("case", "cases"),
        DiffKind::Background => ("subject of background", "subjects of background"),
    }
}

/// How many of what changed, in a sentence: `3 claims are new, 1 is gone`.
pub fn summary(difference: &Difference) -> String {
    let kinds = DiffKind::ALL.into_iter();
    let parts: Vec<String> = kinds
        .filter_map(|kind| kind_words(kind, difference.counts(kind)))
        .collect();
    match parts.is_empty() {
        true => "no difference".to_owned(),
        false => parts.join("; "),
    }
}

fn kind_words(kind: DiffKind, counts: DiffCounts) -> Option<String> {
    let DiffCounts {
        new,
        gone,
        changed,
        standing_changed,
    } = counts;
    let otherwise = changed - standing_changed;
    let changed = match standing_changed {
        0 => "changed",
        _ => "changed otherwise",
    };
    let (one, many) = nouns(kind);
    let mut words = String::new();
    for (number, singular, plural) in [
        (new, "is new", "are new"),
        (gone, "is gone", "are gone"),
        (
            standing_changed,
            "has another standing",
            "have another standing",
        ),
        (otherwise, changed, changed),
    ] {
        if number == 0 {
            continue;
        }
        words.push_str(match words.is_empty() {
            true => "",
            false => ", ",
        });
        let first = words.is_empty();
        words.push_str(&number.to_string());
        if first {
            words.push(' ');
            words.push_str(if number == 1 { one } else { many });
        }
        words.push(' ');
        words.push_str(if number == 1 { singular } else { plural });
    }
    (!words.is_empty()).then_some(words)
}

/// What to know of the two editions before the difference is believed.
pub fn notes(difference: &Difference) -> Vec<String> {
    let (before, after) = (&difference.before, &difference.after);
    let mut notes = Vec::new();
    if before.redacted != after.redacted {
        let (redacted, full) = match before.redacted {
            true => ("older", "newer"),
            false => ("newer", "older"),
        };
        notes.push(format!(
            "the {redacted} edition is redacted and the {full} is not: what is withheld counts as a difference"
        ));
    }
    if difference.withholds() {
        notes.push(ROWS_WITHHELD.to_owned());
    }
    if before.rule_set != after.rule_set {
        notes.push(format!(
            "standings follow rule set {} before and {} now: some may differ for that alone",
            before.rule_set, after.rule_set
        ));
    }
    match difference.matched_by {
        MatchedBy::Id => notes.push(format!(
            "the bases differ ({} before, {} now): things of the same id are taken to be the same",
            bases(&before.cases),
            bases(&after.cases)
        )),
        MatchedBy::Iri => {
            for (which, cases, others) in [
                ("older", &before.cases, &after.cases),
                ("newer", &after.cases, &before.cases),
            ] {
                let only = cases
                    .iter()
                    .filter(|(base, _)| others.iter().all(|(other, _)| other != base));
                let only: Vec<String> = only.map(|(base, _)| base.clone()).collect();
                if !only.is_empty() {
                    notes.push(format!(
                        "only the {which} edition holds {} of the base {}",
                        if only.len() == 1 {
                            "the case"
                        } else {
                            "the cases"
                        },
                        only.join(", ")
                    ));
                }
            }
        }
    }
    notes
}

fn bases(cases: &[(String, Option<String>)]) -> String {
    let bases: Vec<&str> = cases.iter().map(|(base, _)| base.as_str()).collect();
    bases.join(", ")
}

/// A name with its id.
fn named(named: &Named) -> String {
    format!("{} ({})", named.label, named.id)
}

/// The values of a field in words; none is an empty text.
fn values(values: &[FieldValue]) -> String {
    let words = values.iter().map(|value| match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Thing(thing) => named(thing),
    });
    words.collect::<Vec<_>>().join("; ")
}

fn hops(length: Option<usize>) -> String {
    match length {
        Some(length) => count(length, "hop"),
        None => "no path".to_owned(),
    }
}

fn standing_or_not(standing: Option<Standing>) -> &'static str {
    standing.map_or("not summed up", Standing::words)
}
