//! Replacing a file so that there is always the old one or the new one, whole.
//!
//! Takes a path and a function that writes; writes to another name in the same
//! folder, syncs, renames, syncs the folder. Clears away what is unfinished: at
//! once on an error or a signal, and at the next writing of the same file when
//! the process was killed. What is written is for `folder`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::io::BufWriter;
use std::io::ErrorKind;
use std::io::Write;
use std::mem;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::edition::error::EditionError;
use crate::edition::private::new_file;
use crate::edition::private::unguessable;

pub(super) const TEMPORARY: &str = ".tmp";

// A signal is for the whole process and comes at any moment, so what it has to
// clear away is known to the whole process: these two are the only things kept
// in statics. Whoever takes both takes them in this order.
static SWITCH: Mutex<bool> = Mutex::new(false);
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

// A panic elsewhere does not make a list of files wrong.
fn taken<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Several steps that a signal has to wait for, until this is dropped.
pub(super) struct Switch(MutexGuard<'static, bool>);

impl Switch {
    /// Begins them; nothing that takes long may be among them.
    pub(super) fn begin() -> Switch {
        Switch(taken(&SWITCH))
    }

    /// Says that from here on what is new holds.
    pub(super) fn done(mut self) {
        *self.0 = true;
    }
}

/// Removes every file this process is still writing, for good: whoever wants
/// to write after it waits for ever, since the process is about to end.
///
/// Says whether an edition had been made the current one before. Waits for a
/// switch that has begun.
pub fn abandon() -> bool {
    let switch = taken(&SWITCH);
    let unfinished = taken(&UNFINISHED);
    for path in unfinished.iter() {
        let _ = fs::remove_file(path);
    }
    let switched = *switch;
    mem::forget((switch, unfinished));
    switched
}

/// A file written aside, to be renamed; dropped before, it is removed.
pub(super) struct Aside {
    path: PathBuf,
    file: File,
}

impl Aside {
    /// Makes an empty file that is this user's only, beside the one it is for.
    pub(super) fn new(target: &Path) -> io::Result<Aside> {
        loop {
            let mut name = beginning(target);
            // Random, so that two writers to one path outside a locked folder do not meet.
            name.push(format!("{:032x}{TEMPORARY}", unguessable()));
            let path = folder_of(target).join(name);
            let mut unfinished = taken(&UNFINISHED);
            let file = new_file(&path)?;
            unfinished.insert(path.clone());
            drop(unfinished);
            let aside = Aside { path, file };
            // For as long as the lock is held the file is not stale. Somebody
            // who sweeps may have been quicker, and holds it until the file is
            // gone. Without locks in the file system, nobody sweeps either.
            let _ = aside.file.lock();
            if fs::symlink_metadata(&aside.path).is_ok() {
                return Ok(aside);
            }
        }
    }

    /// Writes, and syncs what was written.
    pub(super) fn write<T>(
        &self,
        write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<T>,
    ) -> io::Result<T> {
        let mut out = BufWriter::with_capacity(1 << 20, &self.file);
        let written = write(&mut out)?;
        out.flush()?;
        drop(out);
        self.file.sync_all()?;
        Ok(written)
    }

    /// Puts the file in the place of the one it is for, in the same folder.
    pub(super) fn rename(self, target: &Path) -> io::Result<()> {
        let mut unfinished = taken(&UNFINISHED);
        fs::rename(&self.path, target)?;
        unfinished.remove(&self.path);
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let mut unfinished = taken(&UNFINISHED);
        if unfinished.remove(&self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// How the names of files begin that are written for this one.
fn beginning(target: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".");
    name
}

/// Writes aside in the same folder, syncs, renames, and syncs the folder.
///
/// The file is this user's only. On an error nothing is left aside, and what
/// was at the path is still there; a link there is replaced, not followed.
/// Gives what the function gave.
pub(super) fn replace<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<T>,
) -> Result<T, EditionError> {
    // The user named the path; that something is written aside first is our affair.
    let written = || {
        let aside = Aside::new(path)?;
        let written = aside.write(write)?;
        aside.rename(path)?;
        Ok(written)
    };
    let written = written().map_err(EditionError::io("write", path))?;
    sync_folder(folder_of(path))?;
    Ok(written)
}

/// Removes what killed processes left of writing this file.
///
/// Whoever is still writing holds a lock on what it writes, which is kept.
pub(super) fn sweep_beside(target: &Path) {
    let beginning = beginning(target);
    let beginning = beginning.as_encoded_bytes();
    let Ok(entries) = fs::read_dir(folder_of(target)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let random = name
            .as_encoded_bytes()
            .strip_prefix(beginning)
            .and_then(|rest| rest.strip_suffix(TEMPORARY.as_bytes()));
        let is_ours = random.is_some_and(|random| {
            random.len() == 32 && random.iter().all(|digit| digit.is_ascii_hexdigit())
        });
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            remove_if_stale(&entry.path());
        }
    }
}

fn remove_if_stale(path: &Path) {
    let Ok(file) = File::open(path) else { return };
    match file.try_lock() {
        // The lock is held until the file is gone, see `Aside::new`.
        Ok(()) => {
            let _ = fs::remove_file(path);
        }
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
    }
}

/// Makes names in the folder outlast a power cut.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> Result<(), EditionError> {
    let synced = File::open(folder).and_then(|file| file.sync_all());
    match synced {
        // Some file systems cannot sync a folder; there is nothing to be done.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::InvalidInput | ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        other => other.map_err(EditionError::io("sync", folder)),
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> Result<(), EditionError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_what_was_there() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("file");
        replace(&path, |out| out.write_all(b"old"))?;
        let full: Result<(), _> = replace(&path, |out| {
            out.write_all(b"half of the new")?;
            Err(ErrorKind::StorageFull.into())
        });
        let error = full.err().ok_or("it did not fail")?.to_string();
        assert_eq!(error, format!("cannot write {}", path.display()));
        assert_eq!(fs::read(&path)?, b"old");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        let nowhere = folder.path().join("missing").join("file");
        let error = replace(&nowhere, |out| out.write_all(b"new")).err();
        let error = error.ok_or("it did not fail")?.to_string();
        assert_eq!(error, format!("cannot write {}", nowhere.display()));
        replace(&path, |out| out.write_all(b"new"))?;
        assert_eq!(fs::read(&path)?, b"new");
        Ok(())
    }

    #[test]
    fn what_a_killed_writer_left_is_swept_and_what_another_writes_is_not()
    -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("x.edition");
        let left = folder.path().join(format!(".x.edition.{:032x}.tmp", 7));
        let others = [
            folder.path().join(".x.edition.mine.tmp"),
            folder.path().join(format!(".y.edition.{:032x}.tmp", 7)),
            folder.path().join(format!("x.edition.{:032x}.tmp", 7)),
        ];
        fs::write(&left, "half")?;
        for other in &others {
            fs::write(other, "not ours")?;
        }
        let writing = Aside::new(&path)?;
        sweep_beside(&path);
        assert!(!left.exists());
        assert!(others.iter().all(|other| other.exists()));
        writing.write(|out| out.write_all(b"whole"))?;
        writing.rename(&path)?;
        assert_eq!(fs::read(&path)?, b"whole");
        Ok(())
    }

    #[test]
    fn a_file_that_is_not_renamed_is_gone() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("file");
        let aside = Aside::new(&path)?;
        aside.write(|out| out.write_all(b"never needed"))?;
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        drop(aside);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }
}
