//! Pairs of entities to ask about, drawn by a seed: `kind from to` a line.
//!
//! Random ones that are connected, ones between hubs, ones with the largest
//! entity at an end, unconnected ones, and entities asked about with
//! themselves. Kinds take turns, so that the first few lines have all of them.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;
use nutgraf::edition::Edition;
use nutgraf::network::{Budget, Network, Question, shortest};

use crate::Failure;
use crate::draw::{Draw, Topic};
use crate::file;

/// Hubs are drawn from so many.
const HUBS: u64 = 20;
/// Draws after which it is taken that there is no such pair.
const TRIES: usize = 100_000;

/// Draw pairs of entities
#[derive(Debug, Parser)]
pub struct Args {
    file: PathBuf,
    /// Random connected pairs; a third as many of each other kind
    #[arg(long, default_value_t = 60)]
    count: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Connected,
    Hubs,
    Largest,
    Unconnected,
    Same,
}

impl Kind {
    const ALL: [Kind; 5] = [
        Kind::Connected,
        Kind::Hubs,
        Kind::Largest,
        Kind::Unconnected,
        Kind::Same,
    ];

    fn name(self) -> &'static str {
        match self {
            Kind::Connected => "random",
            Kind::Hubs => "hubs",
            Kind::Largest => "largest",
            Kind::Unconnected => "unconnected",
            Kind::Same => "same",
        }
    }
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let edition = Edition::open(&args.file)?;
    let network = file::network(&edition)?;
    let mut drawn = BTreeMap::new();
    for kind in Kind::ALL {
        let wanted = match kind {
            Kind::Connected => args.count,
            Kind::Hubs | Kind::Largest | Kind::Unconnected | Kind::Same => args.count.div_ceil(3),
        };
        drawn.insert(kind, pairs(&network, kind, wanted, args.seed)?);
    }
    let mut out = BufWriter::new(io::stdout());
    for round in 0..args.count {
        for (kind, pairs) in &drawn {
            if let Some((from, to)) = pairs.get(round) {
                writeln!(out, "{} {from} {to}", kind.name())?;
            }
        }
    }
    Ok(out.flush()?)
}

fn pairs(
    network: &Network,
    kind: Kind,
    wanted: usize,
    seed: u64,
) -> Result<Vec<(u32, u32)>, Failure> {
    let mut draw = Draw::new(seed, Topic::Question, kind as u64);
    let nodes = network.node_count() as u64;
    let mut found = Vec::new();
    for _ in 0..TRIES {
        if found.len() == wanted {
            break;
        }
        let mut any = |end: u64| draw.below(end.min(nodes)) as u32;
        // Nodes are in the order of their links, most first.
        let (from, to) = match kind {
            Kind::Connected | Kind::Unconnected => (any(nodes), any(nodes)),
            Kind::Hubs => (any(HUBS), any(HUBS)),
            Kind::Largest => (0, any(nodes)),
            Kind::Same => {
                let node = any(nodes);
                (node, node)
            }
        };
        let connected = || -> Result<bool, Failure> {
            let found = shortest(network, &Question::between(from, to), &Budget::default())?;
            Ok(found.no_path.is_none())
        };
        let fits = match kind {
            Kind::Same => true,
            Kind::Connected | Kind::Hubs | Kind::Largest => from != to && connected()?,
            Kind::Unconnected => !connected()?,
        };
        if fits {
            let term = |node| network.term_of(node).ok_or("a node without a term");
            found.push((term(from)?, term(to)?));
        }
    }
    Ok(found)
}
