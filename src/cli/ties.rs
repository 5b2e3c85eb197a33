//! `nutgraf ties`: the neighbourhood of an entity.

use std::path::PathBuf;

use crate::answer::{TiesQuestion, find_ties};
use crate::cli::asked::Asked;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::forms::Forms;
use crate::render::ties;

/// List whom a person, organisation or asset is linked to, grouped by relation and standing
///
/// With `--hops 2` and more also those whom these are linked to, but not the links inside the last
/// ring. Exit code
/// 1 when there is no tie, 5 when there are more than are listed (1,000 hops); all are counted.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Case folder or edition file
    case: PathBuf,
    /// A name, an alias or an id
    name: String,
    /// How far out
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    hops: u32,
    #[command(flatten)]
    asked: Asked,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let graph = args.asked.open(&args.case, console)?;
    let question = TiesQuestion {
        of: args.name,
        hops: args.hops,
        selection: args.asked.selection.into(),
    };
    let answer = find_ties(&graph, &question)?;
    Forms {
        page: &|| ties::page(&answer),
        value: &|| ties::value(graph.edition().content_id(), &answer),
        lines: &|| ties::lines(&answer),
        sheet: &|| ties::sheet(&answer),
        beside: &|| ties::beside_rows(&answer),
    }
    .write(args.asked.output, graph.known_on(), console)?;
    if let Some(limit) = answer.limit {
        console.say(&format!(
            "NOT COMPLETE: {}",
            ties::limit_words_of_hops(limit)
        ));
        return Ok(Exit::Limit);
    }
    Ok(match answer.ties.is_empty() {
        true => Exit::No,
        false => Exit::Answered,
    })
}
