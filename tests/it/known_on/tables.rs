//! Tables as texts, and the same tables without the rows that were recorded
//! after a day.
//!
//! Knows nothing of the program but which columns there are. What refers to a
//! row that is taken out is cleared cell by cell, as a person at a spreadsheet
//! would do it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

pub type Row = BTreeMap<&'static str, String>;

/// The tables of one case, by name; rows in their order.
#[derive(Clone, Default)]
pub struct Tables {
    pub rows: BTreeMap<&'static str, Vec<Row>>,
}

/// What was taken out, and what stays without a day.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct TakenOut {
    pub claims: u64,
    pub answers: u64,
    pub answers_to_them: u64,
    pub decisions: u64,
    pub undated: u64,
}

pub const CLAIM_TABLES: [&str; 4] = ["relationships", "meetings", "transactions", "attributes"];

pub fn row<const N: usize>(cells: [(&'static str, String); N]) -> Row {
    cells.into()
}

impl Tables {
    pub fn add(&mut self, table: &'static str, row: Row) {
        self.rows.entry(table).or_default().push(row);
    }

    pub fn ids(&self, tables: &[&str]) -> Vec<String> {
        let rows = tables.iter().filter_map(|table| self.rows.get(table));
        rows.flatten().map(|row| row["id"].clone()).collect()
    }

    /// The ids of all claims, those of meetings by participant.
    pub fn claim_ids(&self) -> Vec<String> {
        let mut ids = self.ids(&["relationships", "transactions", "attributes"]);
        for meeting in self.rows.get("meetings").into_iter().flatten() {
            ids.extend(attendances(meeting));
        }
        ids
    }

    /// The tables without what was recorded after a day, and how much that was.
    pub fn known_on(&self, day: &str) -> (Tables, TakenOut) {
        let mut tables = self.clone();
        let mut out = TakenOut::default();
        let mut gone: BTreeSet<String> = BTreeSet::new();
        for table in CLAIM_TABLES {
            let Some(rows) = tables.rows.get_mut(table) else {
                continue;
            };
            rows.retain(|row| {
                if row["recorded"].as_str() <= day {
                    out.undated += u64::from(row["recorded"].is_empty());
                    return true;
                }
                let of_it = match table {
                    "meetings" => attendances(row),
                    _ => vec![row["id"].clone()],
                };
                out.claims += of_it.len() as u64;
                gone.extend(of_it);
                gone.insert(row["id"].clone());
                false
            });
        }
        // Only now all of them are known.
        for table in CLAIM_TABLES {
            for row in tables.rows.get_mut(table).into_iter().flatten() {
                clear(row, "summarises", &gone);
            }
        }
        if let Some(rows) = tables.rows.get_mut("citations") {
            rows.retain(|row| !gone.contains(&row["claim"]));
        }
        for row in tables.rows.get_mut("questions").into_iter().flatten() {
            clear(row, "about", &gone);
            clear(row, "answered_by", &gone);
        }
        if let Some(rows) = tables.rows.get_mut("denials") {
            rows.retain_mut(|row| {
                if row["recorded"].as_str() > day {
                    out.answers += 1;
                    return false;
                }
                clear(row, "of", &gone);
                if row["of"].is_empty() {
                    out.answers_to_them += 1;
                    return false;
                }
                out.undated += u64::from(row["recorded"].is_empty());
                true
            });
        }
        if let Some(rows) = tables.rows.get_mut("identities") {
            rows.retain(|row| {
                let stays = row["recorded"].as_str() <= day;
                out.decisions += u64::from(!stays);
                out.undated += u64::from(row["recorded"].is_empty());
                stays
            });
        }
        (tables, out)
    }

    /// Writes them into a folder, with some background.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        for (table, rows) in &self.rows {
            let Some(first) = rows.first() else { continue };
            let mut writer = csv::Writer::from_path(folder.join(format!("{table}.csv")))?;
            writer.write_record(first.keys())?;
            for row in rows {
                writer.write_record(row.values())?;
            }
            writer.flush()?;
        }
        let toml = "title = \"A \\\"random\\\" case\"\nbase = \"https://e.x/case/\"\nbackground = [\"b.ttl\"]\n";
        fs::write(folder.join("nutgraf.toml"), toml)?;
        fs::write(folder.join("b.ttl"), BACKGROUND)
    }
}

/// Of rows of the case, of a row that is taken out perhaps, and of others, with
/// the properties that tables use too.
const BACKGROUND: &str = "@prefix e: <https://e.x/case/entity/> . @prefix o: <http://o.x/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
e:p0 o:same o:ann ; a o:Thing ; o:height 1.80 , 1 .
<https://e.x/case/claim/c0> o:seen true ; a o:Page .
o:ann rdfs:label \"Ann\"@en , \"Ann Alder\" ; skos:altLabel \"A. A.\" ; dcterms:title \"Dr\" ;
  dcterms:description \"dentist\" ; a o:Thing , rdf:Statement ; rdf:subject e:p0 ; o:knows [ a o:Thing ] .
<https://e.x/cases/entity/p0> rdfs:label \"nobody\" .
";

fn attendances(meeting: &Row) -> Vec<String> {
    let participants = meeting["participants"].split(';');
    participants
        .map(|who| format!("{}.{who}", meeting["id"]))
        .collect()
}

fn clear(row: &mut Row, column: &str, gone: &BTreeSet<String>) {
    if let Some(cell) = row.get_mut(column) {
        let left: Vec<&str> = cell.split(';').filter(|id| !gone.contains(*id)).collect();
        *cell = left.join(";");
    }
}
