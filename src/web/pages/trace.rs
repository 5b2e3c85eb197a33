//! `/trace/NAME`: the whole chain of one thing, as `nutgraf trace` has it.

use serde_json::json;

use crate::answer::trace;
use crate::render::trace as traced;
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

/// The page of a claim, an answer, a source, a meeting, a question or a link.
pub fn page(session: &Session, asked: &Asked<'_>, name: &str) -> Result<Reply<'static>, WebError> {
    let found = match asked.twin {
        // As the command: an id stands beside each name.
        Twin::Json => trace(&session.graph.clone().without_labels(), name)?,
        Twin::Html | Twin::Csv => trace(&session.graph, name)?,
    };
    let beside = || json!({"told": traced::told(&found), "shown": name});
    session.page(
        asked,
        &Forms {
            template: "trace.html",
            title: format!("The whole chain of {name}"),
            value: &|| traced::value(session.edition(), &found),
            beside: &beside,
            sheet: None,
            incomplete: traced::left_out(&found),
        },
    )
}
