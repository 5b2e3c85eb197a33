//! What is said of one thing, field by field, and which fields differ.
//!
//! Taken from its triples, so that no field can be forgotten; a field that only
//! repeats part of another is told where that other stayed the same.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;
use oxigraph::model::vocab::{rdf, xsd};

use crate::answer::diff::subjects::is_left_out;
use crate::answer::graph::Graph;
use crate::answer::{AnswerError, Named};
use crate::edition::TermId;
use crate::model::iri;

/// One value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldValue {
    Text(String),
    /// Something that the case names: an entity, a source, a claim.
    Thing(Named),
}

impl FieldValue {
    // By which the same value is known in an edition with another base.
    fn key(&self) -> (bool, &str) {
        match self {
            FieldValue::Text(text) => (false, text),
            FieldValue::Thing(named) => (true, &named.id),
        }
    }
}

/// A field with all its values, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// As the column of the table is called where there is one.
    pub name: String,
    pub before: Vec<FieldValue>,
    pub after: Vec<FieldValue>,
}

/// Fields that follow from others: told only where those are the same.
const PARTS: [(&str, &str); 17] = [
    ("earliest", "when"),
    ("latest", "when"),
    ("amount_number", "amount"),
    ("amount_max", "amount"),
    ("amount_qualifier", "amount"),
    ("currency", "amount"),
    ("value_written", "value"),
    ("number", "value"),
    ("value_max", "value"),
    ("qualifier", "value"),
    ("unit", "value"),
    ("answer_count", "answers"),
    ("outlet_count", "outlets"),
    ("chain", "via"),
    ("outlets", "via"),
    ("name", "text"),
    ("name", "occasion"),
];

type Values = BTreeMap<String, Vec<FieldValue>>;

/// The fields of a thing, by name, with their values in order.
pub(super) fn fields_of(graph: &Graph, id: TermId) -> Result<Values, AnswerError> {
    let mut fields = Values::new();
    for triple in graph.edition().matching(Some(id), None, None) {
        let [_, predicate, object] = triple?;
        let predicate = graph.iri(predicate)?;
        if !is_left_out(&predicate) {
            let values = fields.entry(field_name(&predicate)).or_default();
            values.push(value(graph, object)?);
        }
    }
    let passages = passages(graph, id)?;
    if !passages.is_empty() {
        fields.insert("passages".to_owned(), passages);
    }
    if graph.is_a(id, "Source")? && graph.is_withdrawn(id)? {
        let yes = FieldValue::Text("yes".to_owned());
        fields.insert("withdrawn".to_owned(), vec![yes]);
    }
    fields.values_mut().for_each(|values| values.sort());
    Ok(fields)
}

/// The fields in which two things differ.
pub(super) fn differing(mut before: Values, mut after: Values) -> Vec<Field> {
    let names: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let mut differ: Vec<Field> = Vec::new();
    for name in names {
        let before = before.remove(&name).unwrap_or_default();
        let after = after.remove(&name).unwrap_or_default();
        let same = before.iter().map(FieldValue::key);
        if !same.eq(after.iter().map(FieldValue::key)) {
            differ.push(Field {
                name,
                before,
                after,
            });
        }
    }
    let told: BTreeSet<String> = differ.iter().map(|field| field.name.clone()).collect();
    differ.retain(|field| {
        let mut whole = PARTS.iter().filter(|(part, _)| *part == field.name);
        !whole.any(|(_, whole)| told.contains(*whole))
    });
    differ
}

