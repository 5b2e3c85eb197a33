//! What a case holds, as JSON.

use serde_json::{Map, Value, json};

use crate::answer::Overview;
use crate::model::Standing;
use crate::render::json as object;

/// JSON; schema `nutgraf/start/1`.
pub fn value(edition: &str, cases: &[String], overview: &Overview) -> Value {
    let Overview {
        people,
        organizations,
        assets,
        meetings,
        sources,
        outlets,
        standings,
        stances,
        questions,
        open_questions,
        identities,
        contested,
    } = overview;
    let by_standing: Map<String, Value> = Standing::ALL
        .into_iter()
        .zip(standings)
        .map(|(standing, count)| (standing.as_str().to_owned(), json!(count)))
        .collect();
    let by_stance: Map<String, Value> = stances
        .iter()
        .map(|(stance, count)| (stance.as_str().to_owned(), json!(count)))
        .collect();
    json!({
        "schema": "nutgraf/start/1",
        "edition": edition,
        "cases": cases,
        "people": people,
        "companies": organizations,
        "assets": assets,
        "meetings": meetings,
        "sources": sources,
        "outlets": outlets,
        "claims": {"in_all": overview.claims(), "by_standing": by_standing},
        "answers": {
            "in_all": stances.iter().map(|(_, count)| count).sum::<u64>(),
            "by_stance": by_stance,
        },
        "questions": {"in_all": questions, "open": open_questions},
        "identities": identities,
        "contested": {
            "in_all": overview.contested_in_all(),
            "listed": contested.iter().map(object::claim).collect::<Vec<_>>(),
        },
    })
}
