//! The text of a query in, its answer on the first case out.
//!
//! The engine has no bound on its work, so a query whose answer could be long
//! to find is read, checked and printed, but not run: how many rows its parts
//! can have at most is counted from the edition first.

use std::path::Path;
use std::sync::OnceLock;

use nutgraf::answer::{Graph, path_rows};
use nutgraf::edition::Edition;
use nutgraf::query::{Answer, Format, NamedTerms, contested, prepare, write};
use oxigraph::model::Term;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use spargebra::{Query, SparqlParser};

use super::edition::{base_of, data};

/// Beyond so many rows in all parts together a query is not run.
const MOST_ROWS: f64 = 200_000.0;
/// What a search for paths is taken to give.
const MOST_PATHS: f64 = 1_000.0;
/// What a function that makes texts longer counts as; they nest.
const GROWTH: f64 = 60.0;

fn edition() -> &'static Edition {
    static EDITION: OnceLock<Edition> = OnceLock::new();
    EDITION.get_or_init(|| {
        let base = base_of(&data().join("binance-usd1"));
        Edition::from_bytes(&base.bytes, Path::new("first.edition")).expect("it is sound")
    })
}

/// Prepares a query, and runs it where that ends soon.
pub fn run(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    let edition = edition();
    let mut prepared = match prepare(edition, text) {
        Ok(prepared) => prepared,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let _ = prepared.unmatched(edition);
    for note in prepared.notes() {
        assert!(!note.words().is_empty());
    }
    for parameter in prepared.header().parameters.clone() {
        if let Ok(Some(value)) = parameter.kind.read(&parameter.name, "2025-01-01") {
            let _ = prepared.bind(&parameter.name, value);
        }
    }
    let Ok(whole) = prepared.sparql() else {
        return;
    };
    let query = SparqlParser::new()
        .parse_query(&whole)
        .expect("a query is printed so that it can be read");
    if !ends_soon(edition, &query) {
        return;
    }
    let graph = Graph::new(edition.clone()).expect("the edition is sound");
    let found = prepared.find_paths(&|request| path_rows(&graph, request));
    if found.is_err() {
        return;
    }
    let Ok((answer, noted)) = prepared.run_named(edition) else {
        return;
    };
    for format in Format::ALL {
        let mut out = Vec::new();
        let fits = match &answer {
            Answer::Rows(_) | Answer::Boolean(_) => Format::usual(&answer) == Format::Table,
            Answer::Graph(_) => true,
        };
        assert!(fits);
        let _ = write(&answer, format, prepared.prefixes(), &mut out);
    }
    let named = NamedTerms::new(edition, &answer).expect("the edition is sound");
    assert_eq!(noted, named);
    contested(edition, &named).expect("the edition is sound");
}

fn ends_soon(edition: &Edition, query: &Query) -> bool {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let growing = growing_functions(pattern);
    rows(edition, pattern) * GROWTH.powi(growing) <= MOST_ROWS
}

/// How many functions of the query can make a text longer; read off its text.
fn growing_functions(pattern: &GraphPattern) -> i32 {
    let text = format!("{pattern:?}");
    let names = ["Replace", "Concat", "GroupConcat", "EncodeForUri"];
    names
        .iter()
        .map(|name| text.matches(name).count() as i32)
        .sum()
}

/// An upper bound for the rows that are looked at.
fn rows(edition: &Edition, pattern: &GraphPattern) -> f64 {
    let all = |inner: &GraphPattern| rows(edition, inner);
    match pattern {
        GraphPattern::Bgp { patterns } => patterns
            .iter()
            .map(|triple| matching(edition, triple).max(1.0))
            .product(),
        // Every pair that a repeated path can connect.
        GraphPattern::Path { .. } => {
            let terms = f64::from(edition.term_count());
            terms * terms / 100.0
        }
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Minus { left, right } => {
            let conditions = match pattern {
                GraphPattern::LeftJoin {
                    expression: Some(expression),
                    ..
                } => within(edition, expression),
                _ => 1.0,
            };
            all(left).max(1.0) * all(right).max(1.0) * conditions
        }
        GraphPattern::Lateral { left, right } => all(left).max(1.0) * all(right).max(1.0),
        GraphPattern::Filter { expr, inner } => all(inner).max(1.0) * within(edition, expr),
        GraphPattern::Union { left, right } => all(left) + all(right),
        GraphPattern::Extend {
            inner, expression, ..
        } => all(inner).max(1.0) * within(edition, expression),
        GraphPattern::Values { bindings, .. } => bindings.len() as f64,
        GraphPattern::OrderBy { inner, expression } => {
            let keys = expression.iter().map(|key| match key {
                OrderExpression::Asc(key) | OrderExpression::Desc(key) => within(edition, key),
            });
            all(inner).max(1.0) * keys.product::<f64>()
        }
        GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Graph { inner, .. } => all(inner),
        // One search for each row inside, and so many paths of each.
        GraphPattern::Service { inner, .. } => all(inner).max(1.0) * MOST_PATHS,
        GraphPattern::Group {
            inner, aggregates, ..
        } => {
            let cost = aggregates.iter().map(|(_, aggregate)| match aggregate {
                AggregateExpression::CountSolutions { .. } => 1.0,
                AggregateExpression::FunctionCall { expr, .. } => within(edition, expr),
            });
            all(inner).max(1.0) * cost.product::<f64>()
        }
    }
}

/// What an expression multiplies the work by: the patterns inside it.
fn within(edition: &Edition, expression: &Expression) -> f64 {
    let of = |inner: &Expression| within(edition, inner);
    match expression {
        Expression::Exists(pattern) => rows(edition, pattern).max(1.0),
        Expression::NamedNode(_)
        | Expression::Literal(_)
        | Expression::Variable(_)
        | Expression::Bound(_) => 1.0,
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
        | Expression::Divide(a, b) => of(a) * of(b),
        Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => of(a),
        Expression::If(a, b, c) => of(a) * of(b) * of(c),
        Expression::In(a, list) => of(a) * list.iter().map(of).product::<f64>(),
        Expression::Coalesce(list) | Expression::FunctionCall(_, list) => {
            list.iter().map(of).product()
        }
    }
}

/// How many triples a pattern matches by itself.
fn matching(edition: &Edition, triple: &TriplePattern) -> f64 {
    let id = |term: Option<Term>| match term {
        None => Some(None),
        // What the edition does not have matches nothing.
        Some(term) => edition.term_id(&term).ok().flatten().map(Some),
    };
    let term = |pattern: &TermPattern| match pattern {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        TermPattern::BlankNode(_) | TermPattern::Variable(_) => None,
    };
    let predicate = match &triple.predicate {
        NamedNodePattern::NamedNode(node) => Some(node.clone().into()),
        NamedNodePattern::Variable(_) => None,
    };
    let ids = [
        id(term(&triple.subject)),
        id(predicate),
        id(term(&triple.object)),
    ];
    let [Some(subject), Some(predicate), Some(object)] = ids else {
        return 0.0;
    };
    edition
        .count(subject, predicate, object)
        .map_or(0.0, |count| count as f64)
}
