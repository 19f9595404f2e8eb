//! The default: what would go out, as JSON lines.

use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use super::payload;
use crate::shell::runtime::connector::{Connector, Delivery, Outcome};

/// Writes a line of JSON for each delivery. Nobody else hears of it, so all of it counts as sent.
pub struct Log {
    name: String,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Log {
    /// Lines on standard output.
    pub fn to_standard_output(name: impl Into<String>) -> Self {
        Self::to(name, Box::new(io::stdout()))
    }

    /// Lines there.
    pub fn to(name: impl Into<String>, out: Box<dyn Write + Send>) -> Self {
        Self { name: name.into(), out: Mutex::new(out) }
    }
}

impl Connector for Log {
    fn name(&self) -> &str {
        &self.name
    }

    fn deliver(&self, delivery: &Delivery) -> Outcome {
        let mut line = serde_json::Value::Object(payload::of(delivery)).to_string();
        line.push('\n');
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        match out.write_all(line.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Outcome::Sent { provider_id: None },
            Err(error) => Outcome::Retry { after: None, why: format!("the log cannot be written: {error}") },
        }
    }

    /// Two lines with one key say by themselves that they are one.
    fn takes_keys(&self) -> bool {
        true
    }
}
