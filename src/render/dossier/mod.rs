//! A dossier as JSON (schema `nutgraf/dossier/1`), as a page in HTML made from
//! that, and in Markdown.
//!
//! Every claim stands once, in full, with its number; whatever else speaks of it
//! gives the number, its standing and who answered.

mod answers;
mod markdown;

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use crate::answer::{
    ClaimView, Dossier, EntityView, Hop, HopLink, IdentityView, MeetingView, Path, PathAnswer,
    PathsTo, QuestionView, SourceRow,
};
use crate::model::{Stance, Standing};
use crate::render::between::no_path_words;
use crate::render::hops::link_json;
use crate::render::html::{self, Template};
use crate::render::identity;
use crate::render::json as object;
use crate::render::path_data::{counts, limit_code};
use crate::render::paths::limit_words;

pub use markdown::write as write_markdown;

/// The page; its frame is whatever it is put into.
pub const PAGE: Template = Template {
    name: "dossier.html",
    source: include_str!("../html/dossier.html"),
};

/// Writes the page.
///
/// # Errors
/// Those of the writer.
pub fn write_html(value: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    html::write(PAGE, value, out)
}

/// JSON; schema `nutgraf/dossier/1`.
pub fn value(edition: &str, dossier: &Dossier) -> Value {
    let Dossier {
        entity,
        claims,
        by_others,
        by_itself,
        further,
        answers,
        unanswered,
        questions,
        figures,
        meetings,
        timeline,
        paths,
        sources,
        redacted,
        names_protected,
    } = dossier;
    let EntityView {
        what,
        jurisdiction,
        wikidata,
        lei,
        place,
        claims: _,
        answers: _,
        sources: _,
        questions: _,
        identities,
    } = entity;
    let mut who = object::candidate(what);
    who["jurisdiction"] = json!(jurisdiction);
    who["wikidata"] = json!(wikidata);
    who["lei"] = json!(lei);
    who["table"] = json!(place.table);
    who["row"] = json!(place.row);
    let by_iri: BTreeMap<&str, usize> = claims
        .iter()
        .enumerate()
        .map(|(at, claim)| (claim.iri.as_str(), at))
        .collect();
    let given = |stances: &[Stance]| -> Vec<Value> {
        let given = answers
            .iter()
            .filter(|(answer, _)| stances.contains(&answer.stance));
        given
            .map(|(answer, claims)| json!({"answer": object::answer(answer), "claims": numbers(claims)}))
            .collect()
    };
    json!({
        "schema": "nutgraf/dossier/1",
        "edition": edition,
        "title": what.named.label,
        "redacted": redacted,
        "names_protected": names_protected,
        "who": who,
        "identities": identities.iter().map(decision).collect::<Vec<_>>(),
        "standings": standings(by_others.iter().chain(by_itself).map(|at| &claims[*at])),
        "claims": claims.iter().enumerate().map(|(at, claim)| {
            json!({"number": at + 1, "claim": object::claim(claim)})
        }).collect::<Vec<_>>(),
        "by_others": numbers(by_others),
        "by_itself": numbers(by_itself),
        "further": numbers(further),
        "answers": {
            "denials": given(&[Stance::Denied]),
            "comments": given(&[Stance::Commented, Stance::Confirmed, Stance::Retracted]),
            "declined": given(&[Stance::Declined]),
            "no_response": given(&[Stance::NoResponse]),
            "pending": given(&[Stance::Pending]),
        },
        "unanswered": unanswered.iter().map(|(at, because)| json!({
            "number": at + 1,
            "because": because.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
            "words": because.iter().map(|one| one.words()).collect::<Vec<_>>().join(", and "),
        })).collect::<Vec<_>>(),
        "questions": questions.iter().map(|(view, answered_by)| question(view, *answered_by)).collect::<Vec<_>>(),
        "figures": numbers(figures),
        "meetings": meetings.iter().map(|(view, claims)| meeting(view, claims)).collect::<Vec<_>>(),
        "timeline": numbers(timeline),
        "paths": paths.iter().map(|paths| paths_to(paths, &by_iri)).collect::<Vec<_>>(),
        "sources": sources.iter().map(|rows| source(rows)).collect::<Vec<_>>(),
    })
}

/// What was not found out about the paths, where a limit was hit.
pub fn limits(dossier: &Dossier) -> Vec<String> {
    let limited = dossier.paths.iter().filter_map(|PathsTo { answer, .. }| {
        let limit = answer.limit?;
        Some(format!(
            "paths to {}: {}",
            answer.to.label,
            limit_words(limit)
        ))
    });
    limited.collect()
}

/// Numbers as they are printed, from 1.
fn numbers(places: &[usize]) -> Vec<usize> {
    places.iter().map(|at| at + 1).collect()
}

