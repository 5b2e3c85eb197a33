//! A claim as a tree: what decided its standing, what it rests on, how its
//! origins are counted, its answers, what it sums up.

use serde_json::json;

use crate::answer::{
    AnswerTrace, ClaimTrace, ClaimView, OriginTrace, PartTrace, PassageRow, SourceRow,
    SpeakerTrace, SummedUp, VoiceTrace,
};
use crate::model::{Bearing, Mode, Rule, Standing};
use crate::render::claims::{statement, support_words};
use crate::render::json as object;
use crate::render::trace::{given_node, words};
use crate::render::tree::Node;
use crate::render::words::{count, date, labels};

/// How many of the things that an answer is given to are named with it.
const NAMED: usize = 12;

/// The words of a standing that must not be overlooked.
pub(super) fn standing_alarm(standing: Standing) -> Option<String> {
    match standing {
        Standing::Uncontested => None,
        Standing::Disputed | Standing::Denied | Standing::Retracted => {
            Some(standing.words().to_owned())
        }
    }
}

/// A claim with its whole chain.
pub(super) fn claim_node(trace: &ClaimTrace) -> Node {
    let ClaimTrace {
        claim,
        meeting: _,
        voices,
        origins,
        answers,
        follows: _,
        parts,
    } = trace;
    let (alone, own): (Vec<&AnswerTrace>, Vec<&AnswerTrace>) = answers
        .iter()
        .partition(|answer| answer.bearing == Bearing::OnReportAlone);
    let mut node = Node::new("claim", claim.sentence())
        .alarm(standing_alarm(claim.standing))
        .at(&claim.id, &claim.place)
        .notes(said(trace))
        .data(json!({"claim": object::claim(claim)}))
        .with([standing_node(trace), rests_node(claim, voices)])
        .with([origins_node(claim, origins)]);
    if own.is_empty() {
        node.nodes.push(Node::new(
            "answers",
            match parts.is_empty() {
                true => "no answer on record",
                false => "no answer on record to this claim itself",
            },
        ));
    } else {
        let title = format!("{} on record", count(own.len(), "answer"));
        let listed = own.into_iter().map(answer_node);
        node.nodes.push(Node::new("answers", title).with(listed));
    }
    if !alone.is_empty() {
        let title = format!(
            "{} to a report behind it, by nobody who is a party to it",
            count(alone.len(), "answer")
        );
        let listed = alone.into_iter().map(answer_node);
        node.nodes
            .push(Node::new("answers-to-reports", title).with(listed));
    }
    if !claim.same_meeting.is_empty() {
        let others = claim.same_meeting.iter().map(|other| {
            let SummedUp {
                named,
                subject: _,
                verb: _,
                standing,
                answers,
            } = other;
            let given = answers
                .iter()
                .map(|answer| format!("answered: {}", words::in_a_line(answer)));
            let mut node = Node::new("attendance", named.label.clone())
                .alarm(standing_alarm(*standing))
                .notes(given)
                .data(json!({"standing": standing.as_str()}));
            node.id = Some(named.id.clone());
            node
        });
        let title = "of the same meeting, contested or answered otherwise";
        node.nodes
            .push(Node::new("same-meeting", title).with(others));
    }
    if !parts.is_empty() {
        let title = format!("sums up {}", count(parts.len(), "claim"));
        let listed = parts.iter().map(
            |PartTrace {
                 trace,
                 summed_up_by,
             }| {
                let mut node = claim_node(trace);
                node.kind = "part";
                if summed_up_by.iter().any(|by| *by != claim.id) {
                    node.notes
                        .insert(0, format!("summed up by {}", summed_up_by.join(", ")));
                }
                node
            },
        );
        node.nodes.push(Node::new("summarises", title).with(listed));
    }
    node
}

/// What it says, and what the desk noted on it.
fn said(trace: &ClaimTrace) -> Vec<String> {
    let claim = &trace.claim;
    let mut said = statement(claim);
    match claim.mode {
        Mode::Asserted => {}
        Mode::Hearsay | Mode::Projected | Mode::Sought | Mode::Ended => {
            said += &format!("; {}", claim.mode.as_str());
        }
    }
    said += &match date(&claim.when) {
        Some(when) => format!("; {when}"),
        None => "; no date recorded".to_owned(),
    };
    for (name, value) in [
        ("", &claim.amount),
        ("for ", &claim.purpose),
        ("", &claim.detail),
    ] {
        if let Some(value) = value {
            said += &format!("; {name}{value}");
        }
    }
    let mut notes = vec![said];
    if let Some(meeting) = &trace.meeting {
        notes.push(format!("one attendance of the meeting {}", meeting.id));
    }
    if !claim.concerns.is_empty() {
        notes.push(match claim.concerns.len() {
            1 => format!("concerns {}, a party to it", labels(&claim.concerns)),
            _ => format!("concerns {}, parties to it", labels(&claim.concerns)),
        });
    }
    let check = match &claim.check {
        Some(check) => format!("check: {}", check.replace('-', " ")),
        None => "check: not recorded".to_owned(),
    };
    let by = claim.checked_by.iter().map(|who| format!(", by {who}"));
    let graded = claim
        .credibility
        .map(|grade| format!(", credibility {grade} of 6"));
    let entered = match &claim.recorded {
        Some(day) => format!(", recorded {day}"),
        None => ", day of entry not recorded".to_owned(),
    };
    notes.push(
        by.chain(graded)
            .chain([entered])
            .fold(check, |line, more| line + &more),
    );
    if let Some(concern) = &claim.concern {
        notes.push(format!("concern: {concern}"));
    }
    if claim.among_cases {
        notes.push(format!("case: {}", claim.case));
    }
    notes
}

