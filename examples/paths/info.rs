//! What is in a file: how many of everything, and bytes by section.
//!
//! The sections that a search over all links reads are added up apart from
//! those that only what is printed, or a filter, is looked up in.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;
use nutgraf::edition::Edition;
use nutgraf::network::SECTIONS;
use petgraph::algo::connected_components;
use petgraph::visit::IntoNeighbors;
use serde_json::json;

use crate::Failure;
use crate::file;

/// What a search without a filter reads, from an entity's number to the links
/// of the hops that it found.
const SEARCHED: [&str; 10] = [
    "net-entities",
    "net-nodes",
    "net-places",
    "net-components",
    "net-offsets",
    "net-targets",
    "net-bytes",
    "net-ahead",
    "net-ahead-counts",
    "net-backs",
];

/// Say what is in a file
#[derive(Debug, Parser)]
pub struct Args {
    file: PathBuf,
    /// Check every number in it, and count its components
    #[arg(long)]
    whole: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let edition = Edition::open(&args.file)?;
    let network = file::network(&edition)?;
    let mut sections = BTreeMap::new();
    for name in SECTIONS {
        let bytes = edition.section(name)?.ok_or("a section is missing")?;
        sections.insert(name, bytes.len());
    }
    let searched = SEARCHED.map(|name| sections.get(name).ok_or("no such section"));
    let searched: usize = searched.into_iter().sum::<Result<_, _>>()?;
    let claims = network.claim_count();
    let bytes = usize::try_from(args.file.metadata()?.len())?;
    let a_claim = |bytes: usize| bytes as f64 / claims as f64;
    let largest = match network.node_count() {
        0 => 0,
        _ => (&network).neighbors(0).count(),
    };
    let mut info = json!({
        "entities": network.node_count(),
        "links": network.link_count(),
        "claims": claims,
        "largest": largest,
        "bytes": bytes,
        "a_claim": a_claim(bytes),
        "searched_a_claim": a_claim(searched),
        "sections": sections,
    });
    if args.whole {
        network.check()?;
        info["components"] = connected_components(&network).into();
    }
    writeln!(io::stdout(), "{info}")?;
    Ok(())
}
