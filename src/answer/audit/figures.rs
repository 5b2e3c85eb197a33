//! Figures and dates of one thing that cannot all be right.
//!
//! Claims are put together by what they speak of, one kind of statement and one
//! mode at a time; within a group it is asked of each claim whether another one
//! has nothing in common with it. n log n, also where one thing has many claims.

use crate::answer::audit::FindingCode;
use crate::answer::audit::facts::Facts;
use crate::answer::audit::finding::{About, Finding};
use crate::answer::audit::span::{Span, apart, apart_at_one_time, dates, range};
use crate::model::{
    Amount, AttributeValue, Claim, Decimal, Edtf, Entity, Ix, Mode, Qualifier, RelationType,
    Statement, fold,
};

/// What claims have to share to be compared. Empty parts are alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Attribute {
        mode: Mode,
        subject: Ix<Entity>,
        attribute: String,
        unit: String,
    },
    Transaction {
        mode: Mode,
        payer: Ix<Entity>,
        payee: Ix<Entity>,
        currency: Option<String>,
        paid_in: Option<Ix<Entity>>,
        for_asset: Option<Ix<Entity>>,
        purpose: String,
        /// Where dates are compared.
        amount: Option<(Option<Decimal>, Option<Decimal>, Option<Qualifier>)>,
    },
    Relationship {
        mode: Mode,
        /// In order where the relation is the same from either end.
        ends: [Ix<Entity>; 2],
        relation: Ix<RelationType>,
        detail: String,
    },
}

impl Key {
    /// The subject, or who paid.
    fn of_whom(&self) -> Ix<Entity> {
        match self {
            Key::Attribute { subject, .. } => *subject,
            Key::Transaction { payer, .. } => *payer,
            Key::Relationship { ends, .. } => ends[0],
        }
    }
}

/// Findings of figures, and of dates.
pub(super) fn of_figures(facts: &Facts<'_>, found: &mut Vec<Finding>) {
    let figures = grouped(facts, figure);
    for group in figures.chunk_by(|one, other| one.0 == other.0) {
        let ranges: Vec<Span<Decimal>> = group.iter().map(|(_, _, range)| *range).collect();
        let days = |(_, claim, _): &(Key, Ix<Claim>, Span<Decimal>)| {
            dates(facts.case.claims[*claim].when.as_ref())
        };
        // Most groups have nothing to compare.
        if apart(&ranges).contains(&true) {
            let days: Vec<_> = group.iter().map(days).collect();
            let disagree = apart_at_one_time(&ranges, &days);
            report(FindingCode::FiguresDisagree, group, &disagree, found);
        }
    }
    let dated = grouped(facts, |claim| dated(facts, claim));
    for group in dated.chunk_by(|one, other| one.0 == other.0) {
        let days: Vec<_> = group.iter().map(|(_, _, days)| *days).collect();
        report(FindingCode::DatesDisagree, group, &apart(&days), found);
    }
}

/// The live claims that have a key, with what is compared, key by key.
fn grouped<T>(
    facts: &Facts<'_>,
    keyed: impl Fn(&Claim) -> Option<(Key, T)>,
) -> Vec<(Key, Ix<Claim>, T)> {
    let mut claims: Vec<(Key, Ix<Claim>, T)> = facts
        .live()
        .filter_map(|(ix, claim, _)| {
            let (key, compared) = keyed(claim)?;
            Some((key, ix, compared))
        })
        .collect();
    claims.sort_by(|(a, claim_a, _), (b, claim_b, _)| a.cmp(b).then(claim_a.cmp(claim_b)));
    claims
}

fn report<T>(
    code: FindingCode,
    group: &[(Key, Ix<Claim>, T)],
    disagree: &[bool],
    found: &mut Vec<Finding>,
) {
    let claims = group.iter().zip(disagree);
    let claims: Vec<Ix<Claim>> = claims
        .filter_map(|((_, claim, _), disagrees)| disagrees.then_some(*claim))
        .collect();
    if let (Some((key, _, _)), false) = (group.first(), claims.is_empty()) {
        found.push(Finding::new(code, [About::Entity(key.of_whom())], claims));
    }
}

fn figure(claim: &Claim) -> Option<(Key, Span<Decimal>)> {
    let mode = claim.mode;
    match &claim.statement {
        Statement::Attribute {
            subject,
            attribute,
            value,
        } => {
            let range = range(value.number?, value.max, value.qualifier);
            Some((attribute_key(mode, *subject, attribute, value), range))
        }
        Statement::Transaction { amount, .. } => {
            let Amount {
                value,
                max,
                qualifier,
                currency: _,
                written: _,
            } = amount.as_deref()?;
            let key = transaction_key(mode, &claim.statement, false)?;
            Some((key, range(*value, *max, *qualifier)))
        }
        Statement::Relationship { .. } | Statement::Attendance { .. } => None,
    }
}

fn dated(facts: &Facts<'_>, claim: &Claim) -> Option<(Key, Span<crate::model::Day>)> {
    let mode = claim.mode;
    let when = claim.when.as_ref();
    match &claim.statement {
        Statement::Attribute {
            subject,
            attribute,
            value,
        } => {
            // `2024` is read as a number: years are compared as figures.
            if value.number.is_some() {
                return None;
            }
            let date: Edtf = value.written.parse().ok()?;
            let key = attribute_key(mode, *subject, attribute, value);
            Some((key, dates(Some(&date))))
        }
        Statement::Transaction { .. } => {
            let key = transaction_key(mode, &claim.statement, true)?;
            Some((key, dates(Some(when?))))
        }
        Statement::Relationship {
            subject,
            relation,
            object,
            detail,
        } => {
            let when = when?;
            let mut ends = [*subject, *object];
            if facts.case.relations[*relation].symmetric {
                ends.sort_unstable();
            }
            let key = Key::Relationship {
                mode,
                ends,
                relation: *relation,
                detail: folded(detail.as_deref()),
            };
            Some((key, dates(Some(when))))
        }
        Statement::Attendance { .. } => None,
    }
}

fn attribute_key(mode: Mode, subject: Ix<Entity>, attribute: &str, value: &AttributeValue) -> Key {
    Key::Attribute {
        mode,
        subject,
        attribute: fold(attribute),
        unit: folded(value.unit.as_deref()),
    }
}

/// `None` where payer or payee is not known.
fn transaction_key(mode: Mode, statement: &Statement, with_amount: bool) -> Option<Key> {
    let Statement::Transaction {
        payer: Some(payer),
        payee: Some(payee),
        amount,
        paid_in,
        for_asset,
        purpose,
    } = statement
    else {
        return None;
    };
    let amount = amount.as_deref();
    Some(Key::Transaction {
        mode,
        payer: *payer,
        payee: *payee,
        currency: amount.and_then(|amount| amount.currency.clone()),
        paid_in: *paid_in,
        for_asset: *for_asset,
        purpose: folded(purpose.as_deref()),
        amount: with_amount.then_some(match amount {
            Some(amount) => (Some(amount.value), amount.max, amount.qualifier),
            None => (None, None, None),
        }),
    })
}

fn folded(text: Option<&str>) -> String {
    text.map(fold).unwrap_or_default()
}
