//! What stands in one place of a file: a value, and the column it belongs to.

use std::borrow::Cow;

use smallvec::SmallVec;

/// The items of a list: mostly one.
pub(super) type Items<'a> = SmallVec<[Cow<'a, str>; 1]>;

/// A value of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    /// Not known, or not there: nothing is written, or what stands for nothing.
    Nothing,
    Text(Cow<'a, str>),
    /// In their order; never empty.
    Texts(Items<'a>),
    Count(u64),
    Flag(bool),
    /// An exact decimal.
    Decimal(Cow<'a, str>),
    /// `YYYY-MM-DD`.
    Day(Cow<'a, str>),
}

/// What kind of value a column has, where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Texts,
    Count,
    Flag,
    Decimal,
    Day,
}

/// An attribute that every entity, or every edge, may have: one line here puts
/// it into every format.
pub(super) struct Column<T: 'static> {
    /// Letters, digits and `_`; the name in every format.
    pub name: &'static str,
    pub kind: Kind,
    /// What it says, in a sentence.
    pub says: &'static str,
    pub of: for<'a> fn(&'a T) -> Value<'a>,
}

impl<'a> Value<'a> {
    pub fn text(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }

    pub fn some(text: Option<&'a str>) -> Self {
        text.map_or(Value::Nothing, Value::text)
    }

    /// Nothing for an empty list.
    pub fn texts<T: Into<Cow<'a, str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts: Items<'a> = texts.into_iter().map(Into::into).collect();
        match texts.is_empty() {
            true => Value::Nothing,
            false => Value::Texts(texts),
        }
    }

    /// What kind it is; nothing is taken for text.
    pub fn kind(&self) -> Kind {
        match self {
            Value::Nothing | Value::Text(_) => Kind::Text,
            Value::Texts(_) => Kind::Texts,
            Value::Count(_) => Kind::Count,
            Value::Flag(_) => Kind::Flag,
            Value::Decimal(_) => Kind::Decimal,
            Value::Day(_) => Kind::Day,
        }
    }

    pub fn count(count: usize) -> Self {
        // Counted in memory.
        Value::Count(count as u64)
    }

    /// As one text; the items of a list with ` | ` between, and with a backslash
    /// before a `|` or a backslash in them. `None` for nothing.
    pub fn joined(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Value::Nothing => return None,
            Value::Text(text) | Value::Decimal(text) | Value::Day(text) => Cow::Borrowed(text),
            Value::Count(count) => Cow::Owned(count.to_string()),
            Value::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Value::Texts(texts) => Cow::Owned(join(texts)),
        })
    }
}

/// What stands between the items of a list in one text.
pub(super) const ITEM: &str = " | ";

/// The items of a list in one text; see [`Value::joined`].
fn join(texts: &[Cow<'_, str>]) -> String {
    let mut joined = String::with_capacity(texts.iter().map(|text| text.len() + 3).sum());
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            joined.push_str(ITEM);
        }
        let mut rest = text.as_ref();
        while let Some(at) = rest.find(['|', '\\']) {
            joined.push_str(&rest[..at]);
            joined.push('\\');
            joined.push_str(&rest[at..=at]);
            rest = &rest[at + 1..];
        }
        joined.push_str(rest);
    }
    joined
}
