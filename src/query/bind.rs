//! Parameters put into a query as terms.
//!
//! The place of a parameter is `VALUES ?name { UNDEF }`. Binding replaces that
//! node of the algebra by one with the term in it, so a value can never be read
//! as SPARQL, whatever it holds. The same place in the text is filled when a
//! bound query is written out for another engine, and what was written is then
//! read again and compared with the algebra.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use oxigraph::model::Term;
use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::GroundTerm;

use crate::query::algebra;

/// Counts the places for a parameter.
pub(super) fn places(query: &mut Query, name: &str) -> usize {
    let mut count = 0;
    algebra::walk(algebra::pattern_mut(query), &mut |pattern| {
        count += usize::from(is_place(pattern, name));
    });
    count
}

/// Puts a term into every place of a parameter.
///
/// A blank node is no value and leaves the query as it is.
pub(super) fn bind(query: &mut Query, name: &str, term: &Term) {
    let Ok(value) = GroundTerm::try_from(term.clone()) else {
        return;
    };
    algebra::walk(algebra::pattern_mut(query), &mut |pattern| {
        if is_place(pattern, name) {
            *pattern = GraphPattern::Values {
                variables: vec![Variable::new_unchecked(name)],
                bindings: vec![vec![Some(value.clone())]],
            };
        }
    });
}

fn is_place(pattern: &GraphPattern, name: &str) -> bool {
    match pattern {
        GraphPattern::Values {
            variables,
            bindings,
        } => {
            let [variable] = variables.as_slice() else {
                return false;
            };
            variable.as_str() == name && matches!(bindings.as_slice(), [row] if row == &[None])
        }
        _ => false,
    }
}

/// Writes terms into the places of their parameters in a query's text.
///
/// It looks for the words of a place wherever they stand, in a comment too,
/// which does no harm: a term's own text holds no line break.
pub(super) fn fill(text: &str, values: &BTreeMap<String, Term>) -> String {
    let text = given(text, values);
    let mut filled = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, name, after)) = next_place(rest) {
        let place = &rest[before.len()..rest.len() - after.len()];
        filled.push_str(before);
        match values.get(name) {
            Some(term) => {
                // Writing to a string cannot fail.
                let _ = write!(filled, "VALUES ?{name} {{ {term} }}");
            }
            None => filled.push_str(place),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Marks the declarations of parameters that have their value, so that the
/// text does not ask for it again.
fn given(text: &str, values: &BTreeMap<String, Term>) -> String {
    let mark = |line: &str| {
        let declared = line.trim_start().strip_prefix('#')?.trim_start();
        let rest = declared.strip_prefix("Parameter:")?;
        let name = rest.split_whitespace().next()?;
        values.contains_key(name).then(|| format!("# Given:{rest}"))
    };
    text.split_inclusive('\n')
        .map(|line| mark(line).unwrap_or_else(|| line.to_owned()))
        .collect()
}

/// Finds the next `VALUES ?name { UNDEF }`: what is before it, its name, what is after.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let starts = text
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| text.as_bytes()[*at].eq_ignore_ascii_case(&b'v'));
    for at in starts {
        let (before, from) = text.split_at(at);
        if let Some((name, after)) = place(from) {
            return Some((before, name, after));
        }
    }
    None
}

fn place(text: &str) -> Option<(&str, &str)> {
    let rest = word(text, "values")?.trim_start();
    let rest = rest.strip_prefix(['?', '$'])?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = rest.split_at(end);
    let rest = rest.trim_start().strip_prefix('{')?.trim_start();
    let rest = word(rest, "undef")?.trim_start().strip_prefix('}')?;
    Some((name, rest))
}

/// Strips a keyword in any case.
fn word<'a>(text: &'a str, keyword: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(keyword.len())?;
    start.eq_ignore_ascii_case(keyword).then_some(rest)
}

/// Gives a text that is the same for two readings of the same query.
///
/// The parser names aggregates and unnamed nodes at random, with 32 or so
/// hexadecimal digits; they are renamed in the order in which they come.
pub(super) fn canonical(query: &Query) -> String {
    let text = query.to_sse();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut canonical = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let name = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if name.len() >= 24 && name.bytes().all(|b| b.is_ascii_hexdigit()) {
            let next = names.len();
            let number = *names.entry(name).or_insert(next);
            let _ = write!(canonical, "random-{number}{}", &piece[name.len()..]);
        } else {
            canonical.push_str(piece);
        }
    }
    canonical
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;
    use spargebra::SparqlParser;

    const TEXT: &str = "SELECT * { VALUES ?x { UNDEF } ?x ?p ?o FILTER EXISTS { values $x {undef} ?o ?q ?x } VALUES ?y { UNDEF } }";

    fn parsed(text: &str) -> Query {
        SparqlParser::new().parse_query(text).expect(text)
    }

    #[test]
    fn every_place_is_filled_also_inside_exists() {
        let mut query = parsed(TEXT);
        assert_eq!(
            (
                places(&mut query, "x"),
                places(&mut query, "y"),
                places(&mut query, "z")
            ),
            (2, 1, 0)
        );
    }

    #[test]
    fn no_value_changes_anything_but_its_place() {
        for value in [
            "plain",
            "\" } DROP ALL #",
            "' > \\ \n \r \t \u{0} \u{202e} {UNDEF}",
            "VALUES ?y { UNDEF }",
            "\\u0022",
            "",
        ] {
            let term = Term::from(Literal::new_simple_literal(value));
            let mut bound = parsed(TEXT);
            bind(&mut bound, "x", &term);
            assert_eq!(
                (places(&mut bound, "x"), places(&mut bound, "y")),
                (0, 1),
                "{value}"
            );
            let filled = fill(TEXT, &BTreeMap::from([("x".to_owned(), term)]));
            assert_eq!(canonical(&parsed(&filled)), canonical(&bound), "{filled}");
        }
    }

    #[test]
    fn two_readings_of_an_aggregate_are_the_same_text() {
        let text = "SELECT (COUNT(?s) AS ?n) (SUM(?o) AS ?m) { ?s ?p ?o . [] ?p [] }";
        assert_eq!(canonical(&parsed(text)), canonical(&parsed(text)));
        let other = "SELECT (COUNT(?s) AS ?n) (SUM(?s) AS ?m) { ?s ?p ?o . [] ?p [] }";
        assert_ne!(canonical(&parsed(text)), canonical(&parsed(other)));
    }
}
