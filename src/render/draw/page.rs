//! The page of a picture: the drawing on a light card, and as text what is said of
//! it, its links in sentences, and every claim in full.

use std::io;

use serde_json::{Value, json};

use crate::render::draw::Picture;
use crate::render::draw::picture::{Parts, apart, drawing};
use crate::render::draw::words::{description, sentence};
use crate::render::html::{self, Template};
use crate::render::json as object;
use crate::render::page::{Emphasis, Page};
use crate::render::svg;

const PAGE: Template = Template {
    name: "picture.html",
    source: include_str!("../html/picture.html"),
};

/// What a check of a claim says.
const ACCURATE: &str =
    "Where a check says “accurate”, the source does say so; that is not to say that it is true.";

/// Writes it.
///
/// # Errors
/// Those of the writer.
pub(super) fn write(picture: &Picture, out: &mut dyn io::Write) -> io::Result<()> {
    let graph = drawing(picture, Parts::Graph);
    let mut drawn = Vec::new();
    svg::write(&graph, &picture.title, &description(picture), &mut drawn)?;
    let drawn = String::from_utf8(drawn).map_err(io::Error::other)?;
    let sketch = &picture.sketch;
    let links = sketch.bundles.iter().map(|bundle| {
        let ids: Vec<&str> = bundle.links.iter().map(|link| link.id.as_str()).collect();
        json!({
            "sentence": sentence(sketch, bundle),
            "standing": bundle.standing.as_str(),
            "ids": ids,
        })
    });
    let data = json!({
        "title": picture.title,
        "remarks": lines(&picture.remarks),
        "accurate": ACCURATE,
        "picture": drawn,
        "width": graph.width,
        "links": links.collect::<Vec<_>>(),
        "of_list": picture.of_list,
        "beneath": lines(&picture.beneath),
        "claims": sketch.claims().iter().map(|claim| object::claim(claim)).collect::<Vec<_>>(),
    });
    html::write(PAGE, &data, out)
}

/// The lines of a page that are not empty: their pieces, and how each stands out.
fn lines(page: &Page) -> Vec<Vec<Value>> {
    let lines = page.pieces().map(|line| {
        line.into_iter()
            .enumerate()
            .filter(|(_, (text, _))| !text.is_empty())
            .map(|(at, (text, emphasis))| {
                json!({
                    "text": apart(text, at),
                    "emphasis": match emphasis {
                        Emphasis::None => "none",
                        Emphasis::Bold => "bold",
                        Emphasis::Alarm => "alarm",
                    },
                })
            })
            .collect::<Vec<_>>()
    });
    lines.filter(|line| !line.is_empty()).collect()
}
