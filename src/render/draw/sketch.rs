//! What a picture shows, before anything has a place: who is in it, and between
//! them the links, those that say the same put together.
//!
//! Takes paths and hops of an answer, one after the other; numbers their claims
//! in that order. A link is shown once, whichever hops have it; one that is part
//! of the answer never as left out. What is contested never shares a label with
//! what is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{ClaimView, Hop, HopLink, Kind, LeftOutBetween, Named, Path, Selected};
use crate::model::Standing;
use crate::render::draw::layout::Rank;
use crate::render::hops::{Numbers, weakness};

/// Somebody or something in the picture.
#[derive(Debug, Clone)]
pub(super) struct Figure<'a> {
    pub named: &'a Named,
    /// `None` until it is looked up.
    pub kind: Option<Kind>,
    /// It is one of the names that were asked for.
    pub asked: bool,
    pub rank: Option<Rank>,
}

/// Links of the same two that say the same, in the same direction and with the
/// same standing.
#[derive(Debug, Clone)]
pub(super) struct Bundle<'a> {
    /// The figure of the subject.
    pub from: usize,
    /// That of the object.
    pub to: usize,
    /// Between subject and object.
    pub verb: &'a str,
    /// It means the same from either end.
    pub symmetric: bool,
    pub standing: Standing,
    /// What the answer leaves out, and names all the same.
    pub left_out: bool,
    /// What a reader must know before the list is reached.
    pub weakness: &'static str,
    /// The numbers of the claims, each once, in their order.
    pub numbers: Vec<usize>,
    pub links: Vec<&'a HopLink>,
}

/// What is not drawn since there is too much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Undrawn {
    pub entities: usize,
    /// By standing, in the order of `Standing::ALL`.
    pub links: [usize; 4],
}

/// Figures, links and numbers.
#[derive(Default)]
pub(super) struct Sketch<'a> {
    pub figures: Vec<Figure<'a>>,
    pub bundles: Vec<Bundle<'a>>,
    pub numbers: Numbers<'a>,
    pub undrawn: Undrawn,
    /// Links that are drawn as left out: beside those of a hop that the answer has,
    /// and, by standing, of paths that it leaves out.
    pub left_out_beside: LeftOutBetween,
    pub left_out_paths: [usize; 4],
    // By what the links of the answer were chosen; nothing is left out without it.
    selected: Option<&'a Selected>,
    // Where each figure is in the list.
    places: BTreeMap<&'a str, usize>,
    drawn: BTreeSet<(usize, usize, &'a str)>,
    /// Who may be drawn; everybody without it.
    only: Option<BTreeSet<&'a str>>,
    turned_away: BTreeSet<&'a str>,
    // A link is shown from both of its ends where an answer has it twice.
    not_drawn: BTreeSet<(&'a str, &'a str)>,
}

/// What a link is to the answer that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It carries a hop of it.
    OfAnswer,
    /// It carries none, beside one that does.
    Beside,
    /// It is on a path that is left out.
    OfPathLeftOut,
}

impl<'a> Sketch<'a> {
    /// Of an answer that was made with a choice of links.
    pub fn of(selected: &'a Selected) -> Self {
        Self {
            selected: Some(selected),
            ..Self::default()
        }
    }

    /// Draws nobody but these from now on; others are counted.
    pub fn only(&mut self, these: BTreeSet<&'a str>) {
        self.only = Some(these);
    }

    /// The place of a figure in the list, where it may be drawn.
    fn place(&mut self, named: &'a Named) -> Option<usize> {
        let iri = named.iri.as_str();
        if let Some(place) = self.places.get(iri) {
            return Some(*place);
        }
        if self.only.as_ref().is_some_and(|only| !only.contains(iri)) {
            if self.turned_away.insert(iri) {
                self.undrawn.entities += 1;
            }
            return None;
        }
        self.places.insert(iri, self.figures.len());
        self.figures.push(Figure {
            named,
            kind: None,
            asked: false,
            rank: None,
        });
        Some(self.figures.len() - 1)
    }

    /// Adds somebody who was asked for.
    pub fn asked(&mut self, named: &'a Named) {
        if let Some(place) = self.place(named) {
            self.figures[place].asked = true;
        }
    }

    /// Adds somebody with a wish for a column.
    pub fn ranked(&mut self, named: &'a Named, rank: Rank) {
        if let Some(place) = self.place(named) {
            self.figures[place].rank.get_or_insert(rank);
        }
    }

