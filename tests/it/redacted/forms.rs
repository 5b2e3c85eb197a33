//! The forms in which a word may stand in a file, and looking for thousands of
//! them at once.
//!
//! A word that is only hashed can still be recognised by whoever guesses it,
//! so hashes of it are forms too.

use std::collections::{BTreeSet, HashMap};

use md5::Md5;
use nutgraf::model::fold;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// Shorter patterns would be met by chance.
const SHORTEST: usize = 8;

/// Every form of a word; `iris` are what it is part of and may be hashed with.
pub fn forms(word: &str, iris: &[String]) -> Vec<(&'static str, Vec<u8>)> {
    let mut forms: Vec<(&'static str, Vec<u8>)> = Vec::new();
    let mut text = |name: &'static str, text: String| forms.push((name, text.into_bytes()));
    text("raw", word.to_owned());
    text("upper", word.to_uppercase());
    text("lower", word.to_lowercase());
    text("reversed", word.chars().rev().collect());
    text("folded", fold(word));
    text("nfc", word.nfc().collect());
    text("nfd", word.nfd().collect());
    text("percent", percent(word, false, true));
    text("percent, lower hex", percent(word, false, false));
    text("percent, every byte", percent(word, true, true));
    text(
        "html",
        html(word, |c| {
            (!c.is_ascii()).then(|| format!("&#{};", u32::from(c)))
        }),
    );
    text(
        "html, hex",
        html(word, |c| {
            (!c.is_ascii()).then(|| format!("&#x{:x};", u32::from(c)))
        }),
    );
    text("xml", html(word, |_| None));
    text(
        "xml, every letter",
        word.chars()
            .map(|c| format!("&#{};", u32::from(c)))
            .collect(),
    );
    let json = serde_json::to_string(word).expect("a text is JSON");
    text("json", json[1..json.len() - 1].to_owned());
    text(
        "json, ascii",
        json[1..json.len() - 1].chars().map(escaped).collect(),
    );
    text(
        "json, every letter",
        word.encode_utf16().map(|u| format!("\\u{u:04x}")).collect(),
    );
    text("csv", word.replace('"', "\"\""));
    text("html in csv", html(word, |_| None).replace('"', "\"\""));
    let marks = |c: char| c.is_ascii_punctuation();
    let marked = |c: char| {
        if marks(c) {
            format!("\\{c}")
        } else {
            c.to_string()
        }
    };
    text("markdown", word.chars().map(marked).collect());
    text("markdown, bars", word.replace('|', "\\|"));
    text("markdown, html", html(word, |_| None).replace('|', "\\|"));
    let numbered = |c: char| match c.is_alphanumeric() || " ,.-()/".contains(c) {
        true => c.to_string(),
        false => format!("#{};", u32::from(c)),
    };
    text("mermaid", word.chars().map(numbered).collect());
    text("hex", hex(word.as_bytes()));
    text("hex, upper", hex(word.as_bytes()).to_uppercase());
    text("slug", slug(word));
    for part in nutgraf::model::words(word) {
        text("one of its words", part);
    }
    let bytes = word.as_bytes();
    for (at, name) in ["base64", "base64 +1", "base64 +2"].into_iter().enumerate() {
        let standard = base64_inside(bytes, at);
        forms.push((
            name,
            standard.replace('+', "-").replace('/', "_").into_bytes(),
        ));
        forms.push((name, standard.into_bytes()));
    }
    let wide: Vec<u16> = word.encode_utf16().collect();
    forms.push((
        "utf-16le",
        wide.iter().flat_map(|u| u.to_le_bytes()).collect(),
    ));
    forms.push((
        "utf-16be",
        wide.iter().flat_map(|u| u.to_be_bytes()).collect(),
    ));
    forms.push(("bytes reversed", bytes.iter().rev().copied().collect()));

    let hashed = [word.to_owned(), word.to_lowercase(), fold(word)];
    for of in hashed.iter().chain(iris) {
        let of = of.as_bytes();
        for (name, hash) in [
            ("md5", Md5::digest(of).to_vec()),
            ("sha1", Sha1::digest(of).to_vec()),
            ("sha256", Sha256::digest(of).to_vec()),
            ("xxh3", xxh3_64(of).to_be_bytes().to_vec()),
            ("xxh3, little-endian", xxh3_64(of).to_le_bytes().to_vec()),
            ("xxh3-128", xxh3_128(of).to_be_bytes().to_vec()),
            (
                "xxh3-128, little-endian",
                xxh3_128(of).to_le_bytes().to_vec(),
            ),
        ] {
            forms.push((name, hex(&hash).into_bytes()));
            forms.push((name, hex(&hash).to_uppercase().into_bytes()));
            forms.push((name, base64_inside(&hash, 0).into_bytes()));
            forms.push((name, hash));
        }
    }
    forms.retain(|(_, form)| form.len() >= SHORTEST);
    forms
}

fn percent(word: &str, all: bool, upper: bool) -> String {
    word.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' if !all => {
                char::from(byte).to_string()
            }
            _ if upper => format!("%{byte:02X}"),
            _ => format!("%{byte:02x}"),
        })
        .collect()
}

