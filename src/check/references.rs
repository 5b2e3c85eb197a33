//! References from one row to another: to a row that is there, of the right kind.

use std::collections::HashSet;

use crate::model::Case;
use crate::model::Claim;
use crate::model::Code;
use crate::model::Entity;
use crate::model::Ix;
use crate::model::Meeting;
use crate::model::Problem;
use crate::model::Source;
use crate::model::Table;
use crate::model::did_you_mean;
use crate::read::Cell;
use crate::read::Target;

use super::ids::IdAt;
use super::problems::Meant;
use super::problems::problem;
use super::row_check::RowCheck;

/// What a reference may name, with the words for it.
pub(super) struct Expected {
    target: Target,
    words: &'static str,
}

pub(super) const ENTITY: Expected = Expected {
    target: Target::ENTITY,
    words: "the id of a row of people.csv, companies.csv or assets.csv",
};
pub(super) const ASSET: Expected = Expected {
    target: Target::ASSET,
    words: "the id of a row of assets.csv",
};
pub(super) const SOURCE: Expected = Expected {
    target: Target::SOURCE,
    words: "the id of a row of sources.csv",
};
pub(super) const SPEAKER: Expected = Expected {
    target: Target::SPEAKER,
    words: "the id of a source or of an entity",
};
pub(super) const CLAIM: Expected = Expected {
    target: Target::CLAIM,
    words: "the id of one claim (of a meeting: `<meeting>.<participant>`)",
};
pub(super) const CLAIMS: Expected = Expected {
    target: Target::CLAIMS,
    words: "the id of a claim or a meeting, or `<meeting>.<participant>`",
};
pub(super) const ANSWERED: Expected = Expected {
    target: Target::ANSWERED,
    words: "the id of a claim, a meeting, a question or a source",
};
pub(super) const ASKED_ABOUT: Expected = Expected {
    target: Target::ASKED_ABOUT,
    words: "the id of a claim, a meeting, an entity or a source",
};

/// A reference that does not go nowhere; what it names may have been refused.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    /// The cell or item that refers.
    pub(super) cell: Cell<'a>,
    /// `None` for an attendance, which has no row of its own.
    pub(super) at: Option<IdAt>,
}

impl<'a> Reference<'a> {
    /// What is named, as written.
    pub(super) fn id(self) -> &'a str {
        self.cell.text()
    }

    /// The entity, where it names one.
    pub(super) fn entity(self) -> Option<Ix<Entity>> {
        self.at?.entity
    }

    /// The source, where it names one.
    pub(super) fn source(self) -> Option<Ix<Source>> {
        self.at?.source
    }

    /// The meeting, where it names one.
    pub(super) fn meeting(self) -> Option<Ix<Meeting>> {
        self.at?.meeting
    }

    /// The claim, where it names one; needs those of the case.
    pub(super) fn claim(self, case: &Case) -> Option<Ix<Claim>> {
        match self.at {
            Some(at) => at.claim,
            None => case.claims.find(self.id()),
        }
    }
}

