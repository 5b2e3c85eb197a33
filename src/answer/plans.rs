//! What is planned or expected between two entities: claims, and no links.
//!
//! Takes two entities; gives projected claims of which they are the two ends,
//! and those by which both are expected at one meeting. Either may be the end
//! of thousands of claims, each lying elsewhere in the file: so the numbers of
//! claims are compared, and a claim is looked at only when it can be both's.

use crate::answer::graph::Graph;
use crate::answer::{AnswerError, ClaimView};
use crate::edition::TermId;
use crate::model::{MOST_PARTICIPANTS, Mode, iri};
use crate::network::Network;

impl Graph {
    /// Claims that something is planned or expected between the two.
    pub(super) fn plans(
        &self,
        network: &Network,
        one: TermId,
        other: TermId,
    ) -> Result<Vec<ClaimView>, AnswerError> {
        let rdf = |name| format!("{}{name}", iri::RDF);
        let ends = [one, other];
        let [of_one, of_other] = ends.map(|end| self.subjects(&rdf("subject"), end));
        let [to_one, to_other] = ends.map(|end| self.subjects(&rdf("object"), end));
        let (of_one, of_other) = (of_one?, of_other?);
        let mut planned = self.expected_together(network, &of_one, &of_other)?;
        for (of, to) in [(of_one, to_other?), (of_other, to_one?)] {
            for claim in in_both(&of, &to) {
                if self.mode(claim)? == Mode::Projected {
                    planned.push(claim);
                }
            }
        }
        self.claims(planned)
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
            for other in &many[at.saturating_sub(1)..many.len().min(at + 1)] {
                let near = network
                    .place_beside_links(*other)
                    .is_some_and(|there| there.abs_diff(place) < MOST_PARTICIPANTS);
                if near && self.is_expected(*claim)? && self.attend_one(*claim, *other)? {
                    planned.extend([*claim, *other]);
                }
            }
        }
        Ok(planned)
    }

    fn is_expected(&self, claim: TermId) -> Result<bool, AnswerError> {
        Ok(self.mode(claim)? == Mode::Projected)
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
