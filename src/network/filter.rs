//! Which links carry a hop, and the graph seen through such a rule.
//!
//! What the slot byte tells is decided on it, so that a plain search never
//! leaves the adjacency; days, relations, support, withdrawn sources and
//! avoided entities are looked up only for links that have passed so far.

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::format::MAX_ORIGINS;
use crate::network::format::Mark;
use crate::network::format::SlotByte;
use crate::network::format::standing_code;
use crate::network::graph::Network;
use crate::network::meet::NodeHasher;
use crate::network::meet::NodeSet;
use crate::network::withdrawn::FallenLinks;

/// Origins that a slot byte tells apart: so many, or more.
const IN_BYTE: u32 = 3;

/// Which links carry a hop. The default lets everything through but retracted
/// links.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    // One bit per standing code.
    standings: u8,
    /// Every claim of the link has at least so many origins; at most
    /// [`Filter::MOST_ORIGINS`].
    pub min_origins: u32,
    /// A source that is named supports every claim of the link.
    pub named: bool,
    /// A document does.
    pub documented: bool,
    /// Relations as terms; `None` is all of them.
    pub relations: Option<Vec<u32>>,
    /// Relations, as terms, that carry no hop.
    pub not_relations: Vec<u32>,
    /// The link's days contain this one, written `yyyymmdd`; undated links are
    /// on no day.
    pub on: Option<i32>,
    /// Sources, as terms, that are taken to have withdrawn: what falls with
    /// them carries no hop, and origins are counted without them.
    pub without_sources: Vec<u32>,
    /// Nodes that no path may pass; neither of its ends.
    pub avoid: Vec<u32>,
}

/// One thing that a filter asks of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Criterion {
    Standing,
    Origins,
    Named,
    Documented,
    Relations,
    Day,
    Sources,
    Avoided,
}

impl Criterion {
    pub const ALL: [Criterion; 8] = [
        Criterion::Standing,
        Criterion::Origins,
        Criterion::Named,
        Criterion::Documented,
        Criterion::Relations,
        Criterion::Day,
        Criterion::Sources,
        Criterion::Avoided,
    ];
}

impl Filter {
    /// Origins are counted no further than this.
    pub const MOST_ORIGINS: u32 = MAX_ORIGINS;

    /// No other links than these. With none of them there is never a hop.
    pub fn standings(standings: &[Standing]) -> Filter {
        let bits = standings.iter().map(|one| 1 << standing_code(*one));
        Filter {
            standings: bits.fold(0, |all, bit: u8| all | bit),
            min_origins: 0,
            named: false,
            documented: false,
            relations: None,
            not_relations: Vec::new(),
            on: None,
            without_sources: Vec::new(),
            avoid: Vec::new(),
        }
    }

    /// Links without a denial on record.
    pub fn uncontested() -> Filter {
        Filter::standings(&[Standing::Uncontested])
    }

    /// Every link, the retracted ones too.
    pub fn everything() -> Filter {
        Filter::standings(&Standing::ALL)
    }

    /// This filter, with these standings in the place of its own.
    pub fn with_standings(self, standings: &[Standing]) -> Filter {
        Filter {
            standings: Filter::standings(standings).standings,
            ..self
        }
    }

    /// This filter, with retracted links let through as well.
    pub(super) fn with_retracted(&self) -> Filter {
        Filter {
            standings: self.standings | Filter::standings(&[Standing::Retracted]).standings,
            ..self.clone()
        }
    }

    /// No criterion but the standings, and of these the default ones as well.
    pub(super) fn relaxed(&self) -> Filter {
        Filter {
            standings: self.standings | Filter::default().standings,
            ..Filter::default()
        }
    }

    /// What it asks for beyond what the default filter does.
    pub fn criteria(&self) -> Vec<Criterion> {
        let asked = |criterion: &Criterion| self.without(*criterion) != *self;
        Criterion::ALL.into_iter().filter(asked).collect()
    }

