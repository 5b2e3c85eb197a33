//! The lines of a story, which claims they are marked with, and which sentences
//! assert something without a mark.
//!
//! Takes the text of a draft, Markdown or plain; gives the lines that matter, in
//! order. A mark covers the sentence that it stands in or ends, not its line.
//! What a mark is, is for `marks`; whether its id is a claim, for `marked`.

use std::collections::BTreeSet;
use std::mem;

use crate::answer::checking::assertion::{asserts, caption_asserts, is_cut_short};
use crate::answer::checking::marks::{MARK, Mark, PICTURE, PICTURE_END, defined, scan};

/// A draft, as far as a fact-checker's sheet needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The file's name, as the user would have to open it.
    pub name: String,
    /// Lines with a mark, and sentences that assert something without one.
    pub lines: Vec<StoryLine>,
    /// How many headings have no mark; whether they assert something is not asked.
    pub headings: usize,
}

/// One line of a draft, with the lines that a marked sentence of it runs over;
/// or one sentence without a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// From 1; where the text begins.
    pub number: u32,
    /// Where it ends; the same for most.
    pub last: u32,
    /// A line as it stands there; a sentence without what is no text of it.
    pub text: String,
    /// The whole line with the marks, and its number.
    pub(super) whole: String,
    pub(super) marked: u32,
    /// Empty for a sentence that asserts something without one.
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
        let last_end = lines.iter().rposition(|line| line.contains("-->"));
        let mut headings = 0;
        for (at, line) in lines.iter().enumerate() {
            let mut found = Vec::new();
            let closes = last_end > Some(at);
            match kinds[at] {
                LineKind::Code => paragraphs.end(),
                LineKind::Heading => {
                    paragraphs.end();
                    scan(line, &defined, &mut in_comment, closes, &mut found);
                    headings += usize::from(found.is_empty());
                }
                LineKind::Text => {
                    let plain = scan(line, &defined, &mut in_comment, closes, &mut found);
                    paragraphs.line(at, &plain);
                }
            }
            marks.push(found);
        }
        paragraphs.end();
        let mut spans: Vec<(usize, usize)> = (0..lines.len()).map(|at| (at, at)).collect();
        for sentence in &paragraphs.sentences {
            sentence.widen(&mut spans);
        }
        let marked = marks.into_iter().enumerate();
        let marked = marked.filter(|(_, marks)| !marks.is_empty());
        let mut listed: Vec<StoryLine> = marked
            .map(|(at, marks)| StoryLine {
                number: count(spans[at].0 + 1),
                last: count(spans[at].1 + 1),
                text: joined(&lines[spans[at].0..=spans[at].1]),
                whole: lines[at].to_owned(),
                marked: count(at + 1),
                marks,
            })
            .collect();
        let open = paragraphs.sentences.into_iter();
        listed.extend(open.filter_map(Sentence::unsourced));
        // A line with a mark goes before the sentences of it that have none.
        listed.sort_by_key(|line| (line.number, line.last, line.marks.is_empty()));
        Self {
            name: name.to_owned(),
            lines: listed,
            headings,
        }
    }
}

fn joined(lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| line.trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join(" ")
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
    /// Of a picture: what is said in place of it.
    is_caption: bool,
    lines: BTreeSet<usize>,
    /// Those of the lines where a mark of it stands.
    marked: BTreeSet<usize>,
}

impl Sentence {
    /// Widens the lines with its marks to those that the sentence runs over. Each
    /// goes to the first mark from there on, or the last: a text without full
    /// stops would else stand whole beside each of its lines.
    fn widen(&self, spans: &mut [(usize, usize)]) {
        let mut from = self.lines.first().copied();
        for at in &self.marked {
            if let Some(from) = from {
                spans[*at].0 = spans[*at].0.min(from);
            }
            from = Some(at + 1);
        }
        if let (Some(at), Some(last)) = (self.marked.last(), self.lines.last()) {
            spans[*at].1 = spans[*at].1.max(*last);
        }
    }

    /// The sentence, where it asserts something and has no mark.
    fn unsourced(self) -> Option<StoryLine> {
        let (first, last) = (*self.lines.first()?, *self.lines.last()?);
        let is_open = match self.is_caption {
            true => caption_asserts(&self.text),
            false => asserts(&self.text),
        };
        (is_open && self.marked.is_empty()).then(|| StoryLine {
            number: count(first + 1),
            last: count(last + 1),
            whole: self.text.clone(),
            text: self.text,
            marked: count(first + 1),
            marks: Vec::new(),
        })
    }
}

