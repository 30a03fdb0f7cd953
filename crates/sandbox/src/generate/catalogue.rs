//! What there is in the made-up service and its world, each with how common it is.

use jiff::civil::{Date, date};

/// A country with its language, and cities with their regions and, in the United States, their
/// market areas.
pub(super) struct Country {
    pub(super) name: &'static str,
    pub(super) language: &'static str,
    pub(super) cities: &'static [(&'static str, &'static str, Option<&'static str>)],
}

/// Where listeners live.
pub(super) static COUNTRIES: [(Country, f64); 9] = [
    (
        Country {
            name: "United States",
            language: "English",
            cities: &[
                ("New York", "New York", Some("New York, NY")),
                ("San Francisco", "California", Some("San Francisco-Oakland-San Jose, CA")),
                ("Chicago", "Illinois", Some("Chicago, IL")),
                ("Austin", "Texas", Some("Austin, TX")),
            ],
        },
        30.0,
    ),
    (
        Country {
            name: "Netherlands",
            language: "Dutch",
            cities: &[
                ("Amsterdam", "North Holland", None),
                ("Utrecht", "Utrecht", None),
                ("Rotterdam", "South Holland", None),
            ],
        },
        18.0,
    ),
    (
        Country {
            name: "Germany",
            language: "German",
            cities: &[
                ("Berlin", "Berlin", None),
                ("Munich", "Bavaria", None),
                ("Hamburg", "Hamburg", None),
            ],
        },
        14.0,
    ),
    (
        Country {
            name: "United Kingdom",
            language: "English",
            cities: &[("London", "England", None), ("Manchester", "England", None)],
        },
        11.0,
    ),
    (
        Country {
            name: "France",
            language: "French",
            cities: &[("Paris", "Île-de-France", None), ("Lyon", "Auvergne-Rhône-Alpes", None)],
        },
        9.0,
    ),
    (
        Country {
            name: "Japan",
            language: "Japanese",
            cities: &[("Tokyo", "Tokyo", None), ("Osaka", "Osaka", None)],
        },
        7.0,
    ),
    (
        Country {
            name: "Belgium",
            language: "Dutch",
            cities: &[("Antwerp", "Flanders", None), ("Brussels", "Brussels", None)],
        },
        5.0,
    ),
    (
        Country {
            name: "Brazil",
            language: "Portuguese",
            cities: &[("São Paulo", "São Paulo", None)],
        },
        4.0,
    ),
    (
        Country {
            name: "Luxembourg",
            language: "French",
            cities: &[("Luxembourg", "Luxembourg", None)],
        },
        2.0,
    ),
];

/// A device: platform, operating system, family, type, library.
pub(super) type Device = [&'static str; 5];

/// What listeners listen on.
pub(super) static DEVICES: [(Device, f64); 8] = [
    (["iOS", "ios 17.5", "Apple iPhone", "Apple iPhone 14", "amplitude-ios/8.21.0"], 22.0),
    (["iOS", "ios 18.1", "Apple iPhone", "Apple iPhone 15", "amplitude-ios/8.21.0"], 16.0),
    (["iOS", "ios 16.7", "Apple iPad", "Apple iPad Air", "amplitude-ios/8.17.1"], 5.0),
    (
        [
            "Android",
            "android 14",
            "Samsung Phone",
            "Samsung Galaxy S23",
            "amplitude-android/2.40.1",
        ],
        18.0,
    ),
    (["Android", "android 13", "Google Phone", "Google Pixel 7", "amplitude-android/2.40.1"], 9.0),
    (
        [
            "Android",
            "android 12",
            "Xiaomi Phone",
            "Xiaomi Redmi Note 11",
            "amplitude-android/2.37.0",
        ],
        8.0,
    ),
    (["Web", "Chrome 126", "Windows", "Windows", "amplitude-ts/2.7.2"], 14.0),
    (["Web", "Safari 17", "Mac", "Mac", "amplitude-ts/2.7.2"], 8.0),
];

/// What is listened to.
pub(super) static GENRES: [(&str, f64); 9] = [
    ("pop", 26.0),
    ("hip-hop", 18.0),
    ("rock", 15.0),
    ("electronic", 12.0),
    ("jazz", 8.0),
    ("soul", 7.0),
    ("classical", 6.0),
    ("metal", 5.0),
    ("podcast", 3.0),
];

/// What songs of a genre are, too, if they are of two.
pub(super) fn beside(genre: &str) -> &'static str {
    match genre {
        "jazz" | "hip-hop" => "soul",
        "soul" | "classical" => "jazz",
        "rock" => "metal",
        "metal" => "rock",
        "pop" => "electronic",
        _ => "pop",
    }
}

