//! Files that are written: what is replaced is told, a case is spared, and an
//! error comes with what helps.

use std::fs;
use std::path::Path;

use crate::program::{Case, nutgraf};

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn text(path: &Path) -> Result<&str, &'static str> {
    path.to_str().ok_or("a plain name")
}

#[test]
fn a_file_that_is_replaced_is_told_and_a_new_one_is_not() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    for (name, command) in [
        ("links.json", &["export", "CASE", "-o", "d3"][..]),
        ("triples.ttl", &["export", "CASE", "-o", "ttl"]),
        ("packed.gexf.gz", &["export", "CASE", "-o", "gexf"]),
        ("ties.svg", &["draw", "ties", "CASE", "cz"]),
        ("ties.png", &["draw", "ties", "CASE", "cz"]),
        ("cz.html", &["dossier", "CASE", "cz"]),
        ("sheet.html", &["sheet", "CASE"]),
        ("days.md", &["timeline", "CASE", "-o", "md"]),
    ] {
        let file = folder.path().join(name);
        let mut words: Vec<&str> = command.to_vec();
        for word in &mut words {
            if *word == "CASE" {
                *word = case.path();
            }
        }
        words.extend(["-O", text(&file)?]);
        let told = format!("replaced `{}`\n", file.display());
        let first = nutgraf(&words).ends(0);
        assert!(!first.err.contains("replaced"), "{name}: {}", first.err);
        let second = nutgraf(&words).ends(0);
        assert!(second.err.contains(&told), "{name}: {}", second.err);
        assert_eq!(second.out, "");
    }
    Ok(())
}

#[test]
fn files_of_a_folder_that_are_replaced_are_named() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("tables");
    let words = ["-o", "csv", "-O", text(&into)?];
    assert!(!case.run("export", &words).ends(0).err.contains("replaced"));
    fs::remove_file(into.join("about.json"))?;
    let run = case.run("export", &words).ends(0);
    let told = format!("replaced `{0}/nodes.csv`, `{0}/edges.csv`\n", text(&into)?);
    assert!(run.err.contains(&told), "{}", run.err);
    Ok(())
}

#[test]
fn nothing_is_put_among_the_tables_of_a_case() -> Outcome {
    let case = Case::first();
    // One with settings, one of tables alone, and the case itself.
    let bare = Case::of(&[("sources.csv", "id,kind,name\ns,publication,Paper\n")]);
    for other in [&Case::copy("harbour"), &bare, &case] {
        for format in ["csv", "parquet", "obsidian"] {
            let before = fs::read_dir(other.path())?.count();
            let run = case
                .run("export", &["-o", format, "-O", other.path()])
                .ends(2);
            assert!(run.err.contains("is the folder of a case"), "{}", run.err);
            assert!(run.err.contains("hint: name a folder"), "{}", run.err);
            assert_eq!(fs::read_dir(other.path())?.count(), before, "{format}");
        }
    }
    Ok(())
}

#[test]
fn what_cannot_be_written_comes_with_what_helps() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let missing = folder.path().join("none/links.json");
    let (missing, here) = (text(&missing)?, text(folder.path())?);
    let vault = folder.path().join("vault");
    let vault = ["-o", "obsidian", "-O", text(&vault)?];
    case.run("export", &vault).ends(0);
    let run = case.run("export", &vault).ends(2);
    assert!(run.err.contains("hint: name another folder"), "{}", run.err);
    for (words, hint) in [
        (["-o", "d3", "-O", missing], "make it first"),
        (["-o", "d3", "-O", here], "is a folder: name a file in it"),
    ] {
        let run = case.run("export", &words).ends(4);
        let said = run.err.lines().find(|line| line.starts_with("hint: "));
        assert!(said.is_some_and(|said| said.contains(hint)), "{}", run.err);
    }
    let run = case.run("load", &["--edition", missing]).ends(4);
    assert!(run.err.contains("make it first"), "{}", run.err);
    Ok(())
}

#[test]
fn a_format_that_another_command_writes_is_told_with_that_command() {
    for (words, tip) in [
        (
            &["path", "CASE", "a", "b", "-o", "graphml"][..],
            "`nutgraf export path … -o graphml`",
        ),
        (
            &["export", "path", "CASE", "a", "b", "-o", "svg"],
            "`nutgraf draw path … -o svg`",
        ),
        (
            &["draw", "ties", "CASE", "a", "--format", "gexf"],
            "`nutgraf export ties … -o gexf`",
        ),
        (
            &["path", "CASE", "a", "b", "-k", "2", "--all-shortest"],
            "give one: `-k N` the first N",
        ),
    ] {
        let run = nutgraf(words).ends(2);
        assert!(run.err.contains(tip), "{}", run.err);
    }
    let run = nutgraf(&["path", "CASE", "a", "b", "-o", "nothing"]).ends(2);
    assert!(!run.err.contains("what writes"), "{}", run.err);
}
