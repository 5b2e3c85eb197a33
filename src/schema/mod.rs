//! The tables described to other programs: a Data Package (Frictionless) with
//! a Table Schema for each table.
//!
//! Takes how the tables are laid out and what their columns hold; gives a
//! descriptor that serialises to `datapackage.json`. Everything in it follows
//! from the declarations in `read`. It holds what can be said of a cell or a
//! table by itself; what needs the whole case (an id that is unique over all
//! tables, a reference into one of several) stays with `check`. What `check`
//! takes is valid, but for what no schema can let through: spaces around a
//! word, blank rows, columns without a name.

mod patterns;

use serde::Serialize;

use crate::model::Table;
use crate::read::{Column, Encoding, Holds, Layout, Target, Words};

/// The version of the standard that the descriptor follows.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The file that other programs look for beside the tables.
pub const FILE: &str = "datapackage.json";

/// How `unknown` is likely to be written; `check` takes any mixture of cases.
const UNKNOWN: [&str; 3] = ["unknown", "Unknown", "UNKNOWN"];

/// The descriptor of a folder of tables.
#[derive(Debug, Serialize)]
pub struct Package {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    resources: Vec<Resource>,
}

#[derive(Debug, Serialize)]
struct Resource {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    path: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: Dialect,
    schema: Schema,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: char,
    quote_char: char,
    double_quote: bool,
    header: bool,
    /// Only where the header is not the first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    header_rows: Option<[u32; 1]>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// Only where they are others than the table's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing_values: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    true_values: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    false_values: Vec<&'static str>,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct ForeignKey {
    fields: [String; 1],
    reference: Reference,
}

#[derive(Debug, Serialize)]
struct Reference {
    /// Empty: the same table.
    resource: &'static str,
    fields: [String; 1],
}

/// Describes tables with these layouts, under the title of their case.
pub fn package(title: Option<&str>, layouts: &[Layout]) -> Package {
    Package {
        profile: PROFILE,
        // Required; a folder's name may give away what nobody is to know yet.
        name: "case",
        title: title.map(str::to_owned),
        resources: layouts
            .iter()
            .map(|layout| resource(layout, layouts))
            .collect(),
    }
}

fn resource(layout: &Layout, all: &[Layout]) -> Resource {
    let Layout {
        table,
        encoding,
        delimiter,
        sep_line,
        columns,
    } = layout;
    let fields = columns.iter().enumerate().map(|(at, (written, column))| {
        let name = match column {
            Some(_) => written.clone(),
            // A field must have a name.
            None => format!("column {}", at + 1),
        };
        field(name, column.as_ref())
    });
    Resource {
        name: name_of(*table),
        kind: "table",
        path: table.file(),
        format: "csv",
        mediatype: "text/csv",
        encoding: match encoding {
            Encoding::Utf8 => "utf-8",
            // The name is Python's, where the program that checks comes from.
            Encoding::Utf8Marked => "utf-8-sig",
            Encoding::Utf16 => "utf-16",
        },
        dialect: Dialect {
            delimiter: *delimiter,
            quote_char: '"',
            double_quote: true,
            header: true,
            header_rows: sep_line.then_some([2]),
        },
        schema: Schema {
            fields: fields.collect(),
            missing_values: missing(&[]),
            primary_key: written(layout, Holds::Id).map(|id| [id]),
            foreign_keys: foreign_keys(layout, all),
        },
    }
}

fn name_of(table: Table) -> &'static str {
    table.file().trim_end_matches(".csv")
}

/// The name of the first column of a table that holds this.
fn written(layout: &Layout, holds: Holds) -> Option<String> {
    let mut columns = layout.columns.iter();
    let (name, _) = columns.find(|(_, column)| column.is_some_and(|c| c.holds == holds))?;
    Some(name.clone())
}

/// Where a cell holds one id of one table, which is in the case.
fn foreign_keys(layout: &Layout, all: &[Layout]) -> Vec<ForeignKey> {
    let keys = layout.columns.iter().filter_map(|(name, column)| {
        let Column {
            name: _,
            required: _,
            list: false,
            holds:
                Holds::Reference(Target {
                    tables: [table],
                    attendance: false,
                }),
        } = (*column)?
        else {
            return None;
        };
        let other = all.iter().find(|other| other.table == *table)?;
        Some(ForeignKey {
            fields: [name.clone()],
            reference: Reference {
                resource: match *table == layout.table {
                    true => "",
                    false => name_of(*table),
                },
                fields: [written(other, Holds::Id)?],
            },
        })
    });
    keys.collect()
}

fn field(name: String, column: Option<&Column>) -> Field {
    let mut field = Field {
        name,
        kind: "string",
        missing_values: Vec::new(),
        true_values: Vec::new(),
        false_values: Vec::new(),
        constraints: Constraints::default(),
    };
    let Some(column) = column else {
        return field;
    };
    let Field {
        name: _,
        kind,
        missing_values,
        true_values,
        false_values,
        constraints,
    } = &mut field;
    constraints.required = column.required;
    let mut words = Vec::new();
    match column.holds {
        Holds::Text | Holds::Category => {}
        Holds::YesNo => {
            *kind = "boolean";
            *true_values = vec!["yes"];
            *false_values = vec!["no"];
        }
        Holds::Word(Words::Credibility) => {
            *kind = "integer";
            let grades: Vec<u32> = Words::Credibility
                .list()
                .iter()
                .filter_map(|grade| grade.parse().ok())
                .collect();
            constraints.minimum = grades.first().copied();
            constraints.maximum = grades.last().copied();
        }
        Holds::Word(list) => words = list.list(),
        Holds::Money => {
            *kind = "number";
            constraints.minimum = Some(0);
        }
        Holds::Number => *kind = "number",
        Holds::Count => {
            *kind = "integer";
            constraints.minimum = Some(0);
        }
        Holds::Id
        | Holds::Reference(_)
        | Holds::Relation
        | Holds::Date
        | Holds::Day
        | Holds::Currency
        | Holds::WebAddress
        | Holds::Wikidata
        | Holds::Lei
        | Holds::Sha256 => {}
    }
    if matches!(column.holds, Holds::Text | Holds::Category) {
        *missing_values = vec![""];
    } else if words.contains(&UNKNOWN[0]) {
        *missing_values = missing(&words);
    }
    constraints.words = words;
    constraints.pattern = patterns::pattern(column.holds, column.list);
    field
}

/// What says that nobody knows, but for words that say it by themselves.
fn missing(words: &[&str]) -> Vec<&'static str> {
    let unknown = UNKNOWN.into_iter().filter(|word| !words.contains(word));
    [""].into_iter().chain(unknown).collect()
}

impl Constraints {
    fn is_empty(&self) -> bool {
        *self == Constraints::default()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference to it"
)]
fn is_false(value: &bool) -> bool {
    !value
}
