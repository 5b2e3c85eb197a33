//! The endpoint held to the SPARQL 1.1 Protocol: a table of requests as the
//! recommendation has them, and clients that others wrote.
//!
//! What an answer says is for `query_library` and others; here it only has to be
//! what `nutgraf query` prints, in every form and by every way of asking.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::pages::hostile;
use crate::program::{Case, nutgraf};
use crate::query_asked;
use crate::query_asked::ASKED;
use crate::rdflib::python;
use crate::serving::{BROWSER, Server, encoded};

type Outcome = Result<(), Box<dyn Error>>;

const FIRST: &str = "data/binance-usd1";
const ASK: &str = "ASK { ?s ?p ?o }";
const SELECT: &str = "SELECT ?claim { ?claim a ng:Claim } ORDER BY ?claim";
const CONSTRUCT: &str = "CONSTRUCT { ?claim ng:text ?text } WHERE { ?claim ng:text ?text }";

const FORM: &str = "application/x-www-form-urlencoded";
const DIRECT: &str = "application/sparql-query";
const JSON: &str = "application/sparql-results+json";

/// One request, and how its reply begins.
struct Asked<'a> {
    method: &'a str,
    path: String,
    accept: Option<&'a str>,
    content_type: Option<&'a str>,
    body: String,
    status: u16,
    /// What the content type begins with.
    gives: &'a str,
}

fn get<'a>(query: &str, accept: Option<&'a str>, status: u16, gives: &'a str) -> Asked<'a> {
    Asked {
        method: "GET",
        path: format!("/sparql?{query}"),
        accept,
        content_type: None,
        body: String::new(),
        status,
        gives,
    }
}

fn post<'a>(query: &str, kind: &'a str, body: &str, status: u16, gives: &'a str) -> Asked<'a> {
    Asked {
        method: "POST",
        path: format!("/sparql{query}"),
        accept: None,
        content_type: Some(kind),
        body: body.to_owned(),
        status,
        gives,
    }
}

fn of(query: &str) -> String {
    format!("query={}", encoded(query))
}

