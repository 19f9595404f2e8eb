//! A folder of its own for each test, and the real binary run in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that goes away with the test.
pub struct Workbench(PathBuf);

/// What a run of the binary left.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Workbench {
    /// An empty folder.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("flowc-cli-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// With a file.
    pub fn with(self, file: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap()
    }

    /// The binary, to be run in the folder, in an environment without settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_flowc"));
        command.current_dir(&self.0).args(arguments).stdin(Stdio::null());
        for setting in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(setting);
        }
        command
    }

    /// Runs `flowc ARGUMENTS`.
    pub fn flowc(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs `flowc ARGUMENTS` with that on standard input.
    pub fn flowc_reading(&self, arguments: &[&str], input: &str) -> Ran {
        Ran::fed(self.command(arguments), input)
    }
}

impl Ran {
    /// Runs a command with that on standard input.
    pub fn fed(mut command: Command, input: &str) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().into()
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A flow that is right, with a scenario that passes.
pub const HEALTHY: &str = r#"
flow thanks { on purchase  via sms  send "Merci !" }
scenario "a purchase is thanked for" {
  contact marie { phone "+33612345678" }
  marie buys
  expect send "Merci !" to marie on sms from thanks
}
"#;

/// A flow that is right, with a scenario that fails.
pub const FAILING: &str = r#"
flow thanks { on purchase  via sms  send "Merci !" }
scenario "thanked <in> \"German\" & more # here" {
  contact marie { phone "+33612345678" }
  marie buys
  expect send "Danke !" to marie on sms
}
"#;

/// A flow with an error, a scenario that needs it, and one that does not.
pub const BROKEN: &str = r#"
flow broken { on booking  send nothing_there }
flow thanks { on purchase  via sms  send "Merci !" }
scenario "of the broken one" { contact marie { }  start broken for marie }
scenario "of the healthy one" {
  contact marie { phone "+33612345678" }
  marie buys
  expect send "Merci !"
}
"#;
