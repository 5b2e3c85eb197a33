//! `nutgraf falls`: what rests on some sources alone.

use std::path::PathBuf;

use crate::answer::{FallsQuestion, find_falls};
use crate::cli::asked::Asked;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::forms::Forms;
use crate::render::falls;

/// List the claims, links and connections that rest on a source alone
///
/// A claim falls with a source when that is on the chain of every citation it has left. Several
/// sources are taken to withdraw together. Exit code 1 when nothing falls, 5 when there is more than
/// is listed (1,000 of each); all is counted.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// A source: its name or id
    #[arg(long, value_name = "SOURCE", required = true)]
    source: Vec<String>,
    #[command(flatten)]
    asked: Asked,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let output = args.asked.output;
    let graph = args.asked.open(&args.case, console)?;
    let known = args.asked.known();
    let question = FallsQuestion {
        sources: args.source,
        selection: args.asked.selection(),
    };
    let answer =
        find_falls(&graph, &question).map_err(|error| known.failure(error, &args.case, console))?;
    Forms {
        page: &|| falls::page(&answer),
        value: &|| falls::value(graph.edition().content_id(), &answer),
        lines: &|| falls::lines(&answer),
        sheet: &|| falls::sheet(&answer),
        beside: &|| falls::beside_rows(&answer),
    }
    .write(output, &graph, console)?;
    if !answer.is_complete() {
        console.say("NOT ALL LISTED: more falls than is listed; the numbers are whole");
        return Ok(Exit::Limit);
    }
    Ok(match answer.claims_in_all {
        0 => Exit::No,
        _ => Exit::Answered,
    })
}
