//! GraphML 1.0 (graphdrawing.org): typed attributes on the graph, its nodes and
//! its edges. Plain, and for yEd, which shows a label or a dash only where its
//! own extension says so.
//!
//! Every edge is directed: readers refuse a file with both kinds. Lists are one
//! text. Decimals and days are text: a float would not be what was reported.

use crate::answer::Node;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::style::{self, Dash};
use crate::render::export::value::{Column, ITEM, Kind, Value};
use crate::render::export::writer::Writer;

/// The two flavours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GraphMl {
    Plain,
    Yed,
}

impl Writer for GraphMl {
    fn begin(&self, head: &Head, out: &mut Sink) {
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        match self {
            GraphMl::Plain => {
                out.raw(" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n");
            }
            GraphMl::Yed => {
                out.raw(" xmlns:y=\"http://www.yworks.com/xml/graphml\">\n");
            }
        }
        for fact in &head.facts {
            key(out, "g", fact.name, "graph", fact.value.kind());
        }
        columns(out, "n", "node", NODE);
        columns(out, "e", "edge", EDGE);
        if *self == GraphMl::Yed {
            out.raw("  <key id=\"ny\" for=\"node\" yfiles.type=\"nodegraphics\"/>\n  <key id=\"ey\" for=\"edge\" yfiles.type=\"edgegraphics\"/>\n");
        }
        out.raw("  <graph id=\"G\" edgedefault=\"directed\">\n");
        for fact in &head.facts {
            data(out, "    ", ("g", fact.name), &fact.value);
        }
    }

    fn node(&self, _at: usize, node: &Node, out: &mut Sink) {
        out.raw("    <node id=\"").xml(&node.key).raw("\">\n");
        for column in NODE {
            data(out, "      ", ("n", column.name), &(column.of)(node));
        }
        if *self == GraphMl::Yed {
            out.raw("      <data key=\"ny\"><y:ShapeNode><y:Geometry height=\"34.0\" width=\"")
                .number(30 + 8 * node.what.named.label.chars().count().min(60))
                .raw(".0\"/><y:Fill color=\"#FFFFFF\" transparent=\"false\"/><y:BorderStyle color=\"#2B2B2B\" type=\"line\" width=\"1.0\"/><y:NodeLabel>")
                .xml(&node.what.named.label)
                .raw("</y:NodeLabel><y:Shape type=\"rectangle\"/></y:ShapeNode></data>\n");
        }
        out.raw("    </node>\n");
    }

    fn edge(&self, _at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        out.raw("    <edge id=\"")
            .xml(&ends.key)
            .raw("\" source=\"")
            .xml(&ends.from.key)
            .raw("\" target=\"")
            .xml(&ends.to.key)
            .raw("\">\n");
        for column in EDGE {
            data(out, "      ", ("e", column.name), &(column.of)(edge));
        }
        if *self == GraphMl::Yed {
            let dash = match style::dash(ends) {
                Dash::Solid => "line",
                Dash::Dashed => "dashed",
                Dash::Dotted => "dotted",
            };
            let arrow = if ends.symmetric { "none" } else { "standard" };
            out.raw("      <data key=\"ey\"><y:PolyLineEdge><y:LineStyle color=\"")
                .raw(&style::colour(ends))
                .raw("\" type=\"")
                .raw(dash)
                .raw("\" width=\"1.0\"/><y:Arrows source=\"none\" target=\"")
                .raw(arrow)
                .raw("\"/><y:EdgeLabel>")
                .xml(&style::label(ends))
                .raw("</y:EdgeLabel></y:PolyLineEdge></data>\n");
        }
        out.raw("    </edge>\n");
    }

    fn end(&self, _head: &Head, out: &mut Sink) {
        out.raw("  </graph>\n</graphml>\n");
    }
}

fn columns<T>(out: &mut Sink, prefix: &str, what: &str, columns: &[Column<T>]) {
    for column in columns {
        key(out, prefix, column.name, what, column.kind);
    }
}

fn key(out: &mut Sink, prefix: &str, name: &str, what: &str, kind: Kind) {
    let kind = match kind {
        Kind::Text | Kind::Texts | Kind::Decimal | Kind::Day => "string",
        Kind::Count => "long",
        Kind::Flag => "boolean",
    };
    for part in [
        "  <key id=\"",
        prefix,
        ".",
        name,
        "\" for=\"",
        what,
        "\" attr.name=\"",
        name,
    ] {
        out.raw(part);
    }
    out.raw("\" attr.type=\"").raw(kind).raw("\"/>\n");
}

fn data(out: &mut Sink, indent: &str, (prefix, name): (&str, &str), value: &Value) {
    if *value == Value::Nothing {
        return;
    }
    for part in [indent, "<data key=\"", prefix, ".", name, "\">"] {
        out.raw(part);
    }
    match value {
        Value::Texts(texts) => {
            for (at, text) in texts.iter().enumerate() {
                if at > 0 {
                    out.raw(ITEM);
                }
                out.xml_item(text);
            }
        }
        Value::Text(text) | Value::Decimal(text) | Value::Day(text) => {
            out.xml(text);
        }
        Value::Nothing | Value::Count(_) | Value::Flag(_) => {
            out.raw(&value.joined().unwrap_or_default());
        }
    }
    out.raw("</data>\n");
}
