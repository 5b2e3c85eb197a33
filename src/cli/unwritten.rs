//! Why something could not be written, and what may help.
//!
//! Takes the path as the user gave it and what the system said of it; gives the
//! failure with a hint, for every command that writes files. A writer remembers its
//! own error, since whoever writes with it knows of no path.

use std::io::{Error, ErrorKind, Result, Write};
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

/// A writer that remembers why it could not write.
pub struct Remembering<W> {
    out: W,
    error: Option<Error>,
}

impl<W> Remembering<W> {
    pub fn new(out: W) -> Self {
        Self { out, error: None }
    }

    /// What writing with it gave: with the path where it failed because of this one.
    ///
    /// # Errors
    /// Those it is given. A pipe that was closed stays one.
    pub fn blame<T>(
        &self,
        path: &Path,
        written: std::result::Result<T, Failure>,
    ) -> std::result::Result<T, Failure> {
        match (written, &self.error) {
            (Err(_), Some(error)) if error.kind() != ErrorKind::BrokenPipe => {
                Err(cannot_write(path, again(error)))
            }
            (written, _) => written,
        }
    }
}

/// The same error once more, as far as that can be had.
fn again(error: &Error) -> Error {
    match error.raw_os_error() {
        Some(code) => Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

impl<W: Write> Write for Remembering<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let written = self.out.write(bytes);
        if let Err(error) = &written
            && error.kind() != ErrorKind::Interrupted
        {
            self.error = Some(again(error));
        }
        written
    }

    fn flush(&mut self) -> Result<()> {
        self.out.flush()
    }
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
    let is_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/");
    match error.kind() {
        _ if is_folder && !path.exists() => Some(format!(
            "a file's name does not end in `/`: name a file, such as `{shown}answer`"
        )),
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
