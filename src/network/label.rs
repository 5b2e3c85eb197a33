//! What a claim can lose: its sources, outlets, origins, or itself.
//!
//! The questions about what a connection rests on are all asked of *labels*.
//! What a label is depends on [`By`]; here the chains of a claim are turned
//! into labels, for everybody, so that no two questions read a chain
//! differently. A label is a term, like everything that leaves this module.

use crate::network::parts::NetworkClaim;

/// What is withdrawn as one, and what can be a hop's own.
#[derive(Clone, Copy)]
pub enum By<'o> {
    /// A source: every source on a chain can take the citation with it. As a
    /// hop's own it is the source cited, the first of a chain.
    Source,
    /// An outlet: the first source of a chain that is among the claim's
    /// outlets; the last one where none is.
    Outlet,
    /// An origin: what the caller gives for the source cited, else the chain's
    /// outlet. Give terms that no source has.
    Origin(&'o dyn Fn(u32) -> Option<u32>),
    /// The claim itself: each can be withdrawn on its own.
    Claim,
}

impl By<'_> {
    /// The labels of a chain: the citation is gone as soon as one of them is.
    /// None only where the chain names nobody. Some may be there twice.
    pub(super) fn labels<'a>(
        self,
        claim: &NetworkClaim<'a>,
        chain: &'a [u32],
    ) -> impl Iterator<Item = u32> + use<'a> {
        let (all, one): (&[u32], _) = match self {
            By::Source => (chain, None),
            By::Outlet | By::Origin(_) | By::Claim => (&[], self.of_its_own(claim, chain)),
        };
        all.iter().copied().chain(one)
    }

    /// The one label by which a hop that rests on the chain can be told from
    /// another hop. None where the chain names nobody.
    pub(super) fn of_its_own(self, claim: &NetworkClaim, chain: &[u32]) -> Option<u32> {
        let cited = *chain.first()?;
        match self {
            By::Source => Some(cited),
            By::Outlet => outlet(claim, chain),
            By::Origin(of) => of(cited).or_else(|| outlet(claim, chain)),
            By::Claim => Some(claim.claim),
        }
    }
}

fn outlet(claim: &NetworkClaim, chain: &[u32]) -> Option<u32> {
    let outlet = claim.sources.outlet_of(chain);
    outlet.or(chain.last().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Standing;
    use crate::network::error::NetworkError;
    use crate::network::testing::Plain;
    use crate::network::testing::claim;

    #[test]
    fn a_chain_has_the_labels_that_can_take_it_away() -> Result<(), NetworkError> {
        // A voice (7) in a report (8) that an agency (9) passed on.
        let mut claim = claim(1, Standing::Uncontested, &[8]);
        claim.chains = vec![vec![7, 8, 9]];
        let plain = Plain {
            claims: vec![claim],
            ..Plain::of_pairs(0, [])
        };
        let sections = plain.laid_out()?;
        let network = sections.network()?;
        let claim = network.claim(0)?;
        let chain: &[u32] = claim.sources.chains().next().unwrap_or_default();
        let assessed = |source| (source == 7).then_some(70);
        let nothing = |_| None;
        for (by, labels, own) in [
            (By::Source, vec![7, 8, 9], 7),
            (By::Outlet, vec![8], 8),
            (By::Origin(&assessed), vec![70], 70),
            (By::Origin(&nothing), vec![8], 8),
            (By::Claim, vec![1], 1),
        ] {
            assert_eq!(by.labels(&claim, chain).collect::<Vec<_>>(), labels);
            assert_eq!(by.of_its_own(&claim, chain), Some(own));
            assert_eq!(by.labels(&claim, &[]).count(), 0);
        }
        let (unlisted, by) = ([3, 4], By::Outlet);
        assert_eq!(by.of_its_own(&claim, &unlisted), Some(4));
        Ok(())
    }
}
