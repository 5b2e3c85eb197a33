//! `nutgraf serve-worker`: the process that answers for a server.

use std::io;
use std::path::PathBuf;

use crate::answer::Graph;
use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::selection::known_relations;
use crate::edition::Edition;
use crate::pipeline::{known_on, recall};
use crate::web::{Limits, Session, work};

/// Answer what a server passes on
#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(long, default_value = "")]
    base: String,
    #[arg(long)]
    rows: usize,
    #[arg(long)]
    bytes: usize,
    #[arg(long)]
    memory: u64,
    edition: PathBuf,
}

pub fn run(args: Args, _console: &mut Console) -> Result<Exit, Failure> {
    let Args {
        base,
        rows,
        bytes,
        memory,
        edition,
    } = args;
    let graph = Graph::new(Edition::open(&edition)?)?;
    let session = Session::new(
        graph,
        base,
        Limits { rows, bytes },
        known_relations(),
        Box::new(|graph, day| {
            let (edition, _) = known_on(graph.edition(), day, &mut |_| {})
                .map_err(|error| Failure::from(error).error.to_string())?;
            Graph::new(edition).map_err(|error| error.to_string())
        }),
    )?;
    let session = session.recalling(Box::new(|graph| {
        let cases = recall(graph.edition()).map_err(|error| error.to_string())?;
        let cases = cases.into_iter();
        Ok(cases.map(|one| (one.case, one.assessment)).collect())
    }));
    work(&session, io::stdin(), io::stdout(), memory, |code| {
        std::process::exit(code)
    })?;
    Ok(Exit::Answered)
}
