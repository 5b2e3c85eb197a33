//! What is missing among the answers: where a denial was made, who was never
//! asked, which question of the desk is open.

use crate::answer::audit::FindingCode;
use crate::answer::audit::facts::Facts;
use crate::answer::audit::finding::{About, Finding};
use crate::answer::audit::record::{Record, calls, parties};
use crate::answer::audit::requests::Who;
use crate::model::{Claim, Denial, Ix, Meeting, Speaker, Stance, Statement, Subject};

/// Findings of denials, of parties and of questions.
pub(super) fn of_answers(facts: &Facts<'_>, record: &Record, found: &mut Vec<Finding>) {
    unsourced(facts, found);
    for (claim, _, _) in facts.live() {
        if calls(facts, claim).is_none() {
            continue;
        }
        for party in parties(facts, claim) {
            if record.is_on_record(facts, claim, party) {
                continue;
            }
            // Nothing from it is on record for this claim: whatever it refused
            // was something else.
            let code = match record.refused(party).next() {
                Some(_) => FindingCode::AskedElsewhere,
                None => FindingCode::NoReply,
            };
            found.push(Finding::new(code, [About::Entity(party)], vec![claim]));
        }
    }
    overdue(facts, record, found);
    open_questions(facts, found);
}

/// Of each party all that is overdue, as one finding.
fn overdue(facts: &Facts<'_>, record: &Record, found: &mut Vec<Finding>) {
    let shown = shown_with(facts, |denial| denial.stance == Stance::Pending);
    let requests = record.requests.all_overdue();
    for of_one in requests.chunk_by(|(one, _), (other, _)| one == other) {
        let about = match of_one[0].0 {
            Who::Entity(entity) => About::Entity(entity),
            Who::Source(source) => About::Source(source),
            // `check` lets no request pass that does not say who was asked.
            Who::Nobody => continue,
        };
        let claims = of_one
            .iter()
            .flat_map(|(_, denial)| claims_of(&shown, *denial));
        found.push(Finding::new(
            FindingCode::ReplyOverdue,
            [about],
            claims.collect(),
        ));
    }
}

/// Some answers with each claim that stands and that they are shown with; sorted.
fn shown_with(facts: &Facts<'_>, is_one: impl Fn(&Denial) -> bool) -> Vec<(Ix<Denial>, Ix<Claim>)> {
    let mut shown: Vec<(Ix<Denial>, Ix<Claim>)> = Vec::new();
    for (claim, _, assessed) in facts.live() {
        let answers = assessed.answers.iter();
        let wanted = answers.filter(|answer| is_one(&facts.case.denials[**answer]));
        shown.extend(wanted.map(|answer| (*answer, claim)));
    }
    shown.sort_unstable();
    shown
}

fn claims_of(shown: &[(Ix<Denial>, Ix<Claim>)], denial: Ix<Denial>) -> Vec<Ix<Claim>> {
    let from = shown.partition_point(|(other, _)| *other < denial);
    let of_it = shown[from..].iter();
    let of_it = of_it.take_while(|(other, _)| *other == denial);
    of_it.map(|(_, claim)| *claim).collect()
}

/// The denials that name no source and no way.
fn unsourced(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let is_unsourced = |denial: &Denial| {
        denial.stance == Stance::Denied
            && denial.via.is_none()
            && !matches!(denial.by, Some(Speaker::Source(_)))
    };
    let shown = shown_with(facts, is_unsourced);
    for (ix, denial) in facts.case.denials.iter() {
        if is_unsourced(denial) {
            found.push(Finding::new(
                FindingCode::AnswerUnsourced,
                [About::Denial(ix)],
                claims_of(&shown, ix),
            ));
        }
    }
}

fn open_questions(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let mut asked: Vec<(Ix<Meeting>, Ix<Claim>)> = Vec::new();
    for (claim, row) in facts.case.claims.iter() {
        match row.statement {
            Statement::Attendance { meeting, .. } => asked.push((meeting, claim)),
            Statement::Relationship { .. }
            | Statement::Transaction { .. }
            | Statement::Attribute { .. } => {}
        }
    }
    asked.sort_unstable();
    for (ix, question) in facts.case.questions.iter() {
        if question.answered_by.is_some() {
            continue;
        }
        let mut claims = Vec::new();
        for about in &question.about {
            match *about {
                Subject::Claim(claim) => claims.push(claim),
                Subject::Meeting(meeting) => {
                    let from = asked.partition_point(|(other, _)| *other < meeting);
                    let of_it = asked[from..].iter();
                    let of_it = of_it.take_while(|(other, _)| *other == meeting);
                    claims.extend(of_it.map(|(_, claim)| *claim));
                }
                Subject::Entity(_) | Subject::Source(_) => {}
            }
        }
        claims.retain(|claim| facts.is_live(*claim));
        found.push(Finding::new(
            FindingCode::OpenQuestion,
            [About::Question(ix)],
            claims,
        ));
    }
}
