//! `/path`: who connects to whom, hop by hop, as `nutgraf path` finds it; beside it
//! what holds the connection up.

use serde_json::{Value, json};

use crate::answer::{
    Ask, Count, Graph, HoldsQuestion, LabelKind, PathQuestion, find_holds_within, find_paths,
};
use crate::model::Standing;
use crate::render::path_data;
use crate::render::paths::{self, Given};
use crate::render::told;
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::{draw, export};
use crate::web::question::{self, FILTERS, Links};
use crate::web::reply::Reply;
use crate::web::respond::{Forms, in_words};
use crate::web::session::Session;

/// The options beside those that choose links.
pub const OPTIONS: [&str; 9] = [
    "from",
    "to",
    "k",
    "all-shortest",
    "within",
    "max-hops",
    "independent",
    "strongest",
    "via",
];

/// What looking for what holds the connection up may read on this page: a few
/// milliseconds. The page of its own has all that the command has.
const HOLDS_WORK: u64 = 100_000;

/// The page of two names, or the form for them.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let form = question::form(session, asked, &OPTIONS);
    let Some(question) = question::path(asked, selection)? else {
        let page = ("path.html", "Paths between two");
        return question::form_alone(session, asked, "`from` and `to`", page, &form);
    };
    let answer = find_paths(&graph, &question)?;
    let edition = graph.edition().content_id();
    let is_page = asked.twin == Twin::Html;
    let holds = match is_page && answer.from != answer.to && !answer.paths.is_empty() {
        true => holds(&graph, &question)?,
        false => Value::Null,
    };
    let here = |page: &str, options: &[&str]| {
        let query = asked.only(&[options, &FILTERS].concat());
        format!("{}/{page}?{query}", session.base)
    };
    let more = match answer.total {
        Some(Count::Exactly(total)) => total > answer.paths.len() as u128,
        Some(Count::MoreThan(_)) => true,
        None => false,
    } && question.ask == Ask::Shortest;
    let within = answer.left_out.map(|left_out| left_out.hops);
    // Those that were asked for are among what is left out.
    let standings = match answer.selected.is_withdrawn(Standing::Retracted) {
        true => String::new(),
        false => Standing::ALL
            .map(|one| format!("&standing={}", one.as_str()))
            .concat(),
    };
    let reply = session.page_of(
        &graph,
        asked,
        &Forms {
            template: "path.html",
            title: format!("{} → {}", answer.from.label, answer.to.label),
            value: &|| match is_page {
                // What that says is told in sentences.
                true => json!({}),
                false => path_data::value(edition, &answer),
            },
            beside: &|| {
                let query = asked.only(&[&OPTIONS[..], &FILTERS].concat());
                let names = [("name", &answer.from), ("name", &answer.to)];
                let names = names.map(|(name, named)| (name.to_owned(), session.told(named)));
                json!({
                    "form": form,
                    "told": told::path(&answer),
                    "holds": holds,
                    "all_shortest": more.then(|| format!("{}&all-shortest=yes", here("path", &OPTIONS))),
                    "unfiltered": within.map(|hops| format!("{}/path?{}&within={hops}{standings}", session.base, asked.only(&["from", "to", "via", "known-on"]))),
                    "is_filtered": !answer.selected.options().is_empty(),
                    "to_holds": (!holds.is_null()).then(|| here("holds", &["from", "to"])),
                    "to_key": here("key", &["from", "to"]),
                    "to_between": session.address("between", &names, &asked.only(&FILTERS)),
                    "draw": draw::shown(session, "path", &query),
                    "files": export::of_answer(session, "path", &query),
                })
            },
            sheet: Some(&|| path_data::sheet(&answer)),
            incomplete: in_words(answer.limit, paths::limit_words),
        },
    )?;
    Ok(question::noted(reply, asked, || {
        paths::beside_rows(&answer, Given::Address)
    }))
}

/// The smallest set of sources; nothing where it cannot be asked for.
fn holds(graph: &Graph, asked: &PathQuestion) -> Result<Value, WebError> {
    if !asked.selection.without_sources.is_empty() {
        return Ok(Value::Null);
    }
    let question = HoldsQuestion {
        from: asked.from.clone(),
        to: asked.to.clone(),
        by: LabelKind::Source,
        selection: asked.selection.clone(),
    };
    let answer = find_holds_within(graph, &question, HOLDS_WORK)?;
    Ok(told::holds_briefly(&answer))
}
