//! The bytes of an edition: a mapped file, or memory.
//!
//! The one place with `unsafe` in this program. It takes a path or bytes and
//! gives a slice that starts on a multiple of 8. It knows nothing of what the
//! bytes mean; casting and range checks are for those who read them.
#![expect(
    unsafe_code,
    reason = "mapping a file is unsafe by nature: nobody can promise that another process leaves it alone"
)]

use std::fs;
use std::fs::File;
use std::path::Path;

#[cfg(unix)]
use memmap2::Advice;
use memmap2::Mmap;

use crate::edition::error::EditionError;

/// Holds the bytes of an edition for as long as anything reads them.
pub(super) enum Bytes {
    Mapped(Mmap),
    // Words instead of bytes, so that the slice is aligned like a mapping.
    Memory { words: Vec<u64>, len: usize },
    // Invariant: starts on a multiple of 8.
    Owned(Vec<u8>),
}

impl Bytes {
    /// Maps a regular file.
    ///
    /// # Errors
    /// When it cannot be opened, or is not a file that holds at least one byte.
    pub(super) fn map(path: &Path) -> Result<Bytes, EditionError> {
        // Asked before opening: opening a named pipe would wait for ever.
        let metadata = fs::metadata(path).map_err(EditionError::io("read", path))?;
        let refuse = |looks_like| EditionError::NotAnEdition {
            path: path.to_owned(),
            looks_like,
        };
        if metadata.is_dir() {
            return Err(refuse("a folder"));
        }
        if !metadata.is_file() {
            return Err(refuse("not a regular file"));
        }
        if metadata.len() == 0 {
            return Err(refuse("an empty file"));
        }
        let file = File::open(path).map_err(EditionError::io("read", path))?;
        // SAFETY: the mapping is read-only, and the slice is only ever read as
        // plain integers and as text that is checked at each use, so a byte
        // that changes under us gives another value or an error. Editions are
        // never changed or cut in place by this program: they are written
        // aside and renamed, and a reader keeps the file it opened. Whoever
        // truncates the file by other means while it is mapped ends the
        // process (SIGBUS); no checked way to map a file prevents that.
        let map = unsafe { Mmap::map(&file) }.map_err(EditionError::io("map", path))?;
        Ok(Bytes::Mapped(map))
    }

    pub(super) fn copy(bytes: &[u8]) -> Bytes {
        let mut words = vec![0_u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut::<u64, u8>(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Bytes::Memory {
            words,
            len: bytes.len(),
        }
    }

    /// Keeps bytes where they are, if that is on a multiple of 8, as it is of
    /// whatever is large; else copies them.
    pub(super) fn own(bytes: Vec<u8>) -> Bytes {
        if bytes.as_ptr().cast::<u64>().is_aligned() {
            Bytes::Owned(bytes)
        } else {
            Bytes::copy(&bytes)
        }
    }

    /// Tells the system how a part of the file will be read; what it makes of that
    /// changes how long it takes and nothing else. Memory is as it is.
    #[cfg(unix)]
    fn advise(&self, part: &[u8], advice: Advice) {
        let Bytes::Mapped(map) = self else {
            return;
        };
        let from = (part.as_ptr() as usize).checked_sub(map.as_ptr() as usize);
        if let Some(from) = from.filter(|from| from + part.len() <= map.len()) {
            let _ = map.advise_range(advice, from, part.len());
        }
    }

    /// Only what is touched is to be read, and nothing around it.
    pub(super) fn will_be_read_here_and_there(&self) {
        #[cfg(unix)]
        self.advise(self.as_slice(), Advice::Random);
    }

    /// Much around each place that is touched is to be read, as is usual.
    pub(super) fn will_be_read_all_over(&self, part: &[u8]) {
        #[cfg(unix)]
        self.advise(part, Advice::Normal);
    }

    /// All of a part is to be read, now and in one go.
    pub(super) fn will_be_read(&self, part: &[u8]) {
        #[cfg(unix)]
        self.advise(part, Advice::WillNeed);
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Mapped(map) => map,
            Bytes::Memory { words, len } => &bytemuck::cast_slice(words)[..*len],
            Bytes::Owned(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_aligned_and_keeps_an_odd_length() {
        let bytes = Bytes::copy(b"thirteen byte");
        assert_eq!(bytes.as_slice(), b"thirteen byte");
        assert_eq!(bytes.as_slice().as_ptr() as usize % 8, 0);
    }

    #[test]
    fn what_is_said_of_how_it_will_be_read_changes_no_byte()
    -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("file");
        let written: Vec<u8> = (0..20_000).map(|n| n as u8).collect();
        fs::write(&path, &written)?;
        let mapped = Bytes::map(&path)?;
        for bytes in [&mapped, &Bytes::copy(&written)] {
            bytes.will_be_read_here_and_there();
            let part = &bytes.as_slice()[5_000..19_999];
            bytes.will_be_read(part);
            bytes.will_be_read_all_over(part);
            // Of other memory there is nothing to say.
            bytes.will_be_read(&written);
            assert_eq!(bytes.as_slice(), written);
        }
        Ok(())
    }

    #[test]
    fn bytes_of_its_own_are_aligned_wherever_they_were() {
        for len in [1, 13, 4096] {
            let bytes: Vec<u8> = (0..len).map(|n| n as u8).collect();
            let owned = Bytes::own(bytes.clone());
            assert_eq!(owned.as_slice(), bytes);
            assert_eq!(owned.as_slice().as_ptr() as usize % 8, 0);
        }
    }

    #[test]
    fn a_folder_and_an_empty_file_are_refused_by_name() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let empty = folder.path().join("empty");
        fs::write(&empty, b"")?;
        for (path, reason) in [(folder.path(), "a folder"), (&empty, "an empty file")] {
            let Err(error) = Bytes::map(path) else {
                return Err("mapped what is no file".into());
            };
            assert!(error.to_string().ends_with(reason), "{error}");
        }
        Ok(())
    }
}
