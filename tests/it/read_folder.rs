//! Reading a case folder as a whole: which files are read, hashed and listed,
//! what is said of the others, settings, background, progress.

use std::error::Error;
use std::fs;
use std::path::Path;

use nutgraf::model::{Report, Severity, Table};
use nutgraf::read::{
    ReadError, columns, input_files, rdf_file, read_background, read_case, shipped_relations,
};

type Outcome = Result<(), Box<dyn Error>>;

const SOURCES: &str = "id,kind,name\ns1,document,Court record\n";
const TURTLE: &str = "<http://e.x/a> <http://e.x/b> <http://e.x/c> .\n";

/// A folder with `sources.csv` and these files, each with the text given.
fn folder(files: &[(&str, &str)]) -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("sources.csv"), SOURCES)?;
    for (name, text) in files {
        let path = folder.path().join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(folder)
}

fn report(folder: &Path) -> Result<Report, ReadError> {
    let (_, mut report) = read_case(folder, &mut |_| {})?;
    report.sort();
    Ok(report)
}

fn assert_strays(names: &[&str], wanted: &[&str]) -> Outcome {
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "id,name\n")).collect();
    let folder = folder(&files)?;
    let found: Vec<String> = report(folder.path())?
        .problems
        .iter()
        .map(|problem| {
            let file = problem.place.as_ref().map_or("", |place| &place.file);
            format!(
                "{} {file}: {}",
                problem.code.as_str(),
                problem.hints.join("; ")
            )
        })
        .collect();
    assert_eq!(found, wanted);
    Ok(())
}

#[test]
fn a_name_that_is_nearly_a_table_is_an_error() -> Outcome {
    assert_strays(
        &[
            "peoples.csv",
            "Companies.csv",
            "meeting.csv",
            "people (1).csv",
            "denials.tsv",
            "nutgraph.toml",
        ],
        &[
            "unknown-table Companies.csv: did you mean `companies.csv`?",
            "unknown-table denials.tsv: did you mean `denials.csv`?",
            "unknown-table meeting.csv: did you mean `meetings.csv`?",
            "unknown-table nutgraph.toml: did you mean `nutgraf.toml`?",
            "unknown-table people (1).csv: did you mean `people.csv`?",
            "unknown-table peoples.csv: did you mean `people.csv`?",
        ],
    )
}

#[test]
fn a_workbook_is_an_error_where_the_table_is_missing() -> Outcome {
    assert_strays(
        &[
            "people.xlsx",
            "sources.ods",
            "ledger.numbers",
            "~$people.xlsx",
        ],
        &[
            "stray-file ledger.numbers: rename it, or move it out of the case folder",
            "not-csv people.xlsx: save it as \"CSV UTF-8 (Comma delimited)\"",
            "stray-file sources.ods: if the workbook is newer, save it as `sources.csv` again",
        ],
    )
}

#[test]
fn other_data_is_mentioned_and_the_rest_is_nobodys_business() -> Outcome {
    assert_strays(
        &[
            "ledger.csv",
            "old.ttl",
            "README.md",
            "notes.txt",
            ".people.csv",
            "scans/people.csv",
        ],
        &[
            "stray-file ledger.csv: rename it, or move it out of the case folder",
            "stray-file old.ttl: add the line: background = [\"old.ttl\"]",
        ],
    )
}

#[test]
fn the_sources_may_not_be_missing() -> Outcome {
    let folder = folder(&[("people.csv", "id,name\n")])?;
    fs::remove_file(folder.path().join("sources.csv"))?;
    let report = report(folder.path())?;
    let codes: Vec<&str> = report.problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["missing-table"]);
    assert!(report.has_errors());
    Ok(())
}

#[test]
fn no_result_at_all_is_an_error_of_its_own() -> Outcome {
    let folder = folder(&[])?;
    let at = |name: &str| read_case(&folder.path().join(name), &mut |_| {});
    assert!(matches!(at("nowhere"), Err(ReadError::NoFolder { .. })));
    assert!(matches!(
        at("sources.csv"),
        Err(ReadError::NotAFolder { .. })
    ));
    fs::create_dir(folder.path().join("people.csv"))?;
    assert!(matches!(at("."), Err(ReadError::Io { .. })));
    Ok(())
}

