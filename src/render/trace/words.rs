//! What a fact-checker calls things: sources by kind, how they know, what an
//! answer does to a claim and why.

use std::collections::BTreeMap;

use crate::answer::{AnswerTrace, AnswerView, ClaimView, Part, Role, SourceRow, SummedUp};
use crate::model::{Bearing, Scope, SourceKind, Stance};
use crate::render::text::WITHHELD;
use crate::render::words::{count, date, labels, row};

/// What a source is.
pub(super) fn kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Person => "a person by name",
        SourceKind::Spokesperson => "a spokesperson, name not given",
        SourceKind::Anonymous => "anonymous",
        SourceKind::Organization => "an organisation",
        SourceKind::Statement => "a statement",
        SourceKind::Document => "a document",
        SourceKind::Publication => "a publication",
        SourceKind::Dataset => "a data set",
        SourceKind::Ledger => "a ledger",
        SourceKind::Editor => "the desk's own inference",
    }
}

/// Whether somebody speaks, who knows in some way and on some terms.
fn speaks(kind: SourceKind) -> bool {
    match kind {
        SourceKind::Person
        | SourceKind::Spokesperson
        | SourceKind::Anonymous
        | SourceKind::Organization
        | SourceKind::Statement => true,
        SourceKind::Document
        | SourceKind::Publication
        | SourceKind::Dataset
        | SourceKind::Ledger
        | SourceKind::Editor => false,
    }
}

/// Whether it is something that has an address, a day and a file.
fn is_kept(kind: SourceKind) -> bool {
    match kind {
        SourceKind::Statement
        | SourceKind::Document
        | SourceKind::Publication
        | SourceKind::Dataset
        | SourceKind::Ledger => true,
        SourceKind::Person
        | SourceKind::Spokesperson
        | SourceKind::Anonymous
        | SourceKind::Organization
        | SourceKind::Editor => false,
    }
}

/// `anonymous, 2 voices; how they know is not said`.
pub(super) fn who(source: &SourceRow) -> String {
    let mut words = kind(source.kind).to_owned();
    match (source.voices, source.kind) {
        (Some(voices), _) => words += &format!(", {}", count(voices as usize, "voice")),
        (None, SourceKind::Anonymous) => words += ", number of voices unknown",
        (None, _) => {}
    }
    if speaks(source.kind) && source.withheld {
        words += "; how they know and on which terms they spoke is withheld";
    } else if speaks(source.kind) {
        words += match source.knowledge.as_deref() {
            Some("direct") => "; knowledge at first hand",
            Some("secondhand") => "; knowledge at second hand",
            Some("document") => "; knowledge from a document",
            Some("unknown") => "; how they know is not said",
            Some(_) | None => "; how they know is not recorded",
        };
        words += match source.terms.as_deref() {
            Some("on-record") => "; on the record",
            Some("background") => "; on background",
            Some("off-record") => "; off the record",
            Some(_) | None => "; terms not recorded",
        };
    }
    words
}

/// What it is on its chain.
pub(super) fn part(source: &SourceRow) -> &'static str {
    match source.part {
        Part::Voice => "before the outlet",
        Part::Outlet => "the outlet",
        Part::Relay => "a relay: listed, never counted",
        Part::Between => "after the outlet: never counted",
    }
}

/// Everything else in the row of a source, and what is not recorded there.
pub(super) fn facts(source: &SourceRow) -> Vec<String> {
    let SourceRow {
        named: _,
        kind,
        part: _,
        entity,
        side,
        voices: _,
        knowledge: _,
        terms: _,
        origin,
        url,
        archived,
        published,
        accessed,
        sha256,
        reliability,
        withheld,
        place: _,
    } = source;
    let mut facts = Vec::new();
    if let Some(entity) = entity {
        facts.push(format!("is {}", entity.label));
    }
    if let Some(side) = side
        && entity.as_ref().is_none_or(|entity| entity.iri != side.iri)
    {
        facts.push(format!(
            "on the side of {}, which says nothing about authority",
            side.label
        ));
    }
    if let Some(origin) = origin {
        facts.push(format!("origin, as the desk assessed it: {origin}"));
    }
    let mut missing = Vec::new();
    for (name, value) in [
        ("published", published),
        ("accessed", accessed),
        ("address", url),
        ("archived copy", archived),
        ("sha256 of the file", sha256),
        ("reliability, A to F", reliability),
    ] {
        match value {
            Some(value) => facts.push(format!("{name}: {value}")),
            None => missing.push(name),
        }
    }
    if *withheld {
        facts.push(WITHHELD.to_owned());
    } else if is_kept(*kind) && !missing.is_empty() {
        facts.push(format!("not recorded: {}", missing.join("; ")));
    }
    facts
}

/// `no response`, `DENIED as a whole`: the stance, and whether to stress it.
pub(super) fn stance(answer: &AnswerView) -> (bool, String) {
    let (stressed, word) = match answer.stance {
        Stance::Denied => (true, "DENIED"),
        Stance::Retracted => (true, "RETRACTED"),
        Stance::Declined => (false, "declined to answer"),
        Stance::NoResponse => (false, "no response"),
        Stance::Commented => (false, "commented"),
        Stance::Confirmed => (false, "confirmed"),
        Stance::Pending => (false, "answer still pending"),
    };
    (
        stressed,
        match answer.scope {
            Some(Scope::Whole) => format!("{word} as a whole"),
            Some(Scope::General) => format!("{word} in general"),
            Some(Scope::Part) => format!("{word} in part"),
            Some(Scope::Characterisation) => format!("{word} as it is put"),
            None => word.to_owned(),
        },
    )
}

