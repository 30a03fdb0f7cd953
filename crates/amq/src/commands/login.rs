//! `amq login` and `amq logout`

use std::io::{BufRead, IsTerminal, stdin};

use amq_client::{Credentials, keyring};
use amq_project::Problem;

use super::run::profile;
use crate::{args::Profile, exit::Exit, output};

/// Keeps a pair of credentials that is typed, or piped as two lines.
pub(crate) fn login(wanted: &Profile) -> Exit {
    let (name, _) = profile(wanted);
    let pair = match typed() {
        Ok(pair) => pair,
        Err(problem) => return output::problem(&problem),
    };
    match keyring::store(&name, &pair) {
        Ok(()) => {
            output::note(&format!("stored the key of the profile `{name}` in the keyring\n"));
            Exit::Fine
        }
        Err(why) => unusable(why),
    }
}

/// Forgets a pair of credentials.
pub(crate) fn logout(wanted: &Profile) -> Exit {
    let (name, _) = profile(wanted);
    match keyring::forget(&name) {
        Ok(true) => {
            output::note(&format!("removed the key of the profile `{name}` from the keyring\n"));
            Exit::Fine
        }
        Ok(false) => {
            output::note(&format!("the keyring has no key for the profile `{name}`\n"));
            Exit::Fine
        }
        Err(why) => unusable(why),
    }
}

fn unusable(why: String) -> Exit {
    let [key, secret] = amq_request::CREDENTIALS;
    let help = format!("set `{key}` and `{secret}` in the environment instead");
    output::problem(&Problem::new(why).help(help))
}

fn typed() -> Result<Credentials, Problem> {
    let (key, secret) = if stdin().is_terminal() {
        let ask = |what: &str| {
            rpassword::prompt_password(format!("{what}: "))
                .map_err(|error| Problem::new(format!("cannot read what is typed: {error}")))
        };
        (ask("API key")?, ask("Secret key")?)
    } else {
        let mut lines = stdin().lock().lines().map_while(Result::ok);
        (lines.next().unwrap_or_default(), lines.next().unwrap_or_default())
    };
    let (key, secret) = (key.trim().to_owned(), secret.trim().to_owned());
    Credentials::new(key, secret).ok_or_else(|| {
        Problem::new("expected an API key and a secret key, one per line")
            .help("both are in the settings of the Amplitude project")
    })
}
