//! Rows that refer to one another in a circle.
//!
//! A chain of sources or of summaries must end somewhere; each circle is
//! reported once, with all of its rows.

use std::collections::BTreeSet;

use crate::model::Code;
use crate::model::RowPlace;
use crate::read::Cell;

use super::problems::Problems;
use super::problems::problem;
use super::text_map::TextMap;

/// Which row refers to which, and in which cell it says so.
#[derive(Default)]
pub(super) struct References<'a> {
    /// In the order of rows.
    pub(super) cells: Vec<ReferenceCell<'a>>,
}

/// The cell, or the item in one, by which a row refers to another.
#[derive(Clone, Copy)]
pub(super) struct ReferenceCell<'a> {
    pub(super) from: &'a str,
    to: &'a str,
    pub(super) place: RowPlace,
    pub(super) cell: Cell<'a>,
}

impl<'a> References<'a> {
    /// Adds a reference.
    pub(super) fn add(&mut self, from: &'a str, to: &'a str, place: RowPlace, cell: Cell<'a>) {
        self.cells.push(ReferenceCell {
            from,
            to,
            place,
            cell,
        });
    }

    /// Adds the references of rows that come after these.
    pub(super) fn append(&mut self, later: References<'a>) {
        self.cells.extend(later.cells);
    }

    /// Reports every circle, at the reference of its row with the least id; the
    /// first of them counts where one stands twice.
    pub(super) fn report_cycles(&self, code: Code, expected: &str, problems: &mut Problems<'a>) {
        let mut cells: Vec<&ReferenceCell<'a>> = self.cells.iter().collect();
        cells.sort_by_key(|cell| (cell.from, cell.to));
        cells.dedup_by_key(|cell| (cell.from, cell.to));
        for cycle in cycles(&cells) {
            let (Some(first), Some(second)) = (cycle.first(), cycle.get(1).or(cycle.first()))
            else {
                continue;
            };
            let wanted = (*first, *second);
            let Ok(at) = cells.binary_search_by_key(&wanted, |cell| (cell.from, cell.to)) else {
                continue;
            };
            let ReferenceCell { place, cell, .. } = cells[at];
            let mut round: Vec<String> = cycle.iter().map(|id| format!("`{id}`")).collect();
            round.push(format!("`{first}`"));
            let message = format!("this goes in a circle: {}", round.join(" -> "));
            problems.of_row(*place, problem(code, cell.place(), message, expected));
        }
    }
}

/// Circles, each beginning with its least id. At least one through every row
/// that is on one; not all, of which there may be exponentially many. Takes
/// references sorted by their ends, each once.
fn cycles<'a>(cells: &[&ReferenceCell<'a>]) -> BTreeSet<Vec<&'a str>> {
    let mut cycles = BTreeSet::new();
    // What each row refers to: a part of `cells`.
    let mut from_row: TextMap<&str, &[&ReferenceCell<'a>]> = TextMap::default();
    for of_row in cells.chunk_by(|a, b| a.from == b.from) {
        from_row.insert(of_row[0].from, of_row);
    }
    let mut done: TextMap<&str, ()> = TextMap::default();
    for start in cells.chunk_by(|a, b| a.from == b.from) {
        // The path being walked, each with what is still to be tried. Not
        // recursive: a chain may be as long as the table.
        let mut path: Vec<(&'a str, &[&ReferenceCell<'a>])> = Vec::new();
        let mut on_path: TextMap<&str, usize> = TextMap::default();
        let mut next = Some(start[0].from);
        loop {
            if let Some(id) = next.take() {
                if let Some(&at) = on_path.get(id) {
                    cycles.insert(from_least(path[at..].iter().map(|(id, _)| *id).collect()));
                } else if !done.contains_key(id) {
                    on_path.insert(id, path.len());
                    path.push((id, from_row.get(id).copied().unwrap_or_default()));
                }
            }
            let Some((id, to_try)) = path.last_mut() else {
                break;
            };
            match to_try.split_first() {
                Some((first, rest)) => {
                    *to_try = rest;
                    next = Some(first.to);
                }
                None => {
                    on_path.remove(id);
                    done.insert(id, ());
                    path.pop();
                }
            }
        }
    }
    cycles
}

fn from_least(mut cycle: Vec<&str>) -> Vec<&str> {
    let least = cycle
        .iter()
        .enumerate()
        .min_by_key(|(_, id)| **id)
        .map_or(0, |(at, _)| at);
    cycle.rotate_left(least);
    cycle
}
