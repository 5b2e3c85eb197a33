//! A neighbourhood, hop by hop, from the nearest on.

use serde_json::{Value, json};

use crate::answer::{OnRecord, TiesAnswer};
use crate::render::told::Told;
use crate::render::{json as object, ties};

/// How far it reaches, its hops with their distance, what is on record without a
/// link, and the claims.
pub fn ties(answer: &TiesAnswer) -> Value {
    let mut told = Told::default();
    let hops = answer.ties.iter().map(|tie| {
        let mut hop = told.hop(&tie.hop);
        hop["distance"] = json!(tie.distance);
        hop
    });
    let hops: Vec<Value> = hops.collect();
    let without_link = answer.without_link.as_ref().map(|on_record| {
        let OnRecord {
            plans,
            naming,
            answers,
        } = on_record;
        let mut lists = Vec::new();
        if !plans.is_empty() {
            lists.push(told.unlinked(plans, ties::plans_words(plans)));
        }
        if !naming.is_empty() {
            lists.push(told.unlinked(naming, ties::naming_words(naming)));
        }
        json!({
            "lists": lists,
            "answers_words": ties::answers_words(answers),
            "answers": answers.iter().map(object::answer).collect::<Vec<_>>(),
        })
    });
    json!({
        "asked": ties::asked(answer),
        "extent": ties::extent(answer),
        "left_out": ties::left_out_words(answer),
        "hops": hops,
        "without_link": without_link,
        "claims": told.claims(),
    })
}
