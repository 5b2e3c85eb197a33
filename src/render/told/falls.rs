//! What falls with some sources.

use serde_json::{Value, json};

use crate::answer::{FallenClaim, FallenLink, FallsAnswer, SameOrigin, Speaker};
use crate::render::told::{Told, of_links};
use crate::render::{falls, json as object};

/// How much falls, and of each list those from `from` on, as many as are to be
/// shown; the claims of these.
pub fn falls(answer: &FallsAnswer, from: usize, most: usize) -> Value {
    let mut told = Told::default();
    let links = answer.links.iter().skip(from).take(most);
    let links: Vec<Value> = links
        .map(|FallenLink { from, to, link }| {
            of_links(from, to, link.standing, vec![told.link(link, false)])
        })
        .collect();
    let claims = answer.claims.iter().skip(from).take(most);
    let claims: Vec<Value> = claims
        .map(|fallen| {
            let FallenClaim {
                claim,
                only_relayed,
            } = fallen;
            let mut value = told.sentence(claim);
            value["only_relayed"] = json!(only_relayed);
            value["acknowledged"] = json!(match claim.acknowledged_by.is_empty() {
                true => String::new(),
                false => falls::acknowledged_words(claim).trim().to_owned(),
            });
            value
        })
        .collect();
    let same_origin = answer.same_origin.iter().skip(from).take(most);
    let same_origin: Vec<Value> = same_origin
        .map(|SameOrigin { claim, origins }| {
            let mut value = told.sentence(claim);
            value["origins"] = json!(falls::same_origin_words(origins));
            value
        })
        .collect();
    let summaries = answer.summaries.iter().skip(from).take(most);
    let summaries: Vec<Value> = summaries.map(|claim| told.sentence(claim)).collect();
    let speakers = answer.speakers.iter().map(|speaker| {
        let Speaker { source, answers } = speaker;
        json!({
            "words": falls::speaker_words(speaker),
            "source": object::named(source),
            "answers": answers.iter().map(object::answer).collect::<Vec<_>>(),
        })
    });
    let speakers: Vec<Value> = speakers.collect();
    let pairs = answer.pairs.iter().skip(from).take(most);
    let pairs = pairs.map(|(a, b)| json!([object::named(a), object::named(b)]));
    let isolated = answer.isolated.iter().skip(from).take(most);
    json!({
        "extent": falls::extent_lines(answer),
        "links_shown": links,
        "claims_shown": claims,
        "same_origin_shown": same_origin,
        "summaries_shown": summaries,
        "speakers_shown": speakers,
        "pairs_shown": pairs.collect::<Vec<_>>(),
        "isolated_shown": isolated.map(object::named).collect::<Vec<_>>(),
        "claim_list": told.claims(),
    })
}
