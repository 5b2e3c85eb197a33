//! A signal in the middle of an export: the old file stays, and nothing lies about.

use std::fs;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::exported::Outcome;
use crate::generated::case::{Plan, write_case};
use crate::program::Case;

/// Large enough that a signal comes before the end.
const LARGE: Plan = Plan {
    claims: 4_000,
    seed: 5,
    denied: 8,
    disputed: 8,
};

/// Exports are begun this often until one was broken off.
const TRIES: usize = 30;

#[test]
fn a_signal_leaves_the_old_file_and_nothing_half() -> Outcome {
    let case = Case::of(&[]);
    write_case(Path::new(case.path()), &LARGE)?;
    case.run("load", &[]).ends(0);
    let folder = tempfile::tempdir()?;
    for (format, into, written) in [
        ("graphml", "case.graphml", &["case.graphml"][..]),
        ("csv", "tables", &["tables/nodes.csv", "tables/edges.csv"]),
        // A new folder, and a note in it that is always there.
        ("obsidian", "vault", &["vault/Index.md"]),
    ] {
        let into = folder.path().join(into);
        let is_new = format == "obsidian";
        fs::create_dir_all(folder.path().join("tables"))?;
        let mut stopped = 0;
        for _ in 0..TRIES {
            if is_new {
                let _ = fs::remove_dir_all(&into);
            }
            for file in written.iter().filter(|_| !is_new) {
                fs::write(folder.path().join(file), "old")?;
            }
            let mut export = Command::new(env!("CARGO_BIN_EXE_nutgraf"))
                .args(["export", case.path(), "-o", format, "-O"])
                .arg(&into)
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()?;
            while hidden(folder.path())? == 0 && export.try_wait()?.is_none() {
                sleep(Duration::from_millis(1));
            }
            Command::new("sh")
                .args(["-c", &format!("kill -INT {}", export.id())])
                .stderr(Stdio::null())
                .status()?;
            let status = export.wait()?;
            let mut said = String::new();
            let mut err = export.stderr.take().ok_or("it was piped")?;
            err.read_to_string(&mut said)?;
            assert_eq!(hidden(folder.path())?, 0, "{format}: {said}");
            // The vault is new, or not there at all.
            let is_old = |file: &&str| match fs::read(folder.path().join(file)) {
                Ok(bytes) => bytes == b"old",
                Err(_) => is_new && !into.exists(),
            };
            let old = written.iter().filter(|file| is_old(file)).count();
            let is_stopped = said.contains("nothing was written");
            match (status.code(), status.signal(), is_stopped) {
                (None, Some(2), true) => {
                    stopped += 1;
                    assert_eq!(old, written.len(), "{format}: {said}");
                }
                // All of it was in its place before the signal.
                (Some(0), _, false) | (None, Some(2), false) => {
                    assert_eq!(old, 0, "{format}: {said}")
                }
                _ => panic!("{format}: {status:?}: {said}"),
            }
            if stopped == 3 {
                break;
            }
        }
        assert!(stopped > 0, "{format}: no signal came in the middle");
    }
    Ok(())
}

/// Hidden entries of a folder and of the folder in it.
fn hidden(folder: &Path) -> std::io::Result<usize> {
    let mut hidden = 0;
    for folder in [folder.to_owned(), folder.join("tables")] {
        for entry in fs::read_dir(folder)? {
            hidden += usize::from(entry?.file_name().to_string_lossy().starts_with('.'));
        }
    }
    Ok(hidden)
}
