//! The timeline as a drawing: an axis, a lane for each dated claim or answer,
//! and below it the list of what the numbers mean.
//!
//! Pure: takes what is to be shown and gives a [`Drawing`]. A day is a dot; a
//! longer time a pale bar, somewhere in which it was; a span is a full bar
//! between two such times. Dashed outlines are uncertain, dotted approximate,
//! arrows have no end. What is contested is red and says so in words.

use crate::model::{DateShape, Day, SpanEnd, Time};
use crate::render::font::{text_width, wrap};
use crate::render::svg::{Anchor, Drawing, Ink, Label, Line, Shape, Stroke};
use crate::render::timeline::axis::Axis;

pub(super) const WIDTH: f64 = 1000.0;
pub(super) const MARGIN: f64 = 24.0;
/// Where the axis begins: left of it stand number and standing.
const PLOT: f64 = 170.0;
/// Right of it stands the mark of what is uncertain.
const MARK: f64 = 40.0;
const LANE: f64 = 24.0;
const BAR: f64 = 10.0;
pub(super) const SMALL: f64 = 11.0;
const TEXT: f64 = 12.5;
const LEADING: f64 = 17.0;
/// How long an arrow is.
const ARROW: f64 = 12.0;
/// Time shorter than this is drawn this wide, or nobody would see it.
pub(super) const LEAST: f64 = 5.0;

