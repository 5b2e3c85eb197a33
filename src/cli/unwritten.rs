//! Why something could not be written, and what may help.
//!
//! Takes the path as the user gave it and what the system said of it; gives the
//! failure with a hint, for every command that writes files.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::cli::failure::{Exit, Failure};

/// The failure to write a file.
pub fn cannot_write(path: &Path, error: Error) -> Failure {
    cannot("write", path, error)
}

/// The failure to make a folder.
pub fn cannot_make(path: &Path, error: Error) -> Failure {
    cannot("make", path, error)
}

fn cannot(what: &str, path: &Path, error: Error) -> Failure {
    let hint = hint(path, &error);
    let error = anyhow::Error::new(error).context(format!("cannot {what} `{}`", path.display()));
    let mut failure = Failure::new(Exit::File, error);
    failure.hints.extend(hint);
    failure
}

/// What may help against it, where that can be told.
pub fn hint(path: &Path, error: &Error) -> Option<String> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    };
    let (shown, inside) = (path.display(), folder.display());
    match error.kind() {
        ErrorKind::IsADirectory => Some(format!("`{shown}` is a folder: name a file in it")),
        ErrorKind::NotFound if !folder.exists() => Some(format!(
            "there is no folder `{inside}`: make it first, or name another place"
        )),
        ErrorKind::NotFound => Some(format!(
            "nothing can be made in `{inside}`: name another place"
        )),
        ErrorKind::NotADirectory => Some(format!("`{inside}` is no folder: name another place")),
        ErrorKind::PermissionDenied => Some(format!(
            "you may not write in `{inside}`, or not replace what is there: name another place"
        )),
        ErrorKind::ReadOnlyFilesystem => {
            Some("that disk can only be read: name a place on another".to_owned())
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Some("there is no room left: make some, or name a place on another disk".to_owned())
        }
        ErrorKind::InvalidFilename => Some("no file can be called that here".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::io::ErrorKind;
    use std::path::Path;

    use super::hint;

    fn assert_hint(path: &Path, kind: ErrorKind, said: &str) {
        let hint = hint(path, &kind.into()).unwrap_or_default();
        assert!(hint.contains(said), "{kind}: {hint}");
    }

    #[test]
    fn what_the_system_says_comes_with_what_helps() -> Result<(), Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let (here, there) = (folder.path().join("a"), folder.path().join("none/a"));
        assert_hint(&there, ErrorKind::NotFound, "make it first");
        assert_hint(&here, ErrorKind::NotFound, "nothing can be made in");
        assert_hint(&here, ErrorKind::PermissionDenied, "you may not write in");
        assert_hint(&here, ErrorKind::StorageFull, "no room left");
        assert_hint(folder.path(), ErrorKind::IsADirectory, "name a file in it");
        assert_hint(Path::new("a"), ErrorKind::PermissionDenied, "in `.`");
        assert_eq!(hint(&here, &ErrorKind::Interrupted.into()), None);
        Ok(())
    }
}
