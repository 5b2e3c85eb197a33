//! FollowTheMoney entities as JSON lines, for Aleph and the tools around it.
//!
//! Its schema has no place for a denial: what is contested says so in words
//! wherever words are shown, and a note for each claim that was answered carries
//! the answers. What no property of the schema takes stands as `name: value`
//! among the texts, so that nothing is lost. Ids begin with the edition's, since
//! equal ids are one entity there, also those of different cases.

use serde_json::{Map, Value as Json, json};
use unicode_normalization::UnicodeNormalization;

use crate::answer::{ClaimView, End, Figure, Node};
use crate::model::Standing;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::ftm_schema::{Relation, entity_schema, relation};
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::statement::{answers, statement};
use crate::render::export::style;
use crate::render::export::value::{Column, Value};
use crate::render::export::writer::Writer;

/// The format.
pub(super) struct Ftm {
    /// What every id begins with.
    prefix: String,
}

/// How much of the edition's id is in the ids.
const EDITION: usize = 8;

impl Ftm {
    pub fn new(edition: &str) -> Self {
        let edition = edition.get(..EDITION).unwrap_or(edition);
        Self {
            prefix: format!("nutgraf-{edition}-"),
        }
    }

    fn id(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Ids of a case have no capital letter: none is like that of a note.
    fn note_id(&self, of: &str, claim: &str) -> String {
        format!("{}N.{of}.{claim}", self.prefix)
    }

    /// What was answered to a claim that is shown with some entities.
    fn note(&self, of: &str, entities: &[&str], claim: &ClaimView, out: &mut Sink) {
        let given = answers(claim);
        if given.is_empty() && claim.standing == Standing::Uncontested {
            return;
        }
        let mut note = Properties::default();
        note.add("name", &format!("{}: {}", claim.standing.words(), claim.id));
        note.add("summary", &statement(claim));
        for answer in given {
            note.add("description", &answer);
        }
        for entity in entities {
            note.add("entity", &self.id(entity));
        }
        note.write(&self.note_id(of, &claim.id), "Note", out);
    }
}

impl Writer for Ftm {
    fn begin(&self, head: &Head, out: &mut Sink) {
        let mut about = Properties::default();
        about.add("name", "About this file");
        for fact in &head.facts {
            about.line("description", fact.name, &fact.value);
        }
        about.write(&self.id("N.about"), "Note", out);
    }

    fn node(&self, _at: usize, node: &Node, out: &mut Sink) {
        let mut entity = Properties::default();
        let named = &node.what.named;
        entity.add_as_it_is(
            "name",
            match node.placeholder {
                true => &named.label,
                false => &named.name,
            },
        );
        for alias in &node.what.aliases {
            entity.add_as_it_is("alias", alias);
        }
        let schema = entity_schema(node.what.kind);
        for (name, value) in [
            ("description", &node.what.description),
            ("wikidataId", &node.wikidata),
        ] {
            if let Some(value) = value {
                entity.add(name, value);
            }
        }
        if let Some(lei) = node.lei.as_ref().filter(|_| schema.is_legal_entity()) {
            entity.add("leiCode", lei);
        }
        let code = node.jurisdiction.as_deref().and_then(country);
        if let Some(code) = code.filter(|_| schema.is_legal_entity()) {
            entity.add("jurisdiction", &code);
        }
        // Names are mended by their readers; as texts they are what they are.
        entity.lines("notes", NODE, node, &["description"]);
        entity.write(&self.id(&node.key), schema.name(), out);
        for claim in &node.claims {
            self.note(&node.key, &[&node.key], claim, out);
        }
    }

    fn edge(&self, _at: usize, edge: &Linked, out: &mut Sink) {
        let ends = &edge.edge;
        let schema = relation(ends);
        let Relation {
            name,
            from,
            to,
            role,
            has_status,
            has_amount,
        } = *schema;
        let mut link = Properties::default();
        let end = |end: &End| self.id(&end.key);
        link.add(from, &end(&ends.from));
        link.add(to, &end(&ends.to));
        if let Some(role) = role {
            link.add(role, &style::label(ends));
        }
        if has_status {
            link.add("status", ends.worst().words());
        }
        link.add("recordId", &ends.key);
        for claim in edge.claims() {
            link.add("summary", &statement(claim));
        }
        for (name, day) in dates(edge) {
            link.add(name, &day);
        }
        if let Some(figure) = exact_figure(edge).filter(|_| has_amount) {
            link.add("amount", &figure.value);
            if let Some(currency) = &figure.unit {
                link.add("currency", currency);
            }
        }
        for claim in edge.claims() {
            for url in claim
                .sources
                .iter()
                .filter_map(|cited| cited.url.as_deref())
            {
                if is_address(url) {
                    link.add("sourceUrl", url);
                }
            }
            for outlet in &claim.outlets {
                link.add("publisher", &outlet.label);
            }
        }
        link.lines("description", EDGE, edge, &[]);
        link.write(&self.id(&ends.key), name, out);
        for claim in edge.claims() {
            let both = [ends.from.key.as_str(), ends.to.key.as_str()];
            self.note(&ends.key, &both, claim, out);
        }
    }

