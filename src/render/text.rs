//! Claims, entities, sources and the rest as text for a person.
//!
//! Every claim is followed by its standing, its sources and every answer to
//! it, and each of these by the row it comes from.

use crate::answer::{
    Candidate, ClaimView, DenialView, EntityView, Found, Matched, MeetingView, Name, QuestionView,
    Resting, Shown, SourceRow, SourceView, Without,
};
use crate::render::claims::{answer_lines, claim_details, claim_lines, claim_list, statement};
use crate::render::identity;
use crate::render::page::Page;
use crate::render::words::{count, count_verb, labels, row, standings};

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
        Shown::Identity(decision) => identity::page(&mut page, decision),
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
        if *matched != Matched::Id {
            page.add(format!("  (by {})", matched.as_str()));
        }
    }
    page
}

/// One line of a list to choose from: id, kind, name, what tells it apart.
pub fn candidate_line(page: &mut Page, candidate: &Candidate) {
    let Candidate {
        named,
        kind,
        description,
        aliases,
        case,
    } = candidate;
    let Name {
        iri,
        id,
        name: _,
        label,
        protected: _,
    } = &**named;
    page.line(format!("{id}  {}: {label}", kind.words()));
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
        identities,
    } = entity;
    page.title(&what.named.label).add(format!(
        "  {}  ({}, {})",
        what.kind.words(),
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
    identity::lines(page, "", &what.named, identities);
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
            answer_lines(page, "  ", answer, None);
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

fn claim_page(page: &mut Page, claim: &ClaimView) {
    page.title(claim.sentence());
    page.line(statement(claim));
    claim_details(page, "", claim);
    page.line(format!(
        "rule: {} ({}); all rules: nutgraf explain standing",
        claim.rule.sentence(),
        claim.rule.as_str()
    ));
    if !claim.among_cases {
        page.line(format!("case: {}", claim.case));
    }
}

/// What is said of the row of a source that is protected, in a redacted edition.
pub(super) const WITHHELD: &str = "what else is recorded of it is withheld";

fn source_page(page: &mut Page, source: &SourceView) {
    let SourceView {
        what,
        chain,
        outlet,
        resting,
        answers_to,
        answers_by,
    } = source;
    let Some(SourceRow {
        named: _,
        kind,
        part: _,
        entity,
        side,
        voices,
        knowledge,
        terms,
        origin,
        url,
        archived,
        published,
        accessed,
        sha256,
        reliability,
        withheld,
        place,
    }) = chain.first()
    else {
        return;
    };
    page.title(&what.named.label).add(format!(
        "  source ({})  ({}, {})",
        kind.as_str(),
        what.named.id,
        row(place)
    ));
    page.line(format!(
        "chain: {}",
        chain
            .iter()
            .map(|s| s.named.label.as_str())
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
    if *withheld {
        page.line(WITHHELD);
    }
    page.gap();
    page.line(resting_words(resting));
    for (at, Resting { claim, without }) in resting.iter().enumerate() {
        page.gap();
        claim_lines(page, at + 1, claim);
        page.line(match without {
            Without::Falls => "    falls with this source",
            Without::FallsThoughRelayed => {
                "    reached the desk through this source only, which relayed it: its withdrawal removes nothing"
            }
            Without::Stands => "    has other sources",
            Without::Fallen => "    every source it rests on is withdrawn",
        });
    }
    for (title, answers) in [
        ("Answers to it as a whole", answers_to),
        ("Answers it gave", answers_by),
    ] {
        if !answers.is_empty() {
            page.gap().title(title);
            for answer in answers {
                answer_lines(page, "  ", answer, None);
            }
        }
    }
}

/// `3 claims rest on it, 2 of them on it alone: 1 DENIED, 2 with no denial recorded`
fn resting_words(resting: &[Resting]) -> String {
    let falling = resting
        .iter()
        .filter(|resting| match resting.without {
            Without::Falls | Without::FallsThoughRelayed => true,
            Without::Stands | Without::Fallen => false,
        })
        .count();
    let fallen = resting
        .iter()
        .filter(|resting| resting.without == Without::Fallen)
        .count();
    let alone = match (resting.len() - fallen, falling) {
        (0, _) if fallen > 0 => "every source of which is withdrawn".to_owned(),
        (0, _) => return "no claim rests on it".to_owned(),
        (1, 0) => "not on it alone".to_owned(),
        (1, _) => "on it alone".to_owned(),
        (_, 0) => "none of them on it alone".to_owned(),
        (all, falling) if all == falling => "all of them on it alone".to_owned(),
        (_, falling) => format!("{falling} of them on it alone"),
    };
    format!(
        "{} on it, {alone}: {}",
        count_verb(resting.len(), "claim rests", "claims rest"),
        standings(resting.iter().map(|resting| &resting.claim)),
    )
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
    answer_lines(page, "", answer, None);
    page.gap().line(match shown_with.len() {
        0 => "no claim is shown with it".to_owned(),
        claims => format!(
            "shown with {}: {}",
            count(claims, "claim"),
            standings(shown_with.iter())
        ),
    });
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
        Some(claim) => {
            page.line(format!("{indent}answered by: {}", claim.sentence()));
            claim_details(page, &format!("{indent}    "), claim);
        }
        None => {
            page.line(format!("{indent}open"));
        }
    }
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
        answer_lines(page, indent, answer, Some(&named.iri));
    }
}
