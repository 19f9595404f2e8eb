//! Getting a connection, TLS and all, so that what fails by then is known to have carried nothing.

use std::fmt;

use ureq::Error;
use ureq::unversioned::transport::{ConnectionDetails, Connector, DefaultConnector, Transport};

/// ureq's own way to a connection. It marks what goes wrong on it: the same error behind it may mean that the
/// provider has the request.
#[derive(Debug, Default)]
pub(super) struct Reaching(DefaultConnector);

/// No connection came about, and so nothing of the request is written.
#[derive(Debug)]
pub(super) struct Unreached(Error);

impl Connector for Reaching {
    type Out = Box<dyn Transport>;

    fn connect(&self, details: &ConnectionDetails, chained: Option<()>) -> Result<Option<Self::Out>, Error> {
        self.0.connect(details, chained).map_err(|error| Error::Other(Box::new(Unreached(error))))
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Error::Timeout(_) => f.write_str("it took too long"),
            // The inner error is the one that says something: a certificate that expired, a refused connection.
            Error::Io(error) => match error.get_ref() {
                Some(inner) => write!(f, "{inner}"),
                None => write!(f, "{}", error.kind()),
            },
            Error::Tls(what) => f.write_str(what),
            Error::Rustls(error) => write!(f, "{error}"),
            _ => f.write_str("no way leads there"),
        }
    }
}

impl std::error::Error for Unreached {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}
