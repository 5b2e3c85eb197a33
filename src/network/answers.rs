//! The questions: the shortest path, all shortest paths, the k shortest.
//!
//! Takes a network, two nodes, a filter and limits; gives paths in order, how
//! many there are, whether that is all, and, when there is none, why. Which
//! paths those are is left to `meet`, `ranking` and `detours`.

use std::cell::Cell;
use std::cell::OnceCell;

use crate::network::budget::Budget;
use crate::network::budget::HOPS_LISTED;
use crate::network::budget::Limit;
use crate::network::budget::Spent;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::dag::Dag;
use crate::network::detours::continue_listing;
use crate::network::error::NetworkError;
use crate::network::filter::Criterion;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::graph::Network;
use crate::network::hop::Path;
use crate::network::left_out::LeftOut;
use crate::network::meet::Detour;
use crate::network::meet::Met;
use crate::network::meet::NodeSet;
use crate::network::meet::meet;
use crate::network::ranking::Ranked;
use crate::network::ranking::Ranking;
use crate::network::strength;
use crate::network::strength::Strength;
use crate::network::through;
use crate::network::through::Through;

/// Between whom, over which links, and how far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Nodes.
    pub from: u32,
    pub to: u32,
    pub filter: Filter,
    /// `None` is without limit.
    pub max_hops: Option<u32>,
    /// Over no weaker links than there need be: see [`Strength`].
    pub strongest: bool,
    /// Nodes that each path passes, in whatever order; at most
    /// [`Question::MOST_VIA`]. The ends are passed in any case.
    pub via: Vec<u32>,
    /// Sources, as terms, that are no hop's own: for `independent` alone.
    pub not_own: Vec<u32>,
}

impl Question {
    /// Every order of them is tried.
    pub const MOST_VIA: usize = through::MOST;

    /// Any path between two nodes.
    pub fn between(from: u32, to: u32) -> Question {
        Question {
            from,
            to,
            filter: Filter::default(),
            max_hops: None,
            strongest: false,
            via: Vec::new(),
            not_own: Vec::new(),
        }
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    Exactly(u128),
    MoreThan(u128),
}

/// What was found, and what that is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In order: fewer hops, fewer contested hops, more outlets at the weakest
    /// hop, lower nodes from the start. Each is right even when others are
    /// missing.
    pub paths: Vec<Path>,
    /// Whether the question is answered in full; if not, `limit` says why not.
    pub complete: bool,
    pub limit: Option<Limit>,
    /// How many paths there are to list: of least length for `shortest` and
    /// `all_shortest`; of any length within `max_hops` for `k_shortest`, where
    /// it is known only when they are fewer than asked for. `None` is unknown.
    pub total: Option<Count>,
    /// Given whenever there is no path and the reason could be found.
    pub no_path: Option<NoPath>,
    /// The best path over all links that are not retracted, when it is shorter
    /// than any that passes the filter.
    pub shorter_without_filter: Option<Path>,
    /// The best path over all links, the retracted ones too, when it is shorter
    /// than any that passes the filter and than any without a retracted link.
    /// `None` where the filter lets retracted links through.
    pub shorter_through_retracted: Option<Path>,
    /// How many paths the filter leaves out, but for retracted ones, of no more
    /// hops than those that were asked for: as many as the shortest has, as the last
    /// of the `k` shortest has, or as `max_hops` where all are listed. `None` where
    /// there is no filter, or no path without it.
    pub left_out: Option<LeftOut>,
    /// Whether retracted links, which the filter keeps out, would give another
    /// path to list; for `k_shortest` whether there are any such links at all.
    pub more_through_retracted: bool,
    /// How strong the weakest hop is, where that was asked for.
    pub strength: Option<Strength>,
    pub spent: Spent,
}

