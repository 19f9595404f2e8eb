//! The `.flow` files of a workspace: which they are, and their texts.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::source::{Source, SourceId};

/// How standard input is written as a path, and how it is called in findings.
const STANDARD_INPUT: (&str, &str) = ("-", "<stdin>");

/// A folder that holds what builds leave behind.
const BUILD_FOLDER: &str = "target";

/// Writes a file of our own, over what it held before.
///
/// # Errors
///
/// When it cannot be written.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = fs::write(path, text);
    written.map_err(|error| Failure::new(format!("cannot write `{}`", path.display())).because(error))
}

/// Whether a path stands for standard input.
pub fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT.0
}

/// The folder that flowc runs in; empty when it cannot be told.
pub fn current_folder() -> String {
    std::env::current_dir().map(|folder| folder.display().to_string()).unwrap_or_default()
}

/// The texts of a workspace, numbered in the order of their paths.
///
/// `path` is a folder, of which every `.flow` file below it counts (hidden files and folders and `target` do
/// not, and a folder is not entered through a symbolic link); a file, which is the whole workspace then; or `-`
/// for standard input.
///
/// # Errors
///
/// When something cannot be read or is not UTF-8, and when there is no `.flow` file.
pub fn read(path: &Path) -> Result<Vec<Source>, Failure> {
    if is_standard_input(path) {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Failure::new("cannot read standard input").because(error))?;
        return Ok(vec![source(0, STANDARD_INPUT.1, bytes)?]);
    }
    let files = find(path)?;
    if files.is_empty() {
        let text = format!("there is no `.flow` file in `{}`", path.display());
        return Err(Failure::new(text).help("`flowc new DIR` makes a small workspace to begin with"));
    }
    files.iter().zip(0..).map(|(file, id)| read_file(file, id)).collect()
}

/// Replaces the text of a file that exists, wholly or not at all: it is written beside the file and takes its place.
/// Its permissions stay, and a symbolic link goes on leading to it.
///
/// # Errors
///
/// When the folder or the file cannot be written.
pub fn replace(name: &str, text: &str) -> Result<(), Failure> {
    let replaced = fs::canonicalize(name).and_then(|file| {
        let permissions = fs::metadata(&file)?.permissions();
        if permissions.readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let folder = file.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::Builder::new().prefix(".flowc-").tempfile_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().set_permissions(permissions)?;
        new.as_file().sync_all()?;
        new.persist(&file).map(drop).map_err(|error| error.error)
    });
    replaced.map_err(|error| Failure::new(format!("cannot write `{name}`")).because(error))
}

/// Whether a file below a workspace's folder counts, by its name there: hidden files and folders and `target` do not.
pub fn counts(name: &str) -> bool {
    let mut parts = name.rsplit('/');
    let file = parts.next().unwrap_or_default();
    file.ends_with(".flow")
        && !file.starts_with('.')
        && !parts.any(|folder| folder.starts_with('.') || folder == BUILD_FOLDER)
}

/// The text of a file.
///
/// # Errors
///
/// When it cannot be read or is not UTF-8.
pub fn text(file: &Path) -> Result<String, Failure> {
    let bytes = fs::read(file).map_err(|error| unreadable(file, error))?;
    let name = file.display().to_string();
    String::from_utf8(bytes).map_err(|error| not_text(&name, error.as_bytes()))
}

/// The `.flow` files below a folder, sorted by path; a file is its own list, whatever it is called.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn find(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    look_through(path).map(|found| found.files)
}

/// Where a workspace's texts stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As [`find`] gives them.
    pub files: Vec<PathBuf>,
    /// The folders that were looked through; none for a single file.
    pub folders: Vec<PathBuf>,
}

/// The same, with the folders in which a file would have been found.
///
/// # Errors
///
/// When a folder cannot be read.
pub fn look_through(path: &Path) -> Result<Found, Failure> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, error))?;
    if !metadata.is_dir() {
        return Ok(Found { files: vec![path.to_owned()], folders: Vec::new() });
    }
    // `./a.flow` is told as `a.flow`.
    let shown = if path == Path::new(".") { Path::new("") } else { path };
    let mut files = Vec::new();
    let mut folders = vec![shown.to_owned()];
    let mut read = Vec::new();
    while let Some(folder) = folders.pop() {
        let place = if folder.as_os_str().is_empty() { path } else { &folder };
        read.push(place.to_owned());
        for entry in fs::read_dir(place).map_err(|error| unreadable(place, error))? {
            let entry = entry.map_err(|error| unreadable(place, error))?;
            let file = folder.join(entry.file_name());
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type().map_err(|error| unreadable(&file, error))?;
            if kind.is_dir() {
                folders.extend((entry.file_name() != BUILD_FOLDER).then_some(file));
            } else if file.extension().is_some_and(|extension| extension == "flow") && !leads_elsewhere(&file)
            {
                files.push(file);
            }
        }
    }
    files.sort();
    Ok(Found { files, folders: read })
}

/// Whether a name is that of a folder behind a symbolic link. A link to nothing is not: reading it tells why.
fn leads_elsewhere(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|metadata| metadata.is_dir())
}

fn read_file(file: &Path, id: u32) -> Result<Source, Failure> {
    let bytes = fs::read(file).map_err(|error| unreadable(file, error))?;
    source(id, &file.display().to_string(), bytes)
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    let failure = Failure::new(format!("cannot read `{}`", path.display()));
    match error.kind() {
        io::ErrorKind::NotFound => failure.because(error).help("PATH is a file or a folder that exists"),
        _ => failure.because(error),
    }
}

fn source(id: u32, name: &str, bytes: Vec<u8>) -> Result<Source, Failure> {
    let text = String::from_utf8(bytes).map_err(|error| not_text(name, error.as_bytes()))?;
    Ok(Source::new(SourceId(id), name, text))
}

fn not_text(name: &str, bytes: &[u8]) -> Failure {
    let valid = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let place = Source::new(SourceId(0), name, valid).position(valid.len() as u32);
    let cause = match bytes.get(valid.len()) {
        Some(byte) => format!(
            "byte {} is 0x{byte:02X}, in line {} behind column {}",
            valid.len() + 1,
            place.line,
            place.column - 1
        ),
        None => "it ends within a character".to_owned(),
    };
    let help = match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "it is UTF-16: save it as UTF-8",
        _ => "save it as UTF-8",
    };
    Failure::new(format!("`{name}` is not UTF-8 text")).because(cause).help(help)
}
