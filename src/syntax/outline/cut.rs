//! The cut of a block into statements: where the next one begins, judged by words alone.

use crate::diagnostics::suggest;
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::words::{ACTS, CLAUSES, STEPS, VERBS};

/// What stands in a pair of braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are what they hold")]
pub enum Body {
    Flow,
    Steps,
    Arms,
    Shares,
    Workspace,
    Schedule,
    Channel,
    Bot,
    Texts,
    Phrases,
    Acts,
}

const WORKSPACE: [&str; 5] = ["timezone", "languages", "quiet", "limit", "on"];
const SCHEDULE: [&str; 3] = ["closed", "open", "timezone"];
const CHANNEL: [&str; 6] = ["brand", "bot", "window", "limit", "quota", "beyond"];
const BOT: [&str; 2] = ["channels", "answers"];
const ARMS: [&str; 3] = ["intent", "otherwise", "silence"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The words behind which a name stands.
const BEFORE_NAMES: [&str; 12] =
    ["to", "from", "on", "for", "of", "in", "group", "because", "template", "agent", "start", "brand"];

impl Body {
    /// The rule of one statement.
    pub const fn one(self) -> Rule {
        match self {
            Self::Flow => Rule::flow_statement,
            Self::Steps => Rule::step,
            Self::Arms => Rule::arm,
            Self::Shares => Rule::share,
            Self::Workspace => Rule::workspace_clause,
            Self::Schedule => Rule::schedule_entry,
            Self::Channel => Rule::channel_clause,
            Self::Bot => Rule::bot_clause,
            Self::Texts => Rule::local_text,
            Self::Phrases => Rule::local_phrases,
            Self::Acts => Rule::act,
        }
    }

    /// The rule of all statements up to the end.
    pub const fn list(self) -> Rule {
        match self {
            Self::Flow => Rule::flow_list,
            Self::Steps => Rule::step_list,
            Self::Arms => Rule::arm_list,
            Self::Shares => Rule::share_list,
            Self::Workspace => Rule::workspace_list,
            Self::Schedule => Rule::schedule_list,
            Self::Channel => Rule::channel_list,
            Self::Bot => Rule::bot_list,
            Self::Texts => Rule::text_list,
            Self::Phrases => Rule::phrase_list,
            Self::Acts => Rule::act_list,
        }
    }
}

/// The significant tokens of a block with their text.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The text of the source.
    pub text: &'a str,
    /// The tokens, blanks and comments left out.
    pub tokens: &'a [Token],
    /// For each brace that opens the token that closes it, or the number of tokens: see `closing_braces`.
    pub closes: &'a [usize],
}

/// For each token that opens a block the token that closes it, or the number of tokens when nothing does.
pub fn closing_braces(tokens: &[Token]) -> Vec<usize> {
    let mut closes = vec![tokens.len(); tokens.len()];
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::OpenBrace => open.push(index),
            TokenKind::CloseBrace => {
                if let Some(opener) = open.pop() {
                    closes[opener] = index;
                }
            }
            _ => {}
        }
    }
    closes
}

