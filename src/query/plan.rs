//! The order in which the patterns of a query are matched.
//!
//! The engine knows nothing of the data and orders patterns by fixed guesses.
//! This takes the algebra of a query, its values in place, and gives an algebra
//! in which every group is a chain (`LATERAL`): each pattern is handed the rows
//! of those before it, the one with the fewest rows first, as counted on the
//! edition. Filters stand as early as they can be decided. The chain is then run
//! as it is, by `matched` or by the engine.
//!
//! A chain gives the rows of SPARQL's own, inside-out reading only if no
//! pattern is handed a variable that it must not see; `scope` says which those
//! are, and a query with no such order is left to the engine. How groups are
//! taken apart is in `group`, how each becomes a chain in `chain`, and what is
//! counted in `estimate`.

use oxigraph::model::NamedNode;
use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::AggregateExpression;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::OrderExpression;
use spargebra::term::GroundTerm;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::query::algebra;
use crate::query::estimate::Estimator;
use crate::query::estimate::Samples;
use crate::query::group;
use crate::query::scope;
use crate::query::scope::Names;
use crate::query::scope::Scope;
use crate::query::scope::Vars;
/// How many rows a pattern was expected to give in all, by its place in the chains.
pub(super) type Expected = (GraphPattern, f64);

/// A query whose patterns are in order, to be run as it is.
pub(super) struct Plan {
    pub(super) query: Query,
    /// Each pattern with its rows, in the order of planning.
    pub(super) expected: Vec<Expected>,
}

/// Orders the patterns of a query, or gives nothing when the engine has to.
///
/// What was expected of each pattern is told only when it is `watched`.
///
/// # Errors
/// When the edition is damaged where it is counted.
pub(super) fn plan(
    mut query: Query,
    edition: &Edition,
    watched: bool,
) -> Result<Option<Plan>, EditionError> {
    let pattern = std::mem::take(algebra::pattern_mut(&mut query));
    let mut planner = Planner {
        edition,
        names: Names::default(),
        estimator: Estimator::new(edition),
        watched,
        expected: Vec::new(),
    };
    match planner.solve(pattern, Input::start()) {
        Ok(solved) if !planner.names.are_too_many() => {
            *algebra::pattern_mut(&mut query) = solved.pattern;
            Ok(Some(Plan {
                query,
                expected: planner.expected,
            }))
        }
        Ok(_) | Err(Stop::LeftToTheEngine) => Ok(None),
        Err(Stop::Damaged(error)) => Err(error),
    }
}

/// Why there is no plan.
pub(super) enum Stop {
    LeftToTheEngine,
    Damaged(EditionError),
}

impl From<EditionError> for Stop {
    fn from(error: EditionError) -> Stop {
        Stop::Damaged(error)
    }
}

/// What a pattern is handed.
#[derive(Clone)]
pub(super) struct Input {
    /// Bound in every row.
    pub(super) bound: Vars,
    /// Bound by the chains it stands in, perhaps; not in its scope by itself.
    pub(super) entry: Vars,
    /// Put into it by the rules of `EXISTS`, perhaps; these it may see.
    pub(super) given: Vars,
    /// What is looked at later, where a row that comes twice is as good as once.
    pub(super) wanted: Option<Vars>,
    /// Bound to names and never to literals.
    pub(super) names: Vars,
    pub(super) samples: Samples,
    pub(super) rows: f64,
}

impl Input {
    fn start() -> Input {
        Input {
            bound: Vars::NONE,
            entry: Vars::NONE,
            given: Vars::NONE,
            wanted: None,
            names: Vars::NONE,
            samples: Samples::start(),
            rows: 1.0,
        }
    }

    /// For what cannot be handed rows.
    fn by_itself(self) -> Result<Input, Stop> {
        if self.entry.is_empty() {
            Ok(self)
        } else {
            Err(Stop::LeftToTheEngine)
        }
    }

    /// For what must be given every row as often as it comes.
    fn counting(self) -> Input {
        Input {
            wanted: None,
            ..self
        }
    }
}

/// A pattern whose parts are in order.
pub(super) struct Solved {
    pub(super) pattern: GraphPattern,
    pub(super) samples: Samples,
    pub(super) rows: f64,
    /// Look-ups and rows of all its parts.
    pub(super) work: f64,
}

impl Solved {
    fn within(self, around: impl FnOnce(Box<GraphPattern>) -> GraphPattern) -> Solved {
        Solved {
            pattern: around(Box::new(self.pattern)),
            ..self
        }
    }
}

pub(super) struct Planner<'e> {
    pub(super) edition: &'e Edition,
    pub(super) names: Names,
    pub(super) estimator: Estimator<'e>,
    pub(super) watched: bool,
    pub(super) expected: Vec<Expected>,
}

