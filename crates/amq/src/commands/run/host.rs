//! Who is asked, and with whose key.

use std::time::Duration;

use amq_client::{Client, Clock, Credentials, Reading, Setup, Target};
use amq_project::Problem;
use amq_sandbox::{Config, Handle, serve};

use super::credentials::{self, Owner};
use crate::{
    args::{Asking, Common, Counted},
    base_url::base_url,
};

/// Who is asked.
pub(crate) struct Host {
    /// Scheme and host, if it is not that of each project's region.
    pub(crate) base: Option<String>,
    /// The sandbox of this run; it ends with it.
    sandbox: Option<Handle>,
}

impl Host {
    pub(crate) fn new(args: &Asking, common: &Common) -> Result<Self, Problem> {
        if !args.sandbox {
            return Ok(Self { base: base_url(args.base_url.as_deref())?, sandbox: None });
        }
        let config = Config { today: common.today, ..Config::default() };
        let sandbox = serve(config).map_err(|error| Problem::new(error.to_string()))?;
        Ok(Self { base: Some(format!("http://{}", sandbox.address())), sandbox: Some(sandbox) })
    }

    /// The key that is sent.
    pub(crate) fn credentials(&self, args: &Asking) -> Result<Credentials, Problem> {
        self.owned(args).map(|it| it.0)
    }

    /// The key that is sent, and where it comes from.
    pub(crate) fn owned(&self, args: &Asking) -> Result<(Credentials, Owner), Problem> {
        if self.sandbox.is_none() {
            return credentials::credentials(&args.profile);
        }
        let keys = Config::default().keys;
        let pair = Credentials::new(keys.api, keys.secret).map(|it| (it, Owner::Sandbox));
        pair.ok_or_else(|| Problem::new("the sandbox has no key"))
    }

    /// A client for one of the hosts of a run. Of a sandbox nothing is kept.
    pub(crate) fn client(
        &self,
        args: &Asking,
        base: &str,
        credentials: Credentials,
    ) -> Result<Client, Problem> {
        let kept = self.sandbox.is_none();
        let setup = Setup {
            target: Target::new(base).map_err(Problem::new)?,
            credentials,
            folder: amq_client::cache_folder().filter(|_| kept),
            cache_for: if args.no_cache { Duration::ZERO } else { args.cache_for },
            reading: args.limits.map(Reading::from),
            timeout: args.timeout,
            clock: Clock::default(),
        };
        Client::new(setup).map_err(Problem::new)
    }
}

impl From<Counted> for Reading {
    fn from(counted: Counted) -> Self {
        match counted {
            Counted::InFlight => Self::InFlight,
            Counted::FiveMinutes => Self::FiveMinutes,
        }
    }
}
