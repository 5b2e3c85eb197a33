//! Pictures in a browser: where the texts and lines of every shipped case lie.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::draw::{CASES, Outcome, entities};
use crate::pages::in_node;
use crate::program::{Case, nutgraf};

/// What the browser finds in each picture.
fn looked_at(pictures: &[PathBuf]) -> Result<Value, Box<dyn std::error::Error>> {
    in_node("drawn.mjs", &json!({ "pictures": pictures }))
}

#[test]
fn texts_keep_to_their_boxes_and_no_line_runs_through_them() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut pictures = Vec::new();
    for name in CASES {
        let case = Case::copy(name);
        let entities = entities(name)?;
        let mut draw = |words: &[&str]| {
            let file = folder.path().join(format!("{}.svg", pictures.len()));
            let path = file.to_str().expect("a plain name");
            let asked = ["draw", words[0], case.path()];
            let run = nutgraf(&[&asked, &words[1..], &["-O", path]].concat());
            assert!(run.code <= 1, "{words:?}: {}", run.err);
            pictures.push(file);
        };
        for (at, one) in entities.iter().enumerate() {
            let other = &entities[(at + 5) % entities.len()];
            draw(&["ties", one]);
            draw(&["path", one, other, "-k", "3"]);
            if at % 4 == 0 {
                let third = &entities[(at + 9) % entities.len()];
                draw(&["between", one, other, third]);
                draw(&["ties", one, "--hops", "2"]);
            }
        }
    }
    let found = looked_at(&pictures)?;
    let mut wrong = String::new();
    let mut boxes = 0;
    for picture in &pictures {
        let found = &found[picture.to_str().ok_or("a plain name")?];
        boxes += found["boxes"].as_u64().unwrap_or_default();
        for problem in found["wrong"].as_array().ok_or("no answer")? {
            let title = fs::read_to_string(picture)?;
            let title = title.lines().nth(1).unwrap_or_default().to_owned();
            wrong += &format!("{title}: {problem}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(boxes > 300, "{boxes}");
    Ok(())
}

/// A check that never finds anything is worth nothing.
#[test]
fn what_lies_wrong_is_found() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("wrong.svg");
    fs::write(
        &file,
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100" viewBox="0 0 300 100">
<path d="M10 10 L60 10 L60 40 L10 40 Z" fill="#ffffff" stroke="#000000"/>
<path d="M0 20 L200 20" fill="none" stroke="#000000"/>
<text x="15" y="24" font-size="14">much too long</text>
<text x="20" y="26" font-size="14">over it</text>
<text x="250" y="80" font-size="14">out of the picture</text>
</svg>"##,
    )?;
    let found = looked_at(std::slice::from_ref(&file))?;
    let wrong = found[file.to_str().ok_or("plain")?]["wrong"].to_string();
    for problem in [
        "out of its box: much too long",
        "much too long lies on over it",
        "out of the picture: out of the picture",
        "a line runs through much too long",
        "a line runs through a box",
    ] {
        assert!(wrong.contains(problem), "{problem}: {wrong}");
    }
    Ok(())
}
