//! A file's name as other programs take it: seen from the folder that flowc runs in, with slashes.

/// The path of a file, relative when it lies below `folder`.
///
/// ```
/// use flowc::diagnostics::artifact::path;
/// assert_eq!(path("/home/me/shop/a.flow", "/home/me"), "shop/a.flow");
/// assert_eq!(path("./shop/a.flow", "/home/me"), "shop/a.flow");
/// assert_eq!(path("../a.flow", "/home/me"), "../a.flow");
/// ```
pub fn path(name: &str, folder: &str) -> String {
    let (name, folder) = (slashed(name), slashed(folder));
    let below = name.strip_prefix(folder.trim_end_matches('/')).and_then(|rest| rest.strip_prefix('/'));
    let mut path = below.unwrap_or(&name);
    while let Some(rest) = path.strip_prefix("./") {
        path = rest;
    }
    path.to_owned()
}

/// The file as a URI reference: relative below `folder`, else with its scheme.
///
/// ```
/// use flowc::diagnostics::artifact::uri;
/// assert_eq!(uri("boutique d'été/a.flow", "/home/me"), "boutique%20d%27%C3%A9t%C3%A9/a.flow");
/// assert_eq!(uri("/srv/a.flow", "/home/me"), "file:///srv/a.flow");
/// ```
pub fn uri(name: &str, folder: &str) -> String {
    let path = path(name, folder);
    let mut uri = match (path.starts_with('/'), has_drive(&path)) {
        (true, _) => "file://".to_owned(),
        (false, true) => "file:///".to_owned(),
        (false, false) => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn slashed(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

/// `C:/shop`
fn has_drive(path: &str) -> bool {
    cfg!(windows) && path.as_bytes().get(1) == Some(&b':')
}
