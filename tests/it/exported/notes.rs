//! What people read: an Obsidian vault and one page of HTML. (Pages are looked at
//! in a browser by `pages`.)

use std::fs;

use crate::exported::compare::{Ways, against_edition, nothing_wrong};
use crate::exported::expected::{Expected, Want, flat};
use crate::exported::readers::in_python;
use crate::exported::{Outcome, cases};
use crate::program::Case;

#[test]
fn a_vault_has_a_note_for_each_entity_and_every_link_in_two() -> Outcome {
    let folder = tempfile::tempdir()?;
    let cases = cases()?;
    let mut paths = Vec::new();
    for told in &cases {
        let (path, run) = told.export(folder.path(), &["-o", "obsidian"])?;
        assert!(run.err.contains("WARNING: "), "{}", run.err);
        paths.push(path);
    }
    let asked: Vec<_> = paths
        .iter()
        .map(|path| ("obsidian_vault", &**path))
        .collect();
    for (told, mut seen) in cases.iter().zip(in_python(&asked)?) {
        let edges = std::mem::take(&mut seen.edges);
        let entities = Expected {
            links: Default::default(),
            denials: Default::default(),
            ..told.expected.clone()
        };
        let ways = Ways {
            facts: false,
            ..Ways::PLAIN
        };
        nothing_wrong(told.name, &against_edition(&seen, &entities, &ways));
        assert_eq!(edges.len(), told.expected.links.len(), "{}", told.name);
        let mut all = String::new();
        for (key, from, to, attributes) in &edges {
            let link = &told.expected.links[key];
            let ends = link.ends.clone().ok_or("a link has ends")?;
            assert_eq!((from, to), (&ends.0, &ends.1), "{}: {key}", told.name);
            let below = flat(&attributes["below"]);
            for name in ["label", "text", "answers", "sources"] {
                let text = match name {
                    "label" => flat(&attributes["label"]),
                    _ => below.clone(),
                };
                let (Want::Holding(parts) | Want::Items(parts)) = &link.attributes[name] else {
                    return Err(name.into());
                };
                for part in parts {
                    let part = on_a_line(part);
                    assert!(
                        text.contains(&part),
                        "{}: {key}: no {part} in {text}",
                        told.name
                    );
                }
            }
            all.push_str(&below);
        }
        for (_, attributes) in &seen.nodes {
            all.push_str(&attributes.get("statements").map(flat).unwrap_or_default());
        }
        for denial in &told.expected.denials {
            assert!(
                all.contains(&format!("[{denial}, ")),
                "{}: {denial}",
                told.name
            );
        }
    }
    Ok(())
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
fn a_page_has_every_link_claim_and_denial() -> Outcome {
    let folder = tempfile::tempdir()?;
    for told in cases()? {
        let (path, _) = told.export(folder.path(), &["-o", "html"])?;
        let page = fs::read_to_string(path)?;
        let Expected {
            facts,
            entities,
            links,
            denials,
        } = &told.expected;
        for key in entities.keys().chain(links.keys()) {
            let key = format!("<span class=\"quiet\">{key}</span>");
            assert!(page.contains(&key), "{}: {key}", told.name);
        }
        for denial in denials {
            let denial = format!("<span class=\"quiet\">{denial},</span>");
            assert!(page.contains(&denial), "{}: {denial}", told.name);
        }
        let claims = page.matches("<div class=\"claim ").count();
        assert_eq!(claims.to_string(), facts["claims"], "{}", told.name);
    }
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
