//! A tree of sentences: for a terminal drawn with its branches, as nested JSON,
//! as a nested list in Markdown.
//!
//! Takes nodes that say in words what they are, where they stand in the tables,
//! and what must not be overlooked. All three forms say the same.

use std::io;

use serde_json::{Map, Value, json};

use crate::answer::Place;
use crate::render::escape::markdown;
use crate::render::page::Page;
use crate::render::words::row;

/// One node.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// The word for it in JSON.
    pub kind: &'static str,
    /// Before the words, and not to be overlooked: a standing, a denial.
    pub alarm: Option<String>,
    pub words: String,
    /// What its row says besides.
    pub told: Vec<String>,
    /// Further sentences about it, where it stands here.
    pub notes: Vec<String>,
    pub id: Option<String>,
    pub place: Option<Place>,
    /// Fields for JSON besides; an object or nothing.
    pub data: Value,
    pub nodes: Vec<Node>,
}

impl Node {
    /// A node of words alone.
    pub fn new(kind: &'static str, words: impl Into<String>) -> Self {
        Self {
            kind,
            words: words.into(),
            ..Self::default()
        }
    }

    /// The same with its id and row.
    pub fn at(mut self, id: &str, place: &Place) -> Self {
        self.id = Some(id.to_owned());
        self.place = Some(place.clone());
        self
    }

    /// The same with what must not be overlooked.
    pub fn alarm(mut self, alarm: Option<impl Into<String>>) -> Self {
        self.alarm = alarm.map(Into::into);
        self
    }

    /// The same with further sentences.
    pub fn notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// The same with what its row says besides.
    pub fn told(mut self, told: impl IntoIterator<Item = String>) -> Self {
        self.told.extend(told);
        self
    }

    /// The same with fields for JSON.
    pub fn data(mut self, data: Value) -> Self {
        self.data = data;
        self
    }

    /// The same with what is below it.
    pub fn with(mut self, nodes: impl IntoIterator<Item = Node>) -> Self {
        self.nodes.extend(nodes);
        self
    }

    /// `witkoff-denies, denials.csv row 2`.
    fn whence(&self) -> Option<String> {
        match (&self.id, &self.place) {
            (Some(id), Some(place)) => Some(format!("{id}, {}", row(place))),
            (Some(id), None) => Some(id.clone()),
            (None, Some(place)) => Some(row(place)),
            (None, None) => None,
        }
    }
}

/// The tree with its branches.
pub fn page(root: &Node) -> Page {
    let mut page = Page::new();
    lines(&mut page, root, "", "", true);
    page
}

/// `before` stands before the first line of a node, `below` before the others.
fn lines(page: &mut Page, node: &Node, before: &str, below: &str, first: bool) {
    page.branches(before);
    if let Some(alarm) = &node.alarm {
        page.alarm(alarm.clone())
            .add(if node.words.is_empty() { "" } else { ": " });
    }
    match first {
        true => page.bold(node.words.clone()),
        false => page.add(node.words.clone()),
    };
    if let Some(whence) = node.whence() {
        page.add(format!("  {whence}"));
    }
    let bar = if node.nodes.is_empty() {
        "   "
    } else {
        "│  "
    };
    for note in node.told.iter().chain(&node.notes) {
        page.branches(format!("{below}{bar}")).add(note.clone());
    }
    for (at, child) in node.nodes.iter().enumerate() {
        let last = at + 1 == node.nodes.len();
        let (branch, further) = if last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        lines(
            page,
            child,
            &format!("{below}{branch}"),
            &format!("{below}{further}"),
            false,
        );
    }
}

/// The tree as nested objects, each with `kind`, `words`, `table`, `row`, `nodes`.
pub fn value(node: &Node) -> Value {
    let Node {
        kind,
        alarm,
        words,
        told,
        notes,
        id,
        place,
        data,
        nodes,
    } = node;
    let mut object = Map::new();
    object.insert("kind".to_owned(), json!(kind));
    object.insert("id".to_owned(), json!(id));
    object.insert(
        "words".to_owned(),
        json!(match alarm {
            Some(alarm) if words.is_empty() => alarm.clone(),
            Some(alarm) => format!("{alarm}: {words}"),
            None => words.clone(),
        }),
    );
    let notes: Vec<&String> = told.iter().chain(notes).collect();
    object.insert("notes".to_owned(), json!(notes));
    object.insert(
        "table".to_owned(),
        json!(place.as_ref().map(|place| &place.table)),
    );
    object.insert(
        "row".to_owned(),
        json!(place.as_ref().and_then(|place| place.row)),
    );
    if let Value::Object(data) = data {
        object.extend(data.clone());
    }
    object.insert("nodes".to_owned(), nodes.iter().map(value).collect());
    Value::Object(object)
}

/// The tree as a nested list.
///
/// # Errors
/// Those of the writer.
pub fn write_markdown(root: &Node, out: &mut dyn io::Write) -> io::Result<()> {
    items(root, 0, out)
}

fn items(node: &Node, depth: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    write!(out, "{indent}- ")?;
    if let Some(alarm) = &node.alarm {
        write!(
            out,
            "**{}**{}",
            markdown(alarm),
            if node.words.is_empty() { "" } else { ": " }
        )?;
    }
    write!(out, "{}", markdown(&node.words))?;
    if let Some(whence) = node.whence() {
        write!(out, " ({})", markdown(&whence))?;
    }
    writeln!(out)?;
    for note in node.told.iter().chain(&node.notes) {
        writeln!(out, "{indent}  - {}", markdown(note))?;
    }
    node.nodes
        .iter()
        .try_for_each(|node| items(node, depth + 1, out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Node {
        Node::new("claim", "Ann paid Bo")
            .alarm(Some("DENIED"))
            .notes(["a note".to_owned()])
            .with([
                Node::new("source", "Paper").with([Node::new("passage", "“words”")]),
                Node::new("answer", "by *Bo* <b>\nnow").at(
                    "bo-denies",
                    &Place {
                        table: "denials.csv",
                        row: Some(2),
                    },
                ),
            ])
    }

    #[test]
    fn branches_are_drawn_to_the_last_leaf() -> io::Result<()> {
        let mut out = Vec::new();
        page(&tree()).write(&mut out, false, None)?;
        let text = String::from_utf8(out).expect("text");
        let expected = "DENIED: Ann paid Bo\n│  a note\n├─ Paper\n│  └─ “words”\n└─ by *Bo* <b> ⏎ now  bo-denies, denials.csv row 2\n";
        assert_eq!(text, expected);
        Ok(())
    }

    #[test]
    fn branches_go_on_where_a_line_is_broken() -> io::Result<()> {
        let long = Node::new("a", "root").with([
            Node::new("b", "one two three").with([Node::new("c", "x")]),
            Node::new("d", "four five six"),
        ]);
        let mut out = Vec::new();
        page(&long).write(&mut out, false, Some(12))?;
        let text = String::from_utf8(out).expect("text");
        assert_eq!(
            text,
            "root\n├─ one two\n│    three\n│  └─ x\n└─ four five\n     six\n"
        );
        Ok(())
    }

    #[test]
    fn markdown_says_the_same_and_holds_no_markup_of_names() -> io::Result<()> {
        let mut out = Vec::new();
        write_markdown(&tree(), &mut out)?;
        let text = String::from_utf8(out).expect("text");
        let expected = "- **DENIED**: Ann paid Bo\n  - a note\n  - Paper\n    - “words”\n  - by \\*Bo\\* \\<b\\> ⏎ now (bo-denies, denials.csv row 2)\n";
        assert_eq!(text, expected);
        Ok(())
    }
}