impl<'a> Words<'a> {
    /// The text of a token; empty behind the last.
    pub fn at(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| &self.text[token.span.range()])
    }

    /// The token that closes the block that the token `open` opens, or the number of tokens.
    pub fn close_of(&self, open: usize) -> usize {
        self.closes.get(open).copied().unwrap_or(self.tokens.len())
    }

    fn kind(&self, index: usize) -> Option<TokenKind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    fn is_one_of(&self, index: usize, words: &[&str]) -> bool {
        self.kind(index) == Some(TokenKind::Word) && words.contains(&self.at(index))
    }

    /// Whether a statement can begin at `index` when the one before it is known to be complete.
    pub fn may_begin(&self, body: Body, index: usize) -> bool {
        let kind = self.kind(index);
        match body {
            Body::Flow | Body::Steps => self.is_one_of(index, &STEPS) || self.is_one_of(index, &CLAUSES),
            Body::Arms => kind == Some(TokenKind::String) || self.is_one_of(index, &ARMS),
            Body::Shares => kind == Some(TokenKind::Number),
            Body::Workspace => self.is_one_of(index, &WORKSPACE),
            Body::Schedule => {
                kind == Some(TokenKind::Time)
                    || self.is_one_of(index, &SCHEDULE)
                    || self.is_one_of(index, &DAYS)
            }
            Body::Channel => self.is_one_of(index, &CHANNEL),
            Body::Bot => self.is_one_of(index, &BOT),
            Body::Texts | Body::Phrases => kind == Some(TokenKind::Word),
            Body::Acts => {
                self.is_one_of(index, &ACTS)
                    || (kind == Some(TokenKind::Word) && self.is_one_of(index + 1, &VERBS))
            }
        }
    }

    /// Whether a statement most likely begins at `index`, seen from the statement that begins at `start`.
    pub fn begins(&self, body: Body, start: usize, index: usize) -> bool {
        use TokenKind::{CloseBrace, Colon, Comma, Date, Dot, DotDot, Minus, OpenParen, Plus, Time};
        if index == start {
            return true;
        }
        let before = self.kind(index - 1);
        if matches!(before, Some(Comma | Dot | DotDot | Colon | OpenParen | Minus | Plus)) {
            return false;
        }
        if !self.may_begin(body, index) {
            return self.is_misspelt_start(body, index);
        }
        match body {
            Body::Flow | Body::Steps => self.step_begins(start, index),
            Body::Acts => self.act_begins(start, index),
            Body::Arms => before == Some(CloseBrace) || self.kind(index) == Some(TokenKind::Word),
            Body::Shares => before == Some(CloseBrace),
            Body::Schedule => {
                let is_behind_day = self.is_one_of(index - 1, &DAYS) || before == Some(Date);
                self.kind(index) != Some(Time) || !is_behind_day
            }
            Body::Texts | Body::Phrases => {
                matches!(before, Some(TokenKind::String | TokenKind::LongString | TokenKind::UnclosedString))
            }
            Body::Workspace | Body::Channel | Body::Bot => true,
        }
    }

    /// A word at the beginning of a line that is nearly one with which a statement begins.
    fn is_misspelt_start(&self, body: Body, index: usize) -> bool {
        let starts: &[&str] = match body {
            Body::Flow | Body::Steps => &[STEPS.as_slice(), CLAUSES.as_slice()].concat(),
            Body::Acts => &ACTS,
            Body::Workspace => &WORKSPACE,
            Body::Schedule => &SCHEDULE,
            Body::Channel => &CHANNEL,
            Body::Bot => &BOT,
            Body::Arms | Body::Shares | Body::Texts | Body::Phrases => return false,
        };
        let token = self.tokens[index];
        let gap = &self.text[self.tokens[index - 1].span.end as usize..token.span.start as usize];
        let is_connective =
            matches!(self.at(index), "and" | "or" | "not" | "as" | "to" | "of" | "in" | "else" | "ai");
        token.kind == TokenKind::Word
            && gap.contains('\n')
            && !is_connective
            && (suggest::nearest(self.at(index), starts.iter().copied()).is_some()
                || (body == Body::Acts && suggest::nearest(self.at(index + 1), VERBS).is_some()))
    }

    fn step_begins(&self, start: usize, index: usize) -> bool {
        let (word, before) = (self.at(index), self.at(index - 1));
        let continues = match before {
            "on" => matches!(word, "start" | "tag" | "close" | "stop"),
            "stop" => matches!(word, "on" | "when"),
            "is" | "not" | "to" => word == "open",
            "has" | "no" => word == "tag",
            "now" => matches!(word, "within" | "outside"),
            "contains" => word == "at",
            "else" => word == "if",
            "day" if self.at(index.saturating_sub(2)) == "every" => word == "at",
            _ if word == "at" => self.is_one_of(index - 1, &DAYS),
            _ => false,
        };
        let is_at_most = word == "at" && self.at(index + 1) == "most";
        let is_of_pending_step =
            !is_at_most && (STEPS.contains(&word) || matches!(word, "within" | "outside"));
        let is_body = is_of_pending_step && self.waits_for_step(start, index);
        !continues && !is_body && !self.is_misused_as_name(index)
    }

    /// Whether the statement so far is an `after 5m` whose step is still to come.
    fn waits_for_step(&self, start: usize, index: usize) -> bool {
        let is_end = |at: &usize| {
            matches!(self.kind(*at), Some(TokenKind::OpenBrace | TokenKind::CloseBrace))
                || self.is_one_of(*at, &STEPS)
        };
        let last = (start..index).rev().find(is_end);
        last.is_some_and(|at| match self.at(at) {
            "after" => true,
            "at" => at + 1 < index && self.at(at + 1) != "most",
            _ => false,
        })
    }

    /// `start send` at the end of a block: a word of the language where a name belongs.
    fn is_misused_as_name(&self, index: usize) -> bool {
        let is_name_place = self.is_one_of(index - 1, &BEFORE_NAMES) || self.at(index - 1) == "via";
        let is_alone = match self.kind(index + 1) {
            None | Some(TokenKind::OpenBrace | TokenKind::CloseBrace | TokenKind::Comma) => true,
            Some(_) => self.may_begin(Body::Flow, index + 1),
        };
        is_name_place && is_alone
    }

    fn act_begins(&self, start: usize, index: usize) -> bool {
        let (word, before) = (self.at(index), self.at(index - 1));
        if BEFORE_NAMES.contains(&before)
            || BEFORE_NAMES.contains(&word) && word != "start" && word != "agent"
        {
            return false;
        }
        match word {
            "at" => before != "books" && self.at(start) != "expect",
            "ai" => self.at(index + 1) == "answers",
            "contact" => self.kind(index + 1) == Some(TokenKind::Word),
            _ => true,
        }
    }
}
