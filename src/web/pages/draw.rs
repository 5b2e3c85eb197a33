//! `/draw/…`: the picture of an answer, as `nutgraf draw` writes it, and as data for
//! a canvas.
//!
//! `/draw/path.svg`, `.png` and `.json`, likewise `ties` and `between`, with the
//! options of the page of that name. The canvas holds more than a picture on paper,
//! and fewer than would make it slow.

use serde_json::{Value, json};

use crate::answer::{find_between, find_paths, find_ties_from};
use crate::render::draw::{self, Picture};
use crate::render::png;
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::question::{self, Links};
use crate::web::reply::Reply;
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// Entities on a canvas: beyond them it is slow, and nobody reads it.
const MOST_ON_CANVAS: usize = 300;
/// Hops of a neighbourhood that are read for a canvas: each of the nearest brings
/// somebody new, and a third more join those.
const HOPS_ON_CANVAS: usize = MOST_ON_CANVAS / 3 * 4;

const SVG: &str = "image/svg+xml";
const PNG: &str = "image/png";

/// In which form it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
    Canvas,
}

/// What stands on a page: where the picture and its data are, and what is said in
/// their place.
pub fn shown(session: &Session, kind: &str, query: &str) -> Value {
    let at = |ending: &str| format!("{}/draw/{kind}.{ending}?{query}", session.base);
    json!({
        "svg": at("svg"),
        "png": at("png"),
        "elements": at("json"),
        "alt": "Picture of what this page lists in words",
    })
}

/// A picture; `file` is its name without the ending `.json`.
pub fn file(session: &Session, asked: &Asked<'_>, file: &str) -> Result<Reply<'static>, WebError> {
    let (kind, form) = match (file.split_once('.'), asked.twin) {
        (None, Twin::Json) => (file, Form::Canvas),
        (Some((kind, "svg")), Twin::Html) => (kind, Form::Svg),
        (Some((kind, "png")), Twin::Html) => (kind, Form::Png),
        _ => return Err(WebError::NoPage),
    };
    if !matches!(kind, "path" | "ties" | "between") {
        return Err(WebError::NoPage);
    }
    let most = asked.number("most")?.map(|most| most as usize);
    let most = match form {
        Form::Canvas => most.map_or(MOST_ON_CANVAS, |most| most.min(MOST_ON_CANVAS)),
        Form::Svg | Form::Png => most.unwrap_or(draw::MOST),
    };
    if most < 2 {
        return Err(WebError::bad("`most` is a number from 2 on"));
    }
    let scale = match form {
        Form::Png => asked.read("scale", "a number from 1 to 4", |text| {
            let scale: f64 = text.parse().ok()?;
            (1.0..=4.0).contains(&scale).then_some(scale)
        })?,
        Form::Svg | Form::Canvas => None,
    };
    let Links { graph, selection } = Links::new(session, asked)?;
    let put = |picture: &Picture, unread: Option<Unread>| -> Result<Reply<'static>, WebError> {
        asked.nothing_else()?;
        let name = |ending: &str| format!("{kind}.{ending}");
        match form {
            Form::Svg => {
                let mut svg = Vec::new();
                picture.svg(&picture.drawing(), &mut svg)?;
                Ok(session.whole(SVG, svg)?.as_file(&name("svg")))
            }
            Form::Png => {
                let png = png::png(&picture.drawing(), scale.unwrap_or(2.0));
                let png = png.map_err(|error| match error.is_limit() {
                    true => WebError::TooLarge(error.to_string()),
                    false => WebError::NotAcceptable(error.to_string()),
                })?;
                Ok(session.whole(PNG, png)?.as_file(&name("png")))
            }
            Form::Canvas => session.page_of(
                &graph,
                asked,
                &Forms {
                    template: "frame.html",
                    title: String::new(),
                    value: &|| {
                        let mut elements = picture.elements(graph.edition().content_id());
                        elements["told_by"] = json!(session.told_by());
                        if let Some(unread) = &unread {
                            unread.put(&mut elements);
                        }
                        elements
                    },
                    beside: &nothing_beside,
                    sheet: None,
                    incomplete: None,
                },
            ),
        }
    };
    match kind {
        "path" => {
            let question = question::path(asked, selection)?;
            let question = question.ok_or_else(|| question::missing("`from` and `to`"))?;
            let answer = find_paths(&graph, &question)?;
            put(&draw::of_path(&graph, &answer, most)?, None)
        }
        "ties" => {
            let question = question::ties(asked, selection)?;
            let question = question.ok_or_else(|| question::missing("`name`"))?;
            let read = match form {
                Form::Canvas => HOPS_ON_CANVAS,
                Form::Svg | Form::Png => usize::MAX,
            };
            let (answer, hops) = find_ties_from(&graph, &question, 0, read)?;
            let unread = (hops > answer.ties.len()).then(|| Unread {
                entities: answer.entities.iter().sum::<usize>() + 1,
                read: answer.ties.len(),
                hops,
            });
            put(&draw::of_ties(&graph, &answer, most)?, unread)
        }
        _ => {
            let question = question::between(asked, selection)?;
            let question = question.ok_or_else(|| question::missing("`name`, twice or more,"))?;
            let answer = find_between(&graph, &question)?;
            put(&draw::of_between(&graph, &answer, most)?, None)
        }
    }
}

/// A neighbourhood of which not all hops were read.
struct Unread {
    /// All of it, and the one in its middle.
    entities: usize,
    read: usize,
    hops: usize,
}

impl Unread {
    /// Says so in the data of a canvas, whose own counts are of what was read.
    fn put(&self, elements: &mut Value) {
        let drawn = elements["nodes"].as_array().map_or(0, Vec::len);
        elements["complete"] = json!(false);
        elements["more"] = json!(self.entities.saturating_sub(drawn));
        elements["limits"] = json!([format!(
            "{drawn} of {} entities are drawn, over the first {} of {} hops (the nearest, then by name); the list has them all",
            self.entities, self.read, self.hops
        )]);
    }
}
