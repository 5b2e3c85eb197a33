//! The option `-O`: an answer into a file, whole or not at all.
//!
//! Standard output is where an answer goes without it. A file that is there is
//! replaced when the new one is complete; what is no file (a pipe, a device) is
//! written as it is. A file that the command reads is never replaced.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};

use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::stop;
use crate::cli::unwritten::{Remembering, cannot_write};
use crate::model::Table;
use crate::read::{Staged, is_of_case};

/// The option, for a command's arguments.
#[derive(Debug, Clone, clap::Args)]
pub struct IntoFile {
    /// Write into this file instead of to standard output
    #[arg(short = 'O', long = "into", value_name = "FILE")]
    into: Option<PathBuf>,
}

/// Refuses a target that is, or would become, a file of the case, or that is
/// read beside it.
///
/// # Errors
/// When it is one, by its place in the file system, whatever it is called.
fn spare(target: Option<&Path>, case: &Path, read: &[&Path]) -> Result<(), Failure> {
    let Some(target) = target else {
        return Ok(());
    };
    let what = match (place_of(target), place_of(case)) {
        (Some(place), _)
            if read
                .iter()
                .any(|path| place_of(path).as_ref() == Some(&place)) =>
        {
            "is read to make this"
        }
        (Some(place), Some(case)) if place == case && case.is_file() => "is the case itself",
        (Some(place), Some(case)) if is_of_case(&place, &case) => "is a file of the case",
        (Some(place), _) if is_of_another_case(&place) => "is a file of another case",
        (Some(_) | None, _) => return Ok(()),
    };
    Err(
        Failure::usage(format!("`{}` {what} and is not replaced", target.display()))
            .hint("write to another file"),
    )
}

/// What makes a folder that of a case, in words: its settings, its editions or its
/// tables; a single table is named. `None` where it has nothing of these.
pub fn sign_of_case(folder: &Path) -> Option<String> {
    let folder = &leads_to(folder);
    let tables = Table::ALL.iter().map(|table| table.file());
    let mut tables = tables.filter(|table| folder.join(table).is_file());
    let is_whole = folder.join("nutgraf.toml").is_file() || folder.join(".nutgraf").is_dir();
    match (is_whole, tables.next(), tables.next()) {
        (true, _, _) | (false, Some(_), Some(_)) => Some("is the folder of a case".to_owned()),
        (false, Some(only), None) => Some(format!("has a table of a case (`{only}`)")),
        (false, None, _) => None,
    }
}

/// Where a path will lead once the folders on it that are missing are made: what is
/// not there yet is no link, so `..` after it leads back.
fn leads_to(path: &Path) -> PathBuf {
    let mut place = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if place.symlink_metadata().is_err() && place.pop() => {}
            part => place.push(part),
        }
    }
    place
}

/// Whether a file is one of the case in whose folder it lies.
fn is_of_another_case(place: &Path) -> bool {
    let folder = place.parent();
    place.is_file()
        && folder.is_some_and(|folder| sign_of_case(folder).is_some() && is_of_case(place, folder))
}

/// Where a path leads; that of a file that is not there yet is told by its folder's.
fn place_of(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| {
        let folder = match path.parent()? {
            none if none.as_os_str().is_empty() => Path::new("."),
            folder => folder,
        };
        Some(folder.canonicalize().ok()?.join(path.file_name()?))
    })
}

/// Says which files were replaced.
pub fn say_replaced(files: &[&Path], console: &mut Console) {
    let files = files.iter().map(|file| format!("`{}`", file.display()));
    console.say(&format!(
        "replaced {}",
        files.collect::<Vec<_>>().join(", ")
    ));
}

impl IntoFile {
    /// As if this file were named.
    pub fn at(path: PathBuf) -> Self {
        Self { into: Some(path) }
    }

    /// The file, where one is named.
    pub fn path(&self) -> Option<&Path> {
        self.into.as_deref()
    }

    /// Refuses a target that the command reads; see [`spare`].
    ///
    /// # Errors
    /// When it is one.
    pub fn spare(&self, case: &Path, read: &[&Path]) -> Result<(), Failure> {
        spare(self.path(), case, read)
    }

    /// Writes with a function to the file, or to standard output; says when a file
    /// was replaced.
    ///
    /// # Errors
    /// When it cannot be written, and what the function says; the file is then
    /// as it was.
    pub fn write<E: Into<Failure>>(
        &self,
        console: &mut Console,
        write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), E>,
    ) -> Result<(), Failure> {
        let Some(path) = &self.into else {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
            write(&mut out).map_err(Into::into)?;
            return Ok(out.flush()?);
        };
        let cannot = |result: io::Result<()>| -> Result<(), Failure> {
            result.map_err(|error| cannot_write(path, error))
        };
        if path.exists() && !path.is_file() {
            let file = File::create(path);
            let mut made = None;
            cannot(file.map(|file| made = Some(file)))?;
            let Some(file) = made else { return Ok(()) };
            let mut out = BufWriter::with_capacity(1 << 16, Remembering::new(file));
            let written = write(&mut out).map_err(Into::into);
            out.get_ref().blame(path, written)?;
            return cannot(out.flush());
        }
        stop::listen();
        let mut made = None;
        cannot(Staged::new(path).map(|staged| made = Some(staged)))?;
        let Some(staged) = made else { return Ok(()) };
        let mut out = BufWriter::with_capacity(1 << 20, Remembering::new(staged.file()));
        let written = write(&mut out).map_err(Into::into);
        out.get_ref().blame(path, written)?;
        cannot(out.flush())?;
        drop(out);
        let is_replaced = path.is_file();
        cannot(staged.put())?;
        if is_replaced {
            say_replaced(&[path], console);
        }
        Ok(())
    }
}
