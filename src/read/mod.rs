//! From a case folder to drafts: text cut into rows and cells, each with its
//! place, and background RDF as triples, handed out one by one.
//!
//! Takes a folder with CSV tables and an optional `nutgraf.toml`; gives a
//! [`Draft`] and a [`Report`] of everything that is wrong with the files as
//! files: encodings, delimiters, headers, quotes, names. A row that cannot be
//! read is refused and counted; nothing is mended, guessed or left out in
//! silence. What the cells mean is for `check`, which takes the draft.

mod background;
mod columns;
mod config;
mod decode;
mod edit;
mod folder;
mod header;
mod holds;
mod kept;
mod layout;
mod parse;
mod place;
mod records;
mod sheet_rows;
mod staged;
mod table;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread;
use std::thread::available_parallelism;

use oxigraph::model::Triple;
use sha2::{Digest, Sha256};

use crate::model::Code;
use crate::model::Problem;
use crate::model::Report;
use crate::model::Table;
use crate::model::iri::DEFAULT_BASE;

pub use columns::{Column, columns};
pub use config::Config;
pub use edit::{CellEdit, edited, write_edits};
pub use folder::is_of_case;
pub use holds::{Holds, Target, Words};
pub use kept::{KeptFiles, kept_files};
pub use layout::{Encoding, Layout, layouts};
pub use sheet_rows::{SheetColumns, SheetRow, each_sheet_row};
pub use staged::{Abandoned, Staged, StagedFolder, abandon, is_all_put};
pub use table::{Cell, DraftRow, DraftTable};

use folder::Folder;

/// The relation types that come with nutgraf.
pub const SHIPPED_RELATIONS: &str = include_str!("../../data/relations.csv");

/// Everything that a case folder holds, as far as it could be read.
#[derive(Debug)]
pub struct Draft {
    pub config: Config,
    /// The tables that are in the folder, also those of which nothing could be
    /// read: see [`DraftTable::is_complete`].
    pub tables: BTreeMap<Table, DraftTable>,
    /// The files of background RDF, in the order of `nutgraf.toml`; their triples
    /// are for [`read_background`].
    pub background: Vec<InputFile>,
    /// The files that make up the case, sorted by name.
    pub inputs: Vec<InputFile>,
}

/// One file that was read, as evidence of what an edition was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Inside the case folder, with `/` between folders.
    pub name: String,
    pub path: PathBuf,
    pub bytes: u64,
    /// In lower case hexadecimal digits.
    pub sha256: String,
}

/// How far reading has come; heard once in some thousand rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadProgress {
    /// The table that is being read.
    pub table: Table,
    /// Rows read so far, over all tables.
    pub rows: u64,
    /// Bytes read so far, over all tables; near the truth inside a table that
    /// is not UTF-8.
    pub bytes: u64,
    /// Bytes of all tables.
    pub total_bytes: u64,
}

/// Why there is nothing to give at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    #[error("no folder `{}`", path.display())]
    NoFolder { path: PathBuf },
    #[error("`{}` is not a folder", path.display())]
    NotAFolder { path: PathBuf },
    /// No case, and folders in it are.
    #[error("`{}` is not the folder of a case: it has no `{}`, and {} one in it", path.display(), Table::Sources.file(), cases_in_words(cases))]
    AboveCases {
        path: PathBuf,
        /// Their names, sorted; at least one.
        cases: Vec<String>,
    },
    #[error("cannot read `{}`", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("cannot write `{}`", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("`{}` changed while it was being read: try again", path.display())]
    Changed { path: PathBuf },
}

/// Reads a case folder, and its background RDF for problems only.
///
/// Draft and report are given together: what could be read is there, however
/// bad the rest is. The problems are in no particular order.
///
/// # Errors
/// When there is no such folder, or a file in it cannot be opened or read.
pub fn read_case(
    folder: &Path,
    progress: &mut dyn FnMut(ReadProgress),
) -> Result<(Draft, Report), ReadError> {
    let (draft, mut report) = read_tables(folder, progress)?;
    let base = draft.config.base.as_deref().unwrap_or(DEFAULT_BASE);
    for file in &draft.background {
        report.extend(read_background(file, &[base], &mut |_| {})?);
    }
    Ok((draft, report))
}

