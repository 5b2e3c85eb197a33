//! One group as a chain: its parts in order, its filters as early as can be.
//!
//! Takes a group that has been taken apart and what it is handed. The part with
//! the fewest rows leads and each next one is chosen for the rows it leaves,
//! as counted on samples; where a good beginning may lead astray, several are
//! planned to the end and the least work wins. A part that nobody asks anything
//! of is only tested. Patterns within patterns are for `plan`.

use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;

use crate::query::estimate::Samples;
use crate::query::estimate::Shape;
use crate::query::group;
use crate::query::group::Filter;
use crate::query::group::Group;
use crate::query::group::Outside;
use crate::query::group::Part;
use crate::query::group::Tail;
use crate::query::plan::Expected;
use crate::query::plan::Input;
use crate::query::plan::Planner;
use crate::query::plan::Solved;
use crate::query::plan::Stop;
use crate::query::plan::values;
use crate::query::scope;
use crate::query::scope::Names;
use crate::query::scope::Scope;
use crate::query::scope::Vars;
use crate::query::text;

// Rows from which on it takes longer to match a pattern than to plan once more.
const WORTH_TRYING: f64 = 300.0;
// Different beginnings that are planned to the end.
const MOST_STARTS: usize = 3;

impl Planner<'_> {
    /// Puts a group in order.
    pub(super) fn chain(&mut self, mut group: Group, input: Input) -> Result<Solved, Stop> {
        let whole = group.scope(&mut self.names)?;
        let seen = whole.possible | input.entry | input.given;
        let mut filters = Vec::new();
        for Filter { expression, after } in group.filters.drain(..) {
            let known = |variable: Vars| {
                if whole.certain.holds(variable) {
                    Some(true)
                } else if !seen.meets(variable) {
                    Some(false)
                } else {
                    None
                }
            };
            match group::decided(expression, &known, &mut self.names) {
                Ok(true) => {}
                Ok(false) => return Ok(nothing(input.samples)),
                Err(expression) => filters.push(Filter { expression, after }),
            }
        }
        let filters = group::values_of_filters(filters, &mut group.parts, whole, &mut self.names)?;
        self.look_up_texts(&filters, &mut group.parts)?;
        let mut later = Vars::NONE;
        for tail in &group.tails {
            later |= tail.used(&mut self.names);
        }
        let filters = match input.wanted {
            Some(wanted) => {
                let outside = Outside {
                    whole,
                    bound: input.bound,
                    elsewhere: input.entry | input.given | later | wanted,
                };
                group::parts_of_filters(filters, &mut group.parts, &outside, &mut self.names)?
            }
            None => filters,
        };
        let mut input = input;
        for part in &group.parts {
            input.names |= subjects(&part.pattern, &mut self.names);
        }
        let mut parts = Vec::with_capacity(group.parts.len());
        for part in group.parts {
            let shape = self.estimator.shape(&part.pattern, &mut self.names)?;
            parts.push(Candidate {
                part,
                shape,
                counted: None,
            });
        }
        let chain = Chain {
            pattern: None,
            own: Scope::default(),
            whole,
            filters,
            later,
            input,
            work: 0.0,
        };
        let mut chain = self.parts_in_order(parts, chain)?;
        for (at, tail) in group.tails.into_iter().enumerate() {
            self.filter_here(&mut chain, at)?;
            self.tail(&mut chain, tail)?;
            self.filter(&mut chain)?;
        }
        self.filter_here(&mut chain, usize::MAX)?;
        Ok(Solved {
            pattern: chain.pattern.unwrap_or_default(),
            samples: chain.input.samples,
            rows: chain.input.rows,
            work: chain.work,
        })
    }

    /// Adds lists of the resources that can have the texts that filters ask for.
    fn look_up_texts(&mut self, filters: &[Filter], parts: &mut Vec<Part>) -> Result<(), Stop> {
        for wanted in filters
            .iter()
            .filter_map(|filter| text::wanted(&filter.expression))
        {
            let found = parts
                .iter()
                .find_map(|part| text::resource(&part.pattern, &wanted.text));
            let Some((resource, predicates)) = found else {
                continue;
            };
            if let Some(names) = text::resources(self.edition, &predicates, &wanted)? {
                let pattern = values(resource, names);
                let scope = self.scope(&pattern)?;
                let spent_by = self.names.variable(wanted.text.as_str());
                parts.push(Part {
                    pattern,
                    scope,
                    spent_by,
                });
            }
        }
        Ok(())
    }

    /// Joins all parts of a group to its chain.
    fn parts_in_order(
        &mut self,
        mut parts: Vec<Candidate>,
        mut chain: Chain,
    ) -> Result<Chain, Stop> {
        // A list of one row is as good as constants, and the rest can be counted with it.
        while let Some(at) = parts.iter().position(|part| part.shape.is_one_row()) {
            let one = parts.remove(at);
            self.append(&mut chain, one, &parts)?;
        }
        let first = self.ranked(&mut parts, &chain)?;
        let worth_trying = match first.as_slice() {
            [best, _, ..] => best.rank * chain.input.rows > WORTH_TRYING,
            _ => false,
        };
        if !worth_trying || self.estimator.is_tired() {
            return self.greedily(parts, chain);
        }
        // What begins well need not go on well.
        let rows = first.first().map_or(0.0, |best| best.rank);
        self.estimator.take_time(rows * chain.input.rows);
        let mut best: Option<(Chain, Vec<Expected>)> = None;
        for start in first.into_iter().take(MOST_STARTS) {
            let before = self.expected.len();
            let mut trial = chain.clone();
            let mut rest = parts.clone();
            let begin = rest.remove(start.at);
            let tried = self
                .append(&mut trial, begin, &rest)
                .and_then(|()| self.filter(&mut trial))
                .and_then(|()| self.greedily(rest, trial));
            let expected = self.expected.split_off(before);
            match tried {
                Ok(trial) if best.as_ref().is_none_or(|(best, _)| trial.work < best.work) => {
                    best = Some((trial, expected));
                }
                Ok(_) | Err(Stop::LeftToTheEngine) => {}
                Err(Stop::Damaged(error)) => return Err(Stop::Damaged(error)),
            }
        }
        let (chain, expected) = best.ok_or(Stop::LeftToTheEngine)?;
        self.expected.extend(expected);
        Ok(chain)
    }

    fn greedily(&mut self, mut parts: Vec<Candidate>, mut chain: Chain) -> Result<Chain, Stop> {
        self.filter(&mut chain)?;
        loop {
            parts.retain(|next| !next.part.spent_by.meets(chain.own.certain));
            if parts.is_empty() {
                return Ok(chain);
            }
            let best = self.ranked(&mut parts, &chain)?.into_iter().next();
            let next = parts.remove(best.ok_or(Stop::LeftToTheEngine)?.at);
            self.append(&mut chain, next, &parts)?;
            self.filter(&mut chain)?;
        }
    }

    /// Gives the parts that can come next, the best first.
    fn ranked(&mut self, parts: &mut [Candidate], chain: &Chain) -> Result<Vec<Ranked>, Stop> {
        let handed = chain.input.entry | chain.own.possible;
        let bound = chain.bound();
        let mut ranked = Vec::new();
        for at in 0..parts.len() {
            let scope = parts[at].part.scope;
            let mut others = parts.iter().enumerate().filter(|(other, _)| *other != at);
            let can = !scope.hazards.meets(handed)
                && (!scope.alone || (chain.pattern.is_none() && handed.is_empty()))
                && others.all(|(_, other)| {
                    let other = other.part.scope;
                    !other.alone && !other.hazards.meets(scope.possible)
                });
            if !can {
                continue;
            }
            let meets = scope.possible.meets(bound) || scope.possible.is_empty();
            let fan_out = self.fan_out(&mut parts[at], chain)?;
            let shape = &parts[at].shape;
            // At the start, the fewest rows; later, what sorts out most for its work.
            let rank = if bound.is_empty() {
                fan_out
            } else {
                (fan_out - 1.0) / (shape.work() + fan_out)
            };
            ranked.push(Ranked {
                apart: !bound.is_empty() && !meets,
                rank,
                at,
            });
        }
        ranked.sort_by(|a, b| a.apart.cmp(&b.apart).then(a.rank.total_cmp(&b.rank)));
        Ok(ranked)
    }

    /// Rows out of a part for a row of the chain; counted once for what is bound of it.
    fn fan_out(&mut self, candidate: &mut Candidate, chain: &Chain) -> Result<f64, Stop> {
        let bound = chain.bound();
        let of_it = candidate.part.scope.possible & bound;
        if let Some((counted_for, fan_out)) = candidate.counted
            && counted_for == of_it
        {
            return Ok(fan_out);
        }
        let fan_out = self
            .estimator
            .fan_out(&candidate.shape, &chain.input.samples, bound)?;
        candidate.counted = Some((of_it, fan_out));
        Ok(fan_out)
    }

    /// Joins a part to the chain; `rest` is still to come.
    fn append(
        &mut self,
        chain: &mut Chain,
        mut next: Candidate,
        rest: &[Candidate],
    ) -> Result<(), Stop> {
        let fan_out = self.fan_out(&mut next, chain)?;
        let Candidate { part, shape, .. } = next;
        let Part { pattern, scope, .. } = part;
        let bound = chain.bound();
        let wanted = chain.input.wanted.map(|wanted| {
            let parts = rest.iter().fold(Vars::NONE, |all, next| {
                all | next.part.scope.possible | next.part.scope.hazards
            });
            let filters = chain.filters.iter().fold(Vars::NONE, |all, filter| {
                all | scope::used(&filter.expression, &mut self.names)
            });
            wanted | parts | filters | chain.later
        });
        // Where nobody asks what it binds or how often, that it is there is enough.
        let open = scope.possible & !bound;
        let only_tested = chain.pattern.is_some()
            && !open.is_empty()
            && wanted.is_some_and(|wanted| !open.meets(wanted));
        let handing = Input {
            wanted,
            ..chain.handing()
        };
        let next = match pattern {
            GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {
                let rows = chain.input.rows * fan_out;
                if self.watched {
                    self.expected.push((pattern.clone(), rows));
                }
                let samples = chain.input.samples.clone();
                Solved {
                    pattern,
                    samples: self.estimator.extend(&shape, samples)?,
                    rows,
                    work: chain.input.rows * shape.work() + rows,
                }
            }
            compound => self.solve(compound, handing)?,
        };
        if only_tested {
            let inner = Box::new(chain.pattern.take().unwrap_or_default());
            chain.work += chain.input.rows * shape.work();
            chain.input.rows *= fan_out.min(1.0);
            chain.pattern = Some(GraphPattern::Filter {
                expr: Expression::Exists(Box::new(next.pattern)),
                inner,
            });
            return Ok(());
        }
        chain.work += next.work;
        chain.input.samples = next.samples;
        chain.input.rows = next.rows;
        chain.own = chain.own.joined(Scope {
            hazards: Vars::NONE,
            ..scope
        });
        chain.then(next.pattern);
        Ok(())
    }

    /// Places the filters that nothing to come can change.
    fn filter(&mut self, chain: &mut Chain) -> Result<(), Stop> {
        let open = chain.whole.possible & !chain.own.certain;
        let mut rest = Vec::new();
        for filter in std::mem::take(&mut chain.filters) {
            if self.used(&filter.expression).meets(open) {
                rest.push(filter);
            } else {
                self.place(chain, filter)?;
            }
        }
        chain.filters = rest;
        Ok(())
    }

    /// Places the filters that stand before this tail in the query.
    fn filter_here(&mut self, chain: &mut Chain, at: usize) -> Result<(), Stop> {
        let mut rest = Vec::new();
        for filter in std::mem::take(&mut chain.filters) {
            if filter.after <= at {
                self.place(chain, filter)?;
            } else {
                rest.push(filter);
            }
        }
        chain.filters = rest;
        Ok(())
    }

    fn place(&mut self, chain: &mut Chain, filter: Filter) -> Result<(), Stop> {
        let expr = self.expression(filter.expression, &chain.seen())?;
        let inner = Box::new(chain.pattern.take().unwrap_or_default());
        chain.pattern = Some(GraphPattern::Filter { expr, inner });
        Ok(())
    }

    fn tail(&mut self, chain: &mut Chain, tail: Tail) -> Result<(), Stop> {
        match tail {
            Tail::Optional(right, expression) => self.optional(chain, right, expression),
            Tail::Bind(variable, expression) => {
                let used = self.used(&expression);
                let number = self.names.variable(variable.as_str());
                if (number | (used & !chain.own.certain)).meets(chain.input.entry) {
                    return Err(Stop::LeftToTheEngine);
                }
                let always = scope::always_gives(&expression, chain.own.certain, &mut self.names);
                let expression = self.expression(expression, &chain.seen())?;
                let inner = Box::new(chain.pattern.take().unwrap_or_default());
                chain.pattern = Some(GraphPattern::Extend {
                    inner,
                    variable,
                    expression,
                });
                chain.own = chain.own.extended(number, Vars::NONE, always);
                Ok(())
            }
            Tail::Minus(right) => {
                let scope = self.scope(&right)?;
                if !scope.possible.meets(chain.own.possible) {
                    // Nothing in common, so nothing is taken away.
                    return Ok(());
                }
                let alone = !scope.certain.meets(chain.own.certain);
                if alone || !chain.can_hand_to(scope) {
                    return Err(Stop::LeftToTheEngine);
                }
                let right = self.solve(right, chain.handing())?;
                let inner = Box::new(chain.pattern.take().unwrap_or_default());
                chain.pattern = Some(GraphPattern::Filter {
                    expr: Expression::Not(Box::new(Expression::Exists(Box::new(right.pattern)))),
                    inner,
                });
                Ok(())
            }
        }
    }

    fn optional(
        &mut self,
        chain: &mut Chain,
        mut right: GraphPattern,
        expression: Option<Expression>,
    ) -> Result<(), Stop> {
        let scope = self.scope(&right)?;
        if !chain.can_hand_to(scope) {
            return Err(Stop::LeftToTheEngine);
        }
        // A condition on the optional part alone belongs into it.
        let mut after: Option<Expression> = None;
        for condition in expression.into_iter().flat_map(group::conditions) {
            let used = self.used(&condition);
            if scope.certain.holds(used) {
                right = GraphPattern::Filter {
                    expr: condition,
                    inner: Box::new(right),
                };
                continue;
            }
            if (used & !(chain.own.certain | scope.certain)).meets(chain.input.entry) {
                return Err(Stop::LeftToTheEngine);
            }
            after = Some(match after {
                Some(before) => Expression::And(Box::new(before), Box::new(condition)),
                None => condition,
            });
        }
        let solved = self.solve(right, chain.handing())?;
        let mut seen = chain.seen();
        seen.bound |= scope.certain;
        seen.given |= scope.possible;
        let expression = match after {
            Some(expression) => Some(self.expression(expression, &seen)?),
            None => None,
        };
        chain.own = chain.own.optionally(scope, Vars::NONE);
        chain.work += solved.work;
        chain.input.rows = solved.rows.max(chain.input.rows);
        chain.then(GraphPattern::LeftJoin {
            left: Box::default(),
            right: Box::new(solved.pattern),
            expression,
        });
        Ok(())
    }
}

