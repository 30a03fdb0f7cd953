//! The commands, and what is asked of the client when their answers may have changed.

use serde_json::{Value, json};

use super::{
    client::{Client, with_client},
    folder::Folder,
};

const URI: &str = "untitled:Untitled-1";

async fn run(client: &mut Client, command: &str, of: Value) -> Value {
    let params = json!({ "command": command, "arguments": [of] });
    client.request("workspace/executeCommand", params).await
}

#[test]
fn the_query_at_a_place_is_costed_and_compiled() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "let $x = last 7d\n\n# what\nq: users new\n  during $x\n").await;
        for line in [2, 3, 4] {
            let of = json!({ "uri": URI, "position": { "line": line, "character": 4 } });
            let cost = run(&mut client, "amq.cost", of).await;
            assert_eq!(cost["label"], "q", "{line}");
            assert_eq!((&cost["total"], &cost["limit"]), (&json!(7), &json!(1000)));
            assert_eq!(cost["range"]["start"], json!({ "line": 3, "character": 0 }));
        }
        let none = json!({ "uri": URI, "position": { "line": 0, "character": 4 } });
        assert_eq!(run(&mut client, "amq.cost", none.clone()).await, Value::Null);
        assert_eq!(run(&mut client, "amq.compile", none).await, Value::Null);
        let curl = run(&mut client, "amq.compile", json!({ "uri": URI, "emit": "curl" })).await;
        assert_eq!(curl.as_array().unwrap().len(), 1);
        assert!(curl[0].as_str().unwrap().contains("curl"), "{curl}");
        assert!(client.end().await);
    });
}

#[test]
fn what_has_no_cost_or_other_limits_says_so() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "chart abc123\n\nsearch \"someone\"\n").await;
        let costs = run(&mut client, "amq.cost", json!({ "uri": URI })).await;
        assert_eq!((&costs[0]["total"], &costs[0]["limit"]), (&Value::Null, &Value::Null));
        assert!(
            costs[0]["text"].as_str().unwrap().contains("depends on the saved chart"),
            "{costs}"
        );
        assert_eq!(costs[1]["limit"], Value::Null);
        assert!(costs[1]["text"].as_str().unwrap().contains("360 queries an hour"), "{costs}");
        assert!(client.end().await);
    });
}

#[test]
fn the_workspace_is_costed_with_what_is_not_saved_yet() {
    let folder = &Folder::new(&[
        ("a.amq", "users new last 7d\n\nbroken\n"),
        ("b.amq", "q: users new\n  last 2d\n"),
    ]);
    let open = folder.uri("b.amq");
    with_client(json!({}), &[folder.path()], |mut client| async move {
        client.open(&open, "q: users new\n  last 3d\n").await;
        run(&mut client, "amq.cost", json!({ "uri": open })).await;
        let costs = run(&mut client, "amq.cost", json!({})).await;
        let totals: Vec<_> = costs.as_array().unwrap().iter().map(|it| &it["total"]).collect();
        assert_eq!(totals, [&json!(7), &json!(3)]);
        assert_eq!(costs[1]["uri"], open);
        let params = json!({ "command": "amq.cost" });
        assert_eq!(client.request("workspace/executeCommand", params).await, costs);
        let params = json!({ "command": "amq.compile", "arguments": [{}] });
        let refused = client.answer("workspace/executeCommand", params).await;
        assert!(refused["error"]["message"].is_string(), "{refused}");
        assert!(client.end().await);
    });
}

#[test]
fn the_workspace_is_costed_after_the_edits_that_came_before() {
    let text = "users new last 7d\n\n".repeat(500);
    let folder = &Folder::new(&[("a.amq", &text)]);
    let open = &folder.uri("a.amq");
    with_client(json!({}), &[folder.path()], |mut client| async move {
        client.open(open, &text).await;
        for days in 1..=9 {
            client.change(open, 1 + days, [0, 15, 0, 16], &days.to_string()).await;
            let costs = run(&mut client, "amq.cost", json!({})).await;
            assert_eq!(costs[0]["total"], days);
        }
        assert!(client.end().await);
    });
}

