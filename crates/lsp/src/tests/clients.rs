//! What clients of different kinds are sent, and how odd requests are answered.

use serde_json::{Value, json};

use super::{client::with_client, folder::Folder};

const URI: &str = "untitled:Untitled-1";

fn at(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

#[test]
fn a_client_without_markdown_is_sent_none() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users new\n  by platform\n  last 900d\n").await;
        let said = client.diagnostics(URI, 1).await;
        for member in ["codeDescription", "relatedInformation", "tags"] {
            assert!(said[0].get(member).is_none(), "{said:?}");
        }
        let hover = client.request("textDocument/hover", at(1, 3)).await;
        assert_eq!(hover["contents"]["kind"], "plaintext");
        let text = hover["contents"]["value"].as_str().unwrap();
        assert!(!text.contains("**") && !text.contains('`') && !text.contains("]("), "{text}");
        let items = client.request("textDocument/completion", at(1, 3)).await;
        assert!(
            items["items"].as_array().unwrap().iter().all(|it| !it["documentation"].is_object())
        );
        let help = client.request("textDocument/signatureHelp", at(1, 3)).await;
        assert!(help["signatures"][0]["documentation"].is_string(), "{help}");
        let range =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 3, "character": 0 } });
        let asked = json!({ "textDocument": { "uri": URI }, "range": range, "context": { "diagnostics": [] } });
        // Such a client knows no code actions but commands, and there are none.
        assert_eq!(client.request("textDocument/codeAction", asked).await, json!([]));
        assert!(client.end().await);
    });
}

#[test]
fn a_client_is_sent_what_it_says_it_takes() {
    let markdown = json!(["markdown", "plaintext"]);
    let capabilities = json!({ "textDocument": {
        "hover": { "contentFormat": markdown },
        "completion": { "completionItem": { "documentationFormat": markdown } },
        "signatureHelp": { "signatureInformation": { "documentationFormat": markdown } },
        "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
    } });
    with_client(capabilities, &[], |mut client| async move {
        client.open(URI, "users new\n  by platform\n  last 900d\n").await;
        let said = client.diagnostics(URI, 1).await;
        assert!(said[0]["codeDescription"]["href"].is_string(), "{said:?}");
        assert!(said[0]["relatedInformation"][0]["location"]["uri"] == URI, "{said:?}");
        let hover = client.request("textDocument/hover", at(1, 3)).await;
        assert_eq!(hover["contents"]["kind"], "markdown");
        let help = client.request("textDocument/signatureHelp", at(1, 3)).await;
        assert_eq!(help["signatures"][0]["documentation"]["kind"], "markdown");
        assert!(client.end().await);
    });
}

#[test]
fn private_requests_are_refused_and_not_passed_over() {
    with_client(json!({}), &[], |mut client| async move {
        for method in ["$/odd", "amq/odd"] {
            let answer = client.answer(method, json!({})).await;
            assert_eq!(answer["error"]["code"], -32601, "{answer}");
        }
        client.notify("$/odd", json!({})).await;
        assert!(client.end().await);
    });
}

#[test]
fn what_is_asked_of_a_client_has_no_parameters_where_there_are_none() {
    let folder = &Folder::new(&[("a.amq", "users\n")]);
    let capabilities = json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    });
    with_client(capabilities, &[folder.path()], |mut client| async move {
        loop {
            let message = client.receive().await;
            if message["method"] == "workspace/diagnostic/refresh" {
                assert!(message.get("params").is_none(), "{message}");
                break;
            }
        }
        assert!(client.end().await);
    });
}

#[test]
fn a_lens_shows_what_it_gives() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users new last 7d\n").await;
        let of = json!({ "textDocument": { "uri": URI } });
        let lenses = client.request("textDocument/codeLens", of).await;
        for lens in lenses.as_array().unwrap() {
            let answer = client.request("workspace/executeCommand", lens["command"].clone()).await;
            let wanted = answer.as_str().or_else(|| answer["text"].as_str()).unwrap().to_owned();
            let shown = loop {
                let seen = client.seen.pop_front();
                let message = match seen {
                    Some(message) => message,
                    None => client.receive().await,
                };
                if message["method"] == "window/showMessage" {
                    break message;
                }
            };
            assert_eq!(shown["params"]["message"], wanted);
        }
        assert!(client.end().await);
    });
}

#[test]
fn hints_and_lenses_are_switched() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users new last 7d\n").await;
        let range =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let whole = json!({ "textDocument": { "uri": URI }, "range": range });
        for (settings, hints, lenses) in [
            (json!({}), 2, 3),
            (json!({ "amq": { "inlayHints": { "cost": false } } }), 1, 3),
            (json!({ "inlayHints": { "dates": false }, "codeLens": { "enable": false } }), 0, 0),
            (json!({ "amq": { "inlayHints": "odd", "codeLens": { "enable": true } } }), 0, 3),
        ] {
            let changed = json!({ "settings": settings });
            client.notify("workspace/didChangeConfiguration", changed).await;
            let found = client.request("textDocument/inlayHint", whole.clone()).await;
            assert_eq!(found.as_array().unwrap().len(), hints, "{settings}");
            let found = client.request("textDocument/codeLens", whole.clone()).await;
            assert_eq!(found.as_array().unwrap().len(), lenses, "{settings}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn a_delta_of_tokens_gives_the_new_ones() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users new\n\nusers new last 7d\n\nevents\n").await;
        let of = json!({ "textDocument": { "uri": URI } });
        let before = client.request("textDocument/semanticTokens/full", of.clone()).await;
        client.change(URI, 2, [2, 9, 2, 9], " by platform # é").await;
        let mut asked = of.clone();
        asked["previousResultId"] = before["resultId"].clone();
        let delta = client.request("textDocument/semanticTokens/full/delta", asked).await;
        let mut numbers = before["data"].as_array().unwrap().clone();
        for edit in delta["edits"].as_array().unwrap() {
            let start = edit["start"].as_u64().unwrap() as usize;
            let end = start + edit["deleteCount"].as_u64().unwrap() as usize;
            numbers.splice(start..end, edit["data"].as_array().cloned().unwrap_or_default());
        }
        let now = client.request("textDocument/semanticTokens/full", of).await;
        assert_eq!(Value::Array(numbers), now["data"]);
        assert!(client.end().await);
    });
}
