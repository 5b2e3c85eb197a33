//! Every format of `export`, and every flavour: what it holds, who reads it, and
//! what it cannot say. The one list from which `nutgraf formats` and the warnings
//! of `export` come.

use crate::render::export::columns::{EDGE, NODE};
use crate::render::export::value::{Column, Kind};

/// A format, or a flavour of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// As `--format` takes it.
    pub name: &'static str,
    /// As `--flavour` takes it.
    pub flavour: Option<&'static str>,
    /// The files that are written.
    pub files: &'static str,
    /// What every link has there, and how a denial looks.
    pub carries: &'static str,
    pub read_by: &'static str,
    /// What is lost, or not shown; nothing where nothing is.
    pub lacks: Option<&'static str>,
    /// It is worse than that: readers show what is denied like anything else, so
    /// that whoever writes such a file is told each time.
    pub is_warned_of: bool,
}

const ONE: &str = "one file";
const TABLES: &str = "nodes.csv, edges.csv, about.json";
const TRIPLES: &str = "every triple of the edition: claims, sources, answers, rows";
const WITH_REIFIERS: &str = "every triple of the edition: claims, sources, answers, rows; with --reifiers also which triple each link is about (RDF 1.2)";
const NO_LOOKS: &str =
    "no colour or dash: `standing`, `colour` and `dash` are attributes, to be mapped by hand";