impl Paragraphs {
    /// Adds a line of text to the paragraph, or begins another.
    fn line(&mut self, at: usize, plain: &str) {
        let bare = plain.trim_start_matches(['>', ' ', '\t']);
        let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        // A colon is what is left of the sign of a note: `[^1]: text`.
        let is_item = bare.starts_with(['-', '*', '+', '|', ':'])
            || (number.len() < bare.len() && number.starts_with(['.', ')']));
        let quoted = plain.trim_start().starts_with('>');
        if bare.trim().is_empty() || is_item || quoted != self.quoted {
            self.end();
        }
        self.quoted = quoted;
        let rule = bare.chars().all(|c| "-*_=|: \t".contains(c));
        if !rule {
            let bare = bare.trim_start_matches([':', ' ']);
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
            let c = open[at].0;
            if c == PICTURE {
                self.sentence(&open[from..at]);
                from = at;
            }
            let ends = c == PICTURE_END || ".!?…。！？।".contains(c);
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
            let goes_on = (next == end && open.get(next).is_none_or(|(c, _)| *c != PICTURE))
                || open.get(next).is_some_and(|(c, _)| c.is_lowercase())
                || (c == '.' && end == at && is_short(&open[from..end], &open[end..]));
            if next < open.len() && goes_on && c != PICTURE_END && !"。！？।".contains(c) {
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
            .filter(|c| ![MARK, PICTURE, PICTURE_END].contains(c))
            .collect::<String>();
        let marks = letters.iter().filter(|(c, _)| *c == MARK);
        let written = letters.iter().filter(|(c, _)| !c.is_whitespace());
        if !text.trim().is_empty() {
            self.sentences.push(Sentence {
                is_caption: letters.iter().any(|(c, _)| *c == PICTURE),
                marked: marks.map(|(_, line)| *line).collect(),
                lines: written.map(|(_, line)| *line).collect(),
                text: text.trim().to_owned(),
            });
        }
    }
}

/// Whether the full stop at the end of `before` is that of `Mr.` or `U.S.`.
fn is_short(before: &[(char, usize)], after: &[(char, usize)]) -> bool {
    let start = before.iter().rposition(|(c, _)| c.is_whitespace());
    let word = before[start.map_or(0, |at| at + 1)..].iter();
    let word: String = word.map(|(c, _)| *c).collect();
    let next = after.iter().map(|(c, _)| *c);
    let next: String = next
        .skip_while(|c| c.is_whitespace())
        .take_while(|c| c.is_alphanumeric() || *c == '\'' || *c == '’')
        .collect();
    is_cut_short(&word, &next)
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
                match line.last == line.number {
                    true => format!("{}: {marks}", line.number),
                    false => format!("{}–{}: {marks}", line.number, line.last),
                }
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
    fn what_only_looks_like_a_definition_or_a_comment_is_text() {
        assert_lines(
            "Ann won the bid [a].\n\n[a]: She beat Bo by a bribe.",
            &["1: a", "3: a"],
        );
        assert_lines(
            "[a]: https://a.example/ \"a title\"\n\nAnn paid [a].",
            &["3: -"],
        );
        // Nothing closes it, so that readers see what follows.
        assert_lines("<!-- todo: ask.\n\nAnn paid Bo.", &["3: -"]);
        assert_lines("<!-- Ann paid\nBo. -->\n\nCy paid.", &["4: -"]);
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
            &["1–3: a"],
        );
        assert_lines(
            "Ann met Bo. She paid\nhim in cash. [a]",
            &["1: -", "1–2: a"],
        );
        assert_lines(
            "Ann met Bo in the\nold harbour.\nThen she left [a].",
            &["1–2: -", "3: a"],
        );
        assert_lines(
            "- Ann met Bo\n- Cy paid [c]\n> “We met,” he said.",
            &["1: -", "2: c", "3: -"],
        );
        assert_lines("Fines went to U.S. authorities\nin May [a].", &["1–2: a"]);
    }

    /// Each row with its text.
    fn assert_texts(text: &str, expected: &[(u32, u32, &str)]) {
        let story = Story::read("story.md", text);
        let lines = story.lines.iter();
        let lines: Vec<_> = lines
            .map(|line| (line.number, line.last, line.text.as_str()))
            .collect();
        assert_eq!(lines, expected, "{text}");
    }

    #[test]
    fn a_mark_covers_its_sentence_and_not_its_line() {
        let line = "Vale owns Gannet [a]. He bribed the mayor of Brindle. He beats his wife.";
        assert_texts(
            line,
            &[
                (1, 1, line),
                (1, 1, "He bribed the mayor of Brindle."),
                (1, 1, "He beats his wife."),
            ],
        );
        assert_lines("[a] He paid. She knew of it.", &["1: a", "1: -"]);
        assert_lines("He knew. He paid. [a] She left.", &["1: a", "1: -", "1: -"]);
        // Short words do not end one.
        assert_lines("He met Mr. Quill of the U.S. Treasury [a].", &["1: a"]);
        assert_lines("It is in the U.S. He bribed it [a].", &["1: a", "1: -"]);
    }

    #[test]
    fn a_sentence_is_shown_whole_over_its_lines() {
        let draft =
            "The Penhales are\ncrooks who\nstole it. Vale owns Gannet [a], and\nbeat his dog.";
        assert_texts(
            draft,
            &[
                (1, 3, "The Penhales are crooks who stole it."),
                (3, 4, "stole it. Vale owns Gannet [a], and beat his dog."),
            ],
        );
        // No line twice where there are no full stops.
        assert_lines("Ann [a]\nand\nBo [b]\nand so on", &["1: a", "2–4: b"]);
    }

    #[test]
    fn notes_and_pictures_are_looked_at_and_headings_counted() {
        assert_texts(
            "He bribed her.[^1] She left [a].\n\n[^1]: He also bribed the mayor.\n[^2]: See there [b].",
            &[
                (1, 1, "He bribed her.[^1] She left [a]."),
                (1, 1, "He bribed her."),
                (3, 3, "He also bribed the mayor."),
                (4, 4, "[^2]: See there [b]."),
            ],
        );
        assert_texts(
            "Ann paid. ![The minister taking a bribe](p.jpg) Bo [a]\n\nCaption: Thief.",
            &[
                (
                    1,
                    1,
                    "Ann paid. ![The minister taking a bribe](p.jpg) Bo [a]",
                ),
                (1, 1, "Ann paid."),
                (1, 1, "The minister taking a bribe"),
                (3, 3, "Caption: Thief."),
            ],
        );
        assert_lines("![The minister taking a bribe](p.jpg) [a]", &["1: a"]);
        let story = Story::read("s", "# He took bribes\n\nNo\n==\n\n## Paid [a]\n");
        assert_eq!(story.headings, 2);
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
