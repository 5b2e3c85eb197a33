//! A dossier as a page.

use std::io;

use serde_json::Value;

use crate::render::html::{self, Template};

const PAGE: Template = Template {
    name: "dossier.html",
    source: include_str!("html/dossier.html"),
};

/// Writes the page.
///
/// # Errors
/// Those of the writer.
pub fn html(value: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    html::write(PAGE, value, out)
}
