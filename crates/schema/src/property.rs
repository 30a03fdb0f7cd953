//! The user properties that every project has.

/// A user property that Amplitude itself fills.
#[derive(Debug)]
pub struct BuiltIn {
    /// As written and as sent.
    pub name: &'static str,
    /// What it holds, one sentence.
    pub doc: &'static str,
    /// What it is called elsewhere, such as in Amplitude's application.
    pub also: &'static [&'static str],
    /// Whether the reference lists it for `composition`.
    pub composition: bool,
}

/// The built-in property of a name.
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|property| property.name == name)
}

const fn row(name: &'static str, doc: &'static str) -> BuiltIn {
    BuiltIn { name, doc, also: &[], composition: true }
}

impl BuiltIn {
    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// Every built-in user property, in the reference's order.
pub static BUILT_IN: &[BuiltIn] = &[
    row("version", "Version of the application.").also(&["app_version"]),
    row("country", "Country of the user's last address."),
    row("city", "City of the user's last address."),
    row("region", "Region of the user's last address.").also(&["state", "province"]),
    row("DMA", "Designated market area, in the United States.").also(&["designated_market_area"]),
    row("language", "Language that the device is set to.").also(&["locale"]),
    row("platform", "Platform of the application, such as iOS or Web."),
    row("os", "Operating system and its version.").also(&[
        "os_version",
        "os_name",
        "operating_system",
    ]),
    row("device", "Family of the device.").also(&["device_family"]),
    BuiltIn {
        composition: false,
        ..row("device_type", "Model of the device.").also(&["device_model"])
    },
    row("start_version", "Version of the application that the user started with.")
        .also(&["starting_version", "first_version"]),
    row("paying", "Whether the user has ever paid.").also(&["is_paying", "paid"]),
];
