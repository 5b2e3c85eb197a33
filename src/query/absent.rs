//! Names in a query that nothing in the edition has.
//!
//! A misspelt term or id matches nothing and looks like an answer of "no". This
//! gives the names of nutgraf's and the cases' own namespaces that stand in the
//! query's patterns and that the edition does not hold. Saying so is for `cli`.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::PropertyPathExpression;
use spargebra::term::GroundTerm;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::model::iri;
use crate::query::algebra;

/// Gives the IRIs of the query's patterns that belong to nutgraf or to a case
/// of the edition and occur nowhere in it, sorted.
///
/// # Errors
/// When the edition is damaged where it is asked.
pub(super) fn absent(query: &Query, edition: &Edition) -> Result<Vec<String>, EditionError> {
    let mut copy = query.clone();
    let mut names = BTreeSet::new();
    algebra::walk(algebra::pattern_mut(&mut copy), &mut |pattern| {
        look_at(pattern, &mut names)
    });
    let bases: Vec<String> = edition
        .provenance()?
        .cases
        .into_iter()
        .map(|case| case.base)
        .collect();
    let own = |name: &str| {
        // `rel:` as a predicate has a note of its own.
        [iri::NG, iri::REPORTED, iri::UNCONTESTED]
            .iter()
            .any(|space| name.starts_with(space))
            || bases.iter().any(|base| name.starts_with(base.as_str()))
    };
    let mut missing = Vec::new();
    for name in names {
        if own(name.as_str()) && edition.term_id(&name.clone().into())?.is_none() {
            missing.push(name.into_string());
        }
    }
    Ok(missing)
}

fn look_at(pattern: &GraphPattern, names: &mut BTreeSet<NamedNode>) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for triple in patterns {
                end(&triple.subject, names);
                if let NamedNodePattern::NamedNode(name) = &triple.predicate {
                    names.insert(name.clone());
                }
                end(&triple.object, names);
            }
        }
        GraphPattern::Path {
            subject,
            path: between,
            object,
        } => {
            end(subject, names);
            path(between, names);
            end(object, names);
        }
        GraphPattern::Values { bindings, .. } => {
            for term in bindings.iter().flatten().flatten() {
                if let GroundTerm::NamedNode(name) = term {
                    names.insert(name.clone());
                }
            }
        }
        _ => {}
    }
}

fn end(term: &TermPattern, names: &mut BTreeSet<NamedNode>) {
    if let TermPattern::NamedNode(name) = term {
        names.insert(name.clone());
    }
}

fn path(path_between: &PropertyPathExpression, names: &mut BTreeSet<NamedNode>) {
    match path_between {
        PropertyPathExpression::NamedNode(name) => {
            names.insert(name.clone());
        }
        PropertyPathExpression::Reverse(inner)
        | PropertyPathExpression::ZeroOrMore(inner)
        | PropertyPathExpression::OneOrMore(inner)
        | PropertyPathExpression::ZeroOrOne(inner) => path(inner, names),
        PropertyPathExpression::Sequence(a, b) | PropertyPathExpression::Alternative(a, b) => {
            path(a, names);
            path(b, names);
        }
        // What is not wanted need not be there.
        PropertyPathExpression::NegatedPropertySet(_) => {}
    }
}
