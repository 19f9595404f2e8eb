//! What each piece of a text is, so that a shell can choose its colour, or none.

use std::fmt::Write;

use anstyle::{AnsiColor, Color, Style};

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A day's header.
    Day,
    /// A time on the clock.
    Time,
    /// A contact's name.
    Contact,
    /// What comes from the contact.
    Inbound,
    /// What goes to the contact.
    Outbound,
    /// What is decided, kept or told to somebody else.
    Decision,
    /// Something that does not happen.
    Refusal,
    /// What was hoped for.
    Good,
    /// What failed.
    Bad,
    /// Flow, step, reason and id.
    Faint,
    /// Everything else.
    Plain,
}

/// A style for each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    styles: [Style; Self::ROLES],
}

impl Palette {
    const ROLES: usize = Role::Plain as usize + 1;

    /// No style at all.
    pub const PLAIN: Self = Self { styles: [Style::new(); Self::ROLES] };

    /// The sixteen colours that every terminal has.
    pub const COLOURS: Self = Self::PLAIN
        .with(Role::Day, Style::new().bold())
        .with(Role::Time, coloured(AnsiColor::Cyan))
        .with(Role::Contact, coloured(AnsiColor::Blue))
        .with(Role::Inbound, coloured(AnsiColor::Magenta))
        .with(Role::Outbound, coloured(AnsiColor::Green))
        .with(Role::Decision, coloured(AnsiColor::BrightBlue))
        .with(Role::Refusal, coloured(AnsiColor::Yellow))
        .with(Role::Good, coloured(AnsiColor::Green).bold())
        .with(Role::Bad, coloured(AnsiColor::Red).bold())
        .with(Role::Faint, Style::new().dimmed());

    /// With another style for one role.
    #[must_use]
    pub const fn with(mut self, role: Role, style: Style) -> Self {
        self.styles[role as usize] = style;
        self
    }

    /// Adds `text` in the style of its role to `out`.
    pub fn paint(&self, out: &mut String, role: Role, text: &str) {
        let style = self.styles[role as usize];
        if text.is_empty() || style.is_plain() {
            out.push_str(text);
            return;
        }
        write!(out, "{style}{text}{style:#}").expect("writing to a string does not fail");
    }
}

const fn coloured(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}
