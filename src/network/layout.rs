//! From links and claims to the sections of the path graph.
//!
//! Takes terms in any order of links and claims; gives the same bytes for the
//! same set of them, since every number is handed out after sorting.

use std::collections::HashMap;

use crate::model::Mode;
use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::format::ClaimRecord;
use crate::network::format::LinkRecord;
use crate::network::format::MAX_NUMBERED;
use crate::network::format::MAX_RELATIONS;
use crate::network::format::Mark;
use crate::network::format::SlotByte;
use crate::network::format::SourcesKind;

/// A link to be laid out. All ids are terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub link: u32,
    pub from: u32,
    pub to: u32,
    pub relation: u32,
    pub standing: Standing,
    pub mode: Mode,
    /// At most 15.
    pub category: u8,
    pub origins: u32,
    /// Never empty.
    pub claims: Vec<u32>,
}

/// A claim to be laid out. All ids are terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClaim {
    pub claim: u32,
    pub standing: Standing,
    pub origins: u32,
    pub outlets: Vec<u32>,
    /// Per citation, the sources from the one cited to the last behind it.
    pub chains: Vec<Vec<u32>>,
}

/// Lays out the path graph: every section's name and bytes, little-endian.
///
/// `entities` are all entities in ascending order, linked or not: the place of
/// one is its node number. A link from an entity to itself is never part of a
/// path and is left out. Outlets and chains are kept as sets.
///
/// # Errors
/// When `entities` are not strictly ascending; when a link or claim is there
/// twice, a link names an unknown entity or claim, has none, or a category
/// above 15; when there are more than 2^31-1 of anything or 65,536 relations.
pub fn layout(
    entities: &[u32],
    links: &[NewLink],
    claims: &[NewClaim],
) -> Result<Vec<(&'static str, Vec<u8>)>, NetworkError> {
    if let Some(pair) = entities.windows(2).find(|pair| pair[0] >= pair[1]) {
        return Err(NetworkError::Unsorted {
            what: "entities",
            term: pair[1],
        });
    }
    bounded("entities", entities.len())?;
    let claims = sorted("claims", claims.iter().collect(), |claim| claim.claim)?;
    let links = links.iter().filter(|link| link.from != link.to).collect();
    let links = sorted("links", links, |link: &&NewLink| link.link)?;
    // Plain links and their claims first, so that one number serves for both.
    let (plain, composed): (Vec<&NewLink>, Vec<&NewLink>) =
        links.into_iter().partition(|link| is_plain(link));
    let of_plain_link = |claim: &&NewClaim| {
        let found = plain.binary_search_by_key(&claim.claim, |link| link.link);
        found.is_ok()
    };
    let (mut claims, others): (Vec<&NewClaim>, Vec<&NewClaim>) =
        claims.into_iter().partition(of_plain_link);
    if let Some(link) = plain.iter().find(|link| {
        let found = claims.binary_search_by_key(&link.link, |claim| claim.claim);
        found.is_err()
    }) {
        return Err(NetworkError::Unknown {
            link: link.link,
            what: "claims",
            term: link.link,
        });
    }
    claims.extend(others);

    let links: Vec<&NewLink> = plain.iter().chain(&composed).copied().collect();
    let (relations, link_records) = lay_links(entities, &links)?;
    let (places, lists) = lay_lists(&composed, &claims)?;
    let laid = lay_claims(&claims)?;
    let slots = lay_slots(entities.len(), &link_records);

    let mut sections = vec![
        (format::NODES, entities.len(), bytes(entities)),
        (format::OFFSETS, slots.offsets.len(), bytes(&slots.offsets)),
        (format::TARGETS, slots.targets.len(), bytes(&slots.targets)),
        (format::HALVES, slots.halves.len(), bytes(&slots.halves)),
        (format::BYTES, slots.bytes.len(), slots.bytes),
        (format::LINKS, link_records.len(), bytes(&link_records)),
        (format::RELATIONS, relations.len(), bytes(&relations)),
        (format::PLACES, places.len(), bytes(&places)),
        (format::LISTS, lists.len(), bytes(&lists)),
        (format::CLAIMS, laid.records.len(), bytes(&laid.records)),
        (format::MARKS, laid.marks.len(), bytes(&laid.marks)),
        (format::SOURCES, laid.sources.len(), bytes(&laid.sources)),
    ];
    let mut head = vec![format::VERSION];
    for (_, entries, _) in &sections {
        head.push(numbered("entries in a section", *entries)?);
    }
    sections.insert(0, (format::HEAD, head.len(), bytes(&head)));
    let named = sections.into_iter();
    Ok(named.map(|(name, _, bytes)| (name, bytes)).collect())
}

/// Whether a link is its one claim.
fn is_plain(link: &NewLink) -> bool {
    !link.claims.is_empty() && link.claims.iter().all(|claim| *claim == link.link)
}

fn bytes<T: bytemuck::Pod>(numbers: &[T]) -> Vec<u8> {
    bytemuck::cast_slice(numbers).to_vec()
}