    /// The same without asking for this.
    pub fn without(&self, criterion: Criterion) -> Filter {
        let mut filter = self.clone();
        match criterion {
            Criterion::Standing => filter.standings |= Filter::default().standings,
            Criterion::Origins => filter.min_origins = 0,
            Criterion::Named => filter.named = false,
            Criterion::Documented => filter.documented = false,
            Criterion::Relations => {
                filter.relations = None;
                filter.not_relations = Vec::new();
            }
            Criterion::Day => filter.on = None,
            Criterion::Sources => filter.without_sources = Vec::new(),
            Criterion::Avoided => filter.avoid = Vec::new(),
        }
        filter
    }

    /// Whether links of a standing may pass.
    pub fn has_standing(&self, standing: Standing) -> bool {
        self.standings & (1 << standing_code(standing)) != 0
    }

    /// Whether a link may pass as far as its byte tells.
    fn may_pass(&self, byte: SlotByte) -> bool {
        self.has_standing(byte.standing())
            && u32::from(byte.origins()) >= self.min_origins.min(IN_BYTE)
    }

    fn allows_relation(&self, relation: u32) -> bool {
        let only = self.relations.as_ref();
        only.is_none_or(|only| only.contains(&relation)) && !self.not_relations.contains(&relation)
    }
}

impl Default for Filter {
    fn default() -> Filter {
        Filter::standings(&[Standing::Uncontested, Standing::Disputed, Standing::Denied])
    }
}

/// Which slot bytes pass, one bit each: whatever a filter asks of the byte,
/// a slot is tested by one look-up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass([u64; 4]);

impl Pass {
    pub const ALL: Pass = Pass([u64::MAX; 4]);

    pub fn of(passes: impl Fn(SlotByte) -> bool) -> Pass {
        let mut words = [0; 4];
        for byte in 0..=u8::MAX {
            if passes(SlotByte(byte)) {
                words[usize::from(byte >> 6)] |= 1 << (byte & 63);
            }
        }
        Pass(words)
    }

    /// What passes both.
    pub fn and(self, other: Pass) -> Pass {
        let mut words = self.0;
        for (word, other) in words.iter_mut().zip(other.0) {
            *word &= other;
        }
        Pass(words)
    }

    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }
}

/// A set of links.
pub(super) type LinkSet = HashSet<u32, BuildHasherDefault<NodeHasher>>;

/// What is asked of a link beyond its byte.
#[derive(Debug, Clone, Default)]
pub(super) struct Beyond {
    /// By number, where relations matter.
    kinds: Option<FixedBitSet>,
    on: Option<i32>,
    named: bool,
    documented: bool,
    min_origins: u32,
    withdrawn: Withdrawing,
    /// The sources of that.
    sources: BTreeSet<u32>,
    avoid: NodeSet,
}

/// Which links fall with the sources that are taken to have withdrawn.
#[derive(Debug, Clone, Default)]
enum Withdrawing {
    #[default]
    Nothing,
    /// These, where few claims have such a source.
    Links(LinkSet),
    /// To be seen link by link: a search reads fewer of them than there are
    /// claims of these sources.
    Sources(BTreeSet<u32>),
}

/// Claims of withdrawn sources that are looked through before a search.
const LOOKED_THROUGH: usize = if cfg!(test) { 3 } else { 64 };

impl Beyond {
    fn of(network: &Network, filter: &Filter) -> Option<Beyond> {
        let by_relation = filter.relations.is_some() || !filter.not_relations.is_empty();
        let beyond = Beyond {
            kinds: by_relation.then(|| {
                let kinds = network.kinds.iter().enumerate();
                let kinds = kinds.filter(|(_, kind)| filter.allows_relation(kind.relation));
                let mut set = FixedBitSet::with_capacity(network.kinds.len());
                set.extend(kinds.map(|(number, _)| number));
                set
            }),
            on: filter.on,
            named: filter.named,
            documented: filter.documented,
            min_origins: filter.min_origins,
            withdrawn: withdrawing(network, filter).unwrap_or_default(),
            sources: filter.without_sources.iter().copied().collect(),
            avoid: filter.avoid.iter().copied().collect(),
        };
        let by_link = beyond.asks_of_links();
        let asks = by_link || !beyond.avoid.is_empty() || !beyond.sources.is_empty();
        asks.then_some(beyond)
    }

