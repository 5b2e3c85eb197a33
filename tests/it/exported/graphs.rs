//! The formats of graph programs, each read back by programs that are not ours
//! and compared with the edition and with the plain tables.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use crate::exported::compare::{Seen, Ways, against_edition, against_tables};
use crate::exported::readers::{in_node, in_python};
use crate::exported::{Outcome, Told, naughty};
use crate::program::{Case, nutgraf};

/// A format, who reads it, and what of it is otherwise there.
struct Format {
    options: &'static [&'static str],
    python: &'static [&'static str],
    node: &'static [&'static str],
    ways: Ways,
}

const FORMATS: &[Format] = &[
    Format {
        options: &["-o", "graphml"],
        python: &["networkx_graphml", "igraph_graphml"],
        node: &["graphology_graphml"],
        ways: Ways::XML,
    },
    Format {
        options: &["-o", "graphml", "--flavour", "yed"],
        python: &["yed_xml", "networkx_graphml"],
        node: &[],
        ways: Ways::XML,
    },
    Format {
        options: &["-o", "gexf"],
        python: &["gexf_xml", "networkx_gexf"],
        node: &[],
        ways: Ways::XML,
    },
    Format {
        options: &["-o", "gexf"],
        python: &[],
        node: &["graphology_gexf"],
        ways: Ways {
            // It keeps the description as one text.
            facts: false,
            ..Ways::XML
        },
    },
    Format {
        options: &["-o", "dot"],
        python: &["graphviz_dot"],
        node: &[],
        ways: Ways::XML,
    },
    Format {
        options: &["-o", "cytoscape"],
        python: &["networkx_json"],
        node: &["cytoscape_json"],
        ways: Ways::PLAIN,
    },
    Format {
        options: &["-o", "d3"],
        python: &["networkx_json"],
        node: &[],
        ways: Ways::PLAIN,
    },
    Format {
        options: &["-o", "cx2"],
        python: &["ndex2_cx2"],
        node: &[],
        ways: Ways::PLAIN,
    },
    Format {
        options: &["-o", "mermaid"],
        python: &[],
        node: &["mermaid_text"],
        ways: Ways {
            // Comments have these in the words of a claim.
            within: &["text", "statements", "sources", "answers"],
            ..Ways::PLAIN
        },
    },
];

/// Where a graph format does not say what the edition and the tables say.
pub fn wrong(cases: &[Told], tables: &[Seen]) -> Result<Vec<String>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    // What is asked of the readers, and of which case and format it is.
    let (mut python, mut node) = (Vec::new(), Vec::new());
    for format in FORMATS {
        for (at, told) in cases.iter().enumerate() {
            let (path, _) = told.export(folder.path(), format.options)?;
            python.extend(
                format
                    .python
                    .iter()
                    .map(|by| (*by, path.clone(), at, format)),
            );
            node.extend(format.node.iter().map(|by| (*by, path.clone(), at, format)));
        }
    }
    type Asked = (&'static str, PathBuf, usize, &'static Format);
    let files = |asked: &[Asked]| -> Vec<(&'static str, PathBuf)> {
        asked
            .iter()
            .map(|(by, path, _, _)| (*by, path.clone()))
            .collect()
    };
    let mut found: Vec<(Asked, Seen)> = Vec::new();
    let seen = in_python(&files(&python))?;
    found.extend(python.into_iter().zip(seen));
    let seen = in_node(&files(&node))?;
    found.extend(node.into_iter().zip(seen));
    let mut wrong = Vec::new();
    for ((by, _, at, Format { ways, options, .. }), seen) in &found {
        let Told { name, expected, .. } = &cases[*at];
        let mut of_file = against_edition(seen, expected, ways);
        of_file.extend(against_tables(seen, &tables[*at], ways));
        // A few of each, so that no format hides behind another.
        let said = of_file.iter().take(4);
        let said = said.map(|line| format!("{by}, {}, {name}: {line}", options.join(" ")));
        wrong.extend(said);
    }
    Ok(wrong)
}

#[test]
fn the_same_case_gives_the_same_bytes_without_what_is_protected() -> Outcome {
    let case = naughty::case()?;
    let folder = tempfile::tempdir()?;
    for Format { options, .. } in FORMATS {
        let first = case.run("export", options).ends(0);
        assert!(
            first.err.contains("protected"),
            "{options:?}: {}",
            first.err
        );
        for word in ["A voice", "sources.csv row 3"] {
            assert!(!first.out.contains(word), "{options:?} tells of {word}");
        }
        let file = folder.path().join("again");
        let into = file.to_str().ok_or("a plain name")?;
        let mut words = vec!["-O", into];
        words.extend(*options);
        case.run("export", &words).ends(0);
        let again = fs::read_to_string(&file)?;
        assert!(again == first.out, "{options:?} differs between two runs");
    }
    Ok(())
}

#[test]
fn a_diagram_that_programs_will_not_draw_is_warned_of() -> Outcome {
    let small = Case::copy("example").run("export", &["-o", "mermaid"]);
    assert!(small.err.contains("nobody sees"), "{}", small.err);
    assert!(!small.err.contains("maxEdges"), "{}", small.err);
    let large = naughty::case()?.run("export", &["-o", "mermaid"]).ends(0);
    for word in ["maxEdges", "maxTextSize"] {
        assert!(large.err.contains(word), "{}", large.err);
    }
    Ok(())
}

/// Attributes of the graph are not drawn; its label is.
#[test]
fn a_drawing_of_dot_says_how_its_links_were_chosen() -> Outcome {
    let case = Case::first();
    let words = [
        "export",
        "path",
        case.path(),
        "cz",
        "trump-family",
        "--within",
        "4",
    ];
    let label = |more: &[&str]| -> Result<String, Box<dyn std::error::Error>> {
        let dot = nutgraf(&[&words[..], more, &["-o", "dot"]].concat())
            .ends(0)
            .out;
        let label = dot.split_once("rankdir=LR, label=").ok_or("no label")?.1;
        Ok(label.split_once("];").ok_or("no end")?.0.to_owned())
    };
    let chosen = label(&["--uncontested"])?;
    for words in [
        "only links with no denial recorded",
        "at most 4 hops",
        "3 DENIED",
        "Nothing here is a fact",
    ] {
        assert!(chosen.contains(words), "{words}: {chosen}");
    }
    assert!(!label(&[])?.contains("only links"));
    Ok(())
}
