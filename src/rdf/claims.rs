//! Claims, their passages, their links, and the shortcuts that follow.

use std::collections::{BTreeMap, BTreeSet};

use super::{Writer, node};
use crate::model::iri;
use crate::model::{
    Amount, Assessed, Assessment, AttributeValue, Case, Citation, Claim, Edtf, Identified, Ix,
    Link, Source, Standing, Statement,
};

pub(super) fn write(w: &mut Writer, case: &Case, assessed: &Assessment) {
    for (index, claim) in case.claims.iter() {
        write_claim(w, case, claim, assessed.claim(index));
        write_part_answers(w, case, assessed, index);
        write_passages(w, case, claim);
    }
}

fn write_claim(w: &mut Writer, case: &Case, claim: &Claim, assessed: &Assessed) {
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
    let iris = w.iris.clone();
    let source_iri = |source: Ix<Source>| iris.source(case.sources[source].id());
    let mut about = w.about(iris.claim(&claim.id));
    about.class("Claim");
    let (subject, relation, object) = claim.triple(case);
    about.put(format!("{}subject", iri::RDF), node(iris.entity(subject)));
    if let Some(relation) = relation {
        about.put(
            format!("{}predicate", iri::RDF),
            node(format!("{}{relation}", iri::REL)),
        );
    }
    if let Some(object) = object {
        about.put(format!("{}object", iri::RDF), node(iris.entity(object)));
    }
    about.text("text", &claim.text);
    about.text("mode", claim.mode.as_str());
    about.date(claim.when.as_ref());
    about.text_if("whenText", claim.when_text.as_deref());
    for entity in &claim.concerns {
        about.link("concerns", iris.entity(case.entities[*entity].id()));
    }
    for part in &claim.summarises {
        about.link("summarises", iris.claim(case.claims[*part].id()));
    }
    for citation in claim.citations() {
        about.link("source", source_iri(citation.source));
        if citation.place.is_none() {
            about.text_if("quote", citation.quote.as_deref());
            about.text_if("locator", citation.locator.as_deref());
        }
    }
    about.put(iri::ng("standing"), node(iri::standing(*standing)));
    about.text("rule", rule.as_str());
    for support in support.iter() {
        about.put(iri::ng("support"), node(iri::support(support)));
    }
    about.integer("origins", *origins);
    about.integer("outlets", u32::try_from(outlets.len()).unwrap_or(u32::MAX));
    about.integer("answers", u32::try_from(answers.len()).unwrap_or(u32::MAX));
    for outlet in outlets {
        about.link("outlet", source_iri(*outlet));
    }
    for source in withdrawn {
        about.link("withdrawnSource", source_iri(*source));
    }
    for relay in relays {
        about.link("relay", source_iri(*relay));
    }
    if let Some(voices) = voices {
        about.integer("voices", *voices);
    }
    for denial in acknowledged_by {
        about.link("acknowledgedBy", iris.denial(case.denials[*denial].id()));
    }
    for denial in answers {
        about.link("answer", iris.denial(case.denials[*denial].id()));
    }
    if let Some(credibility) = claim.credibility {
        about.integer("credibility", u32::from(credibility));
    }
    about.day("recorded", claim.recorded);
    about.text_if("check", claim.check.map(|check| check.as_str()));
    about.text_if("checkedBy", claim.checked_by.as_deref());
    about.text_if("concern", claim.concern.as_deref());
    about.place(claim.place);
    match &claim.statement {
        Statement::Relationship { detail, .. } => about.text_if("detail", detail.as_deref()),
        Statement::Attendance { .. } => {}
        Statement::Transaction {
            payer,
            payee,
            amount,
            paid_in,
            for_asset,
            purpose,
        } => {
            for (name, entity) in [
                ("payer", payer),
                ("payee", payee),
                ("paidIn", paid_in),
                ("forAsset", for_asset),
            ] {
                if let Some(entity) = entity {
                    about.link(name, iris.entity(case.entities[*entity].id()));
                }
            }
            if let Some(amount) = amount {
                about.text("amountText", &amount.to_string());
                let Amount {
                    value,
                    max,
                    qualifier,
                    currency,
                    written: _,
                } = &**amount;
                about.decimal("amount", *value);
                if let Some(max) = max {
                    about.decimal("amountMax", *max);
                }
                about.text_if("amountQualifier", qualifier.map(|q| q.as_str()));
                about.text_if("currency", currency.as_deref());
            }
            about.text_if("purpose", purpose.as_deref());
        }
        Statement::Attribute {
            subject: _,
            attribute,
            value,
        } => {
            about.text("attribute", attribute);
            about.text("valueText", &value.to_string());
            let AttributeValue {
                written,
                number,
                max,
                qualifier,
                unit,
            } = &**value;
            about.text("value", written);
            if let Some(number) = number {
                about.decimal("number", *number);
            }
            if let Some(max) = max {
                about.decimal("valueMax", *max);
            }
            about.text_if("qualifier", qualifier.map(|q| q.as_str()));
            about.text_if("unit", unit.as_deref());
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
    let iris = w.iris.clone();
    let mut about = w.about(iris.claim(case.claims[summary].id()));
    for denial in answers {
        about.link("partAnswer", iris.denial(case.denials[*denial].id()));
    }
}

/// Rows of `citations.csv`. Their ids are made of claim, source and a count in
/// the order of the passages themselves, never of the rows.
fn write_passages(w: &mut Writer, case: &Case, claim: &Claim) {
    let iris = w.iris.clone();
    let mut count: BTreeMap<Ix<Source>, u32> = BTreeMap::new();
    for Citation {
        source,
        quote,
        locator,
        accessed,
        place,
    } in claim.citations()
    {
        let Some(place) = place else { continue };
        let nth = count.entry(*source).and_modify(|n| *n += 1).or_insert(1);
        let source = case.sources[*source].id();
        let mut about = w.about(iris.citation(&format!("{}.{source}.{nth}", claim.id)));
        about.class("Citation");
        about.link("passageOf", iris.claim(&claim.id));
        about.link("source", iris.source(source));
        about.text_if("quote", quote.as_deref());
        about.text_if("locator", locator.as_deref());
        about.text_if("accessed", accessed.as_ref().map(Edtf::written));
        about.place(*place);
    }
}

/// Links as resources, and the shortcut triples between entities.
pub(super) fn write_links(w: &mut Writer, case: &Case, links: &[Link]) {
    for link in links {
        let Link {
            id,
            from,
            relation,
            to,
            claims,
            standing,
            mode,
        } = link;
        let iris = w.iris.clone();
        let relation = &case.relations[*relation];
        let (from, to) = (
            iris.entity(case.entities[*from].id()),
            iris.entity(case.entities[*to].id()),
        );
        let own = claims.len() == 1 && case.claims[claims[0]].id == *id;
        let mut about = w.about(if own { iris.claim(id) } else { iris.link(id) });
        about.class("Link");
        for claim in claims {
            about.link("claim", iris.claim(case.claims[*claim].id()));
        }
        if !own {
            about.put(format!("{}subject", iri::RDF), node(from.clone()));
            about.put(
                format!("{}predicate", iri::RDF),
                node(format!("{}{}", iri::REL, relation.id)),
            );
            about.put(format!("{}object", iri::RDF), node(to.clone()));
            about.put(iri::ng("standing"), node(iri::standing(*standing)));
            about.text("mode", mode.as_str());
        }
        // A link needs all of its claims, so it falls with one of them.
        if *standing == Standing::Retracted {
            continue;
        }
        let mut namespaces = vec![(iri::REPORTED, "reportedLink")];
        if *standing == Standing::Uncontested {
            namespaces.push((iri::UNCONTESTED, "uncontestedLink"));
        }
        for (namespace, closure) in namespaces {
            w.about(from.clone())
                .put(format!("{namespace}{}", relation.id), node(to.clone()));
            w.about(from.clone()).link(closure, to.clone());
            w.about(to.clone()).link(closure, from.clone());
            if relation.symmetric {
                w.about(to.clone())
                    .put(format!("{namespace}{}", relation.id), node(from.clone()));
            }
        }
    }
}
