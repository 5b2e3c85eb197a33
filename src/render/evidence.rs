//! Kept copies held against the sources, as text and as JSON.
//!
//! Text begins with what is wrong: copies that differ, then those that are
//! missing, and ends with the counts.

use serde_json::{Value, json};

use crate::answer::{CopyState, EvidenceAnswer, EvidenceCounts, KeptCopy, SourceCopies};
use crate::render::json::named;
use crate::render::page::Page;
use crate::render::words::{count, count_verb, row};

/// What could not be looked at, and why.
#[derive(Debug, Clone, Copy)]
pub struct NotRead<'a> {
    /// File and reason.
    pub unreadable: &'a [String],
    /// Links that lead out of the folder, and what is neither file nor folder.
    pub not_followed: &'a [String],
}

/// Text for a person.
pub fn page(answer: &EvidenceAnswer, files: usize, not_read: NotRead<'_>) -> Page {
    let EvidenceAnswer {
        sources,
        of_no_source,
        redacted,
    } = answer;
    let NotRead {
        unreadable,
        not_followed,
    } = not_read;
    let mut page = Page::new();
    for rank in 0..3 {
        for source in sources {
            source_lines(&mut page, source, rank);
        }
    }
    if !of_no_source.is_empty() {
        page.line(format!(
            "{} no source:",
            count_verb(of_no_source.len(), "file belongs to", "files belong to")
        ));
        for KeptCopy {
            name,
            bytes: _,
            sha256: _,
        } in of_no_source
        {
            page.line(format!("  {name}"));
        }
    }
    if !not_followed.is_empty() {
        page.line("not looked at (links that lead elsewhere, and what is no file):");
        for name in not_followed {
            page.line(format!("  {name}"));
        }
    }
    if *redacted {
        page.line(
            "the edition is redacted: files of protected sources look like those of no source",
        );
    }
    let EvidenceCounts {
        found,
        differs,
        missing,
        not_verifiable,
    } = answer.counts();
    if not_verifiable > 0 {
        page.line(format!(
            "{} no sha256 and cannot be verified (all ids: -o json)",
            count_verb(not_verifiable, "source has", "sources have")
        ));
    }
    if found + differs + missing == 0 {
        page.line("")
            .alarm("nothing could be verified: no source has a sha256");
        page.add(format!("; {}", count(files, "file")));
        return unread(page, unreadable);
    }
    page.line(format!(
        "{} with a sha256: {found} found, {missing} missing, ",
        count(found + differs + missing, "source")
    ));
    match differs {
        0 => page.add("none differs"),
        1 => page.alarm("1 DIFFERS"),
        several => page.alarm(format!("{several} DIFFER")),
    };
    page.add(format!("; {}", count(files, "file")));
    unread(page, unreadable)
}

fn unread(mut page: Page, unreadable: &[String]) -> Page {
    if !unreadable.is_empty() {
        page.add(", ")
            .alarm(format!("{} UNREADABLE", unreadable.len()));
    }
    page
}

/// A source, where it is the turn of those like it: first what is wrong.
fn source_lines(page: &mut Page, source: &SourceCopies, rank: u8) {
    let SourceCopies {
        named,
        sha256,
        url: _,
        archived: _,
        place,
        kept,
    } = source;
    let said = format!("  {}  {}  ({})", named.id, named.label, row(place));
    match kept {
        CopyState::Differs(copies) if rank == 0 => {
            page.line("").alarm("DIFFERS").add(said);
            if let Some(sha256) = sha256 {
                page.line(format!("    {sha256}  as recorded"));
            }
            for KeptCopy {
                name,
                bytes: _,
                sha256,
            } in copies
            {
                page.line(format!("    {sha256}  {name}"));
            }
        }
        CopyState::Missing if rank == 1 => {
            page.line(format!("missing{said}"));
        }
        CopyState::Found(copies) if rank == 2 => {
            let names: Vec<&str> = copies.iter().map(|copy| copy.name.as_str()).collect();
            page.line(format!("found  {said}  {}", names.join(", ")));
        }
        CopyState::Differs(_)
        | CopyState::Missing
        | CopyState::Found(_)
        | CopyState::NotVerifiable => {}
    }
}

/// Everything; schema `nutgraf/evidence/1`.
pub fn value(edition: &str, answer: &EvidenceAnswer, files: usize, not_read: NotRead<'_>) -> Value {
    let EvidenceAnswer {
        sources,
        of_no_source,
        redacted,
    } = answer;
    let EvidenceCounts {
        found,
        differs,
        missing,
        not_verifiable,
    } = answer.counts();
    let NotRead {
        unreadable,
        not_followed,
    } = not_read;
    json!({
        "schema": "nutgraf/evidence/1",
        "edition": edition,
        "complete": unreadable.is_empty(),
        "redacted": redacted,
        "counts": {
            "found": found,
            "differs": differs,
            "missing": missing,
            "not_verifiable": not_verifiable,
            "files": files,
            "files_of_no_source": of_no_source.len(),
        },
        "sources": sources.iter().map(source_value).collect::<Vec<_>>(),
        "files_of_no_source": of_no_source.iter().map(copy).collect::<Vec<_>>(),
        "not_followed": not_followed,
        "unreadable": unreadable,
    })
}

fn source_value(source: &SourceCopies) -> Value {
    let SourceCopies {
        named: what,
        sha256,
        url,
        archived,
        place,
        kept,
    } = source;
    let (status, files) = match kept {
        CopyState::Found(copies) => ("found", &copies[..]),
        CopyState::Differs(copies) => ("differs", &copies[..]),
        CopyState::Missing => ("missing", &[][..]),
        CopyState::NotVerifiable => ("not-verifiable", &[][..]),
    };
    let mut value = named(what);
    value["status"] = json!(status);
    value["sha256"] = json!(sha256);
    value["files"] = files.iter().map(copy).collect();
    value["url"] = json!(url);
    value["archived"] = json!(archived);
    value["table"] = json!(place.table);
    value["row"] = json!(place.row);
    value
}

fn copy(copy: &KeptCopy) -> Value {
    let KeptCopy {
        name,
        bytes,
        sha256,
    } = copy;
    json!({"name": name, "bytes": bytes, "sha256": sha256})
}
