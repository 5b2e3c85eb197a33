//! An Obsidian vault: a note for each entity, with its attributes as properties
//! and its links as links between notes, and an index.
//!
//! Takes entities and links at once, since a note has both; gives name and text
//! of every note. Whatever comes from the case is text in them: no markup, no
//! link of its own. A link stands in the notes of both its ends, each time with
//! its claims, their sources and every answer.

use std::fmt::Write as _;

use crate::answer::{About, AnswerError, ClaimView, Extract, Node};
use crate::model::Standing;
use crate::render::escape::{markdown, push_visible};
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::{Head, NOTE};
use crate::render::export::sink::Sink;
use crate::render::export::statement::{answers, sources, statement};
use crate::render::export::style;
use crate::render::export::value::{Column, Value};
use crate::render::export::{ExportError, all_of};
use crate::render::words::count;

/// Entities beyond which a vault is no use: Obsidian draws a note for each, and
/// all of them are in memory here.
const MOST_NOTES: usize = 5_000;

/// Links beyond which it is none either.
const MOST_LINKS: usize = 50_000;

/// The note that lists the others.
const INDEX: &str = "Index.md";

/// How much of a name is in the name of its note; an id follows.
const NAME: usize = 60;

/// Attributes of a link that stand in its lines already.
const SHOWN: [&str; 8] = [
    "label", "text", "sources", "answers", "standing", "colour", "dash", "weight",
];

/// Hands out every note as its file name and its text.
///
/// # Errors
/// What `put` says, or when the edition is damaged.
pub(super) fn write<E: From<AnswerError>>(
    extract: &Extract,
    head: &Head,
    mut put: impl FnMut(&str, &str) -> Result<(), E>,
) -> Result<(), E> {
    let (nodes, edges) = all_of::<E>(extract)?;
    let mut of_node: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (at, edge) in edges.iter().enumerate() {
        let (from, to) = (edge.edge.from.at, edge.edge.to.at);
        of_node[from].push(at);
        if from != to {
            of_node[to].push(at);
        }
    }
    put(INDEX, &index(head, &nodes, &of_node))?;
    for (node, links) in nodes.iter().zip(&of_node) {
        let links: Vec<&Linked> = links.iter().map(|at| &edges[*at]).collect();
        put(&format!("{}.md", title(node)), &note(node, &links, &nodes))?;
    }
    Ok(())
}

fn index(head: &Head, nodes: &[Node], links: &[Vec<usize>]) -> String {
    let mut text = format!("# {}\n\n{NOTE}\n\n", markdown(&head.title));
    for fact in &head.facts {
        if let Some(value) = fact.value.joined() {
            line(
                &mut text,
                0,
                &format!("{}: {}", fact.name, markdown(&value)),
            );
        }
    }
    text.push_str("\n## Entities\n\n");
    for (node, links) in nodes.iter().zip(links) {
        let named = format!("{} — {}", link_to(node), count(links.len(), "link"));
        line(&mut text, 0, &named);
    }
    text
}

fn note(node: &Node, links: &[&Linked], nodes: &[Node]) -> String {
    let mut text = String::from("---\n");
    property(&mut text, "id", &Value::text(&node.key));
    for column in NODE {
        property(&mut text, column.name, &(column.of)(node));
    }
    let _ = write!(
        text,
        "---\n# {}\n\n{NOTE}\n",
        markdown(&node.what.named.label)
    );
    if let Some(description) = &node.what.description {
        let _ = write!(text, "\n{}\n", markdown(description));
    }
    let _ = write!(text, "\n## {}\n\n", count(links.len(), "link"));
    for edge in links {
        link_lines(&mut text, edge, nodes);
    }
    if !node.claims.is_empty() {
        let _ = write!(
            text,
            "\n## {} without a link\n\n",
            count(node.claims.len(), "claim")
        );
        for claim in &node.claims {
            claim_lines(&mut text, 0, claim);
            line(&mut text, 1, &markdown(&statement(claim)));
        }
    }
    text
}

fn link_lines(text: &mut String, edge: &Linked, nodes: &[Node]) {
    let ends = &edge.edge;
    let arrow = if ends.symmetric { "—" } else { "→" };
    let label = markdown(&style::label(ends));
    let label = match ends.worst() {
        Standing::Uncontested => label,
        Standing::Disputed | Standing::Denied | Standing::Retracted => format!("**{label}**"),
    };
    let words = format!(
        "{} — {label} {arrow} {}",
        link_to(&nodes[ends.from.at]),
        link_to(&nodes[ends.to.at])
    );
    line(text, 0, &words);
    for claim in edge.claims() {
        claim_lines(text, 1, claim);
    }
    line(text, 1, &more(edge));
}

