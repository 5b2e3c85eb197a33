//! Text in lines, of words in several styles.
//!
//! Takes runs of text and a width; gives for each line its pieces, each of one
//! style and with its place from the left. Lines break at blanks, a word that is
//! too long breaks anywhere, nothing is left out.

use crate::render::escape::visible;
use crate::render::font::text_width;
use crate::render::svg::{Anchor, Drawing, Ink, Label};

/// Text in one style.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    pub ink: Ink,
}

impl Run {
    pub fn plain(text: impl AsRef<str>, ink: Ink) -> Run {
        Run::new(text.as_ref(), false, ink)
    }

    pub fn bold(text: impl AsRef<str>, ink: Ink) -> Run {
        Run::new(text.as_ref(), true, ink)
    }

    /// What would hide is spelled out at once: some of it counts as a blank, and
    /// would be lost where lines break.
    pub fn new(text: &str, bold: bool, ink: Ink) -> Run {
        Run {
            text: visible(text).into_owned(),
            bold,
            ink,
        }
    }
}

/// A line: its pieces with where they begin, and how wide it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FlowLine {
    pub pieces: Vec<(f64, Run)>,
    pub width: f64,
}

impl FlowLine {
    /// Adds text after what is there, with a blank between if there is room for one.
    fn add(&mut self, text: &str, style: &Run, size: f64, blank: bool) {
        let blank_width = text_width(" ", size, style.bold);
        let alike = |last: &Run| last.bold == style.bold && last.ink == style.ink;
        match self.pieces.last_mut() {
            Some((_, last)) if alike(last) => {
                if blank {
                    last.text.push(' ');
                }
                last.text.push_str(text);
            }
            Some(_) | None => {
                let blank = if blank { blank_width } else { 0.0 };
                let left = self.width + blank;
                let text = text.to_owned();
                self.pieces.push((
                    left,
                    Run {
                        text,
                        ..style.clone()
                    },
                ));
            }
        }
        if let Some((left, last)) = self.pieces.last() {
            self.width = left + text_width(&last.text, size, last.bold);
        }
    }
}

/// Puts a line where it is to stand: its left end, and its base.
pub fn put(line: &FlowLine, (left, base): (f64, f64), size: f64, drawing: &mut Drawing) {
    for (at, (from, run)) in line.pieces.iter().enumerate() {
        drawing.labels.push(Label {
            continues: at > 0,
            ..label(run, (left + from, base), size, Anchor::Start)
        });
    }
}

/// A run as a label, at a place.
pub fn label(run: &Run, at: (f64, f64), size: f64, anchor: Anchor) -> Label {
    let Run { text, bold, ink } = run;
    Label {
        at,
        text: text.clone(),
        size,
        bold: *bold,
        ink: *ink,
        anchor,
        continues: false,
    }
}

/// Breaks runs into lines no wider than this; those after the first begin
/// further in by `hang`.
pub fn flow(runs: &[Run], size: f64, width: f64, hang: f64) -> Vec<FlowLine> {
    let mut lines: Vec<FlowLine> = Vec::new();
    let mut line = FlowLine::default();
    for word in words(runs) {
        let wide: f64 = word
            .iter()
            .map(|(text, style)| text_width(text, size, style.bold))
            .sum();
        let begun = line.pieces.iter().any(|(_, run)| !run.text.is_empty());
        let blank = match word.first() {
            Some((_, style)) if begun => text_width(" ", size, style.bold),
            Some(_) | None => 0.0,
        };
        if begun && line.width + blank + wide > width {
            lines.push(std::mem::replace(&mut line, further_in(hang)));
        }
        let mut blank = line.pieces.iter().any(|(_, run)| !run.text.is_empty());
        for (text, style) in word {
            if line.width + text_width(text, size, style.bold) <= width {
                line.add(text, style, size, blank);
                blank = false;
                continue;
            }
            for letter in text.chars() {
                let letter = letter.to_string();
                let begun = !line.pieces.is_empty();
                if begun && line.width + text_width(&letter, size, style.bold) > width {
                    lines.push(std::mem::replace(&mut line, further_in(hang)));
                    blank = false;
                }
                line.add(&letter, style, size, blank);
                blank = false;
            }
        }
    }
    if !line.pieces.is_empty() {
        lines.push(line);
    }
    lines
}

fn further_in(hang: f64) -> FlowLine {
    FlowLine {
        pieces: Vec::new(),
        width: hang,
    }
}

/// Words between blanks, each of parts in one style.
fn words(runs: &[Run]) -> Vec<Vec<(&str, &Run)>> {
    let mut words: Vec<Vec<(&str, &Run)>> = Vec::new();
    let mut joined = false;
    for run in runs {
        for (at, part) in run.text.split(char::is_whitespace).enumerate() {
            // Each part but the first comes after a blank.
            joined = joined && at == 0;
            if part.is_empty() {
                continue;
            }
            match words.last_mut() {
                Some(word) if joined => word.push((part, run)),
                Some(_) | None => words.push(vec![(part, run)]),
            }
            joined = true;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_and_no_line_is_too_wide() {
        let runs = [
            Run::plain("paid about 5 million for the ", Ink::Black),
            Run::bold("DENIED", Ink::Red),
            Run::plain(", antidisestablishmentarianism\nand so on ", Ink::Grey),
        ];
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        let all = letters(&runs.iter().map(|run| run.text.as_str()).collect::<String>());
        for width in [1.0, 30.0, 90.0, 5_000.0] {
            let lines = flow(&runs, 12.0, width, 0.0);
            let shown: String = lines
                .iter()
                .flat_map(|line| line.pieces.iter().map(|(_, run)| letters(&run.text)))
                .collect();
            assert_eq!(shown, all);
            for line in &lines {
                let one = line.pieces.len() == 1 && line.pieces[0].1.text.chars().count() == 1;
                assert!(one || line.width <= width + 1e-9, "{line:?}");
            }
        }
    }

    #[test]
    fn words_of_two_styles_stay_together_where_no_blank_is() {
        let runs = [
            Run::bold("[3]", Ink::Black),
            Run::plain(", [4] x", Ink::Black),
        ];
        let lines = flow(&runs, 10.0, 1_000.0, 0.0);
        let pieces = &lines[0].pieces;
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[1].1.text, ", [4] x");
        assert!((pieces[1].0 - text_width("[3]", 10.0, true)).abs() < 1e-9);
    }
}
