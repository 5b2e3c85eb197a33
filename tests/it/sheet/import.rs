//! The checks of an edited sheet, back in the tables with nothing else touched.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
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
