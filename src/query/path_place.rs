//! Where in a query's text a `SERVICE ng:path` block stands, and what is wrong
//! in it.
//!
//! The engine's algebra keeps no places. Takes the number of a block in a walk
//! over the algebra and what to mark; gives a place in the text. Only asked
//! when something is wrong, so it reads the query once more.

use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;

use crate::query::algebra;
use crate::query::limits::Tokens;
use crate::query::prefixes::Prefixes;

/// The services of a query's text are named by their places while one of them
/// is looked for.
const PLACE: &str = "urn:nutgraf:at:";

/// A query's text with what is needed to read it again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'q> {
    pub(super) text: &'q str,
    pub(super) prefixes: &'q Prefixes,
}

/// Where the block of this number stands in the text, or what is marked in it;
/// and how many bytes that is.
///
/// The first mark is a name, the second, if there is one, a value given to it.
pub(super) fn place(block: usize, marks: &[String], written: Written) -> (usize, usize) {
    let text = written.text;
    let services = services(text);
    let Some(start) = number_in_text(block, &services, written) else {
        return (0, 1);
    };
    let within = &masked(text)[start..];
    let within = &within[..block_len(within)];
    let mut found = None;
    if let Some(name) = marks.first() {
        let named = occurrences(within, name);
        found = named.first().map(|at| (*at, name.len()));
        if let Some(value) = marks.get(1) {
            let to_it = named.iter().find_map(|at| {
                let given = within[*at..].split(';').next().unwrap_or_default();
                Some(at + occurrences(given, value).first()?)
            });
            // Else the value comes from a table of values, and may stand elsewhere too.
            let values = occurrences(within, value);
            let alone = || values.first().filter(|_| values.len() == 1).copied();
            found = to_it
                .or_else(alone)
                .map_or(found, |at| Some((at, value.len())));
        }
    }
    let (at, width) = found.unwrap_or((0, "SERVICE".len()));
    (start + at, width)
}

/// Where a whole name stands in a text; a keyword does in any case.
fn occurrences(text: &str, name: &str) -> Vec<usize> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '?' | '$');
    let (in_text, name) = match name.bytes().all(|b| b.is_ascii_uppercase()) {
        true => (text.to_ascii_uppercase(), name),
        false => (text.to_owned(), name),
    };
    let whole = in_text.match_indices(name).filter(|(at, name)| {
        let before = in_text[..*at].chars().next_back();
        let after = in_text[at + name.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    });
    whole.map(|(at, _)| at).collect()
}

/// Every `SERVICE` of a text: where the word begins, and where its name does.
fn services(text: &str) -> Vec<(usize, usize)> {
    let mut tokens = Tokens(text);
    let mut found = Vec::new();
    let mut end_before = 0;
    while let Some(token) = tokens.next() {
        let end = text.len() - tokens.0.len();
        let start = end - token.len();
        // `x:a-service` comes as three tokens that touch.
        let is_part = start == end_before && text[..start].ends_with('-');
        end_before = end;
        if !is_part && token.eq_ignore_ascii_case("service") {
            found.push((start, end + spaces(&text[end..])));
        }
    }
    found
}

/// How long the spaces and comments are with which a text begins.
fn spaces(text: &str) -> usize {
    let mut rest = text.trim_start();
    while rest.starts_with('#') {
        rest = rest.find('\n').map_or("", |end| &rest[end..]).trim_start();
    }
    text.len() - rest.len()
}

/// Finds the block of this number in a walk over the algebra among the
/// services of the text.
///
/// The walk has an order of its own. So the text is read once more with every
/// service named by its place, and the place is read off the algebra.
fn number_in_text(block: usize, services: &[(usize, usize)], written: Written) -> Option<usize> {
    let Written { text, prefixes } = written;
    let mut named = String::with_capacity(text.len());
    let mut after = 0;
    for (start, name) in services {
        let length = text[*name..].find(|c: char| c.is_whitespace() || c == '{')?;
        named.push_str(text.get(after..*name)?);
        named.push_str(&format!("<{PLACE}{start}>"));
        after = name + length;
    }
    named.push_str(text.get(after..)?);
    let mut parser = SparqlParser::new();
    for (name, namespace) in prefixes.iter() {
        parser = parser.with_prefix(name, namespace).ok()?;
    }
    let mut query = parser.parse_query(&named).ok()?;
    let mut places = Vec::new();
    algebra::walk(algebra::pattern_mut(&mut query), &mut |pattern| {
        if let GraphPattern::Service { name, .. } = pattern {
            places.push(name.to_string());
        }
    });
    let place = places.get(block)?;
    let place = place.strip_prefix('<')?.strip_prefix(PLACE)?;
    place.strip_suffix('>')?.parse().ok()
}

/// A text with spaces in place of all that is no word or sign of the query.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut tokens = Tokens(text);
    while let Some(token) = tokens.next() {
        let end = text.len() - tokens.0.len();
        let start = end - token.len();
        masked.extend(std::iter::repeat_n(' ', start - masked.len()));
        masked.push_str(token);
    }
    masked.extend(std::iter::repeat_n(' ', text.len() - masked.len()));
    masked
}

/// How long a block is, to the bracket that closes it.
fn block_len(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is marked in a text with one case.
    fn marked(text: &str, block: usize, marks: &[&str]) -> String {
        let prefixes = Prefixes::new(vec!["a:/".to_owned()]);
        let written = Written {
            text,
            prefixes: &prefixes,
        };
        let marks: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
        let (at, width) = place(block, &marks, written);
        format!("{at} {}", &text[at..at + width])
    }

    #[test]
    fn a_block_is_found_by_its_number_in_the_algebra() {
        // A filter is walked after what it filters, wherever it stands.
        let text = "ASK { FILTER EXISTS { SERVICE ng:path { [] ng:k 1 } } # SERVICE ng:path { ng:k\n service # ng:x\n <https://w3id.org/nutgraf/ns#path>{ [] ng:k 2 } ?s ng:text \"SERVICE ng:path {\" }";
        assert_eq!(
            marked(text, 0, &["ng:k"]),
            format!("{} ng:k", text.rfind("ng:k").unwrap_or(0))
        );
        assert_eq!(marked(text, 1, &["ng:k"]), "43 ng:k");
        assert_eq!(marked(text, 1, &["ng:on", "3"]), "22 SERVICE");
        assert_eq!(marked(text, 2, &["ng:k"]), "0 A");
    }

    #[test]
    fn a_mark_is_a_whole_name_and_a_value_is_that_of_its_name() {
        let text = "ASK { SERVICE ng:path { [] ng:to entity:ann ; ng:via entity:ann-b , entity:ann ; ng:k ?k values ?k { entity:x } } }";
        for (marks, expected) in [
            (&["ng:to", "entity:ann"][..], "33 entity:ann"),
            (&["ng:via", "entity:ann"], "68 entity:ann"),
            (&["ng:k", "entity:x"], "101 entity:x"),
            (&["ng:k", "entity:ann"], "81 ng:k"),
            (&["ng:k", "entity:an"], "81 ng:k"),
            (&["VALUES"], "89 values"),
            (&["ng:on", "entity:ann"], "6 SERVICE"),
        ] {
            assert_eq!(marked(text, 0, marks), expected, "{marks:?}");
        }
    }
}
