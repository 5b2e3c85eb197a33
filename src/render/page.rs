//! Lines for a terminal: escaped once, coloured where the writer wants it.

use std::io;

use crate::model::Standing;
use crate::render::escape::terminal;
use crate::render::sheet::columns;

/// How much further in a line goes on that was too long.
const FURTHER_IN: usize = 4;

/// Text for a person, line by line.
#[derive(Debug, Default)]
pub struct Page {
    lines: Vec<Line>,
}

type Line = Vec<Piece>;

#[derive(Debug)]
enum Piece {
    Plain(String),
    Bold(String),
    Alarm(String),
    // The branches of a tree, before the words of a line.
    Branches(String),
}

/// How a piece of a line stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Emphasis {
    None,
    Bold,
    /// Must not be overlooked.
    Alarm,
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Piece::Plain(text) | Piece::Bold(text) | Piece::Alarm(text) | Piece::Branches(text) => {
                text
            }
        }
    }
}

impl Page {
    /// A page without lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a line with some text; `add` continues it.
    pub fn line(&mut self, text: impl Into<String>) -> &mut Self {
        self.lines.push(vec![Piece::Plain(text.into())]);
        self
    }

    /// Begins a line of a tree with its branches, which are drawn on where the
    /// line is too long.
    pub fn branches(&mut self, text: impl Into<String>) -> &mut Self {
        self.lines.push(vec![Piece::Branches(text.into())]);
        self
    }

    /// Begins a line that stands out.
    pub fn title(&mut self, text: impl Into<String>) -> &mut Self {
        self.lines.push(vec![Piece::Bold(text.into())]);
        self
    }

    /// Continues the last line with words that stand out.
    pub fn bold(&mut self, text: impl Into<String>) -> &mut Self {
        self.piece(Piece::Bold(text.into()))
    }

    /// An empty line.
    pub fn gap(&mut self) -> &mut Self {
        self.line("")
    }

    /// Continues the last line.
    pub fn add(&mut self, text: impl Into<String>) -> &mut Self {
        self.piece(Piece::Plain(text.into()))
    }

    /// Continues the last line with a standing in words.
    pub fn standing(&mut self, standing: Standing) -> &mut Self {
        match standing {
            Standing::Uncontested => self.add(standing.words()),
            Standing::Disputed | Standing::Denied | Standing::Retracted => {
                self.alarm(standing.words())
            }
        }
    }

    /// Continues the last line with words that must not be overlooked.
    pub fn alarm(&mut self, text: impl Into<String>) -> &mut Self {
        self.piece(Piece::Alarm(text.into()))
    }

    fn piece(&mut self, piece: Piece) -> &mut Self {
        match self.lines.last_mut() {
            Some(line) => line.push(piece),
            None => self.lines.push(vec![piece]),
        }
        self
    }

    /// These lines, and then those of another page.
    pub fn followed_by(mut self, mut other: Page) -> Self {
        self.lines.append(&mut other.lines);
        self
    }

    /// The lines as pieces, each with how it stands out, for what is no terminal.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Vec<(&str, Emphasis)>> {
        self.lines.iter().map(|line| {
            let pieces = line.iter().map(|piece| {
                let emphasis = match piece {
                    Piece::Plain(_) | Piece::Branches(_) => Emphasis::None,
                    Piece::Bold(_) => Emphasis::Bold,
                    Piece::Alarm(_) => Emphasis::Alarm,
                };
                (piece.text(), emphasis)
            });
            pieces.collect()
        })
    }

    /// Whether there is no line.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Writes the lines. Colour only repeats what words already say. Given a
    /// width in columns, longer lines go on in the next, further in; nothing is cut.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(
        &self,
        out: &mut dyn io::Write,
        colour: bool,
        width: Option<usize>,
    ) -> io::Result<()> {
        for line in &self.lines {
            let mut column = 0;
            let indent = line.first().map(further_in).unwrap_or_default();
            for (at, piece) in line.iter().enumerate() {
                let (start, text) = match piece {
                    Piece::Plain(text) | Piece::Branches(text) => ("", text),
                    Piece::Bold(text) => ("\u{1b}[1m", text),
                    Piece::Alarm(text) => ("\u{1b}[1;31m", text),
                };
                // A line break inside a value would look like a line of ours.
                let text = text.replace("\r\n", " ⏎ ").replace(['\n', '\r'], " ⏎ ");
                let text = match width {
                    Some(width) => {
                        let joined = joined_to(&line[at + 1..]);
                        wrap(&terminal(&text), joined, &mut column, &indent, width)
                    }
                    None => terminal(&text).into_owned(),
                };
                match colour && !start.is_empty() {
                    true => write!(out, "{start}{text}\u{1b}[0m")?,
                    false => out.write_all(text.as_bytes())?,
                }
            }
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// What stands before the lines in which a long one goes on: the branches of a
/// tree go on, the bars of a ladder do not.
fn further_in(first: &Piece) -> String {
    match first {
        Piece::Branches(text) => {
            let drawn_on = |c| {
                if matches!(c, '├' | '│') {
                    '│'
                } else {
                    ' '
                }
            };
            text.chars().map(drawn_on).chain("  ".chars()).collect()
        }
        Piece::Plain(text) | Piece::Bold(text) | Piece::Alarm(text) => {
            let before = text.chars().take_while(|c| " │╎".contains(*c)).count();
            " ".repeat(before + FURTHER_IN)
        }
    }
}

/// How many columns of these pieces belong to the word before them.
fn joined_to(pieces: &[Piece]) -> usize {
    let mut length = 0;
    for piece in pieces {
        match piece.text().split_once(' ') {
            Some((word, _)) => return length + columns(word),
            None => length += columns(piece.text()),
        }
    }
    length
}

/// Breaks a text at its spaces where a line would pass the width. `column` is
/// where the text begins, and afterwards where it ended; `joined` is how much
/// of what follows belongs to its last word.
fn wrap(text: &str, joined: usize, column: &mut usize, indent: &str, width: usize) -> String {
    let further = columns(indent);
    let mut out = String::with_capacity(text.len() + 16);
    let last = text.matches(' ').count();
    for (at, word) in text.split(' ').enumerate() {
        let length = columns(word);
        if at > 0 {
            let whole = if at == last { length + joined } else { length };
            if *column + 1 + whole > width && *column > further {
                out.push('\n');
                out.push_str(indent);
                *column = further;
            } else {
                out.push(' ');
                *column += 1;
            }
        }
        out.push_str(word);
        *column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: &Page, width: Option<usize>) -> String {
        let mut out = Vec::new();
        page.write(&mut out, false, width)
            .expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_long_line_goes_on_further_in_and_loses_nothing() {
        let mut page = Page::new();
        page.line("  one two three")
            .add(" four")
            .standing(Standing::Denied);
        assert_eq!(written(&page, None), "  one two three fourDENIED\n");
        let wrapped = written(&page, Some(12));
        assert_eq!(wrapped, "  one two\n      three\n      fourDENIED\n");
        let mut page = Page::new();
        page.line("alpha two").add(", ").add("three");
        assert_eq!(written(&page, Some(9)), "alpha\n    two,\n    three\n");
    }

    #[test]
    fn data_cannot_begin_a_line_or_move_the_cursor() {
        let mut page = Page::new();
        page.line("a\nb\u{1b}[2Jc");
        let text = written(&page, None);
        assert_eq!(text.lines().count(), 1);
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
