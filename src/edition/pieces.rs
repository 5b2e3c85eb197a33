//! Bytes that are only ever added to, in pieces that never move.
//!
//! Takes bytes and gives where they begin. A vector of hundreds of megabytes
//! would be copied whenever it is full, and be there twice while it is; here a
//! new piece is begun, and what was added together lies together.

/// How many bytes a piece has, unless something longer has to lie in one.
const PIECE: usize = 1 << PIECE_BITS;
const PIECE_BITS: u32 = 18;

/// Bytes by where they begin.
// Invariant: what begins at `at` lies in the piece `at >> PIECE_BITS`. After a
// piece that is longer there are empty ones, whose places it takes.
#[derive(Default)]
pub(super) struct Pieces {
    pieces: Vec<Vec<u8>>,
}

impl Pieces {
    /// Whether so many bytes can lie together with those before them.
    pub(super) fn fits(&self, len: usize) -> bool {
        // Not the capacity, which may be larger than was asked for: what is
        // numbered as of this piece has to end with it.
        self.pieces
            .last()
            .is_some_and(|piece| piece.len() + len <= PIECE)
    }

    /// Makes room for so many bytes together; gives where they will begin.
    pub(super) fn make_room(&mut self, len: usize) -> u64 {
        if !self.fits(len) {
            if let Some(last) = self.pieces.last() {
                let places = last.len().div_ceil(PIECE).max(1);
                let taken = self.pieces.len() - 1 + places;
                self.pieces.resize_with(taken, Vec::new);
            }
            self.pieces.push(Vec::with_capacity(len.max(PIECE)));
        }
        let last = self.pieces.len() - 1;
        ((last as u64) << PIECE_BITS) + self.pieces[last].len() as u64
    }

    /// Adds bytes for which room was made.
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        if let Some(last) = self.pieces.last_mut() {
            last.extend_from_slice(bytes);
        }
    }

    /// Gives the bytes from one place on, to another or to the end of their piece.
    pub(super) fn get(&self, from: u64, to: u64) -> &[u8] {
        let piece = &self.pieces[(from >> PIECE_BITS) as usize];
        let start = from as usize & (PIECE - 1);
        let end = usize::try_from(to - from).map_or(piece.len(), |len| start.saturating_add(len));
        &piece[start..end.min(piece.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_together_lies_together() {
        let mut pieces = Pieces::default();
        let mut added = Vec::new();
        for (n, len) in [3, PIECE, 5, 3 * PIECE + 1, 2, PIECE - 2, 1, 2 * PIECE, 9]
            .into_iter()
            .enumerate()
        {
            let bytes = vec![n as u8; len];
            let at = pieces.make_room(len);
            pieces.extend(&bytes);
            added.push((at, bytes));
        }
        assert!(added.is_sorted_by(|(a, bytes), (b, _)| a + bytes.len() as u64 <= *b));
        for (at, bytes) in added {
            let end = at + bytes.len() as u64;
            assert!(pieces.get(at, end) == bytes);
            assert!(pieces.get(at, u64::MAX).starts_with(&bytes));
        }
    }
}
