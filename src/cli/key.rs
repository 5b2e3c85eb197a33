//! `nutgraf key`: what everything passes through.

use std::path::PathBuf;

use crate::answer::{KeyQuestion, find_key};
use crate::cli::asked::Asked;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::forms::Forms;
use crate::render::key;

/// Find the entities and hops that everything passes through
///
/// Without names: those without which parts of the case are no longer connected. With two names: those
/// that every path between them passes, in their order. Exit code 1 when there is none, or the two are
/// not connected; 5 when there are more than are listed (1,000 of each).
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// One end: a name, an alias or an id
    #[arg(requires = "to")]
    from: Option<String>,
    /// The other
    to: Option<String>,
    #[command(flatten)]
    asked: Asked,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let output = args.asked.output;
    let graph = args.asked.open(&args.case, console)?;
    let known = args.asked.known();
    let question = KeyQuestion {
        between: args.from.zip(args.to),
        selection: args.asked.selection(),
    };
    let answer =
        find_key(&graph, &question).map_err(|error| known.failure(error, &args.case, console))?;
    Forms {
        page: &|| key::page(&answer),
        value: &|| key::value(graph.edition().content_id(), &answer),
        lines: &|| key::lines(&answer),
        sheet: &|| key::sheet(&answer),
        beside: &|| key::beside_rows(&answer),
    }
    .write(output, &graph, console)?;
    let listed = answer.entities.len() + answer.hops.len();
    if listed < answer.entities_in_all + answer.hops_in_all {
        console.say("NOT ALL LISTED: there are more than are listed; the numbers are whole");
        return Ok(Exit::Limit);
    }
    // Between an entity and itself there is nothing to look for.
    let is_one = answer.between.as_ref().is_some_and(|(from, to)| from == to);
    Ok(match listed {
        0 if is_one => Exit::Answered,
        0 => Exit::No,
        _ => Exit::Answered,
    })
}
