//! `/falls`: what rests on some sources alone, as `nutgraf falls` finds it.

use serde_json::json;

use crate::answer::find_falls;
use crate::render::{falls, told};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part};
use crate::web::question::{self, Links};
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

const OPTIONS: [&str; 1] = ["source"];

/// The page of some sources, or the form for them.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let form = question::form(session, asked, &OPTIONS);
    let part = Part::new(asked)?;
    let Some(question) = question::falls(asked, selection) else {
        return question::form_alone(
            session,
            asked,
            "`source`",
            ("falls.html", "What falls with a source"),
            &form,
        );
    };
    let answer = find_falls(&graph, &question)?;
    let lists = [
        answer.claims.len(),
        answer.links.len(),
        answer.pairs.len(),
        answer.isolated.len(),
        answer.same_origin.len(),
        answer.summaries.len(),
    ];
    let rows = lists.into_iter().max().unwrap_or_default();
    let shown = part.of(rows, session, asked)?;
    let edition = graph.edition().content_id();
    let labels: Vec<&str> = answer
        .sources
        .iter()
        .map(|one| one.label.as_str())
        .collect();
    let reply = session.page_of(
        &graph,
        asked,
        &Forms {
            template: "falls.html",
            title: format!("Without {}", labels.join(", ")),
            value: &|| match asked.twin {
                Twin::Html => json!({}),
                Twin::Json | Twin::Csv => falls::value(edition, &answer),
            },
            beside: &|| {
                json!({
                    "form": form,
                    "told": told::falls(&answer, part.from(), PER_PAGE),
                    "part": shown,
                })
            },
            sheet: Some(&|| falls::sheet(&answer)),
            incomplete: (!answer.is_complete())
                .then(|| "more falls than is listed; the numbers are whole".to_owned()),
        },
    )?;
    Ok(question::noted(reply, asked, || {
        falls::beside_rows(&answer)
    }))
}
