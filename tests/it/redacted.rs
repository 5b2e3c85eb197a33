//! The redacted edition: nothing in it tells who a protected source is, and it
//! says of every claim what the full one says.
//!
//! `canaries` plants words in everything that is to be withheld and looks for
//! them, in many `forms` and in what is `packed`, in all that the program gives; `same` compares the
//! two editions claim by claim and path by path; `blind` changes what is
//! withheld, after which not a byte may differ; `refused` has the cells that
//! would tell; `places` the files of the two editions, and what leaves the desk.

mod blind;
mod canaries;
mod forms;
mod packed;
mod places;
mod planted;
mod refused;
mod same;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A table as rows of cells by column.
pub struct Sheet {
    columns: Vec<String>,
    rows: Vec<BTreeMap<String, String>>,
}

impl Sheet {
    fn read(folder: &Path, table: &str) -> Option<Sheet> {
        let mut reader = csv::Reader::from_path(folder.join(table)).ok()?;
        let columns: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| {
                let row = row.expect("the table is sound");
                columns
                    .iter()
                    .cloned()
                    .zip(row.iter().map(str::to_owned))
                    .collect()
            })
            .collect();
        Some(Sheet { columns, rows })
    }

    fn write(&self, folder: &Path, table: &str) {
        let mut writer = csv::Writer::from_path(folder.join(table)).expect("can be written");
        writer.write_record(&self.columns).expect("can be written");
        for row in &self.rows {
            let cells = self.columns.iter().map(|column| &row[column]);
            writer.write_record(cells).expect("can be written");
        }
        writer.flush().expect("can be written");
    }
}

/// Marks sources of a case as protected.
fn protect(folder: &Path, ids: &[&str]) {
    let mut sheet = Sheet::read(folder, "sources.csv").expect("the table is there");
    for row in &mut sheet.rows {
        if ids.contains(&row["id"].as_str()) {
            row.insert("protected".to_owned(), "yes".to_owned());
        }
    }
    sheet.write(folder, "sources.csv");
}

/// Lets every name be printed that `check --redacted` would refuse to.
fn allow_names(folder: &Path, names: &[&str]) {
    let list: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let path = folder.join("nutgraf.toml");
    let before = fs::read_to_string(&path).unwrap_or_default();
    let line = format!("printable = [{}]\n", list.join(", "));
    fs::write(path, before + &line).expect("can be written");
}

/// A number that looks random and is the same every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("fits")
    }

    fn letters(&mut self, count: usize) -> String {
        let letter =
            |dice: &mut Dice| char::from(b'a' + u8::try_from(dice.below(26)).expect("fits"));
        (0..count).map(|_| letter(self)).collect()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}
