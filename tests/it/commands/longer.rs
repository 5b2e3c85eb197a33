//! How to see longer paths is said where the shortest alone was asked for, and
//! only where it would show some.

use crate::program::{Case, Run, nutgraf};

const SAID: &str = "longer paths were not looked for";

fn path(case: &Case, more: &[&str]) -> Run {
    case.run("path", more)
}

#[test]
fn whoever_asks_for_the_shortest_is_told_how_to_see_longer_paths() {
    let case = Case::first();
    let ends = ["Donald Trump", "Changpeng Zhao"];
    let run = path(&case, &ends).ends(0);
    let advice =
        "`-k 3` shows the first 3, `--within 2` shows the paths of at most 2 hops\n\nClaims";
    assert!(run.out.contains(SAID), "{}", run.out);
    assert!(run.out.contains(advice), "{}", run.out);
    // What is advised shows more, and says no more of it.
    for more in [&["-k", "3"][..], &["--within", "2"]] {
        let run = path(&case, &[&ends[..], more].concat()).ends(0);
        assert!(run.out.contains("\n2. "), "{}", run.out);
        assert!(!run.out.contains(SAID), "{more:?}: {}", run.out);
    }
    // The two cannot be given together, and a limit may leave no room.
    let run = path(&case, &[&ends[..], &["--max-hops", "2"]].concat()).ends(0);
    assert!(run.out.contains("`-k 3`") && !run.out.contains("--within"));
    for none in [
        &["--max-hops", "1"][..],
        &["--all-shortest"],
        &["--independent"],
        &["-o", "md"],
    ] {
        let run = path(&case, &[&ends[..], none].concat());
        assert!(!run.out.contains(SAID), "{none:?}: {}", run.out);
    }
    let same = path(&case, &["cz", "cz"]).ends(0);
    assert!(!same.out.contains(SAID), "{}", same.out);
    let apart = path(&case, &["bloomberg", "binance"]).ends(1);
    assert!(!apart.out.contains(SAID), "{}", apart.out);
}

#[test]
fn what_travels_says_it_too() {
    let case = Case::first();
    let ends = ["path", case.path(), "Donald Trump", "Changpeng Zhao", "-o"];
    for (command, format) in [
        ("draw", "svg"),
        ("draw", "html"),
        ("export", "d3"),
        ("export", "html"),
    ] {
        let run = nutgraf(&[&[command], &ends[..], &[format]].concat()).ends(0);
        assert!(run.out.contains(SAID), "{command} {format}: {}", run.out);
        if command == "export" {
            assert!(run.err.contains(SAID), "{format}: {}", run.err);
        }
    }
}

#[test]
fn the_advice_counts_the_paths_that_are_as_short() {
    let case = Case::of(&[
        ("people.csv", "id,name\na,Ann\nb,Bo\nc,Cy\nd,Di\ne,Ed\n"),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nr1,a,associate-of,b,s,T.\nr2,a,associate-of,c,s,T.\nr3,b,associate-of,d,s,T.\nr4,c,associate-of,d,s,T.\nr5,b,associate-of,e,s,T.\nr6,e,associate-of,d,s,T.\n",
        ),
    ]);
    let run = path(&case, &["Ann", "Di"]).ends(0);
    assert!(run.out.contains("1 path of 2 as short"), "{}", run.out);
    assert!(run.out.contains("`-k 4` shows the first 4"), "{}", run.out);
    let run = path(&case, &["Ann", "Di", "-k", "4"]).ends(0);
    assert!(run.out.contains("\n3. 3 hops"), "{}", run.out);
}
