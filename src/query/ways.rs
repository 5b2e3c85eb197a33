//! Paths of known length, walked on an edition.
//!
//! Gives what the engine gives: between two terms a path is there or is not, of
//! several ways to the same end of an alternative one counts, and a sequence
//! counts each. Which terms are known at either end is for `matched`.

use std::collections::HashSet;
use std::hash::Hash;

use crate::query::matched::Stop;
use crate::query::matched::Then;
use crate::query::matched::Walker;
use crate::query::steps::At;
use crate::query::steps::Way;

impl<'w> Walker<'w> {
    /// Hands on the row for each pair of ends that a path joins.
    pub(super) fn path(
        &mut self,
        from: At,
        way: &Way,
        to: At,
        then: Then<'_, 'w>,
    ) -> Result<bool, Stop> {
        let (Ok(start), Ok(end)) = (self.known(from), self.known(to)) else {
            return Ok(true);
        };
        let mut found = Vec::new();
        let (open, ends) = match (start, end) {
            (Some(start), Some(end)) => {
                return match self.leads(start, way, end)? {
                    true => then(self),
                    false => Ok(true),
                };
            }
            (Some(start), None) => {
                self.ends(start, way, false, &mut found)?;
                (to, found)
            }
            (None, Some(end)) => {
                self.ends(end, way, true, &mut found)?;
                (from, found)
            }
            (None, None) => {
                let mut pairs = Vec::new();
                self.pairs(way, &mut pairs)?;
                for [start, end] in pairs {
                    let more = self.with(from, start, &mut |walker| walker.with(to, end, then))?;
                    if !more {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
        };
        for end in ends {
            if !self.with(open, end, then)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn leads(&mut self, start: u32, way: &Way, end: u32) -> Result<bool, Stop> {
        Ok(match way {
            Way::Step(At::Id(predicate)) => {
                if let Some(about) = self.near.about(start)? {
                    return Ok(about.contains(&(*predicate, end)));
                }
                let (start, predicate, end) = (Some(start), Some(*predicate), Some(end));
                self.edition.count(start, predicate, end)? > 0
            }
            Way::Step(_) => false,
            Way::Back(inner) => self.leads(end, inner, start)?,
            Way::Either(a, b) => self.leads(start, a, end)? || self.leads(start, b, end)?,
            Way::Then(a, b) => {
                let mut between = Vec::new();
                self.ends(start, a, false, &mut between)?;
                for middle in between {
                    if self.leads(middle, b, end)? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }

    /// Adds where a way leads from a term, or comes from where it is walked back.
    fn ends(
        &mut self,
        start: u32,
        way: &Way,
        back: bool,
        found: &mut Vec<u32>,
    ) -> Result<(), Stop> {
        match way {
            Way::Step(At::Id(predicate)) => {
                if !back && let Some(about) = self.near.about(start)? {
                    let its = about.iter().filter(|(its, _)| its == predicate);
                    found.extend(its.map(|(_, object)| *object));
                    return Ok(());
                }
                let (subject, object) = match back {
                    false => (Some(start), None),
                    true => (None, Some(start)),
                };
                for triple in self.edition.matching(subject, Some(*predicate), object) {
                    let [subject, _, object] = triple?;
                    found.push(if back { subject } else { object });
                }
            }
            Way::Step(_) => {}
            Way::Back(inner) => self.ends(start, inner, !back, found)?,
            Way::Either(a, b) => {
                let before = found.len();
                self.ends(start, a, back, found)?;
                self.ends(start, b, back, found)?;
                without_repetitions(found, before);
            }
            Way::Then(a, b) => {
                let (first, second) = if back { (b, a) } else { (a, b) };
                let mut between = Vec::new();
                self.ends(start, first, back, &mut between)?;
                for middle in between {
                    self.ends(middle, second, back, found)?;
                }
            }
        }
        Ok(())
    }

    /// Adds both ends of a way wherever it leads.
    fn pairs(&mut self, way: &Way, found: &mut Vec<[u32; 2]>) -> Result<(), Stop> {
        match way {
            Way::Step(At::Id(predicate)) => {
                for triple in self.edition.matching(None, Some(*predicate), None) {
                    let [subject, _, object] = triple?;
                    found.push([subject, object]);
                }
            }
            Way::Step(_) => {}
            Way::Back(inner) => {
                let before = found.len();
                self.pairs(inner, found)?;
                found[before..].iter_mut().for_each(|pair| pair.reverse());
            }
            Way::Either(a, b) => {
                let before = found.len();
                self.pairs(a, found)?;
                self.pairs(b, found)?;
                without_repetitions(found, before);
            }
            Way::Then(a, b) => {
                let mut first = Vec::new();
                self.pairs(a, &mut first)?;
                let mut ends = Vec::new();
                for [start, middle] in first {
                    ends.clear();
                    self.ends(middle, b, false, &mut ends)?;
                    found.extend(ends.iter().map(|end| [start, *end]));
                }
            }
        }
        Ok(())
    }
}

/// Leaves out what comes again from a place on.
fn without_repetitions<T: Copy + Eq + Hash>(found: &mut Vec<T>, from: usize) {
    const FEW: usize = 8;
    if found.len() - from <= FEW {
        let mut at = from;
        while at < found.len() {
            if found[from..at].contains(&found[at]) {
                found.remove(at);
            } else {
                at += 1;
            }
        }
        return;
    }
    let mut seen = HashSet::with_capacity(found.len() - from);
    let mut kept = from;
    for at in from..found.len() {
        if seen.insert(found[at]) {
            found[kept] = found[at];
            kept += 1;
        }
    }
    found.truncate(kept);
}
