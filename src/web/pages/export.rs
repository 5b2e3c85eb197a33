//! `/export/…`: files for other programs, byte for byte what `nutgraf export` writes;
//! and the list of them.
//!
//! `/export/whole.graphml`, likewise `path`, `ties` and `between` with the options
//! of the page of that name, and `flavour`, `collapse`. The tables of CSV are a file
//! each: `part=nodes`, `edges` or `about`. A whole case is sent while it is
//! written, so that its size does not matter; anything smaller is held until it is
//! complete.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::answer::{
    AnswerError, Extract, Graph, extract_between, extract_paths, extract_ties, extract_whole,
    find_between, find_paths, find_ties,
};
use crate::query::{
    GraphFormat, QueryError, refuse_what_is_lost, write_edition, write_nanopubs, write_reifiers,
};
use crate::render::export::{
    ExportError, FORMATS, Format, GraphForm, Target, format, graph_form, write_graph, write_page,
};
use crate::render::{between, paths, ties};
use crate::web::asked::{Asked, Twin};
use crate::web::bounded::Bounded;
use crate::web::error::WebError;
use crate::web::question::{self, Links};
use crate::web::reply::Reply;
use crate::web::respond::{Forms, nothing_beside};
use crate::web::session::Session;

/// The three files of a format that is tables.
const PARTS: [&str; 3] = ["nodes", "edges", "about"];

/// A file that is asked for.
#[derive(Debug, Clone, Copy)]
enum Form {
    Graph(GraphForm),
    /// One of the files of a format that has three, by its place in [`PARTS`].
    Table(GraphForm, usize),
    Page,
    Rdf(GraphFormat),
}

/// How a format is named, ends and is sent.
struct Kind {
    /// As `--format` takes it.
    name: &'static str,
    ending: &'static str,
    content_type: &'static str,
}

const KINDS: [Kind; 17] = [
    kind("graphml", "graphml", "application/xml"),
    kind("gexf", "gexf", "application/xml"),
    kind("dot", "dot", "text/vnd.graphviz; charset=utf-8"),
    kind("cytoscape", "cyjs", "application/json"),
    kind("d3", "d3.json", "application/json"),
    kind("cx2", "cx2", "application/json"),
    kind("mermaid", "mmd", "text/plain; charset=utf-8"),
    kind("csv", "csv", "text/csv; charset=utf-8; header=present"),
    kind("cypher", "cypher", "text/plain; charset=utf-8"),
    kind("ftm", "ftm.jsonl", "application/x-ndjson"),
    kind("html", "html", "text/html; charset=utf-8"),
    kind("nt", "nt", "application/n-triples"),
    kind("ttl", "ttl", "text/turtle; charset=utf-8"),
    kind("nq", "nq", "application/n-quads"),
    kind("trig", "trig", "application/trig"),
    kind("rdfxml", "rdf", "application/rdf+xml"),
    kind("jsonld", "jsonld", "application/ld+json"),
];

const fn kind(name: &'static str, ending: &'static str, content_type: &'static str) -> Kind {
    Kind {
        name,
        ending,
        content_type,
    }
}

