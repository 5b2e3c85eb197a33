//! The parts of a wish that no join connects, and their places in the whole.
//!
//! Each part is laid out by itself in its own numbering. The largest comes
//! first; smaller ones fill rows beneath it, no wider than the widest part or
//! than a page that is somewhat wider than high.

use crate::render::draw::layout::BoxWish;
use crate::render::draw::layout::Curve;
use crate::render::draw::layout::Join;
use crate::render::draw::layout::Piece;
use crate::render::draw::layout::Placed;
use crate::render::draw::layout::PlacedJoin;
use crate::render::draw::layout::Point;
use crate::render::draw::layout::Rect;
use crate::render::draw::layout::Size;
use crate::render::draw::layout::Wish;

/// How much wider than high the whole may become for the sake of small parts.
const PAGE: f64 = 1.4;

/// A part in its own numbering, and which boxes and joins of the whole these are.
pub struct Part {
    pub wish: Wish,
    boxes: Vec<usize>,
    joins: Vec<usize>,
}

/// Takes a wish apart where no join connects it; sizes are made finite and not negative.
pub fn parts(wish: &Wish) -> Vec<Part> {
    let mut leader: Vec<usize> = (0..wish.boxes.len()).collect();
    for join in &wish.joins {
        let a = led_by(&mut leader, join.from);
        let b = led_by(&mut leader, join.to);
        leader[a.max(b)] = a.min(b);
    }
    let mut part_of_leader = vec![None; wish.boxes.len()];
    let mut number_in_part = vec![0; wish.boxes.len()];
    let mut parts: Vec<Part> = Vec::new();
    for (at, wished) in wish.boxes.iter().enumerate() {
        let first = led_by(&mut leader, at);
        let number = *part_of_leader[first].get_or_insert_with(|| {
            parts.push(Part {
                wish: Wish {
                    boxes: Vec::new(),
                    joins: Vec::new(),
                    spacing: wish.spacing,
                },
                boxes: Vec::new(),
                joins: Vec::new(),
            });
            parts.len() - 1
        });
        let part = &mut parts[number];
        number_in_part[at] = part.boxes.len();
        part.boxes.push(at);
        part.wish.boxes.push(BoxWish {
            size: sane(wished.size),
            rank: wished.rank,
        });
    }
    for (at, join) in wish.joins.iter().enumerate() {
        let first = led_by(&mut leader, join.from);
        let number = part_of_leader[first].expect("every box was given a part above");
        let part = &mut parts[number];
        part.joins.push(at);
        part.wish.joins.push(Join {
            from: number_in_part[join.from],
            to: number_in_part[join.to],
            label: sane_label(join.label),
        });
    }
    parts
}

fn led_by(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}

fn sane(size: Size) -> Size {
    let sane = |length: f64| {
        if length.is_finite() {
            length.max(0.0)
        } else {
            0.0
        }
    };
    Size {
        width: sane(size.width),
        height: sane(size.height),
    }
}

/// A label without width or without height is none.
fn sane_label(size: Size) -> Size {
    let size = sane(size);
    if size.width > 0.0 && size.height > 0.0 {
        size
    } else {
        Size::NONE
    }
}

/// Puts the parts into rows, the largest first, and back into the numbering of the whole.
pub fn packed(wish: &Wish, mut parts: Vec<(Part, Placed)>) -> Placed {
    let gap = wish.spacing.parts;
    let area = |size: Size| (size.width + gap) * (size.height + gap);
    // A stable sort: parts of one size stay in the order of their first box.
    parts.sort_by(|(_, a), (_, b)| area(b.size).total_cmp(&area(a.size)));
    let total: f64 = parts.iter().map(|(_, placed)| area(placed.size)).sum();
    let widest = parts
        .iter()
        .map(|(_, placed)| placed.size.width)
        .fold((total * PAGE).sqrt(), f64::max);

    let mut boxes = vec![None; wish.boxes.len()];
    let mut joins = vec![None; wish.joins.len()];
    let mut size = Size::NONE;
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for (part, placed) in parts {
        if x > 0.0 && x + placed.size.width > widest {
            x = 0.0;
            y += row + gap;
            row = 0.0;
        }
        for (&number, rect) in part.boxes.iter().zip(&placed.boxes) {
            boxes[number] = Some(moved_rect(*rect, x, y));
        }
        for (&number, join) in part.joins.iter().zip(&placed.joins) {
            joins[number] = Some(PlacedJoin {
                label: moved_rect(join.label, x, y),
                before: moved_curve(&join.before, x, y),
                after: moved_curve(&join.after, x, y),
            });
        }
        size.width = size.width.max(x + placed.size.width);
        size.height = size.height.max(y + placed.size.height);
        row = row.max(placed.size.height);
        x += placed.size.width + gap;
    }
    Placed {
        size,
        boxes: boxes.into_iter().flatten().collect(),
        joins: joins.into_iter().flatten().collect(),
    }
}

fn moved_rect(rect: Rect, x: f64, y: f64) -> Rect {
    Rect {
        x: rect.x + x,
        y: rect.y + y,
        ..rect
    }
}

fn moved_curve(curve: &Curve, x: f64, y: f64) -> Curve {
    let moved = |at: Point| Point {
        x: at.x + x,
        y: at.y + y,
    };
    Curve {
        start: moved(curve.start),
        pieces: curve
            .pieces
            .iter()
            .map(|piece| match *piece {
                Piece::Line(end) => Piece::Line(moved(end)),
                Piece::Cubic(first, second, end) => {
                    Piece::Cubic(moved(first), moved(second), moved(end))
                }
            })
            .collect(),
    }
}
