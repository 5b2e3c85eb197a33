//! Changes as JSON; schema `nutgraf/diff/1`: what comes before the list of
//! changes, and each of these. Together they can be as large as both cases.

use serde_json::{Map, Value, json};

use crate::answer::{
    Change, ComparedEdition, Connected, DiffCounts, DiffKind, Difference, Field, FieldValue,
    MatchedBy, NamesDiff, Reason, State, Thing,
};
use crate::model::Standing;
use crate::render::diff::page::reason_words;
use crate::render::diff::{notes, paths};
use crate::render::hops;
use crate::render::json as object;

/// Everything but the changes.
pub fn head(difference: &Difference, between: &[NamesDiff]) -> Value {
    let counts: Map<String, Value> = DiffKind::ALL
        .into_iter()
        .map(|kind| {
            let DiffCounts {
                new,
                gone,
                changed,
                standing_changed,
            } = difference.counts(kind);
            let mut counts = json!({"new": new, "gone": gone, "changed": changed});
            if kind == DiffKind::Claim {
                counts["standing_changed"] = json!(standing_changed);
            }
            (kind.as_str().to_owned(), counts)
        })
        .collect();
    let unfinished = between
        .iter()
        .any(|diff| diff.before.is_unfinished() || diff.after.is_unfinished());
    json!({
        "schema": "nutgraf/diff/1",
        "before": edition(&difference.before),
        "after": edition(&difference.after),
        "matched_by": match difference.matched_by {
            MatchedBy::Iri => "iri",
            MatchedBy::Id => "id",
        },
        "same": difference.is_empty(),
        "complete": !unfinished,
        "notes": notes(difference),
        "counts": counts,
        "between": between.iter().map(names).collect::<Vec<_>>(),
    })
}

fn edition(side: &ComparedEdition) -> Value {
    let ComparedEdition {
        edition,
        cases,
        rule_set,
        redacted,
    } = side;
    let cases = cases
        .iter()
        .map(|(base, title)| json!({"base": base, "title": title}));
    json!({
        "edition": edition,
        "cases": cases.collect::<Vec<_>>(),
        "rule_set": rule_set,
        "redacted": redacted,
    })
}

/// One change.
pub fn change(change: &Change) -> Value {
    let standing = change.standing_changed();
    let Change {
        kind,
        how,
        before,
        after,
        fields,
        because,
    } = change;
    json!({
        "kind": kind.as_str(),
        "change": how.as_str(),
        "id": change.latest().map(State::id),
        "standing_changed": standing.map(|(before, after)| json!({
            "before": before.as_str(),
            "after": after.as_str(),
        })),
        "because": because.iter().map(reason).collect::<Vec<_>>(),
        "fields": fields.iter().map(field).collect::<Vec<_>>(),
        "before": before.as_ref().map(state),
        "after": after.as_ref().map(state),
    })
}

fn state(state: &State) -> Value {
    match state {
        State::Claim(claim) => object::claim(claim),
        State::Answer(answer) => object::answer(answer),
        State::Thing(thing) => {
            let Thing {
                named,
                what,
                place,
                claims,
                answers,
            } = &**thing;
            let mut value = object::named(named);
            value["kind"] = json!(what);
            value["claims"] = claims.iter().map(object::claim).collect();
            value["answers"] = answers.iter().map(object::answer).collect();
            value["table"] = json!(place.as_ref().map(|place| &place.table));
            value["row"] = json!(place.as_ref().and_then(|place| place.row));
            value
        }
    }
}

fn field(field: &Field) -> Value {
    let Field {
        name,
        before,
        after,
    } = field;
    let values = |values: &[FieldValue]| -> Value {
        let values = values.iter().map(|value| match value {
            FieldValue::Text(text) => json!(text),
            FieldValue::Thing(named) => object::named(named),
        });
        values.collect()
    };
    json!({"field": name, "before": values(before), "after": values(after)})
}

fn reason(reason: &Reason) -> Value {
    let mut value = match reason {
        Reason::AnswerNew(answer) => {
            json!({"reason": "answer-new", "answer": object::answer(answer)})
        }
        Reason::AnswerGone(answer) => {
            json!({"reason": "answer-gone", "answer": object::answer(answer)})
        }
        Reason::AnswerChanged { before, after } => json!({
            "reason": "answer-changed",
            "before": object::answer(before),
            "answer": object::answer(after),
        }),
        Reason::Withdrawn(source) => {
            json!({"reason": "source-withdrew", "source": object::named(source)})
        }
        Reason::NotWithdrawn(source) => {
            json!({"reason": "source-not-withdrawn", "source": object::named(source)})
        }
        Reason::Cites(source) => json!({"reason": "source-cited", "source": object::named(source)}),
        Reason::CitesNoMore(source) => {
            json!({"reason": "source-no-longer-cited", "source": object::named(source)})
        }
        Reason::Part {
            claim,
            before,
            after,
            answers,
        } => json!({
            "reason": "summed-up-claim",
            "claim": object::named(claim),
            "before": before.map(Standing::as_str),
            "after": after.map(Standing::as_str),
            "answers": answers.iter().map(object::answer).collect::<Vec<_>>(),
        }),
        Reason::Source(source) => {
            json!({"reason": "source-changed", "source": object::named(source)})
        }
        Reason::Rules => json!({"reason": "rule-set"}),
        Reason::Parties => json!({"reason": "parties"}),
    };
    value["words"] = json!(reason_words(reason));
    value
}

/// Two names before and now.
pub fn names(diff: &NamesDiff) -> Value {
    let NamesDiff {
        names,
        before,
        after,
    } = diff;
    json!({
        "names": names,
        "change": paths::word(diff),
        "before": connected(before),
        "after": connected(after),
    })
}

fn connected(connected: &Connected) -> Value {
    match connected {
        Connected::NotInIt(names) => json!({
            "not_in_it": names,
            "complete": true,
            "length": null,
            "uncontested_length": null,
            "no_path": null,
            "path": null,
            "uncontested_path": null,
        }),
        Connected::Asked { any, uncontested } => json!({
            "not_in_it": [],
            "complete": !connected.is_unfinished(),
            "length": connected.length(),
            "uncontested_length": connected.uncontested_length(),
            "no_path": any.no_path.as_ref().map(|reason| reason.as_str()),
            "path": any.paths.first().map(hops::path),
            "uncontested_path": uncontested.paths.first().map(hops::path),
        }),
    }
}
