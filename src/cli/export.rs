//! `nutgraf export`: the whole case as RDF.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::leave::Leaving;
use crate::query::{Format, write_edition};

/// Write the whole case as RDF, with every source, standing and denial
///
/// Protected sources are withheld, with whatever tells of them: what is written is the redacted
/// edition, which is made from the tables when need be.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Format of the file
    #[arg(long, value_enum)]
    format: Form,
    #[command(flatten)]
    leaving: Leaving,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// N-Triples
    Nt,
    /// Turtle
    Ttl,
    /// JSON-LD
    Jsonld,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let graph = args.leaving.open(&args.case, console)?;
    let format = match args.format {
        Form::Nt => Format::NTriples,
        Form::Ttl => Format::Turtle,
        Form::Jsonld => Format::JsonLd,
    };
    write_edition(graph.edition(), format, console.out())?;
    console.flush()?;
    Ok(Exit::Answered)
}
