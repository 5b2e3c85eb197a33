//! A disk that is full, and one that cannot be written: file systems in
//! memory, of a size of our choice, mounted where only the test sees them.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::stage::{Stage, Way, copy_folder, whole};

/// Copies the case to a new file system that has `$2` kilobytes left then, or
/// cannot be written, loads it, copies out what is left; then again with room.
const SCRIPT: &str = r#"
set -eu
case=$1 size=$2 out=$3 nutgraf=$4
disk=$out/disk
mkdir "$disk" "$out/temporary"
mount -t tmpfs -o size=64m tmpfs "$disk"
cp -a "$case" "$disk/case"
case $size in
read-only) mount -o remount,ro "$disk" ;;
*)
    used=$(df -k --output=used "$disk" | tail -n 1)
    mount -o remount,size="$((used + size))k" "$disk"
    ;;
esac
TMPDIR=$out/temporary
export TMPDIR
code=0
"$nutgraf" load "$disk/case" >"$out/said" 2>"$out/err" || code=$?
echo "$code" >"$out/code"
[ ! -d "$disk/case/.nutgraf" ] || cp -a "$disk/case/.nutgraf" "$out/left"
mount -o remount,rw,size=64m "$disk"
rm -rf "$out/temporary"/*
"$nutgraf" load "$disk/case" >>"$out/said" 2>&1
cp -a "$disk/case/.nutgraf" "$out/after"
umount "$disk"
"#;

/// What a load on such a disk left.
struct Left {
    code: i32,
    err: String,
}

/// Runs the script where mounting is allowed, and puts what was left into the stage.
fn on_disk(stage: &Stage, way: Way, size: &str) -> Left {
    stage.reset(way);
    let out = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| out.path().join(name);
    // Root may mount; others may where they are root of a name space of their own.
    let run = Command::new("unshare")
        .args(["--mount", "--map-root-user", "--", "sh", "-c", SCRIPT, "sh"])
        .arg(stage.case())
        .arg(size)
        .arg(out.path())
        .arg(env!("CARGO_BIN_EXE_nutgraf"))
        .output()
        .expect("`unshare` runs; on Debian: apt-get install util-linux mount");
    assert!(
        run.status.success(),
        "as root, or where users may have name spaces of their own: {}",
        String::from_utf8_lossy(&run.stderr)
    );
    let _ = fs::remove_dir_all(stage.editions());
    if path("left").exists() {
        copy_folder(&path("left"), &stage.editions());
    }
    let code = fs::read_to_string(path("code")).expect("the load ended");
    Left {
        code: code.trim().parse().expect("a number"),
        err: fs::read_to_string(path("err")).expect("it was written"),
    }
}

/// The bytes of the files in a folder.
fn bytes(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).expect("the folder is there");
    files
        .map(|file| {
            let file = file.and_then(|file| file.metadata());
            file.expect("the folder can be read").len()
        })
        .sum()
}

#[test]
fn a_full_disk_leaves_one_edition_whole() {
    let stage = Stage::of(if whole() { 2_000 } else { 150 });
    let (mut failed, mut loaded) = (0, 0);
    for way in [Way::Again, Way::First] {
        stage.reset(way);
        stage.must_start_again(way, "with room");
        let more = bytes(&stage.editions()) / 1024;
        // From a single page to enough for both editions and everything beside them.
        let steps = if whole() { 60 } else { 14 };
        for step in 0..=steps {
            let size = 4 + (more + 160) * step / steps;
            let left = on_disk(&stage, way, &size.to_string());
            let what = format!("{way:?}, {size} KB left: {}", left.err);
            match left.code {
                0 => loaded += 1,
                code => {
                    failed += 1;
                    assert_eq!(code, 4, "{what}");
                    assert!(left.err.contains("No space left"), "{what}");
                    let rest = stage.leftovers(way);
                    assert!(rest.is_empty(), "{what} left {rest:?}");
                }
            }
            let was_new = stage.must_hold(way, &what);
            assert!(was_new || left.code != 0, "{what}");
        }
    }
    assert!(failed > 3 && loaded > 1, "{failed} failed, {loaded} loaded");
}

#[test]
fn a_disk_that_cannot_be_written_is_answered_from_a_private_folder() {
    let stage = Stage::of(100);
    for way in [Way::Again, Way::First] {
        let left = on_disk(&stage, way, "read-only");
        assert_eq!(left.code, 0, "{way:?}: {}", left.err);
        assert!(left.err.contains("cannot be written"), "{}", left.err);
        assert!(left.err.contains("only you can read"), "{}", left.err);
        if way == Way::First {
            assert!(!stage.editions().exists());
            continue;
        }
        assert!(
            !stage.must_hold(way, "read-only"),
            "it was not to be written"
        );
    }
}
