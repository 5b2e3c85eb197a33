//! How many paths a filter leaves out: those that there are without it, of no more
//! hops than the answer is about, and that do not pass it.
//!
//! Takes a question with what was found; gives their number by standing. Those as
//! short as the shortest without the filter are counted in its layers, which the
//! search has read already. Where longer ones count as well, a walk goes along each
//! of them, where it can still end in time, and never takes more work than the
//! answer has taken, or little.

use std::ops::Range;
use std::vec::IntoIter;

use crate::model::Standing;
use crate::network::answers::Count;
use crate::network::answers::Found;
use crate::network::answers::NoPath;
use crate::network::answers::Search;
use crate::network::answers::Unfiltered;
use crate::network::answers::Wanted;
use crate::network::budget::Budget;
use crate::network::budget::Spent;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::corridor::Corridor;
use crate::network::dag::Dag;
use crate::network::filter::Filtered;
use crate::network::format::SlotByte;
use crate::network::hop::Path;
use crate::network::meet::NodeSet;

/// What a walk may take where the answer took less: a few milliseconds.
const LEAST: u64 = 100_000;

/// Likewise of a question for nothing but shortest paths, which takes little.
const LEAST_OF_SHORTEST: u64 = 20_000;

/// What it takes at most, however much the answer took: a tenth of a second.
const MOST: u64 = 2_000_000;

/// A node with so many times more slots than there are nodes that lead to the end
/// in time is not read: each of these is looked for.
const LOOK_UP: usize = 8;

/// Only so near the end: further away nearly all nodes do.
const NEAR: u32 = 4;

/// The paths that a filter leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Those of at most so many hops are counted.
    pub hops: u32,
    /// By the standing of the worst hop, in the order of `Standing::ALL`; a hop has
    /// that of its best link without the filter.
    pub standings: [u128; 4],
    /// Whether these are all; else counting them took too long.
    pub all: bool,
}

impl LeftOut {
    /// How many were counted.
    pub fn counted(&self) -> u128 {
        self.standings.iter().copied().fold(0, u128::saturating_add)
    }
}

