//! Names that can be spoken, of which no two are the same or look the same.
//!
//! A name is a number written in syllables of one consonant and one vowel, so
//! two numbers never give one name. No letter or pair of letters here is taken
//! for another (`I` and `l`, `rn` and `m`), and none needs quoting in a table.

const CONSONANTS: [char; 14] = [
    'b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z',
];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
const ENDS: [&str; 5] = ["", "k", "n", "r", "s"];
const SYLLABLES: u64 = 70;

/// Names of companies end in one of these; with the short form and the kind.
pub const COMPANIES: [(&str, &str, &str); 16] = [
    ("Holdings", "Hldgs", "company"),
    ("Capital", "Cap", "company"),
    ("Partners", "Ptnrs", "company"),
    ("Shipping", "Shpg", "company"),
    ("Trading", "Trdg", "company"),
    ("Energy", "Enrgy", "company"),
    ("Logistics", "Lgstcs", "company"),
    ("Systems", "Systs", "company"),
    ("Bank", "Bk", "company"),
    ("Group", "Grp", "group"),
    ("Foundation", "Fndn", "other"),
    ("Courier", "Cour", "publication"),
    ("Ministry", "Min", "government"),
    ("Council", "Cncl", "government"),
    ("Family", "Fam", "family"),
    ("Task Force", "TF", "team"),
];

/// Names of assets end in one of these; with the short form and the kind.
pub const ASSETS: [(&str, &str, &str); 10] = [
    ("Token", "TKN", "token"),
    ("Dollar Coin", "DC", "stablecoin"),
    ("Ledger Software", "LSW", "software"),
    ("Preferred Shares", "Pref", "shares"),
    ("Villa", "Vla", "property"),
    ("Tower", "Twr", "property"),
    ("Warehouse", "Whse", "property"),
    ("Escrow Account", "Escr", "account"),
    ("Cold Wallet", "Wllt", "wallet"),
    ("Yacht", "Ycht", "other"),
];

/// So many people can be told apart.
pub const PEOPLE: u64 = GIVEN * SURNAMES;
/// So many words lead the names of companies and assets.
pub const WORDS: u64 = SYLLABLES * SYLLABLES * SYLLABLES * ENDS.len() as u64;

const GIVEN: u64 = SYLLABLES * SYLLABLES;
const SURNAMES: u64 = SYLLABLES * SYLLABLES * ENDS.len() as u64;

/// The given name and the surname of a person, for a number below [`PEOPLE`].
pub fn person(number: u64) -> (String, String) {
    let (given, surname) = (number % GIVEN, number / GIVEN);
    let ends = ENDS.len() as u64;
    let end = ENDS[(surname % ends) as usize];
    (spoken(given, 2, ""), spoken(surname / ends, 2, end))
}

/// The first word of the name of a company or asset, for a number below [`WORDS`].
pub fn word(number: u64) -> String {
    let ends = ENDS.len() as u64;
    spoken(number / ends, 3, ENDS[(number % ends) as usize])
}

fn spoken(mut number: u64, syllables: u32, end: &str) -> String {
    let mut word = String::new();
    for at in 0..syllables {
        let syllable = number % SYLLABLES;
        number /= SYLLABLES;
        let vowels = VOWELS.len() as u64;
        let consonant = CONSONANTS[(syllable / vowels) as usize];
        word.push(match at {
            0 => consonant.to_ascii_uppercase(),
            _ => consonant,
        });
        word.push(VOWELS[(syllable % vowels) as usize]);
    }
    word.push_str(end);
    word
}

/// The id made of a name: lower case, hyphens for spaces.
pub fn id(name: &str) -> String {
    name.to_ascii_lowercase().replace(' ', "-")
}
