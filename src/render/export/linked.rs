//! An edge with its claims at hand, and what they say together.
//!
//! An edge that rests on several claims (a meeting has one for each side, a
//! collapsed edge those of all its links) has the value on which they agree.
//! Where they differ, texts are given one for each claim, in their order; of
//! numbers and days there is then none, since no single one is true.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::answer::{ClaimView, Edge, Figure, HopLink};
use crate::render::export::value::Value;

/// An edge with its claims at hand.
pub(super) struct Linked {
    pub edge: Edge,
    // Never empty.
    claims: Vec<Arc<ClaimView>>,
}

impl Linked {
    /// With the claims behind its links.
    pub fn new(edge: Edge) -> Self {
        let claims = edge.claims().into_iter().cloned().collect();
        Self { edge, claims }
    }

    /// Every claim it rests on, each once; never none.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimView> + Clone {
        self.claims.iter().map(AsRef::as_ref)
    }

    /// What all claims agree on; else one for each, empty where unknown.
    pub fn text<'a>(&'a self, of: impl Fn(&'a ClaimView) -> Option<&'a str>) -> Value<'a> {
        if let [only] = &self.claims[..] {
            return Value::some(of(only));
        }
        let values: Vec<Option<&str>> = self.claims().map(of).collect();
        if values.windows(2).all(|two| two[0] == two[1]) {
            return Value::some(values.into_iter().next().flatten());
        }
        let each = Value::texts(values.into_iter().map(Option::unwrap_or_default));
        let joined = each.joined().map(Cow::into_owned);
        joined.map_or(Value::Nothing, |joined| Value::Text(joined.into()))
    }

    /// What all claims agree on, else nothing.
    pub fn agreed<'a, T: PartialEq>(
        &'a self,
        of: impl Fn(&'a ClaimView) -> Option<T>,
    ) -> Option<T> {
        let mut values = self.claims().map(of);
        let first = values.next().flatten()?;
        let agree = values.all(|other| other.as_ref() == Some(&first));
        agree.then_some(first)
    }

    /// A part of the figure that all claims agree on.
    pub fn figure<'a>(&'a self, of: impl Fn(&'a Figure) -> Option<&'a str>) -> Value<'a> {
        let agreed = self.agreed(|claim| of(claim.figure.as_ref()?));
        agreed.map_or(Value::Nothing, |figure| Value::Decimal(figure.into()))
    }

    /// A number that all claims agree on.
    pub fn count(&self, of: impl Fn(&ClaimView) -> Option<u32>) -> Value<'_> {
        let agreed = self.agreed(of);
        agreed.map_or(Value::Nothing, |count| Value::Count(count.into()))
    }

    /// Items of every claim; where there are several claims, with the id of the
    /// claim before each.
    pub fn all<'a>(&'a self, of: impl Fn(&'a ClaimView) -> Vec<String>) -> Value<'a> {
        if let [only] = &self.claims[..] {
            return Value::texts(of(only));
        }
        let items = self.claims().flat_map(|claim| {
            let items = of(claim).into_iter();
            items.map(move |item| format!("{}: {item}", claim.id))
        });
        Value::texts(items)
    }

    /// Items of every claim, each once.
    pub fn each<'a, I: IntoIterator<Item = &'a str>>(
        &'a self,
        of: impl Fn(&'a ClaimView) -> I,
    ) -> Value<'a> {
        distinct(self.claims().flat_map(of))
    }

    /// What the links say, each once.
    pub fn of_links<'a>(&'a self, of: impl Fn(&'a HopLink) -> &'a str) -> Value<'a> {
        distinct(self.edge.links.iter().map(of))
    }
}

/// Each once, in their order.
pub(super) fn distinct<'a>(items: impl Iterator<Item = &'a str>) -> Value<'a> {
    let mut few: SmallVec<[&str; FEW]> = SmallVec::new();
    // Nearly always there are few, and to look through these takes less than a hash.
    let mut many: HashSet<&str> = HashSet::new();
    Value::texts(items.filter(|item| {
        if few.len() < FEW {
            let is_new = !few.contains(item);
            if is_new {
                few.push(item);
            }
            return is_new;
        }
        !few.contains(item) && many.insert(item)
    }))
}

/// Items that are looked through one by one.
const FEW: usize = 8;
