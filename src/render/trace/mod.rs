//! The whole chain of one thing as a tree of sentences.
//!
//! Takes what `answer::trace` gives; makes nodes of it, which `tree` draws or
//! writes as JSON (schema `nutgraf/trace/1`) or Markdown. Words are those of a
//! fact-checker, in `words`.

mod claim;
mod words;

use std::collections::BTreeSet;
use std::io;

use serde_json::{Value, json};

use crate::answer::{
    AnswerView, Bears, DenialTrace, MeetingTrace, MeetingView, QuestionTrace, QuestionView,
    RestingTrace, SourceTrace, SpeakerTrace, Target, Trace, Without,
};
use crate::render::claims::statement;
use crate::render::json as object;
use crate::render::page::Page;
use crate::render::tree::{self, Node};
use crate::render::words::{count, count_verb, labels};

use claim::{claim_node, source_node, speaker_nodes, standing_alarm};

/// Text for a person.
pub fn page(trace: &Trace) -> Page {
    tree::page(&told_once(node(trace)))
}

/// JSON; schema `nutgraf/trace/1`.
pub fn value(edition: &str, trace: &Trace) -> Value {
    json!({
        "schema": "nutgraf/trace/1",
        "edition": edition,
        "complete": trace.is_complete(),
        "trace": tree::value(&node(trace)),
    })
}

/// The tree as nested objects, in which the row of a source and the words of an
/// answer are told once, where they come first.
pub fn told(trace: &Trace) -> Value {
    tree::value(&told_once(node(trace)))
}

/// A nested list in Markdown.
///
/// # Errors
/// Those of the writer.
pub fn write_markdown(trace: &Trace, out: &mut dyn io::Write) -> io::Result<()> {
    tree::write_markdown(&told_once(node(trace)), out)
}

/// For a reader, who finds it above: the row of a source is told once, and so
/// are the words and the chain of an answer. JSON has them wherever they belong.
fn told_once(root: Node) -> Node {
    pruned(root, &mut BTreeSet::new())
}

fn pruned(mut node: Node, told: &mut BTreeSet<(bool, String)>) -> Node {
    let is_answer = node.kind == "answer";
    let is_source = ["voice", "via", "speaker", "raised-by"].contains(&node.kind);
    if (is_answer || is_source)
        && let Some(id) = &node.id
        && !told.insert((is_answer, id.clone()))
    {
        node.told.clear();
        if is_answer {
            node.nodes.clear();
            node.notes.push("its words and its chain: above".to_owned());
        }
    }
    let nodes = std::mem::take(&mut node.nodes);
    node.nodes = nodes.into_iter().map(|node| pruned(node, told)).collect();
    node
}

/// What is not listed; `None` where everything is.
pub fn left_out(trace: &Trace) -> Option<String> {
    match trace {
        Trace::Claim(_) | Trace::Meeting(_) | Trace::Question(_) | Trace::Link(..) => None,
        Trace::Denial(denial) => not_listed(denial.claims.len(), denial.claims_in_all),
        Trace::Source(source) => not_listed(source.resting.len(), source.resting_in_all),
    }
}

fn not_listed(listed: usize, in_all: usize) -> Option<String> {
    (listed < in_all).then(|| format!("{listed} of {in_all} claims are listed"))
}

fn node(trace: &Trace) -> Node {
    match trace {
        Trace::Claim(claim) => claim_node(claim),
        Trace::Denial(denial) => denial_node(denial),
        Trace::Source(source) => resting_node(source),
        Trace::Meeting(meeting) => meeting_node(meeting),
        Trace::Question(question) => question_node(question),
        Trace::Link(named, claims) => Node {
            id: Some(named.id.clone()),
            ..Node::new(
                "link",
                format!("a link that needs {}", count(claims.len(), "claim")),
            )
        }
        .with(claims.iter().map(claim_node)),
    }
}

