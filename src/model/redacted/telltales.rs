//! The words that would tell who a protected source is, and finding them.
//!
//! Takes what is withheld; gives what must then not stand in any cell that is
//! printed: names, ids, addresses of protected sources and of people whom only
//! they bring into the case. Words are compared folded, as names are, and only
//! whole: the name Ann is not found in Hannah. Where a script has no spaces
//! every letter is a word.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::Cover;
use super::entities::is_on_gone;
use crate::model::case::Case;
use crate::model::entity::{Entity, EntityKind};
use crate::model::name::fold;
use crate::model::rows::Ix;
use crate::model::source::{Source, SourceKind};

/// What tells of protected sources.
#[derive(Debug, Clone, Default)]
pub struct Telltales {
    words: Vec<Telltale>,
    // For each run of words so far, the next word and the run that makes; and
    // the telltales that end there. The first run is the empty one.
    runs: Vec<(BTreeMap<String, usize>, Vec<usize>)>,
}

/// One word or name, and of what it tells.
#[derive(Debug, Clone)]
pub(super) struct Telltale {
    pub(super) word: String,
    /// The id of the row that is withheld.
    pub(super) of: String,
    pub(super) certain: bool,
    /// Ids are found only as they are spelt: `no-answer` is not "no answer".
    spelt: bool,
    /// Visible rows that rightly bear the same name.
    pub(super) bearers: Vec<Bearer>,
}

/// A visible row that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bearer {
    Entity(Ix<Entity>),
    Source(Ix<Source>),
}

impl Telltales {
    /// Collects them; `printable` are those that may be printed all the same.
    pub(super) fn of(
        full: &Case,
        cover: &Cover,
        gone: &[Ix<Entity>],
        told: &Case,
        printable: &[String],
    ) -> Self {
        let mut new = Self {
            words: Vec::new(),
            runs: vec![Default::default()],
        };
        let visible = Visible::of(told);
        let printable: BTreeSet<Vec<String>> = printable.iter().map(|word| split(word)).collect();
        let words_of = printable.iter().flatten().cloned();
        let known: BTreeSet<String> = visible.words.iter().cloned().chain(words_of).collect();
        let others = full.sources.iter();
        let others = others.filter(|(ix, _)| !cover.is_protected(*ix));
        let shared: BTreeSet<&str> = others.filter_map(|(_, s)| s.origin.as_deref()).collect();
        let mut add = |word: &str, of: &str, certain: bool, spelt: bool| {
            let key = split(word);
            if key.is_empty() || printable.contains(&key) {
                return;
            }
            let bearers = visible.names.get(&key).cloned().unwrap_or_default();
            new.add(
                &key,
                Telltale {
                    word: word.to_owned(),
                    of: of.to_owned(),
                    certain,
                    spelt,
                    bearers,
                },
            );
        };
        for (ix, source) in full.sources.iter() {
            if !cover.is_protected(ix) {
                continue;
            }
            let id = &source.id;
            add(id, id, true, true);
            add(&source.name, id, true, false);
            let places = [&source.url, &source.archived, &source.sha256];
            for place in places.into_iter().flatten() {
                add(place, id, true, false);
            }
            // An origin may be a common word; of one that visible sources have
            // too, what is said of them has every right to speak.
            if let Some(origin) = &source.origin
                && !shared.contains(&**origin)
            {
                add(origin, id, false, false);
            }
            if source.kind == SourceKind::Person {
                for part in parts(&source.name, &known) {
                    add(part, id, false, false);
                }
            }
        }
        for entity in gone.iter().map(|ix| &full.entities[*ix]) {
            let id = &entity.id;
            add(id, id, true, true);
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                add(name, id, true, false);
                if entity.kind == EntityKind::Person {
                    for part in parts(name, &known) {
                        add(part, id, false, false);
                    }
                }
            }
            for code in [&entity.wikidata, &entity.lei].into_iter().flatten() {
                add(code, id, true, false);
            }
        }
        // A single word as the id of an answer is more likely the word.
        let denials = full.denials.iter().filter(|(ix, _)| cover.has_denial(*ix));
        let questions = full.questions.iter();
        let questions = questions.filter(|(ix, _)| cover.has_question(*ix));
        let ids = denials.map(|(_, row)| &row.id);
        let ids = ids.chain(questions.map(|(_, row)| &row.id));
        let identities = full.identities.iter();
        let identities = identities.filter(|(_, row)| is_on_gone(row, gone));
        for id in ids.chain(identities.map(|(_, row)| &row.id)) {
            if id.contains('-') {
                add(id, id, true, true);
            }
        }
        new
    }

    fn add(&mut self, key: &[String], telltale: Telltale) {
        let mut run = 0;
        for word in key {
            run = match self.runs[run].0.get(word) {
                Some(next) => *next,
                None => {
                    let next = self.runs.len();
                    self.runs.push(Default::default());
                    self.runs[run].0.insert(word.clone(), next);
                    next
                }
            };
        }
        let at = self.words.len();
        let same = |other: &usize| {
            let other: &Telltale = &self.words[*other];
            other.of == telltale.of && other.spelt == telltale.spelt
        };
        if !self.runs[run].1.iter().any(same) {
            self.runs[run].1.push(at);
            self.words.push(telltale);
        }
    }

    /// The telltales that stand in a text, each once.
    pub(super) fn in_text(&self, text: &str) -> Vec<&Telltale> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let folded = fold(text);
        let spans = spans(&folded);
        let mut found = BTreeSet::new();
        for (at, (start, _)) in spans.iter().enumerate() {
            let mut run = 0;
            for (from, to) in &spans[at..] {
                let Some(next) = self.runs[run].0.get(&folded[*from..*to]) else {
                    break;
                };
                run = *next;
                for word in &self.runs[run].1 {
                    let telltale = &self.words[*word];
                    if !telltale.spelt || folded[*start..*to] == *telltale.word {
                        found.insert(*word);
                    }
                }
            }
        }
        found.into_iter().map(|word| &self.words[word]).collect()
    }

    /// The first word in a text of no row of the case that certainly tells of
    /// a protected source, and the id of what it tells of.
    pub fn first_in<'t>(&'t self, text: &str) -> Option<(&'t str, &'t str)> {
        let mut found = self.in_text(text).into_iter();
        let told = found.find(|word| word.certain && word.bearers.is_empty())?;
        Some((&told.word, &told.of))
    }
}

