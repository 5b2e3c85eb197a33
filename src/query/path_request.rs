//! What a `SERVICE ng:path` block wants to know, and what it is told: plain
//! values between a query and whoever searches the path graph.
//!
//! One request is one search between two ends. Nothing here knows of the path
//! graph, and whoever answers need not know of SPARQL.

use std::collections::BTreeSet;
use std::error::Error;

use oxigraph::model::NamedNode;

use crate::model::Day;
use crate::model::Standing;
use crate::query::path_terms::PathSetting;

/// Answers one request after the other.
pub type PathFinder<'f> = dyn Fn(&PathRequest) -> Result<PathsFound, PathFailure> + Sync + 'f;

/// One search: between whom, which paths, over which links.
///
/// The ends, entities, relations and sources are IRIs as they stand in the
/// query; that the edition has them is for the finder to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathRequest {
    pub from: NamedNode,
    pub to: NamedNode,
    /// From 1; `None` is without limit.
    pub max_hops: Option<u32>,
    pub which: WhichPaths,
    /// Only over links of these standings; `None` is over all but retracted ones.
    pub only: Option<BTreeSet<Standing>>,
    /// Only over links whose claims have at least so many origins.
    pub min_origins: Option<u32>,
    /// Only over links with a named voice behind every claim.
    pub named: bool,
    /// Only over links with a document behind every claim.
    pub documented: bool,
    /// Only over links of these relations; with none of them, of any.
    pub relations: BTreeSet<NamedNode>,
    /// Not over links of these relations.
    pub not_relations: BTreeSet<NamedNode>,
    /// Only over links whose bounds contain this day.
    pub on: Option<Day>,
    /// Through each of these entities.
    pub via: BTreeSet<NamedNode>,
    /// Through none of these.
    pub avoid: BTreeSet<NamedNode>,
    /// Over no link that falls with these sources, whether they voiced its
    /// claims or relayed them.
    pub without_sources: BTreeSet<NamedNode>,
}

/// Which paths are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhichPaths {
    /// The best of the shortest.
    Shortest,
    /// All of the shortest.
    AllShortest,
    /// The first so many simple paths; from 1.
    First(usize),
    /// The one whose weakest hop is as strong as can be.
    Strongest,
}

/// All paths that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathsFound {
    /// In their order, the first being number 1.
    pub paths: Vec<FoundPath>,
    /// Where there is none: why, as a clause.
    pub no_path: Option<String>,
    /// What the rows do not show, a clause each: worse links beside the best,
    /// what the settings leave out.
    pub notes: Vec<String>,
}

/// One path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPath {
    /// `None` when both ends are one entity, so that there is no hop.
    pub standing: Option<Standing>,
    pub hops: Vec<FoundHop>,
}

/// A step, in the direction of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHop {
    pub from: NamedNode,
    pub to: NamedNode,
    pub standing: Standing,
    /// Those that pass the filter; never none.
    pub links: Vec<FoundLink>,
}

/// A link with every claim it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    pub link: NamedNode,
    pub claims: Vec<NamedNode>,
}

/// Why a request has no answer. Never said by fewer paths.
#[derive(Debug)]
pub enum PathFailure {
    /// What a setting asks for is not there, or cannot be done.
    Setting {
        setting: PathSetting,
        /// The value it is about, where it has several.
        value: Option<NamedNode>,
        /// A clause that goes on after the setting's name.
        message: String,
        hints: Vec<String>,
    },
    /// A limit was hit before all paths were found.
    Limit {
        /// A clause that goes on after the two ends.
        what: String,
        instead: String,
    },
    Other(Box<dyn Error + Send + Sync>),
}
