//! Background RDF: Turtle and N-Triples from the desk's archive or elsewhere,
//! plain or packed with gzip.
//!
//! Takes one file; hands out its triples one by one, without blank nodes, so
//! that memory does not grow with the file. Background explains, it never
//! claims: a file that uses nutgraf's or the case's own terms as properties or
//! types could state a link without a source, and is refused.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};

use super::config::OWN;
use super::{InputFile, ReadError, file_problem, io_error};
use crate::model::Code;
use crate::model::Problem;
use crate::model::Report;

mod mistakes;
mod text;

use mistakes::{MOST_MISTAKES, Mistakes, broken, too_long};
use text::{Fault, Step, fault_of, open};

/// Blank nodes become IRIs below this one, by the hash of their file.
const BLANK: &str = "https://w3id.org/nutgraf/blank/";

/// How the names of files end that are packed.
const PACKED: &str = ".gz";

/// Reads one file whose hash is known. Its name decides the format, its first
/// bytes whether it is packed.
///
/// After a problem the triples that follow are still handed out, so that every
/// problem is found; a caller that heard of an error throws them away.
pub(super) fn read(
    file: &InputFile,
    bases: &[&str],
    sink: &mut dyn FnMut(Triple),
    report: &mut Report,
) -> Result<(), ReadError> {
    let name = file.name.as_str();
    let format = match format(name) {
        Ok(format) => format,
        Err(problem) => {
            report.push(*problem);
            return Ok(());
        }
    };
    let (lines, kept, digested) =
        open(&file.path, Step::Lines).map_err(|error| unreadable(file, error))?;
    let mut blanks = Blanks::of(&file.sha256);
    let mut mistakes = Mistakes::of(name, format);
    let mut refused = Vec::new();
    for (number, quad) in parser(format).for_reader(lines).enumerate() {
        match quad {
            Ok(quad) => match reserved(&quad, bases) {
                Some(term) if refused.len() < MOST_MISTAKES => refused.push((number, term)),
                Some(_) => {}
                None => sink(blanks.name(quad)),
            },
            Err(RdfParseError::Syntax(error)) => {
                mistakes.syntax(&kept.borrow(), &error, report);
                if mistakes.lines() == MOST_MISTAKES {
                    break;
                }
            }
            Err(RdfParseError::Io(error)) => {
                let problem = match fault_of(error) {
                    Ok(Fault::File(error)) => return Err(unreadable(file, error)),
                    Ok(fault) => broken(name, &kept.borrow(), fault),
                    Err(error) => too_long(name, &kept.borrow(), &error),
                };
                report.push(problem);
                break;
            }
        }
    }
    report_reserved(file, format, &refused, report)?;
    let read = digested.take();
    match read {
        Some((bytes, sha256)) if (bytes, &sha256) != (file.bytes, &file.sha256) => {
            Err(ReadError::Changed {
                path: file.path.clone(),
            })
        }
        Some(_) | None => Ok(()),
    }
}

/// Reports terms that may not be used, each by the number of what the parser
/// gave for it.
///
/// The parser tells places of syntax errors only. So the text is read again,
/// one line at a time: the triple that comes out after a line ends on it, and
/// its term is the last one of that name before.
fn report_reserved(
    file: &InputFile,
    format: RdfFormat,
    refused: &[(usize, NamedNode)],
    report: &mut Report,
) -> Result<(), ReadError> {
    let Some((last, _)) = refused.last() else {
        return Ok(());
    };
    let (lines, kept, _) = open(&file.path, Step::Line).map_err(|error| unreadable(file, error))?;
    let mut left = refused.iter().peekable();
    for (number, _) in parser(format).for_reader(lines).enumerate().take(last + 1) {
        if let Some((_, term)) = left.next_if(|(refused, _)| *refused == number) {
            report.push(mistakes::reserved(&file.name, &kept.borrow(), term));
        }
    }
    Ok(())
}

fn unreadable(file: &InputFile, error: io::Error) -> ReadError {
    match fault_of(error) {
        Ok(Fault::File(error)) | Err(error) => io_error(&file.path, error),
        Ok(fault) => io_error(&file.path, fault.into()),
    }
}

fn parser(format: RdfFormat) -> RdfParser {
    RdfParser::from_format(format).without_named_graphs()
}

/// A name without the end that says that the file is packed.
pub(super) fn unpacked(name: &str) -> &str {
    let end = name.len().saturating_sub(PACKED.len());
    match name.get(end..) {
        Some(extension) if extension.eq_ignore_ascii_case(PACKED) => &name[..end],
        _ => name,
    }
}

fn format(name: &str) -> Result<RdfFormat, Box<Problem>> {
    let extension = Path::new(unpacked(name))
        .extension()
        .and_then(|e| e.to_str());
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
        "Turtle (.ttl) or N-Triples (.nt), also packed (.ttl.gz, .nt.gz)",
    );
    problem.hints.push(hint.to_owned());
    Err(Box::new(problem))
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

/// Names for the blank nodes of one file.
struct Blanks {
    prefix: String,
    /// By the parser's label. Labels of nodes without one (`[]`) are random,
    /// hence the numbers, in the order in which the nodes appear.
    numbers: HashMap<Box<str>, usize>,
}

impl Blanks {
    fn of(sha256: &str) -> Self {
        let short = sha256.get(..16).unwrap_or(sha256);
        Self {
            prefix: format!("{BLANK}{short}/"),
            numbers: HashMap::new(),
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
        let number = match self.numbers.get(label) {
            Some(number) => *number,
            None => {
                self.numbers.insert(label.into(), next);
                next
            }
        };
        // A constant, hexadecimal digits and a number are an IRI.
        NamedNode::new_unchecked(format!("{}{number}", self.prefix))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use oxigraph::model::Triple;

    use super::{InputFile, read};
    use crate::model::Code;
    use crate::model::Report;

    const BASE: &str = "https://example.org/case/";

    fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, InputFile) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("can be written");
        let file = crate::read::hashed(&path, name).expect("can be read");
        (folder, file)
    }

