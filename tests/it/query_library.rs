//! Every question of the library: its exact rows, and the same through rdflib.
//!
//! The expected rows are files in `tests/it/queries/`, one per question and
//! case, to be read by eye; `NUTGRAF_BLESS=1` rewrites them. A question that
//! the first case cannot answer with rows is also asked of the example case.

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use nutgraf::query::Answer;
use nutgraf::query::Library;
use nutgraf::query::NamedTerms;
use nutgraf::query::Prefixes;
use nutgraf::query::Rows;
use nutgraf::query::prepare;
use oxigraph::model::Term;
use spargebra::Query;
use spargebra::SparqlParser;
use spargebra::algebra::Expression;
use spargebra::algebra::GraphPattern;
use spargebra::algebra::OrderExpression;

use crate::query_asked::ASKED;
use crate::query_asked::Asked;
use crate::query_asked::FIRST;
use crate::query_asked::asked_cases;
use crate::query_asked::bound;
use crate::query_case::case;
use crate::rdflib;

fn rows(answer: Answer) -> Result<Rows, Box<dyn Error>> {
    match answer {
        Answer::Rows(rows) => Ok(rows),
        Answer::Boolean(_) | Answer::Graph(_) => Err("the library gives rows".into()),
    }
}

fn csv(rows: &Rows, prefixes: &Prefixes) -> Result<String, Box<dyn Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&rows.variables)?;
    for row in &rows.rows {
        let cell = |term: &Option<Term>| {
            term.as_ref()
                .map_or(String::new(), |term| prefixes.show(term))
        };
        writer.write_record(row.iter().map(cell))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[test]
fn every_question_has_its_exact_rows() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/queries");
    let bless = env::var_os("NUTGRAF_BLESS").is_some();
    let mut files = BTreeSet::new();
    let mut wrong = Vec::new();
    for (case, edition, _) in asked_cases()? {
        for (name, _, values, more) in ASKED.iter().filter(|(_, of, _, _)| *of == case) {
            let prepared = bound(&edition, name, values)?;
            let found = rows(prepared.run(&edition)?)?;
            let file = [*name, case, *more]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(".");
            let path = folder.join(format!("{file}.csv"));
            let text = csv(&found, prepared.prefixes())?;
            if bless {
                fs::create_dir_all(&folder)?;
                fs::write(&path, &text)?;
            }
            if fs::read_to_string(&path).unwrap_or_default() != text {
                wrong.push(format!("{file}:\n{text}"));
            }
            assert!(files.insert(path), "{file} is asked twice");
        }
    }
    assert!(
        wrong.is_empty(),
        "other rows than expected; look, then NUTGRAF_BLESS=1:\n{}",
        wrong.join("\n")
    );
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        assert!(
            files.contains(&path),
            "{} is expected by nobody",
            path.display()
        );
    }
    Ok(())
}

/// What an answer names is noted while it is written out; looking it up afterwards,
/// term by term, finds the same.
#[test]
fn an_answer_comes_with_the_terms_that_it_names() -> Result<(), Box<dyn Error>> {
    let mut texts = 0;
    for (case, edition, _) in asked_cases()? {
        for (name, _, values, _) in ASKED.iter().filter(|(_, of, _, _)| *of == case) {
            let (answer, named) = bound(&edition, name, values)?.run_named(&edition)?;
            assert_eq!(named, NamedTerms::new(&edition, &answer)?, "{name}");
        }
        // Computed terms, one of which the edition has; and what only the engine can.
        for query in [
            "SELECT ?text (CONCAT(?text, '!') AS ?new) (STR('denied') AS ?known) { ?c ng:text ?text }",
            "SELECT (GROUP_CONCAT(?text) AS ?all) (SAMPLE(?c) AS ?one) { ?c ng:text ?text } GROUP BY ?standing",
            "CONSTRUCT { ?c ng:text ?text } { ?c ng:text ?text }",
            "ASK { ?c ng:text ?text }",
        ] {
            let (answer, named) = prepare(&edition, query)?.run_named(&edition)?;
            assert_eq!(named, NamedTerms::new(&edition, &answer)?, "{query}");
            texts += usize::from(named != NamedTerms::default());
        }
    }
    assert!(texts > 5, "{texts}");
    Ok(())
}

/// Questions that no other engine can answer: a `SERVICE ng:path` asks the path
/// graph, which they do not have. `query_paths` holds it against the command.
const OURS_ALONE: [&str; 1] = ["paths-between"];

#[test]
fn rdflib_gives_the_same_rows_for_every_question() -> Result<(), Box<dyn Error>> {
    for (case, edition, triples) in asked_cases()? {
        let asked: Vec<&Asked> = ASKED
            .iter()
            .filter(|(name, of, _, _)| *of == case && !OURS_ALONE.contains(name))
            .collect();
        let mut texts = Vec::new();
        let mut ours = Vec::new();
        for (name, _, values, _) in &asked {
            let prepared = bound(&edition, name, values)?;
            texts.push(prepared.sparql()?);
            ours.push(rdflib::canonical(&prepared.run(&edition)?));
        }
        let theirs = rdflib::answers(&triples, &texts)?;
        for ((asked, ours), theirs) in asked.iter().zip(ours).zip(theirs) {
            assert_eq!(ours, theirs, "{asked:?}");
        }
    }
    Ok(())
}

