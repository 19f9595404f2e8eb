//! A service with its API on a port of this machine, a clock that is moved by hand, and a client that holds every
//! answer against the OpenAPI document.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use flowc::shell::runtime::connector::{Connector, Connectors};
use flowc::shell::runtime::connectors::{assemble, read};
use flowc::shell::runtime::http::access::{self, Role};
use flowc::shell::runtime::http::openapi;
use flowc::shell::runtime::http::server::Server;
use flowc::shell::runtime::http::settings::Settings as Outside;
use flowc::shell::runtime::secrets::Secrets;
use flowc::shell::runtime::service::{Service, Settings};
use flowc::shell::runtime::store::{Store, exchange, feed};
use serde_json::{Value as Json, json};

use crate::store::{Bench, Provider, version};

pub const READER: &str = "reader-reader-reader-reader";
pub const WRITER: &str = "writer-writer-writer-writer";
pub const AGENT: &str = "agent-agent-agent-agent-agent";

/// The token of a role.
fn token(role: Role) -> &'static str {
    match role {
        Role::Read => READER,
        Role::Write => WRITER,
        Role::Agent => AGENT,
    }
}

pub fn secrets() -> Secrets {
    Secrets::given([
        ("READ", READER),
        ("WRITE", WRITER),
        ("AGENT", AGENT),
        ("TOKEN", "t0ken-t0ken"),
        ("APP_SECRET", "app-secret"),
        ("VERIFY", "verify-me"),
    ])
}

/// The outside with a token for each role.
pub fn outside() -> Outside {
    let tokens =
        [("reader", "READ", Role::Read), ("crm", "WRITE", Role::Write), ("desk", "AGENT", Role::Agent)];
    let tokens = tokens.map(|(name, variable, role)| {
        (name.to_owned(), access::Settings { token_env: variable.to_owned(), roles: vec![role] })
    });
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    Outside { listen, tokens: tokens.into(), ..Outside::default() }
}

/// A service and its API.
pub struct Api {
    pub bench: Bench,
    pub service: Service,
    pub provider: Arc<Provider>,
    server: Option<Server>,
    address: SocketAddr,
}

impl Api {
    pub fn start(text: &str) -> Self {
        Self::start_with(text, "", outside(), |_| {})
    }

    /// With connectors as a `flowc.toml` says, whose messages all go to the provider of the test.
    pub fn start_with(text: &str, toml: &str, outside: Outside, change: impl FnOnce(&mut Settings)) -> Self {
        let (bench, provider) = (Bench::new(), Provider::new());
        let plan = read("flowc.toml", toml).unwrap_or_else(|failure| panic!("{}", failure.report()));
        let built = assemble(plan, &secrets()).unwrap_or_else(|failure| panic!("{}", failure.report()));
        let fallback: Arc<dyn Connector> = provider.clone();
        let connectors = Connectors { by_channel: Default::default(), fallback, ..built };
        let mut settings = bench.settings();
        change(&mut settings);
        let store = Store::open(&bench.path()).unwrap_or_else(|failure| panic!("{}", failure.report()));
        let service = Service::open(version(text), store, connectors, settings)
            .unwrap_or_else(|failure| panic!("{}", failure.report()));
        let server = Server::start(service.clone(), &outside, &secrets())
            .unwrap_or_else(|failure| panic!("{}", failure.report()));
        let address = server.address();
        Self { bench, service, provider, server: Some(server), address }
    }

    /// Everything that a request could have changed: the whole store, once nothing more happens to it.
    pub fn footprint(&self) -> String {
        self.service.settle();
        let mut lines = Vec::new();
        let exported = self.service.reader().ask(|connection| Ok(exchange::export(connection, &mut lines)));
        exported.expect("the store can be read").unwrap_or_else(|failure| panic!("{}", failure.report()));
        String::from_utf8(lines).expect("an export is text")
    }

