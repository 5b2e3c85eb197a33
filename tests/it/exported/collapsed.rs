//! `--collapse`: one edge between two, however many links there are, and nothing
//! of them lost.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::exported::compare::Attributes;
use crate::exported::expected::{Expected, Thing, Want, flat};
use crate::exported::readers::in_python;
use crate::exported::{Outcome, Told};

/// From best to worst.
const STANDINGS: [&str; 4] = ["uncontested", "disputed", "denied", "retracted"];

/// A collapsed edge has everything of its links.
pub fn check(cases: &[Told]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut files = Vec::new();
    for told in cases {
        let (path, _) = told.export(folder.path(), &["-o", "d3", "--collapse"])?;
        files.push(("networkx_json", path));
    }
    for (told, seen) in cases.iter().zip(in_python(&files)?) {
        let Expected {
            facts,
            entities,
            links,
            denials,
        } = &told.expected;
        let pairs = pairs(links);
        assert_eq!(seen.nodes.len(), entities.len(), "{}", told.name);
        assert_eq!(seen.edges.len(), pairs.len(), "{}", told.name);
        assert_eq!(seen.facts["collapsed"], true);
        assert_eq!(flat(&seen.facts["edges"]), pairs.len().to_string());
        for name in [
            "links",
            "claims",
            "claims_denied",
            "claims_disputed",
            "answers",
        ] {
            assert_eq!(flat(&seen.facts[name]), facts[name], "{name}");
        }
        let mut left: BTreeSet<&String> = links.keys().collect();
        let mut told_of = BTreeSet::new();
        for (key, from, to, attributes) in &seen.edges {
            assert_eq!(*key, format!("{from}..{to}"));
            let mut ends = [from.as_str(), to];
            ends.sort_unstable();
            let of_pair = &pairs[&ends];
            edge(&format!("{key} of {}", told.name), attributes, of_pair);
            for link in of_pair.keys() {
                assert!(left.remove(link), "{link} is in two edges");
            }
            told_of.extend(texts(&attributes["answer_ids"]));
            if !of_pair.values().any(|link| is_symmetric(link)) {
                let way = Some((from.clone(), to.clone()));
                let one_way = of_pair.values().all(|link| link.ends == way);
                assert_eq!(attributes["symmetric"], !one_way, "{key}");
            }
        }
        assert!(left.is_empty(), "{left:?} of {}", told.name);
        for (_, attributes) in &seen.nodes {
            told_of.extend(texts(&attributes["answer_ids"]));
        }
        let lost: Vec<&String> = denials.difference(&told_of).collect();
        assert!(lost.is_empty(), "{lost:?} of {}", told.name);
    }
    Ok(())
}

/// The links between each two, whichever way.
fn pairs(links: &BTreeMap<String, Thing>) -> BTreeMap<[&str; 2], BTreeMap<&String, &Thing>> {
    let mut pairs: BTreeMap<[&str; 2], BTreeMap<&String, &Thing>> = BTreeMap::new();
    for (key, link) in links {
        if let Some((subject, object)) = &link.ends {
            let mut ends = [subject.as_str(), object];
            ends.sort_unstable();
            pairs.entry(ends).or_default().insert(key, link);
        }
    }
    pairs
}

fn edge(key: &str, attributes: &Attributes, links: &BTreeMap<&String, &Thing>) {
    let ids: BTreeSet<String> = links.keys().map(|link| (*link).clone()).collect();
    assert_eq!(texts(&attributes["link"]), ids, "{key}");
    assert_eq!(attributes["link_count"], links.len(), "{key}");
    assert_eq!(attributes["weight"], 1, "{key}");
    for name in ["relation", "mode", "claims", "answer_ids", "source_ids"] {
        let all: BTreeSet<String> = links.values().flat_map(|link| wanted(link, name)).collect();
        assert_eq!(texts(&attributes[name]), all, "{name} of {key}");
    }
    // Two links may rest on one claim, which is counted once.
    let claims = texts(&attributes["claims"]).len() as u64;
    let by_standing: Vec<u64> = STANDINGS
        .iter()
        .map(|standing| attributes[&format!("claims_{standing}")].as_u64())
        .map(Option::unwrap_or_default)
        .collect();
    assert_eq!(by_standing.iter().sum::<u64>(), claims, "{key}");
    let of_links: BTreeSet<usize> = links
        .values()
        .filter_map(|link| {
            let standing = wanted(link, "standing").into_iter().next()?;
            STANDINGS.iter().position(|known| *known == standing)
        })
        .collect();
    let best = of_links.first().map_or("", |at| STANDINGS[*at]);
    let worst = of_links.last().map_or("", |at| STANDINGS[*at]);
    assert_eq!(attributes["standing"], best, "{key}");
    assert_eq!(attributes["worst_standing"], worst, "{key}");
    // What is denied is said on the line itself.
    let label = flat(&attributes["label"]);
    for (standing, word) in [(1, "disputed"), (2, "DENIED"), (3, "RETRACTED")] {
        assert_eq!(
            label.contains(word),
            of_links.contains(&standing),
            "{key}: {label}"
        );
    }
    for link in links.values() {
        for name in ["answers", "sources"] {
            if let Want::Holding(said) = &link.attributes[name] {
                let found = texts(&attributes[name]);
                let found = Vec::from_iter(found).join("\n");
                for said in said {
                    assert!(found.contains(said), "{said} is not in {name} of {key}");
                }
            }
        }
    }
}

fn is_symmetric(link: &Thing) -> bool {
    wanted(link, "symmetric") == ["true"]
}

fn wanted(link: &Thing, name: &str) -> Vec<String> {
    match &link.attributes[name] {
        Want::One(text) => vec![text.clone()],
        Want::Part(texts) | Want::Items(texts) | Want::Holding(texts) => texts.clone(),
    }
}

fn texts(value: &Value) -> BTreeSet<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.map(flat).collect()
}