    fn bytes(name: &str, bytes: &[u8]) -> (Vec<Triple>, Report) {
        let (_folder, file) = file(name, bytes);
        let (mut triples, mut report) = (Vec::new(), Report::default());
        let mut sink = |triple| triples.push(triple);
        read(&file, &[BASE], &mut sink, &mut report).expect("can be read");
        (triples, report)
    }

    fn rdf(name: &str, text: &str) -> (Vec<Triple>, Report) {
        bytes(name, text.as_bytes())
    }

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text).expect("memory can be written");
        packer.finish().expect("memory can be written")
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

    #[test]
    fn a_packed_file_is_read_as_what_is_in_it() {
        let text = "<http://e.x/a> <http://e.x/b> \"ž\" .\n".repeat(40_000)
            + "<http://e.x/a> <http://e.x/b> <http://e.x/c> .\n";
        let plain = rdf("b.nt", &text);
        assert_eq!((plain.0.len(), plain.1.problems.len()), (40_001, 0));
        let plain = plain.0;
        let whole = packed(text.as_bytes());
        assert_eq!(bytes("b.nt.gz", &whole).0, plain);
        assert_eq!(bytes("B.TTL.GZ", &whole).0.len(), 40_001);
        // What the name says of packing is not what counts.
        assert_eq!(bytes("b.nt", &whole).0, plain);
        assert_eq!(rdf("b.nt.gz", &text).0, plain);
        // Members that were packed one by one and joined.
        let (first, second) = text.as_bytes().split_at(1_000_001);
        let joined = [packed(first), packed(second)].concat();
        assert_eq!(bytes("b.nt.gz", &joined).0, plain);
    }

    #[test]
    fn a_damaged_or_short_gzip_file_is_an_error_that_names_it() {
        let text: String = (0..5_000)
            .map(|n| format!("<http://e.x/{n}> <http://e.x/b> \"{}\" .\n", n * n))
            .collect();
        let whole = packed(text.as_bytes());
        let mut flipped = whole.clone();
        let at = flipped.len() - 6;
        flipped[at] ^= 1; // In the checksum.
        let trailing = [whole.as_slice(), b"and something that is no gzip"].concat();
        for (damaged, words) in [
            (&whole[..whole.len() / 2], "end too soon"),
            (&whole[..whole.len() - 1], "end too soon"),
            (&whole[..2], "end too soon"),
            (&flipped[..], "are damaged"),
            (&trailing[..], "are damaged"),
        ] {
            let (_, report) = bytes("b.nt.gz", damaged);
            let [problem] = &report.problems[..] else {
                panic!("{words}: {:?}", report.problems);
            };
            assert_eq!(problem.code, Code::BadGzip);
            assert!(problem.message.contains("`b.nt.gz`"), "{}", problem.message);
            assert!(problem.message.contains(words), "{}", problem.message);
        }
    }

    #[test]
    fn a_text_that_never_ends_is_refused_before_it_fills_the_memory() {
        // One literal of 32 MiB, in 32 KiB.
        let bomb = [
            b"<http://e.x/a> <http://e.x/b> \"".to_vec(),
            vec![b'x'; 1 << 25],
        ]
        .concat();
        let (triples, report) = bytes("b.nt.gz", &packed(&bomb));
        assert_eq!(triples, []);
        let [problem] = &report.problems[..] else {
            panic!("{:?}", report.problems);
        };
        assert_eq!(problem.code, Code::RdfSyntax);
        assert!(problem.message.contains("`b.nt.gz`"), "{}", problem.message);
    }

    #[test]
    fn a_mistake_far_into_a_file_has_its_line() {
        let line = "<http://e.x/a> <http://e.x/b> \"some text of a line\" .\n";
        let far = line.repeat(60_000);
        let text = format!("{far}<http://e.x/a> b 1 .\n{far}<http://e.x/a> <{BASE}x> 1 .\n");
        let packed = packed(text.as_bytes());
        for (name, bytes) in [("b.ttl", text.as_bytes()), ("b.ttl.gz", &packed)] {
            let (_, report) = super::tests::bytes(name, bytes);
            let found: Vec<_> = report
                .problems
                .iter()
                .filter_map(|problem| {
                    let place = problem.place.as_ref()?;
                    Some((problem.code, place.line, place.column))
                })
                .collect();
            assert_eq!(
                found,
                [
                    (Code::RdfSyntax, 60_001, 16),
                    (Code::RdfReserved, 120_002, 16)
                ]
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_where_they_stand() {
        let (_, report) = bytes("b.nt", b"<http://e.x/a> <http://e.x/b> \"x\" .\n# \x93\n");
        let place = report.problems[0].place.as_ref().expect("has a place");
        assert_eq!(report.problems[0].code, Code::NotUtf8);
        assert_eq!((place.line, place.column), (2, 3));
        let (_, report) = bytes("b.nt", b"\xFF\xFE<\0a\0");
        assert_eq!(report.problems[0].code, Code::NotUtf8);
        let (_, report) = bytes("b.nt", b"# long enough\n\0\n");
        assert_eq!(report.problems[0].code, Code::NulByte);
    }

    #[test]
    fn a_file_that_changed_since_it_was_hashed_is_no_input() {
        let (_folder, file) = file("b.nt", b"# one\n");
        std::fs::write(&file.path, b"# two\n").expect("can be written");
        let read = read(&file, &[BASE], &mut |_| {}, &mut Report::default());
        assert!(read.is_err());
    }
}
