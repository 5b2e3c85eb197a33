//! Two tables as Parquet files, entities and edges, with typed columns: lists are
//! lists, days are days, amounts are text, what is unknown is null.
//!
//! Takes entities and edges piece by piece and writes them in groups of rows; what
//! a file says of itself is in its metadata.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use crate::answer::{Extract, Node};
use crate::render::export::ExportError;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::Head;
use crate::render::export::value::{Column, Kind, Value};

/// Rows in a group: a reader takes one at a time, and one is in memory here.
const ROWS: usize = 16_384;

/// Writes both files. `progress` is told how many entities and edges are done.
///
/// # Errors
/// When the edition is damaged, or a target cannot be written.
pub(super) fn write(
    extract: &Extract,
    head: &Head,
    [nodes, edges]: [&mut (dyn Write + Send); 2],
    progress: &mut dyn FnMut(usize),
) -> Result<(), ExportError> {
    let mut file = File::new(nodes, head, &["id"], NODE)?;
    let empty = || Group::new(&["id"], NODE);
    extract.nodes(
        |_, nodes| {
            let mut group = empty();
            for node in &nodes {
                let Node { key, .. } = node;
                group.row(&[key], NODE, node);
            }
            group
        },
        |group| {
            file.add(group)?;
            progress(file.rows);
            Ok::<_, ExportError>(())
        },
    )?;
    let done = file.end()?;
    let own = ["id", "source", "target"];
    let mut file = File::new(edges, head, &own, EDGE)?;
    let empty = || Group::new(&own, EDGE);
    extract.edges(
        |_, edges| {
            let mut group = empty();
            for edge in edges.into_iter().map(Linked::new) {
                let ends = &edge.edge;
                let own = [&*ends.key, &ends.from.key, &ends.to.key];
                group.row(&own, EDGE, &edge);
            }
            group
        },
        |group| {
            file.add(group)?;
            progress(done + file.rows);
            Ok::<_, ExportError>(())
        },
    )?;
    file.end()?;
    Ok(())
}

/// A file while it is written.
struct File<'o> {
    writer: SerializedFileWriter<&'o mut (dyn Write + Send)>,
    // Rows that are not written yet; `None` before the first.
    waiting: Option<Group>,
    rows: usize,
}

