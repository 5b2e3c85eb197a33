//! Requests that are out: whom each went to, whether an answer to the same came,
//! and whether its time is up.

use crate::answer::audit::facts::Facts;
use crate::answer::audit::record::speakers;
use crate::model::{Denial, Edtf, Entity, Ix, Source, Speaker, Stance, Target};

/// Whom an answer comes from, or a request went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::answer) enum Who {
    Entity(Ix<Entity>),
    Source(Ix<Source>),
    Nobody,
}

/// What was answered by whom, and what is overdue.
pub(in crate::answer) struct Requests {
    // Sorted, so that they can be searched.
    settled: Vec<(Who, Target)>,
    overdue: Vec<(Who, Ix<Denial>)>,
}

impl Requests {
    /// n log n in the answers.
    pub fn new(facts: &Facts<'_>) -> Self {
        let mut requests = Self {
            settled: Vec::new(),
            overdue: Vec::new(),
        };
        for (_, denial) in facts.case.denials.iter() {
            if denial.stance != Stance::Pending {
                for who in comes_from(facts, denial) {
                    let targets = denial.of.iter();
                    requests
                        .settled
                        .extend(targets.map(|target| (who, *target)));
                }
            }
        }
        requests.settled.sort_unstable();
        for (ix, denial) in facts.case.denials.iter() {
            for who in comes_from(facts, denial) {
                if requests.days_overdue(facts, who, denial).is_some() {
                    requests.overdue.push((who, ix));
                }
            }
        }
        requests.overdue.sort_unstable();
        requests
    }

    /// Whether all that a request was about has an answer from whom it went to.
    pub fn is_settled(&self, who: Who, denial: &Denial) -> bool {
        let mut asked = denial.of.iter();
        asked.all(|target| self.settled.binary_search(&(who, *target)).is_ok())
    }

    /// How many days ago the last day of a deadline passed by which nothing came.
    pub fn days_overdue(&self, facts: &Facts<'_>, who: Who, denial: &Denial) -> Option<i64> {
        if denial.stance != Stance::Pending || self.is_settled(who, denial) {
            return None;
        }
        let last = denial.deadline.as_ref().and_then(Edtf::latest)?;
        Some(last.days_until(facts.as_of)).filter(|days| *days > 0)
    }

    /// Everything that is overdue, with whom it went to, in order.
    pub fn all_overdue(&self) -> &[(Who, Ix<Denial>)] {
        &self.overdue
    }

    /// What is overdue from somebody, in the order of its ids.
    pub fn overdue(&self, who: Who) -> impl Iterator<Item = Ix<Denial>> + '_ {
        let from = self.overdue.partition_point(|(other, _)| *other < who);
        let of_them = self.overdue[from..].iter();
        of_them
            .take_while(move |(other, _)| *other == who)
            .map(|(_, denial)| *denial)
    }
}

/// Whom an answer comes from; never empty.
pub(in crate::answer) fn comes_from(facts: &Facts<'_>, denial: &Denial) -> Vec<Who> {
    let entities = speakers(facts, denial);
    if !entities.is_empty() {
        return entities.into_iter().map(Who::Entity).collect();
    }
    match denial.by {
        Some(Speaker::Source(source)) => vec![Who::Source(source)],
        Some(Speaker::Entity(entity)) => vec![Who::Entity(entity)],
        None => vec![Who::Nobody],
    }
}
