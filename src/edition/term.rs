//! One RDF term as kind and bytes, and back.
//!
//! Takes an IRI or a literal and gives the key it is sorted, hashed and stored
//! by. Booleans, integers, decimals and dates in canonical form are kept as
//! binary values that sort like the values and from which text is rebuilt;
//! any other spelling is kept as text beside its datatype. Blank nodes have no
//! key. Which number a key gets is for `build`.

use std::str;
use std::str::FromStr;

use oxigraph::model::Literal;
use oxigraph::model::LiteralRef;
use oxigraph::model::NamedNode;
use oxigraph::model::Term;
use oxigraph::model::TermRef;
use oxigraph::model::vocab::xsd;
use oxsdatatypes::Date;
use oxsdatatypes::Decimal;

/// Names what a term is, in the order in which terms are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    NamedNode,
    String,
    LangString,
    Boolean,
    Integer,
    Decimal,
    Date,
    Typed,
}

pub(super) const KINDS: [Kind; 8] = [
    Kind::NamedNode,
    Kind::String,
    Kind::LangString,
    Kind::Boolean,
    Kind::Integer,
    Kind::Decimal,
    Kind::Date,
    Kind::Typed,
];

/// Gives the value of a term to compare and calculate with, where it has one.
///
/// A literal that is not in canonical form (`"01"^^xsd:integer`), of another
/// datatype, or beyond 64 bits is `Other`: its text decides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    NamedNode,
    String,
    LangString,
    Boolean(bool),
    Integer(i64),
    Decimal(Decimal),
    Date(Date),
    Other,
}

impl Value {
    /// The text of a number, a date or a truth value in canonical form.
    fn text(self) -> Option<String> {
        match self {
            Value::Boolean(value) => Some(value.to_string()),
            Value::Integer(value) => Some(value.to_string()),
            Value::Decimal(value) => Some(value.to_string()),
            Value::Date(value) => Some(value.to_string()),
            Value::NamedNode | Value::String | Value::LangString | Value::Other => None,
        }
    }
}

/// Leaves the key of a term in `key` and returns its kind; blank nodes have none.
pub(super) fn encode(term: TermRef<'_>, key: &mut Vec<u8>) -> Option<Kind> {
    key.clear();
    match term {
        TermRef::NamedNode(node) => {
            key.extend_from_slice(node.as_str().as_bytes());
            Some(Kind::NamedNode)
        }
        TermRef::BlankNode(_) => None,
        TermRef::Literal(literal) => Some(encode_literal(literal, key)),
    }
}

fn encode_literal(literal: LiteralRef<'_>, key: &mut Vec<u8>) -> Kind {
    let text = literal.value();
    if let Some(language) = literal.language() {
        encode_pair(language, text, key);
        return Kind::LangString;
    }
    let datatype = literal.datatype();
    let canonical = if datatype == xsd::STRING {
        key.extend_from_slice(text.as_bytes());
        Some(Kind::String)
    } else if datatype == xsd::BOOLEAN {
        encode_boolean(text, key)
    } else if datatype == xsd::INTEGER {
        encode_integer(text, key)
    } else if datatype == xsd::DECIMAL {
        encode_decimal(text, key)
    } else if datatype == xsd::DATE {
        encode_date(text, key)
    } else {
        None
    };
    canonical.unwrap_or_else(|| {
        encode_pair(datatype.as_str(), text, key);
        Kind::Typed
    })
}

// The length first: a text may hold any character, so nothing could divide.
fn encode_pair(first: &str, second: &str, key: &mut Vec<u8>) {
    key.clear();
    key.extend_from_slice(&(first.len() as u64).to_be_bytes());
    key.extend_from_slice(first.as_bytes());
    key.extend_from_slice(second.as_bytes());
}

fn encode_boolean(text: &str, key: &mut Vec<u8>) -> Option<Kind> {
    key.push(match text {
        "false" => 0,
        "true" => 1,
        _ => return None,
    });
    Some(Kind::Boolean)
}

fn encode_integer(text: &str, key: &mut Vec<u8>) -> Option<Kind> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = text == "0"
        || (digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.starts_with('0'));
    if !canonical {
        return None;
    }
    let value = i64::from_str(text).ok()?;
    key.extend_from_slice(&ordered_i64(value));
    Some(Kind::Integer)
}

fn encode_decimal(text: &str, key: &mut Vec<u8>) -> Option<Kind> {
    let value = Decimal::from_str(text).ok()?;
    if value.to_string() != text {
        return None;
    }
    let mut bytes = value.to_be_bytes();
    bytes[0] ^= 0x80;
    key.extend_from_slice(&bytes);
    Some(Kind::Decimal)
}

// Ten to the 18th: how oxsdatatypes scales the seconds of a date.
const SCALE: i128 = 1_000_000_000_000_000_000;
// Stands for "no time zone", below every offset in minutes.
const NO_ZONE: i16 = i16::MIN;