    fn end(&self, _head: &Head, _out: &mut Sink) {}
}

/// The properties of an entity: of each the values, in the order in which they came.
#[derive(Default)]
struct Properties {
    values: Map<String, Json>,
    shown: usize,
}

impl Properties {
    /// Adds a value, unless the property has it.
    fn add(&mut self, name: &str, value: &str) {
        let value = self.readable(value);
        self.add_as_it_is(name, &value);
    }

    /// Likewise a name: readers mend those in ways of their own.
    fn add_as_it_is(&mut self, name: &str, value: &str) {
        let values = self.values.entry(name).or_insert_with(|| json!([]));
        if let Json::Array(values) = values
            && !value.is_empty()
            && !values.contains(&json!(value))
        {
            values.push(json!(value));
        }
    }

    /// Adds `name: value` as a text.
    fn line(&mut self, property: &str, name: &str, value: &Value) {
        if let Some(value) = value.joined() {
            self.add(property, &format!("{name}: {value}"));
        }
    }

    /// Adds every attribute as a text, but for some that have a property which
    /// takes them whole.
    fn lines<T>(&mut self, property: &str, columns: &[Column<T>], of: &T, but: &[&str]) {
        for column in columns {
            if !but.contains(&column.name) {
                self.line(property, column.name, &(column.of)(of));
            }
        }
    }

    /// The text as its readers keep it, who else mend it in silence: composed, with
    /// plain blanks and none round it; what they would take away is shown as its
    /// number.
    fn readable(&mut self, text: &str) -> String {
        let mut readable = Sink::default();
        for character in text.nfc() {
            match character {
                '\n' | '\t' | '\r' | '\u{a0}' => {
                    readable.raw(character.encode_utf8(&mut [0; 4]));
                }
                '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2060}'..='\u{2064}'
                | '\u{feff}' => readable.show(character),
                _ if character.is_control() => readable.show(character),
                _ if character.is_whitespace() => {
                    readable.raw(" ");
                }
                _ => {
                    readable.raw(character.encode_utf8(&mut [0; 4]));
                }
            }
        }
        let (text, count) = readable.into_parts();
        self.shown += count;
        text.trim().to_owned()
    }

    fn write(self, id: &str, schema: &str, out: &mut Sink) {
        let Properties { values, shown } = self;
        out.also_shown(shown);
        let entity = json!({"id": id, "schema": schema, "properties": values});
        out.raw(&entity.to_string()).raw("\n");
    }
}

/// The date as it was written where the schema can hold it: a day, month or
/// year, or from one to another. No bound of what is vague.
fn dates(edge: &Linked) -> Vec<(&'static str, String)> {
    let mut written = edge.claims().map(|claim| claim.when.written.as_deref());
    let first = written.next().flatten();
    let Some(date) = first.filter(|_| written.all(|other| other == first)) else {
        return Vec::new();
    };
    match date.split_once('/') {
        None if is_partial_date(date) => vec![("date", date.to_owned())],
        Some((from, to)) => [("startDate", from), ("endDate", to)]
            .into_iter()
            .filter(|(_, day)| is_partial_date(day))
            .map(|(name, day)| (name, day.to_owned()))
            .collect(),
        None => Vec::new(),
    }
}

/// `2014`, `2014-08` or `2014-08-03`; no month 21, which is a season.
fn is_partial_date(date: &str) -> bool {
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = date.split('-').collect();
    match parts[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2) && month <= "12",
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        _ => false,
    }
}

/// The amount, where there is one that is exact; any other would lose its `about`.
fn exact_figure(edge: &Linked) -> Option<&Figure> {
    let mut claims = edge.claims();
    let figure = claims.next()?.figure.as_ref()?;
    let Figure {
        value: _,
        max,
        qualifier,
        unit: _,
    } = figure;
    let is_exact = matches!(qualifier.as_deref(), None | Some("exact")) && max.is_none();
    (is_exact && claims.next().is_none()).then_some(figure)
}

/// An address that a reader does not rewrite or drop.
fn is_address(url: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    rest.is_some_and(|rest| {
        let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
        rest.chars().all(plain)
            && rest.contains('/')
            && host.contains('.')
            && !rest.contains("//")
            && !rest.contains("/.")
            && host.chars().all(|c| !c.is_ascii_uppercase())
    })
}

/// A country's code of two letters, in small ones.
fn country(jurisdiction: &str) -> Option<String> {
    let is_code =
        jurisdiction.len() == 2 && jurisdiction.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| jurisdiction.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{is_address, is_partial_date};

    #[test]
    fn only_dates_that_the_schema_knows_are_dates() {
        for date in ["2014", "2014-08", "2014-08-03"] {
            assert!(is_partial_date(date), "{date}");
        }
        for date in ["2014-21", "2014?", "201X", "2014-08-03~", "", "..", "14"] {
            assert!(!is_partial_date(date), "{date}");
        }
    }

    #[test]
    fn only_plain_addresses_are_addresses() {
        assert!(is_address("https://a.example/x-1/y"));
        for other in [
            "https://a.example",
            "ftp://a.example/x",
            "javascript:x",
            "https://a.example/a b",
            "https://a.example/?q=1",
            "https:///x",
        ] {
            assert!(!is_address(other), "{other}");
        }
    }
}
