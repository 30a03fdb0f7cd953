//! The host that requests go to.

use amq_project::{Problem, Project};

/// The variable that names another host.
const VARIABLE: &str = "AMQ_BASE_URL";

/// Another host than the region's: from the command line, or else from the environment; never from
/// `amq.toml`, so that a repository cannot send a reader's credentials elsewhere.
pub(crate) fn base_url(option: Option<&str>) -> Result<Option<String>, Problem> {
    let variable = std::env::var(VARIABLE).ok().filter(|value| !value.is_empty());
    let (url, from) = match (option, &variable) {
        (Some(url), _) => (url, "--base-url"),
        (None, Some(url)) => (url.as_str(), VARIABLE),
        (None, None) => return Ok(None),
    };
    if is_base(url) {
        return Ok(Some(url.trim_end_matches('/').to_owned()));
    }
    Err(Problem::new(format!("`{from}` is not the scheme and host of a server"))
        .help("such as `http://localhost:8080`, without credentials and parameters"))
}

/// The host of a project's requests.
pub(crate) fn base<'a>(other: Option<&'a str>, project: &Project) -> &'a str {
    other.unwrap_or(project.region.base_url())
}

fn is_base(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]%".contains(&byte);
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty() && rest.bytes().all(plain)
    })
}