/// The requests of the recommendation (2.1, 2.2, 3), and what is near to them.
fn requests() -> Vec<Asked<'static>> {
    let ask = of(ASK);
    let select = of(SELECT);
    let construct = of(CONSTRUCT);
    let text = "text/plain";
    let turtle = "text/turtle";
    let mut all = vec![
        // Query by GET, by a form, directly.
        get(&ask, None, 200, JSON),
        get(&select, Some("*/*"), 200, JSON),
        post("", FORM, &ask, 200, JSON),
        post(
            "",
            "application/x-www-form-urlencoded; charset=UTF-8",
            &select,
            200,
            JSON,
        ),
        post("", DIRECT, SELECT, 200, JSON),
        post(
            "",
            "application/sparql-query; charset=utf-8",
            ASK,
            200,
            JSON,
        ),
        post("?format=csv", DIRECT, SELECT, 200, "text/csv"),
        post(
            "",
            FORM,
            &format!("{select}&format=xml"),
            200,
            "application/sparql-results+xml",
        ),
        // No query, an empty one, several.
        get("", None, 200, turtle),
        get("", Some("application/rdf+xml"), 200, "application/rdf+xml"),
        get("", Some(BROWSER), 200, "text/html"),
        get("query=", None, 400, text),
        get("query=", Some(BROWSER), 200, "text/html"),
        post("", FORM, "", 400, text),
        post("", DIRECT, " ", 400, text),
        get(&format!("{ask}&{ask}"), None, 400, text),
        post("", FORM, &format!("{ask}&{select}"), 400, text),
        post(&format!("?{ask}"), DIRECT, ASK, 400, text),
        post(&format!("?{ask}"), FORM, &ask, 400, text),
        // What is no query.
        get(&of("ANYTHING ELSE"), None, 400, text),
        get(
            &of("SELECT ?x { ?x a "),
            Some(JSON),
            400,
            "application/problem+json",
        ),
        get(&of("SELECT ?x { ?x a "), Some(BROWSER), 400, "text/html"),
        get("query=%FF", None, 400, text),
        post("", "text/plain", ASK, 415, text),
        post("", "application/json", "{}", 415, text),
        // Updates, by every way to ask for one.
        post("", "application/sparql-update", "CLEAR ALL", 403, text),
        post("", FORM, "update=CLEAR+ALL", 403, text),
        get("update=CLEAR+ALL", None, 403, text),
        get(&of("CLEAR ALL"), None, 403, text),
        post("", DIRECT, "DELETE WHERE { ?s ?p ?o }", 403, text),
        // Graphs of which there is one, services of which there are none.
        get(
            &format!("{ask}&default-graph-uri=http%3A%2F%2Fe.x%2F"),
            None,
            400,
            text,
        ),
        post(
            "",
            FORM,
            &format!("{ask}&named-graph-uri=http%3A%2F%2Fe.x%2F"),
            400,
            text,
        ),
        post(
            "?default-graph-uri=http%3A%2F%2Fe.x%2F",
            DIRECT,
            ASK,
            400,
            text,
        ),
        get(
            &of("SELECT * FROM <http://e.x/> { ?s ?p ?o }"),
            None,
            403,
            text,
        ),
        get(
            &of("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
            None,
            403,
            text,
        ),
        get(
            &of("ASK { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }"),
            None,
            403,
            text,
        ),
        // Words that nobody knows, and those that other endpoints have.
        get(&format!("{ask}&querry=x"), None, 400, text),
        get(
            &format!("{ask}&format=json&output=json&results=json&timeout=10"),
            None,
            200,
            JSON,
        ),
        get(&format!("{ask}&format=json&output=xml"), None, 400, text),
        get(&format!("{ask}&format=pdf"), None, 406, text),
        // Other methods.
        Asked {
            method: "PUT",
            body: String::new(),
            ..get(&ask, None, 405, text)
        },
        Asked {
            method: "DELETE",
            ..get(&ask, None, 405, text)
        },
        Asked {
            method: "HEAD",
            ..get(&ask, None, 200, JSON)
        },
        Asked {
            method: "HEAD",
            ..get("", None, 200, turtle)
        },
    ];
    for (accept, status, gives) in [
        (JSON, 200, JSON),
        ("application/json", 200, "application/json"),
        (
            "application/sparql-results+xml",
            200,
            "application/sparql-results+xml",
        ),
        ("application/xml", 200, "application/xml"),
        ("text/csv", 200, "text/csv"),
        (
            "text/tab-separated-values",
            200,
            "text/tab-separated-values",
        ),
        (
            "text/csv;q=0.3, application/sparql-results+xml;q=0.7",
            200,
            "application/sparql-results+xml",
        ),
        ("application/*, text/csv;q=0.9", 200, JSON),
        (BROWSER, 200, "text/html"),
        ("image/png", 406, text),
        ("text/turtle", 406, text),
    ] {
        all.push(get(&select, Some(accept), status, gives));
        all.push(get(&ask, Some(accept), status, gives));
    }
    for (accept, status, gives) in [
        ("*/*", 200, turtle),
        ("text/turtle", 200, turtle),
        ("application/n-triples", 200, "application/n-triples"),
        ("application/rdf+xml", 200, "application/rdf+xml"),
        ("application/ld+json", 200, "application/ld+json"),
        (BROWSER, 200, "text/html"),
        ("text/csv", 406, text),
    ] {
        all.push(get(&construct, Some(accept), status, gives));
        all.push(get("", Some(accept), status, gives));
    }
    all
}

