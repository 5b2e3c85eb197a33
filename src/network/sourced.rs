//! For tests: random networks with sources that go by way of others, and what
//! is alive in them when some labels are withdrawn, worked out from the rows
//! before they were laid out. It reads no section and calls no search.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Standing;
use crate::network::filter::Filter;
use crate::network::label::By;
use crate::network::testing::Dice;
use crate::network::testing::Plain;
use crate::network::testing::PlainClaim;
use crate::network::testing::PlainLink;
use crate::network::testing::link;

/// The first entity, source and origin.
const FIRST: u32 = 100;
const SOURCES: u32 = 5_000;
const ORIGINS: u32 = 7_000;

/// [`By`], without the look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Source,
    Outlet,
    Origin,
    Claim,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Source, Kind::Outlet, Kind::Origin, Kind::Claim];

    pub fn by<'o>(self, origin: &'o dyn Fn(u32) -> Option<u32>) -> By<'o> {
        match self {
            Kind::Source => By::Source,
            Kind::Outlet => By::Outlet,
            Kind::Origin => By::Origin(origin),
            Kind::Claim => By::Claim,
        }
    }
}

/// A network as it was told.
pub(super) struct Told {
    pub plain: Plain,
    /// Per source, whether it is a publication and what it goes by way of.
    sources: Vec<(bool, Option<u32>)>,
}

impl Told {
    /// Up to so many entities, links and as many claims.
    pub fn random(dice: &mut Dice, nodes: u32, links: u32) -> Told {
        let nodes = 2 + dice.below(nodes - 1);
        let count = 2 + dice.below(8);
        let mut sources = Vec::new();
        for number in 0..count {
            let publication = dice.below(3) == 0;
            let later = number + 1 + dice.below(3);
            let via = (later < count && dice.below(2) == 0).then_some(SOURCES + later);
            sources.push((publication, via));
        }
        let mut told = Told {
            plain: Plain {
                entities: (0..nodes).map(|node| FIRST + node * 3).collect(),
                links: Vec::new(),
                claims: Vec::new(),
                origins: Vec::new(),
            },
            sources,
        };
        let links = dice.below(links + 1).max(dice.below(links + 1));
        let terms: Vec<u32> = (0..links).map(|number| 1_000 + number * 2).collect();
        for term in &terms {
            let standing = Standing::ALL[[0, 0, 0, 1, 2, 3][dice.below(6) as usize]];
            let cited = match dice.below(12) {
                0 => 0,
                1..=7 => 1,
                8..=10 => 2,
                _ => 3,
            };
            let cited: Vec<u32> = (0..cited).map(|_| SOURCES + dice.below(count)).collect();
            let chains: Vec<Vec<u32>> = cited.iter().map(|cited| told.chain(*cited)).collect();
            told.plain.claims.push(PlainClaim {
                claim: *term,
                standing,
                origins: 1,
                named: true,
                documented: true,
                outlets: chains.iter().map(|chain| told.outlet(chain)).collect(),
                chains,
            });
        }
        for term in &terms {
            let from = dice.below(nodes);
            let to = (from + 1 + dice.below(nodes - 1)) % nodes;
            let (term, rests_on) = match dice.below(3) {
                0 => {
                    let more = (0..1 + dice.below(2)).map(|_| terms[dice.below(links) as usize]);
                    (term + 1, [*term].into_iter().chain(more).collect())
                }
                _ => (*term, vec![*term]),
            };
            let standing = rests_on.iter().map(|one| told.claim(*one).standing).max();
            let ends = [from, to].map(|node| told.plain.entities[node as usize]);
            let standing = standing.unwrap_or(Standing::Retracted);
            told.plain
                .links
                .push(link(term, ends[0], ends[1], standing, &rests_on));
        }
        told
    }

    /// A ring of single links and a chord, each link with one source out of a
    /// few: two or three ways of different length, on which sources repeat.
    pub fn ring(dice: &mut Dice) -> Told {
        let nodes = 5 + dice.below(4);
        let sources = 3 + dice.below(4);
        let chord = dice.below(nodes - 2);
        let ring = (0..nodes).map(|node| (node, (node + 1) % nodes));
        let pairs = ring.chain([(chord, chord + 2)]);
        let mut plain = Plain::of_pairs(nodes, pairs);
        for claim in &mut plain.claims {
            let source = SOURCES + dice.below(sources);
            claim.outlets = vec![source];
            claim.chains = vec![vec![source]];
        }
        let terms = plain.entities.iter_mut();
        terms.for_each(|term| *term = FIRST + *term * 3);
        for link in &mut plain.links {
            link.from = FIRST + link.from * 3;
            link.to = FIRST + link.to * 3;
        }
        Told {
            plain,
            sources: vec![(true, None); sources as usize],
        }
    }