/// A count or position that fits a word.
fn numbered(what: &'static str, count: usize) -> Result<u32, NetworkError> {
    u32::try_from(count).map_err(|_| NetworkError::TooMany {
        what,
        limit: u64::from(u32::MAX),
    })
}

/// A number that leaves the top bit free.
fn bounded(what: &'static str, count: usize) -> Result<u32, NetworkError> {
    match u32::try_from(count) {
        Ok(small) if u64::from(small) <= MAX_NUMBERED => Ok(small),
        _ => Err(NetworkError::TooMany {
            what,
            limit: MAX_NUMBERED,
        }),
    }
}

fn sorted<T>(
    what: &'static str,
    mut rows: Vec<T>,
    term: impl Fn(&T) -> u32,
) -> Result<Vec<T>, NetworkError> {
    bounded(what, rows.len())?;
    rows.sort_unstable_by_key(&term);
    match rows
        .windows(2)
        .find(|pair| term(&pair[0]) == term(&pair[1]))
    {
        Some(pair) => Err(NetworkError::Duplicate {
            what,
            term: term(&pair[0]),
        }),
        None => Ok(rows),
    }
}

fn sorted_set(terms: &[u32]) -> Vec<u32> {
    let mut set = terms.to_vec();
    set.sort_unstable();
    set.dedup();
    set
}

struct Claims {
    records: Vec<ClaimRecord>,
    marks: Vec<u16>,
    sources: Vec<u32>,
}

fn lay_claims(claims: &[&NewClaim]) -> Result<Claims, NetworkError> {
    let mut laid = Claims {
        records: Vec::with_capacity(claims.len()),
        marks: Vec::with_capacity(claims.len()),
        sources: Vec::new(),
    };
    // Claims of one article share their outlets and chains. Looked up, never
    // walked: positions follow the order of the claims.
    let mut written: HashMap<Vec<u32>, u32> = HashMap::new();
    for claim in claims {
        let (kind, words) = sources_of(claim)?;
        let place = match (kind, &words[..]) {
            (SourcesKind::One, [only]) => *only,
            _ => match written.get(&words) {
                Some(place) => *place,
                None => {
                    let place = numbered("words of sources", laid.sources.len())?;
                    laid.sources.extend_from_slice(&words);
                    written.insert(words, place);
                    place
                }
            },
        };
        laid.records.push(ClaimRecord {
            term: claim.claim,
            sources: place,
        });
        let mark = Mark {
            standing: claim.standing,
            origins: claim.origins,
            sources: kind,
        };
        laid.marks.push(mark.packed());
    }
    Ok(laid)
}

fn sources_of(claim: &NewClaim) -> Result<(SourcesKind, Vec<u32>), NetworkError> {
    let outlets = sorted_set(&claim.outlets);
    let mut chains = claim.chains.clone();
    chains.sort_unstable();
    chains.dedup();
    let flat = outlets.len() <= SourcesKind::MAX_FLAT
        && chains.len() == outlets.len()
        && chains
            .iter()
            .zip(&outlets)
            .all(|(chain, outlet)| chain[..] == [*outlet]);
    if flat {
        let kind = match outlets.len() {
            1 => SourcesKind::One,
            count => SourcesKind::Flat(count as u8),
        };
        return Ok((kind, outlets));
    }
    let mut words = vec![numbered("outlets of a claim", outlets.len())?];
    let chain_words = chains.iter().map(|chain| chain.len() + 1).sum();
    words.push(numbered("sources of a claim", chain_words)?);
    words.extend(outlets);
    for chain in chains {
        words.push(numbered("sources of a chain", chain.len())?);
        words.extend(chain);
    }
    Ok((SourcesKind::Full, words))
}

/// The relations, and the links with their ends.
fn lay_links(
    entities: &[u32],
    links: &[&NewLink],
) -> Result<(Vec<u32>, Vec<LinkRecord>), NetworkError> {
    let mut relations: Vec<u32> = links.iter().map(|link| link.relation).collect();
    relations.sort_unstable();
    relations.dedup();
    let too_many = NetworkError::TooMany {
        what: "relations",
        limit: MAX_RELATIONS,
    };
    let mut records = Vec::with_capacity(links.len());
    for link in links {
        if link.category > 15 {
            return Err(NetworkError::Category {
                link: link.link,
                category: link.category,
            });
        }
        let node = |term: u32| match entities.binary_search(&term) {
            Ok(node) => bounded("entities", node),
            Err(_) => Err(NetworkError::Unknown {
                link: link.link,
                what: "entities",
                term,
            }),
        };
        let relation = relations.partition_point(|term| *term < link.relation);
        let relation = u16::try_from(relation).map_err(|_| too_many.clone())?;
        let byte = SlotByte::new(link.standing, link.origins, link.category);
        records.push(LinkRecord {
            from: node(link.from)?,
            to: node(link.to)?,
            packed: LinkRecord::pack(relation, link.mode, byte),
        });
    }
    Ok((relations, records))
}

