//! Where requests go. Credentials are sent there and nowhere else.

use std::net::IpAddr;

use reqwest::{Url, redirect};

/// A host that may be sent credentials.
#[derive(Debug, Clone)]
pub struct Target {
    base: Url,
}

impl Target {
    /// A host by its scheme and name, such as `https://amplitude.com`. Credentials go over `https`;
    /// `http` is for this machine alone.
    pub fn new(base: &str) -> Result<Self, String> {
        let parsed =
            Url::parse(base).map_err(|error| format!("`{base}` is not an address: {error}"))?;
        let plain = parsed.username().is_empty() && parsed.password().is_none();
        if !plain {
            return Err("an address must not contain credentials".to_owned());
        }
        let target = Self { base: parsed };
        match target.base.scheme() {
            "https" => Ok(target),
            "http" if target.is_loopback() => Ok(target),
            "http" => Err(format!(
                "`{base}` would send your key unencrypted; `http` works for this machine only"
            )),
            other => Err(format!("`{other}` is not a scheme that amq sends requests with")),
        }
    }

    /// Whether it is this machine.
    pub fn is_loopback(&self) -> bool {
        match self.base.host_str() {
            Some("localhost") => true,
            Some(host) => {
                let bare = host.trim_start_matches('[').trim_end_matches(']');
                bare.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
            }
            None => false,
        }
    }

    /// The host with its scheme and port, as it tells projects apart.
    pub(crate) fn host(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// Whether an address is on this host.
    pub(crate) fn holds(&self, url: &Url) -> bool {
        url.origin() == self.base.origin()
    }

    /// Follows redirects within the host, and refuses every other one.
    pub(crate) fn redirects(&self) -> redirect::Policy {
        const MOST: usize = 5;
        let target = self.clone();
        redirect::Policy::custom(move |attempt| {
            if attempt.previous().len() > MOST {
                return attempt.error("the server redirects in circles");
            }
            if target.holds(attempt.url()) {
                return attempt.follow();
            }
            let to = attempt.url().origin().ascii_serialization();
            attempt.error(format!("the server redirects to {to}, which is not sent your key"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn http_is_for_this_machine_alone() {
        for fine in
            ["https://amplitude.com", "http://localhost:80", "http://127.0.0.1:9", "http://[::1]:1"]
        {
            assert!(Target::new(fine).is_ok(), "{fine}");
        }
        for wrong in
            ["http://amplitude.com", "http://localhost.example", "ftp://a", "x", "https://a:b@c"]
        {
            assert!(Target::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn another_port_is_another_host() {
        let target = Target::new("http://localhost:80").expect("an address");
        let at = |url: &str| Url::parse(url).expect("an address");
        assert!(target.holds(&at("http://localhost/api/2/users")));
        assert!(
            !target.holds(&at("http://localhost:81/")) && !target.holds(&at("https://localhost/"))
        );
    }
}
