//! Who was asked and what came back, as text, JSON and rows: one person,
//! organisation or source at a time.

use std::io;

use serde_json::{Value, json};

use crate::answer::{
    AnswerView, Bearing, Calls, GroupView, KnownOn, NotAsked, RepliesAnswer, ReplyKind, ReplyView,
    Way,
};
use crate::model::Day;
use crate::render::brief::{claim_cells, claim_lines, contested};
use crate::render::claims::answer_lines;
use crate::render::identity;
use crate::render::json as object;
use crate::render::known_on;
use crate::render::long::LongObject;
use crate::render::page::Page;
use crate::render::rows;
use crate::render::sheet;
use crate::render::words::{count_verb, row_cell, with_id};

/// Claims of one answer that text and pages show; all are counted.
pub const SHOWN: usize = 5;

/// Claims that are read in full in one go: tens of megabytes.
const TOGETHER: usize = 4_096;

/// The columns of [`rows_of`].
pub const COLUMNS: [&str; 20] = [
    "who_id",
    "who",
    "reply",
    "way",
    "by",
    "answer",
    "asked",
    "deadline",
    "days_overdue",
    "settled",
    "table",
    "row",
    "claims",
    "texts",
    "standings",
    "answers",
    "claim_tables",
    "claim_rows",
    "case",
    "identities",
];

/// What stands above everybody.
pub fn head(answer: &RepliesAnswer<'_>) -> Page {
    let mut page = Page::new();
    let RepliesAnswer {
        as_of,
        of,
        counts,
        not_asked,
        later: _,
        bearing,
        ..
    } = answer;
    match of {
        Some(of) if bearing.is_some() => page.title(format!(
            "Replies of, to and through {} as of {as_of}",
            with_id(of)
        )),
        Some(of) => page.title(format!("Replies of {} as of {as_of}", with_id(of))),
        None => page.title(format!("Replies as of {as_of}")),
    };
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let counts = counts.map(|(kind, count)| format!("{count} {}", words(*kind)));
    let mut counts: Vec<String> = counts.collect();
    if *not_asked > 0 {
        counts.push(format!("{not_asked} never asked, as far as is recorded"));
    }
    if counts.is_empty() {
        page.line("Nothing is on record: no answer, no request, and no claim that calls for one.");
    } else {
        page.line(counts.join("; "));
    }
    if let Some(Bearing { by, to, through }) = bearing
        && by + to + through > 0
    {
        page.line(format!(
            "of these {by} given by it, {to} to all that it says, {through} through it"
        ));
    }
    if let Some(words) = later_words(answer) {
        page.line("").alarm(words);
    }
    page
}

/// That some answers are from after the day, and how to leave them out.
pub fn later_words(answer: &RepliesAnswer<'_>) -> Option<String> {
    let day = answer.as_of;
    (answer.later > 0).then(|| {
        let were = count_verb(answer.later, "answer was", "answers were");
        format!(
            "{were} asked, given or recorded after {day}; \
             for what was known then use --known-on {day}"
        )
    })
}

/// What became of a request, for a reader.
pub fn words(kind: ReplyKind) -> &'static str {
    match kind {
        ReplyKind::Answered => "answered",
        ReplyKind::Declined => "declined",
        ReplyKind::Silent => "did not respond",
        ReplyKind::Waiting => "asked, and not answered yet",
        ReplyKind::Overdue => "OVERDUE",
        ReplyKind::NotYetAsked => "not yet asked on that day",
    }
}

/// One person, organisation or source, with every answer and every claim that
/// was never put to it.
pub fn page(group: &GroupView<'_>) -> Page {
    let mut page = Page::new();
    page.gap();
    match group.who() {
        None => page.title("Speaker not given"),
        Some(who) => page.title(with_id(&who)),
    };
    if let Some(who) = group.who() {
        identity::lines(&mut page, "  ", &who, &group.identities());
    }
    if group.is_source() {
        page.add("  a source that is nobody of the case, and on nobody's side");
    }
    if group.among_cases() {
        page.add(format!("  case: {}", group.case()));
    }
    for reply in group.replies() {
        reply_lines(&mut page, &reply);
    }
    let not_asked = group.not_asked();
    if not_asked.len() > 0 {
        page.gap().line("  ");
        page.alarm("never asked, as far as is recorded");
        let elsewhere = group.elsewhere();
        if !elsewhere.is_empty() {
            let ids = elsewhere.join(", ");
            page.add(format!("; declined or silent on something else ({ids})"));
        }
    }
    for NotAsked { claim, calls } in not_asked {
        claim_lines(&mut page, "    - ", &claim, Some(because(calls)));
    }
    page
}

