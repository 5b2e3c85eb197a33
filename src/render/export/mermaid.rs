//! Mermaid, a diagram as text for Markdown: GitHub, Obsidian, a CMS.
//!
//! It draws boxes and lines and holds nothing else, so that everything known
//! stands beside in comments: of each entity and each edge a line with its
//! attributes, and each claim in full, with sources and answers. Lines of what is
//! contested are dashed or dotted, in colour, and say it. Programs draw no more
//! than so much ([`MOST_EDGES`], [`MOST_TEXT`]) unless they are set up for more.

use crate::answer::Node;
use crate::model::Standing;
use crate::render::export::columns::{EDGE, Linked, NODE, group};
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::statement::statement;
use crate::render::export::style::{self, Dash};
use crate::render::export::value::Column;
use crate::render::export::writer::Writer;

/// Edges that a program draws if nobody says otherwise (`maxEdges`).
const MOST_EDGES: usize = 500;

/// Characters that it reads (`maxTextSize`); comments count.
const MOST_TEXT: usize = 50_000;

/// Edges beyond which nobody can read the picture.
const READABLE_EDGES: usize = 300;

pub(super) struct Mermaid;

/// What a file of so many edges and characters cannot do.
pub(super) fn warnings(edges: usize, characters: usize) -> Vec<String> {
    let mut warnings = vec![
        "a Mermaid diagram shows names, verbs and standing; sources and answers are in its comments (`%%`), which nobody sees who sees only the picture".to_owned(),
    ];
    if edges > MOST_EDGES {
        warnings.push(format!(
            "{edges} edges: Mermaid draws {MOST_EDGES} unless `maxEdges` is set to more, and then none can be told from another"
        ));
    } else if edges > READABLE_EDGES {
        warnings.push(format!("{edges} edges are too many for a readable diagram"));
    }
    if characters > MOST_TEXT {
        warnings.push(format!(
            "{characters} characters: Mermaid reads {MOST_TEXT} unless `maxTextSize` is set to more; GitHub does not set it. Without the comments it may be short enough"
        ));
    }
    warnings
}

impl Writer for Mermaid {
    fn begin(&self, head: &Head, out: &mut Sink) {
        // The look of Mermaid 12 draws some dashed lines solid.
        out.raw("%%{init: {\"look\": \"classic\"}}%%\n");
        for fact in &head.facts {
            if let Some(text) = fact.value.joined() {
                out.raw("%% ").raw(fact.name).raw("=").mermaid(&text);
                out.raw("\n");
            }
        }
        out.raw("flowchart LR\nclassDef person fill:#ffffff,stroke:#2b2b2b,color:#2b2b2b\nclassDef organisation fill:#eef1f5,stroke:#2b2b2b,color:#2b2b2b\nclassDef asset fill:#f6f0e4,stroke:#2b2b2b,color:#2b2b2b\n");
    }

    fn node(&self, at: usize, node: &Node, out: &mut Sink) {
        comment(out, ("entity", &node.key), NODE, node);
        claims(out, node.claims.iter().map(statement));
        let (open, close) = match node.placeholder {
            true => ("([\"", "\"])"),
            false => ("[\"", "\"]"),
        };
        out.raw("n").number(at).raw(open);
        out.mermaid(&node.what.named.label).raw(close);
        if let Some(group) = group(node) {
            out.raw(":::").raw(group);
        }
        out.raw("\n");
    }

    fn edge(&self, at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        comment(out, ("edge", &ends.key), EDGE, edge);
        claims(out, edge.claims().map(statement));
        let line = match (style::dash(ends), ends.symmetric) {
            (Dash::Solid, false) => " -->|\"",
            (Dash::Solid, true) => " ---|\"",
            (Dash::Dashed | Dash::Dotted, false) => " -.->|\"",
            (Dash::Dashed | Dash::Dotted, true) => " -.-|\"",
        };
        out.raw("n").number(ends.from.at).raw(line);
        out.mermaid(&style::label(ends));
        out.raw("\"| n").number(ends.to.at).raw("\n");
        match ends.worst() {
            Standing::Uncontested => {}
            Standing::Disputed | Standing::Denied | Standing::Retracted => {
                let colour = style::colour(ends);
                out.raw("linkStyle ").number(at).raw(" stroke:");
                out.raw(&colour).raw(",color:").raw(&colour);
                out.raw(match style::dash(ends) {
                    Dash::Solid => "\n",
                    Dash::Dashed => ",stroke-dasharray:6 4\n",
                    Dash::Dotted => ",stroke-dasharray:2 4\n",
                });
            }
        }
    }

    fn end(&self, _head: &Head, _out: &mut Sink) {}
}

/// The attributes of a thing in a line, each `name=value` after a bar; but for those that
/// the diagram or the claims below have in the same words.
fn comment<T>(out: &mut Sink, (what, key): (&str, &str), columns: &[Column<T>], of: &T) {
    out.raw("%% ").raw(what).raw(" ").raw(key);
    for column in columns {
        if matches!(
            column.name,
            "label" | "statements" | "text" | "sources" | "answers"
        ) {
            continue;
        }
        if let Some(text) = (column.of)(of).joined() {
            out.raw(" | ").raw(column.name).raw("=").mermaid(&text);
        }
    }
    out.raw("\n");
}

fn claims(out: &mut Sink, statements: impl Iterator<Item = String>) {
    for statement in statements {
        out.raw("%% claim ").mermaid(&statement).raw("\n");
    }
}
