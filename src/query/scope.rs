//! Which variables a pattern binds, and which it must not be handed.
//!
//! SPARQL evaluates a pattern by itself and joins what it gives; an engine is
//! faster when it hands each row to the next pattern. Both give the same rows
//! unless the pattern looks at a variable that it does not bind itself: those
//! are its *hazards*. Takes the engine's algebra; what is done with the answer
//! is for `plan`.

use std::collections::HashMap;
use std::ops::BitAnd;
use std::ops::BitOr;
use std::ops::BitOrAssign;
use std::ops::Not;

use spargebra::algebra::AggregateExpression;
use spargebra::algebra::AggregateFunction;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;
use spargebra::term::TriplePattern;

/// A set of variables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Vars(u128);

impl Vars {
    pub(super) const NONE: Vars = Vars(0);

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn has(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }

    pub(super) fn meets(self, other: Vars) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn holds(self, other: Vars) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Vars {
    type Output = Vars;
    fn bitor(self, other: Vars) -> Vars {
        Vars(self.0 | other.0)
    }
}

impl BitOrAssign for Vars {
    fn bitor_assign(&mut self, other: Vars) {
        self.0 |= other.0;
    }
}

impl BitAnd for Vars {
    type Output = Vars;
    fn bitand(self, other: Vars) -> Vars {
        Vars(self.0 & other.0)
    }
}

impl Not for Vars {
    type Output = Vars;
    fn not(self) -> Vars {
        Vars(!self.0)
    }
}

/// Numbers the variables of one query; unnamed nodes are variables too.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<String, usize>,
    overflow: bool,
}

impl Names {
    /// Gives the number of a variable, counted in the order of asking.
    pub(super) fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let next = self.numbers.len();
        self.overflow |= next >= u128::BITS as usize;
        let number = next.min(u128::BITS as usize - 1);
        self.numbers.insert(name.to_owned(), number);
        number
    }

    pub(super) fn variable(&mut self, name: &str) -> Vars {
        Vars(1 << self.number(name))
    }

    /// Whether there were more variables than a set can hold.
    pub(super) fn are_too_many(&self) -> bool {
        self.overflow
    }

    /// Gives the number of what stands in a place of a triple, if it is open.
    pub(super) fn open(&mut self, term: &TermPattern) -> Option<usize> {
        match term {
            TermPattern::NamedNode(_) | TermPattern::Literal(_) => None,
            // No variable has a colon in its name.
            TermPattern::BlankNode(node) => Some(self.number(&format!("_:{}", node.as_str()))),
            TermPattern::Variable(variable) => Some(self.number(variable.as_str())),
        }
    }

    pub(super) fn of_term(&mut self, term: &TermPattern) -> Vars {
        self.open(term)
            .map_or(Vars::NONE, |number| Vars(1 << number))
    }

    pub(super) fn of_triple(&mut self, triple: &TriplePattern) -> Vars {
        let predicate = match &triple.predicate {
            NamedNodePattern::NamedNode(_) => Vars::NONE,
            NamedNodePattern::Variable(variable) => self.variable(variable.as_str()),
        };
        self.of_term(&triple.subject) | predicate | self.of_term(&triple.object)
    }
}

/// What is known of the variables of a pattern.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    /// Bound in every row.
    pub(super) certain: Vars,
    /// Bound in some row, perhaps.
    pub(super) possible: Vars,
    /// Must not be bound by what hands it rows, or it would answer otherwise.
    pub(super) hazards: Vars,
    /// Cannot be handed rows at all: it sorts, groups, counts or cuts.
    pub(super) alone: bool,
}

impl Scope {
    fn binding(vars: Vars) -> Scope {
        Scope {
            certain: vars,
            possible: vars,
            ..Scope::default()
        }
    }

    pub(super) fn joined(self, other: Scope) -> Scope {
        Scope {
            certain: self.certain | other.certain,
            possible: self.possible | other.possible,
            hazards: self.hazards | other.hazards,
            alone: self.alone || other.alone,
        }
    }

    /// With a filter on it.
    pub(super) fn filtered(self, used: Vars) -> Scope {
        Scope {
            hazards: self.hazards | (used & !self.certain),
            ..self
        }
    }

    /// With an optional part beside it.
    pub(super) fn optionally(self, right: Scope, used: Vars) -> Scope {
        Scope {
            certain: self.certain,
            possible: self.possible | right.possible,
            hazards: self.hazards
                | right.hazards
                | (right.possible & !self.certain)
                | (used & !(self.certain | right.certain)),
            alone: self.alone || right.alone,
        }
    }

