//! The server as its clients find it: who is answered, what is said when there is
//! no answer, and what happens when the tables change meanwhile.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::generated::case::{Plan, write_case};
use crate::program::{Case, nutgraf};
use crate::serving::{Server, read};

const FIRST: &str = "data/binance-usd1";

/// All parts of a request that tell who asks, through a real socket; the first part
/// that refuses decides. `guard` has the same table, with more values, in memory.
#[test]
fn only_this_machine_and_its_own_pages_are_answered() {
    let server = Server::start(FIRST, &[]);
    let own = server.host.clone();
    let own_origin = format!("http://{own}");
    let hosts = [
        (own.as_str(), 200),
        ("evil.example", 421),
        ("", 421),
        ("-", 400),
    ];
    let methods = [("GET", 200), ("POST", 200), ("PUT", 405), ("OPTIONS", 405)];
    let origins = [
        ("-", 200),
        (own_origin.as_str(), 200),
        ("null", 403),
        ("http://evil.example", 403),
    ];
    let sites = [("-", 200), ("same-origin", 200), ("cross-site", 403)];
    let contents = [
        ("application/sparql-query", 200),
        ("application/sparql-update", 403),
        ("text/plain", 415),
    ];
    let mut cells = 0;
    for (host, by_host) in hosts {
        for (method, by_method) in methods {
            for (origin, by_origin) in origins {
                for (site, by_site) in sites {
                    for (content, by_content) in contents {
                        let by_content = if method == "POST" { by_content } else { 200 };
                        let expected = [by_host, by_method, by_origin, by_site, by_content]
                            .into_iter()
                            .find(|status| *status != 200)
                            .unwrap_or(200);
                        let given = [
                            ("Host", host),
                            ("Origin", origin),
                            ("Sec-Fetch-Site", site),
                            ("Content-Type", content),
                        ];
                        let sent: Vec<(&str, &str)> = given
                            .iter()
                            .filter(|(_, value)| *value != "-")
                            .copied()
                            .collect();
                        let body = if method == "POST" {
                            &b"ASK {}"[..]
                        } else {
                            &[]
                        };
                        let target = if method == "POST" {
                            "/sparql"
                        } else {
                            "/sparql?query=ASK%20%7B%7D"
                        };
                        let reply = server.request(method, target, &sent, body);
                        assert_eq!(
                            reply.status,
                            expected,
                            "{method} {sent:?}: {}",
                            reply.text()
                        );
                        assert_eq!(reply.header("access-control-allow-origin"), "");
                        cells += 1;
                    }
                }
            }
        }
    }
    assert_eq!(cells, 576);
}

#[test]
fn every_reply_keeps_to_itself() {
    let server = Server::start(FIRST, &[]);
    for target in [
        "/",
        "/show/changpeng-zhao",
        "/nowhere",
        "/assets/explorer.css",
        "/live.json",
    ] {
        let reply = server.get(target);
        let policy = reply.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"),
            "{policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "same-origin");
        assert!(["no-store", "private, max-age=60"].contains(&reply.header("cache-control")));
        assert_eq!(reply.header("set-cookie"), "");
        assert_eq!(reply.header("server"), "");
    }
}

#[test]
fn a_word_that_a_page_does_not_know_is_an_error_and_no_answer() {
    let server = Server::start(FIRST, &[]);
    let reply = server.get("/show/changpeng-zhao?uncontestd=1").is(400);
    assert!(
        reply.text().contains("`uncontestd` is no option"),
        "{}",
        reply.text()
    );
    let reply = server
        .get_as("/show/nobody-at-all", "application/json")
        .is(404);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.json()["status"], 404);
}

