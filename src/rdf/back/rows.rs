//! Everything but claims, read back: entities, meetings, relations, sources,
//! answers, questions, decisions on identity. Each function takes a number and gives one row, as
//! `rdf::rows` writes it.

use std::collections::HashMap;

use super::facts::{Facts, Member, Reader};
use super::{Class, Known, Property, Read, Statements};
use crate::model::iri;
use crate::model::{
    Claim, Denial, Entity, EntityKind, Identity, Ix, Knowledge, Meeting, Mode, Question,
    RelationType, RowPlace, Rows, Scope, Source, SourceKind, Speaker, Stance, Statement, Subject,
    Table, Target, Terms, Verb, Verdict,
};

pub(super) fn entity<S: Statements>(reader: &Reader<'_, S>, member: &Member) -> Read<Entity, S> {
    let facts = reader.facts(member.number)?;
    let table = if facts.is_a(Class::Person) {
        Table::People
    } else if facts.is_a(Class::Organization) {
        Table::Companies
    } else {
        Table::Assets
    };
    let kinds: Vec<EntityKind> = EntityKind::ALL
        .iter()
        .copied()
        .filter(|kind| kind.table() == table)
        .collect();
    let kind = facts.word(Property::Kind, &kinds, EntityKind::as_str)?;
    let label = facts.needed_text(Property::Label)?;
    let named = !facts.is_a(Class::Placeholder);
    // A placeholder is labelled in brackets, which are not its own.
    let inside = label.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
    Ok(Entity {
        id: member.id.clone(),
        name: match inside {
            Some(inside) if !named => inside.into(),
            Some(_) | None => label,
        },
        kind: facts.needed(Property::Kind, kind)?,
        named,
        aliases: facts.texts(Property::AltLabel)?.into_boxed_slice(),
        description: facts.text(Property::Description)?,
        jurisdiction: facts.text(Property::Jurisdiction)?,
        wikidata: facts.text(Property::Wikidata)?,
        lei: facts.text(Property::Lei)?,
        place: facts.place()?,
    })
}

pub(super) fn meeting<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    member: &Member,
) -> Read<Meeting, S> {
    let facts = reader.facts(member.number)?;
    let participants = facts.references(Property::Participant, &known.entities)?;
    Ok(Meeting {
        id: member.id.clone(),
        participants: participants.into_boxed_slice(),
        occasion: facts.text(Property::Occasion)?,
        venue: facts.text(Property::Venue)?,
        text: facts.needed_text(Property::Text)?,
        place: facts.place()?,
    })
}

/// A relation that is in use.
pub(super) struct Relation {
    pub(super) number: u32,
    pub(super) relation: RelationType,
    /// Its rows in tables of relations; empty for one that ships.
    pub(super) places: Vec<RowPlace>,
}

pub(super) fn relations<S: Statements>(reader: &Reader<'_, S>) -> Read<Vec<Relation>, S> {
    let mut found = Vec::new();
    for number in reader.subjects(Class::Relation)? {
        let facts = reader.facts(number)?;
        let iri = reader.iri(number)?;
        let Some(id) = iri.strip_prefix(iri::REL) else {
            return Err(facts.wrong("it is no relation".to_owned()));
        };
        // Each mode's words are written, so that none is to be derived again.
        let verb = |mode| -> Read<Verb, S> {
            let words = |label: String| -> Read<String, S> {
                let number = facts.values(reader.number(&label)?).next();
                let text = number.map(|number| facts.text_of(number)).transpose()?;
                Ok(facts.needed(Property::Label, text)?.into())
            };
            Ok(Verb {
                forward: words(iri::mode_label(mode))?,
                inverse: words(iri::mode_inverse_label(mode))?,
            })
        };
        let relation = RelationType {
            id: id.to_owned(),
            asserted: verb(Mode::Asserted)?,
            hearsay: Some(verb(Mode::Hearsay)?),
            projected: Some(verb(Mode::Projected)?),
            sought: Some(verb(Mode::Sought)?),
            ended: Some(verb(Mode::Ended)?),
            symmetric: facts.is_a(Class::SymmetricRelation),
            category: facts.needed_text(Property::Category)?.into(),
            ftm: facts.text(Property::Ftm)?.map(String::from),
            place: None,
        };
        found.push(Relation {
            number,
            relation,
            places: facts.places()?,
        });
    }
    Ok(found)
}

/// A source without its `via`, which may come after it.
pub(super) fn source<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    member: &Member,
) -> Read<Source, S> {
    let facts = reader.facts(member.number)?;
    let kind = facts.word(Property::Kind, SourceKind::ALL, SourceKind::as_str)?;
    Ok(Source {
        id: member.id.clone(),
        kind: facts.needed(Property::Kind, kind)?,
        name: facts.needed_text(Property::Label)?,
        entity: facts.reference(Property::Entity, &known.entities)?,
        side: facts.reference(Property::Side, &known.entities)?,
        voices: facts.parsed(Property::Voices)?,
        knowledge: facts.word(Property::Knowledge, Knowledge::ALL, Knowledge::as_str)?,
        terms: facts.word(Property::Terms, Terms::ALL, Terms::as_str)?,
        origin: facts.text(Property::Origin)?,
        via: None,
        url: facts.text(Property::Url)?,
        archived: facts.text(Property::Archived)?,
        published: facts.date(Property::Published)?,
        accessed: facts.date(Property::Accessed)?,
        sha256: facts.text(Property::Sha256)?,
        reliability: facts.parsed(Property::Reliability)?,
        protected: facts.is_a(Class::ProtectedSource),
        place: facts.place()?,
    })
}

