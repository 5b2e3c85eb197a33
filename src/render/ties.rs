//! A neighbourhood as text, JSON and rows.
//!
//! For a person the direct ties are grouped by what the link says and by its
//! standing; what is further away is listed hop by hop. Every number in
//! brackets is a claim in the list below.

use serde_json::{Value, json};

use crate::answer::{
    AnswerView, ClaimView, Limit, OnRecord, Spent, Tie, TiesAnswer, Unlinked, left_out_between,
};
use crate::model::Standing;
use crate::render::claims::answer_lines;
use crate::render::hops::{self, Numbers, USED, hop_rows, marks, weakness};
use crate::render::left_out::more_links_words;
use crate::render::no_path::{ANSWER, PLAN, answer_row, claim_row, put_unlinked, unlinked_lines};
use crate::render::page::Page;
use crate::render::path_data::limit_code;
use crate::render::paths::limit_words;
use crate::render::sheet::Sheet;
use crate::render::words::{count, standing_counts};
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
    let hops = answer.ties.iter().map(|tie| &tie.hop);
    if let Some(more) = more_links_words(&left_out_between(hops, &answer.selected)) {
        page.line(more);
    }
    if let Some(limit) = answer.limit {
        page.line("")
            .alarm(format!("NOT COMPLETE: {}", limit_words(limit)));
    }
    for ((verb, standing), ties) in answer.near() {
        page.gap().line(format!("{verb}  ")).standing(standing);
        for (hop, link, left_out) in ties {
            let note = match left_out {
                false => "",
                true if answer.selected.is_withdrawn(standing) => "  (withdrawn: no tie)",
                true => "  (left out by the filter)",
            };
            page.line(format!("    {}", hop.to.label))
                .add(marks(&mut numbers, link))
                .add(weakness(link))
                .add(note);
        }
    }
    let mut distance = 0;
    for tie in answer.further() {
        // Hops among those who are as near stand with what leads further out.
        if tie.distance != distance {
            distance = tie.distance;
            page.gap()
                .title(format!("Up to {} away", count(distance as usize, "hop")));
        }
        page.gap().line(tie.hop.from.label.clone());
        hops::hop_lines(&mut page, &mut numbers, "", &tie.hop);
    }
    if let Some(on_record) = &answer.without_link {
        without_link_lines(&mut page, &mut numbers, on_record);
    }
    numbers.lines(&mut page);
    page
}

/// What is on record of somebody to whom no link leads.
pub(super) fn without_link_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    on_record: &'a OnRecord,
) {
    let OnRecord {
        plans,
        naming,
        answers,
    } = on_record;
    for (claims, words) in [(plans, plans_words(plans)), (naming, naming_words(naming))] {
        if !claims.is_empty() {
            page.gap().line(words).add(":");
            unlinked_lines(page, numbers, claims);
        }
    }
    if !answers.is_empty() {
        page.gap().line(answers_words(answers)).add(":");
    }
    for answer in answers {
        answer_lines(page, "   ", answer, None);
    }
}

pub(super) fn plans_words(plans: &Unlinked) -> String {
    let standings = standing_counts(&plans.standings);
    match plans.in_all() {
        1 => format!("1 claim of a plan names it, and makes no link ({standings})"),
        several => {
            format!("{several} claims of plans name it, and make no link ({standings})")
        }
    }
}

pub(super) fn naming_words(naming: &Unlinked) -> String {
    let standings = standing_counts(&naming.standings);
    match naming.in_all() {
        1 => format!("1 claim names it and makes no link to it ({standings})"),
        several => format!("{several} claims name it and make no link to it ({standings})"),
    }
}

pub(super) fn answers_words(answers: &[AnswerView]) -> String {
    let answers = count(answers.len(), "answer");
    format!("{answers} by it, for it or from its side")
}

/// What rows of hops cannot say: who is left out, and what is on record of
/// somebody to whom no link leads.
pub fn beside_rows(answer: &TiesAnswer) -> Option<String> {
    let mut words: Vec<String> = left_out_words(answer).into_iter().collect();
    if let Some(on_record) = &answer.without_link {
        words.push("no link leads to it".to_owned());
        let OnRecord {
            plans,
            naming,
            answers,
        } = on_record;
        words.extend((!plans.is_empty()).then(|| plans_words(plans)));
        words.extend((!naming.is_empty()).then(|| naming_words(naming)));
        words.extend((!answers.is_empty()).then(|| answers_words(answers)));
    }
    (!words.is_empty()).then(|| words.join("\n"))
}

