//! `timeline`: order against bounds worked out by hand, the picture read by
//! another program, and what leaves the desk.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::known_on::random::random_tables;
use crate::program::{Case, nutgraf};
use crate::rdflib::python;

type Outcome = Result<(), Box<dyn Error>>;

const FORMS: [&str; 8] = ["table", "csv", "tsv", "json", "jsonl", "md", "html", "svg"];

/// First and last day of every date that random tables use, as a person reads
/// it; days before Christ sort as numbers, which is what the minus is for.
const BOUNDS: [(&str, &str, &str); 8] = [
    ("2024", "2024-01-01", "2024-12-31"),
    ("2024-05?", "2024-05-01", "2024-05-31"),
    ("2024-05-12", "2024-05-12", "2024-05-12"),
    ("2024-22", "2024-06-01", "2024-08-31"),
    ("2023/2024", "2023-01-01", "2024-12-31"),
    ("2024-05-12/..", "2024-05-12", "9999"),
    ("/2024-02~", "", "2024-02-29"),
    ("-0044-03-15", "-", "-"),
];

fn bounds(when: &str) -> Option<(&'static str, &'static str)> {
    let found = BOUNDS.iter().find(|(written, ..)| *written == when);
    found.map(|(_, first, last)| (*first, *last))
}

#[test]
fn a_window_says_what_it_may_have_wrongly_left_out() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,when\n\
             one,ann,associate-of,bo,paper,Ann knows Bo.,2024-12?\n\
             two,ann,owns,bo,paper,Ann owns Bo.,2024-12\n\
             three,ann,adviser-to,bo,paper,Ann advises Bo.,2025-03\n",
        ),
    ]);
    let window = ["--from", "2025-01-01", "--to", "2025-12-31"];
    let out = case.run("timeline", &window).ends(0).out;
    let words = "2 outside, of which 1 uncertain or approximate: it may fall here all the same";
    assert!(out.contains(words), "{out}");
    let json = case.run("timeline", &[&window[..], &["-o", "json"]].concat());
    assert_eq!(json.ends(0).json()["outside_unsure"], 1);
    let wrong = ["--from", "2026-10-01", "--to", "2026-09-01"];
    let run = case.run("timeline", &wrong).ends(2);
    assert!(run.err.contains("is later than"), "{}", run.err);
    assert_eq!(run.out, "");
    case.run("timeline", &["--from", "2025-03-01", "--to", "2025-03-01"])
        .ends(0);
}

/// Whoever has only the picture learns whose case it is, through whom a claim
/// came, what the desk doubts, and that a gap in the denials proves nothing.
#[test]
fn a_picture_carries_doubts_ways_and_warnings() {
    let case = Case::of(&[
        (
            "nutgraf.toml",
            "title = \"The ferry\"\nbase = \"https://ferry.example/\"\n",
        ),
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        (
            "sources.csv",
            "id,kind,name,via\npaper,publication,Paper,\nvoice,anonymous,A voice,paper\n",
        ),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,when,check,concern\n\
             one,ann,associate-of,bo,voice,Ann knows Bo.,2024-12?,needs-attention,Which Bo?\n\
             two,ann,owns,bo,voice,Ann owns Bo.,2024-11~,accurate,\n",
        ),
    ]);
    for form in ["svg", "html"] {
        let out = case.run("timeline", &["-o", form]).ends(0).out;
        for words in [
            "Which Bo?",
            "via ",
            "case: The ferry",
            "“No denial recorded” never means that it is true.",
            ">uncertain (?)<",
            ">approximate (~)<",
        ] {
            assert!(out.contains(words), "{form}: {words}: {out}");
        }
        assert!(out.contains("stroke-dasharray=\"5 3\""), "{out}");
        assert!(out.contains("stroke-dasharray=\"1.5 3\""), "{out}");
    }
    for command in [
        &["timeline", "-o", "html"][..],
        &["sheet", "-o", "html"],
        &["dossier", "Ann"],
    ] {
        let out = case.run(command[0], &command[1..]).ends(0).out;
        let words = "that is not to say that it is true";
        assert!(out.contains(words), "{command:?}: {out}");
    }
}

