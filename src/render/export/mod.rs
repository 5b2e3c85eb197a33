//! Files for other programs: graphs with everything that is known of each
//! entity and each link.
//!
//! Takes an extract and gives the bytes of a format. One description of a graph
//! (`columns`) feeds every writer, so that a new attribute is in all of them; how
//! denials look is in `style`, what a file says of itself in `head`. Written
//! piece by piece, so that a case of any size passes through little memory.

mod columns;
mod csv;
mod cx2;
mod cypher;
mod cytoscape;
mod d3;
mod dot;
mod edge_columns;
mod formats;
mod ftm;
mod ftm_schema;
mod gexf;
mod graphml;
mod head;
mod json;
mod linked;
mod mermaid;
mod obsidian;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "no_parquet.rs"]
mod parquet;
mod report;
mod sink;
mod statement;
mod style;
mod value;
mod writer;

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use formats::{Attribute, FORMATS, Format, attributes, format};

use crate::answer::{About, AnswerError, Extract, Node};
use crate::render::export::columns::Linked;
use crate::render::export::csv::Tables;
use crate::render::export::cx2::Cx2;
use crate::render::export::cypher::Cypher;
use crate::render::export::cytoscape::Cytoscape;
use crate::render::export::d3::NodeLink;
use crate::render::export::dot::Dot;
use crate::render::export::ftm::Ftm;
use crate::render::export::gexf::Gexf;
use crate::render::export::graphml::GraphMl;
use crate::render::export::head::{Head, head, is_part};
use crate::render::export::mermaid::Mermaid;
use crate::render::export::sink::{Piece, Sink};
use crate::render::export::writer::Writer;
use crate::render::left_out::more_links_words;
use crate::render::words::{count, count_verb, standing_counts};

/// A format that is written piece by piece, in the flavour of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphForm {
    GraphMl,
    GraphMlYed,
    Gexf,
    Dot,
    Cytoscape,
    D3,
    Cx2,
    Mermaid,
    Csv,
    CsvGephi,
    CsvKumu,
    CsvFlourish,
    CsvLinkurious,
    CsvNeo4j,
    Cypher,
    Ftm,
}

/// The format of this name and flavour, as the command line takes them; `None` for
/// one that is written in another way, or that there is not.
pub fn graph_form(name: &str, flavour: Option<&str>) -> Option<GraphForm> {
    Some(match (name, flavour) {
        ("graphml", None) => GraphForm::GraphMl,
        ("graphml", Some("yed")) => GraphForm::GraphMlYed,
        ("gexf", None) => GraphForm::Gexf,
        ("dot", None) => GraphForm::Dot,
        ("cytoscape", None) => GraphForm::Cytoscape,
        ("d3", None) => GraphForm::D3,
        ("cx2", None) => GraphForm::Cx2,
        ("mermaid", None) => GraphForm::Mermaid,
        ("csv", None) => GraphForm::Csv,
        ("csv", Some("gephi")) => GraphForm::CsvGephi,
        ("csv", Some("kumu")) => GraphForm::CsvKumu,
        ("csv", Some("flourish")) => GraphForm::CsvFlourish,
        ("csv", Some("linkurious")) => GraphForm::CsvLinkurious,
        ("csv", Some("neo4j")) => GraphForm::CsvNeo4j,
        ("cypher", None) => GraphForm::Cypher,
        ("ftm", None) => GraphForm::Ftm,
        (_, _) => return None,
    })
}

impl GraphForm {
    /// What writes it; ids may begin with the edition's.
    fn writer(self, edition: &str) -> Box<dyn Writer> {
        match self {
            GraphForm::GraphMl => Box::new(GraphMl::Plain),
            GraphForm::GraphMlYed => Box::new(GraphMl::Yed),
            GraphForm::Gexf => Box::new(Gexf),
            GraphForm::Dot => Box::new(Dot),
            GraphForm::Cytoscape => Box::new(Cytoscape),
            GraphForm::D3 => Box::new(NodeLink),
            GraphForm::Cx2 => Box::new(Cx2),
            GraphForm::Mermaid => Box::new(Mermaid),
            GraphForm::Csv => Box::new(Tables::Plain),
            GraphForm::CsvGephi => Box::new(Tables::Gephi),
            GraphForm::CsvKumu => Box::new(Tables::Kumu),
            GraphForm::CsvFlourish => Box::new(Tables::Flourish),
            GraphForm::CsvLinkurious => Box::new(Tables::Linkurious),
            GraphForm::CsvNeo4j => Box::new(Tables::Neo4j),
            GraphForm::Cypher => Box::new(Cypher),
            GraphForm::Ftm => Box::new(Ftm::new(edition)),
        }
    }

