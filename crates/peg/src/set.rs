//! Sets of signs, and of the bytes that they begin with.

/// A set of signs: which of ASCII, and which of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Set {
    pub(crate) ascii: u128,
    pub(crate) wide: Wide,
}

/// Which signs outside ASCII are in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Wide {
    None,
    XidStart,
    XidContinue,
    All,
}

impl Set {
    /// What the grammar calls `ANY`.
    pub(crate) const ANY: Self = Self { ascii: u128::MAX, wide: Wide::All };

    pub(crate) fn range(first: char, last: char) -> Option<Self> {
        let ascii = bits((0..128).filter(|&byte| (first..=last).contains(&char::from(byte))));
        let wide = match (first, last) {
            (_, '\0'..'\u{80}') => Wide::None,
            ('\0'..='\u{80}', char::MAX) => Wide::All,
            _ => return None,
        };
        Some(Self { ascii, wide })
    }

    pub(crate) fn xid(wide: Wide) -> Self {
        let is_in = match wide {
            Wide::XidStart => unicode_ident::is_xid_start,
            _ => unicode_ident::is_xid_continue,
        };
        Self { ascii: bits((0..128).filter(|byte| is_in(char::from(*byte)))), wide }
    }

    pub(crate) fn union(self, other: Self) -> Self {
        // Each kind of signs holds those before it.
        Self { ascii: self.ascii | other.ascii, wide: self.wide.max(other.wide) }
    }

    /// What is in this set and not in the other one, where that is a set.
    pub(crate) fn without(self, other: Self) -> Option<Self> {
        let wide = match other.wide {
            Wide::None => self.wide,
            wide if wide >= self.wide => Wide::None,
            _ => return None,
        };
        Some(Self { ascii: self.ascii & !other.ascii, wide })
    }

    /// The bytes that a sign of the set begins with.
    pub(crate) fn bytes(self) -> Bytes {
        Bytes { ascii: self.ascii, high: self.wide != Wide::None }
    }

    /// The bytes that only a sign of the set begins with. Byte 0 may be the end of the text.
    pub(crate) fn sure(self) -> Bytes {
        Bytes { ascii: self.ascii & !1, high: self.wide == Wide::All }
    }
}

fn bits(bytes: impl Iterator<Item = u8>) -> u128 {
    bytes.fold(0, |bits, byte| bits | 1 << byte)
}

/// A set of bytes; those outside ASCII are in it together or not at all. The end of a text counts as
/// byte 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes {
    pub(crate) ascii: u128,
    pub(crate) high: bool,
}

impl Bytes {
    pub(crate) const NONE: Self = Self { ascii: 0, high: false };
    pub(crate) const ALL: Self = Self { ascii: u128::MAX, high: true };
    /// Stands for all bytes outside ASCII.
    pub(crate) const HIGH: u8 = 128;

    pub(crate) fn of(byte: u8) -> Self {
        if byte < Self::HIGH {
            Self { ascii: 1 << byte, high: false }
        } else {
            Self { ascii: 0, high: true }
        }
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self { ascii: self.ascii | other.ascii, high: self.high || other.high }
    }

    pub(crate) fn both(self, other: Self) -> Self {
        Self { ascii: self.ascii & other.ascii, high: self.high && other.high }
    }

    pub(crate) fn others(self) -> Self {
        Self { ascii: !self.ascii, high: !self.high }
    }

    pub(crate) fn has(self, byte: u8) -> bool {
        if byte < Self::HIGH { self.ascii >> byte & 1 == 1 } else { self.high }
    }
}
