//! The option `-o`: in what form an answer is written.

use clap::ValueEnum;

use crate::answer::Graph;
use crate::render::sheet;

/// In what form an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Text for a person
    Table,
    /// An apostrophe goes before a cell that a spreadsheet would run as a formula
    Csv,
    /// Likewise
    Tsv,
    Json,
    /// One JSON object per line
    Jsonl,
    /// Markdown
    Md,
}

impl Form {
    /// The graph for an answer in this form: JSON has an id beside each name,
    /// and needs no label that tells two of one name apart.
    pub fn labelled(self, graph: Graph) -> Graph {
        match self {
            Form::Json => graph.without_labels(),
            Form::Table | Form::Jsonl | Form::Csv | Form::Tsv | Form::Md => graph,
        }
    }

    /// The form of a sheet, where this is one.
    pub fn sheet(self) -> Option<sheet::Form> {
        match self {
            Form::Csv => Some(sheet::Form::Csv),
            Form::Tsv => Some(sheet::Form::Tsv),
            Form::Md => Some(sheet::Form::Markdown),
            Form::Table | Form::Json | Form::Jsonl => None,
        }
    }
}
