//! Goes through what a reader found in a file, entity by entity, edge by edge
//! and attribute by attribute, and collects every difference.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use crate::exported::expected::{Expected, Thing, flat, items};

pub type Attributes = BTreeMap<String, Value>;

/// What a reader found in a file.
#[derive(Debug, Default, Deserialize)]
pub struct Seen {
    /// What the file says of itself.
    #[serde(default)]
    pub facts: Attributes,
    /// Key and attributes.
    pub nodes: Vec<(String, Attributes)>,
    /// Key, ends and attributes.
    pub edges: Vec<(String, String, String, Attributes)>,
}

/// How a format, as one reader gives it, differs from the plain one.
#[derive(Clone, Copy)]
pub struct Ways {
    /// A text as the format has it.
    pub shown: fn(&str) -> String,
    /// Attributes that the reader keeps to itself, or gives otherwise.
    pub not_given: &'static [&'static str],
    /// Attributes that are given within a longer text.
    pub within: &'static [&'static str],
    /// Facts are in the file, and the reader gives them.
    pub facts: bool,
    /// Ends of edges are in the order in which they point.
    pub directed: bool,
}

impl Ways {
    /// Nothing is otherwise.
    pub const PLAIN: Ways = Ways {
        shown: str::to_owned,
        not_given: &[],
        within: &[],
        facts: true,
        directed: true,
    };

    /// As XML has text: most control characters are shown.
    pub const XML: Ways = Ways {
        shown: in_xml,
        ..Ways::PLAIN
    };
}

/// Text in which each character that XML 1.0 has no room for is its number.
pub fn in_xml(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars() {
        match u32::from(character) {
            number @ (0..=8 | 11 | 12 | 14..=31 | 0xfffe | 0xffff) => {
                shown.push_str(&format!("\\u{{{number:x}}}"));
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Says what in a file is not what the edition says.
pub fn against_edition(seen: &Seen, expected: &Expected, ways: &Ways) -> Vec<String> {
    let mut wrong = Vec::new();
    let Expected {
        facts,
        entities,
        links,
        denials,
    } = expected;
    if ways.facts {
        for (name, fact) in facts {
            let found = seen.facts.get(*name).map(flat).unwrap_or_default();
            if found != *fact {
                wrong.push(format!("{name} of the file is {found}, not {fact}"));
            }
        }
    }
    let mut nodes = BTreeMap::new();
    for (key, attributes) in &seen.nodes {
        if nodes.insert(key.as_str(), attributes).is_some() {
            wrong.push(format!("two entities {key}"));
        }
    }
    let mut edges = BTreeMap::new();
    for (key, from, to, attributes) in &seen.edges {
        if edges.insert(key.as_str(), attributes).is_some() {
            wrong.push(format!("two edges {key}"));
        }
        let Some(Thing {
            ends: Some((subject, object)),
            ..
        }) = links.get(key)
        else {
            continue;
        };
        let same = (from, to) == (subject, object);
        if !same && (ways.directed || (from, to) != (object, subject)) {
            wrong.push(format!("{key} is from {from} to {to}"));
        }
    }
    things("entity", &nodes, entities, ways, &mut wrong);
    things("edge", &edges, links, ways, &mut wrong);
    if !ways.not_given.contains(&"answer_ids") {
        let found = nodes.values().chain(edges.values());
        let found = found.flat_map(|attributes| match attributes.get("answer_ids") {
            Some(Value::Array(ids)) => ids.iter().map(flat).collect(),
            Some(ids) => items(&flat(ids)),
            None => Vec::new(),
        });
        let found: BTreeSet<String> = found.collect();
        for denial in denials.difference(&found) {
            wrong.push(format!("the denial {denial} is lost"));
        }
    }
    wrong
}

fn things(
    what: &str,
    seen: &BTreeMap<&str, &Attributes>,
    expected: &BTreeMap<String, Thing>,
    ways: &Ways,
    wrong: &mut Vec<String>,
) {
    for key in seen.keys().filter(|key| !expected.contains_key(**key)) {
        wrong.push(format!("the edition has no {what} {key}"));
    }
    for (key, thing) in expected {
        let Some(attributes) = seen.get(key.as_str()) else {
            wrong.push(format!("{what} {key} is not there"));
            continue;
        };
        for (name, want) in &thing.attributes {
            if ways.not_given.contains(name) {
                continue;
            }
            let value = attributes.get(*name).unwrap_or(&Value::Null);
            let want = match ways.within.contains(name) {
                true => &want.within(),
                false => want,
            };
            if !want.is_met(value, &ways.shown) {
                wrong.push(format!("{name} of {what} {key} is {value}, not {want:?}"));
            }
        }
    }
}

/// Says where a file differs from the plain tables, whatever attributes these have.
pub fn against_tables(seen: &Seen, tables: &Seen, ways: &Ways) -> Vec<String> {
    let mut wrong = Vec::new();
    let of_nodes =
        |seen: &Seen| -> BTreeMap<String, Attributes> { seen.nodes.iter().cloned().collect() };
    let of_edges = |seen: &Seen| -> BTreeMap<String, Attributes> {
        let edges = seen.edges.iter();
        edges
            .map(|(key, from, to, attributes)| {
                let mut attributes = attributes.clone();
                let mut ends = [from.as_str(), to];
                if !ways.directed {
                    ends.sort_unstable();
                }
                attributes.insert("both ends".to_owned(), ends.join(" ").into());
                (key.clone(), attributes)
            })
            .collect()
    };
    for (what, seen, tables) in [
        ("entity", of_nodes(seen), of_nodes(tables)),
        ("edge", of_edges(seen), of_edges(tables)),
    ] {
        for key in seen.keys().filter(|key| !tables.contains_key(*key)) {
            wrong.push(format!("the tables have no {what} {key}"));
        }
        for (key, cells) in &tables {
            let Some(attributes) = seen.get(key) else {
                wrong.push(format!("{what} {key} is not there"));
                continue;
            };
            for (name, cell) in cells {
                let name = name.as_str();
                if ways.not_given.contains(&name) || ways.within.contains(&name) {
                    continue;
                }
                let found = attributes.get(name).map(flat).unwrap_or_default();
                let cell = (ways.shown)(&flat(cell));
                if found != cell {
                    wrong.push(format!("{name} of {what} {key} is {found:?}, not {cell:?}"));
                }
            }
        }
    }
    wrong
}

/// Fails with the first differences and how many there are.
pub fn nothing_wrong(of: &str, wrong: &[String]) {
    let first: Vec<String> = wrong
        .iter()
        .take(20)
        .map(|line| line.chars().take(700).collect())
        .collect();
    assert!(
        wrong.is_empty(),
        "{of}: {} differences\n{}",
        wrong.len(),
        first.join("\n")
    );
}
