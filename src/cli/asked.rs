//! The options of every question about connections: which links count, as known
//! on which day, in what form.

use std::path::Path;

use crate::answer::{Graph, Selection};
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::form::Form;
use crate::cli::known_on::KnownOnDay;
use crate::cli::selection::SelectionArgs;

/// Which links count, and as known on which day.
#[derive(Debug, clap::Args)]
pub struct LinkArgs {
    #[command(flatten)]
    pub known: KnownOnDay,
    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// Likewise, and the form of the answer.
#[derive(Debug, clap::Args)]
pub struct Asked {
    #[command(flatten)]
    links: LinkArgs,
    /// Form of the answer
    #[arg(short, long, alias = "format", value_enum, default_value = "table")]
    pub output: Form,
}

impl LinkArgs {
    /// The edition behind a path, for an answer in this form.
    ///
    /// # Errors
    /// See [`KnownOnDay::open`].
    pub fn open(&self, case: &Path, output: Form, console: &mut Console) -> Result<Graph, Failure> {
        let graph = match output {
            Form::Table => self.known.open_for_page(case, console)?,
            Form::Csv | Form::Tsv | Form::Json | Form::Jsonl | Form::Md => {
                self.known.open(case, console)?
            }
        };
        Ok(output.labelled(graph))
    }
}

impl Asked {
    /// Likewise.
    ///
    /// # Errors
    /// See [`KnownOnDay::open`].
    pub fn open(&self, case: &Path, console: &mut Console) -> Result<Graph, Failure> {
        self.links.open(case, self.output, console)
    }

    /// As known on which day.
    pub fn known(&self) -> KnownOnDay {
        self.links.known
    }

    /// Which links count.
    pub fn selection(self) -> Selection {
        self.links.selection.into()
    }
}
