//! `/timeline` and `/draw/timeline.svg`: dated claims and answers in their order, as
//! `nutgraf timeline` tells them.
//!
//! A name is given as `name` or as `about`, which is the same.

use serde_json::{Value, json};

use crate::answer::{Graph, Timeline, TimelineQuestion, find_timeline};
use crate::render::timeline::{ACCURATE, MOST_DRAWN, TellError, Telling, value};
use crate::render::{known_on, sheet};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::pages::paging::{PER_PAGE, Part, twins};
use crate::web::reply::{CSV, JSON, Reply};
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;
use crate::web::whole::MOST_CLAIMS;

const SVG: &str = "image/svg+xml";

/// What is put in order, as the command has it.
struct Dated {
    question: TimelineQuestion,
    undated: bool,
    graph: Graph,
}

impl Dated {
    fn read(session: &Session, asked: &Asked<'_>) -> Result<Self, WebError> {
        let mut names = asked.names("name");
        names.extend(asked.names("about"));
        let (from, to) = (asked.day("from")?, asked.day("to")?);
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(WebError::bad(format!(
                "`from={from}` is later than `to={to}`: no day is in between"
            )));
        }
        Ok(Self {
            question: TimelineQuestion { names, from, to },
            undated: asked.flag("undated")?,
            graph: session.as_known(asked, "timeline")?,
        })
    }

    /// How many claims would have to be put in order for a few to be shown, where
    /// that is too many.
    fn too_many(&self) -> Result<Option<u64>, WebError> {
        if !self.question.names.is_empty() {
            return Ok(None);
        }
        let claims = self.graph.count_of("Claim")?;
        Ok((claims > MOST_CLAIMS).then_some(claims))
    }

    fn find(&self) -> Result<Timeline, WebError> {
        Ok(find_timeline(&self.graph, &self.question)?)
    }
}

/// The page of dates.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let dated = Dated::read(session, asked)?;
    match asked.twin {
        Twin::Json => {
            asked.nothing_else()?;
            let found = dated.find()?;
            Ok(Reply::written(JSON, move |out| {
                let told = Telling::new(&dated.graph, &found, dated.undated);
                told.map_err(TellError::from)
                    .and_then(|telling| telling.value(out))
                    .map_err(std::io::Error::other)
            }))
        }
        Twin::Csv => {
            asked.nothing_else()?;
            let found = dated.find()?;
            Ok(Reply::written(CSV, move |out| {
                let told = Telling::new(&dated.graph, &found, dated.undated);
                told.map_err(TellError::from)
                    .and_then(|telling| telling.rows(sheet::Form::Csv, out))
                    .map_err(std::io::Error::other)
            }))
        }
        Twin::Html => {
            let part = Part::new(asked)?;
            asked.nothing_else()?;
            let data = match dated.too_many()? {
                Some(claims) => asking_for_names(claims),
                None => listed(session, asked, &dated, part)?,
            };
            made(session, asked, data)
        }
    }
}

/// The picture, as `nutgraf timeline -o svg` writes it.
pub fn picture(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let dated = Dated::read(session, asked)?;
    asked.nothing_else()?;
    if let Some(claims) = dated.too_many()? {
        return Err(WebError::TooLarge(narrower(claims)));
    }
    let found = dated.find()?;
    let mut picture = Vec::new();
    Telling::new(&dated.graph, &found, dated.undated)?
        .svg(&mut picture)
        .map_err(|error| match error {
            TellError::Answer(inner) => WebError::Answer(inner),
            TellError::Write(inner) => WebError::Io(inner),
        })?;
    session.whole(SVG, picture)
}

fn listed(
    session: &Session,
    asked: &Asked<'_>,
    dated: &Dated,
    part: Part,
) -> Result<Value, WebError> {
    let found = dated.find()?;
    let telling = Telling::new(&dated.graph, &found, dated.undated)?;
    let undated = if dated.undated { found.undated } else { 0 };
    let shown = part.of(found.len() + undated, session, asked)?;
    let mut data = telling.head();
    let entries = found.part(part.from(), PER_PAGE, dated.undated);
    let entries = entries.map(|entry| Ok(value(&entry?)));
    let entries = entries.collect::<Result<Vec<Value>, crate::answer::AnswerError>>()?;
    let drawn = match found.is_empty() {
        true => None,
        false => {
            let picture = session.here(asked, Twin::Html, &[("page", None)]);
            let below = format!("{}/timeline", session.base);
            let query = picture.strip_prefix(&below).unwrap_or_default();
            Some(format!("{}/draw/timeline.svg{query}", session.base))
        }
    };
    data["entries"] = json!(entries);
    data["title_words"] = json!(telling.facts.title);
    data["summary"] = json!(telling.facts.summary);
    data["picture"] = json!(drawn);
    data["not_drawn"] = json!(
        (found.len() > MOST_DRAWN)
            .then(|| format!("the first {MOST_DRAWN} of {} are drawn", found.len()))
    );
    data["known_words"] = json!(dated.graph.known_on().map(known_on::sentence));
    data["not_told"] = Value::Null;
    data["part"] = shown;
    Ok(data)
}

fn narrower(claims: u64) -> String {
    format!(
        "a timeline of everything puts all {claims} claims in order, and a page does that for {MOST_CLAIMS} at most: give a name. `nutgraf timeline CASE`, and the JSON and CSV of this page, have no such limit"
    )
}

fn asking_for_names(claims: u64) -> Value {
    json!({
        "title_words": "Timeline",
        "not_told": narrower(claims),
        "entries": [],
        "summary": "",
        "picture": null,
        "not_drawn": null,
        "known_words": null,
        "part": null,
    })
}

fn made(session: &Session, asked: &Asked<'_>, mut data: Value) -> Result<Reply<'static>, WebError> {
    let mut names = asked.names("name");
    names.extend(asked.names("about"));
    data["asked"] = json!({
        "names": names,
        "from": asked.one("from")?,
        "to": asked.one("to")?,
        "undated": asked.flag("undated")?,
        "known_on": asked.one("known-on")?,
    });
    data["twins"] = twins(session, asked, &["page"]);
    data["accurate"] = json!(ACCURATE);
    let title = data["title_words"]
        .as_str()
        .unwrap_or("Timeline")
        .to_owned();
    session.page(
        asked,
        &Forms {
            template: "timeline-page.html",
            title,
            value: &|| data.clone(),
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}
