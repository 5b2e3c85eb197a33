//! The options of every question about connections: which links count, as known
//! on which day, in what form.

use std::path::Path;

use crate::answer::Graph;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::form::Form;
use crate::cli::known_on::KnownOnDay;
use crate::cli::selection::SelectionArgs;

#[derive(Debug, clap::Args)]
pub struct Asked {
    #[command(flatten)]
    known: KnownOnDay,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Form of the answer
    #[arg(short, long, value_enum, default_value = "table")]
    pub output: Form,
}

impl Asked {
    /// The edition behind a path, for an answer in this form.
    ///
    /// # Errors
    /// See [`KnownOnDay::open`].
    pub fn open(&self, case: &Path, console: &mut Console) -> Result<Graph, Failure> {
        let graph = match self.output {
            Form::Table => self.known.open_for_page(case, console)?,
            Form::Csv | Form::Tsv | Form::Json | Form::Jsonl | Form::Md => {
                self.known.open(case, console)?
            }
        };
        Ok(self.output.labelled(graph))
    }
}
