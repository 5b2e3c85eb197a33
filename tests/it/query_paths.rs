//! `SERVICE ng:path` within SPARQL: its rows are those of `nutgraf path`, it can
//! stand anywhere in a query, and whatever goes wrong is an error in words
//! (`refused`).
//!
//! Two second opinions: the shipped binary's own `path -o json`, and another
//! engine on the same query with the rows of its block written out.

mod refused;

use std::collections::BTreeSet;
use std::error::Error;

use nutgraf::edition::Edition;
use nutgraf::query::Answer;
use nutgraf::query::Note;
use nutgraf::query::Prepared;
use nutgraf::query::QueryError;
use nutgraf::query::Rows;
use nutgraf::query::prepare;
use oxigraph::model::GraphName;
use oxigraph::model::NamedNode;
use oxigraph::model::Quad;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use serde_json::Value;

use crate::program::Case;
use crate::query_asked::FIRST;
use crate::query_asked::find_paths;
use crate::query_case::case;
use crate::rdflib;

type Outcome = Result<(), Box<dyn Error>>;

/// People, a firm, a family, a coin, a placeholder, and one that is apart.
const ENTITIES: [&str; 8] = [
    "changpeng-zhao",
    "steve-witkoff",
    "binance",
    "trump-family",
    "usd1",
    "uae-investment-firm",
    "world-liberty-financial",
    "bloomberg",
];

/// The same settings in a block and on the command line.
const SETTINGS: [(&str, &[&str]); 17] = [
    ("", &[]),
    ("ng:only ng:uncontested ;", &["--uncontested"]),
    ("ng:maxHops 2 ;", &["--max-hops", "2"]),
    ("ng:k 3 ;", &["-k", "3"]),
    ("ng:allShortest true ;", &["--all-shortest"]),
    (
        "ng:k 4 ; ng:maxHops 3 ; ng:only ng:uncontested ;",
        &["-k", "4", "--max-hops", "3", "--uncontested"],
    ),
    ("ng:strongest true ;", &["--strongest"]),
    ("ng:minOrigins 2 ; ng:k 2 ;", &["--min-origins", "2", "-k", "2"]),
    ("ng:named true ;", &["--named"]),
    ("ng:documented true ;", &["--documented"]),
    (
        "ng:relation rel:owns, rel:founded ;",
        &["--relation", "owns,founded"],
    ),
    ("ng:notRelation rel:owns ;", &["--not-relation", "owns"]),
    ("ng:on \"2025-03-31\" ;", &["--on", "2025-03-31"]),
    (
        "ng:via entity:donald-trump ; ng:k 2 ;",
        &["--via", "donald-trump", "-k", "2"],
    ),
    (
        "ng:avoid entity:donald-trump ;",
        &["--avoid", "donald-trump"],
    ),
    (
        "ng:withoutSource source:bloomberg-report ;",
        &["--without-source", "source:bloomberg-report"],
    ),
    (
        "ng:only ng:disputed, ng:denied ; ng:allShortest true ;",
        &["--standing", "disputed,denied", "--all-shortest"],
    ),
];

