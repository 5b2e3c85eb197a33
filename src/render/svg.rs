//! Pictures as plain SVG 1.1: a drawing of boxes, lines, dots and labels, and
//! its writer.
//!
//! Takes a [`Drawing`] that was laid out before; gives a file without script,
//! style sheet or font, which every browser and printer shows alike. How wide a
//! text will be is estimated, always too wide rather than too narrow. Text is
//! escaped here and nowhere else.

use std::io;

use unicode_normalization::char::is_combining_mark;

use crate::render::escape::visible;

/// The families of letters, the likeliest first.
const FONT: &str = "Noto Sans, DejaVu Sans, Helvetica, Arial, sans-serif";

/// How far the letters of a line reach above and below its base, in its size.
const ASCENT: f64 = 0.95;
const DESCENT: f64 = 0.28;

/// A colour, the same on a screen and on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Black,
    Grey,
    Light,
    Faint,
    Red,
    Blue,
    Pale,
    White,
}

impl Ink {
    fn colour(self) -> &'static str {
        match self {
            Ink::Black => "#1a1a1a",
            Ink::Grey => "#555555",
            Ink::Light => "#c8c8c8",
            Ink::Faint => "#ececec",
            Ink::Red => "#a80000",
            Ink::Blue => "#2f5f8a",
            Ink::Pale => "#cfdeea",
            Ink::White => "#ffffff",
        }
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

/// The outline of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    pub ink: Ink,
    pub stroke: Stroke,
    pub width: f64,
}

/// A shape; sizes and places in pixels from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Box {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        fill: Option<Ink>,
        line: Option<Line>,
    },
    Line {
        from: (f64, f64),
        to: (f64, f64),
        line: Line,
    },
    Dot {
        at: (f64, f64),
        radius: f64,
        fill: Option<Ink>,
        line: Option<Line>,
    },
    /// A filled triangle, 12 long and 16 high, whose point is at `to`; it looks
    /// left or right.
    Arrow {
        to: (f64, f64),
        to_right: bool,
        ink: Ink,
    },
}

/// On which side of its place a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text; `at` is on its base.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub at: (f64, f64),
    pub text: String,
    pub size: f64,
    pub bold: bool,
    pub ink: Ink,
    pub anchor: Anchor,
}

impl Label {
    /// Left, top, right and bottom of what it covers, at most.
    pub fn covers(&self) -> [f64; 4] {
        let width = text_width(&self.text, self.size, self.bold);
        let (x, y) = self.at;
        let left = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let (top, bottom) = (y - self.size * ASCENT, y + self.size * DESCENT);
        [left, top, left + width, bottom]
    }
}

/// A picture that is laid out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub shapes: Vec<Shape>,
    pub labels: Vec<Label>,
}

/// How wide a text is at most, in pixels: a letter takes 0.62 of its size,
/// capitals more, East Asian letters and pictograms all of it, marks nothing.
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let letter = |c: char| match c {
        c if is_combining_mark(c) => 0.0,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' | '→' => 1.0,
        'A'..='Z' => 0.78,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' => 0.4,
        c if c < '\u{1100}' => 0.64,
        _ => 1.05,
    };
    let em: f64 = visible(text).chars().map(letter).sum();
    em * size * if bold { 1.08 } else { 1.0 }
}

/// Breaks a text at its spaces so that no line is wider than this; a word that
/// is wider is broken too, and nothing is left out.
pub fn wrap(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
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

/// Gives text for XML: what it cannot hold, hides or turns round is shown, and
/// markup is text.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in visible(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No characters, and in no XML.
            '\u{fffe}' => out.push_str("\\u{fffe}"),
            '\u{ffff}' => out.push_str("\\u{ffff}"),
            other => out.push(other),
        }
    }
    out
}

/// Writes a drawing; title and description are read out by whoever cannot see
/// it.
///
/// # Errors
/// Those of the writer.
pub fn write(
    drawing: &Drawing,
    title: &str,
    description: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let Drawing {
        width,
        height,
        shapes,
        labels,
    } = drawing;
    let (width, height) = (number(*width), number(*height));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONT}\">"
    )?;
    writeln!(out, "<title>{}</title>", xml(title))?;
    writeln!(out, "<desc>{}</desc>", xml(description))?;
    writeln!(
        out,
        "<rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        Ink::White.colour()
    )?;
    for shape in shapes {
        writeln!(out, "{}", shape_text(shape))?;
    }
    for label in labels {
        let Label {
            at: (x, y),
            text,
            size,
            bold,
            ink,
            anchor,
        } = label;
        let weight = if *bold { " font-weight=\"bold\"" } else { "" };
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{weight}{anchor}>{}</text>",
            number(*x),
            number(*y),
            number(*size),
            ink.colour(),
            xml(text)
        )?;
    }
    out.write_all(b"</svg>\n")
}

fn shape_text(shape: &Shape) -> String {
    let filled = |fill: &Option<Ink>| fill.map_or("none", Ink::colour);
    match shape {
        Shape::Box {
            x,
            y,
            width,
            height,
            fill,
            line,
        } => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"{}/>",
            number(*x),
            number(*y),
            number(*width),
            number(*height),
            filled(fill),
            outline(line.as_ref())
        ),
        Shape::Line { from, to, line } => format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"{}/>",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1),
            outline(Some(line))
        ),
        Shape::Dot {
            at,
            radius,
            fill,
            line,
        } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{}/>",
            number(at.0),
            number(at.1),
            number(*radius),
            filled(fill),
            outline(line.as_ref())
        ),
        Shape::Arrow { to, to_right, ink } => {
            let back = to.0 + if *to_right { -12.0 } else { 12.0 };
            format!(
                "<polygon points=\"{},{} {},{} {},{}\" fill=\"{}\"/>",
                number(to.0),
                number(to.1),
                number(back),
                number(to.1 - 8.0),
                number(back),
                number(to.1 + 8.0),
                ink.colour()
            )
        }
    }
}

fn outline(line: Option<&Line>) -> String {
    let Some(Line { ink, stroke, width }) = line else {
        return String::new();
    };
    let dashes = match stroke {
        Stroke::Solid => "",
        Stroke::Dashed => " stroke-dasharray=\"5 3\"",
        Stroke::Dotted => " stroke-dasharray=\"1.5 3\"",
    };
    format!(
        " stroke=\"{}\" stroke-width=\"{}\"{dashes}",
        ink.colour(),
        number(*width)
    )
}

/// At most one digit behind the point: the same on every machine.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
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
    fn text_is_text_and_what_xml_cannot_hold_is_shown() {
        assert_eq!(
            xml("<a href=\"x\">&\u{0}\u{202e}\u{ffff}é"),
            "&lt;a href=&quot;x&quot;&gt;&amp;\\u{0}\\u{202e}\\u{ffff}é"
        );
    }

    #[test]
    fn a_drawing_is_written_with_its_description() -> io::Result<()> {
        let drawing = Drawing {
            width: 10.0,
            height: 5.25,
            shapes: vec![Shape::Arrow {
                to: (9.0, 2.0),
                to_right: true,
                ink: Ink::Red,
            }],
            labels: Vec::new(),
        };
        let mut out = Vec::new();
        write(&drawing, "a < b", "so", &mut out)?;
        let text = String::from_utf8(out).expect("text");
        assert!(text.contains("<title>a &lt; b</title>") && text.contains("<desc>so</desc>"));
        assert!(text.contains("viewBox=\"0 0 10 5.2\"") || text.contains("viewBox=\"0 0 10 5.3\""));
        Ok(())
    }
}
