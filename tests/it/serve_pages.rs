//! The pages that print what a command prints: their JSON and CSV against the
//! command's, byte for byte, and their HTML against the same, part by part.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::time::Duration;

use serde_json::Value;

use crate::program::Case;
use crate::serving::Server;

type Outcome = Result<(), Box<dyn Error>>;

/// A day on which requests of the shipped cases are out.
const DAY: &str = "2026-11-20";

/// Asks a page for another form, and a command for the same.
fn same(case: &Case, server: &Server, page: &str, verb: &str, words: &[&str]) {
    let printed = case.run(verb, words).out;
    let answered = server.browse(page);
    assert_eq!(answered.status, 200, "{page}: {}", answered.text());
    assert!(
        answered.text() == printed,
        "{page} is not what {verb} {words:?} prints"
    );
    assert!(!printed.is_empty(), "{verb} {words:?}");
}

#[test]
fn json_and_csv_are_those_of_the_command() {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    let of = ["--as-of", DAY];
    for (form, ending) in [("json", "json"), ("csv", "csv")] {
        let out = ["-o", form];
        let checks: [(&str, &str, Vec<&str>); 8] = [
            ("/replies.ENDING?as-of=2026-11-20", "replies", of.to_vec()),
            (
                "/replies.ENDING?as-of=2026-11-20&name=Bloomberg+report",
                "replies",
                [&of[..], &["Bloomberg report"]].concat(),
            ),
            (
                "/replies.ENDING?as-of=2026-11-20&known-on=2025-05-01",
                "replies",
                [&of[..], &["--known-on", "2025-05-01"]].concat(),
            ),
            ("/audit.ENDING?as-of=2026-11-20", "audit", of.to_vec()),
            (
                "/audit.ENDING?as-of=2026-11-20&only=no-reply,single-origin",
                "audit",
                [&of[..], &["--only", "no-reply,single-origin"]].concat(),
            ),
            (
                "/audit.ENDING?as-of=2026-11-20&only=no-reply&only=open-question",
                "audit",
                [&of[..], &["--only", "no-reply,open-question"]].concat(),
            ),
            ("/timeline.ENDING", "timeline", Vec::new()),
            (
                "/timeline.ENDING?name=Changpeng+Zhao&about=steve-witkoff&from=2024-12-01&to=2025-06-01&undated=yes",
                "timeline",
                vec![
                    "Changpeng Zhao",
                    "steve-witkoff",
                    "--from",
                    "2024-12-01",
                    "--to",
                    "2025-06-01",
                    "--undated",
                ],
            ),
        ];
        for (page, verb, words) in checks {
            let words = [&words[..], &out].concat();
            same(
                &case,
                &server,
                &page.replace("ENDING", ending),
                verb,
                &words,
            );
        }
    }
    same(
        &case,
        &server,
        "/draw/timeline.svg",
        "timeline",
        &["-o", "svg"],
    );
    same(
        &case,
        &server,
        "/dossier.json?name=Changpeng+Zhao&with=Donald+Trump&with=Bloomberg",
        "dossier",
        &[
            "Changpeng Zhao",
            "--with",
            "Donald Trump",
            "--with",
            "Bloomberg",
            "-o",
            "json",
        ],
    );
}

/// How often a link to the page of a thing stands where answers give their id.
fn times(pages: &str, id: &str) -> usize {
    pages.matches(&format!("show/{id}\">{id}</a>")).count()
}

#[test]
fn the_parts_of_an_audit_are_the_whole_of_it() -> Outcome {
    let case = Case::copy("harbour");
    let server = Server::start(case.path(), &["--with-protected"]);
    let words = ["--as-of", DAY, "-o", "json"];
    let whole = case.run("audit", &words).json();
    let findings = whole["findings"].as_array().ok_or("no findings")?;
    assert!(findings.len() > 60, "{}", findings.len());
    let pages = server.pages(&format!("/audit?as-of={DAY}"));
    let shown = pages.matches("<div class=\"claim\"><p>").count();
    assert_eq!(shown, findings.len());
    for (code, found) in whole["counts"].as_object().ok_or("no counts")? {
        let only = server
            .browse(&format!("/audit?only={code}&as-of={DAY}"))
            .text();
        let total = format!("of {found} findings");
        assert!(only.contains(&total) || *found == 0, "{code}: {found}");
    }
    Ok(())
}

