//! PNG where the feature `png` is off: the same names, and a refusal.

use crate::render::svg::Drawing;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
#[error("this nutgraf was built without the feature `png` and writes no PNG")]
pub struct PngError;

impl PngError {
    /// Whether the picture is too large: it is not looked at.
    pub fn is_limit(&self) -> bool {
        false
    }
}

/// Refuses.
///
/// # Errors
/// Always.
pub fn png(_: &Drawing, _: f64) -> Result<Vec<u8>, PngError> {
    Err(PngError)
}
