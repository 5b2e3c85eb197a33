//! Answers as JSON: the same object for a claim wherever one is shown.
//!
//! Every top-level object names its schema and version. What is unknown is
//! `null`, never 0 and never left out.

use std::io;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::answer::{
    AnswerView, Candidate, CitedSource, ClaimView, DenialView, EntityView, FieldValue,
    FindQuestion, Found, FoundKind, FoundPart, MeetingView, Name, Named, Place, QuestionView,
    Resting, RowCell, Shown, SourceRow, SourceView, SummedUp, Target, When,
};
use crate::model::Standing;
use crate::render::identity;

/// A claim.
pub fn claim(claim: &ClaimView) -> Value {
    let ClaimView {
        iri,
        id,
        case,
        among_cases: _,
        text,
        subject,
        relation,
        verb,
        object,
        detail,
        attribute,
        mode,
        when,
        amount,
        figure: _,
        purpose,
        standing,
        rule,
        support,
        origins,
        outlets,
        relays,
        voices,
        sources,
        answers,
        acknowledged_by,
        concerns,
        summarises,
        same_meeting,
        credibility,
        recorded,
        check,
        checked_by,
        concern,
        place,
    } = claim;
    json!({
        "id": id,
        "iri": iri,
        "text": text,
        "subject": named(subject),
        "relation": relation.as_deref(),
        "verb": verb.as_deref(),
        "object": object.as_ref().map(named),
        "detail": detail,
        "attribute": attribute.as_ref().map(|(name, value)| json!({"name": name, "value": value})),
        "mode": mode.as_str(),
        "when": date(when),
        "amount": amount,
        "purpose": purpose,
        "standing": standing.as_str(),
        "rule": rule.as_str(),
        "support": support.iter().map(|support| support.as_str()).collect::<Vec<_>>(),
        "origins": origins,
        "outlets": outlets.iter().map(named).collect::<Vec<_>>(),
        "relays": relays.iter().map(named).collect::<Vec<_>>(),
        "voices": voices,
        "sources": sources.iter().map(cited).collect::<Vec<_>>(),
        "answers": answers.iter().map(answer).collect::<Vec<_>>(),
        "acknowledged_by": acknowledged_by,
        "concerns": concerns.iter().map(named).collect::<Vec<_>>(),
        "summarises": summarises.iter().map(summed_up).collect::<Vec<_>>(),
        "same_meeting": same_meeting.iter().map(summed_up).collect::<Vec<_>>(),
        "credibility": credibility,
        "recorded": recorded,
        "check": check,
        "checked_by": checked_by,
        "concern": concern,
        "case": case,
        "table": place.table,
        "row": place.row,
    })
}

/// Claims as JSON, each on one line, on all cores.
pub fn claim_lines(claims: &[ClaimView]) -> Vec<String> {
    let claims = claims.par_iter();
    claims.map(|one| claim(one).to_string()).collect()
}

fn summed_up(part: &SummedUp) -> Value {
    let SummedUp {
        named: what,
        subject,
        verb,
        standing,
        answers: given,
    } = part;
    let Name {
        iri,
        id,
        name,
        label: _,
        protected: _,
    } = &**what;
    json!({
        "id": id,
        "iri": iri,
        "text": name,
        "subject": named(subject),
        "verb": verb.as_deref(),
        "standing": standing.as_str(),
        "answers": answers(given),
    })
}

/// An id with its name, and whether that must stay at the desk.
pub fn named(what: &Named) -> Value {
    let Name {
        iri,
        id,
        name,
        label: _,
        protected,
    } = &**what;
    json!({"id": id, "name": name, "iri": iri, "protected": protected})
}

fn date(when: &When) -> Value {
    let When {
        written,
        printed,
        earliest,
        latest,
    } = when;
    match (written, printed) {
        (None, None) => Value::Null,
        _ => json!({"edtf": written, "text": printed, "earliest": earliest, "latest": latest}),
    }
}

fn cited(source: &CitedSource) -> Value {
    let CitedSource {
        named: what,
        kind,
        knowledge,
        terms,
        voices,
        quote,
        locator,
        url,
        chain,
        outlet,
        withdrawn,
        place,
    } = source;
    let mut value = named(what);
    merge(
        &mut value,
        json!({
            "kind": kind.as_str(),
            "knowledge": knowledge.as_deref(),
            "terms": terms.map(|terms| terms.as_str()),
            "voices": voices,
            "quote": quote,
            "locator": locator,
            "url": url.as_deref(),
            "chain": all_named(chain),
            "outlet": named(outlet),
            "withdrawn": withdrawn,
        }),
        place,
    );
    value
}

