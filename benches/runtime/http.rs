//! The API beside the process that it is part of.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant as Tick;

use flowc::engine::Event;
use flowc::program::Name;
use flowc::shell::runtime::http::server::Server;
use flowc::shell::runtime::http::settings::{Limits, Settings as Outside};
use flowc::shell::runtime::secrets::Secrets;
use flowc::shell::runtime::service::Service;

use crate::{CLIENTS, EVENTS_PER_CLIENT, TALK, Watch, open, says};

/// Events by the API, one or several to a request on lines that stay open, beside the same events handed over in the
/// process. The line to hold is half.
pub fn compared(folder: &Path) {
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let limits = Limits { requests_per_second: u32::MAX, ..Limits::default() };
    let outside = Outside { listen, limits, ..Outside::default() };
    let mut in_process = 0.0;
    for (what, events_each) in [("in the process", 0), ("by the API", 1), ("by the API, 20 to a request", 20)]
    {
        let service = open(&folder.join(format!("http {events_each}.db")), TALK, Arc::new(Watch::default()));
        let server = Server::start(service.clone(), &outside, &Secrets::given([]));
        let server = server.unwrap_or_else(|failure| panic!("{}", failure.report()));
        let address = server.address();
        let begun = Tick::now();
        thread::scope(|scope| {
            for client in 0..CLIENTS {
                let service = service.clone();
                scope.spawn(move || match events_each {
                    0 => hand_over(&service, client),
                    each => post(address, client, each),
                });
            }
        });
        let rate = (CLIENTS * EVENTS_PER_CLIENT) as f64 / begun.elapsed().as_secs_f64();
        assert_eq!(service.metrics().events_total.get() as usize, CLIENTS * EVENTS_PER_CLIENT);
        server.stop();
        service.stop();
        if events_each == 0 {
            in_process = rate;
        }
        println!("{what}: {rate:.0} events/s at {CLIENTS} clients; ratio {:.2}", rate / in_process);
    }
}

fn hand_over(service: &Service, client: usize) {
    for number in 0..EVENTS_PER_CLIENT {
        let contact = Name::from(format!("contact {client} {}", number % 20));
        let event = Event::new(format!("e{number}"), service.now(), says("ORDER"));
        let taken = service.accept(vec![(contact, event)]).expect("there is room").wait();
        taken.expect("it is committed");
    }
}

/// The same by HTTP, on one line that stays open.
fn post(address: SocketAddr, client: usize, events_each: usize) {
    let mut line = BufReader::new(TcpStream::connect(address).expect("the API listens"));
    for first in (0..EVENTS_PER_CLIENT).step_by(events_each) {
        let events: Vec<String> = (first..first + events_each)
            .map(|number| {
                format!(
                    r#"{{"contact":"contact {client} {}","id":"e{number}","type":"message_received","channel":"webchat","text":"ORDER"}}"#,
                    number % 20
                )
            })
            .collect();
        let body = format!("[{}]", events.join(","));
        let head = format!(
            "POST /v1/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        line.get_mut().write_all((head + &body).as_bytes()).expect("the API reads");
        let (mut length, mut status) = (0, String::new());
        loop {
            let mut header = String::new();
            line.read_line(&mut header).expect("the API answers");
            if status.is_empty() {
                status.clone_from(&header);
            }
            if let Some(value) = header.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a number");
            }
            if header == "\r\n" {
                break;
            }
        }
        assert!(status.contains(" 202 "), "{status}");
        let mut answer = vec![0; length];
        line.read_exact(&mut answer).expect("the answer's body");
    }
}
