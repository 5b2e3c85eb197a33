//! Many pairs of numbers under few heads, kept small while they arrive.
//!
//! Takes a head and a pair, or a head and an item, in any order; gives them
//! back head by head. What arrives in a row for one head makes one run, and
//! numbers are kept as variable-length bytes (LEB128: seven bits a byte, lowest
//! first), so that forty triples about a claim take some two hundred bytes.
//! What the numbers mean is for `draft`.

/// Numbers by head, in the order in which they came.
#[derive(Default)]
pub(super) struct Runs {
    heads: Vec<u32>,
    // Where the run of each head begins.
    starts: Vec<u64>,
    bytes: Vec<u8>,
}

impl Runs {
    /// Adds numbers to what is kept under a head.
    pub(super) fn add<const N: usize>(&mut self, head: u32, numbers: [u32; N]) {
        if self.heads.last() != Some(&head) {
            self.heads.push(head);
            self.starts.push(self.bytes.len() as u64);
        }
        for number in numbers {
            let mut rest = number;
            while rest >= 0x80 {
                self.bytes.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            self.bytes.push(rest as u8);
        }
    }

    pub(super) fn heads(&self) -> &[u32] {
        &self.heads
    }

    /// Gives the runs in the order of the new numbers of their heads: for each
    /// that number and what is in the run. A head may come several times.
    pub(super) fn by_head<'a>(
        &'a self,
        new: &'a [u32],
    ) -> impl Iterator<Item = (u32, Numbers<'a>)> + use<'a> {
        let mut order: Vec<u64> = (0_u32..)
            .zip(&self.heads)
            .map(|(run, head)| (u64::from(new[*head as usize]) << 32) | u64::from(run))
            .collect();
        order.sort_unstable();
        order.into_iter().map(|key| {
            let run = key as u32 as usize;
            ((key >> 32) as u32, self.run(run))
        })
    }

    /// Gives everything under every head, in the order of arrival.
    pub(super) fn all(&self) -> impl Iterator<Item = Numbers<'_>> {
        (0..self.heads.len()).map(|run| self.run(run))
    }

    fn run(&self, run: usize) -> Numbers<'_> {
        let start = self.starts[run] as usize;
        let end = self
            .starts
            .get(run + 1)
            .map_or(self.bytes.len(), |end| *end as usize);
        Numbers(&self.bytes[start..end])
    }
}

/// The numbers of one run, one after another.
pub(super) struct Numbers<'a>(&'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }
}

impl Numbers<'_> {
    /// Gives the next two numbers.
    pub(super) fn pair(&mut self) -> Option<[u32; 2]> {
        Some([self.next()?, self.next()?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_in_comes_out_by_new_number() {
        let mut runs = Runs::default();
        let mut expected: Vec<(u32, [u32; 2])> = Vec::new();
        // Heads 0 to 9, turned round; numbers of every length.
        let new: Vec<u32> = (0..10).rev().collect();
        for at in 0..1000_u32 {
            let head = at / 3 % 10;
            let pair = [at.wrapping_mul(2_654_435_761) >> (at % 32), at % 129];
            runs.add(head, pair);
            expected.push((9 - head, pair));
        }
        runs.add(4, [u32::MAX, 0]);
        expected.push((5, [u32::MAX, 0]));
        expected.sort_by_key(|(head, _)| *head);
        let found: Vec<(u32, [u32; 2])> = runs
            .by_head(&new)
            .flat_map(|(head, mut run)| {
                std::iter::from_fn(move || run.pair()).map(move |pair| (head, pair))
            })
            .collect();
        assert_eq!(found, expected);
        assert_eq!(runs.all().flatten().count(), 2 * expected.len());
    }
}