#[test]
fn every_request_of_the_protocol_has_its_reply() {
    let server = Server::start(FIRST, &[]);
    let mut wrong = Vec::new();
    for asked in requests() {
        let Asked {
            method,
            path,
            accept,
            content_type,
            body,
            status,
            gives,
        } = asked;
        let headers: Vec<(&str, &str)> = accept
            .map(|accept| ("Accept", accept))
            .into_iter()
            .chain(content_type.map(|kind| ("Content-Type", kind)))
            .collect();
        let reply = server.ask(method, &path, &headers, body.as_bytes());
        let kind = reply.header("content-type");
        if reply.status != status || !kind.starts_with(gives) {
            wrong.push(format!(
                "{method} {path} {headers:?} {body}: {} {kind}, not {status} {gives}\n{}",
                reply.status,
                reply.text().lines().next().unwrap_or_default()
            ));
        }
        if status == 200 && reply.header("nutgraf-edition").is_empty() {
            wrong.push(format!("{method} {path}: no edition is named"));
        }
        if status != 200 && method != "HEAD" && reply.body.is_empty() {
            wrong.push(format!("{method} {path}: nothing says why not"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// By every way of asking and in every form the bytes are those of the command line.
#[test]
fn an_answer_is_what_the_command_line_prints() {
    let server = Server::start(FIRST, &[]);
    for (query, forms) in [
        (SELECT, &["json", "xml", "csv", "tsv"][..]),
        (ASK, &["json", "xml", "csv", "tsv"]),
        (CONSTRUCT, &["ttl", "nt", "jsonld", "rdf"]),
    ] {
        for form in forms {
            let printed = nutgraf(&["query", FIRST, "-e", query, "-o", form]).ends(0);
            let address = format!("/sparql?{}&format={form}", of(query));
            let by_get = server.get(&address);
            assert_eq!(by_get.text(), printed.out, "{form}");
            let kind = [("Content-Type", DIRECT)];
            let way = format!("/sparql?format={form}");
            let by_post = server.ask("POST", &way, &kind, query.as_bytes());
            assert_eq!(by_post.text(), printed.out, "{form}");
        }
    }
}

#[test]
fn what_is_said_beside_an_answer_is_in_its_headers() {
    let server = Server::start(FIRST, &[]);
    for query in [
        SELECT,
        "SELECT * { ?a reported:met ?b }",
        "SELECT * { ?a rel:met ?b }",
        "SELECT * { ?a a ng:Cliam }",
        "SELECT * { SERVICE ng:path { [] ng:from entity:binance ; ng:to entity:usd1 ; ng:maxHops 1 ; ng:avoid entity:usd1x ; ng:path ?path } }",
        "SELECT ?path { SERVICE ng:path { [] ng:from entity:binance ; ng:to entity:usd1 ; ng:path ?path } }",
    ] {
        let said = nutgraf(&["query", FIRST, "-e", query, "-o", "csv"]);
        let mut expected: Vec<&str> = said
            .err
            .lines()
            .filter(|line| line.starts_with("note: ") || line.starts_with("warning: "))
            .collect();
        let reply = server.get(&format!("/sparql?{}", of(query)));
        let mut given = reply.all("nutgraf-note");
        if said.code != 0 {
            assert_eq!(reply.status, 400, "{query}: {}", reply.text());
            continue;
        }
        expected.sort_unstable();
        given.sort_unstable();
        assert_eq!(given, expected, "{query}");
        assert!(!given.is_empty(), "{query}");
    }
    // Denials come first, whatever else is said.
    let reply = server.get(&format!(
        "/sparql?{}",
        of("SELECT * { ?c a ng:Claim OPTIONAL { ?a reported:met ?b } }")
    ));
    let first = reply
        .all("nutgraf-note")
        .first()
        .copied()
        .unwrap_or_default();
    assert!(first.contains("DENIED"), "{first}");
}

#[test]
fn an_answer_that_is_too_large_is_no_answer() {
    let server = Server::start(FIRST, &["--rows", "10"]);
    let reply = server.get_as(&format!("/sparql?{}", of(SELECT)), "text/csv");
    assert_eq!(reply.status, 507);
    assert!(
        reply.text().contains("gives 10 at most"),
        "{}",
        reply.text()
    );
    let few = of(&format!("{SELECT} LIMIT 10"));
    assert_eq!(server.get(&format!("/sparql?{few}")).status, 200);
}

/// Questions of the library on the first case, as they are asked elsewhere.
fn questions() -> Vec<(&'static str, &'static [(&'static str, &'static str)])> {
    // The command line takes no meeting for an entity.
    let first = ASKED
        .iter()
        .filter(|(_, case, _, told)| *case == query_asked::FIRST && *told != "meeting");
    first.map(|(name, _, values, _)| (*name, *values)).collect()
}

/// The values of a question as the command line takes them.
fn parameters(values: &[(&str, &str)]) -> Vec<String> {
    let pairs = values.iter();
    pairs
        .flat_map(|(name, value)| ["--param".to_owned(), format!("{name}={value}")])
        .collect()
}

#[test]
fn a_question_of_the_library_is_what_the_command_line_prints() {
    let server = Server::start(FIRST, &[]);
    let mut seen = 0;
    for (name, values) in questions() {
        let mut arguments = vec!["query", FIRST, name];
        let given = parameters(values);
        arguments.extend(given.iter().map(String::as_str));
        let pairs: Vec<String> = values
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        for form in ["json", "csv"] {
            let mut arguments = arguments.clone();
            arguments.extend(["-o", form]);
            let printed = nutgraf(&arguments).ends(0);
            let reply = server.get(&format!("/queries/{name}.{form}?{}", pairs.join("&")));
            assert_eq!(reply.text(), printed.out, "{name} {form}");
        }
        let page = server.browse(&format!("/queries/{name}?{}", pairs.join("&")));
        assert_eq!(page.status, 200, "{name}: {}", page.text());
        seen += 1;
    }
    assert!(seen >= 10, "{seen}");
    for (form, printed) in [("json", "json"), ("csv", "csv")] {
        let list = server.get(&format!("/queries.{form}"));
        assert_eq!(
            list.text(),
            nutgraf(&["queries", "-o", printed]).ends(0).out
        );
    }
}

/// SPARQLWrapper, rdflib's own store and its readers get the rows that the command
/// line prints, in all forms.
#[test]
fn clients_that_others_wrote_get_the_same() -> Outcome {
    let server = Server::start(FIRST, &[]);
    let mut queries = Vec::new();
    for (name, values) in questions().into_iter().take(10) {
        let mut arguments = vec!["query", FIRST, name, "--print"];
        let given = parameters(values);
        arguments.extend(given.iter().map(String::as_str));
        let text = nutgraf(&arguments).ends(0).out;
        let rows = nutgraf(&["query", FIRST, "-e", &text, "-o", "json"])
            .ends(0)
            .json();
        queries.push(serde_json::json!({"name": name, "text": text, "rows": rows}));
    }
    let graph = nutgraf(&["query", FIRST, "-e", CONSTRUCT, "-o", "nt"])
        .ends(0)
        .out;
    let work = tempfile::tempdir()?;
    let asked = work.path().join("asked.json");
    let request = serde_json::json!({
        "endpoint": format!("{}sparql", server.address),
        "queries": queries,
        "construct": CONSTRUCT,
        "graph": graph,
    });
    std::fs::write(&asked, request.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/serve_clients.py");
    let output = Command::new(python()?).arg(script).arg(&asked).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let compared: Value = serde_json::from_slice(&output.stdout)?;
    assert_eq!(compared["queries"], 10, "{compared}");
    // Four forms read by rdflib, four by SPARQLWrapper, one through a store.
    assert_eq!(compared["forms"], 90, "{compared}");
    assert_eq!(compared["graphs"], 6, "{compared}");
    Ok(())
}

#[test]
fn names_in_a_case_are_only_text_on_its_pages() -> Outcome {
    let case = hostile()?;
    let server = Server::start(case.path(), &[]);
    let query = "SELECT * { { ?what ng:text ?text } UNION { ?what rdfs:label ?text } } ORDER BY ?what ?text # </textarea><script>";
    let page = server.browse(&format!("/sparql?{}", of(query)));
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    assert!(text.contains("&lt;script&gt;"), "{text}");
    assert!(
        !text.contains("<script>") && !text.contains("<img"),
        "{text}"
    );
    assert!(!text.contains('\u{202e}'), "{text}");
    Ok(())
}

/// The page of a query, as a browser asks for it.
fn page_of(server: &Server, path: &str) -> (u16, String) {
    let reply = server.browse(path);
    assert!(
        reply.header("content-type").starts_with("text/html"),
        "{path}"
    );
    (reply.status, reply.text())
}

#[test]
fn a_query_that_cannot_be_read_is_marked_where_it_is_wrong() -> Outcome {
    let server = Server::start(FIRST, &[]);
    let query = "SELECT ?claim\n{ ?claim a ng:Claim ;; ng:text \"é\" ?? }";
    let (status, page) = page_of(&server, &format!("/sparql?{}", of(query)));
    assert_eq!(status, 400);
    assert!(page.contains("<mark>"), "{page}");
    assert!(page.contains("data-line=\"2\""), "{page}");
    assert!(
        page.contains("{ ?claim a ng:Claim ;; ng:text &quot;é&quot; ?? }</textarea>"),
        "{page}"
    );
    let said = nutgraf(&["query", FIRST, "-e", query]).ends(2).err;
    let place = said
        .split(" at line ")
        .nth(1)
        .and_then(|rest| rest.split(':').next());
    let place = place.ok_or("the command line names the place")?;
    assert!(
        page.contains(&format!("At line {place}: ")),
        "{place}\n{page}"
    );
    Ok(())
}

#[test]
fn a_page_shows_a_thousand_rows_and_says_how_many_there_are() {
    let server = Server::start(FIRST, &[]);
    let (status, page) = page_of(
        &server,
        &format!("/sparql?{}", of("SELECT * { ?a ?b ?c } ORDER BY ?a ?b ?c")),
    );
    assert_eq!(status, 200);
    assert_eq!(
        page.matches("<tr>").count(),
        1000 + 1 + 19,
        "{}",
        page.len()
    );
    assert!(
        page.contains("rows in all, <strong>of which the first 1000 are shown here"),
        "{page}"
    );
    let csv = page
        .split('"')
        .find(|part| part.contains("format=csv"))
        .expect("a link to CSV");
    let csv = csv.replace("&#x2f;", "/").replace("&amp;", "&");
    let whole = server.get(&csv);
    let rows = whole.text().lines().count() - 1;
    assert!(
        rows > 1000 && page.contains(&format!("{rows} rows in all")),
        "{rows}"
    );
}

#[test]
fn a_query_too_long_for_an_address_is_posted_and_answered_on_the_page() {
    let server = Server::start(FIRST, &[]);
    let query = format!(
        "SELECT ?c {{ ?c a ng:Claim }} LIMIT 1 # {}",
        "x".repeat(100_000)
    );
    let headers = [("Accept", BROWSER), ("Content-Type", FORM)];
    let reply = server.ask("POST", "/sparql", &headers, of(&query).as_bytes());
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("too long for an address"));
    assert!(reply.text().contains("1 row in all"));
}

#[test]
fn a_question_has_a_field_for_each_of_its_parameters() -> Outcome {
    let server = Server::start(FIRST, &[]);
    let (status, page) = page_of(&server, "/queries/paths-between");
    assert_eq!(status, 200);
    for field in [
        "name=\"from\" type=\"text\" required",
        "name=\"max_hops\" type=\"number\" step=\"1\" value=\"\"",
        "Nothing is asked yet",
    ] {
        assert!(page.contains(field), "{field}\n{page}");
    }
    let (status, page) = page_of(
        &server,
        "/queries/paths-between?from=Changpeng+Zhao&to=usd1&k=2",
    );
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("value=\"Changpeng Zhao\""), "{page}");
    assert!(page.contains("named in this answer"), "{page}");
    // Its query, on the page for queries, gives the same.
    let edit = page
        .split('"')
        .find(|part| part.contains("sparql?query="))
        .expect("a link to the query");
    let edit = edit.replace("&#x2f;", "/").replace("&amp;", "&");
    let edited = server.get(&format!("{edit}&format=csv"));
    let asked = server.get("/queries/paths-between.csv?from=Changpeng+Zhao&to=usd1&k=2");
    assert_eq!((edited.status, asked.status), (200, 200));
    assert_eq!(edited.text(), asked.text());
    for (path, status) in [
        ("/queries/paths-between?from=Nobody+Such&to=usd1", 404),
        ("/queries/paths-between?from=usd1&to=binance&k=x", 400),
        ("/queries/by-relation?relation=knew", 400),
        ("/queries/paths-between?from=usd1&too=binance", 400),
        ("/queries/paths-betwen", 404),
    ] {
        let (given, page) = page_of(&server, path);
        assert_eq!(given, status, "{path}\n{page}");
        // A form that was filled in keeps what was typed.
        assert_eq!(
            page.contains("value=\"usd1\""),
            path.contains("-between?") && !path.contains("too"),
            "{path}"
        );
    }
    let near = server.get("/queries/paths-betwen").text();
    assert!(near.contains("did you mean `paths-between`"), "{near}");
    Ok(())
}

#[test]
fn a_name_that_several_have_is_a_choice() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann-1,Ann\nann-2,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nc1,ann-1,met,bo,paper,Ann met Bo\n",
        ),
    ]);
    case.run("load", &[]);
    let server = Server::start(case.path(), &[]);
    let (status, page) = page_of(&server, "/queries/claims-about?entity=Ann");
    assert_eq!(status, 300, "{page}");
    assert!(page.contains("ann-1") && page.contains("ann-2"), "{page}");
    let problem = server.get("/queries/claims-about.json?entity=Ann");
    assert_eq!(problem.status, 300);
    let problem = problem.json();
    assert_eq!(
        problem["candidates"].as_array().map(Vec::len),
        Some(2),
        "{problem}"
    );
}
