//! The links of the documentation: each leads somewhere, and every page is
//! reached by one. Addresses on the web are not looked at.

use std::collections::BTreeSet;
use std::fs;

use super::pages;

/// The targets of a page's links, outside its blocks.
fn links(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if !fenced {
            let targets = line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next());
            found.extend(targets);
        }
    }
    found
}

/// The anchor that a forge makes of a heading.
fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words
        .chars()
        .filter(kept)
        .collect::<String>()
        .replace(' ', "-")
}

#[test]
fn every_link_leads_somewhere_and_to_every_page() {
    let mut reached = BTreeSet::new();
    for page in pages() {
        let from = page.path.parent().expect("a file is in a folder");
        for target in links(&page.text).into_iter().filter(|t| !t.contains("://")) {
            let place = format!("{}: {target}", page.path.display());
            let (file, part) = target.split_once('#').unwrap_or((target, ""));
            let path = match file {
                "" => page.path.clone(),
                file => from.join(file),
            };
            let path = path
                .canonicalize()
                .unwrap_or_else(|e| panic!("{place}: {e}"));
            if !part.is_empty() {
                let text = fs::read_to_string(&path).expect("a part of a text");
                let mut headings = text.lines().filter(|line| line.starts_with('#'));
                assert!(headings.any(|heading| anchor(heading) == part), "{place}");
            }
            if !file.is_empty() {
                reached.insert(path);
            }
        }
    }
    for page in pages().iter().skip(1) {
        let path = page.path.canonicalize().expect("it was read");
        assert!(
            reached.contains(&path),
            "nothing leads to {}",
            page.path.display()
        );
    }
}
