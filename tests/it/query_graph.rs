//! A seeded random graph in the shape of a case, for comparing query engines.
//!
//! It has the predicates and datatypes that `rdf` writes, but its contents
//! follow no rule of the data: standings, counts and links are drawn at random,
//! since engines are compared here and not claims.

use nutgraf::edition::Case;
use nutgraf::edition::Draft;
use nutgraf::edition::Edition;
use nutgraf::edition::Provenance;
use nutgraf::edition::build;
use nutgraf::model::iri;
use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::model::vocab::xsd;
use std::path::Path;

/// The base of the random case.
pub const BASE: &str = "https://example.org/random/";

/// Draws numbers; the same seed draws the same ones on any machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Draws a number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        // xorshift64*, of which the high half is used.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        (drawn as usize * end) >> 32
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

pub fn node(iri: impl Into<String>) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

fn typed(text: String, datatype: oxigraph::model::NamedNodeRef<'_>) -> Term {
    Literal::new_typed_literal(text, datatype).into()
}

struct Writer {
    triples: Vec<Triple>,
}

impl Writer {
    fn put(&mut self, subject: &NamedNode, predicate: String, object: impl Into<Term>) {
        self.triples
            .push(Triple::new(subject.clone(), node(predicate), object));
    }

    fn text(&mut self, subject: &NamedNode, name: &str, text: &str) {
        self.put(subject, iri::ng(name), Literal::from(text));
    }

    fn class(&mut self, subject: &NamedNode, name: &str) {
        self.put(subject, format!("{}type", iri::RDF), node(iri::ng(name)));
    }
}

const NAMES: [&str; 12] = [
    "Ann Lee",
    "Bo Ek",
    "Cy Ortiz",
    "D'Arcy & Co.",
    "Émile",
    "Фонд",
    "A \"quoted\" firm",
    "Acme",
    "Zed\\Zed",
    "Line\nbreak",
    "b",
    "",
];
const RELATIONS: [&str; 5] = ["owns", "met", "founded", "adviser-to", "paid"];
const STANDINGS: [&str; 4] = ["uncontested", "disputed", "denied", "retracted"];
const SUPPORT: [&str; 4] = ["document", "named", "anonymous", "editor"];
const STANCES: [&str; 4] = [
    "stanceDenied",
    "stanceDeclined",
    "stanceCommented",
    "stanceNoResponse",
];