#[test]
fn the_library_is_the_folder_and_every_question_is_asked() -> Result<(), Box<dyn Error>> {
    let mut folder = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("queries"))? {
        let path = entry?.path();
        assert_eq!(
            path.extension().and_then(|e| e.to_str()),
            Some("rq"),
            "{}",
            path.display()
        );
        folder.push(
            path.file_stem()
                .and_then(|s| s.to_str())
                .ok_or("a name")?
                .to_owned(),
        );
    }
    folder.sort();
    let built_in: Vec<&str> = Library::all()
        .iter()
        .map(|question| question.name)
        .collect();
    assert_eq!(built_in, folder);
    for name in &built_in {
        assert!(Library::find(name).is_some(), "{name}");
        assert!(
            ASKED.iter().any(|(asked, ..)| asked == name),
            "{name} is never asked"
        );
    }
    assert!(Library::find("claims").is_none());
    Ok(())
}

#[test]
fn every_question_declares_what_it_uses_and_returns_what_it_promises() -> Result<(), Box<dyn Error>>
{
    let (edition, _) = case(FIRST)?;
    for question in Library::all() {
        let name = question.name;
        // Without a prefix from elsewhere: any engine can read it.
        let query = SparqlParser::new()
            .parse_query(question.text)
            .map_err(|error| format!("{name}: {error}"))?;
        let header = &question.header;
        assert!(
            header.question.ends_with(['?', '.']),
            "{name}: {}",
            header.question
        );
        let declared: Vec<&String> = header.columns.iter().map(|(column, _)| column).collect();
        assert_eq!(
            declared,
            selected(&query).iter().collect::<Vec<_>>(),
            "{name}"
        );
        for words in header
            .columns
            .iter()
            .map(|(_, words)| words)
            .chain(header.parameters.iter().map(|p| &p.words))
        {
            assert!(!words.is_empty(), "{name}");
        }
        for place in question
            .text
            .split("VALUES ?")
            .skip(1)
            .filter_map(|rest| rest.split_once(" { UNDEF }"))
        {
            if !place.0.contains(' ') {
                assert!(
                    header.parameters.iter().any(|p| p.name == place.0),
                    "{name}: {}",
                    place.0
                );
            }
        }
        for line in question
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("PREFIX "))
        {
            let prefix = line.split(' ').next().ok_or("a prefix")?;
            assert!(
                question.text.matches(prefix).count() > 1,
                "{name} declares {prefix} for nothing"
            );
        }
        assert!(!question.text.to_uppercase().contains("LATERAL"), "{name}");
        assert_eq!(
            question.text.contains("SERVICE"),
            OURS_ALONE.contains(&name),
            "{name}"
        );
        // A claim that is shown has its standing and its answers beside it.
        let shows = |column: &str| declared.iter().any(|declared| *declared == column);
        if shows("claim") {
            assert!(
                shows("standing") && shows("answer") && shows("answer_text"),
                "{name}"
            );
        }
        let needed: Vec<_> = header.parameters.iter().filter(|p| !p.optional).collect();
        if let Err(error) = prepare(&edition, question.text)?.run(&edition) {
            let message = error.to_string();
            assert!(
                message.starts_with("the query needs `") && !needed.is_empty(),
                "{name}: {message}"
            );
            assert!(
                needed.iter().all(|p| message.contains(&p.words)),
                "{name}: {message}"
            );
        } else {
            assert!(needed.is_empty(), "{name}");
        }
    }
    Ok(())
}

#[test]
fn no_two_rows_of_a_question_have_the_same_place_in_its_order() -> Result<(), Box<dyn Error>> {
    for (case, edition, _) in asked_cases()? {
        for (name, _, values, _) in ASKED.iter().filter(|(_, of, _, _)| *of == case) {
            let question = Library::find(name).ok_or("a question")?;
            let keys = order_keys(&SparqlParser::new().parse_query(question.text)?)
                .ok_or_else(|| format!("{name} has no order"))?;
            let found = rows(bound(&edition, name, values)?.run(&edition)?)?;
            let at: Vec<usize> = keys
                .iter()
                .map(|key| {
                    found
                        .variables
                        .iter()
                        .position(|variable| variable == key)
                        .ok_or_else(|| format!("{name} orders by {key}"))
                })
                .collect::<Result<_, _>>()?;
            let mut places = BTreeSet::new();
            for row in &found.rows {
                let place: Vec<String> = at.iter().map(|at| format!("{:?}", row[*at])).collect();
                assert!(places.insert(place), "{name}: {row:?}");
            }
        }
    }
    Ok(())
}

fn selected(query: &Query) -> Vec<String> {
    fn project(pattern: &GraphPattern) -> Vec<String> {
        match pattern {
            GraphPattern::Project { variables, .. } => {
                variables.iter().map(|v| v.as_str().to_owned()).collect()
            }
            GraphPattern::Distinct { inner } | GraphPattern::Slice { inner, .. } => project(inner),
            _ => Vec::new(),
        }
    }
    match query {
        Query::Select { pattern, .. } => project(pattern),
        _ => Vec::new(),
    }
}

/// The variables of the outermost `ORDER BY`.
fn order_keys(query: &Query) -> Option<Vec<String>> {
    fn keys(pattern: &GraphPattern) -> Option<Vec<String>> {
        match pattern {
            GraphPattern::OrderBy { expression, .. } => expression
                .iter()
                .map(|order| match order {
                    OrderExpression::Asc(Expression::Variable(v))
                    | OrderExpression::Desc(Expression::Variable(v)) => Some(v.as_str().to_owned()),
                    _ => None,
                })
                .collect(),
            GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Slice { inner, .. } => keys(inner),
            _ => None,
        }
    }
    match query {
        Query::Select { pattern, .. } => keys(pattern),
        _ => None,
    }
}
