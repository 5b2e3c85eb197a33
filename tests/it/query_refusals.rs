//! What a query may not ask, what its reader is told, and what its values cannot do.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;

use nutgraf::edition::Edition;
use nutgraf::query::Answer;
use nutgraf::query::Contested;
use nutgraf::query::Format;
use nutgraf::query::NamedTerms;
use nutgraf::query::Note;
use nutgraf::query::Prefixes;
use nutgraf::query::contested;
use nutgraf::query::prepare;
use nutgraf::query::write;
use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Triple;

use crate::query_asked::copied;
use crate::query_case::case;
use crate::query_case::cases;

fn first() -> Result<Edition, Box<dyn Error>> {
    Ok(case("binance-usd1")?.0)
}

/// Runs a query and writes its rows as a table without rule and count, or its graph as triples.
fn shown(edition: &Edition, text: &str) -> Result<String, Box<dyn Error>> {
    let prepared = prepare(edition, text)?;
    let answer = prepared.run(edition)?;
    let mut out = Vec::new();
    let format = match &answer {
        Answer::Rows(_) => Format::Tsv,
        Answer::Boolean(_) => Format::Table,
        Answer::Graph(_) => Format::NTriples,
    };
    write(&answer, format, prepared.prefixes(), &mut out)?;
    Ok(String::from_utf8(out)?)
}

fn message(edition: &Edition, text: &str) -> String {
    match prepare(edition, text) {
        Ok(_) => format!("accepted: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_leaves_the_edition_is_refused_by_name_wherever_it_stands() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    for (text, start) in [
        (
            "SELECT * { SERVICE <https://example.org/s> { ?s ?p ?o } }",
            "`SERVICE <https://example.org/s>` is refused: nutgraf asks no other service",
        ),
        (
            "SELECT * { SERVICE SILENT <https://example.org/s> { ?s ?p ?o } }",
            "`SERVICE SILENT <https://example.org/s>` is refused",
        ),
        (
            "SELECT * { ?s ?p ?x . SERVICE ?x { ?s ?p ?o } }",
            "`SERVICE ?x` is refused",
        ),
        (
            "SELECT * { SERVICE ng:paths { ?s ?p ?o } }",
            "`SERVICE <https://w3id.org/nutgraf/ns#paths>` is refused",
        ),
        (
            "SELECT * { SERVICE SILENT ng:path { [] ng:from entity:a ; ng:to entity:b } }",
            "`SERVICE SILENT ng:path` is refused: what cannot be answered must not read as no rows",
        ),
        (
            "ASK { ?s ?p ?o FILTER NOT EXISTS { SERVICE <a:b> {} } }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "ASK { ?s ?p ?o FILTER(IF(EXISTS { SERVICE <a:b> {} }, true, false)) }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "SELECT (SUM(IF(EXISTS { SERVICE <a:b> {} }, 1, 0)) AS ?n) { ?s ?p ?o }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <a:b> {} }) } }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "SELECT * { OPTIONAL { ?s ?p ?o FILTER EXISTS { SERVICE <a:b> {} } } }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "CONSTRUCT { ?s ?p ?o } { SERVICE <a:b> { ?s ?p ?o } }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "DESCRIBE ?s { SERVICE <a:b> { ?s ?p ?o } }",
            "`SERVICE <a:b>` is refused",
        ),
        (
            "SELECT * FROM <a:b> { ?s ?p ?o }",
            "`FROM` is refused: an edition is one graph",
        ),
        (
            "SELECT * FROM NAMED <a:b> { ?s ?p ?o }",
            "`FROM NAMED` is refused",
        ),
        ("DESCRIBE <a:b> FROM <a:b>", "`FROM` is refused"),
        (
            "SELECT * { GRAPH ?g { ?s ?p ?o } }",
            "`GRAPH ?g` is refused: an edition is one graph",
        ),
        (
            "SELECT * { GRAPH <a:b> { ?s ?p ?o } }",
            "`GRAPH <a:b>` is refused",
        ),
        (
            "LOAD <https://example.org/x>",
            "`LOAD` is refused: an edition is never changed by a query",
        ),
        (
            "INSERT DATA { <a:a> <a:b> <a:c> }",
            "`INSERT DATA` is refused",
        ),
    ] {
        let message = message(&edition, text);
        assert!(message.starts_with(start), "{text}: {message}");
        assert!(!message.contains('\n'), "{message}");
    }
    Ok(())
}

#[test]
fn predicates_that_mislead_are_noted() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    for (text, notes) in [
        ("ASK { ?a reported:owns ?b }", &[Note::UsesReported][..]),
        (
            "ASK { ?a (uncontested:owns|^reported:met)+ ?b }",
            &[Note::UsesReported],
        ),
        ("ASK { ?a !reported:owns ?b }", &[]),
        ("ASK { ?a ng:reportedLink ?b }", &[Note::UsesReported]),
        ("ASK { ?a rel:owns ?b }", &[Note::RelationAsPredicate]),
        (
            "ASK { ?a rel:owns/rel:met ?b FILTER EXISTS { ?a reported:owns ?b } }",
            &[Note::UsesReported, Note::RelationAsPredicate],
        ),
        ("ASK { ?c rdf:predicate rel:owns }", &[]),
        ("ASK { ?a uncontested:owns ?b }", &[]),
    ] {
        assert_eq!(prepare(&edition, text)?.notes(), notes, "{text}");
    }
    for (text, note) in [
        (
            "SELECT ?p { ?a ?p ?b . ?b a ng:Person }",
            Some(Note::UsesReported),
        ),
        ("SELECT ?a { ?a ?p ?b . ?b a ng:Person }", None),
    ] {
        let answer = prepare(&edition, text)?.run(&edition)?;
        assert_eq!(Note::of_answer(&answer), note, "{text}");
    }
    assert!(
        Note::RelationAsPredicate
            .words()
            .contains("use `reported:` or `uncontested:`")
    );
    Ok(())
}

