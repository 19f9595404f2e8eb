//! Addresses of documents: `file:` addresses and the paths that they stand for.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stands in a part of an address as it is: RFC 3986's unreserved characters.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of a `file:` address; none of any other.
pub(super) fn path(address: &str) -> Option<PathBuf> {
    let rest = address.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let path = PathBuf::from(without_root_of_drive(&decoded));
    path.is_absolute().then_some(path)
}

/// The address of a path below a folder with an address.
pub(super) fn below(folder: &str, name: &str) -> String {
    let parts = name.split('/').map(|part| utf8_percent_encode(part, PART).to_string());
    let folder = folder.trim_end_matches('/');
    parts.fold(folder.to_owned(), |address, part| format!("{address}/{part}"))
}

/// The name of a path below a folder, with slashes; none when it does not lie there.
pub(super) fn name_below(folder: &Path, path: &Path) -> Option<String> {
    let parts = path.strip_prefix(folder).ok()?.components().map(|part| match part {
        Component::Normal(part) => part.to_str(),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    });
    let parts: Option<Vec<&str>> = parts.collect();
    parts.map(|parts| parts.join("/")).filter(|name| !name.is_empty())
}

/// `/c:/flows` is `c:/flows` where paths begin with a drive.
fn without_root_of_drive(path: &str) -> &str {
    match path.as_bytes() {
        [b'/', drive, b':', ..] if cfg!(windows) && drive.is_ascii_alphabetic() => &path[1..],
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{below, name_below, path};

    #[test]
    #[cfg(unix)]
    fn an_address_is_a_path_and_back() {
        let folder = path("file:///home/a%20b/%C3%A9").expect("a file");
        assert_eq!(folder, Path::new("/home/a b/é"));
        assert_eq!(below("file:///home/", "a b/é.flow"), "file:///home/a%20b/%C3%A9.flow");
        assert_eq!(name_below(&folder, &folder.join("c/d.flow")).as_deref(), Some("c/d.flow"));
        assert_eq!(name_below(&folder, Path::new("/home/other.flow")), None);
        assert_eq!(name_below(&folder, &folder), None);
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file://relative"), None);
    }
}
