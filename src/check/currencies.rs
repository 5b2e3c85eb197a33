//! The currencies in use: the active codes of ISO 4217, list one, as of 2025,
//! with the funds codes and without precious metals and test codes. `ANG` and
//! `BGN` are kept: they were current until that year.

/// Sorted.
const ACTIVE: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
    "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD",
    "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUP", "CVE",
    "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL",
    "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD",
    "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK",
    "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO",
    "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON",
    "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD",
    "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD",
    "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED", "VES", "VND", "VUV",
    "WST", "XAF", "XCD", "XCG", "XDR", "XOF", "XPF", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG",
];

/// Currencies with a thousandth as their smallest unit.
pub(super) const HAS_THREE_DECIMALS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Tokens that reports name like currencies.
const TOKENS: &[&str] = &[
    "ADA", "BCH", "BITCOIN", "BNB", "BTC", "BUSD", "DAI", "DOGE", "ETH", "ETHER", "ETHEREUM",
    "LTC", "SOL", "TETHER", "TON", "TRX", "USD1", "USDC", "USDT", "XBT", "XMR", "XRP",
];

/// Codes that are in use no longer, with what came after.
const FORMER: &[(&str, &str)] = &[
    ("ATS", "EUR"),
    ("BEF", "EUR"),
    ("BYR", "BYN"),
    ("CUC", "CUP"),
    ("CYP", "EUR"),
    ("DEM", "EUR"),
    ("EEK", "EUR"),
    ("ESP", "EUR"),
    ("FIM", "EUR"),
    ("FRF", "EUR"),
    ("GRD", "EUR"),
    ("HRK", "EUR"),
    ("IEP", "EUR"),
    ("ITL", "EUR"),
    ("LTL", "EUR"),
    ("LUF", "EUR"),
    ("LVL", "EUR"),
    ("MTL", "EUR"),
    ("NLG", "EUR"),
    ("PTE", "EUR"),
    ("ROL", "RON"),
    ("RUR", "RUB"),
    ("SIT", "EUR"),
    ("SKK", "EUR"),
    ("SLL", "SLE"),
    ("TRL", "TRY"),
    ("VEF", "VES"),
    ("ZWL", "ZWG"),
];

/// Whether a text is the code of a currency in use, in capitals.
pub(super) fn is_active(code: &str) -> bool {
    ACTIVE.binary_search(&code).is_ok()
}

/// What to write instead of a text that is no code in use.
pub(super) fn hint(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    if TOKENS.binary_search(&upper.as_str()).is_ok() {
        return Some("a token is a row of assets.csv, named in `paid_in`".to_owned());
    }
    if let Some((_, after)) = FORMER.iter().find(|(code, _)| *code == upper) {
        return Some(format!(
            "`{upper}` was replaced by `{after}`; keep the old amount in the text"
        ));
    }
    match meant_by(&text.to_lowercase())? {
        [one] => Some(format!("did you mean `{one}`?")),
        several => Some(format!("this may be `{}`", several.join("` or `"))),
    }
}

/// The codes that a sign or word in lower case may stand for; a code in lower
/// case stands for itself.
pub(super) fn meant_by(word: &str) -> Option<&'static [&'static str]> {
    let codes: &[&str] = match word {
        "$" | "dollar" | "dollars" => &["USD", "AUD", "CAD", "HKD", "SGD"],
        "us$" | "usd$" | "us dollar" | "us dollars" | "u.s. dollars" => &["USD"],
        "€" | "euro" | "euros" => &["EUR"],
        "£" | "pound" | "pounds" | "sterling" => &["GBP"],
        "¥" => &["JPY", "CNY"],
        "yen" => &["JPY"],
        "yuan" | "rmb" | "renminbi" => &["CNY"],
        "₽" | "rouble" | "roubles" | "ruble" | "rubles" => &["RUB"],
        "₹" | "rs" | "rupee" | "rupees" => &["INR", "PKR", "LKR"],
        "franc" | "francs" | "fr" | "fr." | "sfr" | "sfr." => &["CHF", "XOF", "XAF"],
        "₺" | "lira" => &["TRY"],
        "₴" | "hryvnia" => &["UAH"],
        "₩" | "won" => &["KRW"],
        "r$" | "real" | "reais" => &["BRL"],
        "dirham" | "dirhams" | "dhs" => &["AED", "MAD"],
        "zł" | "zloty" => &["PLN"],
        "krone" | "kroner" => &["NOK", "DKK"],
        "krona" | "kronor" => &["SEK"],
        _ => {
            let upper = word.to_uppercase();
            let at = ACTIVE.binary_search(&upper.as_str()).ok()?;
            return ACTIVE.get(at..=at);
        }
    };
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_so_that_they_can_be_searched() {
        assert!(ACTIVE.is_sorted());
        assert!(TOKENS.is_sorted());
        assert!(
            FORMER
                .iter()
                .all(|(code, after)| !is_active(code) && is_active(after))
        );
        assert!(HAS_THREE_DECIMALS.iter().all(|code| is_active(code)));
    }

    #[test]
    fn what_is_no_code_is_shown_with_what_it_may_mean() {
        assert!(is_active("EUR") && !is_active("eur") && !is_active("XXX"));
        assert_eq!(hint("EURO").as_deref(), Some("did you mean `EUR`?"));
        assert_eq!(hint("usd").as_deref(), Some("did you mean `USD`?"));
        assert_eq!(hint("¥").as_deref(), Some("this may be `JPY` or `CNY`"));
        assert!(hint("BTC").is_some_and(|hint| hint.contains("assets.csv")));
        assert!(hint("DEM").is_some_and(|hint| hint.contains("EUR")));
        assert_eq!(hint("shells"), None);
    }
}
