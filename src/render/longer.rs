//! How to see longer paths than those of an answer.
//!
//! Whoever is shown the shortest path should not take it for the only one.

use crate::answer::{Ask, Count, PathAnswer};

/// Of more equally short paths than these the advice is not to list as many
/// and some longer ones.
const MOST_SHORT: u128 = 8;

/// How many longer paths are to be seen where `-k` is advised.
const MORE_NAMED: u128 = 2;

/// How to see longer paths too, where the shortest alone was asked for and the
/// limit of hops leaves room for others.
pub(super) fn longer_words(answer: &PathAnswer) -> Option<String> {
    let hops = u32::try_from(answer.paths.first()?.hops.len()).ok()?;
    let is_room = answer.max_hops.is_none_or(|most| most > hops);
    if answer.ask != Ask::Shortest || hops == 0 || !is_room || !answer.is_complete() {
        return None;
    }
    let mut ways = Vec::new();
    if let Some(Count::Exactly(short)) = answer.total
        && short <= MOST_SHORT
    {
        let first = short + MORE_NAMED;
        ways.push(format!("`-k {first}` shows the first {first}"));
    }
    // A limit of hops cannot be given with the other.
    if answer.max_hops.is_none() {
        let hops = hops + 1;
        ways.push(format!(
            "`--within {hops}` shows the paths of at most {hops} hops"
        ));
    }
    (!ways.is_empty()).then(|| {
        format!(
            "longer paths were not looked for, and there may be some: {}",
            ways.join(", ")
        )
    })
}