fn denial_node(denial: &DenialTrace) -> Node {
    let DenialTrace {
        answer,
        speaker,
        claims,
        claims_in_all,
    } = denial;
    let of = answer.of.iter().map(|Target { kind, named }| {
        Node {
            id: Some(named.id.clone()),
            ..Node::new("target", format!("{}: {}", kind.as_str(), named.label))
        }
        .data(json!({"target": kind.as_str()}))
    });
    let of: Vec<Node> = of.collect();
    let bears = claims.iter().map(|Bears { claim, answer }| {
        let does = match answer {
            Some(trace) => words::bearing(trace),
            None => "answers only what this claim sums up, and is shown with it".to_owned(),
        };
        Node::new("claim", claim.sentence())
            .alarm(standing_alarm(claim.standing))
            .at(&claim.id, &claim.place)
            .notes([statement(claim), does])
            .notes(words::answered(claim))
            .data(json!({
                "claim": object::claim(claim),
                "bearing": answer.as_ref().map(|trace| trace.bearing.as_str()),
                "decides": answer.as_ref().map(|trace| trace.decides),
            }))
    });
    let mut bears = Node::new(
        "claims",
        match *claims_in_all {
            0 => "shown with no claim".to_owned(),
            claims => format!("shown with {}", count(claims, "claim")),
        },
    )
    .with(bears);
    bears.notes.extend(not_listed(claims.len(), *claims_in_all));
    given_node(answer, speaker, Vec::new())
        .with([Node::new("of", format!("given to {}", count(of.len(), "thing"))).with(of)])
        .with([bears])
}

/// An answer with its chain; `notes` come after its words.
fn given_node(answer: &AnswerView, speaker: &SpeakerTrace, notes: Vec<String>) -> Node {
    let (stressed, stance) = words::stance(answer);
    let given = words::given(answer);
    let node = match stressed {
        true => Node::new("answer", given).alarm(Some(stance)),
        false => Node::new("answer", format!("{stance}, {given}")),
    };
    let quote = answer.quote.iter().map(|quote| format!("“{quote}”"));
    node.at(&answer.id, &answer.place)
        .told(quote.chain(answer.text.clone()))
        .notes(notes)
        .data(json!({"answer": object::answer(answer)}))
        .with(speaker_nodes(speaker))
}

fn resting_node(source: &SourceTrace) -> Node {
    let SourceTrace {
        chain,
        outlet,
        answers_to,
        answers_by,
        resting,
        resting_in_all,
        withdrawn_in_all,
        falling_in_all,
        withdrawn,
    } = source;
    let Some((own, via)) = chain.split_first() else {
        return Node::new("source", outlet.label.clone());
    };
    let claims = resting.iter().map(resting_claim);
    let rest = resting_in_all.saturating_sub(*withdrawn_in_all);
    let rests = match rest {
        0 => "no claim rests on it".to_owned(),
        rest => count_verb(rest, "claim rests on it", "claims rest on it"),
    };
    let mut words = match *withdrawn_in_all {
        0 => rests,
        gone => format!(
            "{rests}{}; withdrawn for {} that cited it",
            if rest == 0 { " any more" } else { "" },
            count(gone, "claim"),
        ),
    };
    if *resting_in_all > 0 {
        words += &format!("; {} with it", count_verb(*falling_in_all, "falls", "fall"));
    }
    let mut rests = Node::new("claims", words)
        .data(json!({"resting": rest, "falling": falling_in_all, "withdrawn": withdrawn_in_all}))
        .with(claims);
    rests
        .notes
        .extend(not_listed(resting.len(), *resting_in_all));
    let answers = [
        ("answers-to", "answers to it as a whole", answers_to),
        ("answers-by", "answers that it gave", answers_by),
    ];
    let answers = answers.into_iter().filter(|(_, _, list)| !list.is_empty());
    let answers = answers.map(|(kind, title, list)| {
        let none = SpeakerTrace {
            chain: Vec::new(),
            via: Vec::new(),
        };
        Node::new(kind, title).with(list.iter().map(|answer| {
            let of: Vec<&str> = answer.of.iter().map(|of| of.named.id.as_str()).collect();
            given_node(answer, &none, vec![format!("given to {}", of.join(", "))])
        }))
    });
    let alarm = withdrawn.then(|| "WITHDRAWN".to_owned());
    let mut root = source_node("source", own).alarm(alarm);
    root.notes.insert(
        0,
        match &own.origin {
            _ if *withdrawn => format!(
                "not counted any more, since it is withdrawn; the outlet is {}",
                outlet.label
            ),
            None => format!("counted by the outlet {}", outlet.label),
            Some(origin) => format!(
                "counted as the origin {origin}, whatever its outlet; the outlet is {}",
                outlet.label
            ),
        },
    );
    root.with(via.iter().map(|next| source_node("via", next)))
        .with([rests])
        .with(answers)
}

