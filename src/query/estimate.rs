//! How many rows the next pattern of a plan would give, counted and not guessed.
//!
//! A few sample rows are carried along while a plan is made. A pattern is
//! counted on the edition once for each of them, which a search does, and
//! the mean is its *fan-out*: rows out for a row in. Exact where only
//! constants are involved, so a hub and a leaf get different plans. Where no
//! sample is left to count with, or too much has been counted, rough figures
//! step in: an estimate changes how long an answer takes, never what it is.

use oxigraph::model::Term;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::PropertyPathExpression;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::query::scope::Names;
use crate::query::scope::Vars;

// Sample rows that are carried along. More would make planning of a small
// question slower than answering it; a large one has time for them.
const FEW_SAMPLES: usize = 6;
const MANY_SAMPLES: usize = 16;
// Look-ups per query; a planning that needs more goes on with rough figures.
const FEW_LOOK_UPS: u64 = 2_000;
const MANY_LOOK_UPS: u64 = 40_000;
const LOOK_UPS_A_ROW: f64 = 8.0;
// Rows of a list of values that are looked up.
const MOST_VALUES: usize = 64;
// Matches that are walked over to draw samples from: a few, or one in so many.
const FEW: u64 = 48;
const ONE_IN: u64 = 64;
const MOST_WALKED: u64 = 2_048;

// Rows out for a row in that are counted on at least.
const LEAST: f64 = 0.02;

/// What stands in one place of a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Variable(usize),
    Id(TermId),
    /// A term that the edition does not have.
    Nothing,
}

/// A pattern as far as it can be counted, its constants looked up.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Triple([Slot; 3]),
    Path(Slot, Way, Slot),
    /// The variables, the rows that were looked up, and how many there are.
    Values(Vec<usize>, Vec<Vec<Option<Slot>>>, usize),
    /// As many rows as the smallest of these, or one.
    Least(Vec<Shape>),
    Sum(Vec<Shape>),
}

impl Shape {
    /// Whether it is a list of values with one row.
    pub(super) fn is_one_row(&self) -> bool {
        matches!(self, Shape::Values(_, _, 1))
    }

    /// Look-ups that one row in costs, whatever comes out.
    pub(super) fn work(&self) -> f64 {
        match self {
            Shape::Triple(_) => 1.0,
            Shape::Path(_, way, _) => way.work(),
            Shape::Values(_, _, len) => *len as f64,
            Shape::Least(several) | Shape::Sum(several) => several.iter().map(Shape::work).sum(),
        }
    }
}

impl Way {
    fn work(&self) -> f64 {
        match self {
            Way::Step(_) | Way::Any => 1.0,
            Way::Back(inner) => inner.work(),
            Way::Either(a, b) | Way::Then(a, b) => a.work() + b.work(),
            Way::Many(inner) => 10.0 * inner.work(),
        }
    }
}

/// A property path, its constants looked up.
#[derive(Debug, Clone)]
pub(super) enum Way {
    Step(Slot),
    Back(Box<Way>),
    Either(Box<Way>, Box<Way>),
    Then(Box<Way>, Box<Way>),
    /// None or more, one or more, none or one.
    Many(Box<Way>),
    Any,
}

/// A few rows of what has been planned so far.
#[derive(Debug, Clone)]
pub(super) struct Samples {
    rows: Vec<Row>,
}

/// The terms of a row by the number of the variable.
type Row = Vec<Option<TermId>>;

impl Samples {
    /// The one row that binds nothing.
    pub(super) fn start() -> Samples {
        Samples {
            rows: vec![Vec::new()],
        }
    }

    /// Keeps so many rows, evenly spread.
    fn thinned(rows: Vec<Row>, most: usize) -> Samples {
        if rows.len() <= most {
            return Samples { rows };
        }
        let len = rows.len();
        let mut kept = rows.into_iter().enumerate();
        let rows = (0..most)
            .filter_map(|nth| kept.find(|(at, _)| *at >= nth * len / most))
            .map(|(_, row)| row)
            .collect();
        Samples { rows }
    }

    /// Some of the rows of several plans.
    pub(super) fn of_either(several: Vec<Samples>) -> Samples {
        let most = several.iter().map(|samples| samples.rows.len()).max();
        let rows = several.into_iter().flat_map(|samples| samples.rows);
        Samples::thinned(rows.collect(), most.unwrap_or_default())
    }
}

