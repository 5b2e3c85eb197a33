//! A file, or a folder, that takes its place only when it is whole.
//!
//! Takes the path of the file to be replaced, or to be there; gives a file beside
//! it to write to. Put in its place it has the rights of the old one; dropped, or
//! when a signal ends the program, it is gone. A link is followed: what it points
//! to is replaced.

use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::ErrorKind;
use std::mem;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// Names that are tried for the file beside; others are left over from programs
/// that were killed.
const MOST_TRIED: u32 = 1_000;

/// What a signal has to clear away, and whether something was put in its place
/// before: a signal is for the whole process, and comes at any moment.
struct Begun {
    unfinished: Vec<PathBuf>,
    put: bool,
}

static BEGUN: Mutex<Begun> = Mutex::new(Begun {
    unfinished: Vec::new(),
    put: false,
});

// A panic elsewhere does not make a list of files wrong.
fn begun() -> MutexGuard<'static, Begun> {
    BEGUN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How far the writing of files was when it was broken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abandoned {
    /// None was being written.
    Nothing,
    /// Some were, and are gone.
    Unfinished,
    /// Likewise, with others in their places already.
    Partly,
    /// Whatever was written is in its place.
    Put,
}

/// Whether something was written, and all that was begun is in its place.
pub fn is_all_put() -> bool {
    let begun = begun();
    begun.put && begun.unfinished.is_empty()
}

/// Removes whatever is being written, for good: whoever wants to write after it
/// waits for ever, since the process is about to end. Waits until files that are
/// being put in their places are there.
pub fn abandon() -> Abandoned {
    let begun = begun();
    for path in &begun.unfinished {
        remove(path);
    }
    let abandoned = match (begun.unfinished.is_empty(), begun.put) {
        (false, false) => Abandoned::Unfinished,
        (false, true) => Abandoned::Partly,
        (true, true) => Abandoned::Put,
        (true, false) => Abandoned::Nothing,
    };
    mem::forget(begun);
    abandoned
}

// What cannot be removed is named so that nobody takes it for the whole.
fn remove(path: &Path) {
    let _ = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
}

/// What is made beside a target; dropped before it is in its place, it is gone.
#[derive(Debug)]
struct Aside {
    path: PathBuf,
    done: bool,
}

impl Aside {
    /// Known to a signal from here on.
    fn begin(path: PathBuf, begun: &mut Begun) -> Self {
        begun.unfinished.push(path.clone());
        Self { path, done: false }
    }

    fn put(&mut self, target: &Path, begun: &mut Begun) -> io::Result<()> {
        fs::rename(&self.path, target)?;
        self.done = true;
        begun.unfinished.retain(|path| *path != self.path);
        begun.put = true;
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.done {
            let mut begun = begun();
            remove(&self.path);
            begun.unfinished.retain(|path| *path != self.path);
        }
    }
}

/// A name beside a target, hidden.
fn beside(target: &Path, number: u32) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}-{number}.tmp", std::process::id()));
    target.with_file_name(name)
}

/// A file that is being written.
#[derive(Debug)]
pub struct Staged {
    aside: Aside,
    target: PathBuf,
    file: File,
}

