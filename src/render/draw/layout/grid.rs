//! The slots of all columns, and the segments of line between them.
//!
//! Takes the rank of each box, makes the columns: labels at even numbers, boxes
//! at odd ones. A box, a label, and a line on its way through a column each have
//! a slot. A segment joins slots of neighbouring columns and is all that is ever
//! drawn between these.

use crate::render::draw::layout::Size;
use crate::render::draw::layout::Wish;
use crate::render::draw::layout::loops::Loops;
use crate::render::draw::layout::ports;

/// Between two lines that pass a column, and between such a line and a box or label.
const PASSING: f64 = 10.0;

/// Who a slot is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    Box(usize),
    Label(usize),
    Pass,
}

/// A place in a column, as high as what it holds.
#[derive(Debug, Clone)]
pub struct Slot {
    pub column: usize,
    pub holds: Holds,
    pub size: Size,
    /// Segments to the column on the left and on the right.
    pub left: Vec<usize>,
    pub right: Vec<usize>,
}

/// A piece of line across one gutter.
#[derive(Debug, Clone, Copy)]
pub struct Segment {
    /// The slots it joins, in neighbouring columns.
    pub left: usize,
    pub right: usize,
    /// Where it meets them, from their upper edges.
    pub left_port: f64,
    pub right_port: f64,
}

impl Segment {
    /// The slot it leads to, on the right or on the left.
    pub fn beyond(&self, right: bool) -> usize {
        if right { self.right } else { self.left }
    }

    /// Where it meets the right side of its left slot, or the left side of its right one.
    pub fn port(&self, right: bool) -> f64 {
        if right {
            self.left_port
        } else {
            self.right_port
        }
    }

    /// Likewise; moves it.
    pub fn set_port(&mut self, right: bool, port: f64) {
        if right {
            self.left_port = port;
        } else {
            self.right_port = port;
        }
    }
}

/// How a join is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Route {
    /// From left to right, with the label in one of the slots on the way.
    Across {
        segments: Vec<usize>,
        label: usize,
        forwards: bool,
    },
    /// To a label beside the column of both boxes and back.
    Beside {
        label: usize,
        from: usize,
        to: usize,
        right: bool,
    },
    /// Beneath the box; the number among the box's joins with itself.
    Beneath { number: usize },
}

/// Everything that is to be placed, by columns.
pub struct Grid<'a> {
    pub wish: &'a Wish,
    pub slots: Vec<Slot>,
    pub segments: Vec<Segment>,
    /// One for each join of the wish.
    pub routes: Vec<Route>,
    /// The slots of each column from top to bottom; the slot of box b is slot b.
    pub columns: Vec<Vec<usize>>,
    pub loops: Vec<Loops>,
    /// The boxes as they are drawn, wide and high enough for all that meets them.
    pub boxes: Vec<Size>,
}

