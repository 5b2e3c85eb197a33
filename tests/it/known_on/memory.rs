//! Cases written to triples in memory and read back from these, no edition
//! between them: the random cases by which the rules are tested.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use oxigraph::model::{NamedNode, Term, TermRef};

use nutgraf::model::{Case, Citation, Passage, RowPlace, Rows, Table, assess, links};
use nutgraf::rdf::{Layer, Numbers, Sink, Statements, cases, link_triples, triples};

use crate::slow_rules::{build, random};

/// Numbered terms, and triples of both layers by subject.
#[derive(Default)]
struct Memory {
    terms: Vec<Term>,
    numbers: HashMap<Term, u32>,
    triples: BTreeMap<u32, BTreeSet<[u32; 2]>>,
}

impl Sink for Memory {
    fn number(&mut self, term: TermRef<'_>) -> u32 {
        let term = term.into_owned();
        let next = self.terms.len() as u32;
        *self.numbers.entry(term.clone()).or_insert_with(|| {
            self.terms.push(term);
            next
        })
    }

    fn triple(&mut self, _: Layer, [subject, predicate, object]: [u32; 3]) {
        let about = self.triples.entry(subject).or_default();
        about.insert([predicate, object]);
    }
}

impl Statements for Memory {
    type Error = Infallible;

    fn term(&self, number: u32) -> Result<Term, Infallible> {
        Ok(self.terms[number as usize].clone())
    }

    fn number(&self, term: &Term) -> Result<Option<u32>, Infallible> {
        Ok(self.numbers.get(term).copied())
    }

    fn about(&self, subject: u32, facts: &mut Vec<[u32; 2]>) -> Result<(), Infallible> {
        facts.extend(self.triples.get(&subject).into_iter().flatten());
        Ok(())
    }

    fn subjects(&self, predicate: u32, object: u32) -> Result<Vec<u32>, Infallible> {
        let has = |about: &BTreeSet<[u32; 2]>| about.contains(&[predicate, object]);
        let subjects = self.triples.iter().filter(|(_, about)| has(about));
        Ok(subjects.map(|(subject, _)| *subject).collect())
    }
}

fn written(case: &Case) -> Memory {
    let mut memory = Memory::default();
    let assessed = assess(case);
    let links = links(case, &assessed);
    let numbers = Numbers::new(case, &links, &mut memory);
    link_triples(case, &links, &numbers, &mut memory);
    triples(case, &assessed, &numbers, &mut memory);
    memory
}

/// The triples as text, sorted.
fn lines(memory: &Memory) -> BTreeSet<String> {
    let term = |number: u32| memory.terms[number as usize].to_string();
    let mut lines = BTreeSet::new();
    for (subject, about) in &memory.triples {
        for [predicate, object] in about {
            let line = [term(*subject), term(*predicate), term(*object)];
            lines.insert(line.join(" "));
        }
    }
    lines
}

/// The passages as rows of `citations.csv`: several in the claim's own row are
/// more than a table can hold.
fn with_passage_rows(case: Case) -> Case {
    let place = RowPlace {
        table: Table::Citations,
        row: Some(2),
    };
    let claims = case.claims.iter().map(|(_, claim)| {
        let citations = claim.citations().iter().map(|citation| {
            let passage = Passage {
                place: Some(place),
                ..citation.passage().clone()
            };
            Citation::new(citation.source, passage)
        });
        let citations = citations.collect();
        claim.clone().cite(citations).expect("it has some")
    });
    Case {
        claims: Rows::new(claims.collect()),
        ..case
    }
}

#[test]
fn random_cases_come_back_from_triples_in_memory() {
    for seed in 0..1_000 {
        let plain = random::random_case(seed);
        let case = with_passage_rows(build::build(&plain));
        let memory = written(&case);
        let described = [(case.base.clone(), None)];
        let back = cases(&memory, &described).expect("what was written is read");
        assert_eq!(assess(&back[0]), assess(&case), "seed {seed}\n{plain}");
        let (first, second) = (lines(&memory), lines(&written(&back[0])));
        let lost: Vec<_> = first.symmetric_difference(&second).collect();
        assert!(lost.is_empty(), "seed {seed}\n{plain}\n{lost:#?}");
    }
}

#[test]
fn a_row_that_lacks_what_each_has_is_named() {
    let mut memory = Memory::default();
    let node = |iri: &str| Term::NamedNode(NamedNode::new_unchecked(iri));
    let names = [
        "https://e.x/claim/c",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "https://w3id.org/nutgraf/ns#Claim",
    ];
    let triple = names.map(|name| Sink::number(&mut memory, node(name).as_ref()));
    memory.triple(Layer::Content, triple);
    let refused = cases(&memory, &[("https://e.x/".to_owned(), None)]);
    let error = refused.expect_err("it has no table").to_string();
    assert!(error.starts_with("`https://e.x/claim/c`"), "{error}");
    let refused = cases(&memory, &[("https://e.y/".to_owned(), None)]);
    let error = refused.expect_err("it is of no case").to_string();
    assert!(error.ends_with("it lies in no case"), "{error}");
}