impl Staged {
    /// Makes an empty file beside the one it is for.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn new(target: &Path) -> io::Result<Self> {
        let target = match fs::canonicalize(target) {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound => target.to_owned(),
            Err(error) => return Err(error),
        };
        for number in 0..MOST_TRIED {
            let aside = beside(&target, number);
            let mut begun = begun();
            match OpenOptions::new().write(true).create_new(true).open(&aside) {
                Ok(file) => {
                    let aside = Aside::begin(aside, &mut begun);
                    drop(begun);
                    let staged = Self {
                        aside,
                        target,
                        file,
                    };
                    staged.take_rights()?;
                    return Ok(staged);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// The rights and, as far as we may, the owner of the file that is there.
    fn take_rights(&self) -> io::Result<()> {
        let Ok(old) = fs::metadata(&self.target) else {
            return Ok(());
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt, fchown};
            // Only the superuser may give a file away; ours stays ours.
            let _ = fchown(&self.file, Some(old.uid()), Some(old.gid()));
        }
        self.file.set_permissions(old.permissions())
    }

    /// Where to write.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts the file in its place, whole and on the disk.
    ///
    /// # Errors
    /// When that fails; what was there is then still there.
    pub fn put(self) -> io::Result<()> {
        Self::put_all(vec![self]).map_err(|(_, error)| error)
    }

    /// Puts several files in their places; a signal waits until all are there.
    ///
    /// # Errors
    /// When that fails, with the path for which it did; files before that one may
    /// be in their places.
    pub fn put_all(mut all: Vec<Self>) -> Result<(), (PathBuf, io::Error)> {
        for staged in &all {
            let synced = staged.file.sync_all();
            synced.map_err(|error| (staged.target.clone(), error))?;
        }
        let mut begun = begun();
        for staged in &mut all {
            let put = staged.aside.put(&staged.target, &mut begun);
            put.map_err(|error| (staged.target.clone(), error))?;
        }
        drop(begun);
        for staged in &all {
            sync_folder_of(&staged.target);
        }
        Ok(())
    }
}

/// The file is in its place; that its name outlasts a power cut too is more than
/// some file systems can say.
fn sync_folder_of(target: &Path) {
    #[cfg(unix)]
    if let Some(folder) = target.parent() {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = target;
}

/// A folder that is being filled.
#[derive(Debug)]
pub struct StagedFolder {
    aside: Aside,
    target: PathBuf,
}

impl StagedFolder {
    /// Makes an empty folder beside the place it is for, and the folders above.
    ///
    /// # Errors
    /// When the target has no name of its own, or the folder above cannot be written.
    pub fn new(target: &Path) -> io::Result<Self> {
        if target.file_name().is_none() {
            return Err(io::Error::new(
                ErrorKind::InvalidInput,
                "it has no name of its own; name a new folder",
            ));
        }
        fs::create_dir_all(target.parent().unwrap_or(Path::new(".")))?;
        for number in 0..MOST_TRIED {
            let aside = beside(target, number);
            let mut begun = begun();
            match fs::create_dir(&aside) {
                Ok(()) => {
                    return Ok(Self {
                        aside: Aside::begin(aside, &mut begun),
                        target: target.to_owned(),
                    });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(ErrorKind::AlreadyExists.into())
    }

    /// Puts a file into it; a signal waits until that is there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let _begun = begun();
        fs::write(self.aside.path.join(name), text)
    }

    /// Puts the folder in its place, where there may be an empty one.
    ///
    /// # Errors
    /// When that fails.
    pub fn put(mut self) -> io::Result<()> {
        let mut begun = begun();
        if self.target.exists() {
            // It is empty, and not everywhere replaced by a folder.
            fs::remove_dir(&self.target)?;
        }
        self.aside.put(&self.target, &mut begun)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::fs;
    use std::io::Write;

    use super::Staged;

    #[test]
    fn there_is_the_old_file_or_the_new_one_whole() -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("table.csv");
        fs::write(&path, "old")?;
        let staged = Staged::new(&path)?;
        staged.file().write_all(b"half")?;
        drop(staged);
        assert_eq!(fs::read(&path)?, b"old");
        let staged = Staged::new(&path)?;
        staged.file().write_all(b"new")?;
        staged.put()?;
        assert_eq!(fs::read(&path)?, b"new");
        assert_eq!(fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn rights_stay_and_a_link_stays_a_link() -> Result<(), Box<dyn Error>> {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir()?;
        let (path, link) = (
            folder.path().join("table.csv"),
            folder.path().join("link.csv"),
        );
        fs::write(&path, "old")?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640))?;
        symlink(&path, &link)?;
        let staged = Staged::new(&link)?;
        staged.file().write_all(b"new")?;
        staged.put()?;
        assert!(fs::symlink_metadata(&link)?.is_symlink());
        assert_eq!(fs::read(&path)?, b"new");
        assert_eq!(fs::metadata(&path)?.permissions().mode() & 0o777, 0o640);
        Ok(())
    }
}
