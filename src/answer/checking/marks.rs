//! The marks of one line of a story, and its text without them.
//!
//! A mark is `[claim-id]`, `[id1, id2]` or `[id1; id2]`. Links, footnotes, code,
//! boxes and what a backslash stands before are none; a mark in a comment is one,
//! so that a draft can be marked without its readers seeing it.

use std::collections::BTreeSet;

use crate::answer::checking::story::count;

/// Stands for a mark in the text that is looked through for sentences.
pub(super) const MARK: char = '\u{fdd0}';

/// Stand around what is said in place of a picture, likewise.
pub(super) const PICTURE: char = '\u{fdd1}';
pub(super) const PICTURE_END: char = '\u{fdd2}';

/// An id in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub id: String,
    /// From 1, in characters, of its first letter.
    pub column: u32,
}

/// The labels of link definitions (`[label]: https://…`), in lower case.
pub(super) fn defined<'l>(lines: impl Iterator<Item = &'l str>) -> BTreeSet<String> {
    let labels = lines.filter_map(definition);
    labels.map(str::to_lowercase).collect()
}

fn definition(line: &str) -> Option<&str> {
    let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    let destination = rest.split_whitespace().next()?;
    let title = rest.trim_start().get(destination.len()..)?.trim();
    // A sentence after a mark and a colon is no address, and must not be lost.
    let is_address = title.is_empty() || title.starts_with(['"', '\'', '(']);
    // The text of a footnote is text.
    (!label.contains(['[', ']']) && !label.starts_with('^') && is_address).then_some(label)
}

/// Collects the marks of a line; gives its text without marks, code, comments.
/// `closes_later`: whether a later line has the end of a comment.
pub(super) fn scan(
    line: &str,
    defined: &BTreeSet<String>,
    in_comment: &mut bool,
    closes_later: bool,
    marks: &mut Vec<Mark>,
) -> String {
    if definition(line).is_some() {
        return String::new();
    }
    let letters: Vec<char> = line.chars().collect();
    let starts = |at: usize, what: &str| {
        what.chars()
            .enumerate()
            .all(|(i, c)| letters.get(at + i) == Some(&c))
    };
    let mut plain = String::with_capacity(line.len());
    let mut at = 0;
    while at < letters.len() {
        if *in_comment && starts(at, "-->") {
            *in_comment = false;
            at += 3;
            continue;
        }
        match letters[at] {
            '\\' => {
                plain.extend(letters.get(at + 1));
                at += 2;
            }
            // One that nothing closes is text, as readers will see it.
            '<' if starts(at, "<!--")
                && (closes_later || (at + 4..letters.len()).any(|end| starts(end, "-->"))) =>
            {
                *in_comment = true;
                at += 4;
            }
            '`' => {
                let run = letters[at..].iter().take_while(|c| **c == '`').count();
                let ticks = "`".repeat(run);
                let ends = |end: &usize| {
                    starts(*end, &ticks)
                        && letters[end - 1] != '`'
                        && letters.get(end + run) != Some(&'`')
                };
                let end = (at + run..letters.len()).find(ends);
                at = match end {
                    Some(end) => {
                        plain.extend(&letters[at + run..end]);
                        end + run
                    }
                    None => at + run,
                };
            }
            '[' => {
                let close = letters[at + 1..]
                    .iter()
                    .position(|c| matches!(c, '[' | ']'));
                let close = close
                    .map(|more| at + 1 + more)
                    .filter(|end| letters[*end] == ']');
                let Some(close) = close else {
                    at += 1;
                    continue;
                };
                let inside: String = letters[at + 1..close].iter().collect();
                // The sign of a footnote, or the start of its text.
                if inside.starts_with('^') {
                    at = close + 1;
                    continue;
                }
                match brackets(&letters, close, &inside, defined) {
                    Brackets::Mark => {
                        ids(&inside, at + 1, marks);
                        plain.push(MARK);
                        at = close + 1;
                    }
                    Brackets::Link(end) => {
                        if !*in_comment && plain.ends_with('!') && letters[at - 1] == '!' {
                            plain.pop();
                            plain.push(PICTURE);
                            plain.push_str(&inside);
                            plain.push(PICTURE_END);
                        } else if !*in_comment {
                            plain.push_str(&inside);
                        }
                        at = end;
                    }
                    // What is in them may be text: `[the firm] paid`.
                    Brackets::Text => {
                        if !*in_comment {
                            plain.push('[');
                        }
                        at += 1;
                    }
                }
            }
            other => {
                if !*in_comment {
                    plain.push(other);
                }
                at += 1;
            }
        }
    }
    plain
}

enum Brackets {
    Mark,
    /// And where it ends.
    Link(usize),
    Text,
}

fn brackets(letters: &[char], close: usize, inside: &str, defined: &BTreeSet<String>) -> Brackets {
    let until = |from: usize, c: char| {
        letters[from..]
            .iter()
            .position(|l| *l == c)
            .map(|more| from + more)
    };
    match letters.get(close + 1) {
        Some('(') => {
            if let Some(end) = until(close + 2, ')') {
                return Brackets::Link(end + 1);
            }
        }
        Some('[') => {
            if let Some(end) = until(close + 2, ']') {
                let label: String = letters[close + 2..end].iter().collect();
                if defined.contains(&label.to_lowercase()) {
                    return Brackets::Link(end + 1);
                }
            }
        }
        _ => {}
    }
    if defined.contains(&inside.to_lowercase()) {
        return Brackets::Link(close + 1);
    }
    let mut ids = inside
        .split([',', ';'])
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .peekable();
    // `- [x] done` is a box that was ticked.
    let is_box = inside == "x"
        && letters[..close]
            .iter()
            .collect::<String>()
            .trim_start()
            .len()
            <= 4;
    match ids.peek().is_some() && !is_box && ids.all(is_id) {
        true => Brackets::Mark,
        false => Brackets::Text,
    }
}

/// Whether a word can be the id of a claim or a meeting.
fn is_id(word: &str) -> bool {
    let begins = word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    begins
        && word.chars().all(rest)
        && !word.ends_with('.')
        && word.chars().any(|c| c.is_ascii_lowercase())
}

/// The ids between `,` or `;`, with their columns; `from` is that of the text, from 0.
fn ids(inside: &str, from: usize, marks: &mut Vec<Mark>) {
    let mut at = from;
    for item in inside.split([',', ';']) {
        let before = item.chars().take_while(|c| c.is_whitespace()).count();
        let id = item.trim();
        if !id.is_empty() {
            marks.push(Mark {
                id: id.to_owned(),
                column: count(at + before + 1),
            });
        }
        at += item.chars().count() + 1;
    }
}
