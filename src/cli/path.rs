//! `nutgraf path`: who connects to whom, according to whom.

use std::path::PathBuf;

use crate::answer::{Ask, PathQuestion, find_paths};
use crate::cli::asked::LinkArgs;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::cli::forms::Forms;
use crate::cli::holds::By;
use crate::render::path_data;
use crate::render::paths::{self, Given};

/// Find the paths between two people, organisations or assets
///
/// Fewest hops first, then fewer contested hops, then more outlets at the weakest hop. Every hop
/// shows its claims with sources and answers, and what a filter left out. Exit code 1 when there is
/// no path (with the reason), 5 when a limit was hit before the answer was complete.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    paths: PathArgs,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    output: Form,
    /// Say what work the answer took
    #[arg(long)]
    explain: bool,
}

/// Which paths of which case: the same for every command that takes them.
#[derive(Debug, clap::Args)]
pub(super) struct PathArgs {
    /// Case folder or edition file
    pub case: PathBuf,
    /// Where the path begins: a name, an alias or an id
    from: String,
    /// Where it ends
    to: String,
    /// At most so many hops (no limit without it)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_hops: Option<u32>,
    /// The first so many simple paths, shortest first
    #[arg(short, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "all_shortest")]
    k: Option<u32>,
    /// All paths of the smallest number of hops
    #[arg(long)]
    all_shortest: bool,
    /// All simple paths of at most so many hops
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with_all = ["k", "all_shortest", "max_hops"])]
    within: Option<u32>,
    /// The shortest path on which every hop can be given a source (or outlet, origin, claim) of its
    /// own; looked for up to 6 hops, or as far as `--max-hops` says
    #[arg(long, value_enum, value_name = "BY", num_args = 0..=1, require_equals = true, default_missing_value = "source", conflicts_with_all = ["k", "all_shortest", "within", "strongest", "via"])]
    independent: Option<By>,
    /// Over no weaker links than there need be: first by standing, then by origins (up to three)
    #[arg(long)]
    strongest: bool,
    /// Only paths that pass this name, in whatever order (at most four)
    #[arg(long, value_name = "NAME")]
    via: Vec<String>,
    #[command(flatten)]
    pub links: LinkArgs,
}

impl PathArgs {
    pub fn question(self) -> PathQuestion {
        let independent = self.independent.map(|by| Ask::Independent(by.into()));
        let listed = match (self.k, self.all_shortest, self.within) {
            (Some(k), _, _) => Ask::First(k as usize),
            (None, _, Some(hops)) => Ask::Within(hops),
            (None, true, None) => Ask::AllShortest,
            (None, false, None) => Ask::Shortest,
        };
        PathQuestion {
            from: self.from,
            to: self.to,
            ask: independent.unwrap_or(listed),
            selection: self.links.selection.into(),
            max_hops: self.max_hops,
            strongest: self.strongest,
            via: self.via,
        }
    }
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        paths: asked,
        output,
        explain,
    } = args;
    let graph = asked.links.open(&asked.case, output, console)?;
    graph.expect_few_places();
    let (known, case) = (asked.links.known, asked.case.clone());
    let answer = find_paths(&graph, &asked.question())
        .map_err(|error| known.failure(error, &case, console))?;
    Forms {
        page: &|| paths::page(&answer),
        value: &|| path_data::value(graph.edition().content_id(), &answer),
        lines: &|| path_data::lines(&answer),
        sheet: &|| path_data::sheet(&answer),
        beside: &|| paths::beside_rows(&answer, Given::Options),
    }
    .write(output, &graph, console)?;
    if explain {
        console.say(&paths::work_words(&answer));
    }
    if let Some(limit) = answer.limit {
        console.say(&format!("NOT COMPLETE: {}", paths::limit_words(limit)));
        return Ok(Exit::Limit);
    }
    Ok(if answer.paths.is_empty() {
        Exit::No
    } else {
        Exit::Answered
    })
}
