//! The time, which tests let run faster.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 on a [`Clock`].
pub type Millis = u64;

/// A clock that all processes of a machine agree on.
///
/// ```
/// let clock = amq_client::Clock::faster(100);
/// let before = clock.now();
/// std::thread::sleep(std::time::Duration::from_millis(10));
/// assert!(clock.now() >= before + 1000);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    speed: u64,
}

impl Default for Clock {
    fn default() -> Self {
        Self { speed: 1 }
    }
}

impl Clock {
    /// A clock that runs so many times as fast, for tests.
    pub fn faster(speed: u64) -> Self {
        Self { speed: speed.max(1) }
    }

    /// What time it is.
    pub fn now(self) -> Millis {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let micros = u64::try_from(real.as_micros()).unwrap_or(u64::MAX);
        micros.saturating_mul(self.speed) / 1000
    }

    /// Waits for so many milliseconds of this clock.
    pub(crate) async fn sleep(self, millis: Millis) {
        let micros = millis.saturating_mul(1000).div_ceil(self.speed);
        tokio::time::sleep(Duration::from_micros(micros)).await;
    }
}
