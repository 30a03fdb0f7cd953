//! The server.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    thread::{Builder, JoinHandle},
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::sync::watch;

use crate::{
    budget::Stats,
    config::Config,
    door::respond,
    project::Project,
    quotes::Quotes,
    store::ImportError,
    understood::{Endpoint, Understood},
};

/// A sandbox that is running. It ends when this is dropped.
#[derive(Debug)]
pub struct Handle {
    address: SocketAddr,
    budget: Arc<crate::budget::Budget>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// A sandbox that cannot be started.
#[derive(Debug)]
pub enum Error {
    /// The port cannot be listened to.
    Port(u16, io::Error),
    /// The file of events cannot be used.
    Events(ImportError),
    /// The setting of a name has a value that it cannot have.
    Setting(&'static str),
    /// The system gives no thread.
    Thread(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(port, error) if error.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "port {port} is in use by another program")
            }
            Self::Port(port, error) => write!(f, "cannot listen to port {port}: {error}"),
            Self::Events(error) => error.fmt(f),
            Self::Setting(what) => f.write_str(what),
            Self::Thread(error) => write!(f, "cannot start: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Starts a sandbox on loopback.
///
/// ```
/// let sandbox = amq_sandbox::serve(amq_sandbox::Config::default()).unwrap();
/// assert!(sandbox.address().ip().is_loopback());
/// assert_eq!(sandbox.stats().requests, 0);
/// sandbox.shutdown();
/// ```
pub fn serve(config: Config) -> Result<Handle, Error> {
    if !(config.time_scale.is_finite() && config.time_scale > 0.0) {
        return Err(Error::Setting("the scale of time is not above zero"));
    }
    if !(0.0..=1.0).contains(&config.chaos) {
        return Err(Error::Setting("the rate of chaos is not between 0 and 1"));
    }
    let port = config.port;
    let listen = || {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        Ok((listener.local_addr()?, listener))
    };
    let (address, listener) = listen().map_err(|error| Error::Port(port, error))?;
    let project = Arc::new(Project::new(config).map_err(Error::Events)?);
    let budget = Arc::clone(&project.budget);
    let (stop, stopped) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(Error::Thread)?;
    let run = move || {
        // Made-up events of the last year are made while nobody waits for them.
        let early = Arc::clone(&project);
        let of_the_year = Understood::new(Endpoint::Events);
        runtime.spawn_blocking(move || early.with_store(&of_the_year, |store| store.now));
        runtime.block_on(accept(listener, project, stopped));
        runtime.shutdown_background();
    };
    let thread = Builder::new().name("sandbox".to_owned()).spawn(run).map_err(Error::Thread)?;
    Ok(Handle { address, budget, stop, thread: Some(thread) })
}

/// Takes connections until it is told to stop.
async fn accept(listener: TcpListener, project: Arc<Project>, mut stopped: watch::Receiver<bool>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.changed() => return,
        };
        let Ok((stream, _)) = accepted else {
            // Too many open files, say: it may pass.
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            continue;
        };
        let project = Arc::clone(&project);
        let service = service_fn(move |request| respond(Arc::clone(&project), request));
        let connection =
            http1::Builder::new().serve_connection(TokioIo::new(Quotes::new(stream)), service);
        // A connection that breaks is its client's matter.
        tokio::spawn(async move { drop(connection.await) });
    }
}

impl Handle {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has seen so far.
    pub fn stats(&self) -> Stats {
        self.budget.stats()
    }

    /// Ends it, and waits for that.
    pub fn shutdown(mut self) {
        self.stop();
    }

    /// Waits until it ends, which it does not by itself.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    fn stop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.stop();
    }
}
