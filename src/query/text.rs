//! Part of a name or text, found through the index of words.
//!
//! A condition such as `CONTAINS(LCASE(?label), "part")` makes the engine read
//! every label. The edition's index says which resources have a word with that
//! part in it; the query looks at those and at nothing else, and the condition
//! itself still decides. That is sound because folding works letter by letter
//! (`model::fold`): if a text holds a part, one of its folded words holds each
//! folded word of the part. The few letters for which lower or upper case does
//! not fold to the same are left to the engine, and so are editions with RDF
//! from elsewhere, whose labels are in no index.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Variable;
use oxigraph::model::vocab::xsd;
use spargebra::algebra::Expression;
use spargebra::algebra::Function;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::PropertyPathExpression;
use spargebra::term::NamedNodePattern;
use spargebra::term::TermPattern;

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::TermId;
use crate::model::iri;
use crate::model::words;

/// Predicates whose texts are in the index, each with the classes of things
/// that have it too but are not in the index under it.
const INDEXED: [(&str, &str, &[&str]); 7] = [
    (iri::RDFS, "label", &["Relation"]),
    (iri::SKOS, "altLabel", &[]),
    (iri::DCTERMS, "description", &[]),
    (iri::NG, "text", &[]),
    (iri::NG, "quote", &["Citation"]),
    (iri::NG, "occasion", &[]),
    (iri::NG, "venue", &[]),
];

/// What a condition looks for, and in which variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) text: Variable,
    part: String,
}

/// Reads a condition that can hold only where a text has a part.
pub(super) fn wanted(condition: &Expression) -> Option<Wanted> {
    let Expression::FunctionCall(function, arguments) = condition else {
        return None;
    };
    let (text, part, flags) = match (function, arguments.as_slice()) {
        (Function::Contains | Function::StrStarts | Function::StrEnds, [text, part]) => {
            (text, plain(part)?, None)
        }
        (Function::Regex, [text, part]) => (text, plain(part)?, Some("")),
        (Function::Regex, [text, part, flags]) => (text, plain(part)?, Some(plain(flags)?)),
        _ => return None,
    };
    let (text, case) = variable(text)?;
    let safe = |c: char| match case {
        Case::AsItIs => true,
        // Of capital sharp s, which folds to itself.
        Case::Lower => c != 'ß',
        // Of letters with a small iota below, which becomes a letter of its own.
        Case::Upper => {
            !matches!(c, '\u{342}' | '\u{345}' | '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
        }
    };
    let literal = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | ',' | '\'');
    let can = part.chars().all(safe)
        && match flags {
            None => true,
            Some("") => part.chars().all(literal),
            // Beyond ASCII, letters match others than those they fold to.
            Some("i") => part.is_ascii() && part.chars().all(literal),
            Some(_) => false,
        };
    can.then(|| Wanted {
        text,
        part: part.to_owned(),
    })
}

enum Case {
    AsItIs,
    Lower,
    Upper,
}

fn plain(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Literal(literal) if literal.datatype() == xsd::STRING => Some(literal.value()),
        _ => None,
    }
}

/// Reads `?x`, `STR(?x)`, and either in one case.
fn variable(expression: &Expression) -> Option<(Variable, Case)> {
    let (inner, case) = match expression {
        Expression::FunctionCall(Function::LCase, inner) => (inner.first()?, Case::Lower),
        Expression::FunctionCall(Function::UCase, inner) => (inner.first()?, Case::Upper),
        other => (other, Case::AsItIs),
    };
    let inner = match inner {
        Expression::FunctionCall(Function::Str, inner) => inner.first()?,
        other => other,
    };
    match inner {
        Expression::Variable(variable) => Some((variable.clone(), case)),
        _ => None,
    }
}

/// Reads a pattern that gives a resource its text: the variable of the
/// resource, and the predicates.
pub(super) fn resource<'p>(
    pattern: &'p GraphPattern,
    text: &Variable,
) -> Option<(Variable, Vec<&'p NamedNode>)> {
    let (subject, predicates, object) = match pattern {
        GraphPattern::Bgp { patterns } => {
            let [triple] = patterns.as_slice() else {
                return None;
            };
            let NamedNodePattern::NamedNode(predicate) = &triple.predicate else {
                return None;
            };
            (&triple.subject, vec![predicate], &triple.object)
        }
        GraphPattern::Path {
            subject,
            path,
            object,
        } => (subject, alternatives(path)?, object),
        _ => return None,
    };
    match (subject, object) {
        (TermPattern::Variable(resource), TermPattern::Variable(object)) if object == text => {
            Some((resource.clone(), predicates))
        }
        _ => None,
    }
}

fn alternatives(path: &PropertyPathExpression) -> Option<Vec<&NamedNode>> {
    match path {
        PropertyPathExpression::NamedNode(name) => Some(vec![name]),
        PropertyPathExpression::Alternative(a, b) => {
            let mut both = alternatives(a)?;
            both.extend(alternatives(b)?);
            Some(both)
        }
        _ => None,
    }
}

