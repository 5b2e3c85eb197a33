//! Everything but claims: the case, entities, meetings, relations, sources,
//! answers, questions, decisions on identity.

use std::collections::BTreeSet;

use super::vocabulary::{Class, Property};
use super::{Subject, Writer};
use crate::model::iri;
use crate::model::{
    Case, Claim, Denial, Edtf, Entity, EntityGroup, Identity, Ix, Meeting, Mode, Question,
    RelationType, Source, Speaker, Statement, Subject as About, Target, chain,
};

pub(super) fn write(w: &mut Writer, case: &Case) {
    let the_case = w.node(&case.base);
    let mut about = w.about(the_case);
    about.class(Class::Case);
    if let Some(title) = &case.title {
        about.text(Property::Title, title);
    }
    for (index, entity) in case.entities.iter() {
        write_entity(w, index, entity);
    }
    for (index, meeting) in case.meetings.iter() {
        write_meeting(w, index, meeting);
    }
    write_relations(w, case, relations_claimed(case));
    for (index, source) in case.sources.iter() {
        write_source(w, case, index, source);
    }
    let attendance = attendance(case);
    for (index, denial) in case.denials.iter() {
        write_denial(w, index, denial, &attendance);
    }
    for (index, question) in case.questions.iter() {
        write_question(w, index, question, &attendance);
    }
    for (index, identity) in case.identities.iter() {
        write_identity(w, index, identity);
    }
}

fn write_entity(w: &mut Writer, index: Ix<Entity>, entity: &Entity) {
    let Entity {
        id: _,
        name: _,
        kind,
        named,
        aliases,
        description,
        jurisdiction,
        wikidata,
        lei,
        place,
    } = entity;
    let mut about = w.about(w.numbers.entity(index));
    about.class(match kind.group() {
        EntityGroup::Person => Class::Person,
        EntityGroup::Organization => Class::Organization,
        EntityGroup::Asset => Class::Asset,
    });
    if !named {
        about.class(Class::Placeholder);
    }
    about.text(Property::Label, &entity.label());
    for alias in aliases {
        about.text(Property::AltLabel, alias);
    }
    about.text(Property::Kind, kind.as_str());
    about.text_if(Property::Description, description.as_deref());
    about.text_if(Property::Jurisdiction, jurisdiction.as_deref());
    about.text_if(Property::Wikidata, wikidata.as_deref());
    about.text_if(Property::Lei, lei.as_deref());
    about.place(*place);
}

fn write_meeting(w: &mut Writer, index: Ix<Meeting>, meeting: &Meeting) {
    let Meeting {
        id: _,
        participants,
        occasion,
        venue,
        text,
        place,
    } = meeting;
    let n = w.numbers;
    let mut about = w.about(n.meeting(index));
    about.class(Class::Meeting);
    about.text(Property::Label, occasion.as_deref().unwrap_or(text));
    about.text(Property::Text, text);
    about.text_if(Property::Occasion, occasion.as_deref());
    about.text_if(Property::Venue, venue.as_deref());
    for person in participants {
        about.link(Property::Participant, n.entity(*person));
    }
    about.place(*place);
}

/// Describes the relations that are in use; the others are no part of the case.
pub(super) fn write_relations(w: &mut Writer, case: &Case, used: BTreeSet<Ix<RelationType>>) {
    for relation in used {
        write_relation(w, relation, &case.relations[relation]);
    }
}

/// The relations that a claim of this case uses.
fn relations_claimed(case: &Case) -> BTreeSet<Ix<RelationType>> {
    let of_claims = case.claims.iter().filter_map(|(_, claim)| {
        let (_, relation, _) = claim.triple(case);
        relation
    });
    of_claims.collect()
}

fn write_relation(w: &mut Writer, index: Ix<RelationType>, relation: &RelationType) {
    let mut about = w.about(w.numbers.relation(index));
    about.class(Class::Relation);
    if relation.symmetric {
        about.class(Class::SymmetricRelation);
    }
    for mode in Mode::ALL {
        let verb = relation.verb(mode);
        for (label, words) in [
            (iri::mode_label(mode), verb.forward),
            (iri::mode_inverse_label(mode), verb.inverse),
        ] {
            let label = about.w.node(&label);
            let words = about.w.text(&words);
            about.put(label, words);
        }
    }
    about.text(Property::Category, &relation.category);
    about.text_if(Property::Ftm, relation.ftm.as_deref());
    if let Some(place) = relation.place {
        about.place(place);
    }
}

fn write_source(w: &mut Writer, case: &Case, index: Ix<Source>, source: &Source) {
    let Source {
        id: _,
        kind,
        name,
        entity,
        side,
        voices,
        knowledge,
        terms,
        origin,
        via,
        url,
        archived,
        published,
        accessed,
        sha256,
        reliability,
        protected,
        place,
    } = source;
    let chain = chain(&case.sources, index);
    let n = w.numbers;
    let mut about = w.about(n.source(index));
    about.class(Class::Source);
    if *protected {
        about.class(Class::ProtectedSource);
    }
    about.text(Property::Label, name);
    about.text(Property::Kind, kind.as_str());
    if let Some(entity) = entity {
        about.link(Property::Entity, n.entity(*entity));
    }
    if let Some(side) = side {
        about.link(Property::Side, n.entity(*side));
    }
    if let Some(voices) = voices {
        about.integer(Property::Voices, *voices);
    }
    about.text_if(Property::Knowledge, knowledge.map(|k| k.as_str()));
    about.text_if(Property::Terms, terms.map(|t| t.as_str()));
    about.text_if(Property::Origin, origin.as_deref());
    if let Some(via) = via {
        about.link(Property::Via, n.source(*via));
    }
    for source in chain.sources() {
        about.link(Property::Chain, n.source(*source));
    }
    about.link(Property::Outlet, n.source(chain.outlet()));
    about.text_if(Property::Url, url.as_deref());
    about.text_if(Property::Archived, archived.as_deref());
    about.text_if(Property::Published, published.as_ref().map(Edtf::written));
    about.text_if(Property::Accessed, accessed.as_ref().map(Edtf::written));
    about.text_if(Property::Sha256, sha256.as_deref());
    about.text_if(
        Property::Reliability,
        reliability.map(String::from).as_deref(),
    );
    about.place(*place);
}

