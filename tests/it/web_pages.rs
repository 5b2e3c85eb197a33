//! Pages of the explorer without a socket: what is shown in parts is whole over its
//! parts, and every number is that of the command and of a query.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use nutgraf::answer::Graph;
use nutgraf::edition::Edition;
use nutgraf::pipeline::{Request as LoadRequest, load};
use nutgraf::query::{Answer, prepare};
use nutgraf::web::{Body, Limits, Method, News, Request, Session, respond};
use oxigraph::model::Term;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::generated::case::{Plan, write_case};
use crate::program::{Case, nutgraf};
use crate::query_case;

type Outcome = Result<(), Box<dyn Error>>;

const LIMITS: Limits = Limits {
    rows: 1_000_000,
    bytes: 64 << 20,
};

/// A case that is served, and its edition for whoever counts otherwise.
struct Served {
    session: Session,
    edition: Edition,
    news: News,
}

impl Served {
    fn of(edition: Edition) -> Result<Served, Box<dyn Error>> {
        let graph = Graph::new(edition.clone())?;
        let never = Box::new(|_: &Graph, _| Err("no other day is known".to_owned()));
        Ok(Served {
            session: Session::new(graph, "/base".to_owned(), LIMITS, Vec::new(), never)?,
            edition,
            news: News::default(),
        })
    }

    fn case(name: &str) -> Result<Served, Box<dyn Error>> {
        Served::of(query_case::case(name)?.0)
    }

    fn generated(claims: u64) -> Result<Served, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let plan = Plan {
            claims,
            seed: 11,
            denied: 5,
            disputed: 8,
        };
        write_case(folder.path(), &plan)?;
        Served::of(query_case::cases(&[folder.path()])?.0)
    }

    /// Status and body of an address.
    fn get(&self, address: &str) -> (u16, String) {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let request = Request {
            method: Method::Get,
            path: path.to_owned(),
            query: query.to_owned(),
            accept: Some("text/html".to_owned()),
            content_type: None,
            news: self.news.clone(),
            body: Vec::new(),
        };
        let reply = respond(&self.session, &request);
        let body = match reply.body {
            Body::Whole(bytes) => bytes,
            Body::Written(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes).expect("memory can be written");
                bytes
            }
        };
        let body = String::from_utf8(body).expect("text");
        // Slashes are written so in what came from data.
        (reply.status, body.replace("&#x2f;", "/"))
    }

    fn page(&self, address: &str) -> String {
        let (status, body) = self.get(address);
        assert_eq!(status, 200, "{address}: {body}");
        body
    }

    fn json(&self, address: &str) -> Value {
        let body = self.page(address);
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{address}: {error}"))
    }

    /// The rows of a query, as texts: IRIs by what comes after the last slash.
    fn query(&self, text: &str) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
        let Answer::Rows(rows) = prepare(&self.edition, text)?.run(&self.edition)? else {
            return Err("rows are expected".into());
        };
        let word = |term: Option<Term>| match term {
            Some(Term::NamedNode(node)) => {
                let iri = node.as_str();
                iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned()
            }
            Some(Term::Literal(literal)) => literal.value().to_owned(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let rows = rows.rows.into_iter();
        Ok(rows
            .map(|row| row.into_iter().map(word).collect())
            .collect())
    }

    fn number(&self, text: &str) -> Result<u64, Box<dyn Error>> {
        let rows = self.query(text)?;
        Ok(rows
            .first()
            .and_then(|row| row.first())
            .ok_or("no number")?
            .parse()?)
    }

    /// Ids of what has a class, those of most claims first.
    fn ids(&self, pattern: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let rows = self.query(&format!(
            "SELECT ?x (COUNT(?c) AS ?n) WHERE {{ {pattern} }} GROUP BY ?x ORDER BY DESC(?n) ?x"
        ))?;
        Ok(rows
            .into_iter()
            .filter_map(|row| row.into_iter().next())
            .collect())
    }

    fn entities(&self) -> Result<Vec<String>, Box<dyn Error>> {
        self.ids("VALUES ?k { ng:Person ng:Organization ng:Asset } ?x a ?k . OPTIONAL { ?c a ng:Claim ; rdf:subject|rdf:object ?x }")
    }

    fn sources(&self) -> Result<Vec<String>, Box<dyn Error>> {
        self.ids("?x a ng:Source . OPTIONAL { ?s ng:chain ?x . ?c a ng:Claim ; ng:source ?s }")
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// `field` of each element.
fn each<'v>(list: &'v [Value], field: &str) -> Vec<&'v str> {
    list.iter()
        .map(|one| one[field].as_str().unwrap_or_default())
        .collect()
}

