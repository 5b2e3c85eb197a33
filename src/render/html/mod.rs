//! Answers as one HTML page each, complete in itself: no script, nothing from
//! elsewhere, in light and dark, and for paper.
//!
//! Takes the name of a page and the same JSON value that `-o json` writes, so
//! that a page can never say less or other than the data does. Templates lie
//! beside this file. Whatever is put into one is escaped by the writer, not by
//! the template: characters that hide or turn text round become visible, then
//! markup becomes text. A field that is not there is an error, not a gap.

use std::borrow::Cow;
use std::io;

use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use crate::render::escape::visible;
use crate::render::words::ROWS_WITHHELD;

/// The frame of every page, and what shows claims and answers in them.
const SHARED: [(&str, &str); 2] = [
    ("frame.html", include_str!("frame.html")),
    ("claims.html", include_str!("claims.html")),
];

/// The field of a page's data that is its heading.
pub const TITLE: &str = "title";

/// A page that can be written: its name and its template, which begins with
/// `{% extends "frame.html" %}`.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    pub name: &'static str,
    pub source: &'static str,
}

/// Writes a page made from a JSON object, whose fields are the names in the
/// template. `title` is one of them.
///
/// # Errors
/// Those of the writer; a template that asks for what is not there.
pub fn write(
    template: Template,
    data: &serde_json::Value,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let pages = pages(template).map_err(io::Error::other)?;
    let page = pages
        .get_template(template.name)
        .map_err(io::Error::other)?;
    page.render_captured_to(Value::from(Serde(data)), out)
        .map_err(of_writer)?;
    Ok(())
}

/// Where the rows of a page go that is written row by row. No value can be mistaken
/// for it: in those the markup is escaped.
const ROWS: &str = "<!--rows-->";

/// Makes a page in whose template `<!--rows-->` stands once: gives what comes
/// before the rows and what comes after.
///
/// # Errors
/// When the template asks for what is not there, or has no such place.
pub fn around_rows(template: Template, data: &serde_json::Value) -> io::Result<(String, String)> {
    let mut page = Vec::new();
    write(template, data, &mut page)?;
    let page = String::from_utf8(page).map_err(io::Error::other)?;
    match page.split_once(ROWS) {
        Some((before, after)) => Ok((before.to_owned(), after.to_owned())),
        None => Err(io::Error::other("the template has no place for rows")),
    }
}

/// A part of a page that is written many times.
pub struct Part {
    pages: Environment<'static>,
    name: &'static str,
}

impl Part {
    /// Reads its template, which extends nothing.
    ///
    /// # Errors
    /// When it is no template.
    pub fn new(template: Template) -> io::Result<Self> {
        Ok(Self {
            pages: pages(template).map_err(io::Error::other)?,
            name: template.name,
        })
    }

    /// Makes the part from an object, whose fields are the names in the template.
    ///
    /// # Errors
    /// When the template asks for what is not there.
    pub fn make(&self, data: &impl Serialize) -> io::Result<String> {
        let part = self.pages.get_template(self.name);
        let part = part.map_err(io::Error::other)?;
        part.render(Value::from(Serde(data)))
            .map_err(io::Error::other)
    }
}

/// Many pages that lead to each other.
///
/// They are made from the same templates as pages that stand alone, with a frame of
/// their own, and whatever is named is a link to its page.
pub struct Site {
    pages: Environment<'static>,
}

impl Site {
    /// Reads templates, which may replace those that all pages share. `base` is put
    /// before every address; where there are several cases, a thing is told by its
    /// IRI instead of its id.
    ///
    /// # Errors
    /// When one of them is no template.
    pub fn new(templates: &[Template], base: &str, several_cases: bool) -> io::Result<Self> {
        let mut pages = shared().map_err(io::Error::other)?;
        for template in templates {
            let added = pages.add_template(template.name, template.source);
            added.map_err(io::Error::other)?;
        }
        pages.add_global("base", base);
        let base = base.to_owned();
        let told_by = if several_cases { "iri" } else { "id" };
        pages.add_filter("page", move |named: &Value| {
            let id = named.get_attr(told_by).ok()?;
            Some(format!("{base}/show/{}", in_path(id.as_str()?)))
        });
        Ok(Self { pages })
    }

