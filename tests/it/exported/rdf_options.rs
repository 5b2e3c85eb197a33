//! What `export` adds to RDF: triples that links are about, as RDF 1.2 has them,
//! and nanopublications; and files that are compressed.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::exported::expected::{Expected, Want};
use crate::exported::{Outcome, Told};
use crate::program::Case;
use crate::rdflib::python;

fn read(asked: &Value) -> Result<Value, Box<dyn Error>> {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/exported/rdf_check.py"
    );
    let mut child = Command::new(python()?)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().ok_or("python takes no input")?;
    stdin.write_all(asked.to_string().as_bytes())?;
    drop(stdin);
    let output = child.wait_with_output()?;
    match output.status.success() {
        true => Ok(serde_json::from_slice(&output.stdout)?),
        false => Err(String::from_utf8_lossy(&output.stderr).into()),
    }
}

/// Every link reifies what it reports, and every claim is a nanopublication.
pub fn check(cases: &[Told]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut paths: [Vec<PathBuf>; 3] = Default::default();
    for told in cases {
        for (at, options) in [
            ["-o", "nt", "--reifiers"],
            ["-o", "ttl", "--reifiers"],
            ["-o", "trig", "--nanopubs"],
        ]
        .iter()
        .enumerate()
        {
            paths[at].push(told.export(folder.path(), options)?.0);
        }
    }
    let [nt, ttl, trig] = &paths;
    let seen = read(&json!({"nt": nt, "ttl": ttl, "trig": trig}))?;
    for (at, told) in cases.iter().enumerate() {
        let plain = told.case.run("export", &["-o", "nt", "--with-protected"]);
        let triples = plain.ends(0).out.lines().count();
        for format in ["nt", "ttl"] {
            let seen = &seen[format][at];
            assert_eq!(seen["stated"], triples, "{}", told.name);
            let reified = seen["reified"].as_array().ok_or("no list")?;
            let links = &told.expected.links;
            assert_eq!(reified.len(), links.len(), "{}", told.name);
            for reified in reified {
                let [link, subject, predicate, object] = [0, 1, 2, 3].map(|at| local(&reified[at]));
                let link = &links[&link];
                let ends = link.ends.clone().ok_or("a link has ends")?;
                assert_eq!((subject, object), ends);
                let relation = Want::Items(vec![predicate]);
                assert_eq!(link.attributes["relation"], relation);
                assert!(reified[2].to_string().contains("/reported#"), "{reified}");
            }
        }
        nanopubs(&seen["trig"][at], told.name, &told.expected)?;
    }
    Ok(())
}

/// A nanopublication for each claim; none asserts that anything is so; each
/// has the standing, and all of them together every denial.
fn nanopubs(seen: &Value, name: &str, expected: &Expected) -> Outcome {
    let seen = seen.as_array().ok_or("no list")?;
    assert_eq!(seen.len().to_string(), expected.facts["claims"], "{name}");
    let mut denials = BTreeSet::new();
    for one in seen {
        let assertion = one["assertion"].as_array().ok_or("no list")?;
        let subjects: BTreeSet<String> = assertion.iter().map(|triple| local(&triple[0])).collect();
        assert_eq!(subjects.len(), 1, "{name}: {one}");
        for triple in assertion {
            let predicate = triple[1].as_str().ok_or("no text")?;
            assert!(
                !predicate.contains("/reported#") && !predicate.contains("/uncontested#"),
                "{name}: {triple}"
            );
        }
        let provenance = one["provenance"].as_array().ok_or("no list")?;
        let said = |name: &'static str| {
            let all = provenance.iter();
            all.filter(move |triple| local(&triple[1]) == name)
        };
        let of_claim = said("standing").filter(|triple| subjects.contains(&local(&triple[0])));
        assert_eq!(of_claim.count(), 1, "{name}: {one}");
        for stance in said("stance") {
            if local(&stance[2]) == "stanceDenied" {
                denials.insert(local(&stance[0]));
            }
        }
    }
    assert!(denials.is_superset(&expected.denials), "{name}");
    Ok(())
}

/// The id at the end of an address.
fn local(iri: &Value) -> String {
    let iri = iri.as_str().unwrap_or_default();
    iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned()
}

#[test]
fn an_option_of_another_format_is_refused() {
    let case = Case::first();
    for words in [
        ["-o", "trig", "--reifiers"],
        ["-o", "graphml", "--reifiers"],
        ["-o", "ttl", "--nanopubs"],
    ] {
        let run = case.run("export", &words).ends(2);
        assert!(run.err.contains("is for `"), "{}", run.err);
    }
}

#[test]
fn a_file_called_gz_is_compressed_and_the_same_each_time() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    for format in ["nt", "graphml", "html", "cypher"] {
        let mut bytes = Vec::new();
        for name in ["a.gz", "b.gz"] {
            let path = folder.path().join(name);
            let into = path.to_str().ok_or("a plain name")?;
            case.run("export", &["-o", format, "-O", into]).ends(0);
            bytes.push(fs::read(path)?);
        }
        assert_eq!(bytes[0], bytes[1], "{format}");
        let mut text = String::new();
        GzDecoder::new(&*bytes[0]).read_to_string(&mut text)?;
        let plain = case.run("export", &["-o", format]).ends(0).out;
        assert_eq!(text, plain, "{format}");
    }
    Ok(())
}
