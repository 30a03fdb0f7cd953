//! The server's life: order, versions, panics, encodings, the end.

use serde_json::{Value, json};

use super::client::with_client;

const URI: &str = "untitled:Untitled-1";

#[test]
fn mistakes_are_published_with_their_version() {
    let says =
        json!({ "textDocument": { "publishDiagnostics": { "codeDescriptionSupport": true } } });
    with_client(says, &[], |mut client| async move {
        client.open(URI, "users nwe\n").await;
        let said = client.diagnostics(URI, 1).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(said[0]["code"], "AMQ205");
        assert!(said[0]["codeDescription"]["href"].as_str().unwrap().ends_with("AMQ205.md"));
        client.change(URI, 2, [0, 6, 0, 9], "new").await;
        assert_eq!(client.diagnostics(URI, 2).await, Vec::<Value>::new());
        assert!(client.end().await);
    });
}

#[test]
fn four_hundred_edits_arrive_in_order() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "").await;
        let text = "users new where city is \"Amsterdam\" by platform last 30d\n".repeat(7);
        let mut version = 1;
        for (at, typed) in text.char_indices() {
            version += 1;
            let line = text[..at].matches('\n').count() as u32;
            let column = text[..at].rsplit('\n').next().unwrap().len() as u32;
            client.change(URI, version, [line, column, line, column], &typed.to_string()).await;
        }
        assert_eq!(client.diagnostics(URI, version).await, Vec::<Value>::new());
        let versions: Vec<i64> =
            client.seen.iter().filter_map(|it| it["params"]["version"].as_i64()).collect();
        assert!(versions.is_sorted(), "{versions:?}");
        assert!(client.end().await);
    });
}

#[test]
fn positions_are_counted_as_agreed() {
    let text = "users new where city is \"é購🎉\" bye platform\n";
    for (encoding, column) in [("utf-8", 37), ("utf-16", 32), ("utf-32", 31)] {
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        with_client(capabilities, &[], |mut client| async move {
            assert_eq!(client.capabilities["positionEncoding"], encoding);
            client.open(URI, text).await;
            let said = client.diagnostics(URI, 1).await;
            assert_eq!(said[0]["range"]["start"]["character"], column - 1, "{encoding} {said:?}");
            // The edit is counted the same way.
            client.change(URI, 2, [0, column - 1, 0, column + 2], "by").await;
            assert_eq!(client.diagnostics(URI, 2).await, Vec::<Value>::new());
        });
    }
}

#[test]
fn a_lone_carriage_return_ends_a_line_of_the_client() {
    with_client(json!({}), &[], |mut client| async move {
        client.open(URI, "users\n# a\r# b\rc\n\nusers nwe\n").await;
        let said = client.diagnostics(URI, 1).await;
        assert_eq!(said[0]["range"]["start"], json!({ "line": 5, "character": 6 }), "{said:?}");
        client.change(URI, 2, [5, 6, 5, 9], "new").await;
        assert_eq!(client.diagnostics(URI, 2).await, Vec::<Value>::new());
        // A newline behind the first makes one line end of two signs.
        client.change(URI, 3, [2, 0, 2, 0], "\n").await;
        client.change(URI, 4, [5, 6, 5, 9], "nwe").await;
        let said = client.diagnostics(URI, 4).await;
        assert_eq!(said[0]["range"]["start"], json!({ "line": 5, "character": 6 }), "{said:?}");
        assert!(client.end().await);
    });
}

#[test]
fn a_panic_while_checking_ends_nothing() {
    with_client(json!({}), &[], |mut client| async move {
        client.open("untitled:panic-refresh.amq", "users new\n").await;
        client.open("untitled:panic-publish.amq", "users new\n").await;
        client.open(URI, "users nwe\n").await;
        assert_eq!(client.diagnostics(URI, 1).await.len(), 1);
        assert!(client.end().await);
    });
}
