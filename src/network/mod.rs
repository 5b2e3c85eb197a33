//! The path graph: who is linked to whom, as flat sections of numbers, and
//! the searches on it.
//!
//! [`layout`] turns links and claims into sections to be written to a file;
//! [`Network`] reads such sections where they lie, without copying; then
//! [`shortest`], [`all_shortest`] and [`k_shortest`] find paths, [`independent`]
//! one on which every hop has a source of its own, [`near`] a neighbourhood,
//! [`key`] what everything passes through, and [`holds`] and [`falls`] what
//! connections rest on. Every answer says
//! whether it is complete, which limit it hit, why there is no path, and how many
//! paths the filter leaves out.
//!
//! It has never heard of RDF, names or files: an entity, link, claim, relation
//! or source is a `u32` *term* that means something to the caller only. Inside,
//! an entity is a *node*: its place among the sorted entity terms.

mod answers;
mod bits;
mod budget;
mod check;
mod corridor;
mod dag;
mod detours;
mod draft;
mod error;
mod falls;
mod filter;
mod format;
mod graph;
mod holds;
mod hop;
mod independent;
mod key;
mod label;
mod label_cut;
mod laid_claims;
mod layout;
mod left_out;
mod matching;
mod meet;
mod near;
mod parts;
mod passing;
mod places;
mod pool;
mod ranking;
mod reasons;
mod strand;
mod strength;
mod through;
mod upper;
mod visit;
mod withdrawn;

#[cfg(test)]
mod independent_trials;
#[cfg(test)]
mod second_opinion;
mod seen;
#[cfg(test)]
mod sourced;
#[cfg(test)]
mod sourced_shapes;
#[cfg(test)]
mod sourced_trials;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod trials;

pub use answers::{Count, Found, NoPath, Question, all_shortest, k_shortest, shortest};
pub use budget::{Budget, Limit, Spent};
pub use draft::{NetworkDraft, NewClaim, NewLink};
pub use error::NetworkError;
pub use falls::{Falls, falls};
pub use filter::{Criterion, Filter, Filtered};
pub use format::{Days, SECTIONS, SlotByte, TOUCHED_ALL_OVER};
pub use graph::{Network, Reading};
pub use holds::{AtLeast, Connection, Holds, HoldsBudget, HoldsLimit, holds};
pub use hop::{Hop, Path};
pub use independent::{Independent, Representative, Tried, independent};
pub use key::{Key, KeyBetween, KeyEntity, KeyHop, key, key_between};
pub use label::By;
pub use layout::layout;
pub use left_out::LeftOut;
pub use near::{Near, Tie, near};
pub use parts::{LinkClaims, NetworkClaim, NetworkLink, Sources};
pub use passing::links_passing;
pub use strand::{Resting, Strand, StrandHop};
pub use strength::Strength;
pub use visit::{Edge, EdgeReferences, Edges, EdgesDirected, Neighbors};
pub use withdrawn::{FallenLinks, Rests, Withdrawn};
