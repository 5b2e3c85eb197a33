//! The drawing of a picture, from the top down: title, what is said of the whole,
//! boxes and links, what the lines mean, and the list of claims by number.

use crate::answer::ClaimView;
use crate::model::Rule;
use crate::render::claims::claim_lines;
use crate::render::draw::Picture;
use crate::render::draw::layout::{BoxWish, Join, Placed, Rect, Spacing, Wish, place};
use crate::render::draw::marks::{FigureMark, LinkMark};
use crate::render::flow::{Run, flow, put};
use crate::render::font::text_width;
use crate::render::page::{Emphasis, Page};
use crate::render::svg::{Drawing, Ink};

/// Texts are never set narrower than this, whatever is drawn above them.
const LEAST_WIDTH: f64 = 860.0;
/// Nor wider than this: longer lines are hard to follow.
const MOST_WIDTH: f64 = 1_100.0;
pub(super) const MARGIN: f64 = 28.0;
const TITLE: f64 = 21.0;
pub(super) const SMALL: f64 = 11.5;
const TEXT: f64 = 12.5;
const LEADING: f64 = 17.5;
/// How far a line that goes on is further in.
const HANG: f64 = 14.0;
/// How far in the lines of a claim are beneath its number.
const INDENT: f64 = 34.0;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// Everything that a picture by itself needs.
    All,
    /// Boxes, links and what they mean: the rest stands beside it.
    Graph,
}

/// Draws it.
pub(super) fn drawing(picture: &Picture, parts: Parts) -> Drawing {
    let graph = Graph::new(picture);
    let wide = graph.size.0 + 2.0 * MARGIN;
    let mut sheet = Sheet {
        drawing: Drawing::default(),
        y: MARGIN,
        width: match parts {
            Parts::All => wide.max(LEAST_WIDTH),
            Parts::Graph => wide.max(LEAST_WIDTH / 2.0),
        }
        .ceil(),
    };
    match parts {
        Parts::All => {
            sheet.y -= 8.0;
            let title = [Run::bold(picture.title.as_str(), Ink::Black)];
            sheet.runs(&title, TITLE, 28.0, (0.0, 0.0));
            sheet.y += 6.0;
            sheet.page(&picture.remarks, Ink::Grey);
            sheet.y += 22.0;
            sheet.graph(&graph);
            sheet.legend(picture);
            sheet.beneath(picture);
        }
        Parts::Graph => {
            sheet.graph(&graph);
            sheet.legend(picture);
        }
    }
    sheet.drawing.width = sheet.width;
    sheet.drawing.height = (sheet.y + MARGIN).ceil();
    sheet.drawing
}

/// Boxes and links in their places, from 0.
struct Graph {
    drawing: Drawing,
    size: (f64, f64),
}

/// Boxes and links, measured, and where they go.
pub(super) struct Placing {
    boxes: Vec<FigureMark>,
    links: Vec<LinkMark>,
    pub placed: Placed,
}

impl Placing {
    /// Places what a picture shows.
    pub fn new(picture: &Picture) -> Placing {
        let figures = &picture.sketch.figures;
        let bundles = &picture.sketch.bundles;
        let boxes: Vec<FigureMark> = figures.iter().map(FigureMark::new).collect();
        let links: Vec<LinkMark> = bundles.iter().map(LinkMark::new).collect();
        let wish = Wish {
            boxes: figures
                .iter()
                .zip(&boxes)
                .map(|(figure, mark)| BoxWish {
                    size: mark.size,
                    rank: figure.rank,
                })
                .collect(),
            joins: bundles
                .iter()
                .zip(&links)
                .map(|(bundle, mark)| Join {
                    from: bundle.from,
                    to: bundle.to,
                    label: mark.size,
                })
                .collect(),
            spacing: Spacing::default(),
        };
        Placing {
            placed: place(&wish),
            boxes,
            links,
        }
    }
}

impl Graph {
    fn new(picture: &Picture) -> Graph {
        let Placing {
            boxes,
            links,
            placed,
        } = Placing::new(picture);
        let mut drawing = Drawing::default();
        // Lines first, so that nothing of them lies on a box.
        for (mark, join) in links.iter().zip(&placed.joins) {
            mark.draw_line(&join.before, &join.after, &mut drawing);
        }
        for (mark, place) in boxes.iter().zip(&placed.boxes) {
            mark.draw(*place, &mut drawing);
        }
        for (mark, join) in links.iter().zip(&placed.joins) {
            mark.draw(join.label, &mut drawing);
        }
        Graph {
            drawing,
            size: (placed.size.width, placed.size.height),
        }
    }
}

/// A drawing while it grows downwards.
pub(super) struct Sheet {
    pub drawing: Drawing,
    /// Below what is there already.
    pub y: f64,
    pub width: f64,
}