/// Which limit was hit, of an answer that consists of hops.
pub fn limit_words_of_hops(limit: Limit) -> &'static str {
    match limit {
        Limit::Listed => "there are more hops than are listed",
        Limit::Slots | Limit::Steps | Limit::Comparison => limit_words(limit),
    }
}

pub(super) fn asked(answer: &TiesAnswer) -> String {
    let mut parts = vec![format!("within {}", count(answer.hops as usize, "hop"))];
    parts.extend(selection::said(&answer.selected));
    parts.join("; ")
}

pub(super) fn extent(answer: &TiesAnswer) -> String {
    if answer.entities.is_empty() {
        return match answer.without_link {
            Some(_) => "No link.".to_owned(),
            None => "No tie that fits what was asked for.".to_owned(),
        };
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
pub(super) fn left_out_words(answer: &TiesAnswer) -> Option<String> {
    let left_out = Standing::ALL.iter().zip(&answer.left_out);
    let left_out = left_out.filter(|(_, entities)| **entities > 0);
    let is_withdrawn =
        |(standing, _): &(&Standing, &usize)| answer.selected.is_withdrawn(**standing);
    let (withdrawn, chosen): (Vec<_>, Vec<_>) = left_out.partition(is_withdrawn);
    let chosen: Vec<String> = chosen
        .iter()
        .map(|(standing, entities)| format!("{entities} {}", standing.words()))
        .collect();
    let chosen = (!chosen.is_empty()).then(|| {
        format!(
            "Left out as neighbours, since no link that joins them to it directly is among those asked for: {}",
            chosen.join(", ")
        )
    });
    // Nobody has asked for anything there.
    let withdrawn = withdrawn.iter().map(|(_, entities)| {
        format!("Left out as neighbours, since all links that join them to it directly were withdrawn: {entities}")
    });
    let all: Vec<String> = chosen.into_iter().chain(withdrawn).collect();
    (!all.is_empty()).then(|| all.join(". "))
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
        without_link,
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
    let mut value = json!({
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
    });
    value["without_link"] = match without_link {
        None => Value::Null,
        Some(OnRecord {
            plans,
            naming,
            answers,
        }) => {
            let mut on_record = json!({
                "answers": answers.iter().map(object::answer).collect::<Vec<_>>(),
            });
            put_unlinked(&mut on_record, "plans", plans);
            put_unlinked(&mut on_record, "naming", naming);
            on_record
        }
    };
    value
}

fn tie(tie: &Tie) -> Value {
    let Tie { distance, hop } = tie;
    let mut value = hops::hop(hop);
    value["distance"] = json!(distance);
    value
}

/// One object for each hop; where there is no link, for each claim that names
/// it all the same and each answer from its side: `use` tells these apart.
pub fn lines(answer: &TiesAnswer) -> Value {
    let ties = answer.ties.iter().map(tie);
    let claims = claims_without_link(answer)
        .map(|(used, claim)| json!({"use": used, "claim": object::claim(claim)}));
    let answers = answers_without_link(answer)
        .map(|answer| json!({"use": ANSWER, "answer": object::answer(answer)}));
    ties.chain(claims).chain(answers).collect()
}

/// The words in the column or field `use` for claims that make no link.
const NAMES: &str = "names it";

fn claims_without_link(answer: &TiesAnswer) -> impl Iterator<Item = (&'static str, &ClaimView)> {
    let on_record = answer.without_link.iter();
    on_record.flat_map(|on_record| {
        let plans = on_record.plans.claims.iter().map(|claim| (PLAN, claim));
        let naming = on_record.naming.claims.iter();
        plans.chain(naming.map(|claim| (NAMES, claim)))
    })
}

fn answers_without_link(answer: &TiesAnswer) -> impl Iterator<Item = &AnswerView> {
    let on_record = answer.without_link.iter();
    on_record.flat_map(|on_record| &on_record.answers)
}

/// One row per claim of each hop; the column `hop` is the distance. Claims that
/// make no link, and answers, have rows without a hop.
pub fn sheet(answer: &TiesAnswer) -> Sheet {
    let mut sheet = hops::sheet();
    for tie in &answer.ties {
        hop_rows(&mut sheet, ("", tie.distance as usize), &tie.hop, USED);
    }
    for (used, claim) in claims_without_link(answer) {
        claim_row(&mut sheet, used, ("", ""), claim);
    }
    for answer in answers_without_link(answer) {
        answer_row(&mut sheet, answer);
    }
    sheet
}
