//! Whether the inputs of the current edition are still what they were.
//!
//! Takes the files a load would read and gives yes or no, from the record a
//! load leaves beside each edition (`inputs`: name, size, times, hash of each
//! input, and the version of format and rules). Equal sizes and times are
//! enough, unless a file is so young that a change could hide; else hashes
//! decide. What to do about a change is for the caller.

use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use serde::Deserialize;
use serde::Serialize;
use sha2::Digest;
use sha2::Sha256;

use crate::edition::aside::replace;
use crate::edition::error::EditionError;
use crate::edition::folder;
use crate::edition::kind::Kind;
use crate::edition::lock::Locked;
use crate::edition::lock::try_lock;
use crate::edition::reader::hex;

// Two writes within one tick of the file system's clock leave the same time;
// the coarsest clock in use (FAT) ticks every two seconds.
const TICK_NS: i64 = 2_000_000_000;

/// Names a file that a load reads: what it is called in the record, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    pub name: String,
    pub path: PathBuf,
}

/// Says what a file was like when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    pub name: String,
    pub bytes: u64,
    /// Nanoseconds since 1970 by the file system's clock; negative before.
    pub modified_ns: i64,
    /// When anything about the file changed, its time included, where the system says.
    pub changed_ns: Option<i64>,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

/// The file `inputs`, or that of the redacted edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sidecar {
    version: String,
    edition: String,
    inputs: Vec<InputRecord>,
}

/// Reads files through and says what they are like, in the order given.
///
/// # Errors
/// When one cannot be read.
pub fn record(files: &[InputFile]) -> Result<Vec<InputRecord>, EditionError> {
    files.iter().map(record_one).collect()
}

fn record_one(file: &InputFile) -> Result<InputRecord, EditionError> {
    // The times before the bytes: a change in between then shows next time.
    let found = fs::metadata(&file.path).map_err(EditionError::io("read", &file.path))?;
    let (bytes, sha256) = hash(&file.path).map_err(EditionError::io("read", &file.path))?;
    Ok(InputRecord {
        name: file.name.clone(),
        bytes,
        modified_ns: modified_ns(&found),
        changed_ns: changed_ns(&found),
        sha256,
    })
}

fn hash(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok((bytes, hex(&hash.finalize()))),
            Ok(read) => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn modified_ns(found: &Metadata) -> i64 {
    // Without a time every file looks changed since, and hashes decide.
    let Ok(modified) = found.modified() else {
        return i64::MAX;
    };
    match modified.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |ns| -ns),
    }
}

#[cfg(unix)]
fn changed_ns(found: &Metadata) -> Option<i64> {
    use std::os::unix::fs::MetadataExt;
    found
        .ctime()
        .checked_mul(1_000_000_000)?
        .checked_add(found.ctime_nsec())
}

#[cfg(not(unix))]
fn changed_ns(_: &Metadata) -> Option<i64> {
    None
}

/// Leaves the record of what the current edition of a kind was made from.
///
/// `version` names format and rules: another one counts as a change.
///
/// # Errors
/// When it cannot be written.
pub fn write_inputs(
    locked: &Locked,
    kind: Kind,
    inputs: &[InputRecord],
    version: &str,
) -> Result<(), EditionError> {
    let mut inputs = inputs.to_vec();
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    write(
        locked,
        kind,
        &Sidecar {
            version: version.to_owned(),
            edition: current_name(locked.folder(), kind)?.unwrap_or_default(),
            inputs,
        },
    )
}

fn write(locked: &Locked, kind: Kind, sidecar: &Sidecar) -> Result<(), EditionError> {
    let path = locked.folder().join(kind.inputs());
    let text = serde_json::to_vec_pretty(sidecar)
        .map_err(|error| EditionError::io("write", &path)(error.into()))?;
    replace(&path, |out| out.write_all(&text))
}

/// Removes the record, so that the next question is answered with "changed".
pub(super) fn forget(folder: &Path, kind: Kind) -> Result<(), EditionError> {
    let path = folder.join(kind.inputs());
    match fs::remove_file(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other.map_err(EditionError::io("remove", &path)),
    }
}

fn current_name(folder: &Path, kind: Kind) -> Result<Option<String>, EditionError> {
    Ok(folder::current(folder, kind)?
        .as_deref()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned()))
}

