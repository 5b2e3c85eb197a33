//! `draw`: pictures against the answers that they are of, read by an XML reader,
//! an image library and a browser, none of which is ours.
//!
//! What is in the list of a picture is compared with the JSON of the same
//! question; where texts and lines lie is measured by the browser in the font it
//! has, which is not the one that they were measured in.

mod counted;
mod looked_at;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use nutgraf::render::escape::visible;
use serde_json::Value;

use crate::pages::{HUB, hostile, naughty};
use crate::program::{Case, Run, nutgraf};
use crate::rdflib::python;

pub type Outcome = Result<(), Box<dyn Error>>;

const CASES: [&str; 3] = ["binance-usd1", "example", "harbour"];

/// What the Python script says.
fn script(arguments: &[&str]) -> Result<Value, Box<dyn Error>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/draw_check.py");
    let output = Command::new(python()?)
        .arg(script)
        .args(arguments)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{error}: {said}").into())
}

/// A picture as the XML reader finds it.
fn read(picture: &str) -> Result<Value, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("picture.svg");
    fs::write(&file, picture)?;
    let file = file.to_str().ok_or("plain")?;
    Ok(script(&["svg", file])?[file].take())
}

/// The words of a picture in their order, with nothing between two lines.
fn words(picture: &Value) -> String {
    let words = picture["words"].as_array().into_iter().flatten();
    words
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The ids of every object with one of these keys in a value of JSON: claims have a
/// support, links a relation, answers a stance.
pub fn ids(value: &Value, keys: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            let is_one = keys.iter().any(|key| object.contains_key(*key));
            if is_one && let Some(id) = value["id"].as_str() {
                found.insert(id.to_owned());
            }
            object.values().for_each(|inner| ids(inner, keys, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| ids(inner, keys, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a text has an id that is not part of a longer one.
fn has(text: &str, id: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(id).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + id.len()..].chars();
        // A dot goes on with an id, or ends a sentence.
        let after = match (after.next(), after.next()) {
            (Some('.'), Some(next)) => part(next),
            (Some(next), _) => part(next),
            (None, _) => false,
        };
        !before.is_some_and(|c| part(c) || c == '.') && !after
    })
}

/// Asks for an answer as JSON and for its picture; what the one has the other has.
fn compare(case: &Case, verb: &str, more: &[&str]) -> Result<usize, Box<dyn Error>> {
    let json = case.run(verb, &[more, &["-o", "json"]].concat());
    let drawn = |form: &str| -> Run {
        let asked = ["draw", verb, case.path()];
        let rest = ["--with-protected", "-o", form];
        nutgraf(&[&asked, more, &rest].concat())
    };
    let svg = drawn("svg");
    assert_eq!(svg.code, json.code, "{verb} {more:?}: {}", svg.err);
    let mut wanted = BTreeSet::new();
    ids(
        &json.json(),
        &["stance", "support", "relation"],
        &mut wanted,
    );
    for id in &wanted {
        assert!(has(&svg.out, id), "{verb} {more:?} lacks {id}");
    }
    // Pages are made of the same, once more.
    if wanted.len() % 7 == 0 {
        let html = drawn("html");
        for id in &wanted {
            assert!(has(&html.out, id), "{verb} {more:?} as HTML lacks {id}");
        }
    }
    Ok(wanted.len())
}

/// The ids of everybody and everything in a case.
fn entities(name: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut entities = Vec::new();
    for table in ["people", "companies", "assets"] {
        let mut reader = csv::Reader::from_path(format!("data/{name}/{table}.csv"))?;
        let at = reader.headers()?.iter().position(|column| column == "id");
        let at = at.ok_or("a column `id`")?;
        for row in reader.records() {
            entities.push(row?[at].to_owned());
        }
    }
    Ok(entities)
}

#[test]
fn every_claim_link_and_answer_of_an_answer_is_in_its_picture() -> Outcome {
    let mut compared = 0;
    for name in CASES {
        let case = Case::copy(name);
        let entities = entities(name)?;
        // Every pair of a small case, every seventh of a larger one.
        let step = if entities.len() > 15 { 7 } else { 1 };
        for (at, one) in entities.iter().enumerate() {
            compared += compare(&case, "ties", &[one, "--hops", "2"])?;
            for other in entities[at + 1..].iter().step_by(step) {
                compared += compare(&case, "path", &[one, other, "-k", "3"])?;
            }
        }
        for two in entities.windows(3).step_by(3) {
            let names = [two[0].as_str(), &two[1], &two[2]];
            compared += compare(&case, "between", &names)?;
            let two = [two[0].as_str(), &two[1]];
            compared += compare(&case, "between", &[&two[..], &["--uncontested"]].concat())?;
            compared += compare(&case, "path", &[&two[..], &["--uncontested"]].concat())?;
            compared += compare(&case, "path", &[&two[..], &["--max-hops", "1"]].concat())?;
        }
    }
    assert!(compared > 2_000, "{compared}");
    Ok(())
}

#[test]
fn a_picture_is_sound_and_is_described_in_words() -> Outcome {
    let case = Case::first();
    let asked = [
        "draw",
        "path",
        case.path(),
        "CZ",
        "Steve Witkoff",
        "-k",
        "2",
    ];
    let picture = read(&nutgraf(&asked).ends(0).out)?;
    let kinds: BTreeSet<&str> = picture["kinds"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let allowed = [
        "svg", "title", "desc", "rect", "line", "path", "text", "tspan",
    ];
    assert!(kinds.iter().all(|kind| allowed.contains(kind)), "{kinds:?}");
    assert_eq!(picture["role"], "img");
    for name in picture["named_by"].as_array().ok_or("no names")? {
        assert!(
            picture["ids"]
                .as_array()
                .is_some_and(|ids| ids.contains(name))
        );
    }
    let title = "Changpeng Zhao – Steve Witkoff: 2 shortest paths";
    assert_eq!(picture["title"], title);
    let desc = picture["desc"].as_str().unwrap_or_default();
    for sentence in [
        "1. Changpeng Zhao met Steve Witkoff [1, 2], “in December” (2024-12?) (DENIED by A member of Steve Witkoff's close team) (anonymous voices only).",
        "Changpeng Zhao sought clemency from Donald Trump",
        "(no denial recorded).",
    ] {
        assert!(desc.contains(sentence), "{sentence}: {desc}");
    }
    let words = words(&picture);
    for needed in [
        title,
        "“No denial recorded” never means that it is true.",
        "edition ",
        "DENIED",
        "since a party to the claim denied it as a whole or in general",
        "(anonymous voices only)",
        "asked for",
        "denials.csv row 2",
    ] {
        assert!(words.contains(needed), "{needed}: {words}");
    }
    Ok(())
}

/// A case of two, with as many links as given.
fn parallel(links: &str, denials: &str) -> Case {
    let links = format!("id,subject,relation,object,sources,text\n{links}");
    let denials = format!("id,of,stance,scope,by\n{denials}");
    Case::of(&[
        ("people.csv", "id,name\nann,Ann\nbo,Bo\ncy,Cy\n"),
        ("sources.csv", "id,kind,name\npaper,publication,The Paper\n"),
        ("relationships.csv", &links),
        ("denials.csv", &denials),
    ])
}

#[test]
fn what_is_contested_never_hides_among_what_is_not() -> Outcome {
    let links: String = (1..=5)
        .map(|number| format!("l{number},ann,owns,bo,paper,Ann owns part {number}.\n"))
        .collect();
    let more = "back,bo,owns,ann,paper,Bo owns Ann.\nknows,bo,associate-of,ann,paper,They know each other.\n";
    let denials = "no,l3,denied,whole,bo\nhardly,l5,denied,part,bo\n";
    let case = parallel(&format!("{links}{more}"), denials);
    let out = nutgraf(&["draw", "path", case.path(), "ann", "bo"])
        .ends(0)
        .out;
    let picture = read(&out)?;
    let desc = picture["desc"].as_str().unwrap_or_default();
    let sentences: BTreeSet<&str> = desc
        .lines()
        .skip(1)
        .filter_map(|line| Some(line.split_once(". ")?.1))
        .collect();
    let owns = |numbers: &str, rest: &str| format!("Ann owns Bo {numbers} {rest}.");
    let numbers = |id: &str| -> String {
        let words = words(&picture);
        let place = words
            .find(&format!("{id}, relationships"))
            .unwrap_or_default();
        let before = &words[..place];
        let open = before.rfind('[').unwrap_or_default();
        before[open + 1..]
            .split(']')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let (denied, disputed) = (numbers("l3"), numbers("l5"));
    assert!(
        sentences.contains(&*owns(&format!("[{denied}]"), "(DENIED by Bo)")),
        "{desc}"
    );
    assert!(
        sentences.contains(&*owns(&format!("[{disputed}]"), "(DISPUTED by Bo)")),
        "{desc}"
    );
    let together = sentences
        .iter()
        .filter(|one| one.contains("owns Bo") && one.contains("(no denial recorded)"));
    assert_eq!(together.count(), 1, "{desc}");
    assert_eq!(sentences.len(), 5, "{desc}");
    assert!(
        sentences.iter().any(|one| one.starts_with("Bo owns Ann")),
        "{desc}"
    );
    // An arrow for each of the four that have a direction, one in the legend.
    let arrows = out.matches("<path").count() - out.matches("fill=\"none\"").count();
    let boxes =
        out.matches("stroke-width=\"2.6\"").count() + out.matches("stroke-width=\"1.1\"").count();
    assert_eq!(arrows - boxes, 5);
    Ok(())
}

#[test]
fn no_path_is_a_picture_that_says_why() -> Outcome {
    let case = parallel(
        "one,ann,owns,bo,paper,Ann owns Bo.\n",
        "no,one,denied,whole,bo\n",
    );
    let draw = |more: &[&str]| nutgraf(&[&["draw", "path", case.path()], more].concat());
    let picture = words(&read(&draw(&["ann", "cy"]).ends(1).out)?);
    assert!(
        picture.contains("no link on record connects Ann and Cy"),
        "{picture}"
    );
    let run = draw(&["ann", "bo", "--uncontested"]).ends(1);
    let picture = read(&run.out)?;
    let shown = words(&picture);
    for needed in [
        "No path without a recorded denial.",
        "drawn as left out",
        "left out: owns",
        "DENIED",
        "left out of the answer",
        "no, denials.csv row 2",
    ] {
        assert!(shown.contains(needed), "{needed}: {shown}");
    }
    let run = nutgraf(&["draw", "between", case.path(), "ann", "bo", "cy"]).ends(1);
    assert!(words(&read(&run.out)?).contains("no link on record connects them"));
    let run = nutgraf(&["draw", "ties", case.path(), "cy"]).ends(1);
    assert!(words(&read(&run.out)?).contains("No link."));
    Ok(())
}

#[test]
fn more_than_is_drawn_is_counted_and_no_complete_answer() -> Outcome {
    let mut people = "id,name\nhub,Hub\n".to_owned();
    let mut links = "id,subject,relation,object,sources,text\n".to_owned();
    for number in 10..30 {
        people.push_str(&format!("p{number},Person {number}\n"));
        links.push_str(&format!(
            "l{number},hub,owns,p{number},paper,Number {number}.\n"
        ));
    }
    let case = Case::of(&[
        ("people.csv", &people),
        ("sources.csv", "id,kind,name\npaper,publication,The Paper\n"),
        ("relationships.csv", &links),
        (
            "denials.csv",
            "id,of,stance,scope,by\nno,l29,denied,whole,p29\n",
        ),
    ]);
    let draw = |most: &str| nutgraf(&["draw", "ties", case.path(), "hub", "--most", most]);
    let run = draw("11").ends(5);
    let limit = "NOT COMPLETE: 11 of 21 entities are drawn (the nearest, then by name); 10 more with 10 links (1 DENIED, 9 with no denial recorded) are not";
    assert!(
        run.err.contains(limit) && run.err.contains("--most 21"),
        "{}",
        run.err
    );
    let picture = read(&run.out)?;
    assert!(words(&picture).contains(limit), "{picture}");
    assert!(
        picture["desc"]
            .as_str()
            .is_some_and(|desc| desc.contains(limit))
    );
    assert!(words(&picture).contains("l19, relationships.csv") && !words(&picture).contains("l29"));
    let whole = draw("21").ends(0);
    assert!(words(&read(&whole.out)?).contains("l29, relationships.csv"));
    for wrong in ["0", "1", "many"] {
        draw(wrong).ends(2);
    }
    Ok(())
}

#[test]
fn the_form_is_told_by_the_file_or_by_name() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let draw = |what: &[&str], more: &[&str]| -> Run {
        nutgraf(&[&["draw", what[0], case.path()], &what[1..], more].concat())
    };
    let asked: [&[&str]; 4] = [
        &["path", "CZ", "usd1"],
        &["ties", "usd1"],
        &["between", "CZ", "usd1"],
        &["timeline"],
    ];
    for what in asked {
        for (ending, begins) in [
            ("svg", &b"<svg "[..]),
            ("png", &b"\x89PNG\r\n\x1a\n"[..]),
            ("html", &b"<!DOCTYPE html>"[..]),
        ] {
            let file = folder.path().join(format!("{}.{ending}", what[0]));
            let path = file.to_str().ok_or("plain")?;
            let run = draw(what, &["-O", path]).ends(0);
            assert_eq!(run.out, "");
            assert!(fs::read(&file)?.starts_with(begins), "{what:?} {ending}");
        }
        assert!(draw(what, &[]).ends(0).out.starts_with("<svg "));
        let odd = folder.path().join("picture");
        let odd = odd.to_str().ok_or("plain")?;
        let run = draw(what, &["-O", odd]).ends(2);
        assert!(
            run.err.contains("cannot be told from its name"),
            "{}",
            run.err
        );
        draw(what, &["-O", odd, "-o", "png"]).ends(0);
        assert!(fs::read(odd)?.starts_with(b"\x89PNG"));
        draw(what, &["--scale", "9"]).ends(2);
        let own = case.file("people.csv");
        let run = draw(what, &["-o", "svg", "-O", own.to_str().ok_or("plain")?]).ends(2);
        assert!(run.err.contains("is a file of the case"), "{}", run.err);
    }
    draw(&["path", "CZ", "Nobody at all"], &[]).ends(2);
    draw(
        &["timeline"],
        &["--from", "2026-10-01", "--to", "2026-09-01"],
    )
    .ends(2);
    Ok(())
}

#[test]
fn a_png_has_the_texts_of_the_svg_where_they_are() -> Outcome {
    let folder = tempfile::tempdir()?;
    for (name, asked, scale) in [
        (
            "binance-usd1",
            &["path", "CASE", "CZ", "Donald Trump", "-k", "3"][..],
            "2",
        ),
        ("harbour", &["ties", "CASE", "morvane-dredging"], "1.5"),
        ("example", &["timeline", "CASE"], "1"),
    ] {
        let case = Case::copy(name);
        let mut files = Vec::new();
        for form in ["png", "svg"] {
            let file = folder.path().join(format!("{name}.{form}"));
            let file = file.to_str().ok_or("plain")?.to_owned();
            let asked = asked
                .iter()
                .map(|word| if *word == "CASE" { case.path() } else { word });
            let words: Vec<&str> = ["draw"]
                .into_iter()
                .chain(asked)
                .chain(["-O", &file])
                .chain(["--scale", scale].into_iter().filter(|_| form == "png"))
                .collect();
            nutgraf(&words).ends(0);
            files.push(file);
        }
        let found = script(&["png", &files[0], &files[1], scale])?;
        assert_eq!(
            found["wrong"].as_array().map(Vec::len),
            Some(0),
            "{name}: {found}"
        );
        assert!(found["texts"].as_u64() > Some(50), "{name}: {found}");
        let again = script(&["png", &files[0], &files[1], "3"])?;
        assert_ne!(
            again["wrong"].as_array().map(Vec::len),
            Some(0),
            "nothing is ever wrong"
        );
    }
    Ok(())
}

#[test]
fn hostile_names_are_text_in_a_picture() -> Outcome {
    let case = hostile()?;
    let run = nutgraf(&["draw", "ties", case.path(), HUB, "--most", "1000"]).ends(0);
    assert!(run.err.contains("the picture's font has no"), "{}", run.err);
    let picture = read(&run.out)?;
    let allowed = [
        "svg", "title", "desc", "rect", "line", "path", "text", "tspan",
    ];
    for kind in picture["kinds"].as_array().into_iter().flatten() {
        assert!(allowed.iter().any(|one| kind == one), "{kind}");
    }
    for name in picture["attributes"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        assert!(!name.starts_with("on") && !name.contains("href"), "{name}");
    }
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    let shown = letters(&words(&picture));
    for name in naughty()? {
        // Blanks round a cell are not kept.
        let name = letters(&visible(name.trim()));
        // No XML has these two.
        let name = name
            .replace('\u{fffe}', "\\u{fffe}")
            .replace('\u{ffff}', "\\u{ffff}");
        assert!(shown.contains(&name), "{name:?} is not in the picture");
    }
    Ok(())
}

#[test]
fn what_leaves_the_desk_names_no_protected_source() -> Outcome {
    let case = Case::copy("example");
    let folder = tempfile::tempdir()?;
    let asked = [
        "draw",
        "path",
        case.path(),
        "jenna-penhale",
        "port-brindle-council",
    ];
    for form in ["svg", "html"] {
        let public = nutgraf(&[&asked[..], &["-o", form]].concat()).ends(0);
        for secret in ["Pell Anstey", "council-clerk"] {
            assert!(!public.out.contains(secret), "{form} names {secret}");
        }
        assert!(public.out.contains("jenna-penhale-advises-council"));
        assert!(
            public.err.contains("protected and withheld"),
            "{}",
            public.err
        );
        let desk = nutgraf(&[&asked[..], &["-o", form, "--with-protected"]].concat()).ends(0);
        assert!(desk.out.contains("Pell Anstey") && desk.err.contains("must not leave the desk"));
    }
    let file = folder.path().join("picture.png");
    let file = file.to_str().ok_or("plain")?;
    let run = nutgraf(&[&asked[..], &["-O", file]].concat()).ends(0);
    assert!(run.err.contains("protected and withheld"), "{}", run.err);
    let on = [&asked[..], &["--known-on", "2024-01-20"]].concat();
    assert!(nutgraf(&on).ends(2).err.contains("--with-protected"));
    let run = nutgraf(&[&on[..], &["--with-protected"]].concat());
    assert!(run.out.contains("as known on 2024-01-20"), "{}", run.err);
    Ok(())
}

/// The pictures that the documentation shows, and how each is made.
const SHOWN: [(&str, &[&str]); 2] = [
    (
        "docs/pictures/path.svg",
        &["path", "data/binance-usd1", "CZ", "Trump family", "-k", "3"],
    ),
    (
        "docs/pictures/ties.svg",
        &["ties", "data/example", "Gannet Dredging"],
    ),
];

#[test]
fn the_pictures_of_the_documentation_are_what_is_drawn() -> Outcome {
    let bless = std::env::var_os("NUTGRAF_BLESS").is_some();
    let page = fs::read_to_string("docs/pictures.md")?;
    for (file, asked) in SHOWN {
        // Not in the folder itself, which tests leave alone.
        let name = asked[1].trim_start_matches("data/");
        let case = Case::copy(name);
        let words: Vec<&str> = asked
            .iter()
            .map(|word| if *word == asked[1] { case.path() } else { word })
            .collect();
        let drawn = nutgraf(&[&["draw"], &words[..]].concat()).ends(0).out;
        if bless {
            fs::write(file, &drawn)?;
        }
        assert!(
            drawn == fs::read_to_string(file)?,
            "{file} is not what is drawn (NUTGRAF_BLESS=1 rewrites it)"
        );
        assert!(
            page.contains(file.trim_start_matches("docs/")),
            "{file} is not shown"
        );
    }
    Ok(())
}
