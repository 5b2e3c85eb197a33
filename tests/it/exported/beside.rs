//! What an answer says beside its links goes into the file, and is told.

use std::fs;

use serde_json::Value;

use crate::exported::Outcome;
use crate::program::{Case, Run, nutgraf};

/// Exports a part of the first case as tables; gives what they say of themselves.
fn part(words: &[&str], code: i32) -> Result<(Value, Run), Box<dyn std::error::Error>> {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("tables");
    let mut all = vec!["export", words[0], case.path()];
    all.extend(&words[1..]);
    all.extend(["-o", "csv", "-O", into.to_str().ok_or("a plain name")?]);
    let run = nutgraf(&all).ends(code);
    let about = fs::read_to_string(into.join("about.json"))?;
    Ok((serde_json::from_str(&about)?, run))
}

fn assert_said((about, run): (Value, Run), words: &str) {
    let beside = about["beside"].as_array().map_or(&[][..], Vec::as_slice);
    let said = beside
        .iter()
        .any(|line| line.as_str().is_some_and(|line| line.contains(words)));
    assert!(said, "`{words}` is not in {about}");
    assert!(run.err.contains(words), "`{words}` is not in {}", run.err);
}

#[test]
fn a_file_without_a_path_says_why_there_is_none() -> Outcome {
    assert_said(
        part(&["path", "bloomberg", "binance"], 1)?,
        "no link on record connects Bloomberg and Binance, not even through denied claims",
    );
    assert_said(
        part(&["between", "bloomberg", "binance", "usd1"], 1)?,
        "no path: no link on record connects them",
    );
    assert_said(part(&["ties", "bloomberg"], 1)?, "no link leads to it");
    Ok(())
}

#[test]
fn the_file_of_a_query_says_which_ends_have_no_path() -> Outcome {
    let asked = "CONSTRUCT { ?s ng:about ?claim } WHERE { SERVICE ng:path { [] ng:from entity:bloomberg ; ng:to entity:binance ; ng:hop ?s ; ng:claim ?claim . } }";
    let said = part(&["query", "-e", asked], 1)?;
    assert_said(said, "no path from `entity:bloomberg` to `entity:binance`");
    Ok(())
}

#[test]
fn a_file_says_which_path_the_choice_of_links_hides() -> Outcome {
    let asked = ["path", "cz", "steve-witkoff", "--uncontested"];
    assert_said(
        part(&asked, 0)?,
        "left out: a shorter path of 1 hop, DENIED",
    );
    Ok(())
}

#[test]
fn a_part_of_a_case_as_rdf_is_refused_before_anything_is_read() {
    for words in [
        ["path", "no-such-case", "a", "b"].as_slice(),
        &["ties", "no-such-case", "a"],
    ] {
        let mut all = vec!["export"];
        all.extend(words);
        all.extend(["-o", "ttl"]);
        let run = nutgraf(&all).ends(2);
        assert!(run.err.contains("`nutgraf query`"), "{}", run.err);
    }
}

#[test]
fn what_a_choice_of_links_leaves_out_of_a_case_is_told() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("tables");
    let into = into.to_str().ok_or("a plain name")?;
    let said = |words: &[&str]| {
        let all = [&["-o", "csv", "-O", into][..], words].concat();
        case.run("export", &all).ends(0).err
    };
    let counted = |class: &str| -> Result<u64, Box<dyn std::error::Error>> {
        let count = format!("SELECT (COUNT(DISTINCT ?it) AS ?n) {{ ?it a ng:{class} }}");
        let answer = case.run("query", &["-e", &count, "-o", "csv"]).ends(0).out;
        let number = answer.lines().nth(1).ok_or("no row")?;
        Ok(number.trim().parse()?)
    };
    let (claims, links) = (counted("Claim")?, counted("Link")?);
    let rows = |table: &str| -> Result<u64, Box<dyn std::error::Error>> {
        let mut reader = csv::Reader::from_path(folder.path().join("tables").join(table))?;
        Ok(reader.records().count() as u64)
    };
    let err = said(&["--uncontested"]);
    let left = links - rows("edges.csv")?;
    assert!(left > 0);
    let told = format!("left out of the case by the choice of links: {left} links, ");
    assert!(err.contains(&told), "{err}");
    let (_, behind) = err.split_once(&told).ok_or("not told")?;
    let left: u64 = behind.split(' ').next().unwrap_or_default().parse()?;
    assert!((1..claims).contains(&left), "{err}");
    // Every contested claim is among them, and told as what it is.
    let standings = behind.split_once(" claims: ").ok_or("no standings")?.1;
    let standings = standings.lines().next().unwrap_or_default();
    let mut sum = 0;
    for word in standings.split(' ') {
        sum += word.parse::<u64>().unwrap_or(0);
    }
    assert_eq!(sum, left, "{err}");
    assert!(standings.contains(" DENIED, "), "{err}");
    let about = std::fs::read_to_string(folder.path().join("tables/about.json"))?;
    let about: Value = serde_json::from_str(&about)?;
    let denied = format!("{} DENIED", about["claims_left_out_denied"]);
    assert!(standings.contains(&denied), "{err}");
    assert_eq!(about["claims_denied"], 0);
    assert!(!said(&[]).contains("left out"));
    Ok(())
}

