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
    for (other, sign) in [
        (&Case::copy("harbour"), "is the folder of a case"),
        (&bare, "has a table of a case (`sources.csv`)"),
        (&case, "is the folder of a case"),
    ] {
        // What is not there yet, and out of it again.
        let around = format!("{}/new/..", other.path());
        let run = case.run("export", &["-o", "csv", "-O", &around]).ends(2);
        assert!(run.err.contains(sign), "{}", run.err);
        for format in ["csv", "parquet", "obsidian"] {
            let before = fs::read_dir(other.path())?.count();
            let run = case
                .run("export", &["-o", format, "-O", other.path()])
                .ends(2);
            assert!(run.err.contains(sign), "{}", run.err);
            assert!(run.err.contains("hint: name a folder"), "{}", run.err);
            assert_eq!(fs::read_dir(other.path())?.count(), before, "{format}");
        }
    }
    // Nor is a table replaced where there is nothing but tables.
    let table = Path::new(bare.path()).join("sources.csv");
    let before = fs::read(&table)?;
    let run = case
        .run("export", &["-o", "d3", "-O", text(&table)?])
        .ends(2);
    assert!(run.err.contains("is a file of another case"), "{}", run.err);
    assert_eq!(fs::read(&table)?, before);
    Ok(())
}

#[test]
fn an_error_in_the_middle_of_writing_names_the_file() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let case = Case::first();
    for format in ["graphml", "d3", "ttl", "html"] {
        let run = case
            .run("export", &["-o", format, "-O", "/dev/full"])
            .ends(4);
        assert!(run.err.contains("cannot write `/dev/full`"), "{}", run.err);
        assert!(
            run.err.contains("hint: there is no room left"),
            "{}",
            run.err
        );
    }
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
    let slash = folder.path().join("new/");
    let run = case
        .run("export", &["-o", "d3", "-O", text(&slash)?])
        .ends(4);
    let hint = "a file's name does not end in `/`";
    assert!(run.err.contains(hint), "{}", run.err);
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
        // As that command spells it.
        (
            &["path", "CASE", "a", "b", "-o", "GraphML"],
            "`nutgraf export path … -o graphml`",
        ),
    ] {
        let run = nutgraf(words).ends(2);
        assert!(run.err.contains(tip), "{}", run.err);
    }
    for words in [
        &["path", "CASE", "a", "b", "-o", "nothing"][..],
        &["draw", "path", "CASE", "a", "b", "-o", "csv"],
        &["path", "CASE", "a", "b", "-k", "2", "-k", "3"],
        &["path", "CASE", "a", "b", "--within", "2", "--within", "3"],
    ] {
        let run = nutgraf(words).ends(2);
        let tips = ["what writes", "give one"];
        assert!(!tips.iter().any(|tip| run.err.contains(tip)), "{}", run.err);
    }
}

#[test]
fn the_name_of_a_file_says_its_format_where_no_option_does() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    for (name, begins) in [
        ("a.graphml", "<?xml"),
        ("a.GEXF", "<?xml"),
        ("a.nt", "<"),
        ("a.html", "<!"),
    ] {
        let file = folder.path().join(name);
        case.run("export", &["-O", text(&file)?]).ends(0);
        let written = fs::read_to_string(&file)?;
        assert!(written.to_lowercase().starts_with(begins), "{name}");
    }
    let packed = folder.path().join("a.gexf.gz");
    case.run("export", &["-O", text(&packed)?]).ends(0);
    assert!(fs::read(&packed)?.starts_with(&[0x1f, 0x8b]));
    // Of several files, or of no format, nothing is told by a name.
    for name in ["a.csv", "a.json", "a"] {
        let file = folder.path().join(name);
        let run = case.run("export", &["-O", text(&file)?]).ends(2);
        assert!(run.err.contains("`nutgraf formats`"), "{}", run.err);
        assert!(!file.exists(), "{name}");
    }
    let run = case.run("export", &[]).ends(2);
    assert!(run.err.contains("`nutgraf formats`"), "{}", run.err);
    Ok(())
}

#[test]
fn a_picture_in_a_file_that_is_called_like_another_is_told() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("a.svg");
    let words = ["draw", "ties", case.path(), "cz", "-o", "png", "-O"];
    let run = nutgraf(&[&words[..], &[text(&file)?]].concat()).ends(0);
    assert!(run.err.contains("is `png`, and its name"), "{}", run.err);
    Ok(())
}

#[test]
fn tables_of_two_flavours_are_not_mixed_in_a_folder() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let into = text(folder.path())?;
    let export =
        |flavour: &str| case.run("export", &["-o", "csv", "--flavour", flavour, "-O", into]);
    export("gephi").ends(0);
    let about = fs::read(folder.path().join("about.json"))?;
    let run = export("kumu").ends(2);
    assert!(
        run.err
            .contains("has tables of another flavour (`nodes.csv`)"),
        "{}",
        run.err
    );
    assert_eq!(fs::read(folder.path().join("about.json"))?, about);
    assert!(!folder.path().join("elements.csv").exists());
    let about: serde_json::Value = serde_json::from_slice(&about)?;
    assert_eq!(
        about["files"],
        serde_json::json!(["nodes.csv", "edges.csv"])
    );
    // The same names are replaced, all three of them.
    export("linkurious").ends(0);
    fs::remove_file(folder.path().join("nodes.csv"))?;
    export("kumu").ends(2);
    fs::remove_file(folder.path().join("edges.csv"))?;
    export("kumu").ends(0);
    Ok(())
}

#[test]
fn a_scale_is_for_pixels() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    for (name, code) in [("a.html", 2), ("a.svg", 2), ("a.png", 0)] {
        let file = folder.path().join(name);
        let words = [
            "draw",
            "ties",
            case.path(),
            "cz",
            "--scale",
            "1",
            "-O",
            text(&file)?,
        ];
        let run = nutgraf(&words).ends(code);
        assert_eq!(
            run.err.contains("`--scale` is for PNG"),
            code == 2,
            "{}",
            run.err
        );
        assert_eq!(file.exists(), code == 0);
    }
    Ok(())
}
