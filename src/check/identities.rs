//! Decisions on identity: of two different entities of one class, each two once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::model::Case;
use crate::model::Code;
use crate::model::Entity;
use crate::model::Identity;
use crate::model::Ix;
use crate::model::Problem;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Table;
use crate::model::Verdict;
use crate::read::Cell;

use super::Checking;
use super::problems::problem;
use super::row_check::RowCheck;

/// The decisions of the case; needs its entities.
pub(super) fn check(checking: &mut Checking<'_>, case: &Case) -> Rows<Identity> {
    let found = checking.rows(Table::Identities, |row| decided(row, case));
    let mut first: HashMap<(Ix<Entity>, Ix<Entity>), RowPlace> = HashMap::new();
    let mut rows = Vec::with_capacity(found.len());
    for Decided { pair, cell, row } in found {
        let (place, again) = match row {
            Ok(row) => {
                let place = row.place;
                rows.push(row);
                (place, first.entry(pair))
            }
            Err(place) => (place, first.entry(pair)),
        };
        match again {
            Entry::Vacant(new) => {
                new.insert(place);
            }
            Entry::Occupied(known) => {
                let found = decided_twice(case, pair, cell, *known.get());
                checking.problems.of_row(place, found);
            }
        }
    }
    Rows::new(rows)
}

/// A row whose two entities are there, and fit together.
struct Decided<'a> {
    /// In the order of their ids.
    pair: (Ix<Entity>, Ix<Entity>),
    /// The second of the two, as written.
    cell: Cell<'a>,
    /// Where it stands, when something else of it cannot be used.
    row: Result<Identity, RowPlace>,
}

fn decided<'a>(row: &mut RowCheck<'_, 'a>, case: &Case) -> Option<Decided<'a>> {
    let entity = row.entity("entity");
    let other = row.entity("other");
    let same = row.word("same", Verdict::ALL, Verdict::as_str);
    let recorded = row.day("recorded");
    let cell = row.known("other");
    // Of a row that was refused it is not known which it was.
    if let (Some(one), Some(cell)) = (row.known("entity"), cell)
        && one.text() == cell.text()
    {
        row.push(problem(
            Code::IdentityWithItself,
            cell.place(),
            format!("`{}` is both of the two", cell.text()),
            "the id of another row than the one in `entity`",
        ));
        return None;
    }
    let (entity, other, cell) = (entity?, other?, cell?);
    let tables = [entity, other].map(|ix| case.entities[ix].place);
    if tables[0].table != tables[1].table {
        row.push(problem(
            Code::WrongKind,
            cell.place(),
            format!(
                "`{}` stands in {}, and `{}` in {}",
                cell.text(),
                tables[1],
                case.entities[entity].id,
                tables[0],
            ),
            format!("the id of another row of {}", tables[0].table),
        ));
        return None;
    }
    let made = |row: &mut RowCheck<'_, '_>| {
        Some(Identity {
            id: row.id()?.into(),
            entity,
            other,
            same: same?,
            decided_by: row.text("decided_by"),
            text: row.text("text"),
            recorded,
            place: row.place(),
        })
    };
    Some(Decided {
        pair: (entity.min(other), entity.max(other)),
        cell,
        row: made(row).ok_or(row.place()),
    })
}

fn decided_twice(
    case: &Case,
    (one, other): (Ix<Entity>, Ix<Entity>),
    cell: Cell<'_>,
    first: RowPlace,
) -> Problem {
    let (one, other) = (&case.entities[one].id, &case.entities[other].id);
    Problem {
        hints: vec![format!("the first decision on them stands in {first}")],
        ..problem(
            Code::DecidedTwice,
            cell.place(),
            format!("whether `{one}` and `{other}` are one is decided twice"),
            "one row for each two entities, in whichever order they are named",
        )
    }
}