impl Search<'_> {
    /// Counts what the filter leaves out; `None` where it leaves out nothing, or
    /// the answer has no hops within which that could be said.
    pub(super) fn left_out(
        &self,
        view: Filtered,
        wanted: Wanted,
        found: &Found,
        spent: Spent,
    ) -> Result<Option<LeftOut>, Stop> {
        if self.budget.left_out == 0 {
            return Ok(None);
        }
        let (Some(relaxed), Some(hops)) = (self.relaxed(), self.hops_counted(wanted, found)) else {
            return Ok(None);
        };
        let view = match found.strength {
            Some(strength) => view.narrowed(strength.pass()),
            None => view,
        };
        let layers = match self.unfiltered.get() {
            Some(Unfiltered::Pass(dag) | Unfiltered::Shorter(_, dag)) => Some(dag),
            Some(Unfiltered::Never | Unfiltered::TooMuch) | None => None,
        };
        let mut left_out = LeftOut {
            hops,
            standings: [0; 4],
            all: false,
        };
        if let Some(dag) = layers {
            let mut work = Work::new(self.budget);
            let counted = in_layers(&relaxed, &view, dag, &mut work);
            self.also_spent(&work);
            match counted {
                Ok((standings, all)) => {
                    left_out.standings = standings;
                    left_out.all = all && dag.length == hops;
                }
                Err(Stop::Limit(_)) => {}
                Err(Stop::Damaged) => return Err(Stop::Damaged),
            }
        }
        if left_out.all {
            return Ok(Some(left_out));
        }
        let least = match wanted {
            Wanted::Best | Wanted::AllOfLeastLength => LEAST_OF_SHORTEST,
            Wanted::First(_) => LEAST,
        };
        let budget = Budget {
            slots: spent.slots.clamp(least, MOST).min(self.budget.left_out),
            steps: spent.steps.clamp(least, MOST).min(self.budget.left_out),
            ..*self.budget
        };
        let mut work = Work::new(&budget);
        let mut standings = [0; 4];
        let outcome = self.walk(&relaxed, &view, hops, &mut work, &mut standings);
        self.also_spent_of(&work, &budget);
        let walked = LeftOut {
            hops,
            standings,
            all: outcome.is_ok(),
        };
        match outcome {
            Err(Stop::Damaged) => Err(Stop::Damaged),
            // As far as it came, that may be less than what the layers tell.
            Err(Stop::Limit(_)) if walked.counted() < left_out.counted() => Ok(Some(left_out)),
            Ok(()) | Err(Stop::Limit(_)) => Ok(Some(walked)),
        }
    }

    /// Of how many hops the paths are that an answer is about.
    fn hops_counted(&self, wanted: Wanted, found: &Found) -> Option<u32> {
        // From an entity to itself nothing else leads.
        if self.question.from == self.question.to {
            return None;
        }
        let hops = |path: &Path| path.hops().len() as u32;
        let max_hops = self.question.max_hops;
        let hops = match (found.paths.last().map(hops), &found.no_path) {
            (Some(longest), _) => match (wanted, found.total) {
                // All are listed, up to the limit there is.
                (Wanted::First(_), Some(_)) => max_hops.unwrap_or(longest).max(longest),
                (Wanted::First(_), None) | (Wanted::Best | Wanted::AllOfLeastLength, _) => longest,
            },
            (None, Some(NoPath::ExcludedByFilter { without_filter, .. })) => match wanted {
                Wanted::Best | Wanted::AllOfLeastLength => hops(without_filter),
                Wanted::First(_) => max_hops.unwrap_or_default().max(hops(without_filter)),
            },
            (None, Some(NoPath::BeyondLimit { max_hops, .. })) => *max_hops,
            (None, Some(NoPath::NotConnected { .. } | NoPath::NotThrough { .. }) | None) => 0,
        };
        (hops > 0).then_some(hops)
    }

    /// Counts them one by one.
    fn walk(
        &self,
        relaxed: &Filtered,
        view: &Filtered,
        bound: u32,
        work: &mut Work,
        standings: &mut [u128; 4],
    ) -> Result<(), Stop> {
        let (from, to) = (self.question.from, self.question.to);
        let corridor = Corridor::half(relaxed, from, to, bound, work)?;
        let ways = Ways {
            relaxed,
            view,
            near: corridor.nodes_within(NEAR),
            corridor,
        };
        let via = |on_path: &NodeSet| {
            let mut via = self.question.via.iter();
            via.all(|node| *node == to || on_path.contains(node))
        };
        let mut on_path = NodeSet::from_iter([from]);
        let mut trail = vec![Turn {
            node: from,
            passes: true,
            standing: Standing::Uncontested,
            ways: ways.from(from, bound, work)?,
        }];
        while let Some(turn) = trail.last_mut() {
            let Some(way) = turn.ways.next() else {
                on_path.remove(&turn.node);
                trail.pop();
                continue;
            };
            work.step(1)?;
            let passes = turn.passes && way.passes;
            let standing = turn.standing.max(way.standing);
            if way.to == to {
                if !passes && via(&on_path) {
                    standings[standing as usize] += 1;
                }
                continue;
            }
            // So many hops lead there; no more turns than the bound.
            let left = bound - trail.len() as u32;
            if left > 0 && on_path.insert(way.to) {
                trail.push(Turn {
                    node: way.to,
                    passes,
                    standing,
                    ways: ways.from(way.to, left, work)?,
                });
            }
        }
        Ok(())
    }
}

/// A node on the way, with the hops not yet taken from it.
struct Turn {
    node: u32,
    /// Whether all hops so far pass the filter, and the worst of them.
    passes: bool,
    standing: Standing,
    ways: IntoIter<Way>,
}

/// A hop without the filter.
struct Way {
    to: u32,
    passes: bool,
    standing: Standing,
}

/// Where to go from each node.
struct Ways<'a> {
    relaxed: &'a Filtered<'a>,
    view: &'a Filtered<'a>,
    corridor: Corridor,
    /// For each number of hops, as long as they are few, the nodes that are no
    /// further from the end.
    near: Vec<Vec<u32>>,
}

