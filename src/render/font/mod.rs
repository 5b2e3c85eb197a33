//! The letters of pictures: one open face with Latin, Greek and Cyrillic, regular
//! and bold, whose widths are known to the pixel.
//!
//! Gives how wide a letter is, which letters the face lacks, and (for PNG) their
//! outlines. `README.md` beside this file says where the face is from and what was
//! left out of it; there is no kerning in it, so widths add up.

mod measure;

pub use measure::{is_measured, text_width, wrap};

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// The family as an SVG names it.
pub(super) const FAMILY: &str = "Noto Sans";

const REGULAR: &[u8] = include_bytes!("NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("NotoSans-Bold.ttf");

/// Regular and bold, read once.
static FACES: LazyLock<[Face<'static>; 2]> = LazyLock::new(|| {
    [REGULAR, BOLD].map(|file| Face::parse(file, 0).expect("the files are part of the program"))
});

fn face(bold: bool) -> &'static Face<'static> {
    &FACES[usize::from(bold)]
}

/// The part of a letter's size that one unit of the face takes.
fn unit(face: &Face) -> f64 {
    1.0 / f64::from(face.units_per_em())
}

/// How wide a letter is, in parts of its size; `None` where the face lacks it.
pub fn advance(letter: char, bold: bool) -> Option<f64> {
    let face = face(bold);
    let glyph = face.glyph_index(letter)?;
    let width = face.glyph_hor_advance(glyph)?;
    Some(f64::from(width) * unit(face))
}

/// The letters that the face lacks, with how often each is there. Blanks and what
/// is not seen are not missed.
pub fn missing<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut missing = BTreeMap::new();
    for letter in texts.into_iter().flat_map(str::chars) {
        if !is_unseen(letter) && advance(letter, false).is_none() {
            *missing.entry(letter).or_insert(0) += 1;
        }
    }
    missing
}

/// Whether nothing is to be seen of a letter: a blank, a joiner, a selector of
/// variants.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// A step along an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    Move((f64, f64)),
    Line((f64, f64)),
    /// Two control points and the end.
    Cubic((f64, f64), (f64, f64), (f64, f64)),
    Close,
}

/// The outline of a letter, its base at 0 and `y` growing upwards, in parts of its
/// size. What the face lacks is a box.
pub fn outline(letter: char, bold: bool) -> Vec<Step> {
    let face = face(bold);
    // Glyph 0 is the box.
    let glyph = face.glyph_index(letter).unwrap_or(GlyphId(0));
    let mut outline = Outline {
        scale: unit(face),
        at: (0.0, 0.0),
        steps: Vec::new(),
    };
    if !is_unseen(letter) {
        face.outline_glyph(glyph, &mut outline);
    }
    outline.steps
}

/// The steps so far, and where the last one ended.
struct Outline {
    scale: f64,
    at: (f64, f64),
    steps: Vec<Step>,
}

impl Outline {
    fn scaled(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) * self.scale, f64::from(y) * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.scaled(x, y);
        self.steps.push(Step::Move(self.at));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = self.scaled(x, y);
        self.steps.push(Step::Line(self.at));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, pull, to) = (self.at, self.scaled(x1, y1), self.scaled(x, y));
        let towards = |end: (f64, f64)| {
            let part = |from: f64, to: f64| from + (to - from) * 2.0 / 3.0;
            (part(end.0, pull.0), part(end.1, pull.1))
        };
        self.at = to;
        self.steps.push(Step::Cubic(towards(from), towards(to), to));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (one, two) = (self.scaled(x1, y1), self.scaled(x2, y2));
        self.at = self.scaled(x, y);
        self.steps.push(Step::Cubic(one, two, self.at));
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_greek_and_cyrillic_are_there_and_others_are_missed() {
        let text = "Żółć Łukasz Ğ ß Ελευθερία Ἀθῆναι Щербаков Її – “x” … €₽ [3–9] é e\u{301}";
        assert_eq!(missing([text]), BTreeMap::new());
        let found = missing(["数 a数", "ش"]);
        assert_eq!(found, BTreeMap::from([('数', 2), ('ش', 1)]));
    }

    #[test]
    fn bold_is_wider_and_marks_take_no_room() {
        let width = |bold| -> f64 { "Changpeng".chars().filter_map(|c| advance(c, bold)).sum() };
        assert!(width(true) > width(false) && width(false) > 4.0);
        assert_eq!(advance('\u{301}', false), Some(0.0));
        assert_eq!(advance('\u{6570}', false), None);
    }
}