fn local(cell: &Value) -> String {
    let text = cell["value"].as_str().unwrap_or_default();
    text.rsplit(['/', '#'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The rows of a query through the binary, as the last parts of their values.
fn told(case: &Case, query: &str) -> BTreeSet<Vec<String>> {
    let run = case.run("query", &["-e", query, "-o", "json"]).ends(0);
    let answer = run.json();
    let variables = answer["head"]["vars"].as_array().expect("variables");
    let rows = answer["results"]["bindings"].as_array().expect("rows");
    let cells = |row: &Value| {
        let names = variables.iter().filter_map(Value::as_str);
        names.map(|name| local(&row[name])).collect::<Vec<_>>()
    };
    let told: BTreeSet<_> = rows.iter().map(cells).collect();
    assert_eq!(told.len(), rows.len(), "a row comes twice: {query}");
    told
}

#[test]
fn the_rows_are_the_paths_of_the_command() {
    let case = Case::first();
    let ends: Vec<String> = ENTITIES.iter().map(|id| format!("entity:{id}")).collect();
    let ends = ends.join(" ");
    let mut most_paths = 0;
    for (settings, flags) in SETTINGS {
        // The outputs in the order of their columns, all named like the variables.
        let told = |outputs: &str| {
            let names = outputs.split(' ');
            let asked: Vec<String> = names
                .clone()
                .map(|name| format!("ng:{name} ?{name}"))
                .collect();
            let shown: Vec<String> = names.map(|name| format!("?{name}")).collect();
            let query = format!(
                "SELECT ?a ?z {} {{ SERVICE ng:path {{ VALUES ?a {{ {ends} }} VALUES ?z {{ {ends} }}
                   [] ng:from ?a ; ng:to ?z ; {settings} {} }} }}",
                shown.join(" "),
                asked.join(" ; ")
            );
            told(&case, &query)
        };
        let by_claim = told("path hop hopFrom hopTo hopStanding claim");
        let by_link = told("path hop link");
        let by_path = told("path length pathStanding");
        let (mut claims, mut links, mut paths) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for from in ENTITIES {
            for to in ENTITIES {
                let mut arguments = vec![from, to, "-o", "json"];
                arguments.extend(flags);
                let answer = case.run("path", &arguments).json();
                assert_eq!(answer["complete"], true, "{from} {to} {settings}");
                let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                for (number, path) in (1..).zip(list(&answer["paths"])) {
                    let at = [from.to_owned(), to.to_owned(), i32::to_string(&number)];
                    let hops = list(&path["hops"]);
                    let mut row = at.to_vec();
                    row.extend([hops.len().to_string(), text(&path["standing"])]);
                    paths.insert(row);
                    for (number, hop) in (1..).zip(hops) {
                        let number = i32::to_string(&number);
                        for claim in list(&hop["claims"]) {
                            let mut row = at.to_vec();
                            row.push(number.clone());
                            row.extend(["from", "to", "standing"].map(|key| text(&hop[key])));
                            row.push(text(&claim["id"]));
                            claims.insert(row);
                        }
                        for link in list(&hop["links"]) {
                            let mut row = at.to_vec();
                            row.extend([number.clone(), text(&link["id"])]);
                            links.insert(row);
                        }
                    }
                }
            }
        }
        assert_eq!(by_claim, claims, "{settings}");
        assert_eq!(by_link, links, "{settings}");
        assert_eq!(by_path, paths, "{settings}");
        most_paths = most_paths.max(paths.len());
    }
    assert!(most_paths > 100, "hardly anything was compared");
}

fn first() -> Result<(Edition, Vec<Triple>), Box<dyn Error>> {
    case(FIRST)
}

fn ready(edition: &Edition, text: &str) -> Result<Prepared, Box<dyn Error>> {
    let mut prepared = prepare(edition, text).map_err(|error| format!("{text}\n{error}"))?;
    find_paths(edition, &mut prepared)?;
    Ok(prepared)
}

fn rows(answer: Answer) -> Result<Rows, Box<dyn Error>> {
    match answer {
        Answer::Rows(rows) => Ok(rows),
        Answer::Boolean(_) | Answer::Graph(_) => Err("rows".into()),
    }
}

/// A block's rows, found by themselves and written as a table of values.
fn written_out(edition: &Edition, block: &str) -> Result<String, Box<dyn Error>> {
    let found = rows(ready(edition, &format!("SELECT * {{ {block} }}"))?.run(edition)?)?;
    let names: Vec<String> = found
        .variables
        .iter()
        .map(|name| format!("?{name}"))
        .collect();
    let cell = |cell: &Option<Term>| cell.as_ref().map_or("UNDEF".to_owned(), Term::to_string);
    let lines = found.rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(cell).collect();
        format!("({})", cells.join(" "))
    });
    let lines: Vec<String> = lines.collect();
    assert!(!lines.is_empty(), "{block}");
    Ok(format!(
        "VALUES ({}) {{ {} }}",
        names.join(" "),
        lines.join(" ")
    ))
}

