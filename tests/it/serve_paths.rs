//! What the explorer says of connections, against the commands of the same names:
//! its JSON and CSV are theirs, its pictures and files are those of `draw` and
//! `export`, byte for byte, and its pages have every claim and answer of them.

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::draw::ids;
use crate::program::{Case, nutgraf};
use crate::serving::Server;

type Outcome = Result<(), Box<dyn Error>>;

/// A question: its page, the words of its address, and the same for the command.
struct Asked {
    page: &'static str,
    address: &'static str,
    command: &'static [&'static str],
}

const fn asked(
    page: &'static str,
    address: &'static str,
    command: &'static [&'static str],
) -> Asked {
    Asked {
        page,
        address,
        command,
    }
}

const QUESTIONS: &[Asked] = &[
    asked(
        "path",
        "from=Changpeng+Zhao&to=Donald+Trump",
        &["Changpeng Zhao", "Donald Trump"],
    ),
    asked(
        "path",
        "from=changpeng-zhao&to=Trump+family&k=7",
        &["changpeng-zhao", "Trump family", "-k", "7"],
    ),
    asked(
        "path",
        "from=Changpeng+Zhao&to=Steve+Witkoff&uncontested=yes&max-hops=3",
        &[
            "Changpeng Zhao",
            "Steve Witkoff",
            "--uncontested",
            "--max-hops",
            "3",
        ],
    ),
    asked(
        "path",
        "from=Changpeng+Zhao&to=Trump+family&independent=outlet",
        &["Changpeng Zhao", "Trump family", "--independent=outlet"],
    ),
    asked(
        "path",
        "from=Changpeng+Zhao&to=Trump+family&all-shortest=yes&strongest=yes&via=Steve+Witkoff&via=",
        &[
            "Changpeng Zhao",
            "Trump family",
            "--all-shortest",
            "--strongest",
            "--via",
            "Steve Witkoff",
        ],
    ),
    asked(
        "path",
        "from=Changpeng+Zhao&to=Trump+family&within=4&standing=denied,uncontested&not-relation=met&avoid=Binance",
        &[
            "Changpeng Zhao",
            "Trump family",
            "--within",
            "4",
            "--standing",
            "denied,uncontested",
            "--not-relation",
            "met",
            "--avoid",
            "Binance",
        ],
    ),
    asked(
        "path",
        "from=Binance&to=Donald+Trump&on=2025-03-01&named=yes",
        &["Binance", "Donald Trump", "--on", "2025-03-01", "--named"],
    ),
    asked(
        "path",
        "from=Changpeng+Zhao&to=Donald+Trump&without-source=bloomberg-report",
        &[
            "Changpeng Zhao",
            "Donald Trump",
            "--without-source",
            "bloomberg-report",
        ],
    ),
    asked("path", "from=Binance&to=Binance", &["Binance", "Binance"]),
    asked(
        "holds",
        "from=Changpeng+Zhao&to=Trump+family&by=claim",
        &["Changpeng Zhao", "Trump family", "--by", "claim"],
    ),
    asked(
        "holds",
        "from=Changpeng+Zhao&to=Donald+Trump",
        &["Changpeng Zhao", "Donald Trump"],
    ),
    asked("key", "", &[]),
    asked(
        "key",
        "from=Changpeng+Zhao&to=Trump+family&min-origins=1",
        &["Changpeng Zhao", "Trump family", "--min-origins", "1"],
    ),
    asked(
        "falls",
        "source=bloomberg-report",
        &["--source", "bloomberg-report"],
    ),
    asked(
        "between",
        "name=Changpeng+Zhao%0ADonald+Trump&name=Binance",
        &["Changpeng Zhao", "Donald Trump", "Binance"],
    ),
    asked(
        "between",
        "name=Changpeng+Zhao&name=Donald+Trump&documented=yes&max-hops=2",
        &[
            "Changpeng Zhao",
            "Donald Trump",
            "--documented",
            "--max-hops",
            "2",
        ],
    ),
    asked("ties", "name=Donald+Trump", &["Donald Trump"]),
    asked(
        "ties",
        "name=Donald+Trump&hops=3&relation=owns,family",
        &["Donald Trump", "--hops", "3", "--relation", "owns,family"],
    ),
];

/// Runs `nutgraf VERB CASE …` in some form.
fn command(case: &Case, verb: &str, more: &[&str], form: &[&str]) -> String {
    case.run(verb, &[more, form].concat()).out
}

