//! Lists in parts: which part an address asks for, the way to the others, and
//! links that choose among what is listed.

use serde_json::{Value, json};

use crate::web::asked::Asked;
use crate::web::error::WebError;
use crate::web::session::Session;

/// So much of a list is on one page.
pub const PER_PAGE: usize = 50;

/// How many of a list come before the part that `page` asks for.
///
/// # Errors
/// For what is no number.
pub fn from(asked: &Asked<'_>) -> Result<usize, WebError> {
    let page = asked.number("page")?.unwrap_or(1) as usize;
    Ok((page - 1) * PER_PAGE)
}

/// The part that is shown and the ways to others: `from` and `to` count from 1.
pub fn value(session: &Session, asked: &Asked<'_>, from: usize, in_all: usize) -> Value {
    let pages = in_all.div_ceil(PER_PAGE).max(1);
    let page = from / PER_PAGE + 1;
    let to = |page: usize| {
        let number = page.to_string();
        let address = asked.changed(&[("page", (page > 1).then_some(number.as_str()))]);
        format!("{}{address}", session.base)
    };
    json!({
        "page": page,
        "pages": pages,
        "from": from + 1,
        "to": (from + PER_PAGE).min(in_all),
        "in_all": in_all,
        "first": (page > 2).then(|| to(1)),
        "previous": (page > 1).then(|| to((page - 1).min(pages))),
        "next": (page < pages).then(|| to(page + 1)),
        "last": (page + 1 < pages).then(|| to(pages)),
    })
}

/// Refuses a part that the list does not have.
///
/// # Errors
/// When nothing is left of the list after so many.
pub fn check(from: usize, in_all: usize) -> Result<(), WebError> {
    match from > 0 && from >= in_all {
        true => Err(WebError::bad(format!(
            "there are {} pages of this, not {}",
            in_all.div_ceil(PER_PAGE).max(1),
            from / PER_PAGE + 1
        ))),
        false => Ok(()),
    }
}

/// A group of links, one for each sort of what is listed: choosing one adds it to
/// the address, or takes it away again where it is chosen. `sorts` are objects with
/// the word in an address, words, and a number.
pub fn choices(
    session: &Session,
    asked: &Asked<'_>,
    (name, title): (&'static str, &str),
    sorts: &Value,
) -> Value {
    let given = asked.given().iter().find(|(given, _)| given == name);
    let given = given.map(|(_, value)| value.as_str());
    let sorts = sorts.as_array().into_iter().flatten().map(|sort| {
        let value = sort["value"].as_str();
        let chosen = given.is_some() && value == given;
        let address = asked.changed(&[
            (name, value.filter(|_| !chosen)),
            ("page", None),
            ("list", None),
        ]);
        json!({
            "words": sort["words"],
            "count": sort.get("claims").or(sort.get("count")),
            "chosen": chosen,
            "href": format!("{}{address}", session.base),
        })
    });
    let sorts: Vec<Value> = sorts.collect();
    let clear = asked.changed(&[(name, None), ("page", None), ("list", None)]);
    json!({
        "title": title,
        "name": name,
        "given": given,
        "clear": format!("{}{clear}", session.base),
        "sorts": sorts,
    })
}
