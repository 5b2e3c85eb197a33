//! Where an export is put: a file or standard output, or a folder where a
//! format has several files. Whole or not at all. A file whose name ends in `.gz`
//! is compressed.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::answer::Extract;
use crate::cli::console::{Bar, Console};
use crate::cli::export::form::Written;
use crate::cli::failure::Failure;
use crate::cli::into::{IntoFile, say_replaced, sign_of_case};
use crate::cli::stop;
use crate::cli::unwritten::{Remembering, cannot_make, cannot_write};
use crate::pipeline::{Progress, Unit};
use crate::read::{Staged, StagedFolder};
use crate::render::export::{
    ExportError, Exported, GraphForm, PARQUET, Target, write_graph, write_page, write_parquet,
    write_vault,
};

/// Writes an extract, with a progress bar where it takes long.
///
/// # Errors
/// For a format of several files without a folder for them; when something
/// cannot be written, which then is as it was.
pub(super) fn put(
    extract: &Extract,
    form: Written,
    into: &IntoFile,
    console: &mut Console,
) -> Result<(), Failure> {
    let mut bar = Bar::new();
    let phase = Progress::counting("writing", Unit::Items);
    let mut progress = |done: usize| {
        phase.set(0, done as u64);
        bar.show(phase.clone());
    };
    let exported = match form {
        Written::Graph(form) => put_graph(extract, form, into, (&mut progress, console))?,
        Written::Page => {
            write_file(into, console, |out| write_page(extract, out))?;
            Exported::default()
        }
        Written::Parquet => {
            let folder = folder(into, &PARQUET)?;
            put_files(folder, PARQUET, console, |outs| {
                write_parquet(extract, outs, &mut progress)
            })?;
            Exported::default()
        }
        Written::Vault => {
            put_vault(extract, vault(into)?)?;
            Exported::default()
        }
        Written::Rdf(_) => {
            return Err(Failure::usage("entities and links are no triples"));
        }
    };
    drop(bar);
    if let Written::Graph(form) = form {
        for warning in form.warnings(extract.about(), exported) {
            console.say(&format!("warning: {warning}"));
        }
    }
    let Exported {
        shown,
        characters: _,
    } = exported;
    if shown > 0 {
        console.say(&format!(
            "warning: {shown} characters that the format cannot hold are written as \\u{{…}}"
        ));
    }
    Ok(())
}

fn put_graph(
    extract: &Extract,
    form: GraphForm,
    into: &IntoFile,
    (progress, console): (&mut dyn FnMut(usize), &mut Console),
) -> Result<Exported, Failure> {
    match form.files() {
        None => {
            let mut exported = Exported::default();
            write_file(into, console, |out| {
                exported = write_graph(extract, form, Target::One(out), progress)?;
                Ok::<_, ExportError>(())
            })?;
            Ok(exported)
        }
        Some(names) => {
            let folder = folder(into, &names)?;
            put_files(folder, names, console, |[nodes, edges, about]| {
                write_graph(
                    extract,
                    form,
                    Target::Three([nodes, edges, about]),
                    progress,
                )
            })
        }
    }
}

/// Writes with a function to the file or to standard output; compressed where the
/// name of the file says so. The same bytes each time: no name or time is in them.
///
/// # Errors
/// When it cannot be written, and what the function says.
pub(super) fn write_file<E: Into<Failure>>(
    into: &IntoFile,
    console: &mut Console,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), E>,
) -> Result<(), Failure> {
    let is_zipped = into
        .path()
        .and_then(Path::extension)
        .is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    if !is_zipped {
        return into.write(console, write);
    }
    into.write(console, |out| {
        let mut zipped = GzEncoder::new(out, Compression::default());
        write(&mut zipped).map_err(Into::into)?;
        zipped.finish()?;
        Ok::<_, Failure>(())
    })
}

/// The folder that is named.
///
/// # Errors
/// Without one, where something else is there, or a case.
pub(super) fn folder<'i>(into: &'i IntoFile, names: &[&str]) -> Result<&'i Path, Failure> {
    let Some(folder) = into.path() else {
        return Err(Failure::usage(format!(
            "this format is several files: {}",
            names.join(", ")
        ))
        .hint("name a folder for them with `-O FOLDER`"));
    };
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::usage(format!(
            "`{}` is no folder, and this format is several files: {}",
            folder.display(),
            names.join(", ")
        ))
        .hint("name a folder that is not there yet"));
    }
    if let Some(sign) = sign_of_case(folder) {
        return Err(Failure::usage(format!(
            "`{}` {sign}, and nothing is put among its tables",
            folder.display()
        ))
        .hint("name a folder of its own with `-O`, which is made if need be"));
    }
    refuse_other_tables(folder, names)?;
    Ok(folder)
}

