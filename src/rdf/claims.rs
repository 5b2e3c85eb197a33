//! Claims, their passages, their links, and the shortcuts that follow.

use std::collections::{BTreeMap, BTreeSet};

use super::Writer;
use super::numbers::own_claim;
use super::vocabulary::{Class, Property};
use crate::model::iri::{self, CaseIris};
use crate::model::{
    Amount, Assessed, Assessment, AttributeValue, Case, Claim, Edtf, Identified, Ix, Link, Object,
    Passage, Source, Standing, Statement,
};

pub(super) fn write(w: &mut Writer, case: &Case, assessed: &Assessment) {
    let iris = CaseIris::new(&case.base);
    for index in case.claims.indexes() {
        write_claim(w, case, index, assessed.claim(index));
        write_part_answers(w, case, assessed, index);
        write_passages(w, case, &iris, index);
    }
}

fn write_claim(w: &mut Writer, case: &Case, index: Ix<Claim>, assessed: &Assessed) {
    let claim = &case.claims[index];
    let Assessed {
        standing,
        rule,
        support,
        outlets,
        origins,
        voices,
        acknowledged_by,
        withdrawn,
        answers,
        relays,
    } = assessed;
    let n = w.numbers;
    let mut about = w.about(n.claim(index));
    about.class(Class::Claim);
    let (subject, relation, object) = claim.triple(case);
    about.link(Property::Subject, n.entity(subject));
    if let Some(relation) = relation {
        about.link(Property::Predicate, n.relation(relation));
    }
    match object {
        Some(Object::Entity(entity)) => about.link(Property::Object, n.entity(entity)),
        Some(Object::Meeting(meeting)) => about.link(Property::Object, n.meeting(meeting)),
        None => {}
    }
    about.text(Property::Text, &claim.text);
    about.text(Property::Mode, claim.mode.as_str());
    about.date(claim.when.as_ref());
    about.text_if(Property::WhenText, claim.notes().when_text.as_deref());
    for entity in &claim.concerns {
        about.link(Property::Concerns, n.entity(*entity));
    }
    for part in &claim.summarises {
        about.link(Property::Summarises, n.claim(*part));
    }
    for citation in claim.citations() {
        about.link(Property::Source, n.source(citation.source));
        let passage = citation.passage();
        if passage.place.is_none() {
            about.text_if(Property::Quote, passage.quote.as_deref());
            about.text_if(Property::Locator, passage.locator.as_deref());
        }
    }
    about.standing(*standing);
    about.text(Property::Rule, rule.as_str());
    for support in support.iter() {
        about.link(Property::Support, n.vocabulary.support(support));
    }
    about.integer(Property::Origins, *origins);
    about.integer(
        Property::Outlets,
        u32::try_from(outlets.len()).unwrap_or(u32::MAX),
    );
    about.integer(
        Property::Answers,
        u32::try_from(answers.len()).unwrap_or(u32::MAX),
    );
    for outlet in outlets {
        about.link(Property::Outlet, n.source(*outlet));
    }
    for source in withdrawn {
        about.link(Property::WithdrawnSource, n.source(*source));
    }
    for relay in relays {
        about.link(Property::Relay, n.source(*relay));
    }
    if let Some(voices) = voices {
        about.integer(Property::Voices, *voices);
    }
    for denial in acknowledged_by {
        about.link(Property::AcknowledgedBy, n.denial(*denial));
    }
    for denial in answers {
        about.link(Property::Answer, n.denial(*denial));
    }
    if let Some(credibility) = claim.credibility {
        about.integer(Property::Credibility, u32::from(credibility));
    }
    about.day(Property::Recorded, claim.recorded);
    about.text_if(Property::Check, claim.check.map(|check| check.as_str()));
    about.text_if(Property::CheckedBy, claim.notes().checked_by.as_deref());
    about.text_if(Property::Concern, claim.notes().concern.as_deref());
    about.place(claim.place);
    match &claim.statement {
        Statement::Relationship { detail, .. } => {
            about.text_if(Property::Detail, detail.as_deref())
        }
        Statement::Attendance { .. } => {}
        Statement::Transaction {
            payer,
            payee,
            amount,
            paid_in,
            for_asset,
            purpose,
        } => {
            for (property, entity) in [
                (Property::Payer, payer),
                (Property::Payee, payee),
                (Property::PaidIn, paid_in),
                (Property::ForAsset, for_asset),
            ] {
                if let Some(entity) = entity {
                    about.link(property, n.entity(*entity));
                }
            }
            if let Some(amount) = amount {
                about.text(Property::AmountText, &amount.to_string());
                let Amount {
                    value,
                    max,
                    qualifier,
                    currency,
                    written: _,
                } = &**amount;
                about.decimal(Property::Amount, *value);
                if let Some(max) = max {
                    about.decimal(Property::AmountMax, *max);
                }
                about.text_if(Property::AmountQualifier, qualifier.map(|q| q.as_str()));
                about.text_if(Property::Currency, currency.as_deref());
            }
            about.text_if(Property::Purpose, purpose.as_deref());
        }
        Statement::Attribute {
            subject: _,
            attribute,
            value,
        } => {
            about.text(Property::Attribute, attribute);
            about.text(Property::ValueText, &value.to_string());
            let AttributeValue {
                written,
                number,
                max,
                qualifier,
                unit,
            } = &**value;
            about.text(Property::Value, written);
            if let Some(number) = number {
                about.decimal(Property::Number, *number);
            }
            if let Some(max) = max {
                about.decimal(Property::ValueMax, *max);
            }
            about.text_if(Property::Qualifier, qualifier.map(|q| q.as_str()));
            about.text_if(Property::Unit, unit.as_deref());
        }
    }
}

