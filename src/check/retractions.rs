//! Retractions: only who stands behind a citation can withdraw it.

use std::collections::BTreeSet;

use crate::model::Case;
use crate::model::Claim;
use crate::model::Code;
use crate::model::Ix;
use crate::model::Problem;
use crate::model::Source;
use crate::model::Speaker;
use crate::model::Table;
use crate::model::Target;
use crate::model::chain;

use super::problems::problem;
use super::row_check::RowCheck;

/// Reports a retraction whose speaker is on no chain of what is retracted, up
/// to and including the outlet.
pub(super) fn check(row: &mut RowCheck<'_, '_>, case: &Case, by: Speaker, targets: &[Target]) {
    // Chains may be torn where a source was refused; then nothing is certain.
    if row.any_refused(Table::Sources) || row.ids.may_lack(&[Table::Sources]) {
        return;
    }
    let Some(cell) = row.cell("by") else {
        return;
    };
    for target in targets {
        let (name, behind) = match target {
            Target::Claim(claim) => (&case.claims[*claim].id, answerable(case, *claim)),
            Target::Meeting(meeting) => {
                let meeting = &case.meetings[*meeting];
                let attendances = meeting.participants.iter().filter_map(|who| {
                    let id = format!("{}.{}", meeting.id, case.entities[*who].id);
                    case.claims.find(&id)
                });
                let behind = attendances.flat_map(|claim| answerable(case, claim));
                (&meeting.id, behind.collect())
            }
            Target::Source(source) => {
                let behind = chain(&case.sources, *source);
                let behind = behind.answerable().iter().copied().collect();
                (&case.sources[*source].id, behind)
            }
            // Nobody is cited for a question, so nobody can withdraw it.
            Target::Question(question) => (&case.questions[*question].id, BTreeSet::new()),
        };
        let is_behind = |source: &Ix<Source>| match by {
            Speaker::Source(by) => by == *source,
            Speaker::Entity(by) => case.sources[*source].entity == Some(by),
        };
        if !behind.iter().any(is_behind) {
            let who: Vec<String> = behind
                .iter()
                .map(|source| format!("`{}`", case.sources[*source].id))
                .collect();
            let hint = match &who[..] {
                [] => {
                    "a question is answered by a claim in `answered_by`, not retracted".to_owned()
                }
                who => format!("`{name}` can be withdrawn by {}", who.join(", ")),
            };
            row.push(Problem {
                hints: vec![hint],
                ..problem(
                    Code::RetractionByStranger,
                    cell.place(),
                    format!("`{}` does not stand behind `{name}`", cell.text()),
                    "a source on the chain behind it, up to the outlet; from others it is a denial",
                )
            });
        }
    }
}

/// The sources that can withdraw a citation of the claim.
fn answerable(case: &Case, claim: Ix<Claim>) -> BTreeSet<Ix<Source>> {
    case.claims[claim]
        .citations()
        .iter()
        .flat_map(|citation| chain(&case.sources, citation.source).answerable().to_vec())
        .collect()
}