#[test]
fn the_prefixes_of_one_case_are_declared_and_those_of_two_are_not() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    let text = "SELECT ?name { entity:binance rdfs:label ?name }";
    assert_eq!(shown(&edition, text)?, "?name\n\"Binance\"\n");
    let own =
        "PREFIX entity: <https://example.org/> SELECT ?name { entity:binance rdfs:label ?name }";
    assert_eq!(shown(&edition, own)?, "?name\n");
    let portable = prepare(&edition, text)?.sparql()?;
    assert!(portable.starts_with("PREFIX rdfs: <"), "{portable}");
    assert!(
        portable.contains("PREFIX entity: <https://w3id.org/nutgraf/case/binance-usd1/entity/>\n"),
        "{portable}"
    );
    assert_eq!(
        prepare(&edition, own)?
            .sparql()?
            .matches("PREFIX entity:")
            .count(),
        1
    );

    let example = copied("example")?;
    fs::write(
        example.path().join("nutgraf.toml"),
        "base = \"https://example.org/b/\"\n",
    )?;
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let (two, _) = cases(&[&data.join("binance-usd1"), example.path()])?;
    let message = message(&two, text);
    assert!(
        message.contains("line 1, column 16: the prefix `entity:` is not declared"),
        "{message}"
    );
    assert!(message.contains("this edition holds 2 cases"), "{message}");
    Ok(())
}

#[test]
fn no_value_can_change_the_query_it_goes_into() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    let text = "# Which texts?\n# Parameter: given (string) any text\nSELECT ?given { VALUES ?given { UNDEF } }";
    for value in [
        "plain",
        "\" } ?s ?p ?o { \"",
        "'''\"\"\"\\\\\" } # \n} SERVICE <a:b> {",
        "\u{0}\u{1f}\u{7f}\u{202e}\r\n\t\\u0022",
        "VALUES ?given { UNDEF }",
        "> <b:c",
        "",
    ] {
        let mut prepared = prepare(&edition, text)?;
        prepared.bind("given", Literal::new_simple_literal(value))?;
        let Answer::Rows(rows) = prepared.run(&edition)? else {
            return Err("rows".into());
        };
        let expected = vec![vec![Some(Literal::new_simple_literal(value).into())]];
        assert_eq!(rows.rows, expected, "{value:?}");
        // The text for other engines gives the same, or is refused; it never reads as something else.
        let again = prepare(&edition, &prepared.sparql()?)?;
        assert_eq!(again.run(&edition)?, Answer::Rows(rows), "{value:?}");
    }
    let text = "# Parameter: who (entity) anybody\nSELECT ?p { VALUES ?who { UNDEF } ?who ?p ?o }";
    let mut prepared = prepare(&edition, text)?;
    prepared.bind("who", NamedNode::new_unchecked("a:b> } # \" \n { <c:d"))?;
    assert_eq!(prepared.run(&edition)?, prepared.run(&edition)?);
    assert!(prepared.sparql().is_err());
    Ok(())
}

