//! Which files of a case folder are read, and what is to be said of the rest.
//!
//! Looks at names only. Tables and `nutgraf.toml` have one exact name on every
//! machine; a name that is nearly one is an error, since its rows would be
//! missing. Other files that look like data get a warning. Folders, hidden
//! files and files of any other kind (notes, scans) are nobody's business.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use super::background::unpacked;
use super::config::Config;
use super::{ReadError, file_problem, io_error};
use crate::model::Code;
use crate::model::Report;
use crate::model::Table;
use crate::model::mistyped;

/// The name of the case's settings.
pub(super) const CONFIG: &str = "nutgraf.toml";

const TEXT_TABLES: [&str; 4] = ["csv", "tsv", "tab", "txt"];
const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "numbers"];
const RDF: [&str; 7] = ["nt", "ttl", "nq", "trig", "rdf", "jsonld", "n3"];

/// What a case folder holds.
pub(super) struct Folder {
    /// In the order of [`Table::ALL`].
    pub tables: Vec<(Table, PathBuf)>,
    pub config: Option<PathBuf>,
    strays: Vec<Stray>,
}

/// Whether a file is one that a case in this folder is read from, or would be:
/// by the names of the tables and settings, also where they are links, and any
/// file of RDF or hidden folder in it, which may be its background or its edition.
pub fn is_of_case(file: &Path, folder: &Path) -> bool {
    let names = Table::ALL.iter().map(|table| table.file());
    let mut names = names.chain([CONFIG]);
    let is_named = |name: &str| {
        let path = folder.join(name);
        path == file || path.canonicalize().is_ok_and(|place| place == file)
    };
    if names.any(is_named) {
        return true;
    }
    let Ok(inside) = file.strip_prefix(folder) else {
        return false;
    };
    let mut parents = inside.parent().into_iter().flat_map(Path::components);
    let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    let name = inside.to_string_lossy();
    let end = Path::new(unpacked(&name)).extension();
    let is_rdf = end.is_some_and(|end| RDF.iter().any(|rdf| end.eq_ignore_ascii_case(rdf)));
    parents.any(is_hidden) || (is_rdf && file.exists())
}

/// A file that looks like data and is not read as a table.
struct Stray {
    name: String,
    path: PathBuf,
    kind: StrayKind,
}

enum StrayKind {
    /// Named almost like a table.
    Misnamed(Table),
    /// A workbook named like a table that the folder lacks.
    Workbook(Table),
    /// A workbook named like a table that is there as well.
    BesideTable(Table),
    /// Named almost like the settings.
    MisnamedConfig,
    /// RDF, unless the settings list it.
    Rdf,
    Unused,
}

impl Folder {
    /// Lists a folder, sorted by name.
    pub fn list(folder: &Path) -> Result<Self, ReadError> {
        let meta = fs::metadata(folder).map_err(|source| match source.kind() {
            ErrorKind::NotFound => ReadError::NoFolder {
                path: folder.to_owned(),
            },
            _ => io_error(folder, source),
        })?;
        if !meta.is_dir() {
            return Err(ReadError::NotAFolder {
                path: folder.to_owned(),
            });
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder).map_err(|source| io_error(folder, source))? {
            let entry = entry.map_err(|source| io_error(folder, source))?;
            entries.push((
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            ));
        }
        entries.sort();

        let mut found = Self {
            tables: Vec::new(),
            config: None,
            strays: Vec::new(),
        };
        for table in Table::ALL {
            if let Some((_, path)) = entries.iter().find(|(name, _)| name == table.file()) {
                found.tables.push((table, path.clone()));
            }
        }
        if found.may_be_above(&entries) {
            let cases = entries.iter().filter(|(name, path)| {
                !name.starts_with('.') && path.join(Table::Sources.file()).is_file()
            });
            let cases: Vec<String> = cases.map(|(name, _)| name.clone()).collect();
            if !cases.is_empty() {
                let path = folder.to_owned();
                return Err(ReadError::AboveCases { path, cases });
            }
        }
        for (name, path) in entries {
            if name == CONFIG {
                found.config = Some(path);
            } else if let Some(kind) = found.stray(&name)
                && path.is_file()
            {
                found.strays.push(Stray { name, path, kind });
            }
        }
        Ok(found)
    }

    /// Whether nothing tells that this is a case itself: relations may lie above
    /// several cases, to be copied into them.
    fn may_be_above(&self, entries: &[(String, PathBuf)]) -> bool {
        let has = |wanted: &str| entries.iter().any(|(name, _)| name == wanted);
        let mut tables = self.tables.iter();
        tables.all(|(table, _)| *table == Table::Relations) && !has(CONFIG)
    }

    /// The size of each table in bytes.
    pub fn table_sizes(&self) -> Result<Vec<u64>, ReadError> {
        let sizes = self.tables.iter().map(|(_, path)| {
            let meta = fs::metadata(path).map_err(|source| io_error(path, source))?;
            Ok(meta.len())
        });
        sizes.collect()
    }

    /// The files whose name alone is an error.
    pub fn misnamed(&self) -> impl Iterator<Item = PathBuf> {
        self.strays.iter().filter_map(|stray| match stray.kind {
            StrayKind::Misnamed(_) | StrayKind::Workbook(_) | StrayKind::MisnamedConfig => {
                Some(stray.path.clone())
            }
            StrayKind::BesideTable(_) | StrayKind::Rdf | StrayKind::Unused => None,
        })
    }