/// The names that stay visible.
struct Visible {
    names: BTreeMap<Vec<String>, Vec<Bearer>>,
    /// The single words of all of them.
    words: BTreeSet<String>,
}

impl Visible {
    fn of(told: &Case) -> Self {
        let mut visible = Self {
            names: BTreeMap::new(),
            words: BTreeSet::new(),
        };
        let mut add = |name: &str, bearer: Bearer| {
            let key = split(name);
            visible.words.extend(key.iter().cloned());
            visible.names.entry(key).or_default().push(bearer);
        };
        for (ix, entity) in told.entities.iter() {
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                add(name, Bearer::Entity(ix));
            }
        }
        for (ix, source) in told.sources.iter() {
            if !source.protected {
                add(&source.name, Bearer::Source(ix));
            }
        }
        visible
    }
}

/// The words of a person's name by which texts call somebody for short, but
/// for those that are printed in any case.
fn parts<'n>(name: &'n str, known: &BTreeSet<String>) -> Vec<&'n str> {
    name.split_whitespace()
        .filter(|word| {
            let key = split(word);
            word.chars().next().is_some_and(char::is_uppercase)
                && key.iter().any(|part| part.chars().count() > 2)
                && key != ["the"]
                && !key.iter().all(|part| known.contains(part))
        })
        .collect()
}

/// The folded words of a text.
fn split(text: &str) -> Vec<String> {
    let folded = fold(text);
    let spans = spans(&folded).into_iter();
    spans
        .map(|(from, to)| folded[from..to].to_owned())
        .collect()
}

/// Where the words of a folded text are.
fn spans(folded: &str) -> Vec<(usize, usize)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut in_word = false;
    for (at, letter) in folded.char_indices() {
        let end = at + letter.len_utf8();
        let spaced = letter.is_lowercase() || letter.is_numeric();
        match spans.last_mut() {
            Some(last) if spaced && in_word => last.1 = end,
            Some(_) | None if letter.is_alphanumeric() => spans.push((at, end)),
            Some(_) | None => {}
        }
        in_word = spaced;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(word: &str, spelt: bool, text: &str) -> bool {
        let mut telltales = Telltales {
            runs: vec![Default::default()],
            ..Telltales::default()
        };
        telltales.add(
            &split(word),
            Telltale {
                word: word.to_owned(),
                of: "x".to_owned(),
                certain: true,
                spelt,
                bearers: Vec::new(),
            },
        );
        telltales.first_in(text).is_some()
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        for text in [
            "Pell Anstey said so.",
            "so says PELL\u{a0}ANSTEY",
            "(Pell Ánstey)",
            "pell-anstey-said",
            "https://example.org/Pell_Anstey",
        ] {
            assert!(found("Pell Anstey", false, text), "{text}");
        }
        for text in ["Pella Anstey", "Pell", "Anstey, Pell", ""] {
            assert!(!found("Pell Anstey", false, text), "{text}");
        }
        assert!(!found("Ann", false, "Hannah"));
        assert!(found("张伟", false, "据张伟说"));
        assert!(found("סמית", false, "וסמית אמר"));
    }

    #[test]
    fn ids_are_found_only_as_they_are_spelt() {
        assert!(found("no-answer", true, "see no-answer."));
        assert!(found("no-answer", true, "acme-no-answer-2"));
        assert!(!found("no-answer", true, "There was no answer."));
    }
}
