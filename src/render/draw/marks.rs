//! The parts of a picture: boxes with names, labels of links, lines and arrows.
//!
//! First measured, so that they can be placed; then drawn where they were put.
//! Who is a person has round corners, an asset cut ones, an organisation neither.
//! What is contested has its own dashes, its own colour and its word.

use crate::answer::Kind;
use crate::model::{EntityGroup, EntityKind, Standing};
use crate::render::draw::layout::{Curve, Piece, Point, Rect, Size};
use crate::render::draw::sketch::{Bundle, Figure, brackets};
use crate::render::draw::words::standing_word;
use crate::render::flow::{FlowLine, Run, flow, label, put};
use crate::render::font::{Step, text_width};
use crate::render::svg::{Anchor, Drawing, Ink, Line, Shape, Stroke};

const NAME: f64 = 14.0;
const NAME_LEADING: f64 = 18.0;
const KIND: f64 = 11.0;
const KIND_LEADING: f64 = 15.0;
const LINK: f64 = 12.0;
const LINK_LEADING: f64 = 15.5;
/// Names are broken into lines of this width.
const NAME_WIDTH: f64 = 150.0;
const LINK_WIDTH: f64 = 168.0;
const BOX_SIDE: f64 = 14.0;
const BOX_TOP: f64 = 8.0;
const LEAST_BOX: f64 = 84.0;
/// Between a label and the line that meets it.
const LABEL_SIDE: f64 = 5.0;
const LABEL_TOP: f64 = 2.0;
/// How long an arrow is, and half of how wide.
const ARROW: f64 = 10.0;
const ARROW_HALF: f64 = 4.5;

/// The shape of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outline {
    /// A person, or people.
    Round,
    /// An organisation, or whatever is none of the others.
    Square,
    /// An asset.
    Cut,
}

impl Outline {
    pub fn of(kind: Option<Kind>) -> Outline {
        match kind {
            Some(Kind::Entity(kind)) => of_entity(kind),
            Some(
                Kind::Meeting
                | Kind::Source(_)
                | Kind::Claim
                | Kind::Answer
                | Kind::Question
                | Kind::Identity(_)
                | Kind::Passage
                | Kind::Link,
            )
            | None => Outline::Square,
        }
    }
}

fn of_entity(kind: EntityKind) -> Outline {
    match kind.group() {
        EntityGroup::Person => Outline::Round,
        EntityGroup::Organization => Outline::Square,
        EntityGroup::Asset => Outline::Cut,
    }
}

/// A box with its name and kind, measured.
pub(super) struct FigureMark {
    name: Vec<FlowLine>,
    kind: Vec<FlowLine>,
    outline: Outline,
    asked: bool,
    pub size: Size,
}

impl FigureMark {
    pub fn new(figure: &Figure) -> FigureMark {
        let Figure {
            named,
            kind,
            asked,
            rank: _,
        } = figure;
        let run = Run::new(&named.label, *asked, Ink::Black);
        let name = flow(&[run], NAME, NAME_WIDTH, 0.0);
        let words = kind.map(|kind| kind.words().into_owned());
        let words = Run::plain(words.unwrap_or_default(), Ink::Grey);
        let kind_lines = flow(&[words], KIND, NAME_WIDTH, 0.0);
        let widest = widest(name.iter().chain(&kind_lines));
        let height = NAME_LEADING * name.len() as f64 + KIND_LEADING * kind_lines.len() as f64;
        FigureMark {
            size: Size {
                width: (widest + 2.0 * BOX_SIDE).max(LEAST_BOX).ceil(),
                height: (height + 2.0 * BOX_TOP).ceil(),
            },
            name,
            kind: kind_lines,
            outline: Outline::of(*kind),
            asked: *asked,
        }
    }

    /// Draws it into a place at least as large as its size.
    pub fn draw(&self, place: Rect, drawing: &mut Drawing) {
        let Rect {
            x,
            y,
            width,
            height,
        } = place;
        drawing
            .shapes
            .push(box_shape(place, self.outline, self.asked));
        let text = NAME_LEADING * self.name.len() as f64 + KIND_LEADING * self.kind.len() as f64;
        let mut base = y + (height - text) / 2.0;
        for line in &self.name {
            base += NAME_LEADING;
            let at = (x + width / 2.0, base - 4.0);
            centred(line, at, NAME, drawing);
        }
        for line in &self.kind {
            base += KIND_LEADING;
            let at = (x + width / 2.0, base - 4.0);
            centred(line, at, KIND, drawing);
        }
    }
}

