//! The places nearest to the wished ones that keep things in order and apart.
//!
//! Takes a wish and a weight for each thing and constraints "this one at least so
//! far above that one"; gives the places with the least sum of weighted squares.
//! Things that would overlap are pooled, a pool moves as one, and a pool whose
//! halves pull apart is cut again (Dwyer, Marriott, Stuckey, "Fast node overlap
//! removal", 2005).

use std::collections::BTreeMap;

/// `below` is at least `gap` further down than `above`.
#[derive(Debug, Clone, Copy)]
pub struct Apart {
    pub above: usize,
    pub below: usize,
    pub gap: f64,
}

/// What is too little to act on, in pixels.
const TOO_LITTLE: f64 = 1e-7;

/// Constraints without a cycle, sorted out for being solved again and again.
pub struct Settler {
    constraints: Vec<Apart>,
    from_above: Vec<Vec<usize>>,
    to_below: Vec<Vec<usize>>,
    /// Every thing after all that must be above it.
    order: Vec<usize>,
}

impl Settler {
    /// Sorts the constraints on so many things; those that close a circle are none.
    pub fn new(things: usize, constraints: Vec<Apart>) -> Settler {
        let mut from_above = vec![Vec::new(); things];
        let mut to_below = vec![Vec::new(); things];
        for (at, constraint) in constraints.iter().enumerate() {
            from_above[constraint.below].push(at);
            to_below[constraint.above].push(at);
        }
        let mut waiting: Vec<usize> = from_above.iter().map(Vec::len).collect();
        let mut order: Vec<usize> = (0..things).filter(|&at| waiting[at] == 0).collect();
        let mut next = 0;
        while let Some(&at) = order.get(next) {
            next += 1;
            for &constraint in &to_below[at] {
                let below = constraints[constraint].below;
                waiting[below] -= 1;
                if waiting[below] == 0 {
                    order.push(below);
                }
            }
        }
        Settler {
            constraints,
            from_above,
            to_below,
            order,
        }
    }

    /// Whether the constraints can be kept at all: none says that a thing is above itself.
    pub fn is_sound(&self) -> bool {
        self.order.len() == self.from_above.len()
    }

    /// Finds the places nearest to the wished ones; the steps taken are added to `work`.
    pub fn settled(&self, wishes: &[f64], weights: &[f64], work: &mut u64) -> Vec<f64> {
        let mut pools = Pools::new(self, wishes, weights);
        for &at in &self.order {
            pools.join_above(pools.pool_of[at]);
        }
        // Each cut makes the sum smaller; rounding might make it go on for ever.
        for _ in 0..self.order.len() + 8 {
            if !pools.cut() {
                break;
            }
        }
        *work += pools.work;
        let mut places: Vec<f64> = (0..wishes.len()).map(|at| pools.place(at)).collect();
        self.keep_apart(&mut places);
        places
    }

    /// Moves down what is still too near to something above it.
    pub fn keep_apart(&self, places: &mut [f64]) {
        for &at in &self.order {
            for &number in &self.from_above[at] {
                let Apart { above, below, gap } = self.constraints[number];
                places[below] = places[below].max(places[above] + gap);
            }
        }
    }

    /// How far up and down a thing can go while all others stay.
    pub fn room(&self, at: usize, places: &[f64]) -> (f64, f64) {
        let up = self.from_above[at].iter().map(|&number| {
            let Apart { above, gap, .. } = self.constraints[number];
            places[above] + gap
        });
        let down = self.to_below[at].iter().map(|&number| {
            let Apart { below, gap, .. } = self.constraints[number];
            places[below] - gap
        });
        (
            up.fold(f64::NEG_INFINITY, f64::max),
            down.fold(f64::INFINITY, f64::min),
        )
    }
}

/// Things that touch and move as one.
struct Pool {
    things: Vec<usize>,
    place: f64,
}

struct Pools<'a> {
    settler: &'a Settler,
    wishes: &'a [f64],
    weights: &'a [f64],
    pools: Vec<Pool>,
    pool_of: Vec<usize>,
    /// From the pool's place.
    offsets: Vec<f64>,
    /// The constraints that hold a pool together: a tree over its things.
    holding: Vec<bool>,
    work: u64,
}

