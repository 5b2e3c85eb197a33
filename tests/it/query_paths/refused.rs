//! What is wrong in a `SERVICE ng:path` block, what it names that is not there,
//! and what is too much for it: each an error in words, and never fewer rows.

use nutgraf::answer::Graph;
use nutgraf::answer::path_rows;
use nutgraf::edition::Edition;
use nutgraf::query::QueryError;
use nutgraf::query::prepare;

use super::Outcome;
use super::first;
use crate::program::Case;

/// What a query ends with when its paths are looked for.
fn failure(edition: &Edition, text: &str) -> QueryError {
    let graph = Graph::new(edition.clone()).expect("a sound edition");
    let prepared = prepare(edition, text);
    let found = prepared
        .and_then(|mut prepared| prepared.find_paths(&|request| path_rows(&graph, request)));
    found.expect_err(text)
}

#[test]
fn what_is_wrong_in_a_block_is_said_with_its_place() -> Outcome {
    let (edition, _) = first()?;
    let ends = "ng:from entity:binance ; ng:to entity:usd1";
    let mut wrong = Vec::new();
    for (inside, expected) in [
        ("", "line 1, column 10: `ng:from` is missing"),
        ("[] ng:from entity:usd1", "column 10: `ng:to` is missing"),
        (
            "[] ENDS ; ng:maxhops 3",
            "column 78: `ng:maxhops` is neither a setting nor an output",
        ),
        ("[] ENDS ; ng:maxhops 3", "hint: did you mean `ng:maxHops`?"),
        (
            "[] ENDS ; ?p 3",
            "`?p` stands where a setting or an output is named",
        ),
        (
            "[] ENDS ; a ng:Claim",
            "`rdf:type` is neither a setting nor an output",
        ),
        (
            "[] ENDS ; ng:maxHops 0",
            "column 78: `ng:maxHops` takes a whole number from 1, not `0`",
        ),
        (
            "[] ENDS ; ng:maxHops \"x\"",
            "`ng:maxHops` takes a whole number from 1, not `\"x\"`",
        ),
        (
            "[] ENDS ; ng:k 1.5",
            "`ng:k` takes a whole number from 1, not `1.5`",
        ),
        (
            "[] ENDS ; ng:k entity:usd1",
            "column 83: `ng:k` takes a whole number from 1, not `entity:usd1`",
        ),
        (
            "[] ENDS ; ng:minOrigins -1",
            "`ng:minOrigins` takes a whole number from 1, not `-1`",
        ),
        (
            "[] ENDS ; ng:maxHops []",
            "`ng:maxHops` takes a whole number from 1, not a blank node",
        ),
        (
            "[] ENDS ; ng:allShortest 2",
            "`ng:allShortest` takes `true` or `false`, not `2`",
        ),
        (
            "[] ENDS ; ng:named \"true\"",
            "`ng:named` takes `true` or `false`",
        ),
        (
            "[] ENDS ; ng:only ng:false",
            "`ng:only` takes one or more of `ng:uncontested`, `ng:disputed`, `ng:denied` and `ng:retracted`, not `ng:false`",
        ),
        (
            "[] ENDS ; ng:only \"denied\"",
            "`ng:only` takes one or more of",
        ),
        (
            "[] ENDS ; ng:on \"2025-02-30\"",
            "`ng:on` takes a day, such as \"2025-03-31\", not `\"2025-02-30\"`",
        ),
        ("[] ENDS ; ng:on \"2025-02\"", "`ng:on` takes a day"),
        ("[] ENDS ; ng:on \"2025-02-03?\"", "`ng:on` takes a day"),
        (
            "[] ENDS ; ng:relation reported:owns",
            "`ng:relation` takes a relation, such as `rel:owns`, not `reported:owns`",
        ),
        (
            "[] ng:from \"Binance\" ; ng:to entity:usd1",
            "`ng:from` takes an entity, such as `entity:ann`, not `\"Binance\"`",
        ),
        ("[] ENDS ; ng:via 3", "`ng:via` takes an entity"),
        (
            "[] ENDS ; ng:withoutSource 3",
            "`ng:withoutSource` takes a source",
        ),
        (
            "[] ENDS ; ng:claim claim:a",
            "`ng:claim` takes a variable, such as `?claim`, not `claim:a`",
        ),
        ("[] ENDS ; ng:hop 1", "`ng:hop` takes a variable"),
        (
            "[] ENDS ; ng:k 2 ; ng:allShortest true",
            "`ng:k` and `ng:allShortest` ask for different paths",
        ),
        (
            "[] ENDS ; ng:strongest true ; ng:allShortest true",
            "`ng:allShortest` and `ng:strongest` ask for different paths",
        ),
        (
            "[] ENDS ; ng:maxHops 3, 4",
            "`ng:maxHops` is given two values, `3` and `4`",
        ),
        (
            "[] ENDS ; ng:named true, false",
            "`ng:named` is given two values, `true` and `false`",
        ),
        (
            "[] ENDS ; ng:relation rel:owns ; ng:notRelation rel:owns",
            "`ng:relation` and `ng:notRelation` both name `rel:owns`",
        ),
        (
            "[] ENDS ; ng:avoid entity:usd1",
            "`ng:to` and `ng:avoid` both name `entity:usd1`",
        ),
        (
            "[] ENDS ; ng:via entity:x ; ng:avoid entity:x",
            "`ng:via` and `ng:avoid` both name `entity:x`",
        ),
        (
            "[] ng:from entity:binance . [] ng:to entity:usd1",
            "stand on one `[]`, and here are two",
        ),
        ("?x ENDS", "stand on `[]`, not on `?x`"),
        (
            "entity:usd1 ENDS",
            "column 30: the settings of `SERVICE ng:path` stand on `[]`, not on `entity:usd1`",
        ),
        (
            "[] ENDS ; ng:claim ?c FILTER(?c != claim:a)",
            "column 90: FILTER cannot stand in `SERVICE ng:path`",
        ),
        (
            "[] ENDS OPTIONAL { ?c ng:text ?t }",
            "OPTIONAL cannot stand in",
        ),
        (
            "{ [] ENDS } UNION { ?c ng:text ?t }",
            "UNION cannot stand in",
        ),
        ("[] ENDS MINUS { ?c ng:text ?t }", "MINUS cannot stand in"),
        (
            "[] ENDS { SELECT ?c { ?c ng:text ?t } }",
            "a sub-select cannot stand in",
        ),
        (
            "[] ENDS ; ng:via/ng:avoid entity:a",
            "`ng:via` takes an entity, such as `entity:ann`, not a blank node",
        ),
        ("[] ng:from+ entity:a", "a property path cannot stand in"),
        (
            "[] ENDS SERVICE ng:path { [] ENDS }",
            "another SERVICE cannot stand in",
        ),
        (
            "BIND(IRI(\"a:b\") AS ?x) [] ng:from ?x ; ng:to entity:usd1",
            "`BIND` gives `?x` what is no constant",
        ),
        (
            "[] ng:from ?x ; ng:to entity:usd1",
            "column 41: `ng:from ?x` has no value inside the block",
        ),
        (
            "[] ng:from ?x ; ng:to entity:usd1 VALUES ?x { UNDEF }",
            "`ng:from ?x` has no value; it takes an entity",
        ),
        (
            "[] ng:from ?x ; ng:to entity:usd1 VALUES ?x { 3 }",
            "`ng:from` takes an entity, such as `entity:ann`, not `3`",
        ),
        // What only the edition can tell.
        (
            "[] ng:from entity:binanse ; ng:to entity:usd1",
            "line 1, column 41: `ng:from entity:binanse` is not in this edition",
        ),
        (
            "[] ng:from entity:binanse ; ng:to entity:usd1",
            "hint: did you mean `entity:binance` (Binance)?",
        ),
        (
            "[] ng:from entity:binance ; ng:to <urn:nobody>",
            "`ng:to <urn:nobody>` is not in this edition",
        ),
        (
            "[] ng:from entity:binance ; ng:to claim:binance-supports-wlf",
            "`ng:to claim:binance-supports-wlf` is no person, organisation or asset; its kind is: claim",
        ),
        (
            "[] ng:from entity:binance ; ng:to entity:zhao-witkoff-abu-dhabi",
            "is no person, organisation or asset; its kind is: meeting",
        ),
        (
            "[] ng:from entity:binance ; ng:to ng:denied",
            "`ng:to ng:denied` is no person, organisation or asset of a case",
        ),
        (
            "[] ENDS ; ng:avoid entity:nobody-at-all",
            "`ng:avoid entity:nobody-at-all` is not in this edition",
        ),
        (
            "[] ENDS ; ng:relation rel:ownz",
            "`ng:relation rel:ownz` is used by no claim of this edition",
        ),
        ("[] ENDS ; ng:notRelation rel:ownz", "hint: in use are rel:"),
        (
            "[] ENDS ; ng:withoutSource source:none",
            "`ng:withoutSource source:none` is not in this edition",
        ),
        (
            "[] ENDS ; ng:withoutSource entity:usd1",
            "`ng:withoutSource entity:usd1` is no source; its kind is: asset (stablecoin)",
        ),
    ] {
        let inside = inside.replace("ENDS", ends);
        let text = format!("SELECT * {{ SERVICE ng:path {{ {inside} }} }}");
        // `SELECT * { ` is eleven characters long.
        let message = failure(&edition, &text).to_string();
        let expected = expected.replace("column 10", "column 12");
        let opening = "`SERVICE ng:path` cannot be answered at line 1, column ";
        if !message.contains(&expected) || !message.starts_with(opening) {
            wrong.push(format!("{text}\nexpected {expected}\n{message}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    // The second of two blocks, in a query of several lines.
    let text = "SELECT * {\n  FILTER EXISTS { SERVICE ng:path { [] ng:from entity:usd1 ; ng:to entity:usd2 } }\n  # ng:to entity:usd2\n  SERVICE ng:path { [] ng:from entity:usd1 ; ng:to entity:binance }\n}";
    let message = failure(&edition, text).to_string();
    assert!(
        message.contains("at line 2, column 68: `ng:to entity:usd2`"),
        "{message}"
    );
    assert!(
        message.contains(&format!("\n  | {}^^^^^^^^^^^\n", " ".repeat(67))),
        "{message}"
    );
    Ok(())
}

/// Two ends with so many others between them, each on a path of two hops.
fn many_paths(middles: usize) -> Case {
    let mut people = "id,name\nann,Ann\nbo,Bo\n".to_owned();
    let mut links = "id,subject,relation,object,sources,text\n".to_owned();
    for at in 0..middles {
        people += &format!("m{at},Middle {at}\n");
        for end in ["ann", "bo"] {
            links += &format!("{end}-{at},{end},associate-of,m{at},s,Known.\n");
        }
    }
    Case::of(&[
        ("people.csv", &people),
        ("relationships.csv", &links),
        ("sources.csv", "id,kind,name\ns,document,Papers\n"),
    ])
}

#[test]
fn a_limit_is_an_error_and_never_fewer_rows() {
    let case = many_paths(1_001);
    let ask = |settings: &str| {
        let query = format!(
            "SELECT ?path {{ SERVICE ng:path {{ [] ng:from entity:ann ; ng:to entity:bo ; {settings} ng:path ?path }} }}"
        );
        case.run("query", &["-e", &query, "-o", "csv"])
    };
    for settings in ["ng:allShortest true ;", "ng:k 1001 ;"] {
        let stopped = ask(settings).ends(5);
        assert_eq!(stopped.out, "");
        assert!(
            stopped.err.contains("`SERVICE ng:path` from `entity:ann` to `entity:bo` has more paths than are listed at once, so it is not answered; ask for the first of them (`ng:k`)"),
            "{}",
            stopped.err
        );
    }
    assert_eq!(ask("ng:k 1000 ;").ends(0).out.lines().count(), 1_001);
    // As many searches as there are rows of values.
    let values: Vec<String> = (0..=1_000).map(|at| at.to_string()).collect();
    let query = format!(
        "SELECT * {{ OPTIONAL {{ SERVICE ng:path {{ VALUES ?x {{ {} }} [] ng:from entity:ann ; ng:to entity:bo }} }} }}",
        values.join(" ")
    );
    let stopped = case.run("query", &["-e", &query]).ends(5);
    assert!(
        stopped.err.contains("asks for more than 1000 searches"),
        "{}",
        stopped.err
    );
}

#[test]
fn mistakes_end_with_the_code_of_a_wrong_query() {
    let case = Case::first();
    for (query, words) in [
        (
            "ASK { SERVICE SILENT ng:path { [] ng:from entity:usd1 ; ng:to entity:binance } }",
            "`SERVICE SILENT ng:path` is refused",
        ),
        (
            "ASK { SERVICE ng:path { [] ng:from entity:nobody ; ng:to entity:binance } }",
            "`ng:from entity:nobody` is not in this edition",
        ),
        (
            "ASK { SERVICE ng:path { [] ng:from entity:usd1 ; ng:to entity:binance ; ng:k \"x\" } }",
            "`ng:k` takes a whole number",
        ),
    ] {
        let run = case.run("query", &["-e", query]).ends(2);
        assert!(
            run.err.contains(words) && run.out.is_empty(),
            "{}{}",
            run.out,
            run.err
        );
    }
    let yes = "ASK { SERVICE ng:path { [] ng:from entity:usd1 ; ng:to entity:binance } }";
    assert_eq!(case.run("query", &["-e", yes]).ends(0).out, "yes\n");
    let no = "ASK { SERVICE ng:path { [] ng:from entity:changpeng-zhao ; ng:to entity:trump-family ; ng:maxHops 1 } }";
    assert_eq!(case.run("query", &["-e", no]).ends(1).out, "no\n");
}