#[test]
fn random_dates_come_in_the_order_of_their_bounds() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut dated = 0;
    for seed in 70..86 {
        let tables = random_tables(seed);
        let case = folder.path().join(seed.to_string());
        tables.write(&case)?;
        let case = case.to_str().ok_or("plain")?;
        let mut expected: Vec<(&str, &str, bool, String)> = Vec::new();
        let mut undated = 0;
        let names = [
            "relationships",
            "meetings",
            "transactions",
            "attributes",
            "denials",
        ];
        for name in names {
            for row in tables.rows.get(name).into_iter().flatten() {
                let ids: Vec<String> = match name {
                    "meetings" => row["participants"]
                        .split(';')
                        .map(|who| format!("{}.{who}", row["id"]))
                        .collect(),
                    _ => vec![row["id"].clone()],
                };
                for id in ids {
                    match (bounds(&row["when"]), name) {
                        (Some((first, last)), _) => {
                            expected.push((first, last, name == "denials", id));
                        }
                        (None, "denials") => {}
                        (None, _) => undated += 1,
                    }
                }
            }
        }
        expected.sort();
        let wanted: Vec<&str> = expected.iter().map(|(.., id)| id.as_str()).collect();
        let run = nutgraf(&["timeline", case, "-o", "json"]);
        let json = run.ends(i32::from(wanted.is_empty())).json();
        let entries = json["entries"].as_array().ok_or("no list")?;
        let id = |entry: &Value| {
            let kind = entry["kind"].as_str().unwrap_or_default();
            entry[kind]["id"].as_str().unwrap_or_default().to_owned()
        };
        assert_eq!(
            entries.iter().map(id).collect::<Vec<_>>(),
            wanted,
            "seed {seed}"
        );
        assert_eq!(json["undated"], undated, "seed {seed}");
        dated += wanted.len();
        // What cannot fall into the days asked for, by the same bounds.
        let json = nutgraf(&[
            "timeline",
            case,
            "--from",
            "2024-05-20",
            "--to",
            "2024-05-30",
            "-o",
            "json",
        ])
        .json();
        let inside = expected
            .iter()
            .filter(|(first, last, ..)| *last >= "2024-05-20" && *first <= "2024-05-30")
            .count();
        assert_eq!(
            json["entries"].as_array().map(Vec::len),
            Some(inside),
            "seed {seed}"
        );
        assert_eq!(json["outside"], wanted.len() - inside);
    }
    assert!(dated > 50, "{dated}");
    Ok(())
}

