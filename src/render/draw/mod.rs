//! Pictures of paths, neighbourhoods and what lies between names, as SVG, PNG
//! and in a page.
//!
//! Takes an answer of connections; gives a drawing with everything it needs to be
//! printed: title, day, edition, counts, legend, and beneath it every claim with
//! its sources and answers, by the numbers on the links. Where everything goes is
//! decided in [`layout`], which knows nothing of claims.
//!
//! `sketch` puts together what is shown, `answers` does so for each kind of
//! answer, `picture` draws it (`marks` boxes and lines, `legend` what they mean),
//! `words` says it, `page` puts it into HTML, `elements` gives it to a canvas.

pub mod layout;

mod answers;
mod elements;
mod legend;
mod marks;
mod page;
mod picture;
mod sketch;
mod words;

pub use answers::{MOST, of_between, of_path, of_ties};

use std::io;

use crate::answer::{HopLink, Kind, Named};
use crate::render::draw::picture::Parts;
use crate::render::draw::sketch::{Part, Sketch};
use crate::render::page::Page;
use crate::render::svg::{self, Drawing};

/// Links between two, for a picture on a page that says everything else.
pub(super) struct Joined<'a> {
    pub from: (&'a Named, Kind),
    pub to: (&'a Named, Kind),
    /// Read from `from`.
    pub links: &'a [HopLink],
}

/// Draws links alone, as SVG to be put into a page. Claims are numbered in the
/// order of the links. `None` where there is none, or more entities than [`MOST`].
///
/// # Errors
/// None but those of writing to memory.
pub(super) fn inline<'a>(
    title: &str,
    joined: impl Iterator<Item = Joined<'a>>,
) -> io::Result<Option<String>> {
    let mut sketch = Sketch::default();
    for Joined { from, to, links } in joined {
        for link in links {
            sketch.link((from.0, to.0), link, Part::OfAnswer);
        }
        for figure in &mut sketch.figures {
            for (named, kind) in [from, to] {
                if figure.named.iri == named.iri {
                    figure.kind = Some(kind);
                }
            }
        }
        if sketch.figures.len() > MOST {
            return Ok(None);
        }
    }
    if sketch.bundles.is_empty() {
        return Ok(None);
    }
    let picture = Picture {
        title: title.to_owned(),
        counts: answers::counts(&sketch),
        remarks: Page::new(),
        sketch,
        beneath: Page::new(),
        of_list: None,
        limits: Vec::new(),
        all: None,
    };
    let mut svg = Vec::new();
    let drawing = picture::drawing(&picture, Parts::Graph);
    picture.svg(&drawing, &mut svg)?;
    String::from_utf8(svg).map(Some).map_err(io::Error::other)
}

/// A picture that can be drawn.
pub struct Picture<'a> {
    title: String,
    /// How much is drawn, in words.
    counts: String,
    /// What is said above the drawing, the counts among it.
    remarks: Page,
    sketch: Sketch<'a>,
    /// What is on record and makes no link.
    beneath: Page,
    /// What is to be said above the list of claims.
    of_list: Option<&'static str>,
    limits: Vec<String>,
    /// How many entities there would be in all, where not all are drawn.
    all: Option<usize>,
}

impl Picture<'_> {
    /// What is drawn, and how much of it is contested, in a line.
    pub fn summary(&self) -> String {
        format!("{}; {}", self.title, self.counts)
    }

    /// What keeps the picture from being complete, a sentence each.
    pub fn limits(&self) -> &[String] {
        &self.limits
    }

    /// How many entities would have to be drawn for nothing to be left away; `None`
    /// where nothing is.
    pub fn entities_in_all(&self) -> Option<usize> {
        self.all
    }

    /// The whole picture, with the list of what its numbers mean.
    pub fn drawing(&self) -> Drawing {
        picture::drawing(self, Parts::All)
    }

    /// Writes that as SVG, with its title and what it shows in words.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn svg(&self, drawing: &Drawing, out: &mut dyn io::Write) -> io::Result<()> {
        svg::write(drawing, &self.title, &words::description(self), out)
    }

    /// The same boxes and links as data, for a canvas; schema `nutgraf/drawing/1`.
    pub fn elements(&self, edition: &str) -> serde_json::Value {
        elements::value(self, edition)
    }

    /// Writes a page: the drawing, and beneath it the list as text.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn html(&self, out: &mut dyn io::Write) -> io::Result<()> {
        page::write(self, out)
    }
}