impl Sheet {
    /// Boxes and links, in the middle.
    fn graph(&mut self, graph: &Graph) {
        let left = ((self.width - graph.size.0) / 2.0).max(0.0);
        self.drawing.add(&graph.drawing, (left, self.y));
        self.y += graph.size.1 + 14.0;
    }

    /// Text from so far in, broken to the width of the picture.
    pub(super) fn runs(&mut self, runs: &[Run], size: f64, leading: f64, (left, hang): (f64, f64)) {
        let width = self.width - 2.0 * MARGIN - left;
        let width = width.min(MOST_WIDTH);
        for line in flow(runs, size, width, hang) {
            self.y += leading;
            put(&line, (MARGIN + left, self.y), size, &mut self.drawing);
        }
    }

    /// The lines of a page, as far in as they are there.
    fn page(&mut self, page: &Page, ink: Ink) {
        for line in page.pieces() {
            self.line(&line, ink, 0.0);
        }
    }

    fn line(&mut self, pieces: &[(&str, Emphasis)], ink: Ink, left: f64) {
        if pieces.iter().all(|(text, _)| text.trim().is_empty()) {
            self.y += LEADING / 2.0;
            return;
        }
        let first = pieces.first().map_or("", |(text, _)| text);
        let blanks = first.chars().take_while(|c| *c == ' ').count();
        let further = blanks as f64 * text_width(" ", TEXT, false) * 1.6;
        let runs: Vec<Run> = pieces
            .iter()
            .enumerate()
            .map(|(at, (text, emphasis))| {
                let text = apart(text, at);
                match emphasis {
                    Emphasis::None => Run::plain(text, ink),
                    Emphasis::Bold => Run::bold(text, Ink::Black),
                    Emphasis::Alarm => Run::bold(text, Ink::Red),
                }
            })
            .collect();
        self.runs(&runs, TEXT, LEADING, (left + further, HANG));
    }

    /// What makes no link, and the claims by number.
    fn beneath(&mut self, picture: &Picture) {
        if !picture.beneath.is_empty() {
            self.page(&picture.beneath, Ink::Black);
            self.y += LEADING / 2.0;
        }
        if let Some(words) = picture.of_list {
            self.runs(&[Run::plain(words, Ink::Grey)], TEXT, LEADING, (0.0, 0.0));
        }
        for (at, claim) in picture.sketch.claims().iter().enumerate() {
            self.y += 9.0;
            let mut page = Page::new();
            claim_lines(&mut page, at + 1, claim);
            for link in picture.sketch.links_of(at + 1) {
                page.line(format!("link: {link}"));
            }
            let number = format!("[{}]", at + 1);
            for (nth, line) in page.pieces().enumerate() {
                match (&line[..], nth) {
                    ([(text, _)], 0) => {
                        let text = text.strip_prefix(&number).unwrap_or(text);
                        let top = self.y;
                        let number = [Run::bold(number.as_str(), Ink::Black)];
                        self.runs(&number, TEXT, LEADING, (0.0, 0.0));
                        self.y = top;
                        let text = [Run::bold(text, Ink::Black)];
                        self.runs(&text, TEXT, LEADING, (INDENT, 0.0));
                    }
                    (pieces, _) => {
                        self.line(&outdented(pieces), Ink::Grey, INDENT);
                        if nth == 1 {
                            self.rule(claim);
                        }
                    }
                }
            }
        }
    }

    /// Why a claim has its standing, where that is not that nobody denied it.
    fn rule(&mut self, claim: &ClaimView) {
        match claim.rule {
            Rule::NoDenialRecorded => {}
            Rule::NoCitationLeft
            | Rule::DeniedByParty
            | Rule::DeniedOtherwise
            | Rule::SummarisesContested => {
                let words = format!("since {}", claim.rule.sentence());
                let run = [Run::plain(words, Ink::Grey)];
                self.runs(&run, TEXT, LEADING, (INDENT, HANG));
            }
        }
    }
}

/// How far in the lines of a claim are in text.
const INDENT_OF_TEXT: &str = "    ";

/// A line of a claim without what it is further in than its number.
fn outdented<'a>(pieces: &[(&'a str, Emphasis)]) -> Vec<(&'a str, Emphasis)> {
    let mut pieces = pieces.to_vec();
    if let Some((first, _)) = pieces.first_mut() {
        *first = first.strip_prefix(INDENT_OF_TEXT).unwrap_or(first);
    }
    pieces
}

/// Text with a dot where columns of text are kept apart by two blanks; those
/// that a line begins with stay.
pub(super) fn apart(text: &str, piece: usize) -> String {
    let words = match piece {
        0 => text.trim_start(),
        _ => text,
    };
    let blanks = &text[..text.len() - words.len()];
    format!("{blanks}{}", words.replace("  ", " · "))
}

/// A place in the legend.
pub(super) fn small_box(x: f64, y: f64) -> Rect {
    Rect {
        x,
        y,
        width: 26.0,
        height: 16.0,
    }
}
