//! What everything passes through.

use serde_json::{Value, json};

use crate::answer::{KeyAnswer, KeyEntity, KeyHop};
use crate::render::told::Told;
use crate::render::{json as object, key, selection};

/// Entities and hops, those from `from` on, as many as are to be shown; what is
/// hidden, and the claims.
pub fn key(answer: &KeyAnswer, from: usize, most: usize) -> Value {
    let mut told = Told::default();
    let hops = answer.hops.iter().skip(from).take(most);
    let hops: Vec<Value> = hops
        .map(|key| {
            let KeyHop { hop, .. } = key;
            let mut value = told.hop(hop);
            value["notes"] = json!(key::notes(key));
            value
        })
        .collect();
    let entities = answer.entities.iter().skip(from).take(most);
    let entities = entities.map(|entity| {
        let KeyEntity { named, parts } = entity;
        let mut value = object::named(named);
        value["parts"] = json!(parts);
        value
    });
    let entities: Vec<Value> = entities.collect();
    let not_connected = (!answer.connected).then(|| key::not_connected_words(answer));
    let hidden: Vec<Value> = match answer.connected {
        true => told.hidden(&answer.hidden),
        false => {
            let paths = answer.hidden.paths();
            let told = paths.map(|path| json!({"words": "Left out", "path": told.path(path)}));
            told.collect()
        }
    };
    let on_record = told.on_record(&answer.hidden.on_record);
    json!({
        "asked": selection::said(&answer.selected).join("; "),
        "not_connected": not_connected,
        "extent": key::extent(answer),
        "entities_shown": entities,
        "hops_shown": hops,
        "shorter": hidden,
        "on_record": on_record,
        "claim_list": told.claims(),
    })
}