    /// Adds a path as a lane from left to right: each entity in the furthest
    /// column that any path has it in, so that lines lead onwards.
    pub fn path(&mut self, path: &'a Path, left_out: bool) {
        for (named, column) in path.entities.iter().zip(0..) {
            let Some(place) = self.place(named) else {
                continue;
            };
            let rank = &mut self.figures[place].rank;
            *rank = match rank {
                Some(Rank::Fixed(further)) if *further >= column => Some(Rank::Fixed(*further)),
                Some(Rank::Fixed(_) | Rank::Around(_)) | None => Some(Rank::Fixed(column)),
            };
        }
        for hop in &path.hops {
            self.hop(hop, left_out);
        }
    }

    /// Adds the links of a hop, and those that carry none beside them.
    pub fn hop(&mut self, hop: &'a Hop, left_out: bool) {
        let ends = (&hop.from, &hop.to);
        let (of_links, of_others) = match left_out {
            false => (Part::OfAnswer, Part::Beside),
            true => (Part::OfPathLeftOut, Part::OfPathLeftOut),
        };
        for link in &hop.links {
            self.link(ends, link, of_links);
        }
        for link in &hop.excluded {
            self.link(ends, link, of_others);
        }
    }

    /// Adds a link, read from the first of its ends, and counts it where it is drawn
    /// as left out.
    pub fn link(&mut self, ends: (&'a Named, &'a Named), link: &'a HopLink, part: Part) {
        let is_new = self.add(ends, link, part != Part::OfAnswer);
        match (is_new, part) {
            (false, _) | (true, Part::OfAnswer) => {}
            (true, Part::Beside) => {
                if let Some(selected) = self.selected {
                    self.left_out_beside.add(link.standing, selected);
                }
            }
            (true, Part::OfPathLeftOut) => self.left_out_paths[link.standing as usize] += 1,
        }
    }

    /// Whether it is drawn, and was not.
    fn add(&mut self, ends: (&'a Named, &'a Named), link: &'a HopLink, left_out: bool) -> bool {
        let (from, to) = (self.place(ends.0), self.place(ends.1));
        let (Some(from), Some(to)) = (from, to) else {
            let ends = [ends.0.iri.as_str(), ends.1.iri.as_str()];
            let first = ends.into_iter().min().unwrap_or_default();
            if self.not_drawn.insert((first, &link.id)) {
                let places = Standing::ALL.iter().zip(&mut self.undrawn.links);
                for (_, count) in places.filter(|(one, _)| **one == link.standing) {
                    *count += 1;
                }
            }
            return false;
        };
        if !self
            .drawn
            .insert((from.min(to), from.max(to), link.id.as_str()))
        {
            return false;
        }
        let (from, to) = match (link.symmetric, link.forward) {
            (true, _) => (from.min(to), from.max(to)),
            (false, true) => (from, to),
            (false, false) => (to, from),
        };
        let weakness = weakness(link).trim();
        let numbers: Vec<usize> = link
            .claims
            .iter()
            .map(|claim| self.numbers.of(claim))
            .collect();
        let alike = self.bundles.iter_mut().find(|bundle| {
            (bundle.from, bundle.to) == (from, to)
                && *bundle.verb == *link.verb_as_stated
                && bundle.symmetric == link.symmetric
                && bundle.standing == link.standing
                && bundle.left_out == left_out
                && bundle.weakness == weakness
        });
        match alike {
            Some(bundle) => {
                bundle.numbers.extend(numbers);
                bundle.numbers.sort_unstable();
                bundle.numbers.dedup();
                bundle.links.push(link);
            }
            None => self.bundles.push(Bundle {
                from,
                to,
                verb: &link.verb_as_stated,
                symmetric: link.symmetric,
                standing: link.standing,
                left_out,
                weakness,
                numbers,
                links: vec![link],
            }),
        }
        true
    }

    /// The ids of the links that rest on a claim, where they are not the claim's own.
    pub fn links_of(&self, number: usize) -> impl Iterator<Item = &'a str> {
        let claim = self.claims().get(number - 1).copied();
        let bundles = self.bundles.iter();
        let links = bundles.flat_map(|bundle| bundle.links.iter().copied());
        links.filter_map(move |link| {
            let claim = claim?;
            let rests = link.claims.iter().any(|known| known.iri == claim.iri);
            (rests && link.id != claim.id).then_some(link.id.as_str())
        })
    }

    /// The claims in the order of their numbers.
    pub fn claims(&self) -> &[&'a ClaimView] {
        self.numbers.claims()
    }
}

/// Numbers in brackets, three and more in a row as one: `[3–9, 12]`.
pub(super) fn brackets(numbers: &[usize]) -> String {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            Some(_) | None => parts.push((*number, *number)),
        }
    }
    let words = parts.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    format!("[{}]", words.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_put_together() {
        for (numbers, words) in [
            (&[3][..], "[3]"),
            (&[3, 4], "[3, 4]"),
            (&[1, 3, 4, 5, 9, 10, 12], "[1, 3–5, 9, 10, 12]"),
        ] {
            assert_eq!(brackets(numbers), words);
        }
    }
}
