//! Links and claims of the path graph, put together from their sections.
//!
//! A link is asked for by its number or by the slot it lies in, a claim by its
//! number; a source gives its claims and a claim the links that need it.

use crate::model::Mode;
use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::format::Days;
use crate::network::format::KindRecord;
use crate::network::format::Mark;
use crate::network::format::SlotByte;
use crate::network::format::SourcesKind;
use crate::network::graph::Network;
use crate::network::places::place_of;

/// One link. Ends are nodes, the rest are terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkLink<'a> {
    pub link: u32,
    pub from: u32,
    pub to: u32,
    pub relation: u32,
    pub mode: Mode,
    /// Standing, origins up to three, category.
    pub byte: SlotByte,
    pub claims: LinkClaims<'a>,
}

/// The claims that a link rests on, all of them needed; never none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkClaims<'a> {
    // Invariant: one of the two holds something, never both.
    plain: Option<u32>,
    composed: &'a [u32],
}

impl<'a> LinkClaims<'a> {
    /// Their numbers, for [`Network::claim`], ascending.
    pub fn numbers(self) -> impl Iterator<Item = u32> + 'a {
        self.plain.into_iter().chain(self.composed.iter().copied())
    }
}

/// One claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkClaim<'a> {
    /// Its term.
    pub claim: u32,
    pub standing: Standing,
    /// 63 means "63 or more".
    pub origins: u32,
    pub sources: Sources<'a>,
}

/// What a claim rests on, as source terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sources<'a> {
    outlets: &'a [u32],
    // Invariant: made of chains, each after its length; `None` when every
    // outlet is a chain of its own.
    chains: Option<&'a [u32]>,
}

impl<'a> Sources<'a> {
    /// Distinct outlets, ascending.
    pub fn outlets(self) -> &'a [u32] {
        self.outlets
    }

    /// The outlet of one of its chains: the first on it that is among the
    /// outlets.
    pub fn outlet_of(self, chain: &[u32]) -> Option<u32> {
        let mut chain = chain.iter();
        chain
            .find(|source| self.outlets.binary_search(source).is_ok())
            .copied()
    }

    /// The distinct chains of its citations, each from the source cited to the
    /// last behind it.
    pub fn chains(self) -> impl Iterator<Item = &'a [u32]> {
        let flat = match self.chains {
            Some(_) => &[],
            None => self.outlets,
        };
        let mut words = self.chains.unwrap_or_default();
        let listed = std::iter::from_fn(move || {
            let (length, rest) = words.split_first()?;
            let (chain, rest) = rest.split_at_checked(*length as usize)?;
            words = rest;
            Some(chain)
        });
        flat.chunks(1).chain(listed)
    }
}

