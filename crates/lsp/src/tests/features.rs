//! Each request once, with a real answer.

use serde_json::{Value, json};

use super::{
    client::{Client, with_client},
    folder::Folder,
};

const URI: &str = "untitled:Untitled-1";

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } })
}

fn of(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

fn rich() -> Value {
    json!({ "textDocument": {
        "diagnostic": {},
        "publishDiagnostics": { "tagSupport": { "valueSet": [1] } },
        "completion": { "completionItem": { "snippetSupport": true } },
        "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
    } })
}

/// Waits until the index knows the workspace.
async fn indexed(client: &mut Client, name: &str) {
    for _ in 0..200 {
        let found = client.request("workspace/symbol", json!({ "query": name })).await;
        if found.as_array().is_some_and(|it| !it.is_empty()) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("`{name}` is never indexed");
}

#[test]
fn every_request_is_answered() {
    with_client(rich(), &[], |mut client| async move {
        let text = "let $nl = where country is \"NL\"\n\nq: users new\n  where $nl\n  last 30d\n";
        client.open(URI, text).await;
        let hover = client.request("textDocument/hover", at(URI, 2, 4)).await;
        assert!(
            hover["contents"]["value"].as_str().unwrap().contains("cost")
                || hover["contents"]["value"].as_str().unwrap().contains("Cost")
        );
        let items = client.request("textDocument/completion", at(URI, 3, 8)).await;
        assert_eq!(items["items"][0]["label"], "$nl");
        let help = client.request("textDocument/signatureHelp", at(URI, 3, 8)).await;
        assert_eq!(help["activeParameter"], 1);
        let whole = json!({ "textDocument": { "uri": URI }, "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } } });
        assert_eq!(
            client.request("textDocument/inlayHint", whole.clone()).await.as_array().unwrap().len(),
            2
        );
        assert_eq!(
            client.request("textDocument/codeLens", of(URI)).await.as_array().unwrap().len(),
            3
        );
        let mut asked = whole.clone();
        asked["context"] = json!({ "diagnostics": [] });
        client.request("textDocument/codeAction", asked).await;
        let found = client.request("textDocument/definition", at(URI, 3, 9)).await;
        assert_eq!(found["range"]["start"], json!({ "line": 0, "character": 4 }));
        let mut references = at(URI, 3, 9);
        references["context"] = json!({ "includeDeclaration": true });
        assert_eq!(
            client.request("textDocument/references", references).await.as_array().unwrap().len(),
            2
        );
        assert_eq!(
            client
                .request("textDocument/documentHighlight", at(URI, 3, 9))
                .await
                .as_array()
                .unwrap()
                .len(),
            2
        );
        assert_eq!(
            client.request("textDocument/documentSymbol", of(URI)).await.as_array().unwrap().len(),
            2
        );
        assert_eq!(
            client.request("textDocument/foldingRange", of(URI)).await.as_array().unwrap().len(),
            1
        );
        let mut positions = of(URI);
        positions["positions"] = json!([{ "line": 3, "character": 9 }]);
        assert!(
            client.request("textDocument/selectionRange", positions).await[0]["parent"].is_object()
        );
        client.request("textDocument/documentLink", of(URI)).await;
        let mut options = of(URI);
        options["options"] = json!({ "tabSize": 2, "insertSpaces": true });
        client.request("textDocument/formatting", options.clone()).await;
        options["range"] = whole["range"].clone();
        client.request("textDocument/rangeFormatting", options.clone()).await;
        options["position"] = json!({ "line": 3, "character": 0 });
        options["ch"] = json!("\n");
        client.request("textDocument/onTypeFormatting", options).await;
        client.request("textDocument/semanticTokens/range", whole).await;
        assert_eq!(client.request("textDocument/diagnostic", of(URI)).await["items"], json!([]));
        client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
        let compile = json!({ "command": "amq.compile", "arguments": [{ "uri": URI, "position": { "line": 2, "character": 0 } }] });
        let url = client.request("workspace/executeCommand", compile).await;
        assert!(url.as_str().unwrap().starts_with("https://amplitude.com/api/2/users?"), "{url}");
        let cost = json!({ "command": "amq.cost", "arguments": [{ "uri": URI }] });
        assert_eq!(client.request("workspace/executeCommand", cost).await[0]["total"], 60);
        assert!(client.end().await);
    });
}

#[test]
fn indentation_brings_up_no_signature() {
    with_client(rich(), &[], |mut client| async move {
        client.open(URI, "users new\n   where \n").await;
        let mut typed = at(URI, 1, 2);
        typed["context"] =
            json!({ "triggerKind": 2, "triggerCharacter": " ", "isRetrigger": false });
        let help = client.request("textDocument/signatureHelp", typed.clone()).await;
        assert_eq!(help, Value::Null);
        typed["position"]["character"] = json!(9);
        let help = client.request("textDocument/signatureHelp", typed).await;
        assert_eq!(help["signatures"].as_array().unwrap().len(), 1);
        let mut asked = at(URI, 1, 2);
        asked["context"] = json!({ "triggerKind": 1, "isRetrigger": false });
        let help = client.request("textDocument/signatureHelp", asked).await;
        assert_eq!(help["signatures"].as_array().unwrap().len(), 1);
        assert!(client.end().await);
    });
}

#[test]
fn a_name_of_another_file_is_completed_with_its_use_and_renamed_with_it() {
    let folder = &Folder::new(&[
        ("shared/names.amq", "let $dutch = where country is \"NL\"\n"),
        ("closed.amq", "use \"shared/names.amq\"\n\nusers where $dutch\n"),
        ("open.amq", ""),
        ("amq.toml", ""),
    ]);
    let open = folder.uri("open.amq");
    with_client(rich(), &[folder.path()], |mut client| async move {
        indexed(&mut client, "dutch").await;
        client.open(&open, "users where \n").await;
        let found = client.request("textDocument/completion", at(&open, 0, 12)).await;
        let item =
            found["items"].as_array().unwrap().iter().find(|it| it["label"] == "$dutch").unwrap();
        assert_eq!(item["additionalTextEdits"][0]["newText"], "use \"shared/names.amq\"\n\n");
        assert_eq!(item["detail"], "cost 30 → 60 · shared/names.amq");
        client.change(&open, 2, [0, 12, 0, 12], "$dutch").await;
        let mut asked = json!({ "context": { "diagnostics": [] } });
        let place = json!({ "line": 0, "character": 14 });
        asked["range"] = json!({ "start": place, "end": place });
        asked["textDocument"] = json!({ "uri": &open });
        let actions = client.request("textDocument/codeAction", asked).await;
        assert_eq!(actions[0]["title"], "add `use \"shared/names.amq\"`");
        assert_eq!(actions[0]["diagnostics"][0]["code"], "AMQ206", "{actions}");
        let edit = &actions[0]["edit"]["changes"][&open][0];
        assert_eq!(edit["newText"], "use \"shared/names.amq\"\n\n");
        client.change(&open, 3, [0, 0, 0, 0], "use \"shared/names.amq\"\n\n").await;
        let said = client.request("textDocument/diagnostic", of(&open)).await;
        assert_eq!(said["items"], json!([]));
        let found = client.request("textDocument/definition", at(&open, 2, 14)).await;
        assert_eq!(found["uri"], folder.uri("shared/names.amq"));
        let mut rename = at(&open, 2, 14);
        rename["newName"] = json!("$nl");
        let edit = client.request("textDocument/rename", rename.clone()).await;
        let changes = edit["changes"].as_object().unwrap();
        assert_eq!(changes.len(), 3, "{edit}");
        rename["newName"] = json!("two words");
        let refused = client.answer("textDocument/rename", rename).await;
        assert!(refused["error"]["message"].as_str().unwrap().contains("no word"), "{refused}");
        // A change of the definition, in a document that is open too, is seen by those that use it.
        let names = folder.uri("shared/names.amq");
        client.open(&names, "let $dutch = where country is \"NL\"\n").await;
        client.change(&names, 2, [0, 4, 0, 10], "$du").await;
        client.request("textDocument/diagnostic", of(&names)).await;
        let said = client.request("textDocument/diagnostic", of(&open)).await;
        assert_eq!(said["items"][0]["code"], "AMQ206", "{said}");
        assert!(client.end().await);
    });
}

#[test]
fn files_of_other_projects_are_not_offered() {
    let folder = &Folder::new(&[
        ("own/amq.toml", ""),
        ("own/shared.amq", "let $inside = where country is \"NL\"\n"),
        ("own/open.amq", ""),
        ("other/amq.toml", ""),
        ("other/shared.amq", "let $outside = where country is \"BE\"\n"),
    ]);
    let open = folder.uri("own/open.amq");
    with_client(rich(), &[folder.path()], |mut client| async move {
        indexed(&mut client, "outside").await;
        client.open(&open, "users where \nuse \"\"\n").await;
        for (place, inside, outside) in [
            (at(&open, 0, 12), "$inside", "$outside"),
            (at(&open, 1, 5), "\"shared.amq\"", "\"../other/shared.amq\""),
        ] {
            let found = client.request("textDocument/completion", place).await;
            let labels = found["items"].as_array().unwrap().iter().map(|it| &it["label"]);
            assert!(labels.clone().any(|it| it == inside), "{found}");
            assert!(labels.clone().all(|it| it != outside), "{found}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn settings_that_change_on_disk_count_at_once() {
    let folder = &Folder::new(&[("amq.toml", "region = \"us\"\n"), ("a.amq", "")]);
    let uri = folder.uri("a.amq");
    with_client(rich(), &[folder.path()], |mut client| async move {
        client.open(&uri, "users by gp:x last 300d\n").await;
        let said = client.request("textDocument/diagnostic", of(&uri)).await;
        assert_eq!(said["items"][0]["code"], "AMQ501");
        folder.write("amq.toml", "region = \"eu\"\n[lints]\ncost-above-limit = \"off\"\n");
        let changed = json!({ "changes": [{ "uri": folder.uri("amq.toml"), "type": 2 }] });
        client.notify("workspace/didChangeWatchedFiles", changed).await;
        // The notification is handled beside the queue of the document.
        client.request("workspace/symbol", json!({ "query": "" })).await;
        let said = client.request("textDocument/diagnostic", of(&uri)).await;
        assert_eq!(said["items"], json!([]));
        let compile = json!({ "command": "amq.compile", "arguments": [{ "uri": uri, "position": { "line": 0, "character": 0 } }] });
        let url = client.request("workspace/executeCommand", compile).await;
        assert!(url.as_str().unwrap().contains("analytics.eu."), "{url}");
    });
}

#[test]
fn mistakes_in_settings_are_told() {
    let folder = &Folder::new(&[("amq.toml", "regoin = \"eu\"\n"), ("a.amq", "")]);
    let (uri, settings) = (folder.uri("a.amq"), folder.uri("amq.toml"));
    with_client(json!({}), &[folder.path()], |mut client| async move {
        client.open(&uri, "users\n").await;
        loop {
            let message = client.receive().await;
            if message["params"]["uri"] == settings {
                assert_eq!(message["params"]["diagnostics"][0]["code"], "AMQ601");
                break;
            }
        }
    });
}

#[test]
fn a_name_is_unused_only_if_no_file_mentions_it() {
    let folder = &Folder::new(&[
        ("names.amq", ""),
        ("user.amq", "use \"names.amq\"\n\nusers where $used\n"),
    ]);
    let uri = folder.uri("names.amq");
    with_client(rich(), &[folder.path()], |mut client| async move {
        folder.write("names.amq", "let $used = where country is \"NL\"\n\nusers\n");
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] })).await;
        indexed(&mut client, "used").await;
        let text = "let $used = where country is \"NL\"\nlet $idle = last 7d\n\nusers\n";
        client.open(&uri, text).await;
        let said = client.request("textDocument/diagnostic", of(&uri)).await;
        let said = said["items"].as_array().unwrap();
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(said[0]["tags"], json!([1]));
        assert!(said[0]["message"].as_str().unwrap().contains("$idle"));
    });
}

#[test]
fn each_file_of_a_cycle_says_so() {
    let folder = &Folder::new(&[("a.amq", "use \"b.amq\"\n"), ("b.amq", "use \"a.amq\"\n")]);
    with_client(json!({}), &[folder.path()], |mut client| async move {
        for (name, text) in [("a.amq", "use \"b.amq\"\n"), ("b.amq", "use \"a.amq\"\n")] {
            let uri = folder.uri(name);
            client.open(&uri, text).await;
            let said = client.diagnostics(&uri, 1).await;
            assert_eq!((said.len(), &said[0]["code"]), (1, &json!("AMQ212")), "{name}: {said:?}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn a_fix_is_offered_at_each_place_that_is_spoken_of() {
    let literal = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
    let can = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": literal } } });
    with_client(can, &[], |mut client| async move {
        client.open(URI, "funnel A -> B\n  by platform\n  last 60d\nusers new last 7d\n").await;
        for (line, offered) in [(0, true), (1, true), (2, true), (3, false)] {
            let place = json!({ "line": line, "character": 3 });
            let range = json!({ "start": place, "end": place });
            let only = json!({ "diagnostics": [], "only": ["quickfix"] });
            let asked = json!({ "textDocument": { "uri": URI }, "range": range, "context": only });
            let actions = client.request("textDocument/codeAction", asked).await;
            let mut titles = actions.as_array().unwrap().iter().map(|it| &it["title"]);
            assert_eq!(titles.any(|it| it == "write `last 50d`"), offered, "{line}: {actions}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn where_settings_cannot_be_read_the_day_is_that_of_the_command_line() {
    let folder = &Folder::new(&[("amq.toml/in-the-way", ""), ("a.amq", "")]);
    with_client(json!({}), &[folder.path()], |mut client| async move {
        let uri = folder.uri("a.amq");
        client.open(&uri, "users on 2021-10-01\n").await;
        let said = client.diagnostics(&uri, 1).await;
        let message = said[1]["message"].as_str().unwrap();
        assert!(message.contains("today is 2021-09-30"), "{message}");
        assert!(client.end().await);
    });
}

#[test]
fn many_requests_and_edits_at_once_do_not_lock_up() {
    with_client(rich(), &[], |mut client| async move {
        client.open(URI, "users new\n").await;
        let mut asked = Vec::new();
        for version in 2..300 {
            client.change(URI, version, [0, 9, 0, 9], "x").await;
            asked.push((version, client.send_request("textDocument/hover", at(URI, 0, 7)).await));
        }
        for (version, id) in asked {
            let answer = client.wait(id).await;
            // Each sees the text as it was when it was asked.
            let end = answer["result"]["range"]["end"]["character"].as_i64();
            assert!(end.is_none_or(|end| end == i64::from(version) + 8), "{version}: {answer}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn a_file_of_fifty_thousand_lines() {
    with_client(rich(), &[], |mut client| async move {
        let text = "# which\nq: users new\n  where country is \"NL\"\n  last 7d\n\n"
            .replace("q: ", "")
            .repeat(10_000);
        client.open(URI, &text).await;
        for version in 2..30 {
            client.change(URI, version, [25_001, 9, 25_001, 9], " ").await;
            let said = client.request("textDocument/diagnostic", of(URI)).await;
            assert_eq!(said["items"], json!([]));
        }
        let tokens = client.request("textDocument/semanticTokens/full", of(URI)).await;
        assert!(tokens["data"].as_array().unwrap().len() > 100_000);
        let mut delta = of(URI);
        delta["previousResultId"] = tokens["resultId"].clone();
        client.change(URI, 40, [25_001, 6, 25_001, 6], "x").await;
        let changed = client.request("textDocument/semanticTokens/full/delta", delta).await;
        assert!(changed["edits"].as_array().unwrap().len() <= 1, "{changed}");
        assert!(client.end().await);
    });
}

/// What the code actions of a kind at a place would make of a text, and its line ends.
async fn acted(client: &mut Client, uri: &str, place: [u32; 4], kind: &str) -> Vec<Value> {
    let [line, from, last, to] = place;
    let range = json!({ "start": { "line": line, "character": from }, "end": { "line": last, "character": to } });
    let context = json!({ "diagnostics": [], "only": [kind] });
    let asked = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    let found = client.request("textDocument/codeAction", asked).await;
    let edits = found.as_array().unwrap().iter().map(|it| it["edit"]["changes"][uri].clone());
    edits.flat_map(|it| it.as_array().cloned().unwrap_or_default()).collect()
}

fn with_actions() -> Value {
    let mut abilities = rich();
    abilities["textDocument"]["codeAction"] =
        json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } });
    abilities
}

#[test]
fn edits_have_the_line_ends_of_the_document() {
    with_client(with_actions(), &[], |mut client| async move {
        for (end, uri) in [("\r\n", "untitled:Untitled-1"), ("\n", "untitled:Untitled-2")] {
            let text = "users new\n\nusers where city is \"x\"\n".replace('\n', end);
            client.open(uri, &text).await;
            let edits = acted(&mut client, uri, [2, 14, 2, 14], "refactor.extract").await;
            let new = "let $segment = where city is \"x\"\n\n".replace('\n', end);
            assert_eq!(edits[0]["newText"], new);
        }
        assert!(client.end().await);
    });
}

#[test]
fn names_of_other_files_are_neither_taken_nor_out_of_reach() {
    let folder = &Folder::new(&[
        (
            "user.amq",
            "use \"own.amq\"\nuse \"third.amq\"\n\nlet $segment = last 7d\n\nmain: users\n",
        ),
        ("third.amq", "let $segment_2 = where os is \"iOS\"\n\nlet $event = last 7d\n"),
        ("own.amq", "users where city is \"x\"\n"),
        ("far.amq", "use \"third.amq\"\nlet $both = where $segment_2 and city is \"x\"\n"),
    ]);
    with_client(with_actions(), &[folder.path()], |mut client| async move {
        indexed(&mut client, "main").await;
        let own = folder.uri("own.amq");
        client.open(&own, "users where city is \"x\"\n").await;
        let edits = acted(&mut client, &own, [0, 14, 0, 14], "refactor.extract").await;
        assert_eq!(edits[0]["newText"], "let $segment_3 = where city is \"x\"\n\n");
        let user = folder.uri("new.amq");
        client.open(&user, "use \"third.amq\"\nusers where $segment_2 and city is \"x\"\n").await;
        let edits = acted(&mut client, &user, [1, 14, 1, 14], "refactor.inline").await;
        assert_eq!(edits[0]["newText"], "os is \"iOS\"");
        // What `$both` is made of is not known to those that only use its file.
        let next = folder.uri("next.amq");
        client.open(&next, "use \"far.amq\"\nusers where $both\n").await;
        assert_eq!(
            acted(&mut client, &next, [1, 14, 1, 14], "refactor.inline").await,
            [] as [Value; 0]
        );
        assert!(client.end().await);
    });
}

#[test]
fn statements_of_a_file_that_is_not_saved_say_something_from_their_first_letter() {
    with_client(rich(), &[], |mut client| async move {
        let text = "use \"a.amq\"\nlet $a = last 7d\n\n# about\none: users during $a\nusers where user.city is \"x\"\n";
        client.open(URI, text).await;
        for (line, character, wanted) in [
            (0, 0, "Brings in the names of another file"),
            (1, 0, "Gives a name to"),
            (4, 0, "GET https://amplitude.com/api/2/users"),
            (5, 0, "How many users were active"),
            (5, 12, "City of the user's last address."),
        ] {
            let hover = client.request("textDocument/hover", at(URI, line, character)).await;
            let said = hover["contents"]["value"].as_str().unwrap_or_default();
            assert!(said.contains(wanted), "{line}:{character}: {hover}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn preparing_a_rename_says_why_there_is_none() {
    with_client(rich(), &[], |mut client| async move {
        client.open(URI, "let $nl = where country is \"NL\"\n\nusers where $nl and $x\n").await;
        let place = client.request("textDocument/prepareRename", at(URI, 2, 14)).await;
        assert_eq!(place["start"], json!({ "line": 2, "character": 12 }));
        for (line, character, why) in [(2, 2, "only names and labels"), (2, 21, "defined nowhere")]
        {
            let mut asked = at(URI, line, character);
            let refused = client.answer("textDocument/prepareRename", asked.clone()).await;
            assert!(refused["error"]["message"].as_str().unwrap().contains(why), "{refused}");
            asked["newName"] = json!("y");
            let renamed = client.answer("textDocument/rename", asked).await;
            assert_eq!(renamed["error"], refused["error"]);
        }
        assert!(client.end().await);
    });
}
