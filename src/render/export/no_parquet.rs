//! Parquet, in a program that was built without it: refuses.

use std::io::{self, Write};

use crate::answer::Extract;
use crate::render::export::ExportError;
use crate::render::export::head::Head;

/// Refuses, and says how to build a program that does not.
///
/// # Errors
/// Always.
pub(super) fn write(
    _extract: &Extract,
    _head: &Head,
    _targets: [&mut (dyn Write + Send); 2],
    _progress: &mut dyn FnMut(usize),
) -> Result<(), ExportError> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this nutgraf was built without Parquet; `cargo install --path . --features parquet` makes one with it",
    )
    .into())
}