impl<'a> Network<'a> {
    /// The link with this number.
    ///
    /// # Errors
    /// When the number, or one that the link points with, is out of bounds.
    pub fn link(&self, number: u32) -> Result<NetworkLink<'a>, NetworkError> {
        self.find_link(number).ok_or_else(|| self.mark_damaged())
    }

    fn find_link(&self, number: u32) -> Option<NetworkLink<'a>> {
        let kind = self.kind(number)?;
        let (link, claims) = self.find_claims(number)?;
        let link = match link {
            Some(link) => link,
            None => self.claims.get(claims.plain? as usize)?.term,
        };
        let slot = self.ahead.select(number as usize)?;
        // The last node that begins there or before.
        let from = self
            .offsets
            .partition_point(|start| *start as usize <= slot);
        let from = from
            .checked_sub(1)
            .filter(|from| *from < self.entities.len())?;
        let to = *self.targets.get(slot)?;
        let in_bounds = (to as usize) < self.entities.len() && claims.numbers().next().is_some();
        in_bounds.then_some(NetworkLink {
            link,
            // No more than there are nodes.
            from: from as u32,
            to,
            relation: kind.relation,
            mode: kind.mode()?,
            byte: SlotByte(*self.bytes.get(slot)?),
            claims,
        })
    }

    /// Relation and mode of a link.
    pub(super) fn kind(&self, link: u32) -> Option<KindRecord> {
        let kind = *self.links.get(link as usize)?;
        self.kinds.get(usize::from(kind)).copied()
    }

    /// When a link holds.
    pub(super) fn days_of(&self, link: u32) -> Option<Days> {
        let days = *self.when.get(link as usize)?;
        self.days.get(days as usize).copied()
    }

    /// The claim with this number.
    ///
    /// # Errors
    /// When the number, or one that the claim points with, is out of bounds.
    pub fn claim(&self, number: u32) -> Result<NetworkClaim<'a>, NetworkError> {
        self.find_claim(number).ok_or_else(|| self.mark_damaged())
    }

    /// Whether a claim has an outlet as far as its mark tells; it may have one
    /// all the same.
    pub(super) fn surely_has_outlet(&self, claim: u32) -> bool {
        self.mark(claim).is_some_and(|mark| match mark.sources {
            SourcesKind::One => true,
            SourcesKind::Flat(count) => count > 0,
            SourcesKind::Full => false,
        })
    }

    /// Whether a claim has a chain as far as its mark tells; it may have one
    /// all the same.
    pub(super) fn surely_has_chain(&self, claim: u32) -> bool {
        // Without a chain of their own outlets are kept the long way.
        self.surely_has_outlet(claim)
    }

    pub(super) fn mark(&self, claim: u32) -> Option<Mark> {
        self.marks.get(claim as usize).map(|mark| Mark::of(*mark))
    }

    fn find_claim(&self, number: u32) -> Option<NetworkClaim<'a>> {
        let record = self.claims.get(number as usize)?;
        let mark = self.mark(number)?;
        let sources = match mark.sources {
            SourcesKind::One => Sources {
                outlets: std::slice::from_ref(&record.sources),
                chains: None,
            },
            SourcesKind::Flat(count) => {
                let words = self.sources.get(record.sources as usize..)?;
                Sources {
                    outlets: words.get(..usize::from(count))?,
                    chains: None,
                }
            }
            SourcesKind::Full => {
                let words = self.sources.get(record.sources as usize..)?;
                let (head, rest) = words.split_at_checked(2)?;
                let (outlets, rest) = rest.split_at_checked(head[0] as usize)?;
                Sources {
                    outlets,
                    chains: Some(made_of_chains(rest.get(..head[1] as usize)?)?),
                }
            }
        };
        Some(NetworkClaim {
            claim: record.term,
            standing: mark.standing,
            origins: mark.origins,
            sources,
        })
    }

    /// The claims of a link, without a look at anything else of it.
    ///
    /// # Errors
    /// When the number, or where it points to, is out of bounds.
    pub(super) fn claims_of(&self, link: u32) -> Result<LinkClaims<'a>, NetworkError> {
        let found = self.find_claims(link);
        found
            .map(|found| found.1)
            .ok_or_else(|| self.mark_damaged())
    }

    /// The claims of a link, and its term where that is not its claim's.
    fn find_claims(&self, link: u32) -> Option<(Option<u32>, LinkClaims<'a>)> {
        let plain = self.plain.rank(link as usize);
        if self.plain.get(link as usize) {
            let claims = LinkClaims {
                // No more than there are links.
                plain: Some(plain as u32),
                composed: &[],
            };
            return (plain < self.claims.len()).then_some((None, claims));
        }
        let composed = (link as usize).checked_sub(plain)?;
        let list = self.lists.get(*self.lists_at.get(composed)? as usize..)?;
        let (head, rest) = list.split_at_checked(2)?;
        let claims = LinkClaims {
            plain: None,
            composed: rest.get(..head[1] as usize)?,
        };
        Some((Some(head[0]), claims))
    }

    /// The term of a link, which may be its claim's.
    pub(super) fn link_term(&self, link: u32) -> Result<u32, NetworkError> {
        let found = self
            .find_claims(link)
            .and_then(|(term, claims)| match term {
                Some(term) => Some(term),
                None => Some(self.claims.get(claims.plain? as usize)?.term),
            });
        found.ok_or_else(|| self.mark_damaged())
    }

    /// The links that need a claim, ascending.
    ///
    /// # Errors
    /// When a number met on the way is out of bounds.
    pub(super) fn links_of(&self, claim: u32) -> Result<Vec<u32>, NetworkError> {
        let mut links = Vec::new();
        if (claim as usize) < self.plain_links() {
            // Fewer than 2^31.
            let link = self.plain.select(claim as usize).map(|link| link as u32);
            links.push(link.ok_or_else(|| self.mark_damaged())?);
        }
        let from = self.uses.partition_point(|[other, _]| *other < claim);
        let uses = self.uses.get(from..).unwrap_or_default();
        links.extend(
            uses.iter()
                .take_while(|[other, _]| *other == claim)
                .map(|[_, link]| *link),
        );
        if links.iter().any(|link| *link as usize >= self.links.len()) {
            return Err(self.mark_damaged());
        }
        links.sort_unstable();
        Ok(links)
    }

    /// The claims that have a source on a chain, ascending; none for a source
    /// that is on no chain.
    ///
    /// # Errors
    /// When they are out of bounds.
    pub fn claims_citing(&self, source: u32) -> Result<&'a [u32], NetworkError> {
        let Some(at) = place_of(self.cited, source, |cited| *cited) else {
            return Ok(&[]);
        };
        let ends = self.cited_at.get(at).zip(self.cited_at.get(at + 1));
        let found = ends.and_then(|(from, to)| self.citing.get(*from as usize..*to as usize));
        found
            .filter(|claims| claims.iter().all(|one| (*one as usize) < self.claims.len()))
            .ok_or_else(|| self.mark_damaged())
    }

    /// The terms of all sources on chains, ascending.
    pub fn cited(&self) -> &'a [u32] {
        self.cited
    }

    /// The origin that the editor assessed for a source, as a term.
    pub fn origin_of(&self, source: u32) -> Option<u32> {
        let at = place_of(self.origins, source, |[source, _]| *source)?;
        self.origins.get(at).map(|[_, origin]| *origin)
    }

    /// Where a claim's term stands among the claims that are no link by
    /// themselves: attendances, transactions, plans. They ascend by term and
    /// none is left out, so that the claims of one meeting stand side by side.
    /// `None` for any other term.
    pub fn place_beside_links(&self, claim: u32) -> Option<usize> {
        let beside = self.claims.get(self.plain_links()..)?;
        place_of(beside, claim, |record| record.term)
    }

    /// How many links are their one claim; the claims of these come first.
    pub(super) fn plain_links(&self) -> usize {
        self.links.len().saturating_sub(self.lists_at.len())
    }
}

/// The words, when they are whole chains.
fn made_of_chains(words: &[u32]) -> Option<&[u32]> {
    let mut rest = words;
    while let Some((length, behind)) = rest.split_first() {
        rest = behind.get(*length as usize..)?;
    }
    Some(words)
}
