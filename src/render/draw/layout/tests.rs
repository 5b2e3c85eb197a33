//! Layouts of random and of telling graphs, each checked with [`checker`].
//!
//! With `NUTGRAF_LAYOUTS` set to a folder the telling ones are written there as
//! SVG, to be looked at.

use std::error::Error;
use std::fmt::Write as _;

use proptest::prelude::*;

use crate::render::draw::layout::BoxWish;
use crate::render::draw::layout::Curve;
use crate::render::draw::layout::Join;
use crate::render::draw::layout::Piece;
use crate::render::draw::layout::Placed;
use crate::render::draw::layout::Point;
use crate::render::draw::layout::Rank;
use crate::render::draw::layout::Rect;
use crate::render::draw::layout::Size;
use crate::render::draw::layout::Spacing;
use crate::render::draw::layout::Wish;
use crate::render::draw::layout::checker;
use crate::render::draw::layout::place;

type Checked = Result<(), Box<dyn Error>>;

const BOX: Size = Size {
    width: 130.0,
    height: 44.0,
};
const LABEL: Size = Size {
    width: 110.0,
    height: 16.0,
};

/// A wish for boxes and labels of one size. A pair in `joins` is from and to.
pub fn wish(ranks: &[Option<Rank>], joins: &[(usize, usize)]) -> Wish {
    Wish {
        boxes: ranks
            .iter()
            .map(|&rank| BoxWish { size: BOX, rank })
            .collect(),
        joins: joins
            .iter()
            .map(|&(from, to)| Join {
                from,
                to,
                label: LABEL,
            })
            .collect(),
        spacing: Spacing::default(),
    }
}

/// Places, checks everything that must always hold, and writes a picture where one is wanted.
fn placed(name: &str, wish: &Wish) -> Result<Placed, Box<dyn Error>> {
    let placed = place(wish);
    let faults = checker::faults(wish, &placed);
    draw(name, &placed)?;
    if faults.is_empty() {
        Ok(placed)
    } else {
        Err(format!("{name}: {}", faults.join("\n")).into())
    }
}

/// Numbers that look random and are the same every time (a linear congruential generator).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    fn size(&mut self, least: usize, width: usize, height: usize) -> Size {
        Size {
            width: (least + self.below(width)) as f64,
            height: (least + self.below(height)) as f64,
        }
    }
}

pub fn random(seed: u64) -> Wish {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let count = 1 + dice.below(60);
    let mut joins = Vec::new();
    match dice.below(5) {
        0 => joins.extend((1..count).map(|at| (dice.below(at), at))),
        1 => joins.extend((1..count).map(|at| (at, 0))),
        2 => joins.extend((0..3 * count).map(|_| (dice.below(count), dice.below(count)))),
        3 => joins.extend((0..count / 2).map(|_| (dice.below(count), dice.below(count)))),
        _ => {
            joins.extend((1..count).map(|at| (dice.below(at.min(4)), at)));
            joins.extend((0..count / 2).map(|_| (dice.below(count), dice.below(count))));
        }
    }
    if dice.below(3) == 0 {
        let (from, to) = (dice.below(count), dice.below(count));
        joins.extend(
            (0..1 + dice.below(50)).map(|at| if at % 3 == 0 { (to, from) } else { (from, to) }),
        );
    }
    if dice.below(3) == 0 {
        let at = dice.below(count);
        joins.extend((0..1 + dice.below(6)).map(|_| (at, at)));
    }
    let hints = dice.below(4);
    Wish {
        boxes: (0..count)
            .map(|at| BoxWish {
                size: dice.size(6, 200, 90),
                rank: match hints {
                    0 => None,
                    1 => Some(Rank::Fixed(dice.below(6) as i32 - 2)),
                    2 => Some(Rank::Around(if at == 0 {
                        0
                    } else {
                        1 + dice.below(2) as u32
                    })),
                    _ => match dice.below(3) {
                        0 => None,
                        1 => Some(Rank::Fixed(dice.below(4) as i32)),
                        _ => Some(Rank::Around(dice.below(4) as u32)),
                    },
                },
            })
            .collect(),
        joins: joins
            .into_iter()
            .map(|(from, to)| Join {
                from,
                to,
                label: if dice.below(8) == 0 {
                    Size::NONE
                } else {
                    dice.size(4, 180, 40)
                },
            })
            .collect(),
        spacing: Spacing::default(),
    }
}

#[test]
fn nothing_overlaps_in_200_random_graphs() -> Checked {
    for seed in 0..200 {
        let wish = random(seed);
        let once = placed(&format!("random-{seed}"), &wish)?;
        if seed % 5 == 0 {
            assert!(once == place(&wish), "seed {seed} is placed in two ways");
        }
    }
    Ok(())
}

#[test]
fn nothing_wished_for_takes_no_room() -> Checked {
    let nothing = placed("nothing", &wish(&[], &[]))?;
    assert_eq!(nothing.size, Size::NONE);
    Ok(())
}

