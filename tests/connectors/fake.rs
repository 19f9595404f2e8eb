//! A provider on this machine: hears requests, and answers what a test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Heard {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Heard {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn form(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

/// What the fake answers.
#[derive(Debug, Clone)]
pub enum Reply {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Nothing, until the other side gives up.
    Silence,
    /// The line is cut once the request is read.
    Cut,
}

pub fn answer(status: u16, body: impl ToString) -> Reply {
    Reply::Answer { status, headers: Vec::new(), body: body.to_string().into_bytes() }
}

pub struct Fake {
    pub url: String,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Fake {
    /// Answers every request the same.
    pub fn new(reply: Reply) -> Self {
        Self::with(move |_| reply.clone())
    }

    /// Answers what the request deserves.
    pub fn with(reply: impl Fn(&Heard) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = heard.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &reply, &kept);
            }
        });
        Self { url, heard }
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// The one request that came.
    pub fn only(&self) -> Heard {
        let heard = self.heard();
        assert_eq!(heard.len(), 1, "{heard:?}");
        heard[0].clone()
    }
}

fn serve(mut stream: TcpStream, reply: &impl Fn(&Heard) -> Reply, kept: &Mutex<Vec<Heard>>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut heard = Heard { method, path, headers, body: Vec::new() };
    let length: usize = heard.header("content-length").parse().unwrap_or(0);
    heard.body = vec![0; length];
    lines.read_exact(&mut heard.body).unwrap();
    let reply = reply(&heard);
    kept.lock().unwrap().push(heard);
    match reply {
        Reply::Answer { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} Because\r\ncontent-length: {}\r\n", body.len());
            headers.iter().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
            head += "connection: close\r\n\r\n";
            // The other side reads as much as it wants.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
        Reply::Silence => {
            let _ = lines.read_to_end(&mut Vec::new());
        }
        Reply::Cut => {}
    }
}
