//! A claim to be put into a manuscript or a letter, with its standing, its sources
//! and every answer to it: a claim is never handed on without them.

use crate::answer::{AnswerView, CitedSource, ClaimView};
use crate::model::Standing;
use crate::render::claims::support_words;
use crate::render::escape::{markdown, terminal};
use crate::render::rows::all_answers;
use crate::render::words::row;

/// As lines of text.
pub fn text(edition: &str, claim: &ClaimView) -> String {
    let mut lines = vec![
        format!("“{}”", claim.sentence()),
        standing(claim.standing).to_owned(),
    ];
    lines.extend(claim.sources.iter().map(|source| {
        let address = source.url.iter().map(|url| format!(" <{url}>"));
        format!(
            "According to: {}{}",
            said(source),
            address.collect::<String>()
        )
    }));
    lines.extend(answers(claim).iter().map(|one| format!("Answer: {one}")));
    lines.push(whence(edition, claim));
    // No quote can make a line of its own, and pass for an answer.
    let lines: Vec<_> = lines.iter().map(|line| terminal(line)).collect();
    lines.join("\n")
}

/// As Markdown.
pub fn in_markdown(edition: &str, claim: &ClaimView) -> String {
    let mut lines = vec![
        format!("> {}", markdown(&claim.sentence())),
        String::new(),
        format!("**{}**", markdown(standing(claim.standing))),
        String::new(),
    ];
    lines.extend(claim.sources.iter().map(|source| {
        let address = source.url.iter().map(|url| match is_of_the_web(url) {
            true => format!(" <{url}>"),
            false => format!(" {}", markdown(url)),
        });
        format!(
            "- According to: {}{}",
            markdown(&said(source)),
            address.collect::<String>()
        )
    }));
    let answers = answers(claim);
    lines.extend(
        answers
            .iter()
            .map(|one| format!("- Answer: {}", markdown(one))),
    );
    lines.extend([String::new(), markdown(&whence(edition, claim))]);
    lines.join("\n")
}

/// Whether an address can stand between angle brackets in Markdown.
fn is_of_the_web(url: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\');
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(is_plain)
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Uncontested => "No denial recorded, which does not make it true.",
        Standing::Disputed => "DISPUTED.",
        Standing::Denied => "DENIED.",
        Standing::Retracted => "RETRACTED: every source behind it has withdrawn it.",
    }
}

/// `Two people (anonymous), via Bloomberg: “…”, paragraph 3`
fn said(source: &CitedSource) -> String {
    let CitedSource {
        named,
        kind,
        knowledge: _,
        terms: _,
        voices: _,
        quote,
        locator,
        url: _,
        chain,
        outlet: _,
        withdrawn,
        place: _,
    } = source;
    let mut words = format!("{} ({})", named.label, kind.as_str());
    if *withdrawn {
        words.push_str(", WITHDRAWN");
    }
    for via in chain.iter().skip(1) {
        words.push_str(&format!(", via {}", via.label));
    }
    if let Some(quote) = quote {
        words.push_str(&format!(": “{quote}”"));
    }
    if let Some(locator) = locator {
        words.push_str(&format!(", {locator}"));
    }
    words
}

/// Every answer that is to be shown with the claim; that there is none, otherwise.
fn answers(claim: &ClaimView) -> Vec<String> {
    let given: &[AnswerView] = &claim.answers;
    let mut all = all_answers(&claim.iri, given, &claim.summarises, &claim.same_meeting);
    if all.is_empty() {
        all.push("none on record".to_owned());
    }
    all
}

/// `rests on: anonymous. claim-id, meetings.csv row 2, nutgraf edition 3f9a…`
fn whence(edition: &str, claim: &ClaimView) -> String {
    format!(
        "Rests on: {}. {}, {}, nutgraf edition {edition}",
        support_words(&claim.support),
        claim.id,
        row(&claim.place),
    )
}