/// Where a song is found.
pub(super) static SOURCES: [(&str, f64); 5] =
    [("playlist", 40.0), ("search", 25.0), ("radio", 15.0), ("album", 14.0), ("share", 6.0)];

/// How people sign up.
pub(super) static METHODS: [(&str, f64); 4] =
    [("Email", 45.0), ("Google", 30.0), ("Apple", 17.0), ("Facebook", 8.0)];

/// What is bought: the plan, its category, its price.
pub(super) static PRODUCTS: [((&str, &str, &str), f64); 4] = [
    (("pro", "subscription", "9.99"), 60.0),
    (("family", "subscription", "14.99"), 20.0),
    (("", "song", "1.29"), 14.0),
    (("", "album", "7.99"), 6.0),
];

/// Which share of a price is taken off.
pub(super) static DISCOUNTS: [(&str, f64); 4] =
    [("0", 80.0), ("0.1", 10.0), ("0.25", 6.0), ("0.6", 4.0)];

/// The steps of a tour of the app. Amplitude's own examples of funnels have these names.
pub(super) const TOUR: [&str; 4] = ["event_one", "event_two", "event_three", "event_four"];

/// At which festivals people hear of the service; many at none.
pub(super) static FESTIVALS: [(Option<&str>, f64); 4] = [
    (None, 70.0),
    (Some("Lowlands"), 14.0),
    (Some("Pinkpop"), 10.0),
    (Some("Down the Rabbit Hole"), 6.0),
];

/// What people say of themselves, if they do.
pub(super) static GENDERS: [(Option<&str>, f64); 3] =
    [(Some("female"), 45.0), (Some("male"), 43.0), (None, 12.0)];

/// Why people leave.
pub(super) static REASONS: [(&str, f64); 4] =
    [("price", 40.0), ("catalogue", 20.0), ("moving on", 30.0), ("bugs", 10.0)];

/// Where songs are shared to.
pub(super) static MESSENGERS: [(&str, f64); 3] =
    [("WhatsApp", 60.0), ("Signal", 15.0), ("Instagram", 25.0)];

/// How busy each hour of the day is.
pub(super) const HOURS: [(u32, f64); 24] = [
    (0, 2.0),
    (1, 1.0),
    (2, 0.6),
    (3, 0.4),
    (4, 0.4),
    (5, 0.8),
    (6, 2.0),
    (7, 5.0),
    (8, 6.5),
    (9, 5.0),
    (10, 4.0),
    (11, 4.0),
    (12, 5.0),
    (13, 4.6),
    (14, 4.0),
    (15, 4.4),
    (16, 5.4),
    (17, 7.0),
    (18, 7.6),
    (19, 7.8),
    (20, 8.2),
    (21, 7.4),
    (22, 5.4),
    (23, 3.4),
];

/// Somebody who is always there, by name.
pub(super) struct Familiar {
    pub(super) amplitude_id: u64,
    pub(super) user_id: &'static str,
    pub(super) device_id: &'static str,
    pub(super) since: Date,
}

/// The users whom Amplitude's examples of search and activity ask for.
pub(super) static FAMILIARS: [Familiar; 3] = [
    Familiar {
        amplitude_id: 356_893_043_036,
        user_id: "mia@example.com",
        device_id: "0786zXEdyOX1rS3M-P_m1d",
        since: date(2020, 3, 2),
    },
    Familiar {
        amplitude_id: 123,
        user_id: "sam@example.com",
        device_id: "a5b2c81f9d3e4706",
        since: date(2020, 9, 18),
    },
    Familiar {
        amplitude_id: 247_246_881_751,
        user_id: "myusername",
        device_id: "17ce2a94b06fd853",
        since: date(2020, 11, 27),
    },
];