impl Planner<'_> {
    pub(super) fn scope(&mut self, pattern: &GraphPattern) -> Result<Scope, Stop> {
        scope::scope(pattern, &mut self.names).ok_or(Stop::LeftToTheEngine)
    }

    pub(super) fn used(&mut self, expression: &Expression) -> Vars {
        scope::used(expression, &mut self.names)
    }

    pub(super) fn solve(&mut self, pattern: GraphPattern, input: Input) -> Result<Solved, Stop> {
        Ok(match pattern {
            GraphPattern::Project { inner, variables } => {
                let mut kept = Vars::NONE;
                for variable in &variables {
                    kept |= self.names.variable(variable.as_str());
                }
                let inside = Input {
                    bound: input.bound & kept,
                    given: input.given & kept,
                    wanted: input.wanted.map(|_| kept),
                    ..input.by_itself()?
                };
                self.solve(*inner, inside)?
                    .within(|inner| GraphPattern::Project { inner, variables })
            }
            GraphPattern::Distinct { inner } => {
                let wanted = Some(self.scope(&inner)?.possible);
                let inside = Input {
                    wanted,
                    ..input.by_itself()?
                };
                self.solve(*inner, inside)?
                    .within(|inner| GraphPattern::Distinct { inner })
            }
            GraphPattern::Reduced { inner } => self
                .solve(*inner, input.by_itself()?)?
                .within(|inner| GraphPattern::Reduced { inner }),
            GraphPattern::Slice {
                inner,
                start,
                length,
            } => {
                let mut solved = self.solve(*inner, input.by_itself()?.counting())?;
                if let Some(length) = length {
                    solved.rows = solved.rows.min(length as f64);
                }
                solved.within(|inner| GraphPattern::Slice {
                    inner,
                    start,
                    length,
                })
            }
            GraphPattern::OrderBy { inner, expression } => {
                let inside = self.inside(&inner, &input)?;
                let solved = self.solve(*inner, input.by_itself()?.counting())?;
                let mut by = Vec::with_capacity(expression.len());
                for order in expression {
                    by.push(match order {
                        OrderExpression::Asc(e) => {
                            OrderExpression::Asc(self.expression(e, &inside)?)
                        }
                        OrderExpression::Desc(e) => {
                            OrderExpression::Desc(self.expression(e, &inside)?)
                        }
                    });
                }
                solved.within(|inner| GraphPattern::OrderBy {
                    inner,
                    expression: by,
                })
            }
            GraphPattern::Group {
                inner,
                variables,
                aggregates,
            } => {
                let inside = self.inside(&inner, &input)?;
                let solved = self.solve(*inner, input.by_itself()?.counting())?;
                let mut each = Vec::with_capacity(aggregates.len());
                for (variable, aggregate) in aggregates {
                    let aggregate = match aggregate {
                        AggregateExpression::CountSolutions { .. } => aggregate,
                        AggregateExpression::FunctionCall {
                            name,
                            expr,
                            distinct,
                        } => AggregateExpression::FunctionCall {
                            name,
                            expr: self.expression(expr, &inside)?,
                            distinct,
                        },
                    };
                    each.push((variable, aggregate));
                }
                solved.within(|inner| GraphPattern::Group {
                    inner,
                    variables,
                    aggregates: each,
                })
            }
            GraphPattern::Union { left, right } => {
                let left = self.solve(*left, input.clone())?;
                let right = self.solve(*right, input)?;
                Solved {
                    pattern: GraphPattern::Union {
                        left: Box::new(left.pattern),
                        right: Box::new(right.pattern),
                    },
                    samples: Samples::of_either(vec![left.samples, right.samples]),
                    rows: left.rows + right.rows,
                    work: left.work + right.work,
                }
            }
            GraphPattern::Lateral { .. }
            | GraphPattern::Graph { .. }
            | GraphPattern::Service { .. } => return Err(Stop::LeftToTheEngine),
            GraphPattern::Bgp { .. }
            | GraphPattern::Path { .. }
            | GraphPattern::Values { .. }
            | GraphPattern::Join { .. }
            | GraphPattern::LeftJoin { .. }
            | GraphPattern::Filter { .. }
            | GraphPattern::Extend { .. }
            | GraphPattern::Minus { .. } => {
                let group = group::take_apart(pattern, &mut self.names)?;
                self.chain(group, input)?
            }
        })
    }

    /// What an expression on the rows of a pattern sees.
    fn inside(&mut self, pattern: &GraphPattern, input: &Input) -> Result<Input, Stop> {
        let scope = self.scope(pattern)?;
        Ok(Input {
            bound: input.bound | scope.certain,
            entry: Vars::NONE,
            given: input.given | input.entry | scope.possible,
            wanted: Some(Vars::NONE),
            names: Vars::NONE,
            samples: Samples::start(),
            rows: 1.0,
        })
    }

    /// Puts the patterns within an expression in order.
    pub(super) fn expression(
        &mut self,
        expression: Expression,
        seen: &Input,
    ) -> Result<Expression, Stop> {
        let mut stopped = None;
        let expression = group::compared_as_names(expression, seen.names, &mut self.names);
        let planned = group::map_exists(expression, &mut |pattern| {
            let input = Input {
                entry: Vars::NONE,
                ..seen.clone()
            };
            match self.solve(pattern, input) {
                Ok(solved) => solved.pattern,
                Err(stop) => {
                    stopped = Some(stop);
                    GraphPattern::default()
                }
            }
        });
        match stopped {
            Some(stop) => Err(stop),
            None => Ok(planned),
        }
    }
}

/// A list of names as a pattern.
pub(super) fn values(variable: Variable, names: Vec<NamedNode>) -> GraphPattern {
    GraphPattern::Values {
        variables: vec![variable],
        bindings: names
            .into_iter()
            .map(|name| vec![Some(GroundTerm::NamedNode(name))])
            .collect(),
    }
}
