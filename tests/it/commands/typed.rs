//! Options of questions about connections as people type them: relations with
//! spaces, that no claim uses or that exclude each other; names given twice.

use super::FORMS;
use crate::program::Case;

#[test]
fn relations_are_taken_as_they_are_typed() {
    let case = Case::first();
    let asked = |options: &[&str]| {
        let asked = [&["Binance", "Donald Trump"], options].concat();
        case.run("path", &asked)
    };
    let run = asked(&["--relation", "owns", "--not-relation", "owns"]).ends(2);
    assert!(
        run.err.contains("`owns` is asked for and left out"),
        "{}",
        run.err
    );
    // A category and all that the case has of it.
    asked(&["--relation", "owns", "--not-relation", "ownership"]).ends(2);
    let run = asked(&["--relation", "legal , family"]).ends(1);
    assert!(
        run.out.contains("(only clemency or member-of-family)"),
        "{}",
        run.out
    );
    for form in FORMS {
        let run = asked(&["--relation", "spouse-of", "-o", form]).ends(1);
        assert!(!run.out.contains("error"), "{}", run.out);
    }
    let run = asked(&["--relation", "spouse-of"]).ends(1);
    let words = "no link on record has the relation spouse-of";
    assert!(run.out.contains(words), "{}", run.out);
    let value = asked(&["--relation", "spouse-of", "-o", "json"])
        .ends(1)
        .json();
    assert_eq!(value["filter"]["unused_relations"][0], "spouse-of");
    asked(&["--not-relation", "spouse-of"]).ends(0);
    for word in ["spose-of", "", "owns,"] {
        asked(&["--relation", word]).ends(2);
    }
}

#[test]
fn names_given_twice_or_for_both_ends_say_so() {
    let case = Case::first();
    let run = |verb: &str, asked: &[&str]| case.run(verb, asked);
    for (via, words) in [
        (
            ["USD1", "usd1"],
            "`usd1` is to be passed on the way, and is given twice",
        ),
        (
            ["USD1", "Binance"],
            "`Binance` is to be passed on the way, and is one of the ends",
        ),
    ] {
        let asked = ["Binance", "Donald Trump", "--via", via[0], "--via", via[1]];
        let run = run("path", &asked).ends(2);
        assert!(run.err.contains(words), "{}", run.err);
    }
    let told = run("between", &["Binance", "binance"]).ends(2);
    assert!(
        told.err.contains("those given are all of one"),
        "{}",
        told.err
    );
    for verb in ["path", "holds", "key"] {
        run(verb, &["Binance", "binance"]).ends(0);
    }
}
