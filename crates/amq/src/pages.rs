//! The pages of diagnostics, one a code, as they stand in `docs/diagnostics/`.

macro_rules! pages {
    ($($code:literal),* $(,)?) => {
        &[$(($code, include_str!(concat!("../../../docs/diagnostics/", $code, ".md")))),*]
    };
}

/// Codes and their pages; a test holds them against the table of codes.
static PAGES: &[(&str, &str)] = pages![
    "AMQ101", "AMQ102", "AMQ103", "AMQ104", "AMQ105", "AMQ106", "AMQ107", "AMQ108", "AMQ109",
    "AMQ110", "AMQ111", "AMQ112", "AMQ201", "AMQ202", "AMQ203", "AMQ204", "AMQ205", "AMQ206",
    "AMQ207", "AMQ208", "AMQ209", "AMQ210", "AMQ211", "AMQ212", "AMQ213", "AMQ214", "AMQ215",
    "AMQ216", "AMQ301", "AMQ302", "AMQ303", "AMQ304", "AMQ305", "AMQ306", "AMQ307", "AMQ308",
    "AMQ309", "AMQ310", "AMQ311", "AMQ312", "AMQ313", "AMQ401", "AMQ402", "AMQ403", "AMQ404",
    "AMQ405", "AMQ406", "AMQ407", "AMQ408", "AMQ409", "AMQ410", "AMQ411", "AMQ412", "AMQ413",
    "AMQ414", "AMQ415", "AMQ416", "AMQ417", "AMQ418", "AMQ419", "AMQ420", "AMQ421", "AMQ422",
    "AMQ501", "AMQ502", "AMQ601", "AMQ602", "AMQ603", "AMQ604", "AMQ605", "AMQ606",
];

/// The page of a code.
pub(crate) fn page(code: &str) -> Option<&'static str> {
    PAGES.iter().find(|it| it.0 == code).map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use super::PAGES;

    #[test]
    fn every_code_has_its_page() {
        let codes: Vec<&str> = amq_schema::CODES.iter().map(|code| code.id).collect();
        let pages: Vec<&str> = PAGES.iter().map(|it| it.0).collect();
        assert_eq!(pages, codes);
        for (code, page) in PAGES {
            assert!(page.lines().next().is_some_and(|head| head.contains(code)), "{code}");
        }
    }
}
