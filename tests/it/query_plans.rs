//! How much work the questions of the library are, and what the index of words
//! is good for, on a made-up case of twenty thousand claims.
//!
//! Work is counted in rows that the steps of an answer give, never in time. A
//! question may take so much for each thing that it must touch and no more,
//! whoever it is about: the most connected, the middle or the least.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::path::Path;

use nutgraf::edition::Edition;
use nutgraf::pipeline::Request;
use nutgraf::pipeline::load;
use nutgraf::query::Answer;
use nutgraf::query::Kind;
use nutgraf::query::Library;
use nutgraf::query::Parameter;
use nutgraf::query::Prepared;
use nutgraf::query::prepare;
use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;

use crate::generated::case::Plan;
use crate::generated::case::write_case;
use crate::query_asked::find_paths;

type Outcome = Result<(), Box<dyn Error>>;

fn generated(claims: u64) -> Result<Edition, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let plan = Plan {
        claims,
        seed: 5,
        denied: 5,
        disputed: 8,
    };
    write_case(folder.path(), &plan)?;
    loaded(folder.path())
}

fn loaded(folder: &Path) -> Result<Edition, Box<dyn Error>> {
    let request = Request {
        cases: vec![folder.to_owned()],
        ..Request::default()
    };
    let built = load(&request, &mut |_| {})?.built;
    Ok(Edition::from_bytes(
        &built.bytes(),
        Path::new("test.edition"),
    )?)
}

fn column(edition: &Edition, text: &str) -> Result<Vec<Term>, Box<dyn Error>> {
    match prepare(edition, text)?.run(edition)? {
        Answer::Rows(rows) => Ok(rows
            .rows
            .into_iter()
            .filter_map(|mut row| row.remove(0))
            .collect()),
        Answer::Boolean(_) | Answer::Graph(_) => Err("a SELECT gives rows".into()),
    }
}

fn count(edition: &Edition, pattern: &str) -> Result<u64, Box<dyn Error>> {
    let found = column(edition, &format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}"))?;
    match found.as_slice() {
        [Term::Literal(number)] => Ok(number.value().parse()?),
        _ => Err("a count is a number".into()),
    }
}

/// The most connected, one in the middle and the least connected, of each kind.
fn things(edition: &Edition) -> Result<BTreeMap<Kind, Vec<Term>>, Box<dyn Error>> {
    let mut things = BTreeMap::new();
    for (kind, ranked) in [
        (
            Kind::Entity,
            "SELECT ?x { ?x ng:reportedLink ?y } GROUP BY ?x ORDER BY DESC(COUNT(*)) ?x",
        ),
        (
            Kind::Source,
            "SELECT ?x { ?c ng:source ?x } GROUP BY ?x ORDER BY DESC(COUNT(*)) ?x",
        ),
        (
            Kind::Claim,
            "SELECT ?x { ?x ng:source ?y } GROUP BY ?x ORDER BY DESC(COUNT(*)) ?x",
        ),
        (
            Kind::Relation,
            "SELECT ?x { ?y rdf:predicate ?x } GROUP BY ?x ORDER BY DESC(COUNT(*)) ?x",
        ),
    ] {
        let all = column(edition, ranked)?;
        let picked = [0, 1, all.len() / 2, all.len() - 1];
        things.insert(kind, picked.map(|at| all[at].clone()).to_vec());
    }
    if let Some(entities) = things.get(&Kind::Entity).cloned() {
        things.insert(Kind::EntityOrMeeting, entities);
    }
    let day = Literal::new_typed_literal("2026-01-01", xsd::DATE);
    things.insert(Kind::Date, vec![Term::from(day)]);
    Ok(things)
}

/// What has to be looked at to answer about one thing.
fn touched(edition: &Edition, kind: Kind, thing: &Term) -> Result<u64, Box<dyn Error>> {
    match kind {
        Kind::Entity | Kind::EntityOrMeeting => Ok(count(
            edition,
            &format!("?c rdf:subject|rdf:object|ng:concerns|ng:payer|ng:payee|ng:paidIn|ng:forAsset {thing}"),
        )? + count(edition, &format!("?d ng:by|ng:onBehalfOf {thing}"))?
            + count(edition, &format!("?s ng:entity|ng:side {thing} . ?c ng:source|^ng:by ?s"))?
            + count(edition, &format!("?q ng:about/(rdf:subject|rdf:object) {thing}"))?
            // Two steps lead to the neighbours and to nobody else.
            + count(edition, &format!("{thing} ng:reportedLink ?other"))?
            // Whoever is at a meeting is asked about with all who are there.
            + count(edition, &format!("?c rdf:subject {thing} ; rdf:predicate rel:attended ; rdf:object ?m . ?o rdf:object ?m"))?),
        Kind::Source => count(edition, &format!("?s ng:chain {thing} . ?c ng:source ?s")),
        Kind::Claim => count(edition, &format!("{thing} ng:source|ng:answer ?x")),
        Kind::Relation => count(edition, &format!("?c rdf:predicate {thing}")),
        // There is no order of days: every entry is looked at.
        Kind::Date => count(edition, "?c ng:recorded ?day"),
        Kind::Denial | Kind::Question | Kind::Integer | Kind::Decimal | Kind::Text => {
            Err("no question of the library takes this".into())
        }
    }
}

