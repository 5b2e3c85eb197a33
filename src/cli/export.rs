//! `nutgraf export`: the whole case as RDF.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::leave::Leaving;
use crate::query::{GraphFormat, write_edition};

/// Write the whole case as RDF, with every source, standing and denial
///
/// Protected sources are withheld, with whatever tells of them: what is written is the redacted
/// edition, which is made from the tables when need be.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Format of what is written
    #[arg(short, long, value_enum, alias = "format")]
    output: Form,
    #[command(flatten)]
    leaving: Leaving,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// N-Triples
    Nt,
    /// Turtle
    Ttl,
    /// N-Quads; everything is in the default graph
    Nq,
    /// TriG; likewise
    Trig,
    /// RDF/XML; refused when a text holds a control character, which XML cannot write
    #[value(alias = "rdf", alias = "xml")]
    Rdfxml,
    /// JSON-LD, without a context
    Jsonld,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let graph = args.leaving.open(&args.case, console)?;
    let format = match args.output {
        Form::Nt => GraphFormat::NTriples,
        Form::Ttl => GraphFormat::Turtle,
        Form::Nq => GraphFormat::NQuads,
        Form::Trig => GraphFormat::TriG,
        Form::Rdfxml => GraphFormat::RdfXml,
        Form::Jsonld => GraphFormat::JsonLd,
    };
    write_edition(graph.edition(), format, console.out())?;
    console.flush()?;
    Ok(Exit::Answered)
}
