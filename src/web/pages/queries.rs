//! `/queries`: the library of questions; `/queries/NAME`: one of them with a form
//! for what it takes, and its answer.

use serde_json::{Value, json as object};

use crate::answer::{AskingError, Parameter, Weight, bind_typed, nearest_question};
use crate::query::{Header, Kind, Library, Prepared, Question, prepare};
use crate::render::html::TITLE;
use crate::render::{json, queries};
use crate::web::asked::{Asked, Twin};
use crate::web::error::WebError;
use crate::web::forms::{Answered, Form, by_word, words_of};
use crate::web::pages::sparql::{address_of, problem};
use crate::web::reply::{HTML, JSON, Reply};
use crate::web::respond::{Forms, nothing_beside};
use crate::web::results;
use crate::web::session::Session;

/// The list.
pub fn list(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let all = Library::all();
    if asked.twin == Twin::Json {
        // It is the same whatever was known when.
        asked.nothing_else()?;
        let mut body = Vec::new();
        json::write(&queries::json(&all), &mut body)?;
        return session.whole(JSON, body);
    }
    session.page(
        asked,
        &Forms {
            template: "queries.html",
            title: "The library of questions".to_owned(),
            value: &|| queries::json(&all),
            beside: &nothing_beside,
            sheet: Some(&|| queries::sheet(&all)),
            incomplete: None,
        },
    )
}

/// One question.
///
/// # Errors
/// For a name that is none, values that are none of their parameters, and those of
/// the query; a browser gets the latter on the page, beside the form.
pub fn page(session: &Session, asked: &Asked<'_>, name: &str) -> Result<Reply<'static>, WebError> {
    let question = Library::find(name).ok_or_else(|| WebError::NoQuestion {
        name: name.to_owned(),
        near: nearest_question(name),
    })?;
    let parameters = &question.header.parameters;
    let given: Vec<Option<&str>> = parameters
        .iter()
        .map(|parameter| asked.one(&parameter.name))
        .collect::<Result<_, _>>()?;
    asked.nothing_else()?;
    let is_complete = parameters
        .iter()
        .zip(&given)
        .all(|(parameter, value)| parameter.optional || value.is_some());
    let mut prepared = prepare(session.graph.edition(), question.text)?;
    let bound = bind(session, &mut prepared, parameters, &given);
    match asked.twin {
        Twin::Json | Twin::Csv => {
            bound?;
            let answered = session.ask(&mut prepared, true)?;
            let word = match asked.twin {
                Twin::Csv => "csv",
                Twin::Json | Twin::Html => "json",
            };
            match by_word(word, prepared.gives())? {
                Form::Data(format, kind) => session.sent(answered, &prepared, format, kind),
                Form::Page => Err(WebError::NoPage),
            }
        }
        Twin::Html => {
            let ran = match bound {
                Err(error) => Err(error.into()),
                Ok(()) if !is_complete => Ok(None),
                Ok(()) => session.ask(&mut prepared, true).map(Some),
            };
            shown(session, asked, &question, &given, &prepared, ran)
        }
    }
}

fn bind(
    session: &Session,
    prepared: &mut Prepared,
    parameters: &[Parameter],
    given: &[Option<&str>],
) -> Result<(), AskingError> {
    for (parameter, value) in parameters.iter().zip(given) {
        let Some(value) = value else {
            continue;
        };
        let value = match parameter.kind {
            // Spaces are part of a text, and of nothing else.
            Kind::Text => value,
            Kind::Entity
            | Kind::EntityOrMeeting
            | Kind::Claim
            | Kind::Source
            | Kind::Denial
            | Kind::Question
            | Kind::Relation
            | Kind::Date
            | Kind::Integer
            | Kind::Decimal => value.trim(),
        };
        bind_typed(&session.graph, prepared, &parameter.name, value)?;
    }
    Ok(())
}

fn shown(
    session: &Session,
    asked: &Asked<'_>,
    question: &Question,
    given: &[Option<&str>],
    prepared: &Prepared,
    ran: Result<Option<Answered>, WebError>,
) -> Result<Reply<'static>, WebError> {
    let Question { name, header, text } = question;
    let Header {
        question: words,
        parameters,
        columns,
    } = header;
    let (status, answered, problem_of) = match ran {
        Ok(answered) => (200, answered, None),
        Err(error) => {
            let problem = error.problem();
            (problem.status, None, Some(problem))
        }
    };
    let links_of = answered.is_some().then(|| {
        let link = |twin, words: &str| {
            let address = format!("{}{}", session.base, asked.address(twin));
            object!({"address": address, "words": words})
        };
        [link(Twin::Json, "JSON"), link(Twin::Csv, "CSV")]
    });
    let remarks = answered.as_ref().map_or(&[][..], |done| &done.remarks);
    // Before it is asked, the text with its places for values.
    let sparql = prepared.sparql().unwrap_or_else(|_| (*text).to_owned());
    let fields = parameters.iter().zip(given).map(|(parameter, value)| {
        let Parameter {
            name,
            kind,
            optional,
            words,
        } = parameter;
        // What is no value of its kind stays what was typed.
        let is_typed = value.is_none_or(|value| kind.read(name, value.trim()).is_ok());
        let (field, step) = match is_typed {
            true => field(*kind),
            false => ("text", ""),
        };
        object!({
            "name": name,
            "kind": kind.as_str(),
            "optional": optional,
            "words": words,
            "type": field,
            "step": step,
            "value": value.unwrap_or_default(),
        })
    });
    let data = object!({
        TITLE: words,
        "incomplete": Value::Null,
        "explorer": session.explorer(asked, false),
        "name": name,
        "parameters": fields.collect::<Vec<_>>(),
        "columns": columns.iter().map(|(name, words)| object!({"name": name, "words": words})).collect::<Vec<_>>(),
        "problem_of": problem_of.as_ref().map(problem),
        "result": match &answered {
            Some(done) => results::shown(session, prepared.prefixes(), &done.answer)?,
            None => Value::Null,
        },
        "links_of": links_of,
        "protected": words_of(remarks, &[Weight::Protected]),
        "contested": words_of(remarks, &[Weight::Contested]),
        "notes": words_of(remarks, &[Weight::Note]),
        "edit": address_of(session, &sparql),
        "sparql": sparql,
    });
    let mut body = Vec::new();
    session.site.write("question.html", &data, &mut body)?;
    if body.len() > session.limits.bytes {
        return Err(session.too_large());
    }
    Ok(session.remarked(Reply::new(status, HTML, body), remarks))
}

/// How a value is typed, and in which steps numbers are.
fn field(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Date => ("date", ""),
        Kind::Integer => ("number", "1"),
        Kind::Decimal => ("number", "any"),
        Kind::Entity
        | Kind::EntityOrMeeting
        | Kind::Claim
        | Kind::Source
        | Kind::Denial
        | Kind::Question
        | Kind::Relation
        | Kind::Text => ("text", ""),
    }
}