fn reply_lines(page: &mut Page, reply: &ReplyView<'_>) {
    let answer = reply.answer();
    page.gap().line("  ");
    match reply.kind {
        ReplyKind::Overdue => page.alarm(became(reply)),
        ReplyKind::Answered
        | ReplyKind::Declined
        | ReplyKind::Silent
        | ReplyKind::Waiting
        | ReplyKind::NotYetAsked => page.add(became(reply)),
    };
    if reply.is_settled() {
        page.add("; another answer to the same is on record");
    }
    page.add(format!(": {}", way(reply.way(), &answer)));
    answer_lines(page, "    ", &answer, None);
    for other in reply.of_others() {
        page.line(format!("        of {} ({})", other.label, other.id));
    }
    for mut claim in reply.claims().take(SHOWN) {
        // This one stands above.
        claim.answers.retain(|other| other.id != answer.id);
        claim_lines(page, "    - ", &claim, None);
    }
    let more = reply.claim_ids().len().saturating_sub(SHOWN);
    if more > 0 {
        page.line(format!("    + {more} more"));
        let contested = contested(reply.standings().skip(SHOWN));
        if !contested.is_empty() {
            page.add(", of which ").alarm(contested);
        }
        page.add("; all of them with `-o csv` or `-o json`");
    }
}

/// What became of a request, and since when it is too late.
fn became(reply: &ReplyView<'_>) -> String {
    match (reply.kind, reply.days_overdue()) {
        (ReplyKind::Overdue, Some(1)) => "OVERDUE by 1 day".to_owned(),
        (ReplyKind::Overdue, Some(days)) => format!("OVERDUE by {days} days"),
        (kind, _) => words(kind).to_owned(),
    }
}

/// Who it was that spoke, or did not.
fn way(way: Way, answer: &AnswerView) -> String {
    let by = answer.by.as_ref().map(|by| format!("“{}”", by.label));
    let by = by.unwrap_or_else(|| "somebody not named".to_owned());
    match way {
        Way::Itself => "itself".to_owned(),
        Way::AsSource => format!("itself, as the source {by}"),
        Way::OnItsSide => format!("{by}, on its side, and not itself"),
        Way::OnItsBehalf => format!("{by} on its behalf, and not itself"),
        Way::SourceAlone => "the source itself".to_owned(),
        Way::Unknown => "who spoke is not given".to_owned(),
    }
}

/// Why a claim calls for an answer, in a sentence.
pub fn because(calls: Calls) -> &'static str {
    match calls {
        Calls::Contested => "calls for an answer: it is contested",
        Calls::Legal => "calls for an answer: it is a matter of law",
        Calls::Unnamed => "calls for an answer: nobody stands behind it by name",
    }
}

/// What stands before the groups in JSON; schema `nutgraf/replies/1`.
pub fn value(edition: &str, answer: &RepliesAnswer<'_>) -> Value {
    let RepliesAnswer {
        as_of,
        of,
        counts,
        not_asked,
        later,
        bearing,
        ..
    } = answer;
    let bearing =
        bearing.map(|Bearing { by, to, through }| json!({"by": by, "to": to, "through": through}));
    let counts = counts
        .iter()
        .map(|(kind, count)| (kind.as_str().to_owned(), *count));
    let counts = counts.chain([("not-asked".to_owned(), *not_asked)]);
    let counts = counts.map(|(kind, count)| (kind, json!(count)));
    json!({
        "schema": "nutgraf/replies/1",
        "edition": edition,
        "as_of": as_of.to_string(),
        "of": of.as_ref().map(object::named),
        "counts": counts.collect::<serde_json::Map<_, _>>(),
        "later": later,
        "bearing": bearing,
    })
}

/// One group as an object; its claims by their ids.
pub fn group(group: &GroupView<'_>) -> Value {
    let kind = match (group.who(), group.is_source()) {
        (None, _) => "unknown",
        (Some(_), true) => "source",
        (Some(_), false) => "entity",
    };
    let replies = group.replies().map(|reply| {
        let mut value = object::answer(&reply.answer());
        value["reply"] = json!(reply.kind.as_str());
        value["way"] = json!(reply.way().as_str());
        value["days_overdue"] = json!(reply.days_overdue());
        value["settled"] = json!(reply.is_settled());
        value["claims"] = json!(reply.claim_ids().collect::<Vec<_>>());
        value
    });
    let not_asked = group.not_asked().map(|NotAsked { claim, calls }| {
        json!({"claim": claim.id, "calls_for_an_answer": calls.as_str()})
    });
    json!({
        "who": group.who().as_ref().map(object::named),
        "kind": kind,
        "case": group.case(),
        "identities": group.identities().iter().map(identity::value).collect::<Vec<_>>(),
        "replies": replies.collect::<Vec<_>>(),
        "not_asked": not_asked.collect::<Vec<_>>(),
        "refused_elsewhere": group.elsewhere(),
    })
}

