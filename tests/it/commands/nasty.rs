//! Texts from the wild: nothing in a cell reaches a terminal raw, ends a cell
//! early, or makes an answer that a machine cannot read back.

use serde_json::Value;

use super::{ids, rows};
use crate::program::{Case, nutgraf};

/// What no terminal must be sent: controls, direction marks, invisible spaces.
fn is_raw(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A case that passes `check` with texts as bad as it lets them be.
fn nasty() -> Case {
    let case = Case::of(&[
        (
            "people.csv",
            "id,name,aliases,description\n\
            esc,Eve,,desc \u{1b}]0;pwn\u{7} x\n\
            nl,\"Line\nBreak | pipe\",,\"=cmd|\"\"/c calc\"\"!A1\"\n\
            formula,\"=HYPERLINK(\"\"http://evil.example\"\")\",@x;+y;-z,\n\
            html,<script>alert(1)</script>,,tab\there\n",
        ),
        (
            "companies.csv",
            "id,name\n\
            q,\"Quote \"\"Q\"\" `tick` \\ back\"\n\
            md,**bold** [l](http://x.example) _i_ #h ~s~ $m$ | p\n",
        ),
        (
            "sources.csv",
            "id,kind,name\ns,publication,\"Paper\r\nX\"\ns2,anonymous,=1+1\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,quote,when_text,concern,detail\n\
            r1,esc,owns,q,s,Eve owns \u{1b}[8mhidden\u{1b}[0m Q,\"a \"\"quote\"\"\nnewline\",in \u{7}bell,no\u{202e}te,de\ttail\n\
            r2,nl,owns,md,s,\"multi\nline | text\",,,,\n\
            r3,formula,owns,md,s2,+formula text,-q,@w,,\n\
            r4,html,owns,q,s,<img src=x onerror=alert(1)>,,,,\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by,quote,text\n\
            d1,r1,denied,whole,esc,\"no \u{1b}[5m; \"\"no\"\"\",\u{2067}rtl\n\
            d2,r2,denied,part,nl,,\n\
            d3,s,no-response,,html,,said \u{1b}[0m nothing\n",
        ),
    ]);
    case.run("check", &[]).ends(0);
    case
}

#[test]
fn nothing_raw_reaches_a_terminal() {
    let case = nasty();
    for id in [
        "people.csv",
        "companies.csv",
        "sources.csv",
        "relationships.csv",
        "denials.csv",
    ]
    .iter()
    .flat_map(|table| ids(&case, table))
    {
        for (verb, more) in [
            ("show", &[id.as_str()][..]),
            ("show", &[&id, "-o", "md"]),
            ("find", &[&id]),
            ("find", &[&id, "-o", "md"]),
            ("path", &["formula", &id]),
            ("path", &["formula", &id, "-o", "md"]),
            ("query", &["claims-about", "-p", &format!("entity={id}")]),
            (
                "query",
                &["claims-about", "-o", "md", "-p", &format!("entity={id}")],
            ),
        ] {
            let run = case.run(verb, more);
            for text in [&run.out, &run.err] {
                let raw = text.chars().find(|letter| is_raw(*letter));
                assert_eq!(raw, None, "{verb} {more:?}: {text:?}");
            }
        }
    }
    let run = case.run("check", &[]).ends(0);
    assert_eq!(
        run.out.chars().find(|letter| is_raw(*letter)),
        None,
        "{:?}",
        run.out
    );
    // What a user types comes back in messages.
    let run = case.run("show", &["\u{1b}[2J\u{202e}x\ny"]).ends(2);
    assert_eq!(
        run.err.chars().find(|letter| is_raw(*letter)),
        None,
        "{:?}",
        run.err
    );
}

#[test]
fn a_line_break_in_a_name_begins_no_line_of_its_own() {
    let case = nasty();
    let out = case.run("show", &["nl"]).ends(0).out;
    assert!(!out.lines().any(|line| line.starts_with("Break")), "{out}");
    let out = case.run("path", &["nl", "formula"]).ends(0).out;
    assert!(
        !out.lines()
            .any(|line| line.trim_start().starts_with("Break")),
        "{out}"
    );
}

#[test]
fn rows_are_read_back_cell_by_cell() {
    let case = nasty();
    for (form, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let out = case.run("show", &["md", "-o", form]).ends(0).out;
        let (header, rows) = rows(&out, delimiter);
        let at = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .expect("is there")
        };
        let cells = |column: &str| {
            rows.iter()
                .map(|row| row[at(column)].as_str())
                .collect::<Vec<_>>()
        };
        // An apostrophe keeps a spreadsheet from running what follows.
        assert_eq!(cells("text"), ["multi\nline | text", "'+formula text"]);
        assert_eq!(
            cells("subject"),
            ["Line\nBreak | pipe", "'=HYPERLINK(\"http://evil.example\")"]
        );
        assert_eq!(cells("sources"), ["Paper\r\nX", "'=1+1"]);
    }
    let json = case.run("show", &["md", "-o", "json"]).ends(0).json();
    assert_eq!(json["entity"]["claims"][0]["text"], "multi\nline | text");
    assert_eq!(
        json["entity"]["claims"][0]["subject"]["name"],
        "Line\nBreak | pipe"
    );
    let lines = case.run("find", &["e", "-o", "jsonl"]).ends(0).out;
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).expect("a line is a value");
        assert!(value["id"].is_string());
    }
}

