//! A group of a query taken apart: what is joined, what comes after, what filters.
//!
//! ```text
//! { a . { b FILTER f } OPTIONAL { c } BIND(e AS ?v) }
//!   parts: a, b    tails: OPTIONAL c, BIND e    filters: f, before any tail
//! ```
//!
//! Groups within are merged into the one around them where `scope` shows that
//! it changes no answer. Parts are joined in any order; tails keep theirs.
//! Choosing an order is for `plan`.

use std::collections::BTreeSet;
use std::collections::VecDeque;

use oxigraph::model::NamedNode;
use oxigraph::model::Variable;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;

use crate::query::plan;
use crate::query::plan::Stop;
use crate::query::scope;
use crate::query::scope::Names;
use crate::query::scope::Scope;
use crate::query::scope::Vars;

// As many names in an `IN` are looked up one by one; more are compared.
const MOST_NAMES: usize = 200;

/// A group in its parts.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) parts: Vec<Part>,
    pub(super) tails: Vec<Tail>,
    pub(super) filters: Vec<Filter>,
}

/// What is joined.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) pattern: GraphPattern,
    pub(super) scope: Scope,
    /// It says nothing new once one of these is bound.
    pub(super) spent_by: Vars,
}

/// What comes after the joined parts.
#[derive(Debug)]
pub(super) enum Tail {
    Optional(GraphPattern, Option<Expression>),
    Bind(Variable, Expression),
    Minus(GraphPattern),
}

/// A condition, never an `&&` of two.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    pub(super) expression: Expression,
    /// How many tails stand before it.
    pub(super) after: usize,
}

impl Tail {
    /// Every variable that it names.
    pub(super) fn used(&self, names: &mut Names) -> Vars {
        match self {
            Tail::Optional(right, expression) => {
                let used = expression.as_ref().map(|e| scope::used(e, names));
                scope::named(right, names) | used.unwrap_or_default()
            }
            Tail::Bind(variable, expression) => {
                names.variable(variable.as_str()) | scope::used(expression, names)
            }
            Tail::Minus(right) => scope::named(right, names),
        }
    }
}

impl Group {
    fn of(pattern: GraphPattern, names: &mut Names) -> Result<Group, Stop> {
        let scope = scope::scope(&pattern, names).ok_or(Stop::LeftToTheEngine)?;
        Ok(Group {
            parts: vec![Part {
                pattern,
                scope,
                spent_by: Vars::NONE,
            }],
            ..Group::default()
        })
    }

    /// What the group binds in all.
    pub(super) fn scope(&self, names: &mut Names) -> Result<Scope, Stop> {
        let mut whole = Scope::default();
        for part in &self.parts {
            whole = whole.joined(part.scope);
        }
        for tail in &self.tails {
            whole = match tail {
                Tail::Optional(right, expression) => {
                    let right = scope::scope(right, names).ok_or(Stop::LeftToTheEngine)?;
                    let used = expression.as_ref().map(|e| scope::used(e, names));
                    whole.optionally(right, used.unwrap_or_default())
                }
                Tail::Bind(variable, expression) => {
                    let always = scope::always_gives(expression, whole.certain, names);
                    let used = scope::used(expression, names);
                    whole.extended(names.variable(variable.as_str()), used, always)
                }
                Tail::Minus(right) => {
                    whole.without(scope::scope(right, names).ok_or(Stop::LeftToTheEngine)?)
                }
            };
        }
        Ok(whole)
    }
}

