//! `nutgraf ties`: the neighbourhood of an entity.

use std::path::PathBuf;

use crate::answer::{TiesQuestion, find_ties};
use crate::cli::asked::LinkArgs;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::forms::Forms;
use crate::render::ties;

/// List whom a person, organisation or asset is linked to, grouped by relation and standing
///
/// With `--hops 2` and more also those whom these are linked to, but not the links inside the last
/// ring. Exit code
/// 1 when there is no tie, 5 when there are more than are listed (1,000 hops); all are counted.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    ties: TiesArgs,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
}

/// Whose neighbourhood: the same for every command that takes it.
#[derive(Debug, clap::Args)]
pub(super) struct TiesArgs {
    /// Case folder or edition file
    pub case: PathBuf,
    /// A name, an alias or an id
    name: String,
    /// How far out
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    hops: u32,
    #[command(flatten)]
    pub links: LinkArgs,
}

impl TiesArgs {
    pub fn question(self) -> TiesQuestion {
        TiesQuestion {
            of: self.name,
            hops: self.hops,
            selection: self.links.selection.into(),
        }
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        ties: asked,
        output,
    } = args;
    let graph = asked.links.open(&asked.case, output, console)?;
    let (known, case) = (asked.links.known, asked.case.clone());
    let answer = find_ties(&graph, &asked.question())
        .map_err(|error| known.failure(error, &case, console))?;
    Forms {
        page: &|| ties::page(&answer),
        value: &|| ties::value(graph.edition().content_id(), &answer),
        lines: &|| ties::lines(&answer),
        sheet: &|| ties::sheet(&answer),
        beside: &|| ties::beside_rows(&answer),
    }
    .write(output, &graph, console)?;
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
