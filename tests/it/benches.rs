//! The scripts that measure (`benches/compare`, `benches/paths`, `benches/desk`) are held to
//! what they say: their own tests are run, of memory, bars, comparison and
//! drawing. They need Python alone; no peer is installed and nothing is timed.
//! The one on paths also runs, on a small graph that a plain search answers too.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::rdflib::python;

type Outcome = Result<(), Box<dyn Error>>;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn what_the_comparison_decides_is_tested() -> Outcome {
    passes("benches/side_by_side/tests.py")
}

#[test]
fn what_the_comparison_of_paths_decides_is_tested() -> Outcome {
    passes("benches/side_by_side/paths/tests.py")
}

fn passes(tests: &str) -> Outcome {
    let output = Command::new(python()?)
        .arg(Path::new(ROOT).join(tests))
        .output()?;
    let said = String::from_utf8(output.stderr)?;
    assert!(output.status.success(), "{said}");
    // An empty list of tests succeeds as well.
    assert!(
        said.contains("Ran ") && !said.contains("Ran 0 tests"),
        "{said}"
    );
    Ok(())
}

/// Its bars are for a million claims; here it has to run, and to have run everything.
#[test]
fn the_desk_is_measured_at_two_sizes() -> Outcome {
    let work = tempfile::tempdir()?;
    let numbers = work.path().join("numbers.json");
    let binaries = Path::new(env!("CARGO_BIN_EXE_nutgraf")).parent();
    let output = Command::new(python()?)
        .arg(Path::new(ROOT).join("benches/desk"))
        .arg("--quick")
        .arg("--binaries")
        .arg(binaries.ok_or("the program lies in a folder")?)
        .arg("--json")
        .arg(&numbers)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let numbers: Value = serde_json::from_slice(&fs::read(&numbers)?)?;
    for command in [
        "audit, json",
        "replies",
        "sheet, xlsx",
        "diff",
        "timeline, csv",
    ] {
        for size in ["1000", "10000"] {
            let seconds = numbers[command][size][0].as_f64();
            assert!(
                seconds.is_some_and(|seconds| seconds > 0.0),
                "{command} at {size}"
            );
        }
    }
    Ok(())
}

#[test]
fn paths_on_a_small_graph_are_those_of_a_plain_search() -> Outcome {
    let work = tempfile::tempdir()?;
    let numbers = work.path().join("numbers.json");
    let output = Command::new(python()?)
        .arg(Path::new(ROOT).join("benches/paths"))
        .args(["--quick", "--parts", "synthetic", "--without-peers"])
        .arg("--keep")
        .arg("--json")
        .arg(&numbers)
        .arg("--work")
        .arg(work.path())
        // Left to itself it builds the program with other features, in the place of
        // the one that is tested.
        .arg("--binaries")
        .arg(built()?.ancestors().nth(2).ok_or("no folder of binaries")?)
        .output()?;
    succeeded(&output)?;
    let numbers: Value = serde_json::from_slice(&fs::read(numbers)?)?;
    let bars = numbers["bars"].as_array().ok_or("no bars")?;
    let answers = bars
        .iter()
        .find(|bar| bar["name"] == "synthetic: answers, to a plain search")
        .ok_or("nothing was compared")?;
    assert_eq!(answers["verdict"], "met");
    assert_eq!(answers["measured"], "0 of 28 differ");
    let graph = &numbers["graphs"]["synthetic"];
    assert_eq!(graph["claims"], 50_000);
    // What the weights promise for the largest entity at this size, give or
    // take three times the square root.
    let largest = graph["largest"].as_f64().ok_or("no largest entity")?;
    assert!((largest - 3_090.0).abs() < 170.0, "{largest}");
    shares(work.path())
}

/// Of a made-up graph so many links are contested, undated, of one source.
fn shares(work: &Path) -> Outcome {
    let made = fs::read_dir(work)?
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("synthetic/facts"))
        .find(|facts| facts.exists())
        .ok_or("no facts were kept")?;
    let facts = fs::read(made)?;
    let (words, _) = facts.as_chunks::<4>();
    let words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
    let (links, _) = words.as_chunks::<4>();
    let in_thousand = |fits: fn(&[u32; 4]) -> bool| {
        1000 * links.iter().filter(|link| fits(link)).count() / links.len()
    };
    let open = |link: &[u32; 4]| link[0] == 1 << 31 && link[1] == u32::MAX >> 1;
    assert!((845..=855).contains(&in_thousand(|link| link[3] == 0)));
    assert!((25..=35).contains(&in_thousand(|link| link[3] == 2)));
    assert!((95..=105).contains(&in_thousand(open)));
    assert!((325..=345).contains(&in_thousand(|link| link[2] != u32::MAX)));
    Ok(())
}

#[test]
fn a_real_graph_is_asked_by_its_names() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (lines, file) = (folder.path().join("lines"), folder.path().join("a.edition"));
    //  ann - bo - zed, twice said; cy is elsewhere
    fs::write(
        &lines,
        "zed bo paper\nann bo paper,radio\nann bo tv\ncy di tv\n",
    )?;
    let paths = built()?;
    let mut from = Command::new(&paths);
    from.arg("from").arg("--edges").arg(&lines).arg("-O");
    succeeded(&from.arg(&file).output()?)?;
    let one = |from: &str, to: &str, question: &str| -> Result<Value, Box<dyn Error>> {
        let output = Command::new(&paths)
            .arg("one")
            .arg(&file)
            .args([from, to, "--question", question])
            .output()?;
        succeeded(&output)?;
        Ok(serde_json::from_slice(&output.stdout)?)
    };
    let found = one("ann", "zed", "all-shortest")?;
    assert_eq!(found["names"], serde_json::json!(["ann", "bo", "zed"]));
    // Parallel lines never make a second path.
    assert_eq!(found["count"], "1");
    assert_eq!(one("ann", "cy", "shortest")?["no_path"], "not connected");
    // Numbers are places among the names: the paper is all that zed has.
    let found = one("4", "1", "without-source")?;
    assert_eq!(found["no_path"], "excluded by the filter");
    Ok(())
}

fn target() -> Result<PathBuf, Box<dyn Error>> {
    // TARGET/release/deps/this-test
    let tests = std::env::current_exe()?;
    let target = tests.ancestors().nth(3);
    Ok(target.ok_or("no target folder")?.to_owned())
}

/// The example, which is not built where only these tests are.
fn built() -> Result<PathBuf, Box<dyn Error>> {
    let target = target()?;
    // As the tests themselves were built, or everything is built once more.
    let features: &[&str] = match cfg!(feature = "parquet") {
        true => &["--features", "parquet"],
        false => &[],
    };
    let output = Command::new(std::env::var_os("CARGO").ok_or("not run by cargo")?)
        .args(["build", "--quiet", "--release", "--example", "paths"])
        .args(features)
        .current_dir(ROOT)
        .env("CARGO_TARGET_DIR", &target)
        .output()?;
    succeeded(&output)?;
    Ok(target.join("release/examples/paths"))
}

fn succeeded(output: &Output) -> Outcome {
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into()),
    }
}
