//! Killed (`kill -9`) at random moments, and at every file operation.

use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::thread::sleep;
use std::time::SystemTime;

use super::moments::Moments;
use super::stage::{Stage, Way, told, whole};

/// Calls that read or change what is on disk, or lock it.
const CALLS: [&str; 12] = [
    "openat",
    "write",
    "fsync",
    "fdatasync",
    "rename",
    "unlink",
    "ftruncate",
    "flock",
    "mkdir",
    "getdents64",
    "fallocate",
    "mmap",
];

#[test]
fn killed_at_random_moments_it_leaves_one_edition_whole() {
    let stage = Stage::of(if whole() { 5_000 } else { 300 });
    let mut moments = Moments::of(&stage, 3);
    let kills = if whole() { 1_000 } else { 200 };
    let (mut killed, mut ended, mut new) = (0, 0, 0);
    while killed < kills {
        let way = [Way::Again, Way::Again, Way::First, Way::File][(killed + ended) % 4];
        stage.reset(way);
        let moment = moments.next();
        let mut load = stage.command(way).spawn().expect("it runs");
        sleep(moment);
        load.kill().expect("it is ours to kill");
        let status = load.wait().expect("it was started");
        let what = format!("kill {killed}, {way:?}, {moment:?}: {status:?}");
        let hit = status.signal() == Some(9);
        moments.came_in_time(hit);
        if hit {
            killed += 1;
        } else {
            assert!(status.success(), "{what}");
            ended += 1;
        }
        new += usize::from(stage.must_hold(way, &what));
    }
    told(&format!(
        "{killed} killed, {ended} ended before, {new} found the new edition in place"
    ));
}

#[test]
fn killed_at_every_file_operation_it_leaves_one_edition_whole() {
    let stage = Stage::of(if whole() { 2_000 } else { 100 });
    let mut total = 0;
    for way in Way::ALL {
        // The way of most loads at every call, the others at those that change something.
        for call in CALLS {
            let changes = !["openat", "getdents64", "mmap", "flock"].contains(&call);
            let step = match (whole(), way, changes) {
                (true, _, _) | (false, Way::Again, true) => 1,
                (false, _, true) => 2,
                (false, Way::Again, false) => 4,
                (false, _, false) => 9,
            };
            for when in (1..).step_by(step) {
                stage.reset(way);
                let (ended, done) = stage.traced(way, call, &format!("signal=KILL:when={when}"));
                let what = format!("{way:?}, killed at {call} {when}");
                if !done {
                    assert!(ended.status.success(), "{what}: {}", ended.err);
                    break;
                }
                total += 1;
                stage.must_hold(way, &what);
            }
        }
    }
    assert!(total > 50, "only {total} operations were found");
    told(&format!("killed at {total} operations"));
}

/// A table that was touched and not changed: only the record of inputs is
/// written anew.
#[test]
fn killed_while_it_notes_that_nothing_changed_it_leaves_nothing() {
    let stage = Stage::of(100);
    let mut total = 0;
    for call in [
        "openat",
        "write",
        "fsync",
        "rename",
        "unlink",
        "flock",
        "ftruncate",
    ] {
        for when in (1..).step_by(if call == "openat" { 5 } else { 1 }) {
            stage.reset(Way::Again);
            stage.must_start_again(Way::Again, "undisturbed");
            let table = File::options()
                .write(true)
                .open(stage.case().join("people.csv"))
                .expect("a table");
            table
                .set_modified(SystemTime::now())
                .expect("ours to touch");
            let (_, done) = stage.traced(Way::Again, call, &format!("signal=KILL:when={when}"));
            if !done {
                break;
            }
            total += 1;
            stage.must_hold(
                Way::Again,
                &format!("nothing changed, killed at {call} {when}"),
            );
        }
    }
    assert!(total > 10, "only {total} operations were found");
}
