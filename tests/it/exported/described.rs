//! The plain tables as frictionless reads them, with the kinds that
//! `nutgraf formats --attributes` gives their columns.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::exported::{Outcome, cases};
use crate::packages::validated;
use crate::program::nutgraf;

/// A Data Package of exported tables: keys, where edges lead, and what every
/// column holds.
fn package(attributes: &[Value]) -> Value {
    let fields = |of: &str, own: &[&str]| -> Vec<Value> {
        let own = own
            .iter()
            .map(|name| json!({"name": name, "type": "string", "constraints": {"required": true}}));
        let listed = attributes.iter().filter(|one| one["of"] == of);
        let listed = listed.map(|one| {
            let (name, kind) = (&one["attribute"], &one["kind"]);
            match kind.as_str() {
                Some("text" | "list of texts") => json!({"name": name, "type": "string"}),
                Some("whole number") => json!({"name": name, "type": "integer"}),
                Some("exact decimal") => json!({"name": name, "type": "number"}),
                Some("day") => json!({"name": name, "type": "date"}),
                Some("yes or no") => json!({
                    "name": name, "type": "boolean", "trueValues": ["true"], "falseValues": ["false"],
                }),
                _ => panic!("{name} is a {kind}"),
            }
        });
        own.chain(listed).collect()
    };
    let to_nodes =
        |field: &str| json!({"fields": field, "reference": {"resource": "nodes", "fields": "id"}});
    let table = |name: &str, schema: Value| json!({"name": name, "path": format!("{name}.csv"), "encoding": "utf-8", "schema": schema});
    json!({
        "name": "exported",
        "resources": [
            table("nodes", json!({"fields": fields("entity", &["id"]), "primaryKey": "id"})),
            table("edges", json!({
                "fields": fields("link", &["id", "source", "target"]),
                "primaryKey": "id",
                "foreignKeys": [to_nodes("source"), to_nodes("target")],
            })),
        ],
    })
}

fn put(package: &Value, folder: &Path) -> Result<PathBuf, std::io::Error> {
    let path = folder.join("datapackage.json");
    fs::write(&path, package.to_string())?;
    Ok(path)
}

#[test]
fn the_tables_are_what_their_attributes_say() -> Outcome {
    let list = nutgraf(&["formats", "--attributes", "-o", "json"])
        .ends(0)
        .json();
    let package = package(list["attributes"].as_array().ok_or("no list")?);
    let folder = tempfile::tempdir()?;
    let (mut names, mut packages) = (Vec::new(), Vec::new());
    for told in cases()? {
        let (tables, _) = told.export(folder.path(), &["-o", "csv"])?;
        names.push(told.name);
        packages.push(put(&package, &tables)?);
    }
    // And once with faults of three kinds, which have to be found.
    let broken = folder.path().join("broken");
    fs::create_dir(&broken)?;
    let tables = packages[0].parent().ok_or("no folder")?;
    fs::copy(tables.join("nodes.csv"), broken.join("nodes.csv"))?;
    let mut reader = csv::Reader::from_path(tables.join("edges.csv"))?;
    let mut writer = csv::Writer::from_path(broken.join("edges.csv"))?;
    let header = reader.headers()?.clone();
    writer.write_record(&header)?;
    for (row, record) in reader.records().enumerate() {
        let record = record?;
        let spoilt = ["target", "earliest", "weight"].get(row);
        writer.write_record(header.iter().zip(&record).map(|(name, cell)| {
            match Some(&name) == spoilt {
                true => "nowhere",
                false => cell,
            }
        }))?;
    }
    writer.flush()?;
    packages.push(put(&package, &broken)?);

    let mut found = validated(&packages)?;
    let of_broken = found.pop().ok_or("no answer")?;
    for (name, errors) in names.iter().zip(&found) {
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
    let mut told: Vec<(&str, u64)> = of_broken
        .iter()
        .filter_map(|error| Some((error["type"].as_str()?, error["row"].as_u64()?)))
        .collect();
    told.sort_by_key(|(_, row)| *row);
    assert_eq!(
        told,
        [("foreign-key", 2), ("type-error", 3), ("type-error", 4)],
        "{of_broken:?}"
    );
    Ok(())
}
