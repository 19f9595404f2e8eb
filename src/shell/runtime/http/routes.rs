//! The addresses of the API: what they take, who may pass, and who answers.

use std::sync::Arc;

use axum::routing::{MethodRouter, delete, get, post};

use super::access::Role;
use super::guard::Door;
use super::{Api, acting, contacts, follow, health, hooks, openapi, reporting};

/// One method of one address.
pub struct Route {
    /// The method, as the document writes it.
    pub method: &'static str,
    /// The address, with `{…}` for what differs.
    pub path: &'static str,
    /// Who may pass.
    pub door: Door,
    /// Who answers.
    pub handler: MethodRouter<Arc<Api>>,
}

/// All of them.
pub fn all() -> Vec<Route> {
    use Door::{Open, Signed, Token};
    let read = |path, handler| Route { method: "get", path, door: Token(Role::Read), handler };
    let act = |path, handler| Route { method: "post", path, door: Token(Role::Agent), handler };
    let open = |path, handler| Route { method: "get", path, door: Open, handler };
    vec![
        open("/health/live", get(health::live)),
        open("/health/ready", get(health::ready)),
        open("/v1/openapi.json", get(openapi::serve)),
        read("/metrics", get(health::metrics)),
        read("/v1/events", get(follow::follow)),
        read("/v1/contacts", get(contacts::list)),
        read("/v1/contacts/{contact}", get(contacts::one)),
        read("/v1/contacts/{contact}/pending", get(contacts::pending)),
        Route {
            method: "post",
            path: "/v1/events",
            door: Token(Role::Write),
            handler: post(reporting::report),
        },
        Route {
            method: "delete",
            path: "/v1/contacts/{contact}",
            door: Token(Role::Write),
            handler: delete(contacts::forget),
        },
        act("/v1/contacts/{contact}/messages", post(acting::write)),
        act("/v1/contacts/{contact}/take-over", post(acting::take_over)),
        act("/v1/contacts/{contact}/hand-back", post(acting::hand_back)),
        act("/v1/contacts/{contact}/assign", post(acting::assign)),
        act("/v1/contacts/{contact}/close", post(acting::close)),
        // Meta asks by GET whether the address is ours.
        Route { method: "get", path: "/v1/hooks/{connector}", door: Signed, handler: get(hooks::receive) },
        Route { method: "post", path: "/v1/hooks/{connector}", door: Signed, handler: post(hooks::receive) },
    ]
}
