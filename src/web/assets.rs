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

const ASSETS: &[Asset] = &[
    asset(
        "explorer.css",
        "text/css; charset=utf-8",
        include_bytes!("assets/explorer.css"),
    ),
    asset("live.js", SCRIPT, include_bytes!("assets/live.js")),
    asset("sparql.js", SCRIPT, include_bytes!("assets/sparql.js")),
    asset(
        "icon.svg",
        "image/svg+xml",
        include_bytes!("assets/icon.svg"),
    ),
    asset("explorer.js", SCRIPT, include_bytes!("assets/explorer.js")),
    asset(
        "vendor/cytoscape-3.35.0/cytoscape.esm.min.mjs",
        SCRIPT,
        include_bytes!("assets/vendor/cytoscape-3.35.0/cytoscape.esm.min.mjs"),
    ),
    asset(
        "vendor/cytoscape-3.35.0/LICENSE",
        "text/plain; charset=utf-8",
        include_bytes!("assets/vendor/cytoscape-3.35.0/LICENSE"),
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
    ASSETS.iter().copied().find(|asset| asset.name == name)
}