#[test]
fn no_sheet_has_a_cell_that_a_spreadsheet_would_run() {
    let case = nasty();
    for (form, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        for arguments in [
            &["show", case.path(), "md"][..],
            &["show", case.path(), "formula"],
            &["find", case.path(), "formula"],
            &["path", case.path(), "nl", "formula"],
        ] {
            let out = nutgraf(&[arguments, &["-o", form]].concat()).ends(0).out;
            for cell in rows(&out, delimiter).1.iter().flatten() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell}"
                );
            }
        }
    }
    // The standard's forms carry what the case has.
    let ask = "SELECT ?name { entity:formula rdfs:label ?name }";
    let raw = case.run("query", &["-e", ask, "-o", "csv"]).ends(0).out;
    assert!(raw.contains("\n\"=HYPERLINK"), "{raw}");
}

#[test]
fn a_cell_of_a_markdown_table_stays_one_cell() {
    let case = nasty();
    for (verb, more) in [
        ("show", &["md", "-o", "md"][..]),
        ("find", &["e", "-o", "md"]),
        ("path", &["nl", "formula", "-o", "md"]),
        ("query", &["claims-about", "-p", "entity=md", "-o", "md"]),
    ] {
        let out = case.run(verb, more).ends(0).out;
        let bars = |line: &str| {
            let mut before = ' ';
            line.chars()
                .filter(|letter| {
                    let bar = *letter == '|' && before != '\\';
                    before = *letter;
                    bar
                })
                .count()
        };
        let wanted = bars(out.lines().next().expect("there is a header"));
        for line in out.lines() {
            assert!(line.starts_with('|') && line.ends_with('|'), "{line}");
            assert_eq!(bars(line), wanted, "{line}");
        }
        for markup in ["**bold**", "[l](", "<script>", "<img"] {
            assert!(
                !out.contains(markup),
                "{verb}: {markup} is not escaped: {out}"
            );
        }
    }
}

#[test]
fn a_name_that_cannot_be_seen_is_no_name() {
    for name in [
        "Eve \u{1b}[31mRed",
        "Bob \u{202e}deined",
        "Zero\u{200b}Width",
    ] {
        let case = Case::of(&[
            ("people.csv", &format!("id,name\na,{name}\n")),
            ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
        ]);
        let run = nutgraf(&["find", case.path(), "a"]).ends(3);
        assert!(run.err.contains("hidden-character"), "{}", run.err);
        assert_eq!(
            run.err.chars().find(|letter| is_raw(*letter)),
            None,
            "{:?}",
            run.err
        );
    }
}
