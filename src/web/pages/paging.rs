//! Long lists in parts, and the addresses of the others: the next one, the same with
//! another choice, the whole as JSON or rows.

use serde_json::{Value, json};

use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::session::Session;

/// So much of a list is on one page.
pub const PER_PAGE: usize = 50;

/// One part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    // Invariant: from 1 on.
    page: usize,
}

impl Part {
    pub const FIRST: Part = Part { page: 1 };

    /// The part that `page` asks for.
    ///
    /// # Errors
    /// For what is no number from 1 on.
    pub fn new(asked: &Asked<'_>) -> Result<Self, WebError> {
        let page = asked.number("page")?;
        Ok(page.map_or(Self::FIRST, |page| Self {
            page: page as usize,
        }))
    }

    /// So many of the list come before it.
    pub fn from(self) -> usize {
        (self.page - 1).saturating_mul(PER_PAGE)
    }

    /// For the template: which part, of how many, and where others are. `from` and
    /// `to` count from 1.
    ///
    /// # Errors
    /// Where the list ends before it.
    pub fn of(
        self,
        in_all: usize,
        session: &Session,
        asked: &Asked<'_>,
    ) -> Result<Value, WebError> {
        let Self { page } = self;
        let pages = in_all.div_ceil(PER_PAGE).max(1);
        if page > pages {
            return Err(WebError::bad(format!(
                "`page={page}`: there {} here",
                match pages {
                    1 => "is 1 page".to_owned(),
                    several => format!("are {several} pages"),
                }
            )));
        }
        let to = |page: usize| {
            let number = page.to_string();
            let changes = [("page", (page > 1).then_some(number.as_str()))];
            session.here(asked, Twin::Html, &changes)
        };
        Ok(json!({
            "page": page,
            "pages": pages,
            "from": self.from() + 1,
            "to": (self.from() + PER_PAGE).min(in_all),
            "in_all": in_all,
            "first": (page > 2).then(|| to(1)),
            "previous": (page > 1).then(|| to(page - 1)),
            "next": (page < pages).then(|| to(page + 1)),
            "last": (page + 1 < pages).then(|| to(pages)),
        }))
    }
}

/// The whole as JSON and as rows: the options of the command, without those that
/// only the page has.
pub fn twins(session: &Session, asked: &Asked<'_>, only_here: &[&str]) -> Value {
    let left_out: Vec<(&str, Option<&str>)> = only_here.iter().map(|name| (*name, None)).collect();
    json!({
        "json": session.here(asked, Twin::Json, &left_out),
        "csv": session.here(asked, Twin::Csv, &left_out),
    })
}

/// A link that narrows a list to one sort, with how many there are of it where that
/// is known.
pub fn facet(
    session: &Session,
    asked: &Asked<'_>,
    (name, word): (&'static str, &str),
    words: &str,
    count: Option<usize>,
    current: bool,
) -> Value {
    json!({
        "words": words,
        "count": count,
        "address": session.here(asked, Twin::Html, &[(name, Some(word)), ("page", None)]),
        "current": current,
    })
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
    let with = |value: Option<&str>| {
        let changes = [(name, value), ("page", None), ("list", None)];
        session.here(asked, Twin::Html, &changes)
    };
    let sorts = sorts.as_array().into_iter().flatten().map(|sort| {
        let value = sort["value"].as_str();
        let chosen = given.is_some() && value == given;
        json!({
            "words": sort["words"],
            "count": sort.get("claims").or(sort.get("count")),
            "chosen": chosen,
            "href": with(value.filter(|_| !chosen)),
        })
    });
    let sorts: Vec<Value> = sorts.collect();
    json!({
        "title": title,
        "name": name,
        "given": given,
        "clear": with(None),
        "sorts": sorts,
    })
}
