//! What the library is asked in the tests: questions, cases, values.
//!
//! Every question is asked at least once; one that the first case cannot
//! answer with rows is also asked of another.

use std::error::Error;
use std::fs;
use std::path::Path;

use nutgraf::answer::Graph;
use nutgraf::answer::path_rows;
use nutgraf::edition::Edition;
use nutgraf::query::Library;
use nutgraf::query::Prefixes;
use nutgraf::query::Prepared;
use nutgraf::query::prepare;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use tempfile::TempDir;

use crate::query_case::case;
use crate::query_case::cases;

pub const FIRST: &str = "binance-usd1";
pub const EXAMPLE: &str = "example";
/// The example with three rows more, whose figures disagree with its own.
pub const DISAGREEING: &str = "disagreeing";

/// A question asked of a case: its name, the case, values, and what tells it from others in a file's name.
pub type Asked = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

pub const ASKED: &[Asked] = &[
    ("anonymous-only", FIRST, &[], ""),
    (
        "anonymous-only",
        EXAMPLE,
        &[("entity", "entity:tamsin-quill")],
        "",
    ),
    (
        "answers-to",
        FIRST,
        &[("entity", "entity:steve-witkoff")],
        "",
    ),
    (
        "answers-to",
        EXAMPLE,
        &[("entity", "entity:gannet-dredging")],
        "",
    ),
    ("by-relation", FIRST, &[("relation", "owns")], ""),
    ("by-relation", EXAMPLE, &[("relation", "owns")], ""),
    (
        "claims-about",
        FIRST,
        &[("entity", "entity:world-liberty-financial")],
        "",
    ),
    (
        "claims-about",
        FIRST,
        &[("entity", "entity:zhao-witkoff-abu-dhabi")],
        "meeting",
    ),
    ("contested", FIRST, &[], ""),
    (
        "contested",
        FIRST,
        &[("entity", "entity:changpeng-zhao")],
        "zhao",
    ),
    ("denials", FIRST, &[], ""),
    (
        "denials",
        FIRST,
        &[("entity", "entity:world-liberty-financial")],
        "wlf",
    ),
    ("entered-since", EXAMPLE, &[("since", "2024-01-20")], ""),
    ("entered-since", FIRST, &[("since", "2026-11-22")], ""),
    ("entered-since", FIRST, &[("since", "2026-11-23")], "after"),
    ("figures-that-disagree", FIRST, &[], ""),
    ("figures-that-disagree", DISAGREEING, &[], ""),
    (
        "figures-that-disagree",
        EXAMPLE,
        &[("subject", "entity:gannet-dredging")],
        "",
    ),
    ("hearsay-and-plans", FIRST, &[], ""),
    (
        "meetings",
        FIRST,
        &[("entity", "entity:changpeng-zhao")],
        "",
    ),
    ("meetings", EXAMPLE, &[("entity", "entity:orrin-vale")], ""),
    ("money", FIRST, &[("entity", "entity:binance")], ""),
    (
        "money",
        FIRST,
        &[("entity", "entity:uae-investment-firm")],
        "firm",
    ),
    (
        "money",
        EXAMPLE,
        &[
            ("entity", "entity:gannet-dredging"),
            ("other", "entity:brindle-quay-holdings"),
        ],
        "",
    ),
    ("most-connected", FIRST, &[], ""),
    ("one-origin", FIRST, &[("entity", "entity:usd1")], ""),
    ("open-questions", FIRST, &[], ""),
    (
        "open-questions",
        EXAMPLE,
        &[("entity", "entity:port-brindle-council")],
        "",
    ),
    ("own-inferences", FIRST, &[], ""),
    ("parties-not-asked", FIRST, &[], ""),
    (
        "parties-not-asked",
        FIRST,
        &[("entity", "entity:steve-witkoff")],
        "witkoff",
    ),
    (
        "paths-between",
        FIRST,
        &[
            ("from", "entity:changpeng-zhao"),
            ("to", "entity:trump-family"),
            ("k", "3"),
        ],
        "",
    ),
    (
        "paths-between",
        EXAMPLE,
        &[
            ("from", "entity:tamsin-quill"),
            ("to", "entity:gannet-dredging"),
            ("max_hops", "4"),
        ],
        "",
    ),
    (
        "rests-on",
        FIRST,
        &[("source", "source:three-people-close")],
        "",
    ),
    (
        "rests-on",
        EXAMPLE,
        &[("source", "source:company-register")],
        "",
    ),
    ("said-by", FIRST, &[("entity", "entity:binance")], ""),
    (
        "shared-companies",
        FIRST,
        &[
            ("first", "entity:steve-witkoff"),
            ("second", "entity:trump-family"),
        ],
        "",
    ),
    ("silences", FIRST, &[], ""),
    (
        "silences",
        EXAMPLE,
        &[("entity", "entity:port-brindle-council")],
        "",
    ),
    (
        "timeline",
        FIRST,
        &[("entity", "entity:changpeng-zhao")],
        "",
    ),
    (
        "timeline",
        EXAMPLE,
        &[("entity", "entity:gannet-dredging")],
        "",
    ),
    (
        "two-steps",
        FIRST,
        &[
            ("from", "entity:changpeng-zhao"),
            ("to", "entity:trump-family"),
        ],
        "",
    ),
    (
        "two-steps",
        FIRST,
        &[("from", "entity:binance"), ("to", "entity:steve-witkoff")],
        "contested",
    ),
    (
        "voices",
        FIRST,
        &[("claim", "claim:binance-involved-in-usd1")],
        "",
    ),
    (
        "voices",
        EXAMPLE,
        &[("claim", "claim:vale-owns-gannet")],
        "",
    ),
];