/// Gives every resource that may have the part in a text under one of the
/// predicates; nothing when the index cannot tell, or tells too little.
///
/// # Errors
/// When the edition is damaged where it is asked.
pub(super) fn resources(
    edition: &Edition,
    predicates: &[&NamedNode],
    wanted: &Wanted,
) -> Result<Option<Vec<NamedNode>>, EditionError> {
    let parts = words(&wanted.part);
    let Some(longest) = parts.iter().max_by_key(|part| part.len()) else {
        return Ok(None);
    };
    let mut ids = Vec::with_capacity(predicates.len());
    let mut found = BTreeSet::new();
    let mut all = 0;
    for predicate in predicates {
        let listed = INDEXED
            .iter()
            .find(|(namespace, name, _)| predicate.as_str().strip_prefix(namespace) == Some(*name));
        let Some((_, _, besides)) = listed else {
            return Ok(None);
        };
        if let Some(id) = edition.term_id(&Term::NamedNode((*predicate).clone()))? {
            ids.push(id);
            all += edition.count(None, Some(id), None)?;
        }
        for class in *besides {
            instances(edition, class, &mut found)?;
        }
    }
    let Some(index) = edition.index("words")? else {
        return Ok(None);
    };
    if !is_all_tables(edition)? {
        return Ok(None);
    }
    for entry in index.containing(longest) {
        for id in entry?.1 {
            for predicate in &ids {
                if edition.count(Some(*id), Some(*predicate), None)? > 0 {
                    found.insert(*id);
                    break;
                }
            }
        }
        if found.len() as u64 * 3 > all {
            // Nearly everything: reading it in order is no slower.
            return Ok(None);
        }
    }
    let mut names = Vec::with_capacity(found.len());
    for id in found {
        match edition.term(id)? {
            Term::NamedNode(name) => names.push(name),
            Term::BlankNode(_) | Term::Literal(_) => {}
        }
    }
    Ok(Some(names))
}

fn instances(
    edition: &Edition,
    class: &str,
    found: &mut BTreeSet<TermId>,
) -> Result<(), EditionError> {
    let term = |iri: String| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let (Some(is), Some(class)) = (term(format!("{}type", iri::RDF))?, term(iri::ng(class))?)
    else {
        return Ok(());
    };
    for triple in edition.matching(None, Some(is), Some(class)) {
        found.insert(triple?[0]);
    }
    Ok(())
}

/// Whether nothing but tables went into the edition, so that every text is one
/// that the index has seen.
fn is_all_tables(edition: &Edition) -> Result<bool, EditionError> {
    let inputs = edition.provenance()?.inputs;
    let of_a_case = |name: &str| name.ends_with(".csv") || name.ends_with("nutgraf.toml");
    Ok(!inputs.is_empty() && inputs.iter().all(|input| of_a_case(&input.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fold;
    use spargebra::SparqlParser;

    fn reads(condition: &str) -> Option<String> {
        let text = format!("ASK {{ ?x <p:p> ?t FILTER({condition}) }}");
        let query = SparqlParser::new().parse_query(&text).expect(&text);
        let spargebra::Query::Ask { pattern, .. } = query else {
            panic!("{query} asks nothing");
        };
        // The parser may put the variables that are selected around it.
        let pattern = match pattern {
            GraphPattern::Project { inner, .. } => *inner,
            other => other,
        };
        let GraphPattern::Filter { expr, .. } = pattern else {
            panic!("{pattern:?} is no filter");
        };
        wanted(&expr).map(|wanted| wanted.part)
    }

    #[test]
    fn conditions_are_read_only_where_folding_keeps_what_they_find() {
        for (condition, part) in [
            ("CONTAINS(?t, 'Straße')", Some("Straße")),
            ("CONTAINS(LCASE(STR(?t)), 'witkoff')", Some("witkoff")),
            ("CONTAINS(LCASE(?t), 'straße')", None),
            ("CONTAINS(UCASE(?t), 'ΑΙ')", None),
            ("CONTAINS(UCASE(?t), 'WLF')", Some("WLF")),
            ("STRSTARTS(?t, 'W')", Some("W")),
            ("STRENDS(STR(?t), '')", Some("")),
            ("REGEX(?t, 'wit', 'i')", Some("wit")),
            ("REGEX(?t, 'Ötzi')", Some("Ötzi")),
            ("REGEX(?t, 'ötzi', 'i')", None),
            ("REGEX(?t, 'w.t')", None),
            ("REGEX(?t, 'wit', 'x')", None),
            ("CONTAINS(?t, ?other)", None),
            ("CONTAINS(LCASE(UCASE(?t)), 'a')", None),
            ("CONTAINS(?t, 'a'@en)", None),
            ("!CONTAINS(?t, 'a')", None),
        ] {
            assert_eq!(reads(condition).as_deref(), part, "{condition}");
        }
    }

    /// The proof over every letter that the doc of this file speaks of.
    #[test]
    fn letters_fold_alike_in_any_case_but_those_left_to_the_engine() {
        let folded = |text: &str| fold(&format!("x{text}x"));
        for c in '\0'..=char::MAX {
            if c.is_whitespace() {
                continue;
            }
            let text = c.to_string();
            for (case, lower) in [(text.to_lowercase(), true), (text.to_uppercase(), false)] {
                if folded(&case) != folded(&text) {
                    let function = if lower { "LCASE" } else { "UCASE" };
                    for letter in case.chars() {
                        let condition = format!("CONTAINS({function}(?t), '{letter}')");
                        assert_eq!(reads(&condition), None, "{c:?} becomes {case:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn folding_goes_letter_by_letter() {
        // Texts in which neighbours could change each other's folding.
        let hard: Vec<char> = "aAßẞıİſKé\u{301}\u{323}ΣσςΑ\u{345}ﬁ가각\u{11a8}Å\u{fb01}'’\"-–1²½"
            .chars()
            .collect();
        for a in &hard {
            for b in &hard {
                for c in &hard {
                    let whole: String = fold(&format!("{a}{b}{c}"));
                    let each: String = [a, b, c].iter().map(|c| fold(&c.to_string())).collect();
                    assert_eq!(whole, each, "{a:?} {b:?} {c:?}");
                }
            }
        }
    }
}
