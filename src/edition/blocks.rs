//! Sorted keys in blocks, each with what its keys begin with written once.
//!
//! ```text
//! length of the shared beginning | length of each key's rest | the beginning | the rests
//! ```
//!
//! Lengths are numbers of seven bits a byte, least first (LEB128). Neighbours in
//! sorted order are alike, so that a name costs little more than what tells it
//! from the next; and unlike in front coding, where each key is told from the
//! one before, any key is found without reading those before it. It reads what
//! a file says and believes none of it.

/// How many keys share a block; the last one of a layer may have fewer.
pub(super) const BLOCK: usize = 16;

/// A key as it is stored: what it shares with its neighbours, and what it does not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'a> {
    beginning: &'a [u8],
    rest: &'a [u8],
}

impl Key<'_> {
    /// Gives the whole key.
    pub(super) fn to_vec(self) -> Vec<u8> {
        [self.beginning, self.rest].concat()
    }

    pub(super) fn len(self) -> usize {
        self.beginning.len() + self.rest.len()
    }

    pub(super) fn append_to(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.beginning);
        bytes.extend_from_slice(self.rest);
    }

    /// Puts the whole key into a buffer, where it fits in.
    pub(super) fn within(self, buffer: &mut [u8]) -> Option<&[u8]> {
        let whole = buffer.get_mut(..self.len())?;
        let (beginning, rest) = whole.split_at_mut(self.beginning.len());
        beginning.copy_from_slice(self.beginning);
        rest.copy_from_slice(self.rest);
        Some(whole)
    }

    pub(super) fn is(self, whole: &[u8]) -> bool {
        whole.strip_prefix(self.beginning) == Some(self.rest)
    }
}

/// Appends one block of keys, of which there is at least one.
pub(super) fn encode(keys: &[&[u8]], out: &mut Vec<u8>) {
    let first = keys.first().copied().unwrap_or_default();
    let shared = keys.iter().fold(first.len(), |shared, key| {
        let alike = first[..shared].iter().zip(*key);
        alike.take_while(|(a, b)| a == b).count()
    });
    push_length(shared, out);
    for key in keys {
        push_length(key.len() - shared, out);
    }
    out.extend_from_slice(&first[..shared]);
    for key in keys {
        out.extend_from_slice(&key[shared..]);
    }
}

fn push_length(mut length: usize, out: &mut Vec<u8>) {
    while length >= 0x80 {
        out.push(length as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
}

/// Reads a length off the front; none when it is cut off or too large.
fn take_length(bytes: &mut &[u8]) -> Option<usize> {
    let mut length = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = usize::from(byte & 0x7F);
        if part << shift >> shift != part {
            return None;
        }
        length |= part << shift;
        if byte & 0x80 == 0 {
            return Some(length);
        }
    }
    None
}

/// Reads so many lengths off the front; gives the sum of those before a place,
/// and the one there.
fn lengths(bytes: &mut &[u8], count: usize, place: usize) -> Option<(usize, usize)> {
    let (mut before, mut here) = (0_usize, 0);
    for at in 0..count {
        let length = take_length(bytes)?;
        if at < place {
            before = before.checked_add(length)?;
        } else if at == place {
            here = length;
        }
    }
    Some((before, here))
}

/// Finds keys by their number.
#[derive(Clone, Copy)]
pub(super) struct Blocks<'a> {
    /// How many keys there are.
    pub(super) len: usize,
    // Where each block starts, and one more for where the last ends.
    pub(super) starts: &'a [u64],
    pub(super) bytes: &'a [u8],
}

impl<'a> Blocks<'a> {
    /// How many starts there are for so many keys.
    pub(super) fn starts_of(keys: usize) -> usize {
        keys.div_ceil(BLOCK) + 1
    }

