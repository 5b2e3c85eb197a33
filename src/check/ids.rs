//! The ids of all tables of a case, collected before any row is checked.
//!
//! An id counts as there as soon as it can be read, even in a row that is
//! refused for something else: whoever refers to it has made no mistake.

use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use crate::model::Claim;
use crate::model::Code;
use crate::model::Entity;
use crate::model::Identified;
use crate::model::Ix;
use crate::model::Meeting;
use crate::model::Problem;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Source;
use crate::model::Table;
use crate::model::fold;
use crate::model::nearest;
use crate::read::Cell;
use crate::read::Draft;
use crate::read::DraftTable;

use super::problems::Problems;
use super::problems::problem;
use super::row_check::UNKNOWN;
use super::row_check::is_readable;
use super::row_check::says_unknown;
use super::text_map::TextMap;
use super::traces;

/// What stands under an id.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdAt {
    /// The row that has it, the first one where several do.
    pub(super) first: RowPlace,
    // One bit per table, so that a reference to a doubled id is not a second
    // problem as long as one of its rows is of the right kind.
    tables: u16,
    /// Its row among the case's entities, once these are there; and so on.
    pub(super) entity: Option<Ix<Entity>>,
    pub(super) source: Option<Ix<Source>>,
    pub(super) meeting: Option<Ix<Meeting>>,
    pub(super) claim: Option<Ix<Claim>>,
}

impl IdAt {
    /// Whether a row with this id stands in one of the tables.
    pub(super) fn is_in(self, tables: &[Table]) -> bool {
        tables.iter().any(|table| self.tables & bit(*table) != 0)
    }
}

/// Every id of the case, and the names by which a reporter may have meant one.
pub(super) struct Ids<'a> {
    draft: &'a Draft,
    by_id: TextMap<&'a str, IdAt>,
    /// Ids of entities and sources by folded name or alias; made for the first
    /// reference that goes nowhere.
    by_name: OnceLock<TextMap<String, Vec<&'a str>>>,
    /// The participants of each meeting, as written.
    participants: TextMap<&'a str, Vec<&'a str>>,
    /// One bit per table of which some rows could not be read.
    incomplete: u16,
}

impl<'a> Ids<'a> {
    /// Collects the ids, and reports those that are malformed or stand twice.
    pub(super) fn collect(draft: &'a Draft, problems: &mut Problems<'a>) -> Self {
        let rows: usize = draft.tables.values().map(|table| table.rows().len()).sum();
        let mut ids = Self {
            draft,
            by_id: TextMap::with_capacity_and_hasher(rows, Default::default()),
            by_name: OnceLock::new(),
            participants: TextMap::default(),
            incomplete: 0,
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
            }
        }
        ids
    }

    fn add(&mut self, cell: Cell<'a>, place: RowPlace, problems: &mut Problems<'a>) {
        let known = match self.by_id.entry(cell.text()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                new.insert(IdAt {
                    first: place,
                    tables: bit(place.table),
                    entity: None,
                    source: None,
                    meeting: None,
                    claim: None,
                });
                return;
            }
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

    /// Remembers which row of the case each id has point. Searching sorted
    /// rows for every reference took most of the time on a million claims.
    pub(super) fn point_to<T: Identified>(
        &mut self,
        rows: &Rows<T>,
        point: impl Fn(&mut IdAt, Ix<T>),
    ) {
        for (at, row) in rows.iter() {
            if let Some(id) = self.by_id.get_mut(row.id()) {
                point(id, at);
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

    /// How many ids there are.
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The ids in some tables that are nearest to a text. Compares it with all.
    pub(super) fn nearest(&self, text: &str, tables: &[Table]) -> Vec<&'a str> {
        let fitting = self.by_id.iter().filter(|(_, at)| at.is_in(tables));
        nearest(text, fitting.map(|(id, _)| *id))
    }

    /// The ids of the rows with this name or alias, in the order of the tables.
    pub(super) fn named(&self, name: &str) -> &[&'a str] {
        let by_name = self.by_name.get_or_init(|| names(self.draft));
        by_name.get(&fold(name)).map_or(&[], Vec::as_slice)
    }

    /// The participants of a meeting as written, where it is one.
    pub(super) fn participants(&self, meeting: &str) -> Option<&[&'a str]> {
        self.participants.get(meeting).map(Vec::as_slice)
    }
}

fn names(draft: &Draft) -> TextMap<String, Vec<&str>> {
    let mut by_name = TextMap::<String, Vec<&str>>::default();
    for table in [
        Table::People,
        Table::Companies,
        Table::Assets,
        Table::Sources,
    ] {
        for row in draft
            .tables
            .get(&table)
            .into_iter()
            .flat_map(DraftTable::rows)
        {
            let id = row.cell("id").map(|cell| cell.text());
            let Some(id) = id.filter(|id| is_readable("id", id)) else {
                continue;
            };
            let aliases = row.cell("aliases").filter(|cell| !says_unknown(*cell));
            let aliases = aliases.iter().flat_map(|cell| cell.items());
            for name in row.cell("name").into_iter().chain(aliases) {
                let same = by_name.entry(fold(name.text())).or_default();
                if !same.contains(&id) {
                    same.push(id);
                }
            }
        }
    }
    by_name
}

fn bit(table: Table) -> u16 {
    1 << table as u16
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
