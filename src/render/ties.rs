//! A neighbourhood as text, JSON and rows.
//!
//! For a person the direct ties are grouped by what the link says and by its
//! standing; what is further away is listed hop by hop. Every number in
//! brackets is a claim in the list below.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::answer::{Hop, HopLink, Limit, Spent, Tie, TiesAnswer};
use crate::model::Standing;
use crate::render::hops::{self, Numbers, USED, hop_rows, marks, weakness};
use crate::render::page::Page;
use crate::render::paths::{limit_code, limit_words};
use crate::render::sheet::Sheet;
use crate::render::words::count;
use crate::render::{json as object, selection};

/// Text for a person.
pub fn page(answer: &TiesAnswer) -> Page {
    let mut page = Page::new();
    let mut numbers = Numbers::default();
    page.title(answer.of.label.clone())
        .add(format!("  ({})", asked(answer)));
    page.line(extent(answer));
    if let Some(words) = left_out_words(answer) {
        page.line("").alarm(words);
    }
    if let Some(limit) = answer.limit {
        page.line("")
            .alarm(format!("NOT COMPLETE: {}", limit_words(limit)));
    }
    let (near, far): (Vec<&Tie>, Vec<&Tie>) = answer
        .ties
        .iter()
        .partition(|tie| tie.hop.from == answer.of);
    let mut groups: BTreeMap<(&str, Standing), Vec<(&Hop, &HopLink, bool)>> = BTreeMap::new();
    for tie in near {
        let links = tie.hop.links.iter().map(|link| (link, false));
        let left_out = tie.hop.excluded.iter().map(|link| (link, true));
        for (link, left_out) in links.chain(left_out) {
            let group = groups.entry((&link.verb, link.standing)).or_default();
            group.push((&tie.hop, link, left_out));
        }
    }
    for ((verb, standing), ties) in groups {
        page.gap().line(format!("{verb}  ")).standing(standing);
        for (hop, link, left_out) in ties {
            let note = if left_out {
                "  (left out by the filter)"
            } else {
                ""
            };
            page.line(format!("    {}", hop.to.label))
                .add(marks(&mut numbers, link))
                .add(weakness(link))
                .add(note);
        }
    }
    let mut distance = 0;
    for tie in far {
        // Hops among those who are as near stand with what leads further out.
        if tie.distance != distance {
            distance = tie.distance;
            page.gap()
                .title(format!("Up to {} away", count(distance as usize, "hop")));
        }
        page.gap().line(tie.hop.from.label.clone());
        hops::hop_lines(&mut page, &mut numbers, "", &tie.hop);
    }
    numbers.lines(&mut page);
    page
}

/// Which limit was hit, of an answer that consists of hops.
pub fn limit_words_of_hops(limit: Limit) -> &'static str {
    match limit {
        Limit::Listed => "there are more hops than are listed",
        Limit::Slots | Limit::Steps | Limit::Comparison => limit_words(limit),
    }
}

fn asked(answer: &TiesAnswer) -> String {
    let mut parts = vec![format!("within {}", count(answer.hops as usize, "hop"))];
    parts.extend(selection::phrases(&answer.selected));
    parts.join("; ")
}

fn extent(answer: &TiesAnswer) -> String {
    if answer.entities.is_empty() {
        return "No tie that fits what was asked for.".to_owned();
    }
    let entities = answer.entities.iter().zip(1..);
    let entities: Vec<String> = entities
        .map(|(entities, distance)| match distance {
            1 => format!("{} one hop away", words(*entities)),
            _ => format!("{entities} more within {distance}"),
        })
        .collect();
    let standings = Standing::ALL.iter().zip(&answer.standings);
    let standings: Vec<String> = standings
        .filter(|(_, hops)| **hops > 0)
        .map(|(standing, hops)| format!("{hops} {}", standing.words()))
        .collect();
    let hops: usize = answer.standings.iter().sum();
    format!(
        "{}; {} by the best link of each: {}",
        entities.join(", "),
        count(hops, "hop"),
        standings.join(", ")
    )
}

/// Who is a neighbour only over links that are left out.
pub fn left_out_words(answer: &TiesAnswer) -> Option<String> {
    let left_out = Standing::ALL.iter().zip(&answer.left_out);
    let left_out: Vec<String> = left_out
        .filter(|(_, entities)| **entities > 0)
        .map(|(standing, entities)| format!("{entities} {}", standing.words()))
        .collect();
    (!left_out.is_empty()).then(|| {
        format!(
            "Left out, since no link to them is among those asked for: {}",
            left_out.join(", ")
        )
    })
}

fn words(entities: usize) -> String {
    match entities {
        1 => "1 entity".to_owned(),
        several => format!("{several} entities"),
    }
}

/// JSON; schema `nutgraf/ties/1`.
pub fn value(edition: &str, answer: &TiesAnswer) -> Value {
    let TiesAnswer {
        of,
        hops: within,
        selected,
        ties,
        entities,
        standings,
        left_out,
        limit,
        spent,
    } = answer;
    let Spent { slots, steps } = spent;
    let by_standing = |counts: &[usize; 4]| -> serde_json::Map<String, Value> {
        let counts = Standing::ALL.iter().zip(counts);
        counts
            .map(|(standing, count)| (standing.as_str().to_owned(), json!(count)))
            .collect()
    };
    json!({
        "schema": "nutgraf/ties/1",
        "edition": edition,
        "of": object::named(of),
        "hops_away": within,
        "filter": selection::value(selected),
        "complete": limit.is_none(),
        "limit": limit.map(limit_code),
        "entities_by_distance": entities,
        "hops_by_standing": by_standing(standings),
        "left_out_by_standing": by_standing(left_out),
        "ties": ties.iter().map(tie).collect::<Vec<_>>(),
        "work": {"slots": slots, "steps": steps},
    })
}

fn tie(tie: &Tie) -> Value {
    let Tie { distance, hop } = tie;
    let mut value = hops::hop(hop);
    value["distance"] = json!(distance);
    value
}

/// One object for each hop.
pub fn lines(answer: &TiesAnswer) -> Value {
    answer.ties.iter().map(tie).collect()
}

/// One row per claim of each hop; the column `hop` is the distance.
pub fn sheet(answer: &TiesAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for tie in &answer.ties {
        hop_rows(&mut sheet, ("", tie.distance as usize), &tie.hop, USED);
    }
    sheet
}
