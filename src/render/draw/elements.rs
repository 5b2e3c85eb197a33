//! A picture as data for a canvas that is looked at in a browser: the same boxes
//! in the same places, and the links between them with everything that has to be
//! said of a link before its claims are read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::answer::{Name, Named};
use crate::model::Standing;
use crate::render::draw::Picture;
use crate::render::draw::layout::{Curve, Piece, PlacedJoin};
use crate::render::draw::marks::Outline;
use crate::render::draw::picture::Placing;
use crate::render::draw::sketch::{Bundle, Figure, Sketch};
use crate::render::draw::words::{sentence_alone, standing_word};
use crate::render::json as object;
use crate::render::words::date;

/// JSON; schema `nutgraf/drawing/1`. Places are the middles of boxes, in pixels.
pub(super) fn value(picture: &Picture, edition: &str) -> Value {
    let Picture {
        title,
        counts,
        remarks: _,
        sketch,
        beneath: _,
        of_list: _,
        limits,
        all: _,
    } = picture;
    let placed = Placing::new(picture).placed;
    let figures = sketch.figures.iter().zip(&placed.boxes);
    let nodes = figures.map(|(figure, place)| {
        let Figure {
            named,
            kind,
            asked,
            rank: _,
        } = figure;
        let mut value = object::named(named);
        value["label"] = json!(named.label);
        value["kind"] = json!(kind.map(|kind| kind.words()));
        value["shape"] = json!(match Outline::of(*kind) {
            Outline::Round => "round",
            Outline::Square => "square",
            Outline::Cut => "cut",
        });
        value["asked"] = json!(asked);
        value["x"] = json!((place.x + place.width / 2.0).round());
        value["y"] = json!((place.y + place.height / 2.0).round());
        value["width"] = json!(place.width.round());
        value["height"] = json!(place.height.round());
        value
    });
    let edges = sketch.bundles.iter().zip(&placed.joins);
    let edges = edges.map(|(bundle, join)| {
        let mut value = edge(sketch, bundle);
        value["route"] = route(join);
        value
    });
    json!({
        "schema": "nutgraf/drawing/1",
        "edition": edition,
        "title": title,
        "counts": counts,
        "complete": limits.is_empty(),
        "limits": limits,
        "more": sketch.undrawn.entities,
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
    })
}

/// Where a line goes to its label and on: the ends of its pieces.
fn route(join: &PlacedJoin) -> Value {
    let PlacedJoin {
        label,
        before,
        after,
    } = join;
    let at = |x: f64, y: f64| json!([x.round(), y.round()]);
    let points = |curve: &Curve| -> Vec<Value> {
        let ends = curve.pieces.iter().map(|piece| match piece {
            Piece::Line(end) | Piece::Cubic(_, _, end) => end,
        });
        let all = [&curve.start].into_iter().chain(ends);
        all.map(|point| at(point.x, point.y)).collect()
    };
    json!({
        "before": points(before),
        "label": at(label.x + label.width / 2.0, label.y + label.height / 2.0),
        "after": points(after),
    })
}

/// Links of the same two that say the same.
fn edge(sketch: &Sketch, bundle: &Bundle) -> Value {
    let Bundle {
        from,
        to,
        verb,
        symmetric,
        standing,
        left_out,
        weakness,
        numbers,
        links,
    } = bundle;
    let iri = |figure: usize| sketch.figures[figure].named.iri.as_str();
    let claims = numbers.iter().filter_map(|at| sketch.claims().get(at - 1));
    let dates: BTreeSet<String> = claims
        .clone()
        .filter_map(|claim| date(&claim.when))
        .collect();
    let claims = claims.map(|claim| {
        object::named(&Named::from(Name {
            iri: claim.iri.clone(),
            id: claim.id.clone(),
            name: claim.text.clone(),
            label: String::new(),
            protected: false,
        }))
    });
    // The word is part of what is read: colour alone says it to some only.
    let word = match standing {
        Standing::Uncontested => None,
        Standing::Disputed | Standing::Denied | Standing::Retracted => {
            Some(standing_word(*standing))
        }
    };
    let left = if *left_out { "left out: " } else { "" };
    let label = match word {
        Some(word) => format!("{left}{verb}\n{word}"),
        None => format!("{left}{verb}"),
    };
    json!({
        "from": iri(*from),
        "to": iri(*to),
        "verb": verb,
        "label": label,
        "sentence": sentence_alone(sketch, bundle),
        "symmetric": symmetric,
        "standing": standing.as_str(),
        "standing_words": standing_word(*standing),
        "left_out": left_out,
        "weakness": weakness,
        "dates": dates,
        "links": links.iter().map(|link| link.id.as_str()).collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    })
}
