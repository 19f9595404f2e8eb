//! A page of HTML that stands alone: it loads nothing, runs no script but its own, and is light or dark as its
//! reader likes.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What every page looks like.
const STYLE: &str = include_str!("page/style.css");

/// A script that belongs to a page, with the hash by which browsers know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script {
    /// Its text.
    pub text: &'static str,
    /// `sha256-…`, of exactly that text.
    pub hash: &'static str,
}

/// The page as text. `style` comes on top of what every page looks like.
///
/// The page's own policy forbids it to load anything and to run any other script, so that even a text that
/// became markup could do nothing.
pub fn page(title: &str, style: &str, script: Script, body: &Markup) -> String {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src '{}'; base-uri 'none'; form-action 'none'",
        script.hash
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(style)) }
            }
            body {
                (body)
                script { (PreEscaped(script.text)) }
            }
        }
    };
    page.into_string() + "\n"
}