/// All claims of a thing over its pages, and what each page says there is.
fn over_pages(served: &Served, kind: &str, name: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 1.. {
        let part = served.json(&format!("/show/{name}.json?page={page}"));
        assert_eq!(part["schema"], "nutgraf/show-part/1");
        let claims = &part[kind]["claims"];
        let in_all = claims["in_all"].as_u64().expect("a number") as usize;
        all.extend(list(&claims["listed"]).iter().cloned());
        if all.len() >= in_all || list(&claims["listed"]).is_empty() {
            assert_eq!(all.len(), in_all, "{name}");
            break;
        }
    }
    all
}

#[test]
fn every_claim_comes_once_over_the_pages_in_the_order_of_show() -> Outcome {
    let cases = [
        (Served::case("harbour")?, usize::MAX),
        (Served::case("example")?, usize::MAX),
        (Served::generated(3_000)?, 3),
    ];
    for (served, most) in &cases {
        for entity in served.entities()?.iter().take(*most) {
            let whole = served.json(&format!("/show/{entity}.json"));
            assert_eq!(whole["schema"], "nutgraf/show/1");
            let claims = over_pages(served, "entity", entity);
            assert_eq!(json!(claims), whole["entity"]["claims"], "{entity}");
        }
        for source in served.sources()?.iter().take(*most) {
            let whole = served.json(&format!("/show/{source}.json"));
            let claims = over_pages(served, "source", source);
            assert_eq!(json!(claims), whole["source"]["resting"], "{source}");
        }
    }
    Ok(())
}

/// Whether a claim is of a sort, read from its JSON.
fn is_of(claim: &Value, without: &Value, name: &str, value: &str) -> bool {
    let or_none = |found: Option<&str>| found.unwrap_or("-") == value;
    match name {
        "standing" => claim["standing"] == value,
        "relation" => or_none(claim["relation"].as_str()),
        "support" => {
            let support = each_text(&claim["support"]);
            support.contains(&value) || (value == "-" && support.is_empty())
        }
        "year" => or_none(claim["when"]["earliest"].as_str().map(|day| &day[..4])),
        "without" => without == value,
        other => panic!("{other} is no sort"),
    }
}

fn each_text(value: &Value) -> Vec<&str> {
    list(value).iter().filter_map(Value::as_str).collect()
}

