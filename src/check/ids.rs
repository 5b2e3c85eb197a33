//! The ids of all tables of a case, collected before any row is checked.
//!
//! An id counts as there as soon as it can be read, even in a row that is
//! refused for something else: whoever refers to it has made no mistake.

use std::cell::Cell as Counter;
use std::collections::HashMap;

use crate::model::Code;
use crate::model::Entity;
use crate::model::Identified;
use crate::model::Ix;
use crate::model::Problem;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Source;
use crate::model::Table;
use crate::model::fold;
use crate::read::Cell;
use crate::read::Draft;

use super::nearest::nearest;
use super::problems::Problems;
use super::problems::problem;
use super::row_check::UNKNOWN;
use super::row_check::is_readable;
use super::row_check::says_unknown;
use super::traces;

/// What stands under an id.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdAt {
    /// The row that has it, the first one where several do.
    pub(super) first: RowPlace,
    // One bit per table, so that a reference to a doubled id is not a second
    // problem as long as one of its rows is of the right kind.
    tables: u16,
    /// Its row among the case's entities, once these are there.
    pub(super) entity: Option<Ix<Entity>>,
    /// Its row among the case's sources, once these are there.
    pub(super) source: Option<Ix<Source>>,
}

impl IdAt {
    /// Whether a row with this id stands in one of the tables.
    pub(super) fn is_in(self, tables: &[Table]) -> bool {
        tables.iter().any(|table| self.tables & bit(*table) != 0)
    }
}

/// Every id of the case, and the names by which a reporter may have meant one.
pub(super) struct Ids<'a> {
    by_id: HashMap<&'a str, IdAt>,
    /// Ids of entities and sources by folded name or alias.
    by_name: HashMap<String, Vec<&'a str>>,
    /// The participants of each meeting, as written.
    participants: HashMap<&'a str, Vec<&'a str>>,
    /// One bit per table of which some rows could not be read.
    incomplete: u16,
    /// How many more ids may be compared in search of the nearest.
    comparisons_left: Counter<usize>,
}

/// Searching the nearest of all ids is linear, and a mistake in thousands of
/// cells has few causes, which are seen in the first. So many comparisons take
/// some seconds.
const COMPARISONS: usize = 10_000_000;

impl<'a> Ids<'a> {
    /// Collects the ids, and reports those that are malformed or stand twice.
    pub(super) fn collect(draft: &'a Draft, problems: &mut Problems) -> Self {
        let mut ids = Self {
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            participants: HashMap::new(),
            incomplete: 0,
            comparisons_left: Counter::new(COMPARISONS),
        };
        for (table, rows) in &draft.tables {
            if !rows.is_complete() {
                ids.incomplete |= bit(*table);
            }
            // A passage has no id.
            if *table == Table::Citations {
                continue;
            }
            for row in rows.rows() {
                let place = RowPlace {
                    table: *table,
                    row: Some(row.row()),
                };
                let Some(cell) = row.cell("id").filter(|cell| is_readable("id", cell.text()))
                else {
                    continue;
                };
                if let Some(found) = malformed(cell) {
                    problems.of_row(place, found);
                }
                ids.add(cell, place, problems);
                if *table == Table::Meetings {
                    let who = row.cell("participants").into_iter();
                    let who = who.flat_map(|cell| cell.items().map(|item| item.text()));
                    ids.participants
                        .entry(cell.text())
                        .or_insert_with(|| who.collect());
                }
                let aliases = row.cell("aliases").filter(|cell| !says_unknown(*cell));
                let aliases = aliases.iter().flat_map(|cell| cell.items());
                for name in row.cell("name").into_iter().chain(aliases) {
                    let same = ids.by_name.entry(fold(name.text())).or_default();
                    if !same.contains(&cell.text()) {
                        same.push(cell.text());
                    }
                }
            }
        }
        ids
    }

