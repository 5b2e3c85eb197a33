//! Answers about connections told in sentences, for pages in which each claim
//! stands once, in full and with a number.
//!
//! Takes an answer; gives a JSON value with what its own JSON has no words for:
//! hops to be read one after the other, the numbers of their claims, why there is
//! no path, how much is shown. The wording is that of the text for a person;
//! the markup is for the template.

mod between;
mod falls;
mod holds;
mod key;
mod paths;
mod ties;

pub use between::between;
pub use falls::falls;
pub use holds::{holds, holds_briefly};
pub use key::key;
pub use paths::path;
pub use ties::ties;

use std::cmp::Reverse;

use serde_json::{Value, json};

use crate::answer::{BetweenThem, ClaimView, Hidden, Hop, HopLink, Named, Path, Unlinked};
use crate::model::Standing;
use crate::render::claims::statement;
use crate::render::hops::{Numbers, links_beside_the_best, weakness};
use crate::render::json as object;
use crate::render::left_out::BY_FILTER;
use crate::render::no_path::naming_both_words;
use crate::render::words::count;

/// What is told, while its claims are numbered in the order in which they come up.
#[derive(Default)]
struct Told<'a> {
    numbers: Numbers<'a>,
}

impl<'a> Told<'a> {
    /// A link, read in the direction of its hop.
    fn link(&mut self, link: &'a HopLink, left_out: bool) -> Value {
        let numbers = link.claims.iter().map(|claim| self.numbers.of(claim));
        let numbers: Vec<usize> = numbers.collect();
        json!({
            "verb": *link.verb,
            "symmetric": link.symmetric,
            "standing": link.standing.as_str(),
            "weakness": weakness(link).trim(),
            "left_out": left_out,
            "numbers": numbers,
        })
    }

    /// A hop with its links, then with what was left out on it.
    fn hop(&mut self, hop: &'a Hop) -> Value {
        let mut links: Vec<Value> = Vec::new();
        for (list, left_out) in [(&hop.links, false), (&hop.excluded, true)] {
            links.extend(list.iter().map(|link| self.link(link, left_out)));
        }
        of_links(&hop.from, &hop.to, hop.standing, links)
    }

    fn path(&mut self, path: &'a Path) -> Value {
        let weakest = weakest(path);
        let hops = path.hops.iter().enumerate().map(|(at, hop)| {
            let mut told = self.hop(hop);
            told["weakest"] = json!(weakest.len() < path.hops.len() && weakest.contains(&at));
            told
        });
        let hops: Vec<Value> = hops.collect();
        json!({
            "length": count(path.hops.len(), "hop"),
            "standing": path.standing.map(Standing::as_str),
            "beside": links_beside_the_best(path),
            "entities": path.entities.iter().map(object::named).collect::<Vec<_>>(),
            "hops": hops,
            "weakest": weakest_words(path, &weakest),
        })
    }

    /// A claim in these words, by its number.
    fn claim(&mut self, claim: &'a ClaimView, words: String) -> Value {
        json!({
            "number": self.numbers.of(claim),
            "words": words,
            "standing": claim.standing.as_str(),
        })
    }

    /// A claim in the sentence that it is told by, by its number.
    fn sentence(&mut self, claim: &'a ClaimView) -> Value {
        self.claim(claim, claim.sentence().into_owned())
    }

    /// Claims that make no link, and how many there are that are not listed.
    fn unlinked(&mut self, unlinked: &'a Unlinked, words: String) -> Value {
        let claims = unlinked.claims.iter();
        let claims = claims.map(|claim| self.sentence(claim));
        let claims: Vec<Value> = claims.collect();
        json!({
            "words": words,
            "more": unlinked.in_all().saturating_sub(claims.len()),
            "claims": claims,
        })
    }

    /// What is on record between two and makes no link: lists of claims, those
    /// that are empty left out.
    fn on_record(&mut self, on_record: &'a BetweenThem) -> Vec<Value> {
        let BetweenThem { plans, naming } = on_record;
        let mut lists = Vec::new();
        if !plans.is_empty() {
            let claims = plans.iter();
            let claims = claims.map(|claim| self.claim(claim, statement(claim)));
            let claims: Vec<Value> = claims.collect();
            lists.push(json!({"words": "Plans make no link", "more": 0, "claims": claims}));
        }
        if !naming.is_empty() {
            lists.push(self.unlinked(naming, naming_both_words(naming)));
        }
        lists
    }

    /// Shorter paths that do not count, with why.
    fn shorter(
        &mut self,
        (by, without_filter): (&str, Option<&'a Path>),
        through_retracted: Option<&'a Path>,
    ) -> Vec<Value> {
        let by_filter = without_filter.map(|path| (path, format!("Left out {by}")));
        let retracted = through_retracted.map(|path| (path, "Left out".to_owned()));
        let both = by_filter.into_iter().chain(retracted);
        both.map(|(path, why)| {
            let hops = count(path.hops.len(), "hop");
            json!({"words": format!("{why}: a shorter path of {hops}"), "path": self.path(path)})
        })
        .collect()
    }

    /// Likewise of an answer that is no path.
    fn hidden(&mut self, hidden: &'a Hidden) -> Vec<Value> {
        self.shorter(
            (BY_FILTER, hidden.shorter_without_filter.as_ref()),
            hidden.shorter_through_retracted.as_ref(),
        )
    }

    /// Every claim that has a number, in full and in their order.
    fn claims(&self) -> Vec<Value> {
        let claims = self.numbers.claims().iter().zip(1..);
        claims
            .map(|(claim, number)| json!({"number": number, "claim": object::claim(claim)}))
            .collect()
    }
}

/// A hop with links that are told already.
fn of_links(from: &Named, to: &Named, standing: Standing, links: Vec<Value>) -> Value {
    json!({
        "from": object::named(from),
        "to": object::named(to),
        "standing": standing.as_str(),
        "weakest": false,
        "links": links,
    })
}

/// The origins of the best link of a hop: of several claims that a link needs, the
/// fewest that any has.
fn origins(hop: &Hop) -> u32 {
    let best = hop
        .links
        .iter()
        .filter(|link| link.standing == hop.standing);
    let origins = best.map(|link| {
        let claims = link.claims.iter().map(|claim| claim.origins);
        claims.min().unwrap_or_default()
    });
    origins.max().unwrap_or_default()
}

/// The places of the hops that are as weak as any: by standing, then by origins.
fn weakest(path: &Path) -> Vec<usize> {
    let strength = |hop: &Hop| (hop.standing, Reverse(origins(hop)));
    let worst = path.hops.iter().map(strength).max();
    let hops = path.hops.iter().enumerate();
    hops.filter(|(_, hop)| Some(strength(hop)) == worst)
        .map(|(at, _)| at)
        .collect()
}

/// `Weakest: Ann – Bo, DENIED, at least 1 origin`.
fn weakest_words(path: &Path, weakest: &[usize]) -> Option<String> {
    let first = path.hops.get(*weakest.first()?)?;
    let strength = format!(
        "{}, at least {}",
        first.standing.words(),
        count(origins(first) as usize, "origin")
    );
    if weakest.len() == path.hops.len() {
        return (weakest.len() > 1).then(|| format!("No hop is weaker than another: {strength}"));
    }
    let ends = weakest.iter().filter_map(|at| path.hops.get(*at));
    let ends = ends.map(|hop| format!("{} – {}", hop.from.label, hop.to.label));
    let ends: Vec<String> = ends.collect();
    Some(format!("Weakest: {}; {strength}", ends.join(" and ")))
}

fn all_named(all: &[Named]) -> Vec<Value> {
    all.iter().map(object::named).collect()
}
