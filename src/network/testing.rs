//! What the tests of this module share: links and claims in short, sections
//! held in memory, repeatable random graphs.

use crate::model::Mode;
use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::graph::Network;
use crate::network::layout::NewClaim;
use crate::network::layout::NewLink;
use crate::network::layout::layout;

pub(super) fn link(link: u32, from: u32, to: u32, standing: Standing, claims: &[u32]) -> NewLink {
    NewLink {
        link,
        from,
        to,
        relation: 900 + link % 3,
        standing,
        mode: Mode::ALL[link as usize % 5],
        category: (link % 16) as u8,
        origins: link % 5,
        claims: claims.to_vec(),
    }
}

/// Each outlet is a source of its own.
pub(super) fn claim(claim: u32, standing: Standing, outlets: &[u32]) -> NewClaim {
    NewClaim {
        claim,
        standing,
        origins: 1,
        outlets: outlets.to_vec(),
        chains: outlets.iter().map(|outlet| vec![*outlet]).collect(),
    }
}

/// Sections in memory, aligned as they would be in a file.
#[derive(Clone)]
pub(super) struct Sections(pub Vec<(&'static str, Vec<u8>)>);

impl Sections {
    pub fn network(&self) -> Result<Network<'_>, NetworkError> {
        Network::new(|name| {
            let section = self.0.iter().find(|section| section.0 == name)?;
            Some(&section.1)
        })
    }
}

/// A graph as it was before it was laid out.
pub(super) struct Plain {
    pub entities: Vec<u32>,
    pub links: Vec<NewLink>,
    pub claims: Vec<NewClaim>,
}

impl Plain {
    /// Entities 0 to `nodes`, each pair one uncontested link with a claim of
    /// its own from one outlet.
    pub fn of_pairs(nodes: u32, pairs: impl IntoIterator<Item = (u32, u32)>) -> Plain {
        let pairs = pairs.into_iter().zip(0..);
        let links: Vec<NewLink> = pairs
            .map(|((a, b), number)| link(number, a, b, Standing::Uncontested, &[number]))
            .collect();
        Plain {
            entities: (0..nodes).collect(),
            claims: links
                .iter()
                .map(|link| claim(link.link, Standing::Uncontested, &[1]))
                .collect(),
            links,
        }
    }

    /// Terms have gaps; standings, outlets and chains vary; links may be
    /// parallel and rest on claims that other links rest on too.
    pub fn random(dice: &mut Dice, nodes: u32, links: u32) -> Plain {
        let entities: Vec<u32> = (0..nodes).map(|node| 100 + node * 3).collect();
        let claim_terms: Vec<u32> = (0..links + 1).map(|number| 1_000 + number * 2).collect();
        let claims = claim_terms
            .iter()
            .map(|term| {
                let outlets = (0..dice.below(4)).map(|_| 5_000 + dice.below(5));
                let outlets: Vec<u32> = outlets.collect();
                let mut made = claim(*term, dice.standing(), &outlets);
                made.origins = dice.below(64);
                if dice.below(3) == 0 {
                    made.chains.push(vec![6_000, 5_000, 6_001]);
                }
                made
            })
            .collect();
        let links = (0..links)
            .map(|number| {
                let from = dice.below(nodes);
                let to = (from + 1 + dice.below(nodes - 1)) % nodes;
                let first = claim_terms[number as usize];
                // A link that is its one claim, or one with a term of its own.
                let (term, rests_on) = match dice.below(3) {
                    0 => (
                        first + 1,
                        vec![first, claim_terms[dice.below(number + 1) as usize]],
                    ),
                    _ => (first, vec![first]),
                };
                let (from, to) = (entities[from as usize], entities[to as usize]);
                link(term, from, to, dice.standing(), &rests_on)
            })
            .collect();
        Plain {
            entities,
            links,
            claims,
        }
    }

    pub fn laid_out(&self) -> Result<Sections, NetworkError> {
        layout(&self.entities, &self.links, &self.claims).map(Sections)
    }
}

/// Random numbers that are the same in every run (splitmix64).
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % u64::from(bound)) as u32
    }

    fn standing(&mut self) -> Standing {
        match self.below(8) {
            0..=3 => Standing::Uncontested,
            4 | 5 => Standing::Disputed,
            6 => Standing::Denied,
            _ => Standing::Retracted,
        }
    }
}