/// The variable that is the subject of a triple, and so no literal.
fn subjects(pattern: &GraphPattern, names: &mut Names) -> Vars {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().fold(Vars::NONE, |all, triple| {
            all | names.of_term(&triple.subject)
        }),
        _ => Vars::NONE,
    }
}

/// No row at all.
fn nothing(samples: Samples) -> Solved {
    Solved {
        pattern: GraphPattern::Values {
            variables: Vec::new(),
            bindings: Vec::new(),
        },
        samples,
        rows: 0.0,
        work: 0.0,
    }
}

/// A group as far as it has been put in order.
#[derive(Clone)]
struct Chain {
    pattern: Option<GraphPattern>,
    own: Scope,
    /// Of the group, at its end.
    whole: Scope,
    /// Not placed yet.
    filters: Vec<Filter>,
    /// Used by what comes after the parts.
    later: Vars,
    /// What the chain is handed; samples and rows are those at its end.
    input: Input,
    work: f64,
}

/// A part that has not been placed yet.
#[derive(Clone)]
struct Candidate {
    part: Part,
    shape: Shape,
    /// Its fan-out, and which of its variables were bound for that.
    counted: Option<(Vars, f64)>,
}

/// A part that can come next.
struct Ranked {
    /// Shares nothing with what is bound: every row would meet every row.
    apart: bool,
    rank: f64,
    at: usize,
}