#[test]
fn a_switched_setting_is_asked_for_at_once() {
    let workspace =
        json!({ "inlayHint": { "refreshSupport": true }, "codeLens": { "refreshSupport": true } });
    with_client(json!({ "workspace": workspace }), &[], |mut client| async move {
        client.open(URI, "users new last 7d\n").await;
        let of = json!({ "textDocument": { "uri": URI } });
        let lenses = client.request("textDocument/codeLens", of.clone()).await;
        assert_eq!(lenses.as_array().unwrap().len(), 3);
        client.seen.retain(|it| it["method"] != "workspace/codeLens/refresh");
        let off = json!({ "settings": { "amq": { "codeLens": { "enable": false } } } });
        client.notify("workspace/didChangeConfiguration", off).await;
        while client.receive().await["method"] != "workspace/codeLens/refresh" {}
        assert_eq!(client.request("textDocument/codeLens", of).await, json!([]));
        assert!(client.end().await);
    });
}

#[test]
fn what_the_taxonomy_may_lack_is_asked_for_by_clients_that_can() {
    let taxonomy = "events = [\"Signup\"]\n[values]\nplatform = [\"iOS\"]\nplan = [\"pro\"]\n";
    let folder = &Folder::new(&[("amq.toml", "language = 1\n"), ("taxonomy.toml", taxonomy)]);
    let literal = json!({ "codeActionKind": { "valueSet": ["quickfix"] } });
    let can = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": literal } } });
    with_client(can, &[folder.path()], |mut client| async move {
        let uri = folder.uri("a.amq");
        let text = "segmentation Checkout, Signup {plan is \"prox\"}\n  where platform is \"Symbian\"\n  last 7d\n";
        client.open(&uri, text).await;
        let asked = |line: u32, character: u32| {
            let place = json!({ "line": line, "character": character });
            let range = json!({ "start": place, "end": place });
            json!({ "textDocument": { "uri": &uri }, "range": range, "context": { "diagnostics": [] } })
        };
        let pulls = |actions: &Value| -> Vec<Value> {
            let commands = actions.as_array().unwrap().iter().filter_map(|it| it.get("command"));
            commands.cloned().collect()
        };
        assert!(pulls(&client.request("textDocument/codeAction", asked(0, 15)).await).is_empty());
        let settings = json!({ "settings": { "amq": { "commands": ["amq.run", "amq.pull"] } } });
        client.notify("workspace/didChangeConfiguration", settings).await;
        for (line, character, title, values) in [
            (0, 15, "ask the API which events there are", json!([])),
            (1, 23, "ask the API which values `platform` has", json!(["platform"])),
        ] {
            let actions = client.request("textDocument/codeAction", asked(line, character)).await;
            let command = json!({
                "title": title,
                "command": "amq.pull",
                "arguments": [{ "uri": &uri, "values": values }],
            });
            assert_eq!(pulls(&actions), [command], "{actions}");
        }
        // The API tells the values of users' properties only.
        let actions = client.request("textDocument/codeAction", asked(0, 42)).await;
        assert!(actions.to_string().contains("AMQ312"), "{actions}");
        assert!(pulls(&actions).is_empty(), "{actions}");
        assert!(client.end().await);
    });
}

#[test]
fn only_clients_that_run_queries_are_offered_to() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "# what\nq: users new\n  last 7d\n").await;
        let of = json!({ "textDocument": { "uri": URI } });
        let commands = |lenses: &Value| -> Vec<String> {
            let all = lenses.as_array().unwrap().iter();
            all.map(|it| it["command"]["command"].as_str().unwrap().to_owned()).collect()
        };
        let plain = client.request("textDocument/codeLens", of.clone()).await;
        assert_eq!(commands(&plain), ["amq.compile", "amq.compile", "amq.cost"]);
        let settings = json!({ "settings": { "amq": { "commands": ["amq.run"] } } });
        client.notify("workspace/didChangeConfiguration", settings).await;
        let lenses = client.request("textDocument/codeLens", of.clone()).await;
        assert_eq!(commands(&lenses), ["amq.run", "amq.compile", "amq.compile", "amq.cost"]);
        let range =
            json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 2, "character": 9 } });
        assert_eq!(lenses[0]["command"]["arguments"], json!([{ "uri": URI, "range": range }]));
        // The server itself runs nothing.
        let run = json!({ "command": "amq.run", "arguments": [{ "uri": URI }] });
        let answer = client.answer("workspace/executeCommand", run).await;
        assert!(answer.get("error").is_some(), "{answer}");
        let settings = json!({ "settings": { "amq": { "commands": [] } } });
        client.notify("workspace/didChangeConfiguration", settings).await;
        assert_eq!(client.request("textDocument/codeLens", of).await, plain);
        assert!(client.end().await);
    });
}

