//! What the client has sent and nobody has looked at yet.

use std::collections::VecDeque;
use std::io::{self, BufReader};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use gen_lsp_types::ErrorCodes;
use serde_json::Value;

use super::transport::{self, Incoming, Refusal};

/// The messages in order. A thread reads them, so that what was called off is seen before it is begun.
pub(super) struct Inbox {
    arriving: Receiver<Incoming>,
    waiting: VecDeque<Incoming>,
}

impl Inbox {
    /// Reads standard input until it ends.
    pub fn of_standard_input() -> Self {
        let (sender, arriving) = mpsc::channel();
        thread::spawn(move || {
            let mut input = BufReader::new(io::stdin().lock());
            // A stream that cannot be read is one that ended.
            while let Ok(Some(message)) = transport::read(&mut input) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { arriving, waiting: VecDeque::new() }
    }

    /// One to which nothing comes.
    #[cfg(test)]
    pub fn empty() -> Self {
        let (_, arriving) = mpsc::channel();
        Self { arriving, waiting: VecDeque::new() }
    }

    /// The next message; waits for one. None at the end of the stream.
    pub fn next(&mut self) -> Option<Incoming> {
        if self.waiting.is_empty() {
            let message = self.arriving.recv().ok()?;
            self.waiting.push_back(message);
        }
        self.take_in();
        self.waiting.pop_front()
    }

    /// The parameters of the next message when it is a notification of that method that fits and has arrived already.
    pub fn next_if(&mut self, method: &str, fits: impl FnOnce(&Value) -> bool) -> Option<Value> {
        self.take_in();
        match self.waiting.pop_front()? {
            Incoming::Notification { method: other, params } if other == method && fits(&params) => {
                Some(params)
            }
            other => {
                self.waiting.push_front(other);
                None
            }
        }
    }

    /// Takes in what has arrived, and calls off what the client no longer wants.
    fn take_in(&mut self) {
        while let Ok(message) = self.arriving.try_recv() {
            if let Incoming::Notification { method, params } = &message
                && method == "$/cancelRequest"
            {
                self.call_off(&params["id"]);
                continue;
            }
            self.waiting.push_back(message);
        }
    }

    fn call_off(&mut self, called_off: &Value) {
        for message in &mut self.waiting {
            if let Incoming::Request { id, method, .. } = message
                && id == called_off
            {
                // The request stays where it stands, so that its answer keeps its place.
                *method = CALLED_OFF.to_owned();
            }
        }
    }
}

/// The method of requests that were called off before they were begun.
const CALLED_OFF: &str = "$/calledOff";

/// The refusal of a request that was called off.
pub(super) fn called_off(method: &str) -> Option<Refusal> {
    let refusal = || Refusal::new(ErrorCodes::from(-32800), "the request was called off");
    (method == CALLED_OFF).then(refusal)
}
