//! Background RDF: Turtle and N-Triples from the desk's archive or elsewhere.
//!
//! Takes one file; gives its triples without blank nodes. Background explains,
//! it never claims: a file that uses nutgraf's or the case's own terms as
//! properties or types could state a link without a source, and is refused.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::io::Read;
use std::path::Path;
use std::rc::Rc;

use oxigraph::io::{RdfFormat, RdfParser, RdfSyntaxError};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use super::config::OWN;
use super::decode::decode;
use super::place::{LineStart, Sheet};
use super::{file_problem, sha256};
use crate::model::Code;
use crate::model::Problem;
use crate::model::Report;

/// Blank nodes become IRIs below this one, by the hash of their file.
const BLANK: &str = "https://w3id.org/nutgraf/blank/";

/// After so many mistakes in one file the parser has lost its way.
const MOST_MISTAKES: usize = 100;

/// Reads one file. Its name decides the format.
pub(super) fn read(name: &str, bytes: Vec<u8>, bases: &[&str], report: &mut Report) -> Vec<Triple> {
    let format = match format(name) {
        Ok(format) => format,
        Err(problem) => {
            report.push(*problem);
            return Vec::new();
        }
    };
    let mut blanks = Blanks::of(&bytes);
    let text = match decode(name, bytes) {
        Ok(text) => text,
        Err(problem) => {
            report.push(*problem);
            return Vec::new();
        }
    };
    let sheet = Sheet {
        file: name,
        text: &text,
    };
    let mut triples = Vec::new();
    let mut refused = Vec::new();
    let mut mistakes: Vec<Problem> = Vec::new();
    for (number, quad) in parser(format).for_slice(&text).enumerate() {
        match quad {
            Ok(quad) => match reserved(&quad, bases) {
                Some(term) => refused.push((number, term)),
                None => triples.push(blanks.name(quad)),
            },
            Err(error) => {
                let mistake = syntax(sheet, &error);
                // What else the parser says of a line follows from the first.
                if mistakes.last().map(line) != Some(line(&mistake)) {
                    mistakes.push(mistake);
                }
                if mistakes.len() == MOST_MISTAKES {
                    break;
                }
            }
        }
    }
    for mistake in mistakes {
        report.push(mistake);
    }
    refused.truncate(MOST_MISTAKES);
    report_reserved(sheet, format, &refused, report);
    triples
}

fn line(problem: &Problem) -> Option<u32> {
    problem.place.as_ref().map(|place| place.line)
}

fn parser(format: RdfFormat) -> RdfParser {
    RdfParser::from_format(format).without_named_graphs()
}

fn format(name: &str) -> Result<RdfFormat, Box<Problem>> {
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    let hint = match extension.map(str::to_lowercase).as_deref() {
        Some("nt") => return Ok(RdfFormat::NTriples),
        Some("ttl") => return Ok(RdfFormat::Turtle),
        Some("nq" | "trig") => "named graphs are not read: convert it to N-Triples",
        Some(_) | None => "convert it: riot --output=NT FILE > background.nt",
    };
    let message = format!("`{name}` is not named as a format that is read");
    let mut problem = file_problem(
        Code::RdfFormat,
        name,
        message,
        "Turtle (.ttl) or N-Triples (.nt)",
    );
    problem.hints.push(hint.to_owned());
    Err(Box::new(problem))
}

fn syntax(sheet: Sheet<'_>, error: &RdfSyntaxError) -> Problem {
    let (start, end) = match error.location() {
        Some(location) => (offset(location.start.offset), offset(location.end.offset)),
        None => (0, 0),
    };
    let start = boundary(sheet.text, start);
    let text = &sheet.text[start..boundary(sheet.text, end).max(start)];
    let place = sheet.place(LineStart::FIRST, start, first_line(text), None);
    let mut hints = Vec::new();
    if place.line_text.contains("<<") {
        hints.push(
            "triple terms are not read; state the triple and say more of it as usual".to_owned(),
        );
    }
    if sheet.file.ends_with(".nt") && place.line_text.matches('<').count() > 3 {
        hints.push("a fourth term names a graph; named graphs are not read".to_owned());
    }
    // The parser's words start with the place, which is told apart.
    let words = error.to_string();
    let message = words.split_once(": ").map_or(words.as_str(), |(_, m)| m);
    Problem {
        code: Code::RdfSyntax,
        place: Some(place),
        message: message.to_owned(),
        expected: match sheet.file.ends_with(".nt") {
            true => "N-Triples".to_owned(),
            false => "Turtle".to_owned(),
        },
        hints,
    }
}

