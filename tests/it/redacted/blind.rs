//! Whatever is withheld may be anything: change it, and not one byte of the
//! redacted edition is another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use nutgraf::pipeline::{Request, load};
use nutgraf::read::columns;

use super::super::generated::case::{Plan, write_case};
use super::{Dice, Sheet, allow_names};
use nutgraf::model::Table;

fn bytes(folder: &Path) -> Vec<u8> {
    let request = Request {
        cases: vec![folder.to_owned()],
        redacted: true,
        ..Request::default()
    };
    let loaded = load(&request, &mut |_| {}).unwrap_or_else(|error| panic!("{error:?}"));
    loaded.built.bytes()
}

struct Tables(BTreeMap<Table, Sheet>);

impl Tables {
    fn read(folder: &Path) -> Tables {
        let read = |table: &Table| Some((*table, Sheet::read(folder, table.file())?));
        Tables(Table::ALL.iter().filter_map(read).collect())
    }

    fn rows(&mut self, table: Table) -> &mut Vec<BTreeMap<String, String>> {
        &mut self
            .0
            .get_mut(&table)
            .expect("generated cases have it")
            .rows
    }

    /// Gives rows other ids wherever they are named.
    fn rename(&mut self, to: &BTreeMap<String, String>) {
        for (table, sheet) in &mut self.0 {
            for row in &mut sheet.rows {
                for column in columns(*table) {
                    let named = ["id", "sources", "source", "via", "by", "of", "about"];
                    if !named.contains(&column.name) {
                        continue;
                    }
                    let Some(cell) = row.get_mut(column.name) else {
                        continue;
                    };
                    let items = cell.split(';').map(str::trim);
                    let items = items.map(|id| to.get(id).map_or(id, String::as_str));
                    *cell = items.collect::<Vec<_>>().join(";");
                }
            }
        }
    }
}

/// The sources whose chain has a protected one, by the tables alone.
fn through(tables: &mut Tables) -> (BTreeSet<String>, BTreeSet<String>) {
    let rows = tables.rows(Table::Sources);
    let via: BTreeMap<&str, &str> = rows
        .iter()
        .map(|row| (row["id"].as_str(), row["via"].as_str()))
        .collect();
    let marked: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row["protected"] == "yes")
        .map(|row| row["id"].as_str())
        .collect();
    let reaches = |from: &str| {
        let mut at = from;
        while !marked.contains(at) {
            match via.get(at) {
                Some(next) if !next.is_empty() => at = next,
                Some(_) | None => return false,
            }
        }
        true
    };
    let through = via.keys().filter(|id| reaches(id));
    (
        through.map(|id| (*id).to_owned()).collect(),
        marked.into_iter().map(str::to_owned).collect(),
    )
}

