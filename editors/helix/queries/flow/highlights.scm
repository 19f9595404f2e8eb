; Made from editors/tree-sitter-flow/queries by `UPDATE=1 cargo test` there.

; What is coloured how. Names of captures are those of Neovim; what stands behind the last dot of `constant.channel` is ours,
; and editors that do not know it take `constant`.

(comment) @comment

; Words

[
  "workspace" "schedule" "channel" "bot" "template" "text" "intent" "group" "field" "flow" "scenario"
] @keyword.storage.type

[
  ; settings
  "timezone" "languages" "quiet" "limit" "per" "unassign" "keep" "closed" "holidays" "open" "brand" "window" "quota" "month"
  "beyond" "fail" "allow" "channels" "answers"
  ; clauses
  "on" "when" "via" "else" "for" "within" "outside" "or" "skip" "expires" "stop" "once" "contact" "visit" "at" "most"
  "priority" "restart" "ignore" "draft" "paused"
  ; triggers
  "keyword" "message" "any" "matches" "page_view" "silence" "start" "booking" "purchase" "tag" "close" "opt_out" "event"
  "time" "every" "day" "ignoring" "case" "from"
  ; steps
  "after" "send" "ask" "save" "otherwise" "split" "untag" "add" "remove" "set" "to" "assign" "team" "nobody" "notify"
  "forward" "hand" "over" "agent" "answer" "saying" "asking" "ticket" "tags" "conversation" "call" "ai" "as" "silently"
  "without" "notification"
  ; acts and expectations
  "expect" "wait" "until" "delivery" "fails" "says" "sends" "takes" "hands" "back" "closes" "views" "titled" "with" "device"
  "leaves" "opens" "dismisses" "clears" "browser" "books" "buys" "does" "opts" "out" "of" "today" "tomorrow" "nothing" "no"
  "pending" "held" "suppressed" "because" "assigned" "containing"
] @keyword

["if" "else" "split"] @keyword.control.conditional
(via_clause "else" @keyword)

[
  "is" "not" "one" "of" "known" "unknown" "contains" "contain" "least" "starts" "has" "in" "now" "and" "or"
] @keyword.operator
(comparison ["any" "at" "does" "with" "matches"] @keyword.operator)
(hours "or" @keyword)
(contact_does "of" @keyword)

(day) @constant.builtin.day

; Names

(flow_name) @function.call
(flow name: (flow_name) @function)
(channel_name) @constant.channel
(schedule_name) @constant.schedule
(bot_name) @constant.bot
(template_name) @constant.template
(text_name) @constant.text
(intent_name) @constant.intent
(group_name) @constant.group
(name) @constant.name
(contact_name) @variable
(path) @variable.other.member
(property) @variable.other.member
(value_word) @constant.value
(entry
  key: (property) @_key
  value: (value_word) @constant.group
  (#eq? @_key "group"))
((property) @keyword
  (#eq? @keyword "group"))
(parameter) @variable.parameter
(type_name) @type
(field_type) @type.builtin
(field_type _ @type.builtin)
(language) @constant.value
(reason) @constant.value

; Texts and numbers

(string) @string
(escape) @constant.character.escape
(placeholder) @string.special.placeholder
(placeholder (path) @variable.other.member)
(placeholder (parameter) @variable.parameter)
(placeholder "|" @operator)
(default_text) @string
(regex) @string.regexp

(number) @constant.numeric
[(duration) (time) (date)] @constant.numeric.moment

; Signs

["<" "<=" ">" ">=" "+" "-" ".." "%"] @operator
["," ":"] @punctuation.delimiter
["{" "}" "(" ")"] @punctuation.bracket
(placeholder ["{" "}"] @punctuation.special)
