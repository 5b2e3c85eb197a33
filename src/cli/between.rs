//! `nutgraf between`: what connects several names.

use std::path::PathBuf;

use crate::answer::{BetweenQuestion, find_between};
use crate::cli::asked::LinkArgs;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::forms::Forms;
use crate::render::{between, paths};

/// Find what connects several people, organisations or assets
///
/// All shortest paths between every two of the names, put together: who stands in between, over which
/// links, and which two nothing connects. Exit code 1 when some two have no path, 5 when a limit was
/// hit (200 paths are shown for each two; all are counted).
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    between: BetweenArgs,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

/// What is to be connected: the same for every command that takes it.
#[derive(Debug, clap::Args)]
pub(super) struct BetweenArgs {
    /// Case folder or edition file
    pub case: PathBuf,
    /// Two names or more
    #[arg(required = true, num_args = 2..)]
    names: Vec<String>,
    /// At most so many hops between any two
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_hops: Option<u32>,
    #[command(flatten)]
    pub links: LinkArgs,
}

impl BetweenArgs {
    pub fn question(self) -> BetweenQuestion {
        BetweenQuestion {
            names: self.names,
            selection: self.links.selection.into(),
            max_hops: self.max_hops,
        }
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        between: asked,
        output,
    } = args;
    let graph = asked.links.open(&asked.case, output, console)?;
    graph.expect_few_places();
    let (known, case) = (asked.links.known, asked.case.clone());
    let answer = find_between(&graph, &asked.question())
        .map_err(|error| known.failure(error, &case, console))?;
    Forms {
        page: &|| between::page(&answer),
        value: &|| between::value(graph.edition().content_id(), &answer),
        lines: &|| between::lines(&answer),
        sheet: &|| between::sheet(&answer),
        beside: &|| between::beside_rows(&answer),
    }
    .write(output, &graph, console)?;
    if let Some(limit) = answer.limit {
        console.say(&format!("NOT COMPLETE: {}", paths::limit_words(limit)));
        return Ok(Exit::Limit);
    }
    Ok(
        match answer.pairs.iter().any(|pair| pair.no_path.is_some()) {
            true => Exit::No,
            false => Exit::Answered,
        },
    )
}
