//! Claims, entities, sources and the rest as text for a person.
//!
//! Every claim is followed by its standing, its sources and every answer to
//! it, and each of these by the row it comes from.

use crate::answer::{
    AnswerView, Candidate, CitedSource, ClaimView, DenialView, EntityView, Found, MeetingView,
    Named, Place, QuestionView, Resting, Shown, SourceView, SummedUp, When,
};
use crate::model::{Mode, Standing, Support};
use crate::render::page::Page;

/// One thing in full.
pub fn shown(shown: &Shown) -> Page {
    let mut page = Page::new();
    match shown {
        Shown::Entity(entity) => entity_page(&mut page, entity),
        Shown::Claim(claim) => claim_page(&mut page, claim),
        Shown::Source(source) => source_page(&mut page, source),
        Shown::Meeting(meeting) => meeting_page(&mut page, meeting),
        Shown::Denial(denial) => denial_page(&mut page, denial),
        Shown::Question(question) => question_page(&mut page, question),
        Shown::Link(named, claims) => {
            page.title(&named.id).add("  (a link; it rests on)");
            claim_list(&mut page, claims);
        }
    }
    page
}

/// What was found, one line each.
pub fn found(found: &[Found]) -> Page {
    let mut page = Page::new();
    for Found {
        what,
        matched,
        standing,
        answers,
    } in found
    {
        candidate_line(&mut page, what);
        if let Some(standing) = standing {
            page.add("  ").standing(*standing);
            match answers {
                Some(0) | None => {}
                Some(1) => {
                    page.add(", 1 answer");
                }
                Some(several) => {
                    page.add(format!(", {several} answers"));
                }
            }
        }
        if *matched != "id" {
            page.add(format!("  (by {matched})"));
        }
    }
    page
}

/// One line of a list to choose from: id, kind, name, what tells it apart.
pub fn candidate_line(page: &mut Page, candidate: &Candidate) {
    let Candidate {
        named: Named { iri, id, label },
        kind,
        description,
        aliases,
        case,
    } = candidate;
    page.line(format!("{id}  {kind}: {label}"));
    if !aliases.is_empty() {
        page.add(format!(" (also {})", aliases.join(", ")));
    }
    if let Some(description) = description {
        page.add(format!(" — {description}"));
    }
    if let Some(case) = case {
        page.add(format!(" [{case}: {iri}]"));
    }
}

/// Counts by standing, worst first: `2 DENIED, 1 disputed, 14 without a recorded denial`.
pub fn standings<'a>(claims: impl Iterator<Item = &'a ClaimView> + Clone) -> String {
    let parts: Vec<String> = Standing::ALL
        .into_iter()
        .rev()
        .filter_map(|standing| {
            let count = claims
                .clone()
                .filter(|claim| claim.standing == standing)
                .count();
            (count > 0).then(|| match standing {
                Standing::Uncontested => format!("{count} with no denial recorded"),
                Standing::Disputed | Standing::Denied | Standing::Retracted => {
                    format!("{count} {}", standing.words())
                }
            })
        })
        .collect();
    parts.join(", ")
}

fn entity_page(page: &mut Page, entity: &EntityView) {
    let EntityView {
        what,
        jurisdiction,
        wikidata,
        lei,
        place,
        claims,
        answers,
        sources,
        questions,
    } = entity;
    page.title(&what.named.label).add(format!(
        "  {}  ({}, {})",
        what.kind,
        what.named.id,
        row(place)
    ));
    if !what.aliases.is_empty() {
        page.line(format!("also: {}", what.aliases.join(", ")));
    }
    for (name, value) in [
        ("", &what.description),
        ("jurisdiction: ", jurisdiction),
        ("Wikidata: ", wikidata),
        ("LEI: ", lei),
    ] {
        if let Some(value) = value {
            page.line(format!("{name}{value}"));
        }
    }
    page.gap();
    if claims.is_empty() {
        page.line("no claim is about it");
    } else {
        page.line(format!(
            "{}: {}",
            count(claims.len(), "claim"),
            standings(claims.iter())
        ));
        claim_list(page, claims);
    }
    if !answers.is_empty() {
        page.gap()
            .title("Answers it gave, or that were given from its side");
        for answer in answers {
            answer_lines(page, "  ", answer, true);
        }
    }
    if !sources.is_empty() {
        page.gap()
            .title("Sources that are this entity or speak from its side");
        for source in sources {
            page.line(format!("  {}  {}", source.id, source.label));
        }
    }
    if !questions.is_empty() {
        page.gap().title("Questions about it");
        for question in questions {
            question_lines(page, "  ", question);
        }
    }
}

