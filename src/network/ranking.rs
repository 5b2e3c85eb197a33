//! The order among equally short paths: fewer contested hops, then more
//! outlets at the weakest hop, then node numbers from the start.
//!
//! Takes the layers of all shortest paths; gives the first few in order
//! without listing the others. For each number of contested hops, fewest
//! first, the layers are unfolded by how many have been passed; for each
//! number of outlets, most first, a sweep from the end tells from where it can
//! still be kept; then a walk by node numbers never enters a dead end.

use std::collections::BTreeSet;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::dag::Dag;
use crate::network::filter::Filtered;

/// A path with what decides its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranked {
    pub contested: u32,
    pub outlets: u32,
    pub nodes: Vec<u32>,
}

/// Outlets of a hop that nobody has asked for yet. No hop has so many: they
/// are counted from sections of fewer entries.
const NOT_COUNTED: u32 = u32::MAX;

/// All shortest paths, about to be put in order.
pub(super) struct Ranking<'v> {
    view: &'v Filtered<'v>,
    dag: &'v Dag,
    /// Per hop, 1 when it is contested.
    contested: Vec<u32>,
    /// Per hop, counted when a path that may be listed passes it; up to one
    /// where no more make a difference.
    outlets: Vec<u32>,
    /// Whether every path has at most one outlet at its weakest hop, so that a
    /// second one makes no difference anywhere; `None` until it is needed.
    most_is_one: Option<bool>,
    /// Per spot, the fewest and the most contested hops from the start to it,
    /// and from it to the end.
    behind: Vec<(u32, u32)>,
    ahead: Vec<(u32, u32)>,
}

