//! Every request that the server says it answers: one that panics is answered with an error, and one
//! that takes long holds up no other.

use serde_json::{Value, json};

use super::{
    client::{Client, with_client},
    faults::cause,
};

const URI: &str = "untitled:Untitled-1";
const TEXT: &str = "let $nl = where country is \"NL\"\n\nq: users where $nl\n";

/// A kind of request.
struct Kind {
    method: String,
    /// The members that only it has.
    own: Value,
    /// Where its answer is made, after its handler.
    stages: &'static [&'static str],
}

impl Kind {
    fn new(method: &str, stages: &'static [&'static str]) -> Self {
        Self { method: method.to_owned(), own: json!({}), stages }
    }

    fn command(command: &Value, arguments: &Value, stages: &'static [&'static str]) -> Self {
        let own = json!({ "command": command, "arguments": arguments });
        Self { own, ..Self::new("workspace/executeCommand", stages) }
    }

    /// What it is called where it fails.
    fn feature(&self) -> String {
        match self.method.split_once('/') {
            Some(("workspace", "symbol")) => "workspace symbols".to_owned(),
            Some(("workspace", "diagnostic")) => "workspace diagnostics".to_owned(),
            Some(("workspace", "executeCommand")) => "commands".to_owned(),
            Some(("codeLens", "resolve")) => "code lens resolve".to_owned(),
            Some(("textDocument", name)) => words(name),
            _ => panic!("`{}` has no name", self.method),
        }
    }

    /// Parameters that all kinds can read.
    fn params(&self, uri: &str) -> Value {
        let at = json!({ "line": 0, "character": 6 });
        let mut params = json!({
            "textDocument": { "uri": uri },
            "position": at,
            "positions": [at],
            "range": { "start": at, "end": at },
            "options": { "tabSize": 2, "insertSpaces": true },
            "ch": "}",
            "newName": "dutch",
            "query": "",
            "data": format!("1 {uri}"),
            "previousResultId": "1",
            "previousResultIds": [],
            "context": {
                "triggerKind": 1,
                "isRetrigger": false,
                "includeDeclaration": true,
                "diagnostics": [],
            },
        });
        if let Some(own) = self.own.get("command") {
            let given = self.own["arguments"].clone();
            let arguments = if given.is_null() { json!([{ "uri": uri }]) } else { given };
            params = json!({ "command": own, "arguments": arguments });
        }
        params
    }
}

/// `semanticTokens/full` as `semantic tokens full`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        match letter {
            '/' => words.push(' '),
            _ if letter.is_uppercase() => {
                words.push(' ');
                words.push(letter.to_ascii_lowercase());
            }
            _ => words.push(letter),
        }
    }
    words
}

const TURN: &[&str] = &["turn"];
const ASIDE: &[&str] = &["aside"];
const BOTH: &[&str] = &["turn", "aside"];

