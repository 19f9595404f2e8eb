//! Where output goes: colours, width, and readers that stop listening.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::failure::Failure;
use crate::diagnostics::render::{Color, Look, Renderer};
use crate::simulator::Palette;

/// The width of reports that do not go to a terminal.
const WIDTH_ELSEWHERE: usize = 100;

/// What clears a terminal and begins at its top; what was there before can still be scrolled to.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// When there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Colors {
    /// On a terminal that shows them, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Also in a pipe.
    Always,
    /// Nowhere.
    Never,
}

/// One of the two streams that a command writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// What was asked for.
    Output,
    /// What went wrong.
    Error,
}

impl Stream {
    /// Writes a text at once. A reader that has gone, as in `flowc check | head`, is not a failure.
    ///
    /// # Errors
    ///
    /// When the stream cannot be written for another reason.
    pub fn write(self, text: &str) -> Result<Reader, Failure> {
        let written = match self {
            Self::Output => write(&mut io::stdout().lock(), text),
            Self::Error => write(&mut io::stderr().lock(), text),
        };
        match written {
            Ok(()) => Ok(Reader::Listens),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
            Err(error) => Err(Failure::new("cannot write the output").because(error)),
        }
    }

    /// Clears the screen, where there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn clear(self) -> Result<Reader, Failure> {
        let is_terminal = match self {
            Self::Output => io::stdout().is_terminal(),
            Self::Error => io::stderr().is_terminal(),
        };
        let knows_how = std::env::var_os("TERM").is_none_or(|name| name != "dumb");
        if is_terminal && knows_how { self.write(CLEAR) } else { Ok(Reader::Listens) }
    }

    fn color(self, colors: Colors) -> Color {
        let choice = match (colors, self) {
            (Colors::Always, _) => return Color::Ansi,
            (Colors::Never, _) => return Color::Plain,
            (Colors::Auto, Self::Output) => AutoStream::choice(&io::stdout()),
            (Colors::Auto, Self::Error) => AutoStream::choice(&io::stderr()),
        };
        if choice == ColorChoice::Never { Color::Plain } else { Color::Ansi }
    }

    /// The colours of what is told of simulations there.
    pub fn palette(self, colors: Colors) -> Palette {
        match self.color(colors) {
            Color::Ansi => Palette::COLOURS,
            Color::Plain => Palette::PLAIN,
        }
    }

    /// The maker of reports that are shown there.
    pub fn renderer(self, colors: Colors) -> Renderer {
        let size = match self {
            Self::Output => terminal_size::terminal_size_of(io::stdout()),
            Self::Error => terminal_size::terminal_size_of(io::stderr()),
        };
        let width = size.map_or(WIDTH_ELSEWHERE, |(width, _)| usize::from(width.0).max(40));
        Renderer::new(Look { color: self.color(colors), width })
    }
}

/// Who reads a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody does.
    Listens,
    /// Nobody does any more.
    Gone,
}

/// Whether a person types the input and sees the output.
pub fn is_conversation() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

fn write(stream: &mut impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