impl<'a> Grid<'a> {
    /// Makes the slots; their order within a column is that in which they were made.
    pub fn new(wish: &'a Wish, ranks: &[i32]) -> Grid<'a> {
        let width = ranks.iter().max().map_or(0, |last| 2 * *last as usize + 3);
        let loops: Vec<Loops> = hanging(wish)
            .iter()
            .map(|joins| {
                let labels: Vec<Size> = joins.iter().map(|&at| wish.joins[at].label).collect();
                Loops::new(&labels)
            })
            .collect();
        let mut grid = Grid {
            wish,
            slots: Vec::new(),
            segments: Vec::new(),
            routes: Vec::new(),
            columns: vec![Vec::new(); width],
            loops,
            boxes: Vec::new(),
        };
        for (at, rank) in ranks.iter().enumerate() {
            grid.add_slot(2 * *rank as usize + 1, Holds::Box(at), Size::NONE);
        }
        grid.add_routes();
        grid.size_boxes();
        grid
    }

    fn add_slot(&mut self, column: usize, holds: Holds, size: Size) -> usize {
        let number = self.slots.len();
        self.slots.push(Slot {
            column,
            holds,
            size,
            left: Vec::new(),
            right: Vec::new(),
        });
        self.columns[column].push(number);
        number
    }

    fn add_segment(&mut self, a: usize, b: usize) -> usize {
        let (left, right) = if self.slots[a].column < self.slots[b].column {
            (a, b)
        } else {
            (b, a)
        };
        let number = self.segments.len();
        self.slots[left].right.push(number);
        self.slots[right].left.push(number);
        self.segments.push(Segment {
            left,
            right,
            left_port: 0.0,
            right_port: 0.0,
        });
        number
    }

    fn add_routes(&mut self) {
        let wish = self.wish;
        let mut heights = vec![0.0; self.columns.len()];
        let mut hung = vec![0; wish.boxes.len()];
        let mut routes: Vec<Option<Route>> = vec![None; wish.joins.len()];
        for (at, join) in wish.joins.iter().enumerate() {
            let (from, to) = (self.slots[join.from].column, self.slots[join.to].column);
            if join.from == join.to {
                routes[at] = Some(Route::Beneath {
                    number: hung[join.from],
                });
                hung[join.from] += 1;
            } else if from != to {
                let (low, high) = (from.min(to), from.max(to));
                let label_column = label_column(low, high);
                heights[label_column] += join.label.height + wish.spacing.labels;
                let (first, last) = if from < to {
                    (join.from, join.to)
                } else {
                    (join.to, join.from)
                };
                let mut segments = Vec::new();
                let mut before = first;
                let mut label_slot = first;
                for column in low + 1..high {
                    let slot = if column == label_column {
                        label_slot = self.add_slot(column, Holds::Label(at), join.label);
                        label_slot
                    } else {
                        self.add_slot(column, Holds::Pass, Size::NONE)
                    };
                    segments.push(self.add_segment(before, slot));
                    before = slot;
                }
                segments.push(self.add_segment(before, last));
                routes[at] = Some(Route::Across {
                    segments,
                    label: label_slot,
                    forwards: from < to,
                });
            }
        }
        // Only now is known how full the columns of labels are.
        for (at, join) in wish.joins.iter().enumerate() {
            if routes[at].is_some() {
                continue;
            }
            let column = self.slots[join.from].column;
            let outwards = 2 * column + 1 >= self.columns.len();
            let right = if heights[column - 1] == heights[column + 1] {
                outwards
            } else {
                heights[column + 1] < heights[column - 1]
            };
            let beside = if right { column + 1 } else { column - 1 };
            heights[beside] += join.label.height + wish.spacing.labels;
            let slot = self.add_slot(beside, Holds::Label(at), join.label);
            routes[at] = Some(Route::Beside {
                label: slot,
                from: self.add_segment(join.from, slot),
                to: self.add_segment(join.to, slot),
                right,
            });
        }
        self.routes = routes.into_iter().flatten().collect();
    }

    /// Makes boxes and their slots as large as the lines that meet them require.
    fn size_boxes(&mut self) {
        for (at, wished) in self.wish.boxes.iter().enumerate() {
            let slot = &self.slots[at];
            let least = ports::least_height(slot.left.len().max(slot.right.len()));
            let size = Size {
                width: wished.size.width.max(self.loops[at].least_width),
                height: wished.size.height.max(least),
            };
            let hung = self.loops[at].size;
            self.boxes.push(size);
            self.slots[at].size = Size {
                width: size.width.max(hung.width),
                height: size.height + hung.height,
            };
        }
    }

    /// The segments that meet a slot from the left or from the right.
    pub fn side(&self, slot: usize, right: bool) -> &[usize] {
        let slot = &self.slots[slot];
        if right { &slot.right } else { &slot.left }
    }

    /// The slots that a slot is joined with in the column to its left or right.
    pub fn beyond(&self, slot: usize, right: bool) -> impl Iterator<Item = usize> {
        let segments = self.side(slot, right).iter();
        segments.map(move |&at| self.segments[at].beyond(right))
    }

    /// The place of each slot in its column.
    pub fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.slots.len()];
        for column in &self.columns {
            for (place, &slot) in column.iter().enumerate() {
                places[slot] = place;
            }
        }
        places
    }

    /// About how large it will be: columns side by side, the highest one stacked closely.
    pub fn estimate(&self) -> Size {
        let mut size = Size::NONE;
        for column in self.columns.iter().filter(|column| !column.is_empty()) {
            let (mut width, mut height) = (0.0_f64, 0.0);
            let mut above = None;
            for &slot in column {
                width = width.max(self.slots[slot].size.width);
                height += self.slots[slot].size.height;
                height += above.map_or(0.0, |above| self.gap(above, slot));
                above = Some(slot);
            }
            size.width += width + 2.0 * self.wish.spacing.gutter;
            size.height = size.height.max(height);
        }
        size
    }

    /// How far apart two slots of a column must be, one beneath the other.
    pub fn gap(&self, above: usize, below: usize) -> f64 {
        let spacing = &self.wish.spacing;
        match (self.slots[above].holds, self.slots[below].holds) {
            (Holds::Box(_), Holds::Box(_)) => spacing.boxes.max(1.0),
            (Holds::Label(_), Holds::Label(_)) => spacing.labels.max(1.0),
            (Holds::Pass, Holds::Pass | Holds::Box(_) | Holds::Label(_))
            | (Holds::Box(_) | Holds::Label(_), Holds::Pass) => PASSING,
            // Boxes and labels never share a column.
            (Holds::Box(_), Holds::Label(_)) | (Holds::Label(_), Holds::Box(_)) => {
                spacing.boxes.max(spacing.labels)
            }
        }
    }
}

/// The column of labels in the middle between two columns of boxes.
fn label_column(low: usize, high: usize) -> usize {
    low + 1 + 2 * (((high - low) / 2 - 1) / 2)
}

/// The joins of each box with itself.
fn hanging(wish: &Wish) -> Vec<Vec<usize>> {
    let mut hanging = vec![Vec::new(); wish.boxes.len()];
    for (at, join) in wish.joins.iter().enumerate() {
        if join.from == join.to {
            hanging[join.from].push(at);
        }
    }
    hanging
}