    /// How many events there were.
    pub fn events(&self) -> u64 {
        self.service.reader().ask(feed::latest).expect("the store can be read")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[bearer(Role::Read)], b"")
    }

    pub fn report(&self, body: &Json) -> Answer {
        self.json(Role::Write, "/v1/events", body)
    }

    /// A person's act.
    pub fn act(&self, path: &str, body: &Json) -> Answer {
        self.json(Role::Agent, path, body)
    }

    pub fn json(&self, role: Role, path: &str, body: &Json) -> Answer {
        let headers = [bearer(role), ("content-type", "application/json".to_owned())];
        self.ask("POST", path, &headers, body.to_string().as_bytes())
    }

    /// A request; its answer is one that the document knows.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, String)], body: &[u8]) -> Answer {
        let answer = self.raw(&head(method, path, headers, body.len()), body);
        conforms(method, path, &answer);
        answer
    }

    /// Bytes, and what is answered until the line is closed.
    pub fn raw(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = self.connect();
        // Who is refused early may find the line closed while it still writes.
        drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)));
        let mut bytes = Vec::new();
        drop(stream.read_to_end(&mut bytes));
        Answer::parse(&bytes)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the API listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        stream
    }

    /// Stops the outside, and leaves the service running.
    pub fn stop_listening(&mut self) {
        self.server.take().into_iter().for_each(Server::stop);
    }

    /// Lets that many minutes pass.
    pub fn pass_minutes(&self, minutes: i64) {
        self.bench.pass(&self.service, minutes * 60_000);
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.server.take().into_iter().for_each(Server::stop);
        self.service.stop();
    }
}

pub fn bearer(role: Role) -> (&'static str, String) {
    ("authorization", format!("Bearer {}", token(role)))
}

pub fn head(method: &str, path: &str, headers: &[(&str, String)], length: usize) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push_str("host: localhost\r\n");
    }
    headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
    head + "\r\n"
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Self { status, headers, body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The places of what is wrong.
    pub fn places(&self) -> Vec<String> {
        let places = self.json()["errors"].as_array().cloned().unwrap_or_default();
        places.iter().map(|fault| fault["place"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// The path of the document that an address belongs to.
pub fn documented(address: &str) -> Option<String> {
    let address: Vec<&str> = address.split('?').next().unwrap_or_default().split('/').collect();
    let document = openapi::document();
    let paths = document["paths"].as_object().expect("paths").keys();
    let fits = |path: &&String| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() == address.len()
            && parts.iter().zip(&address).all(|(part, given)| part.starts_with('{') || part == given)
    };
    paths.cloned().collect::<Vec<_>>().iter().find(fits).cloned()
}

/// That the document has this answer, and that its body is what the document says.
fn conforms(method: &str, address: &str, answer: &Answer) {
    let Some(path) = documented(address) else { return };
    let mut document = openapi::document();
    let operation = document["paths"][&path][method.to_lowercase()].clone();
    if operation.is_null() {
        assert_eq!(answer.status, 405, "{method} {address}: {answer:?}");
        return;
    }
    let mut response = operation["responses"][answer.status.to_string()].clone();
    if let Some(reference) = response["$ref"].as_str() {
        response = document.pointer(reference.trim_start_matches('#')).expect("a response").clone();
    }
    assert!(!response.is_null(), "the document does not know this answer to {method} {address}: {answer:?}");
    let media = answer.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
    let Some(content) = response.get("content") else { return };
    let schema = content[media]["schema"].clone();
    assert!(!schema.is_null(), "{method} {address} is not to be answered as `{media}`: {answer:?}");
    if !media.ends_with("json") {
        return;
    }
    let mut whole = json!({ "components": document["components"].take() });
    schema.as_object().expect("a schema").iter().for_each(|(key, value)| whole[key] = value.clone());
    let validator = jsonschema::validator_for(&whole).expect("the schema is one");
    let errors: Vec<String> = validator
        .iter_errors(&answer.json())
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{method} {address}: {errors:#?}\n{}", answer.body);
}