fn kind_of(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

fn rdf(name: &str) -> Option<GraphFormat> {
    Some(match name {
        "nt" => GraphFormat::NTriples,
        "ttl" => GraphFormat::Turtle,
        "nq" => GraphFormat::NQuads,
        "trig" => GraphFormat::TriG,
        "rdfxml" => GraphFormat::RdfXml,
        "jsonld" => GraphFormat::JsonLd,
        _ => return None,
    })
}

/// The page of all formats, for the whole case.
pub fn page(session: &Session, asked: &Asked<'_>) -> Result<Reply<'static>, WebError> {
    session.page(
        asked,
        &Forms {
            template: "export.html",
            title: "Export the whole case".to_owned(),
            value: &|| {
                json!({
                    "schema": "nutgraf/exports/1",
                    "edition": session.edition(),
                    "formats": listed(session, "whole", "", true),
                })
            },
            beside: &nothing_beside,
            sheet: None,
            incomplete: None,
        },
    )
}

/// The files of an answer, for its page.
pub fn of_answer(session: &Session, what: &str, query: &str) -> Vec<Value> {
    listed(session, what, query, false)
}

fn listed(session: &Session, what: &str, query: &str, whole: bool) -> Vec<Value> {
    let formats = FORMATS
        .iter()
        .filter(|one| whole || rdf(one.name).is_none());
    formats
        .map(|one| {
            let Format {
                name,
                flavour,
                files: written,
                carries,
                read_by,
                lacks,
                is_warned_of,
            } = one;
            let files = files(session, what, query, one);
            let option = flavour.map(|flavour| format!(" --flavour {flavour}"));
            let command = files.is_empty().then(|| {
                let option = option.unwrap_or_default();
                format!("nutgraf export … -o {name}{option} -O FOLDER")
            });
            json!({
                "name": name,
                "flavour": flavour,
                "files": files,
                "written": written,
                "command": command,
                "carries": carries,
                "read_by": read_by,
                "lacks": lacks,
                "is_warned_of": is_warned_of,
            })
        })
        .collect()
}

/// The files of a format with their addresses; none of one that is a folder.
fn files(session: &Session, what: &str, query: &str, format: &Format) -> Vec<Value> {
    let Some(kind) = kind_of(format.name) else {
        return Vec::new();
    };
    let address = |part: Option<&str>| {
        let flavour = format.flavour.map(|flavour| format!("flavour={flavour}"));
        let part = part.map(|part| format!("part={part}"));
        let words = [(!query.is_empty()).then(|| query.to_owned()), flavour, part];
        let words: Vec<String> = words.into_iter().flatten().collect();
        let question = if words.is_empty() { "" } else { "?" };
        format!(
            "{}/export/{what}.{}{question}{}",
            session.base,
            format.name,
            words.join("&")
        )
    };
    match graph_form(format.name, format.flavour).and_then(GraphForm::files) {
        Some(names) => {
            let files = PARTS.iter().zip(names);
            files
                .map(|(part, name)| json!({"words": name, "address": address(Some(part))}))
                .collect()
        }
        None => vec![json!({"words": format!(".{}", kind.ending), "address": address(None)})],
    }
}

/// A file; `file` is its name without the ending `.json` or `.csv`.
pub fn file<'s>(
    session: &'s Session,
    asked: &Asked<'_>,
    file: &str,
) -> Result<Reply<'s>, WebError> {
    let (what, name) = match (file.split_once('.'), asked.twin) {
        (Some((what, name)), Twin::Html) => (what, name),
        (None, Twin::Csv) => (file, "csv"),
        _ => return Err(WebError::NoPage),
    };
    if !matches!(what, "whole" | "path" | "ties" | "between") {
        return Err(WebError::NoPage);
    }
    let kind = kind_of(name).ok_or_else(|| no_format(name))?;
    let form = form(asked, kind)?;
    let collapse = asked.flag("collapse")?;
    let named = match form {
        Form::Table(graph, part) => {
            let names = graph.files().unwrap_or_default();
            format!("{what}-{}", names[part])
        }
        Form::Graph(_) | Form::Page | Form::Rdf(_) => format!("{what}.{}", kind.ending),
    };
    let content_type = match form {
        Form::Table(_, 2) => "application/json",
        Form::Table(..) | Form::Graph(_) | Form::Page | Form::Rdf(_) => kind.content_type,
    };
    let reply = match (what, form) {
        ("whole", Form::Rdf(format)) => {
            if collapse {
                return Err(rdf_is_whole());
            }
            whole_rdf(session, asked, format, content_type)?
        }
        (_, Form::Rdf(_)) => {
            return Err(WebError::NotAcceptable(
                "an answer is written as RDF by `/sparql` with CONSTRUCT or DESCRIBE".to_owned(),
            ));
        }
        ("whole", form) => whole(session, asked, (form, collapse), content_type)?,
        (what, form) => of_question(session, asked, what, (form, collapse), content_type)?,
    };
    Ok(reply.as_file(&named))
}

