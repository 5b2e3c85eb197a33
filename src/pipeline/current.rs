//! The edition of one case folder, kept up to date.
//!
//! Takes the folder; gives the edition that was made from just the tables that
//! are in it now, loading them first when they are others than before.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::edition::folder::{self, InputFile};
use crate::edition::{Edition, FORMAT_VERSION, Kind};
use crate::model::{RULE_SET, Report, explain_rules};
use crate::network::Network;
use crate::pipeline::{LoadError, Progress, Request, load};
use crate::read::{ReadError, SHIPPED_RELATIONS, input_files};

/// Raised whenever a load writes something else for the same tables, so that
/// editions of an older build are made again.
pub(super) const CONTENT_VERSION: u32 = 4;

/// An edition of a case folder that is up to date.
pub struct Opened {
    pub edition: Edition,
    /// What a load noticed; `None` when the edition was good already.
    pub loaded: Option<Report>,
    /// The case cannot be written, so the edition lies elsewhere.
    pub temporary: Option<PathBuf>,
}

/// Opens an edition of a case folder, loading it first when an input changed.
///
/// The full and the redacted one lie side by side, each made from the tables.
///
/// # Errors
/// See [`LoadError`]. When the tables have an error the old edition is not used.
pub fn open_case(
    case: &Path,
    kind: Kind,
    progress: &mut dyn FnMut(Progress),
    waiting: &mut dyn FnMut(Option<u32>),
) -> Result<Opened, LoadError> {
    let version = version();
    let files = inputs(case)?;
    let good = |place: &folder::Folder| -> Result<Option<Opened>, LoadError> {
        if !folder::unchanged(&place.path, kind, &files, &version)? {
            return Ok(None);
        }
        // The tables are at hand, so an edition that does not open is made again.
        let edition = folder::open_current(&place.path, kind)
            .ok()
            .flatten()
            .filter(opens_whole);
        Ok(edition.map(|edition| Opened {
            edition,
            loaded: None,
            temporary: None,
        }))
    };
    for place in folder::candidates(case) {
        if let Some(opened) = good(&place)? {
            return Ok(opened);
        }
    }
    let place = folder::open(case)?;
    let locked = folder::lock(&place.path, waiting)?;
    // Whoever held the lock may have loaded the same tables.
    if let Some(opened) = good(&place)? {
        return Ok(opened);
    }
    let before = folder::record(&files)?;
    let request = Request {
        cases: vec![case.to_owned()],
        rdf: Vec::new(),
        redacted: kind == Kind::Redacted,
    };
    let loaded = load(&request, progress)?;
    progress(Progress::writing(&loaded.built));
    let path = folder::write_edition(&locked, kind, loaded.built)?;
    // A table that was saved while we read it must be read again next time.
    let read_as_recorded = before.iter().all(|file| {
        loaded
            .inputs
            .iter()
            .any(|input| input.name == file.name && input.sha256 == file.sha256)
    });
    if read_as_recorded && before.len() == loaded.inputs.len() {
        folder::write_inputs(&locked, kind, &before, &version)?;
    }
    // What the tables said before may be what nobody is to read any more, and
    // the other edition would be made anew in any case.
    if !folder::unchanged(&place.path, kind.other(), &files, &version)? {
        folder::remove_edition(&locked, kind.other())?;
    }
    Ok(Opened {
        edition: Edition::open(&path)?,
        loaded: Some(loaded.report),
        temporary: place.temporary.then_some(place.path),
    })
}

/// What decides, besides the tables, what a load writes.
fn version() -> String {
    let relations = xxh3_64(SHIPPED_RELATIONS.as_bytes());
    let rules = xxh3_64(explain_rules().as_bytes());
    let program = env!("CARGO_PKG_VERSION");
    format!("{FORMAT_VERSION}.{CONTENT_VERSION} {RULE_SET} {program} {relations:016x} {rules:016x}")
}

/// Whether the sections that every command needs can be read as this program
/// writes them.
fn opens_whole(edition: &Edition) -> bool {
    edition.provenance().is_ok()
        && Network::new(|name| edition.section(name).ok().flatten()).is_ok()
}

fn inputs(case: &Path) -> Result<Vec<InputFile>, ReadError> {
    let files = input_files(case)?;
    Ok(files
        .into_iter()
        .map(|path| InputFile {
            name: path
                .strip_prefix(case)
                .unwrap_or(&path)
                .display()
                .to_string(),
            path,
        })
        .collect())
}
