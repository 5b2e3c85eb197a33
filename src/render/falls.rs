//! What falls with some sources, as text, JSON and rows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::answer::{
    AnswerView, ClaimView, FallenClaim, FallenLink, FallsAnswer, Named, SameOrigin, Speaker,
    TargetKind,
};
use crate::model::{Stance, Standing};
use crate::render::claims::answer_lines;
use crate::render::hops::{Numbers, link_json, marks, weakness};
use crate::render::page::Page;
use crate::render::sheet::Sheet;
use crate::render::words::{count, count_verb, labels};
use crate::render::{json as object, rows, selection};

/// Text for a person.
pub fn page(answer: &FallsAnswer) -> Page {
    let mut page = Page::new();
    page.title(format!("Without {}", labels(&answer.sources)));
    let phrases = selection::said(&answer.selected);
    if !phrases.is_empty() {
        page.add(format!("  (links: {})", phrases.join("; ")));
    }
    for line in extent_lines(answer) {
        page.line(line);
    }
    for speaker in &answer.speakers {
        page.line(speaker_words(speaker));
    }
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
        page.line(format!("    {}  ", numbers.told(claim)))
            .standing(claim.standing);
        if *only_relayed {
            page.add("  (only relayed: its own withdrawal removes nothing)");
        }
        if !claim.acknowledged_by.is_empty() {
            page.add(acknowledged_words(claim));
        }
    }
    if !answer.summaries.is_empty() {
        page.gap()
            .title("Summaries that stand, though all that they sum up falls");
    }
    for claim in &answer.summaries {
        page.line(format!("    {}  ", numbers.told(claim)))
            .standing(claim.standing);
    }
    if !answer.same_origin.is_empty() {
        page.gap()
            .title("Claims that stand only with sources of the same origin");
    }
    for SameOrigin { claim, origins } in &answer.same_origin {
        page.line(format!("    {}  ", numbers.told(claim)))
            .standing(claim.standing)
            .add(format!("  ({})", same_origin_words(origins)));
    }
    for Speaker { source, answers } in &answer.speakers {
        page.gap()
            .title(format!("Answers by {}, which stay", source.label));
        for answer in answers {
            answer_lines(&mut page, "    ", answer, None);
        }
    }
    // Of a link that falls another claim may stand; its answers belong here too.
    numbers.lines(&mut page);
    page
}

