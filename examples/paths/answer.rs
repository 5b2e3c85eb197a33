//! Questions answered and timed on one open file.
//!
//! `ask` takes pairs from a file, `serve` one request in JSON a line, `one`
//! a single pair in a process of its own. What is timed is the question alone,
//! from two entities to an answer with all its hops; finding out which source
//! to leave out, and writing the answer down, are not.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use nutgraf::edition::Edition;
use nutgraf::network::{
    Budget, By, Connection, Count, Filter, Filtered, Found, Holds, HoldsBudget, Network, NoPath,
    Question, Reading, Rests, TOUCHED_ALL_OVER, all_shortest, holds, k_shortest, key, shortest,
};
use petgraph::algo::connected_components;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Failure;
use crate::file;

/// Paths that `k10` asks for.
const FIRST: usize = 10;
/// The day that `on` asks about, unless another is given.
const ON: i32 = 20_150_615;

/// Ask about pairs of entities; one answer in JSON a line
#[derive(Debug, Parser)]
pub struct AskArgs {
    file: PathBuf,
    /// Lines of `from to` or `kind from to`, as `pairs` writes them; needed
    /// unless the question is about the whole graph
    #[arg(long)]
    pairs: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Asked::Shortest)]
    question: Asked,
    /// How often to answer each, over all pairs in turn
    #[arg(long, default_value_t = 1)]
    rounds: usize,
}

/// Answer requests in JSON from standard input, one a line
#[derive(Debug, Parser)]
pub struct ServeArgs {
    file: PathBuf,
}

/// Answer one question in a process of its own
#[derive(Debug, Parser)]
pub struct OneArgs {
    file: PathBuf,
    /// An entity's number, or its name in a file made by `from`
    from: String,
    to: String,
    #[arg(long, value_enum, default_value_t = Asked::Shortest)]
    question: Asked,
    /// Let the system read around each place that is touched, as it does by itself
    #[arg(long)]
    read_around: bool,
}

/// A question by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Asked {
    Shortest,
    AllShortest,
    K10,
    /// The shortest without a denial on record
    Uncontested,
    /// The shortest on a day
    On,
    /// The shortest without a source that the shortest rests on
    WithoutSource,
    /// The fewest sources without which they are not connected
    Holds,
    /// How many components there are; about the whole graph
    Components,
    /// The entities and hops that everything between some others passes; about
    /// the whole graph
    Key,
}

/// What a line for `serve` may say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    question: Asked,
    #[serde(default)]
    pairs: Vec<(u32, u32)>,
    on: Option<i32>,
    without: Option<u32>,
}

pub fn ask(args: &AskArgs) -> Result<(), Failure> {
    let edition = Edition::open(&args.file)?;
    let network = file::network(&edition)?;
    let pairs = match (&args.pairs, args.question) {
        (Some(path), _) => read_pairs(&std::fs::read_to_string(path)?)?,
        (None, Asked::Components | Asked::Key) => Vec::new(),
        (
            None,
            Asked::Shortest
            | Asked::AllShortest
            | Asked::K10
            | Asked::Uncontested
            | Asked::On
            | Asked::WithoutSource
            | Asked::Holds,
        ) => return Err("this question needs --pairs".into()),
    };
    let request = Request {
        question: args.question,
        pairs,
        on: None,
        without: None,
    };
    let mut answers = answer(&network, &request)?;
    // Each round passes over all pairs, so that none is asked for twice in a row.
    for _ in 1..args.rounds {
        for (first, again) in answers.iter_mut().zip(answer(&network, &request)?) {
            let again = again["ns"].as_array().cloned().unwrap_or_default();
            if let Some(ns) = first["ns"].as_array_mut() {
                ns.extend(again);
            }
        }
    }
    let mut out = io::stdout().lock();
    for answer in answers {
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

fn read_pairs(text: &str) -> Result<Vec<(u32, u32)>, Failure> {
    let pair = |line: &str| {
        let mut words = line.split_whitespace().rev();
        let mut number = || Ok::<u32, Failure>(words.next().ok_or("half a pair")?.parse()?);
        let to = number()?;
        Ok((number()?, to))
    };
    text.lines().map(pair).collect()
}

pub fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let edition = Edition::open(&args.file)?;
    let network = file::network(&edition)?;
    let mut out = io::stdout();
    for line in io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?)?;
        let answers = answer(&network, &request)?;
        writeln!(out, "{}", json!({"answers": answers}))?;
    }
    Ok(())
}

