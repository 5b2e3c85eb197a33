//! Queries from a seeded grammar, made so that most of them find something.
//!
//! A query starts as a walk over the triples themselves, of which some terms
//! become variables, so that its pattern matches at least the triples it was
//! made from. Around that come the constructs of SPARQL 1.1 that users write:
//! OPTIONAL, UNION, MINUS, NOT EXISTS, filters, paths, groups, VALUES, LIMIT.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use nutgraf::model::iri;
use oxigraph::model::NamedOrBlankNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::model::vocab::xsd;

use crate::query_graph::Random;

/// A query and what it is an example of.
#[derive(Debug, Clone)]
pub struct Sample {
    pub text: String,
    /// The constructs in it, by name.
    pub constructs: BTreeSet<&'static str>,
}

/// Gives queries over these triples, the same for the same seed.
pub fn samples(triples: &[Triple], seed: u64, count: usize) -> Vec<Sample> {
    made(triples, seed, count, false)
}

/// Gives queries of three to six triples with several constructs each, also of
/// the kinds that make one order of patterns better, or wrong.
pub fn long_samples(triples: &[Triple], seed: u64, count: usize) -> Vec<Sample> {
    made(triples, seed, count, true)
}

fn made(triples: &[Triple], seed: u64, count: usize, long: bool) -> Vec<Sample> {
    let mut sorted: Vec<&Triple> = triples.iter().collect();
    sorted.sort_by_key(|triple| triple.to_string());
    sorted.dedup();
    let mut of: BTreeMap<String, Vec<&Triple>> = BTreeMap::new();
    for triple in &sorted {
        of.entry(triple.subject.to_string())
            .or_default()
            .push(triple);
        if let Term::NamedNode(object) = &triple.object {
            of.entry(object.to_string()).or_default().push(triple);
        }
    }
    let mut rng = Random::new(seed);
    (0..count)
        .map(|_| {
            Maker {
                rng: &mut rng,
                triples: &sorted,
                of: &of,
                variables: BTreeMap::new(),
                certain: BTreeSet::new(),
                constructs: BTreeSet::new(),
                long,
                fresh: 0,
            }
            .make()
        })
        .collect()
}

/// Builds one query.
struct Maker<'a> {
    rng: &'a mut Random,
    triples: &'a [&'a Triple],
    /// The triples in which a node is subject or object.
    of: &'a BTreeMap<String, Vec<&'a Triple>>,
    /// Terms that have become variables: term to name.
    variables: BTreeMap<String, String>,
    /// Those of them that have a value in every row.
    certain: BTreeSet<String>,
    constructs: BTreeSet<&'static str>,
    long: bool,
    /// How many variables beside those of the triples have been made.
    fresh: usize,
}

// A class or a standing joins everything with everything: it stays a term.
const MOST_TRIPLES: usize = 12;

