//! A set of ids that knows how many of them come before any id.
//!
//! One word of bits for each 64 ids, beside it the number of ids in all words
//! before: whether an id is in the set, and the how-manyth it is, takes one
//! look at one place, where a search through a sorted list would take twenty.
//! It reads what a file says and believes none of it.

use bytemuck::Pod;
use bytemuck::Zeroable;

use crate::edition::TermId;

/// 64 neighbouring ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Word {
    /// The lowest bit is the lowest id.
    bits: u64,
    /// How many ids of the set are in the words before.
    before: u64,
}

/// Writes out a set: ascending ids, none twice. The last word is never empty.
pub(super) fn words(ids: &[TermId]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (before, id) in (0..).zip(ids) {
        let (word, bit) = (*id as usize / 64, id % 64);
        if words.len() <= word {
            words.resize(word + 1, Word { bits: 0, before });
        }
        words[word].bits |= 1 << bit;
    }
    words
}

/// The set as a file has it.
#[derive(Clone, Copy)]
pub(super) struct Heads<'a>(pub(super) &'a [Word]);

impl Heads<'_> {
    /// Counts the ids, as far as the last word tells.
    pub(super) fn len(&self) -> u64 {
        self.0.last().map_or(0, |last| {
            last.before
                .saturating_add(u64::from(last.bits.count_ones()))
        })
    }

    /// Says how many ids are before this one, where it is in the set.
    pub(super) fn rank(&self, id: TermId) -> Option<usize> {
        let Word { bits, before } = self.0.get(id as usize / 64)?;
        let bit = 1_u64 << (id % 64);
        if bits & bit == 0 {
            return None;
        }
        let here = (bits & (bit - 1)).count_ones();
        usize::try_from(before.checked_add(u64::from(here))?).ok()
    }

    /// Gives the first id of the set that is not below this one.
    pub(super) fn at_or_after(&self, id: TermId) -> Option<TermId> {
        let first = id as usize / 64;
        let mut above = u64::MAX << (id % 64);
        for (at, word) in self.0.iter().enumerate().skip(first) {
            let bits = word.bits & above;
            if bits != 0 {
                return u32::try_from(at * 64 + bits.trailing_zeros() as usize).ok();
            }
            above = u64::MAX;
        }
        None
    }

    /// Gives every id, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = TermId> + use<'_> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut bits = word.bits;
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                u32::try_from(at * 64 + bit as usize).ok()
            })
        })
    }

    /// Whether each word counts those before it, and the last one is not empty.
    pub(super) fn are_counted(&self) -> bool {
        let mut counted = 0_u64;
        self.0.iter().all(|word| {
            let right = word.before == counted;
            counted += u64::from(word.bits.count_ones());
            right
        }) && self.0.last().is_none_or(|last| last.bits != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::fixture::Numbers;

    #[test]
    fn it_answers_like_a_sorted_list() {
        let mut numbers = Numbers(6);
        for most in [1, 63, 64, 65, 3000] {
            let mut ids: Vec<u32> = (0..most / 3).map(|_| numbers.below(most) as u32).collect();
            ids.sort_unstable();
            ids.dedup();
            let words = words(&ids);
            let heads = Heads(&words);
            assert_eq!(heads.len(), ids.len() as u64);
            assert!(heads.are_counted());
            assert!(heads.iter().eq(ids.iter().copied()));
            for id in 0..most as u32 + 130 {
                assert_eq!(heads.rank(id), ids.binary_search(&id).ok());
                let next = ids.iter().copied().find(|other| *other >= id);
                assert_eq!(heads.at_or_after(id), next);
            }
        }
        assert_eq!(Heads(&[]).rank(u32::MAX), None);
        assert_eq!(Heads(&[]).at_or_after(0), None);
    }

    #[test]
    fn a_wrong_count_is_noticed_and_does_no_harm() {
        let mut words = words(&[3, 70, 400]);
        words[1].before = u64::MAX;
        let heads = Heads(&words);
        assert!(!heads.are_counted());
        assert_eq!(heads.rank(70), usize::try_from(u64::MAX).ok());
        words.push(Word { bits: 0, before: 3 });
        assert!(!Heads(&words).are_counted());
    }
}
