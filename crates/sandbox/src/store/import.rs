//! Reads events in the form of Amplitude's Export API: one JSON object a line, plain or gzip.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Bags, Event, REVENUE, Store, Texts};
use crate::calendar;

/// A line may have so many bytes; more is no event.
const LONGEST_LINE: u64 = 4 << 20;

/// The first bytes of everything that gzip has made.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file of events that cannot be used.
#[derive(Debug)]
pub struct ImportError {
    path: PathBuf,
    line: Option<u64>,
    what: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.line {
            Some(line) => write!(f, "`{path}`, line {line}: {}", self.what),
            None => write!(f, "cannot read `{path}`: {}", self.what),
        }
    }
}

impl std::error::Error for ImportError {}

/// Reads a file of events.
pub(crate) fn import(path: &Path) -> Result<Store, ImportError> {
    let failed = |line, what: String| ImportError { path: path.to_owned(), line, what };
    let mut reader = open(path).map_err(|error| failed(None, error.to_string()))?;
    let mut importer = Importer::default();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
        let read = read.map_err(|error| failed(Some(number), error.to_string()))?;
        if read == 0 {
            break;
        }
        if read as u64 == LONGEST_LINE {
            return Err(failed(Some(number), format!("longer than {LONGEST_LINE} bytes")));
        }
        if !line.trim_ascii().is_empty() {
            importer.add(&line).map_err(|what| failed(Some(number), what))?;
        }
    }
    Ok(importer.store())
}

/// Opens a file, and unpacks it where it is packed.
fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(File::open(path)?);
    let packed = file.fill_buf()?.starts_with(&GZIP);
    Ok(if packed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) })
}

/// The fields of an exported event that mean something of their own. The others are ignored.
#[derive(Debug, Deserialize)]
struct Line {
    amplitude_id: u64,
    event_type: String,
    event_time: String,
    session_id: Option<i64>,
    uuid: Option<String>,
    #[serde(rename = "$insert_id")]
    insert_id: Option<String>,
    user_creation_time: Option<String>,
    #[serde(default)]
    event_properties: Map<String, Value>,
    #[serde(default)]
    user_properties: Map<String, Value>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// The fields of an exported event that are built-in user properties, and what those are called.
/// `os` is made of two fields.
pub(super) const FIELDS: [(&str, &str); 16] = [
    ("version_name", "version"),
    ("country", "country"),
    ("city", "city"),
    ("region", "region"),
    ("dma", "DMA"),
    ("language", "language"),
    ("platform", "platform"),
    ("device_family", "device"),
    ("device_type", "device_type"),
    ("start_version", "start_version"),
    ("paying", "paying"),
    ("library", "library"),
    ("device_id", super::DEVICE),
    ("user_id", super::USER),
    ("device_carrier", "carrier"),
    ("ip_address", "ip_address"),
];

#[derive(Default)]
struct Importer {
    texts: Texts,
    bags: Bags,
    events: Vec<Event>,
    people: HashMap<u64, u32>,
    ids: Vec<(u64, Option<i64>)>,
    /// The identifiers of the events so far: those of all, and those of each user.
    uuids: HashSet<String>,
    insert_ids: HashSet<(u64, String)>,
}

impl Importer {
    fn add(&mut self, line: &[u8]) -> Result<(), String> {
        let mut line: Line = serde_json::from_slice(line).map_err(|error| described(&error))?;
        if self.is_known(&mut line) {
            return Ok(());
        }
        let time = time("event_time", &line.event_time)?;
        let created = line.user_creation_time.as_deref();
        let created = created.map(|text| self::time("user_creation_time", text)).transpose()?;
        let event = Event {
            time,
            session: line.session_id.unwrap_or(-1),
            person: self.person(line.amplitude_id, created),
            kind: self.texts.add(&line.event_type),
            own: self.own(&line),
            of_user: self.of_user(&line),
        };
        self.events.push(event);
        Ok(())
    }

    /// Whether an event was there before: exports of overlapping hours repeat it, and so does whoever
    /// sends it twice, under one `$insert_id`.
    fn is_known(&mut self, line: &mut Line) -> bool {
        let id = line.amplitude_id;
        let uuid = line.uuid.take().filter(|it| !it.is_empty());
        let insert_id = line.insert_id.take().filter(|it| !it.is_empty());
        let same_uuid = uuid.is_some_and(|it| !self.uuids.insert(it));
        let same_insert_id = insert_id.is_some_and(|it| !self.insert_ids.insert((id, it)));
        same_uuid || same_insert_id
    }

    fn person(&mut self, id: u64, created: Option<i64>) -> u32 {
        let next = self.ids.len() as u32;
        let person = *self.people.entry(id).or_insert(next);
        if person == next {
            self.ids.push((id, created));
        } else if let Some(known) = self.ids.get_mut(person as usize) {
            known.1 = [known.1, created].into_iter().flatten().min();
        }
        person
    }

    fn own(&mut self, line: &Line) -> u32 {
        let revenue = ["revenue", "$revenue"].iter().find_map(|key| line.others.get(*key));
        let mut pairs = Vec::new();
        if let Some(revenue) = revenue {
            pairs.extend(self.pair(REVENUE, revenue));
        }
        for (key, value) in &line.event_properties {
            pairs.extend(self.pair(key, value));
        }
        self.bags.add(pairs)
    }

    fn of_user(&mut self, line: &Line) -> u32 {
        let mut pairs = Vec::new();
        for (field, key) in FIELDS {
            pairs.extend(line.others.get(field).and_then(|value| self.pair(key, value)));
        }
        let os = ["os_name", "os_version"].map(|it| line.others.get(it).and_then(Value::as_str));
        let os: Vec<&str> = os.into_iter().flatten().collect();
        if !os.is_empty() {
            pairs.extend(self.pair("os", &Value::from(os.join(" "))));
        }
        for (key, value) in &line.user_properties {
            pairs.extend(self.pair(&format!("gp:{key}"), value));
        }
        self.bags.add(pairs)
    }

    /// A property, unless it is null or an empty text or list, which count as absent.
    fn pair(&mut self, key: &str, value: &Value) -> Option<(u32, u32)> {
        let value = match value {
            Value::Null => return None,
            Value::Array(list) => {
                let list: Vec<String> = list.iter().filter_map(text).collect();
                if list.is_empty() {
                    return None;
                }
                self.texts.add_list(&list)
            }
            other => self.texts.add(&text(other)?),
        };
        Some((self.texts.add(key), value))
    }

    fn store(self) -> Store {
        Store::new(self.texts, self.bags, self.events, &self.ids)
    }
}

/// A value as filters compare it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

fn time(field: &str, text: &str) -> Result<i64, String> {
    calendar::time(text).ok_or_else(|| {
        format!("`{field}` is `{text}`, expected a time such as `2021-09-30 12:34:56.789000`")
    })
}

/// What serde says, without its own count of lines.
fn described(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    format!("this is no event of an export: {said}")
}
