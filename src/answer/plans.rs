//! What is planned or expected between two entities: claims, and no links.
//!
//! Takes two entities; gives projected claims of which they are the two ends,
//! and those by which both are expected at one meeting. Either may be the end
//! of thousands of claims, each lying elsewhere in the file: so the numbers of
//! claims are compared, and a claim is looked at only when it can be both's.

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::{MOST_PARTICIPANTS, Mode, iri};
use crate::network::Network;

/// Up to so many times an entity is mentioned, all that mentions it is read:
/// it lies in one place, where a search by predicate goes through the file.
const FEW_MENTIONS: u64 = 1_000;

/// Claims by what an entity is in them, each list ascending.
#[derive(Default)]
struct Ends {
    /// Their subject.
    of: Vec<TermId>,
    /// Their object.
    to: Vec<TermId>,
}

impl Graph {
    /// Claims that something is planned or expected between the two, some perhaps twice.
    pub(super) fn plan_ids(
        &self,
        network: &Network,
        one: TermId,
        other: TermId,
    ) -> Result<Vec<TermId>, AnswerError> {
        let mut ends = [one, other];
        // The one with little said of it first: mostly nothing is.
        if self.mentions(other)? < self.mentions(one)? {
            ends.reverse();
        }
        let one = self.claims_with(ends[0])?;
        if one.of.is_empty() && one.to.is_empty() {
            return Ok(Vec::new());
        }
        let other = self.claims_with(ends[1])?;
        let mut planned = self.expected_together(network, &one.of, &other.of)?;
        for (of, to) in [(&one.of, &other.to), (&other.of, &one.to)] {
            for claim in in_both(of, to) {
                // Background may say of a thing of its own that its subject is this one.
                if self.is_a(claim, "Claim")? && self.mode(claim)? == Mode::Projected {
                    planned.push(claim);
                }
            }
        }
        Ok(planned)
    }

    /// How often something is said to be this entity.
    fn mentions(&self, entity: TermId) -> Result<u64, AnswerError> {
        Ok(self.edition().count(None, None, Some(entity))?)
    }

    /// The claims that have this entity as subject or object.
    fn claims_with(&self, entity: TermId) -> Result<Ends, AnswerError> {
        let [subject, object] = ["subject", "object"].map(|name| format!("{}{name}", iri::RDF));
        if self.mentions(entity)? > FEW_MENTIONS {
            return Ok(Ends {
                of: self.subjects(&subject, entity)?,
                to: self.subjects(&object, entity)?,
            });
        }
        let (subject, object) = (self.known(&subject)?, self.known(&object)?);
        let mut ends = Ends::default();
        for triple in self.edition().matching(None, None, Some(entity)) {
            let [claim, predicate, _] = triple?;
            if Some(predicate) == subject {
                ends.of.push(claim);
            } else if Some(predicate) == object {
                ends.to.push(claim);
            }
        }
        Ok(ends)
    }

    /// Among the claims of two subjects those by which both are expected at a
    /// meeting.
    ///
    /// The claims of a meeting begin alike (`m.<person>`) and are numbered by
    /// their names, so that those of two persons have no third claim of either
    /// between them, and not more claims than people can attend.
    fn expected_together(
        &self,
        network: &Network,
        of_one: &[TermId],
        of_other: &[TermId],
    ) -> Result<Vec<TermId>, AnswerError> {
        let (few, many) = match of_one.len() <= of_other.len() {
            true => (of_one, of_other),
            false => (of_other, of_one),
        };
        let mut planned = Vec::new();
        for claim in few {
            let Some(place) = network.place_beside_links(*claim) else {
                continue;
            };
            let at = many.partition_point(|other| other < claim);
            // What is no claim of a table has no place, and may stand between.
            let of_tables = |other: &&TermId| network.place_beside_links(**other).is_some();
            let before = many[..at].iter().rev().find(of_tables);
            let after = many[at..].iter().find(of_tables);
            for other in before.into_iter().chain(after) {
                let near = network
                    .place_beside_links(*other)
                    .is_some_and(|there| there.abs_diff(place) < MOST_PARTICIPANTS);
                if near
                    && self.begin_alike(*claim, *other)?
                    && self.mode(*claim)? == Mode::Projected
                    && self.attend_one(*claim, *other)?
                {
                    planned.extend([*claim, *other]);
                }
            }
        }
        Ok(planned)
    }

    /// Whether two claims can be of one meeting by their names, which stand
    /// together where what is said of them does not.
    fn begin_alike(&self, claim: TermId, other: TermId) -> Result<bool, AnswerError> {
        if claim == other {
            return Ok(true);
        }
        let (claim, other) = (self.id(claim)?, self.id(other)?);
        let meeting = claim.rsplit_once('.').map(|parts| parts.0);
        Ok(meeting.is_some() && meeting == other.rsplit_once('.').map(|parts| parts.0))
    }

    /// Whether two claims are of attending the same meeting.
    fn attend_one(&self, claim: TermId, other: TermId) -> Result<bool, AnswerError> {
        let object = format!("{}object", iri::RDF);
        let there = self.objects(other, &object)?;
        for at in self.objects(claim, &object)? {
            if there.contains(&at) && self.is_a(at, "Meeting")? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What two ascending lists have in common, found from the shorter one.
fn in_both(one: &[TermId], other: &[TermId]) -> Vec<TermId> {
    let (few, many) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let common = few.iter().filter(|id| many.binary_search(id).is_ok());
    common.copied().collect()
}
