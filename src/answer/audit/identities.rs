//! Two entities that may be one.
//!
//! Names are compared only within blocks that two alike ones must share: their
//! words in order, themselves with one letter left out, a last name with an
//! initial. A block in which too many names meet is not compared, and counted:
//! such names tell nobody apart.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::answer::audit::FindingCode;
use crate::answer::audit::facts::Facts;
use crate::answer::audit::finding::{About, Finding};
use crate::model::{Entity, Ix, Table, Verdict, fold};

/// Names that are compared with one another at most; beyond it their number
/// would grow with its square.
pub const MOST_ALIKE: usize = 50;

/// Words that say what kind of firm it is, and tell no two apart.
const LEGAL_FORMS: [&str; 13] = [
    "ltd",
    "limited",
    "inc",
    "incorporated",
    "llc",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "plc",
    "ag",
    "sa",
];

/// Shorter names of which one letter differs are as often two.
const LEAST_LETTERS: usize = 8;

/// Why two entities may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    Wikidata,
    Lei,
    Words,
    OneLetter,
    Initial,
}

/// The pairs that nobody has decided on. Gives how many names were compared
/// with none of those that they are alike to.
pub(super) fn of_identities(facts: &Facts<'_>, found: &mut Vec<Finding>) -> usize {
    let mut blocks = Blocks::default();
    for (ix, entity) in facts.case.entities.iter() {
        if entity.named || entity.kind.table() == Table::Assets {
            blocks.add(ix, entity);
        }
    }
    let mut not_compared = BTreeSet::new();
    let mut pairs = Vec::new();
    blocks.sorted();
    for block in blocks.entries.chunk_by(|one, other| one.0 == other.0) {
        if block.len() > MOST_ALIKE {
            not_compared.extend(block.iter().map(|(_, (_, name))| *name));
            continue;
        }
        for (at, (_, (one, name))) in block.iter().enumerate() {
            for (_, (other, other_name)) in &block[..at] {
                let pair = pair(*one, *other);
                let names = [name, other_name].map(|name| &blocks.names[*name as usize]);
                let are_alike = || match names {
                    [Some(one), Some(two)] => alike(one, two, is_person(facts, *other)).is_some(),
                    _ => false,
                };
                if one != other && (same_number(facts, pair).is_some() || are_alike()) {
                    pairs.push(pair);
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|pair| {
        facts
            .decision(*pair)
            .is_none_or(|decision| match decision.same {
                Verdict::Yes | Verdict::No => false,
                Verdict::Unsure => true,
            })
    });
    for pair in pairs {
        let about = pair.map(About::Entity);
        found.push(Finding::new(FindingCode::MaybeSame, about, Vec::new()));
    }
    not_compared.len()
}

fn pair(one: Ix<Entity>, other: Ix<Entity>) -> [Ix<Entity>; 2] {
    let mut pair = [one, other];
    pair.sort_unstable();
    pair
}

/// Why a pair was found, with the two names that are alike.
pub(super) fn reason<'e>(
    facts: &Facts<'e>,
    pair: [Ix<Entity>; 2],
) -> Option<(Alike, [&'e str; 2])> {
    let entities = pair.map(|ix| &facts.case.entities[ix]);
    if let Some(number) = same_number(facts, pair) {
        return Some((number, entities.map(|entity| &*entity.name)));
    }
    names_of(entities[0]).find_map(|one| {
        names_of(entities[1]).find_map(|other| {
            let alike = alike(
                &Name::new(one)?,
                &Name::new(other)?,
                is_person(facts, pair[0]),
            )?;
            Some((alike, [one, other]))
        })
    })
}

fn is_person(facts: &Facts<'_>, entity: Ix<Entity>) -> bool {
    facts.case.entities[entity].kind.table() == Table::People
}

fn names_of(entity: &Entity) -> impl Iterator<Item = &str> {
    [&entity.name]
        .into_iter()
        .chain(&entity.aliases)
        .map(|name| &**name)
}

fn same_number(facts: &Facts<'_>, pair: [Ix<Entity>; 2]) -> Option<Alike> {
    let [one, other] = pair.map(|ix| &facts.case.entities[ix]);
    if one.wikidata.is_some() && one.wikidata == other.wikidata {
        return Some(Alike::Wikidata);
    }
    (one.lei.is_some() && one.lei == other.lei).then_some(Alike::Lei)
}

/// A name as it is compared: folded, without punctuation and legal forms.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    words: Vec<String>,
    // The words without blanks.
    letters: Vec<char>,
    sorted: Vec<String>,
}

impl Name {
    /// `None` for a name of which nothing is left.
    fn new(name: &str) -> Option<Self> {
        let plain: String = fold(name)
            .chars()
            .filter(|c| c.is_alphanumeric() || c.is_whitespace())
            .collect();
        let words = plain.split_whitespace();
        let words: Vec<String> = words
            .filter(|word| !LEGAL_FORMS.contains(word))
            .map(str::to_owned)
            .collect();
        let mut sorted = words.clone();
        sorted.sort_unstable();
        (!words.is_empty()).then(|| Self {
            letters: words.concat().chars().collect(),
            words,
            sorted,
        })
    }

    fn is_long(&self) -> bool {
        self.letters.iter().filter(|c| c.is_alphabetic()).count() >= LEAST_LETTERS
    }

    /// First and last word, where there are two.
    fn ends(&self) -> Option<(&str, &str)> {
        match &self.words[..] {
            [first, .., last] => Some((first, last)),
            _ => None,
        }
    }
}

fn alike(one: &Name, other: &Name, are_people: bool) -> Option<Alike> {
    if one.sorted == other.sorted {
        return Some(Alike::Words);
    }
    if one.is_long() && other.is_long() && one_letter_apart(&one.letters, &other.letters) {
        return Some(Alike::OneLetter);
    }
    let ends = are_people.then(|| one.ends().zip(other.ends())).flatten();
    let ((first, last), (other_first, other_last)) = ends?;
    let initial = is_initial_of(first, other_first) || is_initial_of(other_first, first);
    (last == other_last && initial).then_some(Alike::Initial)
}

fn is_initial_of(one: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters.next();
    let mut only = one.chars();
    only.next() == first && only.next().is_none() && letters.next().is_some()
}

/// Whether one letter, which is no digit, is put in, left out, changed or
/// swapped with its neighbour, or nothing at all differs.
fn one_letter_apart(one: &[char], other: &[char]) -> bool {
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let same_before = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[same_before..], &long[same_before..]);
    let no_digit = |letters: &[char]| letters.iter().all(|c| !c.is_numeric());
    match (short, long) {
        ([], []) => true,
        _ if short.len() + 1 == long.len() => {
            // Of equal neighbours the last that could be left out is seen here.
            short == &long[1..] && no_digit(&long[..1])
        }
        ([a, ..], [b, ..]) if short[1..] == long[1..] => no_digit(&[*a, *b]),
        ([a, b, ..], [c, d, ..]) if a == d && b == c && short[2..] == long[2..] => {
            no_digit(&[*a, *b])
        }
        _ => false,
    }
}

/// A name of an entity, by its place among all names.
type Entry = (Ix<Entity>, u32);

/// Longer names are compared by their words only: each of their letters would
/// cost as much as all of them.
const MOST_LETTERS: usize = 200;

/// What two alike names must have in common.
enum Shared<'a> {
    Wikidata(&'a str),
    Lei(&'a str),
    Words(&'a [String]),
    /// All of them, or all but the one at a place.
    Letters(&'a [char], Option<usize>),
    Initial(char, &'a str),
}

impl Shared<'_> {
    /// A number for it, of things of one table. Names are compared themselves:
    /// two that share a number by chance are found to differ.
    fn number(&self, table: Table) -> u64 {
        let mut text = format!("{table} ");
        match self {
            Shared::Wikidata(id) => text.extend(["wikidata ", id]),
            Shared::Lei(id) => text.extend(["lei ", id]),
            Shared::Words(words) => text.extend(["words ", &words.join(" ")]),
            Shared::Letters(letters, left_out) => {
                text.push_str("letters ");
                let kept = letters.iter().enumerate();
                let kept = kept.filter(|(at, _)| Some(*at) != *left_out);
                text.extend(kept.map(|(_, letter)| letter));
            }
            Shared::Initial(initial, last) => {
                text.push_str("initial ");
                text.push(*initial);
                text.extend([" ", last]);
            }
        }
        xxh3_64(text.as_bytes())
    }
}

/// Names, and what they share with others.
#[derive(Default)]
struct Blocks {
    // `None` for a name of which nothing is left.
    names: Vec<Option<Name>>,
    entries: Vec<(u64, Entry)>,
    // Likewise by initial and last name; kept where one of them is an initial.
    by_initial: Vec<(u64, Entry)>,
    initials: BTreeSet<u64>,
}

impl Blocks {
    fn add(&mut self, ix: Ix<Entity>, entity: &Entity) {
        let table = entity.kind.table();
        let entry = |at: usize| (ix, u32::try_from(at).unwrap_or(u32::MAX));
        let numbers = [
            entity.wikidata.as_deref().map(Shared::Wikidata),
            entity.lei.as_deref().map(Shared::Lei),
        ];
        for shared in numbers.into_iter().flatten() {
            let entry = entry(self.names.len());
            self.entries.push((shared.number(table), entry));
        }
        for name in names_of(entity) {
            let entry = entry(self.names.len());
            let name = Name::new(name);
            if let Some(name) = &name {
                self.share(table, name, entry);
            }
            self.names.push(name);
        }
    }

    fn share(&mut self, table: Table, name: &Name, entry: Entry) {
        let mut share = |shared: Shared<'_>| self.entries.push((shared.number(table), entry));
        share(Shared::Words(&name.sorted));
        if name.is_long() && name.letters.len() <= MOST_LETTERS {
            share(Shared::Letters(&name.letters, None));
            for (at, letter) in name.letters.iter().enumerate() {
                if !letter.is_numeric() {
                    share(Shared::Letters(&name.letters, Some(at)));
                }
            }
        }
        if table == Table::People
            && let Some((first, last)) = name.ends()
            && let Some(initial) = first.chars().next()
        {
            let number = Shared::Initial(initial, last).number(table);
            if first.chars().nth(1).is_none() {
                self.initials.insert(number);
            }
            self.by_initial.push((number, entry));
        }
    }

    /// The names that share something, in lists of two or more.
    fn sorted(&mut self) {
        let initials = &self.initials;
        let by_initial = self.by_initial.drain(..);
        self.entries
            .extend(by_initial.filter(|(number, _)| initials.contains(number)));
        self.entries.sort_unstable();
        self.entries.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_alike(one: &str, other: &str, people: bool, expected: Option<Alike>) {
        let names = [one, other].map(|name| Name::new(name).expect("something is left"));
        assert_eq!(
            alike(&names[0], &names[1], people),
            expected,
            "{one}, {other}"
        );
        assert_eq!(
            alike(&names[1], &names[0], people),
            expected,
            "{other}, {one}"
        );
    }

    #[test]
    fn names_are_alike_by_words_letters_and_initials() {
        for (one, other, people, expected) in [
            ("Acme Ltd.", "ACME, Limited", false, Some(Alike::Words)),
            ("Ann Ode", "Ode, Ann", true, Some(Alike::Words)),
            (
                "Marwick Dredging",
                "Marwick Dreging",
                false,
                Some(Alike::OneLetter),
            ),
            (
                "Marwick Dredging",
                "Marwikc Dredging",
                false,
                Some(Alike::OneLetter),
            ),
            (
                "Marwick Dredging",
                "Marwick Drodging",
                false,
                Some(Alike::OneLetter),
            ),
            (
                "Hale-Voss Group",
                "Hale Voss Group",
                false,
                Some(Alike::OneLetter),
            ),
            ("Marwick Dredging", "Marwick Dridgeng", false, None),
            ("Harbour Fund 12", "Harbour Fund 13", false, None),
            ("Harbour Fund 12", "Harbour Fund 21", false, None),
            ("Harbour Fund 1", "Harbour Fund 11", false, None),
            ("Ann Od", "Ann Ot", true, None),
            ("J. Penhale", "Jenna Penhale", true, Some(Alike::Initial)),
            ("J. Penhale", "Jenna Penhale", false, None),
            ("J. Bray", "K. Bray", true, None),
            (
                "Jenna Maria Penhale",
                "J. Penhale",
                true,
                Some(Alike::Initial),
            ),
            ("Jenna", "J.", true, None),
        ] {
            assert_alike(one, other, people, expected);
        }
        assert_eq!(Name::new("Ltd. & Co."), None);
    }

    #[test]
    fn names_one_letter_apart_share_a_hash() {
        let hashes = |name: &str| -> BTreeSet<u64> {
            let letters = Name::new(name).expect("something is left").letters;
            let all = (0..letters.len()).map(Some).chain([None]);
            all.map(|left_out| Shared::Letters(&letters, left_out).number(Table::People))
                .collect()
        };
        for other in [
            "marwickdredgin",
            "amrwickdredging",
            "marwickdredgink",
            "zmarwickdredging",
        ] {
            assert!(
                !hashes("marwickdredging").is_disjoint(&hashes(other)),
                "{other}"
            );
        }
        assert!(hashes("marwickdredging").is_disjoint(&hashes("marwikcdreding")));
    }
}
