//! References from one row to another: to a row that is there, of the right kind.

use std::collections::HashSet;

use crate::model::Code;
use crate::model::Entity;
use crate::model::Ix;
use crate::model::Problem;
use crate::model::Source;
use crate::model::Table;
use crate::read::Cell;

use super::ids::IdAt;
use super::nearest::did_you_mean;
use super::problems::problem;
use super::row_check::RowCheck;

/// What a reference may name.
pub(super) struct Expected {
    /// The tables in whose rows it may end.
    tables: &'static [Table],
    /// Whether it may also be one participant's attendance, `<meeting>.<participant>`.
    attendance: bool,
    words: &'static str,
}

pub(super) const ENTITY: Expected = Expected {
    tables: &[Table::People, Table::Companies, Table::Assets],
    attendance: false,
    words: "the id of a row of people.csv, companies.csv or assets.csv",
};
pub(super) const ASSET: Expected = Expected {
    tables: &[Table::Assets],
    attendance: false,
    words: "the id of a row of assets.csv",
};
pub(super) const SOURCE: Expected = Expected {
    tables: &[Table::Sources],
    attendance: false,
    words: "the id of a row of sources.csv",
};
pub(super) const SPEAKER: Expected = Expected {
    tables: &[
        Table::Sources,
        Table::People,
        Table::Companies,
        Table::Assets,
    ],
    attendance: false,
    words: "the id of a source or of an entity",
};
pub(super) const CLAIM: Expected = Expected {
    tables: &[Table::Relationships, Table::Transactions, Table::Attributes],
    attendance: true,
    words: "the id of one claim (of a meeting: `<meeting>.<participant>`)",
};
pub(super) const CLAIMS: Expected = Expected {
    tables: &[
        Table::Relationships,
        Table::Meetings,
        Table::Transactions,
        Table::Attributes,
    ],
    attendance: true,
    words: "the id of a claim or a meeting, or `<meeting>.<participant>`",
};
pub(super) const ANSWERED: Expected = Expected {
    tables: &[
        Table::Relationships,
        Table::Meetings,
        Table::Transactions,
        Table::Attributes,
        Table::Questions,
        Table::Sources,
    ],
    attendance: true,
    words: "the id of a claim, a meeting, a question or a source",
};
pub(super) const ASKED_ABOUT: Expected = Expected {
    tables: &[
        Table::Relationships,
        Table::Meetings,
        Table::Transactions,
        Table::Attributes,
        Table::People,
        Table::Companies,
        Table::Assets,
        Table::Sources,
    ],
    attendance: true,
    words: "the id of a claim, a meeting, an entity or a source",
};

