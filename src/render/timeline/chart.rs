//! The chart: an axis, and a row for each dated claim or answer with its shape and,
//! beside or above it, its number, date and words.
//!
//! Whoever looks at a shape must not have to look for its words: they stand right of
//! it where there is room, else left of it, else above. Rows are shaded in turn, and
//! in a long chart the axis is written again every so many rows.

use crate::model::{DateShape, Day};
use crate::render::flow::{FlowLine, Run, flow, put};
use crate::render::font::text_width;
use crate::render::svg::{Anchor, Ink, Label, Line, Shape, Stroke};
use crate::render::timeline::axis::{Axis, Tick, day_text};
use crate::render::timeline::bars::{BAR, Bar};
use crate::render::timeline::picture::{Lane, MARGIN, SMALL, Sheet, WIDTH};
use crate::render::timeline::until::Until;

/// On both sides of the axis there is room for a mark.
const MARK: f64 = 36.0;
/// The height of a row with one line of words beside its shape.
const ROW: f64 = 24.0;
const WORDS: f64 = 12.0;
const LEADING: f64 = 15.0;
/// Between a shape and the words beside it.
const APART: f64 = 9.0;
/// Words are set beside a shape where they take so many lines there and no more, and
/// above it elsewhere.
const BESIDE: usize = 2;
/// Lines that are longer are hard to read.
const LONGEST: f64 = 640.0;
/// The axis is written again after so many rows, unless fewer than this are left.
const AGAIN: usize = 25;
const FEW: usize = 6;
const AXIS_AGAIN: f64 = 26.0;

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Right,
    Left,
    Above,
}

/// A row, measured.
struct Row {
    bar: Bar,
    words: Vec<FlowLine>,
    place: Place,
    height: f64,
}

impl Row {
    fn new(axis: &Axis, lane: &Lane, number: usize, until: Option<Day>) -> Row {
        let bar = Bar::new(axis, &lane.shape, lane.contested, until);
        let runs = runs(lane, number);
        let left = bar.left - APART - MARGIN;
        let right = WIDTH - MARGIN - APART - bar.right;
        let fits = |room: f64, lines: usize| flow(&runs, WORDS, room, 0.0).len() <= lines;
        let wider = match right >= left {
            true => (Place::Right, right.min(LONGEST)),
            false => (Place::Left, left.min(LONGEST)),
        };
        let (place, room) = match () {
            () if fits(right, 1) => (Place::Right, right),
            () if fits(left, 1) => (Place::Left, left),
            () if fits(wider.1, BESIDE) => wider,
            () => (Place::Above, LONGEST),
        };
        let words = flow(&runs, WORDS, room, 0.0);
        let tall = LEADING * words.len() as f64;
        let height = match place {
            Place::Right | Place::Left => ROW.max(tall + 9.0),
            Place::Above => 4.0 + tall + 5.0 + BAR + 8.0,
        };
        Row {
            bar,
            words,
            place,
            height,
        }
    }

    /// Where the middle of the shape is, from the top of the row.
    fn middle(&self) -> f64 {
        match self.place {
            Place::Right | Place::Left => self.height / 2.0,
            Place::Above => self.height - 8.0 - BAR / 2.0,
        }
    }

    /// The base of the first line, from the top of the row.
    fn base(&self) -> f64 {
        let tall = LEADING * self.words.len() as f64;
        match self.place {
            Place::Right | Place::Left => (self.height - tall) / 2.0 + 11.0,
            Place::Above => 4.0 + 11.0,
        }
    }

    /// Where a line begins.
    fn left(&self, line: &FlowLine) -> f64 {
        match self.place {
            Place::Right => self.bar.right + APART,
            Place::Left => self.bar.left - APART - line.width,
            Place::Above => {
                let widest = self.words.iter().map(|line| line.width);
                let widest = widest.fold(0.0, f64::max);
                self.bar.left.min(WIDTH - MARGIN - widest).max(MARGIN)
            }
        }
    }
}

/// `[3] DENIED December 2024, uncertain: Ann owns Bo.`
fn runs(lane: &Lane, number: usize) -> Vec<Run> {
    let mut runs = vec![Run::bold(format!("[{number}] "), Ink::Black)];
    if let Some(word) = &lane.word {
        runs.push(match lane.contested {
            true => Run::bold(format!("{} ", word.to_uppercase()), Ink::Red),
            false => Run::bold(format!("{word} "), Ink::Grey),
        });
    }
    runs.push(Run::plain(format!("{}: ", lane.date), Ink::Grey));
    runs.push(Run::plain(&lane.caption, Ink::Black));
    runs
}

