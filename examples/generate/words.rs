//! What rows are filled with: dates of every precision, days, amounts,
//! relations with the verb for their sentence.

use super::draw::Draw;
use super::entities::Kind;

use Kind::{Asset, Company, Person};

/// A relation with what stands at its ends, and its verb.
pub type Relation = (&'static str, Kind, Kind, &'static str);

/// Relations that ship with the program and those of [`OWN_RELATIONS`], each
/// with how often it is drawn.
pub const RELATIONS: [(u64, Relation); 46] = [
    (6, ("works-for", Person, Company, "works for")),
    (6, ("director-of", Person, Company, "is a director of")),
    (5, ("owns", Person, Company, "owns")),
    (5, ("holds-shares-in", Person, Company, "holds shares in")),
    (4, ("adviser-to", Person, Company, "is an adviser to")),
    (4, ("chairs", Person, Company, "chairs")),
    (4, ("member-of", Person, Company, "is a member of")),
    (
        3,
        (
            "chief-executive-of",
            Person,
            Company,
            "is chief executive of",
        ),
    ),
    (3, ("founded", Person, Company, "founded")),
    (2, ("manages", Person, Company, "manages")),
    (2, ("holds-office-in", Person, Company, "holds office in")),
    (2, ("invested-in", Person, Company, "invested in")),
    (2, ("trustee-of", Person, Company, "is a trustee of")),
    (
        2,
        ("nominee-for", Person, Person, "holds assets as nominee for"),
    ),
    (5, ("associate-of", Person, Person, "is an associate of")),
    (4, ("in-contact-with", Person, Person, "is in contact with")),
    (3, ("friend-of", Person, Person, "is a friend of")),
    (3, ("relative-of", Person, Person, "is a relative of")),
    (2, ("spouse-of", Person, Person, "is married to")),
    (2, ("sibling-of", Person, Person, "is a sibling of")),
    (2, ("parent-of", Person, Person, "is a parent of")),
    (2, ("represents", Person, Person, "represents")),
    (2, ("recruited", Person, Person, "recruited")),
    (1, ("sued", Person, Person, "sued")),
    (1, ("appointed", Person, Person, "appointed")),
    (4, ("owns", Company, Company, "owns")),
    (
        4,
        (
            "parent-company-of",
            Company,
            Company,
            "is the parent company of",
        ),
    ),
    (3, ("supplies", Company, Company, "supplies")),
    (
        3,
        ("contract-with", Company, Company, "has a contract with"),
    ),
    (
        2,
        ("partner-of", Company, Company, "is a business partner of"),
    ),
    (2, ("sued", Company, Company, "sued")),
    (2, ("finances", Company, Company, "finances")),
    (2, ("lobbied", Company, Company, "lobbied")),
    (1, ("competes-with", Company, Company, "competes with")),
    (1, ("audits", Company, Company, "audits")),
    (1, ("investigates", Company, Company, "investigates")),
    (1, ("licensed-by", Company, Company, "is licensed by")),
    (
        1,
        (
            "shares-address-with",
            Company,
            Company,
            "shares an address with",
        ),
    ),
    (3, ("owns", Person, Asset, "owns")),
    (2, ("bought", Person, Asset, "bought")),
    (1, ("lives-at", Person, Asset, "lives at")),
    (3, ("owns", Company, Asset, "owns")),
    (2, ("issues", Company, Asset, "issues")),
    (2, ("operates", Company, Asset, "operates")),
    (
        1,
        ("clears-cargo-for", Company, Company, "clears cargo for"),
    ),
    (
        1,
        ("sat-on-panel-with", Person, Person, "sat on a panel with"),
    ),
];

