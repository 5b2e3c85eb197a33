//! CX2, the exchange format of Cytoscape and NDEx: declared attributes, lists as
//! lists, and a style that maps standing to colour and to the pattern of a line.
//!
//! Its ids are numbers, so that the key of an entity or an edge is the attribute
//! `key`; an entity's `name` is its label, as the programs expect.

use crate::answer::Node;
use crate::model::Standing;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::Head;
use crate::render::export::json::{Unknown, comma, facts, members};
use crate::render::export::sink::Sink;
use crate::render::export::style;
use crate::render::export::value::{Column, Kind};
use crate::render::export::writer::Writer;

pub(super) struct Cx2;

impl Writer for Cx2 {
    fn begin(&self, head: &Head, out: &mut Sink) {
        out.raw("[{\"CXVersion\":\"2.0\",\"hasFragments\":false},\n{\"metaData\":[");
        for (name, count) in [
            ("attributeDeclarations", 1),
            ("networkAttributes", 1),
            ("nodes", head.nodes),
            ("edges", head.edges),
            ("visualProperties", 1),
        ] {
            out.raw("{\"name\":\"")
                .raw(name)
                .raw("\",\"elementCount\":")
                .number(count)
                .raw(match name {
                    "visualProperties" => "}",
                    _ => "},",
                });
        }
        out.raw("]},\n{\"attributeDeclarations\":[{\"networkAttributes\":{\"name\":{}");
        for fact in &head.facts {
            declare(out, fact.name, fact.value.kind());
        }
        out.raw("},\n\"nodes\":{\"key\":{},\"name\":{}");
        columns(out, NODE);
        out.raw("},\n\"edges\":{\"key\":{}");
        columns(out, EDGE);
        out.raw("}}]},\n{\"networkAttributes\":[");
        facts(out, head);
        out.raw("]},\n{\"nodes\":[");
    }

    fn node(&self, at: usize, node: &Node, out: &mut Sink) {
        comma(out, at);
        out.raw("{\"id\":").number(at);
        out.raw(",\"v\":{\"key\":").json(&node.key);
        out.raw(",\"name\":").json(&node.what.named.label);
        members(out, NODE, node, Unknown::LeftOut);
        out.raw("}}");
    }

    fn between(&self, _head: &Head, out: &mut Sink) {
        out.raw("\n]},\n{\"edges\":[");
    }

    fn edge(&self, at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        comma(out, at);
        out.raw("{\"id\":").number(at);
        out.raw(",\"s\":").number(ends.from.at);
        out.raw(",\"t\":").number(ends.to.at);
        out.raw(",\"v\":{\"key\":").json(&ends.key);
        members(out, EDGE, edge, Unknown::LeftOut);
        out.raw("}}");
    }

    fn end(&self, _head: &Head, out: &mut Sink) {
        out.raw("\n]},\n{\"visualProperties\":[");
        visual(out);
        out.raw("]},\n{\"status\":[{\"error\":\"\",\"success\":true}]}]\n");
    }
}

fn columns<T>(out: &mut Sink, columns: &[Column<T>]) {
    for column in columns {
        declare(out, column.name, column.kind);
    }
}

fn declare(out: &mut Sink, name: &str, kind: Kind) {
    let kind = match kind {
        Kind::Text | Kind::Decimal | Kind::Day => "string",
        Kind::Texts => "list_of_string",
        Kind::Count => "long",
        Kind::Flag => "boolean",
    };
    out.raw(",\"")
        .raw(name)
        .raw("\":{\"d\":\"")
        .raw(kind)
        .raw("\"}");
}

/// Colour by the worst standing, line by the best, label as it is.
fn visual(out: &mut Sink) {
    out.raw("{\"default\":{\"network\":{\"NETWORK_BACKGROUND_COLOR\":\"#FFFFFF\"},\"node\":{\"NODE_SHAPE\":\"round-rectangle\",\"NODE_BACKGROUND_COLOR\":\"#FFFFFF\",\"NODE_BORDER_COLOR\":\"#2B2B2B\",\"NODE_BORDER_STYLE\":\"solid\",\"NODE_BORDER_WIDTH\":1,\"NODE_LABEL_COLOR\":\"#2B2B2B\"},\"edge\":{\"EDGE_LINE_COLOR\":\"#2B2B2B\",\"EDGE_LINE_STYLE\":\"solid\",\"EDGE_WIDTH\":1.5,\"EDGE_TARGET_ARROW_SHAPE\":\"triangle\",\"EDGE_SOURCE_ARROW_SHAPE\":\"none\",\"EDGE_LABEL_COLOR\":\"#2B2B2B\"}},\n\"nodeMapping\":{");
    pass(out, "NODE_LABEL");
    out.raw("},\n\"edgeMapping\":{");
    pass(out, "EDGE_LABEL");
    for property in [
        "EDGE_LINE_COLOR",
        "EDGE_TARGET_ARROW_COLOR",
        "EDGE_LABEL_COLOR",
    ] {
        let colours = Standing::ALL.map(|standing| {
            let colour = style::hex(style::rgb_of(standing));
            (
                format!("\"{}\"", standing.as_str()),
                format!("\"{colour}\""),
            )
        });
        discrete(out, property, ("worst_standing", "string"), &colours);
    }
    let dashes = Standing::ALL.map(|standing| {
        let dash = style::dash_of(standing).as_str();
        (format!("\"{}\"", standing.as_str()), format!("\"{dash}\""))
    });
    discrete(out, "EDGE_LINE_STYLE", ("standing", "string"), &dashes);
    let arrows = [("true", "\"none\""), ("false", "\"triangle\"")]
        .map(|(symmetric, arrow)| (symmetric.to_owned(), arrow.to_owned()));
    discrete(
        out,
        "EDGE_TARGET_ARROW_SHAPE",
        ("symmetric", "boolean"),
        &arrows,
    );
    out.raw("}}");
}

fn pass(out: &mut Sink, property: &str) {
    out.raw("\"")
        .raw(property)
        .raw("\":{\"type\":\"PASSTHROUGH\",\"definition\":{\"attribute\":\"label\",\"type\":\"string\"}}");
}

fn discrete(
    out: &mut Sink,
    property: &str,
    (attribute, kind): (&str, &str),
    map: &[(String, String)],
) {
    for part in [
        ",\n\"",
        property,
        "\":{\"type\":\"DISCRETE\",\"definition\":{\"attribute\":\"",
        attribute,
        "\",\"type\":\"",
        kind,
        "\",\"map\":[",
    ] {
        out.raw(part);
    }
    for (at, (value, shown)) in map.iter().enumerate() {
        out.raw(if at == 0 { "{\"v\":" } else { ",{\"v\":" });
        out.raw(value).raw(",\"vp\":").raw(shown).raw("}");
    }
    out.raw("]}}");
}
