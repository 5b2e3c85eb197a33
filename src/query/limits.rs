//! How large a query may be, and the stack it is given.
//!
//! The engine reads, plans, evaluates and drops a query by recursion, tens of
//! kilobytes for each pattern, so a text that nests deeply would end the
//! program. What nests is counted on the text before the engine sees it, and
//! evaluation has a stack on which that much fits. Lists of values, however
//! long, do not nest and are not counted.

use std::panic;
use std::thread;

use crate::query::error::QueryError;

// A list of many thousand names, and beyond what anybody types.
const MOST_BYTES: usize = 1_000_000;
// Brackets within brackets; people write five. An `EXISTS` within another
// costs 150 KB of stack.
const MOST_DEPTH: usize = 60;
// Operators, groups and triples, which the engine chains one inside the other,
// at 10 to 60 KB of stack each; so many triples take it seconds to plan. The
// questions of the library have less than half of it.
const MOST_PARTS: usize = 200;
// These have a form with an argument less, and the parser tries both: each one
// within another doubles its time. People write three.
const READ_TWICE: [&str; 3] = ["replace", "substr", "regex"];
const MOST_READ_TWICE: usize = 12;
// Four times what the worst query within the limits was seen to need. Only
// what is touched becomes memory.
const STACK_BYTES: usize = 256 << 20;

// By this a thread with such a stack is known.
const THREAD: &str = "query";

/// Does something on a stack that fits any query within the limits.
///
/// Each query makes sure of that by itself; whoever asks many of them in turn
/// does so within one call of this, and saves a thread for each.
///
/// # Errors
/// When the system gives no such thread.
pub fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, QueryError> {
    if thread::current().name() == Some(THREAD) {
        return Ok(work());
    }
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name(THREAD.to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)
            .map_err(QueryError::Thread)?;
        match worker.join() {
            Ok(done) => Ok(done),
            // A fault of ours, as if it had happened in this thread.
            Err(fault) => panic::resume_unwind(fault),
        }
    })
}

// Words that put what stands before them inside something new.
const CHAINING_WORDS: [&str; 9] = [
    "union", "optional", "minus", "filter", "bind", "as", "values", "lateral", "exists",
];

/// Refuses a query whose nesting could exhaust the stack; hands out its words
/// and signs on the way.
pub(super) fn check<'a>(text: &'a str, each: &mut dyn FnMut(&'a str)) -> Result<(), QueryError> {
    let too = |what, limit, unit| Err(QueryError::TooComplex { what, limit, unit });
    if text.len() > MOST_BYTES {
        return too("long", MOST_BYTES, "bytes");
    }
    let Nesting {
        depth,
        parts,
        read_twice,
    } = nesting(text, each);
    if read_twice > MOST_READ_TWICE {
        return too(
            "deep",
            MOST_READ_TWICE,
            "of REPLACE, SUBSTR and REGEX within each other",
        );
    }
    if depth > MOST_DEPTH {
        return too("deep", MOST_DEPTH, "brackets within each other");
    }
    if parts > MOST_PARTS {
        return too("complex", MOST_PARTS, "operators, groups and triples");
    }
    Ok(())
}

/// What a query's text nests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Nesting {
    depth: usize,
    parts: usize,
    read_twice: usize,
}

fn nesting<'a>(text: &'a str, each: &mut dyn FnMut(&'a str)) -> Nesting {
    let mut deepest = Nesting::default();
    // Whether each bracket that is open belongs to a call that is read twice.
    let mut open: Vec<bool> = Vec::new();
    let mut read_twice = 0;
    let mut before = "";
    for token in Tokens(text) {
        each(token);
        match token {
            "(" | "{" | "[" => {
                let is_read_twice = READ_TWICE.iter().any(|w| before.eq_ignore_ascii_case(w));
                read_twice += usize::from(is_read_twice);
                open.push(is_read_twice);
            }
            ")" | "}" | "]" => read_twice -= usize::from(open.pop().unwrap_or_default()),
            "+" | "*" | "/" | "|" | "&" | "-" | "!" | "^" | "=" | "." | ";" => deepest.parts += 1,
            word if CHAINING_WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)) => {
                deepest.parts += 1
            }
            _ => {}
        }
        before = token;
        deepest.depth = deepest.depth.max(open.len());
        deepest.read_twice = deepest.read_twice.max(read_twice);
    }
    deepest
}