/// Why there is no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPath {
    /// Not even over the links that the filter keeps out, except perhaps over
    /// retracted ones: then this is the best such path.
    NotConnected { through_retracted: Option<Path> },
    /// There is one over links that the filter keeps out: the best of any
    /// length, and the criteria each of which alone is in the way.
    ExcludedByFilter {
        without_filter: Path,
        alone: Vec<Criterion>,
    },
    /// The shortest that passes the filter has more hops than asked for; how
    /// many, unless that took too long to find.
    BeyondLimit {
        max_hops: u32,
        shortest: Option<u32>,
    },
    /// There are paths, but none that passes all of the given nodes, with the
    /// filter or without: the best that passes the filter, else the best of all.
    NotThrough { best: Path },
}

/// Finds the best path. Without hops, and always found, from a node to itself.
///
/// ```
/// use nutgraf::model::{Mode, Standing};
/// use nutgraf::network::{Budget, Days, Network, NetworkDraft, NewClaim, NewLink, Question};
/// use nutgraf::network::{layout, shortest};
///
/// // ann --- bo      zed
/// let (ann, bo, zed, knows, claim, source) = (10, 11, 12, 20, 30, 40);
/// let standing = Standing::Uncontested;
/// let mut draft = NetworkDraft::default();
/// draft.entities([ann, bo, zed]);
/// let link = NewLink {
///     link: claim, from: ann, to: bo, relation: knows, standing,
///     mode: Mode::Asserted, category: 0, origins: 1, days: Days::UNDATED,
/// };
/// draft.link(link, [claim]);
/// let claim = NewClaim { claim, standing, origins: 1, named: true, documented: false };
/// draft.claim(claim, [source], [[source]]);
/// let sections = layout(draft)?;
/// let section = |name: &str| sections.iter().find(|one| one.0 == name).map(|one| &one.1[..]);
/// let network = Network::new(section)?;
/// let node = |term| network.node_of(term).ok_or("no such entity");
/// let (ann, bo, zed) = (node(ann)?, node(bo)?, node(zed)?);
///
/// let found = shortest(&network, &Question::between(ann, bo), &Budget::default())?;
/// assert_eq!(found.paths[0].nodes(), [ann, bo]);
/// let none = shortest(&network, &Question::between(ann, zed), &Budget::default())?;
/// assert!(none.no_path.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When an end is no node of the network, or the network is damaged.
pub fn shortest(
    network: &Network,
    question: &Question,
    budget: &Budget,
) -> Result<Found, NetworkError> {
    ask(network, question, Wanted::Best, budget)
}

/// Finds all paths of the least length, counting those beyond the budget's
/// list too.
///
/// # Errors
/// As for [`shortest`].
pub fn all_shortest(
    network: &Network,
    question: &Question,
    budget: &Budget,
) -> Result<Found, NetworkError> {
    ask(network, question, Wanted::AllOfLeastLength, budget)
}

/// Finds the first `k` paths, those of least length before longer ones. Zero
/// counts as one.
///
/// # Errors
/// As for [`shortest`].
pub fn k_shortest(
    network: &Network,
    question: &Question,
    k: usize,
    budget: &Budget,
) -> Result<Found, NetworkError> {
    ask(network, question, Wanted::First(k.max(1)), budget)
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Best,
    AllOfLeastLength,
    First(usize),
}

