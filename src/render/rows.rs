//! Answers as rows and columns: one row per claim, with its answers in it.

use std::collections::BTreeSet;

use crate::answer::{
    AnswerView, Candidate, CitedSource, ClaimView, Found, Named, Place, QuestionView, Shown,
    SummedUp,
};
use crate::model::Support;
use crate::render::sheet::Sheet;
use crate::render::words;

/// The columns of a claim.
const CLAIM: [&str; 20] = [
    "claim", "text", "subject", "verb", "object", "mode", "when", "amount", "standing", "rule",
    "support", "origins", "outlets", "voices", "sources", "answers", "check", "concern", "table",
    "row",
];

impl Shown {
    /// The claims that are shown, in their order.
    pub fn claims(&self) -> Vec<&ClaimView> {
        match self {
            Shown::Entity(entity) => entity.claims.iter().collect(),
            Shown::Claim(claim) => vec![claim],
            Shown::Source(source) => source
                .resting
                .iter()
                .map(|resting| &resting.claim)
                .collect(),
            Shown::Meeting(meeting) => meeting.claims.iter().collect(),
            Shown::Denial(denial) => denial.shown_with.iter().collect(),
            Shown::Question(_) => Vec::new(),
            Shown::Link(_, claims) => claims.iter().collect(),
        }
    }
}

/// One thing: its claims, one row each. Questions, and answers that none of
/// these rows carries, follow in rows without a claim.
pub fn shown(shown: &Shown) -> Sheet {
    let mut sheet = Sheet::new(CLAIM);
    let mut carried: BTreeSet<&str> = BTreeSet::new();
    for claim in shown.claims() {
        sheet.row(claim_cells(claim));
        let of_parts = claim.summarises.iter().flat_map(|part| &part.answers);
        carried.extend(claim.answers.iter().chain(of_parts).map(|a| a.iri.as_str()));
    }
    let (questions, answers) = beside_claims(shown);
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
        Shown::Claim(_) | Shown::Meeting(_) | Shown::Link(..) => (Vec::new(), Vec::new()),
    }
}

fn question_cells(question: &QuestionView) -> [String; 20] {
    let answers: Vec<String> = question.answers.iter().map(answer).collect();
    without_claim(question.text.clone(), answers.join("; "), &question.place)
}

fn answer_cells(given: &AnswerView) -> [String; 20] {
    let to: Vec<&str> = given.of.iter().map(|of| of.label.as_str()).collect();
    let to = match to.is_empty() {
        true => String::new(),
        false => format!(" to {}", to.join(", ")),
    };
    let text = given.text.as_ref().or(given.quote.as_ref());
    without_claim(
        text.cloned().unwrap_or_default(),
        format!("{}{to}", answer(given)),
        &given.place,
    )
}

/// The cells of something that is no claim.
fn without_claim(text: String, answers: String, place: &Place) -> [String; 20] {
    CLAIM.map(|column| match column {
        "text" => text.clone(),
        "answers" => answers.clone(),
        "table" => place.table.clone(),
        "row" => place.row.to_string(),
        _ => String::new(),
    })
}

/// The columns of [`claim_cells`].
pub fn claim_columns() -> [&'static str; 20] {
    CLAIM
}

/// The cells of one claim; unknown is an empty cell.
pub fn claim_cells(claim: &ClaimView) -> [String; 20] {
    let ClaimView {
        iri: _,
        id,
        case: _,
        text,
        subject,
        relation: _,
        verb,
        object,
        detail: _,
        attribute,
        mode,
        when,
        amount,
        purpose: _,
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
        concerns: _,
        summarises,
        credibility: _,
        recorded: _,
        check,
        checked_by: _,
        concern,
        place,
    } = claim;
    let own = |value: &Option<String>| value.clone().unwrap_or_default();
    let (verb, object) = match (verb, object, attribute) {
        (_, _, Some((name, value))) => (name.clone(), value.clone()),
        (verb, object, None) => (own(verb), object.as_ref().map(label).unwrap_or_default()),
    };
    [
        id.clone(),
        text.clone(),
        label(subject),
        verb,
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
        outlets
            .iter()
            .map(|outlet| {
                let same = |source: &&CitedSource| source.named.iri == outlet.iri;
                sources.iter().find(same).map_or(label(outlet), source)
            })
            .collect::<Vec<_>>()
            .join("; "),
        voices.map(|voices| voices.to_string()).unwrap_or_default(),
        sources.iter().map(source).collect::<Vec<_>>().join("; "),
        all_answers(answers, summarises),
        own(check),
        own(concern),
        place.table.clone(),
        place.row.to_string(),
    ]
}

/// The answers to a claim, and those to the claims it sums up.
fn all_answers(own: &[AnswerView], summed_up: &[SummedUp]) -> String {
    let own = own.iter().map(answer);
    let of_parts = summed_up.iter().flat_map(|part| {
        let to = &part.named.id;
        part.answers
            .iter()
            .map(move |given| format!("{} to {to}, which it sums up", answer(given)))
    });
    own.chain(of_parts).collect::<Vec<_>>().join("; ")
}

fn label(named: &Named) -> String {
    named.label.clone()
}

/// `Two people`; who must not be named is marked in the cell itself.
fn source(source: &CitedSource) -> String {
    match source.protected {
        true => format!("{} (PROTECTED)", source.named.label),
        false => source.named.label.clone(),
    }
}

/// `denied (whole) by Acme: witkoff-denies`
pub fn answer(answer: &AnswerView) -> String {
    let scope = answer
        .scope
        .as_ref()
        .map(|scope| format!(" ({scope})"))
        .unwrap_or_default();
    let by = answer
        .by
        .as_ref()
        .map(|by| format!(" by {}", by.label))
        .unwrap_or_default();
    let principal = answer
        .on_behalf_of
        .as_ref()
        .map(|who| format!(" for {}", who.label))
        .unwrap_or_default();
    format!("{}{scope}{by}{principal} [{}]", answer.stance, answer.id)
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
            kind.clone(),
            named.label.clone(),
            aliases.join("; "),
            description.clone().unwrap_or_default(),
            (*matched).to_owned(),
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