impl Ways<'_> {
    /// The hops from which the end can be reached with so many in all.
    fn from(&self, node: u32, hops: u32, work: &mut Work) -> Result<IntoIter<Way>, Stop> {
        let network = self.relaxed.network;
        let slots = network.slots(node);
        let mut ways = Vec::new();
        let after = hops - 1;
        if let Some(near) = self.near.get(after as usize)
            && slots.len() > near.len() * LOOK_UP
        {
            for there in near {
                work.read_slots(LOOK_UP)?;
                let slots = network.slots_between(node, *there)?;
                ways.extend(self.way(node, *there, slots, work)?);
            }
            return Ok(ways.into_iter());
        }
        work.read_slots(slots.len())?;
        let mut slot = slots.start;
        while slot < slots.end {
            let Some(there) = network.targets.get(slot).copied() else {
                return Err(Stop::Damaged);
            };
            let first = slot;
            while slot < slots.end && network.targets.get(slot) == Some(&there) {
                slot += 1;
            }
            if self.corridor.ends_within(there, after) {
                ways.extend(self.way(node, there, first..slot, work)?);
            }
        }
        Ok(ways.into_iter())
    }

    /// The hop over some parallel links.
    fn way(
        &self,
        node: u32,
        to: u32,
        slots: Range<usize>,
        work: &mut Work,
    ) -> Result<Option<Way>, Stop> {
        work.step(slots.len())?;
        let Some(standing) = standing(self.relaxed, slots.clone()) else {
            return Ok(None);
        };
        let view = self.view;
        Ok(Some(Way {
            to,
            passes: passes(view, node, slots),
            standing,
        }))
    }
}

/// The best standing among links that pass; `None` where none does.
fn standing(view: &Filtered, slots: Range<usize>) -> Option<Standing> {
    let bytes = view.network.bytes.get(slots.clone()).unwrap_or_default();
    let each = slots.zip(bytes).filter(|(slot, _)| view.passes(*slot));
    let standings = each.map(|(_, byte)| SlotByte(*byte).standing());
    standings.min()
}

fn passes(view: &Filtered, node: u32, mut slots: Range<usize>) -> bool {
    !view.avoids(node) && slots.any(|slot| view.passes(slot))
}

