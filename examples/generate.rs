//! Writes a made-up case of any size, to try the program on:
//! `cargo run --release --example generate -- --claims 100000 FOLDER`.
//!
//! Takes sizes and a seed; the folder it leaves is loaded like any other.

#[path = "generate/case.rs"]
mod case;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;

/// Write a made-up case; the same arguments give the same bytes on any machine
#[derive(Debug, Parser)]
struct Args {
    /// How many claims; each participant of a meeting counts as one
    #[arg(long, value_parser = clap::value_parser!(u64).range(case::SIZES))]
    claims: u64,
    /// Another number gives another case
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many of each hundred claims a party denies
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(0..=49))]
    denied: u64,
    /// How many of each hundred claims are disputed
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(0..=49))]
    disputed: u64,
    /// The folder to write to
    folder: PathBuf,
}

fn main() -> io::Result<()> {
    let args = Args::parse();
    let plan = case::Plan {
        claims: args.claims,
        seed: args.seed,
        denied: args.denied,
        disputed: args.disputed,
    };
    let case::Totals {
        entities,
        sources,
        claims,
        answers,
    } = case::write_case(&args.folder, &plan)?;
    writeln!(
        io::stdout(),
        "{}: {claims} claims, {entities} entities, {sources} sources, {answers} answers",
        args.folder.display()
    )
}