/// A claim that a source is behind, and what becomes of it without the source.
fn resting_claim(resting: &RestingTrace) -> Node {
    let RestingTrace {
        claim,
        without,
        withdrawn,
    } = resting;
    let (word, sentence) = match (without, withdrawn) {
        (Without::Falls, _) => (
            "falls",
            "falls with this source: nothing else is cited for it",
        ),
        (Without::FallsThoughRelayed, _) => (
            "falls-though-relayed",
            "reached the desk through this source only, which relayed it: its withdrawal removes nothing",
        ),
        (Without::Stands, false) => ("stands", "keeps other sources without this one"),
        (Without::Stands, true) => (
            "stands",
            "withdrawn for this claim already, which keeps other sources",
        ),
        (Without::Fallen, _) => (
            "fallen-already",
            "every source behind it is withdrawn already",
        ),
    };
    Node::new("claim", claim.sentence())
        .alarm(standing_alarm(claim.standing))
        .at(&claim.id, &claim.place)
        .notes([sentence.to_owned()])
        .notes(words::answered(claim))
        .data(json!({
            "claim": object::claim(claim),
            "without": word,
            "withdrawn": withdrawn,
        }))
}

fn meeting_node(meeting: &MeetingTrace) -> Node {
    let MeetingTrace {
        meeting:
            MeetingView {
                named,
                text,
                venue,
                place,
                claims: _,
            },
        claims,
    } = meeting;
    let mut node = Node::new("meeting", text.clone()).at(&named.id, place);
    if named.label != *text {
        node.notes.push(format!("occasion: {}", named.label));
    }
    node.notes.push(match venue {
        Some(venue) => format!("place: {venue}"),
        None => "place not recorded".to_owned(),
    });
    node.notes.push(format!(
        "{} claimed, each a claim of its own",
        count_verb(claims.len(), "attendance is", "attendances are")
    ));
    node.with(claims.iter().map(claim_node))
}

fn question_node(question: &QuestionTrace) -> Node {
    let QuestionTrace {
        question:
            QuestionView {
                named,
                text,
                about,
                who_could_answer,
                answered_by: _,
                source: _,
                answers,
                place,
            },
        chain,
        answered_by,
    } = question;
    let mut node = Node::new("question", text.clone()).at(&named.id, place);
    if !about.is_empty() {
        let about: Vec<&str> = about.iter().map(|about| about.id.as_str()).collect();
        node.notes.push(format!("about {}", about.join(", ")));
    }
    node.notes.push(match who_could_answer.is_empty() {
        true => "who could answer is not recorded".to_owned(),
        false => format!("could be answered by {}", labels(who_could_answer)),
    });
    if answered_by.is_none() {
        node.notes.push("open: no claim answers it".to_owned());
    }
    let none = SpeakerTrace {
        chain: Vec::new(),
        via: Vec::new(),
    };
    node.with(chain.iter().map(|source| source_node("raised-by", source)))
        .with(
            answered_by.iter().map(|claim| {
                Node::new("answered-by", "answered by a claim").with([claim_node(claim)])
            }),
        )
        .with(
            answers
                .iter()
                .map(|answer| given_node(answer, &none, Vec::new())),
        )
}
