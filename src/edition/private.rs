//! Folders and files that only this user can read.
//!
//! What is loaded may be unpublished, and names people. On systems with
//! permission bits these are set when a thing is made, never after; elsewhere
//! the user's own folders protect it. Which paths are meant is for `folder`.

use std::fs;
use std::fs::DirBuilder;
use std::fs::File;
use std::fs::Metadata;
use std::fs::OpenOptions;
use std::io;
use std::path::Path;

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

#[cfg(unix)]
pub(super) fn make_private(path: &Path, found: &Metadata) {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = found.permissions();
    if permissions.mode() & 0o777 != 0o700 {
        permissions.set_mode(0o700);
        // Some file systems have no rights to set; the folder is used as it is.
        let _ = fs::set_permissions(path, permissions);
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

/// Asks the file system who we are, by making a file and looking at its owner.
#[cfg(unix)]
fn this_user() -> Option<u32> {
    use std::collections::hash_map::RandomState;
    use std::hash::BuildHasher;
    use std::os::unix::fs::MetadataExt;
    let random = RandomState::new().hash_one(std::process::id());
    let path = std::env::temp_dir().join(format!("nutgraf-{random:016x}.tmp"));
    let file = new_file(&path).ok()?;
    let owner = file.metadata().map(|found| found.uid()).ok();
    let _ = fs::remove_file(&path);
    owner
}

#[cfg(unix)]
pub(super) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
pub(super) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

pub(super) fn new_file(path: &Path) -> io::Result<File> {
    owner_only(OpenOptions::new().write(true).create_new(true)).open(path)
}
