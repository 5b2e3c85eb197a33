//! Every claim of an edition as a nanopublication (nanopub.net): four named graphs
//! in TriG for each.
//!
//! The assertion is the claim's own description: that there is a claim which says
//! so, never what it says as a fact. The provenance has what it rests on, its
//! standing, and every source, passage and answer in full; the publication
//! information, which edition it is from and the names of the entities. What is
//! no part of a claim is not there: questions, answers to no claim, decisions on
//! identity, background.

use std::collections::BTreeSet;
use std::io::Write;

use oxigraph::io::{RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{GraphNameRef, NamedNode, QuadRef, TermRef};

use crate::edition::{Edition, EditionError, TermId};
use crate::model::iri;
use crate::query::error::QueryError;
use crate::query::prefixes::Prefixes;
use crate::query::reifiers::{known, named, objects, of_type};

/// The vocabulary of nanopublications.
const NP: &str = "http://www.nanopub.org/nschema#";

/// What follows the address of a claim in those of its nanopublication and of the
/// four graphs. No id of a case has a `#`.
const NANOPUB: &str = "#nanopub";
const PARTS: [(&str, &str); 3] = [
    ("#assertion", "hasAssertion"),
    ("#provenance", "hasProvenance"),
    ("#pubinfo", "hasPublicationInfo"),
];
const HEAD: &str = "#head";

/// What is said of a claim that is no part of what it claims: how it reached the
/// desk, what it is worth, what was answered, where it stands.
const PROVENANCE: [&str; 24] = [
    "acknowledgedBy",
    "answer",
    "answers",
    "chain",
    "check",
    "checkedBy",
    "citation",
    "concern",
    "credibility",
    "locator",
    "origin",
    "origins",
    "outlet",
    "outlets",
    "partAnswer",
    "quote",
    "relay",
    "rule",
    "source",
    "standing",
    "support",
    "via",
    "voices",
    "withdrawnSource",
];

/// What is said of the row.
const PUBLICATION: [&str; 3] = ["recorded", "row", "table"];

/// Writes a nanopublication for every claim; gives how many.
///
/// # Errors
/// When the edition is damaged, or the writer fails.
pub fn write_nanopubs(edition: &Edition, out: &mut dyn Write) -> Result<usize, QueryError> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::TriG);
    let prefixes = Prefixes::of(edition)?;
    for (name, namespace) in prefixes.iter().chain([("np", NP)]) {
        // A namespace that is no IRI could not have been written into an edition.
        if let Ok(with) = serializer.clone().with_prefix(name, namespace) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(out);
    let claims = of_type(edition, "Claim")?;
    for claim in &claims {
        let mut nanopub = Nanopub::new(edition, *claim)?;
        nanopub.write(&mut writer)?;
    }
    writer.finish()?;
    Ok(claims.len())
}

/// One of them while it is written.
struct Nanopub<'e> {
    edition: &'e Edition,
    claim: TermId,
    /// The address of the claim, to which the names of the graphs are added.
    base: String,
}

type Writer<'o> = WriterQuadSerializer<&'o mut dyn Write>;

impl<'e> Nanopub<'e> {
    fn new(edition: &'e Edition, claim: TermId) -> Result<Self, QueryError> {
        let base = named(edition.term(claim)?)?.into_string();
        Ok(Self {
            edition,
            claim,
            base,
        })
    }