#[test]
fn every_answer_and_everybody_never_asked_is_on_the_pages_of_replies() -> Outcome {
    let case = Case::copy("harbour");
    let server = Server::start(case.path(), &["--with-protected"]);
    let whole = case.run("replies", &["--as-of", DAY, "-o", "json"]).json();
    let groups = whole["groups"].as_array().ok_or("no groups")?;
    let lists = |name: &str| -> usize {
        let of_all = groups.iter().filter_map(|group| group[name].as_array());
        of_all.map(Vec::len).sum()
    };
    let pages = server.pages(&format!("/replies?as-of={DAY}"));
    let total = lists("replies") + lists("not_asked");
    assert!(pages.contains(&format!("of {total} answers and claims without one")));
    assert_eq!(
        pages.matches("calls for an answer: ").count(),
        lists("not_asked")
    );
    for group in groups {
        for reply in group["replies"].as_array().ok_or("no replies")? {
            let id = reply["id"].as_str().ok_or("no id")?;
            assert!(times(&pages, id) > 0, "{id} is on no page");
        }
    }
    Ok(())
}

/// What follows from withheld rows would be wrong without them.
#[test]
fn where_sources_are_withheld_the_answers_are_listed_and_nobody_is_said_not_to_be_asked() -> Outcome
{
    let case = Case::copy("harbour");
    let server = Server::start(case.path(), &[]);
    let replies = server.pages("/replies");
    assert!(replies.contains("Who was never asked, and which answer is overdue, is not told here"));
    assert!(!replies.contains("calls for an answer: "));
    let audit = server.browse("/audit");
    assert!(audit.text().contains("NOT ANSWERED"));
    // A filter of what is not told would be none.
    assert_eq!(server.browse("/replies?reply=overdue").status, 400);
    assert_eq!(server.browse("/replies?known-on=2026-01-01").status, 406);
    for page in ["/replies.json", "/replies.csv", "/audit.json", "/audit.csv"] {
        let refused = server.browse(page);
        assert_eq!(refused.status, 406, "{page}");
        assert!(refused.text().contains("protected sources are withheld"));
    }
    // Every answer that the edition names: by another evaluator.
    let query = "SELECT ?denial ?stance WHERE { ?denial a ng:Denial ; ng:stance ?stance }";
    let edition = case.file("public.edition");
    let edition = edition.to_str().ok_or("a plain name")?;
    case.run("load", &["--redacted", "--edition", edition])
        .ends(0);
    let rows = crate::program::nutgraf(&["query", edition, "-e", query, "-o", "json"]);
    let rows = rows.ends(0).json();
    let rows = rows["results"]["bindings"]
        .as_array()
        .ok_or("no rows")?
        .clone();
    assert!(rows.len() > 20, "{}", rows.len());
    assert!(replies.contains(&format!("of {} answers", rows.len())));
    let of_stance = |word: &str| {
        let is_it = |row: &&Value| {
            row["stance"]["value"]
                .as_str()
                .is_some_and(|iri| iri.ends_with(word))
        };
        rows.iter().filter(is_it).count()
    };
    for (stance, word) in [
        ("denied", "stanceDenied"),
        ("no-response", "stanceNoResponse"),
    ] {
        let page = server.browse(&format!("/replies?stance={stance}")).text();
        assert!(
            page.contains(&format!("of {} answers", of_stance(word))),
            "{stance}"
        );
    }
    for row in &rows {
        let iri = row["denial"]["value"].as_str().ok_or("no iri")?;
        let id = iri.rsplit('/').next().ok_or("no id")?;
        assert!(times(&replies, id) > 0, "{id} is on no page");
    }
    Ok(())
}