/// A claim's sentence and standing; below them every source and every answer.
fn claim_lines(text: &mut String, depth: usize, claim: &ClaimView) {
    let standing = match claim.standing {
        Standing::Uncontested => claim.standing.words().to_owned(),
        Standing::Disputed | Standing::Denied | Standing::Retracted => {
            format!("**{}**", claim.standing.words())
        }
    };
    let words = format!(
        "claim {}: {} — {standing}",
        markdown(&claim.id),
        markdown(&claim.text)
    );
    line(text, depth, &words);
    for source in sources(claim) {
        line(text, depth + 1, &format!("source: {}", markdown(&source)));
    }
    let given = answers(claim);
    if given.is_empty() {
        line(text, depth + 1, "no answer on record");
    }
    for answer in given {
        line(text, depth + 1, &format!("answer: {}", markdown(&answer)));
    }
}

/// Every other attribute of a link, on one line.
fn more(edge: &Linked) -> String {
    let columns: &[Column<Linked>] = EDGE;
    let columns = columns
        .iter()
        .filter(|column| !SHOWN.contains(&column.name));
    let known = columns.filter_map(|column| {
        let value = (column.of)(edge);
        let value = markdown(&value.joined()?);
        Some(format!("{}: {value}", markdown(column.name)))
    });
    known.collect::<Vec<_>>().join("; ")
}

fn line(text: &mut String, depth: usize, words: &str) {
    let _ = writeln!(text, "{}- {words}", "    ".repeat(depth));
}

/// The name of a note without its ending: the name of the entity, as far as a
/// file may be called so anywhere, and its key, which is unlike any other's.
fn title(node: &Node) -> String {
    let plain = plain(&node.what.named.label);
    let name: String = plain.chars().take(NAME).collect();
    format!("{} ({})", name.trim(), node.key)
        .trim_start()
        .to_owned()
}

/// A link to a note; the words are the name.
fn link_to(node: &Node) -> String {
    format!(
        "[[{}|{}]]",
        title(node),
        plain(&node.what.named.label).trim()
    )
}

/// A name without characters that a file name or a link between notes cannot
/// have; square brackets become round ones.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut shown = String::new();
    for character in name.chars() {
        match character {
            '[' => plain.push('('),
            ']' => plain.push(')'),
            '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '^' | '`' | '%' => {
                plain.push('-');
            }
            // Otherwise a name of dots would be a folder, or hidden.
            '.' if plain.trim().is_empty() => plain.push('-'),
            other => {
                shown.clear();
                push_visible(&mut shown, other);
                match shown.starts_with('\\') {
                    true => plain.push(' '),
                    false => plain.push(other),
                }
            }
        }
    }
    plain
}

/// A property of a note, in YAML.
fn property(text: &mut String, name: &str, value: &Value) {
    let value = match value {
        Value::Nothing => return,
        Value::Text(one) | Value::Decimal(one) | Value::Day(one) => quoted(one),
        Value::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|one| quoted(one)).collect();
            format!("[{}]", texts.join(", "))
        }
        Value::Count(count) => count.to_string(),
        Value::Flag(flag) => flag.to_string(),
    };
    let _ = writeln!(text, "{name}: {value}");
}

/// A string of YAML: as in JSON, but that further characters cannot stand there.
fn quoted(text: &str) -> String {
    let mut sink = Sink::default();
    sink.json(text);
    let (json, _) = sink.into_parts();
    let mut quoted = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            other => quoted.push(other),
        }
    }
    quoted
}

/// Refuses an extract that is no vault.
///
/// # Errors
/// When there are too many entities or links.
pub(super) fn refuse_too_much(about: &About) -> Result<(), ExportError> {
    for (count, most, of) in [
        (about.nodes, MOST_NOTES, "entities"),
        (about.links, MOST_LINKS, "links"),
    ] {
        if count > most {
            return Err(ExportError::TooLarge {
                what: "a vault",
                of,
                most,
                count,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{plain, quoted};

    #[test]
    fn a_name_is_a_file_name_anywhere() {
        for (name, file) in [
            ("A/B: \"C\" [D] #E", "A-B- -C- (D) -E"),
            ("../x", "-.-x"),
            ("a\u{202e}b\nc", "a b c"),
        ] {
            assert_eq!(plain(name), file);
        }
    }

    #[test]
    fn a_string_has_no_line_end_of_yaml() {
        assert_eq!(quoted("a\u{85}\u{feff}\"\n"), "\"a\\u0085\\ufeff\\\"\\n\"");
    }
}
