//! JSON of Cytoscape.js, with a style in which contested links look contested;
//! Cytoscape's desktop and networkx read it as well.
//!
//! Elements have their standing as class. networkx asks of a node for `value`, of
//! an edge for `key`, and at the top for `directed` and `multigraph`.

use crate::answer::Node;
use crate::model::Standing;
use crate::render::export::columns::{EDGE, Linked, NODE, group};
use crate::render::export::head::Head;
use crate::render::export::json::{Unknown, comma, facts, members};
use crate::render::export::sink::Sink;
use crate::render::export::style;
use crate::render::export::writer::Writer;

pub(super) struct Cytoscape;

impl Writer for Cytoscape {
    fn begin(&self, head: &Head, out: &mut Sink) {
        out.raw("{\"format_version\":\"1.0\",\"directed\":true,\"multigraph\":true,\"data\":");
        facts(out, head);
        out.raw(",\n\"style\":");
        styles(out);
        out.raw(",\n\"elements\":{\"nodes\":[");
    }

    fn node(&self, at: usize, node: &Node, out: &mut Sink) {
        comma(out, at);
        out.raw("{\"data\":{\"id\":").json(&node.key);
        out.raw(",\"value\":").json(&node.key);
        out.raw(",\"name\":").json(&node.what.named.label);
        members(out, NODE, node, Unknown::LeftOut);
        out.raw("},\"classes\":\"");
        out.raw(group(node).unwrap_or_default());
        if node.placeholder {
            out.raw(" placeholder");
        }
        out.raw("\"}");
    }

    fn between(&self, _head: &Head, out: &mut Sink) {
        out.raw("\n],\"edges\":[");
    }

    fn edge(&self, at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        comma(out, at);
        out.raw("{\"data\":{\"id\":").json(&ends.key);
        out.raw(",\"key\":").json(&ends.key);
        out.raw(",\"source\":").json(&ends.from.key);
        out.raw(",\"target\":").json(&ends.to.key);
        members(out, EDGE, edge, Unknown::LeftOut);
        out.raw("},\"classes\":\"");
        out.raw(ends.worst().as_str());
        if ends.symmetric {
            out.raw(" symmetric");
        }
        out.raw("\"}");
    }

    fn end(&self, _head: &Head, out: &mut Sink) {
        out.raw("\n]}}\n");
    }
}

/// Colours by class, dashes by attribute: a collapsed edge has the colour of its
/// worst link and the dash of its best.
fn styles(out: &mut Sink) {
    out.raw(
        r##"[
{"selector":"node","style":{"label":"data(label)","shape":"round-rectangle","background-color":"#ffffff","border-width":1,"border-color":"#2b2b2b","color":"#2b2b2b","text-valign":"bottom","text-margin-y":3,"text-wrap":"wrap","text-max-width":"140px","font-size":11}},
{"selector":"node.placeholder","style":{"border-style":"dashed"}},
{"selector":"edge","style":{"label":"data(label)","curve-style":"bezier","target-arrow-shape":"triangle","width":1.5,"font-size":9,"text-rotation":"autorotate","text-background-color":"#ffffff","text-background-opacity":0.85,"text-wrap":"wrap","text-max-width":"160px"}},
{"selector":"edge.symmetric","style":{"target-arrow-shape":"none"}}"##,
    );
    for standing in Standing::ALL {
        let colour = style::hex(style::rgb_of(standing));
        out.raw(",\n{\"selector\":\"edge.")
            .raw(standing.as_str())
            .raw("\",\"style\":{");
        for (at, property) in ["line-color", "target-arrow-color", "color"]
            .into_iter()
            .enumerate()
        {
            out.raw(if at == 0 { "\"" } else { ",\"" });
            out.raw(property).raw("\":\"").raw(&colour).raw("\"");
        }
        out.raw("}}");
    }
    for dash in ["solid", "dashed", "dotted"] {
        out.raw(",\n{\"selector\":\"edge[dash = '")
            .raw(dash)
            .raw("']\",\"style\":{\"line-style\":\"")
            .raw(dash)
            .raw("\"}}");
    }
    out.raw("\n]");
}