#[test]
fn the_answers_of_somebody_are_the_same_whether_or_not_the_case_is_looked_at_whole() -> Outcome {
    let case = Case::copy("harbour");
    let redacted = Server::start(case.path(), &[]);
    let table = fs::read_to_string(case.file("companies.csv"))?;
    let mut asked = 0;
    for line in table.lines().skip(1) {
        let id = line.split(',').next().ok_or("no id")?;
        let whole = case.run("replies", &[id, "-o", "json"]).json();
        let groups = whole["groups"].as_array().ok_or("no groups")?;
        let replies = groups
            .iter()
            .filter_map(|group| group["replies"].as_array());
        let replies: BTreeSet<&str> = replies
            .flatten()
            .filter_map(|one| one["id"].as_str())
            .collect();
        let listed = redacted.browse(&format!("/replies?name={id}")).page();
        for reply in &replies {
            // Of a protected speaker the id is another one.
            asked += usize::from(times(&listed, reply) > 0);
        }
        assert!(
            listed.contains(&format!("of {} answers", replies.len())) || replies.is_empty(),
            "{id}"
        );
    }
    assert!(asked > 10, "{asked}");
    Ok(())
}

#[test]
fn a_misspelt_option_is_an_error_and_so_is_a_part_that_is_not_there() {
    let case = Case::first();
    let server = Server::start(case.path(), &[]);
    for (page, words) in [
        ("/replies?nam=Binance", "`nam` is no option of this page"),
        ("/replies?reply=denied", "is not understood"),
        ("/replies?page=99", "there is 1 page here"),
        ("/replies?as-of=tomorrow", "one day written"),
        ("/replies.json?page=1", "`page` is no option"),
        ("/audit?only=no-repl", "did you mean `no-reply`?"),
        ("/audit?page=x", "a whole number from 1 on"),
        ("/timeline?from=2025-02-01&to=2025-01-01", "is later than"),
        ("/timeline?undated=perhaps", "`yes`, or left out"),
        ("/dossier.json", "`name` is needed"),
        ("/dossier?name=Binance&wiht=x", "`wiht` is no option"),
        ("/diff?x=1", "`x` is no option of this page, which has none"),
    ] {
        let answered = server.browse(page);
        assert_eq!(answered.status, 400, "{page}");
        let text = answered.text();
        let text = text.replace("&#x2f;", "/").replace("&#x27;", "'");
        assert!(text.contains(words), "{page}: {text}");
    }
    for page in [
        "/timeline?name=Nobody+At+All",
        "/dossier?name=Nobody+At+All",
    ] {
        assert_eq!(server.browse(page).status, 404, "{page}");
    }
}

#[test]
fn what_a_load_changed_is_on_a_page_with_the_answer_that_did_it() -> Outcome {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\none,ann,owns,bo,paper,Ann owns Bo.\n",
        ),
        ("denials.csv", "id,of,stance,scope,by\n"),
    ]);
    let server = Server::start(case.path(), &[]);
    let before = server.browse("/diff").text();
    assert!(
        before.contains("not loaded anew since the server started"),
        "{before}"
    );
    assert_eq!(server.browse("/diff.json").json()["diff"], Value::Null);
    let mut denials = OpenOptions::new()
        .append(true)
        .open(case.file("denials.csv"))?;
    denials.write_all(b"no,one,denied,whole,ann\n")?;
    drop(denials);
    // As long as a load takes; the server looks at the tables by itself.
    while server.get("/live.json").json()["reloads"] == 0 {
        std::thread::sleep(Duration::from_millis(100));
    }
    let page = server.browse("/diff").text();
    assert!(
        page.contains("Standing: before no denial recorded, now"),
        "{page}"
    );
    assert!(
        page.contains("DENIED") && page.contains("Ann owns Bo."),
        "{page}"
    );
    let told: Value = server.browse("/diff.json").json();
    assert_eq!(told["reloads"], 1);
    assert_eq!(told["diff"]["schema"], "nutgraf/diff/1");
    assert_eq!(told["diff"]["counts"]["claim"]["standing_changed"], 1);
    Ok(())
}
