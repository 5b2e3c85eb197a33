//! A file operation that fails: no space, a bad disk, no rights, no descriptors.

use std::os::unix::process::ExitStatusExt;

use super::stage::{Ended, Stage, Way, told, whole};

/// Calls, and the errors they can give.
const FAULTS: [(&str, &[&str]); 16] = [
    ("write", &["ENOSPC", "EIO"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("fdatasync", &["EIO"]),
    ("rename", &["EIO", "ENOSPC"]),
    ("unlink", &["EIO", "EROFS"]),
    ("ftruncate", &["EIO"]),
    ("fallocate", &["ENOSPC"]),
    ("mkdir", &["ENOSPC", "EROFS"]),
    ("fchmod", &["EPERM"]),
    ("flock", &["EIO"]),
    ("openat", &["EMFILE", "EROFS", "EIO"]),
    ("getdents64", &["EIO"]),
    ("read", &["EIO"]),
    ("statx", &["EIO"]),
    ("clone3", &["EAGAIN"]),
    ("mmap", &["ENOMEM"]),
];

/// Whether a failure ended as a failure may: said, with an exit code of ours.
fn ended_well(call: &str, ended: &Ended) -> bool {
    let Ended { status, err } = ended;
    match (status.code(), status.signal()) {
        (Some(0), _) => true,
        // A file cannot be read or written, standard error included.
        (Some(4), _) => !err.trim().is_empty() || call == "write",
        // The program could not even start.
        (Some(127), _) => ["openat", "read", "mmap"].contains(&call),
        (None, Some(11)) => call == "mmap" && err.is_empty(),
        // Out of memory, a Rust program is ended by the standard library; also
        // before it begins, where a second stack is made for telling of overflows.
        (None, Some(6)) => {
            call == "mmap"
                && [
                    "memory allocation",
                    "failed to allocate an alternative stack",
                ]
                .iter()
                .any(|words| err.contains(words))
        }
        (Some(_) | None, _) => false,
    }
}

#[test]
fn a_failing_file_operation_leaves_one_edition_whole() {
    let stage = Stage::of(if whole() { 2_000 } else { 100 });
    let mut total = 0;
    for way in Way::ALL {
        for (call, errors) in FAULTS {
            let often = ["openat", "read", "statx", "mmap", "getdents64"].contains(&call);
            let step = match (whole(), way, often) {
                (true, _, _) | (false, Way::Again, false) => 1,
                (false, _, false) => 2,
                (false, Way::Again, true) => 7,
                (false, _, true) => 17,
            };
            // Each error at every place, or one after the other.
            let rounds = if whole() { errors.len() } else { 1 };
            for round in 0..rounds {
                for when in (1..).step_by(step) {
                    let error = errors[(round + when / step) % errors.len()];
                    stage.reset(way);
                    let (ended, done) =
                        stage.traced(way, call, &format!("error={error}:when={when}"));
                    let what = format!("{way:?}, {error} at {call} {when}");
                    if !done {
                        assert!(ended.status.success(), "{what}: {}", ended.err);
                        break;
                    }
                    total += 1;
                    assert!(ended_well(call, &ended), "{what}: {ended:?}");
                    let succeeded = ended.status.success();
                    // What cannot be removed stays until it can.
                    if call != "unlink" && ended.status.code().is_some() {
                        let left = stage.leftovers(way);
                        assert!(left.is_empty(), "{what}: {left:?} is left");
                    }
                    let elsewhere = ended.err.contains("which only you can read");
                    let was_new = stage.must_hold(way, &what);
                    assert!(
                        was_new || elsewhere || !succeeded,
                        "{what}: loaded, it said"
                    );
                }
            }
        }
    }
    assert!(total > 80, "only {total} operations were found");
    told(&format!("{total} operations failed"));
}

/// A whole run of failures, as a disk that stays full or broken gives them.
#[test]
fn a_disk_that_stays_broken_leaves_the_old_edition() {
    let stage = Stage::of(100);
    for (call, error) in [
        ("write", "ENOSPC"),
        ("write", "EIO"),
        ("fsync", "EIO"),
        ("rename", "EIO"),
        ("unlink", "EIO"),
    ] {
        for way in [Way::Again, Way::File] {
            stage.reset(way);
            let (ended, done) = stage.traced(way, call, &format!("error={error}:when=1+"));
            let what = format!("{way:?}, {error} at every {call}");
            // To a named file nothing has to be removed.
            assert!(done || (call == "unlink" && way == Way::File), "{what}");
            assert!(ended_well(call, &ended), "{what}: {ended:?}");
            let was_new = stage.must_hold(way, &what);
            assert_eq!(was_new, !done, "{what}");
        }
    }
}
