//! DOT, for graphviz: every attribute by its name, and beside these what graphviz
//! draws by. The text on a line says what is contested, the tooltip has the claims
//! in full with every answer, and a line leads to the first source on the web.
//!
//! `entity_group` is the attribute `group`: to graphviz that word is an order to
//! draw the edges within a group straight.

use crate::answer::Node;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::{Head, NOTE};
use crate::render::export::sink::Sink;
use crate::render::export::statement::statement;
use crate::render::export::style;
use crate::render::export::value::Column;
use crate::render::export::writer::Writer;

/// What the file says of itself beneath its title as well.
const DRAWN: [&str; 4] = ["known_on", "selection", "not_complete", "beside"];

pub(super) struct Dot;

impl Writer for Dot {
    fn begin(&self, head: &Head, out: &mut Sink) {
        out.raw("digraph ").dot(&head.title, false).raw(" {\n");
        for fact in &head.facts {
            if let Some(text) = fact.value.joined() {
                out.raw("  ").raw(fact.name).raw("=").dot(&text, false);
                out.raw(";\n");
            }
        }
        // What is drawn must say how it was chosen: the facts above are not drawn.
        let chosen = head.facts.iter().filter(|fact| DRAWN.contains(&fact.name));
        let chosen = chosen.filter_map(|fact| Some(format!("{}\n", fact.value.joined()?)));
        let title = format!("{}\n{}{NOTE}", head.title, chosen.collect::<String>());
        out.raw(
            "  graph [charset=\"UTF-8\", fontname=\"sans-serif\", fontsize=10, rankdir=LR, label=",
        )
        .dot(&title, true);
        out.raw("];\n  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=9, arrowsize=0.7];\n");
    }

    fn node(&self, _at: usize, node: &Node, out: &mut Sink) {
        out.raw("  ").dot(&node.key, false).raw(" [id=");
        out.dot(&node.key, true);
        attributes(out, NODE, node);
        let mut tooltip = vec![node.what.named.label.clone()];
        tooltip.extend(node.what.description.clone());
        tooltip.extend(node.claims.iter().map(statement));
        out.raw(", tooltip=").dot(&tooltip.join("\n"), true);
        if node.placeholder {
            out.raw(", style=\"rounded,dashed\"");
        }
        out.raw("];\n");
    }

    fn edge(&self, _at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        out.raw("  ").dot(&ends.from.key, false);
        out.raw(" -> ").dot(&ends.to.key, false);
        out.raw(" [key=").dot(&ends.key, false);
        out.raw(", id=").dot(&ends.key, true);
        attributes(out, EDGE, edge);
        let claims: Vec<String> = edge.claims().map(statement).collect();
        let tooltip = claims.join("\n");
        // Of the line, and of the text on it.
        for name in ["tooltip", "labeltooltip"] {
            out.raw(", ").raw(name).raw("=").dot(&tooltip, true);
        }
        let colour = style::colour(ends);
        for (name, value) in [
            ("color", colour.as_str()),
            ("fontcolor", colour.as_str()),
            ("style", style::dash(ends).as_str()),
            ("dir", if ends.symmetric { "none" } else { "forward" }),
        ] {
            out.raw(", ").raw(name).raw("=").dot(value, false);
        }
        let sources = edge.claims().flat_map(|claim| &claim.sources);
        if let Some(url) = sources.filter_map(|source| source.url.as_ref()).next() {
            out.raw(", URL=").dot(url, true);
        }
        out.raw("];\n");
    }

    fn end(&self, _head: &Head, out: &mut Sink) {
        out.raw("}\n");
    }
}

fn attributes<T>(out: &mut Sink, columns: &[Column<T>], of: &T) {
    for column in columns {
        if let Some(text) = (column.of)(of).joined() {
            let (name, drawn) = match column.name {
                "group" => ("entity_group", false),
                "label" => ("label", true),
                other => (other, false),
            };
            out.raw(", ").raw(name).raw("=").dot(&text, drawn);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::render::export::columns::{EDGE, NODE};

    /// What graphviz takes for an order, of nodes and of edges; `label` and
    /// `weight` mean the same to both, `group` has another name here.
    const ORDERS: &str = "area arrowhead arrowsize arrowtail class color colorscheme comment \
        constraint decorate dir distortion edgeURL edgehref edgetarget edgetooltip fillcolor \
        fixedsize fontcolor fontname fontsize gradientangle headURL headclip headhref headlabel \
        headport headtarget headtooltip height href id image imagepos imagescale key labelURL \
        labelangle labeldistance labelfloat labelhref labelloc labeltarget labeltooltip layer len \
        lhead lp ltail margin minlen nojustify ordering orientation penwidth peripheries pin pos \
        rects regular root samehead sametail samplepoints shape shapefile showboxes sides skew \
        sortv style tailURL tailclip tailhref taillabel tailport tailtarget tailtooltip target \
        tooltip URL vertices width xlabel xlp z";

    #[test]
    fn no_attribute_gives_graphviz_an_order() {
        let orders: Vec<&str> = ORDERS.split_whitespace().collect();
        let nodes = NODE.iter().map(|column| column.name);
        let edges = EDGE.iter().map(|column| column.name);
        for name in nodes.chain(edges) {
            assert!(!orders.contains(&name), "{name}");
        }
    }
}
