//! A small seeded source of random numbers, the same on every machine and in every version: what a
//! seed stands for must not change with a library.

/// Random numbers of a seed.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// Any number (`SplitMix64`).
    pub(crate) fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.any() % bound.max(1)
    }

    /// A number from 0 up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.any() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with some chance.
    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of some things, each with its weight.
    pub(crate) fn weighted<'a, T>(&mut self, items: &'a [(T, f64)]) -> &'a T {
        let whole: f64 = items.iter().map(|it| it.1).sum();
        let mut left = self.share() * whole;
        let found = items.iter().find(|it| {
            left -= it.1;
            left < 0.0
        });
        &found.unwrap_or(&items[items.len() - 1]).0
    }

    /// How long until something happens that happens once in a while, on average.
    pub(crate) fn wait(&mut self, average: f64) -> f64 {
        -(1.0 - self.share()).ln() * average
    }
}
