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

use crate::query_case::case;
use crate::query_grammar::Sample;
use crate::query_grammar::long_samples;
use crate::query_grammar::samples;
use crate::query_graph::BASE;
use crate::query_graph::edition;
use crate::query_graph::random_triples;
use crate::rdflib;

const SAMPLES: usize = 500;
const LONG_SAMPLES: usize = 1_500;
const LONG_FOR_RDFLIB: usize = 100;
// Larger answers are left out: rdflib would take minutes over each.
const MOST_ROWS: usize = 3_000;
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

fn bag_of(answer: Answer) -> Bag {
    match answer {
        Answer::Rows(rows) => bag(rows.rows),
        Answer::Boolean(answer) => vec![answer.to_string()],
        Answer::Graph(triples) => triples.iter().map(Triple::to_string).collect(),
    }
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

/// Whether a query has nothing in it that engines read in ways of their own:
/// what is visible inside a group or an `EXISTS` of two levels.
fn agreed_by_all(sample: &Sample) -> bool {
    ![
        "group with a filter",
        "EXISTS within EXISTS",
        "subquery within EXISTS",
    ]
    .iter()
    .any(|construct| sample.constructs.contains(construct))
}

/// One graph on which engines are compared.
struct Compared {
    name: &'static str,
    edition: Edition,
    triples: Vec<Triple>,
    /// Queries, and what the edition answers.
    samples: Vec<(Sample, Answer)>,
}

fn compared() -> Result<Vec<Compared>, Box<dyn Error>> {
    let random = random_triples(1, 1);
    let (first, triples) = case("binance-usd1")?;
    let graphs = [
        ("a random case", edition(&random, &[BASE])?, random),
        ("the first case", first, triples),
    ];
    let mut compared = Vec::new();
    for (name, edition, triples) in graphs {
        let mut kept = Vec::new();
        let long = long_samples(&triples, 8, LONG_FOR_RDFLIB * 2);
        let long = long.into_iter().filter(agreed_by_all);
        let short = samples(&triples, 7, SAMPLES * 5 / 4);
        for sample in long.take(LONG_FOR_RDFLIB).chain(short) {
            let answer = prepare(&edition, &sample.text)?.run(&edition)?;
            let small = match &answer {
                Answer::Rows(rows) => rows.rows.len() <= MOST_ROWS,
                Answer::Boolean(_) | Answer::Graph(_) => true,
            };
            if small && kept.len() < SAMPLES {
                kept.push((sample, answer));
            }
        }
        assert_eq!(kept.len(), SAMPLES, "{name}");
        assert_has_rows(name, &kept);
        compared.push(Compared {
            name,
            edition,
            triples,
            samples: kept,
        });
    }
    Ok(compared)
}

fn assert_has_rows(name: &str, samples: &[(Sample, Answer)]) {
    let found = |answer: &Answer| match answer {
        Answer::Rows(rows) => !rows.rows.is_empty(),
        Answer::Boolean(found) => *found,
        Answer::Graph(triples) => !triples.is_empty(),
    };
    let with_rows = samples.iter().filter(|(_, answer)| found(answer)).count();
    assert!(
        with_rows * 100 >= samples.len() * WITH_ROWS,
        "on {name} only {with_rows} of {} queries find something",
        samples.len()
    );
    let mut examples: BTreeMap<&str, usize> = BTreeMap::new();
    for construct in samples.iter().flat_map(|(sample, _)| &sample.constructs) {
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
    for Compared {
        name,
        edition,
        triples,
        samples,
    } in compared()?
    {
        let store = store_of(&triples)?;
        let prefixes = Prefixes::of(&edition)?;
        for (Sample { text, .. }, answer) in samples {
            let theirs = from_store(&store, &prefixes, &text)?;
            assert_eq!(bag_of(answer), theirs, "on {name}: {text}");
        }
    }
    Ok(())
}

/// The store orders patterns by rules of its own, so that a wrong order of
/// ours would show.
#[test]
fn no_order_of_patterns_changes_an_answer() -> Result<(), Box<dyn Error>> {
    let (first, triples) = case("binance-usd1")?;
    let random = random_triples(2, 1);
    for (name, edition, triples, seed) in [
        ("a random case", edition(&random, &[BASE])?, random, 11),
        ("the first case", first, triples, 12),
    ] {
        let store = store_of(&triples)?;
        let prefixes = Prefixes::of(&edition)?;
        let mut examples: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut compared, mut found, mut by_counts) = (0, 0, 0);
        for Sample { text, constructs } in long_samples(&triples, seed, LONG_SAMPLES) {
            let prepared = prepare(&edition, &text)?;
            let ours = bag_of(prepared.run(&edition)?);
            if ours.len() > MOST_ROWS {
                continue;
            }
            assert_eq!(
                ours,
                from_store(&store, &prefixes, &text)?,
                "on {name}: {text}\n{}",
                prepared.explain(&edition)?.text()
            );
            if compared < 200 {
                by_counts += usize::from(prepared.explain(&edition)?.counted);
            }
            compared += 1;
            found += usize::from(!ours.is_empty());
            for construct in constructs {
                *examples.entry(construct).or_default() += 1;
            }
        }
        assert!(compared * 10 >= LONG_SAMPLES * 9, "{compared} on {name}");
        assert!(by_counts >= 150, "{by_counts} of 200 on {name}");
        assert!(
            found * 100 >= compared * 30,
            "{found} of {compared} on {name}"
        );
        for construct in [
            "EXISTS or EXISTS",
            "EXISTS within EXISTS",
            "subquery within EXISTS",
            "FILTER on a text",
            "BIND",
            "subquery",
            "group with a filter",
            "OPTIONAL with a filter on both sides",
            "IN",
            "VALUES of two",
            "MINUS",
            "path with +",
        ] {
            let count = examples.get(construct).copied().unwrap_or_default();
            assert!(count >= 20, "{construct}: {count} in {examples:?}");
        }
    }
    Ok(())
}

/// Where rdflib is known to answer otherwise, and why.
struct Difference {
    name: &'static str,
    applies: fn(&Sample) -> bool,
}

const DIFFERENCES: [Difference; 1] = [Difference {
    // SPARQL 1.1 gives a pair once for each alternative that holds; oxigraph gives it once.
    name: "a path with | gives a pair of nodes once, however many alternatives hold",
    applies: |sample| {
        sample
            .constructs
            .iter()
            .any(|name| name.starts_with("path with") && name.ends_with('|'))
    },
}];

#[test]
fn an_edition_answers_as_rdflib_does() -> Result<(), Box<dyn Error>> {
    let mut wrong = Vec::new();
    let mut seen = BTreeMap::new();
    for Compared {
        name,
        edition: _,
        triples,
        samples,
    } in compared()?
    {
        let texts: Vec<String> = samples
            .iter()
            .map(|(sample, _)| sample.text.clone())
            .collect();
        let theirs = rdflib::answers(&triples, &texts)?;
        for ((sample, answer), theirs) in samples.iter().zip(theirs) {
            let ours = rdflib::canonical(answer);
            if ours == theirs {
                continue;
            }
            let known = DIFFERENCES.iter().find(|known| (known.applies)(sample));
            match known {
                Some(known) => *seen.entry(known.name).or_insert(0_usize) += 1,
                None => wrong.push(format!(
                    "on {name}: {}\n  {} rows, rdflib {}\n  only ours: {:?}\n  only theirs: {:?}",
                    sample.text,
                    ours.len(),
                    theirs.len(),
                    ours.iter()
                        .filter(|row| !theirs.contains(row))
                        .take(2)
                        .collect::<Vec<_>>(),
                    theirs
                        .iter()
                        .filter(|row| !ours.contains(row))
                        .take(2)
                        .collect::<Vec<_>>(),
                )),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ, beyond {seen:?}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    for known in &DIFFERENCES {
        assert!(
            seen.contains_key(known.name),
            "no longer different: {}",
            known.name
        );
    }
    Ok(())
}