    fn add(&mut self, cell: Cell<'a>, place: RowPlace, problems: &mut Problems) {
        let Some(known) = self.by_id.get_mut(cell.text()) else {
            let at = IdAt {
                first: place,
                tables: bit(place.table),
                entity: None,
                source: None,
            };
            self.by_id.insert(cell.text(), at);
            return;
        };
        known.tables |= bit(place.table);
        let first = known.first;
        problems.of_row(
            place,
            Problem {
                hints: vec![format!("`{}` first stands in {first}", cell.text())],
                ..problem(
                    Code::DuplicateId,
                    cell.place(),
                    format!("the id `{}` stands twice", cell.text()),
                    "an id that no other row of any table has",
                )
            },
        );
    }

    /// Remembers which row of the case each entity's id has become. Most
    /// references are to entities and sources, and searching sorted rows for
    /// each of them took most of the time on a million claims.
    pub(super) fn point_to_entities(&mut self, rows: &Rows<Entity>) {
        for (entity, row) in rows.iter() {
            if let Some(at) = self.by_id.get_mut(row.id()) {
                at.entity = Some(entity);
            }
        }
    }

    /// The same for sources.
    pub(super) fn point_to_sources(&mut self, rows: &Rows<Source>) {
        for (source, row) in rows.iter() {
            if let Some(at) = self.by_id.get_mut(row.id()) {
                at.source = Some(source);
            }
        }
    }

    /// What stands under an id.
    pub(super) fn find(&self, id: &str) -> Option<IdAt> {
        self.by_id.get(id).copied()
    }

    /// Whether rows of one of the tables could not be read, so that an id that
    /// is not found may well be there.
    pub(super) fn may_lack(&self, tables: &[Table]) -> bool {
        tables
            .iter()
            .any(|table| self.incomplete & bit(*table) != 0)
    }

    /// The ids in some tables that are nearest to a text; none once too many
    /// have been searched for.
    pub(super) fn nearest(&self, text: &str, tables: &[Table]) -> Vec<&'a str> {
        let left = self.comparisons_left.get();
        if left == 0 {
            return Vec::new();
        }
        let after = left.saturating_sub(self.by_id.len());
        self.comparisons_left.set(after);
        let fitting = self.by_id.iter().filter(|(_, at)| at.is_in(tables));
        nearest(text, fitting.map(|(id, _)| *id))
    }

    /// The ids of the rows with this name or alias, in the order of the tables.
    pub(super) fn named(&self, name: &str) -> &[&'a str] {
        self.by_name.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// The participants of a meeting as written, where it is one.
    pub(super) fn participants(&self, meeting: &str) -> Option<&[&'a str]> {
        self.participants.get(meeting).map(Vec::as_slice)
    }
}

fn bit(table: Table) -> u16 {
    let at = Table::ALL.iter().position(|other| *other == table);
    1 << at.unwrap_or(0)
}

fn malformed(cell: Cell<'_>) -> Option<Problem> {
    let id = cell.text();
    if let Some(found) = traces::of_a_number(cell) {
        return Some(found);
    }
    let expected = "lower-case letters a-z, digits and hyphens, beginning with a letter or digit";
    if id == UNKNOWN {
        let message = "the id `unknown` is taken: in a cell it says that nobody knows";
        return Some(problem(Code::BadId, cell.place(), message, expected));
    }
    if is_id(id) {
        return None;
    }
    let slug = slug(id);
    let hint = (!slug.is_empty()).then(|| format!("for example `{slug}`"));
    Some(Problem {
        hints: hint.into_iter().collect(),
        ..problem(
            Code::BadId,
            cell.place(),
            format!("`{id}` cannot be an id"),
            expected,
        )
    })
}

/// Whether a text has the form of an id: `[a-z0-9][a-z0-9-]*`.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The id that comes nearest to a text: folded, hyphens for all else.
/// Empty when nothing of the text can stand in an id.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_id_is_shown_with_one_that_would_do() {
        assert_eq!(slug("Zoë MÜLLER & Co."), "zoe-muller-co");
        assert_eq!(slug("_x__y_"), "x-y");
        assert_eq!(slug("王"), "");
        for good in ["a", "7", "a-b", "a-", "2024-deal"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "-a", "A", "a.b", "a b", "ä"] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
