//! The workspace's own settings, channels, templates, texts, fields and intents.

use crate::calendar::Zone;
use crate::check;
use crate::intents::Recogniser;
use crate::policy::ChannelKind;
use crate::program::{Channel, Field, FieldType, Name, Template, Text, Workspace};
use crate::syntax::ast::{self, Beyond, ChannelClause, OnClose};

use super::content::{template_wording, wording};
use super::items::Items;
use super::names::Names;
use super::value::value;
use super::words;

/// The workspace's settings, or the defaults of a workspace that has no item.
pub(super) fn workspace(zone: Zone, tree: Option<&ast::Workspace>) -> Workspace {
    let Some(tree) = tree else { return Workspace::default() };
    let tags = tree.languages.first().map(|tags| tags.iter().map(name).collect());
    Workspace {
        title: words::plain(&tree.title),
        zone,
        languages: tags.unwrap_or(Workspace::default().languages),
        quiet: check::hours::quiet(tree),
        limit: tree.limit.first().map(|limit| (limit.count, limit.per)),
        unassign_on_close: matches!(tree.on_close.first(), Some((OnClose::Unassign, _))),
    }
}

/// The channel of each kind, changed where a declaration has its name; then the other declared ones.
pub(super) fn channels(items: &Items) -> Vec<Channel> {
    let mut channels: Vec<_> = ChannelKind::ALL.iter().map(|kind| channel(kind.name(), *kind)).collect();
    for tree in &items.channels {
        let kind = ChannelKind::parse(&tree.kind.text).expect("check: the kind of a channel exists");
        let mut changed = channel(&tree.name.text, kind);
        tree.clauses.iter().for_each(|clause| change(&mut changed, clause));
        match ChannelKind::parse(&tree.name.text) {
            Some(own) => channels[own as usize] = changed,
            None => channels.push(changed),
        }
    }
    channels
}

/// An approved template.
pub(super) fn template(names: &mut Names, tree: &ast::Template) -> Template {
    Template {
        name: name(&tree.name),
        channel: names.channel(&tree.channel),
        parameters: tree.parameters.iter().map(name).collect(),
        wording: template_wording(names, &tree.text, &tree.parameters),
    }
}

/// A text in several languages.
pub(super) fn text(names: &mut Names, tree: &ast::Text) -> Text {
    let mut wordings = Vec::new();
    for local in &tree.texts {
        let [text] = local.strings.as_slice() else { unreachable!("grammar: a language has one text") };
        wordings.push((name(&local.language), wording(names, text)));
    }
    Text { name: name(&tree.name), wordings }
}

/// A declared contact field.
pub(super) fn field(names: &Names, tree: &ast::Field) -> Field {
    let holds = names.value_type(&tree.path.names);
    Field {
        name: super::names::contact_field(&tree.path),
        field_type: match tree.field_type {
            ast::FieldType::Text => FieldType::Text,
            ast::FieldType::Number => FieldType::Number,
            ast::FieldType::YesNo => FieldType::YesNo,
            ast::FieldType::Date => FieldType::Date,
            ast::FieldType::Instant => FieldType::Instant,
        },
        one_of: tree.one_of.iter().map(|allowed| value(names, holds, allowed)).collect(),
    }
}

/// The intents that the program asks for, and what finds them: declared phrases, and built-in ones where the name
/// is a built-in intent's.
pub(super) fn intents(names: &Names, items: &Items) -> (Vec<Name>, Option<Recogniser>) {
    let phrases = |name: &Name| -> Vec<&str> {
        let declared = items.intents.iter().filter(|item| item.name.text == **name);
        let local = declared.flat_map(|item| &item.phrases);
        local.flat_map(|local| &local.strings).filter_map(ast::Str::plain).collect()
    };
    let asked_for = names.intents.iter().map(|name| (&**name, phrases(name)));
    let recogniser = (!names.intents.is_empty()).then(|| Recogniser::new(asked_for));
    (names.intents.clone(), recogniser)
}

fn channel(name: &str, kind: ChannelKind) -> Channel {
    let name = name.into();
    Channel { name, kind, brand: None, window: None, limit: None, quota: None, beyond_allowed: false }
}

fn change(channel: &mut Channel, clause: &ChannelClause) {
    match clause {
        ChannelClause::Brand(brand) => channel.brand = Some(name(brand)),
        // Which bot answers on a channel is not the engine's business.
        ChannelClause::Bot(_) => {}
        ChannelClause::Window(window, _) => channel.window = Some(*window),
        ChannelClause::Limit(limit, _) => channel.limit = Some(*limit),
        ChannelClause::Quota(quota, _) => channel.quota = Some(*quota),
        ChannelClause::Beyond(beyond, _) => channel.beyond_allowed = *beyond == Beyond::Allow,
    }
}

fn name(name: &ast::Name) -> Name {
    name.text.as_str().into()
}
