//! The shape of one date on the axis, and the marks of what is uncertain in it.
//!
//! A day is a dot; a longer time a pale bar, somewhere in which it was; a span is a
//! full bar between two such times. Dashed outlines are uncertain, dotted
//! approximate. What has no end given fades, at the last day that is known of;
//! nothing is drawn beyond that. What is contested is red.

use crate::model::{DateShape, Day, SpanEnd, Time};
use crate::render::svg::{Anchor, Drawing, Ink, Label, Line, Shape, Stroke};
use crate::render::timeline::axis::Axis;
use crate::render::timeline::picture::TEXT;

pub(super) const BAR: f64 = 10.0;
/// Time shorter than this is drawn this wide, or nobody would see it.
pub(super) const LEAST: f64 = 5.0;
/// How long the dotted line of an end that is not known is.
const UNKNOWN: f64 = 28.0;
/// The pieces in which a bar fades: how wide, after how wide a gap. Where there is
/// less room they are smaller, but not smaller than this in all.
const PIECES: [(f64, f64); 3] = [(3.0, 7.0), (3.0, 5.0), (4.0, 3.0)];
const LEAST_FADING: f64 = 9.0;
/// Between a shape and its mark.
const APART: f64 = 5.0;

/// What is drawn of one date, its middle at 0, and how far it reaches with its
/// marks.
#[derive(Debug, Clone, Default)]
pub(super) struct Bar {
    pub drawing: Drawing,
    pub left: f64,
    pub right: f64,
}

impl Bar {
    /// Draws a date; what has no end goes up to a day, or as far as the axis.
    pub fn new(axis: &Axis, shape: &DateShape, contested: bool, until: Option<Day>) -> Bar {
        let mut bar = Bar {
            drawing: Drawing::default(),
            left: f64::INFINITY,
            right: f64::NEG_INFINITY,
        };
        match shape {
            DateShape::Within(time) => {
                bar.time(axis, time, contested);
                bar.mark(time, Anchor::Start);
            }
            DateShape::FromTo(from, to) => {
                let last = until.map_or(axis.right(), |day| axis.end(day));
                bar.span(axis, (from, to), contested, last);
                // Each mark is on the side of what it is about.
                if let SpanEnd::At(time) = from {
                    bar.mark(time, Anchor::End);
                }
                if let SpanEnd::At(time) = to {
                    bar.mark(time, Anchor::Start);
                }
            }
        }
        bar
    }

    /// An example of a bar without an end, for the legend.
    pub fn open(line: Line) -> Drawing {
        let mut bar = Bar::default();
        bar.fading((0.0, 34.0), (false, true), line, false);
        bar.drawing
    }

    fn push(&mut self, (left, right): (f64, f64), shape: Shape) {
        self.left = self.left.min(left);
        self.right = self.right.max(right);
        self.drawing.shapes.push(shape);
    }

    /// A day, or a longer time somewhere in which it was.
    fn time(&mut self, axis: &Axis, time: &Time, contested: bool) {
        let line = outline(time, contested);
        let (left, right) = (axis.begin(time.first), axis.end(time.last));
        if !time.is_day() {
            let width = (right - left).max(LEAST);
            self.part((left, width), Some(Ink::Pale), Some(line));
            return;
        }
        let middle = (left + right) / 2.0;
        let sure = !(time.uncertain || time.approximate || contested);
        let dot = Shape::Dot {
            at: (middle, 0.0),
            radius: LEAST,
            fill: Some(if sure { Ink::Blue } else { Ink::White }),
            line: Some(line),
        };
        self.push((middle - LEAST, middle + LEAST), dot);
    }