/// Whom a group is of, for a page that shows a part of it.
pub fn group_head(group: &GroupView<'_>) -> Value {
    let decisions = group.identities();
    json!({
        "who": group.who().as_ref().map(object::named),
        "is_source": group.is_source(),
        "case": group.among_cases().then(|| group.case()),
        "identities": decisions.iter().map(identity::sentence).collect::<Vec<_>>(),
        "refused_elsewhere": group.elsewhere(),
    })
}

/// One answer for a page: in words, and of how many claims more it is.
pub fn on_page(reply: &ReplyView<'_>) -> Value {
    let answer = reply.answer();
    let more = reply.claim_ids().len().saturating_sub(SHOWN);
    let contested = contested(reply.standings().skip(SHOWN));
    json!({
        "answer": object::answer(&answer),
        "overdue": reply.kind == ReplyKind::Overdue,
        "words": became(reply),
        "way": way(reply.way(), &answer),
        "settled": reply.is_settled(),
        "calls": null,
        "more": more,
        "more_contested": (!contested.is_empty()).then_some(contested),
    })
}

/// Everything as one JSON object; schema `nutgraf/replies/1`.
///
/// # Errors
/// Those of the writer.
pub fn write(
    edition: &str,
    known: Option<&KnownOn>,
    answer: &RepliesAnswer<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let head = known_on::value(known, value(edition, answer));
    let mut long = LongObject::begin(&head, out)?;
    long.list("groups")?;
    for one in answer.groups() {
        long.item(&group(&one))?;
    }
    long.list("claims")?;
    for some in answer.claims().chunks(TOGETHER) {
        long.items(&object::claim_lines(&answer.in_full(some)))?;
    }
    long.end()
}

/// Everything as rows.
///
/// # Errors
/// Those of the writer.
pub fn write_rows(
    known: Option<&KnownOn>,
    form: sheet::Form,
    answer: &RepliesAnswer<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut sheet = known_on::streamed(known, form, &COLUMNS, out)?;
    for group in answer.groups() {
        for row in rows_of(&group) {
            sheet.row(row)?;
        }
    }
    sheet.finish()
}

/// One group as a line of its own: with the day, and claims in full.
pub fn line(view: &GroupView<'_>, as_of: Day, shown: Vec<Value>, claims: usize) -> Value {
    let mut value = group(view);
    value["as_of"] = json!(as_of.to_string());
    value["claims_not_shown"] = json!(claims.saturating_sub(shown.len()));
    value["claims_shown"] = json!(shown);
    value
}

/// One row for each answer, and for each claim that was never put to them.
pub fn rows_of(group: &GroupView<'_>) -> Vec<[String; COLUMNS.len()]> {
    let who = group.who();
    let who_id = who.as_ref().map(|who| who.id.clone()).unwrap_or_default();
    let who = who.map(|who| who.label.clone()).unwrap_or_default();
    let decisions = group.identities();
    let decisions: Vec<String> = decisions.iter().map(identity::sentence).collect();
    let decisions = decisions.join("; ");
    let mut all = Vec::new();
    for reply in group.replies() {
        let answer = reply.answer();
        let [claims, texts, standings, answers, tables, at_rows] = claim_cells(reply.claims());
        let own = |text: &Option<String>| text.clone().unwrap_or_default();
        all.push([
            who_id.clone(),
            who.clone(),
            reply.kind.as_str().to_owned(),
            reply.way().as_str().to_owned(),
            answer
                .by
                .as_ref()
                .map(|by| by.label.clone())
                .unwrap_or_default(),
            rows::answer(&answer, None),
            own(&answer.asked),
            own(&answer.deadline),
            reply
                .days_overdue()
                .map(|days| days.to_string())
                .unwrap_or_default(),
            if reply.is_settled() { "yes" } else { "" }.to_owned(),
            answer.place.table.to_owned(),
            row_cell(&answer.place),
            claims,
            texts,
            standings,
            answers,
            tables,
            at_rows,
            group.case().to_owned(),
            decisions.clone(),
        ]);
    }
    for NotAsked { claim, calls: _ } in group.not_asked() {
        let [claims, texts, standings, answers, tables, rows] = claim_cells([claim]);
        let empty = String::new;
        all.push([
            who_id.clone(),
            who.clone(),
            "not-asked".to_owned(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            empty(),
            claims,
            texts,
            standings,
            answers,
            tables,
            rows,
            group.case().to_owned(),
            decisions.clone(),
        ]);
    }
    all
}
