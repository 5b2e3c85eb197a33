//! The editions of one case on disk: written aside, switched, swept.
//!
//! Takes a case folder and gives its private `.nutgraf` folder (or a private
//! temporary one, where the case cannot be written); takes a built edition and
//! leaves it there as `<content id>.edition`, named by the one line of
//! `current`. Writers hold a lock; readers need none, since no file is changed
//! in place. When to load again is for the caller, who asks [`unchanged`].

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use sha2::Digest;
use sha2::Sha256;

use crate::edition::aside::TEMPORARY;
use crate::edition::aside::replace;
use crate::edition::aside::sync_folder;
use crate::edition::build::Built;
use crate::edition::error::EditionError;
use crate::edition::inputs::forget;
use crate::edition::layout::MAGIC;
use crate::edition::private::is_private;
use crate::edition::private::make_private;
use crate::edition::private::owner_only;
use crate::edition::private::private_folder;
use crate::edition::reader::Edition;
use crate::edition::reader::hex;

pub use crate::edition::inputs::InputFile;
pub use crate::edition::inputs::InputRecord;
pub use crate::edition::inputs::record;
pub use crate::edition::inputs::unchanged;
pub use crate::edition::inputs::write_inputs;

const FOLDER: &str = ".nutgraf";
const CURRENT: &str = "current";
const LOCK: &str = "lock";
const EDITION: &str = ".edition";
// How often a reader looks again when a writer sweeps the edition from under it.
const LOOKS: u32 = 5;

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
    candidates.retain(|place| match fs::symlink_metadata(&place.path) {
        Ok(found) => found.is_dir() && (!place.temporary || is_private(&found)),
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
                return Err(EditionError::NotPrivate {
                    path: path.to_owned(),
                });
            }
            make_private(path, &found);
        }
        Err(error) => return Err(EditionError::io("make", path)(error)),
    }
    let ignore = path.join(".gitignore");
    if fs::read(&ignore).ok().as_deref() != Some(b"*\n") {
        fs::write(&ignore, b"*\n").map_err(EditionError::io("write", &ignore))?;
    }
    // Whether the folder can be written shows here and not halfway through.
    let lock = path.join(LOCK);
    open_lock(&lock).map_err(EditionError::io("write", &lock))?;
    Ok(())
}

/// Finds or makes the temporary folder of a case.
fn temporary(case: &Path) -> Result<PathBuf, EditionError> {
    let path = temporary_name(case)?;
    match private_folder().create(&path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let found = fs::symlink_metadata(&path).map_err(EditionError::io("read", &path))?;
            // Anyone may make a folder of this name first, or a link.
            if !found.is_dir() || !is_private(&found) {
                return Err(EditionError::NotPrivate { path });
            }
        }
        Err(error) => return Err(EditionError::io("make", &path)(error)),
    }
    prepare(&path)?;
    Ok(path)
}

// Tells nothing of the case, whose name may be telling.
fn temporary_name(case: &Path) -> Result<PathBuf, EditionError> {
    let case = fs::canonicalize(case).map_err(EditionError::io("read", case))?;
    let hash = Sha256::digest(case.as_os_str().as_encoded_bytes());
    let name: String = hex(&hash).chars().take(32).collect();
    Ok(std::env::temp_dir().join(format!("nutgraf-{name}")))
}

fn open_lock(path: &Path) -> io::Result<File> {
    owner_only(
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false),
    )
    .open(path)
}

/// The right to write to a folder of editions, until it is dropped.
#[derive(Debug)]
pub struct Locked {
    folder: PathBuf,
    // Unlocked when closed, also when the process is killed.
    file: File,
}

