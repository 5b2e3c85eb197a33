//! `/`: what the case holds, and where to begin.

use serde_json::json;

use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// The first page.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    session.page(
        asked,
        &Forms {
            template: "start.html",
            title: session.title(),
            value: &|| json!({"schema": "nutgraf/start/1", "edition": session.edition()}),
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}
