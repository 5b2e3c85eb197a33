//! Sources, and the chains by which they reached the desk.

use crate::model::Code;
use crate::model::Knowledge;
use crate::model::RowPlace;
use crate::model::Rows;
use crate::model::Source;
use crate::model::SourceKind;
use crate::model::Table;
use crate::model::Terms;
use crate::model::fold;
use crate::read::DraftTable;

use super::Checking;
use super::problems::problem;
use super::references::SOURCE;
use super::row_check::RowCheck;
use super::row_check::is_readable;
use super::row_check::says_unknown;
use super::text_map::TextMap;

/// The grades of reliability.
const GRADES: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];

/// The sources of the case; needs its entities.
pub(super) fn check(checking: &mut Checking<'_>) -> Rows<Source> {
    let found = checking.rows(Table::Sources, |row| {
        if let (Some(via), Some(id)) = (row.reference("via", &SOURCE), row.id()) {
            row.note_reference(id, via.id(), via.cell);
        }
        source(row)
    });
    let via = checking.circles(
        Code::SourceCycle,
        "a chain that ends: the source at the desk has no `via`",
    );
    warn_of_origins(checking);
    let mut sources = Rows::new(found);
    let ids = &mut checking.ids;
    ids.point_to(&sources, |id, source| id.source = Some(source));
    for reference in via.cells {
        let from = ids.find(reference.from).and_then(|id| id.source);
        let to = ids.find(reference.cell.text()).and_then(|id| id.source);
        // Of two rows with one id the first is kept.
        if let Some(from) = from.filter(|from| sources[*from].place == reference.place) {
            sources.row_mut(from).via = to;
        }
    }
    sources
}

/// A source without its `via`.
fn source(row: &mut RowCheck<'_, '_>) -> Option<Source> {
    let kind = row.word("kind", SourceKind::ALL, SourceKind::as_str);
    let entity = row.entity("entity");
    let side = row.entity("side");
    let voices = row.count("voices");
    let knowledge = row.word("knowledge", Knowledge::ALL, Knowledge::as_str);
    let terms = row.word("terms", Terms::ALL, Terms::as_str);
    let url = row.url("url");
    let archived = row.url("archived");
    let published = row.date("published");
    let accessed = row.date("accessed");
    row.warn_if_before(
        ("accessed", accessed.as_ref()),
        ("published", published.as_ref()),
    );
    let sha256 = row.sha256();
    let reliability = row.word("reliability", &GRADES, |grade| match grade {
        'A' => "A",
        'B' => "B",
        'C' => "C",
        'D' => "D",
        'E' => "E",
        _ => "F",
    });
    let protected = row.yes_no("protected");
    // Of an anonymous voice the name is a description that may be printed.
    let is_named = !matches!(
        kind,
        Some(SourceKind::Anonymous | SourceKind::Spokesperson) | None
    );
    if is_named && terms == Some(Terms::OffRecord) && protected != Some(true) {
        warn_off_record(row);
    }
    Some(Source {
        id: row.id()?.into(),
        kind: kind?,
        name: row.text("name")?,
        entity,
        side,
        voices,
        knowledge,
        terms,
        origin: row.known("origin").map(|cell| cell.text().into()),
        via: None,
        url,
        archived,
        published,
        accessed,
        sha256,
        reliability,
        protected: protected.unwrap_or(false),
        place: row.place(),
    })
}

/// Who spoke off the record must not be named by an oversight.
fn warn_off_record(row: &mut RowCheck<'_, '_>) {
    if let Some(cell) = row.known("terms") {
        row.push(problem(
            Code::OffRecord,
            cell.place(),
            "the source spoke off the record and is not protected, so that it is named wherever it is shown".to_owned(),
            "`yes` in the column `protected`",
        ));
    }
}

/// Origins are compared as written, so that two spellings would count as two.
fn warn_of_origins(checking: &mut Checking<'_>) {
    let mut origins: TextMap<String, &str> = TextMap::default();
    let table = checking.draft.tables.get(&Table::Sources);
    for row in table.into_iter().flat_map(DraftTable::rows) {
        let cell = row
            .cell("origin")
            .filter(|cell| is_readable("origin", cell.text()) && !says_unknown(*cell));
        let Some(cell) = cell else {
            continue;
        };
        let first = origins.entry(fold(cell.text())).or_insert(cell.text());
        if *first != cell.text() {
            let place = RowPlace {
                table: Table::Sources,
                row: Some(row.row()),
            };
            let found = problem(
                Code::OriginSpelling,
                cell.place(),
                format!("`{}` and `{first}` count as two origins", cell.text()),
                format!("`{first}`, if it is the same origin"),
            );
            checking.problems.of_row(place, found);
        }
    }
}
