//! The claims of a path graph as sections: what each rests on, and what rests
//! on each.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::network::bits;
use crate::network::draft::NetworkDraft;
use crate::network::draft::NewLink;
use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::format::ClaimRecord;
use crate::network::format::Mark;
use crate::network::format::SourcesKind;
use crate::network::layout::Sections;
use crate::network::layout::numbered;

/// Lays out the claims, and the links by their claims; `order` gives the links
/// by number as places in the draft, which is sorted.
pub(super) fn lay_claims(
    order: &[u32],
    draft: &mut NetworkDraft,
    sections: &mut Sections,
) -> Result<(), NetworkError> {
    let is_plain: Vec<bool> = draft
        .links
        .iter()
        .map(|(link, at)| {
            let (claims, _) = draft.list_at(*at as usize);
            !claims.is_empty() && claims.iter().all(|claim| *claim == link.link)
        })
        .collect();
    let (words, counts) = bits::packed(order.iter().map(|link| is_plain[*link as usize]));
    sections.add(format::PLAIN, &words)?;
    sections.add(format::PLAIN_COUNTS, &counts)?;

    let by_number = number_claims(order, &is_plain, draft)?;
    let mut numbers = vec![0u32; by_number.len()];
    for (number, claim) in by_number.iter().enumerate() {
        numbers[*claim as usize] = number as u32;
    }
    let uses = lay_composed(order, &is_plain, &numbers, draft, sections)?;
    drop((is_plain, numbers));
    let sources = lay_sources(&by_number, draft, sections)?;
    lay_citing(&by_number, draft, &sources, sections)?;
    sections.add(format::USES, &uses)?;
    draft.origins.sort_unstable();
    draft.origins.dedup();
    let origins: Vec<[u32; 2]> = draft.origins.iter().map(|one| [one.0, one.1]).collect();
    sections.add(format::ORIGINS, &origins)
}

/// The claims by number, as places in the draft: those of plain links first.
fn number_claims(
    order: &[u32],
    is_plain: &[bool],
    draft: &NetworkDraft,
) -> Result<Vec<u32>, NetworkError> {
    // Both are ascending, so that one walk finds the claims of all plain links.
    let mut claims = (0_u32..).zip(&draft.claims).peekable();
    let mut of_links = vec![0_u32; draft.links.len()];
    let mut has_link = vec![false; draft.claims.len()];
    for (at, (link, _)) in draft.links.iter().enumerate() {
        if !is_plain[at] {
            continue;
        }
        while claims
            .next_if(|(_, (claim, _))| claim.claim < link.link)
            .is_some()
        {}
        match claims.peek() {
            Some((place, (claim, _))) if claim.claim == link.link => {
                of_links[at] = *place;
                has_link[*place as usize] = true;
            }
            Some(_) | None => return Err(unknown(link, link.link)),
        }
    }
    let plain = order.iter().filter(|link| is_plain[**link as usize]);
    let mut by_number: Vec<u32> = plain.map(|link| of_links[*link as usize]).collect();
    let others = (0_u32..).zip(&has_link).filter(|(_, has_link)| !**has_link);
    by_number.extend(others.map(|(claim, _)| claim));
    Ok(by_number)
}

fn unknown(link: &NewLink, term: u32) -> NetworkError {
    NetworkError::Unknown {
        link: link.link,
        what: "claims",
        term,
    }
}

/// Where a claim of a link stands in the draft.
fn claim_at(draft: &NetworkDraft, link: &NewLink, term: u32) -> Result<usize, NetworkError> {
    let found = draft
        .claims
        .binary_search_by_key(&term, |(claim, _)| claim.claim);
    found.map_err(|_| unknown(link, term))
}

/// The claims of the links that are not their one claim. Gives claim and link
/// of each, ascending.
fn lay_composed(
    order: &[u32],
    is_plain: &[bool],
    numbers: &[u32],
    draft: &NetworkDraft,
    sections: &mut Sections,
) -> Result<Vec<[u32; 2]>, NetworkError> {
    let (mut places, mut lists, mut uses) = (Vec::new(), Vec::new(), Vec::new());
    for (number, at) in order.iter().enumerate() {
        if is_plain[*at as usize] {
            continue;
        }
        let (link, at) = &draft.links[*at as usize];
        let (claims, _) = draft.list_at(*at as usize);
        if claims.is_empty() {
            return Err(NetworkError::NoClaim { link: link.link });
        }
        let mut rests_on = Vec::with_capacity(claims.len());
        for claim in claims {
            rests_on.push(numbers[claim_at(draft, link, *claim)?]);
        }
        rests_on.sort_unstable();
        rests_on.dedup();
        uses.extend(rests_on.iter().map(|claim| [*claim, number as u32]));
        places.push(numbered("words of claim lists", lists.len())?);
        lists.push(link.link);
        lists.push(numbered("claims of a link", rests_on.len())?);
        lists.extend(rests_on);
    }
    sections.add(format::LISTS_AT, &places)?;
    sections.add(format::LISTS, &lists)?;
    uses.sort_unstable();
    Ok(uses)
}

