//! The editions of one case on disk: written aside, switched, swept.
//!
//! Takes a built edition and leaves it in the private folder of its case
//! (`place`) as `<content id>.edition`, named by the one line of `current`; a
//! redacted one lies beside it and has files of its own ([`Kind`]). Writers hold
//! a lock; readers need none, since no file is changed in place. When to load
//! again is for the caller, who asks [`unchanged`].

use std::fs;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::edition::aside::Aside;
use crate::edition::aside::Switch;
use crate::edition::aside::TEMPORARY;
use crate::edition::aside::replace;
use crate::edition::aside::sweep_beside;
use crate::edition::aside::sync_folder;
use crate::edition::build::Built;
use crate::edition::error::EditionError;
use crate::edition::inputs::forget;
use crate::edition::kind::Kind;
use crate::edition::layout::MAGIC;
use crate::edition::reader::Edition;

pub use crate::edition::aside::abandon;
pub use crate::edition::inputs::InputFile;
pub use crate::edition::inputs::InputRecord;
pub use crate::edition::inputs::record;
pub use crate::edition::inputs::unchanged;
pub use crate::edition::inputs::write_inputs;
pub use crate::edition::lock::Locked;
pub use crate::edition::lock::lock;
pub use crate::edition::place::Folder;
pub use crate::edition::place::candidates;
pub use crate::edition::place::open;

// What an edition is called before its content is known.
const UNNAMED: &str = "edition";
const EDITION: &str = ".edition";
// A load takes far longer than a look, so a second look is nearly always enough.
const LOOKS: u32 = 5;

/// Puts an edition into the folder, makes it the current one of its kind and
/// sweeps those that are current no more.
///
/// Killed or failing at any point, it leaves the old edition current or the
/// new one. Readers keep what they have open. What [`unchanged`] compares with
/// is gone afterwards, until [`write_inputs`].
///
/// # Errors
/// When a file cannot be written, synced, renamed or removed.
pub fn write_edition(locked: &Locked, kind: Kind, built: Built) -> Result<PathBuf, EditionError> {
    let folder = locked.folder();
    // Its name, the content id, is known only when it is written.
    let aside = Aside::new(&folder.join(UNNAMED)).and_then(|aside| {
        let content_id = aside.write(|out| built.write_to(out))?;
        Ok((aside, content_id))
    });
    let (aside, content_id) = aside.map_err(EditionError::io("write an edition to", folder))?;
    let name = format!("{content_id}{}", kind.ending());
    let path = folder.join(&name);
    let switch = Switch::begin();
    // The record of inputs belongs to the edition before. Were it to stay and
    // we to stop halfway, old tables put back would pass for loaded ones.
    forget(folder, kind)?;
    sync_folder(folder)?;
    aside
        .rename(&path)
        .map_err(EditionError::io("write", &path))?;
    sync_folder(folder)?;
    let current = folder.join(kind.pointer());
    replace(&current, |out| writeln!(out, "{name}"))?;
    sweep(folder)?;
    switch.done();
    Ok(path)
}

/// Takes away the current edition of a kind: one made from tables that have
/// changed may name what they name no more.
///
/// # Errors
/// When a file cannot be removed.
pub fn remove_edition(locked: &Locked, kind: Kind) -> Result<(), EditionError> {
    let folder = locked.folder();
    forget(folder, kind)?;
    let pointer = folder.join(kind.pointer());
    match fs::remove_file(&pointer) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        other => other.map_err(EditionError::io("remove", &pointer))?,
    }
    sweep(folder)
}

/// Finds the current edition of a kind; none when it names no file that is there.
///
/// By the time it is opened a load may have swept it: see [`open_current`].
///
/// # Errors
/// When the file that names it is there and cannot be read.
pub fn current(folder: &Path, kind: Kind) -> Result<Option<PathBuf>, EditionError> {
    look(folder, kind, |path| path.is_file().then(|| path.to_owned()))
}

