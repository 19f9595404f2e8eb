//! `flowc.toml`: what a workspace's authors have settled, read with the place of every mistake.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::failure::Failure;
use super::files;
use crate::analysis::levels::{Layer, Level};
use crate::diagnostics::suggest::nearest;
use crate::source::{Position, Source, SourceId};

/// The file in a workspace's folder.
pub const FILE: &str = "flowc.toml";

/// The tables that flowc knows; all but the first are read by the service alone.
const TABLES: [&str; 4] = ["check", "run", "connectors", "ai"];

/// The settings of `[check]`.
const CHECK: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// The text of the `flowc.toml` of a workspace, with the file's name; empty when there is no such file.
///
/// # Errors
///
/// When it cannot be read.
pub fn text(workspace: &Path) -> Result<(String, String), Failure> {
    let file = place(workspace);
    let name = file.display().to_string();
    match fs::read_to_string(&file) {
        Ok(text) => Ok((name, text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((name, String::new())),
        Err(error) => Err(Failure::new(format!("cannot read `{name}`")).because(error)),
    }
}

/// The levels that stand in the `flowc.toml` of a workspace; none when there is no such file.
///
/// # Errors
///
/// When it cannot be read, or says something that flowc does not know.
pub fn levels(workspace: &Path) -> Result<Layer, Failure> {
    let (name, text) = text(workspace)?;
    read(&text).map_err(|mistake| mistake.failure(&name))
}

/// What is wrong with the `flowc.toml` of a workspace, if it can be read at all.
pub fn mistake(workspace: &Path) -> Option<Mistake> {
    let (_, text) = text(workspace).ok()?;
    read(&text).err()
}

/// Something in a `flowc.toml` that flowc does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Position,
    /// The fact.
    pub fact: String,
    /// The remedy.
    pub help: String,
}

impl Mistake {
    fn failure(self, name: &str) -> Failure {
        let Self { place, fact, help } = self;
        Failure::new(format!("{name}:{}:{}: {fact}", place.line, place.column)).help(help)
    }
}

/// Where a workspace's `flowc.toml` stands, if there is one.
///
/// Beside the files: in the folder itself, or in the one of a single file; for standard input, where flowc runs.
pub fn place(workspace: &Path) -> PathBuf {
    if files::is_standard_input(workspace) {
        return PathBuf::from(FILE);
    }
    let folder = if workspace.is_dir() { Some(workspace) } else { workspace.parent() };
    folder.filter(|folder| *folder != Path::new(".")).unwrap_or(Path::new("")).join(FILE)
}

fn read(text: &str) -> Result<Layer, Mistake> {
    let reading = Reading { source: Source::new(SourceId(0), FILE, text) };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        reading.wrong(at, error.message(), "the file is TOML, as in `[check]` `deny = [\"warnings\"]`")
    })?;
    let mut layer = Layer::default();
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("check", DeValue::Table(settings)) => reading.check(settings, &mut layer)?,
            ("run" | "connectors" | "ai", DeValue::Table(_)) => {}
            (known, _) if TABLES.contains(&known) => {
                let fact = format!("`{known}` is a table");
                return Err(reading.wrong(key.span().start, fact, format!("write `[{known}]`")));
            }
            (unknown, _) => {
                let fact = format!("flowc has no settings `{unknown}`");
                return Err(reading.wrong(key.span().start, fact, meant(unknown, &TABLES)));
            }
        }
    }
    Ok(layer)
}

struct Reading {
    source: Source,
}

impl Reading {
    fn check(&self, settings: &DeTable<'_>, layer: &mut Layer) -> Result<(), Mistake> {
        for (key, value) in settings {
            let name = key.get_ref().as_ref();
            let Some((_, level)) = CHECK.iter().find(|(known, _)| *known == name) else {
                let fact = format!("`[check]` has no setting `{name}`");
                return Err(self.wrong(key.span().start, fact, meant(name, &CHECK.map(|(known, _)| known))));
            };
            for code in self.codes(name, value)? {
                let set = layer.set(*level, code.get_ref());
                set.map_err(|refused| self.wrong(code.span().start, refused.message, refused.help))?;
            }
        }
        Ok(())
    }

    fn codes(&self, name: &str, value: &Spanned<DeValue<'_>>) -> Result<Vec<Spanned<String>>, Mistake> {
        let wrong = |at: usize| {
            self.wrong(
                at,
                format!("`{name}` is a list of codes or names"),
                format!("write `{name} = [\"K005\", \"too-many\"]`"),
            )
        };
        let list = value.get_ref().as_array().ok_or_else(|| wrong(value.span().start))?;
        let code = |entry: &Spanned<DeValue<'_>>| match entry.get_ref().as_str() {
            Some(code) => Ok(Spanned::new(entry.span(), code.to_owned())),
            None => Err(wrong(entry.span().start)),
        };
        list.iter().map(code).collect()
    }

    fn wrong(&self, at: usize, fact: impl Into<String>, help: impl Into<String>) -> Mistake {
        Mistake { place: self.source.position(at as u32), fact: fact.into(), help: help.into() }
    }
}

fn meant(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let known: Vec<_> = known.iter().map(|known| format!("`{known}`")).collect();
            format!("there are {}", known.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn failure(text: &str) -> String {
        read(text).unwrap_err().failure("flowc.toml").report()
    }

    #[test]
    fn settings_are_read_and_the_tables_of_others_left_alone() {
        assert!(
            read(
                "[check]\ndeny = [\"warnings\", \"K006\"]\nallow = [\"digits\"]\n[run]\nport = 1\n\
                 [connectors.dry]\nkind = \"log\"\n[ai]\nurl = \"\"\n"
            )
            .is_ok()
        );
        assert!(read("").is_ok());
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_a_remedy() {
        let told = "error: flowc.toml:2:1: `[check]` has no setting `denny`\n  help: did you mean `deny`?\n";
        assert_eq!(failure("[check]\ndenny = []\n"), told);
        let told =
            "error: flowc.toml:2:17: no finding has the code or name `K05`\n  help: did you mean `K005`?\n";
        assert_eq!(failure("[check]\nwarn = [\"K006\", \"K05\"]\n"), told);
        assert!(failure("[chek]\n").contains("flowc.toml:1:2: flowc has no settings `chek`"));
        assert!(failure("check = 3\n").contains("`check` is a table"));
        assert!(failure("[check]\nwarn = \"K005\"\n").contains("2:8: `warn` is a list of codes or names"));
        assert!(failure("[check]\nallow = [\"S001\"]\n").contains("2:10: `S001 syntax` must stay an error"));
        assert!(failure("[check\n").starts_with("error: flowc.toml:1:"));
    }
}
