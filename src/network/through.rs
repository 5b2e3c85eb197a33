//! Paths that pass given entities on the way.
//!
//! Such a path is made of legs: from the start to one of the entities, on to
//! the next, and so on to the end, in some order. For each order the paths of
//! every leg are listed, shortest first, and combinations are taken that pass
//! no entity twice. A combination is final once no path that has not been
//! listed could make a shorter one; until then, longer lists are made. Exact,
//! and bounded by the work that a question may take.

use std::collections::BTreeSet;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::detours::continue_listing;
use crate::network::filter::Filtered;
use crate::network::key::key_between;
use crate::network::meet::Detour;
use crate::network::meet::Met;
use crate::network::meet::meet;
use crate::network::ranking::Ranked;
use crate::network::ranking::Ranking;
use crate::network::visit::Adjacency;

/// Entities that a path can be asked to pass: there are 24 orders of them.
pub(super) const MOST: usize = 4;

/// Paths listed for each leg at first, and how many times more each time.
const FIRST: usize = if cfg!(test) { 2 } else { 8 };
const MORE: usize = 8;

/// The start, the end, and the entities on the way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Through<'q> {
    pub from: u32,
    pub to: u32,
    pub via: &'q [u32],
}

/// Appends the first `count` paths through all of `via`, in the order of all
/// answers. When the work runs out, what has been appended exists and is as
/// short as anything that is missing.
pub(super) fn list(
    view: &Filtered,
    through: Through,
    wanted: Wanted,
    bound: u32,
    work: &mut Work,
    listed: &mut Vec<Ranked>,
) -> Result<(), Stop> {
    let orders = through.orders(view);
    let Wanted { count, least } = wanted;
    let mut each = FIRST;
    let mut sure = Vec::new();
    loop {
        let mut found = match combinations(view, &orders, each, bound, work) {
            Ok(found) => found,
            Err(stop) => {
                listed.append(&mut sure);
                return Err(stop);
            }
        };
        found.paths.sort_by_cached_key(|path| rank(view, path));
        let paths = &found.paths;
        let below = paths.partition_point(|path| hops(path) < found.settled);
        let all_least = least && paths.first().is_some_and(|path| hops(path) < found.settled);
        if below >= count || all_least || found.settled == u32::MAX {
            if all_least {
                let least = found.paths.first().map_or(0, hops);
                found.paths.retain(|path| hops(path) == least);
            }
            found.paths.truncate(count);
            listed.append(&mut found.paths);
            return Ok(());
        }
        if found.paths.is_empty() && through.is_barred(view)? {
            return Ok(());
        }
        found.paths.truncate(count);
        found.paths.retain(|path| hops(path) <= found.settled);
        sure = found.paths;
        each *= MORE;
    }
}

/// Whether any path of at most `bound` hops passes all of `via`.
pub(super) fn exists(
    view: &Filtered,
    through: Through,
    bound: u32,
    work: &mut Work,
) -> Result<bool, Stop> {
    let orders = through.orders(view);
    let mut each = FIRST;
    loop {
        let found = combinations(view, &orders, each, bound, work)?;
        if !found.paths.is_empty() || found.settled == u32::MAX {
            return Ok(!found.paths.is_empty());
        }
        if through.is_barred(view)? {
            return Ok(false);
        }
        each *= MORE;
    }
}

/// How many paths, and whether only those of the least length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub count: usize,
    pub least: bool,
}