/// What is drawn of one claim or answer.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    pub shape: DateShape,
    /// A word beside the number: the standing of a contested claim, a stance.
    pub word: Option<String>,
    pub contested: bool,
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
        sheet.chart(lanes);
        sheet.legend();
    }
    if frame.with_list {
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

    fn chart(&mut self, lanes: &[Lane]) {
        let days = lanes.iter().flat_map(|lane| days(&lane.shape));
        let axis = Axis::new(days, PLOT, WIDTH - MARGIN - MARK);
        self.y += 34.0;
        let (top, bottom) = (self.y, self.y + 8.0 + LANE * lanes.len() as f64);
        let ticks = axis.ticks(|text| text_width(text, SMALL, false));
        let grid = Line {
            ink: Ink::Light,
            stroke: Stroke::Solid,
            width: 0.7,
        };
        for tick in &ticks {
            self.line((tick.x, top), (tick.x, bottom), grid);
            self.drawing.labels.push(Label {
                at: (tick.x, top - 6.0),
                text: tick.text.clone(),
                size: SMALL,
                bold: false,
                ink: Ink::Grey,
                anchor: Anchor::Middle,
                continues: false,
            });
        }
        let base = Line {
            ink: Ink::Black,
            width: 1.0,
            ..grid
        };
        self.line((axis.left(), top), (axis.right(), top), base);
        for (at, lane) in lanes.iter().enumerate() {
            let middle = top + 8.0 + LANE * (at as f64 + 0.5);
            if at % 2 == 1 {
                // Behind everything, so that the eye keeps to its lane.
                self.drawing.shapes.insert(
                    0,
                    Shape::Box {
                        x: MARGIN,
                        y: middle - LANE / 2.0,
                        width: WIDTH - 2.0 * MARGIN,
                        height: LANE,
                        fill: Some(Ink::Faint),
                        line: None,
                    },
                );
            }
            self.label(
                (MARGIN, middle + 4.0),
                &(at + 1).to_string(),
                TEXT,
                true,
                Ink::Black,
            );
            if let Some(word) = &lane.word {
                let ink = if lane.contested { Ink::Red } else { Ink::Grey };
                self.label(
                    (MARGIN + 44.0, middle + 4.0),
                    word,
                    SMALL,
                    lane.contested,
                    ink,
                );
            }
            self.lane(&axis, lane, middle);
        }
        self.y = bottom;
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), line: Line) {
        self.drawing.shapes.push(Shape::Line { from, to, line });
    }

    fn lane(&mut self, axis: &Axis, lane: &Lane, y: f64) {
        let contested = lane.contested;
        let end = match &lane.shape {
            DateShape::Within(time) => self.time(axis, time, contested, y),
            DateShape::FromTo(from, to) => self.span(axis, (from, to), contested, y),
        };
        let mark = match (lane.shape.is_uncertain(), lane.shape.is_approximate()) {
            (true, true) => "? ~",
            (true, false) => "?",
            (false, true) => "~",
            (false, false) => return,
        };
        self.label((end + 6.0, y + 4.0), mark, TEXT, true, Ink::Black);
    }

    /// A day, or a longer time somewhere in which it was; gives its end.
    fn time(&mut self, axis: &Axis, time: &Time, contested: bool, y: f64) -> f64 {
        let line = outline(time, contested);
        let (left, right) = (axis.begin(time.first), axis.end(time.last));
        if time.is_day() {
            let at = ((left + right) / 2.0, y);
            let sure = !(time.uncertain || time.approximate || contested);
            self.drawing.shapes.push(Shape::Dot {
                at,
                radius: LEAST,
                fill: Some(if sure { Ink::Blue } else { Ink::White }),
                line: Some(line),
            });
            return at.0 + LEAST;
        }
        let width = (right - left).max(LEAST);
        self.bar((left, width), y, Some(Ink::Pale), line);
        left + width
    }

    /// From one time to another; gives its end.
    fn span(
        &mut self,
        axis: &Axis,
        (from, to): (&SpanEnd, &SpanEnd),
        contested: bool,
        y: f64,
    ) -> f64 {
        let whole = Line {
            ink: if contested { Ink::Red } else { Ink::Blue },
            stroke: if contested {
                Stroke::Dashed
            } else {
                Stroke::Solid
            },
            width: 1.5,
        };
        // Where it has begun for sure, and where it has not ended.
        let left = match from {
            SpanEnd::At(time) => axis.end(time.last),
            // An arrow goes before the bar.
            SpanEnd::Open => axis.left() + ARROW,
            SpanEnd::Unknown => axis.left(),
        };
        let right = match to {
            SpanEnd::At(time) => axis.begin(time.first),
            SpanEnd::Open => axis.right() - ARROW,
            SpanEnd::Unknown => axis.right(),
        };
        let fill = Some(if contested { Ink::White } else { Ink::Blue });
        match (from, to) {
            // How far it reaches is not known: a line, not a bar.
            (SpanEnd::Unknown, SpanEnd::At(time)) => {
                self.unknown((axis.begin(time.first) - 28.0, right), whole, y, axis);
            }
            (SpanEnd::At(_), SpanEnd::Unknown) => {
                self.unknown((left, left + 28.0), whole, y, axis);
            }
            _ if right > left => self.bar((left, right - left), y, fill, whole),
            _ => {}
        }
        let mut end = right;
        for (time, is_end) in [(from, false), (to, true)] {
            match time {
                SpanEnd::At(time) => {
                    let reached = self.time(axis, time, contested, y);
                    if is_end {
                        end = reached;
                    }
                }
                SpanEnd::Open => {
                    let x = if is_end { axis.right() } else { axis.left() };
                    self.drawing.shapes.push(Shape::Arrow {
                        to: (x, y),
                        to_right: is_end,
                        ink: whole.ink,
                    });
                }
                SpanEnd::Unknown if is_end => end = (left + 28.0).min(axis.right()),
                SpanEnd::Unknown => {}
            }
        }
        end
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

    fn unknown(&mut self, (left, right): (f64, f64), line: Line, y: f64, axis: &Axis) {
        let dotted = Line {
            stroke: Stroke::Dotted,
            width: 2.5,
            ..line
        };
        let (left, right) = (left.max(axis.left()), right.min(axis.right()));
        self.line((left, y), (right, y), dotted);
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

fn outline(time: &Time, contested: bool) -> Line {
    Line {
        ink: if contested { Ink::Red } else { Ink::Blue },
        stroke: match (time.uncertain, time.approximate, contested) {
            (false, true, _) => Stroke::Dotted,
            (true, _, _) | (false, false, true) => Stroke::Dashed,
            (false, false, false) => Stroke::Solid,
        },
        width: 1.5,
    }
}

fn days(shape: &DateShape) -> Vec<Day> {
    let times = match shape {
        DateShape::Within(time) => [Some(time), None],
        DateShape::FromTo(from, to) => [from.time(), to.time()],
    };
    let times = times.into_iter().flatten();
    times.flat_map(|time| [time.first, time.last]).collect()
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
                let (left, right) = match shape {
                    Shape::Box { x, width, .. } => (*x, x + width),
                    Shape::Line { from, to, .. } => (from.0.min(to.0), from.0.max(to.0)),
                    Shape::Dot { at, radius, .. } => (at.0 - radius, at.0 + radius),
                    Shape::Arrow { to, .. } => (to.0 - 9.0, to.0 + 9.0),
                    Shape::Path { .. } => panic!("a timeline has no such shape"),
                };
                assert!(
                    left >= 0.0 && right <= drawing.width,
                    "{dates:?}: {shape:?} reaches out of the picture"
                );
            }
        }
    }

    #[test]
    fn an_open_end_has_an_arrow_and_nothing_else_has() {
        for (date, arrows) in [
            ("2017/..", 1),
            ("../2014", 1),
            ("2017/", 0),
            ("2015/2018", 0),
            ("2024-12?", 0),
        ] {
            let mut sheet = Sheet {
                drawing: Drawing::default(),
                y: 0.0,
            };
            let lanes = lanes(&[date]);
            let axis = Axis::new(days(&lanes[0].shape).into_iter(), 100.0, 900.0);
            sheet.lane(&axis, &lanes[0], 10.0);
            let is_arrow = |shape: &&Shape| matches!(shape, Shape::Arrow { .. });
            let found = sheet.drawing.shapes.iter().filter(is_arrow).count();
            assert_eq!(found, arrows, "{date}");
        }
    }
}
