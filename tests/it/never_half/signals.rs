//! Ctrl-C, and a polite request to end: nothing is left, not even until the
//! next start, and it is said what holds.

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::thread::sleep;

use super::moments::Moments;
use super::stage::{Stage, Way, names, told, whole};

#[test]
fn a_signal_in_the_middle_of_a_load_leaves_nothing() {
    let stage = Stage::of(if whole() { 5_000 } else { 300 });
    let mut moments = Moments::of(&stage, 5);
    let (mut stopped, turns) = (0, if whole() { 600 } else { 60 });
    for turn in 0..turns {
        let way = Way::ALL[turn % 3];
        let (name, number) = [("INT", 2), ("TERM", 15)][turn / 3 % 2];
        stage.reset(way);
        let moment = moments.next();
        let mut load = stage
            .command(way)
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        sleep(moment);
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {}", load.id())])
            .stderr(Stdio::null())
            .status();
        sent.expect("a shell runs");
        let status = load.wait().expect("it was started");
        let mut said = String::new();
        let mut err = load.stderr.take().expect("it was piped");
        err.read_to_string(&mut said).expect("text");
        let what = format!("SIG{name}, {way:?}, after {moment:?}: {status:?} {said}");
        let left = stage.leftovers(way);
        assert!(left.is_empty(), "{what} left {left:?}");
        if way != Way::File && stage.editions().exists() {
            let mut editions = names(&stage.editions());
            editions.retain(|name| name.ends_with(".edition"));
            assert!(editions.len() <= 1, "{what} left {editions:?}");
        }
        moments.came_in_time(!status.success());
        match (status.code(), status.signal()) {
            (Some(0), _) => {}
            (code, signal) => {
                assert_eq!((code, signal), (None, Some(number)), "{what}");
                // Nothing is said before anything was begun.
                assert!(said.is_empty() || said.contains("stopped; "), "{what}");
                stopped += usize::from(!said.is_empty());
            }
        }
        let was_new = stage.must_hold(way, &what);
        if said.contains("complete and in place") {
            assert!(was_new, "{what}");
        }
        if said.contains("nothing was loaded") && way != Way::File {
            assert!(!was_new, "{what}");
        }
    }
    told(&format!("{stopped} of {turns} were stopped in the middle"));
    assert!(stopped > 0, "no signal came in the middle of a load");
}

/// Whoever starts a load with `nohup` or in the background of a script wants
/// the signal not to reach it.
#[test]
fn a_signal_that_is_to_be_ignored_is_ignored() {
    let stage = Stage::of(100);
    for delay in ["0", "0.01", "0.03", "0.1"] {
        stage.reset(Way::Again);
        let line =
            format!("trap '' INT; \"$@\" & load=$!; sleep {delay}; kill -INT $load; wait $load");
        let status = Command::new("sh")
            .args(["-c", &line, "sh", env!("CARGO_BIN_EXE_nutgraf")])
            .args(stage.load(Way::Again))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("a shell runs");
        assert!(status.success(), "after {delay} s: {status:?}");
        assert!(stage.must_hold(Way::Again, "an ignored signal"));
    }
}
