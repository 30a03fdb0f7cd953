//! Messages that are none, and cancellations of nothing.

use serde_json::{Value, json};

use super::client::with_client;

#[test]
fn a_message_that_is_none_is_answered_and_ends_nothing() {
    let deep = format!(
        r#"{{"jsonrpc":"2.0","method":"x","params":{}{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let bodies: [(&[u8], i64, Value); 12] = [
        (b"{}", -32600, Value::Null),
        (b"[]", -32600, Value::Null),
        (b"null", -32600, Value::Null),
        (b"[{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}]", -32600, Value::Null),
        (b"{bad}", -32700, Value::Null),
        (b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\"}", -32700, Value::Null),
        (b"{\"jsonrpc\":\"2.0\",\"method\":5}", -32600, Value::Null),
        (b"{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":5}", -32600, json!("a")),
        (b"{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"x\"}", -32600, json!(7)),
        (b"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}", -32600, Value::Null),
        (b"", -32700, Value::Null),
        (deep.as_bytes(), -32700, Value::Null),
    ];
    with_client(json!({}), &[], |mut client| async move {
        for (body, code, id) in bodies {
            client.send_body(body).await;
            let answer = client.receive().await;
            let said = (&answer["error"]["code"], &answer["id"]);
            assert_eq!(said, (&json!(code), &id), "{} {answer}", String::from_utf8_lossy(body));
        }
        client.request("workspace/symbol", json!({ "query": "" })).await;
        assert!(client.end().await);
    });
}

#[test]
fn a_cancellation_of_nothing_cancels_nothing_later() {
    with_client(json!({}), &[], |mut client| async move {
        client.open("untitled:a", "users new\n").await;
        let of = json!({ "textDocument": { "uri": "untitled:a" } });
        for id in 100..130 {
            let cancel =
                json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": id } });
            let ask = json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/codeLens", "params": &of });
            client.send_all(&[cancel, ask]).await;
            let answer = client.wait(id).await;
            assert!(answer["error"].is_null(), "{answer}");
        }
        assert!(client.end().await);
    });
}
