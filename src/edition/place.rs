//! Where the editions of a case are kept: beside its tables, or apart.
//!
//! Takes a case folder and gives its private `.nutgraf` folder, or a private
//! temporary one where the case cannot be written; makes it if need be, and
//! follows no link that somebody else may have left. What goes in is for
//! `folder`.

use std::fs;
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use crate::edition::error::EditionError;
use crate::edition::lock::open_lock;
use crate::edition::private::is_private;
use crate::edition::private::make_private;
use crate::edition::private::new_file;
use crate::edition::private::private_folder;
use crate::edition::private::this_user;
use crate::edition::private::unguessable;
use crate::edition::reader::hex;

pub(super) const FOLDER: &str = ".nutgraf";

/// Says where the editions of a case are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub path: PathBuf,
    /// The case cannot be written, so this is outside it; to be said once.
    pub temporary: bool,
}

/// Gives the folder to write editions of a case to, and makes it if need be.
///
/// Where the case folder cannot be written it is a folder in the system's
/// temporary one that only this user can read, the same for the same case.
///
/// # Errors
/// When neither can be made, or what is there is not a plain folder.
pub fn open(case: &Path) -> Result<Folder, EditionError> {
    let path = case.join(FOLDER);
    match prepare(&path) {
        Ok(()) => Ok(Folder {
            path,
            temporary: false,
        }),
        Err(EditionError::Io { source, .. }) if is_unwritable(&source) => Ok(Folder {
            path: temporary(case)?,
            temporary: true,
        }),
        Err(error) => Err(error),
    }
}

/// Lists the folders where editions of a case may be found, likeliest first.
///
/// Makes nothing, and needs no right to write: for a reader that asks whether
/// what is there is still good.
pub fn candidates(case: &Path) -> Vec<Folder> {
    let mut candidates = vec![Folder {
        path: case.join(FOLDER),
        temporary: false,
    }];
    if let Ok(path) = temporary_name(case) {
        candidates.push(Folder {
            path,
            temporary: true,
        });
    }
    // A colleague's folder beside shared tables is there and cannot be read.
    candidates.retain(|place| match fs::symlink_metadata(&place.path) {
        Ok(found) => {
            found.is_dir()
                && (!place.temporary || is_private(&found))
                && fs::read_dir(&place.path).is_ok()
        }
        Err(_) => false,
    });
    candidates
}

fn is_unwritable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

fn prepare(path: &Path) -> Result<(), EditionError> {
    match private_folder().create(path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(path).map_err(EditionError::io("read", path))?;
            // A link could have us change and sweep a folder elsewhere.
            if !found.is_dir() {
                return Err(EditionError::Foreign {
                    path: path.to_owned(),
                });
            }
            make_private(path, &found);
        }
        Err(error) => return Err(EditionError::io("make", path)(error)),
    }
    ignore_all(path)?;
    // Whether the folder can be written shows here and not halfway through.
    open_lock(path).map(|_| ())
}

/// Keeps what is in the folder out of a repository.
fn ignore_all(folder: &Path) -> Result<(), EditionError> {
    // Made in place: a temporary file could be swept by whoever loads now.
    let path = folder.join(".gitignore");
    let made = match new_file(&path) {
        // Whoever made it was killed, or had no room, before it said anything.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_file() && found.len() == 0 => {
                    File::options().write(true).open(&path)
                }
                Ok(_) => return Ok(()),
                Err(error) => Err(error),
            }
        }
        made => made,
    };
    made.and_then(|mut file| file.write_all(b"*\n"))
        .map_err(EditionError::io("write", &path))
}

/// Finds or makes the temporary folder of a case.
pub(super) fn temporary(case: &Path) -> Result<PathBuf, EditionError> {
    let mut path = temporary_name(case)?;
    // Anyone may have made a folder of this name first, or a link.
    let taken =
        fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir() || !is_private(&found));
    if taken {
        path.set_file_name(format!("nutgraf-{:032x}", unguessable()));
    }
    prepare(&path)?;
    // And again, should somebody have been quicker in between.
    let found = fs::symlink_metadata(&path).map_err(EditionError::io("read", &path))?;
    if found.is_dir() && is_private(&found) {
        Ok(path)
    } else {
        Err(EditionError::Foreign { path })
    }
}

// Tells nothing of the case, whose name may be telling.
pub(super) fn temporary_name(case: &Path) -> Result<PathBuf, EditionError> {
    let case = fs::canonicalize(case).map_err(EditionError::io("read", case))?;
    let mut hash = Sha256::new();
    hash.update(this_user().unwrap_or_default().to_le_bytes());
    hash.update(case.as_os_str().as_encoded_bytes());
    let name: String = hex(&hash.finalize()).chars().take(32).collect();
    Ok(std::env::temp_dir().join(format!("nutgraf-{name}")))
}
