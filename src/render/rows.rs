//! Answers as rows and columns: one row per claim, with its answers in it.

use crate::answer::{AnswerView, Candidate, CitedSource, ClaimView, Found, Named, Shown};
use crate::model::Support;
use crate::render::sheet::Sheet;
use crate::render::text;

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

/// Claims, one row each.
pub fn claims(claims: &[&ClaimView]) -> Sheet {
    let mut sheet = Sheet::new(CLAIM);
    for claim in claims {
        sheet.row(claim_cells(claim));
    }
    sheet
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
        summarises: _,
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
        text::date(when).unwrap_or_default(),
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
        answers.iter().map(answer).collect::<Vec<_>>().join("; "),
        own(check),
        own(concern),
        place.table.clone(),
        place.row.to_string(),
    ]
}

fn label(named: &Named) -> String {
    named.label.clone()
}

fn source(source: &CitedSource) -> String {
    source.named.label.clone()
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
            case: _,
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
        ]);
    }
    sheet
}