/// The claims' records and marks, and what they rest on. Gives the terms of
/// all sources on chains, ascending.
fn lay_sources(
    by_number: &[u32],
    draft: &NetworkDraft,
    sections: &mut Sections,
) -> Result<Vec<u32>, NetworkError> {
    let mut records = Vec::with_capacity(by_number.len());
    let mut marks = Vec::with_capacity(by_number.len());
    let mut all: Vec<u32> = Vec::new();
    let mut cited: Vec<u32> = Vec::new();
    // Claims of one article share their outlets and chains. Looked up by hash,
    // never walked: positions follow the order of the claims. Where two
    // combinations have one hash, the later is written each time anew.
    let mut written: HashMap<u64, u32> = HashMap::new();
    let mut words = Vec::new();
    for at in by_number {
        let (claim, at) = &draft.claims[*at as usize];
        let (outlets, chains) = draft.sources_at(*at);
        cited.extend(chains.iter().flat_map(|chain| chain.iter()));
        if cited.len() > 1 << 24 {
            cited.sort_unstable();
            cited.dedup();
        }
        let kind = sources_of(outlets, chains, &mut words)?;
        let sources = match (kind, &words[..]) {
            (SourcesKind::One, [only]) => *only,
            _ => {
                let hash = xxh3_64(bytemuck::cast_slice(&words));
                let known = written.get(&hash).copied().filter(|place| {
                    let there = all.get(*place as usize..);
                    there.is_some_and(|there| there.starts_with(&words))
                });
                match known {
                    Some(place) => place,
                    None => {
                        let place = numbered("words of sources", all.len())?;
                        all.extend_from_slice(&words);
                        written.entry(hash).or_insert(place);
                        place
                    }
                }
            }
        };
        records.push(ClaimRecord {
            term: claim.claim,
            sources,
        });
        let mark = Mark {
            standing: claim.standing,
            origins: claim.origins,
            named: claim.named,
            documented: claim.documented,
            sources: kind,
        };
        marks.push(mark.packed());
    }
    drop(written);
    cited.sort_unstable();
    cited.dedup();
    sections.add(format::CLAIMS, &records)?;
    sections.add(format::MARKS, &marks)?;
    sections.add(format::SOURCES, &all)?;
    Ok(cited)
}

fn sources_of(
    outlets: &[u32],
    mut chains: Vec<&[u32]>,
    words: &mut Vec<u32>,
) -> Result<SourcesKind, NetworkError> {
    words.clear();
    words.extend_from_slice(outlets);
    words.sort_unstable();
    words.dedup();
    chains.sort_unstable();
    chains.dedup();
    let alike = |(chain, outlet): (&&[u32], &u32)| **chain == [*outlet];
    let flat = words.len() <= SourcesKind::MAX_FLAT
        && chains.len() == words.len()
        && chains.iter().zip(&*words).all(alike);
    if flat {
        return Ok(match words.len() {
            1 => SourcesKind::One,
            count => SourcesKind::Flat(count as u8),
        });
    }
    let outlets = numbered("outlets of a claim", words.len())?;
    let of_chains = chains.iter().map(|chain| chain.len() + 1).sum();
    words.splice(0..0, [outlets, numbered("sources of a claim", of_chains)?]);
    for chain in chains {
        words.push(numbered("sources of a chain", chain.len())?);
        words.extend(chain);
    }
    Ok(SourcesKind::Full)
}

/// Per source the claims that have it on a chain.
fn lay_citing(
    by_number: &[u32],
    draft: &NetworkDraft,
    sources: &[u32],
    sections: &mut Sections,
) -> Result<(), NetworkError> {
    let mut starts = vec![0u64; sources.len() + 1];
    each_citing(by_number, draft, sources, |source, _| {
        starts[source + 1] += 1
    });
    for source in 0..sources.len() {
        starts[source + 1] += starts[source];
    }
    let entries = starts.last().copied().unwrap_or_default() as usize;
    numbered("claims of sources", entries)?;
    // None is above the last.
    let starts: Vec<u32> = starts.into_iter().map(|start| start as u32).collect();
    let mut free = starts.clone();
    let mut citing = vec![0u32; entries];
    each_citing(by_number, draft, sources, |source, claim| {
        citing[free[source] as usize] = claim;
        free[source] += 1;
    });
    sections.add(format::CITED, sources)?;
    sections.add(format::CITED_AT, &starts)?;
    sections.add(format::CITING, &citing)
}

/// Each source of each claim once, as its place among the sources and the
/// claim's number; claims ascend.
fn each_citing(
    by_number: &[u32],
    draft: &NetworkDraft,
    sources: &[u32],
    mut each: impl FnMut(usize, u32),
) {
    let mut of_claim: Vec<u32> = Vec::new();
    for (number, at) in by_number.iter().enumerate() {
        let (_, chains) = draft.sources_at(draft.claims[*at as usize].1);
        of_claim.clear();
        of_claim.extend(chains.iter().flat_map(|chain| chain.iter()));
        of_claim.sort_unstable();
        of_claim.dedup();
        for source in &of_claim {
            each(sources.partition_point(|one| one < source), number as u32);
        }
    }
}
