//! Links a second time: which pairs of entities the claims of a plain case join.
//!
//! Takes a plain case, gives its links in ids, sorted by their own. What is
//! reported, and what of it is uncontested, follows from them.

use std::collections::BTreeSet;

use nutgraf::model::Mode;
use nutgraf::model::Standing;

use super::plain::PlainCase;
use super::plain::Says;
use super::rules::standing;

/// One link, in ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlainLink {
    pub id: String,
    pub from: String,
    pub relation: String,
    pub to: String,
    pub claims: Vec<String>,
    pub standing: Standing,
    pub mode: Mode,
}

/// "Attributes and `projected` claims make no link."
pub fn links(case: &PlainCase) -> Vec<PlainLink> {
    let mut found = Vec::new();
    for (id, claim) in &case.claims {
        if claim.mode == Mode::Projected {
            continue;
        }
        let mut join =
            |name: String, from: &Option<String>, relation: &str, to: &Option<String>| {
                // "An unknown end links nobody."
                if let (Some(from), Some(to)) = (from, to) {
                    found.push(PlainLink {
                        id: name,
                        from: from.clone(),
                        relation: relation.to_owned(),
                        to: to.clone(),
                        claims: vec![id.clone()],
                        standing: standing(case, id).0,
                        mode: claim.mode,
                    });
                }
            };
        match &claim.says {
            Says::Relationship {
                subject,
                relation,
                object,
            } => join(
                id.clone(),
                &Some(subject.clone()),
                relation,
                &Some(object.clone()),
            ),
            Says::Transaction {
                payer,
                payee,
                paid_in,
                for_asset,
            } => {
                join(format!("{id}.paid"), payer, "paid", payee);
                join(format!("{id}.paid-in"), payer, "paid-in", paid_in);
                join(format!("{id}.received"), payee, "received", paid_in);
                join(format!("{id}.bought"), payer, "bought", for_asset);
            }
            Says::Attendance { .. } | Says::Attribute { .. } => {}
        }
    }
    for (meeting, participants) in &case.meetings {
        for one in participants {
            for other in participants.iter().filter(|other| *other > one) {
                found.extend(met(case, meeting, one, other));
            }
        }
    }
    found.sort();
    found
}

/// "The link between two of them (met) rests on both claims and has the worse
/// standing." A meeting's claims have one mode, that of its row.
fn met(case: &PlainCase, meeting: &str, one: &str, other: &str) -> Option<PlainLink> {
    let claims = vec![format!("{meeting}.{one}"), format!("{meeting}.{other}")];
    let mode = case.claims[&claims[0]].mode;
    if mode == Mode::Projected {
        return None;
    }
    Some(PlainLink {
        id: format!("{meeting}.{one}.{other}"),
        from: one.to_owned(),
        relation: "met".to_owned(),
        to: other.to_owned(),
        standing: standing(case, &claims[0])
            .0
            .max(standing(case, &claims[1]).0),
        claims,
        mode,
    })
}

/// A subject, a relation and an object.
pub type Triple = (String, String, String);

/// `reported:` exists for every link that is not retracted; a link rests on all
/// of its claims, so that it is as soon as one of them is.
pub fn reported(case: &PlainCase) -> BTreeSet<Triple> {
    links(case)
        .into_iter()
        .filter(|link| link.standing != Standing::Retracted)
        .map(triple)
        .collect()
}

/// "`uncontested:` when at least one claim with that subject, relation and
/// object is uncontested."
pub fn uncontested(case: &PlainCase) -> BTreeSet<Triple> {
    links(case)
        .into_iter()
        .filter(|link| link.standing == Standing::Uncontested)
        .map(triple)
        .collect()
}

fn triple(link: PlainLink) -> Triple {
    (link.from, link.relation, link.to)
}