/// Claims numbered from 1, complete.
pub fn claim_list(page: &mut Page, claims: &[ClaimView]) {
    for (at, claim) in claims.iter().enumerate() {
        page.gap();
        claim_lines(page, at + 1, claim);
    }
}

/// One numbered claim: its text, its standing, its sources, its answers.
pub fn claim_lines(page: &mut Page, number: usize, claim: &ClaimView) {
    page.line(format!("[{number}] {}", claim.text));
    claim_details(page, "    ", claim);
}

fn claim_page(page: &mut Page, claim: &ClaimView) {
    page.title(&claim.text);
    page.line(statement(claim));
    claim_details(page, "", claim);
    page.line(format!(
        "rule: {} ({}); all rules: nutgraf explain standing",
        claim.rule.sentence(),
        claim.rule.as_str()
    ));
    page.line(format!("case: {}", claim.case));
}

/// Subject, verb, object: `Binance — listed → USD1`.
fn statement(claim: &ClaimView) -> String {
    let subject = &claim.subject.label;
    match (&claim.verb, &claim.object, &claim.attribute) {
        (Some(verb), Some(object), _) => format!("{subject} — {verb} → {}", object.label),
        (_, _, Some((name, value))) => format!("{subject} — {name}: {value}"),
        _ => format!("{subject} — a payment with one known end; to or from whom is not recorded"),
    }
}

