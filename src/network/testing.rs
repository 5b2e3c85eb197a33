//! What the tests of this module share: links and claims in short, sections
//! held in memory, repeatable random graphs.

use std::collections::BTreeMap;

use crate::model::Mode;
use crate::model::Standing;
use crate::network::draft::NetworkDraft;
use crate::network::draft::NewClaim;
use crate::network::draft::NewLink;
use crate::network::error::NetworkError;
use crate::network::format::Days;
use crate::network::graph::Network;
use crate::network::layout::layout;

/// A link as it was before it was laid out. All ids are terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlainLink {
    pub link: u32,
    pub from: u32,
    pub to: u32,
    pub relation: u32,
    pub standing: Standing,
    pub mode: Mode,
    pub category: u8,
    pub origins: u32,
    pub days: (Option<i32>, Option<i32>),
    pub claims: Vec<u32>,
}

/// A claim as it was before it was laid out. All ids are terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlainClaim {
    pub claim: u32,
    pub standing: Standing,
    pub origins: u32,
    pub named: bool,
    pub documented: bool,
    pub outlets: Vec<u32>,
    pub chains: Vec<Vec<u32>>,
}

pub(super) fn link(link: u32, from: u32, to: u32, standing: Standing, claims: &[u32]) -> PlainLink {
    PlainLink {
        link,
        from,
        to,
        relation: 900 + link % 3,
        standing,
        mode: Mode::ALL[link as usize % 5],
        category: (link % 16) as u8,
        origins: link % 5,
        days: (None, None),
        claims: claims.to_vec(),
    }
}

/// Each outlet is a source of its own.
pub(super) fn claim(claim: u32, standing: Standing, outlets: &[u32]) -> PlainClaim {
    PlainClaim {
        claim,
        standing,
        origins: 1,
        named: claim.is_multiple_of(3),
        documented: claim.is_multiple_of(4),
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
    pub links: Vec<PlainLink>,
    pub claims: Vec<PlainClaim>,
    /// Sources with an assessed origin.
    pub origins: Vec<(u32, u32)>,
}

impl Plain {
    /// Entities 0 to `nodes`, each pair one uncontested link with a claim of
    /// its own from one outlet.
    pub fn of_pairs(nodes: u32, pairs: impl IntoIterator<Item = (u32, u32)>) -> Plain {
        let pairs = pairs.into_iter().zip(0..);
        let links: Vec<PlainLink> = pairs
            .map(|((a, b), number)| link(number, a, b, Standing::Uncontested, &[number]))
            .collect();
        Plain {
            entities: (0..nodes).collect(),
            claims: links
                .iter()
                .map(|link| claim(link.link, Standing::Uncontested, &[1]))
                .collect(),
            links,
            origins: Vec::new(),
        }
    }

    /// Terms have gaps; standings, outlets and chains vary; links may be
    /// parallel and rest on claims that other links rest on too.
    pub fn random(dice: &mut Dice, nodes: u32, links: u32) -> Plain {
        let entities: Vec<u32> = (0..nodes).map(|node| 100 + node * 3).collect();
        let claim_terms: Vec<u32> = (0..links + 1).map(|number| 1_000 + number * 2).collect();
        let claims: Vec<PlainClaim> = claim_terms
            .iter()
            .map(|term| {
                let outlets = (0..dice.below(4)).map(|_| 5_000 + dice.below(5));
                let outlets: Vec<u32> = outlets.collect();
                let mut made = claim(*term, dice.standing(), &outlets);
                made.origins = dice.below(8);
                if dice.below(3) == 0 {
                    made.chains.push(vec![6_000, 5_000, 6_001]);
                }
                made
            })
            .collect();
        let origins_of: BTreeMap<u32, u32> =
            claims.iter().map(|one| (one.claim, one.origins)).collect();
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
                let mut made = link(term, from, to, dice.standing(), &rests_on);
                let mut day = |from: u32| match dice.below(3) {
                    0 => None,
                    _ => Some((20_240_100 + from + dice.below(9)) as i32),
                };
                made.days = (day(1), day(6));
                let origins = rests_on.iter().map(|term| origins_of[term]);
                made.origins = origins.min().unwrap_or_default();
                made
            })
            .collect();
        let origins = (5_000..5_005).map(|source| (source, 7_000 + dice.below(3)));
        let origins: Vec<(u32, u32)> = origins.collect();
        Plain {
            entities,
            links,
            claims,
            origins: origins.into_iter().filter(|_| dice.below(2) == 0).collect(),
        }
    }

    pub fn laid_out(&self) -> Result<Sections, NetworkError> {
        layout(self.draft()).map(Sections)
    }

    /// The same with the entities as nodes in the order of their terms.
    pub fn laid_out_in_order(&self) -> Result<Sections, NetworkError> {
        let mut draft = self.draft();
        draft.keep_order();
        layout(draft).map(Sections)
    }

    pub fn draft(&self) -> NetworkDraft {
        let mut draft = NetworkDraft::default();
        draft.entities(self.entities.iter().copied());
        for link in &self.links {
            let PlainLink {
                link,
                from,
                to,
                relation,
                standing,
                mode,
                category,
                origins,
                days,
                claims,
            } = link;
            let new = NewLink {
                link: *link,
                from: *from,
                to: *to,
                relation: *relation,
                standing: *standing,
                mode: *mode,
                category: *category,
                origins: *origins,
                days: Days::new(days.0, days.1),
            };
            draft.link(new, claims.iter().copied());
        }
        for claim in &self.claims {
            let PlainClaim {
                claim,
                standing,
                origins,
                named,
                documented,
                outlets,
                chains,
            } = claim;
            let new = NewClaim {
                claim: *claim,
                standing: *standing,
                origins: *origins,
                named: *named,
                documented: *documented,
            };
            let chains = chains.iter().map(|chain| chain.iter().copied());
            draft.claim(new, outlets.iter().copied(), chains);
        }
        for (source, origin) in &self.origins {
            draft.origin(*source, *origin);
        }
        draft
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
