//! `/between`: what connects several names, as `nutgraf between` finds it.

use serde_json::json;

use crate::answer::find_between;
use crate::render::{between, paths, told};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part};
use crate::web::pages::{draw, export};
use crate::web::question::{self, FILTERS, Links};
use crate::web::reply::Reply;
use crate::web::respond::{Forms, in_words};
use crate::web::session::Session;

/// The options beside those that choose links.
pub const OPTIONS: [&str; 2] = ["name", "max-hops"];

/// The page of several names, or the form for them.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let form = question::form(session, asked, &OPTIONS);
    let part = Part::new(asked)?;
    let Some(question) = question::between(asked, selection)? else {
        return question::form_alone(
            session,
            asked,
            "`name`, twice or more,",
            ("between.html", "What connects several"),
            &form,
        );
    };
    let answer = find_between(&graph, &question)?;
    let shown = part.of(answer.hops.len(), session, asked)?;
    let edition = graph.edition().content_id();
    let labels: Vec<&str> = answer.names.iter().map(|one| one.label.as_str()).collect();
    let reply = session.page_of(
        &graph,
        asked,
        &Forms {
            template: "between.html",
            title: format!("Between {}", labels.join(", ")),
            value: &|| match asked.twin {
                Twin::Html => json!({}),
                Twin::Json | Twin::Csv => between::value(edition, &answer),
            },
            beside: &|| {
                let query = asked.only(&[&OPTIONS[..], &FILTERS].concat());
                let more = asked.only(&[&["max-hops"], &FILTERS[..]].concat());
                json!({
                    "form": form,
                    "told": told::between(&answer, part.from(), PER_PAGE),
                    "part": shown,
                    "told_by": session.told_by(),
                    "more": match more.is_empty() {
                        true => more,
                        false => format!("&{more}"),
                    },
                    "draw": draw::shown(session, "between", &query),
                    "files": export::of_answer(session, "between", &query),
                })
            },
            sheet: Some(&|| between::sheet(&answer)),
            incomplete: in_words(answer.limit, paths::limit_words),
        },
    )?;
    Ok(question::noted(reply, asked, || {
        between::beside_rows(&answer)
    }))
}
