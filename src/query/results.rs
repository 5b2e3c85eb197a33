//! Answers as bytes: the four W3C result formats, a table, markdown, and RDF.
//!
//! Takes an [`Answer`] and writes it whole: nothing is cut or left out. The
//! W3C formats and RDF are the engine's own writers and hold values as they
//! are; the two for people are in `table`. Whether to warn is for `cli`.

use std::io::{BufWriter, Write};
use std::str::FromStr;

use oxigraph::io::RdfFormat;
use oxigraph::io::RdfSerializer;
use oxigraph::model::BlankNode;
use oxigraph::model::Literal;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::Triple;
use oxigraph::model::Variable;
use oxigraph::sparql::results::QueryResultsFormat;
use oxigraph::sparql::results::QueryResultsSerializer;

use crate::query::error::QueryError;
use crate::query::prefixes::Prefixes;
use crate::query::prepare::Answer;
use crate::query::prepare::Rows;
use crate::query::rdfxml;
use crate::query::table;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Columns under each other, for a terminal.
    Table,
    Markdown,
    /// SPARQL 1.1 Query Results, as are the next three.
    Json,
    Xml,
    Csv,
    Tsv,
    Turtle,
    NTriples,
    /// Without a context, every IRI in full.
    JsonLd,
    /// Cannot carry everything: see [`write`].
    RdfXml,
}

impl Format {
    /// Every format, those of rows first.
    pub const ALL: [Format; 10] = [
        Format::Table,
        Format::Markdown,
        Format::Json,
        Format::Xml,
        Format::Csv,
        Format::Tsv,
        Format::Turtle,
        Format::NTriples,
        Format::JsonLd,
        Format::RdfXml,
    ];

    /// The word to ask for it by.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Markdown => "md",
            Format::Json => "json",
            Format::Xml => "xml",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Turtle => "ttl",
            Format::NTriples => "nt",
            Format::JsonLd => "jsonld",
            Format::RdfXml => "rdf",
        }
    }

    /// The format for an answer where none is asked for.
    pub fn usual(answer: &Answer) -> Format {
        match answer {
            Answer::Rows(_) | Answer::Boolean(_) => Format::Table,
            Answer::Graph(_) => Format::Turtle,
        }
    }

    fn holds(self) -> Holds {
        match self {
            Format::Table => Holds::Rows(None),
            Format::Markdown => Holds::Rows(None),
            Format::Json => Holds::Rows(Some(QueryResultsFormat::Json)),
            Format::Xml => Holds::Rows(Some(QueryResultsFormat::Xml)),
            Format::Csv => Holds::Rows(Some(QueryResultsFormat::Csv)),
            Format::Tsv => Holds::Rows(Some(QueryResultsFormat::Tsv)),
            Format::Turtle => Holds::Graph(RdfFormat::Turtle),
            Format::NTriples => Holds::Graph(RdfFormat::NTriples),
            Format::JsonLd => Holds::Graph(RdfFormat::JsonLd {
                profile: oxigraph::io::JsonLdProfileSet::empty(),
            }),
            Format::RdfXml => Holds::Graph(RdfFormat::RdfXml),
        }
    }
}

/// What a format can hold; rows without a W3C format are for people.
enum Holds {
    Rows(Option<QueryResultsFormat>),
    Graph(RdfFormat),
}

impl FromStr for Format {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == word)
            .ok_or(())
    }
}

/// What became of the values while they were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Characters that the format cannot hold, written as `\u{…}` instead.
    pub escaped: usize,
}

/// Writes an answer, with a final line break where the format has lines.
///
/// # Errors
/// When the format cannot hold this kind of answer, or something in it (RDF/XML:
/// control characters, and properties whose IRI does not end in an XML name), of
/// which nothing is written then; or the writer fails.
pub fn write(
    answer: &Answer,
    format: Format,
    prefixes: &Prefixes,
    out: &mut dyn Write,
) -> Result<Written, QueryError> {
    match (answer, format.holds()) {
        (Answer::Rows(rows), Holds::Rows(Some(standard))) => write_rows(rows, standard, out),
        (Answer::Rows(rows), Holds::Rows(None)) => {
            let text = match format {
                Format::Markdown => table::markdown(rows, prefixes),
                _ => table::aligned(rows, prefixes),
            };
            out.write_all(text.as_bytes())?;
            Ok(Written::default())
        }
        (Answer::Boolean(answer), Holds::Rows(Some(standard))) => {
            QueryResultsSerializer::from_format(standard)
                .serialize_boolean_to_writer(&mut *out, *answer)?;
            ends_in_line(standard, out)?;
            Ok(Written::default())
        }
        (Answer::Boolean(answer), Holds::Rows(None)) => {
            writeln!(out, "{}", if *answer { "yes" } else { "no" })?;
            Ok(Written::default())
        }
        (Answer::Graph(triples), Holds::Graph(rdf)) => write_graph(triples, rdf, prefixes, out),
        (Answer::Rows(_) | Answer::Boolean(_), Holds::Graph(_)) => Err(QueryError::WrongFormat {
            answer: "rows of a SELECT or ASK",
            format: format.as_str(),
            instead: "table, md, json, xml, csv or tsv",
        }),
        (Answer::Graph(_), Holds::Rows(_)) => Err(QueryError::WrongFormat {
            answer: "the graph of a CONSTRUCT or DESCRIBE",
            format: format.as_str(),
            instead: "ttl, nt, jsonld or rdf",
        }),
    }
}

