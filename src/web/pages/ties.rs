//! `/ties`: whom somebody or something is linked to, as `nutgraf ties` finds it.

use serde_json::json;

use crate::answer::find_ties_from;
use crate::render::{ties, told};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part};
use crate::web::pages::{draw, export};
use crate::web::question::{self, FILTERS, Links};
use crate::web::reply::Reply;
use crate::web::respond::{Forms, in_words};
use crate::web::session::Session;

/// The options beside those that choose links.
pub const OPTIONS: [&str; 2] = ["name", "hops"];

/// The page of a name, or the form for it.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let form = question::form(session, asked, &OPTIONS);
    let part = Part::new(asked)?;
    let Some(question) = question::ties(asked, selection)? else {
        return question::form_alone(session, asked, "`name`", ("ties.html", "Ties"), &form);
    };
    // The page reads what it shows; the other forms are whole.
    let (from, most) = match asked.twin {
        Twin::Html => (part.from(), PER_PAGE),
        Twin::Json | Twin::Csv => (0, usize::MAX),
    };
    let (answer, listed) = find_ties_from(&graph, &question, from, most)?;
    let shown = part.of(listed, session, asked)?;
    let edition = graph.edition().content_id();
    let reply = session.page_of(
        &graph,
        asked,
        &Forms {
            template: "ties.html",
            title: format!("Ties of {}", answer.of.label),
            value: &|| match asked.twin {
                Twin::Html => json!({}),
                Twin::Json | Twin::Csv => ties::value(edition, &answer),
            },
            beside: &|| {
                let query = asked.only(&[&OPTIONS[..], &FILTERS].concat());
                json!({
                    "form": form,
                    "told": told::ties(&answer),
                    "part": shown,
                    "draw": draw::shown(session, "ties", &query),
                    "files": export::of_answer(session, "ties", &query),
                })
            },
            sheet: Some(&|| ties::sheet(&answer)),
            incomplete: in_words(answer.limit, ties::limit_words_of_hops),
        },
    )?;
    Ok(question::noted(reply, asked, || ties::beside_rows(&answer)))
}
