//! The language server: the protocol around the `ide` room, over standard input and output.

mod address;
mod answers;
mod capabilities;
mod client;
mod findings;
mod folder;
mod inbox;
mod position;
mod session;
mod transport;
mod workspaces;

use std::io;

use self::inbox::Inbox;
use self::session::Session;
use self::transport::Output;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The client shut the server down, then let it go.
    ShutDown,
    /// The client went away without.
    Abandoned,
}

/// Serves one client until it goes.
pub fn serve() -> Ended {
    let mut inbox = Inbox::of_standard_input();
    let mut session = Session::new(Output::new(Box::new(io::stdout())));
    while let Some(message) = inbox.next() {
        if let Some(ended) = session.take(message, &mut inbox) {
            return ended;
        }
    }
    session.ended()
}