#[test]
fn the_numbers_of_sorts_are_those_of_counting_what_show_shows() -> Outcome {
    for (served, most) in [
        (Served::case("harbour")?, 60),
        (Served::generated(3_000)?, 4),
    ] {
        let mut things: Vec<(&str, String)> = Vec::new();
        things.extend(
            served
                .entities()?
                .into_iter()
                .take(most)
                .map(|id| ("entity", id)),
        );
        things.extend(
            served
                .sources()?
                .into_iter()
                .take(most)
                .map(|id| ("source", id)),
        );
        let mut sorts = 0;
        for (kind, id) in things {
            let whole = served.json(&format!("/show/{id}.json"));
            let (claims, none) = (
                &whole[kind][if kind == "entity" {
                    "claims"
                } else {
                    "resting"
                }],
                Value::Null,
            );
            let claims: Vec<(&Value, &Value)> = list(claims)
                .iter()
                .map(|one| match kind {
                    "entity" => (one, &none),
                    _ => (&one["claim"], &one["without"]),
                })
                .collect();
            // By itself, and beside another choice, which leaves fewer.
            for chosen in [
                None,
                Some(("standing", "denied")),
                Some(("support", "anonymous")),
            ] {
                let query = chosen.map_or("page=1".to_owned(), |(name, value)| {
                    format!("{name}={value}")
                });
                let part = served.json(&format!("/show/{id}.json?{query}"));
                let facets = part[kind]["facets"].as_object().ok_or("no sorts")?;
                for (name, counted) in facets {
                    let left = claims.iter().filter(|(claim, without)| {
                        chosen.is_none_or(|(other, value)| {
                            other == name || is_of(claim, without, other, value)
                        })
                    });
                    let left: Vec<_> = left.collect();
                    let mut with_any = 0;
                    for sort in list(counted) {
                        let value = sort["value"].as_str().ok_or("no value")?;
                        let expected = left
                            .iter()
                            .filter(|(claim, without)| is_of(claim, without, name, value));
                        assert_eq!(
                            sort["claims"],
                            expected.count(),
                            "{id} {query} {name}={value}"
                        );
                        with_any += sort["claims"].as_u64().unwrap_or_default() as usize;
                        sorts += 1;
                    }
                    // A claim may rest on several kinds of support; of all else it is of one.
                    let one_each = if name == "support" || (kind == "entity" && name == "without") {
                        with_any
                    } else {
                        left.len()
                    };
                    assert_eq!(with_any, one_each, "{id} {query} {name}");
                }
                let fits = claims.iter().filter(|(claim, without)| {
                    chosen.is_none_or(|(other, value)| is_of(claim, without, other, value))
                });
                let expected: Vec<&str> = fits
                    .map(|(claim, _)| claim["id"].as_str().unwrap_or_default())
                    .collect();
                assert_eq!(
                    part[kind]["claims"]["in_all"],
                    expected.len(),
                    "{id} {query}"
                );
                let listed = list(&part[kind]["claims"]["listed"]).iter();
                let listed = listed.map(|one| {
                    if kind == "entity" {
                        &one["id"]
                    } else {
                        &one["claim"]["id"]
                    }
                });
                let shown: Vec<&Value> = listed.collect();
                assert_eq!(
                    json!(shown),
                    json!(expected.iter().take(50).collect::<Vec<_>>())
                );
                let csv = served.page(&format!("/show/{id}.csv?{query}"));
                let rows = csv::Reader::from_reader(csv.as_bytes())
                    .into_records()
                    .collect::<Result<Vec<_>, _>>()?;
                assert_eq!(rows.iter().map(|row| &row[0]).collect::<Vec<_>>(), expected);
            }
        }
        assert!(sorts > 100, "{sorts}");
    }
    Ok(())
}

#[test]
fn every_number_of_the_first_page_is_that_of_a_query() -> Outcome {
    for served in [
        Served::case("harbour")?,
        Served::case("binance-usd1")?,
        Served::case("example")?,
        Served::generated(2_000)?,
    ] {
        let start = served.json("/start.json");
        for (field, pattern) in [
            ("/people", "?x a ng:Person"),
            ("/companies", "?x a ng:Organization"),
            ("/assets", "?x a ng:Asset"),
            ("/meetings", "?x a ng:Meeting"),
            ("/sources", "?x a ng:Source"),
            ("/outlets", "?y ng:outlet ?x"),
            ("/claims/in_all", "?x a ng:Claim"),
            (
                "/claims/by_standing/denied",
                "?x a ng:Claim ; ng:standing ng:denied",
            ),
            (
                "/claims/by_standing/disputed",
                "?x a ng:Claim ; ng:standing ng:disputed",
            ),
            (
                "/claims/by_standing/retracted",
                "?x a ng:Claim ; ng:standing ng:retracted",
            ),
            (
                "/claims/by_standing/uncontested",
                "?x a ng:Claim ; ng:standing ng:uncontested",
            ),
            ("/answers/in_all", "?x a ng:Denial"),
            ("/answers/by_stance/denied", "?x ng:stance ng:stanceDenied"),
            (
                "/answers/by_stance/no-response",
                "?x ng:stance ng:stanceNoResponse",
            ),
            (
                "/answers/by_stance/pending",
                "?x ng:stance ng:stancePending",
            ),
            ("/questions/in_all", "?x a ng:Question"),
            (
                "/questions/open",
                "?x a ng:Question FILTER NOT EXISTS { ?x ng:answeredBy ?y }",
            ),
            ("/identities", "?x a ng:Identity"),
            (
                "/contested/in_all",
                "VALUES ?s { ng:denied ng:disputed } ?x a ng:Claim ; ng:standing ?s",
            ),
        ] {
            let query = format!("SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}");
            let found = start.pointer(field).and_then(Value::as_u64);
            assert_eq!(found, Some(served.number(&query)?), "{field}");
        }
        let first = served.query(
            "SELECT ?c WHERE { VALUES (?s ?n) { (ng:denied 1) (ng:disputed 2) } ?c a ng:Claim ; ng:standing ?s } ORDER BY ?n ?c LIMIT 20",
        )?;
        let first: Vec<String> = first.into_iter().flatten().collect();
        let listed = list(&start["contested"]["listed"]);
        assert_eq!(each(listed, "id"), first);
        let page = served.page("/");
        for claim in first {
            assert!(page.contains(&format!("/base/show/{claim}\"")), "{claim}");
        }
    }
    Ok(())
}