fn no_format(name: &str) -> WebError {
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    WebError::NotAcceptable(format!(
        "`{name}` is no format of one file; there are {}. Obsidian and Parquet are several: `nutgraf export` writes them",
        names.join(", ")
    ))
}

fn rdf_is_whole() -> WebError {
    WebError::bad("as RDF a case is written whole, without a choice of links")
}

fn form(asked: &Asked<'_>, kind: &Kind) -> Result<Form, WebError> {
    let flavour = asked.one("flavour")?;
    if format(kind.name, flavour).is_none() {
        return Err(WebError::bad(format!(
            "`{}` has no flavour `{}`",
            kind.name,
            flavour.unwrap_or_default()
        )));
    }
    let part = asked.read("part", "nodes, edges or about", |text| {
        PARTS.iter().position(|part| *part == text)
    })?;
    let form = match (rdf(kind.name), graph_form(kind.name, flavour)) {
        (Some(format), _) => Form::Rdf(format),
        (None, Some(graph)) => match (graph.files(), part) {
            (Some(_), Some(part)) => return Ok(Form::Table(graph, part)),
            (Some(_), None) => {
                return Err(WebError::bad(
                    "this format is several files: `part=nodes`, `part=edges` or `part=about`",
                ));
            }
            (None, _) => Form::Graph(graph),
        },
        (None, None) => Form::Page,
    };
    match part {
        None => Ok(form),
        Some(_) => Err(WebError::bad("this format is one file, without a `part`")),
    }
}

/// The whole case as RDF.
fn whole_rdf<'s>(
    session: &'s Session,
    asked: &Asked<'_>,
    format: GraphFormat,
    content_type: &str,
) -> Result<Reply<'s>, WebError> {
    let reifiers = asked.flag("reifiers")?;
    let nanopubs = asked.flag("nanopubs")?;
    if reifiers && !matches!(format, GraphFormat::NTriples | GraphFormat::Turtle) {
        return Err(WebError::bad("`reifiers` is for `nt` and `ttl`"));
    }
    if nanopubs && format != GraphFormat::TriG {
        return Err(WebError::bad("`nanopubs` is for `trig`"));
    }
    let Links { graph, selection } = Links::new(session, asked)?;
    if selection.asks() {
        return Err(rdf_is_whole());
    }
    asked.nothing_else()?;
    let put = move |of: &Graph, out: &mut dyn Write| -> Result<(), QueryError> {
        let edition = of.edition();
        if nanopubs {
            return write_nanopubs(edition, out).map(|_| ());
        }
        write_edition(edition, format, out)?;
        match reifiers {
            true => write_reifiers(edition, out),
            false => Ok(()),
        }
    };
    // What cannot be written is said instead of a file that breaks off.
    refuse_what_is_lost(graph.edition(), format)?;
    if graph.known_on().is_some() {
        let mut out = Bounded::new(session.limits.bytes);
        return match put(&graph, &mut out) {
            Ok(()) => Ok(Reply::new(200, content_type, out.into_bytes())),
            Err(error) if is_too_large(&error) => Err(session.too_large()),
            Err(error) => Err(error.into()),
        };
    }
    Ok(Reply::written(content_type, move |out| {
        put(&session.graph, out).map_err(io::Error::other)
    }))
}

/// Whether the buffer is full, wherever that is said.
fn is_too_large(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(one) = cause {
        let of_io = one.downcast_ref::<io::Error>();
        if of_io.is_some_and(|one| one.kind() == io::ErrorKind::FileTooLarge) {
            return true;
        }
        cause = one.source();
    }
    false
}

