//! Answers: denials, refusals, silences, confirmations, retractions.

use crate::model::Case;
use crate::model::Code;
use crate::model::Denial;
use crate::model::Rows;
use crate::model::Scope;
use crate::model::Speaker;
use crate::model::Stance;
use crate::model::Table;
use crate::model::Target;

use super::Checking;
use super::problems::problem;
use super::references::ANSWERED;
use super::references::Reference;
use super::references::SPEAKER;
use super::retractions;
use super::row_check::RowCheck;

/// The answers of the case; needs everything else in it.
pub(super) fn check(checking: &mut Checking<'_>, case: &Case) -> Rows<Denial> {
    let found = checking.rows(Table::Denials, |row| denial(row, case));
    Rows::new(found)
}

fn denial(row: &mut RowCheck<'_, '_>, case: &Case) -> Option<Denial> {
    let of = row.references("of", &ANSWERED);
    let mut targets: Vec<Target> = of.iter().filter_map(|of| target(case, *of)).collect();
    targets.sort();
    let stance = row.word("stance", Stance::ALL, Stance::as_str);
    let scope = row.word("scope", Scope::ALL, Scope::as_str);
    let by = row.reference("by", &SPEAKER);
    let by = by.and_then(speaker);
    let on_behalf_of = row.entity("on_behalf_of");
    let via = row.source("via");
    let asked = row.date("asked");
    let deadline = row.date("deadline");
    row.warn_if_before(("deadline", deadline.as_ref()), ("asked", asked.as_ref()));
    let when = row.date("when");
    let recorded = row.day("recorded");
    if let Some(stance) = stance {
        check_scope(row, stance, scope);
        check_speaker(row, stance);
        if let (Stance::Retracted, Some(by)) = (stance, by) {
            retractions::check(row, case, by, &targets);
        }
    }
    Some(Denial {
        id: row.id()?.into(),
        of: targets.into_boxed_slice(),
        stance: stance?,
        scope,
        by,
        on_behalf_of,
        via,
        asked,
        deadline,
        when,
        quote: row.text("quote"),
        text: row.text("text"),
        recorded,
        place: row.place(),
    })
}

fn check_scope(row: &mut RowCheck<'_, '_>, stance: Stance, scope: Option<Scope>) {
    match stance {
        Stance::Denied | Stance::Confirmed => {
            // A cell that holds another word is one problem already.
            if scope.is_none() && row.known("scope").is_none() {
                row.push(problem(
                    Code::ScopeMissing,
                    row.draft().place_of("scope"),
                    format!("how much of it is {} is not said", stance.as_str()),
                    "`whole`, `general`, `part` or `characterisation`",
                ));
            }
        }
        Stance::Retracted => match (scope, row.cell("scope")) {
            (Some(Scope::Part | Scope::Characterisation), Some(cell)) => row.push(problem(
                Code::RetractionScope,
                cell.place(),
                "a retraction of a part would take away the whole claim",
                "an empty scope, `whole` or `general`; or the stance `denied` with this scope",
            )),
            (
                Some(Scope::Whole | Scope::General | Scope::Part | Scope::Characterisation) | None,
                _,
            ) => {}
        },
        Stance::Declined | Stance::NoResponse | Stance::Commented | Stance::Pending => {}
    }
}

fn check_speaker(row: &mut RowCheck<'_, '_>, stance: Stance) {
    let has = |column: &str| row.draft().cell(column).is_some() && row.known(column).is_some();
    let damaged = |column: &str| row.draft().cell(column).is_some() && row.cell(column).is_none();
    if has("by") || damaged("by") {
        return;
    }
    let message = match stance {
        Stance::Retracted => "who retracts is not said",
        _ if has("on_behalf_of") || damaged("on_behalf_of") => return,
        Stance::Pending => "who was asked is not said",
        Stance::Denied
        | Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Confirmed => "who answers is not said",
    };
    let expected = match stance {
        Stance::Retracted => "the source or entity that withdraws, in `by`",
        Stance::Denied
        | Stance::Declined
        | Stance::NoResponse
        | Stance::Commented
        | Stance::Confirmed
        | Stance::Pending => "a source or an entity in `by`, or an entity in `on_behalf_of`",
    };
    row.push(problem(
        Code::SpeakerMissing,
        row.draft().place_of("by"),
        message,
        expected,
    ));
}

/// What an id names; ids are unique over all tables, so the order is of no account.
fn target(case: &Case, of: Reference<'_>) -> Option<Target> {
    let claim = of.claim(case).map(Target::Claim);
    claim
        .or_else(|| of.meeting().map(Target::Meeting))
        .or_else(|| case.questions.find(of.id()).map(Target::Question))
        .or_else(|| of.source().map(Target::Source))
}

fn speaker(by: Reference<'_>) -> Option<Speaker> {
    let source = by.source().map(Speaker::Source);
    source.or_else(|| by.entity().map(Speaker::Entity))
}
