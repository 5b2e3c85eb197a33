//! One claim as text: what it says, its standing, what it rests on, every
//! answer to it and to what it sums up, and the row each of these comes from.

use crate::answer::{AnswerView, CitedSource, ClaimView, SummedUp};
use crate::model::{Mode, Stance, Support, Terms};
use crate::render::page::Page;
use crate::render::words::{also_given_to, count, date, labels, row};

/// Claims numbered from 1, complete.
pub fn claim_list(page: &mut Page, claims: &[ClaimView]) {
    for (at, claim) in claims.iter().enumerate() {
        page.gap();
        claim_lines(page, at + 1, claim);
    }
}

/// One numbered claim: its text, its standing, its sources, its answers.
pub fn claim_lines(page: &mut Page, number: usize, claim: &ClaimView) {
    page.line(format!("[{number}] {}", claim.sentence()));
    claim_details(page, "    ", claim);
}

/// Subject, verb, object: `Binance — listed → USD1`.
pub(super) fn statement(claim: &ClaimView) -> String {
    let subject = &claim.subject.label;
    match (&claim.verb, &claim.object, &claim.attribute) {
        (Some(verb), Some(object), _) => format!("{subject} — {verb} → {}", object.label),
        (_, _, Some((name, value))) => format!("{subject} — {name}: {value}"),
        _ => format!("{subject} — a payment with one known end; to or from whom is not recorded"),
    }
}

pub(super) fn claim_details(page: &mut Page, indent: &str, claim: &ClaimView) {
    let ClaimView {
        iri,
        id,
        case,
        among_cases,
        text: _,
        subject: _,
        relation: _,
        verb: _,
        object: _,
        detail,
        attribute,
        mode,
        when,
        amount,
        figure: _,
        purpose,
        standing,
        rule: _,
        support,
        origins,
        outlets,
        relays,
        voices,
        sources,
        answers,
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
    page.line(indent).standing(*standing);
    page.add(format!("  {id}, {}", row(place)));
    match mode {
        Mode::Asserted => {}
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            page.add(format!(", {}", mode.as_str()));
        }
    }
    if let Some(when) = date(when) {
        page.add(format!(", {when}"));
    }
    for (name, value) in [("", amount), ("for ", purpose), ("", detail)] {
        if let Some(value) = value {
            page.add(format!(", {name}{value}"));
        }
    }
    if let Some((name, value)) = attribute {
        page.add(format!(", {name}: {value}"));
    }
    page.line(format!("{indent}rests on: {}", support_words(support)));
    page.add(format!("; at least {}", count(*origins as usize, "origin")));
    page.add(format!("; {}", count(outlets.len(), "outlet")));
    if !outlets.is_empty() {
        page.add(format!(" ({})", labels(outlets)));
    }
    page.add(match voices {
        None => "; number of voices unknown".to_owned(),
        Some(0) => "; no voice given".to_owned(),
        Some(known) => format!("; {}", count(*known as usize, "voice")),
    });
    if !relays.is_empty() {
        page.add(format!("; relayed by {}", labels(relays)));
    }
    if !concerns.is_empty() {
        page.line(format!("{indent}concerns: {}", labels(concerns)));
    }
    for source in sources {
        source_lines(page, indent, source);
    }
    if answers.is_empty() {
        page.line(match summarises.is_empty() {
            true => format!("{indent}no answer on record"),
            false => format!("{indent}no answer on record to this claim itself"),
        });
    }
    for answer in answers {
        answer_lines(page, indent, answer, Some(iri));
    }
    let further_in = format!("{indent}    ");
    for SummedUp {
        named,
        subject: _,
        verb: _,
        standing,
        answers,
    } in summarises
    {
        page.line(format!("{indent}sums up {}: {}  ", named.id, named.label));
        page.standing(*standing);
        for answer in answers {
            answer_lines(page, &further_in, answer, Some(&named.iri));
        }
    }
    for SummedUp {
        named,
        subject: _,
        verb: _,
        standing,
        answers: given,
    } in same_meeting
    {
        page.line(format!(
            "{indent}of the same meeting, {}: {}  ",
            named.id, named.label
        ));
        page.standing(*standing);
        for answer in given {
            // What was said of the whole meeting stands above already.
            if answers.iter().all(|shown| shown.iri != answer.iri) {
                answer_lines(page, &further_in, answer, Some(&named.iri));
            }
        }
    }
    if !acknowledged_by.is_empty() {
        page.line(format!(
            "{indent}acknowledged by a party ({})",
            acknowledged_by.join(", ")
        ));
    }
    let checked = [
        credibility.map(|grade| format!("credibility {grade} of 6")),
        check.as_ref().map(|check| format!("check: {check}")),
        checked_by.as_ref().map(|who| format!("by {who}")),
        recorded.as_ref().map(|day| format!("recorded {day}")),
    ];
    let checked: Vec<String> = checked.into_iter().flatten().collect();
    if !checked.is_empty() {
        page.line(format!("{indent}{}", checked.join(", ")));
    }
    if let Some(concern) = concern {
        page.line(format!("{indent}concern: {concern}"));
    }
    if *among_cases {
        page.line(format!("{indent}case: {case}"));
    }
}

