//! The checks of an edited sheet, back in the tables with nothing else touched.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Outcome, csv_of, naughty, nutgraf_bytes, plain};
use crate::program::{Case, Run, nutgraf};
use crate::rdflib::python;

/// Writes a sheet as CSV, lets Python's own reader and writer change cells, and
/// imports it. `changes` is claim, column, value; `dialect` what `csv.writer` takes.
fn edit(
    case: &Case,
    changes: &[(&str, &str, &str)],
    dialect: &str,
) -> Result<String, Box<dyn Error>> {
    let sheet = case.file("sheet.csv.txt");
    let name = sheet.to_str().ok_or("plain")?.to_owned();
    let out = nutgraf_bytes(&["sheet", case.path(), "-o", "csv"])?;
    fs::write(&sheet, out)?;
    let script = format!(
        "import csv, json, sys\n\
         rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))\n\
         at = dict((name, i) for i, name in enumerate(rows[0]))\n\
         for claim, column, value in json.loads(sys.argv[2]):\n\
         \x20   for row in rows[1:]:\n\
         \x20       if row[at['claim']] == claim: row[at[column]] = value\n\
         with open(sys.argv[1], 'w', newline='', encoding='utf-8-sig') as f: csv.writer(f, {dialect}).writerows(rows)\n"
    );
    let changes = serde_json::to_string(changes)?;
    let done = Command::new(python()?)
        .args(["-c", &script, &name, &changes])
        .output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into());
    }
    Ok(name)
}

fn import(case: &Case, sheet: &str, more: &[&str]) -> Run {
    nutgraf(&[&["sheet", case.path(), "--import", sheet], more].concat())
}

fn tables(case: &Case) -> Result<BTreeMap<String, Vec<u8>>, std::io::Error> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(case.path())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            tables.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(tables)
}

#[test]
fn an_edited_sheet_changes_its_cells_and_no_other_byte() -> Outcome {
    for dialect in [
        "dialect='excel'",
        "delimiter=';', quoting=csv.QUOTE_ALL",
        "lineterminator='\\n'",
    ] {
        let case = naughty();
        let before = tables(&case)?;
        let sheet = edit(&case, &[], dialect)?;
        let run = import(&case, &sheet, &["--write"]).ends(0);
        assert_eq!(
            (run.out.as_str(), run.err.lines().last()),
            ("", Some("no change")),
            "{}",
            run.err
        );
        assert_eq!(tables(&case)?, before);
        let concern = "=2+2; \"so\", he\nsaid";
        let changes = [
            ("c1", "check", "accurate"),
            ("c1", "concern", concern),
            ("c2", "checked_by", ""),
            ("m.ann", "check", "needs-attention"),
            ("m.bo", "check", "needs-attention"),
        ];
        let sheet = edit(&case, &changes, dialect)?;
        let run = import(&case, &sheet, &[]).ends(0);
        assert!(run.err.contains("4 changes; add --write"), "{}", run.err);
        assert_eq!(run.out.lines().count(), 4, "{}", run.out);
        assert!(
            run.out
                .contains("meetings.csv row 2, check: empty → “needs-attention”"),
            "{}",
            run.out
        );
        assert_eq!(tables(&case)?, before);
        import(&case, &sheet, &["--write"]).ends(0);
        let mut expected = before.clone();
        let text = String::from_utf8(before["relationships.csv"].clone())?;
        let text = text
            .replace(
                ",3,unchecked,,\n",
                ",3,accurate,,\"=2+2; \"\"so\"\", he\nsaid\"\n",
            )
            .replace(",accurate,=cmd,", ",accurate,,");
        expected.insert("relationships.csv".to_owned(), text.into_bytes());
        expected.insert(
            "meetings.csv".to_owned(),
            b"id,participants,sources,text,check\nm,ann;bo,v,@met,needs-attention\n".to_vec(),
        );
        assert_eq!(tables(&case)?, expected);
        let run = import(&case, &sheet, &["--write"]).ends(0);
        assert!(
            run.err
                .contains("no change; 4 edits are in the tables already"),
            "{}",
            run.err
        );
        assert_eq!(tables(&case)?, expected);
        let row = csv_of(&case, &[])?
            .into_iter()
            .find(|row| row["claim"] == "c1")
            .ok_or("c1")?;
        assert_eq!(plain(&row["concern"]), concern);
    }
    Ok(())
}

