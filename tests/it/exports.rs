//! `nutgraf export`: every format read back by readers that are not ours, and
//! what a format cannot carry refused instead of dropped.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nutgraf::edition::Edition;

use crate::program::Case;
use crate::rdflib::read;

type Outcome = Result<(), Box<dyn Error>>;

/// Each format by our name and rdflib's.
const FORMATS: [(&str, &str); 6] = [
    ("nt", "nt"),
    ("ttl", "turtle"),
    ("nq", "nquads"),
    ("trig", "trig"),
    ("rdfxml", "xml"),
    ("jsonld", "json-ld"),
];

/// A case whose texts are as hard on a format as XML allows.
fn hard() -> Case {
    Case::of(&[
        (
            "people.csv",
            "id,name,description\nann,\"Ann \"\"A\"\" <O'Hara> & Söhne ]]>\",\"two\r\nlines\rand a\ttab \"\nbo,王 😀,\\u0041 \\ {@x} ''' $1\n",
        ),
        (
            "sources.csv",
            "id,kind,name,url\ns,publication,<!-- & -->,\"https://e.example/?a=1&b='2'#ž\"\n2024-deal,editor,us,\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\n007,ann,parent-of,bo,s;2024-deal,\" <rdf:li>x</rdf:li>\u{85}\u{2028} \"\n",
        ),
        (
            "nutgraf.toml",
            "base = \"https://e.example/a&b/\"\nbackground = [\"more.ttl\"]\n",
        ),
        (
            "more.ttl",
            "@prefix e: <http://e.x/> .\ne:a e:2-b \"hallo\"@de-at , \"1\"^^e:number , \"\" ; <urn:x:žaba> <http://e.x/?a=1&b=2> .\n\
             e:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#_1> [ e:c \"<b>x</b>\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral> ] .\n",
        ),
    ])
}

fn export(case: &Case, folder: &Path, format: &str) -> Result<PathBuf, Box<dyn Error>> {
    let file = folder.join(format!("whole.{format}"));
    fs::write(
        &file,
        case.run("export", &["--with-protected", "-o", format])
            .ends(0)
            .out,
    )?;
    Ok(file)
}

#[test]
fn another_reader_finds_the_same_triples_in_every_format() -> Outcome {
    for case in [Case::first(), Case::copy("example"), hard()] {
        let folder = tempfile::tempdir()?;
        let files: Vec<PathBuf> = FORMATS
            .iter()
            .map(|(format, _)| export(&case, folder.path(), format))
            .collect::<Result<_, _>>()?;
        let pairs: Vec<(&Path, &str)> = files
            .iter()
            .zip(FORMATS)
            .map(|(file, (_, name))| (file.as_path(), name))
            .collect();
        let seen = read(&pairs)?;
        let loaded = case.run("load", &[]);
        assert_eq!(loaded.code, 0, "{}", loaded.err);
        let edition = Edition::open(&case.edition())?;
        // No triple is written twice or lost.
        assert_eq!(seen[0].len() as u64, edition.triple_count());
        for (lines, (format, _)) in seen.iter().zip(FORMATS) {
            assert_eq!(lines, &seen[0], "{format}");
        }
    }
    Ok(())
}

#[test]
fn rdf_xml_is_well_formed_for_a_reader_of_xml() -> Outcome {
    let folder = tempfile::tempdir()?;
    for case in [Case::first(), hard()] {
        let file = export(&case, folder.path(), "rdfxml")?;
        let output = Command::new("xmllint")
            .args(["--noout", "--pedantic"])
            .arg(&file)
            .output()
            .map_err(|error| format!("xmllint (Debian: libxml2-utils): {error}"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{said}");
    }
    Ok(())
}

#[test]
fn what_xml_cannot_write_is_refused_with_its_triple() -> Outcome {
    let sources = ("sources.csv", "id,kind,name\ns,editor,us\n");
    let bell = Case::of(&[
        sources,
        ("questions.csv", "id,text\nq1,Who rang the \u{7} bell?\n"),
    ]);
    let number = Case::of(&[
        sources,
        ("nutgraf.toml", "background = ['b.nt']\n"),
        ("b.nt", "<http://e.x/a> <http://e.x/7> \"x\" .\n"),
    ]);
    for (case, named) in [
        (&bell, &["U+0007", "question/q1>"][..]),
        (
            &number,
            &["property", "<http://e.x/a> <http://e.x/7> \"x\""],
        ),
    ] {
        let run = case.run("export", &["-o", "rdfxml"]).ends(2);
        assert_eq!(run.out, "");
        for word in named {
            assert!(run.err.contains(word), "{}", run.err);
        }
        assert!(!run.err.contains('\u{7}'), "{}", run.err);
        // The others carry it.
        let folder = tempfile::tempdir()?;
        let nt = export(case, folder.path(), "nt")?;
        let ttl = export(case, folder.path(), "ttl")?;
        let seen = read(&[(&nt, "nt"), (&ttl, "turtle")])?;
        assert_eq!(seen[0], seen[1]);
        assert!(seen[0].iter().any(|line| line.contains(named[0])
            || line.contains("e.x/7")
            || line.contains('\u{7}')));
    }
    Ok(())
}
