//! `GET /v1/openapi.json`: the API as a document, for people's tools.

use serde_json::Value as Json;

use super::Answer;

/// The document.
pub async fn serve() -> Answer {
    Answer::json(200, &document())
}

/// The document, with the version of this flowc.
///
/// # Panics
///
/// Never: the text is a part of flowc, and a test reads it.
pub fn document() -> Json {
    let mut document: Json =
        serde_json::from_str(include_str!("openapi.json")).expect("openapi: the document is JSON");
    document["info"]["version"] = env!("CARGO_PKG_VERSION").into();
    document
}