impl<'a> RowCheck<'_, 'a> {
    /// The id in a cell, when it is known and of the right kind. Its row may
    /// still have been refused.
    pub(super) fn reference(&mut self, column: &str, expected: &Expected) -> Option<&'a str> {
        let cell = self.known(column)?;
        self.resolve(cell, expected)
    }

    /// The ids in a list, each once; warns of those that stand twice.
    pub(super) fn references(&mut self, column: &str, expected: &Expected) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        for item in self.items(column) {
            if !seen.insert(item.text()) {
                self.push(listed_twice(item));
            }
        }
        self.distinct_references(column, expected)
    }

    /// The ids in a list, each once.
    pub(super) fn distinct_references(
        &mut self,
        column: &str,
        expected: &Expected,
    ) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for item in self.items(column) {
            if seen.insert(item.text()) {
                found.extend(self.resolve(item, expected));
            }
        }
        found
    }

    /// A reference to an entity; `None` also when its row was refused.
    pub(super) fn entity(&mut self, column: &str) -> Option<Ix<Entity>> {
        let id = self.reference(column, &ENTITY)?;
        self.ids.find(id)?.entity
    }

    /// A reference to an asset; `None` also when its row was refused.
    pub(super) fn asset(&mut self, column: &str) -> Option<Ix<Entity>> {
        let id = self.reference(column, &ASSET)?;
        self.ids.find(id)?.entity
    }

    /// References to entities, sorted.
    pub(super) fn entities(&mut self, column: &str) -> Vec<Ix<Entity>> {
        let ids = self.references(column, &ENTITY);
        let found = ids.into_iter().filter_map(|id| self.ids.find(id)?.entity);
        let mut found: Vec<_> = found.collect();
        found.sort();
        found
    }

    /// A reference to a source; `None` also when its row was refused.
    pub(super) fn source(&mut self, column: &str) -> Option<Ix<Source>> {
        let id = self.reference(column, &SOURCE)?;
        self.ids.find(id)?.source
    }

    /// References to sources, in the order of the cell.
    pub(super) fn sources(&mut self, column: &str) -> Vec<Ix<Source>> {
        let ids = self.references(column, &SOURCE);
        let found = ids.into_iter().filter_map(|id| self.ids.find(id)?.source);
        found.collect()
    }

    fn resolve(&mut self, cell: Cell<'a>, expected: &Expected) -> Option<&'a str> {
        let id = cell.text();
        let found = match self.ids.find(id) {
            Some(at) if at.is_in(expected.tables) => return Some(id),
            Some(at) => self.wrong_kind(cell, at, expected),
            None => match id
                .split_once('.')
                .map(|(m, who)| (m, who, self.ids.participants(m)))
            {
                Some((_, who, Some(there))) if expected.attendance && there.contains(&who) => {
                    return Some(id);
                }
                Some((meeting, who, Some(there))) if expected.attendance => {
                    let theirs: Vec<String> =
                        there.iter().map(|p| format!("{meeting}.{p}")).collect();
                    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
                    Problem {
                        hints: did_you_mean(&theirs).into_iter().collect(),
                        ..problem(
                            Code::DanglingReference,
                            cell.place(),
                            format!("`{who}` is no participant of the meeting `{meeting}`"),
                            expected.words,
                        )
                    }
                }
                Some(_) | None if self.ids.may_lack(expected.tables) => return None,
                Some(_) | None => self.dangling(cell, expected),
            },
        };
        self.push(found);
        None
    }

    fn wrong_kind(&self, cell: Cell<'a>, at: IdAt, expected: &Expected) -> Problem {
        let table = at.first.table;
        let id = cell.text();
        let hint = match (table, self.ids.participants(id)) {
            (Table::Meetings, Some(there)) if expected.attendance => {
                let theirs: Vec<String> = there.iter().map(|p| format!("{id}.{p}")).collect();
                let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
                did_you_mean(&theirs)
            }
            _ => None,
        };
        Problem {
            hints: hint.into_iter().collect(),
            ..problem(
                Code::WrongKind,
                cell.place(),
                format!("`{id}` is {} ({})", what(table), at.first),
                expected.words,
            )
        }
    }

    fn dangling(&self, cell: Cell<'a>, expected: &Expected) -> Problem {
        let id = cell.text();
        let fits = |id: &str| {
            self.ids
                .find(id)
                .is_some_and(|at| at.is_in(expected.tables))
        };
        let mut hints = Vec::new();
        if let Some(full) = with_lost_zeros(id).find(|full| fits(full)) {
            return Problem {
                hints: vec![format!("`{full}` is there")],
                ..problem(
                    Code::SpreadsheetTrace,
                    cell.place(),
                    format!("`{id}` has lost its leading zeros"),
                    expected.words,
                )
            };
        }
        let named: Vec<&str> = self
            .ids
            .named(id)
            .iter()
            .copied()
            .filter(|id| fits(id))
            .collect();
        match &named[..] {
            [] => hints.extend(did_you_mean(&self.ids.nearest(id, expected.tables))),
            named => {
                let quoted: Vec<String> = named.iter().map(|id| format!("`{id}`")).collect();
                hints.push(format!("`{id}` is the name of {}", quoted.join(" and of ")));
            }
        }
        Problem {
            hints,
            ..problem(
                Code::DanglingReference,
                cell.place(),
                format!("no row has the id `{id}`"),
                expected.words,
            )
        }
    }
}

/// What a spreadsheet may have made a bare number of: the same with up to six
/// zeros before it.
fn with_lost_zeros(id: &str) -> impl Iterator<Item = String> {
    let digits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let most = if digits { 6 } else { 0 };
    (1..=most).map(move |zeros| format!("{}{id}", "0".repeat(zeros)))
}

/// A problem for an item that a list names again.
pub(super) fn listed_twice(item: Cell<'_>) -> Problem {
    problem(
        Code::ListedTwice,
        item.place(),
        format!("`{}` stands twice in this list", item.text()),
        "each item once",
    )
}

/// What a row of a table is, with its article.
fn what(table: Table) -> &'static str {
    match table {
        Table::People | Table::Companies | Table::Assets => "an entity",
        Table::Relationships | Table::Transactions | Table::Attributes => "a claim",
        Table::Meetings => "a meeting",
        Table::Sources => "a source",
        Table::Citations => "a passage",
        Table::Denials => "an answer",
        Table::Questions => "a question",
        Table::Relations => "a relation",
    }
}
