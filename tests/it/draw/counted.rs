//! What is drawn is counted on standard error.

use crate::draw::Outcome;
use crate::program::{Case, nutgraf};

#[test]
fn a_picture_is_counted_with_what_is_contested_in_it() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    for (name, words, told) in [
        (
            "paths.svg",
            &["path", "CZ", "Trump family", "-k", "3"][..],
            "Changpeng Zhao – Trump family: 3 shortest paths; 6 entities, 9 links; 10 claims: 3 DENIED, 7 with no denial recorded\n",
        ),
        (
            "left.html",
            &["path", "CZ", "Steve Witkoff", "--uncontested"],
            "3 entities, 3 links; 5 claims: 2 DENIED, 3 with no denial recorded; 1 link of paths that are left out: 1 DENIED\n",
        ),
        (
            "more.html",
            &[
                "path",
                "CZ",
                "Trump family",
                "--within",
                "4",
                "--uncontested",
            ],
            "; 3 more links between these left out by the choice of links: 2 DENIED, 1 disputed\n",
        ),
        (
            "ties.png",
            &["ties", "CZ"],
            "4 entities, 4 links; 5 claims: 2 DENIED",
        ),
        ("days.svg", &["timeline"], "4 dated claims (2 contested)"),
    ] {
        let into = folder.path().join(name);
        let into = into.to_str().ok_or("a plain name")?;
        let all = [&["draw", words[0], case.path()], &words[1..], &["-O", into]].concat();
        let run = nutgraf(&all).ends(0);
        assert!(run.err.contains(told), "{name}: {}", run.err);
        assert!(!run.err.contains("hint: the picture"), "{}", run.err);
    }
    Ok(())
}

#[test]
fn a_picture_that_is_very_tall_comes_with_advice() -> Outcome {
    let people: String = (0..150).map(|n| format!("p{n},Person {n}\n")).collect();
    let tied: String = (1..150)
        .map(|n| format!("r{n},p0,associate-of,p{n},s,Number {n}.\n"))
        .collect();
    let case = Case::of(&[
        ("people.csv", &format!("id,name\n{people}")),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
        (
            "relationships.csv",
            &format!("id,subject,relation,object,sources,text\n{tied}"),
        ),
    ]);
    let all = ["draw", "ties", case.path(), "p0", "--most", "200"];
    let run = nutgraf(&all).ends(0);
    assert!(run.err.contains("pixels tall: ask for less"), "{}", run.err);
    Ok(())
}