/// The attendance claims of each meeting, in the order of `Case::meetings`.
fn attendance(case: &Case) -> Vec<Vec<Ix<Claim>>> {
    let mut of_meeting = vec![Vec::new(); case.meetings.len()];
    for (index, claim) in case.claims.iter() {
        if let Statement::Attendance { meeting, .. } = claim.statement {
            of_meeting[meeting.number() as usize].push(index);
        }
    }
    of_meeting
}

fn write_denial(w: &mut Writer, index: Ix<Denial>, denial: &Denial, attendance: &[Vec<Ix<Claim>>]) {
    let Denial {
        id: _,
        of,
        stance,
        scope,
        by,
        on_behalf_of,
        via,
        asked,
        deadline,
        when,
        quote,
        text,
        recorded,
        place,
    } = denial;
    let n = w.numbers;
    let mut about = w.about(n.denial(index));
    about.class(Class::Denial);
    for target in of {
        match target {
            Target::Claim(claim) => about.link(Property::Of, n.claim(*claim)),
            Target::Meeting(meeting) => {
                for claim in &attendance[meeting.number() as usize] {
                    about.link(Property::Of, n.claim(*claim));
                }
                // Each of the participants may speak for the whole meeting, but
                // not for the attendance of another: the standing tells the two apart.
                about.link(Property::OfMeeting, n.meeting(*meeting));
            }
            Target::Question(question) => about.link(Property::Of, n.question(*question)),
            Target::Source(source) => about.link(Property::Of, n.source(*source)),
        }
    }
    about.word(Property::Stance, &iri::stance(*stance));
    if let Some(scope) = scope {
        about.word(Property::Scope, &iri::scope(*scope));
    }
    match by {
        Some(Speaker::Source(source)) => about.link(Property::By, n.source(*source)),
        Some(Speaker::Entity(entity)) => about.link(Property::By, n.entity(*entity)),
        None => {}
    }
    if let Some(entity) = on_behalf_of {
        about.link(Property::OnBehalfOf, n.entity(*entity));
    }
    if let Some(source) = via {
        about.link(Property::Via, n.source(*source));
    }
    about.text_if(Property::Asked, asked.as_ref().map(Edtf::written));
    about.text_if(Property::Deadline, deadline.as_ref().map(Edtf::written));
    about.date(when.as_ref());
    about.text_if(Property::Quote, quote.as_deref());
    about.text_if(Property::Text, text.as_deref());
    about.day(Property::Recorded, *recorded);
    about.place(*place);
}

fn write_question(
    w: &mut Writer,
    index: Ix<Question>,
    question: &Question,
    attendance: &[Vec<Ix<Claim>>],
) {
    let Question {
        id: _,
        text,
        about: subjects,
        who_could_answer,
        answered_by,
        source,
        place,
    } = question;
    let n = w.numbers;
    let mut about = w.about(n.question(index));
    about.class(Class::Question);
    about.text(Property::Text, text);
    for subject in subjects {
        match subject {
            About::Claim(claim) => about.link(Property::About, n.claim(*claim)),
            About::Meeting(meeting) => {
                about.link(Property::About, n.meeting(*meeting));
                for claim in &attendance[meeting.number() as usize] {
                    about.link(Property::About, n.claim(*claim));
                }
            }
            About::Entity(entity) => about.link(Property::About, n.entity(*entity)),
            About::Source(source) => about.link(Property::About, n.source(*source)),
        }
    }
    for entity in who_could_answer {
        about.link(Property::WhoCouldAnswer, n.entity(*entity));
    }
    if let Some(claim) = answered_by {
        about.link(Property::AnsweredBy, n.claim(*claim));
    }
    if let Some(source) = source {
        about.link(Property::Source, n.source(*source));
    }
    about.place(*place);
}

fn write_identity(w: &mut Writer, index: Ix<Identity>, identity: &Identity) {
    let Identity {
        id: _,
        entity,
        other,
        same,
        decided_by,
        text,
        recorded,
        place,
    } = identity;
    let n = w.numbers;
    let mut about = w.about(n.identity(index));
    about.class(Class::Identity);
    about.link(Property::Entity, n.entity(*entity));
    about.link(Property::Other, n.entity(*other));
    about.text(Property::Same, same.as_str());
    about.text_if(Property::DecidedBy, decided_by.as_deref());
    about.text_if(Property::Text, text.as_deref());
    about.day(Property::Recorded, *recorded);
    about.place(*place);
}

impl Subject<'_, '_> {
    /// A date as written, with the bounds it has.
    pub(super) fn date(&mut self, when: Option<&Edtf>) {
        if let Some(when) = when {
            self.text(Property::When, when.written());
            self.day(Property::Earliest, when.earliest());
            self.day(Property::Latest, when.latest());
        }
    }
}