/// Iterates over words and single signs; strings, IRIs and comments are left out.
pub(super) struct Tokens<'a>(pub(super) &'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let first = self.0.chars().next()?;
            let (len, is_token) = match first {
                '#' => (self.0.find('\n').unwrap_or(self.0.len()), false),
                '"' | '\'' => (string_len(self.0, first), false),
                '<' => match iri_len(self.0) {
                    Some(len) => (len, false),
                    None => (1, true),
                },
                c if is_word(c) => (self.0.find(|c| !is_word(c)).unwrap_or(self.0.len()), true),
                c => (c.len_utf8(), !c.is_whitespace()),
            };
            let (token, rest) = self.0.split_at(len);
            self.0 = rest;
            if is_token {
                return Some(token);
            }
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == ':' || c == '?' || c == '$'
}

/// Measures a string from its opening quotes; an unfinished one reaches to the end.
fn string_len(text: &str, quote: char) -> usize {
    let three: String = [quote; 3].iter().collect();
    let (close, start) = if text.starts_with(&three) {
        (three.as_str(), 3)
    } else {
        (&three[..1], 1)
    };
    let mut at = start;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(close) {
            return at + close.len();
        }
        let mut chars = rest.chars();
        let escaped = chars.next() == Some('\\');
        at += 1 + if escaped {
            chars.next().map_or(0, char::len_utf8)
        } else {
            0
        };
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    text.len()
}

/// Measures an IRI, or nothing where `<` means "less than".
fn iri_len(text: &str) -> Option<usize> {
    let end = text.find(['>', ' ', '\n', '\t', '\r', '"', '{', '}'])?;
    (text.as_bytes().get(end) == Some(&b'>')).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::library::Library;

    #[test]
    fn the_library_is_far_from_the_limits() {
        for question in Library::all() {
            let Nesting {
                depth,
                parts,
                read_twice,
            } = nesting(question.text, &mut |_| {});
            assert!(
                parts * 2 < MOST_PARTS && depth * 4 < MOST_DEPTH && read_twice < 4,
                "{}: {depth} {parts} {read_twice}",
                question.name
            );
        }
    }

    fn tokens(text: &str) -> String {
        Tokens(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn strings_iris_and_comments_are_no_tokens() {
        assert_eq!(
            tokens("ASK { ?s <http://x/((> \"a\\\"((\", '''b' (''' # ((\n . FILTER(?a < 3) }"),
            "ASK { ?s , . FILTER ( ?a < 3 ) }"
        );
        assert_eq!(tokens("\"unfinished (("), "");
        assert_eq!(tokens("\"é\\é\" x"), "x");
    }

    #[test]
    fn long_lists_pass_and_deep_nests_do_not() {
        let list: String = (0..20_000)
            .map(|n| format!("(<urn:x:{n}> \"(({n}\") "))
            .collect();
        assert!(
            check(
                &format!("SELECT * {{ VALUES (?a ?b) {{ {list} }} }}"),
                &mut |_| {}
            )
            .is_ok()
        );
        for text in [
            "(".repeat(1_000),
            "{".repeat(1_000),
            format!("ASK {{ FILTER({}) }}", "1 || ".repeat(3_000)),
            format!("ASK {{ {} }}", "?s ?p ?o . ".repeat(3_000)),
            format!("ASK {{ {} }}", "OPTIONAL {} ".repeat(3_000)),
            " ".repeat(MOST_BYTES + 1),
            format!("ASK {{ FILTER({}?a", "replace(SubStr(".repeat(7)),
        ] {
            assert!(check(&text, &mut |_| {}).is_err(), "{}", &text[..40]);
        }
    }
}
