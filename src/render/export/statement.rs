//! Claims, passages and answers as one line each, for attributes that hold text.

use crate::answer::{CitedSource, ClaimView, SummedUp};
use crate::model::{Mode, Terms};
use crate::render::claims::{statement as triple, support_words};
use crate::render::rows::all_answers;
use crate::render::words::{count, date, labels, row};

/// A claim in full: wording, what it says, date and figure, standing, what it
/// rests on, what speaks in its sentence, every passage, every answer, row.
pub(super) fn statement(claim: &ClaimView) -> String {
    let ClaimView {
        iri: _,
        id,
        // The file says which, and the row.
        case: _,
        among_cases: _,
        text,
        subject: _,
        relation: _,
        verb: _,
        object: _,
        detail,
        attribute: _,
        mode,
        when,
        amount,
        figure: _,
        purpose,
        standing,
        rule,
        support,
        origins,
        outlets,
        relays,
        voices,
        sources: _,
        answers: _,
        acknowledged_by,
        concerns,
        summarises,
        same_meeting,
        credibility,
        recorded,
        check,
        checked_by,
        concern,
        place,
    } = claim;
    let mut line = format!("{text} [{}", triple(claim));
    match mode {
        Mode::Asserted => {}
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            line.push_str(&format!(", {}", mode.as_str()));
        }
    }
    for (name, value) in [
        ("", &date(when)),
        ("", amount),
        ("for ", purpose),
        ("", detail),
    ] {
        if let Some(value) = value {
            line.push_str(&format!(", {name}{value}"));
        }
    }
    line.push_str(&format!(
        "] — {} ({}); rests on {}; at least {}",
        standing.words(),
        rule.as_str(),
        support_words(support),
        count(*origins as usize, "origin"),
    ));
    if !outlets.is_empty() {
        line.push_str(&format!("; published by {}", labels(outlets)));
    }
    if !relays.is_empty() {
        line.push_str(&format!("; relayed by {}", labels(relays)));
    }
    line.push_str(&match voices {
        None => "; number of voices unknown".to_owned(),
        Some(known) => format!("; {}", count(*known as usize, "voice")),
    });
    if !concerns.is_empty() {
        line.push_str(&format!("; concerns {}", labels(concerns)));
    }
    for (says, claims) in [("sums up", summarises), ("same meeting", same_meeting)] {
        for claim in beside(claims) {
            line.push_str(&format!("; {says}: {claim}"));
        }
    }
    for source in sources(claim) {
        line.push_str(&format!("; source: {source}"));
    }
    let given = answers(claim);
    if given.is_empty() {
        line.push_str("; no answer on record");
    }
    for answer in given {
        line.push_str(&format!("; answer: {answer}"));
    }
    if !acknowledged_by.is_empty() {
        line.push_str(&format!("; acknowledged ({})", acknowledged_by.join(", ")));
    }
    let credibility = credibility.map(|grade| format!("{grade} of 6"));
    for (name, value) in [
        ("credibility", &credibility),
        ("check", check),
        ("checked by", checked_by),
        ("concern", concern),
        ("recorded", recorded),
    ] {
        if let Some(value) = value {
            line.push_str(&format!("; {name} {value}"));
        }
    }
    line.push_str(&format!(" [{id}, {}]", row(place)));
    line
}

/// Every passage behind a claim: `Two people (anonymous, knows: direct) ← Paper,
/// p. 3 — “words” [two-people, sources.csv row 4]`.
pub(super) fn sources(claim: &ClaimView) -> Vec<String> {
    claim.sources.iter().map(passage).collect()
}

fn passage(cited: &CitedSource) -> String {
    let CitedSource {
        named,
        kind,
        knowledge,
        terms,
        voices,
        quote,
        locator,
        url,
        chain,
        // On the chain.
        outlet: _,
        withdrawn,
        place,
    } = cited;
    let mut line = String::with_capacity(PASSAGE);
    if *withdrawn {
        line.push_str("WITHDRAWN: ");
    }
    line.extend([&named.label, " (", kind.as_str()]);
    if let Some(knowledge) = knowledge {
        line.extend([", knows: ", knowledge]);
    }
    if let Some(voices) = voices {
        line.push_str(&format!(", {}", count(*voices as usize, "voice")));
    }
    match terms {
        // The name itself says that it is off the record.
        Some(Terms::OffRecord | Terms::OnRecord) | None => {}
        Some(Terms::Background) => line.push_str(", on background"),
    }
    line.push(')');
    for next in chain.iter().skip(1) {
        line.extend([" ← ", &next.label]);
    }
    if let Some(locator) = locator {
        line.extend([", ", locator]);
    }
    if let Some(quote) = quote {
        line.extend([" — “", quote, "”"]);
    }
    if let Some(url) = url {
        line.extend([" <", url, ">"]);
    }
    line.extend([" [", &named.id, ", ", &row(place), "]"]);
    line
}

/// Bytes that most passages take.
const PASSAGE: usize = 256;

/// Every answer that is to be shown with a claim.
pub(super) fn answers(claim: &ClaimView) -> Vec<String> {
    let ClaimView {
        iri,
        answers,
        summarises,
        same_meeting,
        ..
    } = claim;
    all_answers(iri, answers, summarises, same_meeting)
}

/// Claims that speak in another one's sentence, with their standing.
pub(super) fn beside(claims: &[SummedUp]) -> Vec<String> {
    let claims = claims.iter().map(|claim| {
        let SummedUp {
            named,
            // In the label.
            subject: _,
            verb: _,
            standing,
            // Among the answers to the claim itself.
            answers: _,
        } = claim;
        format!("{}: {} ({})", named.id, named.label, standing.words())
    });
    claims.collect()
}