#[test]
fn a_star_has_as_many_rays_on_either_side_and_no_crossing() -> Checked {
    for hint in [true, false] {
        let ranks: Vec<_> = (0..31)
            .map(|at| hint.then_some(Rank::Around(u32::from(at > 0))))
            .collect();
        let joins: Vec<_> = (1..31)
            .map(|at| if at % 4 == 0 { (at, 0) } else { (0, at) })
            .collect();
        let star = placed("star", &wish(&ranks, &joins))?;
        assert_eq!(checker::crossings(&star), 0);
        let left = star.boxes.iter().filter(|rect| rect.x < star.boxes[0].x);
        assert_eq!(left.count(), 15);
        let middle = star.boxes[0].y + star.boxes[0].height / 2.0;
        assert!((middle - star.size.height / 2.0).abs() < 2.0, "{middle}");
    }
    Ok(())
}

#[test]
fn lanes_do_not_cross() -> Checked {
    let lane = |places: &[i32]| -> Vec<_> {
        places
            .iter()
            .map(|&place| Some(Rank::Fixed(place)))
            .collect()
    };
    // 0 - 2 - 3 - 1, 0 - 4 - 1, 0 - 5 - 6 - 7 - 1
    let lanes = wish(
        &lane(&[0, 4, 1, 2, 1, 1, 2, 3]),
        &[
            (0, 2),
            (2, 3),
            (1, 3),
            (0, 4),
            (4, 1),
            (5, 0),
            (5, 6),
            (6, 7),
            (6, 7),
            (6, 7),
            (7, 1),
        ],
    );
    assert_eq!(checker::crossings(&placed("lanes", &lanes)?), 0);
    Ok(())
}

#[test]
fn a_tree_has_no_crossing() -> Checked {
    for seed in 0..20 {
        let mut dice = Dice(seed);
        let joins: Vec<_> = (1..40).map(|at| (dice.below(at), at)).collect();
        let tree = placed(&format!("tree-{seed}"), &wish(&[None; 40], &joins))?;
        assert_eq!(checker::crossings(&tree), 0, "seed {seed}");
    }
    Ok(())
}

#[test]
fn telling_pictures() -> Checked {
    let mut joins = Vec::new();
    for at in 2..12 {
        joins.push((0, at));
        joins.push((at, 1));
    }
    joins.extend([(0, 12), (0, 13), (1, 14)]);
    placed("hubs", &wish(&[None; 15], &joins))?;

    let mut dice = Dice(7);
    let joins: Vec<_> = (0..60).map(|_| (dice.below(20), dice.below(20))).collect();
    placed("dense", &wish(&[None; 20], &joins))?;

    let ranks: Vec<_> = (0..25)
        .map(|at| {
            Some(Rank::Around(if at == 0 {
                0
            } else if at < 15 {
                1
            } else {
                2
            }))
        })
        .collect();
    let mut joins: Vec<_> = (1..15).map(|at| (0, at)).collect();
    joins.extend((15..25).map(|at| (1 + dice.below(14), at)));
    joins.extend((0..10).map(|_| (1 + dice.below(14), 1 + dice.below(14))));
    joins.extend([(3, 3), (0, 4), (4, 0), (0, 4)]);
    placed("ties", &wish(&ranks, &joins))?;
    Ok(())
}

#[test]
fn large_pictures_stay_in_order() -> Checked {
    let mut dice = Dice(3);
    let joins: Vec<_> = (0..450)
        .map(|_| (dice.below(150), dice.below(150)))
        .collect();
    placed("large", &wish(&[None; 150], &joins))?;
    Ok(())
}

#[test]
fn joins_of_one_pair_stand_side_by_side() -> Checked {
    let many = wish(&[None; 2], &[(0, 1); 50]);
    let many = placed("fifty", &many)?;
    assert_eq!(checker::crossings(&many), 0);
    assert!(
        many.boxes[0].height > 49.0 * 6.0,
        "the box has room for fifty lines"
    );
    Ok(())
}

#[test]
fn of_joined_boxes_with_one_rank_the_later_is_moved_to_the_right() -> Checked {
    let fixed = |place| Some(Rank::Fixed(place));
    let lanes = wish(&[fixed(0), fixed(7), fixed(7)], &[(0, 1), (0, 2), (1, 2)]);
    let lanes = placed("moved", &lanes)?;
    let x: Vec<f64> = lanes.boxes.iter().map(|rect| rect.x).collect();
    assert!(x[0] < x[1] && x[1] < x[2], "{x:?}");
    Ok(())
}

#[test]
fn neighbours_stand_on_the_side_of_what_they_are_joined_with() -> Checked {
    // Two rings of neighbours: each stays together, and none is drawn through the middle.
    let around = |distance| Some(Rank::Around(distance));
    let mut joins: Vec<_> = (1..9).map(|at| (0, at)).collect();
    joins.extend([(1, 3), (3, 5), (5, 7), (2, 4), (4, 6), (6, 8)]);
    let mut ranks = vec![around(1); 9];
    ranks[0] = around(0);
    let rings = placed("rings", &wish(&ranks, &joins))?;
    let side = |at: usize| rings.boxes[at].x < rings.boxes[0].x;
    assert!([3, 5, 7].iter().all(|&at| side(at) == side(1)));
    assert!([4, 6, 8].iter().all(|&at| side(at) == side(2)));
    assert_ne!(side(1), side(2));
    assert_eq!(checker::crossings(&rings), 0);
    Ok(())
}