/// An answer.
pub fn answer(answer: &AnswerView) -> Value {
    let AnswerView {
        iri,
        id,
        stance,
        scope,
        by,
        on_behalf_of,
        of,
        when,
        via,
        asked,
        deadline,
        quote,
        text,
        recorded,
        place,
    } = answer;
    json!({
        "id": id,
        "iri": iri,
        "stance": stance.as_str(),
        "scope": scope.map(|scope| scope.as_str()),
        "by": by.as_ref().map(named),
        "on_behalf_of": on_behalf_of.as_ref().map(named),
        "of": of.iter().map(target).collect::<Vec<_>>(),
        "when": date(when),
        "via": via.as_ref().map(named),
        "asked": asked,
        "deadline": deadline,
        "quote": quote,
        "text": text,
        "recorded": recorded,
        "table": place.table,
        "row": place.row,
    })
}

fn target(target: &Target) -> Value {
    let Target { kind, named: what } = target;
    let mut value = named(what);
    value["kind"] = json!(kind.as_str());
    value
}

fn answers(list: &[AnswerView]) -> Vec<Value> {
    list.iter().map(answer).collect()
}

fn claims(list: &[ClaimView]) -> Vec<Value> {
    list.iter().map(claim).collect()
}

fn all_named(list: &[Named]) -> Vec<Value> {
    list.iter().map(named).collect()
}

/// Something that a name may mean.
pub fn candidate(candidate: &Candidate) -> Value {
    let Candidate {
        named: what,
        kind,
        description,
        aliases,
        case,
    } = candidate;
    let mut value = named(what);
    value["kind"] = json!(kind.words());
    value["description"] = json!(description);
    value["aliases"] = json!(aliases);
    value["case"] = json!(case);
    value
}

/// What was found; schema `nutgraf/find/1`.
pub fn found(edition: &str, text: &str, found: &[Found]) -> Value {
    let list: Vec<Value> = found.iter().map(match_value).collect();
    json!({"schema": "nutgraf/find/1", "edition": edition, "text": text, "found": list})
}

fn match_value(found: &Found) -> Value {
    let Found {
        what,
        matched,
        standing,
        answers,
    } = found;
    let mut value = candidate(what);
    value["matched"] = json!(matched.as_str());
    value["standing"] = json!(standing.map(|standing| standing.as_str()));
    value["answers"] = json!(answers);
    value
}

/// Some of what was found; schema `nutgraf/find-part/1`. Kinds that nothing is of
/// are left out; `standings` is `null` where they were not counted.
pub fn found_part(edition: &str, question: &FindQuestion, part: &FoundPart) -> Value {
    let FindQuestion {
        text,
        kind,
        standing,
        from,
        count,
    } = question;
    let FoundPart {
        found,
        in_all,
        kinds,
        standings,
    } = part;
    let kinds = FoundKind::ALL.into_iter().zip(kinds);
    let kinds = kinds.filter(|(_, count)| **count > 0);
    let kinds = kinds.map(
        |(kind, count)| json!({"value": kind.as_str(), "words": kind.plural(), "count": count}),
    );
    let standings = standings.map(|counts| {
        let counts = Standing::ALL.into_iter().zip(counts).rev();
        let counts = counts.filter(|(_, count)| *count > 0);
        let counts = counts.map(|(standing, count)| {
            json!({"value": standing.as_str(), "words": standing.words(), "count": count})
        });
        counts.collect::<Vec<_>>()
    });
    json!({
        "schema": "nutgraf/find-part/1",
        "edition": edition,
        "text": text,
        "chosen": {
            "kind": kind.map(FoundKind::as_str),
            "standing": standing.map(Standing::as_str),
        },
        "from": from,
        "count": count,
        "in_all": in_all,
        "kinds": kinds.collect::<Vec<_>>(),
        "standings": standings,
        "found": found.iter().map(match_value).collect::<Vec<_>>(),
    })
}

/// One thing in full; schema `nutgraf/show/1`, with its kind.
pub fn shown(edition: &str, shown: &Shown) -> Value {
    let (kind, body) = match shown {
        Shown::Entity(view) => ("entity", entity(view)),
        Shown::Claim(view) => ("claim", claim(view)),
        Shown::Source(view) => ("source", source(view)),
        Shown::Meeting(view) => {
            let MeetingView {
                named: what,
                text,
                venue,
                place,
                claims: list,
            } = &**view;
            let mut value = named(what);
            merge(
                &mut value,
                json!({"text": text, "place": venue, "claims": claims(list)}),
                place,
            );
            ("meeting", value)
        }
        Shown::Denial(view) => {
            let DenialView {
                answer: given,
                shown_with,
            } = &**view;
            let mut value = answer(given);
            value["shown_with"] = json!(claims(shown_with));
            ("answer", value)
        }
        Shown::Question(view) => ("question", question(view)),
        Shown::Identity(view) => ("identity", identity::value(view)),
        Shown::Link(what, list) => {
            let mut value = named(what);
            value["claims"] = json!(claims(list));
            ("link", value)
        }
    };
    json!({"schema": "nutgraf/show/1", "edition": edition, "kind": kind, kind: body})
}

