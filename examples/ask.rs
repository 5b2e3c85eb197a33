//! Times queries on an edition within one process, for `benches/queries.py`:
//! `cargo run --release --example ask -- EDITION`, then one request a line.
//!
//! A request is the path of a query and, after a tab, where to write the rows
//! as CSV (nothing: nowhere). The reply is one line: microseconds from the
//! text of the query to the last byte of the answer, and the number of rows.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use nutgraf::edition::Edition;
use nutgraf::query::{Answer, Format, prepare, write};

/// Time queries; each line on standard input is the path of one
#[derive(Debug, Parser)]
struct Args {
    /// An edition file
    edition: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let edition = Edition::open(&Args::parse().edition)?;
    let mut replies = io::stdout();
    for request in io::stdin().lock().lines() {
        let request = request?;
        let (query, rows) = request.split_once('\t').unwrap_or((&request, ""));
        let text = std::fs::read_to_string(query)?;
        let mut out: Box<dyn Write> = match rows {
            "" => Box::new(io::sink()),
            path => Box::new(BufWriter::new(File::create(path)?)),
        };
        let start = Instant::now();
        let prepared = prepare(&edition, &text)?;
        let answer = prepared.run(&edition)?;
        write(&answer, Format::Csv, prepared.prefixes(), &mut *out)?;
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
