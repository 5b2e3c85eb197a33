//! From a draft to the sections of the path graph.
//!
//! Gives the same bytes for the same set of links and claims, since every
//! number is handed out after sorting. What is not needed any more is let go
//! on the way: at fifty million links a list more is half a gigabyte.

use rayon::prelude::*;

use crate::model::Standing;
use crate::network::bits;
use crate::network::draft::NetworkDraft;
use crate::network::draft::NewLink;
use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::format::Days;
use crate::network::format::KindRecord;
use crate::network::format::MAX_KINDS;
use crate::network::format::MAX_NUMBERED;
use crate::network::format::SlotByte;
use crate::network::laid_claims;
use crate::network::places::place_of;

/// Lays out the path graph: every section's name and bytes, little-endian.
///
/// A link from an entity to itself is never part of a path and is left out.
/// Entities, outlets, chains and origins are kept as sets.
///
/// # Errors
/// When a link or claim is there twice, a link names an unknown entity or
/// claim, has none, or a category above 15; when there are more than 2^31-1 of
/// anything or 65,536 combinations of relation and mode.
pub fn layout(mut draft: NetworkDraft) -> Result<Vec<(&'static str, Vec<u8>)>, NetworkError> {
    draft.bounded()?;
    draft.entities.sort_unstable();
    draft.entities.dedup();
    let entities = std::mem::take(&mut draft.entities);
    bounded("entities", entities.len())?;
    draft.links.retain(|(link, _)| link.from != link.to);
    sorted("links", &mut draft.links, |(link, _)| link.link)?;
    sorted("claims", &mut draft.claims, |(claim, _)| claim.claim)?;

    let mut sections = Sections::default();
    let ends = ends(&entities, &draft.links)?;
    let (nodes, places) = match draft.keeps_order() {
        true => (0..entities.len() as u32)
            .map(|place| (place, place))
            .unzip(),
        false => by_degree(entities.len(), &ends),
    };
    let ends: Vec<(u32, u32)> = ends
        .into_iter()
        .map(|(from, to)| (nodes[from as usize], nodes[to as usize]))
        .collect();
    sections.add(format::ENTITIES, &entities)?;
    sections.add(format::NODES, &nodes)?;
    sections.add(format::PLACES, &places)?;
    sections.add(format::COMPONENTS, &components(entities.len(), &ends))?;
    drop((entities, nodes));
    // In the order of their numbers, each link's place among those sorted by term.
    let order = lay_slots(places.len(), &ends, &draft.links, &mut sections)?;
    drop((ends, places));
    lay_links(&order, &draft.links, &mut sections)?;
    laid_claims::lay_claims(&order, &mut draft, &mut sections)?;

    let undated = draft
        .links
        .iter()
        .filter(|(link, _)| link.days == Days::UNDATED);
    let retracted = draft
        .links
        .iter()
        .filter(|(link, _)| link.standing == Standing::Retracted);
    let mut head = vec![
        format::VERSION,
        numbered("undated links", undated.count())?,
        numbered("retracted links", retracted.count())?,
    ];
    head.extend(&sections.entries);
    let mut named = vec![(format::HEAD, words(&head))];
    named.extend(sections.named);
    Ok(named)
}

