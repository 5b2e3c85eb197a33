//! Holds the table of who may name whom in `src/lib.rs` against the code, and
//! every file to opening with what it is for.

use std::fs;
use std::path::{Path, PathBuf};

const MAY_NAME: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("read", &["model"]),
    ("check", &["model", "read"]),
    ("rdf", &["model"]),
    ("edition", &[]),
    ("network", &["model"]),
    ("query", &["model", "rdf", "edition"]),
    ("answer", &["model", "query", "network", "edition"]),
    (
        "pipeline",
        &["read", "check", "rdf", "edition", "network", "model"],
    ),
    ("render", &["model", "answer"]),
    ("schema", &["model", "read"]),
    ("web", &["model", "query", "answer", "render"]),
    (
        "cli",
        &[
            "model", "read", "check", "rdf", "edition", "network", "query", "answer", "pipeline",
            "render", "schema", "web",
        ],
    ),
];

#[test]
fn no_module_names_one_that_it_may_not() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        let module = module_of(&file);
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == module) else {
            continue;
        };
        let text = fs::read_to_string(&file).expect("a file that was listed can be read");
        for (at, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let place = format!("{}:{}", file.display(), at + 1);
            if code.contains("crate::{") || code.contains("super::super") {
                wrong.push(format!("{place}: name modules one by one, from the root"));
            }
            for named in code.split("crate::").skip(1) {
                let named: String = named
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if named != module && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{place}: {module} may not name {named}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_in_the_map_is_this_table() {
    let map = fs::read_to_string("src/lib.rs").expect("the map is there");
    for (module, allowed) in MAY_NAME {
        let row = map
            .lines()
            .filter_map(|line| line.strip_prefix("//! | "))
            .find(|row| {
                row.split('|')
                    .next()
                    .is_some_and(|name| name.trim() == *module)
            })
            .unwrap_or_else(|| panic!("src/lib.rs has no row for {module}"));
        let stated = row.split('|').nth(1).unwrap_or_default();
        if *module == "cli" {
            assert!(stated.contains("all"), "{row}");
            continue;
        }
        for (other, _) in MAY_NAME {
            let named = stated
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == *other);
            assert_eq!(
                named,
                allowed.contains(other),
                "{module} and {other}: {row}"
            );
        }
    }
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    for file in rust_files(Path::new("src"))
        .into_iter()
        .chain(rust_files(Path::new("tests")))
    {
        let text = fs::read_to_string(&file).expect("a file that was listed can be read");
        let first = text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        assert!(
            first.starts_with("//! ") && first.len() > 20,
            "{}: {first}",
            file.display()
        );
    }
}

#[test]
fn only_the_edge_touches_the_world() {
    let edge = ["read", "edition", "cli", "main"];
    // The listener and its processes; a page answers without a socket.
    let sockets = [
        "guard", "listener", "live", "pool", "sent", "server", "worker",
    ];
    for file in rust_files(Path::new("src")) {
        let name = file.file_stem().and_then(|stem| stem.to_str());
        let is_socket = file.parent() == Some(Path::new("src/web"))
            && name.is_some_and(|name| sockets.contains(&name));
        if is_socket || edge.contains(&module_of(&file).as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a file that was listed can be read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for forbidden in [
            "std::fs",
            "std::env::",
            "println!",
            "eprintln!",
            "SystemTime",
            "Instant",
            "std::net",
        ] {
            assert!(
                !code.contains(forbidden),
                "{} names {forbidden}",
                file.display()
            );
        }
    }
}

fn module_of(file: &Path) -> String {
    let inside = file
        .strip_prefix("src")
        .expect("the file was listed under src");
    let first = inside
        .iter()
        .next()
        .expect("a file has a name")
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).expect("tests run in the package's folder");
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
