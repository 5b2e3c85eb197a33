//! How a claim reached the desk: the chain of a source, its outlet, its relays.

use super::rows::{Ix, Rows};
use super::source::{Source, SourceKind};

/// A source, its `via`, that one's `via`, …, to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    // Invariant: never empty; `outlet` is a position in it.
    sources: Vec<Ix<Source>>,
    outlet: usize,
    relays: Vec<Ix<Source>>,
}

/// The chain that starts at a source.
///
/// ```text
/// two people -> Bloomberg report -> summary article
///   voice          outlet              relay
/// ```
/// A cycle is a problem that `check` reports; here the chain ends before the
/// first source that would stand in it twice.
pub fn chain(sources: &Rows<Source>, from: Ix<Source>) -> Chain {
    let mut on_chain = vec![from];
    let mut at = from;
    while let Some(next) = sources[at].via {
        if on_chain.contains(&next) {
            break;
        }
        on_chain.push(next);
        at = next;
    }
    let outlet = on_chain
        .iter()
        .position(|&s| sources[s].kind == SourceKind::Publication)
        .unwrap_or(on_chain.len() - 1);
    let later = on_chain[outlet + 1..].iter().copied();
    Chain {
        relays: later
            .filter(|&s| sources[s].kind == SourceKind::Publication)
            .collect(),
        sources: on_chain,
        outlet,
    }
}

impl Chain {
    /// Every source on the chain, the cited one first.
    pub fn sources(&self) -> &[Ix<Source>] {
        &self.sources
    }

    /// The first publication; without one, the last source stands for itself.
    pub fn outlet(&self) -> Ix<Source> {
        self.sources[self.outlet]
    }

    /// The sources up to and including the outlet: those who can withdraw.
    pub fn answerable(&self) -> &[Ix<Source>] {
        &self.sources[..=self.outlet]
    }

    /// The publications that only passed the outlet's report on.
    pub fn relays(&self) -> &[Ix<Source>] {
        &self.relays
    }
}