#[test]
fn pages_give_as_json_and_csv_what_the_commands_write() {
    let case = Case::first();
    let server = Server::start(case.path(), &["--with-protected"]);
    for Asked {
        page,
        address,
        command: words,
    } in QUESTIONS
    {
        let json = server.browse(&format!("/{page}.json?{address}"));
        assert_eq!(json.status, 200, "{page}?{address}: {}", json.text());
        assert_eq!(
            json.text(),
            command(&case, page, words, &["-o", "json"]),
            "{page}?{address}"
        );
        let csv = server.browse(&format!("/{page}.csv?{address}"));
        assert_eq!(csv.status, 200, "{page}?{address}: {}", csv.text());
        assert_eq!(
            csv.text(),
            command(&case, page, words, &["-o", "csv"]),
            "{page}?{address}"
        );
    }
}

#[test]
fn pages_have_every_claim_and_answer_that_the_commands_have() {
    let case = Case::first();
    let server = Server::start(case.path(), &["--with-protected"]);
    for Asked { page, address, .. } in QUESTIONS {
        let json = server.browse(&format!("/{page}.json?{address}"));
        let mut wanted = BTreeSet::new();
        ids(&json.json(), &["stance", "support"], &mut wanted);
        let html = server.pages(&format!("/{page}?{address}"));
        for id in &wanted {
            assert!(
                html.contains(&format!("/show/{id}\"")),
                "{page}?{address} lacks {id}"
            );
        }
        assert!(!html.contains(" style="), "{page}?{address}");
    }
}

#[test]
fn a_denied_hop_says_so_and_the_weakest_is_named() {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    let page = server
        .browse("/path?from=Changpeng+Zhao&to=Steve+Witkoff")
        .text();
    assert!(page.contains("class=\"hop denied\""), "{page}");
    assert!(
        page.contains("<strong class=\"contested\">DENIED</strong>"),
        "{page}"
    );
    let page = server
        .browse("/path?from=Changpeng+Zhao&to=Trump+family&k=3")
        .text();
    assert!(page.contains("Weakest: "), "{page}");
    assert!(page.contains("What holds it up"), "{page}");
}

#[test]
fn no_path_is_an_answer_with_its_reason_and_what_was_left_out() {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    let reply =
        server.browse("/path?from=Changpeng+Zhao&to=Steve+Witkoff&uncontested=yes&max-hops=1");
    assert_eq!(reply.status, 200);
    let page = reply.text();
    assert!(page.contains("No path"), "{page}");
    assert!(page.contains("DENIED"), "{page}");
    let rows =
        server.browse("/path.csv?from=Changpeng+Zhao&to=Steve+Witkoff&uncontested=yes&max-hops=1");
    let note = rows.header("nutgraf-note");
    assert!(note.starts_with("No path"), "{note}");
}

#[test]
fn a_name_of_several_is_chosen_by_links_to_the_same_question() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nann-2,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nk,ann-2,met,bo,paper,They met.\n",
        ),
    ]);
    let server = Server::start(case.path(), &[]);
    for (asked, again) in [
        (
            "/path?from=Ann&to=bo&max-hops=2",
            "/path?from=ann-2&to=bo&max-hops=2",
        ),
        ("/between?name=bo%0D%0AAnn", "/between?name=bo%0Aann-2"),
        ("/ties?name=bo&avoid=Ann", "/ties?name=bo&avoid=ann-2"),
    ] {
        let reply = server.browse(asked);
        assert_eq!(reply.status, 300, "{asked}");
        assert!(reply.page().contains(again), "{asked}: {}", reply.page());
        assert_ne!(server.browse(again).status, 300, "{again}");
    }
}

