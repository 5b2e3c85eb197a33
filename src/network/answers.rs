//! The questions: the shortest path, all shortest paths, the k shortest.
//!
//! Takes a network, two nodes, a filter and limits; gives paths in order, how
//! many there are, whether that is all, and, when there is none, why. Which
//! paths those are is left to `meet`, `ranking` and `detours`.

use std::cell::Cell;

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
enum Wanted {
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
        strength: None,
        spent: Spent::default(),
    };
    let search = Search {
        network,
        question,
        budget,
        compared: Cell::default(),
    };
    let view = Filtered::new(network, &question.filter);
    let mut work = Work::new(budget);
    let outcome = search.answer(view, wanted, &mut work, &mut found);
    let (own, compared) = (work.spent(budget), search.compared.get());
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

struct Search<'q> {
    network: &'q Network<'q>,
    question: &'q Question,
    budget: &'q Budget,
    /// The work of all comparisons, each of which has a budget of its own.
    compared: Cell<Spent>,
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
        match self.meet(&view, bound, work)? {
            Met::Paths(dag) => self.list(&view, &dag, wanted, work, found),
            Met::NotWithin => self.beyond(&view, bound, found),
            Met::Never => self.disconnected(found),
        }
    }

    fn meet(&self, view: &Filtered, bound: u32, work: &mut Work) -> Result<Met, Stop> {
        let Question { from, to, .. } = *self.question;
        meet(view, from, to, bound, &Detour::default(), work)
    }

    fn passes_others(&self) -> bool {
        let Question { from, to, .. } = *self.question;
        let mut via = self.question.via.iter();
        via.any(|node| *node != from && *node != to)
    }

    fn stops(&self) -> Through<'_> {
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
        for ranked in listed {
            found.paths.push(view.path(ranked.nodes)?);
        }
        outcome?;
        if capped {
            return Err(Stop::Limit(Limit::Listed));
        }
        if found.paths.is_empty() {
            return self.not_through(view, bound, found);
        }
        Ok(())
    }

    /// Why no path passes all of the nodes.
    fn not_through(&self, view: &Filtered, bound: u32, found: &mut Found) -> Result<(), Stop> {
        found.total = Some(Count::Exactly(0));
        if bound < u32::MAX {
            let max_hops = bound;
            match self.best(view, u32::MAX) {
                Ok(None) => {}
                Ok(Some(path)) => {
                    let shortest = Some(path.hops().len() as u32);
                    found.no_path = Some(NoPath::BeyondLimit { max_hops, shortest });
                    return Ok(());
                }
                Err(Stop::Limit(limit)) => {
                    let shortest = None;
                    found.no_path = Some(NoPath::BeyondLimit { max_hops, shortest });
                    return Err(Stop::Limit(limit));
                }
                Err(Stop::Damaged) => return Err(Stop::Damaged),
            }
        }
        // Links that the filter keeps out may lead past them.
        if self.excluded(found)? {
            return Ok(());
        }
        match self.best_past_nobody(view)? {
            Some(best) => {
                found.no_path = Some(NoPath::NotThrough { best });
                Ok(())
            }
            None => self.disconnected(found),
        }
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
        for ranked in listed {
            found.paths.push(view.path(ranked.nodes)?);
        }
        let compared = self.compare(dag.length, found);
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

    /// Says whether there is a shorter path without the filter.
    fn compare(&self, length: u32, found: &mut Found) -> Result<(), Stop> {
        if let Some(view) = self.relaxed() {
            found.shorter_without_filter = self.best(&view, length - 1)?;
        }
        Ok(())
    }

    /// The network without the filter, if that or the wish for strength keeps
    /// out anything.
    fn relaxed(&self) -> Option<Filtered<'_>> {
        let filter = self.question.filter.relaxed();
        (self.question.strongest || filter != self.question.filter)
            .then(|| Filtered::new(self.network, &filter))
    }

    /// The best path, through all that it has to pass, for comparison: with a
    /// budget of its own, so that the answer itself does not depend on whether
    /// it is compared.
    fn best(&self, view: &Filtered, bound: u32) -> Result<Option<Path>, Stop> {
        if !self.passes_others() {
            return self.best_of_all(view, bound);
        }
        let mut work = Work::new(self.budget);
        let mut listed = Vec::new();
        let wanted = through::Wanted {
            count: 1,
            least: false,
        };
        let outcome = through::list(view, self.stops(), wanted, bound, &mut work, &mut listed);
        self.also_spent(&work);
        match (outcome, listed.pop()) {
            (Ok(()), None) => Ok(None),
            // One that is there and as short as any is enough to compare with.
            (Ok(()) | Err(Stop::Limit(_)), Some(path)) => Ok(Some(view.path(path.nodes)?)),
            (Err(Stop::Limit(_)), None) => Err(Stop::Limit(Limit::Comparison)),
            (Err(Stop::Damaged), _) => Err(Stop::Damaged),
        }
    }

    /// Likewise, whatever it passes.
    fn best_past_nobody(&self, view: &Filtered) -> Result<Option<Path>, Stop> {
        self.best_of_all(view, u32::MAX)
    }

    fn best_of_all(&self, view: &Filtered, bound: u32) -> Result<Option<Path>, Stop> {
        let mut work = Work::new(self.budget);
        if self.question.from == self.question.to {
            return Ok(Some(view.path(vec![self.question.from])?));
        }
        let outcome = self.meet(view, bound, &mut work).and_then(|met| match met {
            Met::Paths(dag) => {
                let mut listed = Vec::new();
                Ranking::new(view, &dag, &mut work)?.list(1, u32::MAX, &mut work, &mut listed)?;
                let nodes = listed.pop().map(|ranked| ranked.nodes);
                Ok(Some(view.path(nodes.unwrap_or(dag.first_path()))?))
            }
            Met::NotWithin | Met::Never => Ok(None),
        });
        self.also_spent(&work);
        outcome.map_err(|stop| match stop {
            Stop::Limit(_) => Stop::Limit(Limit::Comparison),
            Stop::Damaged => Stop::Damaged,
        })
    }

    fn also_spent(&self, work: &Work) {
        let before = self.compared.get();
        let more = work.spent(self.budget);
        self.compared.set(Spent {
            slots: before.slots + more.slots,
            steps: before.steps + more.steps,
        });
    }

    /// No path passes the filter within the bound.
    fn beyond(&self, view: &Filtered, max_hops: u32, found: &mut Found) -> Result<(), Stop> {
        found.total = Some(Count::Exactly(0));
        let mut work = Work::new(self.budget);
        match self.meet(view, u32::MAX, &mut work) {
            Ok(Met::Paths(dag)) => {
                found.no_path = Some(NoPath::BeyondLimit {
                    max_hops,
                    shortest: Some(dag.length),
                });
                self.compare(dag.length, found)
            }
            Ok(Met::NotWithin | Met::Never) => self.disconnected(found),
            Err(Stop::Limit(_)) => {
                found.no_path = Some(NoPath::BeyondLimit {
                    max_hops,
                    shortest: None,
                });
                Err(Stop::Limit(Limit::Comparison))
            }
            Err(Stop::Damaged) => Err(Stop::Damaged),
        }
    }

    /// Whether there is a path without the filter; then that is the reason.
    fn excluded(&self, found: &mut Found) -> Result<bool, Stop> {
        let filter = &self.question.filter;
        let criteria = filter.criteria();
        if criteria.is_empty() {
            return Ok(false);
        }
        let relaxed = Filtered::new(self.network, &filter.relaxed());
        let Some(without_filter) = self.best(&relaxed, u32::MAX)? else {
            return Ok(false);
        };
        let mut alone = Vec::new();
        for criterion in criteria {
            let view = Filtered::new(self.network, &filter.without(criterion));
            if self.best(&view, u32::MAX)?.is_some() {
                alone.push(criterion);
            }
        }
        found.no_path = Some(NoPath::ExcludedByFilter {
            without_filter,
            alone,
        });
        Ok(true)
    }

    /// No path passes the filter, however long.
    fn disconnected(&self, found: &mut Found) -> Result<(), Stop> {
        found.total = Some(Count::Exactly(0));
        let Question { from, to, .. } = *self.question;
        if !self.network.may_connect(from, to) {
            let through_retracted = None;
            found.no_path = Some(NoPath::NotConnected { through_retracted });
            return Ok(());
        }
        if self.excluded(found)? {
            return Ok(());
        }
        if self.passes_others() {
            let relaxed = Filtered::new(self.network, &self.question.filter.relaxed());
            if let Some(best) = self.best_past_nobody(&relaxed)? {
                found.no_path = Some(NoPath::NotThrough { best });
                return Ok(());
            }
        }
        let everything = Filtered::new(self.network, &Filter::everything());
        found.no_path = Some(NoPath::NotConnected {
            through_retracted: self.best_past_nobody(&everything)?,
        });
        Ok(())
    }
}
