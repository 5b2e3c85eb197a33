//! `/`: what the case holds, and where to begin.

use serde_json::{Value, json};

use crate::answer::overview;
use crate::render::overview as forms;
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

/// The first page.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let found = overview(&session.graph)?;
    let cases = session.graph.case_names();
    let news = asked.news();
    let beside = || {
        let changes = news.changes.as_deref();
        // What another process wrote for us; without it nothing is made up.
        let changes: Option<Value> = changes.and_then(|text| serde_json::from_str(text).ok());
        json!({"reloads": news.reloads, "changes": changes})
    };
    session.page(
        asked,
        &Forms {
            template: "start.html",
            title: session.title(),
            value: &|| forms::value(session.edition(), &cases, &found),
            beside: &beside,
            sheet: None,
            incomplete: None,
        },
    )
}
