//! `/key`: what everything passes through, in the whole case or between two, as
//! `nutgraf key` finds it.

use serde_json::json;

use crate::answer::find_key;
use crate::render::{key, told};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part};
use crate::web::question::{self, Links};
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

const OPTIONS: [&str; 2] = ["from", "to"];

/// The page of a case, or of two names.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let form = question::form(session, asked, &OPTIONS);
    let part = Part::new(asked)?;
    let answer = find_key(&graph, &question::key(asked, selection)?)?;
    let rows = answer.entities.len().max(answer.hops.len());
    let shown = part.of(rows, session, asked)?;
    let edition = graph.edition().content_id();
    let listed = answer.entities.len() + answer.hops.len();
    let whole = listed == answer.entities_in_all + answer.hops_in_all;
    let reply = session.page_of(
        &graph,
        asked,
        &Forms {
            template: "key.html",
            title: match &answer.between {
                Some((from, to)) => format!(
                    "What everything between {} and {} passes through",
                    from.label, to.label
                ),
                None => "Without which parts of the case are no longer connected".to_owned(),
            },
            value: &|| match asked.twin {
                Twin::Html => json!({}),
                Twin::Json | Twin::Csv => key::value(edition, &answer),
            },
            beside: &|| {
                json!({
                    "form": form,
                    "told": told::key(&answer, part.from(), PER_PAGE),
                    "part": shown,
                })
            },
            sheet: Some(&|| key::sheet(&answer)),
            incomplete: (!whole)
                .then(|| "there are more than are listed; the numbers are whole".to_owned()),
        },
    )?;
    Ok(question::noted(reply, asked, || key::beside_rows(&answer)))
}