/// Says whether the current edition of a kind was made from just these files.
///
/// Reads a file only when its times leave doubt, and then refreshes the record
/// if nobody is writing. Without an edition, or without a record that can be
/// read, the answer is no.
///
/// # Errors
/// When the file that names the edition or an input of the recorded size cannot be read.
pub fn unchanged(
    folder: &Path,
    kind: Kind,
    files: &[InputFile],
    version: &str,
) -> Result<bool, EditionError> {
    let Some(edition) = current_name(folder, kind)? else {
        return Ok(false);
    };
    let path = folder.join(kind.inputs());
    let (Ok(text), Ok(found)) = (fs::read(&path), fs::metadata(&path)) else {
        return Ok(false);
    };
    let Ok(sidecar) = serde_json::from_slice::<Sidecar>(&text) else {
        return Ok(false);
    };
    let Sidecar {
        version: recorded_version,
        edition: recorded_edition,
        inputs,
    } = &sidecar;
    if recorded_version != version || *recorded_edition != edition || inputs.len() != files.len() {
        return Ok(false);
    }
    let settled_before = modified_ns(&found).saturating_sub(TICK_NS);
    let mut refreshed = Vec::with_capacity(inputs.len());
    let mut hashed = false;
    for input in inputs {
        let Some(file) = files.iter().find(|file| file.name == input.name) else {
            return Ok(false);
        };
        let now = match fs::metadata(&file.path) {
            Ok(now) => now,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(EditionError::io("read", &file.path)(error)),
        };
        if now.len() != input.bytes {
            return Ok(false);
        }
        let same_times =
            modified_ns(&now) == input.modified_ns && changed_ns(&now) == input.changed_ns;
        if same_times
            && input.modified_ns.max(input.changed_ns.unwrap_or(i64::MIN)) < settled_before
        {
            refreshed.push(input.clone());
            continue;
        }
        let read = record_one(file)?;
        if read.sha256 != input.sha256 {
            return Ok(false);
        }
        hashed = true;
        refreshed.push(read);
    }
    if hashed {
        refresh(folder, kind, &sidecar, refreshed);
    }
    Ok(true)
}

