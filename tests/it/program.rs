//! The shipped binary, run as its users run it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run of the program gave.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// Fails the test unless the program ended so.
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }
}

/// The program with these arguments, no colour, no terminal.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nutgraf"));
    command
        .args(arguments)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn nutgraf(arguments: &[&str]) -> Run {
    let output = command(arguments)
        .output()
        .expect("the program was built with the tests");
    Run {
        code: output.status.code().expect("the program is not killed"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A case folder of one test's own.
pub struct Case {
    folder: TempDir,
}

impl Case {
    /// A copy of a case that ships with the project, without its edition.
    pub fn copy(name: &str) -> Case {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for entry in fs::read_dir(Path::new("data").join(name)).expect("the case is there") {
            let entry = entry.expect("the folder can be read");
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.path().join(entry.file_name()))
                    .expect("a file can be copied");
            }
        }
        Case { folder }
    }

    pub fn first() -> Case {
        Case::copy("binance-usd1")
    }

    /// A case of these tables.
    pub fn of(tables: &[(&str, &str)]) -> Case {
        let case = Case {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        for (name, text) in tables {
            fs::write(case.file(name), text).expect("a file can be written");
        }
        case
    }

    pub fn path(&self) -> &str {
        self.folder
            .path()
            .to_str()
            .expect("a temporary folder has a plain name")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `nutgraf VERB CASE …`.
    pub fn run(&self, verb: &str, more: &[&str]) -> Run {
        let mut arguments = vec![verb, self.path()];
        arguments.extend(more);
        nutgraf(&arguments)
    }

    /// The file of its current edition.
    pub fn edition(&self) -> PathBuf {
        let current =
            fs::read_to_string(self.file(".nutgraf/current")).expect("an edition was loaded");
        self.file(".nutgraf").join(current.trim())
    }
}
