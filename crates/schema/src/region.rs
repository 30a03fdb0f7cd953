//! Where a project's data lives, and with that the host that requests go to.

/// A region of Amplitude.
#[derive(Debug, PartialEq, Eq, Clone, Copy, Default)]
pub enum Region {
    /// The standard servers.
    #[default]
    Us,
    /// The servers of EU residency.
    Eu,
}

/// Every region.
pub static REGIONS: &[Region] = &[Region::Us, Region::Eu];

impl Region {
    /// As written in `amq.toml` and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
        }
    }

    /// Scheme and host of its requests.
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::Us => "https://amplitude.com",
            Self::Eu => "https://analytics.eu.amplitude.com",
        }
    }

    /// The region of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        REGIONS.iter().copied().find(|region| region.name() == name)
    }
}