    fn span(&mut self, axis: &Axis, (from, to): (&SpanEnd, &SpanEnd), contested: bool, last: f64) {
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
            SpanEnd::Open | SpanEnd::Unknown => axis.left(),
        };
        let right = match to {
            SpanEnd::At(time) => axis.begin(time.first),
            SpanEnd::Open | SpanEnd::Unknown => last,
        };
        let fades = (matches!(from, SpanEnd::Open), matches!(to, SpanEnd::Open));
        match (from, to) {
            // How far it reaches is not known: a line, not a bar.
            (SpanEnd::Unknown, SpanEnd::At(time)) => {
                let begin = axis.begin(time.first);
                self.unknown(((begin - UNKNOWN).max(axis.left()), right), whole);
            }
            (SpanEnd::At(_), SpanEnd::Unknown) => {
                let longest = last.max(left + LEAST_FADING).min(axis.right());
                self.unknown((left, (left + UNKNOWN).min(longest)), whole);
            }
            (SpanEnd::Unknown, SpanEnd::Open | SpanEnd::Unknown)
            | (SpanEnd::Open, SpanEnd::Unknown) => self.unknown((left, right), whole),
            (SpanEnd::At(_) | SpanEnd::Open, SpanEnd::At(_) | SpanEnd::Open) => {
                self.fading((left, right), fades, whole, contested);
            }
        }
        for end in [from, to] {
            match end {
                SpanEnd::At(time) => self.time(axis, time, contested),
                SpanEnd::Open | SpanEnd::Unknown => {}
            }
        }
    }

    /// A bar that fades at one end, at both or at none.
    fn fading(
        &mut self,
        (left, right): (f64, f64),
        (at_left, at_right): (bool, bool),
        line: Line,
        contested: bool,
    ) {
        let long: f64 = PIECES.iter().map(|(gap, width)| gap + width).sum();
        // What has only just begun has room for the pieces all the same.
        let ends = f64::from(u8::from(at_left) + u8::from(at_right));
        let room = ((right - left) / ends.max(1.0)).clamp(LEAST_FADING, long);
        let whole_left = if at_left { left + room } else { left };
        let whole_right = if at_right { right - room } else { right };
        let whole_right = match at_right {
            true => whole_right.max(whole_left),
            false => whole_right,
        };
        if whole_right > whole_left {
            let fill = if contested { Ink::White } else { Ink::Blue };
            self.part(
                (whole_left, whole_right - whole_left),
                Some(fill),
                Some(line),
            );
        }
        let (mut x, mut back) = (whole_right, whole_left);
        for (gap, width) in PIECES {
            let (gap, width) = (gap * room / long, width * room / long);
            if at_right {
                self.part((x + gap, width), Some(line.ink), None);
                x += gap + width;
            }
            if at_left {
                back -= gap + width;
                self.part((back, width), Some(line.ink), None);
            }
        }
    }

    fn part(&mut self, (left, width): (f64, f64), fill: Option<Ink>, line: Option<Line>) {
        let shape = Shape::Box {
            x: left,
            y: -BAR / 2.0,
            width,
            height: BAR,
            fill,
            line,
        };
        self.push((left, left + width), shape);
    }

    fn unknown(&mut self, (left, right): (f64, f64), line: Line) {
        let dotted = Line {
            stroke: Stroke::Dotted,
            width: 2.5,
            ..line
        };
        let shape = Shape::Line {
            from: (left, 0.0),
            to: (right, 0.0),
            line: dotted,
        };
        self.push((left, right), shape);
    }

    /// What is uncertain or approximate, on one side of everything that is there.
    fn mark(&mut self, time: &Time, anchor: Anchor) {
        let text = match (time.uncertain, time.approximate) {
            (true, true) => "? ~",
            (true, false) => "?",
            (false, true) => "~",
            (false, false) => return,
        };
        let x = match anchor {
            Anchor::End => self.left - APART,
            Anchor::Start | Anchor::Middle => self.right + APART,
        };
        let label = Label {
            at: (x, 4.0),
            text: text.to_owned(),
            size: TEXT,
            bold: true,
            ink: Ink::Black,
            anchor,
            continues: false,
        };
        let [left, _, right, _] = label.covers();
        self.left = self.left.min(left);
        self.right = self.right.max(right);
        self.drawing.labels.push(label);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edtf;

    fn bar(date: &str, until: &str) -> (Axis, Bar) {
        let date: Edtf = date.parse().expect("a date");
        let shape = DateShape::of(&date).expect("a shape");
        let days = ["2010-01-01", "2040-01-01"].map(|day| day.parse().expect("a day"));
        let axis = Axis::new(days.into_iter(), 60.0, 900.0);
        let until = until.parse().expect("a day");
        let bar = Bar::new(&axis, &shape, false, Some(until));
        (axis, bar)
    }

    #[test]
    fn what_has_no_end_fades_at_the_last_day_that_is_known_of() {
        for (date, pieces) in [
            ("2017/..", 3),
            ("2017?/..", 3),
            ("../2014", 3),
            ("2017/", 0),
            ("2015/2018", 0),
            ("2024-12?", 0),
        ] {
            let (axis, bar) = bar(date, "2024-01-22");
            let last = axis.end("2024-01-22".parse().expect("a day"));
            let fading = |shape: &&Shape| matches!(shape, Shape::Box { line: None, .. });
            let found = bar.drawing.shapes.iter().filter(fading).count();
            assert_eq!(found, pieces, "{date}");
            if date.ends_with("..") {
                assert!(
                    (bar.right - last).abs() < 1e-6,
                    "{date}: {} {last}",
                    bar.right
                );
            }
        }
    }

    #[test]
    fn a_mark_stands_on_the_side_of_what_it_is_about_and_on_no_shape() {
        for (date, sides) in [
            ("2023?/..", &["left"][..]),
            ("2015/2018~", &["right"]),
            ("2015?/2018~", &["left", "right"]),
            ("../2018?", &["right"]),
            ("2024-12%", &["right"]),
            ("2024-05-12?/..", &["left"]),
        ] {
            let (_, bar) = bar(date, "2024-06-22");
            let ends = bar.drawing.shapes.iter().map(|shape| match shape {
                Shape::Box { x, width, .. } => (*x, x + width),
                Shape::Dot { at, radius, .. } => (at.0 - radius, at.0 + radius),
                Shape::Line { from, to, .. } => (from.0, to.0),
                Shape::Path { .. } => panic!("a date has no such shape"),
            });
            let (left, right) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, r), (a, b)| {
                (l.min(a), r.max(b))
            });
            let found: Vec<&str> = bar
                .drawing
                .labels
                .iter()
                .map(|label| {
                    let [from, _, to, _] = label.covers();
                    match (to < left, from > right) {
                        (true, _) => "left",
                        (_, true) => "right",
                        _ => "on a shape",
                    }
                })
                .collect();
            assert_eq!(found, sides, "{date}");
        }
    }
}