impl Locked {
    /// Leaves our number in the file for whoever will have to wait.
    fn new(folder: &Path, mut file: File) -> Result<Locked, EditionError> {
        let path = folder.join(LOCK);
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(EditionError::io("write", &path))?;
        Ok(Locked {
            folder: folder.to_owned(),
            file,
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // So that nobody is told of a holder who is gone.
        let _ = self.file.set_len(0);
    }
}

/// Waits until nobody else writes to the folder.
///
/// When it has to wait, `waiting` is called first, with the process that holds
/// the lock if it is known. Ask [`unchanged`] again afterwards: whoever held
/// it has probably loaded the same tables.
///
/// # Errors
/// When the lock file cannot be opened or locked.
pub fn lock(folder: &Path, waiting: impl FnOnce(Option<u32>)) -> Result<Locked, EditionError> {
    let path = folder.join(LOCK);
    let file = open_lock(&path).map_err(EditionError::io("write", &path))?;
    if !locks_at_once(&file).map_err(EditionError::io("lock", &path))? {
        let mut holder = String::new();
        // Windows does not let others read a locked file.
        let _ = (&file).take(20).read_to_string(&mut holder);
        waiting(holder.trim().parse().ok());
        file.lock().map_err(EditionError::io("lock", &path))?;
    }
    Locked::new(folder, file)
}

/// Takes the lock if nobody has it.
pub(super) fn try_lock(folder: &Path) -> Result<Option<Locked>, EditionError> {
    let path = folder.join(LOCK);
    let file = open_lock(&path).map_err(EditionError::io("write", &path))?;
    if locks_at_once(&file).map_err(EditionError::io("lock", &path))? {
        Locked::new(folder, file).map(Some)
    } else {
        Ok(None)
    }
}

fn locks_at_once(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        // A file system without locks: renaming still leaves old or new.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Puts an edition into the folder, makes it the current one and sweeps the others.
///
/// Killed or failing at any point, it leaves the old edition current or the
/// new one. Readers keep what they have open. What [`unchanged`] compares with
/// is gone afterwards, until [`write_inputs`].
///
/// # Errors
/// When a file cannot be written, synced, renamed or removed.
pub fn write_edition(locked: &Locked, built: &Built) -> Result<PathBuf, EditionError> {
    let folder = locked.folder();
    let name = format!("{}{EDITION}", built.content_id());
    let path = folder.join(&name);
    replace(&path, true, |out| built.write_to(out))?;
    // The record of inputs belongs to the edition before. Were it to stay and
    // we to stop here, old tables put back would pass for loaded ones.
    forget(folder)?;
    sync_folder(folder)?;
    let current = folder.join(CURRENT);
    replace(&current, true, |out| writeln!(out, "{name}"))?;
    sweep(folder, &name)?;
    Ok(path)
}

/// Finds the current edition of a folder; none when it names no file that is there.
///
/// # Errors
/// When `current` is there and cannot be read.
pub fn current(folder: &Path) -> Result<Option<PathBuf>, EditionError> {
    let path = folder.join(CURRENT);
    let line = match fs::read_to_string(&path) {
        Ok(line) => line,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        // Not text, so not ours: as good as absent, a load mends it.
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(None),
        Err(error) => return Err(EditionError::io("read", &path)(error)),
    };
    let name = line.trim_end();
    let is_ours = name
        .strip_suffix(EDITION)
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit()));
    // Anything else, such as a path to elsewhere, is not followed.
    let edition = folder.join(name);
    Ok((is_ours && edition.is_file()).then_some(edition))
}

/// Opens the current edition of a folder, if there is one.
///
/// # Errors
/// When it cannot be opened, see [`Edition::open`].
pub fn open_current(folder: &Path) -> Result<Option<Edition>, EditionError> {
    let mut looks = 0;
    loop {
        let Some(path) = current(folder)? else {
            return Ok(None);
        };
        looks += 1;
        match Edition::open(&path) {
            Err(EditionError::Io { source, .. })
                if source.kind() == ErrorKind::NotFound && looks < LOOKS => {}
            opened => return opened.map(Some),
        }
    }
}

/// Removes what earlier loads left. Only whoever holds the lock writes here, so
/// every temporary file is stale.
fn sweep(folder: &Path, keep: &str) -> Result<(), EditionError> {
    let entries = fs::read_dir(folder).map_err(EditionError::io("read", folder))?;
    for entry in entries {
        let entry = entry.map_err(EditionError::io("read", folder))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let ours = name.ends_with(EDITION) || name.ends_with(TEMPORARY);
        if ours && name != keep {
            match fs::remove_file(entry.path()) {
                // Windows keeps a file that a reader has open; the next load tries again.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                other => other.map_err(EditionError::io("remove", &entry.path()))?,
            }
        }
    }
    sync_folder(folder)
}

/// Writes an edition to a path the user named, with nothing beside it in the end.
///
/// # Errors
/// When it cannot be written, or something that is no edition is there.
pub fn write_file(path: &Path, built: &Built) -> Result<(), EditionError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(EditionError::io("read", path)(error)),
        // A table named by mistake must not be lost.
        Ok(found) if !found.is_file() || !begins_like_an_edition(path)? => {
            return Err(EditionError::NotOurs {
                path: path.to_owned(),
            });
        }
        Ok(_) => {}
    }
    replace(path, false, |out| built.write_to(out))
}

fn begins_like_an_edition(path: &Path) -> Result<bool, EditionError> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start))
        .map_err(EditionError::io("read", path))?;
    Ok(start == MAGIC)
}
