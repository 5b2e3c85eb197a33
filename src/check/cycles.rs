//! Rows that refer to one another in a circle.
//!
//! A chain of sources or of summaries must end somewhere; each circle is
//! reported once, with all of its rows.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Code;
use crate::model::RowPlace;
use crate::read::Cell;

use super::problems::Problems;
use super::problems::problem;

/// Which row refers to which, and in which cell it says so.
#[derive(Default)]
pub(super) struct References<'a> {
    cells: BTreeMap<&'a str, BTreeMap<&'a str, (RowPlace, Cell<'a>)>>,
}

impl<'a> References<'a> {
    /// Adds a reference; the first cell counts where one stands twice.
    pub(super) fn add(&mut self, from: &'a str, to: &'a str, place: RowPlace, cell: Cell<'a>) {
        let of_row = self.cells.entry(from).or_default();
        of_row.entry(to).or_insert((place, cell));
    }

    /// Reports every circle, at the reference of its row with the least id.
    pub(super) fn report_cycles(&self, code: Code, expected: &str, problems: &mut Problems) {
        for cycle in self.cycles() {
            let (Some(first), Some(second)) = (cycle.first(), cycle.get(1).or(cycle.first()))
            else {
                continue;
            };
            let Some((place, cell)) = self.cells.get(first).and_then(|to| to.get(second)) else {
                continue;
            };
            let mut round: Vec<String> = cycle.iter().map(|id| format!("`{id}`")).collect();
            round.push(format!("`{first}`"));
            let message = format!("this goes in a circle: {}", round.join(" -> "));
            problems.of_row(*place, problem(code, cell.place(), message, expected));
        }
    }

    /// Circles, each beginning with its least id. At least one through every
    /// row that is on one; not all, of which there may be exponentially many.
    fn cycles(&self) -> BTreeSet<Vec<&'a str>> {
        let mut cycles = BTreeSet::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        for start in self.cells.keys().copied() {
            // The path being walked, each with what is still to be tried. Not
            // recursive: a chain may be as long as the table.
            let mut path: Vec<(&'a str, Vec<&'a str>)> = Vec::new();
            let mut on_path: BTreeMap<&str, usize> = BTreeMap::new();
            let mut next = Some(start);
            loop {
                if let Some(id) = next.take() {
                    if let Some(&at) = on_path.get(id) {
                        cycles.insert(from_least(path[at..].iter().map(|(id, _)| *id).collect()));
                    } else if !done.contains(id) {
                        on_path.insert(id, path.len());
                        let to = self.cells.get(id).into_iter().flatten();
                        path.push((id, to.map(|(to, _)| *to).rev().collect()));
                    }
                }
                let Some((id, to_try)) = path.last_mut() else {
                    break;
                };
                match to_try.pop() {
                    Some(to) => next = Some(to),
                    None => {
                        on_path.remove(id);
                        done.insert(id);
                        path.pop();
                    }
                }
            }
        }
        cycles
    }
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
