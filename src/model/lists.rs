//! For each row of one kind a list, all of them in one piece of memory.
//!
//! Most rows of a large case have an empty list, or a short one; a map with a
//! vector for each row would take more memory and time than the rows.

use std::marker::PhantomData;

use super::rows::Ix;

/// One list for each row of a kind.
pub(super) struct Lists<K, V> {
    // Invariant: one entry more than there are rows, never falling; the list
    // of row n is `items[starts[n]..starts[n + 1]]`.
    starts: Vec<usize>,
    items: Vec<V>,
    of: PhantomData<fn(K)>,
}

impl<K, V> Lists<K, V> {
    /// Gives each of so many rows its items, in the order in which they come.
    pub fn new(rows: usize, mut items: Vec<(Ix<K>, V)>) -> Self {
        items.sort_by_key(|(row, _)| *row);
        let mut starts = Vec::with_capacity(rows + 1);
        for (at, (row, _)) in items.iter().enumerate() {
            // The first item of a row ends the lists of the rows before it.
            let row = row.number() as usize;
            starts.resize(starts.len().max(row + 1), at);
        }
        starts.resize(rows.max(starts.len()) + 1, items.len());
        Self {
            starts,
            items: items.into_iter().map(|(_, item)| item).collect(),
            of: PhantomData,
        }
    }

    /// The list of one row; empty for a row beyond those it was made for.
    pub fn of(&self, row: Ix<K>) -> &[V] {
        let row = row.number() as usize;
        match self.starts.get(row..row + 2) {
            Some(&[start, end]) => &self.items[start..end],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;
    use crate::model::rows::{Identified, Rows};

    struct Row(String);

    impl Identified for Row {
        fn id(&self) -> &str {
            &self.0
        }
    }

    #[test]
    fn every_row_has_its_items_in_their_order() {
        let rows = Rows::new((0..9).map(|n| Row(n.to_string())).collect());
        let at: Vec<_> = rows.indexes().collect();
        let items = [(7, 'c'), (2, 'a'), (7, 'b'), (3, 'z'), (7, 'd')];
        let items = items.map(|(row, item)| (at[row], item));
        let lists = Lists::new(rows.len(), items.to_vec());
        let found: Vec<String> = at
            .iter()
            .map(|row| lists.of(*row).iter().collect())
            .collect();
        assert_eq!(found, ["", "", "a", "z", "", "", "", "cbd", ""]);
        let none = Lists::<Row, char>::new(rows.len(), Vec::new());
        assert!(at.iter().all(|row| none.of(*row).is_empty()));
    }
}
