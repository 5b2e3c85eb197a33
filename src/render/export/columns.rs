//! Every attribute of an entity, and with `edge_columns` of an edge, once: what
//! stands there is in every format, by that name.

use crate::answer::{ClaimView, Kind as Thing, Node};
use crate::model::{EntityKind, Standing};
use crate::render::export::linked::distinct;
use crate::render::export::statement::statement;
use crate::render::export::value::{Column, Kind, Value};
use crate::render::identity;
use crate::render::words;

pub(super) use crate::render::export::edge_columns::EDGE;
pub(super) use crate::render::export::linked::Linked;

/// The attributes of an entity.
pub(super) const NODE: &[Column<Node>] = &[
    Column {
        name: "label",
        kind: Kind::Text,
        says: "the name; a placeholder in brackets; with the id where another one has that name too",
        of: |node| Value::text(&node.what.named.label),
    },
    Column {
        name: "entity",
        kind: Kind::Text,
        says: "id in the case",
        of: |node| Value::text(&node.what.named.id),
    },
    Column {
        name: "group",
        kind: Kind::Text,
        says: "`person`, `organisation` or `asset`",
        of: |node| Value::some(group(node)),
    },
    Column {
        name: "kind",
        kind: Kind::Text,
        says: "what kind of that: `company`, `family`, `token`, …",
        of: |node| Value::some(kind(node)),
    },
    Column {
        name: "placeholder",
        kind: Kind::Flag,
        says: "no name is on record: the label is the report's words",
        of: |node| Value::Flag(node.placeholder),
    },
    Column {
        name: "aliases",
        kind: Kind::Texts,
        says: "other names",
        of: |node| Value::texts(node.what.aliases.iter().map(String::as_str)),
    },
    Column {
        name: "description",
        kind: Kind::Text,
        says: "what the case says it is",
        of: |node| Value::some(node.what.description.as_deref()),
    },
    Column {
        name: "jurisdiction",
        kind: Kind::Text,
        says: "where it is registered",
        of: |node| Value::some(node.jurisdiction.as_deref()),
    },
    Column {
        name: "wikidata",
        kind: Kind::Text,
        says: "item in Wikidata",
        of: |node| Value::some(node.wikidata.as_deref()),
    },
    Column {
        name: "lei",
        kind: Kind::Text,
        says: "legal entity identifier",
        of: |node| Value::some(node.lei.as_deref()),
    },
    Column {
        name: "identities",
        kind: Kind::Texts,
        says: "what the desk decided on whether this and another one are one; nothing is merged",
        of: |node| Value::texts(node.identities.iter().map(identity::sentence)),
    },
    Column {
        name: "claims",
        kind: Kind::Texts,
        says: "ids of the claims about it that make no link",
        of: |node| Value::texts(node.claims.iter().map(|claim| claim.id.as_str())),
    },
    Column {
        name: "statements",
        kind: Kind::Texts,
        says: "these claims in full: wording, date, figure, standing, sources, answers, row",
        of: |node| Value::texts(node.claims.iter().map(statement)),
    },
    Column {
        name: "claims_disputed",
        kind: Kind::Count,
        says: "how many of these are disputed",
        of: |node| of_standing(node.claims.iter(), Standing::Disputed),
    },
    Column {
        name: "claims_denied",
        kind: Kind::Count,
        says: "how many are denied",
        of: |node| of_standing(node.claims.iter(), Standing::Denied),
    },
    Column {
        name: "claims_retracted",
        kind: Kind::Count,
        says: "how many have no source left",
        of: |node| of_standing(node.claims.iter(), Standing::Retracted),
    },
    Column {
        name: "answer_ids",
        kind: Kind::Texts,
        says: "ids of the answers to these",
        of: |node| answer_ids(node.claims.iter()),
    },
    Column {
        name: "case",
        kind: Kind::Text,
        says: "title of the case",
        of: |node| Value::text(&node.case),
    },
    Column {
        name: "place",
        kind: Kind::Text,
        says: "table and row in which it stands",
        of: |node| Value::Text(words::row(&node.place).into()),
    },
    Column {
        name: "iri",
        kind: Kind::Text,
        says: "IRI",
        of: |node| Value::text(&node.what.named.iri),
    },
];

pub(super) fn group(node: &Node) -> Option<&'static str> {
    group_of(node.what.kind)
}

/// `person`, `organisation` or `asset`.
pub(super) fn group_of(kind: Thing) -> Option<&'static str> {
    Some(entity_kind(kind)?.group().as_str())
}

fn kind(node: &Node) -> Option<&'static str> {
    entity_kind(node.what.kind).map(EntityKind::as_str)
}

/// What kind of entity it is; none where it is something else.
pub(super) fn entity_kind(kind: Thing) -> Option<EntityKind> {
    match kind {
        Thing::Entity(kind) => Some(kind),
        Thing::Meeting
        | Thing::Source(_)
        | Thing::Claim
        | Thing::Answer
        | Thing::Question
        | Thing::Identity(_)
        | Thing::Passage
        | Thing::Link => None,
    }
}

/// How many of some claims have a standing.
pub(super) fn of_standing<'a, 'v>(
    claims: impl Iterator<Item = &'a ClaimView>,
    standing: Standing,
) -> Value<'v> {
    Value::count(claims.filter(|claim| claim.standing == standing).count())
}

/// Ids of the answers to some claims, each once.
pub(super) fn answer_ids<'a>(claims: impl Iterator<Item = &'a ClaimView>) -> Value<'a> {
    distinct(claims.flat_map(|claim| claim.answers.iter().map(|answer| answer.id.as_str())))
}
