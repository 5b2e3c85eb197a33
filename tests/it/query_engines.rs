//! An edition against two other SPARQL engines on the same triples.
//!
//! oxigraph's own in-memory store shares the evaluator and tests the adapter
//! and what an edition keeps; rdflib shares nothing and tests the rest. Five
//! hundred queries from a seeded grammar on each of two graphs must give the
//! same rows, counted with their repetitions.

use std::collections::BTreeMap;
use std::error::Error;

use nutgraf::edition::Edition;
use nutgraf::query::Answer;
use nutgraf::query::Prefixes;
use nutgraf::query::prepare;
use oxigraph::model::GraphName;
use oxigraph::model::Quad;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;

use crate::query_case::first_case;
use crate::query_grammar::Sample;
use crate::query_grammar::samples;
use crate::query_graph::BASE;
use crate::query_graph::edition;
use crate::query_graph::random_triples;
use crate::rdflib;

const SAMPLES: usize = 500;
// Of a hundred queries, so many must find something, else nothing is compared.
const WITH_ROWS: usize = 60;

/// Rows as text, sorted; each as often as it came.
type Bag = Vec<String>;

fn bag(rows: impl IntoIterator<Item = Vec<Option<Term>>>) -> Bag {
    let text = |term: Option<Term>| term.map_or("-".to_owned(), |term| term.to_string());
    let mut bag: Bag = rows
        .into_iter()
        .map(|row| row.into_iter().map(text).collect::<Vec<_>>().join(" "))
        .collect();
    bag.sort();
    bag
}

fn from_edition(edition: &Edition, text: &str) -> Result<Bag, Box<dyn Error>> {
    Ok(match prepare(edition, text)?.run(edition)? {
        Answer::Rows(rows) => bag(rows.rows),
        Answer::Boolean(answer) => vec![answer.to_string()],
        Answer::Graph(triples) => triples.iter().map(Triple::to_string).collect(),
    })
}

fn from_store(store: &Store, prefixes: &Prefixes, text: &str) -> Result<Bag, Box<dyn Error>> {
    let mut evaluator = SparqlEvaluator::new();
    for (name, namespace) in prefixes.iter() {
        evaluator = evaluator.with_prefix(name, namespace)?;
    }
    match evaluator.parse_query(text)?.on_store(store).execute()? {
        QueryResults::Solutions(solutions) => {
            let rows = solutions
                .map(|solution| Ok(solution?.values().to_vec()))
                .collect::<Result<Vec<_>, Box<dyn Error>>>()?;
            Ok(bag(rows))
        }
        QueryResults::Boolean(answer) => Ok(vec![answer.to_string()]),
        QueryResults::Graph(_) => Err("the grammar makes no graphs".into()),
    }
}

fn store_of(triples: &[Triple]) -> Result<Store, Box<dyn Error>> {
    let store = Store::new()?;
    for triple in triples {
        store.insert(&Quad::new(
            triple.subject.clone(),
            triple.predicate.clone(),
            triple.object.clone(),
            GraphName::DefaultGraph,
        ))?;
    }
    Ok(store)
}

/// The graphs on which engines are compared: name, edition, triples.
fn graphs() -> Result<Vec<(&'static str, Edition, Vec<Triple>)>, Box<dyn Error>> {
    let random = random_triples(1);
    let (first, triples) = first_case()?;
    Ok(vec![
        ("a random case", edition(&random, &[BASE])?, random),
        ("the first case", first, triples),
    ])
}

fn assert_has_rows(samples: &[Sample], with_rows: usize) {
    assert!(
        with_rows * 100 >= samples.len() * WITH_ROWS,
        "only {with_rows} of {} queries find something",
        samples.len()
    );
    let mut examples: BTreeMap<&str, usize> = BTreeMap::new();
    for construct in samples.iter().flat_map(|sample| &sample.constructs) {
        *examples.entry(construct).or_default() += 1;
    }
    for construct in [
        "OPTIONAL",
        "UNION",
        "MINUS",
        "NOT EXISTS",
        "FILTER on a date",
        "FILTER on a decimal",
        "path with |",
        "path with +",
        "GROUP BY",
        "VALUES",
        "ORDER BY and LIMIT",
    ] {
        let count = examples.get(construct).copied().unwrap_or_default();
        assert!(count >= 5, "{construct}: {count} in {examples:?}");
    }
}

#[test]
fn an_edition_answers_as_a_store_does() -> Result<(), Box<dyn Error>> {
    for (name, edition, triples) in graphs()? {
        let store = store_of(&triples)?;
        let prefixes = Prefixes::of(&edition)?;
        let samples = samples(&triples, 7, SAMPLES);
        let mut with_rows = 0;
        for Sample { text, .. } in &samples {
            let ours = from_edition(&edition, text)?;
            let theirs = from_store(&store, &prefixes, text)?;
            assert_eq!(ours, theirs, "on {name}: {text}");
            with_rows += usize::from(!ours.is_empty());
        }
        assert_has_rows(&samples, with_rows);
    }
    Ok(())
}

/// Where rdflib is known to answer otherwise, and why; compared as sets, or not at all.
const DIFFERENCES: &[Difference] = &[];

struct Difference {
    name: &'static str,
    applies: fn(&Sample) -> bool,
    /// Whether at least the distinct rows agree.
    same_set: bool,
}

#[test]
fn an_edition_answers_as_rdflib_does() -> Result<(), Box<dyn Error>> {
    let mut wrong = Vec::new();
    for (name, edition, triples) in graphs()? {
        let samples = samples(&triples, 7, SAMPLES);
        let texts: Vec<String> = samples.iter().map(|sample| sample.text.clone()).collect();
        let theirs = rdflib::answers(&triples, &texts)?;
        for (sample, theirs) in samples.iter().zip(theirs) {
            let ours = rdflib::canonical(&prepare(&edition, &sample.text)?.run(&edition)?);
            if ours == theirs {
                continue;
            }
            let known = DIFFERENCES.iter().find(|known| (known.applies)(sample));
            let set = |bag: &[String]| -> Vec<String> {
                let mut set = bag.to_vec();
                set.dedup();
                set
            };
            match known {
                Some(known) if !known.same_set || set(&ours) == set(&theirs) => {}
                _ => wrong.push(format!(
                    "on {name}: {}\n  {} rows, rdflib {}\n  only ours: {:?}\n  only theirs: {:?}",
                    sample.text,
                    ours.len(),
                    theirs.len(),
                    ours.iter().filter(|row| !theirs.contains(row)).take(2).collect::<Vec<_>>(),
                    theirs.iter().filter(|row| !ours.contains(row)).take(2).collect::<Vec<_>>(),
                )),
            }
        }
    }
    let names: Vec<&str> = DIFFERENCES.iter().map(|known| known.name).collect();
    assert!(wrong.is_empty(), "{} differ, beyond {names:?}:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}
