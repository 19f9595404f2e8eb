//! The kinds of places, with what a rule has to know of each.

use crate::check::symbols::{ItemId, SymbolKind};
use crate::source::Span;
use crate::syntax::ast;

/// A name that refers to something.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// The name.
    pub name: &'a ast::Name,
    /// What it is a name of.
    pub target: Target<'a>,
    /// The item in which it stands.
    pub item: ItemId,
}

/// What a name is a name of.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// A thing that items declare.
    Symbol(SymbolKind),
    /// `channel boutique is KIND`
    ChannelKind,
    /// `as CONTENT_TYPE`
    ContentType,
    /// `expect suppressed because REASON`
    Reason,
    /// A contact of the scenario with that index in [`Sites::casts`](super::Sites::casts).
    Contact(usize),
    /// An answer of that bot.
    Answer(&'a ast::Name),
}

/// A field's path where the field is read or written.
#[derive(Debug, Clone, Copy)]
pub struct FieldUse<'a> {
    /// The path.
    pub path: &'a ast::FieldPath,
    /// What is done with the field.
    pub access: Access,
    /// The item in which it stands.
    pub item: ItemId,
}

/// What is done with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is compared, sent along, or kept elsewhere.
    Read,
    /// `set contact.f to …`, `save contact.f`
    Write,
    /// `at callback.time`
    Await,
}

/// A value that is given to a field.
#[derive(Debug, Clone, Copy)]
pub struct Assignment<'a> {
    /// The field.
    pub field: Assigned<'a>,
    /// The value.
    pub value: &'a ast::Value,
    /// The item in which it stands.
    pub item: ItemId,
}

/// A field that is given a value.
#[derive(Debug, Clone, Copy)]
pub enum Assigned<'a> {
    /// `set contact.plan to …`
    Path(&'a ast::FieldPath),
    /// `plan "pro"` in a scenario's contact
    OfContact(&'a ast::Name),
    /// `language "fr"` behind `with device`
    OfDevice(&'a ast::Name),
    /// `expect marie.plan is …`
    Expected(&'a ast::FieldPath),
}

/// A placeholder that is filled in.
#[derive(Debug, Clone, Copy)]
pub struct PlaceholderSite<'a> {
    /// The placeholder.
    pub placeholder: &'a ast::Placeholder,
    /// The template in whose text it stands.
    pub template: Option<&'a ast::Template>,
    /// Whether its field certainly has a value there.
    pub certainty: Certainty,
    /// The item in which it stands.
    pub item: ItemId,
}

/// Whether a field has a value at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// It has: a condition, a trigger or an earlier step sees to that.
    Known,
    /// Nothing says that it has.
    Open,
}

/// A string with a placeholder at a place where none is filled in.
#[derive(Debug, Clone, Copy)]
pub struct Misplaced<'a> {
    /// The placeholder.
    pub placeholder: &'a ast::Placeholder,
    /// What the string is: `a keyword`.
    pub role: &'static str,
}

/// `template order_update("Marie", contact.order)`.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The template's name.
    pub name: &'a ast::Name,
    /// What stands between the parentheses.
    pub arguments: &'a [ast::Value],
    /// The whole.
    pub span: Span,
}

/// A keyword that starts a flow.
#[derive(Debug, Clone, Copy)]
pub struct KeywordSite<'a> {
    /// The keyword.
    pub text: &'a ast::Str,
    /// Whether `ignoring case` stands behind it.
    pub case: ast::Case,
    /// The trigger.
    pub trigger: &'a ast::Trigger,
    /// The flow.
    pub flow: &'a ast::Flow,
}

/// What a flow says to the contact: `send`, `ask`, `hand over … saying`.
#[derive(Debug, Clone, Copy)]
pub struct MessageSite<'a> {
    /// What it says.
    pub content: &'a ast::SendContent,
    /// `as confirmed_event_update`
    pub content_type: Option<&'a ast::Name>,
    /// The flow.
    pub flow: &'a ast::Flow,
}

/// An address that a message goes to.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    /// The address.
    pub text: &'a ast::Str,
    /// What kinds of address fit.
    pub accepts: Accepts,
}

/// What kinds of address fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepts {
    /// An e-mail address.
    Email,
    /// An e-mail address or a phone number.
    EmailOrPhone,
}