/// The standing, the rule that decided it, and by which answers.
fn standing_node(trace: &ClaimTrace) -> Node {
    let ClaimView {
        standing,
        rule,
        summarises,
        acknowledged_by,
        ..
    } = &trace.claim;
    let ids = |answers: Vec<&str>| answers.join(", ");
    let denied = || {
        let deciding = trace.answers.iter().filter(|answer| answer.decides);
        ids(deciding.map(|answer| answer.answer.id.as_str()).collect())
    };
    let because = match rule {
        _ if !trace.follows => "for whom the answers speak is withheld here, so that the reason cannot be shown; the standing is that of the whole case".to_owned(),
        Rule::NoCitationLeft => {
            let by: Vec<&str> = trace
                .voices
                .iter()
                .flat_map(|voice| voice.withdrawn_by.iter().map(String::as_str))
                .collect();
            format!("{}: {}", rule.sentence(), ids(by))
        }
        Rule::DeniedByParty => format!("{}: {}", rule.sentence(), denied()),
        // Which of the reasons it is, each answer says below.
        Rule::DeniedOtherwise => format!(
            "somebody denies it, which makes it disputed and not DENIED: {}",
            denied()
        ),
        Rule::SummarisesContested => {
            let contested = summarises.iter().filter(|part| match part.standing {
                Standing::Denied | Standing::Disputed => true,
                Standing::Uncontested | Standing::Retracted => false,
            });
            format!(
                "{}: {}",
                rule.sentence(),
                ids(contested.map(|part| part.named.id.as_str()).collect())
            )
        }
        Rule::NoDenialRecorded => {
            "none of the answers on record contests it, which does not make it true".to_owned()
        }
    };
    let mut node = Node::new("standing", format!("standing: {}, since {because}", standing.words()))
        .data(json!({
            "standing": standing.as_str(),
            "rule": rule.as_str(),
            "follows": trace.follows,
            "decided_by": trace.answers.iter().filter(|answer| answer.decides).map(|answer| &answer.answer.id).collect::<Vec<_>>(),
        }));
    if trace.answers.is_empty() && *rule == Rule::NoDenialRecorded {
        node.words = format!(
            "standing: {}, since no answer to it is on record, which does not make it true",
            standing.words()
        );
    }
    if !acknowledged_by.is_empty() {
        node.notes.push(format!(
            "acknowledged by a party: {}",
            acknowledged_by.join(", ")
        ));
    }
    node.notes.push(format!("rule `{}`", rule.as_str()));
    node
}

/// The sources, each with its passages and the way to the desk.
fn rests_node(claim: &ClaimView, voices: &[VoiceTrace]) -> Node {
    let number = match claim.voices {
        None => "number of voices unknown".to_owned(),
        Some(0) => "no voice given".to_owned(),
        Some(known) => count(known as usize, "voice"),
    };
    let withdrawn = voices.iter().filter(|voice| voice.withdrawn).count();
    let sources = match (voices.len() - withdrawn, withdrawn) {
        (left, 0) => count(left, "source"),
        (0, gone) => format!("no source any more ({gone} withdrawn)"),
        (left, gone) => format!("{} ({gone} more withdrawn)", count(left, "source")),
    };
    let words = format!(
        "rests on {sources}: {}; {}; {number}",
        support_words(&claim.support),
        count(claim.outlets.len(), "outlet"),
    );
    Node::new("sources", words).with(voices.iter().map(voice_node))
}

fn voice_node(voice: &VoiceTrace) -> Node {
    let VoiceTrace {
        source,
        of_itself,
        passages,
        via,
        withdrawn_by,
        withdrawn,
    } = voice;
    let mut node = source_node("voice", source);
    if *withdrawn {
        node.alarm = Some("WITHDRAWN".to_owned());
        node.notes.insert(
            0,
            format!(
                "withdrawn by {}: no support any more",
                withdrawn_by.join(", ")
            ),
        );
    }
    if let Some(party) = of_itself {
        node.notes.push(format!(
            "speaks of itself or its side: {} is a party to the claim",
            party.label
        ));
    }
    node.notes.push(
        match (passages.len(), via.len()) {
            (0, 0) => "no passage quoted; reached the desk directly",
            (0, _) => "no passage quoted",
            (_, 0) => "reached the desk directly",
            (_, _) => return finished(node, passages, via),
        }
        .to_owned(),
    );
    finished(node, passages, via)
}

