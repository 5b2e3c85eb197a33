//! Places for boxes, the lines that join them and the labels on these lines.
//!
//! Takes a [`Wish`] (sizes, joins, hints), gives a [`Placed`] (rectangles and
//! curves); knows nothing of claims, text or colour. For every wish: no box or
//! label overlaps another box or label, and no line runs through a box or label
//! that is not its own. Lines may cross lines. The same wish gives the same
//! places.
//!
//! Boxes stand in columns from left to right. Between two columns of boxes is a
//! column of labels; what passes a column takes a place in it like a box or a
//! label does, so that nothing in a column overlaps:
//!
//! ```text
//!  boxes     labels     boxes     labels     boxes
//! +-----+             +-----+              +-----+
//! | ann |---[paid]----| bo  |----[owned]---| acme|
//! |     |\            +-----+\             +-----+
//! +-----+ \-[met ]---------------------\
//!                             \--[met]- \--| zed |     (a bend is in a gutter)
//! ```
//!
//! The gutters between columns are free of all but lines, and a bend never
//! leaves its gutter. A join within one column of boxes turns back at its label
//! in the column of labels beside it; one of a box to itself hangs beneath it.
//!
//! The steps, a module each: `ranks` chooses columns, `grid` makes the slots,
//! `order` sorts them so that few lines cross, `ports` says where lines meet
//! boxes, `heights` moves the slots up and down so that lines are straight,
//! `lines` draws. After Sugiyama, Tagawa and Toda, "Methods for visual
//! understanding of hierarchical system structures" (1981), with ports on the
//! boxes, labels as slots of their own, and joins within a column; straight
//! lines that do not cross after Brandes and Köpf, "Fast and simple horizontal
//! coordinate assignment" (2001).

mod graph;
mod grid;
mod heights;
mod lines;
mod loops;
mod order;
mod parts;
mod ports;
mod ranks;
mod settle;
mod straight;
mod weigh;

#[cfg(test)]
mod checker;
#[cfg(test)]
mod tests;

use crate::render::draw::layout::grid::Grid;
use crate::render::draw::layout::order::Effort;
use crate::render::draw::layout::straight::Straight;

/// Boxes and joins of a part that is laid out in many ways, or in a few, to take the best one.
const SMALL: usize = 120;
const MEDIUM: usize = 400;
const MANY: usize = 16;
const FEW: usize = 6;
/// Ways that are drawn to the end, of those that look best when only sorted.
const FINISHED: usize = 2;
/// How much larger a picture may be for the sake of straight lines.
const BENT: [(Straight, f64); 3] = [
    (Straight::Fans, 1.0),
    (Straight::Alone, 1.08),
    (Straight::Nothing, 1.3),
];
/// How much larger a picture may be for the sake of one crossing less for each join.
const CROSSED: f64 = 2.0;
/// Width by height that is still as good as any: a screen, and a page.
const WIDEST: f64 = 2.2;
const HIGHEST: f64 = 0.7;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

impl Size {
    /// Of what takes no room, such as a join without a label.
    pub const NONE: Size = Size {
        width: 0.0,
        height: 0.0,
    };
}

/// A rectangle in pixels; `x` and `y` are its upper left corner, `y` grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A place in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// What is to be placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    pub boxes: Vec<BoxWish>,
    pub joins: Vec<Join>,
    pub spacing: Spacing,
}

/// A box to be placed.
///
/// `size` is the least: a box is made taller where more lines meet one of its
/// sides than find room there, and wider where it is joined with itself often.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoxWish {
    pub size: Size,
    pub rank: Option<Rank>,
}

/// In which column a box should stand. Boxes without a rank are put where lines are short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// So many columns from the left. Gaps in the numbers are closed. Of two
    /// joined boxes with the same number, the one later in the list is moved to
    /// the right, and what is joined to it and further right makes room.
    Fixed(i32),
    /// So many columns from the middle, on the side that the layout chooses, so
    /// that both sides are about equally high.
    Around(u32),
}

/// A line between two boxes, or from a box to itself, given by their numbers in the list.
///
/// A label of [`Size::NONE`] is no label. Several joins of the same two boxes
/// are drawn side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    pub from: usize,
    pub to: usize,
    pub label: Size,
}

/// The least distances, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spacing {
    /// Between a box and the next one beneath it.
    pub boxes: f64,
    /// Between a label and the next one beneath it.
    pub labels: f64,
    /// Between a column and the next, where lines bend; more where they are steep.
    pub gutter: f64,
    /// Between parts of the picture that no line joins.
    pub parts: f64,
}

