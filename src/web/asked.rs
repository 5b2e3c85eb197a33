//! What an address asks for: the page, the form, and the words after the question
//! mark, which are the options of the command of the same name.
//!
//! An empty value is one that was left out, as a form sends it. A word that no
//! page knows, a number that is none, the same option twice where it can be given
//! once: each is an error, since the answer to something else looks like an answer.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::str::FromStr;

use form_urlencoded::parse;

use crate::answer::{KnownRelation, Selection};
use crate::model::{Day, Standing};
use crate::web::error::WebError;
use crate::web::wire::{News, Request};

/// In which form a page is wanted: by the ending of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    Html,
    Json,
    Csv,
}

impl Twin {
    fn ending(self) -> &'static str {
        match self {
            Twin::Html => "",
            Twin::Json => ".json",
            Twin::Csv => ".csv",
        }
    }
}

/// What an address asks for.
#[derive(Debug)]
pub struct Asked<'r> {
    pub request: &'r Request,
    /// The parts of the path, decoded, without the ending of the form.
    pub parts: Vec<String>,
    pub twin: Twin,
    given: Vec<(String, String)>,
    /// The words that some page has looked at.
    known: RefCell<BTreeSet<String>>,
}

impl<'r> Asked<'r> {
    /// Reads an address.
    pub fn new(request: &'r Request) -> Self {
        let mut parts: Vec<String> = request
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(decoded)
            .collect();
        let mut twin = Twin::Html;
        if let Some(last) = parts.last_mut() {
            for form in [Twin::Json, Twin::Csv] {
                if let Some(name) = last.strip_suffix(form.ending())
                    && !name.is_empty()
                {
                    *last = name.to_owned();
                    twin = form;
                    break;
                }
            }
        }
        Self {
            request,
            parts,
            twin,
            given: pairs(request.query.as_bytes()),
            known: RefCell::default(),
        }
    }

    /// What the server knows and no edition says.
    pub fn news(&self) -> &News {
        &self.request.news
    }

    /// All values of an option, in their order.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.known.borrow_mut().insert(name.to_owned());
        let given = self.given.iter();
        given
            .filter(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The value of an option that is given once at most.
    ///
    /// # Errors
    /// For several.
    pub fn one(&self, name: &str) -> Result<Option<&str>, WebError> {
        match self.all(name)[..] {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            _ => Err(WebError::bad(format!(
                "`{name}` is given more than once; it takes one value"
            ))),
        }
    }

    /// The value of an option that there has to be.
    ///
    /// # Errors
    /// For none or several.
    pub fn needed(&self, name: &str) -> Result<&str, WebError> {
        self.one(name)?
            .ok_or_else(|| WebError::bad(format!("`{name}` is needed")))
    }

    /// A number from 1 on.
    ///
    /// # Errors
    /// For anything else.
    pub fn number(&self, name: &str) -> Result<Option<u32>, WebError> {
        self.read(name, "a whole number from 1 on", |text| {
            text.parse().ok().filter(|number| *number > 0)
        })
    }

    /// A choice that is made or not: `1`, `yes`, `true`, `on`.
    ///
    /// # Errors
    /// For any other value.
    pub fn flag(&self, name: &str) -> Result<bool, WebError> {
        let made = self.read(name, "`yes`, or left out", |text| {
            matches!(text, "1" | "yes" | "true" | "on").then_some(())
        })?;
        Ok(made.is_some())
    }

    /// A day.
    ///
    /// # Errors
    /// For anything else.
    pub fn day(&self, name: &str) -> Result<Option<Day>, WebError> {
        self.read(name, "one day written `YYYY-MM-DD`", |text| {
            Day::from_str(text).ok()
        })
    }

    /// A value that is read in some way; `expected` says what it may be.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, WebError> {
        let Some(text) = self.one(name)? else {
            return Ok(None);
        };
        match read(text.trim()) {
            Some(value) => Ok(Some(value)),
            None => Err(WebError::bad(format!(
                "`{name}={text}` is not understood: {expected} is expected"
            ))),
        }
    }

