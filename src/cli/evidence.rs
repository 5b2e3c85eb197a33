//! `nutgraf check --evidence`: kept copies held against the sources.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::answer::{CopyState, KeptCopy, find_evidence};
use crate::cli::console::{Bar, Console};
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::open;
use crate::pipeline::{Count, Progress, Unit};
use crate::read::{InputFile, KeptFiles, ReadError, kept_files};
use crate::render::evidence::{self, NotRead};
use crate::render::json;

/// Verifies the files below a folder; the answer as JSON or for a person.
pub(super) fn run(
    case: &Path,
    folder: &Path,
    as_json: bool,
    console: &mut Console,
) -> Result<Exit, Failure> {
    let graph = open(case, console)?;
    let KeptFiles {
        files,
        unreadable,
        not_followed,
    } = hashed(folder)?;
    let copies: Vec<KeptCopy> = files.into_iter().map(copy).collect();
    let answer = find_evidence(&graph, &copies)?;
    let unreadable: Vec<String> = unreadable.iter().map(with_reason).collect();
    let not_read = NotRead {
        unreadable: &unreadable,
        not_followed: &not_followed,
    };
    if as_json {
        let edition = graph.edition().content_id();
        let value = evidence::value(edition, &answer, copies.len(), not_read);
        json::write(&value, console.out())?;
    } else {
        console.page(&evidence::page(&answer, copies.len(), not_read))?;
    }
    for file in &unreadable {
        console.say(&format!("error: {file}"));
    }
    let wrong = answer.sources.iter().any(|source| match source.kept {
        CopyState::Differs(_) | CopyState::Missing => true,
        CopyState::Found(_) | CopyState::NotVerifiable => false,
    });
    // What was not read may have been the copy that is missing.
    Ok(match (unreadable.is_empty(), wrong) {
        (false, _) => Exit::File,
        (true, true) => Exit::No,
        (true, false) => Exit::Answered,
    })
}

fn hashed(folder: &Path) -> Result<KeptFiles, Failure> {
    let mut bar = Bar::new();
    let done = Arc::new(AtomicU64::new(0));
    let count = Count {
        unit: Unit::BytesRead,
        done: done.clone(),
    };
    let progress = Progress {
        phase: "hashing",
        counts: vec![count],
    };
    let found = kept_files(folder, &mut |bytes| {
        done.fetch_add(bytes, Ordering::Relaxed);
        bar.show(progress.clone());
    });
    // It is no case that is to be a folder here.
    found.map_err(|error| Failure::new(Exit::File, error))
}

fn copy(file: InputFile) -> KeptCopy {
    let InputFile {
        name,
        path: _,
        bytes,
        sha256,
    } = file;
    KeptCopy {
        name,
        bytes,
        sha256,
    }
}

/// The file, and what the system says of it.
fn with_reason(error: &ReadError) -> String {
    match error {
        ReadError::Io { path, source } => format!("cannot read `{}`: {source}", path.display()),
        ReadError::NoFolder { .. }
        | ReadError::NotAFolder { .. }
        | ReadError::AboveCases { .. }
        | ReadError::Write { .. }
        | ReadError::Changed { .. } => error.to_string(),
    }
}