impl<'v> Ranking<'v> {
    pub fn new(view: &'v Filtered<'v>, dag: &'v Dag, work: &mut Work) -> Result<Ranking<'v>, Stop> {
        let mut contested = vec![0; dag.next.len()];
        let mut ahead = vec![(u32::MAX, 0); dag.spots()];
        let mut behind = vec![(u32::MAX, 0); dag.spots()];
        let end = dag.spots() - 1;
        ahead[end] = (0, 0);
        behind[0] = (0, 0);
        for spot in (0..end).rev() {
            for hop in dag.hops(spot) {
                let next = dag.next[hop] as usize;
                let here = view.contested(view.pair_of(dag.read[hop])?, work)?;
                contested[hop] = u32::from(here);
                widen(&mut ahead, next, contested[hop], spot);
            }
        }
        for spot in 0..end {
            for hop in dag.hops(spot) {
                widen(&mut behind, spot, contested[hop], dag.next[hop] as usize);
            }
        }
        Ok(Ranking {
            view,
            dag,
            contested,
            outlets: vec![NOT_COUNTED; dag.next.len()],
            most_is_one: None,
            behind,
            ahead,
        })
    }

    /// Appends the first `count` paths, in order. Outlets beyond `ceiling` make
    /// no difference, as if a hop with so many came before each path. When the
    /// work runs out, what has been appended is still right.
    pub fn list(
        &mut self,
        count: usize,
        ceiling: u32,
        work: &mut Work,
        listed: &mut Vec<Ranked>,
    ) -> Result<(), Stop> {
        let (fewest, most) = self.ahead[0];
        for contested in fewest..=most {
            if listed.len() >= count {
                break;
            }
            let unfolded = Unfolded::new(self, contested, work)?;
            let widest = self.widest(&unfolded, work)?;
            let Some(best) = widest[0].checked_sub(1) else {
                // So many contested hops are on no path.
                continue;
            };
            let top = best.min(ceiling);
            let seen = self.outlets.iter().copied();
            let lower: BTreeSet<u32> = seen.filter(|outlets| *outlets < top).collect();
            for outlets in std::iter::once(top).chain(lower.into_iter().rev()) {
                if listed.len() >= count {
                    break;
                }
                let level = Level {
                    contested,
                    outlets,
                    // Every path that keeps the most outlets there are has
                    // exactly so many at its weakest hop.
                    exact: outlets == top,
                };
                self.walk(&unfolded, &widest, level, count, work, listed)?;
            }
        }
        Ok(())
    }

    /// Per state, one more than the most outlets that the weakest hop from
    /// there to the end can have; 0 when no way on has the right number of
    /// contested hops. `u32::MAX` at the end, where no hop is left.
    fn widest(&mut self, unfolded: &Unfolded, work: &mut Work) -> Result<Vec<u32>, Stop> {
        let dag = self.dag;
        let mut widest = vec![0; unfolded.states()];
        let end = dag.spots() - 1;
        widest[unfolded.states() - 1] = u32::MAX;
        for spot in (0..end).rev() {
            for (passed, state) in unfolded.at(spot) {
                for hop in dag.hops(spot) {
                    work.step(1)?;
                    let next = dag.next[hop] as usize;
                    let Some(there) = unfolded.state(next, passed + self.contested[hop]) else {
                        continue;
                    };
                    if widest[there] == 0 {
                        continue;
                    }
                    if self.outlets[hop] == NOT_COUNTED {
                        let pair = self.view.pair_of(dag.read[hop])?;
                        self.outlets[hop] = match self.most_is_one()? {
                            true => self.view.outlets_up_to_one(pair, work)?,
                            false => self.view.outlets(pair, work)?,
                        };
                    }
                    let kept = self.outlets[hop].saturating_add(1).min(widest[there]);
                    widest[state] = widest[state].max(kept);
                }
            }
        }
        Ok(widest)
    }

    /// Seen where every path has to pass and the fewest hops do.
    fn most_is_one(&mut self) -> Result<bool, Stop> {
        if let Some(known) = self.most_is_one {
            return Ok(known);
        }
        let mut most = 0;
        for spot in self.dag.narrowest() {
            for hop in self.dag.hops(spot) {
                let pair = self.view.pair_of(self.dag.read[hop])?;
                most = most.max(self.view.count_outlets(&pair)?);
                if most > 1 {
                    self.most_is_one = Some(false);
                    return Ok(false);
                }
            }
        }
        self.most_is_one = Some(true);
        Ok(true)
    }

    /// Per state, whether a way on keeps the level's outlets at every hop and
    /// has no more than them at one.
    fn reaching(
        &self,
        unfolded: &Unfolded,
        widest: &[u32],
        level: Level,
        work: &mut Work,
    ) -> Result<Vec<bool>, Stop> {
        let mut reaching = vec![false; unfolded.states()];
        for spot in (0..self.dag.spots() - 1).rev() {
            for (passed, state) in unfolded.at(spot) {
                for hop in self.dag.hops(spot) {
                    work.step(1)?;
                    let Some(there) = self.step(unfolded, widest, level, hop, passed) else {
                        continue;
                    };
                    reaching[state] |= reaching[there] || self.outlets[hop] == level.outlets;
                }
            }
        }
        Ok(reaching)
    }

    /// The state behind a hop, when the level can be kept on it and after it.
    fn step(
        &self,
        unfolded: &Unfolded,
        widest: &[u32],
        level: Level,
        hop: usize,
        passed: u32,
    ) -> Option<usize> {
        let next = self.dag.next[hop] as usize;
        let there = unfolded.state(next, passed + self.contested[hop])?;
        // A hop whose outlets were never counted leads nowhere, and has
        // `widest` 0 behind it.
        (self.outlets[hop] >= level.outlets && widest[there] > level.outlets).then_some(there)
    }

    /// Appends the paths of one level by node numbers.
    fn walk(
        &self,
        unfolded: &Unfolded,
        widest: &[u32],
        level: Level,
        count: usize,
        work: &mut Work,
        listed: &mut Vec<Ranked>,
    ) -> Result<(), Stop> {
        let reaching = if level.exact {
            Vec::new()
        } else {
            let reaching = self.reaching(unfolded, widest, level, work)?;
            if !reaching[0] {
                return Ok(());
            }
            reaching
        };
        let end = self.dag.spots() - 1;
        let mut trail = vec![Turn {
            spot: 0,
            passed: 0,
            exact: level.exact,
            hops: self.dag.hops(0),
        }];
        while let Some(turn) = trail.last_mut() {
            if turn.spot == end {
                listed.push(Ranked {
                    contested: level.contested,
                    outlets: level.outlets,
                    nodes: trail.iter().map(|turn| self.dag.nodes[turn.spot]).collect(),
                });
                if listed.len() >= count {
                    return Ok(());
                }
                trail.pop();
                continue;
            }
            let Some(hop) = turn.hops.next() else {
                trail.pop();
                continue;
            };
            work.step(1)?;
            let Some(there) = self.step(unfolded, widest, level, hop, turn.passed) else {
                continue;
            };
            let exact = turn.exact || self.outlets[hop] == level.outlets;
            if !exact && !reaching[there] {
                continue;
            }
            let spot = self.dag.next[hop] as usize;
            let passed = turn.passed + self.contested[hop];
            trail.push(Turn {
                spot,
                passed,
                exact,
                hops: self.dag.hops(spot),
            });
        }
        Ok(())
    }
}

/// What all paths that are listed together share.
#[derive(Clone, Copy)]
struct Level {
    contested: u32,
    outlets: u32,
    /// Whether a path need not pass a hop with just so many outlets.
    exact: bool,
}

/// A node on the way, with the hops not yet tried from it.
struct Turn {
    spot: usize,
    passed: u32,
    /// Whether the weakest hop has been passed.
    exact: bool,
    hops: std::ops::Range<usize>,
}

fn widen(bounds: &mut [(u32, u32)], from: usize, contested: u32, to: usize) {
    let (fewest, most) = bounds[from];
    let (low, high) = &mut bounds[to];
    *low = (*low).min(fewest + contested);
    *high = (*high).max(most + contested);
}

/// Spots together with the contested hops passed on the way to them, for paths
/// that have a given number in all: a *state*. Only what may lie on such a
/// path by the fewest and the most on either side.
struct Unfolded {
    /// Per spot its first state, and the end.
    first: Vec<usize>,
    /// Per spot the contested hops passed in its first state.
    low: Vec<u32>,
}

impl Unfolded {
    fn new(ranking: &Ranking, contested: u32, work: &mut Work) -> Result<Unfolded, Stop> {
        let spots = ranking.dag.spots();
        let mut unfolded = Unfolded {
            first: Vec::with_capacity(spots + 1),
            low: Vec::with_capacity(spots),
        };
        let mut states = 0;
        for (behind, ahead) in ranking.behind.iter().zip(&ranking.ahead) {
            let low = behind.0.max(contested.saturating_sub(ahead.1));
            // Exclusive; nothing when even the fewest ahead are too many.
            let high = (contested + 1).saturating_sub(ahead.0).min(behind.1 + 1);
            unfolded.first.push(states);
            unfolded.low.push(low);
            let here = high.saturating_sub(low) as usize;
            work.step(here)?;
            states += here;
        }
        unfolded.first.push(states);
        Ok(unfolded)
    }

    fn states(&self) -> usize {
        self.first[self.first.len() - 1]
    }

    /// The states of a spot, with the contested hops passed in each.
    fn at(&self, spot: usize) -> impl Iterator<Item = (u32, usize)> {
        (self.low[spot]..).zip(self.first[spot]..self.first[spot + 1])
    }

    fn state(&self, spot: usize, passed: u32) -> Option<usize> {
        let state = self.first[spot] + passed.checked_sub(self.low[spot])? as usize;
        (state < self.first[spot + 1]).then_some(state)
    }
}
