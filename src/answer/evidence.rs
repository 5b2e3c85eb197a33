//! Whether the kept copies are what the sources say they are.
//!
//! Takes an edition and the files that were kept, each with its hash; says of
//! every source with a `sha256` whether a file has it. Nothing here opens a
//! file. A copy that has the name and not the hash is the one to worry about:
//! either it was changed or it never was what the table says.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::answer::named::Named;
use crate::answer::row::Place;
use crate::model::iri;

/// One kept file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptCopy {
    /// From the folder of copies on, with `/` between its parts.
    pub name: String,
    pub bytes: u64,
    /// In lower-case hexadecimal.
    pub sha256: String,
}

/// Every source, and what is kept of it.
#[derive(Debug, Clone)]
pub struct EvidenceAnswer {
    /// In the order of their IRIs.
    pub sources: Vec<SourceCopies>,
    /// Files that are no source's copy, and not named like one.
    pub of_no_source: Vec<KeptCopy>,
    /// Hashes of protected sources are withheld, so that files of theirs look
    /// like those of no source.
    pub redacted: bool,
}

/// A source, and what is kept of it.
#[derive(Debug, Clone)]
pub struct SourceCopies {
    pub named: Named,
    /// In lower case.
    pub sha256: Option<String>,
    pub url: Option<String>,
    pub archived: Option<String>,
    pub place: Place,
    pub kept: CopyState,
}

/// What is kept of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyState {
    /// These files have its hash; by name.
    Found(Vec<KeptCopy>),
    /// None has, but these have the name that its address ends with.
    Differs(Vec<KeptCopy>),
    Missing,
    /// It has no hash, so that nothing can be said.
    NotVerifiable,
}

/// How many sources there are of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EvidenceCounts {
    pub found: usize,
    pub differs: usize,
    pub missing: usize,
    pub not_verifiable: usize,
}

impl EvidenceAnswer {
    /// Counts them.
    pub fn counts(&self) -> EvidenceCounts {
        let mut counts = EvidenceCounts::default();
        for source in &self.sources {
            *match source.kept {
                CopyState::Found(_) => &mut counts.found,
                CopyState::Differs(_) => &mut counts.differs,
                CopyState::Missing => &mut counts.missing,
                CopyState::NotVerifiable => &mut counts.not_verifiable,
            } += 1;
        }
        counts
    }
}

/// Compares the sources of an edition with the files that were kept.
///
/// # Errors
/// When the edition is damaged.
pub fn find_evidence(graph: &Graph, copies: &[KeptCopy]) -> Result<EvidenceAnswer, AnswerError> {
    let mut sources = Vec::new();
    if let Some(class) = graph.node(&iri::ng("Source"))? {
        for id in graph.subjects(iri::RDF_TYPE, class)? {
            let sha256 = graph.text(id, "sha256")?;
            sources.push(SourceCopies {
                named: graph.named(id)?,
                sha256: sha256.map(|hash| hash.to_ascii_lowercase()),
                url: graph.text(id, "url")?,
                archived: graph.text(id, "archived")?,
                place: graph.place(id)?,
                kept: CopyState::NotVerifiable,
            });
        }
    }
    sources.sort_by(|a, b| a.named.iri.cmp(&b.named.iri));
    let of_no_source = compare(&mut sources, copies);
    Ok(EvidenceAnswer {
        sources,
        of_no_source,
        redacted: graph.is_redacted(),
    })
}

/// Says of each source what is kept of it; gives the files that are nobody's.
fn compare(sources: &mut [SourceCopies], copies: &[KeptCopy]) -> Vec<KeptCopy> {
    let hashes: BTreeSet<String> = sources.iter().filter_map(|s| s.sha256.clone()).collect();
    let mut by_hash: BTreeMap<&str, Vec<&KeptCopy>> = BTreeMap::new();
    // A file that is some source's copy is not another's gone wrong, though
    // many pages are called `index.html`.
    let mut by_name: BTreeMap<&str, Vec<&KeptCopy>> = BTreeMap::new();
    for copy in copies {
        if hashes.contains(&copy.sha256) {
            by_hash.entry(&copy.sha256).or_default().push(copy);
        } else {
            let last = copy.name.rsplit('/').next().unwrap_or(&copy.name);
            by_name.entry(last).or_default().push(copy);
        }
    }
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let owned = |found: &[&KeptCopy]| -> Vec<KeptCopy> { found.iter().copied().cloned().collect() };
    for source in sources {
        let Some(hash) = &source.sha256 else { continue };
        source.kept = match by_hash.get(hash.as_str()) {
            Some(found) => CopyState::Found(owned(found)),
            None => {
                let addresses = source.archived.iter().chain(&source.url);
                let names: BTreeSet<String> = addresses.flat_map(|url| file_names(url)).collect();
                let like = names.iter().filter_map(|name| by_name.get(name.as_str()));
                let like: Vec<&KeptCopy> = like.flatten().copied().collect();
                named.extend(like.iter().map(|copy| copy.name.as_str()));
                match like.is_empty() {
                    true => CopyState::Missing,
                    false => CopyState::Differs(owned(&like)),
                }
            }
        };
    }
    let strangers = copies
        .iter()
        .filter(|copy| !hashes.contains(&copy.sha256) && !named.contains(copy.name.as_str()));
    strangers.cloned().collect()
}

