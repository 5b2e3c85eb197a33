//! Long lists in parts, and the addresses of the others: the next one, the same with
//! another filter, the whole as JSON or rows.

use serde_json::{Value, json};

use crate::web::asked::{Asked, Twin, encoded};
use crate::web::error::WebError;
use crate::web::session::Session;

/// What is shown of a list at once.
pub const IN_A_PAGE: usize = 50;

/// One part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    // Invariant: from 1 on, and at most how many there are.
    page: usize,
    total: usize,
}

impl Part {
    /// The part that `page` asks for, of so many.
    ///
    /// # Errors
    /// Where the list ends before it.
    pub fn new(page: Option<u32>, total: usize) -> Result<Self, WebError> {
        let page = page.map_or(1, |page| page as usize);
        let part = Self { page, total };
        match page <= part.pages() {
            true => Ok(part),
            false => Err(WebError::bad(format!(
                "`page={page}`: there {} here",
                match part.pages() {
                    1 => "is 1 page".to_owned(),
                    several => format!("are {several} pages"),
                }
            ))),
        }
    }

    fn pages(self) -> usize {
        self.total.div_ceil(IN_A_PAGE).max(1)
    }

    /// So many come before it.
    pub fn skip(self) -> usize {
        (self.page - 1) * IN_A_PAGE
    }

    /// For the template: which part, of how many, and where its neighbours are.
    pub fn value(self, session: &Session, asked: &Asked<'_>) -> Value {
        let first = self.skip();
        let at = |page: Option<usize>| {
            let page = page.filter(|page| (1..=self.pages()).contains(page))?;
            let page = (page > 1).then(|| page.to_string());
            Some(address(session, asked, Twin::Html, &[("page", page)]))
        };
        json!({
            "page": self.page,
            "pages": self.pages(),
            "first": (self.total > 0).then_some(first + 1),
            "last": (first + IN_A_PAGE).min(self.total),
            "total": self.total,
            "before": at(self.page.checked_sub(1)),
            "after": at(self.page.checked_add(1)),
        })
    }
}

/// The address of this page with some options changed or, without a value, left out.
pub fn address(
    session: &Session,
    asked: &Asked<'_>,
    twin: Twin,
    changed: &[(&str, Option<String>)],
) -> String {
    let path = asked.address(twin);
    let path = path.split('?').next().unwrap_or_default();
    let is_changed = |name: &str| changed.iter().any(|(other, _)| *other == name);
    let given = asked.given().iter();
    let mut pairs: Vec<(String, String)> = given
        .filter(|(name, _)| !is_changed(name))
        .cloned()
        .collect();
    for (name, value) in changed {
        pairs.extend(
            value
                .iter()
                .map(|value| ((*name).to_owned(), value.clone())),
        );
    }
    let query = encoded(&pairs);
    match query.is_empty() {
        true => format!("{}{path}", session.base),
        false => format!("{}{path}?{query}", session.base),
    }
}

/// The whole as JSON and as rows: the options of the command, without those that
/// only the page has.
pub fn twins(session: &Session, asked: &Asked<'_>, only_here: &[&str]) -> Value {
    let left_out: Vec<(&str, Option<String>)> =
        only_here.iter().map(|name| (*name, None)).collect();
    json!({
        "json": address(session, asked, Twin::Json, &left_out),
        "csv": address(session, asked, Twin::Csv, &left_out),
    })
}
