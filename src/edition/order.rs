//! One sorted order of the triples of one layer, as three arrays.
//!
//! `heads` holds each distinct first id; `starts` where the pairs of
//! that head begin, and one more for where the last ends; `pairs` the second
//! and third ids, ascending within a head. Makes the arrays from triples, and
//! finds ranges of pairs in arrays read from a file, believing none of them.

use std::ops::Range;

use crate::edition::TermId;
use crate::edition::error::EditionError;
use crate::edition::heads::Heads;
use crate::edition::runs::Runs;

/// Names which id of a triple leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Spo,
    Osp,
    Pos,
}

/// Each order is made from the one before it by [`Arrays::turned`].
pub(super) const ORDERS: [Order; 3] = [Order::Spo, Order::Osp, Order::Pos];

impl Order {
    pub(super) fn name(self) -> &'static str {
        match self {
            Order::Spo => "spo",
            Order::Pos => "pos",
            Order::Osp => "osp",
        }
    }

    /// Puts subject, predicate, object into this order.
    pub(super) fn arrange<T>(self, [s, p, o]: [T; 3]) -> [T; 3] {
        match self {
            Order::Spo => [s, p, o],
            Order::Pos => [p, o, s],
            Order::Osp => [o, s, p],
        }
    }

    /// Puts ids in this order back into subject, predicate, object.
    pub(super) fn restore<T>(self, [a, b, c]: [T; 3]) -> [T; 3] {
        match self {
            Order::Spo => [a, b, c],
            Order::Pos => [c, a, b],
            Order::Osp => [b, c, a],
        }
    }

    /// Chooses the order in which what is bound comes first.
    pub(super) fn serving(pattern: [Option<TermId>; 3]) -> Order {
        match pattern.map(|id| id.is_some()) {
            [true, true, _] | [true, false, false] | [false, false, false] => Order::Spo,
            [false, true, _] => Order::Pos,
            [_, false, true] => Order::Osp,
        }
    }
}

/// The arrays of one order, to be written.
#[derive(Default)]
pub(super) struct Arrays {
    pub(super) heads: Vec<u32>,
    pub(super) starts: Vec<u64>,
    pub(super) pairs: Vec<[u32; 2]>,
}

impl Arrays {
    /// Takes what arrived under each subject, and the ids of arrival numbers.
    pub(super) fn new(runs: &Runs, ids: &[TermId]) -> Arrays {
        let mut arrays = Arrays::default();
        // Growing would copy them all, and be twice as large while it does.
        arrays.pairs.reserve_exact(runs.added());
        let mut begun = 0;
        for (head, mut run) in runs.by_head(ids) {
            if arrays.heads.last() != Some(&head) {
                arrays.sort_from(begun);
                begun = arrays.pairs.len();
                arrays.heads.push(head);
                arrays.starts.push(begun as u64);
            }
            while let Some(pair) = run.pair() {
                arrays.pairs.push(pair.map(|arrival| ids[arrival as usize]));
            }
        }
        arrays.sort_from(begun);
        arrays.starts.push(arrays.pairs.len() as u64);
        arrays
    }

    /// Sorts the pairs of the last head, each once.
    fn sort_from(&mut self, begun: usize) {
        let of_head = &mut self.pairs[begun..];
        of_head.sort_unstable();
        let mut kept = 0;
        for at in 0..of_head.len() {
            if at == 0 || of_head[at] != of_head[kept - 1] {
                of_head[kept] = of_head[at];
                kept += 1;
            }
        }
        self.pairs.truncate(begun + kept);
    }

    /// Gives the same triples with the last id leading: from subject, predicate,
    /// object to object, subject, predicate, and from there to predicate,
    /// object, subject.
    ///
    /// One pass that counts and one that places, which keeps the order of the
    /// other two ids as it is; every id must be below `terms`. Pairs that are
    /// needed no more, of as many triples, lend the new ones their memory.
    pub(super) fn turned(&self, terms: usize, spare: Vec<[u32; 2]>) -> Arrays {
        let mut next = vec![0_u64; terms];
        for [_, third] in &self.pairs {
            next[*third as usize] += 1;
        }
        let mut turned = Arrays {
            pairs: match spare.len() == self.pairs.len() {
                true => spare,
                false => vec![[0; 2]; self.pairs.len()],
            },
            ..Arrays::default()
        };
        let mut start = 0;
        for (head, next) in (0..).zip(&mut next) {
            let count = *next;
            *next = start;
            if count > 0 {
                turned.heads.push(head);
                turned.starts.push(start);
                start += count;
            }
        }
        turned.starts.push(start);
        for (head, [second, third]) in self.triples() {
            let at = &mut next[third as usize];
            turned.pairs[*at as usize] = [head, second];
            *at += 1;
        }
        turned
    }