/// Gives a graph of some three thousand triples, or `size` times as many; the same for the same seed.
pub fn random_triples(seed: u64, size: usize) -> Vec<Triple> {
    let mut random = Random::new(seed);
    let rng = &mut random;
    let mut out = Writer {
        triples: Vec::new(),
    };
    let row = |kind: &str, n: usize| node(format!("{BASE}{kind}/x{n}"));
    let label = format!("{}label", iri::RDFS);

    let entities: Vec<NamedNode> = (0..40 * size).map(|n| row("entity", n)).collect();
    for entity in &entities {
        out.class(
            entity,
            if rng.one_in(2) {
                "Person"
            } else {
                "Organization"
            },
        );
        out.put(entity, label.clone(), Literal::from(*rng.pick(&NAMES)));
        if rng.one_in(3) {
            out.text(entity, "kind", "company");
        }
    }
    let sources: Vec<NamedNode> = (0..15 * size).map(|n| row("source", n)).collect();
    for (n, source) in sources.iter().enumerate() {
        out.class(source, "Source");
        out.put(source, label.clone(), Literal::from(format!("Source {n}")));
        out.put(source, iri::ng("chain"), source.clone());
        if n > 0 && !rng.one_in(3) {
            let via = rng.pick(&sources[..n]).clone();
            out.put(source, iri::ng("via"), via.clone());
            out.put(source, iri::ng("chain"), via);
        }
        if rng.one_in(2) {
            out.put(
                source,
                iri::ng("voices"),
                Literal::from(1 + rng.below(3) as i64),
            );
        }
    }
    let denials: Vec<NamedNode> = (0..30 * size).map(|n| row("denial", n)).collect();
    for denial in &denials {
        out.class(denial, "Denial");
        out.put(
            denial,
            iri::ng("stance"),
            node(iri::ng(rng.pick::<&str>(&STANCES))),
        );
        let by = if rng.one_in(2) {
            rng.pick(&sources)
        } else {
            rng.pick(&entities)
        };
        out.put(denial, iri::ng("by"), by.clone());
        if rng.one_in(2) {
            out.text(denial, "text", "Called it \"untrue\".");
        }
    }
    for n in 0..120 * size {
        let claim = row("claim", n);
        let (a, b) = (rng.pick(&entities).clone(), rng.pick(&entities).clone());
        let relation = *rng.pick(&RELATIONS);
        let standing = *rng.pick(&STANDINGS);
        out.class(&claim, "Claim");
        out.text(&claim, "text", &format!("Claim {n}"));
        out.put(&claim, iri::ng("standing"), node(iri::ng(standing)));
        out.text(
            &claim,
            "mode",
            if rng.one_in(8) { "hearsay" } else { "asserted" },
        );
        out.text(&claim, "rule", "drawn");
        out.put(
            &claim,
            iri::ng("recorded"),
            typed(format!("2026-01-{:02}", 1 + rng.below(28)), xsd::DATE),
        );
        out.put(
            &claim,
            iri::ng("support"),
            node(iri::ng(rng.pick::<&str>(&SUPPORT))),
        );
        out.put(
            &claim,
            iri::ng("origins"),
            Literal::from(1 + rng.below(3) as i64),
        );
        out.put(&claim, format!("{}subject", iri::RDF), a.clone());
        if rng.one_in(4) {
            out.text(&claim, "attribute", "size");
            let value = format!("{}.{}", rng.below(9), 1 + rng.below(9));
            out.put(&claim, iri::ng("number"), typed(value, xsd::DECIMAL));
        } else {
            out.put(
                &claim,
                format!("{}predicate", iri::RDF),
                node(format!("{}{relation}", iri::REL)),
            );
            out.put(&claim, format!("{}object", iri::RDF), b.clone());
            out.class(&claim, "Link");
            out.put(&claim, iri::ng("claim"), claim.clone());
            let mut namespaces = vec![(iri::REPORTED, "reportedLink")];
            if standing == "uncontested" {
                namespaces.push((iri::UNCONTESTED, "uncontestedLink"));
            }
            for (namespace, closure) in namespaces {
                out.put(&a, format!("{namespace}{relation}"), b.clone());
                out.put(&a, iri::ng(closure), b.clone());
                out.put(&b, iri::ng(closure), a.clone());
            }
        }
        if relation == "paid" {
            out.put(&claim, iri::ng("payer"), a.clone());
            out.put(&claim, iri::ng("payee"), b.clone());
            let amount = (1 + rng.below(50)) * 1_000_000;
            out.put(
                &claim,
                iri::ng("amount"),
                typed(amount.to_string(), xsd::DECIMAL),
            );
        }
        if !rng.one_in(3) {
            let (year, month, day) = (2020 + rng.below(6), 1 + rng.below(12), 1 + rng.below(28));
            out.text(&claim, "when", &format!("{year}-{month:02}"));
            let earliest = format!("{year}-{month:02}-{day:02}");
            out.put(&claim, iri::ng("earliest"), typed(earliest, xsd::DATE));
            let latest = format!("{}-{month:02}-{day:02}", year + rng.below(2));
            out.put(&claim, iri::ng("latest"), typed(latest, xsd::DATE));
        }
        for _ in 0..1 + rng.below(3) {
            out.put(&claim, iri::ng("source"), rng.pick(&sources).clone());
        }
        for _ in 0..rng.below(3) {
            let denial = rng.pick(&denials).clone();
            out.put(&claim, iri::ng("answer"), denial.clone());
            out.put(&denial, iri::ng("of"), claim.clone());
        }
        out.text(&claim, "table", "relationships.csv");
        out.put(&claim, iri::ng("row"), Literal::from(2 + n as i64));
        if rng.one_in(5) {
            out.put(&claim, iri::ng("concerns"), rng.pick(&entities).clone());
        }
    }
    out.triples
}

/// Gives the provenance of an edition with cases of these bases.
pub fn provenance(bases: &[&str]) -> Provenance {
    let case = |base: &&str| Case {
        base: (*base).to_owned(),
        title: None,
    };
    Provenance {
        cases: bases.iter().map(case).collect(),
        ..Provenance::default()
    }
}

/// Makes an edition of triples, in memory; tables and rows go into its second layer.
pub fn edition(triples: &[Triple], bases: &[&str]) -> Result<Edition, Box<dyn std::error::Error>> {
    let place = |triple: &&Triple| {
        [iri::ng("table"), iri::ng("row")].contains(&triple.predicate.as_str().to_owned())
    };
    let (places, content): (Vec<&Triple>, Vec<&Triple>) = triples.iter().partition(place);
    let mut draft = Draft::new(provenance(bases));
    draft.add_content(content);
    draft.add_places(places);
    Ok(Edition::from_bytes(
        &build(draft)?.bytes(),
        Path::new("test.edition"),
    )?)
}