    /// What somebody who passes the file on has to know of it, a sentence each.
    pub fn warnings(self, about: &About, exported: Exported) -> Vec<String> {
        match self {
            GraphForm::Mermaid => mermaid::warnings(about.edges, exported.characters),
            GraphForm::GraphMl
            | GraphForm::GraphMlYed
            | GraphForm::Gexf
            | GraphForm::Dot
            | GraphForm::Cytoscape
            | GraphForm::D3
            | GraphForm::Cx2
            | GraphForm::Csv
            | GraphForm::CsvGephi
            | GraphForm::CsvKumu
            | GraphForm::CsvFlourish
            | GraphForm::CsvLinkurious
            | GraphForm::CsvNeo4j
            | GraphForm::Cypher
            | GraphForm::Ftm => Vec::new(),
        }
    }

    /// Those that are several files.
    pub const OF_TABLES: [GraphForm; 6] = [
        GraphForm::Csv,
        GraphForm::CsvGephi,
        GraphForm::CsvKumu,
        GraphForm::CsvFlourish,
        GraphForm::CsvLinkurious,
        GraphForm::CsvNeo4j,
    ];

    /// The names of its files where it has several: entities, edges, and what
    /// they say of themselves.
    pub fn files(self) -> Option<[&'static str; 3]> {
        let tables = match self {
            GraphForm::GraphMl | GraphForm::GraphMlYed => return None,
            GraphForm::Cypher | GraphForm::Ftm => return None,
            GraphForm::Gexf | GraphForm::Dot | GraphForm::Mermaid => return None,
            GraphForm::Cytoscape | GraphForm::D3 | GraphForm::Cx2 => return None,
            GraphForm::Csv => Tables::Plain,
            GraphForm::CsvGephi => Tables::Gephi,
            GraphForm::CsvKumu => Tables::Kumu,
            GraphForm::CsvFlourish => Tables::Flourish,
            GraphForm::CsvLinkurious => Tables::Linkurious,
            GraphForm::CsvNeo4j => Tables::Neo4j,
        };
        let [nodes, edges] = tables.files();
        Some([nodes, edges, "about.json"])
    }
}

/// How writing failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Answer(#[from] AnswerError),
    #[error(transparent)]
    Write(#[from] io::Error),
    /// Nothing is written: what is cut would look complete.
    #[error("{what} holds {most} {of} at most, and these are {count}")]
    TooLarge {
        what: &'static str,
        of: &'static str,
        most: usize,
        count: usize,
    },
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Characters that the format cannot hold, written as `\u{…}`.
    pub shown: usize,
    /// All characters.
    pub characters: usize,
}

