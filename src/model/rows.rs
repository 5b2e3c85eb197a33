//! Rows of one kind, sorted by id, and the typed index that names one of them.
//!
//! Takes rows in any order; gives them in id order, so that the order of rows
//! in a spreadsheet can never be seen in an answer. An index of one kind of
//! row cannot be used for another.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

/// A row that has an id, unique in its case.
pub trait Identified {
    /// The id as written in the table, or derived from it (`m.person`).
    fn id(&self) -> &str;
}

/// Names one row of a [`Rows`]; the order of indexes is the order of ids.
pub struct Ix<T>(u32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The position among the rows of this kind, from 0.
    pub fn number(self) -> u32 {
        self.0
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
        write!(f, "#{}", self.0)
    }
}

/// Rows of one kind, in id order.
#[derive(Debug, Clone)]
pub struct Rows<T> {
    // Invariant: sorted by id, no id twice, at most u32::MAX rows.
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
        rows.sort_by(|a, b| a.id().cmp(b.id()));
        rows.dedup_by(|later, first| later.id() == first.id());
        rows.truncate(u32::MAX as usize);
        Self { rows }
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

    /// The rows themselves, in id order.
    pub(super) fn into_rows(self) -> Vec<T> {
        self.rows
    }

    /// All indexes, in id order.
    pub fn indexes(&self) -> impl ExactSizeIterator<Item = Ix<T>> + use<T> {
        (0..self.rows.len()).map(index)
    }
}

fn index<T>(at: usize) -> Ix<T> {
    Ix(
        u32::try_from(at).expect("`Rows::new` keeps at most u32::MAX rows"),
        PhantomData,
    )
}

impl<T> Index<Ix<T>> for Rows<T> {
    type Output = T;
    fn index(&self, index: Ix<T>) -> &T {
        &self.rows[index.0 as usize]
    }
}