    /// Gives each head with each of its pairs.
    fn triples(&self) -> impl Iterator<Item = (u32, [u32; 2])> {
        self.heads
            .iter()
            .zip(self.starts.windows(2))
            .flat_map(|(head, range)| {
                let pairs = &self.pairs[range[0] as usize..range[1] as usize];
                pairs.iter().map(|pair| (*head, *pair))
            })
    }

    /// Whether a second id here is one there too.
    pub(super) fn shares_second(&self, other: &Arrays) -> bool {
        let mut seconds: Vec<u32> = other.pairs.iter().map(|[second, _]| *second).collect();
        seconds.sort_unstable();
        seconds.dedup();
        match seconds.as_slice() {
            [] => false,
            // Mostly there are one or two, and looking at each pair is quick.
            [only] => self.pairs.iter().any(|[second, _]| second == only),
            [one, two] => self
                .pairs
                .iter()
                .any(|[second, _]| second == one || second == two),
            several => self
                .pairs
                .iter()
                .any(|[second, _]| several.binary_search(second).is_ok()),
        }
    }

    /// Leaves out what does not fit.
    pub(super) fn retain(&mut self, fits: impl Fn([u32; 3]) -> bool) {
        let mut kept = Arrays::default();
        for (head, [second, third]) in self.triples() {
            if fits([head, second, third]) {
                if kept.heads.last() != Some(&head) {
                    kept.heads.push(head);
                    kept.starts.push(kept.pairs.len() as u64);
                }
                kept.pairs.push([second, third]);
            }
        }
        kept.starts.push(kept.pairs.len() as u64);
        *self = kept;
    }

    pub(super) fn contains(&self, [head, second, third]: [u32; 3]) -> bool {
        let Ok(at) = self.heads.binary_search(&head) else {
            return false;
        };
        let pairs = &self.pairs[self.starts[at] as usize..self.starts[at + 1] as usize];
        pairs.binary_search(&[second, third]).is_ok()
    }
}

/// The arrays of one order, as a file has them.
#[derive(Clone, Copy)]
pub(super) struct Sorted<'a> {
    pub(super) layer: &'static str,
    pub(super) order: Order,
    pub(super) heads: Heads<'a>,
    pub(super) starts: &'a [u64],
    pub(super) pairs: &'a [[u32; 2]],
}

impl Sorted<'_> {
    pub(super) fn damaged(&self, part: &str, what: impl Into<String>) -> EditionError {
        EditionError::damaged(
            &format!("{}.{}.{part}", self.layer, self.order.name()),
            what,
        )
    }

    /// Gives the pairs of the head with so many heads before it.
    pub(super) fn pairs_of(&self, head: usize) -> Result<Range<usize>, EditionError> {
        self.starts
            .get(head..)
            .and_then(<[u64]>::first_chunk)
            .and_then(|[start, end]| {
                let range = usize::try_from(*start).ok()?..usize::try_from(*end).ok()?;
                (range.start <= range.end && range.end <= self.pairs.len()).then_some(range)
            })
            .ok_or_else(|| self.damaged("starts", format!("head {head} has no range of pairs")))
    }

    /// Gives the pairs that begin with these ids; empty when there are none.
    ///
    /// A third id counts only together with a second. A look at the heads and a
    /// binary search among the pairs of one.
    pub(super) fn range(
        &self,
        head: TermId,
        second: Option<TermId>,
        third: Option<TermId>,
    ) -> Result<Range<usize>, EditionError> {
        let Some(at) = self.heads.rank(head) else {
            return Ok(0..0);
        };
        let range = self.pairs_of(at)?;
        let pairs = self.pairs.get(range.clone()).unwrap_or_default();
        let (from, to) = match (second, third) {
            (None, _) => (0, pairs.len()),
            (Some(second), None) => bounds(pairs, |pair| pair[0].cmp(&second)),
            (Some(second), Some(third)) => bounds(pairs, |pair| pair.cmp(&[second, third])),
        };
        Ok(range.start + from..range.start + to)
    }
}

