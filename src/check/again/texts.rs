//! K004 again: keywords are looked for in texts only where something of it can have changed.

use std::collections::BTreeSet;

use super::{Kept, Looked, Memory, number, said};
use crate::check::rules::keywords::k004::{self, Phrases};
use crate::check::rules::{Rule, Workspace};
use crate::check::sites::Sites;
use crate::source::SourceId;
use crate::syntax::ast;

impl Memory {
    /// Looks for keywords in texts, unless there are none in any, or nothing of it can have changed: the keywords are the
    /// same and stand in no text that has come or gone.
    pub(super) fn texts(
        &mut self,
        whole: &Workspace<'_>,
        looked: &mut [Looked],
        new: &[usize],
        mut gone: impl Iterator<Item = Looked>,
        alive: &BTreeSet<SourceId>,
    ) {
        let is_named = |item: &ast::Item| matches!(item, ast::Item::Text(_) | ast::Item::Template(_));
        let named = whole.files.iter().filter(|file| file.items.first().is_some_and(is_named));
        let named = number(named.map(|file| file.source).collect::<Vec<_>>());
        let all: Vec<usize> = (0..looked.len()).collect();
        for at in if self.named == Some(named) { new } else { &all } {
            let looked_at = std::slice::from_ref(&whole.files[*at]);
            let sites = Sites::of(looked_at);
            looked[*at].sent = k004::sent(&Workspace { looked_at, sites: &sites, ..*whole });
        }
        let keywords = Phrases::reason(whole);
        let is_known = self.named == Some(named) && self.keywords == Some(keywords);
        if !is_known {
            self.phrases = Phrases::of(whole);
        }
        for at in if is_known { new } else { &all } {
            looked[*at].has_keyword = looked[*at].sent.iter().any(|text| self.phrases.stand_in(text));
        }
        (self.named, self.keywords) = (Some(named), Some(keywords));
        if looked.iter().all(|looked| !looked.has_keyword) {
            self.of_texts = Kept::default();
            return;
        }
        let reason = number((named, keywords));
        let is_about_others =
            !gone.any(|looked| looked.has_keyword) && !new.iter().any(|at| looked[*at].has_keyword);
        if !is_about_others || !self.of_texts.holds(reason, alive) {
            let sites = Sites::of(whole.files);
            let found = said(&Workspace { sites: &sites, ..*whole }, |rule| matches!(rule, Rule::Texts(_)));
            self.of_texts = Kept { reason: Some(reason), found };
        }
    }
}
