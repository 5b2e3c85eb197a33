//! A claim in short: what an answer says of each of a million claims without
//! looking it up in the edition. Its standing and every answer to it are there.

use std::collections::BTreeMap;

use crate::answer::Place;
use crate::answer::whole::{Whole, parts, place};
use crate::model::iri::CaseIris;
use crate::model::{Claim, Denial, Identified, Ix, Mode, Scope, Speaker, Stance, Standing, Target};

/// A claim with its standing, every answer to it, and its row.
#[derive(Debug, Clone)]
pub struct ClaimBrief {
    pub iri: String,
    pub id: String,
    pub text: String,
    /// As it is shown to a person, see `ClaimView::sentence`.
    pub sentence: String,
    pub mode: Mode,
    pub standing: Standing,
    /// Every answer, whatever it changes; those to what it sums up, and to others
    /// of its meeting, as well.
    pub answers: Vec<AnswerBrief>,
    pub place: Place,
}

/// An answer with its speaker, its words and its row.
#[derive(Debug, Clone)]
pub struct AnswerBrief {
    pub id: String,
    pub stance: Stance,
    pub scope: Option<Scope>,
    /// The name of the source or the entity that speaks.
    pub by: Option<String>,
    pub on_behalf_of: Option<String>,
    /// The report that it was given to, where it names no claim.
    pub of_report: Option<String>,
    /// The claims that it was given to, where these are others: summed up here,
    /// or of the same meeting.
    pub of_others: Vec<String>,
    pub when: Option<String>,
    pub via: Option<String>,
    pub asked: Option<String>,
    pub deadline: Option<String>,
    pub quote: Option<String>,
    pub text: Option<String>,
    pub place: Place,
}

/// A claim of a case in short. Linear in the claims that it sums up, and in
/// those of its meeting.
pub(super) fn claim_brief(whole: &Whole<'_>, claim: Ix<Claim>) -> ClaimBrief {
    let Whole {
        case, assessment, ..
    } = whole;
    let row = &case.claims[claim];
    let assessed = assessment.claim(claim);
    let own = assessed.answers.iter();
    let own = own.map(|answer| answer_brief(whole, *answer, Some(claim)));
    let mut answers: Vec<AnswerBrief> = own.collect();
    // One that was given to several of them is told once.
    let mut of_others: BTreeMap<Ix<Denial>, Vec<Ix<Claim>>> = BTreeMap::new();
    for other in parts(case, claim)
        .into_iter()
        .chain(whole.same_meeting(claim))
    {
        for answer in &assessment.claim(other).answers {
            if !assessed.answers.contains(answer) {
                of_others.entry(*answer).or_default().push(other);
            }
        }
    }
    for (answer, others) in of_others {
        let ids = others.iter().map(|other| case.claims[*other].id());
        answers.push(AnswerBrief {
            of_others: ids.map(str::to_owned).collect(),
            ..answer_brief(whole, answer, others.first().copied())
        });
    }
    ClaimBrief {
        iri: CaseIris::new(&case.base).claim(row.id()),
        id: row.id().to_owned(),
        text: row.text.to_string(),
        sentence: whole.named_claim(claim).label.clone(),
        mode: row.mode,
        standing: assessed.standing,
        answers,
        place: place(row.place),
    }
}

/// An answer in short, as it is shown with a claim or by itself.
pub(super) fn answer_brief(
    whole: &Whole<'_>,
    denial: Ix<Denial>,
    shown_with: Option<Ix<Claim>>,
) -> AnswerBrief {
    let Denial {
        id,
        of,
        stance,
        scope,
        by,
        on_behalf_of,
        via,
        asked,
        deadline,
        when,
        quote,
        text,
        recorded: _,
        place: row,
    } = &whole.case.denials[denial];
    let entity = |entity: &Ix<_>| whole.label(*entity);
    let source = |source: &Ix<_>| whole.source(*source).label.clone();
    // Rules differ for an answer to a claim and one to the report it is in.
    let names_it = shown_with.is_none()
        || of.iter().any(|target| match target {
            Target::Claim(_) | Target::Meeting(_) => true,
            Target::Question(_) | Target::Source(_) => false,
        });
    let report = of.iter().find_map(|target| match target {
        Target::Source(source) => Some(source),
        Target::Claim(_) | Target::Meeting(_) | Target::Question(_) => None,
    });
    AnswerBrief {
        id: id.to_string(),
        stance: *stance,
        scope: *scope,
        by: by.map(|by| match by {
            Speaker::Source(by) => source(&by),
            Speaker::Entity(by) => entity(&by),
        }),
        on_behalf_of: on_behalf_of.as_ref().map(entity),
        of_report: report.filter(|_| !names_it).map(source),
        of_others: Vec::new(),
        when: when.as_ref().map(ToString::to_string),
        via: via.as_ref().map(source),
        asked: asked.as_ref().map(ToString::to_string),
        deadline: deadline.as_ref().map(ToString::to_string),
        quote: quote.as_deref().map(str::to_owned),
        text: text.as_deref().map(str::to_owned),
        place: place(*row),
    }
}
