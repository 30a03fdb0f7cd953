//! Ctrl-C: the first one ends the run with what was sent, the second one at once.

use amq_client::Stop;
use tokio::sync::watch;

use crate::output;

/// What tells a run to stop.
pub(crate) fn stop() -> watch::Receiver<Stop> {
    let (stop, stopped) = watch::channel(Stop::No);
    tokio::spawn(async move {
        for (next, said) in [
            (Stop::Soon, "nothing more is sent; waiting for what was (Ctrl-C again: do not wait)"),
            (Stop::Now, "stopped"),
        ] {
            if tokio::signal::ctrl_c().await.is_err() {
                return;
            }
            output::note(&format!("\n{said}\n"));
            if stop.send(next).is_err() {
                return;
            }
        }
        // Nobody asks a third time.
        std::future::pending::<()>().await;
    });
    stopped
}