/// Opens the current edition of a kind, if there is one.
///
/// # Errors
/// When it is there and cannot be opened, see [`Edition::open`].
pub fn open_current(folder: &Path, kind: Kind) -> Result<Option<Edition>, EditionError> {
    let opened = look(folder, kind, |path| match Edition::open(path) {
        Err(EditionError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => None,
        opened => Some(opened),
    })?;
    opened.transpose()
}

/// Asks for what `current` names until it is there, a few times.
///
/// Between reading the name and using it a load may have switched to another
/// edition and swept this one; the next look then finds the new name.
fn look<T>(
    folder: &Path,
    kind: Kind,
    find: impl Fn(&Path) -> Option<T>,
) -> Result<Option<T>, EditionError> {
    for _ in 0..LOOKS {
        let Some(path) = named(folder, kind)? else {
            return Ok(None);
        };
        if let Some(found) = find(&path) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Gives the path that `current` names, if it is one of ours.
fn named(folder: &Path, kind: Kind) -> Result<Option<PathBuf>, EditionError> {
    let path = folder.join(kind.pointer());
    let line = match fs::read_to_string(&path) {
        Ok(line) => line,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        // Not text, so not ours: as good as absent, a load mends it.
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(None),
        Err(error) => return Err(EditionError::io("read", &path)(error)),
    };
    let name = line.trim_end();
    // Anything else, such as a path to elsewhere, is not followed.
    let is_ours = name
        .strip_suffix(kind.ending())
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit()));
    Ok(is_ours.then(|| folder.join(name)))
}

/// Removes what earlier loads left: every edition that is not current, and
/// every temporary file.
fn sweep(folder: &Path) -> Result<(), EditionError> {
    let mut keep = Vec::new();
    for kind in Kind::ALL {
        keep.extend(named(folder, kind)?);
    }
    remove_all(folder, |name| {
        (name.ends_with(EDITION) || name.ends_with(TEMPORARY)) && !keep.contains(&folder.join(name))
    })?;
    sync_folder(folder)
}

/// Removes every temporary file. Only whoever holds the lock writes here, so
/// all of them are stale.
pub(super) fn sweep_aside(locked: &Locked) -> Result<(), EditionError> {
    remove_all(locked.folder(), |name| name.ends_with(TEMPORARY))
}

fn remove_all(folder: &Path, is_stale: impl Fn(&str) -> bool) -> Result<(), EditionError> {
    let entries = fs::read_dir(folder).map_err(EditionError::io("read", folder))?;
    for entry in entries {
        let entry = entry.map_err(EditionError::io("read", folder))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if is_stale(name) {
            match fs::remove_file(entry.path()) {
                // Windows keeps a file that a reader has open; the next load tries again.
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                other => other.map_err(EditionError::io("remove", &entry.path()))?,
            }
        }
    }
    Ok(())
}

/// Writes an edition to a path the user named, readable by this user only.
///
/// It is whole at once or not there; an edition that was there is replaced.
/// Gives the content id.
///
/// # Errors
/// When it cannot be written, or something that is no edition is there.
pub fn write_file(path: &Path, built: Built) -> Result<String, EditionError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(EditionError::io("read", path)(error)),
        // A table named by mistake must not be lost.
        Ok(found) if !found.is_file() || !begins_like_an_edition(path)? => {
            return Err(EditionError::NotOurs {
                path: path.to_owned(),
            });
        }
        Ok(_) => {}
    }
    sweep_beside(path);
    replace(path, |out| built.write_to(out))
}

fn begins_like_an_edition(path: &Path) -> Result<bool, EditionError> {
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut start))
        .map_err(EditionError::io("read", path))?;
    Ok(start == MAGIC)
}

#[cfg(test)]
mod tests {
    use std::error::Error;
    use std::io;
    use std::thread;

    use super::*;
    use crate::edition::fixture;
    use crate::edition::lock::LOCK;
    use crate::edition::place::FOLDER;
    use crate::edition::place::temporary;
    use crate::edition::place::temporary_name;

    type Tested = Result<(), Box<dyn Error>>;

