//! A row of bits with counts beside it, so that a place among the set ones is
//! found without counting from the start.
//!
//! Written once, read where it lies: 32 bits a word, lowest first, and for
//! every two words the number of bits set before them (a rank directory
//! after G. Jacobson, 1989, with one level).

/// Bits between two counts.
const BLOCK: usize = WORDS * 32;
/// Words between two counts. Few, since not every processor that this runs on
/// is asked to count bits in one step.
const WORDS: usize = 2;

/// The words and the counts of a row of bits.
pub(super) fn packed(bits: impl ExactSizeIterator<Item = bool>) -> (Vec<u32>, Vec<u32>) {
    let mut words = vec![0u32; bits.len().div_ceil(32)];
    for (at, bit) in bits.enumerate() {
        words[at / 32] |= u32::from(bit) << (at % 32);
    }
    let mut before = 0;
    let mut counts: Vec<u32> = Vec::with_capacity(words.len() / WORDS + 2);
    for block in words.chunks(WORDS) {
        counts.push(before);
        before += ones(block);
    }
    // The end, so that every block has one behind it.
    counts.push(before);
    (words, counts)
}

fn ones(words: &[u32]) -> u32 {
    words.iter().map(|word| word.count_ones()).sum()
}

/// Bits as they lie in a file. Their lengths fit each other, the counts may be
/// anything: an answer for a damaged row is wrong, and never a panic.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bits<'a> {
    words: &'a [u32],
    counts: &'a [u32],
}

impl<'a> Bits<'a> {
    /// `None` when the lengths do not fit so many bits.
    pub fn new(words: &'a [u32], counts: &'a [u32], bits: usize) -> Option<Bits<'a>> {
        let fits = words.len() == bits.div_ceil(32) && counts.len() == bits.div_ceil(BLOCK) + 1;
        fits.then_some(Bits { words, counts })
    }

    #[inline]
    pub fn get(&self, at: usize) -> bool {
        self.words
            .get(at / 32)
            .is_some_and(|word| word >> (at % 32) & 1 == 1)
    }

    /// How many bits are set before a place.
    #[inline]
    pub fn rank(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let before = self.counts.get(block).copied().unwrap_or_default() as usize;
        let word = at / 32;
        let whole = self.words.get(block * WORDS..word).unwrap_or_default();
        let part = match self.words.get(word) {
            Some(bits) => (bits & ((1u32 << (at % 32)) - 1)).count_ones(),
            None => 0,
        };
        before + (ones(whole) + part) as usize
    }

    /// Where the set bit with this number, counted from 0, stands.
    pub fn select(&self, number: usize) -> Option<usize> {
        let behind = self
            .counts
            .partition_point(|count| *count as usize <= number);
        let block = behind.checked_sub(1)?;
        let mut left = number.checked_sub(*self.counts.get(block)? as usize)?;
        let end = ((block + 1) * WORDS).min(self.words.len());
        for (at, word) in self.words.get(block * WORDS..end)?.iter().enumerate() {
            let here = word.count_ones() as usize;
            if left < here {
                let mut bits = *word;
                for _ in 0..left {
                    bits &= bits - 1;
                }
                return Some((block * WORDS + at) * 32 + bits.trailing_zeros() as usize);
            }
            left -= here;
        }
        None
    }

    /// How many bits are set in all, as the counts say.
    pub fn set(&self) -> usize {
        self.counts.last().copied().unwrap_or_default() as usize
    }

    /// Whether the counts are those of the words, and no bit stands beyond.
    pub fn is_sound(&self, bits: usize) -> bool {
        let all = (0..bits).map(|at| self.get(at)).collect::<Vec<_>>();
        packed(all.into_iter()) == (self.words.to_vec(), self.counts.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::testing::Dice;

    #[test]
    fn places_are_found_as_by_counting_from_the_start() {
        let mut dice = Dice(11);
        for bits in [0, 1, 31, 32, 33, 511, 512, 513, 1_024, 5_000] {
            for share in [1, 2, 40] {
                let row: Vec<bool> = (0..bits).map(|_| dice.below(share) == 0).collect();
                let (words, counts) = packed(row.iter().copied());
                let read = Bits::new(&words, &counts, bits).expect("lengths that fit");
                assert!(read.is_sound(bits));
                let mut set = 0;
                for (at, bit) in row.iter().enumerate() {
                    assert_eq!((read.get(at), read.rank(at)), (*bit, set));
                    if *bit {
                        assert_eq!(read.select(set), Some(at));
                        set += 1;
                    }
                }
                assert_eq!((read.rank(bits), read.set()), (set, set));
                assert_eq!(read.select(set), None);
            }
        }
    }

    #[test]
    fn a_damaged_row_gives_no_panic() {
        let (words, counts) = packed([true; 700].into_iter());
        for at in 0..counts.len() {
            for wrong in [0, 5, u32::MAX] {
                let mut counts = counts.clone();
                counts[at] = wrong;
                let read = Bits::new(&words, &counts, 700).expect("lengths that fit");
                for place in 0..900 {
                    let _ = (read.rank(place), read.select(place), read.get(place));
                }
            }
        }
        assert!(Bits::new(&words, &counts, 704 + 32).is_none());
    }
}