    /// Writes a page made from a JSON object, as [`write`] does.
    ///
    /// # Errors
    /// As for [`write`].
    pub fn write(
        &self,
        name: &str,
        data: &serde_json::Value,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let page = self.pages.get_template(name).map_err(io::Error::other)?;
        page.render_captured_to(Value::from(Serde(data)), out)
            .map_err(of_writer)?;
        Ok(())
    }
}

/// A text as one part of a path of an address.
pub fn in_path(text: &str) -> String {
    let part: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    part.replace('+', "%20")
}

/// The templates that are shared, and one page.
pub(super) fn pages(template: Template) -> Result<Environment<'static>, minijinja::Error> {
    let mut pages = shared()?;
    pages.add_template(template.name, template.source)?;
    Ok(pages)
}

/// The templates that are shared.
fn shared() -> Result<Environment<'static>, minijinja::Error> {
    let mut pages = Environment::new();
    pages.set_undefined_behavior(UndefinedBehavior::Strict);
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    pages.set_formatter(harmless);
    pages.add_global("rows_withheld", ROWS_WITHHELD);
    pages.add_filter("link", link);
    pages.add_filter("words", words);
    pages.add_filter("in_path", |text: &str| in_path(text));
    // A page that stands alone leads nowhere.
    pages.add_filter("page", |_: &Value| None::<String>);
    for (name, source) in SHARED {
        pages.add_template(name, source)?;
    }
    Ok(pages)
}

/// Writes one value: nothing in it hides, turns text round or is markup.
fn harmless(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        // What a template's own macros made is markup already.
        Some(text) if !value.is_safe() => match visible(text) {
            Cow::Borrowed(_) => minijinja::escape_formatter(out, state, value),
            Cow::Owned(shown) => minijinja::escape_formatter(out, state, &Value::from(shown)),
        },
        Some(_) => minijinja::escape_formatter(out, state, value),
        None => match value.kind() {
            // An unknown value has to be worded where it is shown.
            ValueKind::None => Err(minijinja::Error::new(
                ErrorKind::InvalidOperation,
                "null is to be put into words",
            )),
            _ => minijinja::escape_formatter(out, state, value),
        },
    }
}

/// An address that may be followed; any other becomes nothing, and is text.
fn link(address: &str) -> Option<String> {
    let scheme = address.split_once("://")?.0.to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https").then(|| address.to_owned())
}

/// A word of the vocabulary for a reader: `no-response` is `no response`.
fn words(word: &str) -> String {
    word.replace('-', " ")
}

/// The error of the writer behind an error of the template, if that is one.
fn of_writer(error: minijinja::Error) -> io::Error {
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        if let Some(inner) = inner.downcast_ref::<io::Error>() {
            // A closed pipe must stay one.
            return io::Error::new(inner.kind(), inner.to_string());
        }
        cause = inner.source();
    }
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(source: &'static str, data: serde_json::Value) -> io::Result<String> {
        let mut out = Vec::new();
        let template = Template {
            name: "page.html",
            source,
        };
        write(template, &data, &mut out)?;
        Ok(String::from_utf8(out).expect("templates are text"))
    }

    #[test]
    fn names_are_text_whatever_they_are() -> io::Result<()> {
        let data = serde_json::json!({"name": "<script>x</script>\u{202e}\"'&\u{0}"});
        let page = written("<p title=\"{{ name }}\">{{ name }}</p>", data)?;
        assert!(!page.contains("<script"), "{page}");
        assert!(
            page.contains("\\u{202e}") && page.contains("\\u{0}"),
            "{page}"
        );
        assert_eq!(page.matches('"').count(), 2, "{page}");
        Ok(())
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert_eq!(
            link("https://a.example/x"),
            Some("https://a.example/x".to_owned())
        );
        for other in [
            "javascript://%0aalert(1)",
            "javascript:x",
            "data:text/html,x",
            "a.example",
            "",
        ] {
            assert_eq!(link(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_missing_or_unknown_is_no_gap() {
        assert!(written("{{ name }}", serde_json::json!({})).is_err());
        assert!(written("{{ name }}", serde_json::json!({"name": null})).is_err());
    }

    #[test]
    fn a_closed_pipe_is_still_one() {
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let template = Template {
            name: "page.html",
            source: "x",
        };
        let error = write(template, &serde_json::json!({}), &mut Closed).expect_err("closed");
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
