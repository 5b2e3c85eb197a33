//! Links: what claims say between two entities, ready for paths.
//!
//! A relationship is one link, a meeting one between each two participants, a
//! transaction up to four. Attributes and `projected` claims make none.

use super::assessed::{Assessment, Standing};
use super::case::Case;
use super::claim::{Claim, Meeting, Statement};
use super::entity::Entity;
use super::lists::Lists;
use super::relation::{Mode, RelationType};
use super::rows::{Identified, Ix};

/// One link between two entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The claim's id; `m.<a>.<b>` (participants in id order) for a meeting;
    /// `t.paid`, `t.paid-in`, `t.received`, `t.bought` for a transaction.
    pub id: Box<str>,
    pub from: Ix<Entity>,
    pub relation: Ix<RelationType>,
    pub to: Ix<Entity>,
    /// Every claim it rests on: all are needed.
    pub claims: Box<[Ix<Claim>]>,
    /// The worst standing among them.
    pub standing: Standing,
    pub mode: Mode,
}

/// The relations that meetings and transactions imply.
pub(super) mod implied {
    pub const ATTENDED: &str = "attended";
    pub const MET: &str = "met";
    pub const PAID: &str = "paid";
    pub const PAID_IN: &str = "paid-in";
    pub const RECEIVED: &str = "received";
    pub const BOUGHT: &str = "bought";
}

/// All links of a case, sorted by id. A relation that the case lacks makes no link:
/// the shipped ones are always there.
pub fn links(case: &Case, assessed: &Assessment) -> Vec<Link> {
    let mut found = Vec::new();
    for (claim_ix, claim) in case.claims.iter() {
        let standing = assessed.claim(claim_ix).standing;
        if claim.mode == Mode::Projected {
            continue;
        }
        match &claim.statement {
            Statement::Relationship {
                subject,
                relation,
                object,
                detail: _,
            } => found.push(Link {
                id: claim.id.clone(),
                from: *subject,
                relation: *relation,
                to: *object,
                claims: Box::new([claim_ix]),
                standing,
                mode: claim.mode,
            }),
            Statement::Transaction { .. } => {
                for (from, name, to) in transaction_ends(&claim.statement) {
                    let Some(relation) = case.relations.find(name) else {
                        continue;
                    };
                    found.push(Link {
                        id: format!("{}.{name}", claim.id).into(),
                        from,
                        relation,
                        to,
                        claims: Box::new([claim_ix]),
                        standing,
                        mode: claim.mode,
                    });
                }
            }
            // Made below, from pairs of them.
            Statement::Attendance { .. } => {}
            Statement::Attribute { .. } => {}
        }
    }
    let of_meeting = attendances(case);
    for (meeting_ix, meeting) in case.meetings.iter() {
        let Some(relation) = case.relations.find(implied::MET) else {
            break;
        };
        let there = of_meeting.of(meeting_ix);
        for (at, &(a, claim_a)) in there.iter().enumerate() {
            if case.claims[claim_a].mode == Mode::Projected {
                continue;
            }
            for &(b, claim_b) in &there[at + 1..] {
                let (id_a, id_b) = (case.entities[a].id(), case.entities[b].id());
                found.push(Link {
                    id: format!("{}.{id_a}.{id_b}", meeting.id).into(),
                    from: a,
                    relation,
                    to: b,
                    claims: Box::new([claim_a, claim_b]),
                    standing: assessed
                        .claim(claim_a)
                        .standing
                        .max(assessed.claim(claim_b).standing),
                    mode: case.claims[claim_a].mode,
                });
            }
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// Who attended each meeting, in the order of their ids, and the claims of it.
pub(super) fn attendances(case: &Case) -> Lists<Meeting, (Ix<Entity>, Ix<Claim>)> {
    let attending = case.claims.iter().filter_map(|(ix, claim)| {
        let Statement::Attendance {
            meeting,
            participant,
        } = claim.statement
        else {
            return None;
        };
        Some((meeting, (participant, ix)))
    });
    Lists::new(case.meetings.len(), attending.collect())
}

/// The links of a transaction, in the order paid, bought, paid-in, received.
/// An unknown end links nobody. For a statement of another shape: none.
pub(super) fn transaction_ends(
    statement: &Statement,
) -> Vec<(Ix<Entity>, &'static str, Ix<Entity>)> {
    let Statement::Transaction {
        payer,
        payee,
        paid_in,
        for_asset,
        amount: _,
        purpose: _,
    } = statement
    else {
        return Vec::new();
    };
    [
        (*payer, implied::PAID, *payee),
        (*payer, implied::BOUGHT, *for_asset),
        (*payer, implied::PAID_IN, *paid_in),
        (*payee, implied::RECEIVED, *paid_in),
    ]
    .into_iter()
    .filter_map(|(from, name, to)| Some((from?, name, to?)))
    .collect()
}

/// What a claim names as its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    Entity(Ix<Entity>),
    Meeting(Ix<Meeting>),
}

impl Claim {
    /// The claim as subject, relation and object: what RDF shows. Relation and
    /// object are `None` for an attribute or a transaction with one known end;
    /// the object of an attendance is the meeting.
    ///
    /// # Panics
    /// On a transaction without any end, which no case has.
    pub fn triple(&self, case: &Case) -> (Ix<Entity>, Option<Ix<RelationType>>, Option<Object>) {
        match &self.statement {
            Statement::Relationship {
                subject,
                relation,
                object,
                detail: _,
            } => (*subject, Some(*relation), Some(Object::Entity(*object))),
            Statement::Attendance {
                meeting,
                participant,
            } => (
                *participant,
                case.relations.find(implied::ATTENDED),
                Some(Object::Meeting(*meeting)),
            ),
            Statement::Transaction { payer, payee, .. } => {
                match transaction_ends(&self.statement).first() {
                    Some((from, relation, to)) => (
                        *from,
                        case.relations.find(relation),
                        Some(Object::Entity(*to)),
                    ),
                    None => {
                        let only = payer.or(*payee);
                        (only.expect("a payer or a payee is known"), None, None)
                    }
                }
            }
            Statement::Attribute { subject, .. } => (*subject, None, None),
        }
    }
}
