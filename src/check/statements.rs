//! The four tables of claims: relationships, meetings, transactions, attributes.

use crate::model::Claim;
use crate::model::Code;
use crate::model::Entity;
use crate::model::Ix;
use crate::model::MOST_PARTICIPANTS;
use crate::model::Meeting;
use crate::model::Problem;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Statement;
use crate::model::Table;
use crate::read::Cell;

use super::Checking;
use super::claims::ClaimCells;
use super::claims::ClaimTables;
use super::problems::problem;
use super::references::ENTITY;
use super::references::Reference;
use super::references::each_once;
use super::row_check::RowCheck;

/// Adds the claims of `relationships.csv`.
pub(super) fn relationships<'a>(
    checking: &mut Checking<'a>,
    tables: &ClaimTables<'_, 'a>,
    claims: &mut Vec<Claim>,
) {
    checking.rows_into(claims, Table::Relationships, |row| {
        let case = tables.case;
        let subject = row.entity("subject");
        let relation = row.relation(&case.relations);
        let object = row.entity("object");
        report_same(
            row,
            "subject",
            "object",
            "a relation between two different entities",
        );
        let ids: Vec<&str> = row.id().into_iter().collect();
        let cells = ClaimCells::check(row, tables, &ids);
        let statement = Statement::Relationship {
            subject: subject?,
            relation: relation?,
            object: object?,
            detail: row.text("detail"),
        };
        cells.claim(statement, &tables.passages, &ids, row.place())
    });
}

/// Adds the claims of `transactions.csv`.
pub(super) fn transactions<'a>(
    checking: &mut Checking<'a>,
    tables: &ClaimTables<'_, 'a>,
    claims: &mut Vec<Claim>,
) {
    checking.rows_into(claims, Table::Transactions, |row| {
        let payer = row.entity("payer");
        let payee = row.entity("payee");
        let paid_in = row.asset("paid_in");
        let for_asset = row.asset("for_asset");
        let amount = row.amount(row.known("paid_in").is_some());
        let says = |column: &str| {
            // A damaged cell is one problem already.
            row.known(column).is_some()
                || (row.draft().cell(column).is_some() && row.cell(column).is_none())
        };
        if !says("payer") && !says("payee") {
            row.push(problem(
                Code::TransactionWithoutParty,
                row.draft().place_of("payer"),
                "neither payer nor payee is named",
                "at least one of `payer` and `payee`",
            ));
        }
        report_same(
            row,
            "payer",
            "payee",
            "a payment from one entity to another",
        );
        let ids: Vec<&str> = row.id().into_iter().collect();
        let cells = ClaimCells::check(row, tables, &ids);
        let statement = Statement::Transaction {
            payer,
            payee,
            amount,
            paid_in,
            for_asset,
            purpose: row.text("purpose"),
        };
        cells.claim(statement, &tables.passages, &ids, row.place())
    });
}

/// Adds the claims of `attributes.csv`.
pub(super) fn attributes<'a>(
    checking: &mut Checking<'a>,
    tables: &ClaimTables<'_, 'a>,
    claims: &mut Vec<Claim>,
) {
    checking.rows_into(claims, Table::Attributes, |row| {
        let subject = row.entity("subject");
        let value = row.attribute_value();
        let ids: Vec<&str> = row.id().into_iter().collect();
        let cells = ClaimCells::check(row, tables, &ids);
        let statement = Statement::Attribute {
            subject: subject?,
            attribute: row.text("attribute")?,
            value: value?,
        };
        cells.claim(statement, &tables.passages, &ids, row.place())
    });
}

/// The meetings, and one claim for each attendance.
pub(super) fn meetings<'a>(
    checking: &mut Checking<'a>,
    tables: &ClaimTables<'_, 'a>,
) -> (Rows<Meeting>, Vec<Claim>) {
    let found = checking.rows(Table::Meetings, |row| {
        let mut participants = participants(row);
        participants.sort();
        let id = row.id();
        let attendances: Vec<String> = match id {
            Some(id) => row
                .ids
                .participants(id)
                .unwrap_or_default()
                .iter()
                .map(|who| format!("{id}.{who}"))
                .collect(),
            None => Vec::new(),
        };
        let mut ids: Vec<&str> = id.into_iter().collect();
        ids.extend(attendances.iter().map(String::as_str));
        let cells = ClaimCells::check(row, tables, &ids);
        let id = id?;
        let meeting = Meeting {
            id: id.into(),
            participants: participants.clone().into_boxed_slice(),
            occasion: row.text("occasion"),
            venue: row.text("place"),
            text: cells.text()?.into(),
            place: row.place(),
        };
        let attending = Attending {
            id,
            participants,
            cells,
            place: row.place(),
        };
        Some((meeting, attending))
    });
    let (meetings, attending): (Vec<Meeting>, Vec<Attending<'a>>) = found.into_iter().unzip();
    let meetings = Rows::new(meetings);
    let ids = &mut checking.ids;
    ids.point_to(&meetings, |id, meeting| id.meeting = Some(meeting));
    let mut claims = Vec::new();
    for row in attending {
        let Some(meeting) = ids.find(row.id).and_then(|id| id.meeting) else {
            continue;
        };
        for participant in row.participants {
            let attendance = format!("{}.{}", row.id, tables.case.entities[participant].id);
            let statement = Statement::Attendance {
                meeting,
                participant,
            };
            let ids = [&attendance[..], row.id];
            let cells = row.cells.clone();
            claims.extend(cells.claim(statement, &tables.passages, &ids, row.place));
        }
    }
    (meetings, claims)
}

/// A row of `meetings.csv`, from which each participant's claim is made.
struct Attending<'a> {
    id: &'a str,
    participants: Vec<Ix<Entity>>,
    cells: ClaimCells,
    place: RowPlace,
}

/// Those who met, each once.
fn participants(row: &mut RowCheck<'_, '_>) -> Vec<Ix<Entity>> {
    let (items, again) = each_once(row.items("participants"));
    for item in again {
        row.push(problem(
            Code::ParticipantTwice,
            item.place(),
            format!("`{}` is named twice", item.text()),
            "each participant once",
        ));
    }
    let number = items.len();
    let there = row.resolve_all(items, &ENTITY).into_iter();
    let found = there.filter_map(Reference::entity).collect();
    let Some(cell) = row.known("participants") else {
        return found;
    };
    let expected = format!("2 to {MOST_PARTICIPANTS} participants, separated by `;`");
    if number < 2 {
        let message = "a meeting of fewer than two";
        row.push(problem(
            Code::TooFewParticipants,
            cell.place(),
            message,
            expected,
        ));
    } else if number > MOST_PARTICIPANTS {
        let pairs = number * (number - 1) / 2;
        row.push(Problem {
            hints: vec![
                "for a large event make it a row of companies.csv (kind other) and record \
                 who `attended` it in relationships.csv"
                    .to_owned(),
            ],
            ..problem(
                Code::TooManyParticipants,
                cell.place(),
                format!(
                    "{} participants would make {pairs} pairs who are said to have met",
                    number
                ),
                expected,
            )
        });
    }
    found
}

/// Reports a row whose two ends are the same entity.
fn report_same(row: &mut RowCheck<'_, '_>, one: &str, other: &str, expected: &str) {
    let (Some(first), Some(second)) = (row.known(one), row.known(other)) else {
        return;
    };
    if Cell::text(&first) == second.text() {
        row.push(problem(
            Code::RelationToItself,
            second.place(),
            format!("`{one}` and `{other}` are both `{}`", second.text()),
            expected,
        ));
    }
}
