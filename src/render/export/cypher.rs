//! A script of Cypher statements for Neo4j and its kin: entities are nodes with
//! the label of their group, links are relationships whose type is the id of the
//! relation.
//!
//! Every statement finds its node or relationship by `key` and sets every
//! attribute, also to nothing, so that a script can be run again after another
//! edition. Lists are lists, days are dates, amounts are text. Nothing that was
//! there and is in the file no more is taken away.

use crate::answer::{Kind as Thing, Node};
use crate::render::export::columns::{EDGE, Linked, NODE, group_of};
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::value::{Column, Value};
use crate::render::export::writer::Writer;

/// The format.
pub(super) struct Cypher;

/// Every label that a node can have: Neo4j keeps keys apart for each.
const LABELS: [&str; 4] = ["Person", "Organisation", "Asset", "Entity"];

/// The label of what the file says of itself.
const ABOUT: &str = "NutgrafAbout";

impl Writer for Cypher {
    fn begin(&self, head: &Head, out: &mut Sink) {
        for fact in &head.facts {
            out.raw("// ").raw(fact.name).raw(": ");
            comment(&fact.value.joined().unwrap_or_default(), out);
            out.raw("\n");
        }
        for label in LABELS.into_iter().chain([ABOUT]) {
            let name = label.to_lowercase();
            for part in [
                "CREATE CONSTRAINT nutgraf_",
                &name,
                "_key IF NOT EXISTS FOR (n:",
                label,
                ") REQUIRE n.key IS UNIQUE;\n",
            ] {
                out.raw(part);
            }
        }
        out.raw("MERGE (n:").raw(ABOUT).raw(" {key: 'about'}) SET ");
        for (at, fact) in head.facts.iter().enumerate() {
            set(at, "n", fact.name, &fact.value, out);
        }
        out.raw(";\n");
    }

    fn node(&self, _at: usize, node: &Node, out: &mut Sink) {
        out.raw("MERGE (n:")
            .raw(label(node.what.kind))
            .raw(" {key: ");
        text(&node.key, out);
        out.raw("}) SET ");
        columns("n", NODE, node, out);
    }

    fn edge(&self, _at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        out.raw("MATCH ");
        for (name, end) in [("(a:", &ends.from), (", (b:", &ends.to)] {
            out.raw(name).raw(label(end.kind)).raw(" {key: ");
            text(&end.key, out);
            out.raw("})");
        }
        out.raw(" MERGE (a)-[r:");
        identifier(relation(edge), out);
        out.raw(" {key: ");
        text(&ends.key, out);
        out.raw("}]->(b) SET ");
        columns("r", EDGE, edge, out);
    }

    fn end(&self, _head: &Head, _out: &mut Sink) {}
}

/// The type of a relationship; links of several relations are `linked`.
fn relation(edge: &Linked) -> &str {
    let mut relations = edge.edge.links.iter().map(|link| &*link.relation);
    match relations.next() {
        Some(first) if relations.all(|other| other == first) => first,
        Some(_) | None => "linked",
    }
}

fn label(kind: Thing) -> &'static str {
    match group_of(kind) {
        Some("person") => "Person",
        Some("organisation") => "Organisation",
        Some("asset") => "Asset",
        Some(_) | None => "Entity",
    }
}

fn columns<T>(of: &str, columns: &[Column<T>], item: &T, out: &mut Sink) {
    for (at, column) in columns.iter().enumerate() {
        set(at, of, column.name, &(column.of)(item), out);
    }
    out.raw(";\n");
}

fn set(at: usize, of: &str, name: &str, value: &Value, out: &mut Sink) {
    if at > 0 {
        out.raw(", ");
    }
    out.raw(of).raw(".");
    identifier(name, out);
    out.raw(" = ");
    match value {
        Value::Nothing => {
            out.raw("null");
        }
        Value::Text(one) | Value::Decimal(one) => text(one, out),
        Value::Texts(texts) => {
            out.raw("[");
            for (at, one) in texts.iter().enumerate() {
                if at > 0 {
                    out.raw(", ");
                }
                text(one, out);
            }
            out.raw("]");
        }
        Value::Count(count) => {
            out.raw(&count.to_string());
        }
        Value::Flag(flag) => {
            out.raw(if *flag { "true" } else { "false" });
        }
        Value::Day(day) => {
            out.raw("date(");
            text(day, out);
            out.raw(")");
        }
    }
}

/// A name in backticks; ids and names of columns have none in them.
fn identifier(name: &str, out: &mut Sink) {
    out.raw("`").raw(&name.replace('`', "``")).raw("`");
}

/// A string in single quotes.
fn text(text: &str, out: &mut Sink) {
    out.raw("'");
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\'' => out.raw("\\'"),
            // Neo4j reads `\uXXXX` before it reads strings, also after a backslash.
            '\\' if rest.next_if_eq(&'u').is_some() => out.raw("\\\\\\u0075"),
            '\\' => out.raw("\\\\"),
            '\n' => out.raw("\\n"),
            '\r' => out.raw("\\r"),
            '\t' => out.raw("\\t"),
            // Many readers end there.
            '\0' => {
                out.also_shown(1);
                out.raw(r"\\\u0075{0}")
            }
            other => out.raw(other.encode_utf8(&mut [0; 4])),
        };
    }
    out.raw("'");
}

/// Text in a comment: whatever would end the line, or be seen as an escape, is blank.
fn comment(text: &str, out: &mut Sink) {
    let harmless = |c: char| match c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\\') {
        true => ' ',
        false => c,
    };
    out.raw(&text.chars().map(harmless).collect::<String>());
}

#[cfg(test)]
mod tests {
    use super::{Sink, text};

    #[test]
    fn a_string_ends_where_it_should_and_nothing_in_it_is_an_escape() {
        for (given, written) in [
            ("it's", r"'it\'s'"),
            ("\\", r"'\\'"),
            ("\\' DETACH DELETE n //", r"'\\\' DETACH DELETE n //'"),
            ("\\u0027", r"'\\\u00750027'"),
            ("a\nb\u{0}", r"'a\nb\\\u0075{0}'"),
        ] {
            let mut out = Sink::default();
            text(given, &mut out);
            assert_eq!(out.into_parts().0, written);
        }
    }
}
