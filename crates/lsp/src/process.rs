//! The client's process: the server ends with it.

use std::{path::Path, time::Duration};

/// Returns once a process has ended; if it cannot be seen now, never. There the end of standard
/// input has to do.
pub(crate) fn ended(id: u32) -> impl Future<Output = ()> {
    let folder = format!("/proc/{id}");
    let is_seen = Path::new("/proc/self").exists() && Path::new(&folder).exists();
    async move {
        if !is_seen {
            return std::future::pending().await;
        }
        let mut tick = tokio::time::interval(Duration::from_secs(2));
        while Path::new(&folder).exists() {
            tick.tick().await;
        }
    }
}
