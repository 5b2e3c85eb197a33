//! Sorting of many keys that begin alike.
//!
//! Takes numbers and a way to their keys, gives the numbers in byte order of
//! the keys. IRIs share their first forty bytes and texts their first words, so
//! a comparison of whole keys would read the same bytes again and again: here
//! eight bytes of each key are fetched at a time and sorted as one number, and
//! only what is still equal looks at eight more, behind what all of it shares (a
//! radix sort on super letters with cached keys: Ng and Kakehi, "Cache Efficient
//! Radix Sort for String Sorting", 2007).

/// Below this many keys whole comparisons are cheaper.
const FEW: usize = 24;
/// Keys alike for so many bytes are compared whole: recursion must end.
const DEEP: usize = 512;
const LETTERS: usize = 8;
/// How often a guess of what keys share is mended before there is none.
const MOST_TIMES: usize = 3;

/// The eight bytes of a key that are being looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    letters: u64,
    // How many of them the key has; one more when it goes on after them.
    left: u8,
    number: u32,
}

/// Sorts numbers by their keys, which must all be different.
pub(super) fn sort_by_key<'k>(numbers: &mut [u32], key: impl Fn(u32) -> &'k [u8]) {
    let mut windows: Vec<Window> = numbers
        .iter()
        .map(|number| window(*number, key(*number), 0))
        .collect();
    sort(&mut windows, 0, &key);
    for (number, window) in numbers.iter_mut().zip(windows) {
        *number = window.number;
    }
}

fn window(number: u32, key: &[u8], depth: usize) -> Window {
    let rest = key.get(depth..).unwrap_or_default();
    let mut letters = [0; LETTERS];
    let have = rest.len().min(LETTERS);
    letters[..have].copy_from_slice(&rest[..have]);
    Window {
        letters: u64::from_be_bytes(letters),
        left: rest.len().min(LETTERS + 1) as u8,
        number,
    }
}

/// Sorts windows that are `depth` bytes into keys which are equal up to there.
fn sort<'k>(windows: &mut [Window], depth: usize, key: &impl Fn(u32) -> &'k [u8]) {
    windows.sort_unstable();
    // What ends here is in its place: of two equal windows the shorter key is
    // the smaller one, and no key comes twice.
    let goes_on = |window: &Window| usize::from(window.left) > LETTERS;
    for alike in windows.chunk_by_mut(|a, b| a.letters == b.letters && goes_on(a) == goes_on(b)) {
        if alike.len() < 2 || !goes_on(&alike[0]) {
            continue;
        }
        let next = depth + LETTERS;
        if alike.len() < FEW || next > DEEP {
            alike.sort_unstable_by(|a, b| {
                let tail = |window: &Window| key(window.number).get(next..).unwrap_or_default();
                tail(a).cmp(tail(b))
            });
            continue;
        }
        let next = move_on(alike, next, key);
        sort(alike, next, key);
    }
}

/// Moves windows on to where their keys begin to differ, or near it; they are
/// equal up to `from` at least. Gives how far they are then.
///
/// What a few keys share is likely shared by all; where it is not, less is.
fn move_on<'k>(windows: &mut [Window], from: usize, key: &impl Fn(u32) -> &'k [u8]) -> usize {
    let tail = |window: &Window| key(window.number).get(from..).unwrap_or_default();
    let first = tail(&windows[0]);
    let alike = |other: &[u8], most: usize| {
        let pairs = first[..most].iter().zip(other);
        pairs.take_while(|(a, b)| a == b).count()
    };
    let few = windows.iter().step_by(windows.len().div_ceil(FEW));
    let mut shared = few.fold(first.len().min(DEEP), |shared, one| {
        alike(tail(one), shared)
    });
    let mut begun = 0;
    let mut at = 0;
    while let Some(one) = windows.get_mut(at) {
        let all = key(one.number);
        let here = alike(all.get(from..).unwrap_or_default(), shared);
        if here < shared {
            // Beginning again a few times is enough to know that little is shared.
            begun += 1;
            shared = if begun < MOST_TIMES { here } else { 0 };
            at = 0;
            continue;
        }
        *one = window(one.number, all, from + shared);
        at += 1;
    }
    from + shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::fixture::Numbers;

    #[test]
    fn keys_are_sorted_as_their_bytes_are() {
        let mut numbers = Numbers(3);
        for alphabet in [&b"\0a"[..], b"ab", b"/0123456789abcdef\xff"] {
            let mut keys: Vec<Vec<u8>> = (0..4000)
                .map(|_| {
                    let shared = [0, 8, 20, 40][numbers.below(4)];
                    let mut key = vec![b'x'; shared];
                    for _ in 0..numbers.below(20) {
                        key.push(alphabet[numbers.below(alphabet.len())]);
                    }
                    key
                })
                .collect();
            keys.sort();
            keys.dedup();
            numbers.shuffle(&mut keys);
            let mut order: Vec<u32> = (0..keys.len() as u32).collect();
            sort_by_key(&mut order, |at| &keys[at as usize]);
            let sorted: Vec<&Vec<u8>> = order.iter().map(|at| &keys[*at as usize]).collect();
            assert!(sorted.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn a_long_common_beginning_does_not_go_deep() {
        let keys: Vec<Vec<u8>> = (0..100_u8)
            .rev()
            .map(|last| [vec![b'x'; 100_000], vec![last]].concat())
            .collect();
        let mut order: Vec<u32> = (0..100).collect();
        sort_by_key(&mut order, |at| &keys[at as usize]);
        assert!(order.into_iter().eq((0..100).rev()));
    }
}