pub fn one(args: &OneArgs) -> Result<(), Failure> {
    let edition = Edition::open(&args.file)?;
    if !args.read_around {
        edition.expect_few_places(&TOUCHED_ALL_OVER);
    }
    let network = file::network(&edition)?.reading_ahead(|reading| match reading {
        Reading::Whole(part) => edition.read_ahead(part),
        Reading::Much => edition.expect_much(),
    });
    let names = file::names(&edition)?.unwrap_or_default();
    let number = |name: &str| match names.binary_search(&name) {
        // No more than there are entities.
        Ok(number) => Ok(number as u32),
        Err(_) => name.parse(),
    };
    let request = Request {
        question: args.question,
        pairs: vec![(number(&args.from)?, number(&args.to)?)],
        on: None,
        without: None,
    };
    let mut out = io::stdout().lock();
    for mut answer in answer(&network, &request)? {
        if let (Some(path), false) = (answer["paths"][0].as_array(), names.is_empty()) {
            let name = |node: &Value| names.get(node.as_u64()? as usize).copied();
            answer["names"] = path.iter().map(name).collect();
        }
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

fn answer(network: &Network, request: &Request) -> Result<Vec<Value>, Failure> {
    match request.question {
        Asked::Components => return Ok(vec![components(network)?]),
        Asked::Key => return Ok(vec![key_in_json(network)?]),
        Asked::Shortest
        | Asked::AllShortest
        | Asked::K10
        | Asked::Uncontested
        | Asked::On
        | Asked::WithoutSource => {}
        Asked::Holds => {
            let rests = Rests::new(network, By::Source)?;
            let pairs = request.pairs.iter();
            return pairs
                .map(|(from, to)| what_holds(&rests, *from, *to))
                .collect();
        }
    }
    let pairs = request.pairs.iter();
    pairs
        .map(|(from, to)| about_pair(network, request, *from, *to))
        .collect()
}

fn components(network: &Network) -> Result<Value, Failure> {
    let begun = Instant::now();
    let components = connected_components(network);
    let ns = nanoseconds(begun)?;
    Ok(json!({"ns": [ns], "components": components}))
}

/// Everything by terms: entities with the parts they hold together, hops as
/// pairs, and those of the hops that a single link carries.
fn key_in_json(network: &Network) -> Result<Value, Failure> {
    let begun = Instant::now();
    let found = key(&Filtered::new(network, &Filter::default()))?;
    let ns = nanoseconds(begun)?;
    let term = |node| network.term_of(node).ok_or("a node without a term");
    let mut entities = Vec::new();
    for entity in &found.entities {
        entities.push((term(entity.node)?, entity.parts));
    }
    let (mut hops, mut single) = (Vec::new(), Vec::new());
    for hop in &found.hops {
        let pair = (term(hop.ends.0)?, term(hop.ends.1)?);
        hops.push(pair);
        if hop.only_link.is_some() {
            single.push(pair);
        }
    }
    Ok(json!({"ns": [ns], "key_entities": entities, "key_hops": hops, "of_one_link": single}))
}

fn about_pair(network: &Network, request: &Request, from: u32, to: u32) -> Result<Value, Failure> {
    let without = match request.question {
        Asked::WithoutSource => match request.without {
            Some(source) => Some(source),
            None => rests_on(network, from, to)?,
        },
        Asked::Shortest
        | Asked::AllShortest
        | Asked::K10
        | Asked::Uncontested
        | Asked::On
        | Asked::Holds
        | Asked::Components
        | Asked::Key => None,
    };
    let on = request.on.unwrap_or(ON);
    let begun = Instant::now();
    let node = |term| network.node_of(term).ok_or("no such entity");
    let mut question = Question::between(node(from)?, node(to)?);
    // The search alone is measured: what a filter leaves out is not counted.
    let budget = Budget {
        left_out: 0,
        ..Budget::default()
    };
    let found = match request.question {
        Asked::AllShortest => all_shortest(network, &question, &budget),
        Asked::K10 => k_shortest(network, &question, FIRST, &budget),
        Asked::Shortest | Asked::Holds | Asked::Components | Asked::Key => {
            shortest(network, &question, &budget)
        }
        Asked::Uncontested => {
            question.filter = Filter::uncontested();
            shortest(network, &question, &budget)
        }
        Asked::On => {
            question.filter.on = Some(on);
            shortest(network, &question, &budget)
        }
        Asked::WithoutSource => {
            question.filter.without_sources = without.into_iter().collect();
            shortest(network, &question, &budget)
        }
    }?;
    let ns = nanoseconds(begun)?;
    let mut said = in_json(network, &found)?;
    said["ns"] = json!([ns]);
    match request.question {
        Asked::On => said["on"] = on.into(),
        Asked::WithoutSource => said["without"] = without.into(),
        Asked::Shortest
        | Asked::AllShortest
        | Asked::K10
        | Asked::Uncontested
        | Asked::Holds
        | Asked::Components
        | Asked::Key => {}
    }
    Ok(said)
}

/// How many sources a connection hangs on, or between what and what.
fn what_holds(rests: &Rests, from: u32, to: u32) -> Result<Value, Failure> {
    let node = |term| rests.network().node_of(term).ok_or("no such entity");
    let connection = Connection {
        from: node(from)?,
        to: node(to)?,
        filter: Filter::default(),
    };
    let begun = Instant::now();
    let found = holds(rests, &connection, &HoldsBudget::default())?;
    let ns = nanoseconds(begun)?;
    let (answer, least, most) = match found {
        Holds::SameEntity => ("same entity", 0, Some(0)),
        Holds::NotConnected => ("not connected", 0, Some(0)),
        Holds::OnNothing { .. } => ("on nothing", 0, None),
        Holds::Exactly { set, .. } => ("exactly", set.len(), Some(set.len())),
        Holds::Between {
            at_least, at_most, ..
        } => ("between", at_least as usize, at_most.map(|set| set.len())),
    };
    Ok(json!({"ns": [ns], "answer": answer, "at_least": least, "at_most": most}))
}

/// A source of the first hop of the shortest path.
fn rests_on(network: &Network, from: u32, to: u32) -> Result<Option<u32>, Failure> {
    let node = |term| network.node_of(term).ok_or("no such entity");
    let question = Question::between(node(from)?, node(to)?);
    let found = shortest(network, &question, &Budget::default())?;
    let path = found.paths.first().map(|path| path.nodes());
    let Some([one, other, ..]) = path else {
        return Ok(None);
    };
    for link in network.links_between(*one, *other)? {
        for claim in network.link(link)?.claims.numbers() {
            let sources = network.claim(claim)?.sources;
            if let Some(source) = sources.chains().flatten().next() {
                return Ok(Some(*source));
            }
        }
    }
    Ok(None)
}

fn nanoseconds(begun: Instant) -> Result<u64, Failure> {
    Ok(u64::try_from(begun.elapsed().as_nanos())?)
}

fn in_json(network: &Network, found: &Found) -> Result<Value, Failure> {
    let terms = |path: &nutgraf::network::Path| -> Option<Vec<u32>> {
        let nodes = path.nodes().iter();
        nodes.map(|node| network.term_of(*node)).collect()
    };
    let paths: Option<Vec<_>> = found.paths.iter().map(terms).collect();
    let paths = paths.ok_or("a node without a term")?;
    let reason = found.no_path.as_ref().map(|reason| match reason {
        NoPath::NotConnected { .. } => "not connected",
        NoPath::ExcludedByFilter { .. } => "excluded by the filter",
        NoPath::BeyondLimit { .. } => "beyond the limit",
        NoPath::NotThrough { .. } => "not through",
    });
    Ok(json!({
        "length": paths.first().map(|path| path.len() - 1),
        "lengths": paths.iter().map(|path| path.len() - 1).collect::<Vec<_>>(),
        "paths": paths,
        // As text: there may be more than a number in JSON is sure to hold.
        "count": match found.total {
            Some(Count::Exactly(count)) => Some(count.to_string()),
            Some(Count::MoreThan(_)) | None => None,
        },
        "complete": found.complete,
        "limit": found.limit.map(|limit| format!("{limit:?}")),
        "no_path": reason,
        "slots": found.spent.slots,
        "steps": found.spent.steps,
    }))
}