impl<'a> Pools<'a> {
    fn new(settler: &'a Settler, wishes: &'a [f64], weights: &'a [f64]) -> Pools<'a> {
        Pools {
            settler,
            wishes,
            weights,
            pools: wishes
                .iter()
                .enumerate()
                .map(|(at, &place)| Pool {
                    things: vec![at],
                    place,
                })
                .collect(),
            pool_of: (0..wishes.len()).collect(),
            offsets: vec![0.0; wishes.len()],
            holding: vec![false; settler.constraints.len()],
            work: 0,
        }
    }

    fn place(&self, at: usize) -> f64 {
        self.pools[self.pool_of[at]].place + self.offsets[at]
    }

    fn overlap(&self, constraint: usize) -> f64 {
        let Apart { above, below, gap } = self.settler.constraints[constraint];
        self.place(above) + gap - self.place(below)
    }

    /// The constraint to other pools that is broken most, of those to above or to below.
    fn worst(&mut self, pool: usize, upwards: bool) -> Option<usize> {
        let mut worst = (TOO_LITTLE, None);
        for &at in &self.pools[pool].things {
            let constraints = if upwards {
                &self.settler.from_above[at]
            } else {
                &self.settler.to_below[at]
            };
            self.work += 1 + constraints.len() as u64;
            for &number in constraints {
                let Apart { above, below, .. } = self.settler.constraints[number];
                let other = if upwards { above } else { below };
                if self.pool_of[other] == pool {
                    continue;
                }
                let overlap = self.overlap(number);
                if overlap > worst.0 {
                    worst = (overlap, Some(number));
                }
            }
        }
        worst.1
    }

    fn join_above(&mut self, mut pool: usize) {
        while let Some(constraint) = self.worst(pool, true) {
            pool = self.merge(constraint);
        }
    }

    fn join_below(&mut self, mut pool: usize) {
        while let Some(constraint) = self.worst(pool, false) {
            pool = self.merge(constraint);
        }
    }

    /// Makes one pool of the two that a constraint is between, just as far apart as it says.
    fn merge(&mut self, constraint: usize) -> usize {
        let Apart { above, below, gap } = self.settler.constraints[constraint];
        self.holding[constraint] = true;
        let (a, b) = (self.pool_of[above], self.pool_of[below]);
        let shift = self.offsets[above] + gap - self.offsets[below];
        let (kept, gone, shift) = if self.pools[a].things.len() >= self.pools[b].things.len() {
            (a, b, shift)
        } else {
            (b, a, -shift)
        };
        let moved = std::mem::take(&mut self.pools[gone].things);
        for &at in &moved {
            self.pool_of[at] = kept;
            self.offsets[at] += shift;
        }
        self.pools[kept].things.extend(moved);
        self.centre(kept);
        kept
    }

    /// Puts a pool where its things' wishes are met best.
    fn centre(&mut self, pool: usize) {
        let (mut weight, mut sum) = (0.0, 0.0);
        for &at in &self.pools[pool].things {
            weight += self.weights[at];
            sum += self.weights[at] * (self.wishes[at] - self.offsets[at]);
        }
        self.work += self.pools[pool].things.len() as u64;
        self.pools[pool].place = sum / weight;
    }

    /// Cuts pools whose upper half would rather go up and whose lower half down; tells whether any was.
    fn cut(&mut self) -> bool {
        let mut any = false;
        for pool in 0..self.pools.len() {
            if self.pools[pool].things.len() < 2 {
                continue;
            }
            let Some(constraint) = self.weakest(pool) else {
                continue;
            };
            any = true;
            self.holding[constraint] = false;
            let Apart { above, below, .. } = self.settler.constraints[constraint];
            // What still holds to the upper one stays, the rest becomes a pool of its own.
            let upper = self.held_with(above);
            let new = self.pools.len();
            for &at in &upper {
                self.pool_of[at] = new;
            }
            self.pools[pool]
                .things
                .retain(|&at| self.pool_of[at] == pool);
            self.pools.push(Pool {
                things: upper,
                place: 0.0,
            });
            self.centre(new);
            self.centre(pool);
            self.join_above(new);
            self.join_below(self.pool_of[below]);
        }
        any
    }

    fn held_with(&self, start: usize) -> Vec<usize> {
        self.walk(start).into_iter().map(|(at, _)| at).collect()
    }

    /// The things of a pool from one of them on, each with the constraint by which it was reached.
    fn walk(&self, start: usize) -> Vec<(usize, Option<usize>)> {
        let mut found = vec![(start, None)];
        let mut next = 0;
        while let Some(&(at, by)) = found.get(next) {
            next += 1;
            for &number in self.settler.from_above[at]
                .iter()
                .chain(&self.settler.to_below[at])
            {
                if self.holding[number] && Some(number) != by {
                    let Apart { above, below, .. } = self.settler.constraints[number];
                    found.push((if above == at { below } else { above }, Some(number)));
                }
            }
        }
        found
    }

    /// The constraint whose two sides pull apart most strongly.
    fn weakest(&mut self, pool: usize) -> Option<usize> {
        let walk = self.walk(self.pools[pool].things[0]);
        self.work += 4 * walk.len() as u64;
        // How much everything reached through a thing wants to go up, from the leaves back.
        let mut pull = vec![0.0; walk.len()];
        let mut place_in_walk = BTreeMap::new();
        for (number, (at, _)) in walk.iter().enumerate() {
            place_in_walk.insert(*at, number);
            pull[number] = self.weights[*at] * (self.place(*at) - self.wishes[*at]);
        }
        let mut weakest = (TOO_LITTLE, None);
        for (number, &(at, by)) in walk.iter().enumerate().rev() {
            let Some(by) = by else { continue };
            let Apart { above, below, .. } = self.settler.constraints[by];
            let (from, apart) = if above == at {
                (below, pull[number])
            } else {
                (above, -pull[number])
            };
            if apart > weakest.0 {
                weakest = (apart, Some(by));
            }
            let back = place_in_walk[&from];
            pull[back] += pull[number];
        }
        weakest.1
    }
}

#[cfg(test)]
mod tests {
    use crate::render::draw::layout::settle::Apart;
    use crate::render::draw::layout::settle::Settler;
    use crate::render::draw::layout::tests::Dice;