/// Where a format is written to.
pub enum Target<'o> {
    /// One file.
    One(&'o mut dyn io::Write),
    /// As many as [`GraphForm::files`] names, in that order.
    Three([&'o mut dyn io::Write; 3]),
}

/// Writes an extract. `progress` is told how many entities and edges are done.
///
/// # Errors
/// When the edition is damaged, or the target cannot be written.
pub fn write_graph(
    extract: &Extract,
    form: GraphForm,
    target: Target,
    progress: &mut dyn FnMut(usize),
) -> Result<Exported, ExportError> {
    let writer = form.writer(&extract.about().edition);
    let writer = writer.as_ref();
    let head = head(extract.about());
    match target {
        Target::One(out) => {
            let mut out = Out::new(out, progress);
            out.nodes(extract, writer, &head)?;
            out.edges(extract, writer, &head)?;
            Ok(out.exported)
        }
        Target::Three([nodes, edges, about]) => {
            let mut out = Out::new(nodes, progress);
            out.nodes(extract, writer, &head)?;
            let before = out.exported;
            let done = out.done;
            let mut out = Out::new(edges, progress);
            out.done = done;
            out.edges(extract, writer, &head)?;
            let tables = form.files().map(|[nodes, edges, _]| [nodes, edges]);
            about.write_all(head.json(tables.as_ref().map_or(&[], |two| two)).as_bytes())?;
            Ok(Exported {
                shown: before.shown + out.exported.shown,
                characters: before.characters + out.exported.characters,
            })
        }
    }
}

/// The names of the files of a pair of Parquet tables.
pub const PARQUET: [&str; 2] = ["nodes.parquet", "edges.parquet"];

/// Writes an extract as a pair of Parquet tables, in the order of [`PARQUET`].
///
/// # Errors
/// When the edition is damaged, or a target cannot be written; in a program that
/// was built without Parquet.
pub fn write_parquet(
    extract: &Extract,
    targets: [&mut (dyn io::Write + Send); 2],
    progress: &mut dyn FnMut(usize),
) -> Result<(), ExportError> {
    parquet::write(extract, &head(extract.about()), targets, progress)
}

/// Hands out the notes of an Obsidian vault, each as its file name and its text.
/// There are few enough to be held in memory.
///
/// # Errors
/// Before the first note when there are too many; when the edition is damaged,
/// and what `put` says.
pub fn write_vault(
    extract: &Extract,
    put: impl FnMut(&str, &str) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    obsidian::refuse_too_much(extract.about())?;
    obsidian::write(extract, &head(extract.about()), put)
}

/// Writes a page in HTML that is complete in itself.
///
/// # Errors
/// When there are more links than a page holds; when the edition is damaged, or
/// the target cannot be written.
pub fn write_page(extract: &Extract, out: &mut dyn io::Write) -> Result<(), ExportError> {
    report::refuse_too_many(extract.about())?;
    report::write(extract, &head(extract.about()), out)
}

/// Every entity and every edge at once, of an extract that is small enough.
fn all_of<E: From<AnswerError>>(extract: &Extract) -> Result<(Vec<Node>, Vec<Linked>), E> {
    let mut nodes: Vec<Node> = Vec::new();
    extract.nodes(
        |_, some| some,
        |some| {
            nodes.extend(some);
            Ok::<_, E>(())
        },
    )?;
    let mut edges: Vec<Linked> = Vec::new();
    extract.edges(
        |_, some| some.into_iter().map(Linked::new).collect::<Vec<_>>(),
        |some| {
            edges.extend(some);
            Ok::<_, E>(())
        },
    )?;
    Ok((nodes, edges))
}

/// What was written, in a line: `7 entities, 10 links, 12 claims: 1 DENIED, …; 3 answers`.
pub fn summary(about: &About) -> String {
    let mut words = format!(
        "{}, {}, {}",
        count_verb(about.nodes, "entity", "entities"),
        count(about.links, "link"),
        count(about.claims(), "claim")
    );
    let standings = standing_counts(&about.standings);
    if !standings.is_empty() {
        words.push_str(&format!(": {standings}"));
    }
    words.push_str(&format!("; {}", count(about.answers, "answer")));
    if let Some(more) = more_links_words(&about.left_out_on_hops) {
        words.push_str(&format!("; {more}"));
    }
    // Contested claims may be among them.
    if is_part(about) && about.claims_left_out > 0 {
        words.push_str(&format!(
            "; left out of the case by the choice of links: {}, {}",
            count(about.links_left_out, "link"),
            count(about.claims_left_out, "claim")
        ));
        if let Some(standings) = &about.standings_left_out {
            words.push_str(&format!(": {}", standing_counts(standings)));
        }
    }
    words
}

/// A file while it is written.
struct Out<'o> {
    out: &'o mut dyn io::Write,
    progress: &'o mut dyn FnMut(usize),
    exported: Exported,
    done: usize,
}

impl<'o> Out<'o> {
    fn new(out: &'o mut dyn io::Write, progress: &'o mut dyn FnMut(usize)) -> Self {
        Self {
            out,
            progress,
            exported: Exported::default(),
            done: 0,
        }
    }

    fn nodes(
        &mut self,
        extract: &Extract,
        writer: &dyn Writer,
        head: &Head,
    ) -> Result<(), ExportError> {
        let mut sink = Sink::default();
        writer.begin(head, &mut sink);
        self.put(0, sink.finished())?;
        let spare = Spare::default();
        extract.nodes(
            |first, nodes| {
                let mut sink = spare.sink();
                for (at, node) in nodes.iter().enumerate() {
                    writer.node(first + at, node, &mut sink);
                }
                (nodes.len(), sink.finished())
            },
            |(count, piece)| {
                spare.keep(self.put(count, piece)?);
                Ok::<_, ExportError>(())
            },
        )
    }

    fn edges(
        &mut self,
        extract: &Extract,
        writer: &dyn Writer,
        head: &Head,
    ) -> Result<(), ExportError> {
        let mut sink = Sink::default();
        writer.between(head, &mut sink);
        self.put(0, sink.finished())?;
        let spare = Spare::default();
        extract.edges(
            |first, edges| {
                let mut sink = spare.sink();
                let count = edges.len();
                for (at, edge) in edges.into_iter().enumerate() {
                    writer.edge(first + at, &Linked::new(edge), &mut sink);
                }
                (count, sink.finished())
            },
            |(count, piece)| {
                spare.keep(self.put(count, piece)?);
                Ok::<_, ExportError>(())
            },
        )?;
        let mut sink = Sink::default();
        writer.end(head, &mut sink);
        self.put(0, sink.finished())?;
        Ok(())
    }

    /// Gives the text back, which is written.
    fn put(&mut self, count: usize, piece: Piece) -> Result<String, ExportError> {
        let Piece {
            text,
            shown,
            characters,
        } = piece;
        self.out.write_all(text.as_bytes())?;
        self.exported.shown += shown;
        self.exported.characters += characters;
        self.done += count;
        (self.progress)(self.done);
        Ok(text)
    }
}

/// Texts that are written, whose memory the next pieces take: to ask for half a
/// megabyte anew for each takes a tenth of an export.
#[derive(Default)]
struct Spare(Mutex<Vec<String>>);

impl Spare {
    fn sink(&self) -> Sink {
        Sink::into_memory_of(self.texts().pop().unwrap_or_default())
    }

    fn keep(&self, text: String) {
        self.texts().push(text);
    }

    // A panic elsewhere does not make a list of texts wrong.
    fn texts(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