/// The rows of relations.csv, in the order of its columns.
pub const OWN_RELATIONS: [[&str; 14]; 2] = [
    [
        "clears-cargo-for",
        "clears cargo for",
        "has cargo cleared by",
        "",
        "business",
        "UnknownLink",
        "is said to clear cargo for",
        "is said to have cargo cleared by",
        "is expected to clear cargo for",
        "is expected to have cargo cleared by",
        "sought to clear cargo for",
        "was sought as a customer for clearing by",
        "formerly cleared cargo for",
        "formerly had cargo cleared by",
    ],
    [
        "sat-on-panel-with",
        "sat on a panel with",
        "sat on a panel with",
        "yes",
        "contact",
        "",
        "is said to have sat on a panel with",
        "is said to have sat on a panel with",
        "is expected to sit on a panel with",
        "is expected to sit on a panel with",
        "",
        "",
        "",
        "",
    ],
];

/// Currencies, each with how often it is drawn.
pub const CURRENCIES: [(u64, &str); 8] = [
    (40, "USD"),
    (25, "EUR"),
    (10, "GBP"),
    (7, "AED"),
    (6, "CHF"),
    (5, "SGD"),
    (4, "CNY"),
    (3, "BRL"),
];

pub const JURISDICTIONS: [&str; 12] = [
    "AE", "BR", "CH", "CY", "DE", "GB", "HK", "KY", "SG", "US-DE", "US-NY", "VG",
];

/// The year in which everything was written down.
const NOW: u64 = 2025;

/// A day up to the 28th, between the first of January of two years.
pub fn day(draw: &mut Draw, from: u64, to: u64) -> String {
    let year = from + draw.below(to - from);
    let (month, day) = (1 + draw.below(12), 1 + draw.below(28));
    format!("{year}-{month:02}-{day:02}")
}

/// The day on which a row was entered.
pub fn recorded(draw: &mut Draw) -> String {
    day(draw, NOW - 1, NOW + 1)
}

/// A date of EDTF, level 1, in each of its forms; half of them plain days.
pub fn date(draw: &mut Draw) -> String {
    let year = 1990 + draw.below(NOW - 1990);
    let later = year + draw.below(NOW + 1 - year);
    let month = 1 + draw.below(12);
    let season = 21 + draw.below(4);
    match draw.below(40) {
        0..=17 => day(draw, year, year + 1),
        18..=24 => format!("{year}-{month:02}"),
        25..=27 => format!("{year}"),
        28 => format!("{year}-{month:02}-{:02}?", 1 + draw.below(28)),
        29 => format!("{year}-{month:02}~"),
        30 => format!("{year}%"),
        31 => format!("{year}-{season}"),
        32 => format!("{}X", year / 10),
        33 => format!("{year}-{month:02}-XX"),
        34 => format!("{year}-XX"),
        35 => format!("{year}/{later}"),
        36 => format!("{year}-{month:02}/.."),
        37 => format!("../{year}"),
        38 => format!("{year}-{month:02}/{}~", later + 1),
        _ => format!("/{year}-{month:02}"),
    }
}

/// An amount of one to ten digits, round as most are, and one above it.
pub fn amounts(draw: &mut Draw) -> (String, String) {
    let lead = 10 + draw.below(90);
    let power = draw.below(9) as u32;
    let amount = lead * 10_u64.pow(power);
    let above = amount + amount / 2;
    if draw.in_thousand(100) {
        let hundredths = 10 + draw.below(90);
        return (
            format!("{amount}.{hundredths}"),
            format!("{above}.{hundredths}"),
        );
    }
    (amount.to_string(), above.to_string())
}

/// What people say of themselves who give no name.
pub const ROLES: [&str; 8] = [
    "former employee",
    "diplomat",
    "lawyer",
    "banker",
    "neighbour",
    "official",
    "engineer",
    "shareholder",
];

pub const OCCASIONS: [&str; 8] = [
    "a dinner",
    "a board meeting",
    "a conference",
    "a flight",
    "a hearing",
    "a reception",
    "a round of golf",
    "a video call",
];

pub const PURPOSES: [&str; 8] = [
    "consulting",
    "a loan",
    "rent of an office",
    "settlement of a dispute",
    "advance on a delivery",
    "legal fees",
    "a donation",
    "dividends",
];
