//! `nutgraf export`: the whole case as RDF.

use std::path::PathBuf;

use clap::ValueEnum;
use oxigraph::model::NamedNode;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::open;
use crate::edition::{Edition, EditionError};
use crate::model::iri;
use crate::query::{GraphFormat, write_edition};

/// Write the whole case as RDF, with every source, standing and denial
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// Format of what is written
    #[arg(short, long, value_enum, alias = "format")]
    output: Form,
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
    let graph = open(&args.case, console)?;
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
    let protected = protected_sources(graph.edition())?;
    if protected > 0 {
        console.say(&format!(
            "warning: {} marked protected, and named in what was written",
            match protected {
                1 => "1 source is".to_owned(),
                several => format!("{several} sources are"),
            }
        ));
    }
    Ok(Exit::Answered)
}

/// How many sources must not be named.
fn protected_sources(edition: &Edition) -> Result<u64, EditionError> {
    let term = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    match (
        term(format!("{}type", iri::RDF))?,
        term(iri::ng("ProtectedSource"))?,
    ) {
        (Some(is_a), Some(class)) => edition.count(None, Some(is_a), Some(class)),
        _ => Ok(0),
    }
}