impl Default for Spacing {
    fn default() -> Self {
        Spacing {
            boxes: 20.0,
            labels: 8.0,
            gutter: 24.0,
            parts: 32.0,
        }
    }
}

/// Where everything goes; boxes and joins in the order of the wish.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Of the whole; everything lies between 0 and this.
    pub size: Size,
    pub boxes: Vec<Rect>,
    pub joins: Vec<PlacedJoin>,
}

/// A join's label and the two halves of its line.
///
/// `before` runs from the border of `from` to the label's edge, `after` from
/// the label's edge to the border of `to`. Where there is no label, both meet in
/// a point. The first piece of `before` and the last of `after` are straight and
/// at least 12 pixels long at right angles to the border, so that an arrow head
/// fits: level at a box's left and right side, upright beneath a box that is
/// joined with itself.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedJoin {
    pub label: Rect,
    pub before: Curve,
    pub after: Curve,
}

/// A line of one or more pieces, each of which starts where the last one ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub start: Point,
    pub pieces: Vec<Piece>,
}

/// A piece of a line, from where the one before it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Cubic(Point, Point, Point),
}

/// Places everything that is wished for; nothing wished for takes no room.
///
/// Sizes that are negative or not finite count as 0.
///
/// # Panics
/// When a join names a box that is not in the list.
///
/// ```
/// use nutgraf::render::draw::layout::{BoxWish, Join, Rank, Size, Spacing, Wish, place};
/// // ann --- paid --- bo
/// let size = Size { width: 80.0, height: 30.0 };
/// let wish = Wish {
///     boxes: vec![
///         BoxWish { size, rank: Some(Rank::Fixed(0)) },
///         BoxWish { size, rank: Some(Rank::Fixed(1)) },
///     ],
///     joins: vec![Join { from: 0, to: 1, label: Size { width: 40.0, height: 14.0 } }],
///     spacing: Spacing::default(),
/// };
/// let placed = place(&wish);
/// assert!(placed.boxes[0].x + 80.0 < placed.joins[0].label.x);
/// assert!(placed.joins[0].label.x + 40.0 < placed.boxes[1].x);
/// ```
pub fn place(wish: &Wish) -> Placed {
    let placed = parts::parts(wish)
        .into_iter()
        .map(|part| {
            let placed = place_part(&part.wish);
            (part, placed)
        })
        .collect();
    parts::packed(wish, placed)
}

/// Places boxes that are all joined, directly or through others.
fn place_part(wish: &Wish) -> Placed {
    let mut choices = ranks::choices(wish);
    let things = wish.boxes.len() + wish.joins.len();
    choices.truncate(if things <= SMALL {
        MANY
    } else if things <= MEDIUM {
        FEW
    } else {
        1
    });
    let mut sorted: Vec<(f64, Grid)> = choices
        .iter()
        .map(|ranks| {
            let mut grid = Grid::new(wish, ranks);
            let crossings = order::sort(&mut grid, Effort::Quick);
            (badness(wish, grid.estimate(), crossings), grid)
        })
        .collect();
    sorted.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    sorted.truncate(FINISHED);
    let mut best: Option<(f64, Placed)> = None;
    for (_, mut grid) in sorted {
        let crossings = order::sort(&mut grid, Effort::Thorough);
        for (straight, bent) in BENT {
            ports::spread(&mut grid);
            let tops = heights::tops(&grid, straight);
            ports::levelled(&mut grid, &tops);
            let placed = lines::drawn(&grid, &tops);
            let badness = bent * badness(wish, placed.size, crossings);
            if best.as_ref().is_none_or(|(least, _)| badness < *least) {
                best = Some((badness, placed));
            }
        }
    }
    best.map_or_else(nothing, |(_, placed)| placed)
}

/// How much worse a layout looks than another of the same wish: its size, unless lines cross or it is drawn out.
fn badness(wish: &Wish, size: Size, crossings: u64) -> f64 {
    let Size { width, height } = size;
    let crossed = 1.0 + CROSSED * crossings as f64 / wish.joins.len().max(1) as f64;
    let shape = width / height.max(1.0);
    let drawn_out = (shape / WIDEST).max(HIGHEST / shape.max(1e-3)).max(1.0);
    width * height * crossed * drawn_out.sqrt()
}

fn nothing() -> Placed {
    Placed {
        size: Size::NONE,
        boxes: Vec::new(),
        joins: Vec::new(),
    }
}
