//! `/about`: from what the edition was made, by which rules, and what the words mean.

use serde_json::json;

use crate::answer::about_edition;
use crate::render::about_edition as forms;
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

/// The page about the case.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let about = about_edition(&session.graph)?;
    session.page(
        asked,
        &Forms {
            template: "about.html",
            title: format!("About {}", session.title()),
            value: &|| forms::value(&about),
            beside: &|| json!({"words": forms::words()}),
            sheet: None,
            incomplete: None,
        },
    )
}
