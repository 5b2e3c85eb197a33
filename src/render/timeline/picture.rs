//! The timeline as a drawing: what is said of the whole, the chart (see `chart`),
//! its legend, and below it the list of what the numbers mean.
//!
//! Pure: takes what is to be shown and gives a [`Drawing`].

use crate::model::DateShape;
use crate::render::font::wrap;
use crate::render::svg::{Anchor, Drawing, Ink, Label, Line, Shape};
use crate::render::timeline::bars::BAR;
use crate::render::timeline::until::Until;

pub(super) const WIDTH: f64 = 1000.0;
pub(super) const MARGIN: f64 = 24.0;
pub(super) const SMALL: f64 = 11.0;
pub(super) const TEXT: f64 = 12.5;
const LEADING: f64 = 17.0;

/// What is drawn of one claim or answer.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    pub shape: DateShape,
    /// A word beside the number: the standing of a contested claim, a stance.
    pub word: Option<String>,
    pub contested: bool,
    /// When, in words.
    pub date: String,
    /// What stands beside the shape: the sentence of a claim, or who answers what.
    pub caption: String,
    /// What the list says, its first paragraph in bold.
    pub lines: Vec<Paragraph>,
}

#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    pub text: String,
    pub alarm: bool,
}

/// Everything else that is written in the picture.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub title: String,
    /// Edition, day, counts: a line each.
    pub notes: Vec<Paragraph>,
    pub with_list: bool,
    /// Up to which day what has no end is drawn; `None` where everything has one.
    pub until: Option<Until>,
    /// What is to be said above the list.
    pub of_list: Option<&'static str>,
}

/// Lays everything out.
pub(super) fn layout(frame: &Frame, lanes: &[Lane]) -> Drawing {
    let mut sheet = Sheet {
        drawing: Drawing {
            width: WIDTH,
            ..Drawing::default()
        },
        y: MARGIN,
    };
    sheet.paragraph(&frame.title, 20.0, true, Ink::Black, MARGIN);
    sheet.y += 4.0;
    for note in &frame.notes {
        let ink = if note.alarm { Ink::Red } else { Ink::Grey };
        sheet.paragraph(&note.text, TEXT, note.alarm, ink, MARGIN);
    }
    if !lanes.is_empty() {
        sheet.chart(lanes, frame.until.as_ref());
        sheet.legend(frame.until.as_ref());
    }
    if frame.with_list {
        if let Some(words) = frame.of_list {
            sheet.y += 10.0;
            sheet.paragraph(words, TEXT, false, Ink::Grey, MARGIN);
        }
        sheet.list(lanes);
    }
    sheet.drawing.height = sheet.y + MARGIN;
    sheet.drawing
}

/// A drawing while it is laid out, from the top down.
pub(super) struct Sheet {
    pub drawing: Drawing,
    /// Below what is there already.
    pub y: f64,
}

impl Sheet {
    pub(super) fn label(&mut self, at: (f64, f64), text: &str, size: f64, bold: bool, ink: Ink) {
        self.drawing.labels.push(Label {
            at,
            text: text.to_owned(),
            size,
            bold,
            ink,
            anchor: Anchor::Start,
            continues: false,
        });
    }

