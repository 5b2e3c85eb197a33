//! The lines of a story, which claims they are marked with, and which of them
//! assert something without a mark.
//!
//! Takes the text of a draft, Markdown or plain; gives the lines that matter, in
//! order. What a mark is, is for `marks`; whether its id is a claim, for `marked`.

use std::collections::BTreeSet;
use std::mem;

use crate::answer::checking::assertion::asserts;
use crate::answer::checking::marks::{MARK, Mark, defined, scan};

/// A draft, as far as a fact-checker's sheet needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The file's name, as the user would have to open it.
    pub name: String,
    /// Lines with a mark, and lines that assert something without one.
    pub lines: Vec<StoryLine>,
}

/// One line of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// From 1.
    pub number: u32,
    /// As it stands there, without white space around it.
    pub text: String,
    /// The whole line.
    pub(super) whole: String,
    /// Empty for a line that asserts something without one.
    pub(super) marks: Vec<Mark>,
}

impl Story {
    /// Reads a draft.
    pub fn read(name: &str, text: &str) -> Self {
        let lines: Vec<&str> = text
            .strip_prefix('\u{feff}')
            .unwrap_or(text)
            .lines()
            .collect();
        let kinds = kinds(&lines);
        let text = lines
            .iter()
            .zip(&kinds)
            .filter(|(_, kind)| **kind == LineKind::Text);
        let defined = defined(text.map(|(line, _)| *line));
        let mut paragraphs = Paragraphs::default();
        let mut marks: Vec<Vec<Mark>> = Vec::with_capacity(lines.len());
        let mut in_comment = false;
        for (at, line) in lines.iter().enumerate() {
            let mut found = Vec::new();
            match kinds[at] {
                LineKind::Code => paragraphs.end(),
                LineKind::Heading => {
                    paragraphs.end();
                    scan(line, &defined, &mut in_comment, &mut found);
                }
                LineKind::Text => {
                    let plain = scan(line, &defined, &mut in_comment, &mut found);
                    paragraphs.line(at, &plain);
                }
            }
            marks.push(found);
        }
        paragraphs.end();
        let unsourced = paragraphs.unsourced(&marks);
        let lines = lines.iter().zip(marks).enumerate();
        let lines = lines.filter(|(at, (_, marks))| !marks.is_empty() || unsourced.contains(at));
        Self {
            name: name.to_owned(),
            lines: lines
                .map(|(at, (line, marks))| StoryLine {
                    number: count(at + 1),
                    text: line.trim().to_owned(),
                    whole: (*line).to_owned(),
                    marks,
                })
                .collect(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineKind {
    Text,
    Heading,
    /// Code, or what stands above a draft for a program.
    Code,
}

fn kinds(lines: &[&str]) -> Vec<LineKind> {
    let mut kinds = Vec::with_capacity(lines.len());
    let mut fence: Option<(char, usize)> = None;
    let front = front_matter(lines);
    for (at, line) in lines.iter().enumerate() {
        let bare = line.trim();
        let opened = ['`', '~'].into_iter().find_map(|c| {
            let length = bare.chars().take_while(|next| *next == c).count();
            // Backticks after the fence would make it a code span.
            (length >= 3 && !(c == '`' && bare[length..].contains('`'))).then_some((c, length))
        });
        let kind = match (fence, opened) {
            _ if at < front => LineKind::Code,
            (Some((c, length)), Some((closing, more))) => {
                if c == closing && more >= length && bare.chars().all(|next| next == c) {
                    fence = None;
                }
                LineKind::Code
            }
            (Some(_), None) => LineKind::Code,
            (None, Some(_)) => {
                fence = opened;
                LineKind::Code
            }
            (None, None) => match is_heading(bare) || is_underlined(bare, lines.get(at + 1)) {
                true => LineKind::Heading,
                false => LineKind::Text,
            },
        };
        kinds.push(kind);
    }
    kinds
}

/// How many lines at the top are settings between `---`.
fn front_matter(lines: &[&str]) -> usize {
    let opens = lines.first().is_some_and(|line| line.trim_end() == "---");
    let is_key = lines.get(1).is_some_and(|line| line.contains(':'));
    if !opens || !is_key {
        return 0;
    }
    let closes = |line: &&str| matches!(line.trim_end(), "---" | "...");
    lines[1..].iter().position(closes).map_or(0, |at| at + 2)
}

fn is_heading(bare: &str) -> bool {
    let rest = bare.trim_start_matches('#');
    let depth = bare.len() - rest.len();
    (1..=6).contains(&depth) && (rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn is_underlined(bare: &str, next: Option<&&str>) -> bool {
    let rule = next.map_or("", |next| next.trim());
    let is_rule = ['=', '-']
        .iter()
        .any(|c| rule.len() > 1 && rule.chars().all(|r| r == *c));
    is_rule && !bare.is_empty() && !bare.starts_with(['>', '|', '-', '*', '+'])
}

/// Sentences, over the lines that they run on.
#[derive(Default)]
struct Paragraphs {
    // Of the paragraph that is being read: each character with its line.
    open: Vec<(char, usize)>,
    quoted: bool,
    sentences: Vec<Sentence>,
}

struct Sentence {
    text: String,
    marked: bool,
    lines: BTreeSet<usize>,
}

impl Paragraphs {
    /// Adds a line of text to the paragraph, or begins another.
    fn line(&mut self, at: usize, plain: &str) {
        let bare = plain.trim_start_matches(['>', ' ', '\t']);
        let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_item = bare.starts_with(['-', '*', '+', '|'])
            || (number.len() < bare.len() && number.starts_with(['.', ')']));
        let quoted = plain.trim_start().starts_with('>');
        if bare.trim().is_empty() || is_item || quoted != self.quoted {
            self.end();
        }
        self.quoted = quoted;
        let rule = bare.chars().all(|c| "-*_=|: \t".contains(c));
        if !rule {
            self.open.extend(bare.chars().map(|c| (c, at)));
            self.open.push((' ', at));
        }
    }

    /// Ends the paragraph and takes its sentences apart.
    fn end(&mut self) {
        let open = mem::take(&mut self.open);
        let mut from = 0;
        let mut at = 0;
        while at < open.len() {
            let ends = ".!?…。！？।".contains(open[at].0);
            at += 1;
            if !ends {
                continue;
            }
            let mut end = at;
            while open
                .get(end)
                .is_some_and(|(c, _)| "\"'”’»)]*_.!?…".contains(*c))
            {
                end += 1;
            }
            let mut next = end;
            while open
                .get(next)
                .is_some_and(|(c, _)| c.is_whitespace() || *c == MARK)
            {
                // A mark after the full stop belongs to what stands before it.
                next += 1;
            }
            let goes_on = next == end || open.get(next).is_some_and(|(c, _)| c.is_lowercase());
            if next < open.len() && goes_on && !"。！？।".contains(open[at - 1].0) {
                at = end.max(at);
                continue;
            }
            self.sentence(&open[from..next]);
            (from, at) = (next, next);
        }
        self.sentence(&open[from..]);
    }

    fn sentence(&mut self, letters: &[(char, usize)]) {
        let text = letters
            .iter()
            .map(|(c, _)| *c)
            .filter(|c| *c != MARK)
            .collect::<String>();
        let written = letters.iter().filter(|(c, _)| !c.is_whitespace());
        if !text.trim().is_empty() {
            self.sentences.push(Sentence {
                marked: letters.iter().any(|(c, _)| *c == MARK),
                lines: written.map(|(_, line)| *line).collect(),
                text: text.trim().to_owned(),
            });
        }
    }

    /// The lines without a mark in which a sentence begins that asserts
    /// something and is marked nowhere.
    fn unsourced(&self, marks: &[Vec<Mark>]) -> BTreeSet<usize> {
        let open = self
            .sentences
            .iter()
            .filter(|sentence| !sentence.marked && asserts(&sentence.text));
        open.filter_map(|sentence| {
            sentence
                .lines
                .iter()
                .copied()
                .find(|line| marks[*line].is_empty())
        })
        .collect()
    }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Story;

    /// `4: a b` for each line: its number, its marks; `4: -` without one.
    fn assert_lines(text: &str, expected: &[&str]) {
        let story = Story::read("story.md", text);
        let lines: Vec<String> = story
            .lines
            .iter()
            .map(|line| {
                let marks: Vec<&str> = line.marks.iter().map(|mark| mark.id.as_str()).collect();
                let marks = if marks.is_empty() {
                    "-".to_owned()
                } else {
                    marks.join(" ")
                };
                format!("{}: {marks}", line.number)
            })
            .collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn ids_in_brackets_are_marks() {
        assert_lines(
            "Ann met Bo [a-b].\nCy paid [c; m.ann,d] twice. [e]",
            &["1: a-b", "2: c m.ann d e"],
        );
        assert_lines("<!-- [a-b] -->Ann met Bo.", &["1: a-b"]);
        assert_lines("# Who paid? [a]\n\n## Who met whom", &["1: a"]);
        assert_lines("Ann [a][b]", &["1: a b"]);
    }

    #[test]
    fn links_notes_code_and_words_are_no_marks() {
        assert_lines("![photo](a.png) [text](https://a.example/)", &[]);
        assert_lines(
            "[^1] `[a]` \\[sic] [The firm] [1] [see there]\n\n[ref]: https://a.example/\n[ref]",
            &[],
        );
        assert_lines(
            "```\nAnn met Bo. [a]\n```\n~~~ text\n[b]\n```\n~~~\nend",
            &[],
        );
        assert_lines("---\ntitle: Ann met Bo [a]\n---\n- [x] box\n- [ ] box", &[]);
    }

    #[test]
    fn a_sentence_without_a_mark_is_listed_once_with_its_line() {
        assert_lines(
            "The slipway\n===\n\nAnn met Bo.\n\n* * *\n\nCy paid. [c]",
            &["4: -", "8: c"],
        );
        // A sentence over three lines, marked in the last.
        assert_lines(
            "Ann met Bo in the\nold harbour, and then\npaid. [a]",
            &["3: a"],
        );
        assert_lines("Ann met Bo. She paid\nhim in cash. [a]", &["1: -", "2: a"]);
        assert_lines(
            "Ann met Bo in the\nold harbour.\nThen she left [a].",
            &["1: -", "3: a"],
        );
        assert_lines(
            "- Ann met Bo\n- Cy paid [c]\n> “We met,” he said.",
            &["1: -", "2: c", "3: -"],
        );
        assert_lines("Fines went to U.S. authorities\nin May [a].", &["2: a"]);
    }

    #[test]
    fn columns_count_characters_from_one() {
        let story = Story::read("s", "Žaba [a, bb;c]");
        let columns: Vec<u32> = story.lines[0]
            .marks
            .iter()
            .map(|mark| mark.column)
            .collect();
        assert_eq!(columns, [7, 10, 13]);
    }
}