/// The whole case, or the links of it that are chosen.
fn whole<'s>(
    session: &'s Session,
    asked: &Asked<'_>,
    (form, collapse): (Form, bool),
    content_type: &str,
) -> Result<Reply<'s>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    asked.nothing_else()?;
    let selection = selection.asks().then_some(selection);
    let of_day = graph.known_on().is_some();
    // A page has few links, or is refused: which has to be known before it is begun.
    if of_day || matches!(form, Form::Page) {
        let extract = extract_whole(&graph, selection.as_ref(), collapse)?;
        return held(session, &extract, form, content_type);
    }
    let extract = extract_whole(&session.graph, selection.as_ref(), collapse)?;
    Ok(Reply::written(content_type, move |out| {
        put(&extract, form, out).map_err(|error| match error {
            ExportError::Write(error) => error,
            ExportError::Answer(_) | ExportError::TooLarge { .. } => io::Error::other(error),
        })
    }))
}

/// The links of an answer.
fn of_question(
    session: &Session,
    asked: &Asked<'_>,
    what: &str,
    (form, collapse): (Form, bool),
    content_type: &str,
) -> Result<Reply<'static>, WebError> {
    let Links { graph, selection } = Links::new(session, asked)?;
    let send = |extract: Result<Extract, AnswerError>,
                (phrases, beside): (Vec<String>, Option<String>),
                limit: Option<&str>| {
        asked.nothing_else()?;
        if let (Form::Table(_, 0 | 1), Some(words)) = (form, limit) {
            return Err(WebError::TooLarge(format!(
                "not complete, and rows could not say so: {words}"
            )));
        }
        let extract = extract?.asked_for(phrases).saying(beside);
        held(session, &extract, form, content_type)
    };
    match what {
        "path" => {
            let question = question::path(asked, selection)?;
            let question = question.ok_or_else(|| question::missing("`from` and `to`"))?;
            let answer = find_paths(&graph, &question)?;
            send(
                extract_paths(&graph, &answer, collapse),
                (paths::phrases(&answer), paths::beside_links(&answer)),
                answer.limit.map(paths::limit_words),
            )
        }
        "ties" => {
            let question = question::ties(asked, selection)?;
            let question = question.ok_or_else(|| question::missing("`name`"))?;
            let answer = find_ties(&graph, &question)?;
            send(
                extract_ties(&graph, &answer, collapse),
                (Vec::new(), ties::beside_rows(&answer)),
                answer.limit.map(ties::limit_words_of_hops),
            )
        }
        _ => {
            let question = question::between(asked, selection)?;
            let question = question.ok_or_else(|| question::missing("`name`, twice or more,"))?;
            let answer = find_between(&graph, &question)?;
            send(
                extract_between(&graph, &answer, collapse),
                (between::phrases(&answer), between::beside_rows(&answer)),
                answer.limit.map(paths::limit_words),
            )
        }
    }
}

/// A file that is complete before any of it is sent.
fn held(
    session: &Session,
    extract: &Extract,
    form: Form,
    content_type: &str,
) -> Result<Reply<'static>, WebError> {
    let mut out = Bounded::new(session.limits.bytes);
    match put(extract, form, &mut out) {
        Ok(()) => Ok(Reply::new(200, content_type, out.into_bytes())),
        Err(ExportError::Write(error)) if is_too_large(&error) => Err(session.too_large()),
        Err(ExportError::Write(error)) => Err(error.into()),
        Err(ExportError::Answer(error)) => Err(error.into()),
        Err(error @ ExportError::TooLarge { .. }) => Err(WebError::TooLarge(error.to_string())),
    }
}

fn put(extract: &Extract, form: Form, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut progress = |_: usize| {};
    match form {
        Form::Graph(graph) => {
            write_graph(extract, graph, Target::One(out), &mut progress).map(|_| ())
        }
        Form::Table(graph, part) => {
            let (mut one, mut other) = (io::sink(), io::sink());
            let files: [&mut dyn Write; 3] = match part {
                0 => [out, &mut one, &mut other],
                1 => [&mut one, out, &mut other],
                _ => [&mut one, &mut other, out],
            };
            write_graph(extract, graph, Target::Three(files), &mut progress).map(|_| ())
        }
        Form::Page => write_page(extract, out),
        // Triples are written from the edition.
        Form::Rdf(_) => Ok(()),
    }
}
