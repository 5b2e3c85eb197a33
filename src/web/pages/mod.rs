//! The pages: which address is which, and the template of each.
//!
//! One file a page, with its template beside it: it reads the options from the
//! address, asks `answer`, and gives the forms of what that says.

use crate::render::html::Template;
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::session::Session;

mod queries;
mod service;
mod show;
mod sparql;
mod start;

/// The templates; the frame is that of every page.
pub const TEMPLATES: [Template; 8] = [
    template("frame.html", include_str!("frame.html")),
    template("problem.html", include_str!("problem.html")),
    template("show.html", include_str!("show.html")),
    template("start.html", include_str!("start.html")),
    template("results.html", include_str!("results.html")),
    template("sparql.html", include_str!("sparql.html")),
    template("queries.html", include_str!("queries.html")),
    template("question.html", include_str!("question.html")),
];

const fn template(name: &'static str, source: &'static str) -> Template {
    Template { name, source }
}

/// Answers what an address asks for.
///
/// # Errors
/// When no page has this address, or the page says why it cannot be made.
pub fn answer<'s>(session: &'s Session, asked: &Asked<'s>) -> Result<Reply<'s>, WebError> {
    let parts: Vec<&str> = asked.parts.iter().map(String::as_str).collect();
    match parts[..] {
        [] | ["start"] => start::page(session, asked),
        ["show", name] => show::page(session, asked, name),
        ["sparql"] => sparql::page(session, asked),
        ["queries"] => queries::list(session, asked),
        ["queries", name] => queries::page(session, asked, name),
        _ => Err(WebError::NoPage),
    }
}