/// The kinds of request that a server with these capabilities answers.
fn kinds(capabilities: &Value) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (key, can) in capabilities.as_object().unwrap() {
        let Some(name) = key.strip_suffix("Provider") else { continue };
        if can["resolveProvider"] == true {
            assert_eq!(name, "codeLens", "`{key}` needs a request that resolves");
            kinds.push(Kind::new("codeLens/resolve", TURN));
        }
        match name {
            "semanticTokens" => {
                kinds.push(Kind::new("textDocument/semanticTokens/full", TURN));
                assert_eq!((&can["range"], &can["full"]["delta"]), (&json!(true), &json!(true)));
                kinds.push(Kind::new("textDocument/semanticTokens/full/delta", TURN));
                kinds.push(Kind::new("textDocument/semanticTokens/range", TURN));
            }
            "executeCommand" => {
                for command in can["commands"].as_array().unwrap() {
                    kinds.push(Kind::command(command, &Value::Null, TURN));
                    let closed = json!([{ "uri": "untitled:closed" }]);
                    kinds.push(Kind::command(command, &closed, ASIDE));
                }
                kinds.push(Kind::command(&json!("amq.cost"), &json!([]), ASIDE));
            }
            "diagnostic" => {
                kinds.push(Kind::new("textDocument/diagnostic", TURN));
                assert_eq!(can["workspaceDiagnostics"], true);
                kinds.push(Kind::new("workspace/diagnostic", ASIDE));
            }
            "rename" => {
                kinds.push(Kind::new("textDocument/rename", BOTH));
                assert_eq!(can["prepareProvider"], true);
                kinds.push(Kind::new("textDocument/prepareRename", TURN));
            }
            "references" => kinds.push(Kind::new("textDocument/references", BOTH)),
            "workspaceSymbol" => kinds.push(Kind::new("workspace/symbol", ASIDE)),
            "documentFormatting" => kinds.push(Kind::new("textDocument/formatting", TURN)),
            "documentRangeFormatting" => {
                kinds.push(Kind::new("textDocument/rangeFormatting", TURN));
            }
            "documentOnTypeFormatting" => {
                kinds.push(Kind::new("textDocument/onTypeFormatting", TURN));
            }
            // Whatever is new has to be called as its capability, or to be told here.
            other => kinds.push(Kind::new(&format!("textDocument/{other}"), TURN)),
        }
    }
    kinds
}

/// Another request is answered, by another feature.
async fn goes_on(client: &mut Client, feature: &str, uri: &str) {
    let of = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 6 } });
    let hover = if feature == "hover" { "documentSymbol" } else { "hover" };
    let answer = client.request(&format!("textDocument/{hover}"), of).await;
    assert!(!answer.is_null(), "after {feature}");
}

async fn close(client: &mut Client, uri: &str) {
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
}

fn capabilities() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

#[test]
fn each_request_may_die_and_the_server_goes_on() {
    with_client(capabilities(), &[], |mut client| async move {
        client.open(URI, TEXT).await;
        let kinds = kinds(&client.capabilities);
        assert!(kinds.len() > 25, "{}", kinds.len());
        for kind in kinds {
            let feature = kind.feature();
            for stage in [&["handler"], kind.stages].concat() {
                let uri = cause("panic", stage, &feature);
                client.open(&uri, TEXT).await;
                let answer = client.answer(&kind.method, kind.params(&uri)).await;
                let (error, method) = (&answer["error"], &kind.method);
                assert_eq!(error["code"], -32603, "{method}, {stage}: {answer}");
                let message = error["message"].as_str().unwrap();
                assert!(message.contains(" failed on this text"), "{method}, {stage}: {answer}");
                if stage != "handler" {
                    assert!(message.starts_with(&feature), "{method}, {stage}: {answer}");
                }
                goes_on(&mut client, &feature, &uri).await;
                close(&mut client, &uri).await;
                let answer = client.answer(&kind.method, kind.params(URI)).await;
                assert_ne!(answer["error"]["code"], -32603, "{method}: {answer}");
            }
        }
        assert!(client.end().await);
    });
}

#[test]
fn no_request_that_takes_long_holds_up_another() {
    with_client(capabilities(), &[], |mut client| async move {
        for kind in kinds(&client.capabilities) {
            let feature = kind.feature();
            for stage in kind.stages {
                let uri = cause("slow", stage, &feature);
                client.open(&uri, TEXT).await;
                let id = client.send_request(&kind.method, kind.params(&uri)).await;
                client.open(URI, TEXT).await;
                goes_on(&mut client, &feature, URI).await;
                let came = client.seen.iter().any(|it| it["id"] == id);
                assert!(!came, "{} was not slow, {stage}", kind.method);
                close(&mut client, URI).await;
                close(&mut client, &uri).await;
                let answer = client.wait(id).await;
                assert_ne!(answer["error"]["code"], -32603, "{}: {answer}", kind.method);
            }
        }
        assert!(client.end().await);
    });
}