    fn names(folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn put(folder: &Path, seed: u64) -> Result<PathBuf, EditionError> {
        let built = fixture::built(&fixture::triples(seed, 30), &fixture::places(seed, 3))?;
        write_edition(&lock(folder, |_| ())?, Kind::Full, built)
    }

    #[test]
    fn the_last_edition_is_current_and_alone() -> Tested {
        let case = tempfile::tempdir()?;
        let folder = open(case.path())?;
        assert!(!folder.temporary);
        let folder = folder.path;
        assert_eq!(current(&folder, Kind::Full)?, None);
        assert!(open_current(&folder, Kind::Full)?.is_none());

        let first = put(&folder, 1)?;
        let reader = open_current(&folder, Kind::Full)?.ok_or("no edition")?;
        fs::write(folder.join(".current.12.tmp"), "left by a killed load")?;
        let second = put(&folder, 2)?;
        assert_ne!(first, second);
        assert_eq!(current(&folder, Kind::Full)?, Some(second.clone()));
        let name = second.file_name().ok_or("no name")?.to_string_lossy();
        assert_eq!(
            names(&folder)?,
            [".gitignore", &name, "current", "lock"].map(str::to_owned)
        );
        assert_eq!(
            fs::read_to_string(folder.join("current"))?,
            format!("{name}\n")
        );
        assert!(reader.verify().is_empty(), "a reader keeps what it opened");
        assert_eq!(candidates(case.path()).len(), 1);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_and_its_files_are_for_one_user() -> Tested {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| -> io::Result<u32> {
            Ok(fs::metadata(path)?.permissions().mode() & 0o777)
        };
        let case = tempfile::tempdir()?;
        fs::create_dir(case.path().join(FOLDER))?;
        let folder = open(case.path())?.path;
        assert_eq!(mode(&folder)?, 0o700);
        assert_eq!(fs::read_to_string(folder.join(".gitignore"))?, "*\n");
        put(&folder, 1)?;
        for name in names(&folder)? {
            assert_eq!(mode(&folder.join(&name))?, 0o600, "{name}");
        }
        Ok(())
    }

    #[test]
    fn an_ignore_file_that_says_nothing_is_written_again() -> Tested {
        let case = tempfile::tempdir()?;
        let path = case.path().join(FOLDER).join(".gitignore");
        open(case.path())?;
        for (found, expected) in [("", "*\n"), ("*.csv\n", "*.csv\n")] {
            fs::write(&path, found)?;
            open(case.path())?;
            assert_eq!(fs::read_to_string(&path)?, expected);
        }
        Ok(())
    }

    #[test]
    fn a_current_that_names_no_edition_is_none() -> Tested {
        let case = tempfile::tempdir()?;
        let folder = open(case.path())?.path;
        fs::write(case.path().join("ab.edition"), "x")?;
        for line in [
            &b""[..],
            b"ab.edition\n",
            b"../ab.edition\n",
            b"/etc/passwd\n",
            b".edition",
            b"\xff\xfe",
        ] {
            fs::write(folder.join("current"), line)?;
            assert_eq!(current(&folder, Kind::Full)?, None, "{line:?}");
        }
        Ok(())
    }

    #[test]
    fn two_writers_and_a_reader_see_whole_editions_only() -> Tested {
        let case = tempfile::tempdir()?;
        let folder = open(case.path())?.path;
        put(&folder, 0)?;
        thread::scope(|scope| -> Tested {
            let write = |seed: u64| {
                let folder = &folder;
                move || (0..15).try_for_each(|turn| put(folder, seed + turn % 3).map(|_| ()))
            };
            let writers = [scope.spawn(write(10)), scope.spawn(write(20))];
            while !writers.iter().all(|writer| writer.is_finished()) {
                let edition = open_current(&folder, Kind::Full)?.ok_or("no edition in between")?;
                assert!(edition.verify().is_empty());
            }
            for writer in writers {
                writer.join().map_err(|_| "a writer panicked")??;
            }
            Ok(())
        })?;
        let editions = names(&folder)?;
        assert_eq!(editions.len(), 4, "{editions:?}");
        Ok(())
    }

    #[test]
    fn a_case_that_cannot_be_written_gets_a_temporary_folder() -> Tested {
        let case = tempfile::tempdir()?;
        let expected = temporary_name(case.path())?;
        let path = temporary(case.path())?;
        assert_eq!(path, expected);
        assert_eq!(temporary(case.path())?, path, "the same one again");
        put(&path, 1)?;
        assert!(open_current(&path, Kind::Full)?.is_some());
        let found = candidates(case.path());
        fs::remove_dir_all(&path)?;
        assert_eq!(
            found,
            [Folder {
                path,
                temporary: true
            }]
        );
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn rights_decide_where_editions_go() -> Tested {
        use std::os::unix::fs::PermissionsExt;
        let case = tempfile::tempdir()?;
        fs::set_permissions(case.path(), fs::Permissions::from_mode(0o500))?;
        let folder = open(case.path())?;
        // Whoever runs as root may write anywhere.
        let could_write = fs::write(case.path().join("probe"), "").is_ok();
        fs::set_permissions(case.path(), fs::Permissions::from_mode(0o700))?;
        assert_eq!(folder.temporary, !could_write);
        put(&folder.path, 1)?;
        if folder.temporary {
            fs::remove_dir_all(&folder.path)?;
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_temporary_folder_that_another_made_is_not_used() -> Tested {
        use std::os::unix::fs::PermissionsExt;
        use std::os::unix::fs::symlink;
        let case = tempfile::tempdir()?;
        let elsewhere = tempfile::tempdir()?;
        let expected = temporary_name(case.path())?;

        symlink(elsewhere.path(), &expected)?;
        let chosen = temporary(case.path())?;
        fs::remove_file(&expected)?;
        fs::remove_dir_all(&chosen)?;
        assert_ne!(chosen, expected);
        assert!(names(elsewhere.path())?.is_empty());

        fs::create_dir(&expected)?;
        fs::set_permissions(&expected, fs::Permissions::from_mode(0o777))?;
        let chosen = temporary(case.path())?;
        let found = candidates(case.path());
        fs::remove_dir_all(&expected)?;
        fs::remove_dir_all(&chosen)?;
        assert_ne!(chosen, expected);
        assert!(found.is_empty());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_case_from_elsewhere_are_not_followed() -> Tested {
        use std::os::unix::fs::symlink;
        let elsewhere = tempfile::tempdir()?;
        let victim = elsewhere.path().join("victim");
        fs::write(&victim, "keep me")?;

        let case = tempfile::tempdir()?;
        symlink(elsewhere.path(), case.path().join(FOLDER))?;
        assert!(matches!(
            open(case.path()),
            Err(EditionError::Foreign { .. })
        ));
        assert!(candidates(case.path()).is_empty());

        let case = tempfile::tempdir()?;
        let folder = case.path().join(FOLDER);
        fs::create_dir(&folder)?;
        symlink(&victim, folder.join(LOCK))?;
        assert!(open(case.path()).is_err());
        fs::remove_file(folder.join(LOCK))?;
        open(case.path())?;
        symlink(&victim, folder.join("current"))?;
        put(&folder, 1)?;
        assert_eq!(fs::read_to_string(&victim)?, "keep me");
        assert_eq!(names(elsewhere.path())?, ["victim"]);
        Ok(())
    }

    #[test]
    fn a_named_file_is_replaced_only_if_it_is_an_edition() -> Tested {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("x.edition");
        let built = || fixture::small();
        write_file(&path, built()?)?;
        write_file(&path, built()?)?;
        assert_eq!(names(folder.path())?, ["x.edition"]);
        let table = folder.path().join("people.csv");
        fs::write(&table, "id,name\n")?;
        for path in [&table, folder.path()] {
            assert!(matches!(
                write_file(path, built()?),
                Err(EditionError::NotOurs { .. })
            ));
        }
        assert_eq!(fs::read_to_string(&table)?, "id,name\n");
        assert!(write_file(&folder.path().join("no/such/x.edition"), built()?).is_err());
        assert_eq!(names(folder.path())?, ["people.csv", "x.edition"]);
        Ok(())
    }
}
