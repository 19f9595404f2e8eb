//! Why something cannot happen in a world.

use std::fmt;

use super::script::date_time;
use crate::calendar::Zone;
use crate::program::Name;
use crate::time::Instant;

/// Why something cannot happen in a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SimulationError {
    /// Something happens to a contact that was not declared.
    UnknownContact {
        /// Who.
        contact: Name,
    },
    /// The clock would have to go backwards.
    Backwards {
        /// Where it stands.
        now: Instant,
        /// Where it is to go.
        target: Instant,
    },
    /// A contact is woken again and again, and time does not pass.
    EndlessLoop {
        /// Who.
        contact: Name,
        /// When.
        at: Instant,
    },
}

impl SimulationError {
    /// The error with its times on the clock of `zone`.
    pub fn told(&self, zone: Zone) -> String {
        match self {
            Self::UnknownContact { contact } => format!("no contact `{contact}` is declared"),
            Self::Backwards { now, target } => {
                let (now, target) = (date_time(*now, zone), date_time(*target, zone));
                format!("the clock stands at {now} and cannot go back to {target}")
            }
            Self::EndlessLoop { contact, at } => {
                let at = date_time(*at, zone);
                format!("`{contact}` is woken again and again at {at} and time does not pass")
            }
        }
    }
}

impl fmt::Display for SimulationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(Zone::UTC))
    }
}

impl std::error::Error for SimulationError {}
