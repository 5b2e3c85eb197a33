//! What people read: an Obsidian vault and one page of HTML. (Pages are looked at
//! in a browser by `pages`.)

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;

use crate::exported::compare::{Seen, Ways, against_edition};
use crate::exported::expected::{Expected, Want, flat};
use crate::exported::readers::in_python;
use crate::exported::{Outcome, Told};
use crate::program::Case;

/// Where a vault or a page does not say what the edition says.
pub fn wrong(cases: &[Told]) -> Result<Vec<String>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut wrong = Vec::new();
    let mut files = Vec::new();
    for told in cases {
        let (path, run) = told.export(folder.path(), &["-o", "obsidian"])?;
        if !run.err.contains("WARNING: ") {
            wrong.push(format!("a vault without a warning: {}", run.err));
        }
        files.push(("obsidian_vault", path));
        let (path, _) = told.export(folder.path(), &["-o", "html"])?;
        let found = of_page(&fs::read_to_string(path)?, &told.expected);
        wrong.extend(
            found
                .iter()
                .map(|line| format!("page of {}: {line}", told.name)),
        );
    }
    for (told, seen) in cases.iter().zip(in_python(&files)?) {
        let found = of_vault(seen, &told.expected)?;
        wrong.extend(
            found
                .iter()
                .map(|line| format!("vault of {}: {line}", told.name)),
        );
    }
    Ok(wrong)
}

/// A note has the attributes of its entity as properties, and its links with
/// their claims, sources and answers as lines.
fn of_vault(mut seen: Seen, expected: &Expected) -> Result<Vec<String>, Box<dyn Error>> {
    let edges = std::mem::take(&mut seen.edges);
    let entities = Expected {
        links: BTreeMap::new(),
        denials: BTreeSet::new(),
        ..expected.clone()
    };
    let ways = Ways {
        facts: false,
        ..Ways::PLAIN
    };
    let mut wrong = against_edition(&seen, &entities, &ways);
    let keys: BTreeSet<&String> = edges.iter().map(|(key, ..)| key).collect();
    if !keys.into_iter().eq(expected.links.keys()) {
        wrong.push("the links are others".to_owned());
    }
    let mut all = String::new();
    for (key, from, to, attributes) in &edges {
        let Some(link) = expected.links.get(key) else {
            continue;
        };
        let ends = link.ends.as_ref().ok_or("a link has ends")?;
        if (from, to) != (&ends.0, &ends.1) {
            wrong.push(format!("{key} is from {from} to {to}"));
        }
        let below = flat(&attributes["below"]);
        for name in ["label", "text", "answers", "sources"] {
            let text = match name {
                "label" => flat(&attributes["label"]),
                _ => below.clone(),
            };
            let (Want::Part(parts) | Want::Holding(parts) | Want::Items(parts)) =
                &link.attributes[name]
            else {
                return Err(name.into());
            };
            for part in parts.iter().map(|part| on_a_line(part)) {
                if !text.contains(&part) {
                    wrong.push(format!("{name} of {key} without {part}: {text}"));
                }
            }
        }
        all.push_str(&below);
    }
    for (_, attributes) in &seen.nodes {
        all.push_str(&attributes.get("statements").map(flat).unwrap_or_default());
    }
    for denial in &expected.denials {
        if !all.contains(&format!("[{denial}, ")) {
            wrong.push(format!("the denial {denial} is lost"));
        }
    }
    Ok(wrong)
}

/// A page has every entity, link, claim and denial.
fn of_page(page: &str, expected: &Expected) -> Vec<String> {
    let Expected {
        facts,
        entities,
        links,
        denials,
    } = expected;
    let mut wrong = Vec::new();
    for key in entities.keys().chain(links.keys()) {
        if !page.contains(&format!("<span class=\"quiet\">{key}</span>")) {
            wrong.push(format!("no {key}"));
        }
    }
    for denial in denials {
        if !page.contains(&format!("<span class=\"quiet\">{denial},</span>")) {
            wrong.push(format!("the denial {denial} is lost"));
        }
    }
    let claims = page.matches(" id=\"claim-").count();
    if claims.to_string() != facts["claims"] {
        wrong.push(format!("{claims} claims"));
    }
    wrong
}

/// Text as a line of a note shows it, its backslashes taken off as the reader does.
fn on_a_line(text: &str) -> String {
    let marked = nutgraf::render::escape::markdown(text);
    let mut plain = String::new();
    let mut rest = marked.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => plain.extend(rest.next()),
            other => plain.push(other),
        }
    }
    plain
}

#[test]
fn a_vault_goes_into_an_empty_folder_and_nowhere_else() -> Outcome {
    let case = Case::first();
    let folder = tempfile::tempdir()?;
    let into = folder.path().to_str().ok_or("a plain name")?;
    case.run("export", &["-o", "obsidian", "-O", into]).ends(0);
    let before = fs::read_dir(folder.path())?.count();
    let run = case.run("export", &["-o", "obsidian", "-O", into]).ends(2);
    assert!(run.err.contains("is not empty"), "{}", run.err);
    assert_eq!(fs::read_dir(folder.path())?.count(), before);
    Ok(())
}

#[test]
fn what_is_too_large_to_be_read_is_refused_whole() -> Outcome {
    let mut links = "id,subject,relation,object,sources,text\n".to_owned();
    for at in 0..2_001 {
        links.push_str(&format!("l{at},ann,owns,acme,s,Ann owns Acme\n"));
    }
    let mut people = "id,name\nann,Ann\n".to_owned();
    for at in 0..5_000 {
        people.push_str(&format!("p{at},Person {at}\n"));
    }
    let case = Case::of(&[
        ("people.csv", &people),
        ("companies.csv", "id,name\nacme,Acme\n"),
        ("sources.csv", "id,kind,name\ns,publication,Paper\n"),
        ("relationships.csv", &links),
    ]);
    let run = case.run("export", &["-o", "html"]).ends(5);
    assert!(
        run.err.contains("2000 links") && run.err.contains("2001"),
        "{}",
        run.err
    );
    assert_eq!(run.out, "");
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("vault");
    let into = into.to_str().ok_or("a plain name")?;
    let run = case.run("export", &["-o", "obsidian", "-O", into]).ends(5);
    assert!(
        run.err.contains("5000 entities") && run.err.contains("5002"),
        "{}",
        run.err
    );
    assert!(!folder.path().join("vault").exists());
    Ok(())
}
