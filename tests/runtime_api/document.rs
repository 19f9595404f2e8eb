//! The OpenAPI document and the addresses are the same.

use std::collections::BTreeSet;

use flowc::shell::runtime::http::access::Role;
use flowc::shell::runtime::http::events::shape::{Presence, TYPES};
use flowc::shell::runtime::http::guard::Door;
use flowc::shell::runtime::http::{openapi, routes};
use serde_json::Value as Json;

use crate::PROGRAM;
use crate::workbench::Api;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

fn operations() -> Vec<(String, String, Json)> {
    let document = openapi::document();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if METHODS.contains(&method.as_str()) {
                operations.push((method.clone(), path.clone(), operation.clone()));
            }
        }
    }
    operations
}

#[test]
fn every_address_is_in_the_document_and_the_other_way_round() {
    let routes: BTreeSet<(String, String)> =
        routes::all().iter().map(|route| (route.method.to_owned(), route.path.to_owned())).collect();
    let documented: BTreeSet<(String, String)> =
        operations().into_iter().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(routes, documented);
}

#[test]
fn the_document_says_of_each_address_which_role_it_takes() {
    for (method, path, operation) in operations() {
        let route =
            routes::all().into_iter().find(|route| route.method == method && route.path == path).unwrap();
        let expected = match route.door {
            Door::Open | Door::Signed => serde_json::json!([]),
            Door::Token(role) => serde_json::json!([{ "token": [role.name()] }]),
        };
        assert_eq!(operation["security"], expected, "{method} {path}");
        let responses = operation["responses"].as_object().unwrap();
        assert_eq!(responses.contains_key("401"), matches!(route.door, Door::Token(_)), "{method} {path}");
    }
}

#[test]
fn the_document_says_of_each_type_of_events_what_the_service_takes() {
    let document = openapi::document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut of_types = BTreeSet::new();
    for reference in document["components"]["schemas"]["Event"]["oneOf"].as_array().unwrap() {
        let name = reference["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let schema = &schemas[name];
        let name = schema["properties"]["type"]["const"].as_str().unwrap();
        of_types.insert(name.to_owned());
        let event = TYPES.iter().find(|event| event.name == name).unwrap();
        let frame = ["contact", "id", "at", "type"];
        let members: BTreeSet<&str> = event.members.iter().map(|(name, ..)| *name).chain(frame).collect();
        let said: BTreeSet<&str> =
            schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(said, members, "{name}");
        let required = event.members.iter().filter(|(_, _, presence)| *presence == Presence::Required);
        let required: BTreeSet<&str> = required.map(|(name, ..)| *name).chain(["contact", "type"]).collect();
        let said: BTreeSet<&str> =
            schema["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(said, required, "{name}");
        let told = schema["description"].as_str().unwrap().contains("role `agent`");
        assert_eq!(told, event.role == Role::Agent, "{name}");
    }
    assert_eq!(of_types, TYPES.iter().map(|event| event.name.to_owned()).collect());
}

#[test]
fn references_lead_somewhere_and_schemas_are_schemas() {
    let document = openapi::document();
    fn references(json: &Json, found: &mut Vec<String>) {
        match json {
            Json::Object(object) => {
                found.extend(object.get("$ref").and_then(Json::as_str).map(str::to_owned));
                object.values().for_each(|value| references(value, found));
            }
            Json::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
    }
    assert_eq!(document["openapi"], "3.1.0");
}

#[test]
fn the_document_is_served_with_the_version_of_the_service() {
    let api = Api::start(PROGRAM);
    let answer = api.ask("GET", "/v1/openapi.json", &[], b"");
    assert_eq!(answer.json(), openapi::document());
    assert_eq!(answer.json()["info"]["version"], env!("CARGO_PKG_VERSION"));
}
