//! Patterns of a query that nothing in the edition matches.
//!
//! A misspelt term, a word where an IRI belongs, a stance where a standing
//! belongs: all of them match nothing and look like an answer of "no". This
//! counts each triple pattern by its constants alone and gives those that
//! match nothing at all. Saying so is for `cli`.

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use spargebra::Query;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::PropertyPathExpression;
use spargebra::term::GroundTerm;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;
use spargebra::term::TriplePattern;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::query::algebra;
use crate::query::path_service;
use crate::query::prefixes::Prefixes;

/// Gives the patterns, and the names in paths and `DESCRIBE`, that match
/// nothing in the edition; in the order of the query, none twice.
///
/// # Errors
/// When the edition is damaged where it is asked.
pub(super) fn unmatched(
    query: &Query,
    edition: &Edition,
    prefixes: &Prefixes,
) -> Result<Vec<String>, EditionError> {
    let mut copy = query.clone();
    // Its settings are no triples, and what they name is looked for elsewhere.
    path_service::leave_out(&mut copy);
    let mut asked: Vec<Asked> = Vec::new();
    algebra::walk(algebra::pattern_mut(&mut copy), &mut |pattern| {
        look_at(pattern, &mut asked)
    });
    let mut unmatched: Vec<String> = Vec::new();
    for asked in asked {
        let (is_there, words) = match &asked {
            Asked::Triple(triple) => (matches(triple, edition)?, words(triple, prefixes)),
            Asked::Name(name) => {
                let term = Term::from(name.clone());
                (edition.term_id(&term)?.is_some(), prefixes.show(&term))
            }
        };
        if !is_there && !unmatched.contains(&words) {
            unmatched.push(words);
        }
    }
    Ok(unmatched)
}

enum Asked {
    Triple(TriplePattern),
    Name(NamedNode),
}

fn look_at(pattern: &GraphPattern, asked: &mut Vec<Asked>) {
    match pattern {
        GraphPattern::Bgp { patterns } => asked.extend(patterns.iter().cloned().map(Asked::Triple)),
        GraphPattern::Path {
            subject,
            path: between,
            object,
        } => {
            for end in [subject, object] {
                if let TermPattern::NamedNode(name) = end {
                    asked.push(Asked::Name(name.clone()));
                }
            }
            names_in(between, asked);
        }
        // `DESCRIBE <iri>` and `BIND(<iri> AS ?x)`.
        GraphPattern::Extend {
            expression: Expression::NamedNode(name),
            ..
        } => {
            asked.push(Asked::Name(name.clone()));
        }
        GraphPattern::Values { bindings, .. } => {
            for term in bindings.iter().flatten().flatten() {
                if let GroundTerm::NamedNode(name) = term {
                    asked.push(Asked::Name(name.clone()));
                }
            }
        }
        GraphPattern::Filter { expr, .. } => wanted_in(expr, asked),
        _ => {}
    }
}

/// Names that a filter wants something to be; those it wants something not to
/// be need not be there.
fn wanted_in(filter: &Expression, asked: &mut Vec<Asked>) {
    let mut want = |expression: &Expression| {
        if let Expression::NamedNode(name) = expression {
            asked.push(Asked::Name(name.clone()));
        }
    };
    match filter {
        Expression::Equal(a, b) | Expression::SameTerm(a, b) => {
            want(a);
            want(b);
        }
        Expression::In(_, list) => list.iter().for_each(want),
        Expression::And(a, b) | Expression::Or(a, b) => {
            wanted_in(a, asked);
            wanted_in(b, asked);
        }
        _ => {}
    }
}

fn names_in(path: &PropertyPathExpression, asked: &mut Vec<Asked>) {
    match path {
        PropertyPathExpression::NamedNode(name) => asked.push(Asked::Name(name.clone())),
        PropertyPathExpression::Reverse(inner)
        | PropertyPathExpression::ZeroOrMore(inner)
        | PropertyPathExpression::OneOrMore(inner)
        | PropertyPathExpression::ZeroOrOne(inner) => names_in(inner, asked),
        PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
            names_in(a, asked);
            names_in(b, asked);
        }
        // What is not wanted need not be there.
        PropertyPathExpression::NegatedPropertySet(_) => {}
    }
}

fn matches(triple: &TriplePattern, edition: &Edition) -> Result<bool, EditionError> {
    let constant = |term: Option<Term>| match term {
        None => Ok(Some(None)),
        Some(term) => Ok::<_, EditionError>(edition.term_id(&term)?.map(Some)),
    };
    let subject = constant(term(&triple.subject))?;
    let predicate = constant(match &triple.predicate {
        NamedNodePattern::NamedNode(name) => Some(name.clone().into()),
        NamedNodePattern::Variable(_) => None,
    })?;
    let object = constant(term(&triple.object))?;
    match (subject, predicate, object) {
        (Some(s), Some(p), Some(o)) => Ok(edition.count(s, p, o)? > 0),
        _ => Ok(false),
    }
}

fn term(pattern: &TermPattern) -> Option<Term> {
    match pattern {
        TermPattern::NamedNode(name) => Some(name.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        TermPattern::BlankNode(_) | TermPattern::Variable(_) => None,
    }
}

fn words(triple: &TriplePattern, prefixes: &Prefixes) -> String {
    let show = |pattern: &TermPattern| match (term(pattern), pattern) {
        (Some(Term::Literal(literal)), _) => literal.to_string(),
        (Some(term), _) => prefixes.show(&term),
        (None, TermPattern::Variable(name)) => name.to_string(),
        (None, _) => "[]".to_owned(),
    };
    let predicate = match &triple.predicate {
        NamedNodePattern::NamedNode(name) => prefixes.show(&Term::from(name.clone())),
        NamedNodePattern::Variable(name) => name.to_string(),
    };
    format!(
        "{} {predicate} {}",
        show(&triple.subject),
        show(&triple.object)
    )
}
