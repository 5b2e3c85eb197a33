//! How many paths a choice of links leaves out, in words: the same for an answer of
//! `path` and for a block of a query.
//!
//! Takes what was counted in the path graph and which of these are shown one by one;
//! gives half a sentence. By what they are left out is for the caller to say.

use std::fmt::Display;

use crate::model::Standing;
use crate::network::LeftOut;

/// Why not all of them were counted, where the work did not suffice.
pub const TOO_LONG: &str = "to count them all takes too long";

/// A path that is left out and shown: its hops, and the standing of the worst.
pub type ShownLeftOut = (usize, Option<Standing>);

/// `left out by the filter: 2 more paths of at most 3 hops (1 DENIED, 1 disputed)`;
/// `None` where all that are left out are shown. Given are the words after "left out",
/// and why not all were counted, if they were not.
pub fn left_out_words(
    left_out: &LeftOut,
    shown: impl Iterator<Item = ShownLeftOut> + Clone,
    by: &str,
    not_all: &str,
) -> Option<String> {
    let is_among = |(hops, _): &ShownLeftOut| *hops <= left_out.hops as usize;
    let path = match shown.clone().any(|one| is_among(&one)) {
        true => "more path",
        false => "path",
    };
    let more = more_left_out(left_out, shown);
    let within = format!("of at most {}", count(left_out.hops, "hop"));
    let standings = standing_counts(&more.standings);
    Some(match (more.counted(), left_out.all) {
        (0, true) => return None,
        (0, false) => {
            format!("whether {path}s {within} are left out {by} was not found out: {not_all}")
        }
        (paths, true) => format!(
            "left out {by}: {} {within} ({standings})",
            count(paths, path)
        ),
        (paths, false) => format!(
            "left out {by}: at least {} {within} ({standings} of those counted; {not_all})",
            count(paths, path)
        ),
    })
}

/// Those that were counted, without some that are shown.
pub fn more_left_out(left_out: &LeftOut, shown: impl Iterator<Item = ShownLeftOut>) -> LeftOut {
    let mut more = *left_out;
    let shown = shown.filter(|(hops, _)| *hops <= left_out.hops as usize);
    for standing in shown.filter_map(|(_, standing)| standing) {
        // Counting may have stopped before it.
        let counted = &mut more.standings[standing as usize];
        *counted = counted.saturating_sub(1);
    }
    more
}

/// Counts in the order of `Standing::ALL`, worst first:
/// `2 DENIED, 1 disputed, 14 with no denial recorded`; empty where all are 0.
pub fn standing_counts<N: Copy + Display + PartialEq + From<u8>>(counts: &[N; 4]) -> String {
    let counts = Standing::ALL.into_iter().zip(counts).rev();
    let told = counts.filter(|(_, count)| **count != N::from(0));
    let told = told.map(|(standing, count)| match standing {
        Standing::Uncontested => format!("{count} with no denial recorded"),
        Standing::Disputed | Standing::Denied | Standing::Retracted => {
            format!("{count} {}", standing.words())
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// `1 path`, `3 paths`.
pub fn count<N: Copy + Display + PartialEq + From<u8>>(number: N, what: &str) -> String {
    match number == N::from(1) {
        true => format!("1 {what}"),
        false => format!("{number} {what}s"),
    }
}
