//! The forms of an answer to a query: which there are, what each is called over
//! HTTP, which one is wanted, and the bytes of it.
//!
//! An answer is sent whole or not at all: one that is larger than it may be is an
//! error before the first byte is out. What has to be said beside it, denials
//! first, goes into headers, since no form of rows has a place for that.

use crate::answer::{Remark, Weight, find_paths_of, remark_on_form, remarks};
use crate::query::{Answer, Format, Gives, Prepared, write};
use crate::web::accept::{PAGE, best};
use crate::web::bounded::Bounded;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::session::Session;

/// Remarks in headers beyond these are only counted. Node takes 16 KiB of headers.
const MOST_REMARKS: usize = 16;
/// Characters of one of them.
const MOST_REMARK: usize = 400;

/// The forms of rows, the usual one first: media types to ask by.
const OF_ROWS: [(&str, Form); 7] = [
    (
        "application/sparql-results+json",
        Form::Data(Format::Json, "application/sparql-results+json"),
    ),
    (
        "application/json",
        Form::Data(Format::Json, "application/json"),
    ),
    (
        "application/sparql-results+xml",
        Form::Data(Format::Xml, "application/sparql-results+xml"),
    ),
    (
        "application/xml",
        Form::Data(Format::Xml, "application/xml"),
    ),
    ("text/csv", Form::Data(Format::Csv, CSV)),
    ("text/tab-separated-values", Form::Data(Format::Tsv, TSV)),
    (PAGE, Form::Page),
];

/// The forms of a graph, the usual one first.
const OF_GRAPHS: [(&str, Form); 5] = [
    ("text/turtle", Form::Data(Format::Turtle, TURTLE)),
    (
        "application/n-triples",
        Form::Data(Format::NTriples, "application/n-triples"),
    ),
    (
        "application/rdf+xml",
        Form::Data(Format::RdfXml, "application/rdf+xml"),
    ),
    (
        "application/ld+json",
        Form::Data(Format::JsonLd, "application/ld+json"),
    ),
    (PAGE, Form::Page),
];

const CSV: &str = "text/csv; charset=utf-8; header=present";
const TSV: &str = "text/tab-separated-values; charset=utf-8; header=present";
const TURTLE: &str = "text/turtle; charset=utf-8";

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Page,
    /// With its content type.
    Data(Format, &'static str),
}

/// The forms that answers of a kind have.
pub fn offered(gives: Gives) -> &'static [(&'static str, Form)] {
    match gives {
        Gives::Rows | Gives::Boolean => &OF_ROWS,
        Gives::Graph => &OF_GRAPHS,
    }
}

/// The form that fits a header best.
///
/// # Errors
/// With the forms that there are, where none fits.
pub fn accepted(accept: Option<&str>, gives: Gives) -> Result<Form, WebError> {
    best(accept, offered(gives)).ok_or_else(|| none_fits(gives))
}

/// The form that a word or a media type asks for by an option of the address, as
/// clients send it beside the header: `json`, `turtle`, `text/csv`.
///
/// # Errors
/// Where answers of this kind have no such form.
pub fn by_word(word: &str, gives: Gives) -> Result<Form, WebError> {
    let word = word.to_ascii_lowercase();
    let media = match (word.as_str(), gives) {
        ("json", Gives::Rows | Gives::Boolean) => "application/sparql-results+json",
        ("json" | "json-ld" | "jsonld", Gives::Graph) => "application/ld+json",
        ("xml", Gives::Rows | Gives::Boolean) => "application/sparql-results+xml",
        ("xml" | "rdf" | "rdf+xml" | "rdfxml", Gives::Graph) => "application/rdf+xml",
        ("csv", Gives::Rows | Gives::Boolean) => "text/csv",
        ("tsv", Gives::Rows | Gives::Boolean) => "text/tab-separated-values",
        // Turtle is N3 too.
        ("turtle" | "ttl" | "n3", Gives::Graph) => "text/turtle",
        ("n-triples" | "ntriples" | "nt", Gives::Graph) => "application/n-triples",
        ("html", _) => PAGE,
        (other, _) => other,
    };
    let named = offered(gives).iter().find(|(offered, _)| *offered == media);
    named.map(|(_, form)| *form).ok_or_else(|| none_fits(gives))
}

fn none_fits(gives: Gives) -> WebError {
    let forms: Vec<&str> = offered(gives).iter().map(|(media, _)| *media).collect();
    WebError::NotAcceptable(format!(
        "{} can be had as {}",
        match gives {
            Gives::Rows => "rows",
            Gives::Boolean => "a yes or no",
            Gives::Graph => "a graph",
        },
        forms.join(", ")
    ))
}

/// An answer with what is to be said beside it.
pub struct Answered {
    pub answer: Answer,
    pub remarks: Vec<Remark>,
}