#[test]
fn what_is_not_understood_is_refused_and_a_form_alone_is_no_answer() {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    for (address, status) in [
        ("/path", 200),
        ("/path?from=Binance&to=", 200),
        ("/path.json", 400),
        ("/path?from=Binance&to=Donald+Trump&k=0", 400),
        ("/path?from=Binance&to=Donald+Trump&k=2&within=3", 400),
        (
            "/path?from=Binance&to=Donald+Trump&independent=source&via=MGX",
            400,
        ),
        ("/path?from=Binance&to=Donald+Trump&maxhops=2", 400),
        ("/path?from=Binance&to=Donald+Trump&min-origins=64", 400),
        ("/path?from=Binance&to=Donald+Trump&standing=true", 400),
        ("/path?from=Binance&to=nobody-of-this-name", 404),
        ("/key?from=Binance", 400),
        ("/key?page=9", 400),
        ("/holds.csv", 400),
        ("/falls.json", 400),
        ("/ties?name=Binance&page=2", 400),
        ("/draw/path.svg", 400),
        ("/draw/path.gif?from=Binance&to=Donald+Trump", 404),
        ("/draw/path.svg?from=Binance&to=Donald+Trump&most=1", 400),
        ("/draw/path.png?from=Binance&to=Donald+Trump&scale=9", 400),
        ("/export/whole.doc", 406),
        ("/export/whole.parquet", 406),
        ("/export/path.nt?from=Binance&to=Donald+Trump", 406),
        ("/export/whole.nt?uncontested=yes", 400),
        ("/export/whole.gexf?flavour=yed", 400),
        ("/export/whole.csv", 400),
        ("/export/whole.gexf?part=nodes", 400),
        ("/export/all.gexf", 404),
    ] {
        let reply = server.browse(address);
        assert_eq!(reply.status, status, "{address}: {}", reply.text());
    }
}

#[test]
fn pictures_are_those_of_draw() -> Outcome {
    for name in ["binance-usd1", "harbour"] {
        let case = Case::copy(name);
        let server = Server::start(case.path(), &[]);
        let (page, address, words): (_, _, &[&str]) = match name {
            "harbour" => (
                "ties",
                "name=Ilva+Dornmarrow&hops=2",
                &["Ilva Dornmarrow", "--hops", "2"],
            ),
            _ => (
                "path",
                "from=Changpeng+Zhao&to=Trump+family&k=4",
                &["Changpeng Zhao", "Trump family", "-k", "4"],
            ),
        };
        for form in ["svg", "png"] {
            let reply = server.browse(&format!("/draw/{page}.{form}?{address}"));
            assert_eq!(reply.status, 200, "{}", reply.text());
            let folder = tempfile::tempdir()?;
            let file = folder.path().join(format!("picture.{form}"));
            let file = file.to_str().ok_or("plain")?;
            nutgraf(&[&["draw", page, case.path()], words, &["-O", file]].concat()).ends(0);
            assert!(fs::read(file)? == reply.body, "{name} {form}");
            let named = reply.header("content-disposition");
            assert_eq!(named, format!("attachment; filename=\"{page}.{form}\""));
        }
    }
    Ok(())
}

