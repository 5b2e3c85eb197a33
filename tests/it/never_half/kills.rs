//! Killed (`kill -9`) at random moments, and at every file operation.

use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::stage::{Stage, Way, told, whole};
use crate::query_graph::Random;

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
    let mut random = Random::new(3);
    // How long an undisturbed load takes here and now; the test only spreads
    // its moments over it.
    let mut longest = Duration::ZERO;
    for way in Way::ALL {
        stage.reset(way);
        let began = Instant::now();
        let status = stage.command(way).status().expect("it runs");
        assert!(status.success());
        longest = longest.max(began.elapsed());
    }
    let kills = if whole() { 1_000 } else { 200 };
    let (mut killed, mut new) = (0, 0);
    for kill in 0..kills {
        let way = [Way::Again, Way::Again, Way::First, Way::File][kill % 4];
        stage.reset(way);
        let moment = longest.mul_f64(random.below(1_000) as f64 / 1_000.0);
        let mut load = stage.command(way).spawn().expect("it runs");
        sleep(moment);
        load.kill().expect("it is ours to kill");
        let status = load.wait().expect("it was started");
        killed += usize::from(status.signal() == Some(9));
        new += usize::from(stage.must_hold(way, &format!("kill {kill}, {way:?}, {moment:?}")));
    }
    // Nearly all of them hit; were it none, nothing would have been tested.
    assert!(killed > kills / 4, "{killed} of {kills} were killed");
    told(&format!(
        "{killed} of {kills} killed, {new} found the new edition in place"
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
