//! `/questions`: what is not known, and who could answer it.

use serde_json::json;

use crate::answer::questions;
use crate::render::questions as forms;
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part};
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

/// The page of all questions, some at a time; its JSON and CSV have all at once, unless
/// the address of the JSON asks for a page.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let part = Part::new(asked)?;
    let is_part = match asked.twin {
        Twin::Html => true,
        Twin::Json => !asked.given().is_empty(),
        // Rows could not say that they are a part.
        Twin::Csv => false,
    };
    let (part, count) = match is_part {
        true => (part, PER_PAGE),
        false => (Part::FIRST, usize::MAX),
    };
    let found = questions(&session.graph, part.from(), count)?;
    let shown = part.of(found.questions.in_all, session, asked)?;
    session.page(
        asked,
        &Forms {
            template: "questions.html",
            title: "Questions".to_owned(),
            value: &|| forms::value(session.edition(), part.from(), &found),
            beside: &|| json!({"paging": shown}),
            sheet: Some(&|| forms::sheet(&found)),
            incomplete: None,
        },
    )
}
