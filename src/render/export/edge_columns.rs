//! Every attribute of an edge, once; see `columns`.

use crate::model::Standing;
use crate::render::export::columns::{answer_ids, of_standing};
use crate::render::export::linked::Linked;
use crate::render::export::statement::{answers, beside, sources};
use crate::render::export::style;
use crate::render::export::value::{Column, Kind, Value};
use crate::render::words;

/// The attributes of an edge.
pub(super) const EDGE: &[Column<Linked>] = &[
    Column {
        name: "label",
        kind: Kind::Text,
        says: "the verb, and in words what is contested",
        of: |edge| Value::Text(style::label(&edge.edge).into()),
    },
    Column {
        name: "link",
        kind: Kind::Texts,
        says: "ids of the links; one, unless links are collapsed",
        of: |edge| Value::texts(edge.edge.links.iter().map(|link| link.id.as_str())),
    },
    Column {
        name: "relation",
        kind: Kind::Texts,
        says: "ids of the relations",
        of: |edge| edge.of_links(|link| &*link.relation),
    },
    Column {
        name: "verb",
        kind: Kind::Texts,
        says: "the relation in words, in its mode, from source to target",
        of: |edge| edge.of_links(|link| &*link.verb),
    },
    Column {
        name: "symmetric",
        kind: Kind::Flag,
        says: "it has no direction: source and target are in the order of their ids",
        of: |edge| Value::Flag(edge.edge.symmetric),
    },
    Column {
        name: "mode",
        kind: Kind::Texts,
        says: "`asserted`, `hearsay`, `sought` or `ended`",
        of: |edge| edge.of_links(|link| link.mode.as_str()),
    },
    Column {
        name: "standing",
        kind: Kind::Text,
        says: "`uncontested` (no denial recorded), `disputed`, `denied`, `retracted`; of collapsed links the best",
        of: |edge| Value::text(edge.edge.best().as_str()),
    },
    Column {
        name: "worst_standing",
        kind: Kind::Text,
        says: "of collapsed links the worst",
        of: |edge| Value::text(edge.edge.worst().as_str()),
    },
    Column {
        name: "colour",
        kind: Kind::Text,
        says: "by the worst standing",
        of: |edge| Value::Text(style::colour(&edge.edge).into()),
    },
    Column {
        name: "dash",
        kind: Kind::Text,
        says: "`solid`, `dashed` or `dotted`, by the best standing",
        of: |edge| Value::text(style::dash(&edge.edge).as_str()),
    },
    Column {
        name: "weight",
        kind: Kind::Count,
        says: "always 1: money is no weight",
        of: |_| Value::Count(1),
    },
    Column {
        name: "link_count",
        kind: Kind::Count,
        says: "how many links",
        of: |edge| Value::count(edge.edge.links.len()),
    },
    Column {
        name: "claims",
        kind: Kind::Texts,
        says: "ids of the claims it rests on: a link needs all of its own",
        of: |edge| edge.each(|claim| [claim.id.as_str()]),
    },
    Column {
        name: "claims_uncontested",
        kind: Kind::Count,
        says: "how many of them have no denial on record",
        of: |edge| of_standing(edge.claims(), Standing::Uncontested),
    },
    Column {
        name: "claims_disputed",
        kind: Kind::Count,
        says: "how many are disputed",
        of: |edge| of_standing(edge.claims(), Standing::Disputed),
    },
    Column {
        name: "claims_denied",
        kind: Kind::Count,
        says: "how many are denied",
        of: |edge| of_standing(edge.claims(), Standing::Denied),
    },
    Column {
        name: "claims_retracted",
        kind: Kind::Count,
        says: "how many have no source left",
        of: |edge| of_standing(edge.claims(), Standing::Retracted),
    },
    Column {
        name: "text",
        kind: Kind::Texts,
        says: "the sentences of the claims",
        of: |edge| edge.each(|claim| [claim.text.as_str()]),
    },
    Column {
        name: "rule",
        kind: Kind::Text,
        says: "the rule that decided the standing",
        of: |edge| edge.text(|claim| Some(claim.rule.as_str())),
    },
    Column {
        name: "when",
        kind: Kind::Text,
        says: "date as the desk wrote it (EDTF)",
        of: |edge| edge.text(|claim| claim.when.written.as_deref()),
    },
    Column {
        name: "when_text",
        kind: Kind::Text,
        says: "date in the report's words",
        of: |edge| edge.text(|claim| claim.when.printed.as_deref()),
    },
    Column {
        name: "earliest",
        kind: Kind::Day,
        says: "first day that the date can mean; none where it is open",
        of: |edge| {
            edge.agreed(|claim| claim.when.earliest.as_deref())
                .map_or(Value::Nothing, |day| Value::Day(day.into()))
        },
    },
    Column {
        name: "latest",
        kind: Kind::Day,
        says: "last day that it can mean; likewise",
        of: |edge| {
            edge.agreed(|claim| claim.when.latest.as_deref())
                .map_or(Value::Nothing, |day| Value::Day(day.into()))
        },
    },
    Column {
        name: "amount",
        kind: Kind::Decimal,
        says: "the amount as a number",
        of: |edge| edge.figure(|figure| Some(figure.value.as_str())),
    },
    Column {
        name: "amount_max",
        kind: Kind::Decimal,
        says: "up to, where a range was given",
        of: |edge| edge.figure(|figure| figure.max.as_deref()),
    },
    Column {
        name: "amount_qualifier",
        kind: Kind::Text,
        says: "`about`, `over`, `under`, `between`, `exact`",
        of: |edge| edge.text(|claim| claim.figure.as_ref()?.qualifier.as_deref()),
    },
    Column {
        name: "currency",
        kind: Kind::Text,
        says: "currency (ISO 4217)",
        of: |edge| edge.text(|claim| claim.figure.as_ref()?.unit.as_deref()),
    },
    Column {
        name: "amount_text",
        kind: Kind::Text,
        says: "the amount as printed",
        of: |edge| edge.text(|claim| claim.amount.as_deref()),
    },
    Column {
        name: "detail",
        kind: Kind::Text,
        says: "role or share",
        of: |edge| edge.text(|claim| claim.detail.as_deref()),
    },
    Column {
        name: "purpose",
        kind: Kind::Text,
        says: "what a payment was for",
        of: |edge| edge.text(|claim| claim.purpose.as_deref()),
    },
    Column {
        name: "support",
        kind: Kind::Texts,
        says: "what kinds of source are left",
        of: |edge| edge.each(|claim| claim.support.iter().map(|support| support.as_str())),
    },
    Column {
        name: "origins",
        kind: Kind::Count,
        says: "at least so many independent origins",
        of: |edge| edge.count(|claim| Some(claim.origins)),
    },
    Column {
        name: "voices",
        kind: Kind::Count,
        says: "so many people; none where unknown",
        of: |edge| edge.count(|claim| claim.voices),
    },
    Column {
        name: "outlets",
        kind: Kind::Texts,
        says: "who published it first",
        of: |edge| edge.each(|claim| claim.outlets.iter().map(|outlet| outlet.label.as_str())),
    },
    Column {
        name: "relays",
        kind: Kind::Texts,
        says: "who only relayed it",
        of: |edge| edge.each(|claim| claim.relays.iter().map(|relay| relay.label.as_str())),
    },
    Column {
        name: "sources",
        kind: Kind::Texts,
        says: "every passage: who, how it reached the desk, the words, the place in the source, the row",
        of: |edge| edge.all(sources),
    },
    Column {
        name: "source_ids",
        kind: Kind::Texts,
        says: "ids of the sources",
        of: |edge| edge.each(|claim| claim.sources.iter().map(|cited| cited.named.id.as_str())),
    },
    Column {
        name: "source_urls",
        kind: Kind::Texts,
        says: "where they are published",
        of: |edge| {
            edge.each(|claim| {
                claim
                    .sources
                    .iter()
                    .filter_map(|cited| cited.url.as_deref())
            })
        },
    },
    Column {
        name: "answers",
        kind: Kind::Texts,
        says: "every answer: denials, refusals, silence, confirmations, with who, when, the words and the row",
        of: |edge| edge.all(answers),
    },
    Column {
        name: "answer_ids",
        kind: Kind::Texts,
        says: "ids of the answers to these claims",
        of: |edge| answer_ids(edge.claims()),
    },
    Column {
        name: "acknowledged_by",
        kind: Kind::Texts,
        says: "ids of the confirmations by a party",
        of: |edge| edge.each(|claim| claim.acknowledged_by.iter().map(String::as_str)),
    },
    Column {
        name: "concerns",
        kind: Kind::Texts,
        says: "further entities that it is about",
        of: |edge| edge.each(|claim| claim.concerns.iter().map(|entity| entity.label.as_str())),
    },
    Column {
        name: "summarises",
        kind: Kind::Texts,
        says: "claims that it only sums up, with their standing",
        of: |edge| edge.all(|claim| beside(&claim.summarises)),
    },
    Column {
        name: "same_meeting",
        kind: Kind::Texts,
        says: "other attendances of the meeting that stand, or are answered, otherwise",
        of: |edge| edge.all(|claim| beside(&claim.same_meeting)),
    },
    Column {
        name: "credibility",
        kind: Kind::Count,
        says: "1 (confirmed) to 6 (cannot be judged)",
        of: |edge| edge.count(|claim| claim.credibility),
    },
    Column {
        name: "recorded",
        kind: Kind::Text,
        says: "day on which the desk entered it",
        of: |edge| edge.text(|claim| claim.recorded.as_deref()),
    },
    Column {
        name: "check",
        kind: Kind::Text,
        says: "`unchecked`, `accurate` or `needs-attention`: of the wording, not of the fact",
        of: |edge| edge.text(|claim| claim.check.as_deref()),
    },
    Column {
        name: "checked_by",
        kind: Kind::Text,
        says: "who checked it",
        of: |edge| edge.text(|claim| claim.checked_by.as_deref()),
    },
    Column {
        name: "concern",
        kind: Kind::Text,
        says: "what the checker noted",
        of: |edge| edge.text(|claim| claim.concern.as_deref()),
    },
    Column {
        name: "case",
        kind: Kind::Text,
        says: "title of the case",
        of: |edge| edge.text(|claim| Some(claim.case.as_str())),
    },
    Column {
        name: "places",
        kind: Kind::Texts,
        says: "tables and rows in which the claims stand",
        of: |edge| edge.all(|claim| vec![words::row(&claim.place)]),
    },
    Column {
        name: "claim_iris",
        kind: Kind::Texts,
        says: "IRIs of the claims",
        of: |edge| edge.each(|claim| [claim.iri.as_str()]),
    },
];