fn bounds(pairs: &[[u32; 2]], side: impl Fn(&[u32; 2]) -> std::cmp::Ordering) -> (usize, usize) {
    let from = pairs.partition_point(|pair| side(pair).is_lt());
    let rest = pairs.get(from..).unwrap_or_default();
    (from, from + run(rest, |pair| side(pair).is_le()))
}

/// How many pairs a sorted list begins with of which this holds: in steps that double
/// before it is searched for, as most runs are short and the list may be long.
pub(super) fn run(pairs: &[[u32; 2]], holds: impl Fn(&[u32; 2]) -> bool) -> usize {
    let mut step = 1;
    while pairs.get(step).is_some_and(&holds) {
        step *= 2;
    }
    let begun = step / 2;
    let near = pairs.get(begun..step.min(pairs.len())).unwrap_or_default();
    begun + near.partition_point(holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::fixture::Numbers;
    use crate::edition::heads;

    #[test]
    fn arranging_and_restoring_are_inverse() {
        for order in ORDERS {
            assert_eq!(order.restore(order.arrange([1, 2, 3])), [1, 2, 3]);
        }
    }

    #[test]
    fn bound_ids_always_come_first() {
        for shape in 0..8_u32 {
            let pattern = [0, 1, 2].map(|place| (shape >> place & 1 == 1).then_some(place));
            let arranged = Order::serving(pattern).arrange(pattern);
            assert!(
                arranged.is_sorted_by_key(|id| id.is_none()),
                "{pattern:?} becomes {arranged:?}"
            );
        }
    }

    /// Numbers arrive as their own ids.
    fn arrays(triples: &[[u32; 3]]) -> Arrays {
        let ids: Vec<u32> = (0..20).collect();
        let mut runs = Runs::default();
        for [head, second, third] in triples {
            runs.add(*head, [*second, *third]);
        }
        Arrays::new(&runs, &ids)
    }

    #[test]
    fn each_order_is_that_of_sorted_triples() {
        let mut numbers = Numbers(17);
        let mut triples: Vec<[u32; 3]> = (0..900)
            .map(|_| [20, 5, 20].map(|limit| numbers.below(limit) as u32))
            .collect();
        let mut current = arrays(&triples);
        for order in ORDERS {
            let mut expected: Vec<[u32; 3]> = triples
                .iter()
                .map(|triple| order.arrange(*triple))
                .collect();
            expected.sort_unstable();
            expected.dedup();
            let found: Vec<[u32; 3]> = current.triples().map(|(a, [b, c])| [a, b, c]).collect();
            assert_eq!(found, expected, "{order:?}");
            // What was in lent memory does not matter.
            let spare = vec![[7; 2]; current.pairs.len() * numbers.below(2)];
            current = current.turned(20, spare);
        }
        let even = |[_, _, object]: [u32; 3]| object % 2 == 0;
        let mut half = arrays(&triples);
        half.retain(even);
        triples.retain(|triple| even(*triple));
        for triple in triples {
            assert!(half.contains(triple));
        }
        assert!(half.triples().all(|(a, [b, c])| even([a, b, c])));
    }

    #[test]
    fn ranges_are_those_of_a_plain_filter() -> Result<(), EditionError> {
        let mut triples: Vec<[u32; 3]> = (0..600_u32)
            .map(|n| [n * 7 % 5 * 2, n * n % 11, n * 13 % 17])
            .collect();
        triples.sort_unstable();
        triples.dedup();
        let arrays = arrays(&triples);
        let words = heads::words(&arrays.heads);
        let sorted = Sorted {
            layer: "content",
            order: Order::Spo,
            heads: Heads(&words),
            starts: &arrays.starts,
            pairs: &arrays.pairs,
        };
        for head in 0..10 {
            for second in (0..12).map(Some).chain([None]) {
                for third in (0..18).map(Some).chain([None]) {
                    let third = third.filter(|_| second.is_some());
                    let expected: Vec<[u32; 2]> = triples
                        .iter()
                        .filter(|[a, b, c]| {
                            *a == head
                                && second.is_none_or(|id| id == *b)
                                && third.is_none_or(|id| id == *c)
                        })
                        .map(|[_, b, c]| [*b, *c])
                        .collect();
                    let range = sorted.range(head, second, third)?;
                    assert_eq!(arrays.pairs[range], expected);
                }
            }
        }
        Ok(())
    }
}
