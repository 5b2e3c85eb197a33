//! A file that takes the place of another only when it is whole.
//!
//! Takes the path of the file to be replaced, or to be there; gives a file beside
//! it to write to. Put in its place it has the rights of the old one; dropped, it
//! is gone. A link is followed: what it points to is replaced.

use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;

/// Names that are tried for the file beside; others are left over from programs
/// that were killed.
const MOST_TRIED: u32 = 1_000;

/// A file that is being written.
#[derive(Debug)]
pub struct Staged {
    aside: PathBuf,
    target: PathBuf,
    file: File,
    // Whether it has been put in its place.
    done: bool,
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
            let mut name = OsString::from(".");
            name.push(target.file_name().unwrap_or_default());
            name.push(format!(".{}-{number}.tmp", std::process::id()));
            let aside = target.with_file_name(name);
            match OpenOptions::new().write(true).create_new(true).open(&aside) {
                Ok(file) => {
                    let staged = Self {
                        aside,
                        target,
                        file,
                        done: false,
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
    pub fn put(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.aside, &self.target)?;
        self.done = true;
        #[cfg(unix)]
        if let Some(folder) = self.target.parent() {
            let folder = match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => folder,
            };
            // The file is in its place; that its name outlasts a power cut too
            // is more than some file systems can say.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.aside);
        }
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
