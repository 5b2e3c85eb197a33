//! All links that a filter lets through, for answers about a whole case.

use crate::network::error::NetworkError;
use crate::network::filter::Filter;
use crate::network::filter::Filtered;
use crate::network::graph::Network;

/// The numbers of the links that pass, ascending. Linear in the links.
///
/// A link passes when a path could take it in both directions: neither of its
/// ends is to be avoided.
///
/// # Errors
/// When a number met on the way is out of bounds.
pub fn links_passing(network: &Network, filter: &Filter) -> Result<Vec<u32>, NetworkError> {
    let filtered = Filtered::new(network, filter);
    let mut passing = Vec::new();
    for node in 0..network.node_count() {
        // Fewer than 2^31.
        let node = node as u32;
        if filtered.avoids(node) {
            continue;
        }
        for slot in network.slots(node) {
            if network.ahead.get(slot) && filtered.passes(slot) {
                passing.push(network.link_in(slot)?);
            }
        }
    }
    network.sound()?;
    Ok(passing)
}
