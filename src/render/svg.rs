//! Pictures as plain SVG 1.1: a drawing of boxes, lines, dots and labels, and
//! its writer.
//!
//! Takes a [`Drawing`] that was laid out before; gives a file without script,
//! style sheet or font, which every browser and printer shows alike: texts are
//! measured in the bundled font and keep that width in any other. Text is escaped
//! here and nowhere else.

use std::io;

use crate::render::escape::visible;
use crate::render::font::{FAMILY, Step, is_measured, text_width};

/// The families of letters after the one that texts are measured in, the
/// likeliest first.
const OTHERS: &str = "DejaVu Sans, Helvetica, Arial, sans-serif";

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
    Brown,
    Blue,
    Pale,
    White,
}

impl Ink {
    pub(super) fn colour(self) -> &'static str {
        match self {
            Ink::Black => "#1a1a1a",
            Ink::Grey => "#555555",
            Ink::Light => "#c8c8c8",
            Ink::Faint => "#ececec",
            Ink::Red => "#a80000",
            Ink::Brown => "#8a4a12",
            Ink::Blue => "#2f5f8a",
            Ink::Pale => "#cfdeea",
            Ink::White => "#ffffff",
        }
    }
}

impl Ink {
    /// Red, green and blue.
    pub(super) fn parts(self) -> (u8, u8, u8) {
        let digits = self.colour().trim_start_matches('#');
        let colour = u32::from_str_radix(digits, 16).expect("a colour is six digits");
        let [_, red, green, blue] = colour.to_be_bytes();
        (red, green, blue)
    }
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Solid,
    Dashed,
    /// A dash, a dot, and so on.
    DashDot,
    Dotted,
    /// Short dashes far apart.
    Faint,
}

impl Stroke {
    /// How long dashes and gaps are in turn; none of a solid line.
    pub(super) fn dashes(self) -> &'static [f32] {
        match self {
            Stroke::Solid => &[],
            Stroke::Dashed => &[5.0, 3.0],
            Stroke::DashDot => &[9.0, 3.0, 2.0, 3.0],
            Stroke::Dotted => &[1.5, 3.0],
            Stroke::Faint => &[3.0, 4.0],
        }
    }
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
    /// Any outline.
    Path {
        steps: Vec<Step>,
        fill: Option<Ink>,
        line: Option<Line>,
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
    /// It goes on in the line of the label before it: in a font that is wider they
    /// make room for each other.
    pub continues: bool,
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

impl Drawing {
    /// Adds what is in another one, moved to the right and down by so much.
    pub fn add(&mut self, other: &Drawing, (right, down): (f64, f64)) {
        let moved = |(x, y): (f64, f64)| (x + right, y + down);
        self.shapes
            .extend(other.shapes.iter().map(|shape| shape.moved(&moved)));
        self.labels.extend(other.labels.iter().map(|label| Label {
            at: moved(label.at),
            ..label.clone()
        }));
    }
}

impl Shape {
    fn moved(&self, to_place: &impl Fn((f64, f64)) -> (f64, f64)) -> Shape {
        let mut shape = self.clone();
        match &mut shape {
            Shape::Box { x, y, .. } => (*x, *y) = to_place((*x, *y)),
            Shape::Line { from, to, line: _ } => {
                *from = to_place(*from);
                *to = to_place(*to);
            }
            Shape::Dot { at, .. } => *at = to_place(*at),
            Shape::Path { steps, .. } => {
                for step in steps {
                    *step = match *step {
                        Step::Move(to) => Step::Move(to_place(to)),
                        Step::Line(to) => Step::Line(to_place(to)),
                        Step::Cubic(one, two, to) => {
                            Step::Cubic(to_place(one), to_place(two), to_place(to))
                        }
                        Step::Close => Step::Close,
                    };
                }
            }
        }
        shape
    }
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
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"picture-title\" aria-describedby=\"picture-description\" font-family=\"{FAMILY}, {OTHERS}\">"
    )?;
    writeln!(out, "<title id=\"picture-title\">{}</title>", xml(title))?;
    writeln!(
        out,
        "<desc id=\"picture-description\">{}</desc>",
        xml(description)
    )?;
    writeln!(
        out,
        "<rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        Ink::White.colour()
    )?;
    for shape in shapes {
        writeln!(out, "{}", shape_text(shape))?;
    }
    for line in labels.chunk_by(|_, next| next.continues) {
        writeln!(out, "{}", text_line(line))?;
    }
    out.write_all(b"</svg>\n")
}