fn finished(node: Node, passages: &[PassageRow], via: &[SourceRow]) -> Node {
    let passages = passages.iter().map(|passage| {
        let PassageRow {
            quote,
            locator,
            accessed,
            place,
        } = passage;
        let words = match (quote, locator) {
            (Some(quote), Some(locator)) => format!("“{quote}”, {locator}"),
            (Some(quote), None) => format!("“{quote}”, where in it is not recorded"),
            (None, Some(locator)) => format!("{locator}, not quoted"),
            (None, None) => "a passage that is neither quoted nor located".to_owned(),
        };
        let mut node = Node::new("passage", format!("passage: {words}"));
        node.place = Some(place.clone());
        node.notes(accessed.iter().map(|day| format!("accessed: {day}")))
            .data(json!({"quote": quote, "locator": locator, "accessed": accessed}))
    });
    node.with(passages)
        .with(via.iter().map(|next| source_node("via", next)))
}

/// A source as its row says, with what it is on the chain.
pub(super) fn source_node(kind: &'static str, source: &SourceRow) -> Node {
    let label = &source.named.label;
    let who = words::who(source);
    let words = match kind {
        "via" => format!("via {label}: {}, {who}", words::part(source)),
        "speaker" => format!("speaker: {label}, {who}"),
        "raised-by" => format!("raised by {label}, {who}"),
        _ => format!("{label}: {who}"),
    };
    let mut data = object::source_row(source);
    data["name"] = json!(source.named.name);
    data["protected"] = json!(source.named.protected);
    data["source_kind"] = json!(source.kind.as_str());
    data["part"] = json!(source.part.as_str());
    Node::new(kind, words)
        .at(&source.named.id, &source.place)
        .told(words::facts(source))
        .data(data)
}

/// How the number of origins comes about.
fn origins_node(claim: &ClaimView, origins: &[OriginTrace]) -> Node {
    let of_parts = !claim.summarises.is_empty();
    let words = match (claim.origins, of_parts) {
        (0, false) => "no origin, since no source is left".to_owned(),
        (0, true) => "no origin, since no source is left behind what it sums up".to_owned(),
        (number, false) => format!("at least {}", count(number as usize, "origin")),
        (number, true) => format!(
            "at least {}: those of the claims it sums up, and no more",
            count(number as usize, "origin")
        ),
    };
    let each = origins.iter().map(|origin| {
        let OriginTrace {
            assessed,
            outlet,
            sources,
        } = origin;
        let names = labels(sources);
        let words = match (assessed, outlet) {
            (Some(word), _) => format!("{word}, as the desk assessed: {names}"),
            (None, Some(outlet)) if sources.len() == 1 => format!(
                "by the outlet {}, since nobody assessed the origin of {names}",
                outlet.label
            ),
            (None, Some(outlet)) => format!(
                "by the outlet {}, once, since nobody assessed the origins of {names}",
                outlet.label
            ),
            (None, None) => names,
        };
        Node::new("origin", words).data(json!({
            "assessed": assessed,
            "outlet": outlet.as_ref().map(object::named),
            "sources": sources.iter().map(object::named).collect::<Vec<_>>(),
        }))
    });
    Node::new("origins", words)
        .data(json!({"origins": claim.origins}))
        .with(each)
}

/// An answer with what it does to the claim, and its own chain.
pub(super) fn answer_node(trace: &AnswerTrace) -> Node {
    let notes = vec![words::bearing(trace)];
    let mut node = given_node(&trace.answer, &trace.speaker, notes);
    let of = &trace.answer.of;
    if of.len() > 1 {
        let ids: Vec<&str> = of.iter().map(|of| of.named.id.as_str()).collect();
        let listed = ids[..ids.len().min(NAMED)].join(", ");
        node.told.push(match ids.len().saturating_sub(NAMED) {
            0 => format!("given to {} in all: {listed}", ids.len()),
            more => format!("given to {} in all: {listed} and {more} more", ids.len()),
        });
    }
    if let Some(data) = node.data.as_object_mut() {
        data.insert("bearing".to_owned(), json!(trace.bearing.as_str()));
        data.insert("decides".to_owned(), json!(trace.decides));
        let party = trace.party.as_ref().map(|(who, _)| object::named(who));
        data.insert("party".to_owned(), json!(party));
    }
    node
}

/// The source that speaks, and what it and the answer came through.
pub(super) fn speaker_nodes(speaker: &SpeakerTrace) -> Vec<Node> {
    let SpeakerTrace { chain, via } = speaker;
    let mut nodes = Vec::new();
    for (at, source) in chain.iter().enumerate() {
        nodes.push(source_node(if at == 0 { "speaker" } else { "via" }, source));
    }
    // The column `via` of an answer mostly names what its speaker came through.
    let known = |source: &&SourceRow| chain.iter().all(|on| on.named.iri != source.named.iri);
    nodes.extend(
        via.iter()
            .filter(known)
            .map(|source| source_node("via", source)),
    );
    nodes
}
