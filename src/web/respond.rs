//! From a request to a reply: a function of a session, without a socket.

use serde_json::{Value, json};

use crate::answer::{Graph, Limit};
use crate::render::escape::visible;
use crate::render::html::TITLE;
use crate::render::sheet::{self, Sheet};
use crate::render::{json as forms, known_on};
use crate::web::asked::{Asked, Twin};
use crate::web::error::{Problem, WebError};
use crate::web::pages;
use crate::web::reply::{CSV, HTML, JSON, PROBLEM, Reply};
use crate::web::session::Session;
use crate::web::wire::Request;

/// Answers a request; whatever is wrong with it becomes a reply too.
pub fn respond<'s>(session: &'s Session, request: &'s Request) -> Reply<'s> {
    let asked = Asked::new(request);
    let mut reply = match pages::answer(session, &asked) {
        Ok(reply) => reply,
        Err(error) => failed(session, &asked, error),
    };
    // Pages say so at their top, which data has no room for.
    if asked.news().problems.is_some() {
        let note = ("nutgraf-note", NOT_LOADED.to_owned());
        reply.headers.insert(0, note);
    }
    reply
}

/// What an answer is of while the tables have errors.
const NOT_LOADED: &str =
    "warning: the tables have errors and were not loaded; this is the edition before";

/// A page in the forms that it has; only the one that was asked for is made.
pub struct Forms<'a> {
    /// The template, one of [`pages::TEMPLATES`].
    pub template: &'static str,
    pub title: String,
    /// What the command of the same name writes as JSON.
    pub value: &'a dyn Fn() -> Value,
    /// What only the page shows: an object, whose fields the template has beside those.
    pub beside: &'a dyn Fn() -> Value,
    /// As a table, where it is one.
    pub sheet: Option<&'a dyn Fn() -> Sheet>,
    /// Why rows alone would look complete and are not.
    pub incomplete: Option<String>,
}

/// Nothing that only a page shows.
pub fn nothing_beside() -> Value {
    json!({})
}

impl Session {
    /// Makes the form of a page that was asked for.
    ///
    /// # Errors
    /// For a form that the page does not have, a word in the address that it does not
    /// know, and what a template asks for in vain.
    pub(super) fn page(
        &self,
        asked: &Asked<'_>,
        forms: &Forms<'_>,
    ) -> Result<Reply<'static>, WebError> {
        self.page_of(&self.graph, asked, forms)
    }

    /// The same of an edition of another day.
    ///
    /// # Errors
    /// As for [`Session::page`].
    pub(super) fn page_of(
        &self,
        graph: &Graph,
        asked: &Asked<'_>,
        forms: &Forms<'_>,
    ) -> Result<Reply<'static>, WebError> {
        asked.nothing_else()?;
        let known = graph.known_on();
        match asked.twin {
            Twin::Json => {
                let mut body = Vec::new();
                forms::write(&known_on::value(known, (forms.value)()), &mut body)?;
                self.whole(JSON, body)
            }
            Twin::Csv => {
                let Some(made) = forms.sheet else {
                    return Err(WebError::NotAcceptable(
                        "this page is no table; it has an HTML and a JSON form".to_owned(),
                    ));
                };
                if let Some(words) = &forms.incomplete {
                    return Err(WebError::TooLarge(format!(
                        "not complete, and rows could not say so: {words}"
                    )));
                }
                let mut body = Vec::new();
                known_on::sheet(known, made()).write(sheet::Form::Csv, &mut body)?;
                self.whole(CSV, body)
            }
            Twin::Html => {
                let mut data = known_on::value(known, (forms.value)());
                merge(&mut data, (forms.beside)());
                data["known_on"] = json!(known.map(known_on::sentence));
                data[TITLE] = json!(forms.title);
                data["incomplete"] = json!(forms.incomplete);
                data["explorer"] = self.explorer(asked, forms.sheet.is_some());
                let mut body = Vec::new();
                self.site.write(forms.template, &data, &mut body)?;
                self.whole(HTML, body)
            }
        }
    }

    /// What every page of the explorer shows around its content.
    pub(super) fn explorer(&self, asked: &Asked<'_>, is_table: bool) -> Value {
        let news = asked.news();
        json!({
            "case": self.title(),
            "edition": self.edition(),
            "page": asked.parts.first(),
            "search": asked.given().iter().find(|(name, _)| name == "q").map_or("", |(_, text)| text),
            "here": format!("{}{}", self.base, asked.address(Twin::Html)),
            "json": format!("{}{}", self.base, asked.address(Twin::Json)),
            "csv": is_table.then(|| format!("{}{}", self.base, asked.address(Twin::Csv))),
            "reloads": news.reloads,
            "problems": news.problems,
            "no_answers": self.no_answers,
            "withheld": self.withholds,
        })
    }

    /// A reply that is whole, unless it is larger than it may be.
    pub(super) fn whole(&self, kind: &str, body: Vec<u8>) -> Result<Reply<'static>, WebError> {
        match body.len() > self.limits.bytes {
            true => Err(self.too_large()),
            false => Ok(Reply::new(200, kind, body)),
        }
    }

    /// That an answer is more bytes than it may be.
    pub(super) fn too_large(&self) -> WebError {
        WebError::TooLarge(format!(
            "the answer is larger than {} bytes; none of it is sent. Ask for less, or use the command line, which has no such limit",
            self.limits.bytes
        ))
    }
}

/// Adds the fields of another object.
fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

/// What is sent where there is no answer, in the form that was asked for.
pub(super) fn failed(session: &Session, asked: &Asked<'_>, error: WebError) -> Reply<'static> {
    let problem = error.problem();
    let status = problem.status;
    let accept = asked.request.accept.as_deref().unwrap_or_default();
    let is_page = asked.twin == Twin::Html && accept.contains("text/html");
    if is_page && let Some(page) = problem_page(session, asked, &problem) {
        return Reply::new(status, HTML, page);
    }
    if asked.twin == Twin::Json || accept.contains("json") {
        let body = problem.value().to_string().into_bytes();
        return Reply::new(status, PROBLEM, body);
    }
    let mut text = visible(&problem.detail).into_owned();
    text.push('\n');
    for candidate in &problem.candidates {
        text.push_str(&format!(
            "  {}  {} ({})\n",
            visible(&candidate.named.id),
            visible(&candidate.named.label),
            candidate.kind.words()
        ));
    }
    Reply::new(status, crate::web::reply::TEXT, text.into_bytes())
}

fn problem_page(session: &Session, asked: &Asked<'_>, problem: &Problem) -> Option<Vec<u8>> {
    let mut data = problem.value();
    data["choice"] = json!(problem.choice);
    let several = session.graph.case_names().len() > 1;
    let candidates = problem.candidates.iter().map(|candidate| {
        let told = match several {
            true => &candidate.named.iri,
            false => &candidate.named.id,
        };
        let name = problem.name.as_ref()?;
        let address = asked.instead(name, told)?;
        Some(format!("{}{address}", session.base))
    });
    data["instead"] = candidates.collect();
    data["excerpt"] = json!(problem.place.as_ref().map(|place| &place.line_text));
    data["incomplete"] = Value::Null;
    data["explorer"] = session.explorer(asked, false);
    let mut page = Vec::new();
    let written = session.site.write("problem.html", &data, &mut page);
    written.ok().map(|()| page)
}

/// How a limit of a search is said beside its answer.
pub fn in_words(limit: Option<Limit>, words: fn(Limit) -> &'static str) -> Option<String> {
    limit.map(|limit| words(limit).to_owned())
}
