//! `/show/NAME`: one thing in full, as `nutgraf show` shows it.

use crate::answer::{Shown, show};
use crate::render::{json, rows};
use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::reply::Reply;
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// The page of whatever has this id or name.
pub fn page(session: &Session, asked: &Asked<'_>, name: &str) -> Result<Reply<'static>, WebError> {
    let shown = show(&session.graph, name)?;
    session.page(
        asked,
        &Forms {
            template: "show.html",
            title: title(&shown),
            value: &|| json::shown(session.edition(), &shown),
            beside: &nothing_beside,
            sheet: Some(&|| rows::shown(&shown)),
            incomplete: None,
        },
    )
}

fn title(shown: &Shown) -> String {
    match shown {
        Shown::Entity(entity) => entity.what.named.label.clone(),
        Shown::Claim(claim) => claim.text.clone(),
        Shown::Source(source) => source.what.named.label.clone(),
        Shown::Meeting(meeting) => meeting.text.clone(),
        Shown::Denial(denial) => format!("Answer {}", denial.answer.id),
        Shown::Question(question) => question.text.clone(),
        Shown::Identity(identity) => identity.named.label.clone(),
        Shown::Link(named, _) => named.label.clone(),
    }
}
