//! Words of the language with what stands behind them, to be filled in.

/// The snippet of a word where an item may begin, or where a clause or a step may.
pub(super) fn of(word: &str, is_item: bool) -> Option<&'static str> {
    Some(match (word, is_item) {
        ("flow", true) => "flow ${1:name} {\n  on ${2:keyword \"${3:WORD}\"}\n  send \"${4:text}\"\n}",
        ("scenario", true) => {
            "scenario \"${1:what happens}\" {\n  contact ${2:marie}\n  ${2:marie} says \"${3:hello}\"\n  expect send \"${4:text}\"\n}"
        }
        ("workspace", true) => {
            "workspace \"${1:title}\" {\n  timezone \"${2:Europe/Paris}\"\n  languages ${3:en}\n}"
        }
        ("schedule", true) => "schedule ${1:office} {\n  ${2:mon..fri 09:00..18:00}\n}",
        ("channel", true) => "channel ${1:name} is ${2:webchat}",
        ("text", true) => "text ${1:name} {\n  ${2:en} \"${3:text}\"\n}",
        ("intent", true) => "intent ${1:name} {\n  ${2:en} \"${3:phrase}\"\n}",
        ("template", true) => "template ${1:name} on ${2:whatsapp} (${3:parameter}) \"${4:text}\"",
        ("field", true) => "field contact.${1:name}: ${2:text}",
        ("group", true) => "group ${1:name}",
        ("bot", true) => "bot ${1:name} {\n  channels ${2:webchat}\n  answers ${3:topic}\n}",
        ("keyword", false) => "keyword \"${1:WORD}\"",
        ("send", false) => "send \"${1:text}\"",
        ("after", false) => "after ${1:1d} ",
        ("ask", false) => "ask \"${1:question}\" {\n  \"${2:answer}\" { $3 }\n  otherwise { $0 }\n}",
        ("if", false) => "if ${1:condition} {\n  $0\n}",
        ("split", false) => "split {\n  50% { $1 }\n  50% { $0 }\n}",
        _ => return None,
    })
}