    fn asks_of_links(&self) -> bool {
        self.kinds.is_some()
            || self.on.is_some()
            || self.asks_of_claims()
            || match &self.withdrawn {
                Withdrawing::Nothing => false,
                Withdrawing::Links(links) => !links.is_empty(),
                Withdrawing::Sources(_) => true,
            }
    }

    fn asks_of_claims(&self) -> bool {
        // Of fewer origins the byte tells.
        self.named || self.documented || self.min_origins > IN_BYTE
    }

    #[inline]
    pub fn avoids(&self, node: u32) -> bool {
        !self.avoid.is_empty() && self.avoid.contains(&node)
    }

    /// Whether a link passes that leads to `target`; its number is asked for only
    /// where it matters.
    #[inline]
    pub fn passes(&self, network: &Network, target: u32, link: impl FnOnce() -> u32) -> bool {
        !self.avoids(target) && (!self.asks_of_links() || self.passes_link(network, link()))
    }

    fn passes_link(&self, network: &Network, link: u32) -> bool {
        if let Some(kinds) = &self.kinds {
            match network.links.get(link as usize) {
                Some(kind) if kinds.contains(usize::from(*kind)) => {}
                Some(_) => return false,
                None => return damaged(network),
            }
        }
        if let Some(day) = self.on {
            match network.days_of(link) {
                Some(days) if days.contain(day) => {}
                Some(_) => return false,
                None => return damaged(network),
            }
        }
        let sources = match &self.withdrawn {
            Withdrawing::Links(links) if links.contains(&link) => return false,
            Withdrawing::Sources(sources) => Some(sources),
            Withdrawing::Links(_) | Withdrawing::Nothing => None,
        };
        if sources.is_none() && !self.asks_of_claims() {
            return true;
        }
        let fits = |mark: Mark| {
            (mark.named || !self.named)
                && (mark.documented || !self.documented)
                && mark.origins >= self.min_origins
        };
        let Ok(claims) = network.claims_of(link) else {
            return false;
        };
        let mut claims = claims.numbers();
        claims.all(|claim| match network.mark(claim) {
            Some(mark) => {
                fits(mark)
                    && sources.is_none_or(|sources| {
                        falls(network, claim, sources, self.min_origins).is_ok_and(|falls| !falls)
                    })
            }
            None => damaged(network),
        })
    }
}

fn damaged(network: &Network) -> bool {
    network.mark_damaged();
    false
}

/// What falls with the sources of a filter, or how to see it.
fn withdrawing(network: &Network, filter: &Filter) -> Result<Withdrawing, NetworkError> {
    let sources: BTreeSet<u32> = filter.without_sources.iter().copied().collect();
    let mut touched = Vec::new();
    for source in &sources {
        touched.extend_from_slice(network.claims_citing(*source)?);
        if touched.len() > LOOKED_THROUGH {
            return Ok(Withdrawing::Sources(sources));
        }
    }
    let mut links = LinkSet::default();
    for claim in touched {
        if falls(network, claim, &sources, filter.min_origins)? {
            links.extend(network.links_of(claim)?);
        }
    }
    Ok(Withdrawing::Links(links))
}

/// Whether a claim falls with some sources, or keeps too few of its origins.
/// One that none of them is behind stays as it was.
fn falls(
    network: &Network,
    claim: u32,
    sources: &BTreeSet<u32>,
    min_origins: u32,
) -> Result<bool, NetworkError> {
    let rests_on = network.claim(claim)?.sources;
    let is_left = |chain: &&[u32]| !chain.iter().any(|source| sources.contains(source));
    if rests_on.chains().all(|chain| is_left(&chain)) {
        return Ok(false);
    }
    let left = rests_on.chains().filter(is_left);
    if min_origins <= 1 {
        return Ok(left.count() == 0);
    }
    let origins: BTreeSet<_> = left
        .map(|chain| {
            let cited = chain.first().copied();
            let assessed = cited.and_then(|cited| network.origin_of(cited));
            (assessed.is_some(), assessed.or(rests_on.outlet_of(chain)))
        })
        .collect();
    Ok((origins.len() as u64) < u64::from(min_origins))
}

