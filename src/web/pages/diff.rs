//! `/diff`: what the last load changed, as `nutgraf diff` tells it of the edition
//! before and the one that is shown.

use serde_json::{Value, json};

use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// The page of changes.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let news = asked.news();
    let changes = news.changes.as_deref().map(serde_json::from_str::<Value>);
    let changes = changes.transpose().map_err(std::io::Error::from)?;
    let value = || {
        json!({
            "schema": "nutgraf/reloaded/1",
            "edition": session.edition(),
            "reloads": news.reloads,
            "diff": changes,
        })
    };
    let counted = changes.as_ref().map_or(0, counted);
    let listed = changes.as_ref().and_then(|diff| diff["changes"].as_array());
    let listed = listed.map_or(0, Vec::len) as u64;
    let incomplete = (counted > listed && asked.twin == Twin::Html).then(|| {
        format!(
            "the first {listed} of {counted} changes are listed; `nutgraf diff BEFORE NOW` lists all of two editions that were kept"
        )
    });
    session.page(
        asked,
        &Forms {
            template: "diff.html",
            title: "What the last load changed".to_owned(),
            value: &value,
            beside: &nothing_beside,
            sheet: None,
            incomplete,
        },
    )
}

/// How many changes there are of all kinds.
fn counted(diff: &Value) -> u64 {
    let kinds = diff["counts"].as_object().into_iter().flatten();
    let numbers = kinds.flat_map(|(_, counts)| {
        // Those with another standing are among the changed ones.
        ["new", "gone", "changed"].map(|how| counts[how].as_u64().unwrap_or_default())
    });
    numbers.sum()
}
