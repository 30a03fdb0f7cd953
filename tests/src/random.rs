//! A small seeded source of random numbers, the same on every machine.

/// Random numbers from a seed.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1)
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        // `SplitMix64`
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.any() % bound.max(1) as u64) as usize
    }

    /// A number between two, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of some things.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// The same things in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// Words and signs of the language, and some that are none, for texts without any sense.
pub const SOUP: &[&str] = &[
    "users",
    "new",
    "funnel",
    "A",
    "->",
    "B",
    "segmentation",
    "let",
    "use",
    "$a",
    "=",
    "where",
    "by",
    "and",
    "vs",
    "is",
    "not",
    "in",
    "cohort",
    "performed",
    "within",
    "rolling",
    "last",
    "30d",
    "from",
    "2021-09-01",
    "to",
    "today",
    "formula",
    "\"x\"",
    "(",
    ")",
    "{",
    "}",
    ",",
    ":",
    "'",
    "\"",
    "# c",
    "city",
    "é",
    "購入",
    "🎉",
    "\\",
    "mode",
    "every",
    "limit",
    "10",
    "window",
    "3d",
    "2021-01-01",
    "#",
    "\n",
    "\n ",
];
