//! The library of questions: each in words, with its parameters and columns.

use serde_json::{Value, json};

use crate::answer::{Parameter, Question};
use crate::render::page::Page;
use crate::render::sheet::Sheet;

/// The list for a terminal.
pub fn page(all: &[Question]) -> Page {
    let mut page = Page::new();
    for (at, question) in all.iter().enumerate() {
        let Question {
            name,
            header,
            text: _,
        } = question;
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
        page.line(format!("  columns: {}", columns(question).join(", ")));
    }
    page
}

/// The list as a JSON object.
pub fn json(all: &[Question]) -> Value {
    json!({"schema": "nutgraf/queries/1", "queries": all.iter().map(value).collect::<Vec<_>>()})
}

/// One question.
pub fn value(question: &Question) -> Value {
    let Question {
        name,
        header,
        text: _,
    } = question;
    let parameters: Vec<_> = header
        .parameters
        .iter()
        .map(
            |Parameter {
                 name,
                 kind,
                 optional,
                 words,
             }| {
                json!({"name": name, "kind": kind.as_str(), "optional": optional, "words": words})
            },
        )
        .collect();
    let columns: Vec<_> = header
        .columns
        .iter()
        .map(|(name, words)| json!({"name": name, "words": words}))
        .collect();
    json!({"name": name, "question": header.question, "parameters": parameters, "columns": columns})
}

/// The list as rows.
pub fn sheet(all: &[Question]) -> Sheet {
    let mut sheet = Sheet::new(["name", "question", "parameters", "columns"]);
    for question in all {
        let parameters: Vec<&str> = question
            .header
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        sheet.row([
            question.name,
            &question.header.question,
            &parameters.join("; "),
            &columns(question).join("; "),
        ]);
    }
    sheet
}

fn columns(question: &Question) -> Vec<&str> {
    let columns = question.header.columns.iter();
    columns.map(|(name, _)| name.as_str()).collect()
}
