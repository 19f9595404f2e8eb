//! Messages on standard input and output: a header with a length, then JSON-RPC 2.0.

use std::io::{self, BufRead, Read, Write};

use gen_lsp_types::ErrorCodes;
use serde::Serialize;
use serde_json::{Value, json};

/// A message longer than this is none that an editor sends.
const LENGTH_MAX: u64 = 1 << 30;

/// A message from the client.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Incoming {
    /// It wants an answer.
    Request { id: Value, method: String, params: Value },
    /// It wants none.
    Notification { method: String, params: Value },
    /// The answer to something that was asked; nothing depends on one.
    Response,
    /// It cannot be read.
    Unreadable(Refusal),
}

/// Why a request gets no result.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub code: ErrorCodes,
    pub message: String,
}

impl Refusal {
    pub fn new(code: ErrorCodes, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The next message; none at the end of the stream.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<u64>().ok();
        }
    }
    let Some(length) = length.filter(|length| *length <= LENGTH_MAX) else {
        let refusal = Refusal::new(ErrorCodes::ParseError, "the header of a message has no `Content-Length`");
        return Ok(Some(Incoming::Unreadable(refusal)));
    };
    let mut content = Vec::new();
    input.take(length).read_to_end(&mut content)?;
    // The stream ended within the message.
    if (content.len() as u64) < length {
        return Ok(None);
    }
    Ok(Some(message(&content)))
}

fn message(content: &[u8]) -> Incoming {
    let refused = |code, message: &str| Incoming::Unreadable(Refusal::new(code, message));
    let Ok(value) = serde_json::from_slice::<Value>(content) else {
        return refused(ErrorCodes::ParseError, "the message is not JSON");
    };
    let Value::Object(mut fields) = value else {
        return refused(ErrorCodes::InvalidRequest, "the message is not a JSON object");
    };
    let id = fields.remove("id").filter(|id| id.is_number() || id.is_string());
    let method = match fields.remove("method") {
        Some(Value::String(method)) => method,
        None if fields.contains_key("result") || fields.contains_key("error") => return Incoming::Response,
        _ => return refused(ErrorCodes::InvalidRequest, "the message has no method"),
    };
    let params = fields.remove("params").unwrap_or(Value::Null);
    match id {
        Some(id) => Incoming::Request { id, method, params },
        None => Incoming::Notification { method, params },
    }
}

/// Where messages to the client go.
pub(super) struct Output {
    to: Box<dyn Write>,
    /// How many requests were sent.
    asked: u32,
    /// Why nothing can be written any more: the client is gone.
    gone: Option<io::Error>,
}

impl Output {
    pub fn new(to: Box<dyn Write>) -> Self {
        Self { to, asked: 0, gone: None }
    }

    pub fn answer(&mut self, id: &Value, answer: Result<Value, Refusal>) {
        match answer {
            Ok(result) => self.write(&json!({ "jsonrpc": "2.0", "id": id, "result": result })),
            Err(Refusal { code, message }) => {
                let error = json!({ "code": code, "message": message });
                self.write(&json!({ "jsonrpc": "2.0", "id": id, "error": error }));
            }
        }
    }

    pub fn notify(&mut self, method: &str, params: &impl Serialize) {
        self.write(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks the client for something whose answer nothing depends on.
    pub fn ask(&mut self, method: &str, params: &Value) {
        self.asked += 1;
        let id = format!("flowc-{}", self.asked);
        let mut message = json!({ "jsonrpc": "2.0", "id": id, "method": method });
        // A request without parameters has no such member.
        if !params.is_null() {
            message["params"] = params.clone();
        }
        self.write(&message);
    }

    /// Whether the client still reads.
    pub const fn is_gone(&self) -> bool {
        self.gone.is_some()
    }

    fn write(&mut self, message: &Value) {
        if self.gone.is_some() {
            return;
        }
        let text = message.to_string();
        let written = write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len());
        self.gone = written.and_then(|()| self.to.flush()).err();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{Incoming, read};

    fn all(text: &str) -> Vec<Incoming> {
        let mut input = Cursor::new(text.as_bytes());
        std::iter::from_fn(|| read(&mut input).expect("a text can be read")).collect()
    }

    #[test]
    fn what_cannot_be_read_hides_no_later_message() {
        let good = r#"{"method":"exit"}"#;
        let good = format!("content-length: {}\r\nContent-Type: x\r\n\r\n{good}", good.len());
        let text =
            format!("nonsense\r\n\r\nContent-Length: 3\r\n\r\n{{]]{good}Content-Length: 2\r\n\r\n[]{good}");
        let found = all(&text);
        assert!(matches!(found[0], Incoming::Unreadable(_)), "{found:?}");
        assert!(matches!(found[1], Incoming::Unreadable(_)), "{found:?}");
        assert!(matches!(&found[2], Incoming::Notification { method, .. } if method == "exit"), "{found:?}");
        assert!(matches!(found[3], Incoming::Unreadable(_)), "{found:?}");
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn a_message_that_is_cut_off_is_the_end() {
        assert!(all("Content-Length: 100\r\n\r\n{}").is_empty());
        assert!(all("Content-Length: 1").is_empty());
    }
}