/// Per composed link its place in the lists, and the lists.
fn lay_lists(
    composed: &[&NewLink],
    claims: &[&NewClaim],
) -> Result<(Vec<u32>, Vec<u32>), NetworkError> {
    let mut numbers: Vec<(u32, u32)> = claims.iter().map(|claim| claim.claim).zip(0..).collect();
    numbers.sort_unstable();
    let (mut places, mut lists) = (Vec::new(), Vec::new());
    for link in composed {
        if link.claims.is_empty() {
            return Err(NetworkError::NoClaim { link: link.link });
        }
        let mut rests_on = Vec::new();
        for claim in &link.claims {
            match numbers.binary_search_by_key(claim, |one| one.0) {
                Ok(at) => rests_on.push(numbers[at].1),
                Err(_) => {
                    return Err(NetworkError::Unknown {
                        link: link.link,
                        what: "claims",
                        term: *claim,
                    });
                }
            }
        }
        let rests_on = sorted_set(&rests_on);
        places.push(numbered("words of claim lists", lists.len())?);
        lists.push(link.link);
        lists.push(numbered("claims of a link", rests_on.len())?);
        lists.extend(rests_on);
    }
    Ok((places, lists))
}

/// The adjacency: each link twice, once from either end.
struct Slots {
    offsets: Vec<u32>,
    targets: Vec<u32>,
    halves: Vec<u32>,
    bytes: Vec<u8>,
}

fn lay_slots(nodes: usize, links: &[LinkRecord]) -> Slots {
    // Fewer than 2^31 links, so that slots and halves fit 32 bits.
    let mut offsets = vec![0u32; nodes + 1];
    for link in links {
        offsets[link.from as usize + 1] += 1;
        offsets[link.to as usize + 1] += 1;
    }
    for node in 0..nodes {
        offsets[node + 1] += offsets[node];
    }
    let mut free = offsets.clone();
    let mut slots = vec![(0u32, 0u32); links.len() * 2];
    for (number, link) in links.iter().enumerate() {
        let half = (number as u32) << 1;
        for (here, there, half) in [(link.from, link.to, half), (link.to, link.from, half | 1)] {
            let at = &mut free[here as usize];
            slots[*at as usize] = (there, half);
            *at += 1;
        }
    }
    for node in 0..nodes {
        slots[offsets[node] as usize..offsets[node + 1] as usize].sort_unstable();
    }
    Slots {
        targets: slots.iter().map(|(target, _)| *target).collect(),
        halves: slots.iter().map(|(_, half)| *half).collect(),
        bytes: slots
            .iter()
            .map(|(_, half)| links[(half >> 1) as usize].byte().0)
            .collect(),
        offsets,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::testing::claim;
    use crate::network::testing::link;

    fn refused(entities: &[u32], links: &[NewLink]) -> NetworkError {
        layout(entities, links, &[claim(1, Standing::Denied, &[7])])
            .expect_err("this is not a path graph")
    }

    #[test]
    fn the_order_of_links_and_claims_changes_nothing() -> Result<(), NetworkError> {
        let mut links = vec![
            link(1, 10, 11, Standing::Uncontested, &[1]),
            link(2, 11, 12, Standing::Denied, &[1, 2]),
            link(3, 12, 10, Standing::Denied, &[2]),
        ];
        let mut claims = vec![
            claim(1, Standing::Uncontested, &[7, 8]),
            claim(2, Standing::Denied, &[8, 7]),
        ];
        let one = layout(&[10, 11, 12], &links, &claims)?;
        links.reverse();
        claims.reverse();
        claims[0].outlets.reverse();
        claims[1].chains.reverse();
        assert_eq!(one, layout(&[10, 11, 12], &links, &claims)?);
        Ok(())
    }

    #[test]
    fn what_makes_no_graph_is_refused() {
        let good = link(1, 10, 11, Standing::Denied, &[1]);
        let unsorted = NetworkError::Unsorted {
            what: "entities",
            term: 10,
        };
        assert_eq!(refused(&[11, 10], &[]), unsorted);
        assert_eq!(refused(&[10, 10], &[]), unsorted);
        assert_eq!(
            refused(&[10, 11], &[good.clone(), good.clone()]),
            NetworkError::Duplicate {
                what: "links",
                term: 1
            }
        );
        assert_eq!(
            refused(&[10], std::slice::from_ref(&good)),
            NetworkError::Unknown {
                link: 1,
                what: "entities",
                term: 11
            }
        );
        assert_eq!(
            refused(&[10, 11], &[link(1, 10, 11, Standing::Denied, &[5])]),
            NetworkError::Unknown {
                link: 1,
                what: "claims",
                term: 5
            }
        );
        assert_eq!(
            refused(&[10, 11], &[link(1, 10, 11, Standing::Denied, &[])]),
            NetworkError::NoClaim { link: 1 }
        );
        let category = NewLink {
            category: 16,
            ..good
        };
        assert_eq!(
            refused(&[10, 11], &[category]),
            NetworkError::Category {
                link: 1,
                category: 16
            }
        );
    }
}
