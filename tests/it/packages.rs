//! `nutgraf schema`: the tables as a Data Package, validated by frictionless,
//! and held against what `check` accepts.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use nutgraf::model::Table;
use nutgraf::read::{Holds, columns};
use regex::Regex;
use serde_json::Value;

use crate::generated::case::{Plan, write_case};
use crate::program::{Case, Run, nutgraf};
use crate::rdflib::python;

type Outcome = Result<(), Box<dyn Error>>;

/// The rows of a table, its header first.
type Rows = Vec<Vec<String>>;

fn rows(case: &Case, table: &str) -> Result<Rows, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(case.file(table))?;
    let rows = reader.records().map(|row| {
        let row = row?;
        Ok(row.iter().map(str::to_owned).collect())
    });
    rows.collect()
}

/// The rows as bytes of a file.
fn written(rows: &Rows, delimiter: u8) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}

/// Changes a table of a case.
fn change(case: &Case, table: &str, change: impl FnOnce(&mut Rows)) -> Outcome {
    let mut rows = rows(case, table)?;
    change(&mut rows);
    Ok(fs::write(case.file(table), written(&rows, b',')?)?)
}

/// Writes a cell of the first row that has one.
fn set(case: &Case, table: &str, column: &str, text: &str) -> Outcome {
    change(case, table, |rows| {
        let at = rows[0].iter().position(|name| name == column);
        let at = at.unwrap_or_else(|| {
            // A column that the example does without.
            rows[0].push(column.to_owned());
            rows.iter_mut()
                .skip(1)
                .for_each(|row| row.push(String::new()));
            rows[0].len() - 1
        });
        rows[1][at] = text.to_owned();
    })
}

/// The example with its package beside it.
fn example() -> Case {
    let case = Case::copy("example");
    described(&case);
    case
}

fn described(case: &Case) {
    case.run("schema", &["--write", "--force"]).ends(0);
}

fn package(case: &Case) -> PathBuf {
    case.file("datapackage.json")
}

