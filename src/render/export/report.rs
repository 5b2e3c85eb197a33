//! One page in HTML that holds everything: what the file says of itself, every
//! entity, every link, and every claim once in full with its sources and answers.
//!
//! Takes an extract that is small enough to be read by a person; the page is
//! made from JSON by a template, as all pages are, and links by numbers.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value as Json, json};

use crate::answer::{About, Edge, Extract, Node};
use crate::model::Standing;
use crate::render::draw::{self, Joined};
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::{Head, NOTE};
use crate::render::export::style;
use crate::render::export::value::{Column, Value};
use crate::render::export::{ExportError, all_of, summary};
use crate::render::html::{self, Template};
use crate::render::json as object;
use crate::render::words::date;

/// Links beyond which nobody reads a page.
const MOST_LINKS: usize = 2_000;

const PAGE: Template = Template {
    name: "report.html",
    source: include_str!("../html/report.html"),
};

/// Attributes of an entity that have a place of their own on the page.
const NODE_PLACED: [&str; 12] = [
    "label",
    "entity",
    "group",
    "kind",
    "description",
    "aliases",
    "claims",
    "statements",
    "answer_ids",
    "claims_disputed",
    "claims_denied",
    "claims_retracted",
];

/// Refuses an extract that is too large for a page.
///
/// # Errors
/// When it is.
pub(super) fn refuse_too_many(about: &About) -> Result<(), ExportError> {
    match about.links > MOST_LINKS {
        false => Ok(()),
        true => Err(ExportError::TooLarge {
            what: "a page",
            of: "links",
            most: MOST_LINKS,
            count: about.links,
        }),
    }
}

/// Writes the page, with a picture of the links where they are few enough.
///
/// # Errors
/// When the edition is damaged, or the target cannot be written.
pub(super) fn write(
    extract: &Extract,
    head: &Head,
    out: &mut dyn io::Write,
) -> Result<(), ExportError> {
    let (nodes, edges) = all_of::<ExportError>(extract)?;
    let joined = edges.iter().map(|linked| {
        let Edge {
            from, to, links, ..
        } = &linked.edge;
        Joined {
            from: (&from.named, from.kind),
            to: (&to.named, to.kind),
            links,
        }
    });
    let picture = draw::inline(&head.title, joined)?;
    let mut value = value(head, &nodes, &edges);
    value["undrawn"] = json!(picture.is_none() && !edges.is_empty());
    value["most_drawn"] = json!(draw::MOST);
    value["summary"] = json!(summary(extract.about()));
    let (before, after) = html::around_rows(PAGE, &value)?;
    out.write_all(before.as_bytes())?;
    if let Some(picture) = picture {
        // Markup of ours, in which every text is escaped already.
        write!(
            out,
            r#"<figure class="scroll" tabindex="0" role="group" aria-label="Picture">{picture}</figure>"#
        )?;
    }
    out.write_all(after.as_bytes())?;
    Ok(())
}

fn value(head: &Head, nodes: &[Node], edges: &[Linked]) -> Json {
    let mut claims = Numbered::default();
    let links: Vec<Json> = edges
        .iter()
        .enumerate()
        .map(|(at, edge)| link(at + 1, edge, &mut claims))
        .collect();
    let entities: Vec<Json> = nodes
        .iter()
        .map(|node| {
            let beside: Vec<usize> = node
                .claims
                .iter()
                .map(|claim| claims.number(&claim.iri, || object::claim(claim)))
                .collect();
            let mut value = object::candidate(&node.what);
            value["key"] = json!(node.key);
            value["label"] = json!(node.what.named.label);
            value["claims"] = json!(beside);
            value["attributes"] = attributes(NODE, node, &NODE_PLACED);
            value
        })
        .collect();
    // A reader of the page must know these before the links are reached.
    let first = ["known_on", "not_complete", "selection", "beside"];
    let first = first.map(|name| {
        let mut facts = head.facts.iter().filter(|fact| fact.name == name);
        let lines = match facts.next().map(|fact| &fact.value) {
            Some(Value::Texts(texts)) => texts.iter().map(AsRef::as_ref).collect(),
            Some(Value::Text(text)) => vec![text.as_ref()],
            Some(_) | None => Vec::new(),
        };
        (name.to_owned(), json!(lines))
    });
    let facts: Vec<Json> = head
        .facts
        .iter()
        .filter(|fact| !matches!(fact.name, "title" | "note"))
        .map(|fact| {
            let value = fact.value.joined().unwrap_or_default();
            json!({"name": fact.name.replace('_', " "), "value": value})
        })
        .collect();
    json!({
        "title": head.title,
        "note": NOTE,
        "first": first.into_iter().collect::<serde_json::Map<_, _>>(),
        "facts": facts,
        "entities": entities,
        "links": links,
        "claims": claims.list,
    })
}

fn link(number: usize, edge: &Linked, claims: &mut Numbered) -> Json {
    let ends = &edge.edge;
    let numbers: Vec<usize> = edge
        .claims()
        .map(|claim| claims.number(&claim.iri, || object::claim(claim)))
        .collect();
    json!({
        "number": number,
        "key": ends.key,
        "from": object::named(&ends.from.named),
        "from_label": ends.from.named.label,
        "to": object::named(&ends.to.named),
        "to_label": ends.to.named.label,
        "symmetric": ends.symmetric,
        "words": style::label(ends),
        "when": when(edge),
        "contested": ends.worst() != Standing::Uncontested,
        "standing": ends.worst().as_str(),
        "claims": numbers,
        "attributes": attributes(EDGE, edge, &EDGE_PLACED),
    })
}

/// The dates of the claims, each once; empty where there is none.
fn when(edge: &Linked) -> String {
    let mut dates: Vec<String> = edge
        .claims()
        .filter_map(|claim| date(&claim.when))
        .collect();
    dates.dedup();
    dates.join("; ")
}

/// Attributes of a link that stand in its row, or in full with its claims.
const EDGE_PLACED: [&str; 12] = [
    "label",
    "link",
    "text",
    "sources",
    "answers",
    "standing",
    "worst_standing",
    "colour",
    "dash",
    "weight",
    "symmetric",
    "claims",
];

/// The other attributes that are known, as name and text.
fn attributes<T>(columns: &[Column<T>], of: &T, placed: &[&str]) -> Json {
    let others = columns
        .iter()
        .filter(|column| !placed.contains(&column.name));
    let known = others.filter_map(|column| match (column.of)(of) {
        Value::Count(0) | Value::Flag(false) => None,
        value => {
            let text = value.joined()?.into_owned();
            Some(json!({"name": column.name.replace('_', " "), "value": text}))
        }
    });
    known.collect()
}

/// Claims in the order in which they come up, each once.
#[derive(Default)]
struct Numbered {
    by_iri: BTreeMap<String, usize>,
    list: Vec<Json>,
}

impl Numbered {
    /// The number of a claim, from 1.
    fn number(&mut self, iri: &str, claim: impl FnOnce() -> Json) -> usize {
        if let Some(number) = self.by_iri.get(iri) {
            return *number;
        }
        let number = self.list.len() + 1;
        self.by_iri.insert(iri.to_owned(), number);
        self.list.push(json!({"number": number, "claim": claim()}));
        number
    }
}
