//! RDF/XML, one triple after the other.
//!
//! Written here because the engine's own writer leaves carriage returns as they
//! are, which every XML reader turns into line feeds, and writes an element
//! without a name for a property whose IRI does not end in one. Each subject is
//! an `rdf:Description`, each triple an element in it.
//!
//! Takes triples whose terms passed [`forbidden_character`] and [`element_name`]; gives well-formed XML 1.0 with
//! namespaces.

use std::fmt;
use std::io;
use std::io::Write;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedOrBlankNode, NamedOrBlankNodeRef, TermRef, TripleRef};

use crate::model::iri::RDF;

/// Property names of RDF's own namespace that its XML gives another meaning.
const SYNTAX: [&str; 12] = [
    "Description",
    "li",
    "RDF",
    "ID",
    "about",
    "parseType",
    "resource",
    "nodeID",
    "datatype",
    "aboutEach",
    "aboutEachPrefix",
    "bagID",
];

/// Namespaces that no prefix may be given to.
const TAKEN: [&str; 2] = [
    "http://www.w3.org/2000/xmlns/",
    "http://www.w3.org/XML/1998/namespace",
];

/// A document that was begun.
pub(super) struct Writer<'w> {
    out: &'w mut dyn Write,
    /// Name and namespace.
    prefixes: Vec<(String, String)>,
    subject: Option<NamedOrBlankNode>,
}

impl<'w> Writer<'w> {
    /// Writes the head of a document with these prefixes, each a name and a
    /// namespace.
    pub(super) fn start<'p>(
        out: &'w mut dyn Write,
        prefixes: impl Iterator<Item = (&'p str, &'p str)>,
    ) -> io::Result<Writer<'w>> {
        let prefixes: Vec<(String, String)> = prefixes
            .filter(|(name, _)| *name != "rdf")
            .map(|(name, namespace)| (name.to_owned(), namespace.to_owned()))
            .collect();
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        write!(out, r#"<rdf:RDF xmlns:rdf="{RDF}""#)?;
        for (name, namespace) in &prefixes {
            write!(out, "\n  xmlns:{name}=\"{}\"", Escaped(namespace))?;
        }
        writeln!(out, ">")?;
        Ok(Writer {
            out,
            prefixes,
            subject: None,
        })
    }

    /// Writes one triple. Those of one subject should follow each other, or it
    /// is described several times.
    pub(super) fn triple(&mut self, triple: TripleRef<'_>) -> io::Result<()> {
        let TripleRef {
            subject,
            predicate,
            object,
        } = triple;
        if self.subject.as_ref().map(NamedOrBlankNode::as_ref) != Some(subject) {
            self.close()?;
            match subject {
                NamedOrBlankNodeRef::NamedNode(node) => {
                    let about = Escaped(node.as_str());
                    writeln!(self.out, "<rdf:Description rdf:about=\"{about}\">")?;
                }
                NamedOrBlankNodeRef::BlankNode(node) => {
                    let id = node_id(node.as_str());
                    writeln!(self.out, "<rdf:Description rdf:nodeID=\"{id}\">")?;
                }
            }
            self.subject = Some(subject.into_owned());
        }
        let Some((namespace, local)) = element_name(predicate.as_str()) else {
            return Err(unwritable("a property without an XML name"));
        };
        let known = self.prefixes.iter().find(|(_, known)| known == namespace);
        let (name, declared) = match known {
            Some((prefix, _)) => (format!("{prefix}:{local}"), String::new()),
            None if namespace == RDF => (format!("rdf:{local}"), String::new()),
            None => (
                local.to_owned(),
                format!(" xmlns=\"{}\"", Escaped(namespace)),
            ),
        };
        write!(self.out, "  <{name}{declared}")?;
        match object {
            TermRef::NamedNode(node) => {
                writeln!(self.out, " rdf:resource=\"{}\"/>", Escaped(node.as_str()))
            }
            TermRef::Literal(literal) => {
                if let Some(language) = literal.language() {
                    write!(self.out, " xml:lang=\"{}\"", Escaped(language))?;
                } else if literal.datatype() != xsd::STRING {
                    let datatype = Escaped(literal.datatype().as_str());
                    write!(self.out, " rdf:datatype=\"{datatype}\"")?;
                }
                writeln!(self.out, ">{}</{name}>", Escaped(literal.value()))
            }
            TermRef::BlankNode(node) => {
                writeln!(self.out, " rdf:nodeID=\"{}\"/>", node_id(node.as_str()))
            }
        }
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.close()?;
        writeln!(self.out, "</rdf:RDF>")
    }

    fn close(&mut self) -> io::Result<()> {
        match self.subject.take() {
            Some(_) => writeln!(self.out, "</rdf:Description>"),
            None => Ok(()),
        }
    }
}

/// A name that XML allows; that of a node may begin with a digit.
fn node_id(name: &str) -> String {
    let name = name.chars();
    let name: String = name
        .map(|c| match c {
            '-' | '0'..='9' | 'A'..='Z' | 'a'..='z' => c.to_string(),
            other => format!("_{:x}_", u32::from(other)),
        })
        .collect();
    format!("b{name}")
}

