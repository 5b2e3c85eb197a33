//! `nutgraf queries`: the library of questions.

use serde_json::json;

use crate::cli::console::Console;
use crate::cli::failure::{Exit, Failure};
use crate::cli::form::Form;
use crate::query::{Library, Parameter, Question};
use crate::render::json;
use crate::render::page::Page;
use crate::render::sheet::Sheet;

/// List the library: each question in words, with its parameters and columns
///
/// With a name: the query itself, to be changed and run with `nutgraf query CASE FILE.rq`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print the text of this question
    name: Option<String>,
    /// Form of the list
    #[arg(short, long, value_enum, default_value = "table")]
    output: Form,
}

pub fn run(args: Args, console: &mut Console) -> Result<Exit, Failure> {
    if let Some(name) = &args.name {
        let question = Library::find(name).ok_or_else(|| super::query::unknown_question(name))?;
        console.out().write_all(question.text.as_bytes())?;
        return Ok(Exit::Answered);
    }
    let all = Library::all();
    match args.output {
        Form::Table => console.page(&page(&all))?,
        Form::Json => json::write(
            &json!({"schema": "nutgraf/queries/1", "queries": value(&all)}),
            console.out(),
        )?,
        Form::Jsonl => json::write_lines(&value(&all), console.out())?,
        Form::Csv | Form::Tsv | Form::Md => {
            sheet(&all).write_as(args.output.sheet(), console.out())?
        }
    }
    Ok(Exit::Answered)
}

fn page(all: &[Question]) -> Page {
    let mut page = Page::new();
    for (
        at,
        Question {
            name,
            header,
            text: _,
        },
    ) in all.iter().enumerate()
    {
        if at > 0 {
            page.gap();
        }
        page.title(*name);
        page.line(format!("  {}", header.question));
        for Parameter {
            name,
            kind,
            optional,
            words,
        } in &header.parameters
        {
            let optional = if *optional { ", optional" } else { "" };
            page.line(format!(
                "  --param {name}=…  ({}{optional}) {words}",
                kind.as_str()
            ));
        }
        let columns: Vec<&str> = header
            .columns
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        page.line(format!("  columns: {}", columns.join(", ")));
    }
    page
}

fn value(all: &[Question]) -> serde_json::Value {
    all.iter()
        .map(|Question { name, header, text: _ }| {
            let parameters: Vec<_> = header
                .parameters
                .iter()
                .map(|Parameter { name, kind, optional, words }| {
                    json!({"name": name, "kind": kind.as_str(), "optional": optional, "words": words})
                })
                .collect();
            let columns: Vec<_> =
                header.columns.iter().map(|(name, words)| json!({"name": name, "words": words})).collect();
            json!({"name": name, "question": header.question, "parameters": parameters, "columns": columns})
        })
        .collect()
}

fn sheet(all: &[Question]) -> Sheet {
    let mut sheet = Sheet::new(["name", "question", "parameters", "columns"]);
    for Question {
        name,
        header,
        text: _,
    } in all
    {
        let parameters: Vec<&str> = header
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        let columns: Vec<&str> = header
            .columns
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        sheet.row([
            *name,
            &header.question,
            &parameters.join("; "),
            &columns.join("; "),
        ]);
    }
    sheet
}
