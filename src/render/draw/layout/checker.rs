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

#[cfg(test)]
mod tests {
    use crate::render::draw::layout::Curve;
    use crate::render::draw::layout::Piece;
    use crate::render::draw::layout::Placed;
    use crate::render::draw::layout::PlacedJoin;
    use crate::render::draw::layout::Point;
    use crate::render::draw::layout::Rank;
    use crate::render::draw::layout::Rect;
    use crate::render::draw::layout::Size;
    use crate::render::draw::layout::checker;
    use crate::render::draw::layout::place;
    use crate::render::draw::layout::tests::wish;

    /// Spoils a sound layout and says what should be found.
    fn assert_found(spoil: fn(&mut Placed), fault: &str) {
        // 0 - 1 and 0 - 2, with labels, and 2 with itself.
        let fixed = |place| Some(Rank::Fixed(place));
        let wish = wish(&[fixed(0), fixed(1), fixed(1)], &[(0, 1), (0, 2), (2, 2)]);
        let mut placed = place(&wish);
        assert_eq!(checker::faults(&wish, &placed), Vec::<String>::new());
        spoil(&mut placed);
        let faults = checker::faults(&wish, &placed);
        assert!(
            faults.iter().any(|found| found == fault),
            "{fault}: {faults:?}"
        );
    }

    #[test]
    fn the_checker_finds_what_is_wrong() {
        assert_found(
            |it| it.boxes[1].y = it.boxes[2].y - 1.0,
            "box 1 overlaps box 2",
        );
        assert_found(
            |it| it.joins[0].label = it.joins[1].label,
            "label 0 overlaps label 1",
        );
        assert_found(
            |it| it.joins[0].label.x = it.boxes[1].x - 100.0,
            "box 1 overlaps label 0",
        );
        assert_found(
            |it| it.boxes[0].width -= 1.0,
            "box 0 is smaller than it should be",
        );
        assert_found(
            |it| it.joins[0].label.width += 1.0,
            "label 0 has another size",
        );
        assert_found(|it| it.size.width -= 1.0, "box 1 is outside");
        assert_found(|it| it.boxes[0].y = -1.0, "box 0 is outside");
        assert_found(
            |it| it.joins[0].before.start.x += 1.0,
            "before of join 0 is not on box 0",
        );
        assert_found(|it| it.joins.swap(0, 1), "after of join 0 is not on box 1");
        assert_found(
            |it| it.joins[0].after.start.x += 1.0,
            "after of join 0 does not meet its label",
        );
        assert_found(
            |it| it.joins[0].before.pieces.clear(),
            "before of join 0 has no room for an arrow head",
        );
        assert_found(
            |it| it.joins[1].after = it.joins[0].after.clone(),
            "joins 0 and 1 meet a box at one point",
        );
        assert_found(|it| it.joins.truncate(2), "boxes or joins are missing");
        assert_found(
            |it| {
                let label = it.joins[1].label;
                let below = Point {
                    x: label.x + 9.0,
                    y: label.y + label.height + 4.0,
                };
                let above = Point {
                    x: label.x + 19.0,
                    y: label.y - 4.0,
                };
                it.joins[0]
                    .before
                    .pieces
                    .extend([Piece::Line(below), Piece::Line(above)]);
            },
            "before of join 0 runs through label 1",
        );
        // A curve whose ends and control points all lie outside the box, but which bulges into it.
        assert_found(
            |it| {
                let rect = it.boxes[1];
                let at = |x: f64, y: f64| Point {
                    x: rect.x + x,
                    y: rect.y + y,
                };
                it.joins[1].after.pieces.push(Piece::Line(at(-6.0, 8.0)));
                it.joins[1].after.pieces.push(Piece::Cubic(
                    at(3.0, -20.0),
                    at(3.0, rect.height + 20.0),
                    at(-6.0, rect.height - 8.0),
                ));
            },
            "after of join 1 runs through box 1",
        );
    }

    #[test]
    fn the_checker_counts_crossings() {
        let line = |x1: f64, y1: f64, x2: f64, y2: f64| Curve {
            start: Point { x: x1, y: y1 },
            pieces: vec![Piece::Line(Point { x: x2, y: y2 })],
        };
        let join = |curve: &Curve| PlacedJoin {
            label: Rect {
                x: 0.0,
                y: 0.0,
                width: 0.0,
                height: 0.0,
            },
            before: curve.clone(),
            after: Curve {
                start: Point { x: -9.0, y: -9.0 },
                pieces: Vec::new(),
            },
        };
        let crossed = |lines: &[Curve]| {
            checker::crossings(&Placed {
                size: Size::NONE,
                boxes: Vec::new(),
                joins: lines.iter().map(join).collect(),
            })
        };
        let (down, up, level) = (
            line(0.0, 0.0, 10.0, 10.0),
            line(0.0, 10.0, 10.0, 0.0),
            line(0.0, 20.0, 10.0, 20.0),
        );
        assert_eq!(crossed(&[down.clone(), up.clone(), level.clone()]), 1);
        assert_eq!(crossed(&[down, level]), 0);
        assert_eq!(crossed(&[]), 0);
    }
}
