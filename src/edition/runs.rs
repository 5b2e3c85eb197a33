//! Many pairs of numbers under few heads, kept small while they arrive.
//!
//! Takes a head and a pair, or a head and an item, in any order; gives them
//! back head by head. What arrives in a row for one head makes one run, and
//! numbers are kept as variable-length bytes (LEB128: seven bits a byte, lowest
//! first), so that forty triples about a claim take some two hundred bytes.
//! What the numbers mean is for `draft`.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::edition::pieces::Pieces;

/// Numbers by head, in the order in which they came.
#[derive(Default)]
pub(super) struct Runs {
    heads: Vec<u32>,
    // Where the run of each head begins, from where the first of its group does.
    starts: Vec<u32>,
    // Where the first run of each group begins.
    groups: Vec<u64>,
    bytes: Pieces,
    // How many times something was added.
    added: usize,
    // Pairs that were given out again.
    given: Arc<AtomicU64>,
}

/// So many runs make a group: they lie in as many pieces at most, so that the
/// distance between them fits 32 bits.
const GROUP: usize = 1 << 10;
/// How many bytes a number has at most.
const LONGEST: usize = 5;

impl Runs {
    /// Adds one or two numbers to what is kept under a head.
    pub(super) fn add<const N: usize>(&mut self, head: u32, numbers: [u32; N]) {
        const { assert!(N <= 2) };
        let mut coded = [0; 2 * LONGEST];
        let mut len = 0;
        for number in numbers {
            let mut rest = number;
            while rest >= 0x80 {
                coded[len] = rest as u8 | 0x80;
                rest >>= 7;
                len += 1;
            }
            coded[len] = rest as u8;
            len += 1;
        }
        if self.heads.last() != Some(&head) || !self.bytes.fits(len) {
            let start = self.bytes.make_room(len);
            if self.heads.len().is_multiple_of(GROUP) {
                self.groups.push(start);
            }
            let group = self.groups[self.heads.len() / GROUP];
            self.heads.push(head);
            self.starts.push((start - group) as u32);
        }
        self.bytes.extend(&coded[..len]);
        self.added += 1;
    }

    /// Counts what was added, pairs or items.
    pub(super) fn added(&self) -> usize {
        self.added
    }

    /// Counts the pairs it gives out by head where somebody may look.
    pub(super) fn counted_in(given: Arc<AtomicU64>) -> Runs {
        Runs {
            given,
            ..Runs::default()
        }
    }

    pub(super) fn heads(&self) -> &[u32] {
        &self.heads
    }

    /// Gives the runs in the order of the new numbers of their heads: for each
    /// that number and what is in the run. A head may come several times.
    pub(super) fn by_head<'a>(
        &'a self,
        new: &'a [u32],
    ) -> impl Iterator<Item = (u32, Numbers<'a>)> + use<'a> {
        let mut order: Vec<u64> = (0_u32..)
            .zip(&self.heads)
            .map(|(run, head)| (u64::from(new[*head as usize]) << 32) | u64::from(run))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|key| {
            let run = key as u32 as usize;
            ((key >> 32) as u32, self.run(run))
        })
    }

    /// Gives everything under every head, in the order of arrival.
    pub(super) fn all(&self) -> impl Iterator<Item = Numbers<'_>> {
        (0..self.heads.len()).map(|run| self.run(run))
    }

    fn run(&self, run: usize) -> Numbers<'_> {
        let start = |run: usize| {
            let start = self.starts.get(run)?;
            Some(self.groups[run / GROUP] + u64::from(*start))
        };
        // The last run goes to the end of its piece, and so does one before another piece.
        let bytes = start(run).map(|from| self.bytes.get(from, start(run + 1).unwrap_or(u64::MAX)));
        Numbers {
            bytes: bytes.unwrap_or_default(),
            pairs: 0,
            given: &self.given,
        }
    }
}

/// The numbers of one run, one after another.
pub(super) struct Numbers<'a> {
    bytes: &'a [u8],
    pairs: u64,
    given: &'a AtomicU64,
}

impl Drop for Numbers<'_> {
    fn drop(&mut self) {
        self.given.fetch_add(self.pairs, Ordering::Relaxed);
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

impl Numbers<'_> {
    /// Gives the next two numbers.
    pub(super) fn pair(&mut self) -> Option<[u32; 2]> {
        let pair = [self.next()?, self.next()?];
        self.pairs += 1;
        Some(pair)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_in_comes_out_by_new_number() {
        let mut runs = Runs::default();
        let mut expected: Vec<(u32, [u32; 2])> = Vec::new();
        // Heads 0 to 9, turned round; numbers of every length.
        let new: Vec<u32> = (0..10).rev().collect();
        for at in 0..1000_u32 {
            let head = at / 3 % 10;
            let pair = [at.wrapping_mul(2_654_435_761) >> (at % 32), at % 129];
            runs.add(head, pair);
            expected.push((9 - head, pair));
        }
        runs.add(4, [u32::MAX, 0]);
        expected.push((5, [u32::MAX, 0]));
        expected.sort_by_key(|(head, _)| *head);
        let found: Vec<(u32, [u32; 2])> = runs
            .by_head(&new)
            .flat_map(|(head, mut run)| {
                std::iter::from_fn(move || run.pair()).map(move |pair| (head, pair))
            })
            .collect();
        assert_eq!(found, expected);
        assert_eq!(runs.all().flatten().count(), 2 * expected.len());
    }

    #[test]
    fn a_head_of_many_and_many_heads_of_one_are_kept_whole() {
        let new: Vec<u32> = (0..300_000).collect();
        let mut runs = Runs::default();
        for number in 0..300_000 {
            runs.add(7, [number]);
        }
        for head in 0..300_000 {
            runs.add(head, [head, u32::MAX]);
        }
        let mut of_seven: Vec<u32> = (0..300_000).collect();
        of_seven.extend([7, u32::MAX]);
        let mut found = vec![Vec::new(); new.len()];
        for (head, run) in runs.by_head(&new) {
            found[head as usize].extend(run);
        }
        assert_eq!(found[7], of_seven);
        for (head, found) in found.into_iter().enumerate().skip(8) {
            assert_eq!(found, [head as u32, u32::MAX]);
        }
    }
}
