//! Decisions on identity, in words and as JSON.
//!
//! Takes a decision, read from one of its two entities or by itself; gives a
//! sentence with who decided, when and why, and the row.

use serde_json::{Value, json};

use crate::answer::{IdentityView, Name, Named};
use crate::model::Verdict;
use crate::render::json::named;
use crate::render::page::Page;
use crate::render::words::row;

/// One line for each decision on an entity, as it is read from that one:
/// `held to be the same as Acme Ltd (acme-ltd), decided by …`.
pub(super) fn lines(page: &mut Page, indent: &str, entity: &Named, decisions: &[IdentityView]) {
    for decision in decisions {
        let said = match decision.same {
            Verdict::Yes => "held to be the same as",
            Verdict::No => "held not to be the same as",
            Verdict::Unsure => "unsure whether it is the same as",
        };
        let other = called(decision.other_than(&entity.iri));
        page.line(format!("{indent}{said} {other}{}", rest(decision)));
    }
}

/// One line for each decision on somebody in an answer, beneath what was asked.
pub(super) fn notes(page: &mut Page, decisions: &[IdentityView]) {
    for decision in decisions {
        page.line(format!("identity: {}", sentence(decision)));
    }
}

/// A decision by itself.
pub(super) fn page(page: &mut Page, decision: &IdentityView) {
    page.line(sentence(decision));
    page.line("nothing is merged: each claim stays with the one that it names");
}

/// A decision in a sentence of its own.
pub(super) fn sentence(decision: &IdentityView) -> String {
    let (one, other) = (called(&decision.entity), called(&decision.other));
    let said = match decision.same {
        Verdict::Yes => format!("{one} is held to be the same as {other}"),
        Verdict::No => format!("{one} is held not to be the same as {other}"),
        Verdict::Unsure => format!("unsure whether {one} is the same as {other}"),
    };
    format!("{said}{}", rest(decision))
}

/// Who decided, when, why, and the row: `, decided by the desk, recorded
/// 2024-05-12: their birth years differ  [penhales, identities.csv row 2]`.
fn rest(decision: &IdentityView) -> String {
    let IdentityView {
        named,
        entity: _,
        other: _,
        same: _,
        decided_by,
        text,
        recorded,
        place,
    } = decision;
    let mut words = match decided_by {
        Some(who) => format!(", decided by {who}"),
        None => ", by whom is not recorded".to_owned(),
    };
    if let Some(day) = recorded {
        words.push_str(&format!(", recorded {day}"));
    }
    if let Some(why) = text {
        words.push_str(&format!(": {why}"));
    }
    words.push_str(&format!("  [{}, {}]", named.id, row(place)));
    words
}

/// Both have names that are alike as often as not, so each is told by its id too.
fn called(named: &Named) -> String {
    let Name {
        iri: _,
        id,
        name,
        label: _,
        protected: _,
    } = &**named;
    format!("{name} ({id})")
}

/// A decision in JSON: `same` is `yes`, `no` or `unsure`.
pub fn value(decision: &IdentityView) -> Value {
    let IdentityView {
        named: what,
        entity,
        other,
        same,
        decided_by,
        text,
        recorded,
        place,
    } = decision;
    json!({
        "id": what.id,
        "iri": what.iri,
        "entity": named(entity),
        "other": named(other),
        "same": same.as_str(),
        "decided_by": decided_by,
        "text": text,
        "recorded": recorded,
        "table": place.table,
        "row": place.row,
    })
}
