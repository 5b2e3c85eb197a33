//! Times queries on an edition within one process, for `benches/queries.py`:
//! `cargo run --release --example ask -- EDITION`, then one request a line.
//!
//! A request is four fields with tabs between: the path of a query; values of
//! its parameters as `name=<iri>` with spaces between; where to write the rows
//! as CSV (nothing: nowhere); `text` to read the query anew each time, nothing
//! to keep it once it has been read. The reply is one line: microseconds up to
//! the last byte of the answer, and the number of rows.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Instant;

use clap::Parser;
use nutgraf::edition::Edition;
use nutgraf::query::{Answer, Format, Prefixes, Prepared};
use nutgraf::query::{prepare_with, with_deep_stack, write};
use oxigraph::model::Term;

/// Time queries; each line on standard input is a request
#[derive(Debug, Parser)]
struct Args {
    /// An edition file
    edition: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let edition = Edition::open(&Args::parse().edition)?;
    // As a server would: one stack for all queries.
    with_deep_stack(|| serve(&edition).map_err(|error| error.to_string()))??;
    Ok(())
}

fn serve(edition: &Edition) -> Result<(), Box<dyn Error>> {
    let prefixes = Prefixes::of(edition)?;
    let mut kept: BTreeMap<String, Prepared> = BTreeMap::new();
    let mut replies = io::stdout();
    for request in io::stdin().lock().lines() {
        let request = request?;
        let mut fields = request.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let (path, values, rows, anew) = (field(), field(), field(), field());
        let text = std::fs::read_to_string(path)?;
        let mut out: Box<dyn Write> = match rows {
            "" => Box::new(io::sink()),
            path => Box::new(BufWriter::new(File::create(path)?)),
        };
        if !kept.contains_key(path) {
            kept.insert(path.to_owned(), prepare_with(&prefixes, &text)?);
        }
        let prepared = kept.get_mut(path).ok_or("it was just put there")?;

        let start = Instant::now();
        if anew == "text" {
            *prepared = prepare_with(&prefixes, &text)?;
        }
        for value in values.split_whitespace() {
            let (name, term) = value.split_once('=').ok_or("a value without a name")?;
            prepared.bind(name, Term::from_str(term)?)?;
        }
        let answer = prepared.run(edition)?;
        write(&answer, Format::Csv, &prefixes, &mut *out)?;
        out.flush()?;
        let took = start.elapsed().as_micros();

        let rows = match answer {
            Answer::Rows(rows) => rows.rows.len(),
            Answer::Boolean(_) => 1,
            Answer::Graph(triples) => triples.len(),
        };
        writeln!(replies, "{took} {rows}")?;
        replies.flush()?;
    }
    Ok(())
}
