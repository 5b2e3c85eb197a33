//! What the boxes and lines of a picture mean: those that are in it.

use std::collections::BTreeSet;

use crate::model::Standing;
use crate::render::draw::Picture;
use crate::render::draw::layout::Point;
use crate::render::draw::marks::{Outline, arrow, box_shape, link_line};
use crate::render::draw::picture::{MARGIN, SMALL, Sheet, small_box};
use crate::render::draw::words::standing_word;
use crate::render::flow::Run;
use crate::render::font::text_width;
use crate::render::svg::{Ink, Line, Shape, Stroke};

/// How wide what is explained is, and from where on its words stand.
const SAMPLE: f64 = 30.0;
const WORDS: f64 = 37.0;
const APART: f64 = 22.0;
const LINE: f64 = 21.0;

/// One thing that is explained.
enum Item {
    Box(Outline, bool),
    Line(Standing, bool),
    Arrow,
}

impl Sheet {
    /// Adds the legend below what is there.
    pub(super) fn legend(&mut self, picture: &Picture) {
        let mut x = MARGIN;
        self.y += 6.0;
        for (item, words) in items(picture) {
            let wide = WORDS + text_width(words, SMALL, false);
            if x > MARGIN && x + wide > self.width - MARGIN {
                x = MARGIN;
                self.y += LINE;
            }
            self.item(&item, x, self.y + 12.0);
            let run = [Run::plain(words, Ink::Grey)];
            let top = self.y;
            self.runs(&run, SMALL, 16.0, (x + WORDS - MARGIN, 0.0));
            self.y = top;
            x += wide + APART;
        }
        self.y += LINE + 4.0;
    }

    fn item(&mut self, item: &Item, x: f64, y: f64) {
        let point = |x: f64, y: f64| Point { x, y };
        match item {
            Item::Box(outline, asked) => {
                let place = small_box(x + 2.0, y - 8.0);
                self.drawing.shapes.push(box_shape(place, *outline, *asked));
            }
            Item::Line(standing, left_out) => self.drawing.shapes.push(Shape::Line {
                from: (x, y),
                to: (x + SAMPLE, y),
                line: link_line(*standing, *left_out),
            }),
            Item::Arrow => {
                self.drawing.shapes.push(Shape::Line {
                    from: (x, y),
                    to: (x + SAMPLE - 8.0, y),
                    line: Line {
                        ink: Ink::Black,
                        stroke: Stroke::Solid,
                        width: 1.5,
                    },
                });
                let (from, to) = (point(x, y), point(x + SAMPLE, y));
                self.drawing.shapes.push(arrow(from, to, Ink::Black));
            }
        }
    }
}

/// What is in the picture, with what it means.
fn items(picture: &Picture) -> Vec<(Item, &'static str)> {
    let figures = &picture.sketch.figures;
    let bundles = &picture.sketch.bundles;
    let mut items = Vec::new();
    let outlines: BTreeSet<Outline> = figures.iter().map(|one| Outline::of(one.kind)).collect();
    for outline in outlines {
        items.push((
            Item::Box(outline, false),
            match outline {
                Outline::Round => "person",
                Outline::Square => "organisation or other",
                Outline::Cut => "asset",
            },
        ));
    }
    if let Some(asked) = figures.iter().find(|figure| figure.asked) {
        items.push((Item::Box(Outline::of(asked.kind), true), "asked for"));
    }
    let lines: BTreeSet<(bool, Standing)> = bundles
        .iter()
        .map(|bundle| match bundle.left_out {
            // All of these are drawn alike.
            true => (true, Standing::Uncontested),
            false => (false, bundle.standing),
        })
        .collect();
    for (left_out, standing) in lines {
        let words = match left_out {
            true => "left out of the answer",
            false => standing_word(standing),
        };
        items.push((Item::Line(standing, left_out), words));
    }
    if bundles.iter().any(|bundle| !bundle.symmetric) {
        items.push((Item::Arrow, "from who does it to whom or what"));
    }
    items
}
