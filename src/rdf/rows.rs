//! Everything but claims: the case, entities, meetings, relations, sources,
//! answers, questions.

use std::collections::BTreeSet;

use oxigraph::model::Literal;

use super::{Subject, Writer, node};
use crate::model::iri;
use crate::model::{
    Case, Claim, Denial, Edtf, Entity, Identified, Ix, Link, Meeting, Mode, Question, RelationType,
    Source, Speaker, Statement, Subject as About, Table, Target, chain,
};

pub(super) fn write(w: &mut Writer, case: &Case, links: &[Link]) {
    let mut about = w.about(case.base.clone());
    about.class("Case");
    if let Some(title) = &case.title {
        about.put(
            format!("{}title", iri::DCTERMS),
            Literal::new_simple_literal(title),
        );
    }
    for (_, entity) in case.entities.iter() {
        write_entity(w, entity);
    }
    for (_, meeting) in case.meetings.iter() {
        write_meeting(w, case, meeting);
    }
    for relation in relations_in_use(case, links) {
        write_relation(w, &case.relations[relation]);
    }
    for (index, source) in case.sources.iter() {
        write_source(w, case, index, source);
    }
    let attendance = attendance(case);
    for (_, denial) in case.denials.iter() {
        write_denial(w, case, denial, &attendance);
    }
    for (_, question) in case.questions.iter() {
        write_question(w, case, question, &attendance);
    }
}

