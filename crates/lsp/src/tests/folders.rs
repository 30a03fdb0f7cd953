//! Several folders, and what is asked of all their files.

use serde_json::{Value, json};

use super::{
    client::{Client, with_client},
    folder::Folder,
};

async fn symbols(client: &mut Client) -> Vec<Value> {
    let found = client.request("workspace/symbol", json!({ "query": "in" })).await;
    found.as_array().unwrap().clone()
}

/// Waits until the workspace has so many labels of a kind.
async fn known(client: &mut Client, wanted: &[&str]) {
    for _ in 0..500 {
        let found = symbols(client).await;
        let names: Vec<&str> = found.iter().filter_map(|it| it["name"].as_str()).collect();
        if names == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{:?} instead of {wanted:?}", symbols(client).await);
}

#[test]
fn folders_come_and_go_and_each_has_its_settings() {
    let one = &Folder::new(&[("amq.toml", ""), ("a.amq", "in_one: users\n")]);
    let two = &Folder::new(&[("amq.toml", "region = \"eu\"\n"), ("a.amq", "in_two: users\n")]);
    let folders = [one.path(), two.path()];
    with_client(json!({}), &folders, |mut client| async move {
        known(&mut client, &["in_one", "in_two"]).await;
        for (folder, host) in [(one, "https://amplitude.com/"), (two, "https://analytics.eu.")] {
            let uri = folder.uri("a.amq");
            client.open(&uri, "users\n").await;
            let compile = json!({ "command": "amq.compile", "arguments": [{ "uri": uri }] });
            let urls = client.request("workspace/executeCommand", compile).await;
            assert!(urls[0].as_str().unwrap().starts_with(host), "{urls}");
            let closed = json!({ "textDocument": { "uri": uri } });
            client.notify("textDocument/didClose", closed).await;
        }
        let of = |folder: &Folder| json!([{ "uri": folder.uri(""), "name": "x" }]);
        let three = Folder::new(&[("a.amq", "in_three: users\n")]);
        let event = json!({ "event": { "added": of(&three), "removed": of(one) } });
        client.notify("workspace/didChangeWorkspaceFolders", event).await;
        let mut wanted = [(two.path(), "in_two"), (three.path(), "in_three")];
        wanted.sort_unstable();
        known(&mut client, &wanted.map(|it| it.1)).await;
        assert!(client.end().await);
    });
}

#[test]
fn the_workspace_tells_what_is_wrong_with_files_that_are_not_open() {
    let folder = &Folder::new(&[
        ("bad.amq", "users\n\nusers where city is \"🎉\" by bye\n"),
        ("good.amq", "users\n"),
        ("open.amq", "users nwe\n"),
    ]);
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    with_client(capabilities, &[folder.path()], |mut client| async move {
        client.open(&folder.uri("open.amq"), "users new\n").await;
        let asked = json!({ "previousResultIds": [] });
        let report = client.request("workspace/diagnostic", asked).await;
        let items = report["items"].as_array().unwrap();
        let of = |name: &str| items.iter().find(|it| it["uri"] == folder.uri(name));
        assert!(of("open.amq").is_none(), "{report}");
        assert_eq!(of("good.amq").unwrap()["items"], json!([]));
        let said = &of("bad.amq").unwrap()["items"][0];
        assert_eq!((&said["code"], &said["severity"]), (&json!("AMQ301"), &json!(2)));
        let range = json!({ "start": { "line": 2, "character": 28 }, "end": { "line": 2, "character": 31 } });
        assert_eq!(said["range"], range);
        assert!(client.end().await);
    });
}

#[test]
fn places_of_symbols_are_counted_as_agreed() {
    let folder = &Folder::new(&[("a.amq", "let $in_𝒳 = last 7d\n")]);
    for (encoding, end) in [("utf-8", 12), ("utf-16", 10), ("utf-32", 9)] {
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        with_client(capabilities, &[folder.path()], |mut client| async move {
            known(&mut client, &["$in_𝒳"]).await;
            let found = symbols(&mut client).await;
            assert_eq!(found[0]["location"]["range"]["end"]["character"], end, "{encoding}");
        });
    }
}
