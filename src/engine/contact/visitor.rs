//! What is known of a contact as a web visitor.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::engine::Cause;
use crate::program::{Name, Value};
use crate::time::Instant;

/// What is known of the contact as a web visitor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visitor {
    /// Visits of this browser, the present one included.
    #[serde(skip_serializing_if = "is_default")]
    pub visits: u32,
    /// The visit, when there is one.
    #[serde(skip_serializing_if = "is_default")]
    pub visit: Option<Visit>,
    /// When a page was last looked at.
    #[serde(skip_serializing_if = "is_default")]
    pub last_view: Option<Instant>,
}

/// A visit of the site.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// The page's address.
    pub url: Name,
    /// The page's title.
    #[serde(skip_serializing_if = "is_default")]
    pub title: Option<Name>,
    /// Where the visitor came from.
    #[serde(skip_serializing_if = "is_default")]
    pub referrer: Option<Name>,
    /// `language`, `type`, `os`, `browser`.
    #[serde(skip_serializing_if = "is_default")]
    pub device: Vec<(Name, Value)>,
    /// When the visit began.
    pub began: Instant,
    /// Proactive flows that are due once the page, or the visit, has lasted.
    #[serde(skip_serializing_if = "is_default")]
    pub watches: Vec<Watch>,
}

/// A proactive flow that is due once a page or a visit has lasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// The flow.
    pub flow: Name,
    /// When.
    pub due: Instant,
    /// It goes with the page, not with the visit.
    pub page: bool,
    /// The event that set it.
    pub cause: Cause,
}