fn claim_details(page: &mut Page, indent: &str, claim: &ClaimView) {
    let ClaimView {
        iri: _,
        id,
        case: _,
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
        answer_lines(page, indent, answer, false);
    }
    let further_in = format!("{indent}    ");
    for SummedUp {
        named,
        standing,
        answers,
    } in summarises
    {
        page.line(format!("{indent}sums up {}: {}  ", named.id, named.label));
        page.standing(*standing);
        for answer in answers {
            answer_lines(page, &further_in, answer, false);
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
}

fn support_words(support: &[Support]) -> String {
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
        voices: _,
        quote,
        locator,
        chain,
        outlet: _,
        protected,
        place,
    } = source;
    page.line(format!("{indent}source: {} ({}", named.label, kind));
    if let Some(knowledge) = knowledge {
        page.add(format!(", knows: {knowledge}"));
    }
    page.add(")");
    for next in chain.iter().skip(1) {
        page.add(format!(" ← {}", next.label));
    }
    if let Some(locator) = locator {
        page.add(format!(", {locator}"));
    }
    if *protected {
        page.add(", ").alarm("protected");
    }
    page.add(format!("  {}, {}", named.id, row(place)));
    if let Some(quote) = quote {
        page.line(format!("{indent}        “{quote}”"));
    }
}

fn answer_lines(page: &mut Page, indent: &str, answer: &AnswerView, with_target: bool) {
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
    match stance.as_str() {
        "denied" | "retracted" => page.alarm(stance.to_uppercase()),
        other => page.add(other),
    };
    if let Some(scope) = scope {
        page.add(format!(" ({scope})"));
    }
    match by {
        Some(by) => page.add(format!(", by {}", by.label)),
        None => page.add(", speaker not given"),
    };
    if let Some(principal) = on_behalf_of {
        page.add(format!(" for {}", principal.label));
    }
    // Where it was given to more than this claim, that is part of what it says.
    let reports: Vec<&Named> = of
        .iter()
        .filter(|of| with_target || !of.iri.contains("/claim/"))
        .collect();
    if !reports.is_empty() {
        let targets: Vec<&str> = reports
            .iter()
            .map(|of| {
                if with_target {
                    of.id.as_str()
                } else {
                    of.label.as_str()
                }
            })
            .collect();
        page.add(format!(", of {}", targets.join(", ")));
    }
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

fn source_page(page: &mut Page, source: &SourceView) {
    let SourceView {
        what,
        source_kind,
        entity,
        side,
        voices,
        knowledge,
        terms,
        origin,
        chain,
        outlet,
        url,
        archived,
        published,
        accessed,
        sha256,
        reliability,
        protected,
        place,
        resting,
        answers_to,
        answers_by,
    } = source;
    page.title(&what.named.label).add(format!(
        "  source ({source_kind})  ({}, {})",
        what.named.id,
        row(place)
    ));
    if *protected {
        page.add("  ").alarm("protected");
    }
    page.line(format!(
        "chain: {}",
        chain
            .iter()
            .map(|s| s.label.as_str())
            .collect::<Vec<_>>()
            .join(" ← ")
    ));
    page.line(format!("outlet: {}", outlet.label));
    let voices = voices.map(|voices| voices.to_string());
    let (entity, side) = (
        entity.as_ref().map(|e| e.label.clone()),
        side.as_ref().map(|s| s.label.clone()),
    );
    for (name, value) in [
        ("is", &entity),
        ("side", &side),
        ("voices", &voices),
        ("knows", knowledge),
        ("terms", terms),
        ("origin", origin),
        ("url", url),
        ("archived", archived),
        ("published", published),
        ("accessed", accessed),
        ("sha256", sha256),
        ("reliability", reliability),
    ] {
        if let Some(value) = value {
            page.line(format!("{name}: {value}"));
        }
    }
    page.gap();
    let falling = resting.iter().filter(|resting| resting.falls).count();
    page.line(format!(
        "{} on it, {falling} of them on it alone; {}",
        count_verb(resting.len(), "claim rests", "claims rest"),
        standings(resting.iter().map(|resting| &resting.claim)),
    ));
    for (at, Resting { claim, falls }) in resting.iter().enumerate() {
        page.gap();
        claim_lines(page, at + 1, claim);
        page.line(match falls {
            true => "    falls with this source",
            false => "    has other sources",
        });
    }
    for (title, answers) in [
        ("Answers to it as a whole", answers_to),
        ("Answers it gave", answers_by),
    ] {
        if !answers.is_empty() {
            page.gap().title(title);
            for answer in answers {
                answer_lines(page, "  ", answer, true);
            }
        }
    }
}

fn meeting_page(page: &mut Page, meeting: &MeetingView) {
    let MeetingView {
        named,
        text,
        venue,
        place,
        claims,
    } = meeting;
    page.title(text)
        .add(format!("  meeting  ({}, {})", named.id, row(place)));
    if named.label != *text {
        page.line(format!("occasion: {}", named.label));
    }
    if let Some(venue) = venue {
        page.line(format!("place: {venue}"));
    }
    page.line(format!(
        "attendance is claimed of {}: {}",
        count(claims.len(), "participant"),
        standings(claims.iter())
    ));
    for (at, claim) in claims.iter().enumerate() {
        page.gap();
        page.line(format!("[{}] {}", at + 1, statement(claim)));
        claim_details(page, "    ", claim);
    }
}

fn denial_page(page: &mut Page, denial: &DenialView) {
    let DenialView { answer, shown_with } = denial;
    answer_lines(page, "", answer, true);
    page.gap().line(format!(
        "shown with {}: {}",
        count(shown_with.len(), "claim"),
        standings(shown_with.iter())
    ));
    claim_list(page, shown_with);
}

fn question_page(page: &mut Page, question: &QuestionView) {
    question_lines(page, "", question);
}

fn question_lines(page: &mut Page, indent: &str, question: &QuestionView) {
    let QuestionView {
        named,
        text,
        about,
        who_could_answer,
        answered_by,
        source,
        answers,
        place,
    } = question;
    page.line(format!("{indent}{text}  {}, {}", named.id, row(place)));
    match answered_by {
        Some(claim) => page.line(format!("{indent}answered by: {}", claim.id)),
        None => page.line(format!("{indent}open")),
    };
    if !about.is_empty() {
        page.line(format!(
            "{indent}about: {}",
            about
                .iter()
                .map(|a| a.id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    if !who_could_answer.is_empty() {
        page.line(format!(
            "{indent}could answer: {}",
            labels(who_could_answer)
        ));
    }
    if let Some(source) = source {
        page.line(format!("{indent}raised by: {}", source.label));
    }
    for answer in answers {
        answer_lines(page, indent, answer, false);
    }
}

/// `relationships.csv row 4`.
pub fn row(place: &Place) -> String {
    format!("{} row {}", place.table, place.row)
}

/// The date in the report's words with the date as entered, whichever there is.
pub fn date(when: &When) -> Option<String> {
    match (&when.printed, &when.written) {
        (Some(printed), Some(written)) => Some(format!("“{printed}” ({written})")),
        (Some(printed), None) => Some(format!("“{printed}”")),
        (None, Some(written)) => Some(written.clone()),
        (None, None) => None,
    }
}

fn labels(named: &[Named]) -> String {
    named
        .iter()
        .map(|named| named.label.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// `1 path`, `3 paths`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}

fn count_verb(number: usize, one: &str, many: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {many}")
    }
}
