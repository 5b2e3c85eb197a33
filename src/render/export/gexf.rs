//! GEXF 1.3 (gexf.net), for Gephi: typed attributes, colours, and of each edge
//! one span of time, from the first to the last day that its date can mean.
//!
//! A bound that is not known is left out, and an edge without a date is always
//! there. `kind` is the relation: Gephi keeps parallel edges of different kinds
//! apart. There is no place for facts about the file but its description, which
//! has one a line. Lists are one text, since programs split GEXF's own lists
//! each in its way. No schema is named: the official grammar allows no such thing.

use crate::answer::Node;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::style;
use crate::render::export::value::{Column, Kind, Value};
use crate::render::export::writer::Writer;

pub(super) struct Gexf;

impl Writer for Gexf {
    fn begin(&self, head: &Head, out: &mut Sink) {
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n  <meta>\n    <creator>nutgraf</creator>\n    <description>");
        for (at, fact) in head.facts.iter().enumerate() {
            if let Some(text) = fact.value.joined() {
                out.raw(if at == 0 { "" } else { "\n" });
                out.raw(fact.name).raw(": ").xml(&text);
            }
        }
        out.raw("</description>\n  </meta>\n  <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n");
        declared(out, "node", NODE);
        declared(out, "edge", EDGE);
        out.raw("    <nodes>\n");
    }

    fn node(&self, _at: usize, node: &Node, out: &mut Sink) {
        out.raw("      <node id=\"")
            .xml(&node.key)
            .raw("\" label=\"")
            .xml(&node.what.named.label)
            .raw("\">\n");
        values(out, NODE, node);
        out.raw("      </node>\n");
    }

    fn between(&self, _head: &Head, out: &mut Sink) {
        out.raw("    </nodes>\n    <edges>\n");
    }

    fn edge(&self, _at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        out.raw("      <edge id=\"")
            .xml(&ends.key)
            .raw("\" source=\"")
            .xml(&ends.from.key)
            .raw("\" target=\"")
            .xml(&ends.to.key)
            .raw("\" weight=\"1\" label=\"")
            .xml(&style::label(ends));
        for (attribute, column) in [
            ("kind", "relation"),
            ("start", "earliest"),
            ("end", "latest"),
        ] {
            let found = EDGE.iter().find(|known| known.name == column);
            let value = found.map_or(Value::Nothing, |column| (column.of)(edge));
            if let Some(text) = value.joined() {
                out.raw("\" ").raw(attribute).raw("=\"").xml(&text);
            }
        }
        out.raw("\">\n");
        values(out, EDGE, edge);
        let [red, green, blue] = style::rgb(ends);
        out.raw("        <viz:color r=\"")
            .number(usize::from(red))
            .raw("\" g=\"")
            .number(usize::from(green))
            .raw("\" b=\"")
            .number(usize::from(blue))
            .raw("\"/>\n        <viz:shape value=\"")
            .raw(style::dash(ends).as_str())
            .raw("\"/>\n      </edge>\n");
    }

    fn end(&self, _head: &Head, out: &mut Sink) {
        out.raw("    </edges>\n  </graph>\n</gexf>\n");
    }
}

/// The format has its own attributes for these two.
fn is_own(name: &str) -> bool {
    matches!(name, "label" | "weight")
}

fn declared<T>(out: &mut Sink, class: &str, columns: &[Column<T>]) {
    out.raw("    <attributes class=\"").raw(class).raw("\">\n");
    for column in columns.iter().filter(|column| !is_own(column.name)) {
        let kind = match column.kind {
            Kind::Text | Kind::Texts | Kind::Decimal | Kind::Day => "string",
            Kind::Count => "long",
            Kind::Flag => "boolean",
        };
        for part in [
            "      <attribute id=\"",
            column.name,
            "\" title=\"",
            column.name,
            "\" type=\"",
            kind,
            "\"/>\n",
        ] {
            out.raw(part);
        }
    }
    out.raw("    </attributes>\n");
}

fn values<T>(out: &mut Sink, columns: &[Column<T>], of: &T) {
    out.raw("        <attvalues>\n");
    for column in columns.iter().filter(|column| !is_own(column.name)) {
        if let Some(text) = (column.of)(of).joined() {
            out.raw("          <attvalue for=\"")
                .raw(column.name)
                .raw("\" value=\"")
                .xml(&text)
                .raw("\"/>\n");
        }
    }
    out.raw("        </attvalues>\n");
}