/// What has to be looked at to answer about the whole case, by question.
const OF_THE_CASE: [(&str, &str); 10] = [
    ("anonymous-only", "?c ng:support ng:anonymous"),
    (
        "contested",
        "VALUES ?s { ng:denied ng:disputed ng:retracted } ?c ng:standing ?s",
    ),
    ("denials", "?d ng:stance ng:stanceDenied ; ng:of ?c"),
    (
        "figures-that-disagree",
        "{ ?c ng:attribute|ng:amountText ?x } UNION { ?c rdf:subject ?s ; ng:attribute ?w . ?r rdf:subject ?s }",
    ),
    (
        "hearsay-and-plans",
        "VALUES ?m { \"hearsay\" \"projected\" \"sought\" \"ended\" } ?c ng:mode ?m",
    ),
    ("most-connected", "?a ng:reportedLink ?b"),
    ("one-origin", "?c ng:origins 1 ; ng:source ?s"),
    ("open-questions", "?q a ng:Question"),
    ("own-inferences", "?c ng:support ng:editor"),
    (
        "silences",
        "VALUES ?s { ng:stanceDeclined ng:stanceNoResponse ng:stancePending } ?d ng:stance ?s ; ng:of ?c",
    ),
];

// Rows of all steps for each thing that is touched: some questions have forty
// steps, most of which look at every claim that is shown.
const MOST_PER_THING: u64 = 50;
// Rows of all steps where next to nothing is touched.
const MOST_FOR_NOTHING: u64 = 250;

fn assert_in_proportion(
    edition: &Edition,
    question: &str,
    prepared: &Prepared,
    touched: u64,
    about: &str,
) -> Outcome {
    let explained = prepared.explain(edition)?;
    assert!(explained.counted, "{question} is left to the engine");
    let most = MOST_FOR_NOTHING + MOST_PER_THING * touched;
    assert!(
        explained.work <= most,
        "{question} of {about}: {} steps, {touched} touched, at most {most}\n{}",
        explained.work,
        explained.text()
    );
    Ok(())
}

#[test]
fn every_question_takes_work_in_proportion_to_what_it_touches() -> Outcome {
    // The same bounds hold at any size, which NUTGRAF_CLAIMS can set.
    let claims = env::var("NUTGRAF_CLAIMS").ok().and_then(|n| n.parse().ok());
    let edition = generated(claims.unwrap_or(100_000))?;
    let things = things(&edition)?;
    for question in Library::all() {
        let name = question.name;
        let header = &question.header;
        let needed: Vec<&Parameter> = header.parameters.iter().filter(|p| !p.optional).collect();
        if needed.is_empty() {
            let (_, whole) = OF_THE_CASE
                .iter()
                .find(|(of, _)| *of == name)
                .or((name == "parties-not-asked")
                    .then_some(&("", "?c a ng:Claim ; rdf:subject|rdf:object ?e")))
                .ok_or_else(|| format!("no bound is stated for {name} about the whole case"))?;
            let prepared = prepare(&edition, question.text)?;
            let touched = count(&edition, whole)?;
            assert_in_proportion(&edition, name, &prepared, touched, "the case")?;
        }
        let asked = if needed.is_empty() {
            header.parameters.iter().take(1).collect()
        } else {
            needed
        };
        let Some(first) = asked.first() else { continue };
        for at in 0..things[&first.kind].len() {
            let mut prepared = prepare(&edition, question.text)?;
            let mut all = 0;
            let mut about = Vec::new();
            for (shift, parameter) in asked.iter().enumerate() {
                let pool = &things[&parameter.kind];
                let thing = &pool[(at + shift) % pool.len()];
                all += touched(&edition, parameter.kind, thing)?;
                about.push(thing.to_string());
                prepared.bind(&parameter.name, thing.clone())?;
            }
            find_paths(&edition, &mut prepared)?;
            assert_in_proportion(&edition, name, &prepared, all, &about.join(" and "))?;
        }
    }
    Ok(())
}

const NO_SOURCES: &str = "id,kind,name\n";