/// What the engine answers on its own store.
fn elsewhere(store: &Store, edition: &Edition, text: &str) -> Result<Answer, Box<dyn Error>> {
    let mut evaluator = SparqlEvaluator::new();
    for (name, namespace) in prepare(edition, "ASK {}")?.prefixes().iter() {
        evaluator = evaluator.with_prefix(name, namespace)?;
    }
    Ok(
        match evaluator.parse_query(text)?.on_store(store).execute()? {
            QueryResults::Boolean(answer) => Answer::Boolean(answer),
            QueryResults::Graph(triples) => {
                let mut triples = triples.collect::<Result<Vec<_>, _>>()?;
                triples.sort_by_key(Triple::to_string);
                triples.dedup();
                Answer::Graph(triples)
            }
            QueryResults::Solutions(solutions) => Answer::Rows(Rows {
                variables: Vec::new(),
                rows: solutions
                    .map(|solution| Ok(solution?.values().to_vec()))
                    .collect::<Result<_, Box<dyn Error>>>()?,
            }),
        },
    )
}

#[test]
fn a_block_anywhere_is_as_good_as_its_rows_written_out() -> Outcome {
    let (edition, triples) = first()?;
    let store = Store::new()?;
    for Triple {
        subject,
        predicate,
        object,
    } in triples
    {
        store.insert(&Quad::new(
            subject,
            predicate,
            object,
            GraphName::DefaultGraph,
        ))?;
    }
    let blocks = [
        "SERVICE ng:path { [] ng:from entity:changpeng-zhao ; ng:to entity:trump-family ; ng:k 3 ; ng:path ?path ; ng:hop ?hop ; ng:claim ?claim . }",
        "SERVICE ng:path { VALUES ?who { entity:binance entity:steve-witkoff } [] ng:from ?who ; ng:to entity:usd1 ; ng:allShortest true ; ng:length ?hop ; ng:link ?claim . }",
        "SERVICE ng:path { BIND(entity:usd1 AS ?coin) [] ng:from entity:binance, entity:changpeng-zhao ; ng:to ?coin ; ng:path ?path ; ng:claim ?claim ; ng:hopFrom ?who . }",
    ];
    let around = [
        "SELECT ?hop ?claim ?text ?standing WHERE { BLOCK ?claim ng:text ?text ; ng:standing ?standing } ORDER BY ?hop ?claim",
        "SELECT * { ?claim ng:standing ng:denied OPTIONAL { BLOCK } }",
        "SELECT * { ?claim ng:standing ng:denied OPTIONAL { BLOCK FILTER(?hop > 1) } }",
        "SELECT * { { ?claim ng:standing ng:denied } UNION { BLOCK } }",
        "SELECT * { ?claim a ng:Claim ; ng:text ?text FILTER EXISTS { BLOCK } }",
        "SELECT * { ?claim a ng:Claim ; ng:text ?text FILTER NOT EXISTS { BLOCK } }",
        "SELECT * { ?claim a ng:Claim FILTER(?claim = claim:wlf-launched-usd1 || EXISTS { BLOCK }) }",
        "SELECT * { ?claim a ng:Claim MINUS { BLOCK } }",
        "SELECT * { BLOCK MINUS { ?claim ng:standing ng:denied } }",
        "SELECT ?standing ?n { { SELECT ?claim (COUNT(*) AS ?n) { BLOCK } GROUP BY ?claim } ?claim ng:standing ?standing }",
        "SELECT ?standing (COUNT(DISTINCT ?claim) AS ?n) { BLOCK OPTIONAL { ?claim ng:standing ?standing } } GROUP BY ?standing",
        "SELECT DISTINCT ?claim { BLOCK } ORDER BY DESC(?claim) LIMIT 2",
        "SELECT * { ?claim ng:source/ng:chain source:bloomberg-report . BLOCK FILTER(BOUND(?claim)) }",
        "SELECT * { BLOCK BIND(STR(?claim) AS ?text) }",
        "SELECT (SUM(IF(EXISTS { BLOCK }, 1, 0)) AS ?n) { ?claim ng:standing ng:denied }",
        "ASK { BLOCK ?claim ng:standing ng:denied }",
        "ASK { BLOCK ?claim ng:standing ng:retracted }",
        "CONSTRUCT { ?claim ng:hop ?hop } WHERE { BLOCK ?claim ng:standing ?standing }",
    ];
    let mut with_rows = 0;
    for block in blocks {
        let values = written_out(&edition, block)?;
        for query in around {
            let ours = ready(&edition, &query.replace("BLOCK", block))?;
            let ours = rdflib::canonical(&ours.run(&edition)?);
            let theirs = elsewhere(&store, &edition, &query.replace("BLOCK", &values))?;
            let theirs = rdflib::canonical(&theirs);
            assert_eq!(ours, theirs, "{query}\n{block}");
            with_rows += usize::from(!ours.is_empty());
        }
        // In two places at once, the second after the first has bound something.
        let twice = format!("SELECT * {{ {block} ?claim ng:standing ?s {{ {block} }} }}");
        let ours = rdflib::canonical(&ready(&edition, &twice)?.run(&edition)?);
        let theirs = elsewhere(&store, &edition, &twice.replace(block, &values))?;
        assert_eq!(ours, rdflib::canonical(&theirs), "{block}");
    }
    assert!(
        with_rows * 4 > blocks.len() * around.len() * 3,
        "{with_rows}"
    );
    // Of DESCRIBE and `--explain`.
    let described = ready(&edition, &format!("DESCRIBE ?claim {{ {} }}", blocks[0]))?;
    let named = ready(
        &edition,
        &format!("SELECT DISTINCT ?claim {{ {} }}", blocks[0]),
    )?;
    let claims = rows(named.run(&edition)?)?.rows;
    let claims: Vec<String> = claims
        .iter()
        .flatten()
        .flatten()
        .map(Term::to_string)
        .collect();
    let listed = prepare(&edition, &format!("DESCRIBE {}", claims.join(" ")))?;
    assert_eq!(described.run(&edition)?, listed.run(&edition)?);
    assert!(named.explain(&edition)?.text().contains("VALUES"));
    Ok(())
}

