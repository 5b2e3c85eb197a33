//! The files of a folder of kept copies, each with its hash.
//!
//! Takes a folder; gives every file below it, read in pieces so that a copy may
//! be larger than memory. What they are copies of is for `answer`. A link that
//! leads out of the folder is not followed, and a file that cannot be read ends
//! nothing: both are told of.

use std::fs;
use std::path::{Path, PathBuf};

use super::{InputFile, ReadError, hashed, io_error};

/// What lies below a folder; each list sorted by name.
#[derive(Debug, Default)]
pub struct KeptFiles {
    /// Named from the folder on.
    pub files: Vec<InputFile>,
    /// Files and folders that could not be read.
    pub unreadable: Vec<ReadError>,
    /// Links that lead out of the folder or nowhere, and what is neither file
    /// nor folder.
    pub not_followed: Vec<String>,
}

/// Hashes every file below a folder; says how many bytes after each.
///
/// # Errors
/// When there is no such folder.
pub fn kept_files(folder: &Path, read: &mut dyn FnMut(u64)) -> Result<KeptFiles, ReadError> {
    if !folder.exists() {
        let path = folder.to_owned();
        return Err(ReadError::NoFolder { path });
    }
    if !folder.is_dir() {
        let path = folder.to_owned();
        return Err(ReadError::NotAFolder { path });
    }
    let whole = fs::canonicalize(folder).map_err(|source| io_error(folder, source))?;
    let mut found = KeptFiles::default();
    // Folders still to be read, each with its name from the first one on.
    let mut waiting: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((path, name)) = waiting.pop() {
        let entries = fs::read_dir(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(source) => {
                found.unreadable.push(io_error(&path, source));
                continue;
            }
        };
        for entry in entries {
            let path = entry.path();
            let last = entry.file_name().to_string_lossy().into_owned();
            let name = match name.is_empty() {
                true => last,
                false => format!("{name}/{last}"),
            };
            match kind(&path, &whole) {
                Ok(Kind::Folder) => waiting.push((path, name)),
                Ok(Kind::File) => match hashed(&path, &name) {
                    Ok(file) => {
                        read(file.bytes);
                        found.files.push(file);
                    }
                    Err(error) => found.unreadable.push(error),
                },
                Ok(Kind::Other) => found.not_followed.push(name),
                Err(error) => found.unreadable.push(error),
            }
        }
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.unreadable.sort_by_key(ToString::to_string);
    found.not_followed.sort();
    Ok(found)
}

enum Kind {
    File,
    Folder,
    Other,
}

fn kind(path: &Path, whole: &Path) -> Result<Kind, ReadError> {
    let error = |source| io_error(path, source);
    let what = fs::symlink_metadata(path).map_err(error)?.file_type();
    if what.is_dir() {
        return Ok(Kind::Folder);
    }
    if what.is_file() {
        return Ok(Kind::File);
    }
    if !what.is_symlink() {
        return Ok(Kind::Other);
    }
    // A folder inside is read where it lies; through a link it would come
    // twice, or without an end.
    match fs::canonicalize(path) {
        Ok(target) if target.starts_with(whole) && target.is_file() => Ok(Kind::File),
        Ok(_) | Err(_) => Ok(Kind::Other),
    }
}