/// Adds the fields of another object, and table and row.
pub(super) fn merge(value: &mut Value, more: Value, place: &Place) {
    if let (Value::Object(into), Value::Object(more)) = (value, more) {
        into.extend(more);
        into.insert("table".to_owned(), json!(place.table));
        into.insert("row".to_owned(), json!(place.row));
    }
}

fn entity(view: &EntityView) -> Value {
    let EntityView {
        what,
        jurisdiction,
        wikidata,
        lei,
        place,
        claims: list,
        answers: given,
        sources,
        questions,
        identities,
    } = view;
    let mut value = candidate(what);
    merge(
        &mut value,
        json!({
            "jurisdiction": jurisdiction,
            "wikidata": wikidata,
            "lei": lei,
            "claims": claims(list),
            "answers_given": answers(given),
            "sources": all_named(sources),
            "questions": questions.iter().map(question).collect::<Vec<_>>(),
            "identities": identities.iter().map(identity::value).collect::<Vec<_>>(),
        }),
        place,
    );
    value
}

/// The columns of `sources.csv` but for id, kind, name and `via`.
pub fn source_row(row: &SourceRow) -> Value {
    let SourceRow {
        named: _,
        kind: _,
        part: _,
        entity,
        side,
        voices,
        knowledge,
        terms,
        origin,
        url,
        archived,
        published,
        accessed,
        sha256,
        reliability,
        withheld,
        place: _,
    } = row;
    json!({
        "entity": entity.as_ref().map(named),
        "side": side.as_ref().map(named),
        "voices": voices,
        "knowledge": knowledge,
        "terms": terms,
        "origin": origin,
        "url": url,
        "archived": archived,
        "published": published,
        "accessed": accessed,
        "sha256": sha256,
        "reliability": reliability,
        "withheld": withheld,
    })
}

fn source(view: &SourceView) -> Value {
    let SourceView {
        what,
        chain,
        outlet,
        resting,
        answers_to,
        answers_by,
    } = view;
    let chain_names: Vec<Value> = chain.iter().map(|row| named(&row.named)).collect();
    let mut value = candidate(what);
    let resting: Vec<Value> = resting
        .iter()
        .map(
            |Resting {
                 claim: resting,
                 without,
             }| { json!({"without": without.as_str(), "claim": claim(resting)}) },
        )
        .collect();
    let Some(own) = chain.first() else {
        return value;
    };
    merge(&mut value, source_row(own), &own.place);
    merge(
        &mut value,
        json!({
            "chain": chain_names,
            "outlet": named(outlet),
            "resting": resting,
            "answers_to": answers(answers_to),
            "answers_by": answers(answers_by),
        }),
        &own.place,
    );
    value["source_kind"] = json!(own.kind.as_str());
    value
}

/// A question with what is on record about it.
pub(super) fn question(view: &QuestionView) -> Value {
    let QuestionView {
        named: what,
        text,
        about,
        who_could_answer,
        answered_by,
        source,
        answers: given,
        place,
    } = view;
    let mut value = named(what);
    merge(
        &mut value,
        json!({
            "text": text,
            "about": all_named(about),
            "who_could_answer": all_named(who_could_answer),
            "answered_by": answered_by.as_deref().map(claim),
            "source": source.as_ref().map(named),
            "answers": answers(given),
        }),
        place,
    );
    value
}

/// The row of a claim, column by column.
pub fn claim_row(cells: &[RowCell]) -> Value {
    let cells = cells.iter().map(|RowCell { column, values }| {
        let values = values.iter().map(|value| match value {
            FieldValue::Text(text) => json!(text),
            FieldValue::Thing(thing) => named(thing),
        });
        json!({"column": column, "values": values.collect::<Vec<_>>()})
    });
    cells.collect()
}

/// Writes a value over several lines.
///
/// # Errors
/// Those of the writer.
pub fn write(value: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Writes a value on one line.
///
/// # Errors
/// Those of the writer.
pub fn write_line(value: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Writes each element of a list on a line of its own.
///
/// # Errors
/// Those of the writer.
pub fn write_lines(list: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    for value in list.as_array().into_iter().flatten() {
        write_line(value, out)?;
    }
    Ok(())
}
