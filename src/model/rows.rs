//! Rows of one kind, sorted by id, and the typed index that names one of them.
//!
//! Takes rows in any order; gives them in id order, so that the order of rows
//! in a spreadsheet can never be seen in an answer. An index of one kind of
//! row cannot be used for another.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::Index;

/// A row that has an id, unique in its case.
pub trait Identified {
    /// The id as written in the table, or derived from it (`m.person`).
    fn id(&self) -> &str;
}

/// Names one row of a [`Rows`]; the order of indexes is the order of ids.
// Invariant: one more than the position, so that an `Option` of it costs no more.
pub struct Ix<T>(NonZeroU32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The position among the rows of this kind, from 0.
    pub fn number(self) -> u32 {
        self.0.get() - 1
    }
}

impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.number())
    }
}

/// Rows of one kind, in id order.
#[derive(Debug, Clone)]
pub struct Rows<T> {
    // Invariant: sorted by id, no id twice, fewer than u32::MAX rows.
    rows: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<T: Identified> Rows<T> {
    /// Sorts the rows by id. Where an id stands twice the first is kept:
    /// whoever reads tables has reported the second as a problem.
    pub fn new(mut rows: Vec<T>) -> Self {
        rows.truncate(MOST);
        sort_by_id(&mut rows);
        rows.dedup_by(|later, first| later.id() == first.id());
        Self { rows }
    }

    /// The row, to fill in what could not be known before all rows had their
    /// indexes. Its id must stay as it is.
    pub(crate) fn row_mut(&mut self, index: Ix<T>) -> &mut T {
        &mut self.rows[index.number() as usize]
    }

    /// The index of the row with this id.
    pub fn find(&self, id: &str) -> Option<Ix<T>> {
        let at = self.rows.binary_search_by(|row| row.id().cmp(id)).ok()?;
        Some(index(at))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All rows with their indexes, in id order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Ix<T>, &T)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(at, row)| (index(at), row))
    }

    /// The rows that are to stay, and where each of all of them went.
    pub(super) fn keep(self, mut stays: impl FnMut(Ix<T>, &T) -> bool) -> (Self, Moved<T>) {
        let mut to = Vec::with_capacity(self.rows.len());
        let mut kept = 0;
        for (at, row) in self.iter() {
            let stays = stays(at, row);
            to.push(stays.then(|| index(kept)));
            kept += usize::from(stays);
        }
        let rows = self.rows.into_iter().zip(&to);
        let rows = rows.filter_map(|(row, to)| to.is_some().then_some(row));
        let rows = rows.collect();
        (Self { rows }, Moved { to })
    }

    /// The rows themselves, in id order.
    pub(super) fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// All indexes, in id order.
    pub fn indexes(&self) -> impl ExactSizeIterator<Item = Ix<T>> + use<T> {
        (0..self.rows.len()).map(index)
    }
}

/// The new indexes of rows some of which were left out.
pub(super) struct Moved<T> {
    // In the order of the old indexes; `None` for a row that was left out.
    to: Vec<Option<Ix<T>>>,
}

impl<T> Moved<T> {
    /// The new index of a row; `None` when it was left out.
    pub(super) fn of(&self, old: Ix<T>) -> Option<Ix<T>> {
        self.to.get(old.number() as usize).copied().flatten()
    }
}

/// The greatest number of rows of one kind.
const MOST: usize = (u32::MAX - 1) as usize;

fn index<T>(at: usize) -> Ix<T> {
    let next = u32::try_from(at + 1).ok().and_then(NonZeroU32::new);
    Ix(
        next.expect("`Rows::new` keeps at most MOST rows"),
        PhantomData,
    )
}

/// Sorts rows by id; those with the same id keep their order. Rows are large:
/// what is sorted are the beginnings of their ids, and each row moves once.
fn sort_by_id<T: Identified>(rows: &mut [T]) {
    if rows.is_sorted_by(|a, b| a.id() <= b.id()) {
        return;
    }
    let mut order: Vec<(u64, u32)> = rows
        .iter()
        .zip(0..)
        .map(|(row, at)| (beginning(row.id()), at))
        .collect();
    order.sort_unstable_by(|(a, at_a), (b, at_b)| {
        let ids = || rows[*at_a as usize].id().cmp(rows[*at_b as usize].id());
        a.cmp(b).then_with(ids).then(at_a.cmp(at_b))
    });
    // Follows each circle of rows that take one another's place.
    for start in 0..rows.len() {
        let mut to = start;
        loop {
            let from = order[to].1 as usize;
            order[to].1 = u32::try_from(to).unwrap_or(u32::MAX); // It is in its place.
            if from == start {
                break;
            }
            rows.swap(to, from);
            to = from;
        }
    }
}

/// The first eight bytes of an id as a number that sorts like them.
fn beginning(id: &str) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(id.bytes()) {
        *to = from;
    }
    u64::from_be_bytes(bytes)
}

impl<T> Index<Ix<T>> for Rows<T> {
    type Output = T;
    fn index(&self, index: Ix<T>) -> &T {
        &self.rows[index.number() as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{Identified, Rows};

    struct Row(String, usize);

    impl Identified for Row {
        fn id(&self) -> &str {
            &self.0
        }
    }

    #[test]
    fn rows_are_in_the_order_of_ids_and_the_first_of_two_stays() {
        // Ids of all lengths around eight bytes, many of them twice, shuffled.
        let rows: Vec<Row> = (0..5_000_usize)
            .map(|at| (at, at * 7_919 % 1_000))
            .map(|(at, n)| Row(format!("id-{}{n}", "0".repeat(n % 7)), at))
            .collect();
        let mut expected: Vec<(String, usize)> =
            rows.iter().map(|row| (row.0.clone(), row.1)).collect();
        expected.sort();
        expected.dedup_by(|later, first| later.0 == first.0);
        let rows = Rows::new(rows);
        let found: Vec<(String, usize)> = rows.iter().map(|(_, r)| (r.0.clone(), r.1)).collect();
        assert_eq!(found, expected);
        for (at, row) in rows.iter() {
            assert_eq!(rows.find(row.id()), Some(at));
        }
    }
}