#[test]
fn files_are_those_of_export_in_every_format_of_one_file_and_every_table() -> Outcome {
    let case = Case::copy("harbour");
    let server = Server::start(case.path(), &[]);
    let formats = nutgraf(&["formats", "-o", "json"]).json();
    let mut compared = 0;
    for (what, address, words) in [
        ("whole", "", &[][..]),
        (
            "whole",
            "uncontested=yes&collapse=yes",
            &["--uncontested", "--collapse"],
        ),
        ("ties", "name=Ilva+Dornmarrow", &["Ilva Dornmarrow"]),
    ] {
        for format in formats["formats"].as_array().ok_or("a list")? {
            let name = format["format"].as_str().ok_or("a name")?;
            let flavour = format["flavour"].as_str();
            let is_rdf = ["nt", "ttl", "nq", "trig", "rdfxml", "jsonld"].contains(&name);
            let several = ["obsidian", "parquet"].contains(&name);
            if several || (is_rdf && !(what == "whole" && address.is_empty())) {
                continue;
            }
            let mut command = vec!["export"];
            if what != "whole" {
                command.push(what);
            }
            command.push(case.path());
            command.extend(words);
            command.extend(["-o", name]);
            let mut asked = format!("/export/{what}.{name}?{address}");
            if let Some(flavour) = flavour {
                command.extend(["--flavour", flavour]);
                asked.push_str(&format!("&flavour={flavour}"));
            }
            let folder = tempfile::tempdir()?;
            let target = folder.path().join("written");
            command.extend(["-O", target.to_str().ok_or("plain")?]);
            let run = nutgraf(&command);
            assert!([0, 1].contains(&run.code), "{command:?}: {}", run.err);
            let files: Vec<(String, Vec<u8>)> = match name {
                "csv" => {
                    let names = format["files"].as_str().ok_or("names")?.split(", ");
                    let parts = ["nodes", "edges", "about"].into_iter().zip(names);
                    let read = parts.map(|(part, file)| {
                        Ok((format!("{asked}&part={part}"), fs::read(target.join(file))?))
                    });
                    read.collect::<Result<_, std::io::Error>>()?
                }
                _ => vec![(asked, fs::read(&target)?)],
            };
            for (asked, written) in files {
                let reply = server.browse(&asked);
                assert_eq!(reply.status, 200, "{asked}: {}", reply.text());
                assert!(reply.body == written, "{asked} is not what is exported");
                assert_ne!(reply.header("content-disposition"), "", "{asked}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 3 * (11 + 6 * 3) + 6);
    Ok(())
}

#[test]
fn every_file_that_a_page_offers_is_there() -> Outcome {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    let mut asked = BTreeSet::new();
    for page in [
        "/export",
        "/path?from=Changpeng+Zhao&to=Donald+Trump",
        "/between?name=Binance&name=Donald+Trump",
        "/ties?name=Binance",
    ] {
        let page = server.browse(page).page();
        let links = page.split("href=\"").skip(1);
        let links = links.filter_map(|rest| rest.split('"').next());
        asked.extend(
            links
                .filter(|link| link.starts_with("/export/") || link.starts_with("/draw/"))
                .map(str::to_owned),
        );
    }
    assert!(asked.len() > 100, "{asked:?}");
    for address in &asked {
        let reply = server.browse(address);
        assert_eq!(reply.status, 200, "{address}: {}", reply.text());
    }
    Ok(())
}

#[test]
fn a_canvas_has_the_links_of_the_answer_and_boxes_that_do_not_overlap() -> Outcome {
    let case = Case::first();
    let server = Server::start(case.path(), &["--with-protected"]);
    for Asked { page, address, .. } in QUESTIONS {
        if !["path", "ties", "between"].contains(page) {
            continue;
        }
        let json: Value = server.browse(&format!("/{page}.json?{address}")).json();
        let drawn = server.browse(&format!("/draw/{page}.json?{address}"));
        let drawn = drawn.json();
        let mut wanted = BTreeSet::new();
        links(&json, &mut wanted);
        let edges = drawn["edges"].as_array().ok_or("edges")?;
        let given: BTreeSet<String> = edges
            .iter()
            .flat_map(|edge| edge["links"].as_array().into_iter().flatten())
            .filter_map(|link| link.as_str().map(str::to_owned))
            .collect();
        assert_eq!(given, wanted, "{page}?{address}");
        for edge in edges {
            let word = edge["standing"].as_str().unwrap_or_default().to_uppercase();
            let says = edge["label"].as_str().unwrap_or_default().contains(&word);
            assert_eq!(says, word != "UNCONTESTED", "{edge}");
        }
        let nodes = drawn["nodes"].as_array().ok_or("nodes")?;
        let number = |node: &Value, name: &str| node[name].as_f64().unwrap_or(f64::NAN);
        for (at, one) in nodes.iter().enumerate() {
            for other in &nodes[at + 1..] {
                let apart = |place, size| {
                    let far = (number(one, place) - number(other, place)).abs();
                    // Places are whole pixels.
                    far + 2.0 >= (number(one, size) + number(other, size)) / 2.0
                };
                assert!(apart("x", "width") || apart("y", "height"), "{one} {other}");
            }
        }
    }
    Ok(())
}

/// The ids of every link in the JSON of an answer.
fn links(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for list in ["links", "excluded_links"] {
                for link in object
                    .get(list)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    found.extend(link["id"].as_str().map(str::to_owned));
                }
            }
            object.values().for_each(|inner| links(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| links(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn a_long_list_is_shown_in_parts_and_each_hop_once() -> Outcome {
    let mut people = "id,name\nhub,Hub\n".to_owned();
    let mut relationships = "id,subject,relation,object,sources,text\n".to_owned();
    for at in 0..120 {
        people.push_str(&format!("p{at},Person {at}\n"));
        relationships.push_str(&format!("k{at},hub,met,p{at},paper,They met.\n"));
    }
    let case = Case::of(&[
        ("people.csv", &people),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        ("relationships.csv", &relationships),
    ]);
    let server = Server::start(case.path(), &[]);
    for address in ["/ties?name=hub", "/key", "/falls?source=paper"] {
        let mut shown: Vec<String> = Vec::new();
        let joint = if address.contains('?') { '&' } else { '?' };
        for page in 1..=3 {
            let text = server
                .browse(&format!("{address}{joint}page={page}"))
                .page();
            let claims = text.split(" id=\"claim-").skip(1).filter_map(|rest| {
                let rest = rest.split_once("class=\"id\" href=\"/show/")?.1;
                Some(rest.split('"').next()?.to_owned())
            });
            shown.extend(claims);
        }
        let all: BTreeSet<&String> = shown.iter().collect();
        assert_eq!((shown.len(), all.len()), (120, 120), "{address}");
        let past = server.browse(&format!("{address}{joint}page=4"));
        assert_eq!(past.status, 400, "{address}");
    }
    // On a canvas are as many as can be looked at, and the rest is counted.
    let drawn = server.browse("/draw/ties.json?name=hub").json();
    assert_eq!(drawn["nodes"].as_array().map(Vec::len), Some(121));
    let drawn = server.browse("/draw/ties.json?name=hub&most=40").json();
    assert_eq!(drawn["nodes"].as_array().map(Vec::len), Some(40));
    assert_eq!(drawn["more"], 81);
    assert_eq!(drawn["complete"], false);
    Ok(())
}

#[test]
fn a_day_is_asked_of_everything_or_refused() {
    let case = Case::first();
    let address = "from=Changpeng+Zhao&to=Donald+Trump&known-on=2025-12-31";
    let words = ["Changpeng Zhao", "Donald Trump", "--known-on", "2025-12-31"];
    let server = Server::start(case.path(), &["--with-protected"]);
    let reply = server.browse(&format!("/path.json?{address}"));
    assert_eq!(
        reply.text(),
        command(&case, "path", &words, &["-o", "json"])
    );
    let page = server.browse(&format!("/path?{address}"));
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(
        page.text().contains("as known on 2025-12-31"),
        "{}",
        page.text()
    );
    let redacted = Case::copy("harbour");
    let server = Server::start(redacted.path(), &[]);
    let reply = server.browse("/ties?name=Ilva+Dornmarrow&known-on=2025-12-31");
    assert_eq!(reply.status, 406, "{}", reply.text());
}

#[test]
fn what_a_filter_leaves_out_is_told_with_a_link_to_it() {
    let case = Case::first();
    let server = Server::start(case.path(), &["--with-protected"]);
    let address = "/path?from=Changpeng+Zhao&to=Trump+family&within=4&uncontested=yes";
    let page = server.browse(address).text().replace("&amp;", "&");
    let words = "Left out by the filter: 3 paths of at most 4 hops (3 DENIED).";
    assert!(page.contains(words), "{page}");
    let link = "path?from=Changpeng+Zhao&to=Trump+family&within=4\">Show the paths without";
    assert!(page.contains(link), "{page}");
    let all = server.browse(address.trim_end_matches("&uncontested=yes"));
    assert!(all.text().contains("6 paths, hop by hop"), "{}", all.text());
    // Retracted links that were asked for stay.
    let address = "/path?from=Changpeng+Zhao&to=Trump+family&within=4&standing=uncontested&standing=retracted";
    let page = server.browse(address).text().replace("&amp;", "&");
    let every = "&standing=uncontested&standing=disputed&standing=denied&standing=retracted";
    let link = format!("path?from=Changpeng+Zhao&to=Trump+family&within=4{every}\">Show the paths");
    assert!(page.contains(&link), "{page}");
    // Beside rows, in the words of an address.
    let rows = "/path.csv?from=Changpeng+Zhao&to=Trump+family&uncontested=yes&k=3";
    let reply = server.browse(rows);
    let notes = reply.all("nutgraf-note").join("\n");
    assert!(notes.contains("without `k` and `uncontested`"), "{notes}");
    assert!(
        notes.contains("`within=") && !notes.contains("--"),
        "{notes}"
    );
}

#[test]
fn the_library_that_draws_is_as_it_was_published() -> Outcome {
    let vendored = Path::new("src/web/assets/vendor/cytoscape-3.35.0");
    let sums = fs::read_to_string(vendored.join("SHA256SUMS"))?;
    let mut checked = 0;
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").ok_or("a sum and a name")?;
        let bytes = fs::read(vendored.join(name))?;
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(digest, sum, "{name}");
        checked += 1;
    }
    assert_eq!(checked, 2);
    let packages = env::var("NUTGRAF_WEB")
        .map_err(|_| "NUTGRAF_WEB names the folder with the npm packages (`make test` sets it)")?;
    let published = Path::new(&packages).join("node_modules/cytoscape");
    for (ours, theirs) in [
        ("cytoscape.esm.min.mjs", "dist/cytoscape.esm.min.mjs"),
        ("LICENSE", "LICENSE"),
    ] {
        let same = fs::read(vendored.join(ours))? == fs::read(published.join(theirs))?;
        assert!(same, "{ours}");
    }
    Ok(())
}
