//! The explorer in a browser: every page that can be reached, and what readers do.
//!
//! Pages are found by following links from the first one (`tests/html/explorer.mjs`),
//! and looked at as the pages that stand alone are: valid, accessible in light and
//! dark, on a telephone, on paper, without JavaScript; nothing asked of another
//! host, nothing on the console. `NUTGRAF_BLESS=1` also takes the pictures in `docs`.

#![expect(
    clippy::print_stdout,
    reason = "which pages were looked at is for whoever runs this"
)]

use std::env;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::pages::{HUB, hostile, in_node};
use crate::program::Case;
use crate::serving::Server;

type Outcome = Result<(), Box<dyn Error>>;

/// What readers do.
const FLOWS: &[&str] = &["search", "filters", "keyboard", "drawing"];

/// Bytes of a picture in the documentation.
const MOST_OF_PICTURE: u64 = 150_000;

#[test]
fn every_page_of_the_explorer_is_valid_accessible_and_whole_without_scripts() -> Outcome {
    let cases = [
        ("binance-usd1", Case::first()),
        ("harbour", Case::copy("harbour")),
        ("hostile", hostile()?),
    ];
    let mut servers = Vec::new();
    let mut sites = Vec::new();
    for (name, case) in &cases {
        let server = Server::start(case.path(), &[]);
        let (pages, flows, seeds) = about(name);
        sites.push(json!({
            "name": name,
            "address": server.address,
            "pages": pages,
            "seeds": seeds,
            "flows": flows,
            "other": other(name),
        }));
        servers.push(server);
    }
    let is_blessed = env::var_os("NUTGRAF_BLESS").is_some();
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let found = in_node(
        "explorer.mjs",
        &json!({
            "sites": sites,
            "pictures": is_blessed.then_some(&pictures),
        }),
    )?;
    let mut wrong = String::new();
    for (name, _) in &cases {
        for problem in found[name]["wrong"].as_array().ok_or("no answer")? {
            wrong += &format!("{name}{}\n", problem.as_str().unwrap_or_default());
        }
        let seen = found[name]["seen"].as_array().ok_or("no pages")?;
        println!("{name}: {} pages looked at: {seen:?}", seen.len());
        // Otherwise all could be well because nothing was looked at.
        for page in ["/", "/path", "/replies", "/timeline"] {
            assert!(seen.contains(&json!(page)), "{name}: {page} among {seen:?}");
        }
    }
    if is_blessed {
        for name in ["explorer-path.png", "explorer-entity.png"] {
            let bytes = fs::metadata(pictures.join(name))?.len();
            assert!(bytes <= MOST_OF_PICTURE, "{name} has {bytes} bytes");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    Ok(())
}

/// How many pages of a case are looked at in full, what is done there, and where to
/// begin besides the first page.
fn about(case: &str) -> (usize, &'static [&'static str], Vec<String>) {
    let of = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
    match case {
        "binance-usd1" => (
            44,
            FLOWS,
            of(&[
                "/show/changpeng-zhao",
                "/dossier?name=Changpeng%20Zhao&with=Donald%20Trump",
                "/dossier",
                "/replies?name=World%20Liberty%20Financial",
                "/replies?known-on=2025-05-01",
                "/audit?only=no-reply,single-origin&as-of=2026-01-01",
                "/timeline?name=Changpeng%20Zhao&undated=yes",
                "/timeline?from=2025-01-01&to=2025-02-01",
                "/diff",
                "/path?from=Changpeng%20Zhao&to=Trump%20family&k=3",
                "/path?from=Changpeng%20Zhao&to=Steve%20Witkoff&uncontested=yes",
                "/ties?name=Binance",
                "/holds?from=Changpeng%20Zhao&to=Trump%20family",
                "/find?q=zhao",
                "/sparql?query=SELECT%20*%20%7B%20%3Fs%20ng%3Astanding%20ng%3Adenied%20%7D",
                "/queries/denials",
            ]),
        ),
        "harbour" => (
            16,
            &[],
            of(&["/dossier?name=Ilva%20Dornmarrow", "/timeline?undated=yes"]),
        ),
        _ => (
            8,
            &[],
            vec![
                format!("/show/{HUB}"),
                format!("/dossier?name={HUB}"),
                "/timeline?undated=yes".to_owned(),
            ],
        ),
    }
}

/// What is answered with another status than 200, and rightly.
fn other(case: &str) -> Value {
    match case {
        // RDF/XML cannot say some characters of its names.
        "hostile" => json!({ "/export/whole.rdfxml": 406 }),
        _ => json!({}),
    }
}