/// Counts by standing the paths of some layers that do not pass; and whether they
/// could all be counted.
fn in_layers(
    relaxed: &Filtered,
    view: &Filtered,
    dag: &Dag,
    work: &mut Work,
) -> Result<([u128; 4], bool), Stop> {
    let mut hops = Vec::with_capacity(dag.read.len());
    for read in &dag.read {
        let slots = relaxed.pair_of(*read)?;
        work.step(2 * slots.len())?;
        let Some(standing) = standing(relaxed, slots.clone()) else {
            return Err(Stop::Damaged);
        };
        hops.push((standing, passes(view, read.node, slots)));
    }
    let (mut standings, mut all) = ([0; 4], true);
    if hops.iter().all(|hop| hop.1) {
        return Ok((standings, all));
    }
    // Each standing takes two sweeps.
    work.step(2 * Standing::ALL.len() * hops.len())?;
    let mut better = 0;
    for (standing, left_out) in Standing::ALL.into_iter().zip(&mut standings) {
        let no_worse = dag.count_over(|hop| hops[hop].0 <= standing);
        let passing = dag.count_over(|hop| hops[hop].0 <= standing && hops[hop].1);
        let (Count::Exactly(no_worse), Count::Exactly(passing)) = (no_worse, passing) else {
            all = false;
            break;
        };
        *left_out = no_worse - passing - better;
        better = no_worse - passing;
    }
    Ok((standings, all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::answers::Question;
    use crate::network::answers::all_shortest;
    use crate::network::answers::k_shortest;
    use crate::network::error::NetworkError;
    use crate::network::filter::Filter;
    use crate::network::testing::Plain;

    type Outcome = Result<(), NetworkError>;

    /// Links of which some are denied, each once between two.
    fn plain(nodes: u32, pairs: &[(u32, u32)], denied: impl Fn(u32, u32) -> bool) -> Plain {
        let mut plain = Plain::of_pairs(nodes, pairs.iter().copied());
        for link in &mut plain.links {
            if denied(link.from, link.to) {
                link.standing = Standing::Denied;
            }
        }
        plain
    }

    fn asked(plain: &Plain, hops: u32, k: Option<usize>) -> Result<(Found, Found), NetworkError> {
        let sections = plain.laid_out()?;
        let network = sections.network()?;
        let node = |term: u32| network.node_of(term).expect("an entity");
        let question = Question {
            filter: Filter::uncontested(),
            max_hops: Some(hops),
            ..Question::between(node(0), node(1))
        };
        let ask = |budget: &Budget| match k {
            Some(k) => k_shortest(&network, &question, k, budget),
            None => all_shortest(&network, &question, budget),
        };
        let hardly_any = Budget {
            left_out: 1,
            ..Budget::default()
        };
        Ok((ask(&Budget::default())?, ask(&hardly_any)?))
    }

    #[test]
    fn so_many_that_they_cannot_be_counted_are_said_to_be_more() -> Outcome {
        // 0 -- 2 -- 1, and four layers of a hundred, each linked to all of the next.
        let at = |layer: u32, place: u32| 3 + layer * 100 + place;
        let each = || 0..100;
        let mut pairs = vec![(0, 2), (2, 1)];
        pairs.extend(each().map(|place| (0, at(0, place))));
        pairs.extend(each().map(|place| (at(3, place), 1)));
        for layer in 0..3 {
            let both = each().flat_map(|one| each().map(move |other| (one, other)));
            pairs.extend(both.map(|(one, other)| (at(layer, one), at(layer + 1, other))));
        }
        let plain = plain(403, &pairs, |from, _| from == 0 || from >= 3);
        let mut plain = plain;
        plain.links[0].standing = Standing::Uncontested;
        let (found, bare) = asked(&plain, 5, Some(9))?;
        let left_out = found.left_out.expect("there is a filter");
        assert_eq!((left_out.hops, left_out.all), (5, false));
        assert!(left_out.counted() > 1_000, "{left_out:?}");
        assert_eq!(
            left_out.counted(),
            left_out.standings[Standing::Denied as usize]
        );
        // The answer is whole all the same, and what it took grows by no more than
        // it took before, or little.
        assert!(found.complete && found.paths == bare.paths);
        let more = |found: u64, bare: u64| found - bare <= bare.max(LEAST);
        assert!(more(found.spent.slots, bare.spent.slots));
        assert!(more(found.spent.steps, bare.spent.steps));
        Ok(())
    }

    #[test]
    fn those_as_short_are_counted_where_no_walk_could() -> Outcome {
        // 0 -- 2,3 -- 4 -- 5,6 -- 7 …: two ways at each of 60, the last of which is
        // denied on one side.
        let joint = |at: u32| if at == 0 { 0 } else { 1 + at * 3 };
        let mut pairs = Vec::new();
        for at in 0..60 {
            let (start, end) = (joint(at), if at == 59 { 1 } else { joint(at + 1) });
            for between in [2 + at * 3, 3 + at * 3] {
                pairs.extend([(start, between), (between, end)]);
            }
        }
        let plain = plain(200, &pairs, |from, to| (from, to) == (2 + 59 * 3, 1));
        let (found, bare) = asked(&plain, 120, None)?;
        for found in [found, bare] {
            let left_out = found.left_out.expect("there is a filter");
            assert_eq!((left_out.counted(), left_out.all), (1 << 59, true));
        }
        Ok(())
    }

    #[test]
    fn an_entity_of_a_hundred_thousand_links_is_not_read_to_count_a_few_paths() -> Outcome {
        // 0 -- hub -- 2 -- 1 and 0 -- hub -- 1, which is denied; 0 -- 3 -- 4 -- 1.
        let mut pairs = vec![(0, 5), (5, 2), (2, 1), (5, 1), (0, 3), (3, 4), (4, 1)];
        pairs.extend((6..100_006).map(|point| (5, point)));
        let plain = plain(100_006, &pairs, |from, _| from == 5);
        let (found, _) = asked(&plain, 3, Some(9))?;
        let left_out = found.left_out.expect("there is a filter");
        assert_eq!((left_out.counted(), left_out.all), (2, true));
        assert!(found.spent.slots < 1_000, "{:?}", found.spent);
        Ok(())
    }
}