impl Chain {
    fn bound(&self) -> Vars {
        self.input.bound | self.own.certain
    }

    /// What the next pattern is handed.
    fn handing(&self) -> Input {
        Input {
            bound: self.bound(),
            entry: self.input.entry | self.own.possible,
            given: self.input.given,
            wanted: None,
            names: self.input.names,
            samples: self.input.samples.clone(),
            rows: self.input.rows,
        }
    }

    /// What an expression sees here.
    fn seen(&self) -> Input {
        Input {
            bound: self.bound(),
            entry: Vars::NONE,
            given: self.input.given | self.input.entry | self.own.possible,
            wanted: Some(Vars::NONE),
            names: self.input.names,
            samples: self.input.samples.clone(),
            rows: self.input.rows,
        }
    }

    /// Whether a pattern that is joined outside in answers the same when handed rows.
    fn can_hand_to(&self, scope: Scope) -> bool {
        let entry = self.input.entry;
        !scope.alone
            && !scope.hazards.meets(entry | self.own.possible)
            && !(scope.possible & !self.own.certain).meets(entry)
    }

    fn then(&mut self, next: GraphPattern) {
        self.pattern = Some(match self.pattern.take() {
            Some(before) => GraphPattern::Lateral {
                left: Box::new(before),
                right: Box::new(next),
            },
            None => match next {
                // An optional part needs something to be beside.
                optional @ GraphPattern::LeftJoin { .. } => GraphPattern::Lateral {
                    left: Box::default(),
                    right: Box::new(optional),
                },
                first => first,
            },
        });
    }
}