    /// Corrects one constraint after the other until nothing moves (Hildreth's method).
    fn slowly(wishes: &[f64], weights: &[f64], constraints: &[Apart]) -> Vec<f64> {
        let mut places = wishes.to_vec();
        let mut forces = vec![0.0_f64; constraints.len()];
        for _ in 0..20_000 {
            for (constraint, force) in constraints.iter().zip(&mut forces) {
                let Apart { above, below, gap } = *constraint;
                let give = 1.0 / weights[above] + 1.0 / weights[below];
                let wanted = (places[above] + gap - places[below]) / give;
                let change = wanted.max(-*force);
                *force += change;
                places[above] -= change / weights[above];
                places[below] += change / weights[below];
            }
        }
        places
    }

    #[test]
    fn the_places_are_the_nearest_that_keep_things_apart() {
        for seed in 0..150 {
            let mut dice = Dice(seed);
            let things = 2 + dice.below(8);
            let constraints: Vec<Apart> = (0..dice.below(14))
                .map(|_| {
                    let below = 1 + dice.below(things - 1);
                    Apart {
                        above: dice.below(below),
                        below,
                        gap: 1.0 + dice.below(9) as f64,
                    }
                })
                .collect();
            let wishes: Vec<f64> = (0..things).map(|_| dice.below(30) as f64).collect();
            let weights: Vec<f64> = (0..things).map(|_| 0.5 + dice.below(4) as f64).collect();
            let settler = Settler::new(things, constraints.clone());
            assert!(settler.is_sound());
            let places = settler.settled(&wishes, &weights, &mut 0);
            for Apart { above, below, gap } in &constraints {
                assert!(places[*below] >= places[*above] + gap, "seed {seed}");
            }
            for (fast, slow) in places.iter().zip(slowly(&wishes, &weights, &constraints)) {
                assert!(
                    (fast - slow).abs() < 1e-3,
                    "seed {seed}: {places:?}, {slow}"
                );
            }
        }
    }

    #[test]
    fn a_circle_is_noticed() {
        let apart = |above, below| Apart {
            above,
            below,
            gap: 1.0,
        };
        assert!(!Settler::new(3, vec![apart(0, 1), apart(1, 2), apart(2, 1)]).is_sound());
    }
}
