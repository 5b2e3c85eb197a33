//! Replacing a file so that there is always the old one or the new one, whole.
//!
//! Takes a path and a function that writes; writes to another name in the same
//! folder, syncs, renames, syncs the folder. What is written, and which names
//! left behind by a killed process are swept, is for `folder`.

use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::edition::error::EditionError;
use crate::edition::private::new_file;
use crate::edition::private::unguessable;

pub(super) const TEMPORARY: &str = ".tmp";

/// Writes aside in the same folder, syncs, renames, and syncs the folder.
///
/// The file is this user's only. On an error nothing is left aside, and what
/// was at the path is still there; a link there is replaced, not followed.
pub(super) fn replace(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<()>,
) -> Result<(), EditionError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let name = path.file_name().unwrap_or_default();
    // The user named the path; that something is written aside first is our affair.
    write_aside(folder, path, |out| {
        write(out)?;
        Ok(name.to_owned())
    })?;
    Ok(())
}

/// Like [`replace`], for a file whose name in the folder is known only when it
/// is written; gives its path. Errors name `shown`.
pub(super) fn write_aside(
    folder: &Path,
    shown: &Path,
    write: impl FnOnce(&mut BufWriter<&File>) -> io::Result<OsString>,
) -> Result<PathBuf, EditionError> {
    // Random, so that two writers to one path outside a locked folder do not meet.
    let aside = folder.join(format!(".{:032x}{TEMPORARY}", unguessable()));
    let file = new_file(&aside).map_err(EditionError::io("write", shown))?;
    let mut out = BufWriter::with_capacity(1 << 20, &file);
    let written = write(&mut out).and_then(|name| {
        out.flush()?;
        file.sync_all()?;
        Ok(folder.join(name))
    });
    // Without another try at what could not be written.
    let _ = out.into_parts();
    drop(file);
    let renamed = written.and_then(|path| {
        fs::rename(&aside, &path)?;
        Ok(path)
    });
    match renamed {
        Ok(path) => {
            sync_folder(folder)?;
            Ok(path)
        }
        Err(error) => {
            let _ = fs::remove_file(&aside);
            Err(EditionError::io("write", shown)(error))
        }
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
        let full = replace(&path, |out| {
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
}
