//! Sets of properties, each kept once however many events share it.

use rustc_hash::FxHashMap;

/// Properties: keys and values, by key; both are texts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct Bag(Box<[(u32, u32)]>);

impl Bag {
    /// The value under a key.
    pub(crate) fn get(&self, key: u32) -> Option<u32> {
        let at = self.0.binary_search_by_key(&key, |pair| pair.0).ok()?;
        self.0.get(at).map(|pair| pair.1)
    }

    /// Keys and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }
}

/// All bags of a store.
#[derive(Debug, Default)]
pub(crate) struct Bags {
    bags: Vec<Bag>,
    by_bag: FxHashMap<Bag, u32>,
}

impl Bags {
    /// The number of the bag of some properties; of two under one key the last counts.
    pub(crate) fn add(&mut self, mut pairs: Vec<(u32, u32)>) -> u32 {
        pairs.reverse();
        pairs.sort_by_key(|pair| pair.0);
        pairs.dedup_by_key(|pair| pair.0);
        let bag = Bag(pairs.into_boxed_slice());
        if let Some(known) = self.by_bag.get(&bag) {
            return *known;
        }
        let number = self.bags.len() as u32;
        self.bags.push(bag.clone());
        self.by_bag.insert(bag, number);
        number
    }

    /// Forgets what only adding needs.
    pub(crate) fn close(&mut self) {
        self.by_bag = FxHashMap::default();
        self.bags.shrink_to_fit();
    }

    /// The bag of a number.
    pub(crate) fn get(&self, number: u32) -> Option<&Bag> {
        self.bags.get(number as usize)
    }

    /// All bags, by number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Bag> {
        self.bags.iter()
    }
}