fn unwritable(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// The first character of a text that XML 1.0 has no way to write, not even as
/// a reference.
pub(super) fn forbidden_character(text: &str) -> Option<char> {
    text.chars().find(|c| {
        !matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
    })
}

/// An IRI as namespace and local name of an element, where it can be one: the
/// longest XML name without a colon that it ends in.
pub(super) fn element_name(iri: &str) -> Option<(&str, &str)> {
    let outside = iri.rfind(|c| !is_name_character(c))?;
    let start = iri[outside..].find(is_name_start)? + outside;
    let (namespace, local) = iri.split_at(start);
    let refused = TAKEN.contains(&namespace) || (namespace == RDF && SYNTAX.contains(&local));
    (!refused).then_some((namespace, local))
}

/// What an XML name without a colon may begin with.
fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}' | '\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_character(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Text for an element or a quoted attribute.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['<', '>', '&', '"', '\r']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'&' => "&amp;",
                b'"' => "&quot;",
                // As it is, a reader would make a line feed of it.
                _ => "&#13;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::io::{RdfFormat, RdfParser};
    use oxigraph::model::{BlankNode, Literal, NamedNode, Triple};

    use super::{Writer, element_name, forbidden_character};

    #[test]
    fn a_property_is_written_by_the_name_it_ends_in() {
        for (iri, split) in [
            ("http://e.x/a#b", Some(("http://e.x/a#", "b"))),
            ("http://e.x/2024-deal", Some(("http://e.x/2024-", "deal"))),
            ("urn:x:žaba.1", Some(("urn:x:", "žaba.1"))),
            ("http://e.x/a/", None),
            ("http://e.x/a%20", None),
            ("http://e.x/123", None),
            (
                "http://www.w3.org/1999/02/22-rdf-syntax-ns#_1",
                Some(("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "_1")),
            ),
            ("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", None),
            ("http://www.w3.org/2000/xmlns/a", None),
        ] {
            assert_eq!(element_name(iri), split, "{iri}");
        }
    }

    #[test]
    fn characters_that_xml_lacks_are_found() {
        for bad in ['\0', '\u{8}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
            assert_eq!(forbidden_character(&format!("a{bad}b")), Some(bad));
        }
        let good = "\t\n\r \u{7F}\u{85}\u{2028}\u{E000}\u{FFFD}😀";
        assert_eq!(forbidden_character(good), None);
    }

    #[test]
    fn nodes_without_an_iri_stay_themselves() {
        let property = NamedNode::new_unchecked("http://e.x/p");
        let [one, other] = ["1", "a.b_"].map(BlankNode::new_unchecked);
        let triples = [
            Triple::new(one.clone(), property.clone(), other.clone()),
            Triple::new(other.clone(), property.clone(), other),
            Triple::new(one.clone(), property, one),
        ];
        let mut xml = Vec::new();
        let mut writer = Writer::start(&mut xml, std::iter::empty()).expect("memory");
        for triple in &triples {
            writer.triple(triple.as_ref()).expect("can be written");
        }
        writer.finish().expect("memory");
        let mut read: oxigraph::model::Graph = RdfParser::from_format(RdfFormat::RdfXml)
            .for_slice(&xml)
            .map(|quad| Triple::from(quad.expect("is RDF/XML")))
            .collect();
        let mut written: oxigraph::model::Graph = triples.iter().cloned().collect();
        for graph in [&mut read, &mut written] {
            graph.canonicalize(oxigraph::model::dataset::CanonicalizationAlgorithm::Unstable);
        }
        assert_eq!(read, written);
    }

    #[test]
    fn what_is_written_reads_back() {
        let node = |local: &str| NamedNode::new_unchecked(format!("http://e.x/{local}"));
        let mut triples = Vec::new();
        for text in [
            "",
            " a  b ",
            "a\r\nb\rc\n\t",
            "<&>\"']]>",
            "ž😀\u{85}\u{2028}\u{FEFF}",
        ] {
            triples.push(Triple::new(node("s"), node("p"), Literal::from(text)));
        }
        let tagged = Literal::new_language_tagged_literal_unchecked("x", "en-gb");
        triples.push(Triple::new(node("t"), node("2q"), tagged));
        let typed = Literal::new_typed_literal("1 < 2", node("type"));
        triples.push(Triple::new(node("t?a=1&b=2'"), node("o#p"), typed));
        triples.push(Triple::new(node("t"), node("p"), node("ž&\u{10000}")));
        let mut xml = Vec::new();
        let prefixes = [("e", "http://e.x/")];
        let mut writer = Writer::start(&mut xml, prefixes.into_iter()).expect("memory");
        for triple in &triples {
            writer.triple(triple.as_ref()).expect("can be written");
        }
        writer.finish().expect("memory");
        let read: Vec<Triple> = RdfParser::from_format(RdfFormat::RdfXml)
            .for_slice(&xml)
            .map(|quad| quad.expect("is RDF/XML").into())
            .collect();
        assert_eq!(read, triples, "{}", String::from_utf8_lossy(&xml));
    }
}