/// Saves the next reader the hashing; failing to is no reason to fail.
fn refresh(folder: &Path, kind: Kind, read: &Sidecar, inputs: Vec<InputRecord>) {
    let Ok(Some(locked)) = try_lock(folder) else {
        return;
    };
    // A load may have finished between our reading and our lock.
    let same = fs::read(folder.join(kind.inputs()))
        .ok()
        .and_then(|text| serde_json::from_slice::<Sidecar>(&text).ok())
        .is_some_and(|now| now == *read);
    // Nothing else sweeps in a folder whose tables do not change again.
    let swept = folder::sweep_aside(&locked).is_ok();
    if same && swept {
        let sidecar = Sidecar {
            inputs,
            ..read.clone()
        };
        let _ = write(&locked, kind, &sidecar);
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::time::Duration;

    use super::*;
    use crate::edition::fixture;

    type Tested = Result<(), Box<dyn Error>>;

    const VERSION: &str = "format 1, rules v1";

    /// A case of two tables with a current edition and its record.
    struct Case {
        root: tempfile::TempDir,
        folder: PathBuf,
        files: Vec<InputFile>,
    }

    impl Case {
        fn loaded() -> Result<Case, Box<dyn Error>> {
            let root = tempfile::tempdir()?;
            let mut files = Vec::new();
            for name in ["people.csv", "claims.csv"] {
                let path = root.path().join(name);
                fs::write(&path, format!("the rows of {name}"))?;
                let name = name.to_owned();
                files.push(InputFile { name, path });
            }
            let folder = folder::open(root.path())?.path;
            let locked = folder::lock(&folder, |_| ())?;
            let records = record(&files)?;
            folder::write_edition(&locked, Kind::Full, fixture::small()?)?;
            write_inputs(&locked, Kind::Full, &records, VERSION)?;
            Ok(Case {
                root,
                folder,
                files,
            })
        }

        fn unchanged(&self) -> Result<bool, EditionError> {
            unchanged(&self.folder, Kind::Full, &self.files, VERSION)
        }

        fn sidecar(&self) -> Result<Sidecar, Box<dyn Error>> {
            Ok(serde_json::from_slice(&fs::read(
                self.folder.join("inputs"),
            )?)?)
        }

        /// Makes the record look as if written this much later than it was.
        fn age(&self, seconds: u64) -> Tested {
            let path = self.folder.join("inputs");
            let file = File::options().write(true).open(&path)?;
            file.set_modified(file.metadata()?.modified()? + Duration::from_secs(seconds))?;
            Ok(())
        }

        fn touch(&self, input: usize, seconds: u64) -> Tested {
            let file = File::options().write(true).open(&self.files[input].path)?;
            file.set_modified(file.metadata()?.modified()? + Duration::from_secs(seconds))?;
            Ok(())
        }
    }

    #[test]
    fn the_same_files_are_unchanged_in_any_order() -> Tested {
        let mut case = Case::loaded()?;
        assert!(case.unchanged()?);
        case.files.reverse();
        assert!(case.unchanged()?);
        case.age(60)?;
        assert!(case.unchanged()?);
        Ok(())
    }

    #[test]
    fn old_files_of_equal_size_and_times_are_not_read() -> Tested {
        let case = Case::loaded()?;
        let mut sidecar = case.sidecar()?;
        sidecar.inputs[0].sha256 = "of something else".to_owned();
        let text = serde_json::to_vec(&sidecar)?;
        fs::write(case.folder.join("inputs"), text)?;
        assert!(!case.unchanged()?, "so young that a change could hide");
        case.age(60)?;
        assert!(case.unchanged()?, "the hash was not asked for");
        Ok(())
    }

    #[test]
    fn a_touched_file_is_read_once_and_then_known() -> Tested {
        let case = Case::loaded()?;
        let before = case.sidecar()?;
        case.touch(0, 3600)?;
        // As a process leaves it that is killed right here.
        let left = case.folder.join(".inputs.half.tmp");
        fs::write(&left, "{")?;
        assert!(case.unchanged()?);
        assert!(!left.exists());
        let after = case.sidecar()?;
        assert_ne!(before, after);
        assert_eq!(
            before.inputs.iter().map(|i| &i.sha256).collect::<Vec<_>>(),
            after.inputs.iter().map(|i| &i.sha256).collect::<Vec<_>>()
        );
        Ok(())
    }

    #[test]
    fn other_bytes_of_the_same_size_and_time_are_a_change() -> Tested {
        let case = Case::loaded()?;
        let path = &case.files[0].path;
        let modified = fs::metadata(path)?.modified()?;
        fs::write(path, "the ROWS of people.csv")?;
        File::options()
            .write(true)
            .open(path)?
            .set_modified(modified)?;
        assert!(!case.unchanged()?);
        Ok(())
    }

    #[test]
    fn whatever_else_differs_is_a_change() -> Tested {
        let grown = Case::loaded()?;
        fs::write(&grown.files[1].path, "the rows of claims.csv, and one more")?;
        assert!(!grown.unchanged()?);

        let gone = Case::loaded()?;
        fs::remove_file(&gone.files[1].path)?;
        assert!(!gone.unchanged()?);

        let mut fewer = Case::loaded()?;
        let removed = fewer.files.remove(0);
        assert!(!fewer.unchanged()?);
        fewer.files.push(InputFile {
            name: "renamed.csv".to_owned(),
            ..removed
        });
        assert!(!fewer.unchanged()?);

        let case = Case::loaded()?;
        assert!(!unchanged(
            &case.folder,
            Kind::Full,
            &case.files,
            "format 2"
        )?);
        assert!(!unchanged(
            case.root.path(),
            Kind::Full,
            &case.files,
            VERSION
        )?);
        Ok(())
    }

    #[test]
    fn without_edition_or_record_there_is_nothing_to_rely_on() -> Tested {
        let case = Case::loaded()?;
        fs::write(case.folder.join("inputs"), "{ half")?;
        assert!(!case.unchanged()?);

        let case = Case::loaded()?;
        fs::write(case.folder.join("current"), "")?;
        assert!(!case.unchanged()?);

        // A load that was killed after switching leaves no record.
        let case = Case::loaded()?;
        let locked = folder::lock(&case.folder, |_| ())?;
        folder::write_edition(&locked, Kind::Full, fixture::small()?)?;
        assert!(!case.unchanged()?);
        Ok(())
    }
}
