//! Sources, and the chains by which they reached the desk.

use std::collections::BTreeMap;

use crate::model::Code;
use crate::model::Knowledge;
use crate::model::Rows;
use crate::model::Source;
use crate::model::SourceKind;
use crate::model::Table;
use crate::model::Terms;
use crate::model::fold;

use super::Checking;
use super::cycles::References;
use super::problems::problem;
use super::references::SOURCE;
use super::row_check::RowCheck;

/// The grades of reliability.
const GRADES: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];

/// The sources of the case; needs its entities.
pub(super) fn check(checking: &mut Checking<'_>) -> Rows<Source> {
    let mut via = References::default();
    let mut origins = BTreeMap::new();
    let found = checking.rows(Table::Sources, |row| {
        let via_id = row.reference("via", &SOURCE);
        if let (Some(id), Some(to), Some(cell)) = (row.id(), via_id, row.cell("via")) {
            via.add(id, to, row.place(), cell);
        }
        warn_of_origin(row, &mut origins);
        Some((source(row)?, via_id))
    });
    via.report_cycles(
        Code::SourceCycle,
        "a chain that ends: the source at the desk has no `via`",
        &mut checking.problems,
    );
    // Indexes follow ids, so those of the rows without `via` hold for the rows with it.
    let bare = Rows::new(found.iter().map(|(source, _)| source.clone()).collect());
    let linked = found.into_iter().map(|(source, via)| Source {
        via: via.and_then(|id| bare.find(id)),
        ..source
    });
    Rows::new(linked.collect())
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
    Some(Source {
        id: row.id()?.to_owned(),
        kind: kind?,
        name: row.text("name")?,
        entity,
        side,
        voices,
        knowledge,
        terms,
        origin: row.known("origin").map(|cell| cell.text().to_owned()),
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

/// Origins are compared as written, so that two spellings would count as two.
fn warn_of_origin<'a>(row: &mut RowCheck<'_, 'a>, origins: &mut BTreeMap<String, &'a str>) {
    let Some(cell) = row.known("origin") else {
        return;
    };
    let first = origins.entry(fold(cell.text())).or_insert(cell.text());
    if *first != cell.text() {
        row.push(problem(
            Code::OriginSpelling,
            cell.place(),
            format!("`{}` and `{first}` count as two origins", cell.text()),
            format!("`{first}`, if it is the same origin"),
        ));
    }
}