impl<'o> File<'o> {
    fn new<T>(
        out: &'o mut (dyn Write + Send),
        head: &Head,
        own: &[&str],
        columns: &[Column<T>],
    ) -> io::Result<Self> {
        let mut facts = vec![KeyValue::new("nutgraf".to_owned(), head.json(&[]))];
        for fact in &head.facts {
            let value = fact.value.joined().unwrap_or_default().into_owned();
            facts.push(KeyValue::new(format!("nutgraf.{}", fact.name), value));
        }
        let properties = WriterProperties::builder()
            .set_compression(Compression::UNCOMPRESSED)
            .set_created_by(concat!("nutgraf ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(facts))
            .build();
        let schema = parse_message_type(&schema(own, columns)).map_err(failed)?;
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        Ok(Self {
            writer: writer.map_err(failed)?,
            waiting: None,
            rows: 0,
        })
    }

    fn add(&mut self, group: Group) -> io::Result<()> {
        self.rows += group.rows;
        let waiting = match self.waiting.take() {
            None => group,
            Some(mut waiting) => {
                waiting.append(group);
                waiting
            }
        };
        match waiting.rows >= ROWS {
            true => self.put(waiting),
            false => {
                self.waiting = Some(waiting);
                Ok(())
            }
        }
    }

    fn put(&mut self, group: Group) -> io::Result<()> {
        let mut writer = self.writer.next_row_group().map_err(failed)?;
        let mut columns = group.columns.into_iter();
        while let Some(mut column) = writer.next_column().map_err(failed)? {
            if let Some(values) = columns.next() {
                values.write(&mut column).map_err(failed)?;
            }
            column.close().map_err(failed)?;
        }
        writer.close().map_err(failed)?;
        Ok(())
    }

    /// Writes what is left, and the metadata; gives the number of rows.
    fn end(mut self) -> io::Result<usize> {
        if let Some(waiting) = self.waiting.take() {
            self.put(waiting)?;
        }
        self.writer.close().map_err(failed)?;
        Ok(self.rows)
    }
}

/// The types of the columns, in the words of the format.
fn schema<T>(own: &[&str], columns: &[Column<T>]) -> String {
    let mut schema = "message nutgraf {\n".to_owned();
    for name in own {
        schema.push_str(&format!("required binary {name} (STRING);\n"));
    }
    for column in columns {
        let name = column.name;
        schema.push_str(&match column.kind {
            // Decimals are not to be rounded.
            Kind::Text | Kind::Decimal => format!("optional binary {name} (STRING);\n"),
            Kind::Texts => format!(
                "optional group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}\n"
            ),
            Kind::Count => format!("optional int64 {name};\n"),
            Kind::Flag => format!("optional boolean {name};\n"),
            Kind::Day => format!("optional int32 {name} (DATE);\n"),
        });
    }
    schema.push('}');
    schema
}

/// Some rows, column by column.
struct Group {
    rows: usize,
    columns: Vec<Cells>,
}

impl Group {
    fn new<T>(own: &[&str], columns: &[Column<T>]) -> Self {
        let own = own.iter().map(|_| Cells::new(Kind::Text, true));
        let columns = columns.iter().map(|column| Cells::new(column.kind, false));
        Self {
            rows: 0,
            columns: own.chain(columns).collect(),
        }
    }

    fn row<T>(&mut self, own: &[&str], columns: &[Column<T>], of: &T) {
        let own = own.iter().map(|text| Value::text(text));
        let values = columns.iter().map(|column| (column.of)(of));
        for (cells, value) in self.columns.iter_mut().zip(own.chain(values)) {
            cells.push(&value);
        }
        self.rows += 1;
    }

    fn append(&mut self, other: Group) {
        let Group { rows, columns } = other;
        self.rows += rows;
        for (cells, more) in self.columns.iter_mut().zip(columns) {
            cells.append(more);
        }
    }
}

/// The values of a column, and the levels that say where there is none.
struct Cells {
    values: Values,
    required: bool,
    definition: Vec<i16>,
    repetition: Vec<i16>,
}

enum Values {
    Texts(Vec<ByteArray>),
    Lists(Vec<ByteArray>),
    Counts(Vec<i64>),
    Flags(Vec<bool>),
    Days(Vec<i32>),
}

impl Cells {
    fn new(kind: Kind, required: bool) -> Self {
        Self {
            values: match kind {
                Kind::Text | Kind::Decimal => Values::Texts(Vec::new()),
                Kind::Texts => Values::Lists(Vec::new()),
                Kind::Count => Values::Counts(Vec::new()),
                Kind::Flag => Values::Flags(Vec::new()),
                Kind::Day => Values::Days(Vec::new()),
            },
            required,
            definition: Vec::new(),
            repetition: Vec::new(),
        }
    }

    /// A value that is not of the column's kind is none; there is no such value.
    fn push(&mut self, value: &Value) {
        let known = match (&mut self.values, value) {
            (Values::Lists(all), Value::Texts(items)) => {
                for (at, item) in items.iter().enumerate() {
                    all.push(ByteArray::from(item.as_ref()));
                    self.definition.push(2);
                    self.repetition.push(i16::from(at > 0));
                }
                return;
            }
            (Values::Lists(_), _) => {
                self.definition.push(0);
                self.repetition.push(0);
                return;
            }
            (Values::Texts(all), Value::Text(text) | Value::Decimal(text)) => {
                all.push(ByteArray::from(text.as_ref()));
                true
            }
            // A column of texts may have a list as one.
            (Values::Texts(all), value) => match value.joined() {
                Some(text) => {
                    all.push(ByteArray::from(text.as_ref()));
                    true
                }
                None => false,
            },
            (Values::Counts(all), Value::Count(count)) => {
                all.push(i64::try_from(*count).unwrap_or(i64::MAX));
                true
            }
            (Values::Flags(all), Value::Flag(flag)) => {
                all.push(*flag);
                true
            }
            (Values::Days(all), Value::Day(day)) => match days_since_1970(day) {
                Some(days) => {
                    all.push(days);
                    true
                }
                None => false,
            },
            (Values::Counts(_) | Values::Flags(_) | Values::Days(_), _) => false,
        };
        self.definition.push(i16::from(known));
    }

    fn append(&mut self, other: Cells) {
        let Cells {
            values,
            required: _,
            definition,
            repetition,
        } = other;
        match (&mut self.values, values) {
            (Values::Texts(all), Values::Texts(more))
            | (Values::Lists(all), Values::Lists(more)) => all.extend(more),
            (Values::Counts(all), Values::Counts(more)) => all.extend(more),
            (Values::Flags(all), Values::Flags(more)) => all.extend(more),
            (Values::Days(all), Values::Days(more)) => all.extend(more),
            // Groups of one file have the same columns.
            (
                Values::Texts(_)
                | Values::Lists(_)
                | Values::Counts(_)
                | Values::Flags(_)
                | Values::Days(_),
                _,
            ) => {}
        }
        self.definition.extend(definition);
        self.repetition.extend(repetition);
    }

    fn write(&self, column: &mut SerializedColumnWriter) -> Result<(), ParquetError> {
        let definition = (!self.required).then_some(&self.definition[..]);
        match &self.values {
            Values::Texts(all) => column
                .typed::<ByteArrayType>()
                .write_batch(all, definition, None)?,
            Values::Lists(all) => column.typed::<ByteArrayType>().write_batch(
                all,
                definition,
                Some(&self.repetition),
            )?,
            Values::Counts(all) => column
                .typed::<Int64Type>()
                .write_batch(all, definition, None)?,
            Values::Flags(all) => column
                .typed::<BoolType>()
                .write_batch(all, definition, None)?,
            Values::Days(all) => column
                .typed::<Int32Type>()
                .write_batch(all, definition, None)?,
        };
        Ok(())
    }
}

/// Days from 1 January 1970 to a day `YYYY-MM-DD`; none where that is no day.
fn days_since_1970(day: &str) -> Option<i32> {
    let mut parts = day.splitn(3, '-');
    let year: i32 = parts.next()?.parse().ok()?;
    let month: i32 = parts.next()?.parse().ok()?;
    let day: i32 = parts.next()?.parse().ok()?;
    // A year that begins in March has the leap day at its end.
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let before = year * 365 + leap_days;
    let within = (153 * month + 2) / 5 + day - 1;
    Some(before + within - 719_468)
}

/// The error of the writer behind an error of the format, if that is one.
fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(inner) => *inner,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::days_since_1970;

    #[test]
    fn days_are_counted_from_1970() {
        for (day, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("1900-03-01", -25_508),
            ("2024-12-31", 20_088),
        ] {
            assert_eq!(days_since_1970(day), Some(days), "{day}");
        }
        assert_eq!(days_since_1970("2000"), None);
    }
}