fn ask(
    network: &Network,
    question: &Question,
    wanted: Wanted,
    budget: &Budget,
) -> Result<Found, NetworkError> {
    for node in [question.from, question.to].iter().chain(&question.via) {
        let node = *node;
        if network.term_of(node).is_none() {
            return Err(NetworkError::NoSuchNode { node });
        }
    }
    let mut found = Found {
        paths: Vec::new(),
        complete: true,
        limit: None,
        total: None,
        no_path: None,
        shorter_without_filter: None,
        shorter_through_retracted: None,
        left_out: None,
        more_through_retracted: false,
        strength: None,
        spent: Spent::default(),
    };
    let search = Search {
        network,
        question,
        budget,
        compared: Cell::default(),
        unfiltered: OnceCell::new(),
    };
    let view = Filtered::new(network, &question.filter);
    let mut work = Work::new(budget);
    let mut outcome = search.answer(view.clone(), wanted, &mut work, &mut found);
    let (own, compared) = (work.spent(budget), search.compared.get());
    let taken = Spent {
        slots: own.slots + compared.slots,
        steps: own.steps + compared.steps,
    };
    // How much may be counted follows from what the answer itself has taken.
    match search.left_out(view, wanted, &found, taken) {
        Ok(left_out) => found.left_out = left_out,
        Err(stop) => outcome = Err(stop),
    }
    let compared = search.compared.get();
    found.spent = Spent {
        slots: own.slots + compared.slots,
        steps: own.steps + compared.steps,
    };
    network.sound()?;
    match outcome {
        Ok(()) => {}
        Err(Stop::Limit(limit)) => {
            found.complete = false;
            found.limit = Some(limit);
        }
        Err(Stop::Damaged) => return Err(NetworkError::Damaged),
    }
    Ok(found)
}

/// One question, while it is answered.
pub(super) struct Search<'q> {
    pub network: &'q Network<'q>,
    pub question: &'q Question,
    pub budget: &'q Budget,
    /// The work of all comparisons, each of which has a budget of its own.
    pub compared: Cell<Spent>,
    /// What a search without the filter has found, before one with it.
    pub unfiltered: OnceCell<Unfiltered<'q>>,
}

/// The shortest paths without the filter.
pub(super) enum Unfiltered<'q> {
    /// Some of them pass it.
    Pass(Dag),
    /// None of them does.
    Shorter(Filtered<'q>, Dag),
    /// There is none of any length.
    Never,
    /// They took too long to find.
    TooMuch,
}

