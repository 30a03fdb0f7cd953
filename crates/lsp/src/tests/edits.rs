//! Random edits over several files: after each the server says what one that opens the same text
//! afresh would say.

use serde_json::{Value, json};

use super::{
    client::{Client, with_client},
    folder::Folder,
};

const PIECES: &[&str] = &[
    "\n",
    "  ",
    "# x\n",
    "\"",
    "users",
    "let $a = \"x\"\n",
    "let $c = where city is $a\n",
    "$a",
    "$c",
    " and ",
    "é",
    "購入",
    "🎉",
    "{",
    "}",
    "q: users\n",
    "users where $c by platform\n",
    "use \"b.amq\"\n",
    " last 900d",
    "\r\n",
    "\r",
    "funnel A -> B\n",
    ",",
];

/// A small source of random numbers.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % end.max(1)
    }
}

#[test]
fn random_edits_equal_a_fresh_reading() {
    let edits = if std::env::var_os("AMQ_LONG").is_some() { 10_000 } else { 300 };
    let start = [
        ("a.amq", "use \"b.amq\"\n\nq: users new\n  where $dutch\n  last 30d\n"),
        ("b.amq", "let $dutch = where country is \"NL\"\nlet $a = \"x\"\n"),
        ("c.amq", "# of it\nfunnel A{x is \"é\"} -> B\n  by platform\n\nusers where city is $a\n"),
    ];
    let folder = &Folder::new(&start);
    with_client(capabilities(), &[], |mut client| async move {
        ready(&mut client, folder).await;
        let mut texts = start.map(|(name, text)| (folder.uri(name), text.to_owned(), Vec::new()));
        for (uri, text, _) in &texts {
            client.open(uri, text).await;
        }
        let mut random = Random(42);
        for number in 0..edits {
            let (uri, text, undo) = &mut texts[random.below(3)];
            let undone = undo.pop().filter(|(from, to, _)| {
                random.below(3) == 0 && ![*from, *to].iter().any(|at| is_in_crlf(text, *at))
            });
            let (from, to, new) = match undone {
                Some(edit) => edit,
                None => edit(text, &mut random),
            };
            let old = text[from..to].to_owned();
            let (start, end) = (position(text, from), position(text, to));
            client.change(uri, number + 2, [start.0, start.1, end.0, end.1], &new).await;
            text.replace_range(from..to, &new);
            undo.push((from, from + new.len(), old));
            let uri = uri.clone();
            let now = texts.each_ref().map(|it| (it.0.clone(), it.1.clone()));
            hold(&mut client, folder, &uri, &now, number).await;
        }
        assert!(client.end().await);
    });
}

/// Replaces a part, mostly small; never between the two signs of a CRLF, which no position names.
fn edit(text: &str, random: &mut Random) -> (usize, usize, String) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) || is_in_crlf(text, at) {
            at -= 1;
        }
        at
    };
    let from = boundary(random.below(text.len() + 1));
    let length = if random.below(3) == 0 { random.below(30) } else { 0 };
    let to = boundary((from + length).min(text.len())).max(from);
    let new = if random.below(4) == 0 { "" } else { PIECES[random.below(PIECES.len())] };
    (from, to, new.to_owned())
}

fn is_in_crlf(text: &str, at: usize) -> bool {
    at > 0 && text.as_bytes()[at - 1..].starts_with(b"\r\n")
}

fn position(text: &str, at: usize) -> (u32, u32) {
    // Of the two signs of a CRLF, the second ends the line.
    let before = &text[..at];
    let ends = |(at, byte): (usize, u8)| {
        byte == b'\n' || byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n')
    };
    let starts: Vec<usize> =
        before.bytes().enumerate().filter(|it| ends(*it)).map(|it| it.0 + 1).collect();
    let column = before[starts.last().copied().unwrap_or_default()..].encode_utf16().count();
    (starts.len() as u32, column as u32)
}

/// Holds a server that followed all edits against one that has just opened the same texts.
async fn hold(
    client: &mut Client,
    folder: &Folder,
    uri: &str,
    texts: &[(String, String)],
    number: i32,
) {
    let mut fresh = Client::start(capabilities(), &[]).await;
    ready(&mut fresh, folder).await;
    for (uri, text) in texts {
        fresh.open(uri, text).await;
    }
    let of_all = texts.iter().map(|it| ("textDocument/diagnostic", it.0.as_str()));
    let of_one = [("textDocument/documentSymbol", uri), ("textDocument/semanticTokens/full", uri)];
    for (method, uri) in of_all.chain(of_one) {
        let params = json!({ "textDocument": { "uri": uri } });
        let mut found = client.request(method, params.clone()).await;
        let mut wanted = fresh.request(method, params).await;
        for answer in [&mut found, &mut wanted] {
            answer.as_object_mut().map(|answer| answer.remove("resultId"));
        }
        assert_eq!(found, wanted, "edit {number}, {method} of {uri}:\n{texts:#?}");
    }
    assert!(fresh.end().await);
}

/// Waits until a server has read all files: it says of no name that it is unused before.
async fn ready(client: &mut Client, folder: &Folder) {
    let uri = folder.uri("idle.amq");
    client.open(&uri, "let $idle = last 7d\n\nusers\n").await;
    // It reads them at once then, not after a while.
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] })).await;
    let of = json!({ "textDocument": { "uri": uri } });
    while client.request("textDocument/diagnostic", of.clone()).await["items"] == json!([]) {}
}

fn capabilities() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}