#[test]
fn every_file_that_was_read_is_listed_with_its_hash() -> Outcome {
    let folder = folder(&[
        (
            "nutgraf.toml",
            "title = 'T'\nbackground = ['more/./b.ttl', 'a.nt']\n",
        ),
        ("more/b.ttl", TURTLE),
        ("a.nt", TURTLE),
        ("people.csv", "id,name\nann,Ann\n"),
        ("ledger.csv", "x"),
    ])?;
    let (draft, report) = read_case(folder.path(), &mut |_| {})?;
    assert_eq!(report.count(Severity::Error), 0, "{:?}", report.problems);
    let names: Vec<&str> = draft
        .inputs
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "a.nt",
            "more/b.ttl",
            "nutgraf.toml",
            "people.csv",
            "sources.csv"
        ]
    );
    // From `sha256sum`.
    let people = &draft.inputs[3];
    assert_eq!(people.bytes, 16);
    assert_eq!(
        people.sha256,
        "d69c50f19df7e87fd438f335a77770229b351b5d4af5130b8521bacdc1d679f1"
    );
    let mut paths: Vec<_> = draft
        .inputs
        .iter()
        .map(|input| input.path.clone())
        .collect();
    paths.sort();
    assert_eq!(input_files(folder.path())?, paths);
    assert_eq!(draft.background.len(), 2);
    assert_eq!(draft.config.title.as_deref(), Some("T"));

    fs::write(folder.path().join("meeting.csv"), "")?;
    assert_eq!(input_files(folder.path())?.len(), paths.len() + 1);
    Ok(())
}

#[test]
fn background_may_not_speak_for_the_case() -> Outcome {
    let own = "<http://e.x/a> <https://example.org/c/claim/x> 1 .\n";
    let folder = folder(&[
        (
            "nutgraf.toml",
            "base = 'https://example.org/c/'\nbackground = ['b.ttl']\n",
        ),
        ("b.ttl", own),
    ])?;
    let report = report(folder.path())?;
    let codes: Vec<&str> = report.problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["rdf-reserved"]);
    let mut triples = 0;
    let file = rdf_file(&folder.path().join("b.ttl"))?;
    let report = read_background(&file, &["https://other.org/"], &mut |_| triples += 1)?;
    assert_eq!((triples, report.problems.len()), (1, 0));
    Ok(())
}

#[test]
fn progress_grows_to_the_whole() -> Outcome {
    let rows: String = (0..40_000)
        .map(|n| format!("p{n},\"N \"\"{n}\"\"\"\n"))
        .collect();
    let folder = folder(&[("people.csv", &format!("id,name\n{rows}"))])?;
    let mut heard = Vec::new();
    let (draft, _) = read_case(folder.path(), &mut |progress| heard.push(progress))?;
    assert!(heard.is_sorted_by_key(|progress| (progress.rows, progress.bytes)));
    let last = heard.last().ok_or("nothing heard")?;
    assert_eq!((last.rows, last.bytes), (40_001, last.total_bytes));
    let people = &draft.tables[&Table::People];
    let last = people.rows().last().ok_or("no row")?;
    assert_eq!(
        last.cell("name").map(|cell| cell.text()),
        Some("N \"39999\"")
    );
    Ok(())
}

#[test]
fn the_shipped_relations_are_read_without_a_problem() {
    let relations = shipped_relations();
    assert!(relations.is_complete());
    assert!(relations.rows().count() > 0);
    for column in columns(Table::Relations) {
        assert!(relations.has_column(column.name), "{}", column.name);
    }
}

#[test]
fn a_folder_above_cases_is_said_to_be_one() -> Outcome {
    let above = tempfile::tempdir()?;
    let put = |name: &str| {
        let file = above.path().join(name);
        fs::create_dir_all(file.parent().ok_or("a folder")?)?;
        fs::write(file, SOURCES)?;
        Ok::<_, Box<dyn Error>>(())
    };
    put("relations.csv")?;
    put("notes/ann.csv")?;
    put(".old/sources.csv")?;
    // As long as there is no case in it, it is one without its tables.
    report(above.path())?;
    for name in ["b", "a", "c"] {
        put(&format!("{name}/sources.csv"))?;
    }
    let Err(error) = report(above.path()) else {
        return Err("three cases are no case".into());
    };
    assert!(
        error.to_string().ends_with(
            "is not the folder of a case: it has no `sources.csv`, and `a`, `b` and 1 more have one in it"
        ),
        "{error}"
    );
    assert!(input_files(above.path()).is_err());
    // With a table or settings of its own it is a case that lacks one.
    put("people.csv")?;
    report(above.path())?;
    fs::remove_file(above.path().join("people.csv"))?;
    fs::write(above.path().join("nutgraf.toml"), "title = \"Case\"\n")?;
    report(above.path())?;
    Ok(())
}