/// A case: its name, its edition, its triples.
pub type Loaded = (&'static str, Edition, Vec<Triple>);

/// The cases that are asked, each loaded once.
pub fn asked_cases() -> Result<Vec<Loaded>, Box<dyn Error>> {
    let copy = copied(EXAMPLE)?;
    add_row(
        copy.path(),
        "attributes.csv",
        &[
            ("id", "gannet-dredgers-again"),
            ("subject", "gannet-dredging"),
            ("attribute", "number of dredgers"),
            ("value", "9"),
            ("sources", "harbour-ledger"),
            ("text", "Gannet Dredging has nine dredgers."),
            ("mode", "asserted"),
        ],
    )?;
    add_row(
        copy.path(),
        "transactions.csv",
        &[
            ("id", "gannet-paid-holdings-again"),
            ("payer", "gannet-dredging"),
            ("payee", "brindle-quay-holdings"),
            ("amount", "90000"),
            ("currency", "EUR"),
            ("sources", "courier-article"),
            (
                "text",
                "Gannet Dredging paid Brindle Quay Holdings 90,000 euros.",
            ),
            ("mode", "asserted"),
        ],
    )?;
    add_row(
        copy.path(),
        "denials.csv",
        &[
            ("id", "gannet-denies-again"),
            ("of", "gannet-paid-holdings-again"),
            ("stance", "denied"),
            ("scope", "part"),
            ("by", "gannet-dredging"),
            ("text", "Denies the figure."),
        ],
    )?;
    let mut loaded = Vec::new();
    for name in [FIRST, EXAMPLE] {
        let (edition, triples) = case(name)?;
        loaded.push((name, edition, triples));
    }
    let (edition, triples) = cases(&[copy.path()])?;
    loaded.push((DISAGREEING, edition, triples));
    Ok(loaded)
}

/// Copies a folder of `data/` to be changed; it vanishes with what is returned.
pub fn copied(name: &str) -> Result<TempDir, Box<dyn Error>> {
    let copy = tempfile::tempdir()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    for file in fs::read_dir(folder)? {
        let file = file?;
        if file.file_type()?.is_file() {
            fs::copy(file.path(), copy.path().join(file.file_name()))?;
        }
    }
    Ok(copy)
}

/// Appends a row, with the cells where the header has their columns.
fn add_row(folder: &Path, table: &str, cells: &[(&str, &str)]) -> Result<(), Box<dyn Error>> {
    let path = folder.join(table);
    let mut text = fs::read_to_string(&path)?;
    let header: Vec<String> = text
        .lines()
        .next()
        .ok_or("a header")?
        .split(',')
        .map(str::to_owned)
        .collect();
    let row: Vec<String> = header
        .iter()
        .map(
            |column| match cells.iter().find(|(name, _)| name == column) {
                Some((_, value)) => format!("\"{value}\""),
                None => String::new(),
            },
        )
        .collect();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    fs::write(&path, format!("{text}{}\n", row.join(",")))?;
    Ok(())
}

/// Reads a question and gives it its values; `entity:x` is written out with the case's prefix.
pub fn bound(
    edition: &Edition,
    name: &str,
    values: &[(&str, &str)],
) -> Result<Prepared, Box<dyn Error>> {
    let question = Library::find(name).ok_or_else(|| format!("no question `{name}`"))?;
    let mut prepared = prepare(edition, question.text)?;
    for (parameter, value) in values {
        let kind = prepared.parameter(parameter)?.kind;
        let term = match kind.read(parameter, value)? {
            Some(term) => term,
            None => Term::from(whole(prepared.prefixes(), value)?),
        };
        prepared.bind(parameter, term)?;
    }
    find_paths(edition, &mut prepared)?;
    Ok(prepared)
}

/// Has the blocks of a query answered, as the program does.
pub fn find_paths(edition: &Edition, prepared: &mut Prepared) -> Result<(), Box<dyn Error>> {
    let graph = Graph::new(edition.clone())?;
    Ok(prepared.find_paths(&|request| path_rows(&graph, request))?)
}

pub fn whole(prefixes: &Prefixes, short: &str) -> Result<NamedNode, Box<dyn Error>> {
    let (prefix, local) = short.split_once(':').ok_or("a prefix")?;
    let namespace = prefixes
        .iter()
        .find(|(name, _)| *name == prefix)
        .ok_or("a known prefix")?
        .1;
    Ok(NamedNode::new(format!("{namespace}{local}"))?)
}
