//! Hops as text, JSON and rows: what every answer about connections shows.
//!
//! For a person a path is a ladder of names with the links between them; every
//! number in brackets is a claim in the list below, which is complete with
//! sources and answers. What a filter left out on the same pair stands beside
//! the hop, never in place of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::answer::{ClaimView, Hop, HopLink, Named, Path};
use crate::model::{Mode, Standing, Support};
use crate::render::claims::claim_lines;
use crate::render::page::Page;
use crate::render::sheet::Sheet;
use crate::render::words::count;
use crate::render::{json as object, rows};

/// Claims in the order in which they are first shown.
#[derive(Default)]
pub(super) struct Numbers<'a> {
    claims: Vec<&'a ClaimView>,
    by_iri: BTreeMap<&'a str, usize>,
}

impl<'a> Numbers<'a> {
    /// The number of a claim, which is listed from now on.
    pub fn of(&mut self, claim: &'a ClaimView) -> usize {
        *self.by_iri.entry(&claim.iri).or_insert_with(|| {
            self.claims.push(claim);
            self.claims.len()
        })
    }

    /// Its number with its sentence: `[2] Ann met Bo.`
    pub fn told(&mut self, claim: &'a ClaimView) -> String {
        format!("[{}] {}", self.of(claim), claim.sentence())
    }

    /// Those that have one, in the order of their numbers.
    pub fn claims(&self) -> &[&'a ClaimView] {
        &self.claims
    }

    /// The list of them, complete.
    pub fn lines(&self, page: &mut Page) {
        if !self.claims.is_empty() {
            page.gap().title("Claims");
        }
        for (at, claim) in self.claims.iter().enumerate() {
            if at > 0 {
                page.gap();
            }
            claim_lines(page, at + 1, claim);
        }
    }
}

/// A path as a ladder.
pub(super) fn path_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    before: &str,
    path: &'a Path,
) {
    page.line(format!("{before}{}", count(path.hops.len(), "hop")));
    if let Some(standing) = path.standing {
        page.add(", ").standing(standing);
    }
    let beside = links_beside_the_best(path);
    if !beside.is_empty() {
        page.add(" by the best link of each hop; others: ")
            .alarm(beside);
    }
    let indent = " ".repeat(before.chars().count());
    if let Some(first) = path.entities.first() {
        page.line(format!("{indent}{}", first.label));
    }
    for hop in &path.hops {
        hop_lines(page, numbers, &indent, hop);
    }
}

/// The links of a hop, and the entity it leads to.
pub(super) fn hop_lines<'a>(
    page: &mut Page,
    numbers: &mut Numbers<'a>,
    indent: &str,
    hop: &'a Hop,
) {
    for link in &hop.links {
        page.line(format!("{indent}  │ {}", link.verb))
            .add(marks(numbers, link));
        if link.standing != Standing::Uncontested {
            page.add("  ").standing(link.standing);
        }
        page.add(weakness(link));
    }
    for link in &hop.excluded {
        page.line(format!("{indent}  ╎ left out: {}", link.verb))
            .add(marks(numbers, link));
        page.add("  ").standing(link.standing);
        page.add(weakness(link));
    }
    page.line(format!("{indent}{}", hop.to.label));
}