    /// With a variable that an expression gives.
    pub(super) fn extended(self, variable: Vars, used: Vars, always: bool) -> Scope {
        Scope {
            certain: if always {
                self.certain | variable
            } else {
                self.certain
            },
            possible: self.possible | variable,
            hazards: self.hazards | variable | (used & !self.certain),
            alone: self.alone,
        }
    }

    /// Without the rows that another pattern has.
    pub(super) fn without(self, right: Scope) -> Scope {
        Scope {
            hazards: self.hazards | right.hazards | (right.possible & !self.certain),
            alone: self.alone || right.alone,
            ..self
        }
    }
}

/// Gives the scope of a pattern, or nothing for what is not planned here.
pub(super) fn scope(pattern: &GraphPattern, names: &mut Names) -> Option<Scope> {
    Some(match pattern {
        GraphPattern::Bgp { patterns } => {
            let each = patterns.iter().map(|triple| names.of_triple(triple));
            Scope::binding(each.fold(Vars::NONE, |all, vars| all | vars))
        }
        GraphPattern::Path {
            subject, object, ..
        } => Scope::binding(names.of_term(subject) | names.of_term(object)),
        GraphPattern::Values {
            variables,
            bindings,
        } => {
            let mut values = Scope::default();
            for (at, variable) in variables.iter().enumerate() {
                let variable = names.variable(variable.as_str());
                let given = bindings.iter().filter(|row| row[at].is_some()).count();
                if given > 0 {
                    values.possible |= variable;
                }
                if given > 0 && given == bindings.len() {
                    values.certain |= variable;
                }
            }
            values
        }
        GraphPattern::Join { left, right } => scope(left, names)?.joined(scope(right, names)?),
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            let used = expression.as_ref().map_or(Vars::NONE, |e| used(e, names));
            scope(left, names)?.optionally(scope(right, names)?, used)
        }
        GraphPattern::Filter { expr, inner } => scope(inner, names)?.filtered(used(expr, names)),
        GraphPattern::Union { left, right } => {
            let (left, right) = (scope(left, names)?, scope(right, names)?);
            Scope {
                certain: left.certain & right.certain,
                ..left.joined(right)
            }
        }
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => {
            let inner = scope(inner, names)?;
            let variable = names.variable(variable.as_str());
            let always = always_gives(expression, inner.certain, names);
            inner.extended(variable, used(expression, names), always)
        }
        GraphPattern::Minus { left, right } => scope(left, names)?.without(scope(right, names)?),
        GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => Scope {
            alone: true,
            ..scope(inner, names)?
        },
        GraphPattern::Project { inner, variables } => {
            let inner = scope(inner, names)?;
            let kept = variables.iter().fold(Vars::NONE, |all, variable| {
                all | names.variable(variable.as_str())
            });
            Scope {
                certain: inner.certain & kept,
                possible: inner.possible & kept,
                hazards: Vars::NONE,
                alone: true,
            }
        }
        GraphPattern::Group {
            inner,
            variables,
            aggregates,
        } => {
            let inner = scope(inner, names)?;
            let keys = variables.iter().fold(Vars::NONE, |all, variable| {
                all | names.variable(variable.as_str())
            });
            let mut group = Scope {
                certain: inner.certain & keys,
                possible: inner.possible & keys,
                hazards: Vars::NONE,
                alone: true,
            };
            for (variable, aggregate) in aggregates {
                let variable = names.variable(variable.as_str());
                group.possible |= variable;
                if matches!(
                    aggregate,
                    AggregateExpression::CountSolutions { .. }
                        | AggregateExpression::FunctionCall {
                            name: AggregateFunction::Count,
                            ..
                        }
                ) {
                    group.certain |= variable;
                }
            }
            group
        }
        GraphPattern::Lateral { .. }
        | GraphPattern::Graph { .. }
        | GraphPattern::Service { .. } => return None,
    })
}

/// Whether an expression gives a value in every row.
pub(super) fn always_gives(expression: &Expression, certain: Vars, names: &mut Names) -> bool {
    match expression {
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Exists(_)
        | Expression::Bound(_) => true,
        Expression::Variable(variable) => certain.holds(names.variable(variable.as_str())),
        Expression::Coalesce(list) => list.iter().any(|e| always_gives(e, certain, names)),
        _ => false,
    }
}

/// Gives every variable that an expression names, in `EXISTS` too.
pub(super) fn used(expression: &Expression, names: &mut Names) -> Vars {
    match expression {
        Expression::NamedNode(_) | Expression::Literal(_) => Vars::NONE,
        Expression::Variable(variable) | Expression::Bound(variable) => {
            names.variable(variable.as_str())
        }
        Expression::Or(a, b)
        | Expression::And(a, b)
        | Expression::Equal(a, b)
        | Expression::SameTerm(a, b)
        | Expression::Greater(a, b)
        | Expression::GreaterOrEqual(a, b)
        | Expression::Less(a, b)
        | Expression::LessOrEqual(a, b)
        | Expression::Add(a, b)
        | Expression::Subtract(a, b)
        | Expression::Multiply(a, b)
        | Expression::Divide(a, b) => used(a, names) | used(b, names),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => used(a, names),
        Expression::If(a, b, c) => used(a, names) | used(b, names) | used(c, names),
        Expression::In(a, list) => used(a, names) | used_in_list(list, names),
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => used_in_list(list, names),
        Expression::Exists(pattern) => named(pattern, names),
    }
}

