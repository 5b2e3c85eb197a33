//! `/sparql`: the endpoint (SPARQL 1.1 Protocol) and, for a browser, the page that
//! asks it.
//!
//! A query comes in the address or in a body, is run as `nutgraf query` runs it,
//! and its answer is sent whole in the form that fits best what was accepted. What
//! the protocol has and an edition does not (updates, graphs to choose from) is
//! refused by name, and so is a parameter that nobody here knows.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::answer::Weight;
use crate::query::{Answer, Format, Gives, Library, Prefixes, Prepared, QueryError, prepare};
use crate::render::escape::visible;
use crate::render::html::TITLE;
use crate::web::accept::prefers_page;
use crate::web::asked::{Asked, Twin, encoded};
use crate::web::error::{Problem, WebError};
use crate::web::forms::{Answered, Form, accepted, by_word, offered, words_of};
use crate::web::pages::service;
use crate::web::reply::{HTML, Reply};
use crate::web::results;
use crate::web::session::Session;
use crate::web::wire::Method;

/// What the page begins with.
const STARTER: &str = "# Which claims does somebody deny, and who?
SELECT ?claim ?text ?standing ?by_name
WHERE {
  ?claim a ng:Claim ; ng:text ?text ; ng:standing ?standing ; ng:answer ?answer .
  ?answer ng:stance ng:stanceDenied .
  OPTIONAL { ?answer ng:by ?by . ?by rdfs:label ?by_name }
}
ORDER BY ?claim ?answer
";

/// Above this many bytes a query is no address any more: servers and mail programs
/// cut longer ones off.
const MOST_ADDRESS: usize = 6000;

const DIRECT: &str = "application/sparql-query";

/// Lines of the field for a query.
const LINES: RangeInclusive<usize> = 10..=30;

/// Answers at `/sparql`.
///
/// # Errors
/// Those of a request that is none, and of the query; a browser gets them on the page.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    let given = Given::read(asked)?;
    let accept = asked.request.accept.as_deref();
    let Some(query) = given.query else {
        return match form(&given.wishes, accept, Gives::Graph)? {
            Form::Page => shown(session, asked, None),
            Form::Data(format, kind) => service::description(session, asked, format, kind),
        };
    };
    // Known only when the query is read; where it cannot be, whoever takes a page gets one.
    let prepared = prepare(session.graph.edition(), &query);
    let gives = prepared.as_ref().map_or(Gives::Rows, Prepared::gives);
    match form(&given.wishes, accept, gives)? {
        Form::Page => {
            let query = query.replace("\r\n", "\n");
            let prepared = match prepared {
                Ok(_) => prepare(session.graph.edition(), &query),
                Err(error) => Err(error),
            };
            let ran = prepared.map_err(WebError::from).and_then(|mut prepared| {
                let answered = session.ask(&mut prepared, false)?;
                Ok((prepared, answered))
            });
            shown(session, asked, Some((&query, ran)))
        }
        Form::Data(format, kind) => {
            let mut prepared = prepared?;
            let answered = session.ask(&mut prepared, false)?;
            session.sent(answered, &prepared, format, kind)
        }
    }
}

/// The media types of what describes the endpoint.
const GRAPH_MEDIA: [&str; 4] = [
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
];

/// The form that is wanted: by words of the address, else by the header. Clients send
/// several words, which may say the same in several ways.
fn form(wishes: &[String], accept: Option<&str>, gives: Gives) -> Result<Form, WebError> {
    let Some((first, others)) = wishes.split_first() else {
        return accepted(accept, gives);
    };
    let form = by_word(first, gives)?;
    for other in others {
        if by_word(other, gives)? != form {
            return Err(WebError::bad(format!(
                "two forms are asked for, `{first}` and `{other}`"
            )));
        }
    }
    Ok(form)
}

/// What a request gives.
#[derive(Debug)]
struct Given {
    query: Option<String>,
    /// Words for the form of the answer.
    wishes: Vec<String>,
}

