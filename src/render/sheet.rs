//! Rows and columns as an aligned table, CSV, TSV or Markdown.
//!
//! Values are never cut. CSV and TSV carry them as they are, but for the mark in
//! front of what a spreadsheet would take for a formula; the aligned table and
//! Markdown show control characters visibly.

use std::io;

use unicode_normalization::char::is_combining_mark;

use crate::render::escape::{spreadsheet, terminal};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Table,
    Csv,
    Tsv,
    Markdown,
}

/// Rows of one answer.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    columns: Vec<String>,
    // Invariant: every row has as many cells as there are columns.
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A sheet with these columns and no row yet.
    pub fn new<T: Into<String>>(columns: impl IntoIterator<Item = T>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; a missing cell is empty, one too many is a mistake of the caller.
    pub fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        debug_assert!(cells.len() <= self.columns.len());
        cells.resize(self.columns.len(), String::new());
        self.rows.push(cells);
    }

    /// The same with one more column, which holds one value in every row.
    pub fn with_column(mut self, name: &str, value: &str) -> Self {
        self.columns.push(name.to_owned());
        self.rows
            .iter_mut()
            .for_each(|row| row.push(value.to_owned()));
        self
    }

    /// Writes the sheet.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, form: Form, out: &mut dyn io::Write) -> io::Result<()> {
        match form {
            Form::Table => self.write_table(out),
            Form::Csv => self.write_delimited(b',', out),
            Form::Tsv => self.write_delimited(b'\t', out),
            Form::Markdown => self.write_markdown(out),
        }
    }

    /// Writes the sheet in a form, the aligned table where none is named.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_as(&self, form: Option<Form>, out: &mut dyn io::Write) -> io::Result<()> {
        self.write(form.unwrap_or(Form::Table), out)
    }

    fn write_delimited(&self, delimiter: u8, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .from_writer(out);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| spreadsheet(cell).into_owned()))?;
        }
        writer.flush()
    }

    fn write_table(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let shown =
            |cells: &[String]| -> Vec<String> { cells.iter().map(|cell| one_line(cell)).collect() };
        let header = shown(&self.columns);
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| shown(row)).collect();
        let widths: Vec<usize> = (0..header.len())
            .map(|at| {
                let cells = rows.iter().map(|row| columns(&row[at]));
                cells.chain([columns(&header[at])]).max().unwrap_or(0)
            })
            .collect();
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        for row in [&header, &rule].into_iter().chain(&rows) {
            let mut line = String::new();
            for (cell, width_of_column) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width_of_column - columns(cell) + 2));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn write_markdown(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write_markdown_header(out, &self.columns)?;
        for row in &self.rows {
            writeln!(out, "{}", markdown_line(row))?;
        }
        Ok(())
    }
}

/// Rows written as they come, for an answer that is too long to lie in memory.
pub struct Streamed<'w> {
    out: Writer<'w>,
    columns: usize,
    // In every row after these columns.
    last: Option<String>,
}

enum Writer<'w> {
    Delimited(Box<csv::Writer<&'w mut dyn io::Write>>),
    Markdown(&'w mut dyn io::Write),
}

impl<'w> Streamed<'w> {
    /// Writes the header; `last` is one more column, with one value in every row.
    /// An aligned table would need all rows first; it is written as Markdown.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn new(
        form: Form,
        columns: &[&str],
        last: Option<(&str, &str)>,
        out: &'w mut dyn io::Write,
    ) -> io::Result<Self> {
        let header: Vec<&str> = columns
            .iter()
            .copied()
            .chain(last.map(|(name, _)| name))
            .collect();
        let delimited = |delimiter: u8, out| {
            let mut builder = csv::WriterBuilder::new();
            Writer::Delimited(Box::new(builder.delimiter(delimiter).from_writer(out)))
        };
        let mut out = match form {
            Form::Csv => delimited(b',', out),
            Form::Tsv => delimited(b'\t', out),
            Form::Table | Form::Markdown => Writer::Markdown(out),
        };
        match &mut out {
            Writer::Delimited(out) => out.write_record(&header)?,
            Writer::Markdown(out) => {
                let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
                write_markdown_header(*out, &header)?;
            }
        }
        Ok(Self {
            out,
            columns: columns.len(),
            last: last.map(|(_, value)| value.to_owned()),
        })
    }

    /// Writes a row; a missing cell is empty, one too many is a mistake of the caller.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
        let mut cells: Vec<String> = cells.into_iter().collect();
        debug_assert!(cells.len() <= self.columns);
        cells.resize(self.columns, String::new());
        cells.extend(self.last.clone());
        match &mut self.out {
            Writer::Delimited(out) => {
                out.write_record(cells.iter().map(|cell| spreadsheet(cell).into_owned()))?;
            }
            Writer::Markdown(out) => writeln!(out, "{}", markdown_line(&cells))?,
        }
        Ok(())
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<()> {
        match self.out {
            Writer::Delimited(mut out) => out.flush(),
            Writer::Markdown(out) => out.flush(),
        }
    }
}

/// One row of a Markdown table.
pub(super) fn markdown_line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

/// What stands below the header of one with so many columns.
pub(super) fn markdown_rule(columns: usize) -> String {
    format!("|{}", " --- |".repeat(columns))
}

fn write_markdown_header(out: &mut dyn io::Write, columns: &[String]) -> io::Result<()> {
    writeln!(out, "{}", markdown_line(columns))?;
    writeln!(out, "{}", markdown_rule(columns.len()))
}

fn one_line(cell: &str) -> String {
    terminal(&cell.replace("\r\n", " ⏎ ").replace(['\n', '\r'], " ⏎ ")).into_owned()
}

fn markdown(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for letter in one_line(cell).chars() {
        // Whatever Markdown or the HTML inside it would read as markup.
        if "\\`*_{}[]<>#|~&".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Columns on a terminal, near enough: wide East Asian letters count two.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            c if is_combining_mark(c) => 0,
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f300}'..='\u{1faff}' => 2,
            _ => 1,
        })
        .sum()
}
