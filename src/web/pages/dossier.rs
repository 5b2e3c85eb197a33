//! `/dossier`: one person, organisation or asset on a page, as `nutgraf dossier`
//! writes it.

use serde_json::json;

use crate::answer::{DossierQuestion, claims_of_dossier, find_dossier};
use crate::render::{dossier as render, json as forms};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::reply::{JSON, Reply};
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// Claims that are put on one page in full: some megabytes.
const MOST_CLAIMS: usize = 2_000;

/// The dossier of a name, or the form that asks for one.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let name = asked.one("name")?;
    let with = asked.names("with");
    if asked.twin == Twin::Html && name.is_none() {
        return form(session, asked);
    }
    let name = asked.needed("name")?;
    asked.nothing_else()?;
    let claims = claims_of_dossier(&session.graph, name)?;
    if claims > MOST_CLAIMS {
        return Err(WebError::TooLarge(format!(
            "a dossier has every claim in full on one page; of `{name}` there are {claims}, and a page has {MOST_CLAIMS} at most. `nutgraf dossier CASE NAME` has no such limit"
        )));
    }
    let question = DossierQuestion {
        of: name.to_owned(),
        with,
    };
    let found = find_dossier(&session.graph, &question)?;
    let limits = render::limits(&found);
    let value = || render::value(session.edition(), &found);
    if asked.twin == Twin::Json {
        let mut body = Vec::new();
        forms::write(&value(), &mut body)?;
        return session.whole(JSON, body);
    }
    session.page(
        asked,
        &Forms {
            template: render::PAGE.name,
            title: found.entity.what.named.label.clone(),
            value: &value,
            beside: &nothing_beside,
            sheet: None,
            incomplete: (!limits.is_empty()).then(|| limits.join("; ")),
        },
    )
}

fn form(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    session.page(
        asked,
        &Forms {
            template: "dossier-form.html",
            title: "Dossier".to_owned(),
            value: &|| json!({}),
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}
