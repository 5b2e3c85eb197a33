//! The rows of a query whose steps are known, walked on one row in place.
//!
//! Takes `steps` and gives what the engine gives for the chains that these were
//! made of, in the same order; groups come in the order of their first rows,
//! where the engine has none. Each step writes into the row, hands it on and
//! takes back what it wrote, so that a look-up without a match costs nothing
//! but the look-up. A value that is compared or put together in a way for which
//! only the engine has the rules ends the walk, and the engine does the whole.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::HashSet;

use oxigraph::model::Literal;
use oxsdatatypes::Decimal;
use spareval::ExpressionTerm;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::query::dataset::Dataset;
use crate::query::dataset::DatasetError;
use crate::query::dataset::Node;
use crate::query::near::Near;
use crate::query::order::Row;
use crate::query::steps::At;
use crate::query::steps::Count;
use crate::query::steps::Give;
use crate::query::steps::Slot;
use crate::query::steps::Step;
use crate::query::steps::Steps;
use crate::query::steps::Test;

/// Gives the rows, or nothing when the engine has to.
///
/// # Errors
/// When the edition is damaged where the query leads.
pub(super) fn rows(
    steps: &Steps,
    edition: &Edition,
    dataset: &Dataset,
) -> Result<Option<Vec<Row>>, DatasetError> {
    let mut rows = Vec::new();
    let found = Walker::new(steps, edition, dataset).step(&steps.step, &mut |walker| {
        rows.push(steps.columns.iter().map(|slot| walker.row[*slot]).collect());
        Ok(true)
    });
    match found {
        Ok(_) => Ok(Some(rows)),
        Err(Stop::LeftToTheEngine) => Ok(None),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Says whether there is a row, or nothing when the engine has to.
///
/// # Errors
/// As for [`rows`].
pub(super) fn is_any(
    steps: &Steps,
    edition: &Edition,
    dataset: &Dataset,
) -> Result<Option<bool>, DatasetError> {
    match Walker::new(steps, edition, dataset).exists(&steps.step) {
        Ok(found) => Ok(Some(found)),
        Err(Stop::LeftToTheEngine) => Ok(None),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Why a walk ends without an answer.
pub(super) enum Stop {
    LeftToTheEngine,
    Failed(DatasetError),
}

impl From<DatasetError> for Stop {
    fn from(error: DatasetError) -> Stop {
        Stop::Failed(error)
    }
}

impl From<EditionError> for Stop {
    fn from(error: EditionError) -> Stop {
        Stop::Failed(error.into())
    }
}

/// What is done with a row; gives whether more are wanted.
pub(super) type Then<'t, 'w> = &'t mut dyn FnMut(&mut Walker<'w>) -> Result<bool, Stop>;

pub(super) struct Walker<'w> {
    pub(super) edition: &'w Edition,
    dataset: &'w Dataset,
    row: Row,
    pub(super) near: Near<'w>,
}

impl<'w> Walker<'w> {
    fn new(steps: &Steps, edition: &'w Edition, dataset: &'w Dataset) -> Walker<'w> {
        Walker {
            edition,
            dataset,
            row: vec![None; steps.width],
            near: Near::new(edition),
        }
    }

    /// Hands on the rows of a step; gives whether more are wanted.
    fn step(&mut self, step: &Step, then: Then<'_, 'w>) -> Result<bool, Stop> {
        match step {
            Step::Pass => then(self),
            Step::Triple(places) => self.triple(*places, then),
            Step::Path(from, way, to) => self.path(*from, way, *to, then),
            Step::Values(slots, rows) => {
                for values in rows {
                    if !self.values(slots, values, then)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Step::Then(first, second) => self.step(first, &mut |walker| walker.step(second, then)),
            Step::Optional(inner) => {
                let mut any = false;
                let more = self.step(inner, &mut |walker| {
                    any = true;
                    then(walker)
                })?;
                if any { Ok(more) } else { then(self) }
            }
            Step::Either(a, b) => Ok(self.step(a, then)? && self.step(b, then)?),
            Step::Filter(inner, test) => self.step(inner, &mut |walker| {
                // An error is no yes.
                if walker.test(test)? == Some(true) {
                    then(walker)
                } else {
                    Ok(true)
                }
            }),
            Step::Bind(inner, slot, give) => self.step(inner, &mut |walker| {
                let before = walker.row[*slot];
                if let Some(given) = walker.give(give)? {
                    walker.row[*slot] = Some(given);
                }
                let more = then(walker);
                walker.row[*slot] = before;
                more
            }),
            Step::Project(inner, each) => self.project(inner, each, then),
            Step::Distinct(inner, slots) => {
                let mut seen: HashSet<Row> = HashSet::new();
                self.step(inner, &mut |walker| {
                    let row = slots.iter().map(|slot| walker.row[*slot]).collect();
                    if seen.insert(row) {
                        then(walker)
                    } else {
                        Ok(true)
                    }
                })
            }
            Step::Slice(inner, start, length) => {
                let mut left_out = *start;
                let mut left = length.unwrap_or(usize::MAX);
                let mut more = true;
                if left == 0 {
                    return Ok(true);
                }
                self.step(inner, &mut |walker| {
                    if left_out > 0 {
                        left_out -= 1;
                        return Ok(true);
                    }
                    left -= 1;
                    more = then(walker)?;
                    Ok(more && left > 0)
                })?;
                Ok(more)
            }
            Step::Group(inner, by, counts) => self.group(inner, by, counts, then),
        }
    }

    fn exists(&mut self, step: &Step) -> Result<bool, Stop> {
        let mut found = false;
        self.step(step, &mut |_| {
            found = true;
            Ok(false)
        })?;
        Ok(found)
    }

    /// What stands in a place: nothing yet, or a term; or that nothing matches.
    pub(super) fn known(&self, at: At) -> Result<Option<u32>, Unmatched> {
        match at {
            At::Id(id) => Ok(Some(id)),
            At::Nothing => Err(Unmatched),
            At::Slot(slot) => match self.row[slot] {
                None => Ok(None),
                Some(node) => self.dataset.id(node).map(Some).ok_or(Unmatched),
            },
        }
    }

    fn triple(&mut self, places: [At; 3], then: Then<'_, 'w>) -> Result<bool, Stop> {
        let [Ok(subject), Ok(predicate), Ok(object)] = places.map(|at| self.known(at)) else {
            return Ok(true);
        };
        if let (Some(subject), Some(predicate)) = (subject, predicate)
            && let Some(about) = self.near.about(subject)?
        {
            for (_, found) in about.iter().filter(|(its, _)| *its == predicate) {
                let more = match object {
                    None => self.with(places[2], *found, then)?,
                    Some(object) => object != *found || then(self)?,
                };
                if !more {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        let open = [subject, predicate, object].map(|known| known.is_none());
        for found in self.edition.matching(subject, predicate, object) {
            let found = found?;
            let mut written = [None; 3];
            let mut fits = true;
            for place in 0..3 {
                let At::Slot(slot) = places[place] else {
                    continue;
                };
                if open[place] {
                    let node = Some(Node::numbered(found[place])?);
                    // A variable may stand in two places.
                    if self.row[slot].is_none() {
                        self.row[slot] = node;
                        written[place] = Some(slot);
                    } else {
                        fits &= self.row[slot] == node;
                    }
                }
            }
            let more = if fits { then(self) } else { Ok(true) };
            for slot in written.into_iter().flatten() {
                self.row[slot] = None;
            }
            if !more? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes a term into an open place, or compares it, and hands on the row.
    pub(super) fn with(&mut self, at: At, id: u32, then: Then<'_, 'w>) -> Result<bool, Stop> {
        let node = Node::numbered(id)?;
        let At::Slot(slot) = at else {
            return then(self);
        };
        match self.row[slot] {
            Some(known) if known != node => Ok(true),
            Some(_) => then(self),
            None => {
                self.row[slot] = Some(node);
                let more = then(self);
                self.row[slot] = None;
                more
            }
        }
    }

    fn values(
        &mut self,
        slots: &[Slot],
        values: &[Option<Node>],
        then: Then<'_, 'w>,
    ) -> Result<bool, Stop> {
        let (Some((slot, slots)), Some((value, values))) =
            (slots.split_first(), values.split_first())
        else {
            return then(self);
        };
        match (self.row[*slot], *value) {
            (Some(known), Some(value)) if known != value => Ok(true),
            (None, Some(value)) => {
                self.row[*slot] = Some(value);
                let more = self.values(slots, values, then);
                self.row[*slot] = None;
                more
            }
            (Some(_), Some(_)) | (_, None) => self.values(slots, values, then),
        }
    }

    fn project(
        &mut self,
        inner: &Step,
        each: &[(Slot, Slot)],
        then: Then<'_, 'w>,
    ) -> Result<bool, Stop> {
        for (inside, outside) in each {
            self.row[*inside] = self.row[*outside];
        }
        let mut written = Vec::with_capacity(each.len());
        let more = self.step(inner, &mut |walker| {
            written.clear();
            let mut fits = true;
            for (inside, outside) in each {
                match (walker.row[*inside], walker.row[*outside]) {
                    (Some(found), None) => {
                        walker.row[*outside] = Some(found);
                        written.push(*outside);
                    }
                    // What was handed in may have been given another value inside.
                    (Some(found), Some(known)) => fits &= found == known,
                    (None, _) => {}
                }
            }
            let more = if fits { then(walker) } else { Ok(true) };
            for outside in &written {
                walker.row[*outside] = None;
            }
            more
        });
        for (inside, _) in each {
            self.row[*inside] = None;
        }
        more
    }

    fn group(
        &mut self,
        inner: &Step,
        by: &[Slot],
        counts: &[Count],
        then: Then<'_, 'w>,
    ) -> Result<bool, Stop> {
        let mut numbers: HashMap<Row, u32> = HashMap::new();
        let mut keys: Vec<Row> = Vec::new();
        let mut sums: Vec<Vec<u64>> = vec![Vec::new(); counts.len()];
        // Where only different terms count: those that were there already.
        let mut met: Vec<HashSet<(u32, Node)>> = vec![HashSet::new(); counts.len()];
        let mut key = Row::new();
        if by.is_empty() {
            // Without a row there still is one group.
            numbers.insert(Row::new(), 0);
            keys.push(Row::new());
        }
        self.step(inner, &mut |walker| {
            key.clear();
            key.extend(by.iter().map(|slot| walker.row[*slot]));
            let group = match numbers.get(&key) {
                Some(group) => *group,
                None => {
                    let next = u32::try_from(keys.len()).map_err(|_| DatasetError::TooManyTerms)?;
                    numbers.insert(key.clone(), next);
                    keys.push(key.clone());
                    next
                }
            };
            for ((count, sums), met) in counts.iter().zip(&mut sums).zip(&mut met) {
                sums.resize(keys.len(), 0);
                let counts = match count.of.map(|slot| walker.row[slot]) {
                    None => true,
                    Some(Some(node)) => !count.distinct || met.insert((group, node)),
                    Some(None) => false,
                };
                sums[group as usize] += u64::from(counts);
            }
            Ok(true)
        })?;
        drop(met);
        for sums in &mut sums {
            sums.resize(keys.len(), 0);
        }
        let mut known: HashMap<u64, Node> = HashMap::new();
        let before = self.row.clone();
        for (at, key) in keys.iter().enumerate() {
            for (slot, value) in by.iter().zip(key) {
                self.row[*slot] = *value;
            }
            for (count, sum) in counts.iter().zip(&sums) {
                let node = match known.get(&sum[at]) {
                    Some(node) => *node,
                    None => {
                        let number = i64::try_from(sum[at]).unwrap_or(i64::MAX);
                        let node = self.dataset.node_of(Literal::from(number).into())?;
                        known.insert(sum[at], node);
                        node
                    }
                };
                self.row[count.to] = Some(node);
            }
            if !then(self)? {
                self.row = before;
                return Ok(false);
            }
        }
        self.row = before;
        Ok(true)
    }

    /// Gives whether a condition holds, or nothing for an error.
    fn test(&mut self, test: &Test) -> Result<Option<bool>, Stop> {
        Ok(match test {
            Test::Exists(step) => Some(self.exists(step)?),
            Test::Bound(slot) => Some(self.row[*slot].is_some()),
            Test::Not(inner) => self.test(inner)?.map(|holds| !holds),
            Test::And(a, b) => match self.test(a)? {
                Some(false) => Some(false),
                first => match (first, self.test(b)?) {
                    (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                },
            },
            Test::Or(a, b) => match self.test(a)? {
                Some(true) => Some(true),
                first => match (first, self.test(b)?) {
                    (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                },
            },
            Test::Same(a, b) => match (self.give(a)?, self.give(b)?) {
                (Some(a), Some(b)) => Some(a == b),
                _ => None,
            },
            Test::Equal(a, b) => match (self.give(a)?, self.give(b)?) {
                (Some(a), Some(b)) => {
                    Some(self.compared(a, b)? == Compared::Ordered(Ordering::Equal))
                }
                _ => None,
            },
            Test::Less(a, b, or_equal) => match (self.give(a)?, self.give(b)?) {
                (Some(a), Some(b)) => match self.compared(a, b)? {
                    Compared::Ordered(Ordering::Less) => Some(true),
                    Compared::Ordered(Ordering::Equal) => Some(*or_equal),
                    Compared::Ordered(Ordering::Greater) => Some(false),
                    Compared::Different => None,
                },
                _ => None,
            },
        })
    }

    /// Compares values of the kinds that compare with each other in the plainest way.
    fn compared(&self, a: Node, b: Node) -> Result<Compared, Stop> {
        let (a, b) = (self.dataset.value_of(a)?, self.dataset.value_of(b)?);
        let ordered = match (&a, &b) {
            (ExpressionTerm::NamedNode(a), ExpressionTerm::NamedNode(b)) if a == b => {
                Ordering::Equal
            }
            (ExpressionTerm::NamedNode(_), ExpressionTerm::NamedNode(_)) => {
                return Ok(Compared::Different);
            }
            (ExpressionTerm::StringLiteral(a), ExpressionTerm::StringLiteral(b)) => a.cmp(b),
            (ExpressionTerm::IntegerLiteral(a), ExpressionTerm::IntegerLiteral(b)) => a.cmp(b),
            (ExpressionTerm::DecimalLiteral(a), ExpressionTerm::DecimalLiteral(b)) => a.cmp(b),
            (ExpressionTerm::IntegerLiteral(a), ExpressionTerm::DecimalLiteral(b)) => {
                Decimal::from(*a).cmp(b)
            }
            (ExpressionTerm::DecimalLiteral(a), ExpressionTerm::IntegerLiteral(b)) => {
                a.cmp(&Decimal::from(*b))
            }
            (ExpressionTerm::DateLiteral(a), ExpressionTerm::DateLiteral(b))
                if a.timezone_offset().is_none() && b.timezone_offset().is_none() =>
            {
                a.partial_cmp(b).ok_or(Stop::LeftToTheEngine)?
            }
            _ => return Err(Stop::LeftToTheEngine),
        };
        Ok(Compared::Ordered(ordered))
    }

    /// Gives the term of an expression, or nothing for an error.
    fn give(&mut self, give: &Give) -> Result<Option<Node>, Stop> {
        Ok(match give {
            Give::Node(node) => Some(*node),
            Give::Slot(slot) => self.row[*slot],
            Give::First(list) => {
                for give in list {
                    if let Some(given) = self.give(give)? {
                        return Ok(Some(given));
                    }
                }
                None
            }
            Give::If(test, a, b) => match self.test(test)? {
                Some(true) => self.give(a)?,
                Some(false) => self.give(b)?,
                None => None,
            },
            Give::Concat(list) => {
                let mut text = String::new();
                for give in list {
                    let Some(given) = self.give(give)? else {
                        return Ok(None);
                    };
                    match self.dataset.value_of(given)? {
                        ExpressionTerm::StringLiteral(more) => text.push_str(&more),
                        _ => return Err(Stop::LeftToTheEngine),
                    }
                }
                Some(self.dataset.node_of(Literal::from(text).into())?)
            }
        })
    }
}

/// A place holds a term that is in no triple.
pub(super) struct Unmatched;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Compared {
    Ordered(Ordering),
    /// Not equal, and neither is before the other.
    Different,
}