#[test]
fn values_that_are_missing_or_wrong_are_named() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    let text = "# Parameter: who (entity) the payer\n# Parameter: since (date) the first day\n# Parameter: to (date, optional) the last day\n\
                SELECT * { VALUES ?who { UNDEF } VALUES ?since { UNDEF } VALUES ?to { UNDEF } }";
    let mut prepared = prepare(&edition, text)?;
    let error = |result: Result<_, nutgraf::query::QueryError>| {
        result
            .map(|_: ()| "accepted".to_owned())
            .unwrap_or_else(|e| e.to_string())
    };
    assert_eq!(
        error(prepared.run(&edition).map(|_| ())),
        "the query needs `who` (entity): the payer; and `since` (date): the first day"
    );
    assert_eq!(
        error(prepared.sparql().map(|_| ())),
        error(prepared.run(&edition).map(|_| ()))
    );
    assert_eq!(
        error(prepared.bind("sinse", Literal::from("x"))),
        "the query has no parameter `sinse`; it takes `who` (entity): the payer, `since` (date): the first day, `to` (date): the last day"
    );
    assert_eq!(
        error(prepared.bind("since", Literal::from("yesterday"))),
        "the parameter `since` takes a day, such as 2025-03-31, not `yesterday`"
    );
    assert_eq!(
        error(prepared.bind("who", Literal::from("Binance"))),
        "the parameter `who` takes an entity's IRI, not `Binance`"
    );
    assert_eq!(
        message(&edition, "# Parameter: who (entity) anybody\nASK {}"),
        "the query declares the parameter `who`, but has no `VALUES ?who { UNDEF }` to hold it"
    );
    Ok(())
}

#[test]
fn a_description_holds_what_is_needed_to_judge() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    let subjects = |text: &str| -> Result<BTreeSet<String>, Box<dyn Error>> {
        let prepared = prepare(&edition, text)?;
        let Answer::Graph(triples) = prepared.run(&edition)? else {
            return Err("a graph".into());
        };
        assert!(
            triples
                .windows(2)
                .all(|pair| pair[0].to_string() < pair[1].to_string())
        );
        let name = |triple: &Triple| prepared.prefixes().show(&triple.subject.clone().into());
        Ok(triples.iter().map(name).collect())
    };
    let list = |names: &str| {
        names
            .split_whitespace()
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        subjects("DESCRIBE claim:zhao-witkoff-abu-dhabi.changpeng-zhao")?,
        list(
            "claim:zhao-witkoff-abu-dhabi.changpeng-zhao source:two-people-close source:bloomberg-report source:summary-article
             denial:witkoff-team-denies-meeting source:witkoff-team-member denial:zhao-no-response
             link:zhao-witkoff-abu-dhabi.changpeng-zhao.steve-witkoff"
        )
    );
    assert_eq!(
        subjects("DESCRIBE ?who { ?who rdfs:label \"Trump family\" }")?,
        list(
            "entity:trump-family claim:trump-family-owns-wlf claim:trump-family-interest-income claim:trump-belongs-to-trump-family
             source:bloomberg-report source:summary-article source:editor"
        )
    );
    assert_eq!(subjects("DESCRIBE rel:owns")?, list("rel:owns"));
    assert_eq!(subjects("DESCRIBE <https://example.org/nobody>")?, list(""));
    let source = subjects("DESCRIBE source:three-people-close")?;
    assert!(
        source.is_superset(&list("claim:binance-wrote-usd1-code denial:wlf-denies")),
        "{source:?}"
    );
    Ok(())
}