/// Names that fold in ways of their own.
const NAMES: [&str; 14] = [
    "Istanbul Liman İşletmesi",
    "ısı ve ışık",
    "Straße und Söhne",
    "STRASSE UND SÖHNE",
    "GROẞE STRAẞE",
    "Zoe\u{301} Bru\u{308}ll",
    "Zoé Brüll",
    "D'Arcy \"the Duke\" O’Neill",
    "ﬁrst ﬂoor",
    "Фонд Солнце",
    "ΟΔΥΣΣΕΥΣ ᾳδης",
    "K\u{212a}elvin ſon",
    "100 % Kapital",
    "a",
];

fn of_strange_names() -> Result<Edition, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut people = csv::Writer::from_path(folder.path().join("people.csv"))?;
    people.write_record(["id", "name", "description"])?;
    for (at, name) in NAMES.iter().enumerate() {
        let words = NAMES[(at + 9) % NAMES.len()];
        people.write_record([&format!("p{at}"), *name, words])?;
    }
    // Enough others that a look-up is worth its while.
    for at in 0..80 {
        people.write_record([&format!("q{at}"), &format!("Nobody {at}"), ""])?;
    }
    people.flush()?;
    std::fs::write(folder.path().join("sources.csv"), NO_SOURCES)?;
    loaded(folder.path())
}