    /// A list, by commas or by several values.
    pub fn list(&self, name: &str) -> Vec<String> {
        let values = self.all(name).into_iter();
        values
            .flat_map(|value| value.split(','))
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// Names, one a line or one a value: a name may hold a comma.
    pub fn names(&self, name: &str) -> Vec<String> {
        let values = self.all(name).into_iter();
        values
            .flat_map(str::lines)
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// Which links count; every option as the command line has it.
    ///
    /// # Errors
    /// For a value that is not understood.
    pub fn selection(&self, known_relations: &[KnownRelation]) -> Result<Selection, WebError> {
        let mut standings = Vec::new();
        for word in self.list("standing") {
            let standing = Standing::ALL.into_iter().find(|s| s.as_str() == word);
            standings.push(standing.ok_or_else(|| {
                WebError::bad(format!(
                    "`standing={word}` is not understood: uncontested, disputed, denied or retracted is expected"
                ))
            })?);
        }
        standings.sort_unstable();
        standings.dedup();
        let by_uncontested = self.flag("uncontested")?;
        if by_uncontested {
            if !standings.is_empty() {
                return Err(WebError::bad(
                    "`uncontested` and `standing` cannot be given together",
                ));
            }
            standings = vec![Standing::Uncontested];
        }
        Ok(Selection {
            standings: (!standings.is_empty()).then_some(standings),
            by_uncontested,
            min_origins: self.min_origins()?,
            named: self.flag("named")?,
            documented: self.flag("documented")?,
            relations: self.list("relation"),
            not_relations: self.list("not-relation"),
            known_relations: known_relations.to_vec(),
            on: self.day("on")?,
            avoid: self.names("avoid"),
            without_sources: self.names("without-source"),
        })
    }

    fn min_origins(&self) -> Result<u32, WebError> {
        let origins = self.number("min-origins")?.unwrap_or_default();
        match origins <= Selection::MOST_ORIGINS {
            true => Ok(origins),
            false => Err(WebError::bad(format!(
                "`min-origins={origins}` is more than the {} that can be asked for",
                Selection::MOST_ORIGINS
            ))),
        }
    }

    /// Whether every word of the address was looked at; to be asked when all options
    /// of a page have been read.
    ///
    /// # Errors
    /// With the words that the page has, where one is none of them.
    pub fn nothing_else(&self) -> Result<(), WebError> {
        let known = self.known.borrow();
        match self.given.iter().find(|(name, _)| !known.contains(name)) {
            None => Ok(()),
            Some((name, _)) => {
                let words: Vec<&str> = known.iter().map(String::as_str).collect();
                Err(WebError::bad(match words[..] {
                    [] => format!("`{name}` is no option of this page, which has none"),
                    _ => format!(
                        "`{name}` is no option of this page; it has {}",
                        words.join(", ")
                    ),
                }))
            }
        }
    }

    /// The words as they were given, empty ones left out.
    pub fn given(&self) -> &[(String, String)] {
        &self.given
    }

    /// The address of the same page with another value in the place of a name that
    /// was given; `None` where none was given like that.
    pub fn instead(&self, name: &str, other: &str) -> Option<String> {
        let mut replaced = false;
        let mut put = |line: &str| match line.trim() == name {
            true => {
                replaced = true;
                other.to_owned()
            }
            false => line.to_owned(),
        };
        let given = self.given.iter();
        let given: Vec<(String, String)> = given
            .map(|(option, value)| {
                let lines: Vec<String> = value.lines().map(&mut put).collect();
                (option.clone(), lines.join("\n"))
            })
            .collect();
        let path = self.request.path.trim_end_matches('/');
        replaced.then(|| format!("{path}?{}", encoded(&given)))
    }

    /// The words of an address that has of these options those that were given.
    pub fn only(&self, options: &[&str]) -> String {
        let given = self.given.iter();
        let kept: Vec<(String, String)> = given
            .filter(|(name, _)| options.contains(&name.as_str()))
            .cloned()
            .collect();
        encoded(&kept)
    }

    /// The address of the same page in another form, below the base path.
    pub fn address(&self, twin: Twin) -> String {
        self.changed(twin, &[])
    }

    /// Likewise with other values of some options, or without them.
    pub fn changed(&self, twin: Twin, changes: &[(&str, Option<&str>)]) -> String {
        let path = self.request.path.trim_end_matches('/');
        let path = path.strip_suffix(self.twin.ending()).unwrap_or(path);
        let path = match (path, twin) {
            ("", Twin::Html) => "/",
            ("", Twin::Json | Twin::Csv) => "/start",
            (path, _) => path,
        };
        let given = self.given.iter();
        let kept = given.filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
        let mut pairs: Vec<(String, String)> = kept.cloned().collect();
        let new = changes.iter().copied();
        pairs.extend(new.filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))));
        match pairs.is_empty() {
            true => format!("{path}{}", twin.ending()),
            false => format!("{path}{}?{}", twin.ending(), encoded(&pairs)),
        }
    }
}

/// The pairs of a form, without those that were left empty.
pub fn pairs(form: &[u8]) -> Vec<(String, String)> {
    parse(form)
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Pairs as an address has them.
pub fn encoded(pairs: &[(String, String)]) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(pairs);
    out.finish()
}

/// A part of a path as it was meant; what forms write in a way of their own is
/// itself there.
fn decoded(part: &str) -> String {
    let part = part
        .replace('+', "%2B")
        .replace('=', "%3D")
        .replace('&', "%26");
    let name = parse(part.as_bytes()).next();
    name.map(|(name, _)| name.into_owned()).unwrap_or_default()
}
