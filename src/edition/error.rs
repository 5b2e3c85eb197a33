//! What can go wrong with an edition: the file system, a foreign or damaged
//! file, or a draft that cannot be written.
//!
//! Every message is one sentence a person can act on. Damage names the section
//! and what was wrong there; it is never a panic and never an empty answer.

use std::io;
use std::path::Path;
use std::path::PathBuf;

/// Says why an edition could not be built, written, opened or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditionError {
    #[error("cannot {action} {}", path.display())]
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("{} is not an edition: it is {looks_like}", path.display())]
    NotAnEdition {
        path: PathBuf,
        looks_like: &'static str,
    },
    #[error(
        "{} is an edition of format {found}, but this program reads format {supported}: load the tables again",
        path.display()
    )]
    OtherVersion {
        path: PathBuf,
        found: u32,
        supported: u32,
    },
    #[error("{} is incomplete or was added to: {expected} bytes were written, {found} are there", path.display())]
    WrongLength {
        path: PathBuf,
        expected: u64,
        found: u64,
    },
    #[error("the edition is damaged in `{section}`: {what}")]
    Damaged { section: String, what: String },
    #[error("the edition has no term {id}: it holds {terms}")]
    NoSuchTerm { id: u32, terms: u32 },
    #[error("{what} cannot be part of an edition")]
    Refused { what: String },
    #[error("too many {what}: an edition holds at most {limit}")]
    TooLarge { what: &'static str, limit: u64 },
    #[error("{} is not an edition and is not overwritten", path.display())]
    NotOurs { path: PathBuf },
    #[error("{} was not made by this program for this user alone", path.display())]
    Foreign { path: PathBuf },
}

impl EditionError {
    pub(super) fn damaged(section: &str, what: impl Into<String>) -> EditionError {
        EditionError::Damaged {
            section: section.to_owned(),
            what: what.into(),
        }
    }

    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> EditionError {
        let path = path.to_owned();
        move |source| EditionError::Io {
            action,
            path,
            source,
        }
    }
}