/// How many distinct claims have each standing.
fn standings<'a>(claims: impl Iterator<Item = &'a ClaimView>) -> Value {
    let distinct: BTreeMap<&str, Standing> = claims
        .map(|claim| (claim.iri.as_str(), claim.standing))
        .collect();
    let mut counted = serde_json::Map::new();
    for standing in Standing::ALL {
        let count = distinct.values().filter(|one| **one == standing).count();
        counted.insert(standing.as_str().to_owned(), json!(count));
    }
    Value::Object(counted)
}

/// A question; the claim that answers it is given by its number.
fn question(view: &QuestionView, answered_by: Option<usize>) -> Value {
    let mut value = object::question(view);
    value["answered_by"] = json!(answered_by.map(|at| at + 1));
    value
}

fn meeting(view: &MeetingView, attendances: &[usize]) -> Value {
    let MeetingView {
        named,
        text,
        venue,
        place,
        claims: _,
    } = view;
    let mut value = object::named(named);
    value["text"] = json!(text);
    value["place"] = json!(venue);
    value["table"] = json!(place.table);
    value["row"] = json!(place.row);
    value["claims"] = json!(numbers(attendances));
    value
}

fn source(rows: &[SourceRow]) -> Value {
    let Some((own, via)) = rows.split_first() else {
        return Value::Null;
    };
    let mut value = object::named(&own.named);
    object::merge(&mut value, object::source_row(own), &own.place);
    value["kind"] = json!(own.kind.as_str());
    value["via"] = via.iter().map(|row| object::named(&row.named)).collect();
    value
}

fn decision(decision: &IdentityView) -> Value {
    let mut value = identity::value(decision);
    value["words"] = json!(identity::sentence(decision));
    value
}

fn paths_to(paths: &PathsTo, by_iri: &BTreeMap<&str, usize>) -> Value {
    let PathsTo {
        answer,
        plans,
        naming_both,
    } = paths;
    // A dossier asks for the shortest paths and nothing else.
    let PathAnswer {
        from,
        to,
        ask: _,
        selected: _,
        max_hops: _,
        strength: _,
        strongest: _,
        via: _,
        independent: _,
        spent: _,
        limit,
        total,
        paths,
        no_path,
        shorter_without_filter: _,
        shorter_through_retracted,
        left_out: _,
        more_through_retracted: _,
        on_inference: _,
        beside,
        identities,
    } = answer;
    // Those on whom the dossier is stand at its beginning.
    let of_others = identities
        .iter()
        .filter(|decision| ![&decision.entity.iri, &decision.other.iri].contains(&&from.iri));
    let (total, more_than) = counts(*total);
    json!({
        "to": object::named(to),
        "complete": answer.is_complete(),
        "limit": limit.map(limit_code),
        "total": total,
        "more_than": more_than,
        "paths": paths.iter().map(|path| path_value(path, by_iri)).collect::<Vec<_>>(),
        "no_path": no_path.as_ref().map(|reason| json!({
            "reason": reason.as_str(),
            "words": no_path_words(reason, beside),
            "instead": reason.instead().map(|path| path_value(path, by_iri)),
        })),
        "shorter_through_retracted": shorter_through_retracted
            .as_ref()
            .map(|path| path_value(path, by_iri)),
        "identities": of_others.map(decision).collect::<Vec<_>>(),
        "plans": numbers(plans),
        "naming_both": numbers(naming_both),
        "naming_both_in_all": beside.naming.in_all(),
    })
}

fn path_value(path: &Path, by_iri: &BTreeMap<&str, usize>) -> Value {
    let Path {
        entities,
        hops,
        standing,
    } = path;
    let link = |hop: &Hop, link: &HopLink| {
        let mut value = link_json((&hop.from, &hop.to), link);
        let numbers = link
            .claims
            .iter()
            .filter_map(|claim| by_iri.get(claim.iri.as_str()));
        value["claims"] = numbers.map(|at| at + 1).collect();
        value
    };
    let hops = hops.iter().map(|hop| {
        json!({
            "from": object::named(&hop.from),
            "to": object::named(&hop.to),
            "standing": hop.standing.as_str(),
            "links": hop.links.iter().map(|one| link(hop, one)).collect::<Vec<_>>(),
            "left_out": hop.excluded.iter().map(|one| link(hop, one)).collect::<Vec<_>>(),
        })
    });
    json!({
        "length": path.hops.len(),
        "standing": standing.map(|standing| standing.as_str()),
        "entities": entities.iter().map(object::named).collect::<Vec<_>>(),
        "hops": hops.collect::<Vec<_>>(),
    })
}
