//! Why there is no path, and what there would be otherwise.
//!
//! Every comparison has a budget of its own, so that the answer itself does not
//! depend on whether it is compared.

use crate::model::Standing;
use crate::network::answers::Count;
use crate::network::answers::Found;
use crate::network::answers::NoPath;
use crate::network::answers::Question;
use crate::network::answers::Search;
use crate::network::answers::Unfiltered;
use crate::network::budget::Budget;
use crate::network::budget::Limit;
use crate::network::budget::Spent;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::dag::Dag;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::hop::Path;
use crate::network::meet::Met;
use crate::network::ranking::Ranking;
use crate::network::through;

impl<'q> Search<'q> {
    /// Why no path passes all of the nodes.
    pub(super) fn not_through(
        &self,
        view: &Filtered,
        bound: u32,
        found: &mut Found,
    ) -> Result<(), Stop> {
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
        match self.best_of_all(view, u32::MAX)? {
            Some(best) => {
                found.no_path = Some(NoPath::NotThrough { best });
                Ok(())
            }
            None => self.not_connected(found),
        }
    }

    /// All shortest paths that pass the filter. Where there is one, those without it
    /// are looked for first: if some of them pass, that is all, and otherwise it is
    /// known what the filter keeps out.
    pub(super) fn meet_by_unfiltered(
        &self,
        view: &Filtered,
        bound: u32,
        work: &mut Work,
    ) -> Result<Met, Stop> {
        let Some(relaxed) = self.relaxed() else {
            return self.meet(view, bound, work);
        };
        let mut own = Work::new(self.budget);
        let outcome = self.meet(&relaxed, bound, &mut own).and_then(|met| {
            let (met, unfiltered) = match met {
                Met::Paths(dag) => match dag.only(|read| view.passes_hop(read, &mut own))? {
                    Some(passing) => (Some(Met::Paths(passing)), Unfiltered::Pass(dag)),
                    None => (None, Unfiltered::Shorter(relaxed, dag)),
                },
                Met::Never => (Some(Met::Never), Unfiltered::Never),
                // There may be longer ones, with the filter and without.
                Met::NotWithin => return Ok(Some(Met::NotWithin)),
            };
            // Once for each question.
            let _ = self.unfiltered.set(unfiltered);
            Ok(met)
        });
        self.also_spent(&own);
        match outcome {
            Ok(Some(met)) => Ok(met),
            Ok(None) => self.meet(view, bound, work),
            // Too much to compare with is not too much to answer.
            Err(Stop::Limit(_)) => {
                let _ = self.unfiltered.set(Unfiltered::TooMuch);
                self.meet(view, bound, work)
            }
            Err(Stop::Damaged) => Err(Stop::Damaged),
        }
    }

    /// The best of some paths, for comparison.
    fn best_of_these(&self, view: &Filtered, dag: &Dag) -> Result<Path, Stop> {
        let mut work = Work::new(self.budget);
        let best = best_in(view, dag, &mut work);
        self.also_spent(&work);
        best.map_err(in_comparison)
    }

    /// Says whether there is a shorter path without the filter.
    pub(super) fn compare(&self, length: u32, found: &mut Found) -> Result<(), Stop> {
        found.shorter_without_filter = match self.unfiltered.get() {
            Some(Unfiltered::Pass(_) | Unfiltered::Never) => None,
            Some(Unfiltered::Shorter(view, dag)) => Some(self.best_of_these(view, dag)?),
            Some(Unfiltered::TooMuch) => return Err(Stop::Limit(Limit::Comparison)),
            None => match self.relaxed() {
                Some(view) => self.best(&view, length - 1)?,
                None => None,
            },
        };
        let shorter = found.shorter_without_filter.as_ref();
        let known = shorter.map_or(length, |path| path.hops().len() as u32);
        self.shorter_through_retracted(known, found)
    }

    /// Says whether there is a path of fewer hops over retracted links.
    fn shorter_through_retracted(&self, length: u32, found: &mut Found) -> Result<(), Stop> {
        // From an entity to the next there is nothing shorter.
        if length > 1 && self.keeps_out_retracted() {
            let view = Filtered::new(self.network, &Filter::everything());
            found.shorter_through_retracted = self.best(&view, length - 1)?;
        }
        Ok(())
    }

    /// Says of so many shortest paths what retracted links would change: whether
    /// there is a shorter path over them, and whether there are more of this length.
    pub(super) fn compare_all(
        &self,
        length: u32,
        count: Count,
        found: &mut Found,
    ) -> Result<(), Stop> {
        if self.question.strongest || self.question.filter != Filter::default() {
            self.compare(length, found)?;
            return self.count_retracted(length, count, found);
        }
        // Nothing else is kept out: one search tells both.
        if length <= 1 || !self.keeps_out_retracted() {
            return Ok(());
        }
        let view = Filtered::new(self.network, &Filter::everything());
        let mut work = Work::new(self.budget);
        let outcome = self.meet(&view, length, &mut work).and_then(|met| {
            if let Met::Paths(dag) = met {
                found.more_through_retracted = dag.length < length || dag.count() != count;
                if dag.length < length {
                    let shorter = best_in(&view, &dag, &mut work)?;
                    found.shorter_through_retracted = Some(shorter);
                }
            }
            Ok(())
        });
        self.also_spent(&work);
        outcome.map_err(in_comparison)
    }

