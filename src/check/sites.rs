//! One walk over the trees that gathers every place a rule asks about, so that no rule walks alone.

mod condition;
mod flow;
mod item;
mod known;
mod scenario;
mod step;

use super::symbols::{ItemId, SymbolKind};
use crate::source::Span;
use crate::syntax::ast;

/// The places, each list in the order of the files.
#[derive(Debug, Default)]
pub struct Sites<'a> {
    /// Names that refer to something.
    pub uses: Vec<Use<'a>>,
    /// Paths of fields that are read or written, placeholders excepted.
    pub fields: Vec<FieldUse<'a>>,
    /// Comparisons of conditions.
    pub comparisons: Vec<&'a ast::Compare>,
    /// Values that are given to fields.
    pub assignments: Vec<Assignment<'a>>,
    /// Placeholders that are filled in.
    pub placeholders: Vec<PlaceholderSite<'a>>,
    /// Strings with a placeholder at a place where none is filled in.
    pub misplaced: Vec<Misplaced<'a>>,
    /// Templates with their arguments.
    pub calls: Vec<Call<'a>>,
    /// Regular expressions.
    pub regexes: Vec<&'a ast::Regex>,
    /// Names of time zones.
    pub zones: Vec<&'a ast::Str>,
    /// Language tags.
    pub languages: Vec<&'a ast::Name>,
    /// Country codes.
    pub countries: Vec<&'a ast::Str>,
    /// Addresses that messages go to.
    pub addresses: Vec<Address<'a>>,
    /// The contacts that each scenario declares, an entry per scenario.
    pub casts: Vec<Vec<&'a ast::Name>>,
    /// Keywords that start a flow.
    pub keywords: Vec<KeywordSite<'a>>,
    /// What flows say to the contact.
    pub messages: Vec<MessageSite<'a>>,
}

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
    /// A contact of the scenario with that index in [`Sites::casts`].
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

impl<'a> Sites<'a> {
    /// The places of one flow.
    pub(crate) fn of_flow(flow: &'a ast::Flow) -> Self {
        let mut walk = Walk::begin();
        walk.flow(flow);
        walk.sites
    }

    /// The places of these trees; of one alone, when only it is of interest.
    pub fn of(files: &'a [ast::File]) -> Self {
        let mut walk = Walk::begin();
        for (file_index, file) in files.iter().enumerate() {
            for (item_index, item) in file.items.iter().enumerate() {
                walk.item = ItemId { file: file_index as u32, item: item_index as u32 };
                walk.known.clear();
                walk.item(item);
            }
        }
        walk.sites
    }
}

/// The walk: what it has gathered and where it is.
struct Walk<'a> {
    sites: Sites<'a>,
    item: ItemId,
    flow: Option<&'a ast::Flow>,
    known: Vec<known::Fact<'a>>,
    cast: usize,
}

impl<'a> Walk<'a> {
    fn begin() -> Self {
        let item = ItemId { file: 0, item: 0 };
        Self { sites: Sites::default(), item, flow: None, known: Vec::new(), cast: 0 }
    }

    fn name(&mut self, name: &'a ast::Name, target: Target<'a>) {
        self.sites.uses.push(Use { name, target, item: self.item });
    }

    fn symbol(&mut self, name: &'a ast::Name, kind: SymbolKind) {
        self.name(name, Target::Symbol(kind));
    }

    fn field(&mut self, path: &'a ast::FieldPath, access: Access) {
        self.sites.fields.push(FieldUse { path, access, item: self.item });
    }

    fn assignment(&mut self, field: Assigned<'a>, value: &'a ast::Value) {
        self.sites.assignments.push(Assignment { field, value, item: self.item });
        match field {
            Assigned::Path(_) => self.value(value),
            Assigned::OfContact(_) | Assigned::OfDevice(_) | Assigned::Expected(_) => self.compared(value),
        }
    }

    /// A value that is filled in: its placeholders and fields are.
    fn value(&mut self, value: &'a ast::Value) {
        match value {
            ast::Value::Text(text) => self.text(text),
            ast::Value::Field(path) => self.field(path, Access::Read),
            ast::Value::DateTime(moment) => self.moment(moment),
            ast::Value::Number(..)
            | ast::Value::Word(_)
            | ast::Value::Date(..)
            | ast::Value::Time(..)
            | ast::Value::Duration(..) => {}
        }
    }

    fn moment(&mut self, moment: &'a ast::DateTime) {
        if let Some(zone) = &moment.zone {
            self.zone(zone);
        }
    }

    fn zone(&mut self, zone: &'a ast::Str) {
        self.plain(zone, "the name of a time zone");
        self.sites.zones.push(zone);
    }

    fn address(&mut self, text: &'a ast::Str, accepts: Accepts) {
        self.plain(text, "an address");
        self.sites.addresses.push(Address { text, accepts });
    }

    /// What goes to the contact.
    fn message(&mut self, content: &'a ast::SendContent, content_type: Option<&'a ast::Name>) {
        self.content(content);
        content_type.into_iter().for_each(|name| self.name(name, Target::ContentType));
        if let Some(flow) = self.flow {
            self.sites.messages.push(MessageSite { content, content_type, flow });
        }
    }

    /// A string that goes out: its placeholders are filled in.
    fn text(&mut self, text: &'a ast::Str) {
        self.text_of(text, None);
    }

    fn text_of(&mut self, text: &'a ast::Str, template: Option<&'a ast::Template>) {
        for part in &text.parts {
            let ast::StrPart::Placeholder(placeholder) = part else { continue };
            let certainty = known::certainty(&self.known, &placeholder.path);
            let item = self.item;
            self.sites.placeholders.push(PlaceholderSite { placeholder, template, certainty, item });
        }
    }

    /// A string that is compared or kept as it is.
    fn plain(&mut self, text: &'a ast::Str, role: &'static str) {
        for part in &text.parts {
            let ast::StrPart::Placeholder(placeholder) = part else { continue };
            self.sites.misplaced.push(Misplaced { placeholder, role });
        }
    }
}
