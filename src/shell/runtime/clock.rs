//! The service's clock: the real one, or one that a test moves by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::shell::clock;
use crate::time::Instant;

/// What time it is for the service.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    Real,
    /// Stands still until somebody moves it; [`Service::settle`](super::service::Service::settle) lets what is due
    /// by then happen.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at that instant.
    pub fn manual(at: Instant) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.millis())))
    }

    /// Now.
    pub fn now(&self) -> Instant {
        match self {
            Self::Real => clock::now(),
            Self::Manual(millis) => Instant::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a clock that is moved by hand, forward or back; the machine's stays as it is.
    pub fn set(&self, at: Instant) {
        match self {
            Self::Real => {}
            Self::Manual(millis) => millis.store(at.millis(), Ordering::SeqCst),
        }
    }
}