impl Through<'_> {
    /// Whether some stop cannot be on any path: one entity is on every way from
    /// it to either end, so that no way in is another way out (K. Menger,
    /// 1927). Reads what is connected with the stop twice.
    fn is_barred(self, view: &Filtered) -> Result<bool, Stop> {
        for stop in self.via {
            if *stop == self.from || *stop == self.to {
                continue;
            }
            let mut on_all_ways = Vec::new();
            for end in [self.from, self.to] {
                let Some(between) = key_between(view, *stop, end)? else {
                    return Ok(true);
                };
                let mut entities = between.entities;
                entities.push(end);
                on_all_ways.push(entities);
            }
            if on_all_ways[0]
                .iter()
                .any(|one| on_all_ways[1].contains(one))
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The stops in every order, the ends included.
    fn orders(self, view: &Filtered) -> Vec<Vec<u32>> {
        let mut stops: Vec<u32> = self.via.to_vec();
        stops.retain(|node| *node != self.from && *node != self.to);
        stops.sort_by_key(|node| view.place(*node));
        stops.dedup();
        // From an entity to itself no path passes anything else, and none passes
        // what is to be avoided.
        if self.from == self.to || stops.iter().any(|node| view.avoids(*node)) {
            return Vec::new();
        }
        let between = orders(&stops).into_iter();
        between
            .map(|order| [&[self.from], &order[..], &[self.to]].concat())
            .collect()
    }
}

/// Paths made of listed legs.
struct Combined {
    paths: Vec<Ranked>,
    /// Of fewer hops than this none is missing.
    settled: u32,
}

/// Combines the first so many paths of each leg, in every order of the stops.
fn combinations(
    view: &Filtered,
    orders: &[Vec<u32>],
    each: usize,
    bound: u32,
    work: &mut Work,
) -> Result<Combined, Stop> {
    let mut found = Combined {
        paths: Vec::new(),
        settled: u32::MAX,
    };
    for order in orders {
        let legs = legs(view, order, each, bound, work)?;
        let settled = combine(&legs, bound, work, &mut found.paths)?;
        found.settled = found.settled.min(settled);
    }
    Ok(found)
}

/// The place of a path among others: hops, contested hops, outlets, entities.
fn rank(view: &Filtered, path: &Ranked) -> (usize, u32, std::cmp::Reverse<u32>, Vec<u32>) {
    (
        path.nodes.len(),
        path.contested,
        std::cmp::Reverse(path.outlets),
        path.nodes.iter().map(|node| view.place(*node)).collect(),
    )
}

/// Every order of some nodes.
fn orders(nodes: &[u32]) -> Vec<Vec<u32>> {
    if nodes.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in nodes.iter().enumerate() {
        let rest = [&nodes[..at], &nodes[at + 1..]].concat();
        all.extend(orders(&rest).into_iter().map(|rest| {
            let mut order = vec![*first];
            order.extend(rest);
            order
        }));
    }
    all
}

/// The paths of one leg.
struct Leg {
    paths: Vec<Ranked>,
    /// Whether there are no others within the bound.
    all: bool,
}

impl Leg {
    /// Hops of the shortest path, `None` where there is none.
    fn least(&self) -> Option<u32> {
        self.paths.first().map(hops)
    }

    /// No path that is not listed has fewer hops.
    fn next(&self) -> u32 {
        match self.all {
            true => u32::MAX,
            false => self.paths.last().map_or(0, hops),
        }
    }
}

fn hops(path: &Ranked) -> u32 {
    path.nodes.len() as u32 - 1
}

/// The first paths from stop to stop, none of them past another stop.
fn legs(
    view: &Filtered,
    order: &[u32],
    count: usize,
    bound: u32,
    work: &mut Work,
) -> Result<Vec<Leg>, Stop> {
    let mut legs = Vec::new();
    for ends in order.windows(2) {
        let others = order.iter().filter(|stop| !ends.contains(stop));
        let detour = Detour {
            blocked: others.copied().collect(),
            ..Detour::default()
        };
        let mut paths = Vec::new();
        match meet(view, ends[0], ends[1], bound, &detour, work)? {
            Met::Paths(dag) => {
                Ranking::new(view, &dag, work)?.list(count, u32::MAX, work, &mut paths)?;
                if paths.len() < count {
                    continue_listing(view, &detour.blocked, count, bound, work, &mut paths)?;
                }
            }
            Met::NotWithin | Met::Never => {}
        }
        legs.push(Leg {
            all: paths.len() < count,
            paths,
        });
    }
    Ok(legs)
}

/// Adds every combination of listed legs that passes no entity twice, up to the
/// number of hops below which none is missing, and gives that.
fn combine(
    legs: &[Leg],
    bound: u32,
    work: &mut Work,
    found: &mut Vec<Ranked>,
) -> Result<u32, Stop> {
    let least: Option<Vec<u32>> = legs.iter().map(Leg::least).collect();
    let Some(least) = least else {
        return Ok(u32::MAX);
    };
    let all: u32 = least.iter().sum();
    let ahead = |from: usize| least[from..].iter().sum::<u32>();
    // With a path that is not listed on one leg, and the shortest on the others.
    let unlisted = legs.iter().zip(&least);
    let unlisted = unlisted.map(|(leg, least)| leg.next().saturating_add(all - least));
    let settled = unlisted.min().unwrap_or(u32::MAX);
    let mut open: Vec<(usize, Ranked)> = vec![(
        0,
        Ranked {
            contested: 0,
            outlets: u32::MAX,
            nodes: Vec::new(),
        },
    )];
    while let Some((leg, begun)) = open.pop() {
        let Some(paths) = legs.get(leg).map(|leg| &leg.paths) else {
            found.push(begun);
            continue;
        };
        let passed: BTreeSet<u32> = begun.nodes.iter().copied().collect();
        for path in paths {
            work.step(path.nodes.len())?;
            let already = begun.nodes.len().saturating_sub(1) as u32;
            let length = already + hops(path) + ahead(leg + 1);
            // Longer ones follow; those beyond what is settled are of no use.
            if length > bound || length > settled {
                break;
            }
            let fresh = if begun.nodes.is_empty() { 0 } else { 1 };
            if path.nodes[fresh..].iter().any(|node| passed.contains(node)) {
                continue;
            }
            let mut next = begun.clone();
            next.nodes.extend(&path.nodes[fresh..]);
            next.contested += path.contested;
            next.outlets = next.outlets.min(path.outlets);
            open.push((leg + 1, next));
        }
    }
    Ok(settled)
}
