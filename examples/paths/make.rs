//! A made-up path graph of any size: a few hubs and a long tail.
//!
//! Both ends of a link are drawn independently, entity `i` in proportion to
//! `i` to the power of -0.76 (the model of Chung and Lu): of ten million ends
//! at a million entities the largest gets about 96,000. Numbers are handed out
//! in a random order, so that they tell nothing about size. Parallel links
//! stay. The same arguments give the same graph.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use nutgraf::model::{Mode, Standing};
use nutgraf::network::{Days, NetworkDraft, NewClaim, NewLink};
use serde_json::json;

use crate::Failure;
use crate::draw::{Draw, Shuffle, Topic};
use crate::file;

/// How fast the weights of entities fall.
const EXPONENT: f64 = 0.76;
const CLAIMS_A_SOURCE: u64 = 20;
const RELATIONS: u64 = 12;
const CATEGORIES: u64 = 8;

/// Shares in a hundred claims.
const STANDINGS: [(u64, Standing); 3] = [
    (85, Standing::Uncontested),
    (12, Standing::Disputed),
    (3, Standing::Denied),
];

/// Make a path graph up
#[derive(Debug, Parser)]
pub struct Args {
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..))]
    entities: u64,
    /// Claims, each of which makes one link
    #[arg(long)]
    claims: u64,
    /// Another number gives another graph
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Entities in the order of their numbers, and not those with the most links
    /// first: to see what that order is worth
    #[arg(long)]
    in_order: bool,
    /// The edition to write
    #[arg(short = 'O', long = "output")]
    output: PathBuf,
    /// Write the ends of each link here as well, as pairs of 32-bit numbers
    #[arg(long)]
    edges: Option<PathBuf>,
    /// And here what else a link says, 32 bits each: its first and last day
    /// as yyyymmdd (all of time where it is undated), its only source (the
    /// highest number where it has several), its standing
    #[arg(long)]
    facts: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let begun = Instant::now();
    let draft = draw(args)?;
    let drawn_s = begun.elapsed().as_secs_f64();
    let written = file::write(draft, None, &args.output)?;
    writeln!(
        io::stdout(),
        "{}",
        json!({"drawn_s": drawn_s, "file": written})
    )?;
    Ok(())
}

fn draw(args: &Args) -> Result<NetworkDraft, Failure> {
    let numbers = Numbers::new(args.entities, args.claims)?;
    let ends = Ends::new(args.entities, args.seed);
    let mut edges = writer(args.edges.as_ref())?;
    let mut facts = writer(args.facts.as_ref())?;
    let mut draft = NetworkDraft::default();
    draft.entities(0..u32::try_from(args.entities)?);
    let claims = usize::try_from(args.claims)?;
    draft.reserve(claims, claims);
    if args.in_order {
        draft.keep_order();
    }
    for number in 0..args.claims {
        let mut draw = Draw::new(args.seed, Topic::Relationship, number);
        let (from, to) = ends.draw(&mut draw);
        let sources = numbers.sources(&mut draw);
        let standing = draw.by_share(&STANDINGS);
        let (first, last) = days(&mut draw);
        let relation = draw.below(RELATIONS);
        let link = NewLink {
            link: numbers.claim(number),
            from,
            to,
            relation: numbers.relation(relation),
            standing,
            mode: match draw.in_thousand(100) {
                true => Mode::Hearsay,
                false => Mode::Asserted,
            },
            category: (relation % CATEGORIES) as u8,
            origins: sources.len() as u32,
            days: Days::new(first, last),
        };
        let claim = NewClaim {
            claim: link.link,
            standing,
            origins: link.origins,
            named: draw.in_thousand(600),
            documented: draw.in_thousand(300),
        };
        draft.link(link, [link.link]);
        draft.claim(
            claim,
            sources.iter().copied(),
            sources.iter().map(|source| [*source]),
        );
        if let Some(edges) = &mut edges {
            words(edges, [from, to])?;
        }
        if let Some(facts) = &mut facts {
            let only = match sources[..] {
                [only] => only,
                _ => u32::MAX,
            };
            let day = |day: Option<i32>, open: i32| day.unwrap_or(open).cast_unsigned();
            let (first, last) = (day(first, i32::MIN), day(last, i32::MAX));
            words(facts, [first, last, only, standing as u32])?;
        }
    }
    for file in [edges, facts].into_iter().flatten() {
        file.into_inner()?.sync_all()?;
    }
    Ok(draft)
}