/// The outline of a box; heavier and shaded where it was asked for.
pub(super) fn box_shape(place: Rect, outline: Outline, asked: bool) -> Shape {
    let Rect {
        x,
        y,
        width,
        height,
    } = place;
    let (right, bottom) = (x + width, y + height);
    let corner = match outline {
        Outline::Round => 12.0,
        Outline::Square => 0.0,
        Outline::Cut => 9.0,
    };
    let corner = f64::min(corner, height / 2.0);
    // How far the control points are from the corner.
    let pull = corner * 0.448;
    let mut steps = vec![Step::Move((x + corner, y))];
    let turns = [
        ((right - corner, y), (right, y), (right, y + corner)),
        (
            (right, bottom - corner),
            (right, bottom),
            (right - corner, bottom),
        ),
        ((x + corner, bottom), (x, bottom), (x, bottom - corner)),
        ((x, y + corner), (x, y), (x + corner, y)),
    ];
    for (before, at, after) in turns {
        steps.push(Step::Line(before));
        let towards = |end: (f64, f64)| {
            let part = |corner: f64, end: f64| {
                let way = end - corner;
                if way == 0.0 {
                    corner
                } else {
                    corner + way.signum() * pull
                }
            };
            (part(at.0, end.0), part(at.1, end.1))
        };
        match outline {
            Outline::Round => steps.push(Step::Cubic(towards(before), towards(after), after)),
            Outline::Cut => steps.push(Step::Line(after)),
            Outline::Square => {}
        }
    }
    steps.push(Step::Close);
    Shape::Path {
        steps,
        fill: Some(if asked { Ink::Pale } else { Ink::White }),
        line: Some(Line {
            ink: Ink::Black,
            stroke: Stroke::Solid,
            width: if asked { 2.6 } else { 1.1 },
        }),
    }
}

/// How a link is drawn, by what is known of it.
pub(super) fn link_line(standing: Standing, left_out: bool) -> Line {
    if left_out {
        return Line {
            ink: Ink::Grey,
            stroke: Stroke::Faint,
            width: 0.9,
        };
    }
    let (ink, stroke, width) = match standing {
        Standing::Uncontested => (Ink::Black, Stroke::Solid, 1.5),
        Standing::Disputed => (Ink::Brown, Stroke::DashDot, 1.9),
        Standing::Denied => (Ink::Red, Stroke::Dashed, 1.9),
        Standing::Retracted => (Ink::Grey, Stroke::Dotted, 1.9),
    };
    Line { ink, stroke, width }
}

/// The label of a link, measured.
pub(super) struct LinkMark {
    lines: Vec<FlowLine>,
    line: Line,
    arrow: bool,
    pub size: Size,
}

impl LinkMark {
    pub fn new(bundle: &Bundle) -> LinkMark {
        let Bundle {
            from: _,
            to: _,
            verb,
            symmetric,
            standing,
            left_out,
            weakness,
            numbers,
            links: _,
        } = bundle;
        let ink = if *left_out { Ink::Grey } else { Ink::Black };
        let before = if *left_out { "left out: " } else { "" };
        let said = [
            Run::plain(format!("{before}{verb} "), ink),
            Run::bold(brackets(numbers), ink),
        ];
        let mut lines = flow(&said, LINK, LINK_WIDTH, 0.0);
        let line = link_line(*standing, *left_out);
        match standing {
            Standing::Uncontested => {}
            Standing::Disputed | Standing::Denied | Standing::Retracted => {
                let ink = link_line(*standing, false).ink;
                let word = Run::bold(standing_word(*standing), ink);
                lines.extend(flow(&[word], LINK, LINK_WIDTH, 0.0));
            }
        }
        let weakness = Run::plain(*weakness, Ink::Grey);
        lines.extend(flow(&[weakness], LINK, LINK_WIDTH, 0.0));
        LinkMark {
            size: Size {
                width: (widest(lines.iter()) + 2.0 * LABEL_SIDE).ceil(),
                height: (LINK_LEADING * lines.len() as f64 + 2.0 * LABEL_TOP).ceil(),
            },
            lines,
            line,
            arrow: !symmetric,
        }
    }