fn html(word: &str, other: impl Fn(char) -> Option<String>) -> String {
    word.chars()
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            _ => other(c).unwrap_or_else(|| c.to_string()),
        })
        .collect()
}

fn escaped(c: char) -> String {
    match c.is_ascii() {
        true => c.to_string(),
        false => format!("\\u{:04X}", u32::from(c)),
    }
}

fn slug(word: &str) -> String {
    let words = nutgraf::model::words(word);
    words.join("-")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The letters of base64 that do not depend on what stands around, with so
/// many bytes of something else before.
fn base64_inside(bytes: &[u8], before: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits: Vec<bool> = vec![false; before * 8];
    for byte in bytes {
        bits.extend((0..8).rev().map(|bit| byte >> bit & 1 == 1));
    }
    let skipped = (before * 8).div_ceil(6);
    bits.chunks_exact(6)
        .skip(skipped)
        .map(|six| {
            let at = six.iter().fold(0, |sum, bit| sum * 2 + usize::from(*bit));
            char::from(LETTERS[at])
        })
        .collect()
}

/// Looks for every form of every word.
pub struct Search {
    // By the first bytes: the word's number, the form's name, the rest.
    starts: HashMap<[u8; SHORTEST], Vec<Pattern>>,
}

struct Pattern {
    word: usize,
    form: &'static str,
    bytes: Vec<u8>,
}

impl Search {
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, Vec<String>)>) -> Search {
        let mut starts: HashMap<_, Vec<Pattern>> = HashMap::new();
        for (word, (text, iris)) in words.enumerate() {
            let mut seen = BTreeSet::new();
            for (form, bytes) in forms(text, &iris) {
                if seen.insert(bytes.clone()) {
                    let start = bytes[..SHORTEST].try_into().expect("no form is shorter");
                    starts
                        .entry(start)
                        .or_default()
                        .push(Pattern { word, form, bytes });
                }
            }
        }
        Search { starts }
    }

    /// The numbers of the words found, each with the form it was found in.
    pub fn find(&self, bytes: &[u8]) -> BTreeSet<(usize, &'static str)> {
        let mut found = BTreeSet::new();
        for (at, window) in bytes.windows(SHORTEST).enumerate() {
            let Some(patterns) = self.starts.get(window) else {
                continue;
            };
            for Pattern {
                word,
                form,
                bytes: wanted,
            } in patterns
            {
                if bytes[at..].starts_with(wanted) {
                    found.insert((*word, *form));
                }
            }
        }
        found
    }

    /// Just the words.
    pub fn words(&self, bytes: &[u8]) -> BTreeSet<usize> {
        self.find(bytes).into_iter().map(|(word, _)| word).collect()
    }
}

#[test]
fn a_word_is_found_in_each_of_its_forms() {
    let word = "Qxvéw&p\"lmtzr|kd";
    let iri = "https://example.org/source/abcdef".to_owned();
    let search = Search::new([(word, vec![iri.clone()])].into_iter());
    let forms = forms(word, &[iri]);
    assert!(forms.len() > 100, "{}", forms.len());
    for (name, form) in forms {
        let around = [b"....", form.as_slice(), b"...."].concat();
        assert_eq!(search.words(&around).len(), 1, "{name}");
        let cut = [b"....", &form[..form.len() - 1]].concat();
        assert!(
            !search.find(&cut).iter().any(|(_, found)| *found == name) || name.contains("base64"),
            "{name}"
        );
    }
    assert!(search.find(b"Qxvw and other words").is_empty());
}

#[test]
fn base64_is_found_wherever_it_starts() {
    // By Python: base64.b64encode(b"x" * n + b"Pell Anstey, clerk").
    for (encoded, before) in [
        ("UGVsbCBBbnN0ZXksIGNsZXJr", 0),
        ("eFBlbGwgQW5zdGV5LCBjbGVyaw==", 1),
        ("eHhQZWxsIEFuc3RleSwgY2xlcms=", 2),
    ] {
        let inside = base64_inside(b"Pell Anstey, clerk", before);
        assert!(inside.len() >= 22, "{inside}");
        assert!(encoded.contains(&inside), "{encoded} {inside}");
    }
}