#[test]
fn a_choice_of_links_is_not_called_the_whole_case() -> Outcome {
    let case = Case::first();
    let about = |words: &[&str]| -> Result<Value, Box<dyn std::error::Error>> {
        let all = [&["-o", "d3"][..], words].concat();
        let mut written = case.run("export", &all).ends(0).json();
        Ok(written["graph"].take())
    };
    let whole = about(&[])?;
    assert_eq!(whole["content"], "the whole case");
    let part = about(&["--uncontested"])?;
    let content = part["content"].as_str().ok_or("no content")?;
    assert!(content.starts_with("not the whole case"), "{content}");
    assert_eq!(
        part["selection"],
        serde_json::json!(["only links with no denial recorded"])
    );
    let title = part["title"].as_str().ok_or("no title")?;
    assert!(title.ends_with("(a choice of its links)"), "{title}");
    // One description is in every format that has room for it.
    for format in [
        "graphml",
        "gexf",
        "cx2",
        "cytoscape",
        "cypher",
        "html",
        "dot",
    ] {
        let run = case.run("export", &["-o", format, "--uncontested"]).ends(0);
        assert!(run.out.contains("not the whole case"), "{format}");
    }
    Ok(())
}

#[test]
fn a_table_of_another_case_is_not_replaced() -> Outcome {
    let (case, other) = (Case::first(), Case::copy("harbour"));
    let table = other.file("people.csv");
    let before = std::fs::read(&table)?;
    let into = table.to_str().ok_or("a plain name")?;
    let run = case.run("export", &["-o", "graphml", "-O", into]).ends(2);
    assert!(run.err.contains("is a file of another case"), "{}", run.err);
    assert_eq!(std::fs::read(&table)?, before);
    Ok(())
}

#[test]
fn what_travels_says_that_nobody_answered() -> Outcome {
    let case = Case::of(&[
        ("people.csv", "id,name\na,Ann\nb,Bo\n"),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
        (
            "relationships.csv",
            "id,subject,relation,object,sources,text\nr,a,associate-of,b,s,T.\n",
        ),
    ]);
    let first = Case::first();
    let said = "no answer of anybody is on record";
    for command in [
        &["draw", "ties", "CASE", "a", "-o", "svg"][..],
        &["draw", "ties", "CASE", "a", "-o", "html"],
        &["export", "CASE", "-o", "d3"],
        &["export", "CASE", "-o", "html"],
        &["export", "ties", "CASE", "a", "-o", "graphml"],
    ] {
        for (case, of, is_said) in [(&case, "a", true), (&first, "cz", false)] {
            let words = command.iter().map(|word| match *word {
                "CASE" => case.path(),
                "a" => of,
                word => word,
            });
            let run = nutgraf(&words.collect::<Vec<_>>()).ends(0);
            assert_eq!(run.out.contains(said), is_said, "{command:?}");
            assert!(run.err.matches(said).count() < 2, "{}", run.err);
        }
    }
    Ok(())
}

