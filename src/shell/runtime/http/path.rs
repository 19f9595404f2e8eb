//! What stands in the path of an address.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::events::reading::wrong_id;
use super::problem::{Kind, Problem};

/// The contact of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactId(pub String);

impl<S: Send + Sync> FromRequestParts<S> for ContactId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(id) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|error| Problem::new(Kind::BadRequest, error.body_text()))?;
        match wrong_id(&id, "contact") {
            Some(fault) => Err(Problem::invalid(vec![fault])),
            None => Ok(Self(id)),
        }
    }
}