impl Search<'_> {
    fn answer(
        &self,
        mut view: Filtered,
        wanted: Wanted,
        work: &mut Work,
        found: &mut Found,
    ) -> Result<(), Stop> {
        let bound = self.question.max_hops.unwrap_or(u32::MAX);
        let Question { from, to, .. } = *self.question;
        if !self.network.may_connect(from, to) {
            return self.disconnected(found);
        }
        let mut via = self.question.via.iter();
        if via.any(|node| !self.network.may_connect(from, *node)) {
            return self.not_through(&view, u32::MAX, found);
        }
        if self.question.strongest && from != to {
            let strongest = strength::strongest(&view, self.stops(), bound, work)?;
            if let Some(strongest) = strongest {
                view = view.narrowed(strongest.pass());
                found.strength = Some(strongest);
            }
        }
        if self.passes_others() {
            return self.through(&view, wanted, bound, work, found);
        }
        if from == to {
            found.total = Some(Count::Exactly(1));
            found.paths.push(view.path(vec![from])?);
            return Ok(());
        }
        match self.meet_by_unfiltered(&view, bound, work)? {
            Met::Paths(dag) => self.list(&view, &dag, wanted, work, found),
            Met::NotWithin => self.beyond(&view, bound, found),
            Met::Never => self.disconnected(found),
        }
    }

    pub(super) fn meet(&self, view: &Filtered, bound: u32, work: &mut Work) -> Result<Met, Stop> {
        let Question { from, to, .. } = *self.question;
        meet(view, from, to, bound, &Detour::default(), work)
    }

    pub(super) fn passes_others(&self) -> bool {
        let Question { from, to, .. } = *self.question;
        let mut via = self.question.via.iter();
        via.any(|node| *node != from && *node != to)
    }

    pub(super) fn stops(&self) -> Through<'_> {
        Through {
            from: self.question.from,
            to: self.question.to,
            via: &self.question.via,
        }
    }

    /// The paths that pass every node of `via`.
    fn through(
        &self,
        view: &Filtered,
        wanted: Wanted,
        bound: u32,
        work: &mut Work,
        found: &mut Found,
    ) -> Result<(), Stop> {
        let cap = self.budget.listed;
        let count = match wanted {
            Wanted::Best => 1,
            Wanted::AllOfLeastLength => cap.saturating_add(1),
            Wanted::First(k) => k.min(cap.saturating_add(1)),
        };
        let mut listed = Vec::new();
        let asked = through::Wanted {
            count,
            least: wanted == Wanted::AllOfLeastLength,
        };
        let outcome = through::list(view, self.stops(), asked, bound, work, &mut listed);
        if outcome.is_ok() && (listed.len() < count || wanted == Wanted::AllOfLeastLength) {
            found.total = Some(Count::Exactly(listed.len() as u128));
        }
        let capped = listed.len() > cap;
        listed.truncate(cap);
        if capped {
            found.total = None;
        }
        let nodes = listed.into_iter().map(|ranked| ranked.nodes);
        view.paths(nodes, &mut found.paths)?;
        outcome?;
        if capped {
            return Err(Stop::Limit(Limit::Listed));
        }
        if found.paths.is_empty() {
            return self.not_through(view, bound, found);
        }
        Ok(())
    }

    fn list(
        &self,
        view: &Filtered,
        dag: &Dag,
        wanted: Wanted,
        work: &mut Work,
        found: &mut Found,
    ) -> Result<(), Stop> {
        let length = dag.length as usize;
        let cap = self.budget.listed.min(HOPS_LISTED / length).max(1);
        let count = match wanted {
            Wanted::Best => 1,
            Wanted::AllOfLeastLength => cap,
            // One beyond the cap tells whether the cap hid anything.
            Wanted::First(k) => k.min(cap.saturating_add(1)),
        };
        let shortest = dag.count();
        let mut listed = Vec::new();
        let outcome = self.fill(view, dag, wanted, count, work, &mut listed);
        match wanted {
            Wanted::Best | Wanted::AllOfLeastLength => found.total = Some(shortest),
            Wanted::First(_) if outcome.is_ok() && listed.len() < count => {
                found.total = Some(Count::Exactly(listed.len() as u128));
            }
            Wanted::First(_) => {}
        }
        listed.truncate(cap);
        if listed.is_empty() {
            // The order could not be settled. One path is still an answer.
            found.paths.push(view.path(dag.first_path())?);
        }
        let nodes = listed.into_iter().map(|ranked| ranked.nodes);
        view.paths(nodes, &mut found.paths)?;
        let compared = match wanted {
            Wanted::Best | Wanted::AllOfLeastLength => {
                self.compare_all(dag.length, shortest, found)
            }
            Wanted::First(_) => {
                let compared = self.compare(dag.length, found);
                if compared.is_ok() {
                    found.more_through_retracted = self.keeps_out_retracted();
                }
                compared
            }
        };
        outcome?;
        let all_listed = match wanted {
            Wanted::Best => true,
            Wanted::AllOfLeastLength => shortest == Count::Exactly(found.paths.len() as u128),
            Wanted::First(k) => found.total.is_some() || found.paths.len() == k,
        };
        if all_listed {
            compared
        } else {
            Err(Stop::Limit(Limit::Listed))
        }
    }

    fn fill(
        &self,
        view: &Filtered,
        dag: &Dag,
        wanted: Wanted,
        count: usize,
        work: &mut Work,
        listed: &mut Vec<Ranked>,
    ) -> Result<(), Stop> {
        match (wanted, dag.count()) {
            // There is nothing to put in order.
            (Wanted::Best | Wanted::AllOfLeastLength, Count::Exactly(1)) => {
                listed.push(Ranked {
                    contested: 0,
                    outlets: 0,
                    nodes: dag.first_path(),
                });
                return Ok(());
            }
            _ => Ranking::new(view, dag, work)?.list(count, u32::MAX, work, listed)?,
        }
        match wanted {
            Wanted::Best | Wanted::AllOfLeastLength => Ok(()),
            Wanted::First(_) if listed.len() >= count => Ok(()),
            Wanted::First(_) => {
                let bound = self.question.max_hops.unwrap_or(u32::MAX);
                continue_listing(view, &NodeSet::default(), count, bound, work, listed)
            }
        }
    }
}
