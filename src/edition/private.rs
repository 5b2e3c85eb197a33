//! Folders and files that only this user can read.
//!
//! What is loaded may be unpublished, and names people. On systems with
//! permission bits these are set when a thing is made, never after; elsewhere
//! the user's own folders protect it. Which paths are meant is for `folder`.

use std::collections::hash_map::RandomState;
use std::fs::DirBuilder;
use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::hash::BuildHasher;
use std::io;
use std::path::Path;

/// Makes folders that only this user can look into.
#[cfg(unix)]
pub(super) fn private_folder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
pub(super) fn private_folder() -> DirBuilder {
    DirBuilder::new()
}

/// Takes rights from others, where the file system knows rights.
#[cfg(unix)]
pub(super) fn make_private(path: &Path, found: &Metadata) {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = found.permissions();
    if permissions.mode() & 0o777 != 0o700 {
        permissions.set_mode(0o700);
        // Some file systems have no rights to set; the folder is used as it is.
        let _ = std::fs::set_permissions(path, permissions);
    }
}

#[cfg(not(unix))]
pub(super) fn make_private(_: &Path, _: &Metadata) {}

/// Says whether a folder is this user's and nobody else can look into it.
#[cfg(unix)]
pub(super) fn is_private(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.mode() & 0o077 == 0 && this_user() == Some(found.uid())
}

#[cfg(not(unix))]
pub(super) fn is_private(_: &Metadata) -> bool {
    // The temporary folder of these systems is the user's own.
    true
}

/// Gives the number of the user we run as; the standard library cannot say.
#[cfg(unix)]
pub(super) fn this_user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    if let Ok(found) = std::fs::metadata("/proc/self") {
        return Some(found.uid());
    }
    // A new file belongs to whoever makes it.
    let path = std::env::temp_dir().join(format!("nutgraf-{:032x}", unguessable()));
    let owner = new_file(&path).and_then(|file| file.metadata()).ok()?.uid();
    let _ = std::fs::remove_file(&path);
    Some(owner)
}

#[cfg(not(unix))]
pub(super) fn this_user() -> Option<u32> {
    None
}

/// Gives a number that another process cannot know beforehand.
pub(super) fn unguessable() -> u128 {
    // The standard library seeds each state of a hash map from the system.
    let half = || u128::from(RandomState::new().hash_one(std::process::id()));
    half() << 64 | half()
}

/// Has a file that is made with these options readable by this user only.
#[cfg(unix)]
pub(super) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
pub(super) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Makes a file to write to that was not there, not even as a link.
pub(super) fn new_file(path: &Path) -> io::Result<File> {
    owner_only(OpenOptions::new().write(true).create_new(true)).open(path)
}