/// Takes a group apart.
pub(super) fn take_apart(pattern: GraphPattern, names: &mut Names) -> Result<Group, Stop> {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            let mut group = Group::default();
            for triple in patterns {
                let one = GraphPattern::Bgp {
                    patterns: vec![triple],
                };
                group.parts.extend(Group::of(one, names)?.parts);
            }
            Ok(group)
        }
        GraphPattern::Values {
            variables,
            bindings,
        } => {
            // One row without a value joins with anything.
            if matches!(bindings.as_slice(), [row] if row.iter().all(Option::is_none)) {
                return Ok(Group::default());
            }
            let values = GraphPattern::Values {
                variables,
                bindings,
            };
            Group::of(values, names)
        }
        GraphPattern::Join { left, right } => {
            let of = |pattern, names: &mut Names| {
                scope::scope(pattern, names).ok_or(Stop::LeftToTheEngine)
            };
            let (l, r) = (of(&left, names)?, of(&right, names)?);
            if l.hazards.meets(r.possible) || r.hazards.meets(l.possible) {
                let mut group = Group::of(*left, names)?;
                group.parts.extend(Group::of(*right, names)?.parts);
                return Ok(group);
            }
            let mut group = take_apart(*left, names)?;
            let Group {
                parts,
                tails,
                filters,
            } = take_apart(*right, names)?;
            let before = group.tails.len();
            group.parts.extend(parts);
            group.tails.extend(tails);
            group
                .filters
                .extend(filters.into_iter().map(|filter| Filter {
                    after: filter.after + before,
                    ..filter
                }));
            Ok(group)
        }
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            let mut group = take_apart(*left, names)?;
            group.tails.push(Tail::Optional(*right, expression));
            Ok(group)
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            let mut group = take_apart(*inner, names)?;
            group.tails.push(Tail::Bind(variable, expression));
            Ok(group)
        }
        GraphPattern::Minus { left, right } => {
            let mut group = take_apart(*left, names)?;
            group.tails.push(Tail::Minus(*right));
            Ok(group)
        }
        GraphPattern::Filter { expr, inner } => {
            let mut group = take_apart(*inner, names)?;
            let after = group.tails.len();
            for expression in conditions(expr) {
                group.filters.push(Filter { expression, after });
            }
            Ok(group)
        }
        GraphPattern::Path { .. }
        | GraphPattern::Union { .. }
        | GraphPattern::OrderBy { .. }
        | GraphPattern::Project { .. }
        | GraphPattern::Distinct { .. }
        | GraphPattern::Reduced { .. }
        | GraphPattern::Slice { .. }
        | GraphPattern::Group { .. } => Group::of(pattern, names),
        GraphPattern::Lateral { .. }
        | GraphPattern::Graph { .. }
        | GraphPattern::Service { .. } => Err(Stop::LeftToTheEngine),
    }
}

/// Gives the conditions that must all hold.
pub(super) fn conditions(expression: Expression) -> Vec<Expression> {
    match expression {
        Expression::And(a, b) => {
            let mut both = conditions(*a);
            both.extend(conditions(*b));
            both
        }
        other => vec![other],
    }
}

/// Decides what of a filter is settled by which variables are bound.
///
/// `known` says of a variable that it is bound in every row, in none, or
/// neither. Gives true or false, or what is left to be tested.
pub(super) fn decided(
    expression: Expression,
    known: &dyn Fn(Vars) -> Option<bool>,
    names: &mut Names,
) -> Result<bool, Expression> {
    match expression {
        Expression::Bound(variable) => match known(names.variable(variable.as_str())) {
            Some(decided) => Ok(decided),
            None => Err(Expression::Bound(variable)),
        },
        Expression::Not(inner) => match decided(*inner, known, names) {
            Ok(decided) => Ok(!decided),
            Err(inner) => Err(Expression::Not(Box::new(inner))),
        },
        // An error on one side leaves `true || error` true and drops the row otherwise.
        Expression::Or(a, b) => match (decided(*a, known, names), decided(*b, known, names)) {
            (Ok(true), _) | (_, Ok(true)) => Ok(true),
            (Ok(false), other) | (other, Ok(false)) => other,
            (Err(a), Err(b)) => Err(Expression::Or(Box::new(a), Box::new(b))),
        },
        Expression::And(a, b) => match (decided(*a, known, names), decided(*b, known, names)) {
            (Ok(false), _) | (_, Ok(false)) => Ok(false),
            (Ok(true), other) | (other, Ok(true)) => other,
            (Err(a), Err(b)) => Err(Expression::And(Box::new(a), Box::new(b))),
        },
        other => Err(other),
    }
}

