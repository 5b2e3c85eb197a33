//! From slots to rectangles and lines.
//!
//! Takes a sorted grid and the upper edge of each slot; decides how wide columns
//! and gutters are and draws each segment within its gutter. A line leaves a
//! gutter level, and within a column it runs level through its own slot.

use crate::render::draw::layout::Curve;
use crate::render::draw::layout::Piece;
use crate::render::draw::layout::Placed;
use crate::render::draw::layout::PlacedJoin;
use crate::render::draw::layout::Point;
use crate::render::draw::layout::Rect;
use crate::render::draw::layout::Size;
use crate::render::draw::layout::grid::Grid;
use crate::render::draw::layout::grid::Holds;
use crate::render::draw::layout::grid::Route;

/// The straight end of a line at a box, for an arrow head.
const STUB: f64 = 14.0;
/// How much wider a gutter gets for each pixel that its steepest line climbs, and at most.
const STEEP: f64 = 0.14;
const STEEPEST: f64 = 70.0;

/// Left and right edge of each column.
type Columns = Vec<(f64, f64)>;

/// Draws the grid with its slots at these heights.
pub fn drawn(grid: &Grid, tops: &[f64]) -> Placed {
    let columns = columns(grid, tops);
    let boxes: Vec<Rect> = grid
        .boxes
        .iter()
        .enumerate()
        .map(|(at, size)| {
            let (left, right) = columns[grid.slots[at].column];
            Rect {
                x: (left + right - size.width) / 2.0,
                y: tops[at],
                width: size.width,
                height: size.height,
            }
        })
        .collect();
    let lines = Lines {
        grid,
        tops,
        columns: &columns,
        boxes: &boxes,
    };
    let joins = (0..grid.routes.len()).map(|at| lines.join(at)).collect();
    let height = grid
        .slots
        .iter()
        .zip(tops)
        .map(|(slot, top)| top + slot.size.height)
        .fold(0.0, f64::max);
    Placed {
        size: Size {
            width: columns.last().map_or(0.0, |(_, right)| *right),
            height,
        },
        boxes,
        joins,
    }
}

fn columns(grid: &Grid, tops: &[f64]) -> Columns {
    let mut columns = Columns::new();
    let mut x = 0.0;
    let mut begun = false;
    for (number, slots) in grid.columns.iter().enumerate() {
        if slots.is_empty() {
            columns.push((x, x));
            continue;
        }
        if begun {
            let climb = slots
                .iter()
                .flat_map(|&slot| &grid.slots[slot].left)
                .map(|&at| {
                    let segment = &grid.segments[at];
                    let left = tops[segment.left] + segment.left_port;
                    let right = tops[segment.right] + segment.right_port;
                    (left - right).abs()
                })
                .fold(0.0, f64::max);
            x += grid.wish.spacing.gutter.max(8.0) + STUB + (climb * STEEP).min(STEEPEST);
        }
        begun = true;
        let width = slots
            .iter()
            .map(|&slot| grid.slots[slot].size.width)
            .fold(0.0, f64::max);
        debug_assert_eq!(columns.len(), number, "one pair of edges for each column");
        columns.push((x, x + width));
        x += width;
    }
    columns
}

struct Lines<'a> {
    grid: &'a Grid<'a>,
    tops: &'a [f64],
    columns: &'a Columns,
    boxes: &'a [Rect],
}

