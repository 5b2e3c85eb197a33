//! All shortest paths between two nodes, as the layers they run through.
//!
//! Takes the hops that a search found to lie on shortest paths; knows how many
//! paths they make. Putting those in order is `ranking.rs`.

use crate::network::answers::Count;
use crate::network::budget::Stop;

/// The nodes of all shortest paths, layer after layer from one end to the
/// other, and the hops between neighbouring layers.
#[derive(Debug)]
pub(super) struct Dag {
    /// Layer by layer, within one in the order in which entities are given: the
    /// first is the start, the last the end. The index in here is the *spot* of
    /// a node.
    pub nodes: Vec<u32>,
    /// Per spot its first hop; and the end. Hops go from a spot to spots of
    /// the next layer, ascending.
    pub first: Vec<u32>,
    pub next: Vec<u32>,
    /// Per hop, where the search has read it.
    pub read: Vec<Read>,
    pub length: u32,
}

/// Where a hop was read: to read it from its other end would touch a part of the
/// file that was not read yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    /// The end that it was read from.
    pub node: u32,
    /// One of its slots there.
    pub slot: u32,
}

impl Dag {
    /// From hops as (layer, place of a node there, place of one in the next
    /// layer), each once and on a way from a start in layer 0 to `to` in layer
    /// `length`; places are in the order in which entities are given. More than
    /// 2^32 hops or spots cannot have been found: a search reads fewer slots.
    ///
    /// # Errors
    /// When a hop is there twice, which only a damaged graph gives.
    pub fn new(
        mut hops: Vec<((u32, u32, u32), Read)>,
        to: u32,
        length: u32,
        node_at: impl Fn(u32) -> u32,
    ) -> Result<Dag, Stop> {
        hops.sort_unstable_by_key(|hop| hop.0);
        if hops.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(Stop::Damaged);
        }
        let read = hops.iter().map(|hop| hop.1).collect();
        let hops: Vec<(u32, u32, u32)> = hops.iter().map(|hop| hop.0).collect();
        let mut spots: Vec<(u32, u32)> = hops.iter().map(|hop| (hop.0, hop.1)).collect();
        spots.dedup();
        spots.push((length, to));
        let mut first = Vec::with_capacity(spots.len() + 1);
        let mut next = Vec::with_capacity(hops.len());
        for (number, (layer, here, there)) in hops.iter().enumerate() {
            if number == 0 || (hops[number - 1].0, hops[number - 1].1) != (*layer, *here) {
                first.push(next.len() as u32);
            }
            let spot = spots.partition_point(|spot| *spot < (layer + 1, *there));
            next.push(spot as u32);
        }
        first.push(next.len() as u32);
        first.push(next.len() as u32);
        Ok(Dag {
            read,
            nodes: spots.into_iter().map(|spot| node_at(spot.1)).collect(),
            first,
            next,
            length,
        })
    }

    /// The paths all hops of which pass; `None` where there is none.
    pub fn only(
        &self,
        mut passes: impl FnMut(Read) -> Result<bool, Stop>,
    ) -> Result<Option<Dag>, Stop> {
        let end = self.spots() - 1;
        let mut passing = vec![false; self.next.len()];
        let mut reached = vec![false; self.spots()];
        reached[0] = true;
        for spot in 0..end {
            if reached[spot] {
                for hop in self.hops(spot) {
                    passing[hop] = passes(self.read[hop])?;
                    reached[self.next[hop] as usize] |= passing[hop];
                }
            }
        }
        if !reached[end] {
            return Ok(None);
        }
        let mut leads_on = vec![false; self.spots()];
        leads_on[end] = true;
        for spot in (0..end).rev() {
            for hop in self.hops(spot) {
                passing[hop] &= leads_on[self.next[hop] as usize];
                leads_on[spot] |= passing[hop];
            }
        }
        let mut dag = Dag {
            nodes: Vec::new(),
            first: Vec::new(),
            next: Vec::new(),
            read: Vec::new(),
            length: self.length,
        };
        let mut numbers = vec![0; self.spots()];
        for spot in (0..=end).filter(|spot| reached[*spot] && leads_on[*spot]) {
            // No more than there were.
            numbers[spot] = dag.nodes.len() as u32;
            dag.nodes.push(self.nodes[spot]);
            dag.first.push(dag.next.len() as u32);
            for hop in self.hops(spot).filter(|hop| passing[*hop]) {
                dag.next.push(self.next[hop]);
                dag.read.push(self.read[hop]);
            }
        }
        dag.first.push(dag.next.len() as u32);
        for next in &mut dag.next {
            *next = numbers[*next as usize];
        }
        Ok(Some(dag))
    }

    pub fn spots(&self) -> usize {
        self.nodes.len()
    }

    /// The hops that leave a spot.
    pub fn hops(&self, spot: usize) -> std::ops::Range<usize> {
        self.first[spot] as usize..self.first[spot + 1] as usize
    }

    /// The spots of the layer that the fewest hops leave: each path takes one
    /// of them.
    pub fn narrowest(&self) -> std::ops::Range<usize> {
        let mut narrowest = 0..1;
        let mut layer = 0..1;
        while let Some(next) = self.layer_after(&layer) {
            layer = next;
            if self.leaving(&layer) < self.leaving(&narrowest) {
                narrowest = layer.clone();
            }
        }
        narrowest
    }

    /// The layer behind one, unless that holds the end alone.
    fn layer_after(&self, layer: &std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        let last = self.first[layer.end] as usize;
        // The hops of a layer lead to all of the next one and no further.
        let next = &self.next[self.first[layer.start] as usize..last];
        let end = *next.iter().max()? as usize + 1;
        (end < self.spots()).then_some(layer.end..end)
    }

    fn leaving(&self, spots: &std::ops::Range<usize>) -> u32 {
        self.first[spots.end] - self.first[spots.start]
    }

    /// How many paths there are.
    pub fn count(&self) -> Count {
        self.count_over(|_| true)
    }

    /// How many of them take none but these hops.
    pub fn count_over(&self, takes: impl Fn(usize) -> bool) -> Count {
        let mut ways = vec![0u128; self.spots()];
        ways[self.spots() - 1] = 1;
        let mut more = false;
        for spot in (0..self.spots() - 1).rev() {
            for hop in self.hops(spot).filter(|hop| takes(*hop)) {
                let (sum, over) = ways[spot].overflowing_add(ways[self.next[hop] as usize]);
                more |= over;
                ways[spot] = if over { u128::MAX } else { sum };
            }
        }
        if more {
            Count::MoreThan(ways[0])
        } else {
            Count::Exactly(ways[0])
        }
    }

    /// The path that comes first by its entities alone.
    pub fn first_path(&self) -> Vec<u32> {
        let mut spot = 0;
        let mut nodes = vec![self.nodes[0]];
        while let Some(hop) = self.hops(spot).next() {
            spot = self.next[hop] as usize;
            nodes.push(self.nodes[spot]);
        }
        nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 -- 1,2 -- 3 -- 4,5 -- 6 …: two ways at each of so many diamonds.
    fn diamonds(count: u32) -> Dag {
        let mut hops = Vec::new();
        for at in 0..count {
            let (start, layer) = (at * 3, at * 2);
            for between in [start + 1, start + 2] {
                hops.push((layer, start, between));
                hops.push((layer + 1, between, start + 3));
            }
        }
        dag(hops, count * 3, count * 2)
    }

    fn dag(hops: Vec<(u32, u32, u32)>, to: u32, length: u32) -> Dag {
        let read = |hop: (u32, u32, u32)| Read {
            node: hop.1,
            slot: 0,
        };
        let hops = hops.into_iter().map(|hop| (hop, read(hop))).collect();
        Dag::new(hops, to, length, |place| place).expect("each hop once")
    }

    #[test]
    fn paths_are_counted_without_listing_them() {
        assert_eq!(diamonds(1).count(), Count::Exactly(2));
        assert_eq!(diamonds(100).count(), Count::Exactly(1 << 100));
        assert_eq!(diamonds(200).count(), Count::MoreThan(u128::MAX));
    }

    #[test]
    fn the_narrowest_layer_is_crossed_by_every_path() {
        // 0 -- 1,2 -- 3 -- 4: each of 1 and 2 leads to 3.
        let hops = vec![(0, 0, 1), (0, 0, 2), (1, 1, 3), (1, 2, 3), (2, 3, 4)];
        let dag = dag(hops, 4, 3);
        assert_eq!(dag.narrowest(), 3..4);
        let read: Vec<u32> = dag.read.iter().map(|read| read.node).collect();
        assert_eq!(read, [0, 0, 1, 2, 3]);
        assert_eq!(diamonds(3).narrowest(), 0..1);
    }

    #[test]
    fn what_does_not_pass_takes_its_dead_ends_along() {
        // 0 -- 1,2 -- 3,4 -- 5: 1 leads to 3 and 4, 2 to 4.
        let (first, last) = ([(0, 0, 1), (0, 0, 2)], [(2, 3, 5), (2, 4, 5)]);
        let hops = [&first[..], &[(1, 1, 3), (1, 1, 4), (1, 2, 4)], &last].concat();
        let all = dag(hops, 5, 3);
        let only = |allowed: &[usize]| {
            let mut at = 0..;
            // In turn: each hop of a spot that is reached.
            let passes = |_| Ok(at.next().is_some_and(|at| allowed.contains(&at)));
            all.only(passes)
        };
        let kept = only(&[0, 1, 2, 3, 5, 6])
            .ok()
            .flatten()
            .expect("a way by 1");
        assert_eq!(
            (kept.nodes, kept.next),
            (vec![0, 1, 3, 4, 5], vec![1, 2, 3, 4, 4])
        );
        assert_eq!(kept.first, [0, 1, 3, 4, 5, 5]);
        assert!(only(&[0, 1, 2, 3, 4]).is_ok_and(|kept| kept.is_none()));
    }

    #[test]
    fn the_first_path_takes_the_lowest_node_at_every_turn() {
        assert_eq!(diamonds(2).first_path(), [0, 1, 3, 4, 6]);
    }
}