#[test]
fn what_is_wrong_with_a_sheet_is_all_said_and_nothing_is_written() -> Outcome {
    let case = naughty();
    let before = tables(&case)?;
    let sheet = edit(
        &case,
        &[
            ("c1", "check", "Accurate"),
            ("c2", "claim", "c22"),
            ("m.ann", "check", "accurate"),
            ("m.ann", "concern", "said"),
            ("m.bo", "concern", "said"),
            ("c3", "check", "accurate"),
        ],
        "dialect='excel'",
    )?;
    let run = import(&case, &sheet, &["--write"]).ends(3);
    for words in [
        "`Accurate` is no value of `check`",
        "did you mean `accurate`?",
        "no claim has the id `c22`",
        "`m.bo` has empty here and `m.ann` has `accurate` on line",
        "meetings.csv has no column `concern`",
        "4 errors in the sheet: nothing was written",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert_eq!(run.out, "");
    assert_eq!(tables(&case)?, before);
    fs::write(&sheet, "claim;check\nc1;accurate\n")?;
    let run = import(&case, &sheet, &["--write"]).ends(3);
    assert!(run.err.contains("no column `check_was`"), "{}", run.err);
    Ok(())
}

#[test]
fn a_row_that_changed_since_is_refused_with_both_values() -> Outcome {
    let case = naughty();
    let sheet = edit(
        &case,
        &[
            ("c2", "check", "needs-attention"),
            ("c2", "concern", "new"),
            ("c3", "check", "accurate"),
        ],
        "dialect='excel'",
    )?;
    let table = case.file("relationships.csv");
    let changed = fs::read_to_string(&table)?.replace("'=quoted", "the editor's");
    fs::write(&table, &changed)?;
    let run = import(&case, &sheet, &["--write"]).ends(3);
    assert!(
        run.err.contains("`concern` of `c2` is `new` in the sheet, where it was `'=quoted`; relationships.csv row 3 now has `the editor's`"),
        "{}",
        run.err
    );
    // The other row is taken back, and of this one nothing.
    let expected = changed.replace("line & <b>\",,,,,", "line & <b>\",,,accurate,,");
    assert_ne!(expected, changed);
    assert_eq!(fs::read_to_string(&table)?, expected);
    Ok(())
}

#[test]
fn edits_in_other_columns_are_said_and_left() -> Outcome {
    let case = naughty();
    let before = tables(&case)?;
    let changes = [
        ("c1", "text", "another"),
        ("c2", "standing", "true"),
        ("c2", "old_wording", "was so"),
    ];
    let sheet = edit(&case, &changes, "delimiter=';'")?;
    let run = import(&case, &sheet, &["--write"]).ends(0);
    assert!(
        run.err.contains(
            "2 rows were edited in columns that are not taken back: standing (row 4), text (row 2)"
        ),
        "{}",
        run.err
    );
    assert_eq!(tables(&case)?, before);
    Ok(())
}

/// Two cases whose claims have the same ids, and the folder that holds them.
fn two_cases() -> Result<(tempfile::TempDir, [String; 2]), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut cases = Vec::new();
    for name in ["A", "B"] {
        let case = folder.path().join(name);
        fs::create_dir(&case)?;
        let config = format!(
            "title = \"Case {name}\"\nbase = \"https://{}.example/\"\n",
            name.to_lowercase()
        );
        for (file, text) in [
            ("nutgraf.toml", config.as_str()),
            ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
            ("sources.csv", "id,kind,name\np,publication,Paper\n"),
            (
                "relationships.csv",
                "id,subject,relation,object,sources,text,check,checked_by,concern\nc1,ann,parent-of,bo,p,Said.,,,\nc2,bo,works-for,ann,p,Said.,,,\n",
            ),
        ] {
            fs::write(case.join(file), text)?;
        }
        cases.push(case.to_str().ok_or("plain")?.to_owned());
    }
    let cases = <[String; 2]>::try_from(cases).map_err(|_| "two")?;
    Ok((folder, cases))
}

#[test]
fn checks_of_another_case_are_not_written_onto_equal_ids() -> Outcome {
    let (folder, [a, b]) = two_cases()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (edition, sheet) = (path("two.edition"), path("sheet.txt"));
    nutgraf(&["load", &a, &b, "--edition", &edition]).ends(0);
    let text = nutgraf(&["sheet", &edition, "-o", "csv"]).ends(0).out;
    let mut edited = String::new();
    for line in text.lines() {
        // The claim of case B, and its cells before and after.
        let is_b = line.contains("c1,") && line.contains("Case B");
        let line = match is_b {
            true => line.replacen(
                ",no answer on record,,,,",
                ",no answer on record,accurate,eve,,",
                1,
            ),
            false => line.to_owned(),
        };
        edited.push_str(&(line + "\n"));
    }
    assert_ne!(edited, text);
    fs::write(&sheet, &edited)?;
    let before = fs::read(Path::new(&a).join("relationships.csv"))?;
    let run = nutgraf(&["sheet", &a, "--import", &sheet, "--write"]).ends(3);
    for words in [
        "`c1` is a claim of the case “Case B”, and these are the tables of “Case A”: check “accurate”, checked_by “eve”",
        "note: 1 row is of another case, not edited",
        "1 edited row is of another case and not taken back",
        "no change",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert_eq!(fs::read(Path::new(&a).join("relationships.csv"))?, before);
    let run = nutgraf(&["sheet", &b, "--import", &sheet, "--write"]).ends(0);
    assert!(run.err.contains("2 changes"), "{}", run.err);
    Ok(())
}

#[test]
fn an_objection_to_a_sentence_without_a_claim_is_said_and_not_dropped() -> Outcome {
    let case = Case::copy("example");
    let before = tables(&case)?;
    let story = case.file("story.md");
    fs::write(
        &story,
        "He bribed the mayor.\n\nVale owns Gannet [vale-owns-gannet]. He beats\nhis wife.\n",
    )?;
    let story = story.to_str().ok_or("plain")?;
    let sheet = case.file("sheet.csv.txt");
    let text = case
        .run("sheet", &["--story", story, "-o", "csv"])
        .ends(0)
        .out;
    let edited = text.replace(
        ",no claim,,,,,",
        ",no claim,,needs-attention,,no source at all,",
    );
    assert_eq!(edited.matches("needs-attention").count(), 2, "{text}");
    fs::write(&sheet, edited)?;
    let sheet = sheet.to_str().ok_or("plain")?;
    let run = import(&case, sheet, &["--write"]).ends(3);
    for words in [
        "line 1 of the story has no claim: check “needs-attention”, concern “no source at all”",
        "line 3–4 of the story has no claim: ",
        "2 rows without a claim were edited (lines 1, 3–4) and are not taken back",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert_eq!(tables(&case)?, before);
    Ok(())
}