impl Given {
    fn read(asked: &Asked<'_>) -> Result<Self, WebError> {
        let request = asked.request;
        let mut pairs = decoded(request.query.as_bytes())?;
        let is_post = request.method == Method::Post;
        let mut queries = Vec::new();
        if is_post {
            let kind = request.content_type.as_deref().unwrap_or_default();
            let kind = kind.split(';').next().unwrap_or_default().trim();
            if kind.eq_ignore_ascii_case(DIRECT) {
                let text = std::str::from_utf8(&request.body);
                queries.push(text.map_err(|_| not_text())?.to_owned());
            } else {
                pairs.extend(decoded(&request.body)?);
            }
        }
        let mut wishes = match asked.twin {
            Twin::Html => Vec::new(),
            Twin::Json => vec!["json".to_owned()],
            Twin::Csv => vec!["csv".to_owned()],
        };
        for (name, value) in pairs {
            match name.as_str() {
                "query" => queries.push(value),
                "format" | "output" if value.trim().is_empty() => {}
                "format" | "output" => wishes.push(value),
                // Of other endpoints: how long it may take and how much it may be is ours to say.
                "results" | "timeout" => {}
                "default-graph-uri" | "named-graph-uri" => {
                    return Err(WebError::bad(format!(
                        "`{name}` is not understood: an edition is one graph, and there is no other to ask"
                    )));
                }
                "update" | "using-graph-uri" | "using-named-graph-uri" => {
                    return Err(WebError::Refused(
                        "an edition is never changed by a query; change the tables and load them"
                            .to_owned(),
                    ));
                }
                other => {
                    return Err(WebError::bad(format!(
                        "`{other}` is no parameter of this endpoint; it has query, format, output"
                    )));
                }
            }
        }
        if queries.len() > 1 {
            return Err(WebError::bad(
                "more than one `query` is given; one request asks one",
            ));
        }
        let query = queries.pop();
        let is_page = prefers_page(request.accept.as_deref(), &GRAPH_MEDIA);
        let query = match query {
            // A form sends its empty fields too.
            Some(text) if text.trim().is_empty() && is_page => None,
            Some(text) if text.trim().is_empty() => {
                return Err(WebError::bad("the query is empty"));
            }
            None if is_post => return Err(WebError::bad("`query` is needed")),
            other => other,
        };
        Ok(Self { query, wishes })
    }
}

/// The pairs of a form, empty ones too.
fn decoded(form: &[u8]) -> Result<Vec<(String, String)>, WebError> {
    const REPLACED: char = '\u{fffd}';
    let pairs: Vec<(String, String)> = form_urlencoded::parse(form).into_owned().collect();
    let replaced = pairs.iter().flat_map(|(name, value)| [name, value]);
    let replaced: usize = replaced.map(|text| text.matches(REPLACED).count()).sum();
    if replaced > 0 {
        // What was no text has become that character, unless it was sent itself.
        let sent = String::from_utf8_lossy(form).to_ascii_uppercase();
        let as_it_is = std::str::from_utf8(form).map_or(0, |text| text.matches(REPLACED).count());
        if replaced != sent.matches("%EF%BF%BD").count() + as_it_is {
            return Err(not_text());
        }
    }
    Ok(pairs)
}

fn not_text() -> WebError {
    WebError::bad("the query is not in UTF-8")
}

type Ran = Result<(Prepared, Answered), WebError>;

/// The page, with the answer to a query if there is one.
fn shown(
    session: &Session,
    asked: &Asked<'_>,
    ran: Option<(&str, Ran)>,
) -> Result<Reply<'static>, WebError> {
    let prefixes = Prefixes::of(session.graph.edition()).map_err(QueryError::from)?;
    let (query, ran) = match ran {
        Some((query, ran)) => (query, Some(ran)),
        None => (STARTER, None),
    };
    let mut status = 200;
    let mut problem_of = None;
    let mut answered = None;
    match ran {
        None => {}
        Some(Ok((_, done))) => answered = Some(done),
        Some(Err(error)) => {
            let problem = error.problem();
            status = problem.status;
            problem_of = Some(problem);
        }
    }
    let links = match &answered {
        Some(answered) => links_of(session, query, &answered.answer),
        None => None,
    };
    let remarks = answered.as_ref().map_or(&[][..], |done| &done.remarks);
    let (lines, query_shown) = (query.lines().count() + 2, in_field(query));
    let place = problem_of
        .as_ref()
        .and_then(|problem| problem.place.as_ref());
    let data = json!({
        TITLE: "SPARQL",
        "incomplete": Value::Null,
        "explorer": session.explorer(asked, false),
        "query": query_shown,
        "lines": lines.clamp(*LINES.start(), *LINES.end()),
        "place": place.map(|place| json!({"line": place.line, "column": place.column, "width": place.width})),
        "problem_of": problem_of.as_ref().map(problem),
        "result": match &answered {
            Some(done) => results::shown(session, &prefixes, &done.answer)?,
            None => Value::Null,
        },
        "links_of": links,
        "protected": words_of(remarks, &[Weight::Protected]),
        "contested": words_of(remarks, &[Weight::Contested]),
        "notes": words_of(remarks, &[Weight::Note]),
        "library": Library::all().iter().map(|one| json!({"name": one.name, "question": one.header.question})).collect::<Vec<_>>(),
        "prefixes": prefixes.iter().map(|(name, namespace)| json!({"name": name, "namespace": namespace})).collect::<Vec<_>>(),
        "address": service::address(session, asked),
    });
    let mut body = Vec::new();
    session.site.write("sparql.html", &data, &mut body)?;
    if body.len() > session.limits.bytes {
        return Err(session.too_large());
    }
    Ok(session.remarked(Reply::new(status, HTML, body), remarks))
}

