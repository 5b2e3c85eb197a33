//! What goes into a file of another program: entities, the links between them,
//! and everything that is known of both.
//!
//! Takes a whole case, or an answer that has links, and says which entities and
//! links belong to it; gives them in a fixed order, read a few at a time, so
//! that a case of any size passes through little memory. How they are written
//! is for `render::export`.

mod about;
mod chosen;
mod read;
mod stream;

pub use about::{About, Asked};
pub use chosen::{extract_between, extract_graph, extract_paths, extract_ties, extract_whole};
pub use read::{Edge, End, Node};

use crate::answer::Graph;

/// Entities and links for a file.
pub struct Extract<'g> {
    graph: &'g Graph,
    about: About,
    // Nodes of the path graph in the order of their IRIs; each once.
    nodes: Vec<u32>,
    // Per node of the path graph: its place in `nodes`, or `NOWHERE`.
    places: Vec<u32>,
    // Each once. With `collapsed`, those of one edge side by side, and edges in the order
    // of their ends' IRIs; without it in the order of the answer, or of their own IRIs
    // where it has none.
    links: Vec<u32>,
    // Where each edge ends in `links`; `None` where each link is an edge.
    ends: Option<Vec<u32>>,
    // Entity and claim, both as terms, of claims that make no link of the file
    // and are shown with their subject; ascending.
    beside: Vec<(u32, u32)>,
}

/// The place of a node that is not in the file.
const NOWHERE: u32 = u32::MAX;

impl Extract<'_> {
    /// What the file says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The same, with what was asked for, a phrase each.
    pub fn asked_for(mut self, phrases: Vec<String>) -> Self {
        self.about.phrases = phrases;
        self
    }

    /// The same, with what its answer says beside the links, a line each.
    pub fn saying(mut self, beside: Option<String>) -> Self {
        let lines = beside.iter().flat_map(|words| words.lines());
        self.about.beside = lines.map(str::to_owned).collect();
        self
    }
}