    /// Draws the label into its place.
    pub fn draw(&self, place: Rect, drawing: &mut Drawing) {
        let Rect {
            x,
            y,
            width,
            height,
        } = place;
        let text = LINK_LEADING * self.lines.len() as f64;
        let mut base = y + (height - text) / 2.0;
        for line in &self.lines {
            base += LINK_LEADING;
            centred(line, (x + width / 2.0, base - 4.0), LINK, drawing);
        }
    }

    /// Draws the line to the label and on to the object, with an arrow there.
    pub fn draw_line(&self, before: &Curve, after: &Curve, drawing: &mut Drawing) {
        let mut steps = steps(before, 0.0);
        steps.extend(self::steps(
            after,
            if self.arrow { ARROW - 2.0 } else { 0.0 },
        ));
        drawing.shapes.push(Shape::Path {
            steps,
            fill: None,
            line: Some(self.line),
        });
        if self.arrow
            && let Some((from, to)) = last_way(after)
        {
            drawing.shapes.push(arrow(from, to, self.line.ink));
        }
    }
}

/// A curve as steps; a straight end is shorter by so much, since an arrow covers it.
fn steps(curve: &Curve, shorter: f64) -> Vec<Step> {
    let place = |point: Point| (point.x, point.y);
    let mut steps = vec![Step::Move(place(curve.start))];
    let last = curve.pieces.len().saturating_sub(1);
    let mut at = curve.start;
    for (number, piece) in curve.pieces.iter().enumerate() {
        match *piece {
            Piece::Line(to) if number == last => {
                let (x, y) = (to.x - at.x, to.y - at.y);
                let length = x.hypot(y);
                let part = match length > shorter {
                    true => (length - shorter) / length,
                    false => 0.0,
                };
                steps.push(Step::Line((at.x + x * part, at.y + y * part)));
                at = to;
            }
            Piece::Line(to) => {
                steps.push(Step::Line(place(to)));
                at = to;
            }
            Piece::Cubic(one, two, to) => {
                steps.push(Step::Cubic(place(one), place(two), place(to)));
                at = to;
            }
        }
    }
    steps
}

/// From where and to where a curve goes at its very end.
fn last_way(curve: &Curve) -> Option<(Point, Point)> {
    let before = match &curve.pieces[..] {
        [.., Piece::Line(at) | Piece::Cubic(_, _, at), _] => *at,
        _ => curve.start,
    };
    match *curve.pieces.last()? {
        Piece::Line(to) => Some((before, to)),
        Piece::Cubic(_, two, to) => Some((two, to)),
    }
}

/// A filled triangle that points where the line goes.
pub(super) fn arrow(from: Point, to: Point, ink: Ink) -> Shape {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let length = x.hypot(y).max(f64::MIN_POSITIVE);
    let (x, y) = (x / length, y / length);
    let back = (to.x - x * ARROW, to.y - y * ARROW);
    Shape::Path {
        steps: vec![
            Step::Move((to.x, to.y)),
            Step::Line((back.0 - y * ARROW_HALF, back.1 + x * ARROW_HALF)),
            Step::Line((back.0 + y * ARROW_HALF, back.1 - x * ARROW_HALF)),
            Step::Close,
        ],
        fill: Some(ink),
        line: None,
    }
}

fn widest<'a>(lines: impl Iterator<Item = &'a FlowLine>) -> f64 {
    lines.map(|line| line.width).fold(0.0, f64::max)
}

/// Draws a line of text round a middle, so that it grows to both sides where the
/// font of the reader is wider.
fn centred(line: &FlowLine, (middle, base): (f64, f64), size: f64, drawing: &mut Drawing) {
    let left = middle - line.width / 2.0;
    let mut add = |x: f64, run: &Run, anchor: Anchor| {
        drawing.labels.push(label(run, (x, base), size, anchor));
    };
    match &line.pieces[..] {
        [(_, only)] => add(middle, only, Anchor::Middle),
        [(from, one), (to, other)] => {
            let end = left + from + text_width(&one.text, size, one.bold);
            add(end, one, Anchor::End);
            add(left + to, other, Anchor::Start);
        }
        _ => put(line, (left, base), size, drawing),
    }
}