/// A condition on a text, by Rust's own strings.
type Holds<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// What a condition finds among the texts, by Rust's own strings.
fn found_by_hand(
    edition: &Edition,
    predicate: &str,
    holds: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>, Box<dyn Error>> {
    let predicate = edition.term_id(&NamedNode::new(predicate)?.into())?;
    let mut found = Vec::new();
    for triple in edition.matching(None, predicate, None) {
        let [subject, _, object] = triple?;
        if let Term::Literal(text) = edition.term(object)?
            && holds(text.value())
        {
            found.push(edition.term(subject)?.to_string());
        }
    }
    found.sort();
    Ok(found)
}

fn found_by_query(
    edition: &Edition,
    predicate: &str,
    condition: &str,
) -> Result<(Vec<String>, bool), Box<dyn Error>> {
    let text = format!("SELECT ?x {{ ?x <{predicate}> ?t FILTER({condition}) }}");
    let prepared = prepare(edition, &text)?;
    let mut found: Vec<String> = column(edition, &text)?
        .iter()
        .map(Term::to_string)
        .collect();
    found.sort();
    let looked_up = prepared.explain(edition)?.text().contains("VALUES");
    Ok((found, looked_up))
}

/// Every part of these texts of so many letters.
fn parts(texts: &[&str], letters: usize) -> Vec<String> {
    let mut parts: Vec<String> = texts
        .iter()
        .flat_map(|text| {
            let all: Vec<char> = text.chars().collect();
            let windows: Vec<String> = all
                .windows(letters)
                .map(|part| part.iter().collect())
                .collect();
            windows
        })
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

#[test]
fn a_part_of_a_name_is_looked_up_and_nothing_is_missed() -> Outcome {
    let edition = of_strange_names()?;
    let mut looked_up = 0;
    let mut asked = 0;
    let label = "http://www.w3.org/2000/01/rdf-schema#label";
    for part in parts(&NAMES, 3).into_iter().chain(parts(&NAMES, 5)).chain([
        String::new(),
        "\"".to_owned(),
        "ẞ".to_owned(),
    ]) {
        let lower = part.to_lowercase();
        let upper = part.to_uppercase();
        let term = |text: &str| Literal::from(text).to_string();
        let conditions: [(String, Holds<'_>); 5] = [
            (
                format!("CONTAINS(?t, {})", term(&part)),
                Box::new(|text: &str| text.contains(&part)),
            ),
            (
                format!("CONTAINS(LCASE(STR(?t)), {})", term(&lower)),
                Box::new(|text: &str| text.to_lowercase().contains(&lower)),
            ),
            (
                format!("CONTAINS(UCASE(?t), {})", term(&upper)),
                Box::new(|text: &str| text.to_uppercase().contains(&upper)),
            ),
            (
                format!("STRSTARTS(?t, {})", term(&part)),
                Box::new(|text: &str| text.starts_with(&part)),
            ),
            (
                format!("STRENDS(STR(?t), {})", term(&part)),
                Box::new(|text: &str| text.ends_with(&part)),
            ),
        ];
        for (condition, holds) in conditions {
            let by_hand = found_by_hand(&edition, label, &holds)?;
            let (found, was_looked_up) = found_by_query(&edition, label, &condition)?;
            assert_eq!(found, by_hand, "{condition}");
            asked += 1;
            looked_up += usize::from(was_looked_up);
        }
    }
    assert!(looked_up * 10 > asked * 7, "{looked_up} of {asked}");
    // A pattern in any case, where the engine and we have only ASCII in common.
    for part in ["str", "SON", "kel", "arcy"] {
        let holds = |text: &str| {
            // Long s and the sign of Kelvin are s and k in any case.
            let plain = text
                .to_lowercase()
                .replace('ſ', "s")
                .replace('\u{212a}', "k");
            plain.contains(&part.to_lowercase())
        };
        let condition = format!("REGEX(?t, \"{part}\", \"i\")");
        let (found, was_looked_up) = found_by_query(&edition, label, &condition)?;
        assert_eq!(
            found,
            found_by_hand(&edition, label, &holds)?,
            "{condition}"
        );
        assert!(was_looked_up, "{condition}");
    }
    Ok(())
}

#[test]
fn the_index_has_every_text_that_is_looked_up_in_it() -> Outcome {
    let edition = generated(2_000)?;
    for (predicate, least) in [
        ("http://www.w3.org/2000/01/rdf-schema#label", 150),
        ("http://www.w3.org/2004/02/skos/core#altLabel", 20),
        ("http://purl.org/dc/terms/description", 20),
        ("https://w3id.org/nutgraf/ns#text", 100),
        ("https://w3id.org/nutgraf/ns#quote", 50),
        ("https://w3id.org/nutgraf/ns#venue", 10),
        ("https://w3id.org/nutgraf/ns#occasion", 10),
    ] {
        let id = edition.term_id(&NamedNode::new(predicate)?.into())?;
        let mut tried = 0;
        let all = edition.count(None, id, None)?;
        for triple in edition
            .matching(None, id, None)
            .step_by(1 + all as usize / 200)
        {
            let [_, _, object] = triple?;
            let Term::Literal(text) = edition.term(object)? else {
                continue;
            };
            // The rarest word, so that the index is asked.
            let Some(word) = text.value().split(' ').max_by_key(|word| word.len()) else {
                continue;
            };
            let condition = format!("CONTAINS(?t, {})", Literal::from(word));
            let (found, _) = found_by_query(&edition, predicate, &condition)?;
            let by_hand = found_by_hand(&edition, predicate, &|text| text.contains(word))?;
            assert_eq!(found, by_hand, "{predicate}: {condition}");
            tried += 1;
        }
        assert!(tried >= least.min(all), "{predicate}: {tried} of {all}");
    }
    Ok(())
}

#[test]
fn a_label_from_elsewhere_is_found_though_no_index_has_it() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut people = String::from("id,name\n");
    for at in 0..40 {
        people.push_str(&format!("p{at},Person {at}\n"));
    }
    std::fs::write(folder.path().join("people.csv"), people)?;
    std::fs::write(folder.path().join("sources.csv"), NO_SOURCES)?;
    std::fs::write(
        folder.path().join("nutgraf.toml"),
        "background = [\"b.nt\"]\n",
    )?;
    std::fs::write(
        folder.path().join("b.nt"),
        "<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> \"A stranger\" .\n",
    )?;
    let edition = loaded(folder.path())?;
    let label = "http://www.w3.org/2000/01/rdf-schema#label";
    let (found, _) = found_by_query(&edition, label, "CONTAINS(?t, \"strang\")")?;
    assert_eq!(found, ["<https://example.org/x>"]);
    Ok(())
}

#[test]
fn a_plan_is_told_as_text_and_as_json() -> Outcome {
    let (edition, _) = crate::query_case::case("binance-usd1")?;
    let prepared = prepare(
        &edition,
        "SELECT ?name { ?claim ng:standing ng:denied . ?claim rdf:subject ?x . ?x rdfs:label ?name \
         FILTER EXISTS { ?x a ng:Organization } OPTIONAL { ?x ng:lei ?lei } } ORDER BY ?name LIMIT 2",
    )?;
    let explained = prepared.explain(&edition)?;
    assert_eq!((explained.rows, explained.counted), (2, true));
    let json: serde_json::Value = serde_json::from_str(&explained.json())?;
    assert_eq!(json["schema"], "nutgraf/plan/1");
    let steps: Vec<&str> = json["steps"]
        .as_array()
        .ok_or("steps")?
        .iter()
        .filter_map(|step| step["step"].as_str())
        .collect();
    assert_eq!(
        steps,
        [
            "?claim ng:standing ng:denied",
            "?claim rdf:subject ?x",
            "FILTER EXISTS { … }",
            "?x rdfs:label ?name",
            "OPTIONAL",
            "SELECT ?name",
            "ORDER BY ?name, LIMIT 2"
        ]
    );
    let denied = count(&edition, "?claim ng:standing ng:denied")?;
    assert_eq!(json["steps"][0]["rows"], denied);
    assert_eq!(json["steps"][0]["expected"], denied);
    assert_eq!(json["steps"][2]["each"][0]["step"], "?x a ng:Organization");
    Ok(())
}
