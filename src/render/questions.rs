//! The questions of a case, as JSON and rows.

use serde_json::{Value, json};

use crate::answer::{Listed, Named, QuestionView, Questions};
use crate::render::json as object;
use crate::render::rows;
use crate::render::sheet::Sheet;
use crate::render::words;

/// JSON; schema `nutgraf/questions/1`. `from` is how many come before those listed.
pub fn value(edition: &str, from: usize, found: &Questions) -> Value {
    let Questions {
        questions: Listed { listed, in_all },
        open_in_all,
    } = found;
    json!({
        "schema": "nutgraf/questions/1",
        "edition": edition,
        "complete": listed.len() == *in_all,
        "in_all": in_all,
        "open_in_all": open_in_all,
        "from": from,
        "questions": listed.iter().map(object::question).collect::<Vec<_>>(),
    })
}

/// A row each.
pub fn sheet(found: &Questions) -> Sheet {
    let mut sheet = Sheet::new([
        "question",
        "text",
        "state",
        "about",
        "who_could_answer",
        "answered_by",
        "answer_text",
        "answer_standing",
        "answer_answers",
        "answers",
        "source",
        "table",
        "row",
    ]);
    let labels = |all: &[Named]| {
        let labels: Vec<&str> = all.iter().map(|one| one.label.as_str()).collect();
        labels.join("; ")
    };
    for question in &found.questions.listed {
        let QuestionView {
            named,
            text,
            about,
            who_could_answer,
            answered_by,
            source,
            answers,
            place,
        } = question;
        let by = answered_by.as_deref();
        let given = answers.iter();
        let given = given.map(|answer| rows::answer(answer, Some(&named.iri)));
        sheet.row([
            named.id.clone(),
            text.clone(),
            by.map_or("open", |_| "answered").to_owned(),
            labels(about),
            labels(who_could_answer),
            by.map(|claim| claim.id.clone()).unwrap_or_default(),
            by.map(|claim| claim.sentence().into_owned())
                .unwrap_or_default(),
            by.map(|claim| claim.standing.as_str())
                .unwrap_or_default()
                .to_owned(),
            by.map(rows::claim_answers).unwrap_or_default(),
            given.collect::<Vec<_>>().join("; "),
            source
                .as_ref()
                .map(|one| one.label.clone())
                .unwrap_or_default(),
            place.table.to_owned(),
            words::row_cell(place),
        ]);
    }
    sheet
}