#[test]
fn parameters_are_values_of_a_block_wherever_their_place_is() -> Outcome {
    let case = Case::first();
    let inside = "# How?\n# Parameter: from (entity) start\n# Parameter: hops (integer, optional) most\nSELECT ?from ?hop ?claim { SERVICE ng:path { VALUES ?from { UNDEF } VALUES ?hops { UNDEF } [] ng:from ?from ; ng:to entity:trump-family ; ng:maxHops ?hops ; ng:hop ?hop ; ng:claim ?claim } } ORDER BY ?hop ?claim";
    let outside = "# How?\n# Parameter: from (entity) start\n# Parameter: hops (integer, optional) most\nSELECT ?from ?hop ?claim { VALUES ?from { UNDEF } SERVICE ng:path { [] ng:from ?from ; ng:to entity:trump-family ; ng:maxHops ?hops ; ng:hop ?hop ; ng:claim ?claim } VALUES ?hops { UNDEF } } ORDER BY ?hop ?claim";
    let plain = "SELECT ?from ?hop ?claim { VALUES ?from { entity:changpeng-zhao } SERVICE ng:path { [] ng:from entity:changpeng-zhao ; ng:to entity:trump-family ; ng:hop ?hop ; ng:claim ?claim } } ORDER BY ?hop ?claim";
    let run = |query: &str, params: &[&str]| {
        let mut arguments = vec!["-e", query, "-o", "csv"];
        arguments.extend(params.iter().flat_map(|param| ["-p", param]));
        case.run("query", &arguments)
    };
    let expected = run(plain, &[]).ends(0).out;
    assert!(expected.lines().count() > 2, "{expected}");
    for query in [inside, outside] {
        assert_eq!(run(query, &["from=CZ"]).ends(0).out, expected);
        assert_eq!(run(query, &["from=CZ", "hops=2"]).ends(0).out, expected);
        let none = run(query, &["from=CZ", "hops=1"]).ends(0);
        assert_eq!(none.out.lines().count(), 1);
        assert!(
            none.err.contains(
                "note: `SERVICE ng:path` finds no path from `entity:changpeng-zhao` to `entity:trump-family`: the shortest has 2 hops"
            ),
            "{}",
            none.err
        );
        let wrong = run(query, &["from=CZ", "hops=0"]).ends(2);
        assert!(
            wrong
                .err
                .contains("`ng:maxHops` takes a whole number from 1, not `0`"),
            "{}",
            wrong.err
        );
        let missing = run(query, &[]).ends(2);
        assert!(
            missing
                .err
                .contains("the query needs `from` (entity): start"),
            "{}",
            missing.err
        );
        // What is printed is the query as it was written, with its values.
        let printed = case
            .run("query", &["-e", query, "-p", "from=CZ", "--print"])
            .ends(0);
        assert!(
            printed.out.contains("SERVICE ng:path { "),
            "{}",
            printed.out
        );
        assert!(
            printed.out.contains("/entity/changpeng-zhao> }"),
            "{}",
            printed.out
        );
        // A value that is put outside was one only as long as it was a parameter's.
        if query == inside {
            assert_eq!(run(&printed.out, &[]).ends(0).out, expected);
        }
    }
    let shipped = case
        .run(
            "query",
            &[
                "paths-between",
                "-p",
                "from=CZ",
                "-p",
                "to=Trump family",
                "-p",
                "k=3",
                "-o",
                "csv",
            ],
        )
        .ends(0);
    assert!(shipped.err.contains("3 DENIED"), "{}", shipped.err);
    let explained = case.run("query", &["-e", plain, "--explain"]).ends(0);
    assert!(explained.out.contains("VALUES"), "{}", explained.out);
    Ok(())
}