    fn paragraph(&mut self, text: &str, size: f64, bold: bool, ink: Ink, left: f64) {
        let leading = LEADING.max(size * 1.3);
        for line in wrap(text, size, bold, WIDTH - MARGIN - left) {
            self.y += leading;
            self.label((left, self.y), &line, size, bold, ink);
        }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), line: Line) {
        self.drawing.shapes.push(Shape::Line { from, to, line });
    }

    pub(super) fn bar(&mut self, (left, width): (f64, f64), y: f64, fill: Option<Ink>, line: Line) {
        self.drawing.shapes.push(Shape::Box {
            x: left,
            y: y - BAR / 2.0,
            width,
            height: BAR,
            fill,
            line: Some(line),
        });
    }

    fn list(&mut self, lanes: &[Lane]) {
        for (at, lane) in lanes.iter().enumerate() {
            self.y += 10.0;
            let number = format!("[{}]", at + 1);
            self.label((MARGIN, self.y + LEADING), &number, TEXT, true, Ink::Black);
            let left = MARGIN + 52.0;
            for (nth, line) in lane.lines.iter().enumerate() {
                let ink = match (line.alarm, nth) {
                    (true, _) => Ink::Red,
                    (false, 0) => Ink::Black,
                    (false, _) => Ink::Grey,
                };
                self.paragraph(&line.text, TEXT, nth == 0 || line.alarm, ink, left);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edtf;

    fn lanes(dates: &[&str]) -> Vec<Lane> {
        let lane = |(at, date): (usize, &&str)| {
            let date: Edtf = date.parse().expect("a date");
            Lane {
                shape: DateShape::of(&date).expect("a shape"),
                word: (at % 2 == 0).then(|| "RETRACTED".to_owned()),
                contested: at % 2 == 0,
                date: "some time".to_owned(),
                caption: "A sentence of some words ".repeat(1 + at * at % 11),
                lines: vec![
                    Paragraph {
                        text: "A long sentence of many words ".repeat(8 + at),
                        alarm: false,
                    },
                    Paragraph {
                        text: "DENIED (whole) by Somebody".to_owned(),
                        alarm: true,
                    },
                ],
            }
        };
        dates.iter().enumerate().map(lane).collect()
    }

    fn frame() -> Frame {
        Frame {
            title: "Someone with a very long name, and an even longer list of others ".repeat(3),
            notes: vec![Paragraph {
                text: "edition 0123, 3 claims".to_owned(),
                alarm: true,
            }],
            with_list: true,
            until: Some(Until {
                day: "2024-05-20".parse().expect("a day"),
                why: "the last day of this test",
            }),
            of_list: Some("what is to be said of it"),
        }
    }

    const DATES: [&[&str]; 6] = [
        &[],
        &["2024-12?"],
        &["2024-05-12", "2024-05-12~", "2024-05-13%"],
        &[
            "2017/..",
            "../2014",
            "2015/2018~",
            "/2024-02~",
            "2024/",
            "2019-21",
        ],
        &["-0044-03-15", "19XX?", "2024-05-XX", "2024-05-12T10:00:00Z"],
        &[
            "2024-05-12/..",
            "../2024-05-12",
            "2024-05-12/2024-05-12",
            "2023/2023-05",
        ],
    ];

    /// Left, top, right and bottom of a shape.
    fn extent(shape: &Shape) -> [f64; 4] {
        match shape {
            Shape::Box {
                x,
                y,
                width,
                height,
                ..
            } => [*x, *y, x + width, y + height],
            Shape::Line { from, to, .. } => [
                from.0.min(to.0),
                from.1.min(to.1),
                from.0.max(to.0),
                from.1.max(to.1),
            ],
            Shape::Dot { at, radius, .. } => {
                [at.0 - radius, at.1 - radius, at.0 + radius, at.1 + radius]
            }
            Shape::Path { .. } => panic!("a timeline has no such shape"),
        }
    }

    #[test]
    fn no_label_lies_on_another_and_everything_is_inside() {
        for dates in DATES {
            let drawing = layout(&frame(), &lanes(dates));
            let covered: Vec<[f64; 4]> = drawing.labels.iter().map(Label::covers).collect();
            for (at, one) in covered.iter().enumerate() {
                let text = &drawing.labels[at].text;
                let [left, top, right, bottom] = *one;
                let inside =
                    left >= 0.0 && top >= 0.0 && right <= drawing.width && bottom <= drawing.height;
                assert!(inside, "{dates:?}: {text} reaches out of the picture");
                for (other, label) in covered.iter().zip(&drawing.labels).skip(at + 1) {
                    let apart = right <= other[0]
                        || other[2] <= left
                        || bottom <= other[1]
                        || other[3] <= top;
                    assert!(apart, "{dates:?}: {text} lies on {}", label.text);
                }
            }
            for shape in &drawing.shapes {
                let [left, _, right, _] = extent(shape);
                assert!(
                    left >= 0.0 && right <= drawing.width,
                    "{dates:?}: {shape:?} reaches out of the picture"
                );
            }
        }
    }
}