fn write_rows(
    rows: &Rows,
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> Result<Written, QueryError> {
    let Rows { variables, rows } = rows;
    let variables: Vec<Variable> = variables
        .iter()
        .map(|name| Variable::new_unchecked(name.as_str()))
        .collect();
    let mut written = Written::default();
    // The engine writes a bracket and a quotation mark at a time.
    let pieces = BufWriter::new(&mut *out);
    let mut writer = QueryResultsSerializer::from_format(format)
        .serialize_solutions_to_writer(pieces, variables.clone())?;
    for row in rows {
        let safe: Option<Vec<Option<Term>>> = (format == QueryResultsFormat::Xml).then(|| {
            let safe = |term: &Option<Term>| Some(xml_safe(term.as_ref()?, &mut written.escaped));
            row.iter().map(safe).collect()
        });
        let cells = variables.iter().zip(safe.as_ref().unwrap_or(row));
        writer.serialize(
            cells.filter_map(|(variable, term)| Some((variable.as_ref(), term.as_ref()?.as_ref()))),
        )?;
    }
    writer.finish()?.flush()?;
    ends_in_line(format, out)?;
    Ok(written)
}

/// CSV and TSV end their lines themselves, but for a boolean, which is no line.
fn ends_in_line(format: QueryResultsFormat, out: &mut dyn Write) -> Result<(), QueryError> {
    match format {
        QueryResultsFormat::Csv | QueryResultsFormat::Tsv => Ok(()),
        _ => Ok(writeln!(out)?),
    }
}

/// Replaces the characters that no XML document may hold, however escaped.
fn xml_safe(term: &Term, escaped: &mut usize) -> Term {
    let mut safe = |text: &str| -> Option<String> {
        if text.chars().all(is_xml) {
            return None;
        }
        let mut safe = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            if is_xml(c) {
                safe.push(c);
            } else {
                *escaped += 1;
                safe.extend(c.escape_unicode());
            }
        }
        Some(safe)
    };
    match term {
        Term::NamedNode(node) => match safe(node.as_str()) {
            Some(text) => NamedNode::new_unchecked(text).into(),
            None => term.clone(),
        },
        Term::BlankNode(node) => match safe(node.as_str()) {
            Some(text) => BlankNode::new_unchecked(text).into(),
            None => term.clone(),
        },
        Term::Literal(literal) => match (safe(literal.value()), literal.language()) {
            (None, _) => term.clone(),
            (Some(text), Some(language)) => {
                Literal::new_language_tagged_literal_unchecked(text, language).into()
            }
            (Some(text), None) => {
                Literal::new_typed_literal(text, literal.datatype().into_owned()).into()
            }
        },
    }
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn write_graph(
    triples: &[Triple],
    format: RdfFormat,
    prefixes: &Prefixes,
    out: &mut dyn Write,
) -> Result<Written, QueryError> {
    if format == RdfFormat::RdfXml {
        return write_rdfxml(triples, prefixes, out);
    }
    let mut serializer = RdfSerializer::from_format(format);
    for (name, namespace) in prefixes.iter() {
        // A namespace that is no IRI could not have been written into an edition.
        if let Ok(with) = serializer.clone().with_prefix(name, namespace) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(&mut *out);
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    writer.finish()?;
    if matches!(format, RdfFormat::JsonLd { .. }) {
        writeln!(out)?;
    }
    Ok(Written::default())
}

fn write_rdfxml(
    triples: &[Triple],
    prefixes: &Prefixes,
    out: &mut dyn Write,
) -> Result<Written, QueryError> {
    for triple in triples {
        let why = match &triple.object {
            Term::Literal(literal) => rdfxml::forbidden_character(literal.value()),
            Term::NamedNode(_) | Term::BlankNode(_) => None,
        };
        let why = match why {
            Some(character) => format!(
                "the character U+{:04X}, which XML does not allow",
                u32::from(character)
            ),
            None if rdfxml::element_name(triple.predicate.as_str()).is_none() => {
                "a property whose IRI does not end in an XML name".to_owned()
            }
            None => continue,
        };
        return Err(QueryError::NotInXml {
            why,
            triple: triple.to_string(),
        });
    }
    let mut writer = rdfxml::Writer::start(out, prefixes.iter())?;
    for triple in triples {
        writer.triple(triple.as_ref())?;
    }
    writer.finish()?;
    Ok(Written::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::RdfParser;
    use oxigraph::sparql::results::QueryResultsParser;
    use oxigraph::sparql::results::ReaderQueryResultsParserOutput;

    fn prefixes() -> Prefixes {
        Prefixes::new(vec!["https://example.org/".to_owned()])
    }

    fn written(answer: &Answer, format: Format) -> (String, usize) {
        let mut out = Vec::new();
        let Written { escaped } = write(answer, format, &prefixes(), &mut out).expect("holds it");
        (String::from_utf8(out).expect("UTF-8"), escaped)
    }

    fn rows(values: &[&str]) -> Answer {
        Answer::Rows(Rows {
            variables: vec!["a".to_owned(), "b".to_owned()],
            rows: values
                .iter()
                .map(|value| vec![Some(Literal::from(*value).into()), None])
                .collect(),
        })
    }

    #[test]
    fn xml_is_well_formed_whatever_the_values_hold() -> Result<(), Box<dyn std::error::Error>> {
        let every: String = (0..0x3000)
            .filter_map(char::from_u32)
            .chain(['\u{fffe}', '\u{ffff}', '\u{10ffff}'])
            .collect();
        let (text, escaped) = written(&rows(&[&every, "]]> <b>&amp; \r\n"]), Format::Xml);
        // 32 control characters but tab, line feed and carriage return; two that are none.
        assert_eq!(escaped, 29 + 2);
        assert!(text.contains("\\u{0}") && text.contains("\\u{ffff}"));
        assert!(text.chars().all(is_xml));
        let parser = QueryResultsParser::from_format(QueryResultsFormat::Xml);
        let ReaderQueryResultsParserOutput::Solutions(solutions) =
            parser.for_reader(text.as_bytes())?
        else {
            return Err("rows were written".into());
        };
        assert_eq!(solutions.collect::<Result<Vec<_>, _>>()?.len(), 2);
        Ok(())
    }

    #[test]
    fn the_other_formats_hold_every_value_as_it_is() -> Result<(), Box<dyn std::error::Error>> {
        let odd = "a\t\"b\"\r\n, '\\ =1+1 \u{1} \u{202e}";
        for (format, standard) in [
            (Format::Json, QueryResultsFormat::Json),
            (Format::Tsv, QueryResultsFormat::Tsv),
        ] {
            let (text, escaped) = written(&rows(&[odd]), format);
            assert_eq!(escaped, 0);
            let parser = QueryResultsParser::from_format(standard);
            let ReaderQueryResultsParserOutput::Solutions(solutions) =
                parser.for_reader(text.as_bytes())?
            else {
                return Err("rows were written".into());
            };
            let solutions = solutions.collect::<Result<Vec<_>, _>>()?;
            assert_eq!(solutions[0].get("a"), Some(&Literal::from(odd).into()));
        }
        let (text, _) = written(&rows(&[odd]), Format::Csv);
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let row = reader.records().next().ok_or("a row")??;
        assert_eq!((&row[0], &row[1]), (odd, ""));
        Ok(())
    }

    #[test]
    fn booleans_are_written_in_every_format_of_rows() {
        for (format, text) in [
            (Format::Table, "no\n"),
            (Format::Markdown, "no\n"),
            (Format::Csv, "false"),
            (Format::Json, "{\"head\":{},\"boolean\":false}\n"),
        ] {
            assert_eq!(
                written(&Answer::Boolean(false), format)
                    .0
                    .trim_end_matches("\r\n"),
                text
            );
        }
    }

    #[test]
    fn graphs_read_back_and_use_prefixes() -> Result<(), Box<dyn std::error::Error>> {
        let triple = Triple::new(
            NamedNode::new("https://example.org/claim/m.ann")?,
            NamedNode::new("https://w3id.org/nutgraf/ns#text")?,
            Literal::from("a \"b\"\n"),
        );
        let answer = Answer::Graph(vec![triple.clone()]);
        for (format, rdf) in [
            (Format::Turtle, RdfFormat::Turtle),
            (Format::NTriples, RdfFormat::NTriples),
        ] {
            let (text, _) = written(&answer, format);
            let quads = RdfParser::from_format(rdf)
                .for_reader(text.as_bytes())
                .collect::<Result<Vec<_>, _>>()?;
            assert_eq!(
                quads.into_iter().map(Triple::from).collect::<Vec<_>>(),
                std::slice::from_ref(&triple)
            );
            assert_eq!(
                text.contains("claim:m.ann ng:text"),
                format == Format::Turtle,
                "{text}"
            );
        }
        assert!(
            serde_json::from_str::<serde_json::Value>(&written(&answer, Format::JsonLd).0).is_ok()
        );
        Ok(())
    }

    #[test]
    fn an_answer_that_does_not_fit_says_what_does() {
        let error = |answer: &Answer, format| {
            write(answer, format, &prefixes(), &mut Vec::new())
                .expect_err("does not fit")
                .to_string()
        };
        assert!(
            error(&Answer::Graph(vec![]), Format::Csv).ends_with("ask for ttl, nt, jsonld or rdf")
        );
        assert!(error(&Answer::Boolean(true), Format::Turtle).contains("json"));
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
    }
}
