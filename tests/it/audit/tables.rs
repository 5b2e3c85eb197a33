//! The tables of a case as cells, to be changed and written elsewhere; and what
//! follows from them by the plainest of readings: who cites whom.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// Rows by column.
pub type Row = BTreeMap<String, String>;

/// Tables by name, without `.csv`.
#[derive(Debug, Clone)]
pub struct Tables {
    headers: BTreeMap<String, Vec<String>>,
    // Shared between changed cases: most of them have most tables in common.
    rows: BTreeMap<String, Rc<Vec<Row>>>,
    others: BTreeMap<String, Vec<u8>>,
}

/// The tables that make claims.
pub const CLAIMS: [&str; 4] = ["relationships", "meetings", "transactions", "attributes"];

impl Tables {
    /// Every file of a folder.
    pub fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut tables = Self {
            headers: BTreeMap::new(),
            rows: BTreeMap::new(),
            others: BTreeMap::new(),
        };
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if !path.is_file() {
                continue;
            }
            let name = path
                .file_name()
                .ok_or("a name")?
                .to_string_lossy()
                .into_owned();
            let Some(table) = name.strip_suffix(".csv") else {
                tables.others.insert(name, fs::read(&path)?);
                continue;
            };
            let mut reader = csv::Reader::from_path(&path)?;
            let header = reader.headers()?.iter().map(str::to_owned).collect();
            let rows = reader.deserialize().collect::<Result<Vec<Row>, _>>()?;
            tables.headers.insert(table.to_owned(), header);
            tables.rows.insert(table.to_owned(), Rc::new(rows));
        }
        Ok(tables)
    }

    /// Writes every file into a folder that is not there yet.
    pub fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        fs::create_dir(folder)?;
        for (name, bytes) in &self.others {
            fs::write(folder.join(name), bytes)?;
        }
        for (table, header) in &self.headers {
            let mut writer = csv::Writer::from_path(folder.join(format!("{table}.csv")))?;
            writer.write_record(header)?;
            for row in self.rows[table].iter() {
                let cells = header.iter().map(|column| cell(row, column));
                writer.write_record(cells)?;
            }
            writer.flush()?;
        }
        Ok(())
    }

    pub fn rows(&self, table: &str) -> &[Row] {
        &self.rows[table]
    }

    /// The row with this id.
    pub fn row(&self, table: &str, id: &str) -> Option<&Row> {
        self.rows(table).iter().find(|row| cell(row, "id") == id)
    }

    /// The same tables with one cell changed.
    pub fn with(&self, table: &str, id: &str, column: &str, value: &str) -> Self {
        self.changed(table, |row| cell(row, "id") == id, column, value)
    }

    /// Likewise of every row of which something holds.
    pub fn changed(
        &self,
        table: &str,
        which: impl Fn(&Row) -> bool,
        column: &str,
        value: &str,
    ) -> Self {
        let mut tables = self.clone();
        let rows = tables.rows.get_mut(table).map(Rc::make_mut);
        let rows = rows.into_iter().flatten();
        for row in rows.filter(|row| which(row)) {
            row.insert(column.to_owned(), value.to_owned());
        }
        tables
    }

    /// The same tables with rows at the end of one of them.
    pub fn and(&self, table: &str, more: impl IntoIterator<Item = Row>) -> Self {
        let mut tables = self.clone();
        if let Some(rows) = tables.rows.get_mut(table).map(Rc::make_mut) {
            rows.extend(more);
        }
        tables
    }

    /// The same tables without some rows.
    pub fn without(&self, table: &str, which: impl Fn(&Row) -> bool) -> Self {
        let mut tables = self.clone();
        if let Some(rows) = tables.rows.get_mut(table).map(Rc::make_mut) {
            rows.retain(|row| !which(row));
        }
        tables
    }

    /// A row of a claim with its table.
    pub fn claim_rows(&self) -> impl Iterator<Item = (&'static str, &Row)> {
        CLAIMS
            .into_iter()
            .flat_map(|table| self.rows(table).iter().map(move |row| (table, row)))
    }

    /// The ids of the claims that a row makes.
    pub fn claims_of(&self, row: &Row) -> Vec<String> {
        let id = cell(row, "id");
        match row.get("participants") {
            Some(people) => people
                .split(';')
                .map(|person| format!("{id}.{}", person.trim()))
                .collect(),
            None => vec![id.to_owned()],
        }
    }

    /// The sources of a claim's row, and those of its passages.
    pub fn cited(&self, row: &Row) -> BTreeSet<String> {
        let ids: BTreeSet<String> = self
            .claims_of(row)
            .into_iter()
            .chain([cell(row, "id").to_owned()])
            .collect();
        let passages = self.rows("citations").iter();
        let passages = passages.filter(|passage| ids.contains(cell(passage, "claim")));
        list(row, "sources")
            .into_iter()
            .chain(passages.map(|passage| cell(passage, "source").to_owned()))
            .collect()
    }

    /// A source, its `via`, that one's `via`, ….
    pub fn chain(&self, source: &str) -> Vec<String> {
        let mut chain = vec![source.to_owned()];
        while let Some(row) = self.row("sources", &chain[chain.len() - 1])
            && !cell(row, "via").is_empty()
        {
            chain.push(cell(row, "via").to_owned());
        }
        chain
    }

    /// The claims on whose chains a source is, sorted.
    pub fn resting_on(&self, source: &str) -> Vec<String> {
        let rests = |row: &Row| {
            let cited = self.cited(row);
            cited
                .iter()
                .any(|cited| self.chain(cited).iter().any(|on| on == source))
        };
        let rows = self.claim_rows().filter(|(_, row)| rests(row));
        let claims: BTreeSet<String> = rows.flat_map(|(_, row)| self.claims_of(row)).collect();
        claims.into_iter().collect()
    }

    /// Everything that answers of this stance are given to.
    pub fn answered(&self, stance: &str) -> BTreeSet<String> {
        let rows = self.rows("denials").iter();
        let rows = rows.filter(|row| stance.is_empty() || cell(row, "stance") == stance);
        rows.flat_map(|row| list(row, "of")).collect()
    }

    /// Everything that some row of claims sums up.
    pub fn summed_up(&self) -> BTreeSet<String> {
        self.claim_rows()
            .flat_map(|(_, row)| list(row, "summarises"))
            .collect()
    }
}

/// A cell, empty where the table has no such column.
pub fn cell<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// The items of a cell.
pub fn list(row: &Row, column: &str) -> Vec<String> {
    let items = cell(row, column).split(';').map(str::trim);
    items
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A row of these cells.
pub fn row_of(cells: &[(&str, &str)]) -> Row {
    let cells = cells.iter();
    cells
        .map(|(column, value)| ((*column).to_owned(), (*value).to_owned()))
        .collect()
}
