//! One table being written, a row at a time, cell by cell in any order.
//!
//! The columns and their order are those of the program that reads the table,
//! so a column that was renamed there cannot be missed here.

use std::fmt::{Display, Write as _};
use std::fs::File;
use std::io;
use std::path::Path;

use nutgraf::model::Table;
use nutgraf::read::{Column, columns};

/// Rows come in hundreds of bytes; fewer calls of the system are faster.
const BUFFER: usize = 1 << 18;

/// A table that is open for writing.
pub struct Sheet {
    writer: csv::Writer<File>,
    columns: &'static [Column],
    cells: Vec<String>,
}

impl Sheet {
    /// Creates the table's file in a folder, with its header.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(folder: &Path, table: Table) -> io::Result<Self> {
        let file = File::create(folder.join(table.file()))?;
        let mut writer = csv::WriterBuilder::new()
            .buffer_capacity(BUFFER)
            .from_writer(file);
        let columns = columns(table);
        writer.write_record(columns.iter().map(|column| column.name))?;
        Ok(Self {
            writer,
            columns,
            cells: vec![String::new(); columns.len()],
        })
    }

    /// Fills a cell of the current row; a cell that is filled twice holds both,
    /// as items of a list.
    pub fn put(&mut self, column: &str, value: impl Display) {
        let at = self.columns.iter().position(|c| c.name == column);
        let cell = &mut self.cells[at.expect("a column of this table")];
        if !cell.is_empty() {
            cell.push(';');
        }
        write!(cell, "{value}").expect("text is written to memory");
    }

    /// Fills a cell where there is something to fill it with.
    pub fn put_if(&mut self, column: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.put(column, value);
        }
    }

    /// Ends the row; the next one starts empty.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn end_row(&mut self) -> io::Result<()> {
        self.writer.write_record(&self.cells)?;
        self.cells.iter_mut().for_each(String::clear);
        Ok(())
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