#[test]
fn sizes_without_sense_take_no_room() {
    let mut senseless = wish(&[None; 3], &[(0, 1), (1, 2), (2, 2)]);
    senseless.boxes[0].size.width = f64::NAN;
    senseless.boxes[1].size.height = f64::NEG_INFINITY;
    senseless.joins[0].label.width = -5.0;
    senseless.joins[2].label.height = f64::INFINITY;
    let placed = place(&senseless);
    assert!(placed.size.width.is_finite() && placed.size.height.is_finite());
    assert_eq!(placed.joins[0].label.width, 0.0);
}

/// Small wishes of every kind, for the smallest that has a fault.
fn small() -> impl Strategy<Value = Wish> {
    let side = |least: u32, most: u32| (least..most).prop_map(f64::from);
    let size = move |least, width, height| {
        (side(least, width), side(least, height)).prop_map(|(width, height)| Size { width, height })
    };
    let rank = prop_oneof![
        Just(None),
        (-2..3).prop_map(|place| Some(Rank::Fixed(place))),
        (0..3_u32).prop_map(|distance| Some(Rank::Around(distance))),
    ];
    let boxes = proptest::collection::vec(
        (size(6, 150, 60), rank).prop_map(|(size, rank)| BoxWish { size, rank }),
        1..8,
    );
    boxes.prop_flat_map(move |boxes| {
        let count = boxes.len();
        let join = (0..count, 0..count, size(0, 120, 30)).prop_map(|(from, to, label)| Join {
            from,
            to,
            label,
        });
        proptest::collection::vec(join, 0..14).prop_map(move |joins| Wish {
            boxes: boxes.clone(),
            joins,
            spacing: Spacing::default(),
        })
    })
}

proptest! {
    #[test]
    fn nothing_overlaps_in_small_graphs(wish in small()) {
        let placed = place(&wish);
        prop_assert_eq!(checker::faults(&wish, &placed), Vec::<String>::new());
        prop_assert_eq!(placed, place(&wish));
    }
}

/// Writes a picture where one is wanted. That this is for tests is said again for those
/// who look in each file for what touches the world.
#[cfg(test)]
fn draw(name: &str, placed: &Placed) -> Checked {
    let Some(folder) = std::env::var_os("NUTGRAF_LAYOUTS") else {
        return Ok(());
    };
    let (width, height) = (placed.size.width + 40.0, placed.size.height + 40.0);
    let mut svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='-20 -20 {width} {height}'>\
         <defs><marker id='a' orient='auto' markerWidth='10' markerHeight='10' refX='9' refY='4'><path d='M0 0L9 4L0 8z'/></marker></defs>\
         <rect x='-20' y='-20' width='100%' height='100%' fill='white'/><g font-family='DejaVu Sans' font-size='11' text-anchor='middle'>"
    );
    let mut text = |rect: &Rect, fill: &str, line: &str, words: String| {
        let _ = write!(
            svg,
            "<rect x='{}' y='{}' width='{}' height='{}' fill='{fill}' stroke='{line}'/><text x='{}' y='{}'>{words}</text>",
            rect.x,
            rect.y,
            rect.width,
            rect.height,
            rect.x + rect.width / 2.0,
            rect.y + rect.height / 2.0 + 4.0,
        );
    };
    for (at, rect) in placed.boxes.iter().enumerate() {
        text(rect, "#f4f4f4", "#333", format!("box {at}"));
    }
    for (at, join) in placed.joins.iter().enumerate() {
        if join.label.width > 0.0 {
            text(&join.label, "#fff", "#ddd", format!("[{at}] related to"));
        }
    }
    for join in &placed.joins {
        for (curve, arrow) in [(&join.before, ""), (&join.after, "marker-end='url(#a)'")] {
            let _ = write!(
                svg,
                "<path d='{}' fill='none' stroke='#336' {arrow}/>",
                data(curve)
            );
        }
    }
    svg.push_str("</g></svg>");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        std::path::Path::new(&folder).join(format!("{name}.svg")),
        svg,
    )?;
    Ok(())
}

fn data(curve: &Curve) -> String {
    let at = |point: &Point| format!("{:.2} {:.2}", point.x, point.y);
    let mut data = format!("M{}", at(&curve.start));
    for piece in &curve.pieces {
        match piece {
            Piece::Line(end) => data.push_str(&format!("L{}", at(end))),
            Piece::Cubic(first, second, end) => {
                data.push_str(&format!("C{} {} {}", at(first), at(second), at(end)));
            }
        }
    }
    data
}
