//! What `nutgraf formats` lists is what `nutgraf export` writes.

use std::fs;

use crate::exported::Outcome;
use crate::program::{Case, nutgraf};

#[test]
fn every_format_that_is_listed_is_written_with_the_files_that_are_named() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let list = nutgraf(&["formats", "-o", "json"]).ends(0).json();
    assert_eq!(list["schema"], "nutgraf/formats/1");
    let formats = list["formats"].as_array().ok_or("no list")?;
    assert!(formats.len() > 20, "{}", formats.len());
    for (at, format) in formats.iter().enumerate() {
        let name = format["format"].as_str().ok_or("no name")?;
        if name == "parquet" && !cfg!(feature = "parquet") {
            continue;
        }
        let path = folder.path().join(at.to_string());
        let into = path.to_str().ok_or("a plain name")?;
        let mut words = vec!["-o", name, "-O", into];
        if let Some(flavour) = format["flavour"].as_str() {
            words.extend(["--flavour", flavour]);
        }
        let run = case.run("export", &words).ends(0);
        let lacks = format["lacks"].as_str().unwrap_or("nothing");
        let warned = run.err.contains(&format!("WARNING: {lacks}"));
        assert_eq!(format["is_warned_of"], warned, "{format}: {}", run.err);
        let files = format["files"].as_str().ok_or("no files")?;
        match files {
            "one file" => assert!(path.is_file(), "{format}"),
            several if several.starts_with("a folder") => {
                assert!(path.join("Index.md").is_file(), "{format}");
            }
            several => {
                let mut named: Vec<&str> = several.split(", ").collect();
                let mut found = Vec::new();
                for entry in fs::read_dir(&path)? {
                    found.push(entry?.file_name().to_string_lossy().into_owned());
                }
                named.sort_unstable();
                found.sort();
                assert_eq!(named, found, "{format}");
            }
        }
    }
    Ok(())
}

/// The list of attributes is that of the columns of the plain tables.
#[test]
fn every_attribute_that_is_listed_is_a_column_of_the_plain_tables() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let into = folder.path().to_str().ok_or("a plain name")?;
    case.run("export", &["-o", "csv", "-O", into]).ends(0);
    let list = nutgraf(&["formats", "--attributes", "-o", "json"])
        .ends(0)
        .json();
    let attributes = list["attributes"].as_array().ok_or("no list")?;
    for (of, table, own) in [
        ("entity", "nodes.csv", &["id"][..]),
        ("link", "edges.csv", &["id", "source", "target"]),
    ] {
        let mut table = csv::Reader::from_path(folder.path().join(table))?;
        let columns: Vec<&str> = table.headers()?.iter().collect();
        let listed = attributes.iter().filter(|one| one["of"] == of);
        let listed = listed.filter_map(|one| one["attribute"].as_str());
        let listed: Vec<&str> = own.iter().copied().chain(listed).collect();
        assert_eq!(columns, listed);
    }
    Ok(())
}