/// All of them, those of one format side by side.
pub const FORMATS: &[Format] = &[
    Format {
        name: "graphml",
        flavour: None,
        files: ONE,
        carries: "all attributes, typed; a contested link says so in its label",
        read_by: "Gephi, Cytoscape, yEd, networkx, igraph, graphology",
        lacks: Some(
            "no colour or dash; lists are one text; control characters are written as \\u{…}",
        ),
        is_warned_of: false,
    },
    Format {
        name: "graphml",
        flavour: Some("yed"),
        files: ONE,
        carries: "all attributes; labels, colours and dashes as yEd shows them",
        read_by: "yEd",
        lacks: Some("lists are one text; control characters are written as \\u{…}"),
        is_warned_of: false,
    },
    Format {
        name: "gexf",
        flavour: None,
        files: ONE,
        carries: "all attributes, typed; colours; from and to for links whose days are known",
        read_by: "Gephi, Gephi Lite, sigma, networkx, graphology",
        lacks: Some(
            "Gephi draws no dash; lists are one text; control characters are written as \\u{…}",
        ),
        is_warned_of: false,
    },
    Format {
        name: "dot",
        flavour: None,
        files: ONE,
        carries: "all attributes; labels, colours and dashes as graphviz draws them",
        read_by: "graphviz",
        lacks: Some("lists are one text; control characters are written as \\u{…}"),
        is_warned_of: false,
    },
    Format {
        name: "cytoscape",
        flavour: None,
        files: ONE,
        carries: "all attributes, with real lists; a style with colours and dashes",
        read_by: "Cytoscape.js, Cytoscape, networkx",
        lacks: None,
        is_warned_of: false,
    },
    Format {
        name: "d3",
        flavour: None,
        files: ONE,
        carries: "all attributes, with real lists",
        read_by: "D3, Observable, networkx",
        lacks: Some(NO_LOOKS),
        is_warned_of: false,
    },
    Format {
        name: "cx2",
        flavour: None,
        files: ONE,
        carries: "all attributes, with real lists; a style with colours and dashes",
        read_by: "Cytoscape, NDEx",
        lacks: None,
        is_warned_of: false,
    },
    Format {
        name: "mermaid",
        flavour: None,
        files: ONE,
        carries: "names, and links with labels, colours and dashes; every claim in full in a comment",
        read_by: "GitHub, Obsidian, a CMS",
        lacks: Some(
            "sources and answers are comments, which nobody sees in the picture; more than some 300 links are not drawn",
        ),
        is_warned_of: false,
    },
    Format {
        name: "csv",
        flavour: None,
        files: TABLES,
        carries: "all attributes; a contested link says so in its label",
        read_by: "spreadsheets, R, pandas, DuckDB",
        lacks: Some(
            "no colour or dash; lists are one text; an apostrophe stands before what a spreadsheet would run",
        ),
        is_warned_of: false,
    },
    Format {
        name: "csv",
        flavour: Some("gephi"),
        files: TABLES,
        carries: "all attributes, in the columns that Gephi knows",
        read_by: "Gephi",
        lacks: Some(NO_LOOKS),
        is_warned_of: false,
    },
    Format {
        name: "csv",
        flavour: Some("kumu"),
        files: "elements.csv, connections.csv, about.json",
        carries: "all attributes, in the columns that Kumu knows; elements by id",
        read_by: "Kumu",
        lacks: Some(
            "no colour or dash: decorate by `standing`; Kumu takes a text with `|` in it for several values",
        ),
        is_warned_of: false,
    },
    Format {
        name: "csv",
        flavour: Some("flourish"),
        files: "points.csv, links.csv, about.json",
        carries: "all attributes, in columns to be bound to links and points",
        read_by: "Flourish",
        lacks: Some(
            "Flourish draws no dash, and a denied link like any other: colour links by `standing`, and show `label` and `answers` in the popup",
        ),
        is_warned_of: true,
    },
    Format {
        name: "csv",
        flavour: Some("linkurious"),
        files: TABLES,
        carries: "all attributes, in columns to be mapped on import",
        read_by: "Linkurious",
        lacks: Some(NO_LOOKS),
        is_warned_of: false,
    },
    Format {
        name: "csv",
        flavour: Some("neo4j"),
        files: TABLES,
        carries: "all attributes, typed, with real lists: --array-delimiter=U+001F --multiline-fields=true",
        read_by: "neo4j-admin database import",
        lacks: Some(NO_LOOKS),
        is_warned_of: false,
    },
    Format {
        name: "cypher",
        flavour: None,
        files: ONE,
        carries: "all attributes as properties, with real lists and dates; can be run again",
        read_by: "Neo4j, Memgraph, Ladybug",
        lacks: Some(NO_LOOKS),
        is_warned_of: false,
    },
    Format {
        name: "ftm",
        flavour: None,
        files: ONE,
        carries: "entities and relations of FollowTheMoney; whatever has no property of its own is a text of `notes` or `description`; a note for each claim that was answered",
        read_by: "Aleph, OpenAleph, the tools of FollowTheMoney",
        lacks: Some(
            "FollowTheMoney has no denial: a denied link is a link like any other there, and says so only in its role, status and summary; an amount that is not exact is text",
        ),
        is_warned_of: true,
    },
    Format {
        name: "obsidian",
        flavour: None,
        files: "a folder: a note for each entity, and Index.md",
        carries: "all attributes of entities as properties; links with their claims, sources and answers in the notes of both ends",
        read_by: "Obsidian, any editor of Markdown",
        lacks: Some(
            "Obsidian's own graph draws denied links like any other; 5,000 entities at most",
        ),
        is_warned_of: true,
    },
    Format {
        name: "html",
        flavour: None,
        files: ONE,
        carries: "every claim in full with its sources and answers, every link and entity; for screen and paper",
        read_by: "browsers, editors, lawyers",
        lacks: Some("2,000 links at most"),
        is_warned_of: false,
    },
    Format {
        name: "parquet",
        flavour: None,
        files: "nodes.parquet, edges.parquet",
        carries: "all attributes, typed, with real lists and days; about the file in its metadata",
        read_by: "DuckDB, pandas, polars, R, Observable",
        lacks: Some(NO_LOOKS),
        is_warned_of: false,
    },
    Format {
        name: "nt",
        flavour: None,
        files: ONE,
        carries: WITH_REIFIERS,
        read_by: "RDF tools",
        lacks: None,
        is_warned_of: false,
    },
    Format {
        name: "ttl",
        flavour: None,
        files: ONE,
        carries: WITH_REIFIERS,
        read_by: "RDF tools",
        lacks: None,
        is_warned_of: false,
    },
    Format {
        name: "nq",
        flavour: None,
        files: ONE,
        carries: TRIPLES,
        read_by: "RDF tools",
        lacks: None,
        is_warned_of: false,
    },
    Format {
        name: "trig",
        flavour: None,
        files: ONE,
        carries: "every triple of the edition, in the default graph; with --nanopubs instead a nanopublication for each claim",
        read_by: "RDF tools",
        lacks: None,
        is_warned_of: false,
    },
    Format {
        name: "rdfxml",
        flavour: None,
        files: ONE,
        carries: TRIPLES,
        read_by: "RDF tools",
        lacks: Some("refused where a text has a control character, which XML cannot hold"),
        is_warned_of: false,
    },
    Format {
        name: "jsonld",
        flavour: None,
        files: ONE,
        carries: TRIPLES,
        read_by: "RDF tools",
        lacks: None,
        is_warned_of: false,
    },
];

/// A format in a flavour.
pub fn format(name: &str, flavour: Option<&str>) -> Option<&'static Format> {
    let mut all = FORMATS.iter();
    all.find(|format| format.name == name && format.flavour == flavour)
}

/// Something that every format says of an entity, or of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// `entity` or `link`.
    pub of: &'static str,
    /// In every format, where that does not need another name.
    pub name: &'static str,
    pub kind: &'static str,
    pub says: &'static str,
}

/// All of them, those of entities first.
pub fn attributes() -> Vec<Attribute> {
    let of_nodes = NODE.iter().map(|column| attribute("entity", column));
    let of_edges = EDGE.iter().map(|column| attribute("link", column));
    of_nodes.chain(of_edges).collect()
}

fn attribute<T>(of: &'static str, column: &Column<T>) -> Attribute {
    let Column {
        name,
        kind,
        says,
        of: _,
    } = column;
    Attribute {
        of,
        name,
        kind: match kind {
            Kind::Text => "text",
            Kind::Texts => "list of texts",
            Kind::Count => "whole number",
            Kind::Flag => "yes or no",
            Kind::Decimal => "exact decimal",
            Kind::Day => "day",
        },
        says,
    }
}