/// What frictionless says of each package: type, file, row, field and note.
pub fn validated(packages: &[PathBuf]) -> Result<Vec<Vec<Value>>, Box<dyn Error>> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/frictionless_check.py");
    let mut command = Command::new(python()?);
    command.arg(script);
    command.args(packages);
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn problems(run: &Run) -> Vec<Value> {
    run.json()["problems"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

/// The example with its tables written in another way.
fn rewritten(
    write: impl Fn(&Rows) -> Result<Vec<u8>, Box<dyn Error>>,
) -> Result<Case, Box<dyn Error>> {
    let case = Case::copy("example");
    for table in Table::ALL {
        let bytes = write(&rows(&case, table.file())?)?;
        fs::write(case.file(table.file()), bytes)?;
    }
    case.run("check", &[]).ends(0);
    described(&case);
    Ok(case)
}

#[test]
fn cases_without_errors_are_valid_packages() -> Outcome {
    let first = Case::first();
    described(&first);
    let generated = Case::of(&[]);
    let plan = Plan {
        claims: 1_500,
        seed: 3,
        denied: 5,
        disputed: 8,
    };
    write_case(generated.path().as_ref(), &plan)?;
    described(&generated);
    // Semicolons; a byte order mark; UTF-16; Excel's first line; other columns' order.
    let semicolons = rewritten(|rows| written(rows, b';'))?;
    let marked = rewritten(|rows| Ok([b"\xEF\xBB\xBF".to_vec(), written(rows, b'\t')?].concat()))?;
    let wide = rewritten(|rows| {
        let text = String::from_utf8(written(rows, b',')?)?;
        let units = ['\u{FEFF}'].into_iter().chain(text.chars());
        let text: String = units.collect();
        Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
    })?;
    let excel = rewritten(|rows| Ok([b"sep=;\r\n".to_vec(), written(rows, b';')?].concat()))?;
    let turned = rewritten(|rows| {
        let mut rows = rows.clone();
        rows.iter_mut().for_each(|row| row.reverse());
        rows[0]
            .iter_mut()
            .for_each(|name| *name = name.to_uppercase());
        written(&rows, b',')
    })?;
    let example = example();
    let unknown = Case::copy("example");
    set(&unknown, "sources.csv", "knowledge", "unknown")?;
    set(&unknown, "transactions.csv", "for_asset", "unknown")?;
    set(&unknown, "relationships.csv", "credibility", "Unknown")?;
    set(&unknown, "people.csv", "name", "Unknown")?;
    set(&unknown, "people.csv", "kind", "unknown")?;
    unknown.run("check", &[]).ends(0);
    described(&unknown);
    let cases = [
        &first,
        &generated,
        &semicolons,
        &marked,
        &wide,
        &excel,
        &turned,
        &example,
        &unknown,
    ];
    for (at, found) in validated(&cases.map(package))?.iter().enumerate() {
        assert_eq!(found, &Vec::<Value>::new(), "case {at}");
    }
    Ok(())
}

#[test]
fn each_planted_fault_is_found_by_frictionless_and_by_check() -> Outcome {
    type Plant = fn(&Case) -> Outcome;
    let faults: [(&str, &str, &str, Plant); 15] = [
        ("constraint-error", "missing-cell", "name", |c| {
            set(c, "people.csv", "name", "")
        }),
        ("constraint-error", "missing-cell", "subject", |c| {
            set(c, "relationships.csv", "subject", "unknown")
        }),
        ("primary-key", "duplicate-id", "", |c| {
            change(c, "people.csv", |rows| rows.push(rows[1].clone()))
        }),
        ("constraint-error", "unknown-word", "kind", |c| {
            set(c, "sources.csv", "kind", "newspaper")
        }),
        ("constraint-error", "bad-id", "id", |c| {
            set(c, "people.csv", "id", "Orrin Vale")
        }),
        ("foreign-key", "dangling-reference", "", |c| {
            set(c, "citations.csv", "source", "nobody")
        }),
        ("foreign-key", "dangling-reference", "", |c| {
            set(c, "sources.csv", "via", "nobody")
        }),
        ("type-error", "bad-count", "voices", |c| {
            set(c, "sources.csv", "voices", "two")
        }),
        ("constraint-error", "unknown-word", "credibility", |c| {
            set(c, "relationships.csv", "credibility", "9")
        }),
        ("constraint-error", "bad-date", "when", |c| {
            set(c, "relationships.csv", "when", "12/11/2024")
        }),
        ("incorrect-label", "unknown-column", "name", |c| {
            change(c, "people.csv", |rows| {
                rows[0]
                    .iter_mut()
                    .filter(|n| *n == "name")
                    .for_each(|n| n.push('s'));
            })
        }),
        ("incorrect-label", "missing-column", "kind", |c| {
            change(c, "sources.csv", |rows| {
                let at = rows[0].iter().position(|n| n == "kind").unwrap_or(0);
                rows.iter_mut().for_each(|row| drop(row.remove(at)));
            })
        }),
        ("type-error", "bad-number", "amount", |c| {
            set(c, "transactions.csv", "amount", "1,000")
        }),
        ("type-error", "unknown-word", "named", |c| {
            set(c, "people.csv", "named", "maybe")
        }),
        ("constraint-error", "dangling-reference", "sources", |c| {
            set(c, "relationships.csv", "sources", "The Courier")
        }),
    ];
    let mut cases = Vec::new();
    for (_, _, _, plant) in &faults {
        let case = example();
        plant(&case)?;
        // Columns that were added to plant a fault are in the package as well,
        // unless the fault is in the header.
        let _ = case.run("schema", &["--write", "--force"]);
        cases.push(case);
    }
    let packages: Vec<PathBuf> = cases.iter().map(package).collect();
    let found = validated(&packages)?;
    for (((kind, code, field, _), case), errors) in faults.iter().zip(&cases).zip(found) {
        let theirs = errors
            .iter()
            .any(|error| error["type"] == *kind && (field.is_empty() || error["field"] == *field));
        assert!(theirs, "{kind} {field}: {errors:?}");
        let ours = problems(&case.run("check", &["-o", "json"]).ends(3));
        assert!(
            ours.iter().any(|problem| problem["code"] == *code),
            "{code}: {ours:?}"
        );
    }
    Ok(())
}

/// The fields of every table as printed without a case, by table and column.
fn fields() -> BTreeMap<(String, String), Value> {
    let package = nutgraf(&["schema"]).ends(0).json();
    let mut fields = BTreeMap::new();
    for table in package["resources"].as_array().into_iter().flatten() {
        let path = table["path"].as_str().unwrap_or_default();
        for field in table["schema"]["fields"].as_array().into_iter().flatten() {
            let name = field["name"].as_str().unwrap_or_default();
            fields.insert((path.to_owned(), name.to_owned()), field.clone());
        }
    }
    fields
}

#[test]
fn every_column_of_every_table_is_described() {
    let fields = fields();
    let mut count = 0;
    for table in Table::ALL {
        for column in columns(table) {
            let field = &fields[&(table.file().to_owned(), column.name.to_owned())];
            let required = field["constraints"]["required"] == true;
            assert_eq!(required, column.required, "{table} {}", column.name);
            count += 1;
        }
    }
    assert_eq!(count, fields.len());
}

#[test]
fn the_words_and_targets_are_those_that_check_names() -> Outcome {
    let mut compared = 0;
    for table in Table::ALL {
        let case = Case::copy("example");
        for column in columns(table) {
            let word = matches!(column.holds, Holds::Word(_) | Holds::YesNo);
            let reference = matches!(column.holds, Holds::Reference(_));
            if word || reference {
                set(&case, table.file(), column.name, "no-such-word")?;
            }
        }
        let found = problems(&case.run("check", &["-o", "json"]));
        let package = nutgraf(&["schema"]).ends(0).json();
        let resource = package["resources"]
            .as_array()
            .and_then(|all| all.iter().find(|r| r["path"] == table.file()))
            .ok_or("the table is described")?
            .clone();
        let header = rows(&case, table.file())?.remove(0);
        for column in columns(table) {
            let Some(at) = header.iter().position(|name| name == column.name) else {
                continue;
            };
            let letter = char::from(b'A' + u8::try_from(at)?);
            let expected = found.iter().find(|problem| {
                problem["cell"] == format!("{letter}2")
                    && problem["file"]
                        .as_str()
                        .is_some_and(|file| file.ends_with(table.file()))
                    && ["unknown-word", "dangling-reference"]
                        .contains(&problem["code"].as_str().unwrap_or_default())
            });
            let expected = expected.and_then(|problem| problem["expected"].as_str());
            let field = &fields()[&(table.file().to_owned(), column.name.to_owned())];
            let texts = |list: &Value| -> Vec<String> {
                let list = list.as_array().cloned().unwrap_or_default();
                list.iter()
                    .map(|w| w.as_str().unwrap_or_default().to_owned())
                    .collect()
            };
            match column.holds {
                Holds::Word(_) | Holds::YesNo => {
                    let words = if field["type"] == "boolean" {
                        [texts(&field["trueValues"]), texts(&field["falseValues"])].concat()
                    } else if field["type"] == "integer" {
                        let end = |name: &str| field["constraints"][name].as_u64();
                        let (from, to) = (
                            end("minimum").ok_or("an end")?,
                            end("maximum").ok_or("an end")?,
                        );
                        (from..=to).map(|n| n.to_string()).collect()
                    } else {
                        texts(&field["constraints"]["enum"])
                    };
                    let theirs = expected.and_then(|text| text.strip_prefix("one of: "));
                    assert_eq!(
                        theirs,
                        Some(words.join(", ").as_str()),
                        "{table} {}",
                        column.name
                    );
                    compared += 1;
                }
                Holds::Reference(target) => {
                    let expected = expected.ok_or_else(|| format!("{table} {}", column.name))?;
                    let keys = resource["schema"]["foreignKeys"]
                        .as_array()
                        .cloned()
                        .unwrap_or_default();
                    let key = keys.iter().find(|key| key["fields"][0] == column.name);
                    let one = !column.list && target.tables.len() == 1;
                    assert_eq!(key.is_some(), one, "{table} {}", column.name);
                    if let (Some(key), [only]) = (key, target.tables) {
                        assert_eq!(expected, format!("the id of a row of {only}"));
                        let name = key["reference"]["resource"].as_str().unwrap_or_default();
                        let named = if name.is_empty() {
                            table.file().to_owned()
                        } else {
                            format!("{name}.csv")
                        };
                        assert_eq!(named, only.file());
                    }
                    assert_eq!(
                        expected.contains("<meeting>.<participant>"),
                        target.attendance && expected.contains('`'),
                        "{table} {}",
                        column.name
                    );
                    compared += 1;
                }
                _ => {}
            }
        }
    }
    assert!(compared > 40, "{compared}");
    Ok(())
}

#[test]
fn an_id_fits_the_pattern_just_when_check_takes_it() -> Outcome {
    let pattern =
        fields()[&("people.csv".to_owned(), "id".to_owned())]["constraints"]["pattern"].clone();
    let pattern = Regex::new(&format!("^({})$", pattern.as_str().ok_or("a pattern")?))?;
    let ids = [
        "a",
        "7",
        "a-b",
        "a-",
        "-a",
        "A",
        "a_b",
        "a.b",
        "ä",
        "a b",
        "2024-deal",
        "--",
        "a--b",
        "é",
        "a\u{301}",
        "٣",
        "a/b",
        "a;b",
        "z9-",
    ];
    let mut table = "id,name\n".to_owned();
    for (at, id) in ids.iter().enumerate() {
        table += &format!("{id},Person number {at}\n");
    }
    let case = Case::of(&[
        ("sources.csv", "id,kind,name\ns,editor,us\n"),
        ("people.csv", &table),
    ]);
    let found = problems(&case.run("check", &["-o", "json"]).ends(3));
    for (at, id) in ids.iter().enumerate() {
        let cell = format!("A{}", at + 2);
        let refused = found
            .iter()
            .any(|p| p["cell"] == cell && p["code"] == "bad-id");
        assert_eq!(pattern.is_match(id), !refused, "{id}");
    }
    Ok(())
}

#[test]
fn a_package_beside_the_tables_is_no_input() -> Outcome {
    let case = Case::copy("example");
    let plain = case.run("check", &[]).ends(0).out;
    let loaded = case.run("load", &[]).ends(0).out;
    described(&case);
    for (name, text) in [
        ("README.md", "# Notes"),
        ("LICENSE", "x"),
        ("CITATION.cff", "x: 1"),
    ] {
        fs::write(case.file(name), text)?;
    }
    assert_eq!(case.run("check", &[]).ends(0).out, plain);
    let again = case.run("load", &[]).ends(0).out;
    assert!(again.contains("nothing had changed"), "{again}");
    assert_eq!(loaded.split(':').next(), again.split(':').next());
    let listed = nutgraf(&["check", case.edition().to_str().ok_or("plain")?])
        .ends(0)
        .out;
    assert!(
        !listed.contains("datapackage") && listed.contains("people.csv"),
        "{listed}"
    );
    Ok(())
}

#[test]
fn a_package_of_ones_own_is_not_replaced_unasked() -> Outcome {
    let case = Case::copy("example");
    fs::write(case.file("datapackage.json"), "{\"name\": \"mine\"}")?;
    let run = case.run("schema", &["--write"]).ends(4);
    assert!(run.err.contains("--force"), "{}", run.err);
    assert_eq!(
        fs::read_to_string(case.file("datapackage.json"))?,
        "{\"name\": \"mine\"}"
    );
    described(&case);
    let written = fs::read_to_string(case.file("datapackage.json"))?;
    assert_eq!(written, case.run("schema", &[]).ends(0).out);
    case.run("schema", &["--write"]).ends(0);
    // A header that cannot be read is shown as `check` shows it.
    change(&case, "people.csv", |rows| rows[0][0].push('x'))?;
    let run = case.run("schema", &[]).ends(3);
    assert!(
        run.out.is_empty() && run.err.contains("missing-column"),
        "{}",
        run.err
    );
    Ok(())
}