/// Turns conditions such as `?standing IN (ng:denied, ng:disputed)` into parts,
/// so that they are looked up and not tested; gives the other conditions.
pub(super) fn values_of_filters(
    filters: Vec<Filter>,
    parts: &mut Vec<Part>,
    whole: Scope,
    names: &mut Names,
) -> Result<Vec<Filter>, Stop> {
    let mut joined = Vars::NONE;
    for part in &*parts {
        joined |= part.scope.certain;
    }
    let mut rest = Vec::new();
    for filter in filters {
        match named_values(&filter.expression) {
            Some((variable, values))
                if joined.holds(names.variable(variable.as_str()))
                    && whole.certain.holds(names.variable(variable.as_str())) =>
            {
                let pattern = plan::values(variable, values);
                parts.extend(Group::of(pattern, names)?.parts);
            }
            Some(_) | None => rest.push(filter),
        }
    }
    Ok(rest)
}

/// Reads a condition that a variable is one of these names.
fn named_values(expression: &Expression) -> Option<(Variable, Vec<NamedNode>)> {
    let (variable, list): (_, Vec<&Expression>) = match expression {
        Expression::Equal(a, b) | Expression::SameTerm(a, b) => match (&**a, &**b) {
            (Expression::Variable(variable), name) | (name, Expression::Variable(variable)) => {
                (variable, vec![name])
            }
            _ => return None,
        },
        Expression::In(a, list) => match &**a {
            Expression::Variable(variable) => (variable, list.iter().collect()),
            _ => return None,
        },
        _ => return None,
    };
    let names: BTreeSet<&NamedNode> = list
        .iter()
        .map(|name| match name {
            Expression::NamedNode(name) => Some(name),
            _ => None,
        })
        .collect::<Option<_>>()?;
    (names.len() <= MOST_NAMES).then(|| (variable.clone(), names.into_iter().cloned().collect()))
}

/// What surrounds the filters of a group.
pub(super) struct Outside {
    /// The group itself.
    pub(super) whole: Scope,
    pub(super) bound: Vars,
    /// Named by anything else, inside the group or around it.
    pub(super) elsewhere: Vars,
}

/// Turns conditions that something exists into parts, so that they can be
/// looked up and lead; gives the other conditions.
///
/// Only where a row that comes twice is as good as once.
pub(super) fn parts_of_filters(
    filters: Vec<Filter>,
    parts: &mut Vec<Part>,
    outside: &Outside,
    names: &mut Names,
) -> Result<Vec<Filter>, Stop> {
    let Outside {
        whole,
        bound,
        elsewhere,
    } = *outside;
    let mut rest: Vec<Filter> = Vec::new();
    let mut waiting: VecDeque<Filter> = filters.into();
    while let Some(filter) = waiting.pop_front() {
        let Some(pattern) = union_of_exists(&filter.expression, names) else {
            rest.push(filter);
            continue;
        };
        let scope = scope::scope(&pattern, names).ok_or(Stop::LeftToTheEngine)?;
        let others = rest.iter().chain(&waiting).fold(Vars::NONE, |all, other| {
            all | scope::used(&other.expression, names)
        });
        let shared = scope.possible & (whole.possible | elsewhere | others);
        let can = !scope.alone
            && scope.hazards.is_empty()
            && (whole.certain | bound).holds(shared)
            && !shared.is_empty();
        if can {
            parts.push(Part {
                pattern,
                scope,
                spent_by: Vars::NONE,
            });
        } else {
            rest.push(filter);
        }
    }
    Ok(rest)
}

/// Reads a condition that one of several patterns exists, as their union.
fn union_of_exists(expression: &Expression, names: &mut Names) -> Option<GraphPattern> {
    match expression {
        Expression::Exists(pattern) => existing((**pattern).clone(), names),
        Expression::Or(a, b) => Some(GraphPattern::Union {
            left: Box::new(union_of_exists(a, names)?),
            right: Box::new(union_of_exists(b, names)?),
        }),
        _ => None,
    }
}

/// Joins to a pattern what its own filters say must exist.
fn existing(pattern: GraphPattern, names: &mut Names) -> Option<GraphPattern> {
    let GraphPattern::Filter { expr, inner } = pattern else {
        return Some(pattern);
    };
    let mut joined = existing(*inner, names)?;
    let mut rest: Option<Expression> = None;
    for condition in conditions(expr) {
        let before = scope::scope(&joined, names)?;
        let pattern = union_of_exists(&condition, names).filter(|pattern| {
            scope::scope(pattern, names).is_some_and(|scope| {
                !scope.alone
                    && scope.hazards.is_empty()
                    && before.certain.holds(scope.possible & before.possible)
            })
        });
        match (pattern, rest.take()) {
            (Some(pattern), before) => {
                joined = GraphPattern::Join {
                    left: Box::new(joined),
                    right: Box::new(pattern),
                };
                rest = before;
            }
            (None, None) => rest = Some(condition),
            (None, Some(before)) => {
                rest = Some(Expression::And(Box::new(before), Box::new(condition)));
            }
        }
    }
    Some(match rest {
        None => joined,
        Some(expr) => GraphPattern::Filter {
            expr,
            inner: Box::new(joined),
        },
    })
}

