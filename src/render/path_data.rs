//! The answer to `path` as data: JSON, an object for each path, and a row for each
//! claim. The words among it are those of `paths`.

use serde_json::{Value, json};

use crate::answer::{
    Ask, Count, Independence, Limit, NoPath, OnInference, OwnOfHop, Path, PathAnswer, Strength,
    option_of,
};
use crate::render::hops::{self, LEFT_OUT, USED, path, path_rows};
use crate::render::left_out::{self, number};
use crate::render::no_path::{claims_on_record, on_record_rows, put_on_record};
use crate::render::sheet::Sheet;
use crate::render::{holds, identity, json as object, selection};

/// The word for it in JSON.
pub(super) fn limit_code(limit: Limit) -> &'static str {
    match limit {
        Limit::Slots => "slots",
        Limit::Steps => "steps",
        Limit::Listed => "listed",
        Limit::Comparison => "comparison",
    }
}

/// JSON; schema `nutgraf/path/1`.
pub fn value(edition: &str, answer: &PathAnswer) -> Value {
    let PathAnswer {
        from,
        to,
        ask,
        selected,
        max_hops,
        strength,
        strongest,
        via,
        independent,
        spent,
        limit,
        total,
        paths,
        no_path,
        shorter_without_filter,
        shorter_through_retracted,
        left_out,
        more_through_retracted,
        on_inference,
        beside,
        identities,
    } = answer;
    let no_path = no_path.as_ref().map(|reason| {
        let shortest = match reason {
            NoPath::BeyondLimit { shortest, .. } => *shortest,
            NoPath::NotConnected { .. }
            | NoPath::ExcludedByFilter { .. }
            | NoPath::NotThrough { .. }
            | NoPath::NoneIndependent { .. }
            | NoPath::Unfinished => None,
        };
        let alone = match reason {
            NoPath::ExcludedByFilter { alone, .. } => {
                alone.iter().map(|one| option_of(*one)).collect()
            }
            NoPath::NotConnected { .. }
            | NoPath::NotThrough { .. }
            | NoPath::NoneIndependent { .. }
            | NoPath::BeyondLimit { .. }
            | NoPath::Unfinished => Vec::new(),
        };
        json!({
            "reason": reason.as_str(),
            "shortest": shortest,
            "without_filter": reason.instead().map(path),
            "each_alone_in_the_way": alone,
        })
    });
    let (total, more_than) = counts(*total);
    let mut value = json!({
        "schema": "nutgraf/path/1",
        "edition": edition,
        "from": object::named(from),
        "to": object::named(to),
        "question": match ask {
            Ask::Shortest => json!("shortest"),
            Ask::AllShortest => json!("all-shortest"),
            Ask::First(k) => json!({"k": k}),
            Ask::Within(hops) => json!({"within": hops}),
            Ask::Independent(by) => json!({"independent": by.as_str()}),
        },
        "uncontested": selected.uncontested(),
        "filter": selection::value(selected),
        "max_hops": max_hops,
        "via": via.iter().map(object::named).collect::<Vec<_>>(),
        "independent": independent.as_ref().map(independence),
        "strongest": strongest,
        "strength": strength.map(|Strength { standing, origins }| {
            json!({"standing": standing.as_str(), "origins_at_least": origins})
        }),
        "work": {"slots": spent.slots, "steps": spent.steps},
        "complete": answer.is_complete(),
        "limit": limit.map(limit_code),
        "total": total,
        "more_than": more_than,
        "paths": paths.iter().map(path).collect::<Vec<_>>(),
        "no_path": no_path,
        "shorter_without_filter": shorter_without_filter.as_ref().map(path),
        "shorter_through_retracted": shorter_through_retracted.as_ref().map(path),
        "left_out_by_filter": left_out::value(left_out.as_ref()),
        "more_through_retracted": more_through_retracted,
        "on_own_inference": on_inference.iter().map(|OnInference { path, hop }| {
            json!({"path": path + 1, "hop": hop + 1})
        }).collect::<Vec<_>>(),
        "identities": identities.iter().map(identity::value).collect::<Vec<_>>(),
    });
    put_on_record(&mut value, beside);
    value
}

fn independence(independent: &Independence) -> Value {
    match independent {
        Independence::Found(own) => {
            let own = own.iter().map(|OwnOfHop { what, link, claim }| {
                let mut value = holds::label_of(what);
                value["link"] = json!(link);
                value["claim_id"] = json!(claim);
                value
            });
            json!({"found": true, "own": own.collect::<Vec<_>>()})
        }
        Independence::NoneWithin {
            hops,
            tried,
            one_by_inference,
        } => json!({
            "found": false, "none_within": hops, "tried": tried, "complete": true,
            "one_by_own_inference": one_by_inference,
        }),
        Independence::NoneSoFar { hops, tried } => json!({
            "found": false, "none_within": hops, "tried": tried, "complete": false,
            "one_by_own_inference": null,
        }),
    }
}

/// A count as the fields `total` and `more_than`: one of them, or neither.
pub(super) fn counts(total: Option<Count>) -> (Value, Value) {
    match total {
        None => (Value::Null, Value::Null),
        Some(Count::Exactly(total)) => (number(total), Value::Null),
        Some(Count::MoreThan(total)) => (Value::Null, number(total)),
    }
}

/// One object for each path, for those left out, and for each claim that makes
/// no link: `use` tells them apart.
pub fn lines(answer: &PathAnswer) -> Value {
    let used = |given: &Path, used: &str| {
        let mut value = path(given);
        value["use"] = json!(used);
        value
    };
    answer
        .paths
        .iter()
        .map(|path| used(path, USED))
        .chain(hidden(answer).map(|path| used(path, LEFT_OUT)))
        .chain(
            claims_on_record(&answer.beside)
                .map(|(used, claim)| json!({"use": used, "claim": object::claim(claim)})),
        )
        .collect()
}

/// The paths there would be without filter or withdrawal.
fn hidden(answer: &PathAnswer) -> impl Iterator<Item = &Path> {
    let instead = answer.no_path.as_ref().and_then(NoPath::instead);
    let shorter = answer.shorter_without_filter.iter();
    let shorter = shorter.chain(&answer.shorter_through_retracted);
    instead.into_iter().chain(shorter)
}

/// One row per claim of each hop. What a filter left out is there too, with
/// `excluded` in the column `use`; so is the path that a filter hides, or that
/// leads through withdrawn claims: without a number, and `left out`. Plans, and
/// claims that name both and make no link, have rows without a hop.
pub fn sheet(answer: &PathAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for (at, path) in answer.paths.iter().enumerate() {
        path_rows(&mut sheet, &(at + 1).to_string(), path, USED);
    }
    for hidden in hidden(answer) {
        path_rows(&mut sheet, "", hidden, LEFT_OUT);
    }
    on_record_rows(&mut sheet, ("", ""), &answer.beside);
    sheet
}
