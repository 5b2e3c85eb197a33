//! The formats of `export`, and which flavour goes with which.

use std::path::Path;

use clap::ValueEnum;

use crate::cli::failure::Failure;
use crate::query::GraphFormat;
use crate::render::export::{GraphForm, format};

/// A format, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Gephi, yEd, Cytoscape, networkx, igraph
    Graphml,
    /// Gephi, with dates and colours; Gephi Lite, networkx
    Gexf,
    /// graphviz
    #[value(alias = "gv")]
    Dot,
    /// JSON of Cytoscape.js; Cytoscape, networkx
    #[value(alias = "cyjs")]
    Cytoscape,
    /// JSON of nodes and links: D3, Observable, networkx
    D3,
    /// Cytoscape and NDEx, with colours and dashes
    Cx2,
    /// A diagram in Markdown: GitHub, Obsidian, a CMS
    #[value(alias = "mmd")]
    Mermaid,
    /// Two tables, of entities and of links: Gephi, Kumu, Flourish, Neo4j, a spreadsheet
    Csv,
    /// A script of Cypher statements: Neo4j, Memgraph, Ladybug
    Cypher,
    /// FollowTheMoney entities as JSON lines: Aleph; it has no place for a denial
    Ftm,
    /// A folder of notes for Obsidian, one for each entity
    Obsidian,
    /// One page with everything in it, for an editor or a lawyer
    Html,
    /// Two typed tables: DuckDB, pandas, R
    Parquet,
    /// N-Triples
    Nt,
    /// Turtle
    Ttl,
    /// N-Quads; everything is in the default graph
    Nq,
    /// TriG; likewise
    Trig,
    /// RDF/XML; refused when a text holds a control character, which XML cannot write
    #[value(alias = "rdf", alias = "xml")]
    Rdfxml,
    /// JSON-LD, without a context
    Jsonld,
}

/// The ways of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Flavour {
    /// GraphML with labels, colours and dashes as yEd shows them
    Yed,
    /// CSV for Gephi's import of spreadsheets
    Gephi,
    /// CSV for Kumu
    Kumu,
    /// CSV for Flourish
    Flourish,
    /// CSV for Linkurious
    Linkurious,
    /// CSV for Neo4j's importer
    Neo4j,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Graph(GraphForm),
    /// A folder of notes.
    Vault,
    Page,
    /// Two tables.
    Parquet,
    Rdf(GraphFormat),
}

/// The format in its flavour.
///
/// # Errors
/// For a flavour of another format.
pub(super) fn written(form: Form, flavour: Option<Flavour>) -> Result<Written, Failure> {
    let rdf = |format| match flavour {
        None => Ok(Written::Rdf(format)),
        Some(flavour) => Err(no_flavour(form, flavour)),
    };
    Ok(Written::Graph(match (form, flavour) {
        (Form::Graphml, None) => GraphForm::GraphMl,
        (Form::Graphml, Some(Flavour::Yed)) => GraphForm::GraphMlYed,
        (Form::Gexf, None) => GraphForm::Gexf,
        (Form::Dot, None) => GraphForm::Dot,
        (Form::Cytoscape, None) => GraphForm::Cytoscape,
        (Form::D3, None) => GraphForm::D3,
        (Form::Cx2, None) => GraphForm::Cx2,
        (Form::Mermaid, None) => GraphForm::Mermaid,
        (Form::Csv, None) => GraphForm::Csv,
        (Form::Csv, Some(Flavour::Gephi)) => GraphForm::CsvGephi,
        (Form::Csv, Some(Flavour::Kumu)) => GraphForm::CsvKumu,
        (Form::Csv, Some(Flavour::Flourish)) => GraphForm::CsvFlourish,
        (Form::Csv, Some(Flavour::Linkurious)) => GraphForm::CsvLinkurious,
        (Form::Csv, Some(Flavour::Neo4j)) => GraphForm::CsvNeo4j,
        (Form::Cypher, None) => GraphForm::Cypher,
        (Form::Ftm, None) => GraphForm::Ftm,
        (Form::Obsidian, None) => return Ok(Written::Vault),
        (Form::Html, None) => return Ok(Written::Page),
        (Form::Parquet, None) => return Ok(Written::Parquet),
        (
            Form::Graphml
            | Form::Csv
            | Form::Cypher
            | Form::Ftm
            | Form::Obsidian
            | Form::Html
            | Form::Parquet,
            Some(flavour),
        ) => {
            return Err(no_flavour(form, flavour));
        }
        (
            Form::Gexf | Form::Dot | Form::Cytoscape | Form::D3 | Form::Cx2 | Form::Mermaid,
            Some(flavour),
        ) => return Err(no_flavour(form, flavour)),
        (Form::Nt, _) => return rdf(GraphFormat::NTriples),
        (Form::Ttl, _) => return rdf(GraphFormat::Turtle),
        (Form::Nq, _) => return rdf(GraphFormat::NQuads),
        (Form::Trig, _) => return rdf(GraphFormat::TriG),
        (Form::Rdfxml, _) => return rdf(GraphFormat::RdfXml),
        (Form::Jsonld, _) => return rdf(GraphFormat::JsonLd),
    }))
}

/// What a file is by the end of its name, compressed or not; `None` for formats of
/// several files.
pub(super) fn of_name(file: &Path) -> Option<Form> {
    let name = file.file_name()?.to_str()?.to_ascii_lowercase();
    let (_, ending) = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?;
    // It is other things more often.
    if ending == "xml" {
        return None;
    }
    let form = Form::from_str(ending, true).ok()?;
    match written(form, None).ok()? {
        Written::Graph(graph) if graph.files().is_some() => None,
        Written::Vault | Written::Parquet => None,
        Written::Graph(_) | Written::Page | Written::Rdf(_) => Some(form),
    }
}

/// The word by which a value is asked for.
fn word(value: &impl ValueEnum) -> String {
    let value = value.to_possible_value();
    value
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

/// What readers of a format do not show, where whoever writes it is to be told.
pub(super) fn warning(form: Form, flavour: Option<Flavour>) -> Option<&'static str> {
    let flavour = flavour.as_ref().map(word);
    let format = format(&word(&form), flavour.as_deref())?;
    format.lacks.filter(|_| format.is_warned_of)
}

fn no_flavour(form: Form, flavour: Flavour) -> Failure {
    let of = match flavour {
        Flavour::Yed => "graphml",
        Flavour::Gephi
        | Flavour::Kumu
        | Flavour::Flourish
        | Flavour::Linkurious
        | Flavour::Neo4j => "csv",
    };
    Failure::usage(format!(
        "`{}` has no flavour `{}`; that is one of `{of}`",
        word(&form),
        word(&flavour),
    ))
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::{Flavour, Form, word, written};
    use crate::render::export::{FORMATS, format};

    #[test]
    fn the_list_of_formats_has_each_that_can_be_asked_for_and_no_other() {
        let mut asked = 0;
        for form in Form::value_variants() {
            let flavours = Flavour::value_variants().iter().copied().map(Some);
            for flavour in flavours.chain([None]) {
                let name = flavour.as_ref().map(word);
                let listed = format(&word(form), name.as_deref());
                let is_known = written(*form, flavour).is_ok();
                assert_eq!(listed.is_some(), is_known, "{form:?} {flavour:?}");
                asked += usize::from(is_known);
            }
        }
        assert_eq!(asked, FORMATS.len());
    }
}
