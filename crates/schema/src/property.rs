//! The user properties that every project has.

/// A user property that Amplitude itself fills.
#[derive(Debug)]
pub struct BuiltIn {
    /// As written and as sent.
    pub name: &'static str,
    /// What it holds, one sentence.
    pub doc: &'static str,
    /// Whether the reference lists it for `composition`.
    pub composition: bool,
}

/// The built-in property of a name.
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|property| property.name == name)
}

const fn row(name: &'static str, doc: &'static str) -> BuiltIn {
    BuiltIn { name, doc, composition: true }
}

/// Every built-in user property, in the reference's order.
pub static BUILT_IN: &[BuiltIn] = &[
    row("version", "Version of the application."),
    row("country", "Country of the user's last address."),
    row("city", "City of the user's last address."),
    row("region", "Region of the user's last address."),
    row("DMA", "Designated market area, in the United States."),
    row("language", "Language that the device is set to."),
    row("platform", "Platform of the application, such as iOS or Web."),
    row("os", "Operating system and its version."),
    row("device", "Family of the device."),
    BuiltIn { name: "device_type", doc: "Model of the device.", composition: false },
    row("start_version", "Version of the application that the user started with."),
    row("paying", "Whether the user has ever paid."),
];