/// The names under which a browser may have saved what is at an address: its
/// last part as it stands, and with `%20` and the like written out.
fn file_names(url: &str) -> Vec<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    // What follows the scheme has a host before any name.
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let Some((_, last)) = path.rsplit_once('/') else {
        return Vec::new();
    };
    if last.is_empty() {
        return Vec::new();
    }
    let mut names = vec![last.to_owned()];
    names.extend(unescaped(last).filter(|name| name != last));
    names
}

/// `annual%20report.pdf` written out; `None` where that is no text.
fn unescaped(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(16 * high + low).ok()?
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use crate::answer::named::Name;

    use super::*;

    /// `id hash url` for each source, `name hash` for each file; what is kept
    /// of each source, then the files of none.
    fn assert_kept(sources: &[&str], files: &[&str], expected: &str) {
        let mut sources: Vec<SourceCopies> = sources.iter().map(|row| source(row)).collect();
        let files = files.iter().map(|row| {
            let (name, hash) = row.rsplit_once(' ').expect("a name and a hash");
            KeptCopy {
                name: name.to_owned(),
                bytes: 1,
                sha256: hash.to_owned(),
            }
        });
        let files: Vec<KeptCopy> = files.collect();
        let none = compare(&mut sources, &files);
        let names = |copies: &[KeptCopy]| -> String {
            copies
                .iter()
                .map(|copy| format!(" {}", copy.name))
                .collect()
        };
        let told = sources.iter().map(|source| match &source.kept {
            CopyState::Found(copies) => format!("{} in{}", source.named.id, names(copies)),
            CopyState::Differs(copies) => format!("{} differs{}", source.named.id, names(copies)),
            CopyState::Missing => format!("{} missing", source.named.id),
            CopyState::NotVerifiable => format!("{} no hash", source.named.id),
        });
        let mut told: Vec<String> = told.collect();
        if !none.is_empty() {
            told.push(format!("none{}", names(&none)));
        }
        assert_eq!(told.join("; "), expected);
    }

    fn source(row: &str) -> SourceCopies {
        let mut cells = row.split(' ');
        let id = cells.next().unwrap_or_default().to_owned();
        let mut cell = || cells.next().filter(|cell| *cell != "-").map(str::to_owned);
        SourceCopies {
            named: Named::from(Name {
                iri: id.clone(),
                name: id.clone(),
                label: id.clone(),
                id,
                protected: false,
            }),
            sha256: cell(),
            url: cell(),
            archived: cell(),
            place: Place {
                table: "sources.csv",
                row: Some(2),
            },
            kept: CopyState::NotVerifiable,
        }
    }

    #[test]
    fn a_copy_is_known_by_its_hash_whatever_its_name() {
        assert_kept(
            &["a aa", "b bb", "c aa", "d -"],
            &["x/1 aa", "2 aa", "3 cc"],
            "a in x/1 2; b missing; c in x/1 2; d no hash; none 3",
        );
    }

    #[test]
    fn a_file_of_the_name_with_another_hash_differs() {
        assert_kept(
            &[
                "a aa https://x.y/z/r.pdf?v=2",
                "b bb - https://w.a/http://x.y/s%20t.pdf",
            ],
            &["old/r.pdf dd", "s t.pdf ee"],
            "a differs old/r.pdf; b differs s t.pdf",
        );
        // Whoever has a good copy does not mind another of that name.
        assert_kept(
            &["a aa https://x.y/r.pdf"],
            &["copy aa", "r.pdf dd"],
            "a in copy; none r.pdf",
        );
        // Nor is the copy of one source another's gone wrong.
        assert_kept(
            &["a aa https://x.y/index.html", "b bb https://z.y/index.html"],
            &["index.html aa"],
            "a in index.html; b missing",
        );
        assert_kept(
            &["a aa https://x.y", "b bb https://x.y/"],
            &["x.y cc"],
            "a missing; b missing; none x.y",
        );
    }
}
