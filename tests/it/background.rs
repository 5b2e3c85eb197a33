//! RDF beside the tables: plain or packed, held against another reader.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::program::{Case, nutgraf};
use crate::rdflib::read;

type Outcome = Result<(), Box<dyn Error>>;

fn packed(text: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text)?;
    Ok(packer.finish()?)
}

/// Loads one file alone; gives the edition's content id and its triples.
fn load(folder: &Path, name: &str) -> Result<(String, Vec<String>), Box<dyn Error>> {
    let edition = folder.join("of-rdf.edition");
    let (file, edition) = (folder.join(name), edition.to_str().ok_or("plain")?);
    let file = file.to_str().ok_or("plain")?;
    let said = nutgraf(&["load", "--rdf", file, "--edition", edition]).ends(0);
    let id = said.out.split([' ', ':']).nth(1).ok_or("an id")?.to_owned();
    let whole = folder.join("whole.nt");
    fs::write(
        &whole,
        nutgraf(&["export", edition, "-o", "nt"]).ends(0).out,
    )?;
    let lines = read(&[(&whole, "nt")])?.remove(0);
    Ok((id, lines))
}

#[test]
fn packed_or_plain_another_reader_finds_the_same() -> Outcome {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let mut turtle = "@prefix e: <http://e.x/> .\n".to_owned();
    for n in 0..3_000 {
        turtle += &format!(
            "e:s{} e:p{} \"\"\"line {n}\n\\\"ž\\\" \\u0041\"\"\"@en , {n} , e:o{n} ;\r\n  e:q -{n}.5 , true .\n",
            n % 700,
            n % 11
        );
    }
    fs::write(at("b.ttl"), &turtle)?;
    fs::write(at("c.ttl.gz"), packed(turtle.as_bytes())?)?;
    let (id, lines) = load(folder.path(), "b.ttl")?;
    assert_eq!(lines, read(&[(&at("b.ttl"), "turtle")])?[0]);
    assert_eq!(
        load(folder.path(), "c.ttl.gz")?,
        (id.clone(), lines.clone())
    );
    let whole = fs::read(at("whole.nt"))?;
    fs::write(at("d.nt"), &whole)?;
    assert_eq!(load(folder.path(), "d.nt")?.0, id);
    // Two packed files joined are one packed file, whatever its name says.
    let (first, second) = whole.split_at(whole.len() / 2);
    let joined = [packed(first)?, packed(second)?].concat();
    fs::write(at("e.nt"), joined)?;
    assert_eq!(load(folder.path(), "e.nt")?.0, id);
    Ok(())
}

#[test]
fn nodes_without_a_name_stay_apart_and_together() -> Outcome {
    let folder = tempfile::tempdir()?;
    let text = "@prefix e: <http://e.x/> .\n_:a e:p [ e:q _:b ] , [] . _:b e:p _:a .\n";
    fs::write(folder.path().join("b.ttl"), text)?;
    let (_, lines) = load(folder.path(), "b.ttl")?;
    let nodes: BTreeSet<&str> = lines
        .iter()
        .flat_map(|line| line.split(' '))
        .filter(|term| term.starts_with("<https://w3id.org/nutgraf/blank/"))
        .collect();
    // a, b, and two without a label.
    assert_eq!((lines.len(), nodes.len()), (4, 4), "{lines:?}");
    Ok(())
}

#[test]
fn a_case_lists_a_packed_file_and_a_cut_one_is_an_error() -> Outcome {
    let text = "<http://e.x/a> <http://e.x/b> \"c\" .\n".repeat(1_000);
    let packed = packed(text.as_bytes())?;
    let case = Case::of(&[
        ("sources.csv", "id,kind,name\ns,editor,us\n"),
        ("nutgraf.toml", "background = ['ships.nt.gz']\n"),
    ]);
    fs::write(case.file("ships.nt.gz"), &packed)?;
    fs::write(case.file("others.ttl.gz"), &packed)?;
    let check = case.run("check", &[]).ends(0);
    assert!(check.out.contains("others.ttl.gz"), "{}", check.out);
    assert!(!check.out.contains("ships"), "{}", check.out);
    let ask = ["-e", "ASK { <http://e.x/a> <http://e.x/b> 'c' }"];
    case.run("query", &ask).ends(0);
    fs::write(case.file("ships.nt.gz"), &packed[..packed.len() - 9])?;
    for verb in ["check", "load"] {
        let run = case.run(verb, &[]).ends(3);
        let said = run.out + &run.err;
        assert!(
            said.contains("ships.nt.gz") && said.contains("bad-gzip"),
            "{said}"
        );
    }
    // The edition of the whole file is not used instead.
    case.run("query", &ask).ends(3);
    Ok(())
}
