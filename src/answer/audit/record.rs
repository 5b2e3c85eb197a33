//! Who is on record with what: the parties of a claim, whether it calls for an
//! answer, and who has given one.

use std::collections::BTreeSet;

use crate::answer::audit::facts::Facts;
use crate::answer::audit::requests::Requests;
use crate::model::{
    Claim, Denial, Entity, Ix, Meeting, Source, Speaker, Stance, Standing, Statement, Table, Target,
};

/// Why a claim calls for an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calls {
    /// It is denied or disputed.
    Contested,
    /// What it says is a matter of law.
    Legal,
    /// Nobody stands behind it by name.
    Unnamed,
}

impl Calls {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Calls::Contested => "contested",
            Calls::Legal => "legal",
            Calls::Unnamed => "unnamed-only",
        }
    }
}

/// The answers of a case by whom they come from.
pub(in crate::answer) struct Record {
    // Sorted, so that they can be searched.
    of_claim: Vec<(Ix<Claim>, Ix<Entity>)>,
    of_meeting: Vec<(Ix<Meeting>, Ix<Entity>)>,
    of_source: Vec<(Ix<Source>, Ix<Entity>)>,
    refused: Vec<(Ix<Entity>, Ix<Denial>)>,
    pub requests: Requests,
}

impl Record {
    /// n log n in the answers.
    pub fn new(facts: &Facts<'_>) -> Self {
        let mut record = Self {
            of_claim: Vec::new(),
            of_meeting: Vec::new(),
            of_source: Vec::new(),
            refused: Vec::new(),
            requests: Requests::new(facts),
        };
        for (ix, denial) in facts.case.denials.iter() {
            for who in speakers(facts, denial) {
                for target in &denial.of {
                    match *target {
                        Target::Claim(claim) => record.of_claim.push((claim, who)),
                        Target::Meeting(meeting) => record.of_meeting.push((meeting, who)),
                        Target::Source(source) => record.of_source.push((source, who)),
                        Target::Question(_) => {}
                    }
                }
                match denial.stance {
                    Stance::Declined | Stance::NoResponse => record.refused.push((who, ix)),
                    Stance::Denied
                    | Stance::Commented
                    | Stance::Confirmed
                    | Stance::Retracted
                    | Stance::Pending => {}
                }
            }
        }
        record.of_claim.sort_unstable();
        record.of_meeting.sort_unstable();
        record.of_source.sort_unstable();
        record.refused.sort_unstable();
        record
    }

    /// Whether a party to a claim has answered it, its meeting or a source that
    /// it rests on, whatever the stance; or is, or is on the side of, a source
    /// of it that is left.
    pub fn is_on_record(&self, facts: &Facts<'_>, claim: Ix<Claim>, party: Ix<Entity>) -> bool {
        let meeting = match facts.case.claims[claim].statement {
            Statement::Attendance { meeting, .. } => Some(meeting),
            Statement::Relationship { .. }
            | Statement::Transaction { .. }
            | Statement::Attribute { .. } => None,
        };
        let has = |source: Ix<Source>| {
            let source = &facts.case.sources[source];
            source.entity == Some(party) || source.side == Some(party)
        };
        self.of_claim.binary_search(&(claim, party)).is_ok()
            || meeting.is_some_and(|m| self.of_meeting.binary_search(&(m, party)).is_ok())
            || facts.left(claim).any(|(source, _)| {
                let answered = |on| self.of_source.binary_search(&(on, party)).is_ok();
                has(source) || facts.chain(source).sources().iter().any(|on| answered(*on))
            })
    }

    /// The answers declined or not given by somebody, whatever they are of.
    pub fn refused(&self, who: Ix<Entity>) -> impl Iterator<Item = Ix<Denial>> + '_ {
        let from = self.refused.partition_point(|(other, _)| *other < who);
        let of_them = self.refused[from..].iter();
        of_them
            .take_while(move |(other, _)| *other == who)
            .map(|(_, denial)| *denial)
    }
}

/// Who an answer comes from: on whose behalf it is given, the entity that
/// speaks, and the one that its source is or whose side it is on. Each once.
pub(in crate::answer) fn speakers(facts: &Facts<'_>, denial: &Denial) -> BTreeSet<Ix<Entity>> {
    let mut speakers: BTreeSet<Ix<Entity>> = denial.on_behalf_of.into_iter().collect();
    match denial.by {
        Some(Speaker::Entity(entity)) => {
            speakers.insert(entity);
        }
        Some(Speaker::Source(source)) => {
            let source = &facts.case.sources[source];
            speakers.extend(source.entity.into_iter().chain(source.side));
        }
        None => {}
    }
    speakers
}

/// Why a claim calls for an answer, if it does.
pub(in crate::answer) fn calls(facts: &Facts<'_>, claim: Ix<Claim>) -> Option<Calls> {
    let assessed = facts.assessed(claim);
    match assessed.standing {
        Standing::Retracted => return None,
        Standing::Denied | Standing::Disputed => return Some(Calls::Contested),
        Standing::Uncontested => {}
    }
    if let Statement::Relationship { relation, .. } = facts.case.claims[claim].statement
        && facts.case.relations[relation].category == "legal"
    {
        return Some(Calls::Legal);
    }
    Facts::unnamed_only(assessed).then_some(Calls::Unnamed)
}

/// The people and organisations that a claim is about and that can be asked:
/// placeholders cannot. Of a meeting only who is said to have been there.
pub(in crate::answer) fn parties(facts: &Facts<'_>, claim: Ix<Claim>) -> Vec<Ix<Entity>> {
    let claim = &facts.case.claims[claim];
    let mut parties: Vec<Ix<Entity>> = claim.concerns.to_vec();
    match &claim.statement {
        Statement::Relationship {
            subject, object, ..
        } => parties.extend([*subject, *object]),
        Statement::Attendance { participant, .. } => parties.push(*participant),
        Statement::Transaction { payer, payee, .. } => parties.extend(payer.iter().chain(payee)),
        Statement::Attribute { subject, .. } => parties.push(*subject),
    }
    parties.retain(|party| {
        let party = &facts.case.entities[*party];
        party.named && party.kind.table() != Table::Assets
    });
    parties.sort_unstable();
    parties.dedup();
    parties
}
