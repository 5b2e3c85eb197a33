//! `nutgraf schema`: the tables described for other programs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::unwritten::cannot_write;
use crate::model::Severity;
use crate::pipeline::place_under;
use crate::read::{Layout, Staged, layouts};
use crate::render::escape::shell;
use crate::schema::{FILE, Package, package};

/// Describe the tables for other programs: a Frictionless Data Package, datapackage.json
///
/// Of a case folder, its own tables with their delimiter, encoding and order of columns; without
/// one, every table with every column. `frictionless validate datapackage.json` then finds much of
/// what `nutgraf check` finds.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder
    case: Option<PathBuf>,
    /// Write it into the case folder as datapackage.json instead of printing it
    #[arg(long, requires = "case")]
    write: bool,
    /// Replace a datapackage.json that says something else
    #[arg(long, requires = "write")]
    force: bool,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Some(case) = &args.case else {
        console
            .out()
            .write_all(&text(&package(None, &Layout::all()))?)?;
        return Ok(Exit::Answered);
    };
    if case.is_file() {
        return Err(Failure::usage(format!(
            "`{}` is a file: a schema is made from the folder of tables",
            case.display()
        )));
    }
    let package = of_case(case, console)?;
    if !args.write {
        console.out().write_all(&text(&package)?)?;
        return Ok(Exit::Answered);
    }
    let path = case.join(FILE);
    let shown = path.display();
    let new = text(&package)?;
    let changed = fs::read(&path).ok().filter(|old| *old != new);
    if changed.is_some() && !args.force {
        let typed = case.display().to_string();
        return Err(Failure::new(
            Exit::File,
            anyhow::Error::msg(format!(
                "`{shown}` says something else and was not replaced"
            )),
        )
        .hint(format!(
            "`nutgraf schema {} --write --force` replaces it",
            shell(&typed)
        )));
    }
    write(&path, &new)?;
    console.say(&format!("wrote `{shown}`"));
    Ok(Exit::Answered)
}

/// Describes the tables of a folder.
///
/// # Errors
/// When it cannot be read, or a header has an error.
pub(super) fn of_case(case: &Path, console: &mut Console) -> Result<Package, Failure> {
    let (config, layouts, mut report) = layouts(case)?;
    place_under(&mut report, Some(case));
    report.sort();
    if report.count(Severity::Error) > 0 {
        return Err(Failure {
            report: Some(report),
            ..Failure::new(
                Exit::Data,
                anyhow::Error::msg("the tables cannot be described: their headers have errors"),
            )
        });
    }
    for layout in &layouts {
        if layout.columns.iter().any(|(_, column)| column.is_none()) {
            console.say(&format!(
                "note: {} has a column without a name, which other programs refuse",
                layout.table
            ));
        }
    }
    Ok(package(config.title.as_deref(), &layouts))
}

/// The bytes of the file.
pub(super) fn text(package: &Package) -> Result<Vec<u8>, Failure> {
    let mut text = serde_json::to_vec_pretty(package)
        .context("cannot write the answer")
        .map_err(|error| Failure::new(Exit::File, error))?;
    text.push(b'\n');
    Ok(text)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let staged = Staged::new(path).and_then(|staged| {
        staged.file().write_all(bytes)?;
        staged.put()
    });
    staged.map_err(|error| cannot_write(path, error))
}