impl Maker<'_> {
    fn make(mut self) -> Sample {
        let all = self.triples;
        let mut body = self.walk(all);
        let core: Vec<String> = self.names();
        let (constructs, kinds) = match self.long {
            true => (2 + self.rng.below(3), 22),
            false => (1 + self.rng.below(2), 11),
        };
        for _ in 0..constructs {
            match self.rng.below(kinds) {
                11 => body += &self.either_exists(),
                12 | 13 => body += &self.text_filter(),
                14 => body += &self.bind(),
                15 => body += &self.subquery(),
                16 => body += &self.inner_group(),
                17 => body += &self.optional_on_both(),
                18 => body += &self.in_list(),
                19 => body += &self.values_of_two(),
                20 => body += &self.exists_within_exists(),
                21 => body += &self.subquery_within_exists(),
                0 => body += &self.optional(),
                1 => body = self.union(&body),
                2 => body += &self.minus(),
                3 => body += &self.not_exists(),
                4 => body += &self.date_filter(),
                5 => body += &self.decimal_filter(),
                6 | 8 | 9 => body += &self.path(),
                7 => body += &self.values(),
                _ => body += &self.optional(),
            }
        }
        let text = match self.rng.below(5) {
            0 => self.grouped(&body, &core),
            1 => self.limited(&body),
            2 => {
                self.uses("DISTINCT");
                format!("SELECT DISTINCT {} WHERE {{ {body}}}", self.projected())
            }
            _ => format!("SELECT {} WHERE {{ {body}}}", self.projected()),
        };
        Sample {
            text,
            constructs: self.constructs,
        }
    }

    fn uses(&mut self, construct: &'static str) {
        self.constructs.insert(construct);
    }

    /// One to three triples that hang together, or three to six, written as patterns.
    ///
    /// The first is one of `start`. Leaves its variables in `certain`.
    fn walk(&mut self, start: &[&Triple]) -> String {
        self.certain.clear();
        let mut triple = *self.rng.pick(start);
        let mut body = String::new();
        let steps = match self.long {
            true => 3 + self.rng.below(4),
            false => 1 + self.rng.below(3),
        };
        for step in 0..steps {
            body += &self.pattern(triple, step == 0);
            let Some((term, _)) = self.anchor() else {
                break;
            };
            triple = *self.rng.pick(&self.of[&term]);
        }
        body
    }

    fn is_hub(&self, term: &str) -> bool {
        let vocabulary = [iri::NG, iri::REL]
            .iter()
            .any(|start| term[1..].starts_with(start));
        let as_object = |triples: &Vec<&Triple>| {
            triples
                .iter()
                .filter(|t| t.object.to_string() == term)
                .count()
        };
        vocabulary
            || self
                .of
                .get(term)
                .is_some_and(|triples| as_object(triples) > MOST_TRIPLES)
    }

    fn pattern(&mut self, triple: &Triple, subject_open: bool) -> String {
        let subject = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => Term::from(node.clone()),
            NamedOrBlankNode::BlankNode(node) => Term::from(node.clone()),
        };
        let subject = if subject_open || !self.rng.one_in(8) {
            self.variable(&subject)
        } else {
            subject.to_string()
        };
        let predicate = if self.rng.one_in(20) {
            self.uses("open predicate");
            format!("?p{}", self.variables.len())
        } else {
            triple.predicate.to_string()
        };
        let object = if self.rng.one_in(3) || self.is_hub(&triple.object.to_string()) {
            triple.object.to_string()
        } else {
            self.variable(&triple.object)
        };
        format!("{subject} {predicate} {object} . ")
    }

    /// The variable that stands for a term from now on.
    fn variable(&mut self, term: &Term) -> String {
        let next = format!("?v{}", self.variables.len());
        let text = term.to_string();
        self.certain.insert(text.clone());
        self.variables.entry(text).or_insert(next).clone()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.variables.values().cloned().collect();
        names.sort();
        names
    }

    fn projected(&self) -> String {
        match self.names() {
            names if names.is_empty() => "*".to_owned(),
            names => names.join(" "),
        }
    }

    /// A node that has a value in every row, and its variable.
    fn anchor(&mut self) -> Option<(String, String)> {
        let anchors: Vec<(String, String)> = self
            .certain
            .iter()
            .filter(|term| self.of.contains_key(*term) && !self.is_hub(term))
            .map(|term| (term.clone(), self.variables[term].clone()))
            .collect();
        (!anchors.is_empty()).then(|| self.rng.pick(&anchors).clone())
    }

    /// A pattern on an anchor with a predicate from anywhere; often it does not match.
    fn loose(&mut self, fresh: &str) -> String {
        let Some((term, name)) = self.anchor() else {
            return String::new();
        };
        let near = self.rng.one_in(2);
        let triple = if near {
            *self.rng.pick(&self.of[&term])
        } else {
            *self.rng.pick(self.triples)
        };
        if near && triple.subject.to_string() != term {
            return format!("{fresh} {} {name} . ", triple.predicate);
        }
        format!("{name} {} {fresh} . ", triple.predicate)
    }

    fn optional(&mut self) -> String {
        self.uses("OPTIONAL");
        let inner = self.loose("?o1");
        if inner.is_empty() {
            return inner;
        }
        if self.rng.one_in(2) {
            let more = self.loose("?o2");
            return format!("OPTIONAL {{ {inner}OPTIONAL {{ {more}}} }} ");
        }
        format!("OPTIONAL {{ {inner}}} ")
    }

    fn union(&mut self, body: &str) -> String {
        self.uses("UNION");
        // The other side starts from a node of this one, so that later parts can build on it.
        let before = self.certain.clone();
        let start = match self.anchor() {
            Some((term, _)) => self.of[&term].clone(),
            None => self.triples.to_vec(),
        };
        let other = self.walk(&start);
        self.certain.retain(|term| before.contains(term));
        format!("{{ {body}}} UNION {{ {other}}} ")
    }

    fn minus(&mut self) -> String {
        self.uses("MINUS");
        match self.loose("?m1") {
            inner if inner.is_empty() => inner,
            inner => format!("MINUS {{ {inner}}} "),
        }
    }

    fn not_exists(&mut self) -> String {
        self.uses("NOT EXISTS");
        let not = if self.rng.one_in(3) { "" } else { "NOT " };
        match self.loose("?n1") {
            inner if inner.is_empty() => inner,
            inner => format!("FILTER {not}EXISTS {{ {inner}}} "),
        }
    }

    fn date_filter(&mut self) -> String {
        self.uses("FILTER on a date");
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let (year, month) = (2020 + self.rng.below(6), 1 + self.rng.below(12));
        let operator = *self.rng.pick(&["<", ">=", "!=", "<="]);
        let kept = if self.rng.one_in(4) {
            ""
        } else {
            "!BOUND(?d) || "
        };
        format!(
            "OPTIONAL {{ {name} <{}> ?d }} FILTER({kept}?d {operator} \"{year}-{month:02}-15\"^^<{}>) ",
            iri::ng(self.rng.pick::<&str>(&["earliest", "latest", "recorded"])),
            xsd::DATE.as_str()
        )
    }

    fn decimal_filter(&mut self) -> String {
        self.uses("FILTER on a decimal");
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let number = *self.rng.pick(&["2.5", "1", "20000000.0", "5e1"]);
        let operator = *self.rng.pick(&["<", ">", "!=", "="]);
        let kept = if self.rng.one_in(4) {
            ""
        } else {
            "!BOUND(?n) || "
        };
        format!(
            "OPTIONAL {{ {name} <{}> ?n }} FILTER({kept}?n * 2 {operator} {number}) ",
            iri::ng(
                self.rng
                    .pick::<&str>(&["number", "amount", "origins", "voices"])
            )
        )
    }

    fn path(&mut self) -> String {
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let (rdf, ng) = (iri::RDF, iri::NG);
        let (construct, path) = match self.rng.below(6) {
            0 => (
                "path with |",
                format!("(<{rdf}subject>|<{rdf}object>|<{ng}payer>)"),
            ),
            1 => ("path with ^|", format!("(<{ng}answer>|^<{ng}of>)")),
            2 => ("path with +", format!("<{ng}via>+")),
            3 => ("path with *", format!("<{ng}via>*")),
            4 => ("path with /", format!("(<{ng}source>/<{ng}chain>)")),
            _ => ("path with ?", format!("<{ng}reportedLink>?")),
        };
        self.uses(construct);
        if self.rng.one_in(3) {
            format!("?far {path} {name} . ")
        } else {
            format!("{name} {path} ?far . ")
        }
    }

    fn values(&mut self) -> String {
        self.uses("VALUES");
        let Some((term, name)) = self.anchor() else {
            return String::new();
        };
        let unknown =
            *self
                .rng
                .pick(&["<https://example.org/nobody>", "\"nowhere\"", "42", "UNDEF"]);
        format!("VALUES {name} {{ {unknown} {term} <https://example.org/nothing> }} ")
    }

    fn fresh(&mut self) -> String {
        self.fresh += 1;
        format!("?f{}", self.fresh)
    }

    /// Two patterns on nodes that have a value, one of which must exist.
    fn either_exists(&mut self) -> String {
        self.uses("EXISTS or EXISTS");
        let (one, other) = (self.fresh(), self.fresh());
        match (self.loose(&one), self.loose(&other)) {
            (one, other) if one.is_empty() || other.is_empty() => String::new(),
            (one, other) => format!("FILTER(EXISTS {{ {one}}} || EXISTS {{ {other}}}) "),
        }
    }

    fn exists_within_exists(&mut self) -> String {
        self.uses("EXISTS within EXISTS");
        let between = self.fresh();
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        match self.loose(&between) {
            one if one.is_empty() => String::new(),
            one => format!(
                "FILTER EXISTS {{ {one}FILTER EXISTS {{ {between} ?q ?r . FILTER({name} != ?r) }} }} "
            ),
        }
    }

    fn text_filter(&mut self) -> String {
        self.uses("FILTER on a text");
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let text = self.fresh();
        let path = *self.rng.pick(&[
            "<http://www.w3.org/2000/01/rdf-schema#label>",
            "(<http://www.w3.org/2000/01/rdf-schema#label>|<https://w3id.org/nutgraf/ns#text>)",
            "<https://w3id.org/nutgraf/ns#text>",
        ]);
        let part = *self
            .rng
            .pick(&["e", "im 1", "B", "claim", "an", "", "é", "source 3", "qu"]);
        let condition = match self.rng.below(5) {
            0 => format!("CONTAINS({text}, \"{part}\")"),
            1 => format!("CONTAINS(LCASE(STR({text})), \"{part}\")"),
            2 => format!("STRSTARTS(STR({text}), \"{part}\")"),
            3 => format!("REGEX({text}, \"{part}\", \"i\")"),
            _ => format!("CONTAINS(UCASE({text}), UCASE(\"{part}\"))"),
        };
        let pattern = format!("{name} {path} {text} . ");
        if self.rng.one_in(3) {
            return format!("OPTIONAL {{ {pattern}FILTER({condition}) }} ");
        }
        format!("{pattern}FILTER({condition}) ")
    }

    fn bind(&mut self) -> String {
        self.uses("BIND");
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let bound = self.fresh();
        let again = self.loose("?b1");
        format!("BIND(STRLEN(STR({name})) AS {bound}) {again}FILTER({bound} > 30) ")
    }

    fn subquery(&mut self) -> String {
        self.uses("subquery");
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let (count, other) = (self.fresh(), self.fresh());
        format!(
            "{{ SELECT {name} (COUNT(*) AS {count}) WHERE {{ {name} ?any {other} }} GROUP BY {name} }} "
        )
    }

    /// A `SELECT` within `EXISTS` whose count is compared with a value from outside.
    fn subquery_within_exists(&mut self) -> String {
        self.uses("subquery within EXISTS");
        let Some((_, name)) = self.anchor() else {
            return String::new();
        };
        let (count, other) = (self.fresh(), self.fresh());
        let ng = "https://w3id.org/nutgraf/ns#";
        let not = if self.rng.one_in(2) { "NOT " } else { "" };
        format!(
            "OPTIONAL {{ {name} <{ng}origins> {count} }} FILTER {not}EXISTS {{ SELECT {name} (COUNT({other}) AS {count}) WHERE {{ {name} <{ng}source> {other} }} GROUP BY {name} }} "
        )
    }

    /// A group of its own, whose filter cannot see what is outside.
    fn inner_group(&mut self) -> String {
        self.uses("group with a filter");
        let fresh = self.fresh();
        let Some((_, outside)) = self.anchor() else {
            return String::new();
        };
        match self.loose(&fresh) {
            inner if inner.is_empty() => inner,
            inner => {
                let condition = match self.rng.below(3) {
                    0 => format!("!BOUND({outside})"),
                    1 => format!("BOUND({outside})"),
                    _ => format!("{fresh} != {outside}"),
                };
                format!("{{ {inner}FILTER({condition}) }} ")
            }
        }
    }

    /// An optional part whose filter looks at both sides.
    fn optional_on_both(&mut self) -> String {
        self.uses("OPTIONAL with a filter on both sides");
        let fresh = self.fresh();
        let Some((_, outside)) = self.anchor() else {
            return String::new();
        };
        match self.loose(&fresh) {
            inner if inner.is_empty() => inner,
            inner => format!("OPTIONAL {{ {inner}FILTER(STR({fresh}) > STR({outside})) }} "),
        }
    }

    fn in_list(&mut self) -> String {
        self.uses("IN");
        match self.anchor() {
            Some((term, name)) => {
                format!("FILTER({name} IN (<https://example.org/nobody>, {term})) ")
            }
            None => String::new(),
        }
    }

    fn values_of_two(&mut self) -> String {
        self.uses("VALUES of two");
        let (Some((one, a)), Some((two, b))) = (self.anchor(), self.anchor()) else {
            return String::new();
        };
        if a == b {
            return String::new();
        }
        format!("VALUES ({a} {b}) {{ ({one} {two}) (UNDEF {two}) ({one} UNDEF) (1 2) }} ")
    }

    fn grouped(&mut self, body: &str, core: &[String]) -> String {
        self.uses("GROUP BY");
        let Some(key) = core.first() else {
            return format!("SELECT (COUNT(*) AS ?count) WHERE {{ {body}}}");
        };
        let other = core.last().unwrap_or(key);
        let having = if self.rng.one_in(3) {
            " HAVING (COUNT(*) > 1)"
        } else {
            ""
        };
        format!(
            "SELECT {key} (COUNT(*) AS ?count) (COUNT(DISTINCT {other}) AS ?different) WHERE {{ {body}}} GROUP BY {key}{having}"
        )
    }

    fn limited(&mut self, body: &str) -> String {
        self.uses("ORDER BY and LIMIT");
        let Some((_, name)) = self.anchor() else {
            return format!("ASK {{ {body}}}");
        };
        let offset = self.rng.below(2);
        format!(
            "SELECT DISTINCT {name} WHERE {{ {body}FILTER(isIRI({name})) }} ORDER BY {name} LIMIT 5 OFFSET {offset}"
        )
    }
}
