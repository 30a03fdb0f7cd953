//! Files on disk that come and change, for clients that do not tell of it, and files that are open
//! and nowhere else.

use std::path::Path;

use serde_json::{Value, json};

use super::{
    client::{Client, with_client},
    folder::Folder,
};

/// Waits until the mistakes of a file are those with some codes.
async fn codes(client: &mut Client, uri: &str, wanted: &[&str]) {
    let is_it = |message: &Value| {
        let said = message["params"]["diagnostics"].as_array();
        let said = said.map(|all| all.iter().filter_map(|it| it["code"].as_str()).collect());
        message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == uri
            && said.is_some_and(|said: Vec<&str>| said == wanted)
    };
    while !client.seen.iter().any(is_it) {
        let message = client.receive().await;
        client.seen.push_back(message);
    }
    client.seen.clear();
}

#[test]
fn what_changes_on_disk_is_seen_with_the_next_edit() {
    let folder = &Folder::new(&[]);
    with_client(json!({}), &[folder.path()], |mut client| async move {
        assert_eq!(client.capabilities["textDocumentSync"]["save"], true);
        let a = &folder.uri("a.amq");
        client.open(a, "use \"b.amq\"\nusers where $q\n").await;
        codes(&mut client, a, &["AMQ213"]).await;
        folder.write("b.amq", "let $q = where city is \"x\"\n");
        client.change(a, 2, [1, 14, 1, 14], " ").await;
        codes(&mut client, a, &[]).await;
        folder.write("b.amq", "let $p = where city is \"another\"\n");
        let saved = json!({ "textDocument": { "uri": a } });
        client.notify("textDocument/didSave", saved.clone()).await;
        codes(&mut client, a, &["AMQ206"]).await;
        folder.write("b.amq", "let $q = where city is \"x\"\n");
        client.notify("textDocument/didSave", saved.clone()).await;
        codes(&mut client, a, &[]).await;
        folder.write("amq.toml", "[cost]\nmax = 1\n");
        client.notify("textDocument/didSave", saved.clone()).await;
        codes(&mut client, a, &["AMQ502"]).await;
        std::fs::remove_file(format!("{}/amq.toml", folder.path())).unwrap();
        client.notify("textDocument/didSave", saved).await;
        codes(&mut client, a, &[]).await;
        assert!(client.end().await);
    });
}

#[test]
fn files_that_are_open_and_nowhere_else_are_used() {
    let folder = &Folder::new(&[]);
    with_client(json!({}), &[folder.path()], |mut client| async move {
        let (a, b) = (&folder.uri("a.amq"), &folder.uri("b.amq"));
        client.open(a, "use \"b.amq\"\nusers where $q\n").await;
        codes(&mut client, a, &["AMQ213"]).await;
        client.open(b, "let $q = where city is \"x\"\n").await;
        codes(&mut client, a, &[]).await;
        let closed = json!({ "textDocument": { "uri": b } });
        client.notify("textDocument/didClose", closed).await;
        codes(&mut client, a, &["AMQ213"]).await;
        client.open(b, "use \"a.amq\"\nlet $q = where city is \"x\"\n").await;
        codes(&mut client, a, &["AMQ212"]).await;
        assert!(client.end().await);
    });
}

#[test]
fn settings_that_cannot_be_used_hide_nothing_of_the_workspace() {
    for (file, text) in [("amq.toml", "[bad"), ("taxonomy.toml", "events = [1")] {
        let bad = [("amq.toml", ""), (file, text), ("a.amq", "users nwe\n\nusers last 7d\n")];
        let folder = &Folder::new(&bad);
        let capabilities = json!({ "textDocument": { "diagnostic": {} } });
        with_client(capabilities, &[folder.path()], |mut client| async move {
            let asked = json!({ "previousResultIds": [] });
            let report = client.request("workspace/diagnostic", asked).await;
            assert_eq!(report["items"][0]["items"][0]["code"], "AMQ205", "{report}");
            let asked = json!({ "command": "amq.cost" });
            let costs = client.request("workspace/executeCommand", asked).await;
            assert_eq!(costs[0]["total"], 7, "{costs}");
            assert!(client.end().await);
        });
    }
}

#[test]
fn settings_that_cannot_be_read_are_told_in_the_document() {
    let folder = &Folder::new(&[("amq.toml/not.toml", ""), ("a.amq", "")]);
    let uri = &folder.uri("a.amq");
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    with_client(capabilities, &[folder.path()], |mut client| async move {
        client.open(uri, "users nwe last 7d\n").await;
        let of = json!({ "textDocument": { "uri": uri } });
        let said = client.request("textDocument/diagnostic", of.clone()).await;
        let message = said["items"][0]["message"].as_str().unwrap();
        assert!(message.starts_with("cannot read `") && message.contains("\nhelp: "), "{said}");
        assert_eq!(said["items"][0]["range"]["end"], json!({ "line": 0, "character": 0 }));
        assert_eq!(said["items"][1]["code"], "AMQ205", "{said}");
        std::fs::remove_dir_all(Path::new(folder.path()).join("amq.toml")).unwrap();
        let changed = json!({ "changes": [{ "uri": folder.uri("amq.toml"), "type": 3 }] });
        client.notify("workspace/didChangeWatchedFiles", changed).await;
        client.request("workspace/symbol", json!({ "query": "" })).await;
        let said = client.request("textDocument/diagnostic", of).await;
        assert_eq!(said["items"].as_array().unwrap().len(), 1, "{said}");
        assert!(client.end().await);
    });
}