fn writer(path: Option<&PathBuf>) -> io::Result<Option<BufWriter<File>>> {
    path.map(|path| Ok(BufWriter::with_capacity(1 << 20, File::create(path)?)))
        .transpose()
}

fn words<const N: usize>(out: &mut impl Write, words: [u32; N]) -> io::Result<()> {
    for word in words {
        out.write_all(&word.to_le_bytes())?;
    }
    Ok(())
}

/// Which number is what: entities, claims, sources and relations follow each
/// other, so that no two are alike.
struct Numbers {
    claims_from: u32,
    sources_from: u32,
    sources: u64,
    relations_from: u32,
}

impl Numbers {
    fn new(entities: u64, claims: u64) -> Result<Numbers, Failure> {
        let sources = (claims / CLAIMS_A_SOURCE).max(1);
        let relations_from = entities + claims + sources;
        if relations_from + RELATIONS > u64::from(u32::MAX) {
            return Err("more entities, claims and sources than there are numbers".into());
        }
        Ok(Numbers {
            claims_from: u32::try_from(entities)?,
            sources_from: u32::try_from(entities + claims)?,
            sources,
            relations_from: u32::try_from(relations_from)?,
        })
    }

    fn claim(&self, number: u64) -> u32 {
        self.claims_from + number as u32
    }

    fn relation(&self, number: u64) -> u32 {
        self.relations_from + number as u32
    }

    /// One to three, ascending; now and then the same is drawn twice.
    fn sources(&self, draw: &mut Draw) -> Vec<u32> {
        let count = 1 + draw.below(3);
        let source = |_| self.sources_from + draw.below(self.sources) as u32;
        let mut sources: Vec<u32> = (0..count).map(source).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}

/// Draws entities by their weights.
struct Ends {
    numbers: Shuffle,
    // The integral of the weights up to half before the first entity and up to
    // half behind the last.
    low: f64,
    high: f64,
    entities: u64,
}

impl Ends {
    fn new(entities: u64, seed: u64) -> Ends {
        let integral = |x: f64| x.powf(1.0 - EXPONENT);
        Ends {
            numbers: Shuffle::new(seed, Topic::Person, entities),
            low: integral(0.5),
            high: integral(entities as f64 + 0.5),
            entities,
        }
    }

    /// Two different ones.
    fn draw(&self, draw: &mut Draw) -> (u32, u32) {
        let from = self.one(draw);
        loop {
            let to = self.one(draw);
            if from != to {
                return (from, to);
            }
        }
    }

    fn one(&self, draw: &mut Draw) -> u32 {
        // As many bits as a fraction holds.
        let share = (draw.next() >> 11) as f64 / (1u64 << 53) as f64;
        let at = (self.low + share * (self.high - self.low)).powf(1.0 / (1.0 - EXPONENT));
        let rank = (at.round() as u64).clamp(1, self.entities) - 1;
        self.numbers.of(rank) as u32
    }
}

/// First and last day of a link: one in ten is undated, two are of one day,
/// three open since a year, four hold over years.
fn days(draw: &mut Draw) -> (Option<i32>, Option<i32>) {
    let kind = draw.below(10);
    let year = 2000 + draw.below(25) as i32;
    let (first, last) = (year * 10_000 + 101, year * 10_000 + 1231);
    match kind {
        0 => (None, None),
        1 | 2 => {
            let month = 1 + draw.below(12) as i32;
            let day = year * 10_000 + month * 100 + 1 + draw.below(28) as i32;
            (Some(day), Some(day))
        }
        3..=5 => (Some(first), None),
        _ => (Some(first), Some(last + draw.below(20) as i32 * 10_000)),
    }
}
