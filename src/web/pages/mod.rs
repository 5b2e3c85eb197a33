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
mod audit;
mod diff;
mod dossier;
mod parts;
mod replies;
mod show;
mod sparql;
mod start;
mod timeline;

/// The templates; the frame is that of every page.
pub const TEMPLATES: &[Template] = &[
    template("frame.html", include_str!("frame.html")),
    template("problem.html", include_str!("problem.html")),
    template("show.html", include_str!("show.html")),
    template("start.html", include_str!("start.html")),
    template("results.html", include_str!("results.html")),
    template("sparql.html", include_str!("sparql.html")),
    template("queries.html", include_str!("queries.html")),
    template("question.html", include_str!("question.html")),
    template("parts.html", include_str!("parts.html")),
    template("replies.html", include_str!("replies.html")),
    template("audit.html", include_str!("audit.html")),
    // The names without more are those of pages that stand alone.
    template("timeline-page.html", include_str!("timeline.html")),
    template("dossier-form.html", include_str!("dossier.html")),
    crate::render::dossier::PAGE,
    template("diff.html", include_str!("diff.html")),
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
        ["replies"] => replies::page(session, asked),
        ["audit"] => audit::page(session, asked),
        ["timeline"] => timeline::page(session, asked),
        ["draw", "timeline.svg"] => timeline::picture(session, asked),
        ["dossier"] => dossier::page(session, asked),
        ["diff"] => diff::page(session, asked),
        _ => Err(WebError::NoPage),
    }
}