#[test]
fn contested_claims_of_an_answer_are_counted_once_each() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    let counted = |text: &str| -> Result<Contested, Box<dyn Error>> {
        let answer = prepare(&edition, text)?.run(&edition)?;
        Ok(contested(&edition, &NamedTerms::new(&edition, &answer)?)?)
    };
    let counts = |claims, denied, disputed| Contested {
        claims,
        denied,
        disputed,
        retracted: 0,
    };
    assert_eq!(
        counted("SELECT * { ?claim a ng:Claim ; ng:source ?source }")?,
        counts(31, 5, 1)
    );
    // Sentences without their claims are told of too.
    assert_eq!(
        counted("SELECT ?text { ?claim a ng:Claim ; ng:text ?text }")?,
        counts(31, 5, 1)
    );
    assert_eq!(
        counted("SELECT ?name { ?entity a ng:Person ; rdfs:label ?name }")?,
        Contested::default()
    );
    assert_eq!(
        counted("CONSTRUCT { ?s ng:about ?c } { ?s ng:about ?c . ?c ng:standing ng:denied }")?,
        counts(5, 5, 0)
    );
    assert!(!counted("ASK { ?claim ng:standing ng:denied }")?.any());
    Ok(())
}

#[test]
fn the_same_query_gives_the_same_bytes() -> Result<(), Box<dyn Error>> {
    let edition = first()?;
    for text in [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s",
        "CONSTRUCT { [] ng:text ?o . _:x ng:text ?s } { ?s ng:source ?o }",
        "DESCRIBE * { ?s a ng:Claim }",
    ] {
        assert_eq!(shown(&edition, text)?, shown(&edition, text)?, "{text}");
    }
    Ok(())
}

#[test]
fn a_query_at_the_limits_of_size_is_evaluated() -> Result<(), Box<dyn Error>> {
    let prefixes = Prefixes::new(Vec::new());
    let edition = first()?;
    let many = |part: &str, count: usize, between: &str| vec![part; count].join(between);
    for text in [
        format!(
            "ASK {{ FILTER({}1{}) }}",
            many("(", 57, ""),
            many(")", 57, "")
        ),
        format!("ASK {{ FILTER({}) }}", many("1", 100, " || ")),
        format!("ASK {{ FILTER({}) }}", many("?x", 190, " + ")),
        format!("ASK {{ {} }}", many("?s ng:nothing ?o .", 100, " ")),
        format!("ASK {{ ?s {} ?o }}", many("ng:nothing", 190, "/")),
        format!(
            "ASK {{ {} }}",
            many("OPTIONAL { ?s ng:nothing ?o }", 190, " ")
        ),
        format!("ASK {{ {} }}", many("MINUS { ?s ng:nothing ?o }", 190, " ")),
        format!("ASK {{ {} }}", many("{ ?s ng:nothing ?o }", 190, " UNION ")),
        format!(
            "ASK {{ {}?s ng:nothing ?o{} }}",
            many("{", 57, " "),
            many("}", 57, " ")
        ),
        format!(
            "ASK {{ {} {} }}",
            many("OPTIONAL { ?s ng:nothing ?o", 57, " "),
            many("}", 57, "")
        ),
        format!(
            "ASK {{ {} {} }}",
            many("FILTER NOT EXISTS { ?s ng:nothing ?o", 57, " "),
            many("}", 57, "")
        ),
        format!(
            "ASK {{ {} ?s ?p ?o {} }}",
            many("{ SELECT * {", 28, " "),
            many("} }", 28, " ")
        ),
        format!(
            "ASK {{ ?s ng:nothing {} 1 {} }}",
            many("[ ng:nothing", 57, " "),
            many("]", 57, "")
        ),
        format!(
            "ASK {{ ?s ng:nothing {} {} }}",
            many("(", 57, " "),
            many(")", 57, "")
        ),
    ] {
        let prepared = nutgraf::query::prepare_with(&prefixes, &text)
            .map_err(|e| format!("{}: {e}", &text[..60]))?;
        prepared.run(&edition)?;
    }
    Ok(())
}