/// Answers to what a claim sums up, also through another summary, that are not
/// answers to itself: wherever it is shown they are to be shown too.
fn write_part_answers(w: &mut Writer, case: &Case, assessed: &Assessment, summary: Ix<Claim>) {
    // Few claims sum anything up; the rest must cost nothing here.
    if case.claims[summary].summarises.is_empty() {
        return;
    }
    let mut parts = BTreeSet::new();
    let mut open = case.claims[summary].summarises.to_vec();
    while let Some(part) = open.pop() {
        if part != summary && parts.insert(part) {
            open.extend(&case.claims[part].summarises);
        }
    }
    let own = &assessed.claim(summary).answers;
    let answers: BTreeSet<_> = parts
        .into_iter()
        .flat_map(|part| assessed.claim(part).answers.iter())
        .filter(|denial| !own.contains(denial))
        .collect();
    let n = w.numbers;
    let mut about = w.about(n.claim(summary));
    for denial in answers {
        about.link(Property::PartAnswer, n.denial(*denial));
    }
}

/// Rows of `citations.csv`. Their ids are made of claim, source and a count in
/// the order of the passages themselves, never of the rows.
fn write_passages(w: &mut Writer, case: &Case, iris: &CaseIris, index: Ix<Claim>) {
    let claim = &case.claims[index];
    let n = w.numbers;
    let mut count: BTreeMap<Ix<Source>, u32> = BTreeMap::new();
    for citation in claim.citations() {
        let source = citation.source;
        let Passage {
            quote,
            locator,
            accessed,
            place,
        } = citation.passage();
        let Some(place) = place else { continue };
        let nth = count.entry(source).and_modify(|n| *n += 1).or_insert(1);
        let id = format!("{}.{}.{nth}", claim.id(), case.sources[source].id());
        let passage = w.node(&iris.citation(&id));
        let mut about = w.about(passage);
        about.class(Class::Citation);
        about.link(Property::PassageOf, n.claim(index));
        about.link(Property::Source, n.source(source));
        about.text_if(Property::Quote, quote.as_deref());
        about.text_if(Property::Locator, locator.as_deref());
        about.text_if(Property::Accessed, accessed.as_ref().map(Edtf::written));
        about.place(*place);
    }
}

/// Links as resources, and the shortcut triples between entities.
pub(super) fn write_links(w: &mut Writer, case: &Case, links: &[Link]) {
    let n = w.numbers;
    let mut in_namespace = |namespace: &str| -> Vec<u32> {
        let relations = case.relations.iter();
        relations
            .map(|(_, relation)| w.node(&format!("{namespace}{}", relation.id())))
            .collect()
    };
    let reported = in_namespace(iri::REPORTED);
    let uncontested = in_namespace(iri::UNCONTESTED);
    for (at, link) in links.iter().enumerate() {
        let Link {
            id: _,
            from,
            relation,
            to,
            claims,
            standing,
            mode,
        } = link;
        let (from, to) = (n.entity(*from), n.entity(*to));
        let mut about = w.about(n.link(at));
        about.class(Class::Link);
        for claim in claims {
            about.link(Property::Claim, n.claim(*claim));
        }
        if own_claim(case, link).is_none() {
            about.link(Property::Subject, from);
            about.link(Property::Predicate, n.relation(*relation));
            about.link(Property::Object, to);
            about.standing(*standing);
            about.text(Property::Mode, mode.as_str());
        }
        // A link needs all of its claims, so it falls with one of them.
        let shortcuts: &[(&[u32], Property)] = match standing {
            Standing::Retracted => &[],
            Standing::Denied | Standing::Disputed => &[(&reported, Property::ReportedLink)],
            Standing::Uncontested => &[
                (&reported, Property::ReportedLink),
                (&uncontested, Property::UncontestedLink),
            ],
        };
        let symmetric = case.relations[*relation].symmetric;
        // Each direction in one go: what is said of one subject in a row is kept small.
        for (subject, object, named) in [(from, to, true), (to, from, symmetric)] {
            let mut about = w.about(subject);
            for (shortcut, closure) in shortcuts {
                if named {
                    about.put(shortcut[relation.number() as usize], object);
                }
                about.link(*closure, object);
            }
        }
    }
}
