//! `/holds`: the smallest set without which two are no longer connected, with its
//! proof, as `nutgraf holds` finds it.

use serde_json::json;

use crate::answer::{HoldsOutcome, find_holds};
use crate::render::{holds, holds_rows, told};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::question::{self, FILTERS, Links};
use crate::web::reply::Reply;
use crate::web::respond::Forms;
use crate::web::session::Session;

const OPTIONS: [&str; 3] = ["from", "to", "by"];

/// The page of two names, or the form for them.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let form = question::form(session, asked, &OPTIONS);
    let Some(question) = question::holds(asked, selection)? else {
        return question::form_alone(
            session,
            asked,
            "`from` and `to`",
            ("holds.html", "What holds a connection up"),
            &form,
        );
    };
    let answer = find_holds(&graph, &question)?;
    let edition = graph.edition().content_id();
    let reply = session.page_of(
        &graph,
        asked,
        &Forms {
            template: "holds.html",
            title: format!(
                "What connects {} and {} by {}",
                answer.from.label,
                answer.to.label,
                answer.by.as_str()
            ),
            value: &|| match asked.twin {
                Twin::Html => json!({}),
                Twin::Json | Twin::Csv => holds::value(edition, &answer),
            },
            beside: &|| {
                let query = asked.only(&[&["from", "to"], &FILTERS[..]].concat());
                json!({
                    "form": form,
                    "told": told::holds(&answer),
                    "to_path": format!("{}/path?{query}", session.base),
                })
            },
            sheet: Some(&|| holds_rows::sheet(&answer)),
            incomplete: match &answer.outcome {
                HoldsOutcome::Between { limit, .. } => {
                    Some(format!("not exact. {}", holds::limit_words(*limit)))
                }
                HoldsOutcome::SameEntity
                | HoldsOutcome::NotConnected
                | HoldsOutcome::OnNothing { .. }
                | HoldsOutcome::Exactly { .. } => None,
            },
        },
    )?;
    Ok(question::noted(reply, asked, || {
        holds_rows::beside_rows(&answer)
    }))
}
