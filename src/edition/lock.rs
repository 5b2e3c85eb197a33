//! One writer at a time in a folder of editions.
//!
//! Takes a folder and gives the right to write there, held until it is dropped
//! or the process ends, however it ends. The file `lock` names the process for
//! those who have to wait. What is written is for `folder` and `inputs`, which
//! ask for this right.

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

use crate::edition::error::EditionError;
use crate::edition::private::owner_only;

pub(super) const LOCK: &str = "lock";

/// Opens the lock file, and makes it if need be.
pub(super) fn open_lock(folder: &Path) -> Result<File, EditionError> {
    let path = folder.join(LOCK);
    // The file is cut to nothing; a folder handed on could hold a link instead.
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
        return Err(EditionError::Foreign { path });
    }
    owner_only(
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false),
    )
    .open(&path)
    .map_err(EditionError::io("write", &path))
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
    let file = open_lock(folder)?;
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
    let file = open_lock(folder)?;
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

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn whoever_waits_is_told_by_whom() -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path();
        let held = lock(folder, |_| ())?;
        assert!(try_lock(folder)?.is_none());
        let (told, hears) = mpsc::channel();
        thread::scope(|scope| -> Result<(), Box<dyn Error>> {
            let waiting =
                scope.spawn(|| lock(folder, |holder| told.send(holder).unwrap_or_default()));
            assert_eq!(hears.recv()?, Some(std::process::id()));
            drop(held);
            waiting.join().map_err(|_| "panicked")??;
            Ok(())
        })?;
        assert!(try_lock(folder)?.is_some());
        Ok(())
    }
}
