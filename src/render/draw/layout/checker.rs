//! What must hold of every layout, checked without knowing how one is made.
//!
//! Takes a wish and what was placed for it, gives every fault in words. Curves
//! are taken apart into chords so short that they are the curve for the eye, and
//! each chord is tested against each rectangle.

use crate::render::draw::layout::Curve;
use crate::render::draw::layout::Piece;
use crate::render::draw::layout::Placed;
use crate::render::draw::layout::Point;
use crate::render::draw::layout::Rect;
use crate::render::draw::layout::Wish;

/// How far something may reach into what it must not touch, in pixels: rounding, and no more.
const SLACK: f64 = 0.01;
/// Chords of a curve, at most this long on average.
const CHORD: f64 = 1.0;
/// The straight end of a line, for an arrow head.
const HEAD: f64 = 12.0;

/// Names every fault of a layout; none where all is well.
pub fn faults(wish: &Wish, placed: &Placed) -> Vec<String> {
    let mut faults = Vec::new();
    if placed.boxes.len() != wish.boxes.len() || placed.joins.len() != wish.joins.len() {
        return vec!["boxes or joins are missing".to_owned()];
    }
    for (at, (rect, wished)) in placed.boxes.iter().zip(&wish.boxes).enumerate() {
        if rect.width < wished.size.width || rect.height < wished.size.height {
            faults.push(format!("box {at} is smaller than it should be"));
        }
    }
    for (at, (join, wished)) in placed.joins.iter().zip(&wish.joins).enumerate() {
        let (given, due) = (join.label, wished.label);
        if due.width > 0.0
            && due.height > 0.0
            && (given.width != due.width || given.height != due.height)
        {
            faults.push(format!("label {at} has another size"));
        }
    }
    rectangles(placed, &mut faults);
    for at in 0..wish.joins.len() {
        ends(wish, placed, at, &mut faults);
        line(wish, placed, at, &mut faults);
    }
    faults
}

/// No two boxes or labels overlap, and all lie within the whole.
fn rectangles(placed: &Placed, faults: &mut Vec<String>) {
    let all: Vec<(String, Rect)> = placed
        .boxes
        .iter()
        .enumerate()
        .map(|(at, rect)| (format!("box {at}"), *rect))
        .chain(
            placed
                .joins
                .iter()
                .enumerate()
                .map(|(at, join)| (format!("label {at}"), join.label)),
        )
        .collect();
    for (at, (name, rect)) in all.iter().enumerate() {
        let corner = Point {
            x: rect.x + rect.width,
            y: rect.y + rect.height,
        };
        let start = Point {
            x: rect.x,
            y: rect.y,
        };
        if outside(placed, start) || outside(placed, corner) {
            faults.push(format!("{name} is outside"));
        }
        for (other, other_rect) in &all[at + 1..] {
            if overlap(rect, other_rect) {
                faults.push(format!("{name} overlaps {other}"));
            }
        }
    }
}

fn outside(placed: &Placed, at: Point) -> bool {
    // Written so that what is not a number is outside as well.
    !(at.x >= -SLACK
        && at.y >= -SLACK
        && at.x <= placed.size.width + SLACK
        && at.y <= placed.size.height + SLACK)
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x + SLACK < b.x + b.width
        && b.x + SLACK < a.x + a.width
        && a.y + SLACK < b.y + b.height
        && b.y + SLACK < a.y + a.height
}

/// The line begins and ends at its boxes' borders, straight, and meets its label.
fn ends(wish: &Wish, placed: &Placed, at: usize, faults: &mut Vec<String>) {
    let join = &placed.joins[at];
    let (from, to) = (wish.joins[at].from, wish.joins[at].to);
    let back = turned(&join.after);
    for (name, curve, number) in [("before", &join.before, from), ("after", &back, to)] {
        let border = placed.boxes[number];
        if !on_border(&border, curve.start) {
            faults.push(format!("{name} of join {at} is not on box {number}"));
        }
        let last = end(curve);
        if !on_border(&join.label, last) {
            faults.push(format!("{name} of join {at} does not meet its label"));
        }
        let straight = match curve.pieces.first() {
            Some(Piece::Line(to)) => {
                let (dx, dy) = ((to.x - curve.start.x).abs(), (to.y - curve.start.y).abs());
                if from == to_box(wish, at) {
                    dy >= HEAD && dx < SLACK
                } else {
                    dx >= HEAD && dy < SLACK
                }
            }
            Some(Piece::Cubic(..)) | None => false,
        };
        if !straight {
            faults.push(format!("{name} of join {at} has no room for an arrow head"));
        }
    }
    if wish.joins[at].label.height == 0.0 && end(&join.before) != join.after.start {
        faults.push(format!("join {at} is broken without a label"));
    }
    for (other, placed_join) in placed.joins.iter().enumerate().skip(at + 1) {
        for mine in [join.before.start, end(&join.after)] {
            for its in [placed_join.before.start, end(&placed_join.after)] {
                if (mine.x - its.x).abs() < 5.99 && (mine.y - its.y).abs() < 5.99 {
                    faults.push(format!("joins {at} and {other} meet a box at one point"));
                }
            }
        }
    }
}

fn to_box(wish: &Wish, at: usize) -> usize {
    wish.joins[at].to
}

