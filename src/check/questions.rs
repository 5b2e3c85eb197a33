//! Open questions: what nobody has answered, about what, and who could answer.

use crate::model::Case;
use crate::model::Question;
use crate::model::Rows;
use crate::model::Subject;
use crate::model::Table;

use super::Checking;
use super::references::ASKED_ABOUT;
use super::references::CLAIM;
use super::references::Reference;

/// The questions of the case; needs everything but its answers.
pub(super) fn check(checking: &mut Checking<'_>, case: &Case) -> Rows<Question> {
    let found = checking.rows(Table::Questions, |row| {
        let about = row.references("about", &ASKED_ABOUT);
        let mut about: Vec<Subject> = about
            .into_iter()
            .filter_map(|about| subject(case, about))
            .collect();
        about.sort();
        let who_could_answer = row.entities("who_could_answer");
        let answered_by = row.reference("answered_by", &CLAIM);
        let source = row.source("source");
        Some(Question {
            id: row.id()?.into(),
            text: row.text("text")?,
            about: about.into_boxed_slice(),
            who_could_answer,
            answered_by: answered_by.and_then(|claim| claim.claim(case)),
            source,
            place: row.place(),
        })
    });
    Rows::new(found)
}

/// What an id names; ids are unique over all tables, so the order is of no account.
fn subject(case: &Case, about: Reference<'_>) -> Option<Subject> {
    let claim = about.claim(case).map(Subject::Claim);
    claim
        .or_else(|| about.meeting().map(Subject::Meeting))
        .or_else(|| about.entity().map(Subject::Entity))
        .or_else(|| about.source().map(Subject::Source))
}