impl Sheet {
    /// Adds the chart below what is there.
    pub(super) fn chart(&mut self, lanes: &[Lane], until: Option<&Until>) {
        let last = until.map(|until| until.day);
        let given = lanes.iter().flat_map(|lane| days(&lane.shape));
        let axis = Axis::new(given.chain(last), MARGIN + MARK, WIDTH - MARGIN - MARK);
        let rows: Vec<Row> = lanes
            .iter()
            .enumerate()
            .map(|(at, lane)| Row::new(&axis, lane, at + 1, last))
            .collect();
        let ticks = axis.ticks(|text| text_width(text, SMALL, false));
        self.y += 34.0;
        if let Some(until) = until {
            self.y += 16.0;
            self.until_label(&axis, until);
        }
        let top = self.y;
        self.tick_labels(&ticks, top - 6.0);
        let mut tops = Vec::new();
        let mut again = Vec::new();
        let mut y = top + 6.0;
        for (at, row) in rows.iter().enumerate() {
            if at > 0 && at % AGAIN == 0 && rows.len() - at >= FEW {
                again.push(y);
                y += AXIS_AGAIN;
            }
            tops.push(y);
            y += row.height;
        }
        let bottom = y;
        for (at, (row, top)) in rows.iter().zip(&tops).enumerate() {
            if at % 2 == 1 {
                self.block(
                    (MARGIN, *top),
                    (WIDTH - 2.0 * MARGIN, row.height),
                    Ink::Faint,
                );
            }
        }
        let grid = Line {
            ink: Ink::Light,
            stroke: Stroke::Solid,
            width: 0.7,
        };
        for tick in &ticks {
            self.line((tick.x, top), (tick.x, bottom), grid);
        }
        if let Some(day) = last {
            let x = axis.end(day);
            self.line((x, top), (x, bottom), until_line());
        }
        let base = Line {
            ink: Ink::Black,
            width: 1.0,
            ..grid
        };
        self.line((axis.left(), top), (axis.right(), top), base);
        for y in again {
            self.block((MARGIN, y), (WIDTH - 2.0 * MARGIN, AXIS_AGAIN), Ink::White);
            self.tick_labels(&ticks, y + AXIS_AGAIN - 9.0);
            let y = y + AXIS_AGAIN - 3.0;
            self.line((axis.left(), y), (axis.right(), y), base);
        }
        for (at, (row, top)) in rows.iter().zip(&tops).enumerate() {
            let ground = if at % 2 == 1 { Ink::Faint } else { Ink::White };
            self.row(row, *top, ground);
        }
        self.y = bottom;
    }

    fn row(&mut self, row: &Row, top: f64, ground: Ink) {
        let mut base = top + row.base();
        for line in &row.words {
            let left = row.left(line);
            // The lines of the grid go behind the words, not through them.
            self.block(
                (left - 2.0, base - 11.5),
                (line.width + 4.0, LEADING),
                ground,
            );
            put(line, (left, base), WORDS, &mut self.drawing);
            base += LEADING;
        }
        self.drawing
            .add(&row.bar.drawing, (0.0, top + row.middle()));
    }

    fn block(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), ink: Ink) {
        self.drawing.shapes.push(Shape::Box {
            x,
            y,
            width,
            height,
            fill: Some(ink),
            line: None,
        });
    }

    fn tick_labels(&mut self, ticks: &[Tick], base: f64) {
        for tick in ticks {
            self.drawing.labels.push(Label {
                at: (tick.x, base),
                text: tick.text.clone(),
                size: SMALL,
                bold: false,
                ink: Ink::Grey,
                anchor: Anchor::Middle,
                continues: false,
            });
        }
    }

    /// The day up to which open bars go, above its line.
    fn until_label(&mut self, axis: &Axis, until: &Until) {
        let text = format!("up to {}", day_text(until.day));
        let half = text_width(&text, SMALL, false) / 2.0;
        let x = axis.end(until.day);
        let at = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
        self.drawing.labels.push(Label {
            at: (at, self.y - 22.0),
            text,
            size: SMALL,
            bold: false,
            ink: Ink::Black,
            anchor: Anchor::Middle,
            continues: false,
        });
    }
}

/// The line at the day up to which open bars go.
pub(super) fn until_line() -> Line {
    Line {
        ink: Ink::Grey,
        stroke: Stroke::Faint,
        width: 1.0,
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

    fn lane(date: &str, words: usize) -> Lane {
        let date: Edtf = date.parse().expect("a date");
        let shape = DateShape::of(&date).expect("a shape");
        Lane {
            date: shape.words(),
            shape,
            word: Some("denied".to_owned()),
            contested: true,
            caption: "Somebody said something ".repeat(words),
            lines: Vec::new(),
        }
    }

    #[test]
    fn the_words_of_a_claim_are_at_its_shape_wherever_that_is() {
        let days = ["1960-01-01", "2024-05-20"].map(|day| day.parse().expect("a day"));
        let axis = Axis::new(days.into_iter(), MARGIN + MARK, WIDTH - MARGIN - MARK);
        let until: Option<Day> = Some(days[1]);
        let mut places = Vec::new();
        for year in (1960..2024).step_by(3) {
            for (date, words) in [
                (format!("{year}/.."), 1),
                (format!("{year}-05-12%"), 3),
                (format!("{year}~"), 9),
                (format!("../{year}"), 20),
                (format!("1960/{year}?"), 5),
            ] {
                let row = Row::new(&axis, &lane(&date, words), 7, until);
                let left = row.words.iter().map(|line| row.left(line));
                let left = left.fold(f64::INFINITY, f64::min);
                let right = row.words.iter().map(|line| row.left(line) + line.width);
                let right = right.fold(0.0, f64::max);
                assert!(
                    left >= MARGIN - 1e-6 && right <= WIDTH - MARGIN + 1e-6,
                    "{date}"
                );
                let aside = (row.bar.left - right).max(left - row.bar.right);
                let bottom = row.base() + LEADING * (row.words.len() as f64 - 1.0);
                let above = row.middle() - BAR / 2.0 - bottom;
                match row.place {
                    Place::Right | Place::Left => {
                        assert!((0.0..=APART + 1e-6).contains(&aside), "{date}: {aside}");
                        assert!(row.height >= LEADING * row.words.len() as f64);
                    }
                    Place::Above => {
                        assert!(aside < 0.0, "{date}: {aside}");
                        assert!((4.0..12.0).contains(&above), "{date}: {above}");
                    }
                }
                places.push(row.place);
            }
        }
        for place in [Place::Right, Place::Left, Place::Above] {
            assert!(places.contains(&place), "{place:?}");
        }
    }
}