fn encode_date(text: &str, key: &mut Vec<u8>) -> Option<Kind> {
    let bytes = Date::from_str(text).ok()?.to_be_bytes();
    let (scaled, zone) = bytes.split_first_chunk::<16>()?;
    let scaled = i128::from_be_bytes(*scaled);
    let seconds = i64::try_from(scaled / SCALE).ok()?;
    let zone = match i16::from_be_bytes(<[u8; 2]>::try_from(zone).ok()?) {
        -1 => NO_ZONE,
        minutes => minutes,
    };
    key.extend_from_slice(&ordered_i64(seconds));
    key.extend_from_slice(&((zone as u16) ^ 0x8000).to_be_bytes());
    // Also refuses what the value cannot hold: a fraction, or the zone -00:01,
    // whose bytes are those of no zone at all.
    if decode_date(key)?.to_string() != text {
        key.clear();
        return None;
    }
    Some(Kind::Date)
}

fn decode_date(key: &[u8]) -> Option<Date> {
    let (seconds, zone) = key.split_first_chunk::<8>()?;
    let scaled = i128::from(i64_of(*seconds)) * SCALE;
    let zone = (u16::from_be_bytes(<[u8; 2]>::try_from(zone).ok()?) ^ 0x8000) as i16;
    let zone = match zone {
        NO_ZONE => [u8::MAX; 2],
        -840..=-2 | 0..=840 => zone.to_be_bytes(),
        _ => return None,
    };
    let mut bytes = [0; 18];
    bytes[..16].copy_from_slice(&scaled.to_be_bytes());
    bytes[16..].copy_from_slice(&zone);
    Some(Date::from_be_bytes(bytes))
}

/// Big-endian with the sign turned over, so that bytes sort like numbers.
fn ordered_i64(value: i64) -> [u8; 8] {
    ((value as u64) ^ (1 << 63)).to_be_bytes()
}

fn i64_of(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ (1 << 63)) as i64
}

fn decode_decimal(key: &[u8]) -> Option<Decimal> {
    let mut bytes = <[u8; 16]>::try_from(key).ok()?;
    bytes[0] ^= 0x80;
    Some(Decimal::from_be_bytes(bytes))
}

fn decode_pair(key: &[u8]) -> Option<(&str, &str)> {
    let (len, rest) = key.split_first_chunk::<8>()?;
    let len = usize::try_from(u64::from_be_bytes(*len)).ok()?;
    let (first, second) = rest.split_at_checked(len)?;
    Some((str::from_utf8(first).ok()?, str::from_utf8(second).ok()?))
}

/// Rebuilds the term, or nothing when the key cannot be one of this kind.
///
/// IRIs are not validated again: they were when the draft was made.
pub(super) fn decode(kind: Kind, key: Vec<u8>) -> Option<Term> {
    let typed = |text: String, datatype| Literal::new_typed_literal(text, datatype).into();
    Some(match kind {
        Kind::NamedNode => NamedNode::new_unchecked(String::from_utf8(key).ok()?).into(),
        Kind::String => Literal::new_simple_literal(String::from_utf8(key).ok()?).into(),
        Kind::LangString => {
            let (language, text) = decode_pair(&key)?;
            Literal::new_language_tagged_literal_unchecked(text, language).into()
        }
        Kind::Typed => {
            let (datatype, text) = decode_pair(&key)?;
            Literal::new_typed_literal(text, NamedNode::new_unchecked(datatype)).into()
        }
        Kind::Boolean => typed(text(kind, key)?, xsd::BOOLEAN),
        Kind::Integer => typed(text(kind, key)?, xsd::INTEGER),
        Kind::Decimal => typed(text(kind, key)?, xsd::DECIMAL),
        Kind::Date => typed(text(kind, key)?, xsd::DATE),
    })
}

/// The text of a literal as written, or an IRI: what [`decode`] gives, without a
/// term around it.
pub(super) fn text(kind: Kind, key: Vec<u8>) -> Option<String> {
    match kind {
        Kind::NamedNode | Kind::String => String::from_utf8(key).ok(),
        Kind::LangString | Kind::Typed => Some(decode_pair(&key)?.1.to_owned()),
        Kind::Boolean | Kind::Integer | Kind::Decimal | Kind::Date => value(kind, &key)?.text(),
    }
}

/// At least as long as any key with a value: a decimal's.
pub(super) const LONGEST_VALUE: usize = 16;