#[test]
fn other_machines_need_the_token_and_a_server_for_them_cannot_be_without_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("token");
    fs::write(&file, "a-word-of-16-letters\n").expect("a file can be written");
    let file = file.to_str().expect("a plain name");
    let run = nutgraf(&["serve", FIRST, "--port", "0", "--listen", "127.0.0.1"]).ends(2);
    assert!(run.err.contains("--token-file"), "{}", run.err);
    fs::write(folder.path().join("short"), "short").expect("a file can be written");
    let short = folder.path().join("short");
    let short = short.to_str().expect("a plain name");
    nutgraf(&[
        "serve",
        FIRST,
        "--port",
        "0",
        "--listen",
        "127.0.0.1",
        "--token-file",
        short,
    ])
    .ends(2);

    let server = Server::start(FIRST, &["--listen", "127.0.0.1", "--token-file", file]);
    let own = server.host.as_str();
    server.get("/").is(401);
    server.get_as("/", "text/html").is(401);
    server.get("/assets/explorer.css").is(401);
    let bearer = |word: &str| {
        let word = format!("Bearer {word}");
        server.request("GET", "/", &[("Host", own), ("Authorization", &word)], &[])
    };
    bearer("a-word-of-16-lettres").is(401);
    bearer("a-word-of-16-letters").is(200);
    let enter = |body: &[u8]| {
        let form = [
            ("Host", own),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        server.request("POST", "/enter", &form, body)
    };
    assert_eq!(enter(b"token=wrong").is(403).header("set-cookie"), "");
    let welcome = enter(b"token=a-word-of-16-letters").is(303);
    let cookie = welcome.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"),
        "{cookie}"
    );
    assert!(!cookie.contains("a-word"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap_or_default();
    server
        .request("GET", "/", &[("Host", own), ("Cookie", cookie)], &[])
        .is(200);
}

#[test]
fn a_site_that_is_allowed_is_named_as_browsers_name_it() {
    for wrong in [
        "null",
        "*",
        "observablehq.com",
        "https://",
        "https://x.example/page",
    ] {
        let run = nutgraf(&["serve", FIRST, "--port", "0", "--allow-origin", wrong]).ends(2);
        assert!(run.err.contains("https://observablehq.com"), "{}", run.err);
    }
    let server = Server::start(FIRST, &["--allow-origin", "https://Notebook.Example/"]);
    let own = server.host.as_str();
    let asked = |origin: &str| {
        let given = [
            ("Host", own),
            ("Origin", origin),
            ("Sec-Fetch-Site", "cross-site"),
        ];
        server.request("GET", "/sparql?query=ASK%20%7B%7D", &given, &[])
    };
    let allowed = asked("https://notebook.example").is(200);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        "https://notebook.example"
    );
    asked("https://other.example").is(403);
}

#[test]
fn everything_lies_below_the_base_path() {
    let server = Server::start(FIRST, &["--base-path", "/desk/usd1"]);
    server.get("/").is(404);
    server.get("/desk/usd1x").is(404);
    let start = server.get("/desk/usd1/").is(200).text();
    server.get("/desk/usd1").is(200);
    for piece in start
        .split(" href=\"")
        .skip(1)
        .chain(start.split(" action=\"").skip(1))
    {
        let address = piece
            .split('"')
            .next()
            .unwrap_or_default()
            .replace("&#x2f;", "/");
        assert!(
            address.starts_with("/desk/usd1/") || address.starts_with('#'),
            "{address}"
        );
    }
    server.get("/desk/usd1/assets/explorer.css").is(200);
}

#[test]
fn a_port_that_is_taken_is_said() {
    let server = Server::start(FIRST, &[]);
    let port = server.host.split(':').nth(1).expect("a port");
    let run = nutgraf(&["serve", FIRST, "--port", port]).ends(4);
    assert!(
        run.err.contains("another program has this port"),
        "{}",
        run.err
    );
}

#[test]
fn protected_sources_are_served_only_when_asked_for() {
    let case = Case::copy("harbour");
    let protected = |server: &Server| {
        let reply = server
            .get_as(
                "/sparql?query=SELECT%20%3Fs%20%7B%20%3Fs%20a%20ng%3AProtectedSource%20%7D",
                "text/csv",
            )
            .is(200);
        // Why rows are missing is said on the page that lacks them.
        let page = server.get_as("/timeline", "text/html").is(200).text();
        let why = "some row numbers are not shown: this edition withholds protected sources";
        (reply.text(), page.contains(why))
    };
    let (redacted, told) = protected(&Server::start(case.path(), &[]));
    assert!(told, "why rows are missing");
    assert!(
        redacted
            .lines()
            .skip(1)
            .all(|line| line.contains("source/protected-")),
        "{redacted}"
    );
    assert!(redacted.lines().count() > 1, "{redacted}");
    let (full, told) = protected(&Server::start(case.path(), &["--with-protected"]));
    assert!(!told);
    assert!(!full.contains("source/protected-"), "{full}");
    assert_eq!(full.lines().count(), redacted.lines().count());
}

