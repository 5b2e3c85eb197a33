//! What is wrong with a background file, each mistake in its line.
//!
//! Takes what the parser, the text or the rules say, and the last lines that
//! were read; gives problems. At most so many are listed, since after the first
//! the rest follow.

use std::io;

use oxigraph::io::{RdfFormat, RdfSyntaxError};
use oxigraph::model::NamedNode;

use super::text::{Fault, Kept};
use crate::model::Code;
use crate::model::Place;
use crate::model::Problem;
use crate::model::Report;
use crate::read::file_problem;
use crate::read::place::whole_file;

/// After so many mistakes in one file the parser has lost its way.
pub(super) const MOST_MISTAKES: usize = 100;

/// The syntax errors of one file, as far as they are listed.
pub(super) struct Mistakes<'f> {
    name: &'f str,
    format: RdfFormat,
    lines: Vec<u32>,
}

impl<'f> Mistakes<'f> {
    pub(super) fn of(name: &'f str, format: RdfFormat) -> Self {
        Self {
            name,
            format,
            lines: Vec::new(),
        }
    }

    /// On how many lines there was a syntax error.
    pub(super) fn lines(&self) -> usize {
        self.lines.len()
    }

    /// Reports a syntax error.
    pub(super) fn syntax(&mut self, kept: &Kept, error: &RdfSyntaxError, report: &mut Report) {
        let place = match error.location() {
            Some(location) => {
                let (start, end) = (location.start.offset, location.end.offset);
                // A text that began long before is shown by its numbers only.
                kept.place(self.name, start, end).unwrap_or(Place {
                    line: number(location.start.line),
                    column: number(location.start.column),
                    ..whole_file(self.name)
                })
            }
            None => whole_file(self.name),
        };
        // What else the parser says of a line follows from the first.
        if self.lines.last() == Some(&place.line) {
            return;
        }
        self.lines.push(place.line);
        let is_lines = self.format == RdfFormat::NTriples;
        let mut hints = Vec::new();
        if place.line_text.contains("<<") {
            hints.push(
                "triple terms are not read; state the triple and say more of it as usual"
                    .to_owned(),
            );
        }
        if is_lines && place.line_text.matches('<').count() > 3 {
            hints.push("a fourth term names a graph; named graphs are not read".to_owned());
        }
        // The parser's words start with the place, which is told apart.
        let words = error.to_string();
        let message = words.split_once(": ").map_or(words.as_str(), |(_, m)| m);
        report.push(Problem {
            code: Code::RdfSyntax,
            place: Some(place),
            message: message.to_owned(),
            expected: if is_lines { "N-Triples" } else { "Turtle" }.to_owned(),
            hints,
        });
    }
}

/// The problem of a term that may not be used, in a triple that ends on the
/// last line that was read.
pub(super) fn reserved(name: &str, kept: &Kept, term: &NamedNode) -> Problem {
    Problem {
        place: Some(kept.last(name, |before| written(before, term))),
        hints: vec!["what the case claims belongs into its tables, with a source".to_owned()],
        ..file_problem(
            Code::RdfReserved,
            name,
            format!("`{}` cannot be used in background RDF", term.as_str()),
            "properties and types of other vocabularies",
        )
    }
}

/// From 1, as people count.
fn number(from_zero: u64) -> u32 {
    u32::try_from(from_zero.saturating_add(1)).unwrap_or(u32::MAX)
}

/// The problem of a file whose bytes are not a text.
pub(super) fn broken(name: &str, kept: &Kept, fault: Fault) -> Problem {
    let at = |at: u64| {
        kept.place(name, at, at).map(|place| Place {
            // Half a line would look as if the rest of it were missing.
            line_text: String::new(),
            ..place
        })
    };
    let message = format!("`{name}` is not read further: {fault}");
    let iconv = |from: &str| format!("iconv -f {from} -t UTF-8 {name} > new.nt");
    let (code, place, expected, hint) = match fault {
        Fault::NotUtf8 { at: offset, .. } => (
            Code::NotUtf8,
            at(offset),
            "UTF-8, as RDF is written",
            iconv("ISO-8859-1"),
        ),
        Fault::Nul { at: offset } => (
            Code::NulByte,
            at(offset),
            "text",
            format!("is `{name}` another kind of file?"),
        ),
        Fault::OtherEncoding(encoding) => (
            Code::NotUtf8,
            None,
            "UTF-8, as RDF is written",
            iconv(encoding.split(' ').next().unwrap_or(encoding)),
        ),
        Fault::Gzip(_) | Fault::File(_) => (
            Code::BadGzip,
            None,
            "a whole gzip file, or one that is not packed",
            format!("`gzip -t {name}` tests it; copy or download it again"),
        ),
    };
    Problem {
        hints: vec![hint],
        place: place.or_else(|| Some(whole_file(name))),
        ..file_problem(code, name, message, expected)
    }
}

/// The problem of a term or statement that the parser has no room for.
pub(super) fn too_long(name: &str, kept: &Kept, error: &io::Error) -> Problem {
    Problem {
        place: Some(kept.last(name, |before| (before.len(), 0))),
        hints: vec!["is a closing quotation mark or `>` missing above?".to_owned()],
        ..file_problem(
            Code::RdfSyntax,
            name,
            format!("`{name}` is not read further: {error}"),
            "terms of at most 16 MiB",
        )
    }
}

/// Finds where a term was written last, and how long it is.
fn written(before: &str, term: &NamedNode) -> (usize, usize) {
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
    full.max(short).unwrap_or_else(|| {
        let line = before.trim_end_matches(['\n', '\r']);
        (line.rfind(['\n', '\r']).map_or(0, |at| at + 1), 0)
    })
}
