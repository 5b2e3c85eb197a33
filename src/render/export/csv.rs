//! Two tables, entities and edges, in the words of the program that reads them.
//!
//! Every attribute is a column, whatever the flavour; a flavour gives the first
//! columns the names by which its program knows them, as its documentation gives
//! them. Lists are one text. A cell that a spreadsheet would run as a formula
//! begins with an apostrophe; in the flavours for programs that take it for a
//! part of the text it does not.

use std::borrow::Cow;

use crate::answer::Node;
use crate::render::escape::guarded;
use crate::render::export::columns::{EDGE, Linked, NODE};
use crate::render::export::head::Head;
use crate::render::export::sink::Sink;
use crate::render::export::value::{Column, Kind, Value};
use crate::render::export::writer::Writer;

/// The tables of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tables {
    Plain,
    Gephi,
    Kumu,
    Flourish,
    Linkurious,
    Neo4j,
}

/// Where the value of a program's own column comes from.
#[derive(Debug, Clone, Copy)]
enum From {
    Key,
    Source,
    Target,
    Fixed(&'static str),
    /// One of ours, under the program's name.
    Column(&'static str),
    /// `directed` or `undirected`.
    Direction,
    /// The first of the relations.
    Type,
}

impl Tables {
    /// The names of the two files.
    pub fn files(self) -> [&'static str; 2] {
        match self {
            Tables::Plain | Tables::Gephi | Tables::Linkurious | Tables::Neo4j => {
                ["nodes.csv", "edges.csv"]
            }
            Tables::Kumu => ["elements.csv", "connections.csv"],
            Tables::Flourish => ["points.csv", "links.csv"],
        }
    }

    /// Tables that a person opens in a spreadsheet as well.
    fn is_guarded(self) -> bool {
        match self {
            Tables::Plain | Tables::Kumu | Tables::Flourish => true,
            Tables::Gephi | Tables::Linkurious | Tables::Neo4j => false,
        }
    }

    fn of_nodes(self) -> &'static [(&'static str, From)] {
        match self {
            Tables::Plain => &[("id", From::Key)],
            Tables::Gephi => &[("Id", From::Key), ("Label", From::Column("label"))],
            // With an `ID` two elements may have one label, and connections name ids.
            Tables::Kumu => &[
                ("ID", From::Key),
                ("Label", From::Column("label")),
                ("Type", From::Column("group")),
                ("Description", From::Column("description")),
            ],
            Tables::Flourish => &[
                ("Id", From::Key),
                ("Name", From::Column("label")),
                ("Group", From::Column("group")),
            ],
            Tables::Linkurious => &[("id", From::Key), ("category", From::Column("group"))],
            Tables::Neo4j => &[("key:ID", From::Key), (":LABEL", From::Column("group"))],
        }
    }

    fn of_edges(self) -> &'static [(&'static str, From)] {
        match self {
            Tables::Plain => &[
                ("id", From::Key),
                ("source", From::Source),
                ("target", From::Target),
            ],
            Tables::Gephi => &[
                ("Source", From::Source),
                ("Target", From::Target),
                ("Type", From::Fixed("Directed")),
                ("Id", From::Key),
                ("Label", From::Column("label")),
                ("Weight", From::Column("weight")),
            ],
            Tables::Kumu => &[
                ("ID", From::Key),
                ("From", From::Source),
                ("To", From::Target),
                ("Type", From::Type),
                ("Direction", From::Direction),
                ("Label", From::Column("label")),
            ],
            Tables::Flourish => &[
                ("Source", From::Source),
                ("Target", From::Target),
                ("Value", From::Column("weight")),
                ("id", From::Key),
            ],
            Tables::Linkurious => &[
                ("source", From::Source),
                ("target", From::Target),
                ("type", From::Type),
                ("id", From::Key),
            ],
            Tables::Neo4j => &[
                (":START_ID", From::Source),
                (":END_ID", From::Target),
                (":TYPE", From::Type),
                ("key", From::Key),
            ],
        }
    }

    /// The name of one of our columns: typed where the program takes types.
    fn name_of(self, name: &str, kind: Kind) -> String {
        match self {
            Tables::Plain
            | Tables::Gephi
            | Tables::Kumu
            | Tables::Flourish
            | Tables::Linkurious => name.to_owned(),
            Tables::Neo4j => match kind {
                // Decimals are not to be rounded.
                Kind::Text | Kind::Decimal => name.to_owned(),
                Kind::Texts => format!("{name}:string[]"),
                Kind::Count => format!("{name}:long"),
                Kind::Flag => format!("{name}:boolean"),
                Kind::Day => format!("{name}:date"),
            },
        }
    }

    fn header<T>(self, own: &[(&str, From)], columns: &[Column<T>], out: &mut Sink) {
        let mut row = Row::new(self, out);
        for (name, _) in own {
            row.cell(name);
        }
        for column in columns {
            if !is_renamed(own, column.name) {
                row.cell(&self.name_of(column.name, column.kind));
            }
        }
        row.end();
    }
}

