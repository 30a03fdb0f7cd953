//! A client that is asked much and answers nothing.

use serde_json::{Value, json};

use super::{client::with_client, folder::Folder};

/// More than the server answers at a time, and than the pipes between them hold.
const ROUNDS: i32 = 200;

/// A client of which everything may be asked.
fn capabilities() -> Value {
    let asks = json!({ "refreshSupport": true });
    json!({
        "textDocument": { "diagnostic": { "dynamicRegistration": true } },
        "window": { "workDoneProgress": true, "showMessage": {}, "showDocument": { "support": true } },
        "workspace": {
            "applyEdit": true,
            "configuration": true,
            "workspaceFolders": true,
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "didChangeConfiguration": { "dynamicRegistration": true },
            "diagnostics": asks,
            "inlayHint": asks,
            "codeLens": asks,
            "semanticTokens": asks,
            "foldingRange": asks,
        },
    })
}

#[test]
fn a_client_that_answers_nothing_is_answered_all_the_same() {
    let folder = &Folder::new(&[("amq.toml", ""), ("a.amq", "")]);
    with_client(capabilities(), &[folder.path()], |mut client| async move {
        client.answers = false;
        let uri = folder.uri("a.amq");
        client.open(&uri, "users new\n").await;
        let at =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 7 } });
        for round in 0..ROUNDS {
            let settings = json!({ "settings": { "codeLens": { "enable": round % 2 == 0 } } });
            client.notify("workspace/didChangeConfiguration", settings).await;
            let changed = json!({ "changes": [{ "uri": folder.uri("amq.toml"), "type": 2 }] });
            client.notify("workspace/didChangeWatchedFiles", changed).await;
            client.change(&uri, round + 2, [0, 9, 0, 9], " ").await;
            let hover = client.request("textDocument/hover", at.clone()).await;
            assert!(hover["contents"].is_object(), "{round}: {hover}");
            let cost = json!({ "command": "amq.cost", "arguments": [{ "uri": uri }] });
            let costs = client.request("workspace/executeCommand", cost).await;
            assert_eq!(costs.as_array().unwrap().len(), 1, "{round}");
        }
        let asked = |method: &str| client.seen.iter().filter(|it| it["method"] == method).count();
        assert_eq!(asked("client/registerCapability"), 1);
        for method in ["diagnostic", "inlayHint", "codeLens"] {
            let count = asked(&format!("workspace/{method}/refresh"));
            assert!(count > 64, "{method}: {count}");
        }
        assert!(client.end().await);
    });
}