/// The sections written so far, with their numbers of entries.
#[derive(Default)]
pub(super) struct Sections {
    named: Vec<(&'static str, Vec<u8>)>,
    entries: Vec<u32>,
}

impl Sections {
    pub fn add<T: bytemuck::Pod>(
        &mut self,
        name: &'static str,
        entries: &[T],
    ) -> Result<(), NetworkError> {
        self.entries
            .push(numbered("entries in a section", entries.len())?);
        self.named.push((name, words(entries)));
        Ok(())
    }
}

fn words<T: bytemuck::Pod>(numbers: &[T]) -> Vec<u8> {
    bytemuck::cast_slice(numbers).to_vec()
}

/// A count or position that fits a word.
pub(super) fn numbered(what: &'static str, count: usize) -> Result<u32, NetworkError> {
    u32::try_from(count).map_err(|_| NetworkError::TooMany {
        what,
        limit: u64::from(u32::MAX),
    })
}

/// A number that leaves the top bit free.
fn bounded(what: &'static str, count: usize) -> Result<(), NetworkError> {
    if count as u64 > MAX_NUMBERED {
        let limit = MAX_NUMBERED;
        return Err(NetworkError::TooMany { what, limit });
    }
    Ok(())
}

fn sorted<T: Send>(
    what: &'static str,
    rows: &mut [T],
    term: impl Fn(&T) -> u32 + Sync,
) -> Result<(), NetworkError> {
    bounded(what, rows.len())?;
    rows.par_sort_unstable_by_key(&term);
    match rows.windows(2).find(|two| term(&two[0]) == term(&two[1])) {
        Some(two) => Err(NetworkError::Duplicate {
            what,
            term: term(&two[0]),
        }),
        None => Ok(()),
    }
}

/// The places of both ends of each link.
fn ends(entities: &[u32], links: &[(NewLink, u32)]) -> Result<Vec<(u32, u32)>, NetworkError> {
    let place = |link: &NewLink, term| {
        let found = place_of(entities, term, |entity| *entity);
        // Bounded above.
        found
            .map(|place| place as u32)
            .ok_or(NetworkError::Unknown {
                link: link.link,
                what: "entities",
                term,
            })
    };
    let links = links.par_iter();
    let ends = links.map(|(link, _)| Ok((place(link, link.from)?, place(link, link.to)?)));
    // Whichever error comes first in the order of the links.
    ends.collect::<Vec<Result<_, _>>>().into_iter().collect()
}

/// Per place its node, and per node its place: most links first.
fn by_degree(entities: usize, ends: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut degrees = vec![0u32; entities];
    for (from, to) in ends {
        degrees[*from as usize] += 1;
        degrees[*to as usize] += 1;
    }
    let mut places: Vec<u32> = (0..entities as u32).collect();
    places.par_sort_by_key(|place| std::cmp::Reverse(degrees[*place as usize]));
    let mut nodes = degrees;
    for (node, place) in places.iter().enumerate() {
        nodes[*place as usize] = node as u32;
    }
    (nodes, places)
}

/// Per node the lowest node of its component.
fn components(nodes: usize, ends: &[(u32, u32)]) -> Vec<u32> {
    let mut above: Vec<u32> = (0..nodes as u32).collect();
    fn top(above: &mut [u32], mut node: u32) -> u32 {
        while above[node as usize] != node {
            // Halves the way for those who come after.
            above[node as usize] = above[above[node as usize] as usize];
            node = above[node as usize];
        }
        node
    }
    for (from, to) in ends {
        let (one, other) = (top(&mut above, *from), top(&mut above, *to));
        // Nobody points to a higher node, so the lowest one is on top.
        above[one.max(other) as usize] = one.min(other);
    }
    for node in 0..nodes as u32 {
        // Those below are settled.
        above[node as usize] = above[above[node as usize] as usize];
    }
    above
}

/// The adjacency: each link twice, once from either end. Gives the links in
/// the order of their numbers.
fn lay_slots(
    nodes: usize,
    ends: &[(u32, u32)],
    links: &[(NewLink, u32)],
    sections: &mut Sections,
) -> Result<Vec<u32>, NetworkError> {
    // Fewer than 2^31 links, so that slots fit 32 bits.
    let mut offsets = vec![0u32; nodes + 1];
    for (from, to) in ends {
        offsets[*from as usize + 1] += 1;
        offsets[*to as usize + 1] += 1;
    }
    for node in 0..nodes {
        offsets[node + 1] += offsets[node];
    }
    // Target, then link, then whether it is read against its direction.
    let mut slots = vec![0u64; links.len() * 2];
    let mut free = offsets.clone();
    for (link, (from, to)) in ends.iter().enumerate() {
        let half = (link as u64) << 1;
        for (here, there, half) in [(from, to, half), (to, from, half | 1)] {
            let at = &mut free[*here as usize];
            slots[*at as usize] = u64::from(*there) << 32 | half;
            *at += 1;
        }
    }
    drop(free);
    let mut rest = &mut slots[..];
    let mut each = Vec::with_capacity(nodes);
    for node in 0..nodes {
        let (here, behind) = rest.split_at_mut((offsets[node + 1] - offsets[node]) as usize);
        each.push(here);
        rest = behind;
    }
    each.into_par_iter().for_each(|slots| slots.sort_unstable());

    let link_of = |slot: u64| (slot as u32) >> 1;
    let is_ahead = |slot: u64| slot & 1 == 0;
    let ahead = slots.iter().filter(|slot| is_ahead(**slot));
    let order: Vec<u32> = ahead.map(|slot| link_of(*slot)).collect();
    let mut numbers = vec![0u32; links.len()];
    for (number, link) in order.iter().enumerate() {
        numbers[*link as usize] = number as u32;
    }
    sections.add(format::OFFSETS, &offsets)?;
    drop(offsets);
    let targets: Vec<u32> = slots.par_iter().map(|slot| (*slot >> 32) as u32).collect();
    sections.add(format::TARGETS, &targets)?;
    drop(targets);
    let byte = |slot: &u64| {
        let (link, _) = &links[link_of(*slot) as usize];
        SlotByte::new(link.standing, link.origins, link.category).0
    };
    let bytes: Vec<u8> = slots.par_iter().map(byte).collect();
    sections.add(format::BYTES, &bytes)?;
    let (words, counts) = bits::packed(slots.iter().map(|slot| is_ahead(*slot)));
    sections.add(format::AHEAD, &words)?;
    sections.add(format::AHEAD_COUNTS, &counts)?;
    let backs = slots.iter().filter(|slot| !is_ahead(**slot));
    let backs: Vec<u32> = backs.map(|slot| numbers[link_of(*slot) as usize]).collect();
    sections.add(format::BACKS, &backs)?;
    Ok(order)
}

/// What the links say, and when.
fn lay_links(
    order: &[u32],
    links: &[(NewLink, u32)],
    sections: &mut Sections,
) -> Result<(), NetworkError> {
    if let Some((link, _)) = links.iter().find(|(link, _)| link.category > 15) {
        return Err(NetworkError::Category {
            link: link.link,
            category: link.category,
        });
    }
    let kind = |link: &NewLink| KindRecord::new(link.relation, link.mode, link.category);
    let kinds = different(links.iter().map(|(link, _)| kind(link)));
    if kinds.len() as u64 > MAX_KINDS {
        return Err(NetworkError::TooMany {
            what: "combinations of relation and mode",
            limit: MAX_KINDS,
        });
    }
    let mut days = different(links.iter().map(|(link, _)| link.days));
    days.retain(|days| *days != Days::UNDATED);
    days.insert(0, Days::UNDATED);
    let of_links: Vec<u16> = order
        .par_iter()
        .map(|link| {
            let kind = kind(&links[*link as usize].0);
            // One of them, and no more than 65,536.
            kinds.partition_point(|one| *one < kind) as u16
        })
        .collect();
    sections.add(format::LINKS, &of_links)?;
    sections.add(format::KINDS, &kinds)?;
    let when: Vec<u32> = order
        .par_iter()
        .map(|link| match links[*link as usize].0.days {
            Days::UNDATED => 0,
            // Behind the first, which is not in order.
            one => 1 + days[1..].partition_point(|other| *other < one) as u32,
        })
        .collect();
    sections.add(format::WHEN, &when)?;
    sections.add(format::DAYS, &days)
}

/// The different values, ascending.
fn different<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen: Vec<T> = Vec::new();
    let mut settled = 0;
    for value in values {
        seen.push(value);
        // Mostly there are few, and sorting all of them would take the memory
        // of all of them.
        if seen.len() > 2 * settled + 4_096 {
            seen.sort_unstable();
            seen.dedup();
            settled = seen.len();
        }
    }
    seen.sort_unstable();
    seen.dedup();
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Standing;
    use crate::network::testing::Plain;
    use crate::network::testing::PlainLink;
    use crate::network::testing::claim;
    use crate::network::testing::link;

