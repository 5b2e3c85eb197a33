//! Answers as rows and columns: one row per claim, with its answers in it.

use std::collections::BTreeSet;

use crate::answer::{
    AnswerView, Candidate, CitedSource, ClaimView, Found, IdentityView, Name, Named, Place,
    QuestionView, Shown, SummedUp,
};
use crate::model::Support;
use crate::render::identity;
use crate::render::sheet::Sheet;
use crate::render::words;

/// How many columns a claim has.
const CELLS: usize = 27;

/// The columns of a claim.
const CLAIM: [&str; CELLS] = [
    "claim",
    "text",
    "subject_id",
    "subject",
    "verb",
    "object_id",
    "object",
    "mode",
    "when",
    "amount",
    "standing",
    "rule",
    "support",
    "origins",
    "outlets",
    "voices",
    "sources",
    "answers",
    "check",
    "concern",
    "case",
    "table",
    "row",
    "source_ids",
    "detail",
    "purpose",
    "concerns",
];

/// One thing: its claims, and those that answer a question, one row each. Decisions on identity,
/// questions, and answers that none of these rows carries, follow in rows without a claim.
pub fn shown(shown: &Shown) -> Sheet {
    let mut sheet = Sheet::new(CLAIM);
    let mut carried: BTreeSet<&str> = BTreeSet::new();
    let (questions, answers) = beside_claims(shown);
    let answering = questions.iter().filter_map(|q| q.answered_by.as_deref());
    for claim in shown.claims().into_iter().chain(answering) {
        if !carried.insert(&claim.iri) {
            continue;
        }
        sheet.row(claim_cells(claim));
        let of_parts = claim.summarises.iter().flat_map(|part| &part.answers);
        carried.extend(claim.answers.iter().chain(of_parts).map(|a| a.iri.as_str()));
    }
    for decision in decisions(shown) {
        sheet.row(without_claim(
            identity::sentence(decision),
            String::new(),
            &decision.place,
        ));
    }
    for question in questions {
        sheet.row(question_cells(question));
        carried.extend(question.answers.iter().map(|answer| answer.iri.as_str()));
    }
    for answer in answers {
        if carried.insert(&answer.iri) {
            sheet.row(answer_cells(answer));
        }
    }
    sheet
}

/// The questions and answers that are shown beside claims.
fn beside_claims(shown: &Shown) -> (Vec<&QuestionView>, Vec<&AnswerView>) {
    match shown {
        Shown::Entity(entity) => (
            entity.questions.iter().collect(),
            entity.answers.iter().collect(),
        ),
        Shown::Source(source) => (
            Vec::new(),
            source.answers_to.iter().chain(&source.answers_by).collect(),
        ),
        Shown::Denial(denial) => (Vec::new(), vec![&denial.answer]),
        Shown::Question(question) => (vec![question], Vec::new()),
        Shown::Claim(_) | Shown::Meeting(_) | Shown::Identity(_) | Shown::Link(..) => {
            (Vec::new(), Vec::new())
        }
    }
}

/// The decisions on identity that are shown.
fn decisions(shown: &Shown) -> &[IdentityView] {
    match shown {
        Shown::Entity(entity) => &entity.identities,
        Shown::Identity(decision) => std::slice::from_ref(decision),
        Shown::Claim(_)
        | Shown::Source(_)
        | Shown::Meeting(_)
        | Shown::Denial(_)
        | Shown::Question(_)
        | Shown::Link(..) => &[],
    }
}

fn question_cells(question: &QuestionView) -> [String; CELLS] {
    let iri = &question.named.iri;
    let by_claim = question.answered_by.iter().map(|claim| {
        format!(
            "answered by the claim {} ({})",
            claim.id,
            claim.standing.words()
        )
    });
    let answers = question
        .answers
        .iter()
        .map(|given| answer(given, Some(iri)));
    let answers: Vec<String> = by_claim.chain(answers).collect();
    without_claim(question.text.clone(), answers.join("; "), &question.place)
}

/// The cells of an answer by itself, in the columns of a claim.
pub(super) fn answer_cells(given: &AnswerView) -> [String; CELLS] {
    let text = given.text.as_ref().or(given.quote.as_ref());
    without_claim(
        text.cloned().unwrap_or_default(),
        answer(given, None),
        &given.place,
    )
}

/// The cells of something that is no claim.
fn without_claim(text: String, answers: String, place: &Place) -> [String; CELLS] {
    CLAIM.map(|column| match column {
        "text" => text.clone(),
        "answers" => answers.clone(),
        "table" => place.table.to_owned(),
        "row" => words::row_cell(place),
        _ => String::new(),
    })
}

/// The columns of [`claim_cells`].
pub fn claim_columns() -> [&'static str; CELLS] {
    CLAIM
}