/// The ids of all answers in a value.
fn answers(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if object.contains_key("stance") {
                found.extend(value["id"].as_str().map(str::to_owned));
            }
            object.values().for_each(|inner| answers(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| answers(inner, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_form_carries_the_answers_and_standings() {
    for name in ["example", "binance-usd1"] {
        let case = Case::copy(name);
        let ask = |form| case.run("timeline", &["-o", form]).ends(0).out;
        let json: Value = serde_json::from_str(&ask("json")).expect("JSON");
        let mut wanted = BTreeSet::new();
        answers(&json["entries"], &mut wanted);
        assert!(!wanted.is_empty());
        for form in FORMS {
            let shown = ask(form);
            for id in &wanted {
                assert!(shown.contains(id.as_str()), "{name} as {form} lacks {id}");
            }
            assert!(shown.to_lowercase().contains("denied"), "{name} as {form}");
            for entry in json["entries"].as_array().into_iter().flatten() {
                let date = entry["date"].as_str().unwrap_or_default();
                assert!(shown.contains(date), "{name} as {form} lacks {date}");
            }
        }
    }
}

/// What another program finds in a picture: its size, its words, its elements.
const READER: &str = "
import json, sys
import xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
space = '{http://www.w3.org/2000/svg}'
kinds = sorted({e.tag.replace(space, '') for e in root.iter()})
words = ' '.join(''.join(e.itertext()) for e in root.iter(space + 'text'))
print(json.dumps({'kinds': kinds, 'words': words,
    'title': root.find(space + 'title').text, 'desc': root.find(space + 'desc').text}))
";

fn read(picture: &str) -> Result<Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("picture.svg");
    fs::write(&file, picture)?;
    let output = Command::new(python()?)
        .args(["-c", READER])
        .stdin(fs::File::open(&file)?)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{error}: {said}").into())
}

#[test]
fn the_picture_is_sound_and_says_everything_in_words() -> Outcome {
    let case = Case::copy("example");
    let people = fs::read_to_string(case.file("people.csv"))?;
    fs::write(
        case.file("people.csv"),
        people.replace("Orrin Vale", "O. <b>&Vale</b>"),
    )?;
    let links = fs::read_to_string(case.file("relationships.csv"))?;
    let odd = links.replace("Orrin Vale owns", "<script>x</script> & owns");
    fs::write(case.file("relationships.csv"), odd)?;
    let run = case
        .run("timeline", &["orrin-vale", "jory-penhale", "-o", "svg"])
        .ends(0);
    let picture = read(&run.out)?;
    let kinds: BTreeSet<&str> = picture["kinds"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let allowed = [
        "svg", "title", "desc", "rect", "line", "circle", "text", "tspan",
    ];
    assert!(kinds.iter().all(|kind| allowed.contains(kind)), "{kinds:?}");
    let words = picture["words"].as_str().unwrap_or_default().to_owned();
    for needed in [
        "<script>x</script> & owns",
        "from 2017, no end given",
        "March 2019, approximate",
        "2019, uncertain",
        "DENIED",
        "no denial recorded",
        "quill-denies-dinner, denials.csv row 2",
        "relationships.csv row 2",
        "0 claims have no date",
        "2018",
    ] {
        assert!(words.contains(needed), "{needed}: {words}");
    }
    let desc = picture["desc"].as_str().unwrap_or_default();
    assert!(
        desc.contains("March 2019, approximate") && desc.contains("DENIED"),
        "{desc}"
    );
    assert!(
        desc.contains("answer: denied (whole) by Statement by Tamsin Quill"),
        "{desc}"
    );
    Ok(())
}

#[test]
fn what_leaves_the_desk_names_no_protected_source() -> Outcome {
    let case = Case::copy("example");
    let name = fs::read_to_string(case.file("sources.csv"))?
        .lines()
        .find(|line| line.ends_with(",yes"))
        .and_then(|line| line.split(',').next().map(str::to_owned))
        .ok_or("no protected source in the example")?;
    let links = fs::read_to_string(case.file("relationships.csv"))?;
    // Its claim gets a date, so that it is drawn.
    let dated: Vec<String> = links
        .lines()
        .map(|line| match line.contains(&format!(",{name},")) {
            true => line.replacen(".,,", ".,2020,", 1),
            false => line.to_owned(),
        })
        .collect();
    fs::write(case.file("relationships.csv"), dated.join("\n") + "\n")?;
    for form in ["svg", "html"] {
        let public = case.run("timeline", &["-o", form]).ends(0);
        assert!(
            public.out.contains("jenna-penhale-advises-council"),
            "{form}"
        );
        assert!(!public.out.contains(&name), "{form} names {name}");
        assert!(
            public.err.contains("protected and withheld"),
            "{}",
            public.err
        );
        let desk = case
            .run("timeline", &["-o", form, "--with-protected"])
            .ends(0);
        assert!(desk.out.contains("PROTECTED"), "{form}");
        assert!(desk.err.contains("must not leave the desk"), "{}", desk.err);
        let on = ["-o", form, "--known-on", "2024-01-20"];
        let run = case.run("timeline", &on).ends(2);
        assert!(
            run.out.is_empty() && run.err.contains("--with-protected"),
            "{}",
            run.err
        );
        let run = case
            .run("timeline", &[&on[..], &["--with-protected"]].concat())
            .ends(0);
        assert!(run.out.contains("as known on 2024-01-20"), "{form}");
        assert!(!run.out.contains("council-declines"), "{form}");
    }
    Ok(())
}

#[test]
fn more_than_can_be_drawn_is_said_to_be() -> Outcome {
    let mut links = "id,subject,relation,object,sources,text,when\n".to_owned();
    for number in 0..403 {
        let year = 1500 + number;
        links.push_str(&format!(
            "c{number},ann,owns,bo,paper,Number {number}.,{year}\n"
        ));
    }
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,The Paper\n"),
        ("relationships.csv", &links),
    ]);
    let file = case.file("picture.svg");
    let path = file.to_str().ok_or("plain")?;
    let run = case.run("timeline", &["-o", "svg", "-O", path]).ends(5);
    assert!(
        run.out.is_empty() && run.err.contains("the first 400 of 403"),
        "{}",
        run.err
    );
    let words = read(&fs::read_to_string(&file)?)?["words"].to_string();
    assert!(
        words.contains("NOT COMPLETE: the first 400 of 403"),
        "{words}"
    );
    case.run("timeline", &["-o", "svg", "--to", "1800-01-01"])
        .ends(0);
    let rows = case.run("timeline", &["-o", "csv"]).ends(0).out;
    assert_eq!(rows.lines().count(), 404);
    Ok(())
}

/// "Since 2017" is no claim on tomorrow: it is drawn up to the last day of which the
/// case knows anything, and that day is told.
#[test]
fn what_has_no_end_is_drawn_up_to_a_day_that_is_told() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,when,mode,recorded\n\
             one,ann,owns,bo,paper,Ann owns Bo.,2017/..,asserted,2024-01-16\n\
             two,ann,adviser-to,bo,paper,Ann will advise Bo.,2035,projected,2024-01-15\n",
        ),
    ]);
    let unending = |svg: &str| -> f64 {
        // The last piece of what fades: a box in blue without an outline.
        let pieces = svg
            .lines()
            .filter(|line| line.ends_with("fill=\"#2f5f8a\"/>"));
        let number = |line: &str, name: &str| -> f64 {
            let rest = line
                .split_once(&format!(" {name}=\""))
                .map(|(_, rest)| rest);
            let value = rest.and_then(|rest| rest.split('"').next());
            value
                .and_then(|value| value.parse().ok())
                .unwrap_or(f64::NAN)
        };
        let ends = pieces
            .take(3)
            .map(|line| number(line, "x") + number(line, "width"));
        ends.fold(0.0, f64::max)
    };
    let whole = case.run("timeline", &["-o", "svg"]).ends(0).out;
    for words in [
        ">up to 16 Jan 2024<",
        "16 Jan 2024, the last day on which anything drawn here was recorded",
        ">no end or beginning given<",
    ] {
        assert!(whole.contains(words), "{words}: {whole}");
    }
    // The axis goes on to 2035, and what has no end does not.
    let end = unending(&whole);
    assert!((200.0..450.0).contains(&end), "{end}");
    let windowed = case.run("timeline", &["-o", "svg", "--to", "2020-06-30"]);
    let windowed = windowed.ends(0).out;
    assert!(windowed.contains("30 Jun 2020, the last day that was asked for"));
    let known = ["-o", "svg", "--known-on", "2024-03-01"];
    let known = case.run("timeline", &known).ends(0).out;
    assert!(
        known.contains("1 Mar 2024, as known on that day"),
        "{known}"
    );
    let ended = case.run("timeline", &["-o", "svg", "--from", "2030-01-01"]);
    assert!(ended.ends(0).out.contains("up to 16 Jan 2024"));
    // Without a day of recording: the last date, but for what is to come.
    let undated = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,when,mode\n\
             one,ann,owns,bo,paper,Ann owns Bo.,2017/..,asserted\n\
             two,ann,associate-of,bo,paper,Ann knows Bo.,2019-05,asserted\n\
             three,ann,adviser-to,bo,paper,Ann will advise Bo.,2035,projected\n",
        ),
    ]);
    let undated = undated.run("timeline", &["-o", "svg"]).ends(0).out;
    assert!(undated.contains("1 May 2019, the last date that anything drawn here has"));
    let fixed = Case::first().run("timeline", &["-o", "svg"]).ends(0).out;
    assert!(!fixed.contains(">up to "), "everything there has an end");
}

