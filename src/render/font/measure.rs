//! How wide texts are, and where they are broken into lines.
//!
//! A letter of the bundled face is as wide as the face says; any other is
//! estimated, too wide rather than too narrow. Texts are measured as they are
//! shown: what would hide or turn them round is spelled out.

use unicode_normalization::char::is_combining_mark;

use crate::render::escape::visible;
use crate::render::font::advance;

/// How wide a text is in pixels.
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let em: f64 = visible(text)
        .chars()
        .map(|letter| advance(letter, bold).unwrap_or_else(|| estimate(letter)))
        .sum();
    em * size
}

/// A letter that the face lacks: East Asian letters and pictograms take all of
/// their size, marks nothing.
fn estimate(letter: char) -> f64 {
    match letter {
        c if is_combining_mark(c) => 0.0,
        c if c < '\u{1100}' => 0.75,
        _ => 1.05,
    }
}

/// Whether the width of a text is known, not estimated.
pub fn is_measured(text: &str) -> bool {
    let mut letters = text.chars();
    letters.all(|letter| advance(letter, false).is_some())
}

/// Breaks a text at its spaces so that no line is wider than this; a word that
/// is wider is broken too, and nothing is left out.
pub fn wrap(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    // Some of what would hide counts as a blank, and would be lost.
    let text = visible(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let fits = |text: &str| text_width(text, size, bold) <= width;
    for word in text.split_whitespace() {
        let longer = match line.is_empty() {
            true => word.to_owned(),
            false => format!("{line} {word}"),
        };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            // A letter wider than the line still takes one of its own.
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_out_where_lines_are_broken() {
        let text = "one two  three\nfour antidisestablishmentarianism";
        for width in [1.0, 40.0, 90.0, 10_000.0] {
            let lines = wrap(text, 12.0, false, width);
            let letters = |text: &str| -> String { text.split_whitespace().collect() };
            assert_eq!(letters(&lines.concat()), letters(text));
            for line in &lines {
                let one = line.chars().count() == 1;
                assert!(one || text_width(line, 12.0, false) <= width, "{line}");
            }
        }
        assert_eq!(wrap("", 12.0, false, 50.0), Vec::<String>::new());
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters_and_what_is_estimated_is_said_to_be() {
        let width = |text| text_width(text, 10.0, false);
        assert!((width("ab") - width("a") - width("b")).abs() < 1e-9);
        assert!(is_measured("Zürich – Ωμέγα") && !is_measured("数"));
        assert_eq!(width("数"), 10.5);
    }
}
