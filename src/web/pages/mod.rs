//! The pages: which address is which, and the template of each.
//!
//! One file a page, with its template beside it: it reads the options from the
//! address, asks `answer`, and gives the forms of what that says.

use crate::render::html::Template;
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::session::Session;

mod about;
mod audit;
mod between;
mod diff;
mod dossier;
mod draw;
mod export;
mod falls;
mod find;
mod holds;
mod key;
mod paging;
mod path;
mod queries;
mod questions;
mod replies;
mod service;
mod show;
mod sparql;
mod start;
mod ties;
mod timeline;
mod trace;

/// The templates; the frame is that of every page.
pub const TEMPLATES: &[Template] = &[
    template("frame.html", include_str!("frame.html")),
    template("problem.html", include_str!("problem.html")),
    template("start.html", include_str!("start.html")),
    template("results.html", include_str!("results.html")),
    template("sparql.html", include_str!("sparql.html")),
    template("queries.html", include_str!("queries.html")),
    template("question.html", include_str!("question.html")),
    template("replies.html", include_str!("replies.html")),
    template("audit.html", include_str!("audit.html")),
    // The names without more are those of pages that stand alone.
    template("timeline-page.html", include_str!("timeline.html")),
    template("dossier-form.html", include_str!("dossier.html")),
    crate::render::dossier::PAGE,
    template("diff.html", include_str!("diff.html")),
    template("hops.html", include_str!("hops.html")),
    template("filters.html", include_str!("filters.html")),
    template("path.html", include_str!("path.html")),
    template("holds.html", include_str!("holds.html")),
    template("key.html", include_str!("key.html")),
    template("falls.html", include_str!("falls.html")),
    template("between.html", include_str!("between.html")),
    template("ties.html", include_str!("ties.html")),
    template("export.html", include_str!("export.html")),
    template("paging.html", include_str!("paging.html")),
    template("show-entity.html", include_str!("show-entity.html")),
    template("show-source.html", include_str!("show-source.html")),
    template("show-claim.html", include_str!("show-claim.html")),
    template("show-other.html", include_str!("show-other.html")),
    template("trace.html", include_str!("trace.html")),
    template("things.html", include_str!("things.html")),
    template("find.html", include_str!("find.html")),
    template("questions.html", include_str!("questions.html")),
    template("about.html", include_str!("about.html")),
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
        ["path"] => path::page(session, asked),
        ["holds"] => holds::page(session, asked),
        ["key"] => key::page(session, asked),
        ["falls"] => falls::page(session, asked),
        ["between"] => between::page(session, asked),
        ["ties"] => ties::page(session, asked),
        ["draw", file] => draw::file(session, asked, file),
        ["export"] => export::page(session, asked),
        ["export", file] => export::file(session, asked, file),
        ["trace", name] => trace::page(session, asked, name),
        ["find"] => find::page(session, asked),
        ["questions"] => questions::page(session, asked),
        ["about"] => about::page(session, asked),
        _ => Err(WebError::NoPage),
    }
}