/// An answer among the claims says to which of them it was given: by number, or, where
/// that one has no date, with its standing.
#[test]
fn an_answer_in_the_picture_says_of_what_it_is() {
    let case = Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\n"),
        ("sources.csv", "id,kind,name\npaper,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text,when\n\
             one,ann,associate-of,bo,paper,Ann knows Bo.,2024-11\n\
             two,ann,owns,bo,paper,Ann owns Bo.,\n",
        ),
        (
            "denials.csv",
            "id,of,stance,scope,by,on_behalf_of,when\n\
             no-one,one;two,denied,whole,,ann,2025-01-02\n",
        ),
    ]);
    let picture = case.run("timeline", &["-o", "svg"]).ends(0).out;
    let plain: String = picture
        .split('<')
        .filter_map(|part| part.split_once('>').map(|(_, text)| text))
        .collect();
    let words = "denied (whole) for Ann, to [1], “Ann owns Bo.” (DENIED)";
    assert!(plain.replace('\n', " ").contains(words), "{plain}");
}

#[test]
fn a_tall_picture_says_how_tall_it_is_and_what_makes_it_smaller() -> Outcome {
    let case = Case::copy("harbour");
    let file = case.file("picture.svg");
    let path = file.to_str().ok_or("plain")?;
    let drawn = ["draw", "timeline", case.path(), "-O", path];
    for run in [
        case.run("timeline", &["-o", "svg", "-O", path]).ends(0),
        nutgraf(&drawn).ends(0),
    ] {
        let hint = run.err.lines().find(|line| line.contains("pixels tall"));
        let hint = hint.ok_or_else(|| format!("no hint: {}", run.err))?;
        let svg = fs::read_to_string(&file)?;
        let height = hint.split(' ').find_map(|word| word.parse::<u32>().ok());
        let height = height.ok_or("a height")?;
        assert!(svg.contains(&format!(" height=\"{height}")), "{hint}");
        for option in ["names after the case", "`--from`", "`--to`", "`-o html`"] {
            assert!(hint.contains(option), "{option}: {hint}");
        }
    }
    let less = [&drawn[..], &["--from", "2026-10-01"], &["maddo-tarrick"]].concat();
    let run = nutgraf(&less).ends(0);
    assert!(!run.err.contains("pixels tall"), "{}", run.err);
    Ok(())
}