/// How much falls, in two sentences.
pub(super) fn extent_lines(answer: &FallsAnswer) -> [String; 2] {
    let (before, after) = answer.parts;
    [
        format!(
            "{} on nothing else and {}; {} with other sources.",
            count_verb(answer.claims_in_all, "claim rests", "claims rest"),
            if answer.claims_in_all == 1 {
                "falls"
            } else {
                "fall"
            },
            count_verb(answer.standing_claims, "claim stands", "claims stand"),
        ),
        format!(
            "{} with them; {} last link; {} without any; {} (an entity without a link being one).",
            count_verb(answer.links_in_all, "link falls", "links fall"),
            count_verb(answer.pairs_in_all, "pair loses its", "pairs lose their"),
            count_verb(
                answer.isolated_in_all,
                "entity is left",
                "entities are left"
            ),
            match before == after {
                true => format!("the case is in {}, as before", count(after, "part")),
                false => format!(
                    "the case falls into {} instead of {before}",
                    count(after, "part")
                ),
            },
        ),
    ]
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

/// `  (acknowledged by a party: yes-we-own)`
pub(super) fn acknowledged_words(claim: &ClaimView) -> String {
    format!(
        "  (confirmed by a party, which stays on record: {})",
        claim.acknowledged_by.join(", ")
    )
}

/// `of the origin “the leaked files”`
pub(super) fn same_origin_words(origins: &[String]) -> String {
    let origins: Vec<String> = origins.iter().map(|one| format!("“{one}”")).collect();
    format!("of the origin {}", origins.join(", "))
}

/// `A spokesperson is the speaker of 2 answers: DENIED (3 claims), declined (1 claim)`
pub(super) fn speaker_words(speaker: &Speaker) -> String {
    let Speaker { source, answers } = speaker;
    let told = answers.iter().map(|answer| {
        let stance = match answer.stance {
            Stance::Denied | Stance::Retracted => answer.stance.as_str().to_uppercase(),
            Stance::Declined
            | Stance::NoResponse
            | Stance::Commented
            | Stance::Confirmed
            | Stance::Pending => answer.stance.as_str().to_owned(),
        };
        let of = |kind: TargetKind| answer.of.iter().filter(|of| of.kind == kind).count();
        let given_to = [
            (of(TargetKind::Claim), "claim"),
            (of(TargetKind::Source), "report"),
            (of(TargetKind::Question), "question"),
        ];
        let given_to = given_to.into_iter().filter(|(number, _)| *number > 0);
        let given_to: Vec<String> = given_to.map(|(number, what)| count(number, what)).collect();
        format!("{stance} ({})", given_to.join(", "))
    });
    let told: Vec<String> = told.collect();
    format!(
        "{} is the speaker of {}: {}",
        source.label,
        count(answers.len(), "answer"),
        told.join(", ")
    )
}

/// JSON; schema `nutgraf/falls/1`.
pub fn value(edition: &str, answer: &FallsAnswer) -> Value {
    let FallsAnswer {
        sources,
        selected,
        claims,
        claims_in_all,
        standing_claims,
        same_origin,
        same_origin_in_all,
        summaries,
        summaries_in_all,
        speakers,
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
        "same_origin_in_all": same_origin_in_all,
        "summaries_in_all": summaries_in_all,
        "links_in_all": links_in_all,
        "pairs_in_all": pairs_in_all,
        "isolated_in_all": isolated_in_all,
        "parts_before": before,
        "parts_after": after,
        "claims": claims.iter().map(fallen).collect::<Vec<_>>(),
        "same_origin": same_origin.iter().map(of_one_origin).collect::<Vec<_>>(),
        "summaries": summaries.iter().map(|claim| object::claim(claim)).collect::<Vec<_>>(),
        "speakers": speakers.iter().map(|Speaker { source, answers }| {
            let answers = answers.iter().map(object::answer);
            json!({"source": object::named(source), "answers": answers.collect::<Vec<_>>()})
        }).collect::<Vec<_>>(),
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

fn of_one_origin(claim: &SameOrigin) -> Value {
    let SameOrigin { claim, origins } = claim;
    json!({"origins": origins, "claim": object::claim(claim)})
}

/// The claims that stand, but are told of: what they stand on is of the same
/// origin, all that they sum up falls, or their link falls with another one.
fn standing(answer: &FallsAnswer) -> Vec<(&ClaimView, String)> {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    told.extend(answer.claims.iter().map(|one| one.claim.iri.as_str()));
    let of_links = answer.links.iter().flat_map(|one| &one.link.claims);
    let of_links = of_links.map(|claim| (&**claim, "its link falls".to_owned()));
    let same_origin = answer
        .same_origin
        .iter()
        .map(|SameOrigin { claim, origins }| {
            let origins = same_origin_words(origins);
            (&**claim, format!("stands only with sources {origins}"))
        });
    let summaries = answer.summaries.iter();
    let summaries = summaries.map(|claim| (&**claim, "all that it sums up falls".to_owned()));
    let all = same_origin.chain(summaries).chain(of_links);
    all.filter(|(claim, _)| told.insert(&claim.iri)).collect()
}

/// One object for each claim that falls, then for each that stands and is told
/// of all the same, `note` says what of, then for each answer that the sources
/// gave; `falls` tells them apart.
pub fn lines(answer: &FallsAnswer) -> Value {
    let with = |mut value: Value, falls: bool| {
        value["falls"] = json!(falls);
        value
    };
    let fallen = answer.claims.iter().map(|one| with(fallen(one), true));
    let others = standing(answer).into_iter();
    let others = others
        .map(|(claim, note)| with(json!({"claim": object::claim(claim), "note": note}), false));
    let answers = spoken(answer).map(|answer| json!({"answer": object::answer(answer)}));
    let answers = answers.map(|answer| with(answer, false));
    fallen.chain(others).chain(answers).collect()
}

/// Likewise a row each.
pub fn sheet(answer: &FallsAnswer) -> Sheet {
    let columns = ["falls", "only_relayed", "note"].into_iter();
    let mut sheet = Sheet::new(columns.chain(rows::claim_columns()));
    for FallenClaim {
        claim,
        only_relayed,
    } in &answer.claims
    {
        let relayed = if *only_relayed { "yes" } else { "" };
        let note = match claim.acknowledged_by.is_empty() {
            true => String::new(),
            false => "confirmed by a party".to_owned(),
        };
        let own = ["yes".to_owned(), relayed.to_owned(), note];
        sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
    }
    for (claim, note) in standing(answer) {
        let own = ["no".to_owned(), String::new(), note];
        sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
    }
    for answer in spoken(answer) {
        let own = ["no", "", "an answer by the source"].map(str::to_owned);
        sheet.row(own.into_iter().chain(rows::answer_cells(answer)));
    }
    sheet
}

/// The answers that the sources gave.
fn spoken(answer: &FallsAnswer) -> impl Iterator<Item = &AnswerView> {
    answer.speakers.iter().flat_map(|speaker| &speaker.answers)
}

/// What rows of claims cannot say: which answers the sources gave.
pub fn beside_rows(answer: &FallsAnswer) -> Option<String> {
    let words: Vec<String> = answer.speakers.iter().map(speaker_words).collect();
    (!words.is_empty()).then(|| words.join("\n"))
}