/// Gives the value, or nothing when the key cannot be one of this kind; parses nothing.
pub(super) fn value(kind: Kind, key: &[u8]) -> Option<Value> {
    Some(match kind {
        Kind::NamedNode => Value::NamedNode,
        Kind::String => Value::String,
        Kind::LangString => Value::LangString,
        Kind::Boolean => Value::Boolean(match key {
            [0] => false,
            [1] => true,
            _ => return None,
        }),
        Kind::Integer => Value::Integer(i64_of(<[u8; 8]>::try_from(key).ok()?)),
        Kind::Decimal => Value::Decimal(decode_decimal(key)?),
        Kind::Date => Value::Date(decode_date(key)?),
        Kind::Typed => Value::Other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(term: &Term) -> (Kind, Vec<u8>) {
        let mut key = Vec::new();
        let kind = encode(term.as_ref(), &mut key).expect("the tests use no blank node");
        (kind, key)
    }

    fn assert_kept(literal: Literal, expected: Value) {
        let term = Term::from(literal);
        let (kind, key) = key_of(&term);
        assert_eq!(decode(kind, key.clone()), Some(term.clone()), "{term}");
        let written = match &term {
            Term::Literal(literal) => literal.value(),
            Term::NamedNode(node) => node.as_str(),
            Term::BlankNode(_) => unreachable!("the tests use no blank node"),
        };
        assert_eq!(text(kind, key.clone()).as_deref(), Some(written), "{term}");
        assert_eq!(value(kind, &key), Some(expected), "{term}");
    }

    #[test]
    fn canonical_literals_are_values_and_keep_their_text() {
        for (text, value) in [
            ("0", 0),
            ("-7", -7),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_kept(
                Literal::new_typed_literal(text, xsd::INTEGER),
                Value::Integer(value),
            );
        }
        for text in ["0", "1.5", "-0.01", "18446744073709551616.25", "3"] {
            let value = Decimal::from_str(text).expect("a decimal");
            assert_kept(
                Literal::new_typed_literal(text, xsd::DECIMAL),
                Value::Decimal(value),
            );
        }
        for text in [
            "2024-12-31",
            "-0044-03-15",
            "12345-01-02",
            "-12345-12-31",
            "0000-02-29",
            "2024-02-29Z",
            "2024-01-01+14:00",
            "2024-01-01-05:30",
        ] {
            let value = Date::from_str(text).expect("a date");
            assert_kept(
                Literal::new_typed_literal(text, xsd::DATE),
                Value::Date(value),
            );
        }
        assert_kept(
            Literal::new_typed_literal("true", xsd::BOOLEAN),
            Value::Boolean(true),
        );
    }

    #[test]
    fn other_spellings_keep_their_text_and_have_no_value() {
        for (text, datatype) in [
            ("01", xsd::INTEGER),
            ("+1", xsd::INTEGER),
            ("-0", xsd::INTEGER),
            ("", xsd::INTEGER),
            ("-", xsd::INTEGER),
            ("one", xsd::INTEGER),
            ("9223372036854775808", xsd::INTEGER),
            ("1.50", xsd::DECIMAL),
            ("1.0", xsd::DECIMAL),
            (".5", xsd::DECIMAL),
            ("170141183460469231732", xsd::DECIMAL),
            ("1", xsd::BOOLEAN),
            ("2024-02-30", xsd::DATE),
            ("2024-01-01+00:00", xsd::DATE),
            ("2024-01-01-00:01", xsd::DATE),
            ("999999999999999-01-01", xsd::DATE),
            ("2024-01-01T00:00:00", xsd::DATE_TIME),
            ("1.5e3", xsd::DOUBLE),
        ] {
            assert_kept(Literal::new_typed_literal(text, datatype), Value::Other);
        }
    }

    #[test]
    fn text_may_hold_any_character() {
        for text in ["", "\0", "a\0b", "naïve \u{202e}", "\"\\\n"] {
            assert_kept(Literal::new_simple_literal(text), Value::String);
            assert_kept(
                Literal::new_language_tagged_literal_unchecked(text, "en-gb"),
                Value::LangString,
            );
        }
        let odd = Literal::new_typed_literal("en", oxigraph::model::vocab::rdf::LANG_STRING);
        assert_kept(odd, Value::Other);
    }

    #[test]
    fn keys_of_numbers_and_dates_sort_like_their_values() {
        for (datatype, ascending) in [
            (xsd::INTEGER, &["-10", "-9", "0", "2", "10"][..]),
            (xsd::DECIMAL, &["-10", "-9.5", "0", "0.1", "2", "10"]),
            (
                xsd::DATE,
                &["-0044-03-15", "0001-01-01", "2024-12-31", "10000-01-01"],
            ),
        ] {
            let keys: Vec<_> = ascending
                .iter()
                .map(|text| key_of(&Literal::new_typed_literal(*text, datatype).into()))
                .collect();
            assert!(keys.is_sorted_by(|a, b| a < b), "{ascending:?}");
        }
    }

    #[test]
    fn no_bytes_make_a_panic() {
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            let mut key = Vec::new();
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            for byte in 0..(seed >> 59) {
                key.push((seed >> (byte % 56)) as u8);
            }
            for kind in KINDS {
                let _ = value(kind, &key);
                if let Some(term) = decode(kind, key.clone()) {
                    let _ = term.to_string();
                }
            }
        }
    }
}
