//! A drawing as PNG.
//!
//! Takes a [`Drawing`] and how many pixels a pixel of it becomes; gives the bytes
//! of the file. Shapes and letters are filled by `tiny-skia`; the letters are
//! those of the bundled font alone, so that a picture is the same on every
//! machine. What the font lacks is a box.

use std::io;

use tiny_skia::{
    Color, FillRule, LineCap, Paint, Path, PathBuilder, Pixmap, Stroke as Pen, StrokeDash,
    Transform,
};

use crate::render::escape::visible;
use crate::render::font::{Step, advance, outline, text_width};
use crate::render::svg::{Anchor, Drawing, Ink, Label, Line, Shape};

/// Pixels that a file may have: beyond that few programs open it, and making it
/// takes four bytes of memory for each.
const MOST_PIXELS: u64 = 150_000_000;

/// How far a control point is from its end on a quarter of a circle of radius 1.
const QUARTER: f64 = 0.552_284_75;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PngError {
    #[error("a picture of {width} x {height} pixels is too large for a PNG")]
    TooLarge { width: u64, height: u64 },
    #[error("the picture cannot be written as PNG")]
    Encoding(#[source] io::Error),
}

impl PngError {
    /// Whether the picture is too large.
    pub fn is_limit(&self) -> bool {
        match self {
            PngError::TooLarge { .. } => true,
            PngError::Encoding(_) => false,
        }
    }
}

/// Draws it, each of its pixels so many wide and high.
///
/// # Errors
/// When it has more pixels than a file may have.
pub fn png(drawing: &Drawing, scale: f64) -> Result<Vec<u8>, PngError> {
    let Drawing {
        width,
        height,
        shapes,
        labels,
    } = drawing;
    let pixels = |length: f64| (length * scale).ceil().max(1.0) as u64;
    let (wide, high) = (pixels(*width), pixels(*height));
    let too_large = PngError::TooLarge {
        width: wide,
        height: high,
    };
    if wide.saturating_mul(high) > MOST_PIXELS {
        return Err(too_large);
    }
    let sides = (u32::try_from(wide), u32::try_from(high));
    let (Ok(wide), Ok(high)) = sides else {
        return Err(too_large);
    };
    let Some(mut canvas) = Pixmap::new(wide, high) else {
        return Err(too_large);
    };
    canvas.fill(Color::WHITE);
    let mut sheet = Sheet {
        canvas,
        scale: Transform::from_scale(scale as f32, scale as f32),
    };
    for shape in shapes {
        sheet.shape(shape);
    }
    for label in labels {
        sheet.label(label);
    }
    let file = sheet.canvas.encode_png();
    file.map_err(|error| PngError::Encoding(io::Error::other(error)))
}

/// What is drawn on.
struct Sheet {
    canvas: Pixmap,
    scale: Transform,
}

impl Sheet {
    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Box {
                x,
                y,
                width,
                height,
                fill,
                line,
            } => {
                let (right, bottom) = (x + width, y + height);
                let steps = [
                    Step::Move((*x, *y)),
                    Step::Line((right, *y)),
                    Step::Line((right, bottom)),
                    Step::Line((*x, bottom)),
                    Step::Close,
                ];
                self.draw(&steps, *fill, *line);
            }
            Shape::Line { from, to, line } => {
                self.draw(&[Step::Move(*from), Step::Line(*to)], None, Some(*line));
            }
            Shape::Dot {
                at,
                radius,
                fill,
                line,
            } => self.draw(&circle(*at, *radius), *fill, *line),
            Shape::Path { steps, fill, line } => self.draw(steps, *fill, *line),
        }
    }

    fn draw(&mut self, steps: &[Step], fill: Option<Ink>, line: Option<Line>) {
        let Some(path) = path(steps.iter().copied()) else {
            return;
        };
        if let Some(ink) = fill {
            self.fill(&path, ink);
        }
        if let Some(Line { ink, stroke, width }) = line {
            let pen = Pen {
                width: width as f32,
                line_cap: LineCap::Butt,
                dash: StrokeDash::new(stroke.dashes().to_vec(), 0.0),
                ..Pen::default()
            };
            let paint = paint(ink);
            self.canvas
                .stroke_path(&path, &paint, &pen, self.scale, None);
        }
    }

    fn fill(&mut self, path: &Path, ink: Ink) {
        self.canvas
            .fill_path(path, &paint(ink), FillRule::Winding, self.scale, None);
    }

    fn label(&mut self, label: &Label) {
        let Label {
            at: (x, y),
            text,
            size,
            bold,
            ink,
            anchor,
            continues: _,
        } = label;
        let width = text_width(text, *size, *bold);
        let mut pen = match anchor {
            Anchor::Start => *x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let mut steps = Vec::new();
        for letter in visible(text).chars() {
            let at = |(right, up): (f64, f64)| (pen + right * size, y - up * size);
            steps.extend(outline(letter, *bold).into_iter().map(|step| match step {
                Step::Move(to) => Step::Move(at(to)),
                Step::Line(to) => Step::Line(at(to)),
                Step::Cubic(one, two, to) => Step::Cubic(at(one), at(two), at(to)),
                Step::Close => Step::Close,
            }));
            pen += match advance(letter, *bold) {
                Some(known) => known * size,
                None => text_width(letter.encode_utf8(&mut [0; 4]), *size, *bold),
            };
        }
        if let Some(path) = path(steps.into_iter()) {
            self.fill(&path, *ink);
        }
    }
}

fn circle((x, y): (f64, f64), radius: f64) -> [Step; 6] {
    let pull = radius * QUARTER;
    let (left, right, top, bottom) = (x - radius, x + radius, y - radius, y + radius);
    [
        Step::Move((right, y)),
        Step::Cubic((right, y + pull), (x + pull, bottom), (x, bottom)),
        Step::Cubic((x - pull, bottom), (left, y + pull), (left, y)),
        Step::Cubic((left, y - pull), (x - pull, top), (x, top)),
        Step::Cubic((x + pull, top), (right, y - pull), (right, y)),
        Step::Close,
    ]
}

/// `None` of steps that draw nothing.
fn path(steps: impl Iterator<Item = Step>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in steps {
        match step {
            Step::Move((x, y)) => path.move_to(x as f32, y as f32),
            Step::Line((x, y)) => path.line_to(x as f32, y as f32),
            Step::Cubic(one, two, to) => path.cubic_to(
                one.0 as f32,
                one.1 as f32,
                two.0 as f32,
                two.1 as f32,
                to.0 as f32,
                to.1 as f32,
            ),
            Step::Close => path.close(),
        }
    }
    path.finish()
}

fn paint(ink: Ink) -> Paint<'static> {
    let (red, green, blue) = ink.parts();
    let mut paint = Paint::default();
    paint.set_color_rgba8(red, green, blue, u8::MAX);
    paint.anti_alias = true;
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_pixels_or_is_refused() -> Result<(), PngError> {
        let drawing = |width, height| Drawing {
            width,
            height,
            ..Drawing::default()
        };
        let file = png(&drawing(20.5, 10.0), 2.0)?;
        // Width and height stand in the file's head.
        assert_eq!(file[16..24], [0, 0, 0, 41, 0, 0, 0, 20]);
        let wide = png(&drawing(9_000.0, 9_000.0), 2.0);
        assert!(matches!(
            wide,
            Err(PngError::TooLarge { width: 18_000, .. })
        ));
        Ok(())
    }
}
