//! A planned query as steps over numbers.
//!
//! Takes the chains that `plan` has made and gives the same as a tree in which
//! constants are looked up and variables are places in one row, so that
//! `matched` can walk it without a look at text. What has no step here (sorting
//! inside, paths of any length, most functions) is left to the engine, whole.

use oxigraph::model::Term;
use oxigraph::model::Variable;
use spargebra::algebra::AggregateExpression;
use spargebra::algebra::AggregateFunction;
use spargebra::algebra::Expression;
use spargebra::algebra::Function;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::PropertyPathExpression;
use spargebra::term::GroundTerm;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;

use crate::edition::TermId;
use crate::query::dataset::Dataset;
use crate::query::dataset::DatasetError;
use crate::query::dataset::Node;

/// A variable's place in the row.
pub(super) type Slot = usize;

/// What stands in one place of a pattern.
#[derive(Debug, Clone, Copy)]
pub(super) enum At {
    Slot(Slot),
    Id(TermId),
    /// A term that the edition does not have.
    Nothing,
}

/// One step: handed a row, it hands on none or more.
#[derive(Debug)]
pub(super) enum Step {
    /// Hands on what it is handed.
    Pass,
    Triple([At; 3]),
    Path(At, Way, At),
    Values(Vec<Slot>, Vec<Vec<Option<Node>>>),
    Then(Box<Step>, Box<Step>),
    /// The row itself where the inner step has none for it.
    Optional(Box<Step>),
    Either(Box<Step>, Box<Step>),
    Filter(Box<Step>, Test),
    Bind(Box<Step>, Slot, Give),
    /// Inner variables, each with the outer one that it is.
    Project(Box<Step>, Vec<(Slot, Slot)>),
    /// By these variables.
    Distinct(Box<Step>, Vec<Slot>),
    Slice(Box<Step>, usize, Option<usize>),
    Group(Box<Step>, Vec<Slot>, Vec<Count>),
}

/// How often a variable is bound, or a row comes.
#[derive(Debug)]
pub(super) struct Count {
    pub(super) to: Slot,
    /// Rows where there is none.
    pub(super) of: Option<Slot>,
    pub(super) distinct: bool,
}

/// A path of known length.
#[derive(Debug)]
pub(super) enum Way {
    Step(At),
    Back(Box<Way>),
    Either(Box<Way>, Box<Way>),
    Then(Box<Way>, Box<Way>),
}

/// A condition: true, false or an error.
#[derive(Debug)]
pub(super) enum Test {
    Exists(Box<Step>),
    Bound(Slot),
    Not(Box<Test>),
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
    Same(Give, Give),
    Equal(Give, Give),
    /// Less, or equal where that is asked for too.
    Less(Give, Give, bool),
}

/// An expression that gives a term, or an error.
#[derive(Debug)]
pub(super) enum Give {
    Node(Node),
    Slot(Slot),
    First(Vec<Give>),
    If(Box<Test>, Box<Give>, Box<Give>),
    Concat(Vec<Give>),
}

/// A whole query.
#[derive(Debug)]
pub(super) struct Steps {
    pub(super) step: Step,
    /// How many places a row has.
    pub(super) width: usize,
    /// The columns of the answer; none for a query that only asks whether.
    pub(super) columns: Vec<Slot>,
    pub(super) variables: Vec<String>,
}