#[test]
fn what_is_found_in_parts_is_what_the_command_finds() -> Outcome {
    for (served, texts) in [
        (
            Served::case("harbour")?,
            vec![
                "a",
                "mor",
                "Torvin Quellstad",
                "gull house",
                "tern",
                "denied",
                "zz-nothing",
                "the minister",
                "morvane-won-contract",
            ],
        ),
        (
            Served::generated(2_000)?,
            vec!["a", "ba", "owns", "partners"],
        ),
    ] {
        for text in texts {
            let address = text.replace(' ', "+");
            let whole = served.json(&format!("/find.json?q={address}"));
            let whole = list(&whole["found"]);
            let mut found = Vec::new();
            let mut part = Value::Null;
            for page in 1.. {
                part = served.json(&format!("/find.json?q={address}&page={page}"));
                found.extend(list(&part["found"]).iter().cloned());
                if found.len() >= whole.len() {
                    break;
                }
            }
            assert_eq!(json!(found), json!(whole), "{text}");
            assert_eq!(part["in_all"], whole.len(), "{text}");
            let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
            for one in whole {
                let kind = one["kind"].as_str().unwrap_or_default();
                let table = one["iri"].as_str().and_then(|iri| iri.rsplit('/').nth(1));
                *kinds
                    .entry(match (table, kind) {
                        (Some("entity"), "person" | "people (group)") => "person",
                        (Some("entity"), "meeting") => "meeting",
                        (Some("entity"), kind) if kind.starts_with("asset") => "asset",
                        (Some("entity"), _) => "organisation",
                        (Some("denial"), _) => "answer",
                        (Some("identity"), _) => "decision",
                        (Some(table), _) => table,
                        (None, _) => "nothing",
                    })
                    .or_default() += 1;
            }
            let counted = list(&part["kinds"]).iter();
            let counted: BTreeMap<&str, usize> = counted
                .map(|kind| {
                    (
                        kind["value"].as_str().unwrap_or_default(),
                        kind["count"].as_u64().unwrap_or_default() as usize,
                    )
                })
                .collect();
            assert_eq!(counted, kinds, "{text}");
            let denied = served.json(&format!(
                "/find.json?q={address}&kind=claim&standing=denied"
            ));
            let expected = whole.iter().filter(|one| {
                one["iri"]
                    .as_str()
                    .is_some_and(|iri| iri.contains("/claim/"))
                    && one["standing"] == "denied"
            });
            assert_eq!(denied["in_all"], expected.count(), "{text}");
            let page = served.page(&format!("/find?q={address}"));
            for one in whole.iter().take(50) {
                let id = one["id"].as_str().unwrap_or_default();
                assert!(page.contains(&format!("/base/show/{id}\"")), "{text}: {id}");
            }
        }
    }
    Ok(())
}

#[test]
fn nothing_found_names_what_is_near_and_is_no_error() -> Outcome {
    let served = Served::case("harbour")?;
    let page = served.page("/find?q=Torvin+Quelstad");
    assert!(
        page.contains("Nothing found") && page.contains("/base/show/torvin-quellstad\""),
        "{page}"
    );
    assert!(served.page("/find").contains("Nothing to look for"));
    assert_eq!(served.get("/find.json").0, 400);
    Ok(())
}