/// Who answered, for whom, when; asked when and until when.
pub(super) fn given(answer: &AnswerView) -> String {
    let mut words = match (&answer.by, &answer.on_behalf_of) {
        (Some(by), Some(principal)) => format!("by {} for {}", by.label, principal.label),
        (Some(by), None) => format!("by {}", by.label),
        (None, Some(principal)) => format!("for {}, speaker not given", principal.label),
        (None, None) => "speaker not given".to_owned(),
    };
    match date(&answer.when) {
        Some(when) => words += &format!(", {when}"),
        None => words += ", day not recorded",
    }
    for (name, value) in [
        ("asked", &answer.asked),
        ("deadline", &answer.deadline),
        ("recorded", &answer.recorded),
    ] {
        if let Some(value) = value {
            words += &format!(", {name} {value}");
        }
    }
    words
}

/// An answer in a line, with its row.
pub(super) fn in_a_line(answer: &AnswerView) -> String {
    let (stance, given) = (stance(answer).1, given(answer));
    format!("{stance}, {given}  {}, {}", answer.id, row(&answer.place))
}

/// Every answer to a claim, then those to what it sums up and to the other
/// attendances of its meeting: each once, with whatever it was given to.
pub(super) fn answered(claim: &ClaimView) -> Vec<String> {
    let own = claim.answers.iter();
    let mut lines: Vec<String> = own
        .map(|answer| format!("answered: {}", in_a_line(answer)))
        .collect();
    for (parts, how) in [
        (&claim.summarises, "which it sums up"),
        (&claim.same_meeting, "of the same meeting"),
    ] {
        let mut given: BTreeMap<&str, (&AnswerView, Vec<String>)> = BTreeMap::new();
        for SummedUp {
            named,
            subject: _,
            verb: _,
            standing,
            answers,
        } in parts
        {
            for answer in answers {
                if claim.answers.iter().all(|own| own.iri != answer.iri) {
                    let part = format!("{} ({})", named.id, standing.words());
                    let (_, to) = given.entry(&answer.iri).or_insert((answer, Vec::new()));
                    to.push(part);
                }
            }
        }
        lines.extend(given.into_values().map(|(answer, to)| {
            let to = to.join(", ");
            format!("answer to {to}, {how}: {}", in_a_line(answer))
        }));
    }
    lines
}

/// What an answer does to a claim, and why.
pub(super) fn bearing(trace: &AnswerTrace) -> String {
    let AnswerTrace {
        answer,
        speaker: _,
        bearing,
        decides,
        party,
        of_reports,
        of_meeting,
        direct,
    } = trace;
    let party = match party {
        Some((who, Role::Concerned)) => {
            format!("the claim concerns {}, so that a party speaks", who.label)
        }
        Some((who, role)) => format!("{} is {}, so that a party speaks", who.label, role.words()),
        None => match (&answer.by, &answer.on_behalf_of) {
            (None, None) => "who speaks is not given, so that no party does".to_owned(),
            _ => "the speaker is no party to the claim, and speaks for none".to_owned(),
        },
    };
    let to = match (direct, of_meeting) {
        (true, true) => "to the meeting as a whole".to_owned(),
        (true, false) => "to this claim".to_owned(),
        (false, _) => format!("to the report {}, not to this claim", labels(of_reports)),
    };
    let scope = match answer.scope {
        Some(Scope::Whole) => "of the whole",
        Some(Scope::General) => "in general",
        Some(Scope::Part) => "of a part",
        Some(Scope::Characterisation) => "of how it is put",
        None => "of no stated scope",
    };
    let beaten = match (bearing.contests(), decides) {
        (Some(_), false) => "; it is not what decides the standing",
        _ => "",
    };
    match bearing {
        Bearing::Denies => {
            format!("makes the claim DENIED: a denial {scope}, given {to}; {party}{beaten}")
        }
        Bearing::DisputesPart => format!(
            "makes the claim disputed, not denied: a denial {scope}, given {to}; {party}{beaten}"
        ),
        Bearing::DisputesFromOutside => format!(
            "makes the claim disputed, not denied, though it is {scope} and given {to}: {party}{beaten}"
        ),
        Bearing::DisputesReport => {
            format!("makes the claim disputed, not denied: it is given {to}; {party}{beaten}")
        }
        Bearing::Withdraws => format!("takes back what its speaker said or published, given {to}"),
        Bearing::Confirms => {
            format!(
                "changes no standing; a confirmation of the whole adds its speaker's voice: {party}"
            )
        }
        Bearing::Acknowledges => format!(
            "changes no standing; a confirmation of the whole by a party is marked as acknowledged, beside any denial: {party}"
        ),
        Bearing::OnReportAlone => {
            format!("counts for the report alone: given {to}, and {party}")
        }
        Bearing::Shown => {
            let why = match answer.stance {
                Stance::Declined => "declining to answer is no denial",
                Stance::NoResponse => "no response is no denial",
                Stance::Commented => "a comment is no denial",
                Stance::Pending => "an answer is still to come",
                Stance::Confirmed => "a confirmation that is not of the whole adds no voice",
                Stance::Denied | Stance::Retracted => "it contests nothing here",
            };
            format!("changes nothing, and is always shown: {why}; given {to}")
        }
    }
}
