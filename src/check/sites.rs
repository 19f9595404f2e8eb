//! One walk over the trees that gathers every place a rule asks about, so that no rule walks alone.

mod condition;
mod flow;
mod item;
mod known;
mod scenario;
mod site;
mod step;

pub use self::site::{
    Accepts, Access, Address, Assigned, Assignment, Call, Certainty, FieldUse, KeywordSite, MessageSite,
    Misplaced, PlaceholderSite, Target, Use,
};
use super::symbols::{ItemId, SymbolKind};
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
