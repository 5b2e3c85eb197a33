//! Entities of a redacted case that nothing names any more.
//!
//! Takes the full case and the one from which protected cells are withheld;
//! takes out of the latter the people and companies that only those cells
//! named. Whom no row named before stays, as before. A decision on identity is
//! no reason to name somebody, and goes with either of the two.

use std::collections::BTreeSet;

use crate::model::answer::{Speaker, Subject};
use crate::model::case::Case;
use crate::model::claim::{Claim, Statement};
use crate::model::entity::Entity;
use crate::model::identity::Identity;
use crate::model::rows::{Ix, Rows};

/// Takes them out; gives them, sorted, as indexes of the full case.
pub(super) fn drop_unnamed(full: &Case, told: &mut Case) -> Vec<Ix<Entity>> {
    let still = named(told);
    let gone: BTreeSet<Ix<Entity>> = named(full).difference(&still).copied().collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let left = full.entities.iter();
    let left = left.filter(|(ix, _)| !gone.contains(ix));
    told.entities = Rows::new(left.map(|(_, row)| row.clone()).collect());
    let to: Vec<Option<Ix<Entity>>> = full
        .entities
        .iter()
        .map(|(_, row)| told.entities.find(&row.id))
        .collect();
    let gone: Vec<Ix<Entity>> = gone.into_iter().collect();
    let left = full.identities.iter().map(|(_, row)| row);
    let left = left.filter(|identity| !is_on_gone(identity, &gone));
    told.identities = Rows::new(left.cloned().collect());
    renumber(told, &to);
    gone
}

/// Whether a decision is on an entity that was taken out; these are sorted.
pub(super) fn is_on_gone(identity: &Identity, gone: &[Ix<Entity>]) -> bool {
    [identity.entity, identity.other]
        .iter()
        .any(|entity| gone.binary_search(entity).is_ok())
}

/// Every entity that some row names.
fn named(case: &Case) -> BTreeSet<Ix<Entity>> {
    let mut named = BTreeSet::new();
    for (_, source) in case.sources.iter() {
        named.extend(source.entity.into_iter().chain(source.side));
    }
    for (_, claim) in case.claims.iter() {
        named.extend(of_claim(claim));
    }
    for (_, meeting) in case.meetings.iter() {
        named.extend(&meeting.participants);
    }
    for (_, denial) in case.denials.iter() {
        named.extend(denial.on_behalf_of);
        match denial.by {
            Some(Speaker::Entity(entity)) => named.extend([entity]),
            Some(Speaker::Source(_)) | None => {}
        }
    }
    for (_, question) in case.questions.iter() {
        named.extend(&question.who_could_answer);
        for subject in &question.about {
            match subject {
                Subject::Entity(entity) => named.extend([*entity]),
                Subject::Claim(_) | Subject::Meeting(_) | Subject::Source(_) => {}
            }
        }
    }
    named
}

/// Every entity that a claim names.
pub(super) fn of_claim(claim: &Claim) -> Vec<Ix<Entity>> {
    let mut named = claim.concerns.to_vec();
    match &claim.statement {
        Statement::Relationship {
            subject,
            relation: _,
            object,
            detail: _,
        } => named.extend([*subject, *object]),
        Statement::Attendance {
            meeting: _,
            participant,
        } => named.push(*participant),
        Statement::Transaction {
            payer,
            payee,
            amount: _,
            paid_in,
            for_asset,
            purpose: _,
        } => named.extend([payer, payee, paid_in, for_asset].into_iter().flatten()),
        Statement::Attribute {
            subject,
            attribute: _,
            value: _,
        } => named.push(*subject),
    }
    named
}

/// Gives every reference its new index; all of them lead to rows that are left.
fn renumber(case: &mut Case, to: &[Option<Ix<Entity>>]) {
    let new = |old: Ix<Entity>| to[old.number() as usize].unwrap_or(old);
    let move_one = |one: &mut Ix<Entity>| *one = new(*one);
    let move_any = |any: &mut Option<Ix<Entity>>| *any = any.map(new);
    let mut sources = std::mem::take(&mut case.sources).into_rows();
    for source in &mut sources {
        move_any(&mut source.entity);
        move_any(&mut source.side);
    }
    case.sources = Rows::new(sources);
    let mut claims = std::mem::take(&mut case.claims).into_rows();
    for claim in &mut claims {
        claim.concerns.iter_mut().for_each(move_one);
        match &mut claim.statement {
            Statement::Relationship {
                subject,
                relation: _,
                object,
                detail: _,
            } => [subject, object].into_iter().for_each(move_one),
            Statement::Attendance {
                meeting: _,
                participant,
            } => move_one(participant),
            Statement::Transaction {
                payer,
                payee,
                amount: _,
                paid_in,
                for_asset,
                purpose: _,
            } => [payer, payee, paid_in, for_asset]
                .into_iter()
                .for_each(move_any),
            Statement::Attribute {
                subject,
                attribute: _,
                value: _,
            } => move_one(subject),
        }
    }
    case.claims = Rows::new(claims);
    let mut meetings = std::mem::take(&mut case.meetings).into_rows();
    for meeting in &mut meetings {
        meeting.participants.iter_mut().for_each(move_one);
    }
    case.meetings = Rows::new(meetings);
    let mut denials = std::mem::take(&mut case.denials).into_rows();
    for denial in &mut denials {
        move_any(&mut denial.on_behalf_of);
        match &mut denial.by {
            Some(Speaker::Entity(entity)) => move_one(entity),
            Some(Speaker::Source(_)) | None => {}
        }
    }
    case.denials = Rows::new(denials);
    let mut questions = std::mem::take(&mut case.questions).into_rows();
    for question in &mut questions {
        question.who_could_answer.iter_mut().for_each(move_one);
        for subject in &mut question.about {
            match subject {
                Subject::Entity(entity) => move_one(entity),
                Subject::Claim(_) | Subject::Meeting(_) | Subject::Source(_) => {}
            }
        }
    }
    case.questions = Rows::new(questions);
    let mut identities = std::mem::take(&mut case.identities).into_rows();
    for identity in &mut identities {
        move_one(&mut identity.entity);
        move_one(&mut identity.other);
    }
    case.identities = Rows::new(identities);
}