    /// Mostly the default.
    pub fn filter(&self, dice: &mut Dice) -> Filter {
        match dice.below(4) {
            0 => Filter::uncontested(),
            1 => Filter::everything(),
            _ => Filter::default(),
        }
    }

    pub fn kind(&self, round: u32) -> Kind {
        Kind::ALL[round as usize % 4]
    }

    fn claim(&self, term: u32) -> &PlainClaim {
        let found = self.plain.claims.iter().find(|claim| claim.claim == term);
        found.expect("links are made of these claims")
    }

    fn chain(&self, cited: u32) -> Vec<u32> {
        let mut chain = vec![cited];
        while let (_, Some(via)) = self.sources[(chain[chain.len() - 1] - SOURCES) as usize] {
            chain.push(via);
        }
        chain
    }

    fn outlet(&self, chain: &[u32]) -> u32 {
        let mut published = chain.iter();
        let first = published.find(|source| self.sources[(**source - SOURCES) as usize].0);
        *first.unwrap_or(&chain[chain.len() - 1])
    }

    /// Two sources in three have an origin, some the same one.
    pub fn origin_of(&self, source: u32) -> Option<u32> {
        (!source.is_multiple_of(3)).then_some(ORIGINS + source % 2)
    }

    /// The labels that take a chain away, and the one it lends to a hop.
    pub fn labels_of(&self, claim: u32, chain: &[u32], kind: Kind) -> (BTreeSet<u32>, u32) {
        let cited = chain[0];
        let own = match kind {
            Kind::Source => return (chain.iter().copied().collect(), cited),
            Kind::Outlet => self.outlet(chain),
            Kind::Origin => self.origin_of(cited).unwrap_or(self.outlet(chain)),
            Kind::Claim => claim,
        };
        (BTreeSet::from([own]), own)
    }

    /// Every label there is, ascending.
    pub fn labels(&self, kind: Kind) -> Vec<u32> {
        let mut labels = BTreeSet::new();
        for claim in &self.plain.claims {
            for chain in &claim.chains {
                labels.extend(self.labels_of(claim.claim, chain, kind).0);
            }
        }
        labels.into_iter().collect()
    }

    pub fn is_alive(&self, claim: u32, kind: Kind, gone: &BTreeSet<u32>) -> bool {
        let mut chains = self.claim(claim).chains.iter();
        chains.any(|chain| self.labels_of(claim, chain, kind).0.is_disjoint(gone))
    }

    /// The places of the links that pass the filter and are alive.
    pub fn links(&self, kind: Kind, filter: &Filter, gone: &BTreeSet<u32>) -> Vec<usize> {
        let alive = |one: &PlainLink| one.claims.iter().all(|one| self.is_alive(*one, kind, gone));
        let links = self.plain.links.iter().enumerate();
        let links = links.filter(|(_, one)| filter.has_standing(one.standing) && alive(one));
        links.map(|(place, _)| place).collect()
    }

    /// The nodes that links join, the lower first.
    pub fn hops(&self, links: &[usize]) -> BTreeSet<(u32, u32)> {
        let node = |term: u32| (term - FIRST) / 3;
        let links = links.iter().map(|place| &self.plain.links[*place]);
        let pairs = links.map(|link| (node(link.from), node(link.to)));
        pairs.map(|(a, b)| (a.min(b), a.max(b))).collect()
    }

    /// How many parts there are, without one of the entities.
    pub fn parts(&self, hops: &BTreeSet<(u32, u32)>, without: Option<u32>) -> usize {
        let nodes = self.plain.entities.len() as u32;
        let mut part: BTreeMap<u32, u32> = (0..nodes).map(|node| (node, node)).collect();
        if let Some(node) = without {
            part.remove(&node);
        }
        for (a, b) in hops {
            if let (Some(a), Some(b)) = (part.get(a).copied(), part.get(b).copied()) {
                for part in part.values_mut() {
                    *part = if *part == a { b } else { *part };
                }
            }
        }
        part.values().collect::<BTreeSet<_>>().len()
    }

    pub fn without_chain(&self) -> usize {
        let claims = self.plain.claims.iter();
        claims.filter(|claim| claim.chains.is_empty()).count()
    }
}

/// Whether two nodes are joined by hops.
pub(super) fn joined(hops: &BTreeSet<(u32, u32)>, from: u32, to: u32) -> bool {
    let mut reached = BTreeSet::from([from]);
    loop {
        let touching = hops
            .iter()
            .filter(|(a, b)| reached.contains(a) != reached.contains(b));
        let more: Vec<u32> = touching.flat_map(|(a, b)| [*a, *b]).collect();
        if more.is_empty() {
            return reached.contains(&to);
        }
        reached.extend(more);
    }
}