    /// Says whether there are more paths of this length, or shorter ones, with
    /// the retracted links that the filter keeps out.
    fn count_retracted(&self, length: u32, count: Count, found: &mut Found) -> Result<(), Stop> {
        // Parallel links are one hop, whatever their standing.
        if length <= 1 || self.question.strongest || !self.keeps_out_retracted() {
            return Ok(());
        }
        let filter = self.question.filter.with_retracted();
        let view = Filtered::new(self.network, &filter);
        let mut work = Work::new(self.budget);
        let met = self.meet(&view, length, &mut work);
        self.also_spent(&work);
        match met.map_err(in_comparison)? {
            Met::Paths(dag) => {
                found.more_through_retracted = dag.length < length || dag.count() != count;
                Ok(())
            }
            Met::NotWithin | Met::Never => Ok(()),
        }
    }

    /// Whether there are retracted links, and the filter lets none through.
    pub(super) fn keeps_out_retracted(&self) -> bool {
        !self.question.filter.has_standing(Standing::Retracted)
            && self.network.retracted_links() > 0
    }

    /// The network without the filter, if that or the wish for strength keeps
    /// out anything.
    pub(super) fn relaxed(&self) -> Option<Filtered<'q>> {
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
    fn best_of_all(&self, view: &Filtered, bound: u32) -> Result<Option<Path>, Stop> {
        let mut work = Work::new(self.budget);
        if self.question.from == self.question.to {
            return Ok(Some(view.path(vec![self.question.from])?));
        }
        let outcome = self.meet(view, bound, &mut work).and_then(|met| match met {
            Met::Paths(dag) => Ok(Some(best_in(view, &dag, &mut work)?)),
            Met::NotWithin | Met::Never => Ok(None),
        });
        self.also_spent(&work);
        outcome.map_err(in_comparison)
    }

    pub(super) fn also_spent(&self, work: &Work) {
        self.also_spent_of(work, self.budget);
    }

    /// Likewise of a budget of its own.
    pub(super) fn also_spent_of(&self, work: &Work, budget: &Budget) {
        let before = self.compared.get();
        let more = work.spent(budget);
        self.compared.set(Spent {
            slots: before.slots + more.slots,
            steps: before.steps + more.steps,
        });
    }

    /// No path passes the filter within the bound.
    pub(super) fn beyond(
        &self,
        view: &Filtered,
        max_hops: u32,
        found: &mut Found,
    ) -> Result<(), Stop> {
        found.total = Some(Count::Exactly(0));
        let mut work = Work::new(self.budget);
        let met = self.meet(view, u32::MAX, &mut work);
        self.also_spent(&work);
        match met {
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
        let best = match self.unfiltered.get() {
            Some(Unfiltered::Shorter(view, dag)) => Some(self.best_of_these(view, dag)?),
            Some(Unfiltered::Never) => None,
            Some(Unfiltered::TooMuch) => return Err(Stop::Limit(Limit::Comparison)),
            Some(Unfiltered::Pass(_)) | None => {
                let relaxed = Filtered::new(self.network, &filter.relaxed());
                self.best(&relaxed, u32::MAX)?
            }
        };
        let Some(without_filter) = best else {
            return Ok(false);
        };
        let mut alone = Vec::new();
        for criterion in criteria {
            let view = Filtered::new(self.network, &filter.without(criterion));
            if self.best(&view, u32::MAX)?.is_some() {
                alone.push(criterion);
            }
        }
        let hops = without_filter.hops().len() as u32;
        found.no_path = Some(NoPath::ExcludedByFilter {
            without_filter,
            alone,
        });
        self.shorter_through_retracted(hops, found)?;
        Ok(true)
    }

    /// No path passes the filter, however long.
    pub(super) fn disconnected(&self, found: &mut Found) -> Result<(), Stop> {
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
        self.not_connected(found)
    }

    /// No path without the filter either, unless it need not pass anybody.
    fn not_connected(&self, found: &mut Found) -> Result<(), Stop> {
        if self.passes_others() {
            let relaxed = Filtered::new(self.network, &self.question.filter.relaxed());
            if let Some(best) = self.best_of_all(&relaxed, u32::MAX)? {
                found.no_path = Some(NoPath::NotThrough { best });
                return Ok(());
            }
        }
        let everything = Filtered::new(self.network, &Filter::everything());
        found.no_path = Some(NoPath::NotConnected {
            through_retracted: self.best_of_all(&everything, u32::MAX)?,
        });
        Ok(())
    }
}

/// The best of some shortest paths.
fn best_in(view: &Filtered, dag: &Dag, work: &mut Work) -> Result<Path, Stop> {
    let mut listed = Vec::new();
    Ranking::new(view, dag, work)?.list(1, u32::MAX, work, &mut listed)?;
    let nodes = listed.pop().map(|ranked| ranked.nodes);
    Ok(view.path(nodes.unwrap_or(dag.first_path()))?)
}

/// What stopped a comparison has not stopped the answer.
fn in_comparison(stop: Stop) -> Stop {
    match stop {
        Stop::Limit(_) => Stop::Limit(Limit::Comparison),
        Stop::Damaged => Stop::Damaged,
    }
}