/// A predicate as the column of its table is called, or the field of the JSON.
fn field_name(predicate: &str) -> String {
    let local = [iri::NG, iri::RDF, iri::RDFS, iri::SKOS, iri::DCTERMS];
    let local = local.iter().find_map(|space| predicate.strip_prefix(space));
    let Some(local) = local else {
        return predicate.to_owned();
    };
    let name = match local {
        "type" => "is",
        "label" if predicate.starts_with(iri::RDFS) => "name",
        "altLabel" => "aliases",
        "predicate" => "relation",
        "amountText" => "amount",
        "amount" => "amount_number",
        "valueText" => "value",
        "value" => "value_written",
        "answer" => "answers",
        "answers" => "answer_count",
        "outlets" => "outlet_count",
        "outlet" => "outlets",
        "source" => "sources",
        "participant" => "participants",
        "withdrawnSource" => "withdrawn_sources",
        "relay" => "relays",
        "venue" => "place",
        other => other,
    };
    let mut snake = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn value(graph: &Graph, object: TermId) -> Result<FieldValue, AnswerError> {
    Ok(match graph.edition().term(object)? {
        Term::NamedNode(node) => {
            let iri = node.as_str();
            match (graph.row(iri), word(iri)) {
                (Some(_), _) => FieldValue::Thing(graph.named(object)?),
                (None, Some(word)) => FieldValue::Text(word),
                (None, None) => FieldValue::Text(iri.to_owned()),
            }
        }
        Term::Literal(literal) => {
            let (text, datatype, language) = literal.destruct();
            let datatype = datatype.filter(|datatype| {
                let plain = [xsd::STRING, xsd::INTEGER, xsd::DECIMAL, xsd::DATE];
                !plain.contains(&datatype.as_ref()) && *datatype != rdf::LANG_STRING
            });
            FieldValue::Text(match (language, datatype) {
                (Some(language), _) => format!("{text}@{language}"),
                (None, Some(datatype)) => format!("{text}^^{datatype}"),
                (None, None) => text,
            })
        }
        Term::BlankNode(_) => {
            return Err(graph.incomplete(object, "a name instead of a blank node"));
        }
    })
}

/// A word of the vocabulary as tables spell it: `stanceNoResponse` is `no-response`.
fn word(iri: &str) -> Option<String> {
    if let Some(relation) = iri.strip_prefix(iri::REL) {
        return Some(relation.to_owned());
    }
    let local = iri.strip_prefix(iri::NG)?;
    let bare = ["stance", "scope"].iter().find_map(|prefix| {
        local
            .strip_prefix(prefix)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    let mut word = String::with_capacity(local.len() + 2);
    for letter in bare.unwrap_or(local).chars() {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.push(letter.to_ascii_lowercase());
    }
    Some(word)
}

/// The passages of a claim that have rows of their own.
fn passages(graph: &Graph, claim: TermId) -> Result<Vec<FieldValue>, AnswerError> {
    let mut passages = Vec::new();
    for passage in graph.subjects("passageOf", claim)? {
        let source = graph.named_one(passage, "source")?;
        let mut text = source.map_or(String::new(), |source| source.id.clone());
        for (before, name, after) in [
            (": “", "quote", "”"),
            (", ", "locator", ""),
            (", accessed ", "accessed", ""),
        ] {
            if let Some(value) = graph.text(passage, name)? {
                text.extend([before, &value, after]);
            }
        }
        passages.push(FieldValue::Text(text));
    }
    Ok(passages)
}

impl Graph {
    /// Whether a source withdrew what it said.
    pub(in crate::answer) fn is_withdrawn(&self, source: TermId) -> Result<bool, AnswerError> {
        for answer in self.subjects("of", source)? {
            let stances = self.iris(answer, "stance")?;
            if stances.contains(&iri::ng("stanceRetracted")) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(fields: &[(&str, &str)]) -> Values {
        let text = |value: &&str| FieldValue::Text((*value).to_owned());
        let fields = fields.iter();
        fields
            .map(|(name, value)| ((*name).to_owned(), vec![text(value)]))
            .collect()
    }

    #[test]
    fn a_part_is_told_only_where_the_whole_is_the_same() {
        let names = |before: &[_], after: &[_]| -> Vec<String> {
            let fields = differing(values(before), values(after));
            fields.into_iter().map(|field| field.name).collect()
        };
        assert_eq!(
            names(
                &[("when", "2024"), ("latest", "2024-12-31"), ("unit", "kg")],
                &[("when", "2025"), ("latest", "2025-12-31"), ("unit", "t")]
            ),
            ["unit", "when"]
        );
        assert_eq!(names(&[("latest", "a")], &[("latest", "b")]), ["latest"]);
        assert_eq!(names(&[("text", "a")], &[("text", "a")]), [""; 0]);
    }

    #[test]
    fn words_are_those_of_the_tables() {
        let ng = |local: &str| word(&iri::ng(local));
        assert_eq!(ng("stanceNoResponse").as_deref(), Some("no-response"));
        assert_eq!(ng("ownAccount").as_deref(), Some("own-account"));
        assert_eq!(ng("Person").as_deref(), Some("person"));
        assert_eq!(field_name(&iri::ng("onBehalfOf")), "on_behalf_of");
        assert_eq!(field_name("http://o.x/height"), "http://o.x/height");
    }
}