/// The line runs through nothing, not even its own boxes and label, and stays within the whole.
fn line(_: &Wish, placed: &Placed, at: usize, faults: &mut Vec<String>) {
    let join = &placed.joins[at];
    for (name, curve) in [("before", &join.before), ("after", &join.after)] {
        let points = chords(curve);
        if points.iter().any(|point| outside(placed, *point)) {
            faults.push(format!("{name} of join {at} is outside"));
        }
        let bounds = bounds(&points);
        for (number, rect) in placed.boxes.iter().enumerate() {
            if overlap_closed(&bounds, rect) && runs_through(&points, rect) {
                faults.push(format!("{name} of join {at} runs through box {number}"));
            }
        }
        for (number, other) in placed.joins.iter().enumerate() {
            let rect = other.label;
            if overlap_closed(&bounds, &rect) && runs_through(&points, &rect) {
                faults.push(format!("{name} of join {at} runs through label {number}"));
            }
        }
    }
}

fn bounds(points: &[Point]) -> Rect {
    let x = points.iter().map(|at| at.x).fold(f64::INFINITY, f64::min);
    let y = points.iter().map(|at| at.y).fold(f64::INFINITY, f64::min);
    let right = points
        .iter()
        .map(|at| at.x)
        .fold(f64::NEG_INFINITY, f64::max);
    let bottom = points
        .iter()
        .map(|at| at.y)
        .fold(f64::NEG_INFINITY, f64::max);
    Rect {
        x,
        y,
        width: right - x,
        height: bottom - y,
    }
}

fn overlap_closed(a: &Rect, b: &Rect) -> bool {
    a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
}

fn runs_through(points: &[Point], rect: &Rect) -> bool {
    let inner = Rect {
        x: rect.x + SLACK,
        y: rect.y + SLACK,
        width: rect.width - 2.0 * SLACK,
        height: rect.height - 2.0 * SLACK,
    };
    inner.width > 0.0
        && inner.height > 0.0
        && points
            .windows(2)
            .any(|chord| crosses_rect(chord[0], chord[1], &inner))
}

/// Whether a straight line has a point inside a rectangle (Liang and Barsky's clipping).
fn crosses_rect(a: Point, b: Point, rect: &Rect) -> bool {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    for (along, room) in [
        (-dx, a.x - rect.x),
        (dx, rect.x + rect.width - a.x),
        (-dy, a.y - rect.y),
        (dy, rect.y + rect.height - a.y),
    ] {
        if along == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if along < 0.0 {
            enter = enter.max(room / along);
        } else {
            leave = leave.min(room / along);
        }
    }
    enter <= leave
}

fn on_border(rect: &Rect, at: Point) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= SLACK;
    let within =
        |from: f64, length: f64, at: f64| at >= from - SLACK && at <= from + length + SLACK;
    let upright = near(at.x, rect.x) || near(at.x, rect.x + rect.width);
    let level = near(at.y, rect.y) || near(at.y, rect.y + rect.height);
    (upright && within(rect.y, rect.height, at.y)) || (level && within(rect.x, rect.width, at.x))
}

fn end(curve: &Curve) -> Point {
    match curve.pieces.last() {
        None => curve.start,
        Some(Piece::Line(end) | Piece::Cubic(_, _, end)) => *end,
    }
}

fn turned(curve: &Curve) -> Curve {
    let mut ends = vec![curve.start];
    for piece in &curve.pieces {
        match piece {
            Piece::Line(end) | Piece::Cubic(_, _, end) => ends.push(*end),
        }
    }
    let pieces = curve.pieces.iter().zip(&ends).rev();
    Curve {
        start: end(curve),
        pieces: pieces
            .map(|(piece, begin)| match piece {
                Piece::Line(_) => Piece::Line(*begin),
                Piece::Cubic(first, second, _) => Piece::Cubic(*second, *first, *begin),
            })
            .collect(),
    }
}

/// A curve as short straight lines, by the definition of a Bézier curve.
pub fn chords(curve: &Curve) -> Vec<Point> {
    let mut points = vec![curve.start];
    let mut at = curve.start;
    for piece in &curve.pieces {
        match *piece {
            Piece::Line(end) => {
                points.push(end);
                at = end;
            }
            Piece::Cubic(first, second, end) => {
                let length = apart(at, first) + apart(first, second) + apart(second, end);
                let count = (length / CHORD).ceil().clamp(16.0, 20_000.0);
                for step in 1..=count as usize {
                    let t = step as f64 / count;
                    let s = 1.0 - t;
                    let weigh = |a: f64, b: f64, c: f64, d: f64| {
                        s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
                    };
                    points.push(Point {
                        x: weigh(at.x, first.x, second.x, end.x),
                        y: weigh(at.y, first.y, second.y, end.y),
                    });
                }
                at = end;
            }
        }
    }
    points
}

fn apart(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// How many pairs of joins have lines that cross.
pub fn crossings(placed: &Placed) -> usize {
    let lines: Vec<Vec<Vec<Point>>> = placed
        .joins
        .iter()
        .map(|join| vec![chords(&join.before), chords(&join.after)])
        .collect();
    let mut crossings = 0;
    for (at, mine) in lines.iter().enumerate() {
        for its in &lines[at + 1..] {
            let crossed = mine.iter().any(|a| {
                its.iter().any(|b| {
                    overlap_closed(&bounds(a), &bounds(b))
                        && a.windows(2).any(|chord| {
                            let near = bounds(chord);
                            b.windows(2).any(|other| {
                                overlap_closed(&near, &bounds(other))
                                    && crosses(chord[0], chord[1], other[0], other[1])
                            })
                        })
                })
            });
            crossings += usize::from(crossed);
        }
    }
    crossings
}

fn crosses(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}
