//! A real graph as a path graph: lines of text, `from to source[,source]`.
//!
//! Each line is a claim that nobody contests, undated, by these sources. An
//! entity's number is the place of its name among all names in byte order, so
//! that whoever reads the same lines numbers them alike.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;
use nutgraf::model::{Mode, Standing};
use nutgraf::network::{Days, NetworkDraft, NewClaim, NewLink};
use serde_json::json;

use crate::Failure;
use crate::file;

/// Take a path graph from lines of `from to source[,source]`
#[derive(Debug, Parser)]
pub struct Args {
    /// The lines, with spaces between
    #[arg(long)]
    edges: PathBuf,
    /// The edition to write
    #[arg(short = 'O', long = "output")]
    output: PathBuf,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let text = std::fs::read_to_string(&args.edges)?;
    let mut lines = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        let read = (words.next(), words.next(), words.next(), words.next());
        let (Some(from), Some(to), Some(sources), None) = read else {
            let line = at + 1;
            return Err(format!("line {line} is not `from to source[,source]`").into());
        };
        lines.push((from, to, sources));
    }
    let entities = sorted(lines.iter().flat_map(|(from, to, _)| [*from, *to]));
    let sources = sorted(lines.iter().flat_map(|(_, _, sources)| sources.split(',')));
    let claims_from = u32::try_from(entities.len())?;
    let sources_from = claims_from + u32::try_from(lines.len())?;
    let relation = sources_from + u32::try_from(sources.len())?;
    let (entity, source) = (numbers(&entities, 0), numbers(&sources, sources_from));

    let mut draft = NetworkDraft::default();
    draft.entities(0..claims_from);
    for (claim, (from, to, cited)) in (claims_from..).zip(lines) {
        let mut cited: Vec<u32> = cited.split(',').map(|cited| source[cited]).collect();
        cited.sort_unstable();
        cited.dedup();
        let standing = Standing::Uncontested;
        let origins = cited.len() as u32;
        let link = NewLink {
            link: claim,
            from: entity[from],
            to: entity[to],
            relation,
            standing,
            mode: Mode::Asserted,
            category: 0,
            origins,
            days: Days::UNDATED,
        };
        draft.link(link, [claim]);
        let claim = NewClaim {
            claim,
            standing,
            origins,
            named: true,
            documented: false,
        };
        let chains = cited.iter().map(|cited| [*cited]);
        draft.claim(claim, cited.iter().copied(), chains);
    }
    let written = file::write(draft, Some(entities.join("\n")), &args.output)?;
    writeln!(io::stdout(), "{}", json!({"file": written}))?;
    Ok(())
}

fn sorted<'t>(names: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn numbers<'t>(names: &[&'t str], from: u32) -> HashMap<&'t str, u32> {
    names.iter().copied().zip(from..).collect()
}