fn write_entity(w: &mut Writer, entity: &Entity) {
    let Entity {
        id,
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
    let iri = w.iris.entity(id);
    let mut about = w.about(iri);
    about.class(match kind.table() {
        Table::People => "Person",
        Table::Companies => "Organization",
        Table::Assets
        | Table::Relationships
        | Table::Meetings
        | Table::Transactions
        | Table::Attributes
        | Table::Sources
        | Table::Citations
        | Table::Denials
        | Table::Questions
        | Table::Relations => "Asset",
    });
    if !named {
        about.class("Placeholder");
    }
    about.label(&entity.label());
    for alias in aliases {
        about.put(
            format!("{}altLabel", iri::SKOS),
            Literal::new_simple_literal(&**alias),
        );
    }
    about.text("kind", kind.as_str());
    if let Some(description) = description {
        about.put(
            format!("{}description", iri::DCTERMS),
            Literal::new_simple_literal(&**description),
        );
    }
    about.text_if("jurisdiction", jurisdiction.as_deref());
    about.text_if("wikidata", wikidata.as_deref());
    about.text_if("lei", lei.as_deref());
    about.place(*place);
}

fn write_meeting(w: &mut Writer, case: &Case, meeting: &Meeting) {
    let Meeting {
        id,
        participants,
        occasion,
        venue,
        text,
        place,
    } = meeting;
    let people: Vec<String> = participants
        .iter()
        .map(|who| w.iris.entity(case.entities[*who].id()))
        .collect();
    let iri = w.iris.entity(id);
    let mut about = w.about(iri);
    about.class("Meeting");
    about.label(occasion.as_deref().unwrap_or(text));
    about.text("text", text);
    about.text_if("occasion", occasion.as_deref());
    about.text_if("venue", venue.as_deref());
    for person in people {
        about.link("participant", person);
    }
    about.place(*place);
}

/// The relations that a claim or a link of this case uses.
fn relations_in_use(case: &Case, links: &[Link]) -> BTreeSet<Ix<RelationType>> {
    let of_claims = case.claims.iter().filter_map(|(_, claim)| {
        let (_, relation, _) = claim.triple(case);
        case.relations.find(relation?)
    });
    let of_links = links.iter().map(|link| link.relation);
    of_claims.chain(of_links).collect()
}

fn write_relation(w: &mut Writer, relation: &RelationType) {
    let mut about = w.about(format!("{}{}", iri::REL, relation.id));
    about.class("Relation");
    if relation.symmetric {
        about.class("SymmetricRelation");
    }
    for mode in Mode::ALL {
        let verb = relation.verb(mode);
        about.put(
            iri::mode_label(mode),
            Literal::new_simple_literal(verb.forward),
        );
        about.put(
            iri::mode_inverse_label(mode),
            Literal::new_simple_literal(verb.inverse),
        );
    }
    about.text("category", &relation.category);
    about.text_if("ftm", relation.ftm.as_deref());
    if let Some(place) = relation.place {
        about.place(place);
    }
}

fn write_source(w: &mut Writer, case: &Case, index: Ix<Source>, source: &Source) {
    let Source {
        id,
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
    let iris = w.iris.clone();
    let named = |source: Ix<Source>| iris.source(case.sources[source].id());
    let entity_iri = |entity: Ix<Entity>| iris.entity(case.entities[entity].id());
    let mut about = w.about(iris.source(id));
    about.class("Source");
    if *protected {
        about.class("ProtectedSource");
    }
    about.label(name);
    about.text("kind", kind.as_str());
    if let Some(entity) = entity {
        about.link("entity", entity_iri(*entity));
    }
    if let Some(side) = side {
        about.link("side", entity_iri(*side));
    }
    if let Some(voices) = voices {
        about.integer("voices", *voices);
    }
    about.text_if("knowledge", knowledge.map(|k| k.as_str()));
    about.text_if("terms", terms.map(|t| t.as_str()));
    about.text_if("origin", origin.as_deref());
    if let Some(via) = via {
        about.link("via", named(*via));
    }
    for source in chain.sources() {
        about.link("chain", named(*source));
    }
    about.link("outlet", named(chain.outlet()));
    about.text_if("url", url.as_deref());
    about.text_if("archived", archived.as_deref());
    about.text_if("published", published.as_ref().map(Edtf::written));
    about.text_if("accessed", accessed.as_ref().map(Edtf::written));
    about.text_if("sha256", sha256.as_deref());
    about.text_if("reliability", reliability.map(String::from).as_deref());
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

fn write_denial(w: &mut Writer, case: &Case, denial: &Denial, attendance: &[Vec<Ix<Claim>>]) {
    let Denial {
        id,
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
    let iris = w.iris.clone();
    let mut about = w.about(iris.denial(id));
    about.class("Denial");
    for target in of {
        match target {
            Target::Claim(claim) => about.link("of", iris.claim(case.claims[*claim].id())),
            Target::Meeting(meeting) => {
                for claim in &attendance[meeting.number() as usize] {
                    about.link("of", iris.claim(case.claims[*claim].id()));
                }
            }
            Target::Question(question) => {
                about.link("of", iris.question(case.questions[*question].id()))
            }
            Target::Source(source) => about.link("of", iris.source(case.sources[*source].id())),
        }
    }
    about.put(iri::ng("stance"), node(iri::stance(*stance)));
    if let Some(scope) = scope {
        about.put(iri::ng("scope"), node(iri::scope(*scope)));
    }
    match by {
        Some(Speaker::Source(source)) => about.link("by", iris.source(case.sources[*source].id())),
        Some(Speaker::Entity(entity)) => about.link("by", iris.entity(case.entities[*entity].id())),
        None => {}
    }
    if let Some(entity) = on_behalf_of {
        about.link("onBehalfOf", iris.entity(case.entities[*entity].id()));
    }
    if let Some(source) = via {
        about.link("via", iris.source(case.sources[*source].id()));
    }
    about.text_if("asked", asked.as_ref().map(Edtf::written));
    about.text_if("deadline", deadline.as_ref().map(Edtf::written));
    about.date(when.as_ref());
    about.text_if("quote", quote.as_deref());
    about.text_if("text", text.as_deref());
    about.day("recorded", *recorded);
    about.place(*place);
}

fn write_question(w: &mut Writer, case: &Case, question: &Question, attendance: &[Vec<Ix<Claim>>]) {
    let Question {
        id,
        text,
        about: subjects,
        who_could_answer,
        answered_by,
        source,
        place,
    } = question;
    let iris = w.iris.clone();
    let mut about = w.about(iris.question(id));
    about.class("Question");
    about.text("text", text);
    for subject in subjects {
        match subject {
            About::Claim(claim) => about.link("about", iris.claim(case.claims[*claim].id())),
            About::Meeting(meeting) => {
                about.link("about", iris.entity(case.meetings[*meeting].id()));
                for claim in &attendance[meeting.number() as usize] {
                    about.link("about", iris.claim(case.claims[*claim].id()));
                }
            }
            About::Entity(entity) => about.link("about", iris.entity(case.entities[*entity].id())),
            About::Source(source) => about.link("about", iris.source(case.sources[*source].id())),
        }
    }
    for entity in who_could_answer {
        about.link("whoCouldAnswer", iris.entity(case.entities[*entity].id()));
    }
    if let Some(claim) = answered_by {
        about.link("answeredBy", iris.claim(case.claims[*claim].id()));
    }
    if let Some(source) = source {
        about.link("source", iris.source(case.sources[*source].id()));
    }
    about.place(*place);
}

impl Subject<'_> {
    /// A date as written, with the bounds it has.
    pub(super) fn date(&mut self, when: Option<&Edtf>) {
        if let Some(when) = when {
            self.text("when", when.written());
            self.day("earliest", when.earliest());
            self.day("latest", when.latest());
        }
    }
}
