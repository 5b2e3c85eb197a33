//! An edition that holds a path graph and nothing else: written and opened.
//!
//! Takes a draft; leaves a file like any edition's, with no term or triple in
//! it, so that what is measured is the path graph alone. Names of entities,
//! where there are any, are a section of their own that no search reads.

use std::path::Path;
use std::time::Instant;

use nutgraf::edition::{self, Draft, Edition, Provenance};
use nutgraf::network::{Network, NetworkDraft, layout};
use serde_json::json;

use crate::Failure;

/// Names, one a line, in the order of the entities' numbers.
const NAMES: &str = "names";

/// Lays the graph out and writes the file; says how long each took.
pub fn write(
    draft: NetworkDraft,
    names: Option<String>,
    path: &Path,
) -> Result<serde_json::Value, Failure> {
    let begun = Instant::now();
    let sections = layout(draft)?;
    let laid_out = begun.elapsed();
    let mut built = edition::build(Draft::new(Provenance::default()))?;
    for (name, bytes) in sections {
        built.add_section(name, bytes)?;
    }
    if let Some(names) = names {
        built.add_section(NAMES, names.into_bytes())?;
    }
    built.write(path)?;
    let written = begun.elapsed() - laid_out;
    Ok(json!({
        "laid_out_s": laid_out.as_secs_f64(),
        "written_s": written.as_secs_f64(),
        "bytes": path.metadata()?.len(),
    }))
}

/// The path graph of an open edition.
pub fn network(edition: &Edition) -> Result<Network<'_>, Failure> {
    // A section that is there can be read.
    Ok(Network::new(|name| edition.section(name).ok().flatten())?)
}

/// The names of the entities, where the file has them.
pub fn names(edition: &Edition) -> Result<Option<Vec<&str>>, Failure> {
    match edition.section(NAMES)? {
        Some(names) => Ok(Some(std::str::from_utf8(names)?.lines().collect())),
        None => Ok(None),
    }
}