/// Refuses a folder with the tables of another flavour: one file there says what all
/// of them are, and would be replaced.
fn refuse_other_tables(folder: &Path, names: &[&str]) -> Result<(), Failure> {
    let forms = GraphForm::OF_TABLES.iter().filter_map(|form| form.files());
    for files in forms {
        let [nodes, edges, about] = files;
        let is_there = |file: &&str| folder.join(file).is_file();
        let mut tables = [nodes, edges].into_iter();
        if let Some(other) = tables.find(|file| !names.contains(file) && is_there(file))
            && names.contains(&about)
            && is_there(&about)
        {
            return Err(Failure::usage(format!(
                "`{}` has tables of another flavour (`{other}`), and its `{about}` is about those",
                folder.display()
            ))
            .hint("name another folder with `-O`, or remove those tables first"));
        }
    }
    Ok(())
}

/// The folder that is named for a vault.
///
/// # Errors
/// Without one; where something is in it, since an older note would look like one
/// of these.
pub(super) fn vault(into: &IntoFile) -> Result<&Path, Failure> {
    let folder = folder(into, &["a note for each entity"])?;
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !folder.exists(),
    };
    match is_empty {
        true => Ok(folder),
        false => Err(Failure::usage(format!(
            "`{}` is not empty: a vault goes into a new folder, so that no note of an older one stays",
            folder.display()
        ))
        .hint("name another folder with `-O`, or remove this one first")),
    }
}

fn put_vault(extract: &Extract, folder: &Path) -> Result<(), Failure> {
    let mut notes: Vec<(String, String)> = Vec::new();
    write_vault(extract, |name, text| {
        notes.push((name.to_owned(), text.to_owned()));
        Ok(())
    })?;
    put_notes(&notes, folder).map_err(|error| cannot_write(folder, error))
}

/// Half a vault would look like one: it is made aside.
fn put_notes(notes: &[(String, String)], folder: &Path) -> std::io::Result<()> {
    stop::listen();
    let staged = StagedFolder::new(folder)?;
    for (name, text) in notes {
        staged.write(name, text)?;
    }
    staged.put()
}

/// Writes files of a folder with a function, in the order of their names; none is
/// put in its place before all of them are whole.
fn put_files<const N: usize, T, E: Into<Failure>>(
    folder: &Path,
    names: [&str; N],
    console: &mut Console,
    write: impl FnOnce([&mut (dyn Write + Send); N]) -> Result<T, E>,
) -> Result<T, Failure> {
    fs::create_dir_all(folder).map_err(|error| cannot_make(folder, error))?;
    stop::listen();
    let paths = names.map(|name| folder.join(name));
    let mut staged = Vec::with_capacity(N);
    for path in &paths {
        staged.push(Staged::new(path).map_err(|error| cannot_write(path, error))?);
    }
    let mut outs: Vec<_> = staged
        .iter()
        .map(|staged| BufWriter::with_capacity(1 << 20, Remembering::new(staged.file())))
        .collect();
    let targets: Vec<&mut (dyn Write + Send)> = outs
        .iter_mut()
        .map(|out| -> &mut (dyn Write + Send) { out })
        .collect();
    let Ok(targets) = <[&mut (dyn Write + Send); N]>::try_from(targets) else {
        return Err(Failure::usage("a file for each name is written"));
    };
    let mut written = write(targets).map_err(Into::into);
    for (out, path) in outs.iter().zip(&paths) {
        written = out.get_ref().blame(path, written);
    }
    let written = written?;
    for (out, path) in outs.iter_mut().zip(&paths) {
        out.flush().map_err(|error| cannot_write(path, error))?;
    }
    drop(outs);
    let paths = paths.iter().map(PathBuf::as_path);
    let replaced: Vec<&Path> = paths.filter(|path| path.is_file()).collect();
    Staged::put_all(staged).map_err(|(path, error)| cannot_write(&path, error))?;
    if !replaced.is_empty() {
        say_replaced(&replaced, console);
    }
    Ok(written)
}
