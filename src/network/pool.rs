//! The strands that a search for the smallest set has met, by their labels.
//!
//! A set that disconnects must hit every strand. So each strand met is
//! remembered, and a set that leaves one of them whole is given up without a
//! look at the network. The counts follow the search as labels are withdrawn,
//! kept, and given free again; each call costs as much as there are strands
//! with the label.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::network::meet::NodeHasher;
use crate::network::meet::NodeSet;

#[derive(Default)]
pub(super) struct Pool {
    strands: Vec<Known>,
    // Looked up, never walked.
    with_label: HashMap<u32, Vec<u32>, BuildHasherDefault<NodeHasher>>,
}

struct Known {
    labels: Vec<u32>,
    /// How many of them are withdrawn.
    hits: u32,
    /// How many of them are not kept.
    free: u32,
}

impl Pool {
    /// Adds a strand that holds now; gives its number. `kept` are the labels
    /// that are kept now.
    pub fn add(&mut self, labels: &[u32], kept: &NodeSet) -> usize {
        let number = self.strands.len();
        for label in labels {
            // The work counted for a strand is more than one for each label,
            // and there is less of it than fits a number.
            self.with_label
                .entry(*label)
                .or_default()
                .push(number as u32);
        }
        let free = labels.iter().filter(|label| !kept.contains(label)).count();
        self.strands.push(Known {
            labels: labels.to_vec(),
            hits: 0,
            free: free as u32,
        });
        number
    }

    pub fn len(&self) -> usize {
        self.strands.len()
    }

    /// Ascending.
    pub fn labels(&self, strand: usize) -> &[u32] {
        &self.strands[strand].labels
    }

    /// How many labels of a strand may be withdrawn.
    pub fn free(&self, strand: usize) -> u32 {
        self.strands[strand].free
    }

    /// The strands that hold, in the order in which they were added.
    pub fn holding(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(|strand| self.strands[*strand].hits == 0)
    }

    pub fn withdraw(&mut self, label: u32) {
        self.each(label, |strand| strand.hits += 1);
    }

    /// Takes back that the label was withdrawn.
    pub fn restore(&mut self, label: u32) {
        self.each(label, |strand| strand.hits -= 1);
    }

    pub fn keep(&mut self, label: u32) {
        self.each(label, |strand| strand.free -= 1);
    }

    /// Takes back that the label was kept.
    pub fn release(&mut self, label: u32) {
        self.each(label, |strand| strand.free += 1);
    }

    fn each(&mut self, label: u32, mut change: impl FnMut(&mut Known)) {
        for strand in self.with_label.get(&label).into_iter().flatten() {
            change(&mut self.strands[*strand as usize]);
        }
    }
}