fn used_in_list(list: &[Expression], names: &mut Names) -> Vars {
    list.iter()
        .fold(Vars::NONE, |all, expression| all | used(expression, names))
}

/// Gives every variable that a pattern names anywhere, in scope or not.
pub(super) fn named(pattern: &GraphPattern, names: &mut Names) -> Vars {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns
            .iter()
            .fold(Vars::NONE, |all, triple| all | names.of_triple(triple)),
        GraphPattern::Path {
            subject, object, ..
        } => names.of_term(subject) | names.of_term(object),
        GraphPattern::Values { variables, .. } => {
            variables.iter().fold(Vars::NONE, |all, variable| {
                all | names.variable(variable.as_str())
            })
        }
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => named(left, names) | named(right, names),
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => {
            named(left, names)
                | named(right, names)
                | expression.as_ref().map_or(Vars::NONE, |e| used(e, names))
        }
        GraphPattern::Filter { expr, inner } => used(expr, names) | named(inner, names),
        GraphPattern::Extend {
            inner,
            variable,
            expression,
        } => named(inner, names) | names.variable(variable.as_str()) | used(expression, names),
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Service { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => named(inner, names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spargebra::Query;
    use spargebra::SparqlParser;

    /// Writes the certain, the merely possible and the hazardous variables of a pattern.
    fn assert_scope(group: &str, expected: &str) {
        let text = format!("SELECT * WHERE {group}");
        let query = SparqlParser::new().parse_query(&text).expect(&text);
        let Query::Select { pattern, .. } = query else {
            panic!("a SELECT");
        };
        let GraphPattern::Project { inner, .. } = pattern else {
            panic!("a projection");
        };
        let mut names = Names::default();
        let scope = scope(&inner, &mut names).expect("it can be planned");
        let mut sorted: Vec<_> = names.numbers.keys().cloned().collect();
        sorted.sort();
        let write = |vars: Vars| {
            let each = sorted.iter().filter(|name| {
                let variable = Vars(1 << names.numbers[*name]);
                vars.holds(variable)
            });
            each.cloned().collect::<Vec<_>>().join("")
        };
        let certain = write(scope.certain);
        let possible = write(scope.possible & !scope.certain);
        let hazards = write(scope.hazards);
        let alone = if scope.alone { " alone" } else { "" };
        assert_eq!(
            format!("{certain}|{possible}|{hazards}{alone}"),
            expected,
            "{group}"
        );
    }

    #[test]
    fn what_is_bound_and_what_must_not_be_handed_in() {
        for (group, expected) in [
            ("{ ?a <p:p> ?b }", "ab||"),
            ("{ VALUES (?a ?b) { (1 UNDEF) (2 3) } }", "a|b|"),
            ("{ VALUES ?a { UNDEF } }", "||"),
            ("{ ?a <p:p> 1 OPTIONAL { ?a <p:q> ?b } }", "a|b|b"),
            (
                "{ ?a <p:p> 1 OPTIONAL { ?a <p:q> ?b FILTER(?c > ?a) } }",
                "a|b|bc",
            ),
            ("{ { ?a <p:p> 1 } UNION { ?b <p:p> 1 } }", "|ab|"),
            ("{ ?a <p:p> ?b FILTER(?b > 1) }", "ab||"),
            ("{ ?a <p:p> 1 FILTER(?b > 1) }", "a||b"),
            ("{ ?a <p:p> 1 FILTER NOT EXISTS { ?a <p:q> ?c } }", "a||c"),
            ("{ ?a <p:p> 1 BIND(?a + 1 AS ?b) }", "a|b|b"),
            ("{ ?a <p:p> 1 BIND(2 AS ?b) }", "ab||b"),
            ("{ ?a <p:p> 1 MINUS { ?a <p:q> ?b } }", "a||b"),
            (
                "{ SELECT ?a (COUNT(?b) AS ?n) { ?a <p:p> ?b } GROUP BY ?a }",
                "an|| alone",
            ),
            (
                "{ ?a <p:p> 1 { SELECT DISTINCT ?b { ?b <p:q> ?c } } }",
                "ab|| alone",
            ),
        ] {
            assert_scope(group, expected);
        }
    }
}
