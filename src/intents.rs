//! What a contact means: intents by their phrases, and the moment that a contact asks for.
//!
//! Matching is on normal form ([`crate::text::normalise`]): case, accents and punctuation do not count, words
//! are whole. The built-in intents are known in French and English (`intents/fr.txt`, `intents/en.txt`).

use std::sync::OnceLock;

use chrono::NaiveDateTime;

use crate::text::normalise;
use crate::time::Delay;
use recogniser::{Index, Words};
use requested::Requested;

mod lexicon;
mod recogniser;
pub mod requested;

/// The names of the intents that exist without being declared.
pub const BUILTIN: [&str; 5] = ["not_interested", "opt_out", "busy", "callback", "booked"];

/// What a contact who says "later" or "call me" gets: two hours.
pub const CALLBACK_DEFAULT: Delay = Delay::from_seconds(requested::LATER_SECONDS);

/// Recognises a list of intents in messages; build it once and share it. Its table of phrases is made when the first message comes.
///
/// ```
/// use flowc::intents::Recogniser;
///
/// let recogniser = Recogniser::new([("busy", vec![]), ("wants_refund", vec!["rembourser", "refund"])]);
/// assert_eq!(recogniser.recognise("Je suis en réunion, et je veux me faire rembourser !"), [0, 1]);
/// assert!(recogniser.recognise("je ne suis pas en réunion").is_empty());
/// ```
#[derive(Debug)]
pub struct Recogniser {
    /// Names and the authors' phrases.
    intents: Vec<(String, Vec<String>)>,
    /// Made when the first message is read: a program that is only checked needs none.
    index: OnceLock<Index>,
    busy: Option<usize>,
    callback: Option<usize>,
}

/// What was found in a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The intents found, by their place in the recogniser's list, in that order.
    pub intents: Vec<usize>,
    /// The moment asked for: there whenever `callback` was found, and only then.
    pub requested: Option<Requested>,
}

impl Recogniser {
    /// A recogniser of these intents: name and the author's phrases. The name of a built-in intent brings the built-in
    /// phrases with it; a built-in intent that is not listed is not looked for.
    pub fn new<'p>(intents: impl IntoIterator<Item = (&'p str, Vec<&'p str>)>) -> Self {
        let owned = |(name, phrases): (&str, Vec<&str>)| {
            (name.to_owned(), phrases.into_iter().map(str::to_owned).collect())
        };
        let intents: Vec<_> = intents.into_iter().map(owned).collect();
        let (busy, callback) = (place("busy", &intents), place("callback", &intents));
        Self { intents, index: OnceLock::new(), busy, callback }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::new();
            for (intent, (_, phrases)) in self.intents.iter().enumerate() {
                phrases.iter().for_each(|phrase| index.add_declared(phrase, intent));
            }
            for (section, line) in lexicon::entries() {
                match (Words::list(section), place(section, &self.intents)) {
                    (Some(list), _) => index.add_small(line, list),
                    (None, Some(intent)) => index.add_builtin(line, intent),
                    (None, None) => {}
                }
            }
            index
        })
    }

    /// The intents whose phrases stand in `text`, by their place in the list; nothing is read about moments.
    pub fn recognise(&self, text: &str) -> Vec<usize> {
        self.index().find(&normalise(text))
    }

    /// The intents in `text` and the moment that it asks for.
    ///
    /// A message that asks for a moment is `callback` and not `busy`: the contact has said when. `callback` without
    /// a moment ("rappelez-moi") asks for [`CALLBACK_DEFAULT`]. `now` is the contact's local time, `language` theirs.
    pub fn read(&self, text: &str, now: NaiveDateTime, language: Option<&str>) -> Reading {
        let normal = normalise(text);
        let mut intents = self.index().find(&normal);
        let is_busy = self.busy.is_some_and(|busy| intents.contains(&busy));
        if self.callback.is_none() && !is_busy {
            return Reading { intents, requested: None };
        }
        let asked = self.callback.is_some_and(|callback| intents.contains(&callback));
        let requested = requested::find_in_normal(text, &normal, now, language)
            .or_else(|| asked.then_some(Requested::In(CALLBACK_DEFAULT)));
        if requested.is_none() {
            return Reading { intents, requested };
        }
        intents.retain(|intent| Some(*intent) != self.busy);
        let Some(callback) = self.callback else { return Reading { intents, requested: None } };
        if let Err(place) = intents.binary_search(&callback) {
            intents.insert(place, callback);
        }
        Reading { intents, requested }
    }
}

/// A phrase that means a built-in intent; none for others.
pub fn example(intent: &str) -> Option<&'static str> {
    Some(match intent {
        "not_interested" => "not interested",
        "opt_out" => "unsubscribe me",
        "busy" => "I'm busy",
        "callback" => "call me back",
        "booked" => "I have booked",
        _ => return None,
    })
}

fn place(wanted: &str, intents: &[(String, Vec<String>)]) -> Option<usize> {
    intents.iter().position(|(name, _)| name == wanted)
}

impl Default for Recogniser {
    /// The built-in intents in the order of [`BUILTIN`].
    fn default() -> Self {
        Self::new(BUILTIN.map(|name| (name, Vec::new())))
    }
}