/// A query as a field shows it: characters that hide or turn text round in SPARQL's
/// own way of writing them, so that it means the same when it is sent again.
fn in_field(query: &str) -> String {
    let mut out = String::with_capacity(query.len());
    let mut one = [0; 4];
    for character in query.chars() {
        match visible(character.encode_utf8(&mut one)) {
            Cow::Borrowed(same) => out.push_str(same),
            Cow::Owned(_) => out.push_str(&match u32::from(character) {
                code @ ..=0xffff => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            }),
        }
    }
    out
}

/// The address of a query on its page; `None` for one that is too long for that.
pub fn address_of(session: &Session, query: &str) -> Option<String> {
    with(session, query, &[])
}

fn with(session: &Session, query: &str, more: &[(String, String)]) -> Option<String> {
    let mut pairs = vec![("query".to_owned(), query.to_owned())];
    pairs.extend_from_slice(more);
    let pairs = encoded(&pairs);
    (pairs.len() <= MOST_ADDRESS).then(|| format!("{}/sparql?{pairs}", session.base))
}

/// Where the whole answer can be had, in the forms that it has.
fn links_of(session: &Session, query: &str, answer: &Answer) -> Option<Vec<Value>> {
    let gives = match answer {
        Answer::Rows(_) => Gives::Rows,
        Answer::Boolean(_) => Gives::Boolean,
        Answer::Graph(_) => Gives::Graph,
    };
    let mut links: Vec<Value> = Vec::new();
    let mut before: Option<Format> = None;
    for (_, form) in offered(gives) {
        let Form::Data(format, _) = form else {
            continue;
        };
        // Some are named by two media types.
        if before.replace(*format) == Some(*format) {
            continue;
        }
        let (word, words) = match format {
            Format::Csv => ("csv", "CSV"),
            Format::Tsv => ("tsv", "TSV"),
            Format::Json => ("json", "JSON"),
            Format::Xml => ("xml", "XML"),
            Format::Turtle => ("turtle", "Turtle"),
            Format::NTriples => ("n-triples", "N-Triples"),
            Format::JsonLd => ("json-ld", "JSON-LD"),
            Format::RdfXml => ("rdf", "RDF/XML"),
            Format::Table | Format::Markdown => continue,
        };
        let address = with(session, query, &[("format".to_owned(), word.to_owned())])?;
        links.push(json!({"address": address, "words": words}));
    }
    Some(links)
}

/// What is wrong, as the template shows it at its place.
pub fn problem(problem: &Problem) -> Value {
    let mut value = problem.value();
    let place = problem.place.as_ref();
    let part = |from: usize, to: usize| -> Option<String> {
        let line = place?.line_text.chars().skip(from);
        Some(line.take(to.saturating_sub(from)).collect())
    };
    let (start, end) = place.map_or((0, 0), |place| {
        let start = place.column.saturating_sub(1);
        (start, start + place.width)
    });
    let before = part(0, start);
    let marked = part(start, end).map(|text| match text.is_empty() {
        // It ends too soon: what is missing would stand there.
        true => " ".to_owned(),
        false => text,
    });
    let margin = place.map(|place| {
        let number = " ".repeat(place.line.to_string().len() + 3);
        let before = before.iter().flat_map(|text| text.chars());
        let before: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        number + &before
    });
    value["choice"] = json!(problem.choice);
    value["message"] = json!(place.map(|place| &place.message));
    value["carets"] = json!(place.map(|place| "^".repeat(place.width)));
    value["before"] = json!(before);
    value["marked"] = json!(marked);
    value["after"] = json!(part(end, usize::MAX));
    value["margin"] = json!(margin);
    value
}
