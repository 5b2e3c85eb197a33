//! Exact decimals, and amounts that keep what the report left open.
//!
//! Decimals are those of the SPARQL engine (18 digits after the point, about
//! 1.7e20 at most), so that what is loaded is what a query computes with. A
//! number beyond that is refused, never rounded.

use oxsdatatypes::Decimal as Exact;
use std::fmt;
use std::str::FromStr;

/// An exact decimal in canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(Exact);

/// Why a text is not an exact decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    #[error("not a number written with digits and at most one point")]
    NotANumber,
    #[error("more digits than can be counted exactly (18 after the point, 20 before)")]
    BeyondExact,
}

impl Decimal {
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0 < Exact::from(0)
    }

    /// A tenth less and a tenth more, the lesser first; `None` for what cannot
    /// be counted exactly.
    pub fn a_tenth_around(self) -> [Option<Decimal>; 2] {
        let tenths = |tenths| {
            let times = self.0.checked_mul(Exact::new(tenths, 1).ok()?)?;
            Some(Self(times))
        };
        match self.is_negative() {
            false => [tenths(9), tenths(11)],
            true => [tenths(11), tenths(9)],
        }
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(fraction) {
            return Err(DecimalError::NotANumber);
        }
        // The engine's reader drops digits that it has no room for.
        if fraction.trim_end_matches('0').len() > 18 {
            return Err(DecimalError::BeyondExact);
        }
        Exact::from_str(text)
            .map(Self)
            .map_err(|_| DecimalError::BeyondExact)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How exactly a figure was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Qualifier {
    Exact,
    About,
    Over,
    Under,
    Between,
}

impl Qualifier {
    /// Every qualifier, for error messages.
    pub const ALL: [Qualifier; 5] = [
        Qualifier::Exact,
        Qualifier::About,
        Qualifier::Over,
        Qualifier::Under,
        Qualifier::Between,
    ];

    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Qualifier::Exact => "exact",
            Qualifier::About => "about",
            Qualifier::Over => "over",
            Qualifier::Under => "under",
            Qualifier::Between => "between",
        }
    }
}

/// An amount of money, or of an asset, as the report gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub value: Decimal,
    /// Only with [`Qualifier::Between`].
    pub max: Option<Decimal>,
    /// `None` when the table says nothing: not the same as exact.
    pub qualifier: Option<Qualifier>,
    /// ISO 4217; `None` where the table gives none.
    pub currency: Option<String>,
    /// The cell as written.
    pub written: String,
}

impl fmt::Display for Amount {
    /// `about 4 000 000 000 USD`, `between 5 and 7 EUR`, `12` (currency unknown).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Amount {
            value,
            max,
            qualifier,
            currency,
            written: _,
        } = self;
        write_figure(f, *qualifier, &grouped(*value), max.map(grouped).as_deref())?;
        match currency {
            Some(currency) => write!(f, " {currency}"),
            None => Ok(()),
        }
    }
}

/// A number with spaces between its thousands, so that no zero is overlooked.
/// Four digits stand together.
fn grouped(number: Decimal) -> String {
    let digits = number.to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let (sign, whole) = whole.split_at(whole.len() - whole.trim_start_matches('-').len());
    let mut out = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && whole.len() > 4 {
            out.push(' ');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Writes a figure with its qualifier: `over 5`, `between 5 and 7`.
pub(super) fn write_figure(
    f: &mut impl fmt::Write,
    qualifier: Option<Qualifier>,
    value: &dyn fmt::Display,
    max: Option<&str>,
) -> fmt::Result {
    match (qualifier, max) {
        (Some(Qualifier::Between), Some(max)) => write!(f, "between {value} and {max}"),
        (None | Some(Qualifier::Exact), None) => write!(f, "{value}"),
        (None | Some(Qualifier::Exact), Some(max)) => write!(f, "{value} to {max}"),
        (Some(other), None) => write!(f, "{} {value}", other.as_str()),
        (Some(other), Some(max)) => write!(f, "{} {value} to {max}", other.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_so_that_no_zero_is_overlooked() {
        for (number, shown) in [
            ("4000000000", "4 000 000 000"),
            ("-12500.75", "-12 500.75"),
            ("1250", "1250"),
            ("0.123456", "0.123456"),
            ("100000", "100 000"),
        ] {
            assert_eq!(number.parse().map(grouped), Ok(shown.to_owned()));
        }
    }

    #[test]
    fn decimals_are_exact_or_refused() {
        let read = |text: &str| text.parse::<Decimal>().map(|d| d.to_string());
        assert_eq!(read("2000000000"), Ok("2000000000".into()));
        assert_eq!(read("0.10"), Ok("0.1".into()));
        assert_eq!(read("-3.50"), Ok("-3.5".into()));
        assert_eq!(read("1,000"), Err(DecimalError::NotANumber));
        assert_eq!(read("1E+05"), Err(DecimalError::NotANumber));
        assert_eq!(read("5."), Err(DecimalError::NotANumber));
        assert_eq!(read(""), Err(DecimalError::NotANumber));
        assert_eq!(
            read("0.1234567890123456789"),
            Err(DecimalError::BeyondExact)
        );
        assert_eq!(
            read("999999999999999999999"),
            Err(DecimalError::BeyondExact)
        );
    }
}