/// The cells of one claim; unknown is an empty cell.
pub fn claim_cells(claim: &ClaimView) -> [String; CELLS] {
    let ClaimView {
        iri,
        id,
        case,
        among_cases: _,
        text,
        subject,
        relation: _,
        verb,
        object,
        detail,
        attribute,
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
        relays: _,
        voices,
        sources,
        answers,
        acknowledged_by: _,
        concerns,
        summarises,
        same_meeting,
        credibility: _,
        recorded: _,
        check,
        checked_by: _,
        concern,
        place,
    } = claim;
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    let object_id = object
        .as_ref()
        .map(|object| object.id.clone())
        .unwrap_or_default();
    let (verb, object) = match (verb, object, attribute) {
        (_, _, Some((name, value))) => (name.clone(), value.clone()),
        (verb, object, None) => (
            verb.as_deref().unwrap_or_default().to_owned(),
            object.as_ref().map(label).unwrap_or_default(),
        ),
    };
    [
        id.clone(),
        text.clone(),
        subject.id.clone(),
        label(subject),
        verb,
        object_id,
        object,
        mode.as_str().to_owned(),
        words::date(when).unwrap_or_default(),
        own(amount),
        standing.as_str().to_owned(),
        rule.as_str().to_owned(),
        support
            .iter()
            .map(|kind: &Support| kind.as_str())
            .collect::<Vec<_>>()
            .join("; "),
        origins.to_string(),
        outlets.iter().map(label).collect::<Vec<_>>().join("; "),
        voices.map(|voices| voices.to_string()).unwrap_or_default(),
        sources.iter().map(source).collect::<Vec<_>>().join("; "),
        all_answers(iri, answers, summarises, same_meeting).join("; "),
        own(check),
        own(concern),
        case.clone(),
        place.table.to_owned(),
        words::row_cell(place),
        source_ids(sources),
        own(detail),
        own(purpose),
        concerns.iter().map(label).collect::<Vec<_>>().join("; "),
    ]
}

/// The ids of the sources, each once, in their order.
fn source_ids(sources: &[CitedSource]) -> String {
    let mut ids: Vec<&str> = sources.iter().map(|s| s.named.id.as_str()).collect();
    ids.dedup();
    ids.join("; ")
}

/// All answers that are to be shown with a claim, in one cell.
pub(super) fn claim_answers(claim: &ClaimView) -> String {
    let ClaimView {
        iri,
        answers,
        summarises,
        same_meeting,
        ..
    } = claim;
    all_answers(iri, answers, summarises, same_meeting).join("; ")
}

/// The answers to a claim, and those to the claims that its sentence speaks of
/// as well: which it sums up, and other attendances of its meeting.
pub(super) fn all_answers(
    claim: &str,
    own: &[AnswerView],
    summed_up: &[SummedUp],
    same_meeting: &[SummedUp],
) -> Vec<String> {
    let given_here: BTreeSet<&str> = own.iter().map(|given| given.iri.as_str()).collect();
    let own = own.iter().map(|given| answer(given, Some(claim)));
    let of_parts = summed_up.iter().flat_map(|part| {
        let Name { iri, id, .. } = &*part.named;
        part.answers
            .iter()
            .map(move |given| format!("{} to {id}, which it sums up", answer(given, Some(iri))))
    });
    let of_meeting = same_meeting.iter().flat_map(|other| {
        let Name { iri, id, .. } = &*other.named;
        let given = other.answers.iter();
        let given = given.filter(|given| !given_here.contains(given.iri.as_str()));
        given.map(move |given| format!("{} to {id}, of the same meeting", answer(given, Some(iri))))
    });
    own.chain(of_parts).chain(of_meeting).collect()
}

fn label(named: &Named) -> String {
    named.label.clone()
}

/// `Two people (WITHDRAWN)`: what no longer supports the claim says so.
pub(super) fn source(source: &CitedSource) -> String {
    match source.withdrawn {
        true => format!("{} (WITHDRAWN)", source.named.label),
        false => source.named.label.clone(),
    }
}

/// An answer in one cell; beside the thing of an IRI, or by itself:
/// `denied (whole) by Acme, 2024-05, via Paper — “No.” [acme-denies, denials.csv row 3]`
pub(super) fn answer(answer: &AnswerView, shown_with: Option<&str>) -> String {
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
    let given_to = match shown_with {
        Some(iri) => words::also_given_to(answer, iri),
        None => {
            let targets: Vec<&str> = of.iter().map(|of| of.named.label.as_str()).collect();
            format!(" to {}", targets.join(", "))
        }
    };
    let name = |named: &Option<Named>| named.as_ref().map(label);
    let mut cell = stance.as_str().to_owned();
    for (before, value, after) in [
        (" (", scope.map(|scope| scope.as_str().to_owned()), ")"),
        (" by ", name(by), ""),
        (" for ", name(on_behalf_of), ""),
        ("", Some(given_to), ""),
        (", ", words::date(when), ""),
        (", via ", name(via), ""),
        (", asked ", asked.clone(), ""),
        (", deadline ", deadline.clone(), ""),
        (", recorded ", recorded.clone(), ""),
        (" — “", quote.clone(), "”"),
        (" — ", text.clone(), ""),
        (" [", Some(format!("{id}, {}", words::row(place))), "]"),
    ] {
        if let Some(value) = value {
            cell.extend([before, &value, after]);
        }
    }
    cell
}

/// What was found, one row each.
pub fn found(found: &[Found]) -> Sheet {
    let mut sheet = Sheet::new([
        "id",
        "kind",
        "name",
        "aliases",
        "description",
        "matched",
        "standing",
        "answers",
        "case",
        "iri",
    ]);
    for Found {
        what,
        matched,
        standing,
        answers,
    } in found
    {
        let Candidate {
            named,
            kind,
            description,
            aliases,
            case,
        } = what;
        sheet.row([
            named.id.clone(),
            kind.words().into_owned(),
            named.label.clone(),
            aliases.join("; "),
            description.clone().unwrap_or_default(),
            matched.as_str().to_owned(),
            standing
                .map(|standing| standing.as_str().to_owned())
                .unwrap_or_default(),
            answers
                .map(|answers| answers.to_string())
                .unwrap_or_default(),
            case.clone().unwrap_or_default(),
            named.iri.clone(),
        ]);
    }
    sheet
}
