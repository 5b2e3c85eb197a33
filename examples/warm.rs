//! Answers queries on one edition, opened once, for `benches/compare`.
//!
//! Takes requests on standard input, one JSON object a line, and answers each
//! with one line:
//!
//! ```text
//! {"question": "denials", "values": {"entity": "https://…"}}  -> {"sparql": "…"}
//! {"sparql": "…", "times": 5}                                -> {"ns": [812345, …]}
//! {"sparql": "…", "to": "rows.tsv"}                          -> {"ns": [912345]}
//! ```
//!
//! What is timed is what a program pays that links the library: reading the
//! text, evaluating it, writing W3C JSON to nowhere. Drawing values, comparing
//! rows and the other engine are left to the script.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use nutgraf::edition::Edition;
use nutgraf::query::{Format, Library, prepare, with_deep_stack, write};
use oxigraph::model::NamedNode;
use serde::Deserialize;
use serde_json::json;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Answer queries on an edition, one JSON request a line
#[derive(Debug, Parser)]
struct Args {
    /// The edition file
    edition: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Request {
    Text {
        question: String,
        values: BTreeMap<String, String>,
    },
    Time {
        sparql: String,
        times: u32,
    },
    Rows {
        sparql: String,
        to: PathBuf,
    },
}

fn main() -> Result<(), Failure> {
    let edition = Edition::open(&Args::parse().edition)?;
    // As whoever asks many queries does: one deep stack for all of them.
    with_deep_stack(|| answer_all(&edition))?
}

fn answer_all(edition: &Edition) -> Result<(), Failure> {
    let mut out = io::stdout();
    for line in io::stdin().lock().lines() {
        let answer = match serde_json::from_str(&line?)? {
            Request::Text { question, values } => {
                json!({"sparql": text(edition, &question, &values)?})
            }
            Request::Time { sparql, times } => {
                let times = (0..times).map(|_| timed(edition, &sparql, Format::Json, io::sink()));
                json!({"ns": times.collect::<Result<Vec<u64>, Failure>>()?})
            }
            Request::Rows { sparql, to } => {
                let file = BufWriter::new(File::create(&to)?);
                json!({"ns": [timed(edition, &sparql, Format::Tsv, file)?]})
            }
        };
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

/// Answers a query and gives the nanoseconds that took.
fn timed(
    edition: &Edition,
    sparql: &str,
    format: Format,
    mut out: impl Write,
) -> Result<u64, Failure> {
    let begun = Instant::now();
    let prepared = prepare(edition, sparql)?;
    let answer = prepared.run(edition)?;
    write(&answer, format, prepared.prefixes(), &mut out)?;
    out.flush()?;
    Ok(u64::try_from(begun.elapsed().as_nanos())?)
}

/// A question of the library with these values, as text for any engine.
fn text(
    edition: &Edition,
    question: &str,
    values: &BTreeMap<String, String>,
) -> Result<String, Failure> {
    let question = Library::find(question).ok_or("no such question")?;
    let mut prepared = prepare(edition, question.text)?;
    for (name, value) in values {
        let read = prepared.parameter(name)?.kind.read(name, value)?;
        let term = match read {
            Some(term) => term,
            // The kinds that are looked up by name elsewhere: here by IRI.
            None => NamedNode::new(value)?.into(),
        };
        prepared.bind(name, term)?;
    }
    Ok(prepared.sparql()?)
}