/// The tables change: the page says so, and shows what changed.
#[test]
fn changed_tables_are_loaded_and_tables_with_errors_are_not() {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    let edition = server.get("/start.json").is(200).json()["edition"].clone();
    let table = case.file("denials.csv");
    let before = fs::read_to_string(&table).expect("a table");
    let columns = before.lines().next().expect("a header").split(',').count();
    let claim = claim_id(&case);
    let mut cells = vec![String::new(); columns];
    for (name, value) in [
        ("id", "a-new-denial"),
        ("of", &claim),
        ("stance", "declined"),
        ("by", "binance"),
    ] {
        let at = before
            .lines()
            .next()
            .expect("a header")
            .split(',')
            .position(|column| column == name);
        cells[at.expect("a column")] = value.to_owned();
    }
    fs::write(
        &table,
        format!("{}\n{}\n", before.trim_end(), cells.join(",")),
    )
    .expect("a table");
    wait(&server, |state| state["reloads"] == 1);
    let shown = server.get("/show/a-new-denial.json").is(200).json();
    assert_ne!(shown["edition"], edition);
    let changes = server.get("/start").text();
    assert!(changes.contains("a-new-denial"), "{changes}");

    fs::write(&table, "id,of,stance\nx,nothing-at-all,denied\n").expect("a table");
    wait(&server, |state| state["problems"] == true);
    // Data has no room to say so in itself.
    for data in ["/show/a-new-denial.json", "/queries/denials.csv"] {
        let reply = server.get(data).is(200);
        let notes = reply.all("nutgraf-note");
        let said = notes
            .iter()
            .filter(|note| note.contains("tables have errors"));
        assert_eq!(said.count(), 1, "{data}: {notes:?}");
    }
    let about = server.get("/about").is(200).text();
    assert!(
        about.contains("dangling-reference") && about.contains("denials.csv:2"),
        "{about}"
    );
    fs::write(&table, before).expect("a table");
    wait(&server, |state| state["problems"] == false);
    let mended = server.get("/start.json").is(200);
    assert_eq!(mended.all("nutgraf-note"), Vec::<&str>::new());
    assert_eq!(mended.json()["edition"], edition);
    server.get("/show/a-new-denial.json").is(404);
}

/// Whatever is on its way when the tables change comes from one edition.
#[test]
fn an_answer_on_its_way_is_of_the_edition_it_began_with() {
    let case = made(20_000);
    let server = Server::start(case.path(), &[]);
    let expected = server.get("/export/whole.nt").is(200);
    assert!(
        expected.is_whole && expected.body.len() > 8 << 20,
        "{}",
        expected.body.len()
    );
    let mut stream = server.connect();
    let request = format!(
        "GET /export/whole.nt HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        server.host
    );
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut first = vec![0; 4096];
    stream.read_exact(&mut first).expect("it begins");
    let table = case.file("people.csv");
    let people = fs::read_to_string(&table).expect("a table");
    assert!(people.starts_with("id,name,"), "{}", &people[..40]);
    let columns = people
        .lines()
        .next()
        .map_or(0, |line| line.split(',').count());
    let row = format!("somebody-new,Somebody New{}\n", ",".repeat(columns - 2));
    fs::write(&table, people + &row).expect("a table");
    wait(&server, |state| state["reloads"] == 1);
    stream.read_to_end(&mut first).expect("it ends");
    let old = read("GET", &first);
    assert!(old.is_whole && old.body == expected.body);
    let new = server.get("/export/whole.nt").is(200);
    assert_ne!(new.body, expected.body);
}

/// A worker is killed at any moment: its client sees an error, or a whole answer.
#[test]
fn a_reply_whose_worker_is_killed_never_looks_whole() {
    let case = made(5_000);
    let server = Server::start(case.path(), &[]);
    let targets = [
        (
            "/sparql?query=SELECT%20*%20%7B%20%3Fs%20ng%3Atext%20%3Ftext%20%7D",
            "text/csv",
        ),
        (
            "/sparql?query=SELECT%20*%20%7B%20%3Fs%20ng%3Atext%20%3Ftext%20%7D",
            "text/tab-separated-values",
        ),
        (
            "/sparql?query=SELECT%20*%20%7B%20%3Fs%20ng%3Atext%20%3Ftext%20%7D",
            "application/sparql-results+json",
        ),
        (
            "/sparql?query=SELECT%20*%20%7B%20%3Fs%20ng%3Atext%20%3Ftext%20%7D",
            "application/sparql-results+xml",
        ),
        (
            "/sparql?query=CONSTRUCT%20%7B%20%3Fs%20ng%3Atext%20%3Ft%20%7D%20%7B%20%3Fs%20ng%3Atext%20%3Ft%20%7D",
            "text/turtle",
        ),
        ("/export/whole.nt", "*/*"),
        ("/export/whole.graphml", "*/*"),
    ];
    let whole: Vec<Vec<u8>> = targets
        .iter()
        .map(|(target, accept)| server.get_as(target, accept).is(200).body)
        .collect();
    let (mut broken, mut complete) = (0, 0);
    for round in 0..140_u64 {
        let at = round as usize % targets.len();
        let (target, accept) = targets[at];
        let killer = {
            let workers = server.workers();
            thread::spawn(move || {
                thread::sleep(Duration::from_micros(round * 911 % 60_000));
                for worker in workers {
                    let _ = Command::new("kill")
                        .args(["-9", &worker.to_string()])
                        .status();
                }
            })
        };
        let sent = [("Host", server.host.as_str()), ("Accept", accept)];
        let reply = server.request("GET", target, &sent, &[]);
        killer.join().expect("it kills");
        match (reply.status, reply.is_whole) {
            (200, true) => {
                assert!(
                    reply.body == whole[at],
                    "{target} {accept}: looks whole and is not"
                );
                complete += 1;
            }
            (200, false) | (500 | 507, _) => broken += 1,
            (status, _) => panic!("{target}: {status} {}", reply.text()),
        }
    }
    assert!(broken > 0 && complete > 0, "{broken} {complete}");
    server.get("/").is(200);
}