    fn write(&mut self, out: &mut Writer) -> Result<(), QueryError> {
        let publication = self.named(NANOPUB);
        let head = self.named(HEAD);
        let rdf_type = node(&format!("{}type", iri::RDF));
        let class = node(&format!("{NP}Nanopublication"));
        quad(out, &publication, &rdf_type, class.as_ref().into(), &head)?;
        for (part, property) in PARTS {
            let graph = self.named(part);
            let property = node(&format!("{NP}{property}"));
            quad(out, &publication, &property, graph.as_ref().into(), &head)?;
        }
        let [assertion, provenance, info] = PARTS.map(|(part, _)| self.named(part));
        let mut held = BTreeSet::new();
        let mut later = Vec::new();
        for triple in self.edition.matching(Some(self.claim), None, None) {
            let [_, predicate, object] = triple?;
            let predicate = named(self.edition.term(predicate)?)?;
            match predicate.as_str().strip_prefix(iri::NG) {
                Some(name) if PROVENANCE.contains(&name) => later.push((predicate, object, true)),
                Some(name) if PUBLICATION.contains(&name) => later.push((predicate, object, false)),
                Some(_) | None => {
                    let object = self.edition.term(object)?;
                    let claim = node(&self.base);
                    quad(out, &claim, &predicate, object.as_ref(), &assertion)?;
                }
            }
        }
        let derived = node(&format!("{}wasDerivedFrom", iri::PROV));
        for source in objects(self.edition, self.claim, &iri::ng("source"))? {
            let source = self.edition.term(source)?;
            quad(out, &assertion, &derived, source.as_ref(), &provenance)?;
        }
        let claim = node(&self.base);
        for (predicate, object, _) in later.iter().filter(|(_, _, is_provenance)| *is_provenance) {
            let object = self.edition.term(*object)?;
            quad(out, &claim, predicate, object.as_ref(), &provenance)?;
        }
        for about in self.told_with()? {
            self.everything_of(about, &provenance, &mut held, out)?;
        }
        let from = node(&format!(
            "urn:nutgraf:edition:{}",
            self.edition.content_id()
        ));
        quad(out, &publication, &derived, from.as_ref().into(), &info)?;
        for (predicate, object, _) in later.iter().filter(|(_, _, is_provenance)| !is_provenance) {
            let object = self.edition.term(*object)?;
            quad(out, &publication, predicate, object.as_ref(), &info)?;
        }
        self.names(&info, out)
    }

    /// Sources with all that lies between them and the desk, passages, and answers
    /// to the claim or to what it sums up.
    fn told_with(&self) -> Result<Vec<TermId>, EditionError> {
        let mut told = Vec::new();
        for name in [
            "source",
            "outlet",
            "relay",
            "answer",
            "partAnswer",
            "acknowledgedBy",
        ] {
            told.extend(objects(self.edition, self.claim, &iri::ng(name))?);
        }
        if let Some(passage_of) = known(self.edition, &iri::ng("passageOf"))? {
            let passages = self
                .edition
                .matching(None, Some(passage_of), Some(self.claim));
            for passage in passages {
                told.push(passage?[0]);
            }
        }
        // Who speaks in an answer, and how a source reached the desk.
        let mut at = 0;
        while let Some(one) = told.get(at).copied() {
            for name in ["via", "by"] {
                for further in objects(self.edition, one, &iri::ng(name))? {
                    if !told.contains(&further) {
                        told.push(further);
                    }
                }
            }
            at += 1;
        }
        Ok(told)
    }

    fn everything_of(
        &self,
        about: TermId,
        graph: &NamedNode,
        held: &mut BTreeSet<TermId>,
        out: &mut Writer,
    ) -> Result<(), QueryError> {
        if !held.insert(about) {
            return Ok(());
        }
        let subject = named(self.edition.term(about)?)?;
        for triple in self.edition.matching(Some(about), None, None) {
            let [_, predicate, object] = triple?;
            let predicate = named(self.edition.term(predicate)?)?;
            // An entity that speaks has links of its own, which are other claims.
            if [iri::REPORTED, iri::UNCONTESTED]
                .iter()
                .any(|namespace| predicate.as_str().starts_with(namespace))
                || ["reportedLink", "uncontestedLink"]
                    .iter()
                    .any(|name| predicate.as_str() == iri::ng(name))
            {
                continue;
            }
            let object = self.edition.term(object)?;
            quad(out, &subject, &predicate, object.as_ref(), graph)?;
        }
        Ok(())
    }

    /// What the entities of the claim are called.
    fn names(&self, info: &NamedNode, out: &mut Writer) -> Result<(), QueryError> {
        let label = format!("{}label", iri::RDFS);
        let predicate = node(&label);
        let mut done = BTreeSet::new();
        for property in ["subject", "predicate", "object"] {
            for about in objects(self.edition, self.claim, &format!("{}{property}", iri::RDF))? {
                if !done.insert(about) {
                    continue;
                }
                let subject = named(self.edition.term(about)?)?;
                for name in objects(self.edition, about, &label)? {
                    let name = self.edition.term(name)?;
                    quad(out, &subject, &predicate, name.as_ref(), info)?;
                }
            }
        }
        Ok(())
    }

    fn named(&self, part: &str) -> NamedNode {
        node(&format!("{}{part}", self.base))
    }
}

fn quad(
    out: &mut Writer,
    subject: &NamedNode,
    predicate: &NamedNode,
    object: TermRef<'_>,
    graph: &NamedNode,
) -> Result<(), QueryError> {
    let graph = GraphNameRef::NamedNode(graph.as_ref());
    Ok(out.serialize_quad(QuadRef::new(subject, predicate, object, graph))?)
}

/// Of parts that are IRIs in the edition, or of ours.
fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}
