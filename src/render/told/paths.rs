//! Paths between two, hop by hop.

use serde_json::{Value, json};

use crate::answer::{Independence, NoPath, OwnOfHop, PathAnswer};
use crate::render::left_out;
use crate::render::no_path::no_path_words;
use crate::render::selection::Given;
use crate::render::told::Told;
use crate::render::{holds, identity, json as object, paths};

/// The paths, what is left out, what is on record besides, and the claims.
pub fn path(answer: &PathAnswer) -> Value {
    let mut told = Told::default();
    let found: Vec<Value> = answer.paths.iter().map(|one| told.path(one)).collect();
    let own = own(&mut told, answer);
    let no_path = answer.no_path.as_ref().map(|reason| {
        json!({
            "words": no_path_words(&paths::ends(answer, Given::Address), reason),
            "instead": reason.instead().map(|path| told.path(path)),
        })
    });
    let shorter = told.shorter(
        (left_out::by(answer), answer.shorter_without_filter.as_ref()),
        answer.shorter_through_retracted.as_ref(),
    );
    let on_record = told.on_record(&answer.beside);
    let inference = paths::hops_on_inference(answer);
    let inference: Vec<String> = inference
        .map(|hop| format!("{} – {}", hop.from.label, hop.to.label))
        .collect();
    json!({
        "asked": paths::asked(answer).trim().trim_matches(['(', ')']),
        "strength": answer.strength.map(paths::strength_words),
        "same": answer.from == answer.to,
        "paths": found,
        "own": own,
        "no_path": no_path,
        "unfinished": matches!(answer.no_path, Some(NoPath::Unfinished)),
        "shorter": shorter,
        "left_out": left_out::of_paths(answer).map(|words| left_out::capitalised(&words)),
        "on_record": on_record,
        "inference": inference,
        "identities": answer.identities.iter().map(identity::sentence).collect::<Vec<_>>(),
        "extent": paths::extent(answer, ""),
        "claims": told.claims(),
    })
}

/// What each hop has of its own, or that there is no such path.
fn own<'a>(told: &mut Told<'a>, answer: &'a PathAnswer) -> Value {
    let Some(independent) = &answer.independent else {
        return Value::Null;
    };
    let found = match independent {
        Independence::Found(own) => own,
        Independence::NoneWithin { .. } | Independence::NoneSoFar { .. } => {
            let words = paths::independence_words(answer.ask, independent);
            return json!({"words": words, "hops": []});
        }
    };
    let hops = answer.paths.iter().flat_map(|path| &path.hops);
    let hops = hops.zip(found).map(|(hop, own)| {
        let OwnOfHop { what, link, claim } = own;
        let links = hop.links.iter().filter(|one| one.id == *link);
        let mut claims = links.flat_map(|link| &link.claims);
        let number = claims.find(|known| known.id == *claim);
        json!({
            "from": object::named(&hop.from),
            "to": object::named(&hop.to),
            "words": holds::label_words(what),
            "number": number.map(|claim| told.numbers.of(claim)),
        })
    });
    let hops: Vec<Value> = hops.collect();
    json!({"words": paths::independence_words(answer.ask, independent), "hops": hops})
}