fn offset(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Properties by which the tables name and describe their rows.
const OF_THE_TABLES: [NamedNodeRef<'_>; 7] = [
    rdf::SUBJECT,
    rdf::PREDICATE,
    rdf::OBJECT,
    rdfs::LABEL,
    NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#altLabel"),
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/title"),
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/description"),
];

/// The predicate or the type that background may not use.
fn reserved(quad: &Quad, bases: &[&str]) -> Option<NamedNode> {
    let own = |iri: &NamedNode| {
        iri.as_str().starts_with(OWN) || bases.iter().any(|base| iri.as_str().starts_with(base))
    };
    if own(&quad.predicate) {
        return Some(quad.predicate.clone());
    }
    // What says who a row of the case is, or what it claims, is for its table.
    if let NamedOrBlankNode::NamedNode(subject) = &quad.subject
        && own(subject)
        && OF_THE_TABLES.contains(&quad.predicate.as_ref())
    {
        return Some(quad.predicate.clone());
    }
    match &quad.object {
        Term::NamedNode(class) if quad.predicate == rdf::TYPE && own(class) => Some(class.clone()),
        _ => None,
    }
}

/// Reports refused terms with their places.
///
/// The parser tells places of mistakes only. So the text is parsed again, one
/// line at a time: the triple that comes out after a line ends on it, and its
/// term is the last one of that name before.
fn report_reserved(
    sheet: Sheet<'_>,
    format: RdfFormat,
    refused: &[(usize, NamedNode)],
    report: &mut Report,
) {
    let Some((last, _)) = refused.last() else {
        return;
    };
    let fed = Rc::new(Cell::new(0));
    let lines = Lines {
        text: sheet.text.as_bytes(),
        fed: Rc::clone(&fed),
    };
    let mut left = refused.iter().peekable();
    for (number, _) in parser(format).for_reader(lines).enumerate().take(last + 1) {
        if let Some((_, term)) = left.next_if(|(refused, _)| *refused == number) {
            let before = &sheet.text[..boundary(sheet.text, fed.get())];
            let (at, text) = written(before, term);
            report.push(Problem {
                code: Code::RdfReserved,
                place: Some(sheet.place(LineStart::FIRST, at, text, None)),
                message: format!("`{}` cannot be used in background RDF", term.as_str()),
                expected: "properties and types of other vocabularies".to_owned(),
                hints: vec![
                    "what the case claims belongs into its tables, with a source".to_owned(),
                ],
            });
        }
    }
}

/// Finds how and where a term was written last.
fn written<'t>(before: &'t str, term: &NamedNode) -> (usize, &'t str) {
    let iri = term.as_str();
    let full = before
        .rfind(&format!("<{iri}>"))
        .map(|at| (at, iri.len() + 2));
    let local = &iri[iri.rfind(['#', '/']).map_or(0, |at| at + 1)..];
    let short = (!local.is_empty())
        .then(|| before.rfind(&format!(":{local}")))
        .flatten()
        .map(|colon| {
            let prefix = before[..colon]
                .rfind(|c: char| c.is_whitespace() || ";,.([".contains(c))
                .map_or(0, |at| at + 1);
            (prefix, colon + 1 + local.len() - prefix)
        });
    match full.max(short) {
        Some((at, length)) => (at, before.get(at..at + length).unwrap_or_default()),
        None => {
            let line = before.trim_end_matches(['\n', '\r']);
            (line.rfind(['\n', '\r']).map_or(0, |at| at + 1), "")
        }
    }
}

/// Hands out a text line by line and counts how much it has handed out.
struct Lines<'t> {
    text: &'t [u8],
    fed: Rc<Cell<usize>>,
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.text[self.fed.get()..];
        let line = match rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => &rest[..=end],
            None => rest,
        };
        let length = line.len().min(buffer.len());
        buffer[..length].copy_from_slice(&line[..length]);
        self.fed.set(self.fed.get() + length);
        Ok(length)
    }
}

/// Names for the blank nodes of one file.
struct Blanks {
    prefix: String,
    /// By the parser's label. Labels of nodes without one (`[]`) are random,
    /// hence the numbers, in the order in which the nodes appear.
    numbers: BTreeMap<String, usize>,
}

impl Blanks {
    fn of(bytes: &[u8]) -> Self {
        Self {
            prefix: format!("{BLANK}{}/", &sha256(bytes)[..16]),
            numbers: BTreeMap::new(),
        }
    }

    fn name(&mut self, quad: Quad) -> Triple {
        let Quad {
            subject,
            predicate,
            object,
            graph_name: _, // Always the default graph: others are refused.
        } = quad;
        let subject: NamedOrBlankNode = match subject {
            NamedOrBlankNode::NamedNode(node) => node.into(),
            NamedOrBlankNode::BlankNode(node) => self.iri(node.as_str()).into(),
        };
        let object = match object {
            Term::BlankNode(node) => self.iri(node.as_str()).into(),
            other => other,
        };
        Triple::new(subject, predicate, object)
    }

