//! What pages load beside their text: one style sheet, scripts, and the library
//! that draws. Nothing of it comes from anywhere else.

/// A file that every page may load.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Below `/assets/`.
    pub name: &'static str,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

const ASSETS: [Asset; 4] = [
    asset(
        "explorer.css",
        "text/css; charset=utf-8",
        include_bytes!("assets/explorer.css"),
    ),
    asset("live.js", SCRIPT, include_bytes!("assets/live.js")),
    asset(
        "icon.svg",
        "image/svg+xml",
        include_bytes!("assets/icon.svg"),
    ),
    asset("copy.js", SCRIPT, include_bytes!("assets/copy.js")),
];

const fn asset(name: &'static str, content_type: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        name,
        content_type,
        bytes,
    }
}

/// The file of this name.
pub fn find(name: &str) -> Option<Asset> {
    ASSETS.into_iter().find(|asset| asset.name == name)
}
