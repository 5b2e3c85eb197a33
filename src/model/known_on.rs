//! A case as it was known on a day: as if every row entered later were absent.
//!
//! Takes a case and a day; gives the case without the claims, answers and
//! decisions on identity that were entered after it, and without whatever refers
//! to these, and counts them. Standings are not touched here: [`assess`](super::assess) is to be
//! asked anew. People, sources and questions have no day of entry and stay.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use super::answer::{Denial, Question, Subject, Target};
use super::case::Case;
use super::claim::{Claim, Meeting, Statement};
use super::date::Day;
use super::rows::{Ix, Moved, Rows};

/// What a case as known on a day is without, and what stays untold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Claims entered later; each attendance of a meeting is one.
    pub claims: u64,
    /// Answers entered later.
    pub answers: u64,
    /// Answers entered by that day, or on no day that is told, to nothing but
    /// claims that are left out.
    pub answers_to_them: u64,
    /// Decisions on identity entered later.
    pub decisions: u64,
    /// Rows of claims, answers and decisions that stay although no day of entry is
    /// told.
    pub undated: u64,
}

impl AddAssign for LeftOut {
    /// Counts another case as well.
    fn add_assign(&mut self, other: Self) {
        let LeftOut {
            claims,
            answers,
            answers_to_them,
            decisions,
            undated,
        } = other;
        self.claims += claims;
        self.answers += answers;
        self.answers_to_them += answers_to_them;
        self.decisions += decisions;
        self.undated += undated;
    }
}

/// The case as if every row recorded after a day were absent. `None` of a
/// redacted case: its standings were carried over from the whole one, and what
/// they follow from is withheld.
///
/// `recorded` is one calendar day, so that no reading of it is in question: a
/// row of the day itself stays. A row without one stays too, whichever way it
/// would tip the scales, since leaving out a denial that may have been known is
/// worse than showing a claim that may not have been; both are counted. What
/// summed up a claim that is left out no longer does; an answer to nothing else
/// goes with it, and a question that it answered is open again.
pub fn known_on(case: Case, day: Day) -> Option<(Case, LeftOut)> {
    let Case {
        base,
        title,
        entities,
        relations,
        sources,
        claims,
        meetings,
        denials,
        questions,
        identities,
        assessed,
    } = case;
    if assessed.is_some() {
        return None;
    }
    let mut left_out = LeftOut::default();
    let mut undated: BTreeSet<Ix<Meeting>> = BTreeSet::new();
    let mut gone: BTreeSet<Ix<Meeting>> = BTreeSet::new();
    let (mut claims, claim_moved) = claims.keep(|_, claim| {
        let meeting = match claim.statement {
            Statement::Attendance { meeting, .. } => Some(meeting),
            Statement::Relationship { .. }
            | Statement::Transaction { .. }
            | Statement::Attribute { .. } => None,
        };
        let stays = is_known(claim.recorded, day);
        left_out.claims += u64::from(!stays);
        match meeting {
            Some(meeting) if !stays => {
                gone.insert(meeting);
            }
            Some(meeting) if claim.recorded.is_none() => {
                undated.insert(meeting);
            }
            None if claim.recorded.is_none() => left_out.undated += 1,
            Some(_) | None => {}
        }
        stays
    });
    left_out.undated += undated.len() as u64;
    // All attendances of a meeting were entered with its row.
    let (meetings, meeting_moved) = meetings.keep(|ix, _| !gone.contains(&ix));
    for ix in claims.indexes() {
        refer(claims.row_mut(ix), &claim_moved, &meeting_moved);
    }
    let moved = (&claim_moved, &meeting_moved);
    let (mut denials, _) = denials.keep(|_, denial| {
        if !is_known(denial.recorded, day) {
            left_out.answers += 1;
            return false;
        }
        if targets(denial, moved).next().is_none() {
            left_out.answers_to_them += 1;
            return false;
        }
        left_out.undated += u64::from(denial.recorded.is_none());
        true
    });
    for ix in denials.indexes() {
        let denial = denials.row_mut(ix);
        denial.of = targets(denial, moved).collect();
    }
    let (identities, _) = identities.keep(|_, identity| {
        let stays = is_known(identity.recorded, day);
        left_out.decisions += u64::from(!stays);
        left_out.undated += u64::from(identity.recorded.is_none());
        stays
    });
    let case = Case {
        base,
        title,
        entities,
        relations,
        sources,
        claims,
        meetings,
        denials,
        questions: asked(questions, moved),
        identities,
        assessed: None,
    };
    Some((case, left_out))
}

fn is_known(recorded: Option<Day>, day: Day) -> bool {
    recorded.is_none_or(|recorded| recorded <= day)
}

/// Lets a claim refer to what is left.
fn refer(claim: &mut Claim, claims: &Moved<Claim>, meetings: &Moved<Meeting>) {
    if !claim.summarises.is_empty() {
        let parts = claim.summarises.iter();
        claim.summarises = parts.filter_map(|part| claims.of(*part)).collect();
    }
    if let Statement::Attendance { meeting, .. } = &mut claim.statement
        && let Some(moved) = meetings.of(*meeting)
    {
        *meeting = moved;
    }
}

/// Where claims and meetings went.
type MovedTo<'m> = (&'m Moved<Claim>, &'m Moved<Meeting>);

/// What is left of what an answer was given to; as sorted as before.
fn targets<'d>(
    denial: &'d Denial,
    (claims, meetings): MovedTo<'d>,
) -> impl Iterator<Item = Target> + 'd {
    denial.of.iter().filter_map(move |target| match *target {
        Target::Claim(claim) => claims.of(claim).map(Target::Claim),
        Target::Meeting(meeting) => meetings.of(meeting).map(Target::Meeting),
        Target::Question(_) | Target::Source(_) => Some(*target),
    })
}

/// Questions about what is left; each of them stays, if about nothing.
fn asked(mut questions: Rows<Question>, (claims, meetings): MovedTo<'_>) -> Rows<Question> {
    for ix in questions.indexes() {
        let question = questions.row_mut(ix);
        let about = question.about.iter().filter_map(|about| match *about {
            Subject::Claim(claim) => claims.of(claim).map(Subject::Claim),
            Subject::Meeting(meeting) => meetings.of(meeting).map(Subject::Meeting),
            Subject::Entity(_) | Subject::Source(_) => Some(*about),
        });
        question.about = about.collect();
        question.answered_by = question.answered_by.and_then(|claim| claims.of(claim));
    }
    questions
}
