//! Runs the readers in `exported/readers`: all files of a language in one
//! process. A reader is a file of its own, named for what reads what, with a
//! function `read` that takes a path and gives `facts`, `nodes` (key,
//! attributes) and `edges` (key, both ends, attributes).

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::json;

use crate::exported::compare::Seen;
use crate::pages::web;
use crate::rdflib::python;

/// What Python readers find, each named by its file without `.py`.
pub fn in_python<P: AsRef<Path>>(files: &[(&str, P)]) -> Result<Vec<Seen>, Box<dyn Error>> {
    let mut command = Command::new(python()?);
    command.arg(folder().join("read.py"));
    run(command, files)
}

/// What JavaScript readers find, each named by its file without `.mjs`.
pub fn in_node<P: AsRef<Path>>(files: &[(&str, P)]) -> Result<Vec<Seen>, Box<dyn Error>> {
    let mut command = Command::new("node");
    command.arg(folder().join("read.mjs")).arg(web()?);
    run(command, files)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/exported/readers")
}

fn run<P: AsRef<Path>>(
    mut command: Command,
    files: &[(&str, P)],
) -> Result<Vec<Seen>, Box<dyn Error>> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let asked: Vec<_> = files
        .iter()
        .map(|(reader, path)| json!({ "reader": reader, "path": path.as_ref() }))
        .collect();
    let asked = json!(asked).to_string();
    let mut stdin = child.stdin.take().ok_or("the reader takes no input")?;
    let writer = thread::spawn(move || stdin.write_all(asked.as_bytes()));
    let output = child.wait_with_output()?;
    writer.join().map_err(|_| "the writer panicked")??;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(said.into());
    }
    let mut found = Vec::new();
    for (line, (reader, path)) in output.stdout.split(|byte| *byte == b'\n').zip(files) {
        found.push(
            serde_json::from_slice(line)
                .map_err(|error| format!("{reader} of {}: {error}", path.as_ref().display()))?,
        );
    }
    assert_eq!(found.len(), files.len(), "{said}");
    Ok(found)
}
