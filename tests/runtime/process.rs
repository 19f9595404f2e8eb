//! The real process: `flowc run` on a folder, told events on its standard input.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Tick};

use serde_json::Value;

/// Runs flowc to its end.
pub fn flowc(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flowc")).args(arguments).output().expect("flowc runs")
}

/// A process that runs a workspace.
pub struct Running {
    pub child: Child,
    stdin: Option<ChildStdin>,
    /// Where its API listens.
    address: String,
    answers: Arc<Mutex<Vec<Value>>>,
}

impl Running {
    /// Starts it, and returns once it takes events.
    pub fn start(folder: &Path, store: &Path) -> Self {
        Self::start_as(folder, ".", store)
    }

    /// The same for a workspace that is called so from that folder.
    pub fn start_as(folder: &Path, workspace: &str, store: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_flowc"))
            .args(["run", workspace, "--events", "-", "--listen", "127.0.0.1:0", "--store"])
            .arg(store)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = Arc::new(Mutex::new(Vec::new()));
        let (kept, stdout) = (answers.clone(), child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let said: Option<Value> = serde_json::from_str(&line).ok();
                kept.lock().unwrap().extend(said.filter(|said| said["type"] == "accepted"));
            }
        });
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let (mut said, mut line) = (String::new(), String::new());
        let address = loop {
            line.clear();
            assert!(stderr.read_line(&mut line).unwrap() > 0, "it runs: {said}");
            said.push_str(&line);
            if let Some((_, address)) = line.trim_end().split_once("listens on http://") {
                break address.to_owned();
            }
        };
        thread::spawn(move || drop(stderr.read_to_end(&mut Vec::new())));
        Self { stdin: child.stdin.take(), child, address, answers }
    }

    /// Hands an event over; nobody waits.
    pub fn tell(&mut self, line: &Value) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The ids of events that were answered.
    pub fn answered(&self) -> Vec<String> {
        let answers = self.answers.lock().unwrap();
        answers.iter().map(|said| said["event"].as_str().unwrap().to_owned()).collect()
    }

    /// Status and body of an answer of its API.
    pub fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// Stops it as the system does; gives its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let stopped = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(stopped.success());
        self.child.wait().unwrap().code()
    }

    /// Ends it at once.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Waits for something, not for ever.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Tick::now() + Duration::from_secs(60);
    while !holds() {
        assert!(Tick::now() < deadline, "{what} within a minute");
        thread::sleep(Duration::from_millis(10));
    }
}