#[test]
fn a_query_is_not_run_before_its_paths_are_found_and_finds_them_anew_for_other_values() -> Outcome {
    let (edition, _) = first()?;
    let text = "# Parameter: to (entity) end\nSELECT ?n { SERVICE ng:path { VALUES ?to { UNDEF } [] ng:from entity:binance ; ng:to ?to ; ng:length ?n } }";
    let mut prepared = prepare(&edition, text)?;
    let entity = |id: &str| {
        NamedNode::new_unchecked(format!(
            "https://w3id.org/nutgraf/case/binance-usd1/entity/{id}"
        ))
    };
    assert!(find_paths(&edition, &mut prepared).is_err());
    prepared.bind("to", entity("usd1"))?;
    assert!(matches!(
        prepared.run(&edition),
        Err(QueryError::PathsNotLookedFor)
    ));
    for (to, hops) in [("usd1", "1"), ("trump-family", "2"), ("binance", "0")] {
        prepared.bind("to", entity(to))?;
        assert!(matches!(
            prepared.run(&edition),
            Err(QueryError::PathsNotLookedFor)
        ));
        find_paths(&edition, &mut prepared)?;
        let found = rows(prepared.run(&edition)?)?.rows;
        let found: Vec<String> = found
            .iter()
            .flatten()
            .flatten()
            .map(Term::to_string)
            .collect();
        assert_eq!(
            found,
            [format!(
                "\"{hops}\"^^<http://www.w3.org/2001/XMLSchema#integer>"
            )]
        );
    }
    assert_eq!(prepared.unmatched(&edition)?, [""; 0]);
    Ok(())
}

#[test]
fn denied_links_under_a_path_do_not_go_unsaid() -> Outcome {
    let (edition, _) = first()?;
    for (asked, notes) in [
        ("ng:length ?n", vec![Note::PathsOverDenied]),
        ("ng:hopFrom ?n ; ng:link ?l", vec![Note::PathsOverDenied]),
        (
            "ng:length ?n ; ng:only ng:uncontested, ng:denied",
            vec![Note::PathsOverDenied],
        ),
        ("ng:length ?n ; ng:only ng:uncontested", vec![]),
        ("ng:claim ?n", vec![]),
        ("ng:hopFrom ?a ; ng:hopStanding ?n", vec![]),
        ("ng:length ?a ; ng:pathStanding ?n", vec![]),
    ] {
        let text = format!(
            "SELECT ?n {{ SERVICE ng:path {{ [] ng:from entity:binance ; ng:to entity:usd1 ; {asked} }} }}"
        );
        assert_eq!(prepare(&edition, &text)?.notes(), notes, "{asked}");
    }
    Ok(())
}
