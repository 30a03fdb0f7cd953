//! The client's process: the server ends with it.

use std::{path::Path, time::Duration};

/// Returns once a process has ended; where that cannot be seen, never. There the end of standard
/// input has to do.
pub(crate) async fn ended(id: u32) {
    let folder = format!("/proc/{id}");
    if !Path::new("/proc/self").exists() || !Path::new(&folder).exists() {
        return std::future::pending().await;
    }
    let mut tick = tokio::time::interval(Duration::from_secs(2));
    while Path::new(&folder).exists() {
        tick.tick().await;
    }
}