#[test]
fn what_is_wrong_with_an_argument_is_said_in_plain_words() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users new last 7d\n").await;
        for (arguments, said) in [
            (
                json!([{ "uri": URI, "emit": "foo" }]),
                "there is no emit `foo`; there are `url` and `curl`",
            ),
            (json!(["x"]), "`amq.compile` takes an object with a `uri`, not `\"x\"`"),
            (json!([]), "`amq.compile` needs the `uri` of a file"),
            (json!([{ "uri": 3 }]), "`uri` is a string, not `3`"),
            (
                json!([{ "uri": URI, "position": 1 }]),
                "`position` is a `line` and a `character`, counted from 0",
            ),
            (json!([{ "uri": "untitled:2" }]), "`untitled:2` is not open, and names no file"),
            (
                json!([{ "uri": "file:///etc/passwd" }]),
                "`file:///etc/passwd` is not open, and lies outside the workspace",
            ),
        ] {
            let params = json!({ "command": "amq.compile", "arguments": arguments });
            let answer = client.answer("workspace/executeCommand", params).await;
            assert_eq!(answer["error"]["message"], said, "{answer}");
        }
        assert!(client.end().await);
    });
}

#[test]
fn files_of_the_workspace_are_compiled_though_not_open() {
    let folder = &Folder::new(&[
        ("a.amq", "use \"b.amq\"\n\nusers new where $q last 7d\n"),
        ("b.amq", "let $q = where city is \"old\"\n"),
    ]);
    with_client(json!({}), &[folder.path()], |mut client| async move {
        let of = json!({ "uri": folder.uri("a.amq") });
        let urls = run(&mut client, "amq.compile", of.clone()).await;
        assert!(urls[0].as_str().unwrap().contains("old"), "{urls}");
        client.open(&folder.uri("b.amq"), "let $q = where city is \"new-one\"\n").await;
        let urls = run(&mut client, "amq.compile", of.clone()).await;
        assert!(urls[0].as_str().unwrap().contains("new-one"), "{urls}");
        assert_eq!(run(&mut client, "amq.cost", of).await[0]["total"], 14);
        assert!(client.end().await);
    });
}

#[test]
fn a_query_with_mistakes_keeps_its_line_above() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users nwe\n\nq: users last 7d\n\nlet $a = \n").await;
        let of = json!({ "textDocument": { "uri": URI } });
        let lenses = client.request("textDocument/codeLens", of).await;
        let all = lenses.as_array().unwrap().iter();
        let lines: Vec<_> = all.map(|it| it["range"]["start"]["line"].as_u64().unwrap()).collect();
        assert_eq!(lines, [0, 2, 2, 2]);
        assert_eq!(lenses[0]["command"]["title"], "cost not known: has mistakes");
        let argument = lenses[0]["command"]["arguments"][0].clone();
        assert_eq!(run(&mut client, "amq.cost", argument).await, Value::Null);
        while !client.seen.iter().any(|it| it["method"] == "window/showMessage") {
            let message = client.receive().await;
            client.seen.push_back(message);
        }
        assert!(client.end().await);
    });
}

#[test]
fn lenses_of_a_long_file_are_filled_in_when_they_are_seen() {
    with_client(json!({}), &[], |mut client| async move {
        let text = "users new last 7d\n\nusers nwe\n\n".repeat(400);
        client.open(URI, &text).await;
        let of = json!({ "textDocument": { "uri": URI } });
        let lenses = client.request("textDocument/codeLens", of.clone()).await;
        let lenses = lenses.as_array().unwrap();
        assert_eq!(lenses.len(), 400 * 4);
        assert!(lenses.iter().all(|it| it.get("command").is_none()));
        let mut titles = Vec::new();
        for lens in &lenses[lenses.len() - 4..] {
            let whole = client.request("codeLens/resolve", lens.clone()).await;
            assert_eq!(whole["range"], lens["range"]);
            let position = &whole["command"]["arguments"][0]["position"];
            assert_eq!(*position, lens["range"]["start"]);
            titles.push(whole["command"]["title"].as_str().unwrap().to_owned());
        }
        let wanted =
            ["Copy URL", "Copy curl", "cost 7 (1 % of 1000)", "cost not known: has mistakes"];
        assert_eq!(titles, wanted);
        // What is gone by then is left as it is.
        client.change(URI, 2, [0, 0, 9999, 0], "").await;
        let last = client.request("codeLens/resolve", lenses[lenses.len() - 1].clone()).await;
        assert!(last.get("command").is_none(), "{last}");
        assert!(client.end().await);
    });
}