/// Whether a claim is an attendance of one of these meetings, each of which
/// stands for all of its own.
fn attends(claims: &Rows<Claim>, claim: Ix<Claim>, meetings: &[Ix<Meeting>]) -> bool {
    match claims[claim].statement {
        Statement::Attendance { meeting, .. } => meetings.contains(&meeting),
        Statement::Relationship { .. }
        | Statement::Transaction { .. }
        | Statement::Attribute { .. } => false,
    }
}

pub(super) fn denial<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    claims: &Rows<Claim>,
    member: &Member,
) -> Read<Denial, S> {
    let facts = reader.facts(member.number)?;
    let meetings = facts.references(Property::OfMeeting, &known.meetings)?;
    let mut of: Vec<Target> = meetings.iter().copied().map(Target::Meeting).collect();
    for number in facts.all(Property::Of) {
        if let Some(claim) = known.claims.get(&number) {
            if !attends(claims, *claim, &meetings) {
                of.push(Target::Claim(*claim));
            }
        } else if let Some(question) = known.questions.get(&number) {
            of.push(Target::Question(*question));
        } else {
            of.push(Target::Source(facts.known(number, &known.sources)?));
        }
    }
    of.sort();
    let stance = facts.term_word(Property::Stance, Stance::ALL, iri::stance)?;
    Ok(Denial {
        id: member.id.clone(),
        of: of.into_boxed_slice(),
        stance: facts.needed(Property::Stance, stance)?,
        scope: facts.term_word(Property::Scope, Scope::ALL, iri::scope)?,
        by: match facts.one(Property::By) {
            Some(number) => Some(speaker(&facts, known, number)?),
            None => None,
        },
        on_behalf_of: facts.reference(Property::OnBehalfOf, &known.entities)?,
        via: facts.reference(Property::Via, &known.sources)?,
        asked: facts.date(Property::Asked)?,
        deadline: facts.date(Property::Deadline)?,
        when: facts.date(Property::When)?,
        quote: facts.text(Property::Quote)?,
        text: facts.text(Property::Text)?,
        recorded: facts.parsed(Property::Recorded)?,
        place: facts.place()?,
    })
}

fn speaker<S: Statements>(facts: &Facts<'_, S>, known: &Known, number: u32) -> Read<Speaker, S> {
    Ok(match known.sources.get(&number) {
        Some(source) => Speaker::Source(*source),
        None => Speaker::Entity(facts.known(number, &known.entities)?),
    })
}

pub(super) fn question<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    claims: &Rows<Claim>,
    member: &Member,
) -> Read<Question, S> {
    let facts = reader.facts(member.number)?;
    let among = |rows: &HashMap<u32, Ix<Meeting>>| -> Vec<Ix<Meeting>> {
        let about = facts.all(Property::About);
        about.filter_map(|n| rows.get(&n).copied()).collect()
    };
    let meetings = among(&known.meetings);
    let mut about: Vec<Subject> = Vec::new();
    for number in facts.all(Property::About) {
        if let Some(meeting) = known.meetings.get(&number) {
            about.push(Subject::Meeting(*meeting));
        } else if let Some(claim) = known.claims.get(&number) {
            if !attends(claims, *claim, &meetings) {
                about.push(Subject::Claim(*claim));
            }
        } else if let Some(entity) = known.entities.get(&number) {
            about.push(Subject::Entity(*entity));
        } else {
            about.push(Subject::Source(facts.known(number, &known.sources)?));
        }
    }
    about.sort();
    let who = facts.references(Property::WhoCouldAnswer, &known.entities)?;
    Ok(Question {
        id: member.id.clone(),
        text: facts.needed_text(Property::Text)?,
        about: about.into_boxed_slice(),
        who_could_answer: who.into_boxed_slice(),
        answered_by: facts.reference(Property::AnsweredBy, &known.claims)?,
        source: facts.reference(Property::Source, &known.sources)?,
        place: facts.place()?,
    })
}

pub(super) fn identity<S: Statements>(
    reader: &Reader<'_, S>,
    known: &Known,
    member: &Member,
) -> Read<Identity, S> {
    let facts = reader.facts(member.number)?;
    let entity = facts.reference(Property::Entity, &known.entities)?;
    let other = facts.reference(Property::Other, &known.entities)?;
    let same = facts.word(Property::Same, Verdict::ALL, Verdict::as_str)?;
    Ok(Identity {
        id: member.id.clone(),
        entity: facts.needed(Property::Entity, entity)?,
        other: facts.needed(Property::Other, other)?,
        same: facts.needed(Property::Same, same)?,
        decided_by: facts.text(Property::DecidedBy)?,
        text: facts.text(Property::Text)?,
        recorded: facts.parsed(Property::Recorded)?,
        place: facts.place()?,
    })
}
