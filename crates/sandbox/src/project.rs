//! What a sandbox answers for: a store, its keys, its limits.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::civil::Date;

use crate::{
    budget::Budget,
    calendar::{HOUR, midnight},
    config::Config,
    store::{ImportError, Store, import},
    stores::Stores,
    understood::Understood,
};

/// A project.
pub(crate) struct Project {
    pub(crate) config: Config,
    pub(crate) budget: Arc<Budget>,
    /// What the header of a request has to say.
    pub(crate) authorization: String,
    now: i64,
    stores: Stores,
    requests: AtomicU64,
}

impl Project {
    /// Sets a project up. Events of a file are read at once, others made up when they are needed.
    pub(crate) fn new(config: Config) -> Result<Self, ImportError> {
        let (seed, users) = (config.seed, config.users);
        let mut stores = Stores::Up { seed, users, made: Mutex::default() };
        let today = config.today.map(evening);
        let mut now = today.unwrap_or_else(clock);
        if let Some(path) = &config.events {
            let mut read = import(path)?;
            now = today.unwrap_or(read.now);
            read.now = now;
            stores = Stores::Read(Box::new(read));
        }
        let keys = format!("{}:{}", config.keys.api, config.keys.secret);
        Ok(Self {
            budget: Arc::new(Budget::new(config.limits, config.time_scale)),
            authorization: format!("Basic {}", STANDARD.encode(keys)),
            now,
            stores,
            requests: AtomicU64::new(0),
            config,
        })
    }

    /// Does something with the events that a request is about.
    pub(crate) fn with_store<T>(&self, request: &Understood, go: impl Fn(&Store) -> T) -> T {
        self.stores.with(request, self.now, go)
    }

    /// What the project calls now.
    pub(crate) fn now(&self) -> i64 {
        self.now
    }

    /// The number of the next request.
    pub(crate) fn next_number(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }
}

/// What is called now on a day that was named.
pub(crate) fn evening(today: Date) -> i64 {
    midnight(today) + 18 * HOUR
}

fn clock() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    since.as_millis() as i64
}
