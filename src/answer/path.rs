//! Paths between two entities, every hop with its claims and what was left out.
//!
//! The search is `network`'s; here its numbers become names, verbs and claims.

use std::collections::BTreeMap;

use crate::answer::graph::Graph;
use crate::answer::name::{Wanted, resolve};
use crate::answer::{AnswerError, ClaimView, Named};
use crate::model::{Mode, Standing};
use crate::network::{self, Filter, Network, Question};

/// What is asked.
#[derive(Debug, Clone)]
pub struct PathQuestion {
    pub from: String,
    pub to: String,
    pub ask: Ask,
    /// Only links that nobody is recorded as denying.
    pub uncontested: bool,
    /// Without it there is no limit.
    pub max_hops: Option<u32>,
}

/// Which paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// The best of the shortest.
    Shortest,
    /// All of the shortest.
    AllShortest,
    /// The first so many simple paths.
    First(usize),
}

/// The paths, or why there is none.
#[derive(Debug, Clone)]
pub struct PathAnswer {
    pub from: Named,
    pub to: Named,
    pub uncontested: bool,
    pub max_hops: Option<u32>,
    /// Whether these are all the paths that were asked for.
    pub complete: bool,
    /// Which limit was hit.
    pub limit: Option<String>,
    /// How many paths there are in all, where that is known.
    pub total: Option<u128>,
    pub paths: Vec<Path>,
    pub no_path: Option<NoPath>,
    /// What a filter hides: a path shorter than any that passes it.
    pub shorter_without_filter: Option<Path>,
}

/// One path.
#[derive(Debug, Clone)]
pub struct Path {
    pub entities: Vec<Named>,
    pub hops: Vec<Hop>,
    /// That of the worst hop; `None` when both ends are the same entity.
    pub standing: Option<Standing>,
}

/// A step between two entities.
#[derive(Debug, Clone)]
pub struct Hop {
    pub from: Named,
    pub to: Named,
    /// The best among its links.
    pub standing: Standing,
    pub links: Vec<HopLink>,
    /// What the filter left out between the same two.
    pub excluded: Vec<HopLink>,
}

/// A link, read in the direction of the path.
#[derive(Debug, Clone)]
pub struct HopLink {
    pub id: String,
    pub relation: String,
    /// Put between the hop's `from` and `to`.
    pub verb: String,
    pub mode: Mode,
    pub standing: Standing,
    /// Every claim it rests on.
    pub claims: Vec<ClaimView>,
}
