//! `/questions`: what is not known, and who could answer it.

use serde_json::json;

use crate::answer::questions;
use crate::render::questions as forms;
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{self, PER_PAGE};
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

/// The page of all questions, some at a time; its JSON and CSV have all at once, unless
/// the address of the JSON asks for a page.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let from = paging::from(asked)?;
    let is_part = match asked.twin {
        Twin::Html => true,
        Twin::Json => !asked.given().is_empty(),
        // Rows could not say that they are a part.
        Twin::Csv => false,
    };
    let (from, count) = match is_part {
        true => (from, PER_PAGE),
        false => (0, usize::MAX),
    };
    let found = questions(&session.graph, from, count)?;
    let in_all = found.questions.in_all;
    paging::check(from, in_all)?;
    session.page(
        asked,
        &Forms {
            template: "questions.html",
            title: "Questions".to_owned(),
            value: &|| forms::value(session.edition(), from, &found),
            beside: &|| json!({"paging": paging::value(session, asked, from, in_all)}),
            sheet: Some(&|| forms::sheet(&found)),
            incomplete: None,
        },
    )
}