#[test]
fn questions_come_open_ones_first_and_whole() -> Outcome {
    for served in [
        Served::case("harbour")?,
        Served::case("example")?,
        Served::generated(3_000)?,
    ] {
        let all = served.json("/questions.json");
        let questions = list(&all["questions"]);
        let rows = served.query("SELECT ?q (EXISTS { ?q ng:answeredBy ?c } AS ?a) WHERE { ?q a ng:Question } ORDER BY ?a ?q")?;
        let expected: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(each(questions, "id"), expected);
        assert_eq!(all["in_all"], expected.len());
        let csv = served.page("/questions.csv");
        let records = csv::Reader::from_reader(csv.as_bytes())
            .into_records()
            .collect::<Result<Vec<_>, _>>()?;
        assert_eq!(
            records.iter().map(|row| &row[0]).collect::<Vec<_>>(),
            expected
        );
        let open = records.iter().filter(|row| &row[2] == "open").count();
        assert_eq!(all["open_in_all"], open);
        let mut shown = 0;
        for page in 1..=expected.len().div_ceil(50).max(1) {
            let html = served.page(&format!("/questions?page={page}"));
            let here = &expected[shown..(shown + 50).min(expected.len())];
            assert!(
                here.iter()
                    .all(|id| html.contains(&format!("/base/show/{id}\"")))
            );
            shown += here.len();
        }
        for question in questions {
            for answer in each(list(&question["answers"]), "id") {
                assert!(csv.contains(answer), "{answer}");
            }
        }
    }
    Ok(())
}

#[test]
fn the_twins_of_a_page_are_the_bytes_of_the_command() -> Outcome {
    let case = Case::copy("harbour");
    case.run("load", &[]).ends(0);
    let edition = case.edition();
    let served = Served::of(Edition::open(&edition)?)?;
    let edition = edition.to_str().ok_or("a plain name")?;
    for name in [
        "torvin-quellstad",
        "skarn-channel",
        "tern-contract",
        "morvane-won-contract",
        "gull-house-dinner",
        "gull-house-dinner.ilva-dornmarrow",
        "ministry-denies-dinner",
        "who-paid-for-dinner",
        "two-ruriks",
    ] {
        for form in ["json", "csv"] {
            let run = nutgraf(&["show", edition, name, "-o", form]).ends(0);
            assert_eq!(
                served.page(&format!("/show/{name}.{form}")),
                run.out,
                "{name} {form}"
            );
        }
        if !["torvin-quellstad", "skarn-channel", "two-ruriks"].contains(&name) {
            let run = nutgraf(&["trace", edition, name, "-o", "json"]).ends(0);
            assert_eq!(
                served.page(&format!("/trace/{name}.json")),
                run.out,
                "{name}"
            );
            served.page(&format!("/trace/{name}"));
        }
    }
    for form in ["json", "csv"] {
        let run = nutgraf(&["find", edition, "gull house", "-o", form]).ends(0);
        assert_eq!(served.page(&format!("/find.{form}?q=gull+house")), run.out);
    }
    Ok(())
}

#[test]
fn every_thing_of_a_case_has_a_page_with_all_that_its_json_has() -> Outcome {
    for served in [
        Served::case("harbour")?,
        Served::case("example")?,
        Served::case("binance-usd1")?,
    ] {
        let kinds = "ng:Person ng:Organization ng:Asset ng:Claim ng:Source ng:Meeting ng:Denial ng:Question ng:Identity ng:Link";
        for id in served.ids(&format!("VALUES ?k {{ {kinds} }} ?x a ?k"))? {
            let html = served.page(&format!("/show/{id}"));
            let value = served.json(&format!("/show/{id}.json"));
            let mut ids = Vec::new();
            ids_of_claims(&value, &mut ids);
            // What is in parts is tested by itself; here nothing has more than fifty.
            for claim in ids {
                assert!(
                    html.contains(&format!("/base/show/{claim}\"")),
                    "{id}: {claim}"
                );
            }
            for known in ["None", "null", "undefined"] {
                assert!(!html.contains(&format!(">{known}<")), "{id}: {known}");
            }
        }
    }
    Ok(())
}

