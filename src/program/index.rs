//! Which flows an event may start: a list for each family of events.

use super::{Flow, FlowId, KeywordIndex, TriggerKind};

/// Which flows an event of each family may start or stop, each list in start order.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// All flows, by name.
    pub by_name: Vec<FlowId>,
    /// Keyword, message and intent triggers; `Index::on_message` narrows them down.
    pub message: Vec<FlowId>,
    /// The flows of `message` that `keywords` does not find: all of them when there is no such index.
    pub unindexed: Vec<FlowId>,
    /// Finds the others; none when there are only a few keywords.
    pub keywords: Option<KeywordIndex>,
    /// `any message`
    pub any_message: Vec<FlowId>,
    /// `silence`
    pub silence: Vec<FlowId>,
    /// `page_view` and `visit`
    pub proactive: Vec<FlowId>,
    /// `time` and `every`
    pub clock: Vec<FlowId>,
    /// All the others.
    pub other: Vec<FlowId>,
}

impl Index {
    /// Sorts the flows into their lists.
    pub fn of(flows: &[Flow]) -> Self {
        let mut index = Self { by_name: (0..flows.len() as u32).map(FlowId).collect(), ..Self::default() };
        index.by_name.sort_by(|a, b| flows[a.index()].name.cmp(&flows[b.index()].name));
        for (at, flow) in flows.iter().enumerate() {
            let id = FlowId(at as u32);
            for trigger in &flow.triggers {
                let list = match trigger.kind {
                    TriggerKind::Keyword(_) => &mut index.message,
                    TriggerKind::MessageIs(_)
                    | TriggerKind::MessageContains(_)
                    | TriggerKind::MessageStartsWith(_)
                    | TriggerKind::MessageMatches(_)
                    | TriggerKind::Intent(_) => {
                        push(&mut index.unindexed, id);
                        &mut index.message
                    }
                    TriggerKind::AnyMessage => &mut index.any_message,
                    TriggerKind::Silence => &mut index.silence,
                    TriggerKind::PageView(_) | TriggerKind::Visit(_) => &mut index.proactive,
                    TriggerKind::Time(_) | TriggerKind::Every(..) => &mut index.clock,
                    TriggerKind::Start
                    | TriggerKind::Booking
                    | TriggerKind::Purchase
                    | TriggerKind::Tag(_)
                    | TriggerKind::Group(_)
                    | TriggerKind::Close
                    | TriggerKind::OptOut
                    | TriggerKind::Event(_) => &mut index.other,
                };
                push(list, id);
            }
        }
        index.keywords = KeywordIndex::of(flows);
        if index.keywords.is_none() {
            index.unindexed.clone_from(&index.message);
        }
        index
    }

    /// The flows that a message may start by a keyword, message or intent trigger, in start order, each once.
    ///
    /// Those that start by a keyword alone are there only when one is in the message, if there are many. `folded`
    /// is the text after `text::fold_case`; what is in `found` is thrown away.
    pub fn on_message(&self, text: &str, folded: &str, found: &mut Vec<FlowId>) {
        found.clone_from(&self.unindexed);
        if let Some(keywords) = &self.keywords {
            keywords.matches(text, folded, found);
        }
    }
}

fn push(list: &mut Vec<FlowId>, id: FlowId) {
    if list.last() != Some(&id) {
        list.push(id);
    }
}