    /// Reports what is missing and what is not read.
    pub fn report(&self, config: &Config, report: &mut Report) {
        let sources = Table::Sources.file();
        if !self
            .tables
            .iter()
            .any(|(table, _)| *table == Table::Sources)
        {
            let mut problem = file_problem(
                Code::MissingTable,
                sources,
                format!("no file `{sources}` in the case folder"),
                "a table of the sources that the claims rest on",
            );
            if self.tables.is_empty() && self.config.is_none() {
                let hint = "is this the right folder? it holds no table of a case";
                problem.hints.push(hint.to_owned());
            }
            report.push(problem);
        }
        for stray in &self.strays {
            self.report_stray(stray, config, report);
        }
    }

    fn report_stray(&self, stray: &Stray, config: &Config, report: &mut Report) {
        let name = stray.name.as_str();
        let (code, message, expected, hint) = match stray.kind {
            StrayKind::Misnamed(table) => (
                Code::UnknownTable,
                format!("`{name}` is not the name of a table"),
                format!("one of {}", names()),
                format!("did you mean `{table}`?"),
            ),
            StrayKind::Workbook(table) => (
                Code::NotCsv,
                format!("`{name}` is a workbook, and there is no `{table}`"),
                format!("the table as `{table}`"),
                "save it as \"CSV UTF-8 (Comma delimited)\"".to_owned(),
            ),
            StrayKind::BesideTable(table) => (
                Code::StrayFile,
                format!("`{name}` is not read, `{table}` is"),
                "tables as CSV files".to_owned(),
                format!("if the workbook is newer, save it as `{table}` again"),
            ),
            StrayKind::MisnamedConfig => (
                Code::UnknownTable,
                format!("`{name}` is not the name of the settings"),
                format!("`{CONFIG}`"),
                format!("did you mean `{CONFIG}`?"),
            ),
            StrayKind::Rdf => {
                if config.background.iter().any(|path| path == Path::new(name)) {
                    return;
                }
                (
                    Code::StrayFile,
                    format!("`{name}` is not read"),
                    format!("RDF files are listed in `{CONFIG}`"),
                    format!("add the line: background = [\"{name}\"]"),
                )
            }
            StrayKind::Unused => (
                Code::StrayFile,
                format!("`{name}` is not read: no table has this name"),
                format!("one of {}", names()),
                "rename it, or move it out of the case folder".to_owned(),
            ),
        };
        let mut problem = file_problem(code, name, message, &expected);
        problem.hints.push(hint);
        report.push(problem);
    }

    /// The table that is not there under its own name, where this file is called
    /// like it and something more: `denials.csv.txt`, `denials.csv.bak`.
    fn lost_table(&self, lower: &str) -> Option<Table> {
        let (table, _) = lower.split_once(".csv.")?;
        let table = Table::ALL
            .into_iter()
            .find(|known| stem_of(*known) == table)?;
        let is_there = self.tables.iter().any(|(there, _)| *there == table);
        (!is_there).then_some(table)
    }

    /// What kind of stray a file with this name is, if it looks like data.
    fn stray(&self, name: &str) -> Option<StrayKind> {
        // `~$people.xlsx` is Excel's mark that the workbook is open.
        if name.starts_with('.') || name.starts_with("~$") {
            return None;
        }
        if self.tables.iter().any(|(table, _)| table.file() == name) {
            return None;
        }
        let lower = name.to_lowercase();
        if let Some(table) = self.lost_table(&lower) {
            return Some(StrayKind::Misnamed(table));
        }
        let is_rdf = Path::new(unpacked(&lower))
            .extension()
            .and_then(OsStr::to_str)
            .is_some_and(|extension| RDF.contains(&extension));
        if is_rdf {
            return Some(StrayKind::Rdf);
        }
        let path = Path::new(&lower);
        let stem = path.file_stem().and_then(OsStr::to_str)?;
        let extension = path.extension().and_then(OsStr::to_str)?;
        let table = table_like(stem);
        if extension == "txt" && table.is_none() {
            return None; // Notes.
        }
        if TEXT_TABLES.contains(&extension) {
            return Some(table.map_or(StrayKind::Unused, StrayKind::Misnamed));
        }
        if WORKBOOKS.contains(&extension) {
            return Some(match table {
                Some(table) if self.tables.iter().any(|(t, _)| *t == table) => {
                    StrayKind::BesideTable(table)
                }
                Some(table) => StrayKind::Workbook(table),
                None => StrayKind::Unused,
            });
        }
        let near = mistyped(&lower, std::iter::once(CONFIG)).is_some();
        (extension == "toml" && near).then_some(StrayKind::MisnamedConfig)
    }
}

/// The table whose name this is but for case, two typing mistakes, or what
/// programs add to a copy: `people (1)`, `people - copy`, `copy of people`.
fn table_like(stem: &str) -> Option<Table> {
    let bare = stem
        .trim_start_matches("copy of ")
        .split([' ', '('])
        .next()
        .unwrap_or(stem);
    let names = Table::ALL.into_iter().map(stem_of);
    let near = mistyped(bare, names)?;
    Table::ALL.into_iter().find(|table| stem_of(*table) == near)
}

fn stem_of(table: Table) -> &'static str {
    table.file().trim_end_matches(".csv")
}

fn names() -> String {
    Table::ALL.map(Table::file).join(", ")
}

/// A path inside the folder as a name: with `/` on every machine.
pub(super) fn inside(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    parts.join("/")
}