pub(super) fn support_words(support: &[Support]) -> String {
    match support {
        [] => "nothing that is left".to_owned(),
        [Support::Anonymous] => "anonymous voices only".to_owned(),
        several => several
            .iter()
            .map(|kind| support_word(*kind))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn support_word(support: Support) -> &'static str {
    match support {
        Support::Document => "a document",
        Support::Named => "a named voice",
        Support::OwnAccount => "a party's own account",
        Support::Spokesperson => "a spokesperson, name not given",
        Support::Outlet => "the outlet's word",
        Support::Anonymous => "an anonymous voice",
        Support::Editor => "the desk's own inference",
    }
}

fn source_lines(page: &mut Page, indent: &str, source: &CitedSource) {
    let CitedSource {
        named,
        kind,
        knowledge,
        terms,
        voices: _,
        quote,
        locator,
        url: _,
        chain,
        outlet: _,
        withdrawn,
        place,
    } = source;
    page.line(format!("{indent}source: "));
    if *withdrawn {
        page.alarm("WITHDRAWN").add(": ");
    }
    page.add(format!("{} ({}", named.label, kind.as_str()));
    if let Some(knowledge) = knowledge {
        page.add(format!(", knows: {knowledge}"));
    }
    match terms {
        // The name itself says that it is off the record.
        Some(Terms::OffRecord | Terms::OnRecord) | None => {}
        Some(Terms::Background) => {
            page.add(", on background");
        }
    }
    page.add(")");
    for next in chain.iter().skip(1) {
        page.add(format!(" ← {}", next.label));
    }
    if let Some(locator) = locator {
        page.add(format!(", {locator}"));
    }
    page.add(format!("  {}, {}", named.id, row(place)));
    if let Some(quote) = quote {
        page.line(format!("{indent}        “{quote}”"));
    }
}

/// An answer: to the thing of this IRI, with which it is shown; or by itself,
/// with the ids of all it was given to.
pub(super) fn answer_lines(
    page: &mut Page,
    indent: &str,
    answer: &AnswerView,
    shown_with: Option<&str>,
) {
    let AnswerView {
        iri: _,
        id,
        stance,
        scope,
        by,
        on_behalf_of,
        of,
        when,
        via,
        asked,
        deadline,
        quote,
        text,
        recorded,
        place,
    } = answer;
    page.line(format!("{indent}answer: "));
    match stance {
        Stance::Denied | Stance::Retracted => page.alarm(stance.as_str().to_uppercase()),
        Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Confirmed
        | Stance::Pending => page.add(stance.as_str()),
    };
    if let Some(scope) = scope {
        page.add(format!(" ({})", scope.as_str()));
    }
    match by {
        Some(by) => page.add(format!(", by {}", by.label)),
        None => page.add(", speaker not given"),
    };
    if let Some(principal) = on_behalf_of {
        page.add(format!(" for {}", principal.label));
    }
    // Where it was given to more than this claim, that is part of what it says.
    match shown_with {
        Some(iri) => page.add(also_given_to(answer, iri)),
        None => {
            let targets: Vec<&str> = of.iter().map(|of| of.named.id.as_str()).collect();
            page.add(format!(", of {}", targets.join(", ")))
        }
    };
    if let Some(when) = date(when) {
        page.add(format!(", {when}"));
    }
    for (name, value) in [
        ("asked ", asked),
        ("deadline ", deadline),
        ("recorded ", recorded),
    ] {
        if let Some(value) = value {
            page.add(format!(", {name}{value}"));
        }
    }
    if let Some(via) = via {
        page.add(format!(", via {}", via.label));
    }
    page.add(format!("  {id}, {}", row(place)));
    if let Some(quote) = quote {
        page.line(format!("{indent}        “{quote}”"));
    }
    if let Some(text) = text {
        page.line(format!("{indent}        {text}"));
    }
}