impl Answered {
    /// How many rows it has, or triples.
    pub fn size(&self) -> usize {
        match &self.answer {
            Answer::Rows(rows) => rows.rows.len(),
            Answer::Boolean(_) => 1,
            Answer::Graph(triples) => triples.len(),
        }
    }
}

impl Session {
    /// Runs a query, as the command line does.
    ///
    /// # Errors
    /// Those of the query, and when it has more rows than it may.
    pub(super) fn ask(
        &self,
        prepared: &mut Prepared,
        is_of_library: bool,
    ) -> Result<Answered, WebError> {
        find_paths_of(&self.graph, &self.known_relations, prepared)?;
        let (answer, named) = prepared.run_named(self.graph.edition())?;
        let mut answered = Answered {
            answer,
            remarks: Vec::new(),
        };
        let (size, most) = (answered.size(), self.limits.rows);
        if size > most {
            return Err(WebError::TooLarge(format!(
                "the answer has {size} rows; this server gives {most} at most, and none of them is sent. Ask for less, or start it with a larger --rows"
            )));
        }
        answered.remarks = remarks(
            &self.graph,
            prepared,
            (&answered.answer, &named),
            is_of_library,
        )?;
        Ok(answered)
    }

    /// An answer as bytes, with what is to be said beside it in headers.
    ///
    /// # Errors
    /// When the form cannot hold it, or it is larger than it may be.
    pub(super) fn sent(
        &self,
        answered: Answered,
        prepared: &Prepared,
        format: Format,
        content_type: &str,
    ) -> Result<Reply<'static>, WebError> {
        let Answered {
            answer,
            mut remarks,
        } = answered;
        let mut body = Bounded::new(self.limits.bytes);
        let written = match write(&answer, format, prepared.prefixes(), &mut body) {
            Ok(written) => written,
            Err(_) if body.is_full() => return Err(self.too_large()),
            Err(error) => return Err(error.into()),
        };
        remarks.extend(remark_on_form(written, format));
        let reply = Reply::new(200, content_type, body.into_bytes());
        Ok(self.remarked(reply, &remarks))
    }

    /// A reply with its edition, and with remarks in headers, what must not be
    /// overlooked first.
    pub(super) fn remarked<'s>(&self, reply: Reply<'s>, remarks: &[Remark]) -> Reply<'s> {
        let mut remarks: Vec<&Remark> = remarks.iter().collect();
        remarks.sort_by_key(|remark| remark.weight);
        let reply = reply.with("nutgraf-edition", self.edition());
        let mut reply = remarks
            .iter()
            .take(MOST_REMARKS)
            .fold(reply, |reply, remark| {
                reply.with("nutgraf-note", in_header(&remark.line()))
            });
        if let Some(more @ 1..) = remarks.len().checked_sub(MOST_REMARKS) {
            reply = reply.with(
                "nutgraf-note",
                format!("note: {more} more notes, which the page shows"),
            );
        }
        reply
    }
}

/// Remarks of some weight, in words.
pub fn words_of(remarks: &[Remark], weights: &[Weight]) -> Vec<String> {
    remarks
        .iter()
        .filter(|remark| weights.contains(&remark.weight))
        .map(|remark| remark.words.clone())
        .collect()
}

/// Text as a header can hold it: one line of ASCII, other characters as `\u{e9}`.
fn in_header(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        if out.len() >= MOST_REMARK {
            out.push_str("...");
            break;
        }
        match character {
            ' '..='~' => out.push(character),
            '\n' | '\t' => out.push(' '),
            '…' => out.push_str("..."),
            other => out.extend(other.escape_unicode()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_one_line_of_ascii() {
        assert_eq!(
            in_header("no path: Zoë\r\nSet-Cookie"),
            "no path: Zo\\u{eb}\\u{d} Set-Cookie"
        );
        let long = in_header(&"é".repeat(10_000));
        assert!(
            long.len() < MOST_REMARK + 20 && long.ends_with("..."),
            "{long}"
        );
    }

    #[test]
    fn the_words_of_clients_are_known() {
        for (word, gives, media) in [
            ("json", Gives::Rows, "application/sparql-results+json"),
            ("JSON", Gives::Graph, "application/ld+json"),
            ("xml", Gives::Boolean, "application/sparql-results+xml"),
            ("xml", Gives::Graph, "application/rdf+xml"),
            ("text/csv", Gives::Rows, CSV),
            ("turtle", Gives::Graph, TURTLE),
        ] {
            let found = by_word(word, gives);
            assert!(
                matches!(found, Ok(Form::Data(_, found)) if found == media),
                "{word}"
            );
        }
        for (word, gives) in [
            ("turtle", Gives::Rows),
            ("csv", Gives::Graph),
            ("pdf", Gives::Rows),
        ] {
            assert!(by_word(word, gives).is_err(), "{word}");
        }
    }
}