/// Writes something else into every cell that is withheld.
fn change(tables: &mut Tables, dice: &mut Dice) {
    let (through, marked) = through(tables);
    let is_in = |set: &BTreeSet<String>, cell: &str| cell.split(';').any(|id| set.contains(id));
    let mut rename: BTreeMap<String, String> = BTreeMap::new();
    let word = |dice: &mut Dice| dice.letters(14);
    let day = |dice: &mut Dice| {
        format!(
            "19{:02}-0{}-1{}",
            dice.below(100),
            1 + dice.below(9),
            dice.below(10)
        )
    };
    let set = |row: &mut BTreeMap<String, String>, column: &str, value: String| {
        if let Some(cell) = row.get_mut(column) {
            *cell = value;
        }
    };
    let mut origins: BTreeMap<String, String> = BTreeMap::new();
    for row in tables.rows(Table::Sources) {
        if !marked.contains(&row["id"]) {
            continue;
        }
        rename.insert(row["id"].clone(), word(dice));
        set(row, "name", word(dice));
        for column in ["url", "archived"] {
            set(row, column, format!("https://{}.example/", word(dice)));
        }
        for column in ["published", "accessed"] {
            set(row, column, day(dice));
        }
        set(row, "sha256", "ab".repeat(32));
        set(row, "reliability", "F".to_owned());
        set(row, "terms", "background".to_owned());
        set(row, "knowledge", "secondhand".to_owned());
        if !row["origin"].is_empty() {
            origins
                .entry(row["origin"].clone())
                .or_insert_with(|| word(dice));
        }
    }
    for row in tables.rows(Table::Sources) {
        if let Some(origin) = origins.get(&row["origin"]) {
            set(row, "origin", origin.clone());
        }
    }
    let mut touched: BTreeSet<String> = BTreeSet::new();
    for row in tables.rows(Table::Citations) {
        if is_in(&through, &row["source"]) {
            touched.insert(
                row["claim"]
                    .split('.')
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
            set(row, "quote", word(dice));
            set(row, "locator", word(dice));
            set(row, "accessed", day(dice));
        }
    }
    for table in [
        Table::Relationships,
        Table::Meetings,
        Table::Transactions,
        Table::Attributes,
    ] {
        for row in tables.rows(table) {
            let rests = is_in(&through, &row["sources"]);
            if rests && !row["sources"].contains(';') {
                set(row, "quote", word(dice));
                set(row, "locator", word(dice));
            }
            // A passage for one attendance touches that claim alone.
            if rests || (table != Table::Meetings && touched.contains(&row["id"])) {
                set(row, "checked_by", word(dice));
                set(row, "concern", word(dice));
                set(row, "recorded", day(dice));
            }
        }
    }
    for row in tables.rows(Table::Denials) {
        if is_in(&through, &row["by"]) || is_in(&through, &row["via"]) || is_in(&marked, &row["of"])
        {
            rename.insert(row["id"].clone(), format!("{}-x", word(dice)));
            for column in ["quote", "text"] {
                set(row, column, word(dice));
            }
            for column in ["asked", "deadline", "when", "recorded"] {
                set(row, column, day(dice));
            }
        }
    }
    for row in tables.rows(Table::Questions) {
        if is_in(&through, &row["source"]) || is_in(&marked, &row["about"]) {
            rename.insert(row["id"].clone(), format!("{}-x", word(dice)));
            set(row, "text", word(dice));
        }
    }
    assert!(rename.len() > 20, "{}", rename.len());
    tables.rename(&rename);
    // Rows of tables from which something is withheld may stand anywhere.
    for table in [Table::Sources, Table::Citations, Table::Denials] {
        dice.shuffle(tables.rows(table));
    }
}

#[test]
fn what_is_withheld_cannot_be_seen_in_any_byte() {
    for seed in 0..8 {
        let mut dice = Dice(seed);
        let [before, after] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
        let plan = Plan {
            claims: 400,
            seed,
            denied: 15,
            disputed: 15,
        };
        write_case(before.path(), &plan).expect("can be written");
        let mut tables = Tables::read(before.path());
        let mut names = BTreeSet::new();
        for row in tables.rows(Table::Sources) {
            if dice.below(3) == 0 {
                set_protected(row);
            }
            names.extend([row["name"].clone(), row["origin"].clone()]);
        }
        names.remove("");
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        write(&tables, before.path());
        let settings = "nutgraf.toml";
        fs::copy(before.path().join(settings), after.path().join(settings)).expect("can be copied");
        change(&mut tables, &mut dice);
        write(&tables, after.path());
        for folder in [&before, &after] {
            allow_names(folder.path(), &names);
        }
        let tables = ["sources.csv", "denials.csv"];
        for table in tables {
            let [a, b] = [&before, &after].map(|f| fs::read(f.path().join(table)).expect("there"));
            assert_ne!(a, b, "{table}");
        }
        assert!(bytes(before.path()) == bytes(after.path()), "seed {seed}");
    }
}

fn set_protected(row: &mut BTreeMap<String, String>) {
    row.insert("protected".to_owned(), "yes".to_owned());
}

fn write(tables: &Tables, folder: &Path) {
    for (table, sheet) in &tables.0 {
        sheet.write(folder, table.file());
    }
}
