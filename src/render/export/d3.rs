//! Nodes and links as JSON: what D3's force layout takes and what networkx calls
//! node-link data (`node_link_graph(…, edges="links")`).
//!
//! Ends of links are keys of nodes. Every object has every attribute, so that
//! the first one tells what there is.

use crate::answer::Node;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::Head;
use crate::render::export::json::{Unknown, comma, facts, members};
use crate::render::export::sink::Sink;
use crate::render::export::writer::Writer;

pub(super) struct NodeLink;

impl Writer for NodeLink {
    fn begin(&self, head: &Head, out: &mut Sink) {
        out.raw("{\"directed\":true,\"multigraph\":true,\"graph\":");
        facts(out, head);
        out.raw(",\n\"nodes\":[");
    }

    fn node(&self, at: usize, node: &Node, out: &mut Sink) {
        comma(out, at);
        out.raw("{\"id\":").json(&node.key);
        members(out, NODE, node, Unknown::Null);
        out.raw("}");
    }

    fn between(&self, _head: &Head, out: &mut Sink) {
        out.raw("\n],\n\"links\":[");
    }

    fn edge(&self, at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        comma(out, at);
        out.raw("{\"key\":").json(&ends.key);
        out.raw(",\"source\":").json(&ends.from.key);
        out.raw(",\"target\":").json(&ends.to.key);
        members(out, EDGE, edge, Unknown::Null);
        out.raw("}");
    }

    fn end(&self, _head: &Head, out: &mut Sink) {
        out.raw("\n]}\n");
    }
}
