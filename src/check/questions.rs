//! Open questions: what nobody has answered, about what, and who could answer.

use crate::model::Case;
use crate::model::Question;
use crate::model::Rows;
use crate::model::Subject;
use crate::model::Table;

use super::Checking;
use super::references::ASKED_ABOUT;
use super::references::CLAIM;

/// The questions of the case; needs everything but its answers.
pub(super) fn check(checking: &mut Checking<'_>, case: &Case) -> Rows<Question> {
    let found = checking.rows(Table::Questions, |row| {
        let about = row.references("about", &ASKED_ABOUT);
        let mut about: Vec<Subject> = about
            .into_iter()
            .filter_map(|id| subject(case, id))
            .collect();
        about.sort();
        let who_could_answer = row.entities("who_could_answer");
        let answered_by = row.reference("answered_by", &CLAIM);
        let source = row.source("source");
        Some(Question {
            id: row.id()?.to_owned(),
            text: row.text("text")?,
            about,
            who_could_answer,
            answered_by: answered_by.and_then(|id| case.claims.find(id)),
            source,
            place: row.place(),
        })
    });
    Rows::new(found)
}

/// What an id names; ids are unique over all tables, so the order is of no account.
fn subject(case: &Case, id: &str) -> Option<Subject> {
    let claim = case.claims.find(id).map(Subject::Claim);
    claim
        .or_else(|| case.meetings.find(id).map(Subject::Meeting))
        .or_else(|| case.entities.find(id).map(Subject::Entity))
        .or_else(|| case.sources.find(id).map(Subject::Source))
}
