//! What all documents share: settings, used files, and the texts that lie over them.

use std::sync::{Arc, Mutex, PoisonError};

use amq_project::{Options, Session};
use jiff::civil::Date;

use crate::{clock, files::Files};

/// What all documents share.
pub(crate) struct World {
    pub(crate) files: Files,
    session: Mutex<Arc<Session<'static>>>,
    options: Options,
}

impl World {
    pub(crate) fn new(options: Options) -> Self {
        let files = Files::default();
        let session = Session::new(files.clone(), options.clone());
        Self { files, session: Mutex::new(Arc::new(session)), options }
    }

    /// What was read so far.
    pub(crate) fn session(&self) -> Arc<Session<'static>> {
        Arc::clone(&self.session.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Used files may be others now.
    pub(crate) fn forget_files(&self) {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        *session = Arc::new(session.with_files_unread(self.files.clone()));
    }

    /// Settings may be others now.
    pub(crate) fn forget_settings(&self) {
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        *session = Arc::new(Session::new(self.files.clone(), self.options.clone()));
    }

    /// The day it is where no project says it.
    pub(crate) fn today(&self) -> Date {
        self.options.today.unwrap_or_else(clock::today)
    }

    /// Whether today is what the clock says.
    pub(crate) fn follows_the_clock(&self) -> bool {
        self.options.today.is_none()
    }
}