    fn iri(&mut self, label: &str) -> NamedNode {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(label.to_owned()).or_insert(next);
        // A constant, hexadecimal digits and a number are an IRI.
        NamedNode::new_unchecked(format!("{}{number}", self.prefix))
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::Triple;

    use super::read;
    use crate::model::Code;
    use crate::model::Report;

    const BASE: &str = "https://example.org/case/";

    fn rdf(name: &str, text: &str) -> (Vec<Triple>, Report) {
        let mut report = Report::default();
        let triples = read(name, text.as_bytes().to_vec(), &[BASE], &mut report);
        (triples, report)
    }

    fn assert_problems(name: &str, text: &str, triples: usize, wanted: &[(Code, u32, u32, &str)]) {
        let (good, report) = rdf(name, text);
        let found: Vec<_> = report
            .problems
            .iter()
            .map(|problem| {
                let place = problem.place.as_ref().expect("has a place");
                (problem.code, place.line, place.column, place.text.as_str())
            })
            .collect();
        assert_eq!(found, wanted);
        assert_eq!(good.len(), triples);
    }

    #[test]
    fn turtle_and_n_triples_are_read_to_the_same_triples() {
        let turtle = "\u{FEFF}@prefix e: <http://e.x/> .\ne:a e:b e:c , \"d\"@en .";
        let lines = "<http://e.x/a> <http://e.x/b> <http://e.x/c> .\n<http://e.x/a> <http://e.x/b> \"d\"@en .";
        let (turtle, report) = rdf("b.ttl", turtle);
        assert_eq!(report.problems, []);
        assert_eq!(turtle, rdf("b.nt", lines).0);
        assert_eq!(turtle.len(), 2);
    }

    #[test]
    fn blank_nodes_become_iris_that_depend_on_the_file_alone() {
        let text = "@prefix e: <http://e.x/> . [] e:b [ e:c _:x ] . _:x e:d 1 .";
        let (first, _) = rdf("b.ttl", text);
        assert_eq!(first, rdf("other.ttl", text).0);
        assert!(first.iter().all(|t| t.subject.is_named_node()));
        let other = rdf("b.ttl", &format!("{text}\n")).0;
        assert!(first.iter().all(|t| !other.contains(t)));
        let named = first.iter().map(|t| t.subject.to_string());
        let named: std::collections::BTreeSet<String> = named.collect();
        assert_eq!(named.len(), 3);
    }

    #[test]
    fn own_terms_are_refused_where_they_stand() {
        let text = "@prefix ng: <https://w3id.org/nutgraf/ns#> .\n@prefix e: <http://e.x/> .\n\
            e:a e:b ng:Claim .\ne:ž a e:C , ng:Claim ;\n  ng:text \"x\" .\n\
            e:a <https://w3id.org/nutgraf/reported#met> e:b .\ne:a <https://example.org/case/x> 1 .\n";
        assert_problems(
            "b.ttl",
            text,
            2,
            &[
                (Code::RdfReserved, 4, 13, "ng:Claim"),
                (Code::RdfReserved, 5, 3, "ng:text"),
                (
                    Code::RdfReserved,
                    6,
                    5,
                    "<https://w3id.org/nutgraf/reported#met>",
                ),
                (Code::RdfReserved, 7, 5, "<https://example.org/case/x>"),
            ],
        );
    }

    #[test]
    fn mistakes_have_their_places_and_the_rest_is_read() {
        let text = "<http://e.x/a> <http://e.x/b> <http://e.x/c> .\n<http://e.x/a> b <http://e.x/c> .\n<http://e.x/a> <http://e.x/b> 'd' .\n<http://e.x/a> <http://e.x/b> <http://e.x/d> .\n";
        let (triples, report) = rdf("b.nt", text);
        assert_eq!(triples.len(), 2);
        let lines: Vec<u32> = report
            .problems
            .iter()
            .filter_map(|p| Some(p.place.as_ref()?.line))
            .collect();
        assert_eq!(lines, [2, 3]);
        assert!(report.problems.iter().all(|p| p.code == Code::RdfSyntax));
    }

    #[test]
    fn graphs_triple_terms_and_other_formats_are_refused() {
        let quad = "<http://e.x/a> <http://e.x/b> <http://e.x/c> <http://e.x/g> .\n";
        for (name, text, code, hint) in [
            ("b.nt", quad, Code::RdfSyntax, "graph"),
            ("b.nq", quad, Code::RdfFormat, "graph"),
            ("b.rdf", "<rdf/>", Code::RdfFormat, "convert"),
            (
                "b.ttl",
                "<http://e.x/a> <http://e.x/b> <<( <http://e.x/c> <http://e.x/d> 1 )>> .",
                Code::RdfSyntax,
                "triple terms",
            ),
        ] {
            let (_, report) = rdf(name, text);
            let problem = report.problems.first().expect("must be refused");
            assert_eq!(problem.code, code, "{name}");
            assert!(problem.hints.concat().contains(hint), "{problem:?}");
        }
    }
}
