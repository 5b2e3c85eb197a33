//! How standings look: a colour, a dash and a word, the same in every format.
//!
//! Never the colour alone: it dies in print and for colour-blind readers.

use crate::answer::Edge;
use crate::model::Standing;
use crate::render::brief::contested;

/// The pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    Solid,
    Dashed,
    Dotted,
}

impl Dash {
    pub fn as_str(self) -> &'static str {
        match self {
            Dash::Solid => "solid",
            Dash::Dashed => "dashed",
            Dash::Dotted => "dotted",
        }
    }
}

/// Red, green and blue of an edge: by its worst link, so that no denial looks harmless.
pub(super) fn rgb(edge: &Edge) -> [u8; 3] {
    rgb_of(edge.worst())
}

/// Likewise of a standing.
pub(super) fn rgb_of(standing: Standing) -> [u8; 3] {
    match standing {
        Standing::Uncontested => [0x2b, 0x2b, 0x2b],
        Standing::Disputed => [0xb3, 0x5c, 0x00],
        Standing::Denied => [0xa8, 0x00, 0x00],
        Standing::Retracted => [0x76, 0x76, 0x76],
    }
}

/// The colour of an edge, such as `#a80000`.
pub(super) fn colour(edge: &Edge) -> String {
    hex(rgb(edge))
}

/// `#a80000`.
pub(super) fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// By the best of its links: solid where one of them is without a denial.
pub(super) fn dash(edge: &Edge) -> Dash {
    dash_of(edge.best())
}

/// Likewise of a standing.
pub(super) fn dash_of(standing: Standing) -> Dash {
    match standing {
        Standing::Uncontested => Dash::Solid,
        Standing::Disputed | Standing::Denied => Dash::Dashed,
        Standing::Retracted => Dash::Dotted,
    }
}

/// What stands on the line: the verbs, and in words what is contested.
pub(super) fn label(edge: &Edge) -> String {
    let mut verbs: Vec<&str> = edge.links.iter().map(|link| &*link.verb).collect();
    verbs.dedup();
    verbs.sort_unstable();
    verbs.dedup();
    let mut label = verbs.join(", ");
    match &edge.links[..] {
        [only] => match only.standing {
            Standing::Uncontested => {}
            Standing::Disputed | Standing::Denied | Standing::Retracted => {
                label.push_str(" — ");
                label.push_str(only.standing.words());
            }
        },
        several => {
            label.push_str(&format!(" ({} links", several.len()));
            let contested = contested(several.iter().map(|link| link.standing));
            if !contested.is_empty() {
                label.push_str(": ");
                label.push_str(&contested);
            }
            label.push(')');
        }
    }
    label
}
