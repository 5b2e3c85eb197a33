//! A case with an old edition and new tables, to be put back as often as
//! something was done to it, and what must hold afterwards.

use std::env;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use nutgraf::edition::Edition;
use tempfile::TempDir;

use crate::generated::case::{Plan, write_case};
use crate::program::{command, nutgraf};

/// Asked of every edition; it names every claim.
const QUERY: &str = "SELECT ?claim ?text { ?claim a ng:Claim ; ng:text ?text } ORDER BY ?claim";

/// Whether to do everything, however long it takes.
pub fn whole() -> bool {
    env::var("NUTGRAF_NEVER_HALF").is_ok_and(|value| value == "whole")
}

/// Says what was done, where somebody asked for everything.
pub fn told(what: &str) {
    if whole() {
        let _ = writeln!(io::stdout(), "{what}");
    }
}

/// Where a load writes, and what is there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To a case folder with the edition of older tables.
    Again,
    /// To a case folder without any.
    First,
    /// To a file that is named, over an older edition.
    File,
}

impl Way {
    pub const ALL: [Way; 3] = [Way::Again, Way::First, Way::File];
}

/// What is known of an edition.
#[derive(PartialEq, Eq)]
struct Known {
    id: String,
    answer: String,
}

// The answers are long.
impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.answer.lines().count();
        write!(f, "edition {}, {lines} lines", self.id)
    }
}

/// How a load ended.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub err: String,
}

/// Old and new tables, and the case folder where they meet.
pub struct Stage {
    root: TempDir,
    old: Known,
    new: Known,
}

impl Stage {
    /// Makes two cases of so many claims, and loads both.
    pub fn of(claims: u64) -> Stage {
        let root = tempfile::tempdir().expect("a temporary folder");
        let known = ["old", "case"].map(|name| {
            let folder = root.path().join(name);
            let plan = Plan {
                claims,
                seed: if name == "old" { 1 } else { 2 },
                denied: 5,
                disputed: 8,
            };
            write_case(&folder, &plan).expect("a case can be written");
            let text = folder.to_str().expect("a plain name");
            nutgraf(&["load", text]).ends(0);
            known(&current(&folder).expect("it was loaded"))
        });
        let [old, new] = known;
        assert!(old.id != new.id && old.answer != new.answer);
        Stage { root, old, new }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub fn case(&self) -> PathBuf {
        self.path("case")
    }

    /// The folder of editions inside the case.
    pub fn editions(&self) -> PathBuf {
        self.case().join(".nutgraf")
    }

    fn file(&self) -> PathBuf {
        self.path("out").join("x.edition")
    }

    /// Where an edition goes that cannot go into its case folder; as after a
    /// restart of the machine, nothing in it outlasts `reset`.
    fn temporary(&self) -> PathBuf {
        self.path("temporary")
    }

    /// Puts back what was there before: new tables, and an old edition or none.
    pub fn reset(&self, way: Way) {
        let loaded = self.path("old").join(".nutgraf");
        let _ = fs::remove_dir_all(self.editions());
        let _ = fs::remove_dir_all(self.path("out"));
        let _ = fs::remove_dir_all(self.temporary());
        fs::create_dir(self.temporary()).expect("a folder can be made");
        match way {
            Way::First => {}
            Way::Again => copy_folder(&loaded, &self.editions()),
            Way::File => {
                fs::create_dir(self.path("out")).expect("a folder can be made");
                let old = current(&self.path("old")).expect("it was loaded");
                fs::copy(old, self.file()).expect("a file can be copied");
            }
        }
    }

    /// The arguments of a load.
    pub fn load(&self, way: Way) -> Vec<String> {
        let text = |path: PathBuf| path.to_str().expect("a plain name").to_owned();
        let mut arguments = vec!["load".to_owned(), text(self.case())];
        if way == Way::File {
            arguments.extend(["--edition".to_owned(), text(self.file())]);
        }
        arguments
    }

    /// A load, not started yet.
    pub fn command(&self, way: Way) -> Command {
        let arguments = self.load(way);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = command(&arguments);
        command
            .stdout(Stdio::null())
            .env("TMPDIR", self.temporary());
        command
    }

    /// A load under `strace`, which does this to it; says whether it was done.
    pub fn traced(&self, way: Way, calls: &str, inject: &str) -> (Ended, bool) {
        let log = self.path("strace.log");
        let output = Command::new("strace")
            .args(["-f", "-o"])
            .arg(&log)
            .args(["-e", &format!("trace={calls}")])
            .args(["-e", &format!("inject={calls}:{inject}")])
            .arg(env!("CARGO_BIN_EXE_nutgraf"))
            .args(self.load(way))
            .env("NO_COLOR", "1")
            .env("TMPDIR", self.temporary())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .output()
            .expect("`strace` runs; on Debian: apt-get install strace");
        let log = fs::read_to_string(&log).unwrap_or_default();
        let killed = log.contains("+++ killed by SIGKILL");
        let done = log.contains("(INJECTED)") || killed || log.contains("--- SIG");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !log.is_empty() && !err.contains("strace:"),
            "strace did not run: {err}"
        );
        let status = output.status;
        (Ended { status, err }, done)
    }

