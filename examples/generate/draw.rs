//! Random numbers that are the same on every machine: whole-number arithmetic
//! on 64 bits and nothing else.
//!
//! Every row draws from a stream of its own, named by a topic and a number, so
//! that what a row says can be found again without keeping it. Frequencies of
//! the power-law kind come from [`Ranks`], distinct numbers from [`Shuffle`].

/// The constants are those of SplitMix64 (Steele, Lea, Flood 2014).
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What a stream of numbers is drawn for; streams of two topics share nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Person = 1,
    Company,
    Asset,
    Source,
    Relationship,
    Meeting,
    Transaction,
    Attribute,
    Question,
    Identity,
}

/// One stream of numbers.
pub struct Draw(u64);

impl Draw {
    /// The stream of one row.
    pub fn new(seed: u64, topic: Topic, number: u64) -> Self {
        let of_topic = mix(seed.wrapping_add(GAMMA)).wrapping_add(topic as u64);
        Self(mix(mix(of_topic).wrapping_add(number.wrapping_mul(GAMMA))))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number below `end`, which is not zero; each about as often.
    pub fn below(&mut self, end: u64) -> u64 {
        // The upper half of a product of 64 bits is below its second factor.
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// True so many times in a thousand.
    pub fn in_thousand(&mut self, times: u64) -> bool {
        self.below(1000) < times
    }

    /// One of several, each as often.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// One of several, each as often as its share of the sum of all shares.
    pub fn by_share<T: Copy>(&mut self, from: &[(u64, T)]) -> T {
        let sum = from.iter().map(|(share, _)| share).sum();
        let mut left = self.below(sum);
        for (share, value) in from {
            if left < *share {
                return *value;
            }
            left -= share;
        }
        from[from.len() - 1].1
    }
}

/// Ranks that come the more often the smaller they are: rank `r` in proportion
/// to `1 / (r + shift)`.
#[derive(Debug, Clone, Copy)]
pub struct Ranks {
    count: u64,
    shift: u64,
    octaves: u64,
}

impl Ranks {
    /// Ranks below `count`, the first of which comes once in about `first_in`
    /// draws, or as often as all others where there are too few for that.
    pub fn new(count: u64, first_in: u64) -> Self {
        // The first comes once in `shift * ln((count + shift) / shift)` draws.
        let mut shift = 1;
        while shift < count && shift * ln_256((count + shift) * 256 / shift) < first_in * 256 {
            shift += 1;
        }
        let mut octaves = 1;
        while shift << octaves < count + shift {
            octaves += 1;
        }
        Self {
            count,
            shift,
            octaves,
        }
    }

    /// The next rank.
    pub fn draw(&self, draw: &mut Draw) -> u64 {
        loop {
            // 1/x has the same sum over every doubling; within one, numbers
            // are kept in proportion to 1/x.
            let low = self.shift << draw.below(self.octaves);
            let x = low + draw.below(low);
            if x < self.count + self.shift && draw.below(x) < low {
                return x - self.shift;
            }
        }
    }
}

/// 256 times the natural logarithm of `x / 256`, for `x` of at least 256.
fn ln_256(x: u64) -> u64 {
    let whole = u64::from(x.ilog2());
    // The mantissa in 32 bits; squaring it gives one bit of the logarithm.
    let mut mantissa = u128::from(x) << 32 >> whole;
    let mut log2 = whole;
    for _ in 0..8 {
        mantissa = (mantissa * mantissa) >> 32;
        log2 *= 2;
        if mantissa >> 33 != 0 {
            mantissa >>= 1;
            log2 += 1;
        }
    }
    // ln 2 is 0.693147; `x` was 256 times too large.
    (log2 - 8 * 256) * 693_147 / 1_000_000
}

/// The numbers below `count` in another order.
#[derive(Debug, Clone, Copy)]
pub struct Shuffle {
    key: u64,
    half_bits: u32,
    count: u64,
}

impl Shuffle {
    pub fn new(seed: u64, topic: Topic, count: u64) -> Self {
        let bits = u64::BITS - (count - 1).leading_zeros();
        Self {
            key: Draw::new(seed, topic, u64::MAX).next(),
            half_bits: bits.div_ceil(2).max(1),
            count,
        }
    }

    /// Where a number below `count` goes; no two go to the same place.
    pub fn of(&self, number: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let mut at = number;
        // A Feistel network permutes a power of four that is at most four times
        // too large; a number that falls outside is sent on until it is inside.
        loop {
            let (mut left, mut right) = (at >> self.half_bits, at & mask);
            for round in 0..4 {
                let mixed = mix(right ^ self.key.wrapping_add(GAMMA.wrapping_mul(round))) & mask;
                (left, right) = (right, left ^ mixed);
            }
            at = left << self.half_bits | right;
            if at < self.count {
                return at;
            }
        }
    }
}
