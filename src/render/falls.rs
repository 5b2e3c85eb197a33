//! What falls with some sources, as text, JSON and rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{ClaimView, FallenClaim, FallenLink, FallsAnswer, Named};
use crate::model::Standing;
use crate::render::hops::{Numbers, link_json, marks, weakness};
use crate::render::page::Page;
use crate::render::sheet::Sheet;
use crate::render::words::labels;
use crate::render::{json as object, rows, selection};

/// Text for a person.
pub fn page(answer: &FallsAnswer) -> Page {
    let mut page = Page::new();
    page.title(format!("Without {}", labels(&answer.sources)));
    let phrases = selection::phrases(&answer.selected);
    if !phrases.is_empty() {
        page.add(format!("  (links: {})", phrases.join("; ")));
    }
    page.line(format!(
        "{} on nothing else and {}; {} with other sources.",
        count_verb(answer.claims_in_all, "claim rests", "claims rest"),
        if answer.claims_in_all == 1 {
            "falls"
        } else {
            "fall"
        },
        count_verb(answer.standing_claims, "claim stands", "claims stand"),
    ));
    let (before, after) = answer.parts;
    page.line(format!(
        "{} with them; {} their last link; {} without any; the case falls into {after} parts instead of {before} (an entity without a link being one).",
        count_verb(answer.links_in_all, "link falls", "links fall"),
        count_verb(answer.pairs_in_all, "pair loses", "pairs lose"),
        count_verb(answer.isolated_in_all, "entity is left", "entities are left"),
    ));
    if !answer.is_complete() {
        page.line("")
            .alarm("NOT ALL LISTED: the numbers are whole, the lists below are not");
    }
    let ends = |(a, b): &(Named, Named)| format!("{} – {}", a.label, b.label);
    list(&mut page, "No longer linked", answer.pairs.iter().map(ends));
    let label = |named: &Named| named.label.clone();
    list(
        &mut page,
        "Without any link",
        answer.isolated.iter().map(label),
    );
    let mut numbers = Numbers::default();
    if !answer.links.is_empty() {
        page.gap().title("Links that fall");
    }
    for FallenLink { from, to, link } in &answer.links {
        page.line(format!("    {} — {} → {}", from.label, link.verb, to.label))
            .add(marks(&mut numbers, link));
        if link.standing != Standing::Uncontested {
            page.add("  ").standing(link.standing);
        }
        page.add(weakness(link));
    }
    if !answer.claims.is_empty() {
        page.gap().title("Claims that fall");
    }
    for FallenClaim {
        claim,
        only_relayed,
    } in &answer.claims
    {
        page.line(format!("    [{}] {}  ", numbers.of(claim), claim.text))
            .standing(claim.standing);
        if *only_relayed {
            page.add("  (only relayed: its own withdrawal removes nothing)");
        }
    }
    // Of a link that falls another claim may stand; its answers belong here too.
    numbers.lines(&mut page);
    page
}

fn list(page: &mut Page, title: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        page.gap().title(title.to_owned());
    }
    for line in lines {
        page.line(format!("    {line}"));
    }
}

fn count_verb(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// JSON; schema `nutgraf/falls/1`.
pub fn value(edition: &str, answer: &FallsAnswer) -> Value {
    let FallsAnswer {
        sources,
        selected,
        claims,
        claims_in_all,
        standing_claims,
        links,
        links_in_all,
        pairs,
        pairs_in_all,
        isolated,
        isolated_in_all,
        parts: (before, after),
    } = answer;
    let named = |all: &[Named]| all.iter().map(object::named).collect::<Vec<_>>();
    let links = links.iter().map(|FallenLink { from, to, link }| {
        let claims = link.claims.iter().map(|claim| object::claim(claim));
        let mut value = link_json((from, to), link);
        value["claim_objects"] = claims.collect();
        value
    });
    json!({
        "schema": "nutgraf/falls/1",
        "edition": edition,
        "sources": named(sources),
        "filter": selection::value(selected),
        "complete": answer.is_complete(),
        "claims_in_all": claims_in_all,
        "standing_claims": standing_claims,
        "links_in_all": links_in_all,
        "pairs_in_all": pairs_in_all,
        "isolated_in_all": isolated_in_all,
        "parts_before": before,
        "parts_after": after,
        "claims": claims.iter().map(fallen).collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "pairs": pairs.iter().map(|(a, b)| json!([a.id, b.id])).collect::<Vec<_>>(),
        "isolated": named(isolated),
    })
}

fn fallen(fallen: &FallenClaim) -> Value {
    let FallenClaim {
        claim,
        only_relayed,
    } = fallen;
    json!({"only_relayed": only_relayed, "claim": object::claim(claim)})
}

/// The claims that stand, but whose link falls with another one.
fn standing(answer: &FallsAnswer) -> Vec<&ClaimView> {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    told.extend(answer.claims.iter().map(|one| one.claim.iri.as_str()));
    let of_links = answer.links.iter().flat_map(|one| &one.link.claims);
    of_links
        .map(Arc::as_ref)
        .filter(|claim| told.insert(&claim.iri))
        .collect()
}

/// One object for each claim that falls, then for each that stands and whose
/// link falls all the same; `falls` tells them apart.
pub fn lines(answer: &FallsAnswer) -> Value {
    let with = |mut value: Value, falls: bool| {
        value["falls"] = json!(falls);
        value
    };
    let fallen = answer.claims.iter().map(|one| with(fallen(one), true));
    let others = standing(answer).into_iter();
    let others = others.map(|claim| with(json!({"claim": object::claim(claim)}), false));
    fallen.chain(others).collect()
}

/// Likewise a row each.
pub fn sheet(answer: &FallsAnswer) -> Sheet {
    let columns = ["falls", "only_relayed"].into_iter();
    let mut sheet = Sheet::new(columns.chain(rows::claim_columns()));
    for FallenClaim {
        claim,
        only_relayed,
    } in &answer.claims
    {
        let relayed = if *only_relayed { "yes" } else { "" };
        let own = ["yes", relayed].map(str::to_owned);
        sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
    }
    for claim in standing(answer) {
        let own = ["no", ""].map(str::to_owned);
        sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
    }
    sheet
}