    /// Fails unless there is the old edition or the new one, and the next start
    /// answers from the new tables and leaves nothing lying about.
    ///
    /// Gives whether the new one was there before that start.
    pub fn must_hold(&self, way: Way, what: &str) -> bool {
        let left = match way {
            Way::Again | Way::First => current(&self.case()),
            Way::File => Some(self.file()),
        };
        let was_new = match left {
            None => {
                assert_eq!(way, Way::First, "{what}: the old edition is gone");
                false
            }
            Some(path) => {
                let text = path.to_str().expect("a plain name");
                let check = nutgraf(&["check", text]);
                assert_eq!(check.code, 0, "{what}: {}{}", check.out, check.err);
                let found = known(&path);
                let is_new = found == self.new;
                assert!(
                    is_new || (way != Way::First && found == self.old),
                    "{what}: neither old nor new is current, but {}",
                    found.id
                );
                is_new
            }
        };
        self.must_start_again(way, what);
        was_new
    }

    /// Fails unless the next start is as if nothing had happened.
    pub fn must_start_again(&self, way: Way, what: &str) {
        let arguments = self.load(way);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let again = nutgraf(&arguments);
        assert_eq!(again.code, 0, "{what}, started again: {}", again.err);
        let (folder, path) = match way {
            Way::Again | Way::First => {
                let path = current(&self.case()).unwrap_or_else(|| panic!("{what}: no edition"));
                (self.editions(), path)
            }
            Way::File => (self.path("out"), self.file()),
        };
        assert_eq!(known(&path), self.new, "{what}, started again");
        let edition = format!("{}.edition", self.new.id);
        let mut expected = match way {
            Way::Again | Way::First => vec![".gitignore", &edition, "current", "inputs", "lock"],
            Way::File => vec!["x.edition"],
        };
        // Where a content id stands among them depends on its first digit.
        expected.sort_unstable();
        assert_eq!(names(&folder), expected, "{what}, started again");
        if way != Way::File {
            let ignored = fs::read(folder.join(".gitignore")).expect("it was listed");
            assert_eq!(ignored, b"*\n", "{what}, started again");
        }
    }

    /// The files lying beside editions that are no part of a finished load.
    pub fn leftovers(&self, way: Way) -> Vec<String> {
        let folder = match way {
            Way::Again | Way::First => self.editions(),
            Way::File => self.path("out"),
        };
        if !folder.exists() {
            return Vec::new();
        }
        let mut names = names(&folder);
        names.retain(|name| name.ends_with(".tmp"));
        names
    }
}

/// The edition that a case folder's `current` names, if there is one.
fn current(case: &Path) -> Option<PathBuf> {
    let folder = case.join(".nutgraf");
    let name = fs::read_to_string(folder.join("current")).ok()?;
    Some(folder.join(name.trim()))
}

fn known(path: &Path) -> Known {
    let text = path.to_str().expect("a plain name");
    let edition = Edition::open(path).unwrap_or_else(|error| panic!("{error}"));
    Known {
        id: edition.content_id().to_owned(),
        answer: nutgraf(&["query", text, "-e", QUERY, "-o", "csv"])
            .ends(0)
            .out,
    }
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| {
            let entry = entry.expect("the folder can be read");
            entry.file_name().to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder can be made");
    for name in names(from) {
        fs::copy(from.join(&name), to.join(&name)).expect("a file can be copied");
    }
}