impl<'a> RowCheck<'_, 'a> {
    /// The id in a cell, when it is known and of the right kind. Its row may
    /// still have been refused.
    pub(super) fn reference(&mut self, column: &str, expected: &Expected) -> Option<Reference<'a>> {
        let cell = self.known(column)?;
        self.resolve(cell, expected)
    }

    /// The ids in a list, each once; warns of those that stand twice.
    pub(super) fn references(&mut self, column: &str, expected: &Expected) -> Vec<Reference<'a>> {
        let (items, again) = each_once(self.items(column));
        for item in again {
            self.push(listed_twice(item));
        }
        self.resolve_all(items, expected)
    }

    /// Every one of some items that names what it may.
    pub(super) fn resolve_all(
        &mut self,
        items: Vec<Cell<'a>>,
        expected: &Expected,
    ) -> Vec<Reference<'a>> {
        let found = items.into_iter();
        found
            .filter_map(|item| self.resolve(item, expected))
            .collect()
    }

    /// A reference to an entity; `None` also when its row was refused.
    pub(super) fn entity(&mut self, column: &str) -> Option<Ix<Entity>> {
        self.reference(column, &ENTITY)?.entity()
    }

    /// A reference to an asset; `None` also when its row was refused.
    pub(super) fn asset(&mut self, column: &str) -> Option<Ix<Entity>> {
        self.reference(column, &ASSET)?.entity()
    }

    /// References to entities, sorted.
    pub(super) fn entities(&mut self, column: &str) -> Box<[Ix<Entity>]> {
        let found = self.references(column, &ENTITY).into_iter();
        let mut found: Vec<_> = found.filter_map(Reference::entity).collect();
        found.sort();
        found.into_boxed_slice()
    }

    /// A reference to a source; `None` also when its row was refused.
    pub(super) fn source(&mut self, column: &str) -> Option<Ix<Source>> {
        self.reference(column, &SOURCE)?.source()
    }

    /// References to sources, in the order of the cell.
    pub(super) fn sources(&mut self, column: &str) -> Vec<Ix<Source>> {
        let found = self.references(column, &SOURCE).into_iter();
        found.filter_map(Reference::source).collect()
    }

    fn resolve(&mut self, cell: Cell<'a>, expected: &Expected) -> Option<Reference<'a>> {
        let id = cell.text();
        let found = match self.ids.find(id) {
            Some(at) if at.is_in(expected.target.tables) => {
                return Some(Reference { cell, at: Some(at) });
            }
            Some(at) => self.wrong_kind(cell, at, expected),
            None => match id
                .split_once('.')
                .map(|(m, who)| (m, who, self.ids.participants(m)))
            {
                Some((_, who, Some(there)))
                    if expected.target.attendance && there.contains(&who) =>
                {
                    return Some(Reference { cell, at: None });
                }
                Some((meeting, who, Some(there))) if expected.target.attendance => {
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
                Some(_) | None if self.ids.may_lack(expected.target.tables) => return None,
                Some(_) | None => {
                    let (found, meant) = self.dangling(cell, expected);
                    self.push_with_hint(found, meant);
                    return None;
                }
            },
        };
        self.push(found);
        None
    }

    fn wrong_kind(&self, cell: Cell<'a>, at: IdAt, expected: &Expected) -> Problem {
        let table = at.first.table;
        let id = cell.text();
        let hint = match (table, self.ids.participants(id)) {
            (Table::Meetings, Some(there)) if expected.target.attendance => {
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

    fn dangling(&self, cell: Cell<'a>, expected: &Expected) -> (Problem, Option<Meant<'a>>) {
        let id = cell.text();
        let fits = |id: &str| {
            self.ids
                .find(id)
                .is_some_and(|at| at.is_in(expected.target.tables))
        };
        let mut hints = Vec::new();
        let mut meant = None;
        if let Some(full) = with_lost_zeros(id).find(|full| fits(full)) {
            let found = Problem {
                hints: vec![format!("`{full}` is there")],
                ..problem(
                    Code::SpreadsheetTrace,
                    cell.place(),
                    format!("`{id}` has lost its leading zeros"),
                    expected.words,
                )
            };
            return (found, None);
        }
        let named: Vec<&str> = self
            .ids
            .named(id)
            .iter()
            .copied()
            .filter(|id| fits(id))
            .collect();
        match &named[..] {
            [] => {
                let tables = expected.target.tables;
                meant = Some(Meant { id, tables });
            }
            named => {
                let quoted: Vec<String> = named.iter().map(|id| format!("`{id}`")).collect();
                hints.push(format!("`{id}` is the name of {}", quoted.join(" and of ")));
            }
        }
        let found = Problem {
            hints,
            ..problem(
                Code::DanglingReference,
                cell.place(),
                format!("no row has the id `{id}`"),
                expected.words,
            )
        };
        (found, meant)
    }
}

/// The items of a list, each once, and those that stand in it again.
pub(super) fn each_once(mut items: Vec<Cell<'_>>) -> (Vec<Cell<'_>>, Vec<Cell<'_>>) {
    let mut again = Vec::new();
    // Most lists have one item.
    if items.len() > 1 {
        let mut seen = HashSet::new();
        items.retain(|item| {
            let is_new = seen.insert(item.text());
            again.extend((!is_new).then_some(*item));
            is_new
        });
    }
    (items, again)
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
        Table::Identities => "a decision on identity",
        Table::Relations => "a relation",
    }
}
