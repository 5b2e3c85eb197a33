//! A signal while an answer is made, and one that comes when all is in place.
#![cfg(unix)]

use std::fs;
use std::io::{PipeReader, PipeWriter, Read as _, Write as _, pipe};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use crate::program::{Case, command};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// What a pipe holds on Linux, or more.
const FULL: usize = 1 << 16;

/// Where it cannot be seen that a process has come to a point, it is given so long.
const MOMENT: Duration = Duration::from_millis(300);

/// More than any machine needs to end a process.
const AN_AGE: Duration = Duration::from_secs(100);

/// A question with an answer of some length.
const ASKED: [&str; 6] = ["CZ", "Trump family", "-k", "9", "-o", "json"];

/// A pipe that is full.
fn full() -> std::io::Result<(PipeReader, PipeWriter)> {
    let (out, mut into) = pipe()?;
    into.write_all(&[b'.'; FULL])?;
    Ok((out, into))
}

/// Waits until a process catches SIGINT and SIGTERM, or has ended. It may still be a
/// moment before it says what they did.
fn until_it_listens(child: &mut Child) -> std::io::Result<()> {
    let status = format!("/proc/{}/status", child.id());
    while child.try_wait()?.is_none() {
        let Ok(status) = fs::read_to_string(&status) else {
            sleep(MOMENT);
            break;
        };
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        if caught.is_some_and(|mask| mask >> 1 & 1 == 1 && mask >> 14 & 1 == 1) {
            break;
        }
        sleep(Duration::from_millis(1));
    }
    Ok(())
}

fn interrupt(child: &Child) -> std::io::Result<()> {
    Command::new("sh")
        .args(["-c", &format!("kill -INT {}", child.id())])
        .status()?;
    Ok(())
}

#[test]
fn a_signal_before_anything_is_written_is_answered_with_a_line() -> Outcome {
    let case = Case::first();
    case.run("load", &["--redacted"]).ends(0);
    // Nobody reads the answer, which is longer than a pipe, but for its first byte.
    let mut asked = command(&["export", case.path(), "-o", "html"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut out = asked.stdout.take().ok_or("it was piped")?;
    out.read_exact(&mut [0])?;
    interrupt(&asked)?;
    let signal = asked.wait()?.signal();
    let mut said = String::new();
    let mut err = asked.stderr.take().ok_or("it was piped")?;
    err.read_to_string(&mut said)?;
    // A shell's loop goes on unless it sees that.
    assert_eq!(signal, Some(2), "{said}");
    let told = "stopped before the end: what was printed, if anything, is not whole\n";
    assert!(said.ends_with(told), "{said}");
    Ok(())
}

#[test]
fn a_signal_ends_a_command_that_nobody_listens_to() -> Outcome {
    let case = Case::first();
    case.run("load", &[]).ends(0);
    // Neither the answer nor what is said of the signal can be written.
    let (mut out, into) = full()?;
    let mut asked = command(&[&["path", case.path()], &ASKED[..]].concat())
        .stdout(Stdio::from(into.try_clone()?))
        .stderr(Stdio::from(into))
        .spawn()?;
    until_it_listens(&mut asked)?;
    interrupt(&asked)?;
    let began = Instant::now();
    let mut status = None;
    while status.is_none() && began.elapsed() < AN_AGE {
        sleep(Duration::from_millis(5));
        status = asked.try_wait()?;
    }
    if status.is_none() {
        asked.kill()?;
    }
    assert_eq!(status.and_then(|status| status.signal()), Some(2));
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
    // Where a pipe holds less, it is full after a while.
    let began = Instant::now();
    while !filler.is_finished() && began.elapsed() < MOMENT {
        sleep(Duration::from_millis(1));
    }
    let mut export = command(&["export", case.path(), "-o", "obsidian", "-O"])
        .arg(&vault)
        .stderr(Stdio::from(say))
        .spawn()?;
    while !vault.exists() && export.try_wait()?.is_none() {
        sleep(Duration::from_millis(1));
    }
    interrupt(&export)?;
    let mut said = String::new();
    heard.read_to_string(&mut said)?;
    filler.join().map_err(|_| "the pipe was not filled")??;
    assert_eq!(export.wait()?.code(), Some(0), "{said}");
    assert!(said.contains("WARNING: Obsidian"), "{said}");
    assert!(!said.contains("stopped;"), "{said}");
    assert!(vault.join("Index.md").is_file());
    Ok(())
}
