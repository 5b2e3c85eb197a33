//! Attributes as JSON, for the formats that are JSON: lists as lists, counts as
//! numbers; decimals and days as text, since JSON's numbers are floats.

use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::value::{Column, Value};

/// How an object says that something is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// `null`: every object has every member.
    Null,
    /// Its member is left out.
    LeftOut,
}

/// The members of an object that begins with others: each after a comma.
pub(super) fn members<T>(out: &mut Sink, columns: &[Column<T>], of: &T, unknown: Unknown) {
    for column in columns {
        let found = (column.of)(of);
        if found != Value::Nothing || unknown == Unknown::Null {
            out.raw(",\"").raw(column.name).raw("\":");
            value(out, &found);
        }
    }
}

/// What the file says of itself, as an object; `name`, by which programs call a
/// graph, is its title.
pub(super) fn facts(out: &mut Sink, head: &Head) {
    out.raw("{\"name\":").json(&head.title);
    for fact in &head.facts {
        out.raw(",\"").raw(fact.name).raw("\":");
        value(out, &fact.value);
    }
    out.raw("}");
}

/// Between the things of a list: a comma before all but the first.
pub(super) fn comma(out: &mut Sink, at: usize) {
    out.raw(if at == 0 { "\n" } else { ",\n" });
}

fn value(out: &mut Sink, value: &Value) {
    match value {
        Value::Nothing => out.raw("null"),
        Value::Text(text) | Value::Decimal(text) | Value::Day(text) => out.json(text),
        Value::Count(count) => out.raw(&count.to_string()),
        Value::Flag(flag) => out.raw(if *flag { "true" } else { "false" }),
        Value::Texts(texts) => {
            out.raw("[");
            for (at, text) in texts.iter().enumerate() {
                if at > 0 {
                    out.raw(",");
                }
                out.json(text);
            }
            out.raw("]")
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::render::export::columns::{EDGE, NODE};

    /// An object with two members of a name has the last, and the other is lost.
    #[test]
    fn no_attribute_is_called_as_a_member_of_the_formats_own() {
        let own = [
            "id", "key", "name", "value", "source", "target", "parent", "classes",
        ];
        let nodes = NODE.iter().map(|column| column.name);
        let edges = EDGE.iter().map(|column| column.name);
        for name in nodes.chain(edges) {
            assert!(!own.contains(&name), "{name}");
        }
    }
}
