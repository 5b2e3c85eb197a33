//! One answer in the form that was asked for.

use serde_json::Value;

use crate::answer::Graph;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::form::Form;
use crate::render::page::Page;
use crate::render::sheet::Sheet;
use crate::render::words::{ROWS_WITHHELD, with_rows_withheld};
use crate::render::{json, known_on};

/// How an answer is written in each form; only one of them is made.
pub(super) struct Forms<'a> {
    pub page: &'a dyn Fn() -> Page,
    pub value: &'a dyn Fn() -> Value,
    /// A list: one object a line.
    pub lines: &'a dyn Fn() -> Value,
    pub sheet: &'a dyn Fn() -> Sheet,
    /// What neither lines nor rows can say, for standard error.
    pub beside: &'a dyn Fn() -> Option<String>,
}

impl Forms<'_> {
    /// Writes the answer, with what the edition says of the day that it is of and of
    /// what is withheld from it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, form: Form, graph: &Graph, console: &mut Console) -> Result<(), Failure> {
        let (known, withholds) = (graph.known_on(), graph.withholds());
        match form {
            Form::Table => {
                let page = with_rows_withheld(withholds, (self.page)());
                return console.page(&known_on::page(known, page));
            }
            Form::Json => {
                json::write(&known_on::value(known, (self.value)()), console.out())?;
            }
            Form::Jsonl => {
                json::write_lines(&known_on::lines(known, (self.lines)()), console.out())?;
            }
            Form::Csv | Form::Tsv | Form::Md => {
                let sheet = known_on::sheet(known, (self.sheet)());
                sheet.write_as(form.sheet(), console.out())?;
            }
        }
        console.flush()?;
        // An object has it in itself.
        if form != Form::Json
            && let Some(words) = (self.beside)()
        {
            words.lines().for_each(|line| console.say(line));
        }
        if withholds {
            console.say(&format!("note: {ROWS_WITHHELD}"));
        }
        Ok(())
    }
}
