//! `check --evidence`: what is said of kept copies is what Python's hashlib
//! says, however files are called and wherever below the folder they lie.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::program::{Case, nutgraf};
use crate::rdflib::python;

type Outcome = Result<(), Box<dyn Error>>;

const HASHES: &str = "
import hashlib, json, os, sys
found = {}
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, 'rb') as file:
            found[os.path.relpath(path, sys.argv[1])] = hashlib.sha256(file.read()).hexdigest()
json.dump(found, sys.stdout)
";

/// The hash of each file below a folder, by a program that is not ours.
fn hashes(folder: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let output = Command::new(python()?)
        .args(["-c", HASHES])
        .arg(folder)
        .output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// A case of sources alone: `id,url,archived,sha256`.
fn case(sources: &[[&str; 4]]) -> Case {
    let mut table = "id,kind,name,url,archived,sha256\n".to_owned();
    for [id, url, archived, sha256] in sources {
        table += &format!("{id},document,The {id},{url},{archived},{sha256}\n");
    }
    Case::of(&[("sources.csv", &table)])
}

fn status(value: &Value) -> BTreeMap<String, (String, Vec<String>)> {
    let sources = value["sources"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    sources
        .map(|source| {
            let files = source["files"].as_array().into_iter().flatten();
            let files = files.map(|file| text(&file["name"])).collect();
            (text(&source["id"]), (text(&source["status"]), files))
        })
        .collect()
}

#[test]
fn copies_are_found_by_the_hashes_that_another_program_makes() -> Outcome {
    let kept = tempfile::tempdir()?;
    let root = kept.path();
    fs::create_dir_all(root.join("a/b c/\u{e9}"))?;
    // Empty, about a piece that is read at a time, and longer.
    for (at, length) in [0, 1, 65_535, 65_536, 65_537, 300_001]
        .into_iter()
        .enumerate()
    {
        let bytes: Vec<u8> = (0..length)
            .map(|byte| (byte * (at + 7) % 251) as u8)
            .collect();
        let folder = ["", "a", "a/b c", "a/b c/\u{e9}"][at % 4];
        fs::write(root.join(folder).join(format!("file {at}, =x.pdf")), bytes)?;
    }
    fs::write(root.join("report.pdf"), "altered")?;
    fs::write(root.join("stray.txt"), "nobody's")?;
    let hashes = hashes(root)?;
    assert_eq!(hashes.len(), 8);

    let (of_report, of_none) = ("ab".repeat(32), "cd".repeat(32));
    let ids: BTreeMap<String, &String> = hashes
        .iter()
        .filter(|(name, _)| name.ends_with("=x.pdf"))
        .enumerate()
        .map(|(at, (name, _))| (format!("s{at}"), name))
        .collect();
    // Letters of a hash may be large.
    let upper: BTreeMap<&String, String> = ids
        .iter()
        .map(|(id, name)| (id, hashes[*name].to_uppercase()))
        .collect();
    let mut rows: Vec<[&str; 4]> = ids
        .keys()
        .map(|id| [id.as_str(), "", "", upper[id].as_str()])
        .collect();
    rows.push([
        "changed",
        "https://x.example/y/report.pdf?v=1",
        "",
        &of_report,
    ]);
    rows.push(["gone", "https://x.example/y/other.pdf", "", &of_none]);
    rows.push(["voice", "", "", ""]);
    let case = case(&rows);
    let edition = case.file("sealed.edition").display().to_string();
    nutgraf(&["load", case.path(), "--edition", &edition]).ends(0);
    for asked in [case.path(), &edition] {
        let run = nutgraf(&[
            "check",
            asked,
            "--evidence",
            &root.display().to_string(),
            "-o",
            "json",
        ]);
        let value = run.ends(1).json();
        assert_eq!(value["schema"], "nutgraf/evidence/1");
        assert_eq!(value["complete"], true);
        let mut expected: BTreeMap<String, (String, Vec<String>)> = ids
            .iter()
            .map(|(id, name)| (id.clone(), ("found".to_owned(), vec![(*name).clone()])))
            .collect();
        for (id, is, files) in [
            ("changed", "differs", vec!["report.pdf".to_owned()]),
            ("gone", "missing", Vec::new()),
            ("voice", "not-verifiable", Vec::new()),
        ] {
            expected.insert(id.to_owned(), (is.to_owned(), files));
        }
        assert_eq!(status(&value), expected);
        assert_eq!(value["files_of_no_source"][0]["name"], "stray.txt");
        assert_eq!(value["counts"]["files"], 8);
        assert_eq!(value["counts"]["files_of_no_source"], 1);
    }
    let text = nutgraf(&[
        "check",
        case.path(),
        "--evidence",
        &root.display().to_string(),
    ]);
    let text = text.ends(1).out;
    let first = text.lines().next().unwrap_or_default();
    assert_eq!(first, "DIFFERS  changed  The changed  (sources.csv row 8)");
    let last = text.lines().last().unwrap_or_default();
    assert_eq!(
        last,
        "8 sources with a sha256: 6 found, 1 missing, 1 DIFFERS; 8 files"
    );
    // With everything in its place the answer is yes.
    let good = Case::of(&[(
        "sources.csv",
        &format!(
            "id,kind,name,sha256\ns,document,It,{}\n",
            hashes["stray.txt"]
        ),
    )]);
    let run = good
        .run("check", &["--evidence", &root.display().to_string()])
        .ends(0);
    assert!(
        run.out
            .contains("found    s  It  (sources.csv row 2)  stray.txt"),
        "{}",
        run.out
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn links_out_are_not_followed_and_a_file_that_cannot_be_read_ends_nothing() -> Outcome {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir()?;
    fs::write(outside.path().join("secret"), "secret")?;
    let kept = tempfile::tempdir()?;
    let root = kept.path();
    fs::create_dir(root.join("inside"))?;
    fs::write(root.join("inside/copy"), "copy")?;
    symlink(outside.path(), root.join("folder-out"))?;
    symlink(outside.path().join("secret"), root.join("file-out"))?;
    symlink(root, root.join("inside/round"))?;
    symlink("nowhere", root.join("broken"))?;
    symlink("inside/copy", root.join("named"))?;
    let hash = hashes(&root.join("inside"))?["copy"].clone();
    let sources = format!("id,kind,name,sha256\ns,document,It,{hash}\n");
    let case = Case::of(&[("sources.csv", &sources)]);
    let folder = root.display().to_string();
    let value = case
        .run("check", &["--evidence", &folder, "-o", "json"])
        .ends(0)
        .json();
    let files = &status(&value)["s"].1;
    assert_eq!(files, &["inside/copy", "named"]);
    let left: BTreeSet<&str> = value["not_followed"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(
        left,
        BTreeSet::from(["broken", "file-out", "folder-out", "inside/round"])
    );

    use std::os::unix::fs::PermissionsExt;
    let locked = root.join("locked.pdf");
    fs::write(&locked, "locked")?;
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000))?;
    // Root reads it all the same.
    if fs::read(&locked).is_err() {
        let run = case
            .run("check", &["--evidence", &folder, "-o", "json"])
            .ends(4);
        assert!(run.err.contains("locked.pdf"), "{}", run.err);
        assert_eq!(run.json()["complete"], false);
        assert_eq!(status(&run.json())["s"].0, "found");
    }

    let run = case
        .run("check", &["--evidence", &format!("{folder}/inside/copy")])
        .ends(4);
    assert!(run.err.contains("is not a folder"), "{}", run.err);
    let run = case
        .run("check", &["--evidence", &format!("{folder}/none")])
        .ends(4);
    assert!(run.err.contains("no folder"), "{}", run.err);
    Ok(())
}

#[test]
fn where_no_source_has_a_hash_nothing_was_verified() -> Outcome {
    let kept = tempfile::tempdir()?;
    fs::write(kept.path().join("report.pdf"), "whatever it was")?;
    let case = case(&[["voice", "https://x.example/report.pdf", "", ""]]);
    let folder = kept.path().display().to_string();
    let text = case.run("check", &["--evidence", &folder]).ends(0).out;
    assert_eq!(
        text.lines().last().unwrap_or_default(),
        "nothing could be verified: no source has a sha256; 1 file"
    );
    assert!(!text.contains("0 found"), "{text}");
    Ok(())
}