/// Counts on one edition.
pub(super) struct Estimator<'e> {
    edition: &'e Edition,
    look_ups: u64,
    most_look_ups: u64,
    samples: usize,
}

impl<'e> Estimator<'e> {
    pub(super) fn new(edition: &'e Edition) -> Estimator<'e> {
        Estimator {
            edition,
            look_ups: 0,
            most_look_ups: FEW_LOOK_UPS,
            samples: FEW_SAMPLES,
        }
    }

    /// Counts more closely from now on, for a question that will look at so many rows.
    pub(super) fn take_time(&mut self, rows: f64) {
        let more = FEW_LOOK_UPS + (rows * LOOK_UPS_A_ROW) as u64;
        self.most_look_ups = self.most_look_ups.max(more.min(MANY_LOOK_UPS));
        self.samples = MANY_SAMPLES;
    }

    /// Whether enough has been counted for one query.
    pub(super) fn is_tired(&self) -> bool {
        self.look_ups > self.most_look_ups / 4
    }

    /// Looks up the constants of a pattern.
    ///
    /// # Errors
    /// When the edition is damaged where they are looked up.
    pub(super) fn shape(
        &mut self,
        pattern: &GraphPattern,
        names: &mut Names,
    ) -> Result<Shape, EditionError> {
        Ok(match pattern {
            GraphPattern::Bgp { patterns } => {
                let mut each = Vec::with_capacity(patterns.len());
                for triple in patterns {
                    let subject = self.slot(&triple.subject, names)?;
                    let predicate = match &triple.predicate {
                        NamedNodePattern::NamedNode(node) => self.constant(node.clone())?,
                        NamedNodePattern::Variable(name) => {
                            Slot::Variable(names.number(name.as_str()))
                        }
                    };
                    let object = self.slot(&triple.object, names)?;
                    each.push(Shape::Triple([subject, predicate, object]));
                }
                match each.pop() {
                    Some(only) if each.is_empty() => only,
                    last => Shape::Least(each.into_iter().chain(last).collect()),
                }
            }
            GraphPattern::Path {
                subject,
                path,
                object,
            } => Shape::Path(
                self.slot(subject, names)?,
                self.way(path)?,
                self.slot(object, names)?,
            ),
            GraphPattern::Values {
                variables,
                bindings,
            } => {
                let numbers = variables.iter().map(|v| names.number(v.as_str())).collect();
                let step = bindings.len().div_ceil(MOST_VALUES).max(1);
                let mut rows = Vec::new();
                for binding in bindings.iter().step_by(step) {
                    let mut row = Vec::with_capacity(binding.len());
                    for term in binding {
                        row.push(match term {
                            Some(term) => Some(self.constant(term.clone())?),
                            None => None,
                        });
                    }
                    rows.push(row);
                }
                Shape::Values(numbers, rows, bindings.len())
            }
            GraphPattern::Join { left, right } => {
                Shape::Least(vec![self.shape(left, names)?, self.shape(right, names)?])
            }
            GraphPattern::Union { left, right } => {
                Shape::Sum(vec![self.shape(left, names)?, self.shape(right, names)?])
            }
            GraphPattern::LeftJoin { left, .. }
            | GraphPattern::Minus { left, .. }
            | GraphPattern::Lateral { left, .. } => self.shape(left, names)?,
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Graph { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::OrderBy { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::Slice { inner, .. }
            | GraphPattern::Group { inner, .. }
            | GraphPattern::Service { inner, .. } => self.shape(inner, names)?,
        })
    }

    fn way(&mut self, path: &PropertyPathExpression) -> Result<Way, EditionError> {
        let mut boxed = |inner: &PropertyPathExpression| self.way(inner).map(Box::new);
        Ok(match path {
            PropertyPathExpression::NamedNode(name) => Way::Step(self.constant(name.clone())?),
            PropertyPathExpression::Reverse(inner) => Way::Back(boxed(inner)?),
            PropertyPathExpression::Alternative(a, b) => Way::Either(boxed(a)?, boxed(b)?),
            PropertyPathExpression::Sequence(a, b) => Way::Then(boxed(a)?, boxed(b)?),
            PropertyPathExpression::ZeroOrMore(inner)
            | PropertyPathExpression::OneOrMore(inner)
            | PropertyPathExpression::ZeroOrOne(inner) => Way::Many(boxed(inner)?),
            PropertyPathExpression::NegatedPropertySet(_) => Way::Any,
        })
    }

    fn constant(&mut self, term: impl Into<Term>) -> Result<Slot, EditionError> {
        self.look_ups += 1;
        Ok(match self.edition.term_id(&term.into())? {
            Some(id) => Slot::Id(id),
            None => Slot::Nothing,
        })
    }

    fn slot(&mut self, term: &TermPattern, names: &mut Names) -> Result<Slot, EditionError> {
        match term {
            TermPattern::NamedNode(node) => self.constant(node.clone()),
            TermPattern::Literal(literal) => self.constant(literal.clone()),
            TermPattern::BlankNode(_) | TermPattern::Variable(_) => {
                let number = names.open(term).unwrap_or_default();
                Ok(Slot::Variable(number))
            }
        }
    }

    /// Rows out of a pattern for a row in; `bound` holds what a row in binds.
    ///
    /// # Errors
    /// When the edition is damaged where it counts.
    pub(super) fn fan_out(
        &mut self,
        shape: &Shape,
        samples: &Samples,
        bound: Vars,
    ) -> Result<f64, EditionError> {
        if samples.rows.is_empty() {
            // What comes before gives no row, or none was drawn.
            return self.rows(shape, &Row::new(), bound);
        }
        let mut sum = 0.0;
        for row in &samples.rows {
            sum += self.rows(shape, row, bound)?;
        }
        // A few rows without a match do not say that there is none.
        Ok((sum / samples.rows.len() as f64).max(LEAST))
    }

    fn rows(&mut self, shape: &Shape, row: &Row, bound: Vars) -> Result<f64, EditionError> {
        Ok(match shape {
            Shape::Triple(slots) => self.count(slots.map(|slot| place(slot, row, bound)))?,
            Shape::Path(from, way, to) => {
                self.way_rows(place(*from, row, bound), way, place(*to, row, bound))?
            }
            Shape::Values(numbers, rows, len) => {
                let fit = rows.iter().filter(|values| {
                    numbers.iter().zip(*values).all(|(number, value)| {
                        match (*value, value_of(row, *number)) {
                            (None, _) | (Some(_), None) => true,
                            (Some(Slot::Id(id)), Some(known)) => id == known,
                            (Some(Slot::Nothing | Slot::Variable(_)), Some(_)) => false,
                        }
                    })
                });
                fit.count() as f64 * *len as f64 / rows.len().max(1) as f64
            }
            Shape::Least(several) => {
                let mut least = f64::INFINITY;
                for shape in several {
                    least = least.min(self.rows(shape, row, bound)?);
                }
                if least.is_finite() { least } else { 1.0 }
            }
            Shape::Sum(several) => {
                let mut sum = 0.0;
                for shape in several {
                    sum += self.rows(shape, row, bound)?;
                }
                sum
            }
        })
    }

    fn way_rows(&mut self, from: Place, way: &Way, to: Place) -> Result<f64, EditionError> {
        let open = |place| matches!(place, Place::Open);
        Ok(match way {
            Way::Step(predicate) => {
                let predicate = place(*predicate, &Row::new(), Vars::NONE);
                self.count([from, predicate, to])?
            }
            Way::Back(inner) => self.way_rows(to, inner, from)?,
            Way::Either(a, b) => self.way_rows(from, a, to)? + self.way_rows(from, b, to)?,
            // What is between the two is not known: the narrower end decides.
            Way::Then(a, b) => {
                let first = self.way_rows(from, a, Place::Open)?;
                let second = self.way_rows(Place::Open, b, to)?;
                2.0 * first.min(second)
            }
            Way::Many(_) if !open(from) && !open(to) => 1.0,
            Way::Many(inner) => 10.0 * self.way_rows(from, inner, to)? + 1.0,
            Way::Any => self.count([from, Place::Open, to])?,
        })
    }

    fn count(&mut self, places: [Place; 3]) -> Result<f64, EditionError> {
        let mut later = [false; 3];
        let mut ids = [None; 3];
        for (at, place) in places.into_iter().enumerate() {
            match place {
                Place::Open => {}
                Place::Later => later[at] = true,
                Place::Id(id) => ids[at] = Some(id),
                Place::Nothing => return Ok(0.0),
            }
        }
        self.look_ups += 1;
        let counted = if self.look_ups > self.most_look_ups {
            1e6
        } else {
            let [subject, predicate, object] = ids;
            self.edition.count(subject, predicate, object)? as f64
        };
        // What is bound only later narrows it by some measure.
        Ok(match later {
            [false, _, false] => counted,
            [true, _, true] => counted.min(1.0),
            [true, _, false] => counted.min(3.0),
            [false, _, true] => counted.min(30.0),
        })
    }

    /// The samples after a pattern has been joined to what gave them.
    ///
    /// # Errors
    /// When the edition is damaged where it looks.
    pub(super) fn extend(
        &mut self,
        shape: &Shape,
        samples: Samples,
    ) -> Result<Samples, EditionError> {
        let mut rows = Vec::new();
        for row in samples.rows {
            match shape {
                Shape::Triple(slots) => self.matches(*slots, &row, &mut rows)?,
                Shape::Path(from, way, to) => {
                    for triple in steps(*from, way, *to) {
                        self.matches(triple, &row, &mut rows)?;
                    }
                }
                Shape::Values(numbers, values, _) => {
                    for value in values {
                        let mut with = row.clone();
                        let fits = numbers.iter().zip(value).all(|(number, value)| {
                            value.is_none_or(|slot| match slot {
                                Slot::Id(id) => set(&mut with, *number, id),
                                Slot::Nothing | Slot::Variable(_) => false,
                            })
                        });
                        if fits {
                            rows.push(with);
                        }
                    }
                }
                // Nothing is learnt of single terms.
                Shape::Least(_) | Shape::Sum(_) => rows.push(row),
            }
        }
        Ok(Samples::thinned(rows, self.samples))
    }

    /// Adds some matches of a triple, evenly spread.
    fn matches(
        &mut self,
        slots: [Slot; 3],
        row: &Row,
        rows: &mut Vec<Row>,
    ) -> Result<(), EditionError> {
        let mut ids = [None; 3];
        for (id, slot) in ids.iter_mut().zip(slots) {
            match place(slot, row, Vars::NONE) {
                Place::Open | Place::Later => {}
                Place::Id(known) => *id = Some(known),
                Place::Nothing => return Ok(()),
            }
        }
        let [subject, predicate, object] = ids;
        let there = self.edition.count(subject, predicate, object)?;
        let walk = there.min((there / ONE_IN).clamp(FEW, MOST_WALKED));
        self.look_ups += 2 + walk / 16;
        if self.look_ups > self.most_look_ups {
            return Ok(());
        }
        let step = (walk as usize).div_ceil(self.samples).max(1);
        let matching = self.edition.matching(subject, predicate, object);
        for found in matching.take(walk as usize).step_by(step) {
            let mut with = row.clone();
            let fits = found?.into_iter().zip(slots).all(|(id, slot)| match slot {
                Slot::Variable(number) => set(&mut with, number, id),
                Slot::Id(_) | Slot::Nothing => true,
            });
            if fits {
                rows.push(with);
            }
        }
        Ok(())
    }
}

/// What stands in a place for one row.
#[derive(Debug, Clone, Copy)]
enum Place {
    Open,
    /// Not known in the sample, but bound when the plan runs.
    Later,
    Id(TermId),
    Nothing,
}

fn place(slot: Slot, row: &Row, bound: Vars) -> Place {
    match slot {
        Slot::Variable(number) => match value_of(row, number) {
            Some(id) => Place::Id(id),
            None if bound.has(number) => Place::Later,
            None => Place::Open,
        },
        Slot::Id(id) => Place::Id(id),
        Slot::Nothing => Place::Nothing,
    }
}

/// The single triples with which a path may begin or end.
fn steps(from: Slot, way: &Way, to: Slot) -> Vec<[Slot; 3]> {
    match way {
        Way::Step(predicate) => vec![[from, *predicate, to]],
        Way::Back(inner) => steps(to, inner, from),
        Way::Many(inner) => steps(from, inner, to),
        Way::Either(a, b) => {
            let mut both = steps(from, a, to);
            both.extend(steps(from, b, to));
            both
        }
        Way::Then(..) | Way::Any => Vec::new(),
    }
}

fn value_of(row: &Row, number: usize) -> Option<TermId> {
    row.get(number).copied().flatten()
}

/// Binds a variable of a row, unless it is bound to another term.
fn set(row: &mut Row, number: usize, id: TermId) -> bool {
    if row.len() <= number {
        row.resize(number + 1, None);
    }
    match row[number] {
        Some(bound) => bound == id,
        None => {
            row[number] = Some(id);
            true
        }
    }
}