    /// Gives a key; none when there is none of that number, or the block is damaged.
    pub(super) fn get(&self, number: usize) -> Option<Key<'a>> {
        if number >= self.len {
            return None;
        }
        let (block, place) = (number / BLOCK, number % BLOCK);
        let mut bytes = self.block(block)?;
        let shared = take_length(&mut bytes)?;
        let keys = BLOCK.min(self.len - block * BLOCK);
        let (from, length) = match bytes.split_first_chunk::<BLOCK>() {
            // Nearly always every length is one byte; then nothing need be read in turn.
            Some((lengths, rest)) if keys == BLOCK && lengths.iter().all(|byte| *byte < 0x80) => {
                bytes = rest;
                let before = lengths.iter().take(place);
                let from = before.map(|byte| usize::from(*byte)).sum();
                (from, usize::from(lengths[place]))
            }
            Some(_) | None => lengths(&mut bytes, keys, place)?,
        };
        let (beginning, rests) = bytes.split_at_checked(shared)?;
        let rest = rests.get(from..)?.get(..length)?;
        Some(Key { beginning, rest })
    }

    /// Gives the bytes of a block.
    pub(super) fn block(&self, block: usize) -> Option<&'a [u8]> {
        let start = usize::try_from(*self.starts.get(block)?).ok()?;
        let end = usize::try_from(*self.starts.get(block + 1)?).ok()?;
        self.bytes.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::fixture::Numbers;

    /// Keys of which neighbours are alike, some empty, some long.
    fn keys(count: usize, numbers: &mut Numbers) -> Vec<Vec<u8>> {
        let mut keys: Vec<Vec<u8>> = (0..count)
            .map(|_| {
                let mut key = b"https://example.org/"[..numbers.below(21)].to_vec();
                let more = [0, 3, 40, 300, 20_000][numbers.below(5)];
                key.extend((0..numbers.below(more + 1)).map(|_| b'a' + numbers.below(3) as u8));
                key
            })
            .collect();
        keys.sort();
        keys
    }

    fn written(keys: &[Vec<u8>]) -> (Vec<u64>, Vec<u8>) {
        let (mut starts, mut bytes) = (Vec::new(), Vec::new());
        for block in keys.chunks(BLOCK) {
            starts.push(bytes.len() as u64);
            let block: Vec<&[u8]> = block.iter().map(Vec::as_slice).collect();
            encode(&block, &mut bytes);
        }
        starts.push(bytes.len() as u64);
        (starts, bytes)
    }

    #[test]
    fn every_key_is_found_by_its_number() {
        let mut numbers = Numbers(2);
        for count in [0, 1, 15, 16, 17, 200] {
            let keys = keys(count, &mut numbers);
            let (starts, bytes) = written(&keys);
            assert_eq!(starts.len(), Blocks::starts_of(count));
            let blocks = Blocks {
                len: count,
                starts: &starts,
                bytes: &bytes,
            };
            for (number, key) in keys.iter().enumerate() {
                let found = blocks.get(number).expect("it was written");
                assert_eq!(&found.to_vec(), key);
                assert!(found.is(key));
                assert!(!found.is(&[&key[..], b"x"].concat()));
                assert!(key.is_empty() || !found.is(&key[1..]));
                let short = (key.len() <= 7).then_some(&key[..]);
                assert_eq!(found.within(&mut [0; 7]), short);
            }
            assert!(blocks.get(count).is_none());
        }
    }

    #[test]
    fn what_neighbours_share_is_written_once() {
        let keys: Vec<Vec<u8>> = (0..16)
            .map(|n| format!("https://example.org/claim/{n:x}").into_bytes())
            .collect();
        let (_, bytes) = written(&keys);
        assert_eq!(bytes.len(), 1 + 16 + 26 + 16);
    }

    #[test]
    fn damaged_blocks_give_nothing_or_something_and_never_a_panic() {
        let mut numbers = Numbers(8);
        let keys = keys(40, &mut numbers);
        let (starts, bytes) = written(&keys);
        for _ in 0..20_000 {
            let (mut starts, mut bytes) = (starts.clone(), bytes.clone());
            let at = numbers.below(bytes.len());
            bytes[at] = numbers.below(256) as u8;
            // Where lengths stand, damage does most.
            bytes[numbers.below(20)] |= 0x80;
            if numbers.below(4) == 0 {
                let at = numbers.below(starts.len());
                starts[at] = u64::MAX >> numbers.below(64);
            }
            bytes.truncate(bytes.len() - numbers.below(bytes.len()));
            let blocks = Blocks {
                len: keys.len(),
                starts: &starts,
                bytes: &bytes,
            };
            for number in 0..keys.len() {
                if let Some(key) = blocks.get(number) {
                    assert!(key.to_vec().len() <= bytes.len());
                }
            }
        }
    }
}
