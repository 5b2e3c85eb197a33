//! A signal while an answer is made, and one that comes when all is in place.
#![cfg(unix)]

use std::io::{Read as _, Write as _, pipe};
use std::process::{Child, Command, Stdio};
use std::thread::{sleep, spawn};
use std::time::Duration;

use crate::program::{Case, command};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// What a pipe holds on Linux, or more.
const FULL: usize = 1 << 16;

/// Long enough for a process to go on until it has to wait.
const MOMENT: Duration = Duration::from_millis(300);

fn interrupt(child: &Child) -> std::io::Result<()> {
    Command::new("sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status()?;
    Ok(())
}

#[test]
fn a_signal_before_anything_is_written_is_answered_with_a_line() -> Outcome {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    // Nobody reads the answer, so that it does not end by itself.
    let (mut out, mut into) = pipe()?;
    into.write_all(&[b'.'; FULL])?;
    let mut asked = command(&[
        "path",
        case.path(),
        "CZ",
        "Trump family",
        "-k",
        "9",
        "-o",
        "json",
    ])
    .stdout(Stdio::from(into))
    .stderr(Stdio::piped())
    .spawn()?;
    sleep(MOMENT);
    interrupt(&asked)?;
    let code = asked.wait()?.code();
    let mut said = String::new();
    let mut err = asked.stderr.take().ok_or("it was piped")?;
    err.read_to_string(&mut said)?;
    assert_eq!(code, Some(130), "{said}");
    assert_eq!(said, "stopped before the end; no file was written\n");
    let mut all = Vec::new();
    out.read_to_end(&mut all)?;
    Ok(())
}

#[test]
fn a_signal_when_all_is_in_place_lets_the_rest_be_said() -> Outcome {
    let case = Case::first();
    case.run("load", &["--redacted"]).ends(0);
    let folder = tempfile::tempdir()?;
    let vault = folder.path().join("vault");
    // Nobody reads what is said of the vault until the signal has come.
    let (mut heard, say) = pipe()?;
    let mut filled = say.try_clone()?;
    let filler = spawn(move || filled.write_all(&[b'.'; FULL]));
    sleep(MOMENT);
    let mut export = command(&["export", case.path(), "-o", "obsidian", "-O"])
        .arg(&vault)
        .stderr(Stdio::from(say))
        .spawn()?;
    while !vault.exists() && export.try_wait()?.is_none() {
        sleep(Duration::from_millis(1));
    }
    sleep(MOMENT);
    interrupt(&export)?;
    sleep(MOMENT);
    let mut said = String::new();
    heard.read_to_string(&mut said)?;
    filler.join().map_err(|_| "the pipe was not filled")??;
    assert_eq!(export.wait()?.code(), Some(0), "{said}");
    assert!(said.contains("WARNING: Obsidian"), "{said}");
    assert!(!said.contains("stopped;"), "{said}");
    assert!(vault.join("Index.md").is_file());
    Ok(())
}