#[test]
fn who_connects_and_says_nothing_keeps_nobody_from_being_answered() {
    let server = Server::start(FIRST, &[]);
    let idle: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = server.connect();
            stream
                .write_all(b"GET / HTTP/1.1\r\nHost: ")
                .expect("the server reads");
            stream
        })
        .collect();
    server.get("/").is(200);
    drop(idle);
    let long = vec![b'x'; 1_100_000];
    let post = [
        ("Host", server.host.as_str()),
        ("Content-Type", "application/sparql-query"),
    ];
    server.request("POST", "/sparql", &post, &long).is(413);
}

#[test]
fn what_one_browser_page_of_another_name_asks_is_not_answered() {
    // A name of the outside that was made to lead here; the browser sends it as Host.
    let server = Server::start(FIRST, &[]);
    let port = server.host.split(':').nth(1).expect("a port");
    let host = format!("rebound.example:{port}");
    let reply = server.request(
        "GET",
        "/show/changpeng-zhao",
        &[("Host", &host), ("Sec-Fetch-Site", "same-origin")],
        &[],
    );
    assert_eq!(reply.status, 421);
    assert!(!reply.text().contains("Zhao"), "{}", reply.text());
}

fn made(claims: u64) -> Case {
    let case = Case::of(&[]);
    let plan = Plan {
        claims,
        seed: 3,
        denied: 5,
        disputed: 8,
    };
    write_case(Path::new(case.path()), &plan).expect("a case can be written");
    case
}

fn wait(server: &Server, until: impl Fn(&serde_json::Value) -> bool) {
    for _ in 0..1_200 {
        let state = server.get("/live.json").is(200).json();
        if until(&state) {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("it did not happen");
}

fn claim_id(case: &Case) -> String {
    let run = case
        .run(
            "query",
            &[
                "-e",
                "SELECT ?c { ?c a ng:Claim ; rdf:predicate rel:founded }",
                "-o",
                "csv",
            ],
        )
        .ends(0);
    let iri = run.out.lines().nth(1).expect("a claim").to_owned();
    iri.rsplit('/').next().expect("an id").to_owned()
}

/// A worker whose reply was read to its last byte is done with it, though whoever read
/// it may be gone before the worker says so.
#[test]
fn a_worker_answers_again_after_a_reply_that_was_read() {
    let case = made(2_000);
    let server = Server::start(case.path(), &[]);
    let all = "/sparql.csv?query=SELECT%20*%20%7B%20%3Fs%20ng%3Atext%20%3Fo%20%7D";
    let mut seen = BTreeSet::new();
    // One that took long is not used again, which says nothing on a slow machine.
    let mut quick = 0;
    for _ in 0..60 {
        let began = Instant::now();
        let reply = server.get(all).is(200);
        assert!(
            reply.is_whole && reply.body.len() > 1 << 17,
            "{}",
            reply.body.len()
        );
        if began.elapsed() < Duration::from_millis(100) {
            quick += 1;
            seen.extend(server.workers());
        }
    }
    assert!(
        seen.len() <= 60 - quick + quick / 2 + 1,
        "{quick}: {seen:?}"
    );
}

/// What looks at all claims together is read once for all who ask for it.
#[test]
fn who_asks_for_all_claims_again_is_answered_by_the_same_worker() {
    let case = made(2_000);
    let server = Server::start(case.path(), &[]);
    let workers = |path: &str| {
        server.get(path).is(200);
        BTreeSet::from_iter(server.workers())
    };
    let first = workers("/audit?as-of=2026-01-01");
    for _ in 0..3 {
        assert_eq!(workers("/audit?as-of=2026-01-01"), first);
    }
    // A form sends its fields empty: that asks for no day.
    assert_eq!(workers("/replies?name=&as-of=2026-01-01&known-on="), first);
}