/// What stands between the items of a list for Neo4j's importer, to be named to
/// it (`--array-delimiter=U+001F`): a control character that is shown as its
/// number where a text has it.
const NEO4J_ITEMS: char = '\u{1f}';

fn is_renamed(own: &[(&str, From)], column: &str) -> bool {
    own.iter().any(|(_, from)| match from {
        From::Column(name) => *name == column,
        From::Key | From::Source | From::Target | From::Fixed(_) | From::Direction | From::Type => {
            false
        }
    })
}

fn column<'t, T>(columns: &[Column<T>], name: &str, of: &'t T) -> Value<'t> {
    let found = columns.iter().find(|column| column.name == name);
    found.map_or(Value::Nothing, |column| (column.of)(of))
}

impl Writer for Tables {
    fn begin(&self, _head: &Head, out: &mut Sink) {
        self.header(self.of_nodes(), NODE, out);
    }

    fn node(&self, _at: usize, node: &Node, out: &mut Sink) {
        let own = self.of_nodes();
        let mut row = Row::new(*self, out);
        for (_, from) in own {
            match from {
                From::Key => row.cell(&node.key),
                From::Fixed(text) => row.cell(text),
                From::Column(name) => row.value(&column(NODE, name, node)),
                // Of edges.
                From::Source | From::Target | From::Direction | From::Type => row.cell(""),
            }
        }
        for column in NODE {
            if !is_renamed(own, column.name) {
                row.value(&(column.of)(node));
            }
        }
        row.end();
    }

    fn between(&self, _head: &Head, out: &mut Sink) {
        self.header(self.of_edges(), EDGE, out);
    }

    fn edge(&self, _at: usize, edge: &Linked, out: &mut Sink) {
        let own = self.of_edges();
        let mut row = Row::new(*self, out);
        let ends = &edge.edge;
        for (_, from) in own {
            match from {
                From::Key => row.cell(&ends.key),
                From::Source => row.cell(&ends.from.key),
                From::Target => row.cell(&ends.to.key),
                From::Fixed(text) => row.cell(text),
                From::Column(name) => row.value(&column(EDGE, name, edge)),
                From::Direction => row.cell(match ends.symmetric {
                    true => "undirected",
                    false => "directed",
                }),
                From::Type => {
                    row.cell(ends.links.first().map_or("", |link| &*link.relation));
                }
            }
        }
        for column in EDGE {
            if !is_renamed(own, column.name) {
                row.value(&(column.of)(edge));
            }
        }
        row.end();
    }

    fn end(&self, _head: &Head, _out: &mut Sink) {}
}

/// A row while it is written.
struct Row<'o> {
    tables: Tables,
    out: &'o mut Sink,
    begun: bool,
}

impl<'o> Row<'o> {
    fn new(tables: Tables, out: &'o mut Sink) -> Self {
        Self {
            tables,
            out,
            begun: false,
        }
    }

    fn value(&mut self, value: &Value) {
        match (self.tables, value) {
            (Tables::Neo4j, Value::Texts(items)) => self.items(items),
            (Tables::Neo4j, value) => self.items(value.joined().as_slice()),
            (
                Tables::Plain
                | Tables::Gephi
                | Tables::Kumu
                | Tables::Flourish
                | Tables::Linkurious,
                value,
            ) => self.cell(&value.joined().unwrap_or_default()),
        }
    }

    /// Items with Neo4j's character between, which is shown where one has it.
    fn items(&mut self, items: &[Cow<str>]) {
        let mut joined = Sink::default();
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                joined.raw(NEO4J_ITEMS.encode_utf8(&mut [0; 1]));
            }
            for character in item.chars() {
                match character {
                    NEO4J_ITEMS => joined.show(character),
                    other => {
                        joined.raw(other.encode_utf8(&mut [0; 4]));
                    }
                }
            }
        }
        let (joined, shown) = joined.into_parts();
        self.out.also_shown(shown);
        self.cell(&joined);
    }

    fn cell(&mut self, cell: &str) {
        if self.begun {
            self.out.raw(",");
        }
        self.begun = true;
        match self.tables.is_guarded() {
            true => self.out.csv(&guarded(cell)),
            false => self.out.csv(cell),
        };
    }

    fn end(self) {
        self.out.raw("\r\n");
    }
}