/// Links on the way that are worse than the best of their hop: `2 DENIED, 1 disputed`.
pub(super) fn links_beside_the_best(path: &Path) -> String {
    let beside = |standing: Standing| {
        let hops = path.hops.iter().filter(move |hop| hop.standing < standing);
        hops.flat_map(|hop| &hop.links)
            .filter(move |link| link.standing == standing)
            .count()
    };
    [Standing::Retracted, Standing::Denied, Standing::Disputed]
        .into_iter()
        .map(|standing| (beside(standing), standing))
        .filter(|(count, _)| *count > 0)
        .map(|(count, standing)| format!("{count} {}", standing.words()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a reader must know of a link before the list of claims is reached.
pub(super) fn weakness(link: &HopLink) -> &'static str {
    if link
        .claims
        .iter()
        .any(|claim| claim.support == [Support::Editor])
    {
        "  (the desk's own inference)"
    } else if link.claims.iter().any(|claim| claim.anonymous_only()) {
        "  (anonymous voices only)"
    } else {
        ""
    }
}

/// The numbers of a link's claims, in brackets.
pub(super) fn marks<'a>(numbers: &mut Numbers<'a>, link: &'a HopLink) -> String {
    link.claims
        .iter()
        .map(|claim| format!(" [{}]", numbers.of(claim)))
        .collect()
}

/// One path as JSON.
pub fn path(path: &Path) -> Value {
    let Path {
        entities,
        hops,
        standing,
    } = path;
    json!({
        "length": hops.len(),
        "standing": standing.map(|standing| standing.as_str()),
        "entities": entities.iter().map(object::named).collect::<Vec<_>>(),
        "hops": hops.iter().map(hop).collect::<Vec<_>>(),
    })
}

/// One hop as JSON.
pub fn hop(hop: &Hop) -> Value {
    let Hop {
        from,
        to,
        standing,
        links,
        excluded,
    } = hop;
    let claims = |links: &[HopLink]| -> Vec<Value> {
        distinct_claims(links)
            .into_iter()
            .map(object::claim)
            .collect()
    };
    json!({
        "from": from.id,
        "to": to.id,
        "standing": standing.as_str(),
        "links": links.iter().map(|one| link_json((from, to), one)).collect::<Vec<_>>(),
        "claims": claims(links),
        "excluded": claims(excluded),
        "excluded_links": excluded.iter().map(|one| link_json((from, to), one)).collect::<Vec<_>>(),
    })
}

/// A link as it points, whichever way the path takes it.
pub(super) fn link_json((from, to): (&Named, &Named), link: &HopLink) -> Value {
    let HopLink {
        id,
        number: _,
        relation,
        symmetric,
        forward,
        verb,
        // Subject and object come with the verb of the path's way.
        verb_as_stated: _,
        mode,
        standing,
        claims,
    } = link;
    let (subject, object) = match forward {
        true => (from, to),
        false => (to, from),
    };
    json!({
        "id": id,
        "subject": subject.id,
        "relation": **relation,
        "object": object.id,
        "symmetric": symmetric,
        "verb": **verb,
        "mode": mode.as_str(),
        "standing": standing.as_str(),
        "claims": claims.iter().map(|claim| &claim.id).collect::<Vec<_>>(),
    })
}

fn distinct_claims(links: &[HopLink]) -> Vec<&ClaimView> {
    let mut distinct: Vec<&ClaimView> = Vec::new();
    for claim in links.iter().flat_map(|link| &link.claims).map(Arc::as_ref) {
        if distinct.iter().all(|known| known.iri != claim.iri) {
            distinct.push(claim);
        }
    }
    distinct
}

/// The columns of a hop's rows; those of a claim follow.
pub(super) const COLUMNS: [&str; 11] = [
    "path",
    "hop",
    "from_id",
    "from",
    "link_verb",
    "to_id",
    "to",
    "use",
    "link",
    "link_mode",
    "link_standing",
];

/// The words in the column or field `use`.
pub(super) const USED: &str = "path";
pub(super) const LEFT_OUT: &str = "left out";
pub(super) const EXCLUDED: &str = "excluded";

/// A sheet of hops without a row.
pub(super) fn sheet() -> Sheet {
    Sheet::new(COLUMNS.into_iter().chain(rows::claim_columns()))
}

/// One row per claim of each hop.
pub(super) fn path_rows(sheet: &mut Sheet, name: &str, path: &Path, used: &str) {
    for (at, hop) in path.hops.iter().enumerate() {
        hop_rows(sheet, (name, at + 1), hop, used);
    }
}

/// One row per claim of a hop: of its links, then of what was left out.
pub(super) fn hop_rows(sheet: &mut Sheet, (name, number): (&str, usize), hop: &Hop, used: &str) {
    let Hop {
        from,
        to,
        standing: _,
        links,
        excluded,
    } = hop;
    for (list, used) in [(links, used), (excluded, EXCLUDED)] {
        for HopLink {
            id,
            number: _,
            relation: _,
            symmetric: _,
            forward: _,
            verb,
            verb_as_stated: _,
            mode,
            standing,
            claims,
        } in list
        {
            for claim in claims {
                let own = [
                    name.to_owned(),
                    number.to_string(),
                    from.id.clone(),
                    from.label.clone(),
                    verb.to_string(),
                    to.id.clone(),
                    to.label.clone(),
                    used.to_owned(),
                    id.clone(),
                    Mode::as_str(*mode).to_owned(),
                    standing.as_str().to_owned(),
                ];
                sheet.row(own.into_iter().chain(rows::claim_cells(claim)));
            }
        }
    }
}