/// Gives the steps of a planned pattern, or nothing when the engine has to.
///
/// # Errors
/// When the edition is damaged where a constant is looked up.
pub(super) fn steps(
    pattern: &GraphPattern,
    dataset: &Dataset,
) -> Result<Option<Steps>, DatasetError> {
    let mut maker = Maker {
        dataset,
        names: Vec::new(),
        width: 0,
        within_exists: false,
    };
    let variables = projected(pattern).unwrap_or_default();
    let made = maker.step(pattern);
    let columns = variables.iter().map(|v| maker.slot(v.as_str())).collect();
    match made {
        Ok(step) => Ok(Some(Steps {
            step,
            width: maker.width,
            columns,
            variables: variables.iter().map(|v| v.as_str().to_owned()).collect(),
        })),
        Err(Stop::LeftToTheEngine) => Ok(None),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// The variables that a `SELECT` shows.
fn projected(pattern: &GraphPattern) -> Option<&[Variable]> {
    match pattern {
        GraphPattern::Project { variables, .. } => Some(variables),
        GraphPattern::Distinct { inner } | GraphPattern::Slice { inner, .. } => projected(inner),
        _ => None,
    }
}

/// Why there are no steps.
enum Stop {
    LeftToTheEngine,
    Failed(DatasetError),
}

impl From<DatasetError> for Stop {
    fn from(error: DatasetError) -> Stop {
        Stop::Failed(error)
    }
}

struct Maker<'m> {
    dataset: &'m Dataset,
    /// The variables of the `SELECT` that is being read, and their places.
    names: Vec<(String, Slot)>,
    width: usize,
    within_exists: bool,
}

impl Maker<'_> {
    fn slot(&mut self, name: &str) -> Slot {
        if let Some((_, slot)) = self.names.iter().find(|(known, _)| known == name) {
            return *slot;
        }
        let slot = self.width;
        self.width += 1;
        self.names.push((name.to_owned(), slot));
        slot
    }

    fn slots(&mut self, variables: &[Variable]) -> Vec<Slot> {
        variables.iter().map(|v| self.slot(v.as_str())).collect()
    }

    fn boxed(&mut self, pattern: &GraphPattern) -> Result<Box<Step>, Stop> {
        self.step(pattern).map(Box::new)
    }

    fn step(&mut self, pattern: &GraphPattern) -> Result<Step, Stop> {
        Ok(match pattern {
            // It is handed values from outside, and what it may see of them is
            // a matter of the engine's rules.
            GraphPattern::Project { .. } | GraphPattern::Group { .. } if self.within_exists => {
                return Err(Stop::LeftToTheEngine);
            }
            GraphPattern::Bgp { patterns } => {
                let mut step = Step::Pass;
                for triple in patterns {
                    let predicate = match &triple.predicate {
                        NamedNodePattern::NamedNode(name) => self.constant(name.clone())?,
                        NamedNodePattern::Variable(v) => At::Slot(self.slot(v.as_str())),
                    };
                    let (subject, object) = (self.at(&triple.subject)?, self.at(&triple.object)?);
                    step = then(step, Step::Triple([subject, predicate, object]));
                }
                step
            }
            GraphPattern::Path {
                subject,
                path,
                object,
            } => Step::Path(self.at(subject)?, self.way(path)?, self.at(object)?),
            GraphPattern::Values {
                variables,
                bindings,
            } => {
                let slots = self.slots(variables);
                let node = |term: &Option<GroundTerm>| match term {
                    Some(term) => self.dataset.node_of(term.clone().into()).map(Some),
                    None => Ok(None),
                };
                let row = |row: &Vec<_>| row.iter().map(node).collect::<Result<_, _>>();
                let rows = bindings.iter().map(row).collect::<Result<_, _>>()?;
                Step::Values(slots, rows)
            }
            GraphPattern::Lateral { left, right } => {
                let left = self.step(left)?;
                let right = match &**right {
                    GraphPattern::LeftJoin {
                        left: nothing,
                        right,
                        expression,
                    } if is_nothing(nothing) => {
                        let mut inner = self.step(right)?;
                        if let Some(expression) = expression {
                            inner = Step::Filter(Box::new(inner), self.test(expression)?);
                        }
                        Step::Optional(Box::new(inner))
                    }
                    right => self.step(right)?,
                };
                then(left, right)
            }
            GraphPattern::Union { left, right } => {
                Step::Either(self.boxed(left)?, self.boxed(right)?)
            }
            GraphPattern::Filter { expr, inner } => {
                let inner = self.boxed(inner)?;
                Step::Filter(inner, self.test(expr)?)
            }
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => {
                let inner = self.boxed(inner)?;
                let give = self.give(expression)?;
                Step::Bind(inner, self.slot(variable.as_str()), give)
            }
            GraphPattern::Project { inner, variables } => {
                // A variable that is not shown is another one than outside.
                let outer = std::mem::take(&mut self.names);
                let step = self.step(inner);
                let inside = self.slots(variables);
                self.names = outer;
                let outside = self.slots(variables);
                let each = inside.into_iter().zip(outside).collect();
                Step::Project(Box::new(step?), each)
            }
            GraphPattern::Distinct { inner } => match &**inner {
                GraphPattern::Project { variables, .. } => {
                    let step = self.boxed(inner)?;
                    Step::Distinct(step, self.slots(variables))
                }
                _ => return Err(Stop::LeftToTheEngine),
            },
            GraphPattern::Slice {
                inner,
                start,
                length,
            } => Step::Slice(self.boxed(inner)?, *start, *length),
            GraphPattern::Group {
                inner,
                variables,
                aggregates,
            } => {
                let inner = self.boxed(inner)?;
                let by = self.slots(variables);
                let mut counts = Vec::with_capacity(aggregates.len());
                for (variable, aggregate) in aggregates {
                    let to = self.slot(variable.as_str());
                    counts.push(self.count(to, aggregate)?);
                }
                Step::Group(inner, by, counts)
            }
            GraphPattern::Join { .. }
            | GraphPattern::LeftJoin { .. }
            | GraphPattern::Minus { .. }
            | GraphPattern::OrderBy { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::Graph { .. }
            | GraphPattern::Service { .. } => return Err(Stop::LeftToTheEngine),
        })
    }

    fn count(&mut self, to: Slot, aggregate: &AggregateExpression) -> Result<Count, Stop> {
        match aggregate {
            AggregateExpression::CountSolutions { distinct: false } => Ok(Count {
                to,
                of: None,
                distinct: false,
            }),
            AggregateExpression::FunctionCall {
                name: AggregateFunction::Count,
                expr: Expression::Variable(variable),
                distinct,
            } => Ok(Count {
                to,
                of: Some(self.slot(variable.as_str())),
                distinct: *distinct,
            }),
            AggregateExpression::CountSolutions { distinct: true }
            | AggregateExpression::FunctionCall { .. } => Err(Stop::LeftToTheEngine),
        }
    }

    fn constant(&self, term: impl Into<Term>) -> Result<At, Stop> {
        let node = self.dataset.node_of(term.into())?;
        Ok(self.dataset.id(node).map_or(At::Nothing, At::Id))
    }

    fn at(&mut self, term: &TermPattern) -> Result<At, Stop> {
        match term {
            TermPattern::NamedNode(name) => self.constant(name.clone()),
            TermPattern::Literal(literal) => self.constant(literal.clone()),
            // No variable has a colon in its name.
            TermPattern::BlankNode(node) => {
                Ok(At::Slot(self.slot(&format!("_:{}", node.as_str()))))
            }
            TermPattern::Variable(variable) => Ok(At::Slot(self.slot(variable.as_str()))),
        }
    }

    fn way(&self, path: &PropertyPathExpression) -> Result<Way, Stop> {
        let boxed = |inner| self.way(inner).map(Box::new);
        Ok(match path {
            PropertyPathExpression::NamedNode(name) => Way::Step(self.constant(name.clone())?),
            PropertyPathExpression::Reverse(inner) => Way::Back(boxed(inner)?),
            PropertyPathExpression::Sequence(a, b) => Way::Then(boxed(a)?, boxed(b)?),
            PropertyPathExpression::Alternative(a, b) => Way::Either(boxed(a)?, boxed(b)?),
            PropertyPathExpression::ZeroOrMore(_)
            | PropertyPathExpression::OneOrMore(_)
            | PropertyPathExpression::ZeroOrOne(_)
            | PropertyPathExpression::NegatedPropertySet(_) => return Err(Stop::LeftToTheEngine),
        })
    }

    fn test(&mut self, expression: &Expression) -> Result<Test, Stop> {
        let mut boxed = |inner| self.test(inner).map(Box::new);
        Ok(match expression {
            Expression::Exists(pattern) => {
                let outside = std::mem::replace(&mut self.within_exists, true);
                let step = self.boxed(pattern);
                self.within_exists = outside;
                Test::Exists(step?)
            }
            Expression::Bound(variable) => Test::Bound(self.slot(variable.as_str())),
            Expression::Not(inner) => Test::Not(boxed(inner)?),
            Expression::And(a, b) => Test::And(boxed(a)?, boxed(b)?),
            Expression::Or(a, b) => Test::Or(boxed(a)?, boxed(b)?),
            Expression::SameTerm(a, b) => Test::Same(self.give(a)?, self.give(b)?),
            Expression::Equal(a, b) => Test::Equal(self.give(a)?, self.give(b)?),
            Expression::Less(a, b) => Test::Less(self.give(a)?, self.give(b)?, false),
            Expression::LessOrEqual(a, b) => Test::Less(self.give(a)?, self.give(b)?, true),
            Expression::Greater(a, b) => Test::Less(self.give(b)?, self.give(a)?, false),
            Expression::GreaterOrEqual(a, b) => Test::Less(self.give(b)?, self.give(a)?, true),
            _ => return Err(Stop::LeftToTheEngine),
        })
    }

    fn give(&mut self, expression: &Expression) -> Result<Give, Stop> {
        // Where text is put together, the engine calculates the whole by value.
        let as_it_is = |give: Result<Give, Stop>| match give? {
            Give::Concat(_) => Err(Stop::LeftToTheEngine),
            give => Ok(give),
        };
        Ok(match expression {
            Expression::NamedNode(name) => self.own(name.clone())?,
            Expression::Literal(literal) => self.own(literal.clone())?,
            Expression::Variable(variable) => Give::Slot(self.slot(variable.as_str())),
            Expression::Coalesce(list) => {
                let each = list.iter().map(|e| as_it_is(self.give(e)));
                Give::First(each.collect::<Result<_, _>>()?)
            }
            Expression::FunctionCall(Function::Concat, list) => {
                let each = list.iter().map(|e| self.give(e));
                Give::Concat(each.collect::<Result<_, _>>()?)
            }
            Expression::If(test, a, b) => Give::If(
                Box::new(self.test(test)?),
                Box::new(as_it_is(self.give(a))?),
                Box::new(as_it_is(self.give(b))?),
            ),
            _ => return Err(Stop::LeftToTheEngine),
        })
    }

    fn own(&self, term: impl Into<Term>) -> Result<Give, Stop> {
        Ok(Give::Node(self.dataset.node_of(term.into())?))
    }
}

fn then(first: Step, second: Step) -> Step {
    match first {
        Step::Pass => second,
        first => Step::Then(Box::new(first), Box::new(second)),
    }
}

fn is_nothing(pattern: &GraphPattern) -> bool {
    matches!(pattern, GraphPattern::Bgp { patterns } if patterns.is_empty())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use spargebra::Query;
    use spargebra::SparqlParser;

    use super::*;
    use crate::edition::Draft;
    use crate::edition::Edition;
    use crate::edition::Provenance;
    use crate::edition::build;
    use crate::query::library::Library;
    use crate::query::order;
    use crate::query::path_service;
    use crate::query::plan;

    #[test]
    fn no_question_of_the_library_needs_the_engine() -> Result<(), Box<dyn std::error::Error>> {
        let built = build(Draft::new(Provenance::default()))?;
        let edition = Edition::from_bytes(&built.bytes(), Path::new("test.edition"))?;
        let dataset = Dataset::new(&edition);
        for question in Library::all() {
            let mut query = SparqlParser::new().parse_query(question.text)?;
            path_service::as_if_nothing_found(&mut query)?;
            let (query, _) = order::take_off(query);
            let plan = plan::plan(query, &edition, false)?.ok_or(question.name)?;
            let Query::Select { pattern, .. } = plan.query else {
                return Err(question.name.into());
            };
            assert!(steps(&pattern, &dataset)?.is_some(), "{}", question.name);
        }
        Ok(())
    }
}
