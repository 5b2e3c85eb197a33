//! Lines for a terminal: escaped once, coloured where the writer wants it.

use std::io;

use crate::model::Standing;
use crate::render::escape::terminal;

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

    /// Begins a line that stands out.
    pub fn title(&mut self, text: impl Into<String>) -> &mut Self {
        self.lines.push(vec![Piece::Bold(text.into())]);
        self
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
            Standing::Disputed | Standing::Denied | Standing::Retracted => self.alarm(standing.words()),
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

    /// Writes the lines. Colour only repeats what words already say.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn io::Write, colour: bool) -> io::Result<()> {
        for line in &self.lines {
            for piece in line {
                let (start, text) = match piece {
                    Piece::Plain(text) => ("", text),
                    Piece::Bold(text) => ("\u{1b}[1m", text),
                    Piece::Alarm(text) => ("\u{1b}[1;31m", text),
                };
                // A line break inside a value would look like a line of ours.
                let text = text.replace("\r\n", " ⏎ ").replace(['\n', '\r'], " ⏎ ");
                match colour && !start.is_empty() {
                    true => write!(out, "{start}{}\u{1b}[0m", terminal(&text))?,
                    false => out.write_all(terminal(&text).as_bytes())?,
                }
            }
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}
