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
mod find;
mod paging;
mod questions;
mod show;
mod start;
mod trace;

/// The templates; the frame is that of every page.
pub const TEMPLATES: [Template; 13] = [
    template("frame.html", include_str!("frame.html")),
    template("problem.html", include_str!("problem.html")),
    template("start.html", include_str!("start.html")),
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
        ["trace", name] => trace::page(session, asked, name),
        ["find"] => find::page(session, asked),
        ["questions"] => questions::page(session, asked),
        ["about"] => about::page(session, asked),
        _ => Err(WebError::NoPage),
    }
}
