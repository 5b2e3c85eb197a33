//! Seeded small editions for the tests of this module.
//!
//! Gives triples over a few nodes and every kind of literal, places that share
//! some of their terms, and the edition of both. The same seed gives the same.

use std::collections::BTreeSet;
use std::path::Path;

use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::model::vocab::xsd;

use crate::edition::Built;
use crate::edition::Draft;
use crate::edition::Edition;
use crate::edition::EditionError;
use crate::edition::Input;
use crate::edition::Keys;
use crate::edition::Provenance;
use crate::edition::build;

/// Gives numbers that look random (SplitMix64).
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

pub(super) fn node(name: impl std::fmt::Display) -> NamedNode {
    NamedNode::new_unchecked(format!("https://example.org/{name}"))
}

/// Gives one literal of every kind, and spellings that are not canonical.
pub(super) fn literals() -> Vec<Literal> {
    let typed = |text: &str, datatype: NamedNode| Literal::new_typed_literal(text, datatype);
    vec![
        Literal::new_simple_literal(""),
        Literal::new_simple_literal("people.csv"),
        Literal::new_simple_literal("a\0b \u{202e} é"),
        Literal::new_language_tagged_literal_unchecked("people.csv", "en"),
        Literal::new_language_tagged_literal_unchecked("people.csv", "en-gb"),
        typed("true", xsd::BOOLEAN.into()),
        typed("0", xsd::BOOLEAN.into()),
        typed("2", xsd::INTEGER.into()),
        typed("-2", xsd::INTEGER.into()),
        typed("02", xsd::INTEGER.into()),
        typed("99999999999999999999", xsd::INTEGER.into()),
        typed("2", xsd::DECIMAL.into()),
        typed("-18446744073709551616.25", xsd::DECIMAL.into()),
        typed("2.50", xsd::DECIMAL.into()),
        typed("2024-12-31", xsd::DATE.into()),
        typed("-0044-03-15", xsd::DATE.into()),
        typed("12345-01-01", xsd::DATE.into()),
        typed("2024-12-32", xsd::DATE.into()),
        typed("2024-12-31T00:00:00", xsd::DATE_TIME.into()),
        typed("x", node("datatype")),
    ]
}

pub(super) fn triples(seed: u64, count: usize) -> Vec<Triple> {
    let mut numbers = Numbers(seed);
    let literals = literals();
    (0..count)
        .map(|_| {
            let object = match numbers.below(2) {
                0 => Term::from(node(numbers.below(12))),
                _ => literals[numbers.below(literals.len())].clone().into(),
            };
            Triple::new(node(numbers.below(12)), node(numbers.below(5)), object)
        })
        .collect()
}

/// Gives table and row of some nodes: terms of content, and terms of their own.
pub(super) fn places(seed: u64, count: usize) -> Vec<Triple> {
    let mut numbers = Numbers(seed);
    (0..count)
        .flat_map(|at| {
            let row = Literal::from(numbers.below(40) as i64);
            let table = Literal::new_simple_literal("people.csv");
            [
                Triple::new(node(at % 12), node("row"), row),
                Triple::new(node(at % 12), node("table"), table),
            ]
        })
        .collect()
}

pub(super) fn provenance() -> Provenance {
    Provenance {
        tool_version: "0.0.0".to_owned(),
        rule_set: "v1".to_owned(),
        inputs: vec![Input {
            case: None,
            name: "people.csv".to_owned(),
            bytes: 12,
            sha256: "ab".repeat(32),
        }],
        ..Provenance::default()
    }
}

pub(super) fn built(content: &[Triple], places: &[Triple]) -> Result<Built, EditionError> {
    let mut draft = Draft::new(provenance());
    draft.add_content(content);
    draft.add_places(places);
    let mut names = Keys::default();
    for (key, node) in [
        ("ann", node(1)),
        ("bo", node(2)),
        ("ann", node(0)),
        ("zoë", node("only-a-name")),
    ] {
        names.add(key, draft.number(node.as_ref().into()));
    }
    draft.add_index("names", names);
    let mut built = build(draft)?;
    built.add_section("graph", vec![1, 2, 3, 4, 5])?;
    Ok(built)
}

/// Gives a small edition of everything, without a file.
pub(super) fn small() -> Result<Built, EditionError> {
    built(&triples(1, 40), &places(2, 6))
}

pub(super) fn read(built: Built) -> Result<Edition, EditionError> {
    Edition::from_bytes(&built.bytes(), Path::new("test.edition"))
}

/// Gives every triple of an edition as text, by way of ids and terms.
pub(super) fn all(edition: &Edition) -> Result<BTreeSet<String>, EditionError> {
    let mut all = BTreeSet::new();
    for ids in edition.matching(None, None, None) {
        let [s, p, o] = ids?;
        let terms = [edition.term(s)?, edition.term(p)?, edition.term(o)?];
        all.insert(terms.map(|term| term.to_string()).join(" "));
    }
    Ok(all)
}