/// Ids of whatever has a standing or a stance.
fn ids_of_claims<'v>(value: &'v Value, ids: &mut Vec<&'v str>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("standing") || fields.contains_key("stance") {
                ids.extend(fields.get("id").and_then(Value::as_str));
            }
            fields.values().for_each(|field| ids_of_claims(field, ids));
        }
        Value::Array(list) => list.iter().for_each(|one| ids_of_claims(one, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_claim_is_cited_with_its_standing_its_sources_and_every_answer() -> Outcome {
    for served in [Served::case("harbour")?, Served::case("binance-usd1")?] {
        for id in served.ids("?x a ng:Claim")? {
            let html = served.page(&format!("/show/{id}"));
            let (_, cited) = html.split_once("As text</h3>").ok_or("no citation")?;
            let texts: Vec<&str> = cited.split("</pre>").take(2).collect();
            let claim = &served.json(&format!("/show/{id}.json"))["claim"];
            for text in &texts {
                let word = match claim["standing"].as_str() {
                    Some("uncontested") => "No denial recorded",
                    Some("denied") => "DENIED",
                    Some("disputed") => "DISPUTED",
                    _ => "RETRACTED",
                };
                assert!(text.contains(word), "{id}: {text}");
            }
            // In Markdown marks are escaped.
            let text = texts.first().ok_or("no text")?;
            for answer in list(&claim["answers"]).iter().chain(
                list(&claim["summarises"])
                    .iter()
                    .flat_map(|part| list(&part["answers"])),
            ) {
                assert!(
                    text.contains(answer["id"].as_str().ok_or("no id")?),
                    "{id}: {text}"
                );
            }
            assert_eq!(
                text.matches("\nAccording to: ").count(),
                list(&claim["sources"]).len(),
                "{id}: {text}"
            );
        }
    }
    Ok(())
}

#[test]
fn what_is_not_to_be_had_is_refused_in_words() -> Outcome {
    let served = Served::case("harbour")?;
    for (address, words) in [
        ("/show/torvin-quellstad?standing=wrong", "is expected"),
        ("/show/torvin-quellstad?page=0", "is expected"),
        ("/show/torvin-quellstad?page=2", "there is 1 page here"),
        (
            "/show/torvin-quellstad?standings=denied",
            "is no option of this page",
        ),
        ("/show/torvin-quellstad?list=answers-to", "is not to be had"),
        ("/show/morvane-won-contract?standing=denied", "in parts"),
        ("/find?q=a&kind=thing", "is expected"),
        ("/questions?page=3", "there is 1 page here"),
        ("/about?x=1", "is no option of this page"),
    ] {
        let (status, body) = served.get(address);
        assert_eq!(status, 400, "{address}");
        assert!(body.contains(words), "{address}: {body}");
    }
    assert_eq!(served.get("/show/nobody").0, 404);
    assert_eq!(served.get("/trace/torvin-quellstad").0, 404);
    // A sort that nothing is of is an answer, and says that it is not all.
    let page = served.page("/show/torvin-quellstad?relation=owns-nothing");
    assert!(
        page.contains("Not all are shown") && page.contains("chosen: take it away"),
        "{page}"
    );
    Ok(())
}

#[test]
fn the_page_about_a_case_has_the_hashes_of_its_files_unless_they_would_tell() -> Outcome {
    let served = Served::case("binance-usd1")?;
    let about = served.json("/about.json");
    let inputs = list(&about["inputs"]);
    assert!(inputs.len() > 5);
    let page = served.page("/about");
    for input in inputs {
        let name = input["name"].as_str().ok_or("no name")?;
        let bytes = fs::read(Path::new("data/binance-usd1").join(name))?;
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(input["sha256"], hash, "{name}");
        assert_eq!(input["bytes"], bytes.len());
        assert!(page.contains(&hash), "{name}");
    }
    let tables = list(&about["tables"])
        .iter()
        .find(|table| table["name"] == "people.csv");
    let people = csv::Reader::from_path("data/binance-usd1/people.csv")?
        .into_records()
        .count();
    assert_eq!(tables.ok_or("no table")?["rows_accepted"], people);
    let rules = nutgraf(&["explain", "standing"]).ends(0).out;
    assert_eq!(about["rules"].as_str().map(str::trim), Some(rules.trim()));

    let request = LoadRequest {
        cases: vec!["data/harbour".into()],
        redacted: true,
        ..LoadRequest::default()
    };
    let loaded = load(&request, &mut |_| {})?;
    let redacted = Served::of(Edition::from_bytes(
        &loaded.built.bytes(),
        Path::new("redacted"),
    )?)?;
    let about = redacted.json("/about.json");
    assert_eq!(
        (&about["inputs"], &about["tables"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(about["redacted"], true);
    let protected = "SELECT (COUNT(?s) AS ?n) WHERE { ?s a ng:ProtectedSource }";
    assert_eq!(about["protected_sources"], redacted.number(protected)?);
    assert!(redacted.page("/about").contains("withheld"));
    Ok(())
}

#[test]
fn what_the_last_load_changed_is_on_the_first_page_with_every_denial() -> Outcome {
    let case = Case::copy("harbour");
    case.run("load", &[]).ends(0);
    let before = tempfile::tempdir()?;
    let before = before.path().join("before.edition");
    fs::copy(case.edition(), &before)?;
    let denials = case.file("denials.csv");
    let rows = fs::read_to_string(&denials)?
        + "new-denial,morvane-won-contract,denied,whole,morvane-dredging,,,,,2026-11-01,,<b>It is not so</b>,2026-11-02\n";
    fs::write(&denials, rows)?;
    let before = before.to_str().ok_or("a plain name")?;
    let run = nutgraf(&["diff", before, case.path(), "-o", "json"]);
    let mut changes = run.json();
    changes["summary"] = json!("1 answer is new; 1 claim has another standing");
    changes["notes"] = json!(["a note"]);

    let mut served = Served::of(Edition::open(&case.edition())?)?;
    assert!(served.page("/").contains("not loaded again"));
    served.news = News {
        reloads: 1,
        changes: Some(changes.to_string()),
        problems: Some("people.csv:3:1: <script>".to_owned()),
        ..News::default()
    };
    let page = served.page("/");
    let (_, told) = page.split_once("id=\"changes\"").ok_or("no changes")?;
    for words in [
        "1 answer is new",
        "a note",
        "/base/show/new-denial\"",
        "/base/show/morvane-won-contract\"",
        "DENIED",
        "&lt;b&gt;It is not so",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let about = served.page("/about");
    assert!(about.contains("id=\"problems\"") && about.contains("people.csv:3:1: &lt;script&gt;"));
    Ok(())
}

#[test]
fn names_that_attack_are_text_on_every_page() -> Outcome {
    let case = crate::pages::hostile()?;
    let served = Served::of(query_case::cases(&[Path::new(case.path())])?.0)?;
    let hub = crate::pages::HUB;
    let mut pages = vec!["/".to_owned(), "/about".to_owned(), "/questions".to_owned()];
    pages.push("/find?q=script".to_owned());
    pages.push("/find?q=%3Cscript%3Ealert(1)%3C/script%3E".to_owned());
    for list in ["claims", "figures", "answers", "sources", "questions"] {
        pages.push(format!("/show/{hub}?list={list}"));
    }
    for thing in served.entities()?.iter().chain(&served.sources()?).take(60) {
        pages.push(format!("/show/{thing}"));
    }
    let claims = served.ids("?x a ng:Claim")?;
    pages.extend(claims.iter().take(60).map(|id| format!("/show/{id}")));
    for address in pages {
        let page = served.page(&address);
        let scripts = page.matches("<script").count();
        let ours = page
            .matches("<script type=\"module\" src=\"/base/assets/")
            .count();
        assert_eq!(scripts, ours, "{address}");
        assert!(!page.contains('\u{202e}'), "{address}");
        for tag in page.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').ok_or("a tag without an end")?;
            // Between quotes is what was given, and no quote is in that.
            let own: String = tag.split('"').step_by(2).collect();
            for mark in ["img", "svg", "iframe"] {
                assert!(!own.starts_with(mark), "{address}: {tag}");
            }
            for mark in [" style", " on", "javascript"] {
                assert!(!own.contains(mark), "{address}: {tag}");
            }
        }
    }
    Ok(())
}