    fn plain(entities: &[u32], links: &[PlainLink]) -> Plain {
        Plain {
            entities: entities.to_vec(),
            links: links.to_vec(),
            claims: vec![claim(1, Standing::Denied, &[7])],
            origins: Vec::new(),
        }
    }

    fn refused(entities: &[u32], links: &[PlainLink]) -> NetworkError {
        layout(plain(entities, links).draft()).expect_err("this is not a path graph")
    }

    #[test]
    fn the_order_of_links_and_claims_changes_nothing() -> Result<(), NetworkError> {
        let mut plain = Plain {
            entities: vec![10, 11, 12],
            links: vec![
                link(1, 10, 11, Standing::Uncontested, &[1]),
                link(2, 11, 12, Standing::Denied, &[1, 2]),
                link(3, 12, 10, Standing::Denied, &[2]),
            ],
            claims: vec![
                claim(1, Standing::Uncontested, &[7, 8]),
                claim(2, Standing::Denied, &[8, 7]),
            ],
            origins: vec![(7, 1), (8, 2)],
        };
        let one = layout(plain.draft())?;
        plain.entities.reverse();
        plain.links.reverse();
        plain.claims.reverse();
        plain.claims[0].outlets.reverse();
        plain.claims[1].chains.reverse();
        plain.origins.reverse();
        assert_eq!(one, layout(plain.draft())?);
        Ok(())
    }

    #[test]
    fn what_makes_no_graph_is_refused() {
        let good = link(1, 10, 11, Standing::Denied, &[1]);
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
        let category = PlainLink {
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