#[test]
fn names_are_resolved_and_nothing_dated_is_a_no() {
    let case = Case::copy("example");
    case.run("timeline", &["Nobody at all"]).ends(2);
    case.run("timeline", &["J. Penhale"]).ends(2);
    case.run("timeline", &["--from", "May"]).ends(2);
    let run = case.run(
        "timeline",
        &["--from", "2100-01-01", "--to", "2100-12-31", "-o", "json"],
    );
    // What has no end may still go on.
    assert_eq!(run.ends(0).json()["claims"], 1);
    let run = case.run("timeline", &["--to", "1900-01-01"]).ends(1);
    assert!(run.out.contains("0 dated claims"), "{}", run.out);
    for form in FORMS {
        case.run("timeline", &["--to", "1900-01-01", "-o", form])
            .ends(1);
        let run = case.run("timeline", &["--undated", "-o", form]).ends(0);
        let listed = run.out.contains("jenna-penhale-advises-council");
        assert_eq!(listed, form != "svg", "{form}");
    }
    let marked = case
        .run("timeline", &["orrin-vale", "tamsin-quill"])
        .ends(0)
        .out;
    assert!(marked.contains("of Orrin Vale, Tamsin Quill"), "{marked}");
    let empty = Case::of(&[("sources.csv", "id,kind,name\n")]);
    for form in FORMS {
        empty.run("timeline", &["-o", form]).ends(1);
    }
}

#[test]
fn no_denial_is_said_in_the_words_of_a_sheet() -> Outcome {
    let case = Case::copy("example");
    let json = case.run("timeline", &["-o", "json"]).ends(0).out;
    assert!(json.contains("\"uncontested\""), "{json}");
    for (form, mark) in [("csv", b','), ("tsv", b'\t')] {
        let rows = case.run("timeline", &["-o", form]).ends(0).out;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(mark)
            .from_reader(rows.as_bytes());
        let at = reader.headers()?.iter().position(|name| name == "standing");
        let at = at.ok_or("a column `standing`")?;
        let standings: BTreeSet<String> = reader
            .records()
            .map(|row| Ok(row?[at].to_owned()))
            .collect::<Result<_, csv::Error>>()?;
        assert!(standings.contains("no denial recorded"), "{standings:?}");
        assert!(!standings.contains("uncontested"), "{standings:?}");
    }
    Ok(())
}