/// Labels of one line as one text.
fn text_line(line: &[Label]) -> String {
    let Some(first) = line.first() else {
        return String::new();
    };
    let anchor = match first.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let mut words = String::new();
    let mut before: Option<&Label> = None;
    for label in line {
        let [_, _, end, _] = before.map_or([label.at.0; 4], Label::covers);
        let blank = if label.at.0 - end > 0.5 { " " } else { "" };
        let text = format!("{blank}{}", xml(&label.text));
        words.push_str(&match before {
            None => text,
            Some(_) => format!("<tspan{}>{text}</tspan>", style(label, first.bold)),
        });
        before = Some(label);
    }
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{}{anchor}{}>{words}</text>",
        number(first.at.0),
        number(first.at.1),
        number(first.size),
        style(first, false),
        kept_width(line)
    )
}

/// Colour and weight, inside of a text that is bold or not.
fn style(label: &Label, inside_bold: bool) -> String {
    let weight = match (label.bold, inside_bold) {
        (true, false) => " font-weight=\"bold\"",
        (false, true) => " font-weight=\"normal\"",
        (true, true) | (false, false) => "",
    };
    format!(" fill=\"{}\"{weight}", label.ink.colour())
}

/// Keeps a line as wide as it was measured, whatever font shows it.
fn kept_width(line: &[Label]) -> String {
    // A single letter is not stretched, and no guess is made true.
    let letters = line.iter().map(|label| label.text.chars().count());
    let measured = line.iter().all(|label| is_measured(&visible(&label.text)));
    let ends = (
        line.first().map(Label::covers),
        line.last().map(Label::covers),
    );
    match ends {
        (Some([left, ..]), Some([_, _, right, _])) if measured && letters.sum::<usize>() > 1 => {
            let width = number(right - left);
            format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
        }
        _ => String::new(),
    }
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
        Shape::Path { steps, fill, line } => format!(
            "<path d=\"{}\" fill=\"{}\"{}/>",
            path(steps),
            filled(fill),
            outline(line.as_ref())
        ),
    }
}

fn outline(line: Option<&Line>) -> String {
    let Some(Line { ink, stroke, width }) = line else {
        return String::new();
    };
    let dashes: Vec<String> = stroke.dashes().iter().map(f32::to_string).collect();
    let dashes = match &dashes[..] {
        [] => String::new(),
        some => format!(" stroke-dasharray=\"{}\"", some.join(" ")),
    };
    format!(
        " stroke=\"{}\" stroke-width=\"{}\"{dashes}",
        ink.colour(),
        number(*width)
    )
}

fn path(steps: &[Step]) -> String {
    let at = |(x, y): (f64, f64)| format!("{} {}", number(x), number(y));
    let words = steps.iter().map(|step| match step {
        Step::Move(to) => format!("M{}", at(*to)),
        Step::Line(to) => format!("L{}", at(*to)),
        Step::Cubic(one, two, to) => format!("C{} {} {}", at(*one), at(*two), at(*to)),
        Step::Close => "Z".to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
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
            shapes: vec![Shape::Dot {
                at: (9.0, 2.0),
                radius: 1.0,
                fill: Some(Ink::Red),
                line: None,
            }],
            labels: Vec::new(),
        };
        let mut out = Vec::new();
        write(&drawing, "a < b", "so", &mut out)?;
        let text = String::from_utf8(out).expect("text");
        assert!(text.contains(">a &lt; b</title>") && text.contains(">so</desc>"));
        assert!(text.contains("viewBox=\"0 0 10 5.2\"") || text.contains("viewBox=\"0 0 10 5.3\""));
        Ok(())
    }
}