/// Reads a case folder; of its background RDF nothing but the hashes.
///
/// # Errors
/// As [`read_case`].
pub fn read_tables(
    folder: &Path,
    progress: &mut dyn FnMut(ReadProgress),
) -> Result<(Draft, Report), ReadError> {
    let found = Folder::list(folder)?;
    let mut report = Report::default();
    let mut inputs = Vec::new();
    let mut config = Config::default();
    if let Some(path) = &found.config {
        let (input, bytes) = read_file(path, folder::CONFIG)?;
        inputs.push(input);
        config = config::read(folder::CONFIG, bytes, folder, &mut report);
    }
    found.report(&config, &mut report);

    let mut tables = BTreeMap::new();
    for read in read_found(&found, progress)? {
        report.extend(read.report);
        tables.insert(read.draft.table(), read.draft);
        inputs.push(read.input);
    }

    let mut background = Vec::new();
    for name in &config.background {
        background.push(hashed(&folder.join(name), &folder::inside(name))?);
    }
    inputs.extend(background.iter().cloned());
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    let draft = Draft {
        config,
        tables,
        background,
        inputs,
    };
    Ok((draft, report))
}

/// One table as read.
struct ReadTable {
    draft: DraftTable,
    input: InputFile,
    report: Report,
}

/// Reads all tables of a folder, several at a time; gives them in their order.
fn read_found(
    found: &Folder,
    progress: &mut dyn FnMut(ReadProgress),
) -> Result<Vec<ReadTable>, ReadError> {
    let sizes = found.table_sizes()?;
    let total_bytes = sizes.iter().sum();
    // The largest first, so that no core is left alone with it in the end.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| Reverse(sizes[*at]));
    let next = AtomicUsize::new(0);
    let (sender, ticks) = mpsc::channel();
    let readers = available_parallelism().map_or(1, NonZero::get);
    let read_some = |tell: mpsc::Sender<(usize, u32, u64)>| {
        let mut read = Vec::new();
        while let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (table, path) = &found.tables[*at];
            // Nobody listens any more only when this thread is gone.
            let mut tick = |rows: u32, bytes: usize| {
                let _ = tell.send((*at, rows, bytes as u64));
            };
            read.push((*at, read_table(*table, path, &mut tick)));
        }
        read
    };
    let mut read: Vec<(usize, Result<ReadTable, ReadError>)> = thread::scope(|scope| {
        let readers: Vec<_> = (0..readers.min(order.len()))
            .map_while(|_| {
                let tell = sender.clone();
                let read_some = &read_some;
                let reader = thread::Builder::new();
                reader.spawn_scoped(scope, move || read_some(tell)).ok()
            })
            .collect();
        // A machine at its limit gives no threads; progress is then told late.
        let here = if readers.is_empty() {
            read_some(sender)
        } else {
            drop(sender);
            Vec::new()
        };
        let mut bytes_of = vec![0; sizes.len()];
        let mut rows = 0;
        for (at, new_rows, bytes) in ticks {
            rows += u64::from(new_rows);
            bytes_of[at] = bytes.min(sizes[at]);
            progress(ReadProgress {
                table: found.tables[at].0,
                rows,
                bytes: bytes_of.iter().sum(),
                total_bytes,
            });
        }
        let elsewhere = readers.into_iter().flat_map(joined);
        elsewhere.chain(here).collect()
    });
    read.sort_by_key(|(at, _)| *at);
    read.into_iter().map(|(_, read)| read).collect()
}

/// What a thread gave; when it panicked, so do we.
fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn read_table(
    table: Table,
    path: &Path,
    tick: &mut dyn FnMut(u32, usize),
) -> Result<ReadTable, ReadError> {
    let (input, bytes) = read_file(path, table.file())?;
    let mut report = Report::default();
    let draft = match decode::decode(table.file(), bytes) {
        Ok(text) => parse::parse(table, table.file(), text, &mut report, tick),
        Err(problem) => {
            report.push(*problem);
            DraftTable::unreadable(table, table.file())
        }
    };
    Ok(ReadTable {
        draft,
        input,
        report,
    })
}