impl Lines<'_> {
    fn join(&self, at: usize) -> PlacedJoin {
        let join = &self.grid.wish.joins[at];
        match &self.grid.routes[at] {
            Route::Across {
                segments,
                label,
                forwards,
            } => {
                let rect = self.label_rect(*label, join.label);
                let first = segments
                    .iter()
                    .take_while(|&&at| self.grid.segments[at].left != *label);
                let rest = segments
                    .iter()
                    .skip_while(|&&at| self.grid.segments[at].left != *label);
                let left = self.along(first.copied(), rect);
                let right = self.along(rest.copied(), rect);
                let (before, after) = if *forwards {
                    (left, right)
                } else {
                    (right.reversed(), left.reversed())
                };
                PlacedJoin {
                    label: rect,
                    before,
                    after,
                }
            }
            Route::Beside {
                label,
                from,
                to,
                right,
            } => {
                let mut rect = self.label_rect(*label, join.label);
                let (left_edge, right_edge) = self.columns[self.grid.slots[*label].column];
                // Close to the boxes; without a label the line turns back before the column.
                let turn = if join.label.height > 0.0 { 0.0 } else { 6.0 };
                rect.x = if *right {
                    left_edge - turn
                } else {
                    right_edge - rect.width + turn
                };
                let (before, after) = if join.label.height > 0.0 {
                    (
                        self.along(std::iter::once(*from), rect),
                        self.along(std::iter::once(*to), rect),
                    )
                } else {
                    (
                        self.turning(*from, *right, rect),
                        self.turning(*to, *right, rect),
                    )
                };
                let (before, after) = if *right {
                    (before, after.reversed())
                } else {
                    (before.reversed(), after)
                };
                PlacedJoin {
                    label: rect,
                    before,
                    after,
                }
            }
            Route::Beneath { number } => {
                let rect = self.boxes[join.from];
                let middle = Point {
                    x: rect.x + rect.width / 2.0,
                    y: rect.y + rect.height,
                };
                let (label, before, after) = self.grid.loops[join.from].drawn(*number, middle);
                PlacedJoin {
                    label,
                    before,
                    after,
                }
            }
        }
    }

    fn label_rect(&self, slot: usize, size: Size) -> Rect {
        let (left, right) = self.columns[self.grid.slots[slot].column];
        Rect {
            x: (left + right - size.width) / 2.0,
            y: self.tops[slot],
            width: size.width,
            height: size.height,
        }
    }

    /// A line from left to right over segments that follow one another; `label` is what it begins or ends at.
    fn along(&self, segments: impl Iterator<Item = usize>, label: Rect) -> Curve {
        let mut curve: Option<Curve> = None;
        for at in segments {
            let segment = &self.grid.segments[at];
            let (left, right) = (
                &self.grid.slots[segment.left],
                &self.grid.slots[segment.right],
            );
            let from = self.tops[segment.left] + segment.left_port;
            let to = self.tops[segment.right] + segment.right_port;
            let mut begin = self.columns[left.column].1;
            let mut end = self.columns[right.column].0;
            let start = match left.holds {
                Holds::Box(at) => self.boxes[at].x + self.boxes[at].width,
                Holds::Label(_) => label.x + label.width,
                Holds::Pass => begin,
            };
            let stop = match right.holds {
                Holds::Box(at) => self.boxes[at].x,
                Holds::Label(_) => label.x,
                Holds::Pass => end,
            };
            if matches!(left.holds, Holds::Box(_)) {
                begin += STUB;
            }
            if matches!(right.holds, Holds::Box(_)) {
                end -= STUB;
            }
            let curve = curve.get_or_insert_with(|| Curve {
                start: Point { x: start, y: from },
                pieces: Vec::new(),
            });
            curve.line(Point { x: begin, y: from });
            curve.bend(Point { x: end, y: to });
            curve.line(Point { x: stop, y: to });
        }
        curve.unwrap_or(Curve {
            start: Point {
                x: label.x,
                y: label.y,
            },
            pieces: Vec::new(),
        })
    }

    /// A line between a box and the point before a column where it turns back; from left to right.
    fn turning(&self, segment: usize, right: bool, label: Rect) -> Curve {
        let segment = &self.grid.segments[segment];
        let point = Point {
            x: label.x,
            y: label.y,
        };
        let (slot, port) = if right {
            (segment.left, segment.left_port)
        } else {
            (segment.right, segment.right_port)
        };
        let y = self.tops[slot] + port;
        let rect = self.boxes[slot];
        let (left_edge, right_edge) = self.columns[self.grid.slots[slot].column];
        let (border, stub) = if right {
            (rect.x + rect.width, right_edge + STUB)
        } else {
            (rect.x, left_edge - STUB)
        };
        let mut curve = Curve {
            start: Point { x: border, y },
            pieces: Vec::new(),
        };
        curve.line(Point { x: stub, y });
        curve.pieces.push(Piece::Cubic(
            Point { x: point.x, y },
            Point {
                x: point.x,
                y: (y + point.y) / 2.0,
            },
            point,
        ));
        if right { curve } else { curve.reversed() }
    }
}

impl Curve {
    /// Where it ends.
    pub fn end(&self) -> Point {
        match self.pieces.last() {
            None => self.start,
            Some(&(Piece::Line(end) | Piece::Cubic(_, _, end))) => end,
        }
    }

    /// The same line from its end to its start.
    pub fn reversed(&self) -> Curve {
        let mut at = self.start;
        let mut pieces = Vec::new();
        for piece in &self.pieces {
            match *piece {
                Piece::Line(end) => {
                    pieces.push(Piece::Line(at));
                    at = end;
                }
                Piece::Cubic(first, second, end) => {
                    pieces.push(Piece::Cubic(second, first, at));
                    at = end;
                }
            }
        }
        pieces.reverse();
        Curve { start: at, pieces }
    }

    /// Goes straight on; joins with a piece before that goes the same level way.
    fn line(&mut self, to: Point) {
        let end = self.end();
        if end == to {
            return;
        }
        let level = |a: Point, b: Point| (a.y - b.y).abs() < 1e-9;
        let before = match self.pieces.len() {
            0 => None,
            1 => Some(self.start),
            count => match self.pieces[count - 2] {
                Piece::Line(end) | Piece::Cubic(_, _, end) => Some(end),
            },
        };
        if let (Some(Piece::Line(last)), Some(before)) = (self.pieces.last_mut(), before)
            && level(before, *last)
            && level(*last, to)
        {
            *last = to;
            return;
        }
        self.pieces.push(Piece::Line(to));
    }

    /// Goes on to the right, level at both ends.
    fn bend(&mut self, to: Point) {
        let from = self.end();
        if (from.y - to.y).abs() < 0.05 {
            // Too little to see: a line that is drawn level would only look blurred by it.
            self.line(to);
            return;
        }
        let middle = (from.x + to.x) / 2.0;
        self.pieces.push(Piece::Cubic(
            Point {
                x: middle,
                y: from.y,
            },
            Point { x: middle, y: to.y },
            to,
        ));
    }
}
