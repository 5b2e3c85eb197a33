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
use crate::network::format::ELSEWHERE;
use crate::network::format::FLAT;
use crate::network::format::LinkRecord;
use crate::network::format::MAX_NUMBERED;
use crate::network::format::MAX_RELATIONS;
use crate::network::format::SlotByte;

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

    let (claim_records, sources) = lay_claims(&claims)?;
    let mut relations: Vec<u32> = links.iter().map(|link| link.relation).collect();
    relations.sort_unstable();
    relations.dedup();
    if relations.len() as u64 > MAX_RELATIONS {
        return Err(NetworkError::TooMany {
            what: "relations",
            limit: MAX_RELATIONS,
        });
    }
    let (link_records, lists) = lay_links(entities, &relations, &claim_records, &links)?;
    let slots = lay_slots(entities.len(), &link_records);

    // Nodes, links and claims fit 31 bits each, and a link has two slots.
    let head = [
        format::VERSION,
        entities.len() as u32,
        slots.offsets.len() as u32,
        slots.targets.len() as u32,
        slots.halves.len() as u32,
        slots.bytes.len() as u32,
        link_records.len() as u32,
        relations.len() as u32,
        bounded("words of claim lists", lists.len())?,
        claim_records.len() as u32,
        bounded("words of sources", sources.len())?,
    ];
    Ok(vec![
        (format::HEAD, bytes(&head)),
        (format::NODES, bytes(entities)),
        (format::OFFSETS, bytes(&slots.offsets)),
        (format::TARGETS, bytes(&slots.targets)),
        (format::HALVES, bytes(&slots.halves)),
        (format::BYTES, slots.bytes),
        (format::LINKS, bytes(&link_records)),
        (format::RELATIONS, bytes(&relations)),
        (format::LISTS, bytes(&lists)),
        (format::CLAIMS, bytes(&claim_records)),
        (format::SOURCES, bytes(&sources)),
    ])
}

fn bytes<T: bytemuck::Pod>(numbers: &[T]) -> Vec<u8> {
    bytemuck::cast_slice(numbers).to_vec()
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

fn lay_claims(claims: &[&NewClaim]) -> Result<(Vec<ClaimRecord>, Vec<u32>), NetworkError> {
    let mut records = Vec::with_capacity(claims.len());
    let mut sources: Vec<u32> = Vec::new();
    // Claims of one article share their outlets and chains. Looked up, never
    // walked: positions follow the order of the claims.
    let mut written: HashMap<Vec<u32>, u32> = HashMap::new();
    for claim in claims {
        let outlets = sorted_set(&claim.outlets);
        let mut chains = claim.chains.clone();
        chains.sort_unstable();
        chains.dedup();
        let flat = chains.len() == outlets.len()
            && chains
                .iter()
                .zip(&outlets)
                .all(|(chain, outlet)| chain[..] == [*outlet]);
        let place = match outlets[..] {
            [only] if flat && only & ELSEWHERE == 0 => only,
            _ => {
                let entry = if flat {
                    flat_entry(&outlets)?
                } else {
                    full_entry(&outlets, &chains)?
                };
                let at = match written.get(&entry) {
                    Some(at) => *at,
                    None => {
                        let at = bounded("words of sources", sources.len())?;
                        sources.extend_from_slice(&entry);
                        written.insert(entry, at);
                        at
                    }
                };
                at | ELSEWHERE
            }
        };
        records.push(ClaimRecord {
            term: claim.claim,
            packed: ClaimRecord::pack(claim.origins, claim.standing),
            sources: place,
        });
    }
    Ok((records, sources))
}

fn flat_entry(outlets: &[u32]) -> Result<Vec<u32>, NetworkError> {
    let mut entry = vec![FLAT | bounded("outlets of a claim", outlets.len())?];
    entry.extend_from_slice(outlets);
    Ok(entry)
}

fn full_entry(outlets: &[u32], chains: &[Vec<u32>]) -> Result<Vec<u32>, NetworkError> {
    let mut words = Vec::new();
    for chain in chains {
        words.push(bounded("sources of a chain", chain.len())?);
        words.extend_from_slice(chain);
    }
    let mut entry = vec![
        bounded("outlets of a claim", outlets.len())?,
        bounded("sources of a claim", words.len())?,
    ];
    entry.extend_from_slice(outlets);
    entry.extend(words);
    Ok(entry)
}

fn lay_links(
    entities: &[u32],
    relations: &[u32],
    claims: &[ClaimRecord],
    links: &[&NewLink],
) -> Result<(Vec<LinkRecord>, Vec<u32>), NetworkError> {
    let mut records = Vec::with_capacity(links.len());
    let mut lists: Vec<u32> = Vec::new();
    for link in links {
        let unknown = |what: &'static str, term: u32| NetworkError::Unknown {
            link: link.link,
            what,
            term,
        };
        let node = |term: u32| match entities.binary_search(&term) {
            Ok(node) => bounded("entities", node),
            Err(_) => Err(unknown("entities", term)),
        };
        let claim = |term: u32| match claims.binary_search_by_key(&term, |claim| claim.term) {
            Ok(claim) => bounded("claims", claim),
            Err(_) => Err(unknown("claims", term)),
        };
        if link.category > 15 {
            return Err(NetworkError::Category {
                link: link.link,
                category: link.category,
            });
        }
        let relation = relations
            .binary_search(&link.relation)
            .ok()
            .and_then(|place| u16::try_from(place).ok())
            .ok_or(unknown("relations", link.relation))?;
        let rests_on = sorted_set(&link.claims);
        let place = match rests_on[..] {
            [] => return Err(NetworkError::NoClaim { link: link.link }),
            [only] if only == link.link => claim(only)?,
            _ => {
                let at = bounded("words of claim lists", lists.len())?;
                lists.push(link.link);
                lists.push(bounded("claims of a link", rests_on.len())?);
                for term in rests_on {
                    lists.push(claim(term)?);
                }
                at | ELSEWHERE
            }
        };
        records.push(LinkRecord {
            from: node(link.from)?,
            to: node(link.to)?,
            claims: place,
            packed: LinkRecord::pack(
                relation,
                link.mode,
                SlotByte::new(link.standing, link.origins, link.category),
            ),
        });
    }
    Ok((records, lists))
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