/// Lists the files that decide what [`read_case`] gives, sorted, without
/// reading a table.
///
/// For a folder without errors these are the files of [`Draft::inputs`]. A
/// file that is an error by its name alone (`peoples.csv`) is listed too, so
/// that its coming is noticed.
///
/// # Errors
/// When there is no such folder, or it or `nutgraf.toml` cannot be read.
pub fn input_files(folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let found = Folder::list(folder)?;
    let mut files: Vec<PathBuf> = found.tables.iter().map(|(_, path)| path.clone()).collect();
    if let Some(path) = &found.config {
        files.push(path.clone());
        let (_, bytes) = read_file(path, folder::CONFIG)?;
        let config = config::read(folder::CONFIG, bytes, folder, &mut Report::default());
        files.extend(config.background.iter().map(|name| folder.join(name)));
    }
    files.extend(found.misnamed());
    files.sort();
    files.dedup();
    Ok(files)
}

/// Gives size and hash of a file of background RDF that belongs to no case.
///
/// # Errors
/// When the file cannot be read.
pub fn rdf_file(path: &Path) -> Result<InputFile, ReadError> {
    match path.file_name() {
        Some(name) => hashed(path, &name.to_string_lossy()),
        None => hashed(path, &path.display().to_string()),
    }
}

/// Reads background RDF from one file, Turtle (`.ttl`) or N-Triples (`.nt`),
/// plain or gzip; hands out its triples in the order of the file.
///
/// Blank nodes become IRIs that depend on nothing but the file's bytes. A
/// predicate or type in a namespace of nutgraf or of one of `case_bases` is a
/// problem, and so is any other format; the triples that are good are handed
/// out all the same. Memory grows with the number of blank nodes and the
/// longest statement, not with the file.
///
/// # Errors
/// When the file cannot be read, or is not the one that was hashed.
pub fn read_background(
    file: &InputFile,
    case_bases: &[&str],
    sink: &mut dyn FnMut(Triple),
) -> Result<Report, ReadError> {
    let mut report = Report::default();
    background::read(file, case_bases, sink, &mut report)?;
    Ok(report)
}

/// Gives the relation types that come with nutgraf, as a table.
pub fn shipped_relations() -> DraftTable {
    // A test holds that they have no problem.
    parse::parse(
        Table::Relations,
        "data/relations.csv",
        SHIPPED_RELATIONS.to_owned(),
        &mut Report::default(),
        &mut |_, _| {},
    )
}

fn read_file(path: &Path, name: &str) -> Result<(InputFile, Vec<u8>), ReadError> {
    let bytes = fs::read(path).map_err(|source| io_error(path, source))?;
    let input = InputFile {
        name: name.to_owned(),
        path: path.to_owned(),
        bytes: bytes.len() as u64,
        sha256: sha256(&bytes),
    };
    Ok((input, bytes))
}

/// A file that is not held in memory: its size and hash.
fn hashed(path: &Path, name: &str) -> Result<InputFile, ReadError> {
    let mut file = File::open(path).map_err(|source| io_error(path, source))?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        match file.read(&mut chunk) {
            Ok(0) => break,
            Ok(length) => {
                hash.update(&chunk[..length]);
                bytes += length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io_error(path, error)),
        }
    }
    Ok(InputFile {
        name: name.to_owned(),
        path: path.to_owned(),
        bytes,
        sha256: hexadecimal(&hash.finalize()),
    })
}

/// `` `harbour` has `` of one, `` `harbour` and 3 more have `` of several.
fn cases_in_words(cases: &[String]) -> String {
    match cases {
        [] => "nothing has".to_owned(),
        [only] => format!("`{only}` has"),
        [one, other] => format!("`{one}` and `{other}` have"),
        [one, other, more @ ..] => format!("`{one}`, `{other}` and {} more have", more.len()),
    }
}

fn io_error(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io {
        path: path.to_owned(),
        source,
    }
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(hash: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in hash {
        for half in [byte >> 4, byte & 15] {
            digits.push(char::from(b"0123456789abcdef"[usize::from(half)]));
        }
    }
    digits
}

/// A problem of a file as a whole.
fn file_problem(code: Code, file: &str, message: String, expected: &str) -> Problem {
    Problem {
        code,
        place: Some(place::whole_file(file)),
        message,
        expected: expected.to_owned(),
        hints: Vec::new(),
    }
}
