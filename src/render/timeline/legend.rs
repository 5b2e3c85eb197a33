//! What the shapes of a timeline mean, drawn and in words.

use crate::render::font::text_width;
use crate::render::svg::{Ink, Line, Shape, Stroke};
use crate::render::timeline::axis::day_text;
use crate::render::timeline::bars::{Bar, LEAST};
use crate::render::timeline::chart::until_line;
use crate::render::timeline::picture::{MARGIN, SMALL, Sheet, WIDTH};
use crate::render::timeline::until::Until;

/// Draws an example at a place, with a line.
type Draws = fn(&mut Sheet, f64, f64, Line);

/// How much room an example has.
const SAMPLE: f64 = 42.0;

impl Sheet {
    /// Adds the legend below what is there.
    pub(super) fn legend(&mut self, until: Option<&Until>) {
        self.y += 20.0;
        let blue = Line {
            ink: Ink::Blue,
            stroke: Stroke::Solid,
            width: 1.5,
        };
        let mut items: Vec<(String, Draws)> = Vec::new();
        let always: [(&str, Draws); 8] = [
            ("a day", |sheet, x, y, line| sheet.dot(x, y, line)),
            ("some time within it", |sheet, x, y, line| {
                sheet.bar((x, 26.0), y, Some(Ink::Pale), line);
            }),
            ("from – to", |sheet, x, y, line| {
                sheet.bar((x, 26.0), y, Some(Ink::Blue), line);
            }),
            ("uncertain (?)", |sheet, x, y, line| {
                let dashed = Line {
                    stroke: Stroke::Dashed,
                    ..line
                };
                sheet.bar((x, 26.0), y, Some(Ink::Pale), dashed);
            }),
            ("approximate (~)", |sheet, x, y, line| {
                let dotted = Line {
                    stroke: Stroke::Dotted,
                    ..line
                };
                sheet.bar((x, 26.0), y, Some(Ink::Pale), dotted);
            }),
            ("no end or beginning given", |sheet, x, y, line| {
                sheet.drawing.add(&Bar::open(line), (x, y));
            }),
            ("end or beginning not known", |sheet, x, y, line| {
                let dotted = Line {
                    stroke: Stroke::Dotted,
                    width: 2.5,
                    ..line
                };
                sheet.line((x, y), (x + 26.0, y), dotted);
            }),
            ("denied, disputed or withdrawn", |sheet, x, y, line| {
                let red = Line {
                    ink: Ink::Red,
                    stroke: Stroke::Dashed,
                    ..line
                };
                sheet.bar((x, 26.0), y, Some(Ink::White), red);
            }),
        ];
        items.extend(always.map(|(text, draw)| (text.to_owned(), draw)));
        if let Some(Until { day, why }) = until {
            let words = format!(
                "{}, {why}: what has no end, or none that is known, is drawn up to it",
                day_text(*day)
            );
            items.push((words, |sheet, x, y, _| {
                sheet.line((x + 13.0, y - 8.0), (x + 13.0, y + 8.0), until_line());
            }));
        }
        let mut x = MARGIN;
        for (text, draw) in items {
            let wide = SAMPLE + text_width(&text, SMALL, false) + 18.0;
            if x + wide > WIDTH - MARGIN && x > MARGIN {
                x = MARGIN;
                self.y += 20.0;
            }
            let y = self.y;
            draw(self, x, y - 4.0, blue);
            self.label((x + SAMPLE, y), &text, SMALL, false, Ink::Grey);
            x += wide;
        }
        self.y += 8.0;
    }

    fn dot(&mut self, x: f64, y: f64, line: Line) {
        self.drawing.shapes.push(Shape::Dot {
            at: (x + 13.0, y),
            radius: LEAST,
            fill: Some(Ink::Blue),
            line: Some(line),
        });
    }
}
