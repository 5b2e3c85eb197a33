//! Where an export is put: a file or standard output, or a folder where a
//! format has several files. Whole or not at all.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;

use crate::answer::Extract;
use crate::cli::console::{Bar, Console};
use crate::cli::failure::{Exit, Failure};
use crate::cli::into::IntoFile;
use crate::pipeline::{Progress, Unit};
use crate::read::Staged;
use crate::render::export::{Exported, GraphForm, Target, write_graph};

/// Writes an extract, with a progress bar where it takes long.
///
/// # Errors
/// For a format of several files without a folder for them; when something
/// cannot be written, which then is as it was.
pub(super) fn put(
    extract: &Extract,
    form: GraphForm,
    into: &IntoFile,
    console: &mut Console,
) -> Result<(), Failure> {
    let mut bar = Bar::new();
    let phase = Progress::counting("writing", Unit::Items);
    let mut progress = |done: usize| {
        phase.set(0, done as u64);
        bar.show(phase.clone());
    };
    let mut exported = Exported::default();
    match form.files() {
        None => into.write(|out| {
            exported = write_graph(extract, form, Target::One(out), &mut progress)?;
            Ok::<_, Failure>(())
        })?,
        Some(names) => {
            let folder = folder(into, &names)?;
            exported = put_three(extract, form, folder, names, &mut progress)?;
        }
    }
    drop(bar);
    for warning in form.warnings(extract.about(), exported) {
        console.say(&format!("warning: {warning}"));
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

/// The folder that is named.
///
/// # Errors
/// Without one, or where something else is there.
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
        )));
    }
    Ok(folder)
}

fn put_three(
    extract: &Extract,
    form: GraphForm,
    folder: &Path,
    names: [&str; 3],
    progress: &mut dyn FnMut(usize),
) -> Result<Exported, Failure> {
    let cannot = |path: &Path| format!("cannot write `{}`", path.display());
    let file = |error: anyhow::Error| Failure::new(Exit::File, error);
    fs::create_dir_all(folder)
        .with_context(|| cannot(folder))
        .map_err(file)?;
    let mut staged = Vec::with_capacity(names.len());
    for name in names {
        let path = folder.join(name);
        let new = Staged::new(&path).with_context(|| cannot(&path));
        staged.push(new.map_err(file)?);
    }
    let mut outs = Vec::with_capacity(names.len());
    for staged in &staged {
        outs.push(BufWriter::with_capacity(1 << 20, staged.file()));
    }
    let [nodes, edges, about] = &mut outs[..] else {
        return Err(Failure::usage("three files are written".to_owned()));
    };
    let target = Target::Three([nodes, edges, about]);
    let exported = write_graph(extract, form, target, progress)?;
    for out in &mut outs {
        out.flush().with_context(|| cannot(folder)).map_err(file)?;
    }
    drop(outs);
    for staged in staged {
        staged.put().with_context(|| cannot(folder)).map_err(file)?;
    }
    Ok(exported)
}
