//! Keywords: two flows at one word, words that people write by chance, words that mean something already.

mod clash;
pub mod k001;
pub mod k002;
pub(super) mod k003;
pub(in crate::check) mod k004;
pub(super) mod k005;
pub(super) mod k006;
pub(super) mod k007;
pub mod k008;

pub use clash::{Clash, Side};

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::syntax::ast;
use crate::text::fold_case;

/// A keyword as messages are searched for it: composed (NFC), with one space between words.
fn regular(text: &ast::Str) -> Option<String> {
    let words: Vec<&str> = text.plain()?.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" ").nfc().collect())
}

/// The text in the form in which keywords of that case rule are compared.
fn cased(text: &str, case: ast::Case) -> Cow<'_, str> {
    match case {
        ast::Case::Sensitive => Cow::Borrowed(text),
        ast::Case::Ignored => fold_case(text),
    }
}
