//! Several at once: loads beside loads, questions beside loads.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use nutgraf::edition::Edition;

use super::stage::{Stage, Way, whole};
use crate::generated::case::{Plan, write_case};
use crate::program::nutgraf;
use crate::query_graph::Random;

#[test]
fn loads_at_once_all_end_well_and_leave_one_edition() {
    let stage = Stage::of(if whole() { 2_000 } else { 150 });
    let mut random = Random::new(8);
    for round in 0..if whole() { 100 } else { 10 } {
        for way in Way::ALL {
            stage.reset(way);
            let mut loads: Vec<_> = (0..4)
                .map(|_| stage.command(way).spawn().expect("it runs"))
                .collect();
            // Of every other round one is killed; the others must not mind.
            let victim = (round % 2 == 1).then(|| random.below(loads.len()));
            if let Some(victim) = victim {
                loads[victim].kill().expect("it is ours to kill");
            }
            for (at, load) in loads.iter_mut().enumerate() {
                let status = load.wait().expect("it was started");
                assert!(
                    status.success() || victim == Some(at),
                    "round {round}, {way:?}, load {at}: {status:?}"
                );
            }
            assert!(stage.must_hold(way, &format!("round {round}, four at once, {way:?}")));
        }
    }
}

/// Counts everything, so that any mixture of two editions has another answer.
const COUNTS: &str = "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?things) (SUM(STRLEN(STR(?o))) AS ?letters) { ?s ?p ?o }";

fn asked(place: &Path) -> Result<String, String> {
    let text = place.to_str().expect("a plain name");
    let run = nutgraf(&["query", text, "-e", COUNTS, "-o", "csv"]);
    match run.code {
        0 => Ok(run.out),
        code => Err(format!("exit code {code}: {}", run.err)),
    }
}

#[test]
fn every_answer_beside_loads_is_of_one_edition() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let case = root.path().join("case");
    let plan = Plan {
        claims: if whole() { 2_000 } else { 150 },
        seed: 4,
        denied: 5,
        disputed: 8,
    };
    write_case(&case, &plan).expect("a case can be written");
    // One table differs, so that putting it in place is one step: tables that
    // are half replaced would be a third case, and rightly answered from.
    let people = fs::read_to_string(case.join("people.csv")).expect("a table");
    let commas = people
        .lines()
        .next()
        .expect("a header")
        .matches(',')
        .count();
    let more = format!("{people}zz-one-more,One More{}\n", ",".repeat(commas - 1));
    let put = |text: &str| {
        let aside = root.path().join("people.new");
        fs::write(&aside, text).expect("written");
        fs::rename(&aside, case.join("people.csv")).expect("renamed");
    };
    let mut right = BTreeSet::new();
    for text in [&more, &people] {
        put(text);
        right.insert(asked(&case).expect("it loads"));
    }
    assert_eq!(right.len(), 2);

    let (stop, answers) = (AtomicBool::new(false), AtomicUsize::new(0));
    let name = fs::read_to_string(case.join(".nutgraf/current")).expect("it was loaded");
    let held = Edition::open(&case.join(".nutgraf").join(name.trim())).expect("it is whole");
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut seen = BTreeSet::new();
                    // At least one answer after the last load.
                    loop {
                        let last = stop.load(Ordering::SeqCst);
                        let answer = asked(&case).unwrap_or_else(|error| panic!("{error}"));
                        assert!(right.contains(&answer), "no edition answers {answer}");
                        seen.insert(answer);
                        answers.fetch_add(1, Ordering::SeqCst);
                        if last {
                            return seen.len();
                        }
                    }
                })
            })
            .collect();
        let text = case.to_str().expect("a plain name");
        let turns = if whole() { 200 } else { 20 };
        let loaded = (0..turns).all(|turn| {
            put([&more, &people][turn % 2]);
            let whole = nutgraf(&["load", text]).code == 0 && held.verify().is_empty();
            // The next turn comes when somebody has asked meanwhile.
            let before = answers.load(Ordering::SeqCst);
            while answers.load(Ordering::SeqCst) == before
                && readers.iter().any(|reader| !reader.is_finished())
            {
                thread::yield_now();
            }
            whole
        });
        stop.store(true, Ordering::SeqCst);
        for reader in readers {
            reader.join().expect("every answer was right");
        }
        assert!(loaded, "a load failed, or an edition that was held changed");
    });
    let mut names = super::stage::names(&case.join(".nutgraf"));
    names.retain(|name| !name.ends_with(".edition"));
    assert_eq!(names, [".gitignore", "current", "inputs", "lock"]);
}