/// Compares variables as terms where one of them is a name, outside of `EXISTS`
/// and only where the comparison decides a condition.
pub(super) fn compared_as_names(
    expression: Expression,
    are_names: Vars,
    names: &mut Names,
) -> Expression {
    let mut inside = |inner: Box<Expression>| Box::new(compared_as_names(*inner, are_names, names));
    match expression {
        Expression::Not(inner) => Expression::Not(inside(inner)),
        Expression::And(a, b) => Expression::And(inside(a), inside(b)),
        Expression::Or(a, b) => Expression::Or(inside(a), inside(b)),
        Expression::Equal(a, b) => match (*a, *b) {
            (Expression::Variable(a), Expression::Variable(b))
                if are_names.meets(names.variable(a.as_str()) | names.variable(b.as_str())) =>
            {
                Expression::SameTerm(
                    Box::new(Expression::Variable(a)),
                    Box::new(Expression::Variable(b)),
                )
            }
            (a, b) => Expression::Equal(Box::new(a), Box::new(b)),
        },
        other => other,
    }
}

/// Replaces every pattern in an expression, and compares names as terms.
pub(super) fn map_exists(
    expression: Expression,
    plan: &mut dyn FnMut(GraphPattern) -> GraphPattern,
) -> Expression {
    let mut map = |inner: Expression| map_exists(inner, plan);
    let mut boxed = |inner: Box<Expression>| Box::new(map(*inner));
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => expression,
        Expression::Or(a, b) => Expression::Or(boxed(a), boxed(b)),
        Expression::And(a, b) => Expression::And(boxed(a), boxed(b)),
        // A name equals nothing but itself, and that is seen without its text.
        Expression::Equal(a, b) if is_name(&a) || is_name(&b) => {
            Expression::SameTerm(boxed(a), boxed(b))
        }
        Expression::Equal(a, b) => Expression::Equal(boxed(a), boxed(b)),
        Expression::SameTerm(a, b) => Expression::SameTerm(boxed(a), boxed(b)),
        Expression::Greater(a, b) => Expression::Greater(boxed(a), boxed(b)),
        Expression::GreaterOrEqual(a, b) => Expression::GreaterOrEqual(boxed(a), boxed(b)),
        Expression::Less(a, b) => Expression::Less(boxed(a), boxed(b)),
        Expression::LessOrEqual(a, b) => Expression::LessOrEqual(boxed(a), boxed(b)),
        Expression::Add(a, b) => Expression::Add(boxed(a), boxed(b)),
        Expression::Subtract(a, b) => Expression::Subtract(boxed(a), boxed(b)),
        Expression::Multiply(a, b) => Expression::Multiply(boxed(a), boxed(b)),
        Expression::Divide(a, b) => Expression::Divide(boxed(a), boxed(b)),
        Expression::UnaryPlus(a) => Expression::UnaryPlus(boxed(a)),
        Expression::UnaryMinus(a) => Expression::UnaryMinus(boxed(a)),
        Expression::Not(a) => Expression::Not(boxed(a)),
        Expression::If(a, b, c) => Expression::If(boxed(a), boxed(b), boxed(c)),
        Expression::In(a, list) => {
            let a = boxed(a);
            Expression::In(a, list.into_iter().map(map).collect())
        }
        Expression::Coalesce(list) => Expression::Coalesce(list.into_iter().map(map).collect()),
        Expression::FunctionCall(function, list) => {
            Expression::FunctionCall(function, list.into_iter().map(map).collect())
        }
        Expression::Exists(pattern) => Expression::Exists(Box::new(plan(*pattern))),
    }
}

fn is_name(expression: &Expression) -> bool {
    matches!(expression, Expression::NamedNode(_))
}