/// Every option that chooses paths or links, and what the file says of it.
#[test]
fn a_file_says_by_which_options_its_links_were_chosen() -> Outcome {
    let ends = ["path", "binance", "usd1"];
    let uncontested = "only links with no denial recorded";
    for (options, said) in [
        (&["--within", "3"][..], &["all paths", "at most 3 hops"][..]),
        (&["-k", "2"], &["the first 2 paths"]),
        (
            &["-k", "1", "--max-hops", "4"],
            &["the first path", "at most 4 hops"],
        ),
        (&["--all-shortest"], &["all shortest paths"]),
        (&["--max-hops", "5"], &["at most 5 hops"]),
        (&["--strongest"], &["over the strongest links"]),
        (
            &["--via", "World Liberty Financial"],
            &["through World Liberty Financial"],
        ),
        (
            &["--avoid", "World Liberty Financial"],
            &["avoiding World Liberty Financial"],
        ),
        (
            &["--independent=outlet", "--max-hops", "3"],
            &[
                "the shortest path on which every hop has an outlet of its own",
                "at most 3 hops",
            ],
        ),
        (&["--uncontested"], &[uncontested]),
        (
            &["--standing", "denied,disputed"],
            &["only links that are disputed or denied"],
        ),
        (
            &["--min-origins", "1"],
            &["only links of at least 1 origin"],
        ),
        (&["--named"], &["only links that a named source supports"]),
        (&["--documented"], &["only links that a document supports"]),
        (&["--relation", "owns"], &["only owns"]),
        (&["--not-relation", "owns"], &["not owns"]),
        (
            &["--on", "2025-05-01"],
            &["only links whose dates allow 2025-05-01"],
        ),
        (
            &["--without-source", "bloomberg-report"],
            &["without what falls with Bloomberg report"],
        ),
    ] {
        let case = Case::first();
        let all = [
            &["export", ends[0], case.path()],
            &ends[1..],
            options,
            &["-o", "d3"],
        ]
        .concat();
        let about = nutgraf(&all).json()["graph"].clone();
        let selection = about["selection"].to_string();
        for words in said {
            assert!(selection.contains(words), "{options:?}: {selection}");
        }
    }
    for (words, said) in [
        (
            &["between", "cz", "usd1", "--max-hops", "4", "--uncontested"][..],
            &[uncontested, "at most 4 hops"][..],
        ),
        (
            &["ties", "cz", "--hops", "2", "--uncontested"],
            &[uncontested],
        ),
    ] {
        let (about, _) = part(words, 0)?;
        for words in said {
            assert!(about["selection"].to_string().contains(words), "{about}");
        }
    }
    let (about, _) = part(&["ties", "cz", "--hops", "2"], 0)?;
    assert!(
        about["content"].to_string().contains("up to 2 hops"),
        "{about}"
    );
    let (about, _) = part(&["path", "cz", "usd1", "--known-on", "2026-01-01"], 1)?;
    assert!(
        about["known_on"]
            .to_string()
            .contains("as known on 2026-01-01"),
        "{about}"
    );
    Ok(())
}

#[test]
fn a_page_says_what_was_chosen_and_left_out_before_its_links() -> Outcome {
    let case = Case::first();
    let ends = ["cz", "steve-witkoff", "--uncontested", "--within", "3"];
    let all = [&["export", "path", case.path()], &ends[..], &["-o", "html"]].concat();
    let page = nutgraf(&all).ends(0).out;
    let (_, body) = page.split_once("</h1>").ok_or("no title")?;
    let picture = body.find("<svg").ok_or("no picture")?;
    let links = body.find("id=\"links\"").ok_or("no links")?;
    for words in [
        "only links with no denial recorded",
        "at most 3 hops",
        "left out: a shorter path of 1 hop, DENIED",
        "left out by the filter: 1 more path of at most 3 hops (1 DENIED)",
    ] {
        let at = body.find(words).ok_or(words)?;
        assert!(at < picture && at < links, "{words}: {body}");
    }
    let known = [&all[..], &["--known-on", "2026-11-22"]].concat();
    let page = nutgraf(&known).ends(0).out;
    let at = page.find("as known on 2026-11-22").ok_or("no day")?;
    assert!(at < page.find("<svg").ok_or("no picture")?);
    Ok(())
}

#[test]
fn a_file_of_an_independent_path_says_what_each_hop_has_of_its_own() -> Outcome {
    for words in ["Every hop has a source of its own", "Binance – USD1: "] {
        let said = part(&["path", "cz", "usd1", "--independent"], 0)?;
        assert_said(said, words);
    }
    let said = part(&["path", "cz", "usd1", "--strongest"], 0)?;
    assert_said(said, "The strongest there is: ");
    Ok(())
}