/// The network as if only the links that pass a filter, and have not fallen
/// with a source, existed.
#[derive(Debug, Clone)]
pub struct Filtered<'n> {
    pub(super) network: &'n Network<'n>,
    pub(super) pass: Pass,
    // Shared by all views that differ in what has fallen.
    pub(super) beyond: Option<Arc<Beyond>>,
    pub(super) fallen: Option<&'n FallenLinks>,
}

impl<'n> Filtered<'n> {
    /// Takes as long as there are claims of withdrawn sources; marks the
    /// network when these are out of bounds.
    pub fn new(network: &'n Network<'n>, filter: &Filter) -> Filtered<'n> {
        let kinds = network.kinds.iter();
        let allowed = kinds.filter(|kind| filter.allows_relation(kind.relation));
        let categories = allowed.fold(0u16, |all, kind| all | 1 << kind.category());
        Filtered {
            network,
            pass: Pass::of(|byte| filter.may_pass(byte) && categories >> byte.category() & 1 == 1),
            beyond: Beyond::of(network, filter).map(Arc::new),
            fallen: None,
        }
    }

    /// This view without the links that have fallen as well; links that an
    /// earlier call took out are there again unless they are among these.
    pub(super) fn without<'m>(&self, fallen: &'m FallenLinks) -> Filtered<'m>
    where
        'n: 'm,
    {
        Filtered {
            network: self.network,
            pass: self.pass,
            beyond: self.beyond.clone(),
            fallen: Some(fallen),
        }
    }

    /// Only those whose bytes pass this as well.
    pub(super) fn narrowed(&self, pass: Pass) -> Filtered<'n> {
        Filtered {
            pass: self.pass.and(pass),
            ..self.clone()
        }
    }

    /// Whether a chain has a source that is taken to have withdrawn.
    pub(super) fn has_withdrawn(&self, chain: &[u32]) -> bool {
        let beyond = self.beyond.as_ref();
        beyond.is_some_and(|beyond| chain.iter().any(|one| beyond.sources.contains(one)))
    }

    /// Whether no path may pass a node.
    pub(super) fn avoids(&self, node: u32) -> bool {
        let beyond = self.beyond.as_ref();
        beyond.is_some_and(|beyond| beyond.avoids(node))
    }

    /// Whether the link in a slot carries a hop.
    pub(super) fn passes(&self, slot: usize) -> bool {
        let byte = self.network.bytes.get(slot);
        let target = self.network.targets.get(slot);
        let (Some(byte), Some(target)) = (byte, target) else {
            return damaged(self.network);
        };
        self.seen().has(slot, *target, *byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_filter_on_every_byte() {
        for standings in [
            Filter::default(),
            Filter::uncontested(),
            Filter::everything(),
            Filter::standings(&[]),
            Filter::standings(&[Standing::Denied, Standing::Retracted]),
        ] {
            for min_origins in 0..6 {
                let filter = Filter {
                    min_origins,
                    ..standings.clone()
                };
                let pass = Pass::of(|byte| filter.may_pass(byte));
                for byte in 0..=u8::MAX {
                    assert_eq!(pass.has(byte), filter.may_pass(SlotByte(byte)));
                }
            }
        }
    }

    #[test]
    fn retracted_links_carry_no_hop_unless_asked_for() {
        let retracted = SlotByte::new(Standing::Retracted, 1, 0);
        assert!(!Filter::default().may_pass(retracted));
        assert!(Filter::everything().may_pass(retracted));
    }

    #[test]
    fn a_filter_says_what_it_asks_for() {
        assert_eq!(Filter::default().criteria(), []);
        assert_eq!(Filter::everything().criteria(), []);
        let filter = Filter {
            on: Some(20_240_101),
            not_relations: vec![7],
            ..Filter::uncontested()
        };
        let asked = [Criterion::Standing, Criterion::Relations, Criterion::Day];
        assert_eq!(filter.criteria(), asked);
        let relaxed = asked
            .iter()
            .fold(filter, |filter, one| filter.without(*one));
        assert_eq!(relaxed, Filter::default());
    }
}
