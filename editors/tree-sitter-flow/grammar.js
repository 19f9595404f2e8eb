// The flow language for editors: every text of `grammar/flow.pest` is read, and half-typed text keeps the tree around it.
//
// The tree is coarser than the compiler's: what colours, folds, indents and finds names is a node, other words are not.
// Where the compiler takes the first alternative that fits, this grammar shifts (`prec.right`).

const comma = (rule) => seq(rule, repeat(seq(",", rule)));
/** `{ … }`; an item that is not closed ends before the next one (`src/scanner.c`). */
const block = ($, ...rules) => seq("{", repeat(choice(...rules)), choice("}", $.unclosed));
/** Words that stand behind each other and are one thing. */
const words = (text) => (text.includes(" ") ? seq(...text.split(" ")) : text);
const firstOf = (...texts) => choice(...texts.map(words));

/** The words of `src/syntax/words.rs` that begin an item, a clause or a step: none of them is a name. */
const RESERVED = [
  "workspace", "schedule", "channel", "bot", "template", "text", "intent", "group", "field", "flow", "scenario",
  "on", "when", "via", "within", "outside", "once", "at", "stop", "restart", "ignore", "priority", "brand", "draft", "paused",
  "after", "send", "ask", "if", "split", "tag", "untag", "add", "remove", "set", "assign", "notify", "forward", "hand",
  "ticket", "start", "open", "close", "call",
];
const WORD = /[_\p{XID_Start}]\p{XID_Continue}*/u;

/** A name, by what it names: `name` when nothing declares that (a team, an agent, a brand, an answer). */
const named = (kind) => ($) => alias($.identifier, $[kind]);
const name = named("name");
const flow_name = named("flow_name");
const channel_name = named("channel_name");
const schedule_name = named("schedule_name");
const bot_name = named("bot_name");
const template_name = named("template_name");
const text_name = named("text_name");
const intent_name = named("intent_name");
const group_name = named("group_name");
const contact_name = named("contact_name");
const type_name = named("type_name");
/** Where reserved words are words like others. */
const anyWord = ($, node) => alias(choice($.identifier, ...RESERVED), node);

module.exports = grammar({
  name: "flow",

  word: ($) => $.identifier,
  externals: ($) => [$.unclosed, $._error_sentinel],
  extras: ($) => [/\s|\uFEFF/, $.comment],
  reserved: { names: () => RESERVED },
  inline: ($) => [$._content, $._duration, $._time],
  // A comma behind a text brings another text, or the next trigger.
  conflicts: ($) => [[$.keyword_trigger], [$.message_trigger]],
  supertypes: ($) => [$.item, $.clause, $.step, $.act, $.trigger, $.condition],

  rules: {
    source_file: ($) => repeat($.item),

    // ---- Items

    item: ($) => choice(
      $.workspace, $.schedule, $.channel, $.bot, $.template, $.text, $.intent, $.group, $.field_declaration, $.flow, $.scenario,
    ),

    workspace: ($) => seq("workspace", field("title", $.string), field("body", $.workspace_body)),
    workspace_body: ($) => block($, $.setting),
    setting: ($) => choice(
      seq("timezone", $.string),
      seq("languages", comma($.language)),
      seq("quiet", $.window),
      seq("limit", $.number, "per", $._duration),
      seq("on", "close", choice("unassign", "keep")),
    ),

    schedule: ($) => seq("schedule", field("name", schedule_name($)), field("body", $.schedule_body)),
    schedule_body: ($) => block($, $.schedule_entry),
    schedule_entry: ($) => choice(
      $.window,
      seq("closed", comma($.dates)),
      seq("closed", "holidays", comma($.string)),
      seq("open", $.date, comma($.times)),
      seq("timezone", $.string),
    ),
    dates: ($) => seq($.date, optional(seq("..", $.date))),

    channel: ($) => prec.right(seq(
      "channel", field("name", channel_name($)), "is", field("kind", type_name($)), optional(field("body", $.channel_body)),
    )),
    channel_body: ($) => block($, $.channel_clause),
    channel_clause: ($) => choice(
      seq("brand", name($)),
      seq("bot", bot_name($)),
      seq("window", $._duration),
      seq("limit", $.number),
      seq("quota", $.number, "per", "month"),
      seq("beyond", choice("fail", "allow")),
    ),

    bot: ($) => seq("bot", field("name", bot_name($)), optional(field("body", $.bot_body))),
    bot_body: ($) => block($, $.bot_clause),
    bot_clause: ($) => choice(seq("channels", comma(channel_name($))), seq("answers", comma(name($)))),

    template: ($) => seq(
      "template", field("name", template_name($)), "on", field("channel", channel_name($)), optional($.parameters), field("text", $.string),
    ),
    parameters: ($) => seq("(", optional(comma(alias($.identifier, $.parameter))), ")"),

    text: ($) => seq("text", field("name", text_name($)), field("body", $.text_body)),
    text_body: ($) => block($, $.wording),
    wording: ($) => seq(field("language", $.language), $.string),
    intent: ($) => seq("intent", field("name", intent_name($)), optional(field("body", $.intent_body))),
    intent_body: ($) => block($, $.phrases),
    phrases: ($) => seq(field("language", $.language), comma($.string)),

    group: ($) => seq("group", field("name", group_name($)), optional(field("title", $.string))),
    field_declaration: ($) => seq(
      "field", field("name", $.path), ":", field("type", $.field_type), optional(seq("one", "of", comma($._value))),
    ),
    field_type: () => choice("text", "number", "yes_no", "date", "instant"),

    // ---- Flows: clauses

    flow: ($) => seq("flow", field("name", flow_name($)), optional(field("title", $.string)), field("body", $.flow_body)),
    flow_body: ($) => block($, $.clause, $.step, $.mistyped),

    clause: ($) => choice(
      $.on_clause, $.when_clause, $.via_clause, $.hours, $.stop_clause, $.once_clause, $.limit_clause, $.brand_clause,
      $.priority_clause, $.mode_clause,
    ),
    on_clause: ($) => seq("on", comma($.trigger)),
    when_clause: ($) => seq("when", $._conditions),
    via_clause: ($) => seq("via", $.candidate, repeat(seq(",", "else", $.candidate))),
    candidate: ($) => seq(channel_name($), optional(seq("for", $._duration))),
    stop_clause: ($) => seq("stop", choice(seq("on", comma($.trigger)), seq("when", $._conditions))),
    once_clause: () => seq("once", "per", choice("contact", "visit")),
    limit_clause: ($) => seq("at", "most", $.number, "per", $._duration),
    brand_clause: ($) => seq("brand", name($)),
    priority_clause: ($) => seq("priority", $.number),
    mode_clause: () => choice("restart", "ignore", "draft", "paused"),

    trigger: ($) => choice(
      $.keyword_trigger, $.message_trigger, $.any_message_trigger, $.intent_trigger, $.page_trigger, $.named_trigger,
      $.plain_trigger, $.time_trigger, $.every_trigger,
    ),
    keyword_trigger: ($) => seq("keyword", comma($.string), optional($._text_options)),
    message_trigger: ($) => seq("message", choice(
      seq(choice("is", "contains", seq("starts", "with")), comma($.string), optional($._text_options)),
      seq("matches", $.regex, optional($.from_channel)),
    )),
    any_message_trigger: ($) => seq("any", "message", optional($.from_channel)),
    intent_trigger: ($) => seq("intent", intent_name($)),
    page_trigger: ($) => seq(choice("page_view", "visit"), optional(seq("for", $._duration))),
    named_trigger: ($) => choice(seq(choice("tag", "event"), $.string), seq("group", group_name($))),
    plain_trigger: () => choice("silence", "start", "booking", "purchase", "close", "opt_out"),
    time_trigger: ($) => seq("time", $.datetime),
    every_trigger: ($) => seq("every", choice("day", $.days), "at", $._time),

    _text_options: ($) => choice(
      seq($.ignoring_case, optional($.from_channel)),
      seq($.from_channel, optional($.ignoring_case)),
    ),
    ignoring_case: () => seq("ignoring", "case"),
    from_channel: ($) => seq("from", channel_name($)),

    // ---- Hours

    hours: ($) => seq($._opening, optional(choice(seq("or", "skip"), seq("expires", $._duration)))),
    _opening: ($) => seq(choice("within", "outside"), choice($.window, schedule_name($))),
    window: ($) => comma($.stretch),
    stretch: ($) => seq(optional($.days), $._times),
    times: ($) => $._times,
    _times: ($) => seq($._time, "..", $._time),
    days: ($) => comma(seq($.day, optional(seq("..", $.day)))),

    // ---- Conditions: `and` beside `or` is read in one row; the compiler refuses it.

    _conditions: ($) => seq($.condition, repeat(seq(choice("and", "or"), $.condition))),
    condition: ($) => choice($.comparison, $.parentheses, $.negation, $.now_condition, $.contact_condition),
    parentheses: ($) => seq("(", $._conditions, ")"),
    negation: ($) => seq("not", $.condition),
    now_condition: ($) => seq("now", $._opening),
    contact_condition: ($) => seq("contact", choice(
      seq("has", optional("no"), "tag", $.string),
      seq(optional("not"), "in", "group", group_name($)),
    )),
    comparison: ($) => seq($.path, choice(
      seq("is", choice("known", "unknown")),
      seq($._value_operator, comma($._value), optional($.ignoring_case)),
      seq($._text_operator, comma($.string), optional($.ignoring_case)),
      seq("matches", $.regex, optional($.ignoring_case)),
    )),
    _value_operator: () => choice(seq("is", optional("not"), optional(seq("one", "of"))), "<=", "<", ">=", ">"),
    _text_operator: () => choice(
      seq("contains", optional(firstOf("any of", "at least one of"))),
      words("does not contain"),
      words("starts with"),
    ),

    // ---- Flows: steps

    block: ($) => block($, $.step, $.mistyped),
    // A step on its way: `sen`, `sned "Hello {contact.first_name}"`. The compiler refuses it.
    mistyped: ($) => prec.right(seq($.identifier, optional($.string))),
    _body: ($) => choice($.block, $.step),

    step: ($) => choice(
      $.send, $.after, $.at, $.tag_step, $.if_step, $.split, $.ask, $.start, $.stop, $.set, $.assign, $.notify, $.hand_over,
      $.group_step, $.forward, $.ticket, $.conversation_step, $.call,
    ),

    after: ($) => seq("after", field("delay", $._duration), repeat($.hours), $._body),
    at: ($) => seq("at", $.instant, repeat($.hours), $._body),
    instant: ($) => seq(choice($.path, $.datetime, $.date), optional(seq(choice("+", "-"), $._duration))),

    send: ($) => seq(
      "send", $._content, optional(seq("as", type_name($))), optional(choice("silently", seq("without", "notification"))),
    ),
    _content: ($) => choice($.string, $.ai, $.template_call, text_name($)),
    ai: ($) => prec.right(seq("ai", optional($.string))),
    template_call: ($) => seq("template", field("name", template_name($)), optional($.arguments)),
    arguments: ($) => seq("(", optional(comma($._value)), ")"),

    ask: ($) => prec.right(seq("ask", $._content, optional(seq("save", $.path)), optional($.arms))),
    arms: ($) => block($, $.arm),
    arm: ($) => seq(choice(comma($.string), seq("intent", intent_name($)), "otherwise", seq("silence", $._duration)), $.block),

    if_step: ($) => seq(
      "if", $._conditions, $.block, repeat(seq("else", "if", $._conditions, $.block)), optional(seq("else", $.block)),
    ),
    split: ($) => seq("split", $.shares),
    shares: ($) => block($, $.share),
    share: ($) => seq($.number, "%", $.block),

    tag_step: ($) => seq(choice("tag", "untag"), $.string),
    group_step: ($) => seq(choice(seq("add", "to"), seq("remove", "from")), "group", group_name($)),
    set: ($) => seq("set", $.path, "to", $._value),
    assign: ($) => seq("assign", "to", choice($._team, $.string, "nobody")),
    _team: ($) => seq("team", name($)),
    notify: ($) => seq("notify", $.string, $._content),
    forward: ($) => seq("forward", "to", comma($.string)),
    hand_over: ($) => prec.right(seq(
      "hand", "over", "to", $._receiver,
      optional(choice(seq($.saying, optional($.asking)), seq($.asking, optional($.saying)))),
    )),
    _receiver: ($) => choice("agent", $._team, seq("bot", bot_name($), optional(seq("answer", name($))))),
    saying: ($) => seq("saying", $._content),
    asking: ($) => seq("asking", comma(name($))),
    ticket: ($) => seq("ticket", "tags", comma($.string)),
    start: ($) => seq("start", field("flow", flow_name($))),
    stop: ($) => prec.right(seq("stop", optional(field("flow", flow_name($))))),
    conversation_step: () => seq(choice("open", "close"), "conversation"),
    call: ($) => seq("call", $.string),

    // ---- Scenarios

    scenario: ($) => seq("scenario", field("title", $.string), field("body", $.scenario_body)),
    scenario_body: ($) => block($, $.act),

    act: ($) => choice(
      $.expectation, $.wait_act, $.at_act, $.contact_act, $.agent_act, $.bot_act, $.start_act, $.delivery_act, $.ai_act,
      $.contact_does,
    ),
    at_act: ($) => seq("at", $.datetime),
    wait_act: ($) => seq("wait", choice($._duration, seq("until", $.moment))),
    contact_act: ($) => seq("contact", contact_name($), optional($.entries)),
    start_act: ($) => seq("start", flow_name($), "for", contact_name($)),
    delivery_act: ($) => seq("delivery", "to", contact_name($), "fails", optional($.on_channel)),
    ai_act: ($) => seq("ai", "answers", $.string),
    agent_act: ($) => seq("agent", name($), choice(
      seq("says", $._writes),
      seq("sends", $.template_call, $.to_contact, optional($.on_channel)),
      seq(choice(seq("takes", "over"), seq("hands", "back"), "closes"), contact_name($)),
    )),
    bot_act: ($) => seq("bot", "says", $._writes),
    _writes: ($) => seq($.string, $.to_contact, optional($.on_channel)),
    to_contact: ($) => seq("to", contact_name($)),

    contact_does: ($) => seq(contact_name($), choice(
      seq("says", $.string, optional($.on_channel)),
      seq("views", $.string, optional(seq("titled", $.string)), optional(seq("with", "device", $.entries))),
      "leaves",
      seq(choice("opens", "dismisses"), flow_name($)),
      seq("clears", "browser"),
      seq("books", "at", $.datetime),
      "buys",
      seq("does", $.string, optional($.entries)),
      seq("opts", "out", optional(seq("of", channel_name($)))),
    )),
    on_channel: ($) => seq("on", channel_name($)),

    entries: ($) => block($, $.entry),
    entry: ($) => seq(field("key", anyWord($, $.property)), field("value", $._value)),

    moment: ($) => prec.right(seq(optional(choice("today", "tomorrow", $.day, $.date)), $._time, optional($.string))),

    expectation: ($) => seq("expect", choice(
      prec.right(seq("send", optional($._expected_content), repeat($._delivery))),
      "nothing",
      prec.right(seq("no", "send", repeat(choice($.to_contact, $.from_flow)))),
      prec.right(seq("no", "pending", optional($.from_flow))),
      seq("no", "tag", $.string),
      seq("held", "until", $.moment),
      seq("suppressed", optional(seq("because", anyWord($, $.reason)))),
      prec.right(seq("pending", repeat(choice($.from_flow, $.at_moment)))),
      seq("tag", $.string),
      seq("assigned", "to", choice($._team, $.string, "nobody", name($))),
      prec.right(seq("notify", optional("to"), optional(choice(seq($.string, optional($._expected_content)), $._other_content)))),
      seq("forward", "to", $.string),
      seq("hand", "over", "to", $._receiver, optional($.asking)),
      seq("ticket", "tags", comma($.string)),
      seq("call", $.string),
      seq("conversation", choice("open", "closed")),
      seq($.path, "is", choice("unknown", $._value)),
      seq(contact_name($), optional("not"), "in", "group", group_name($)),
    )),
    _expected_content: ($) => choice($.string, $._other_content),
    _other_content: ($) => choice(seq("containing", $.string), $.ai, seq("template", template_name($))),
    _delivery: ($) => choice($.to_contact, $.on_channel, $.from_flow, $.at_moment),
    from_flow: ($) => seq("from", flow_name($)),
    at_moment: ($) => seq("at", $.moment),

    // ---- Leaves

    language: ($) => choice($.identifier, $._tagged_word),

    _value: ($) => choice(
      $.string, $.datetime, $.date, $.time, $.duration, $.number, $.path,
      alias(choice("open", $.identifier, $._tagged_word), $.value_word),
    ),
    datetime: ($) => prec.right(seq($.date, $.time, optional($.string))),
    _duration: ($) => $.duration,
    _time: ($) => $.time,

    // Most strings are one token, which also keeps them whole within text that is not understood.
    string: ($) => choice(
      /"[^"\\{\n]*"/,
      seq('"', repeat($._inside), choice('"', $._line_end, alias($._unclosed_placeholder, $.placeholder))),
      seq('"""', repeat(choice(alias($._long_content, $.string_content), $.escape, $.placeholder)), '"""'),
    ),
    _inside: ($) => choice($.string_content, $.escape, $.placeholder),
    string_content: () => token.immediate(prec(1, /[^"\\{\n]+/)),
    _long_content: () => choice(token.immediate(prec(2, /[^"\\{]+/)), token.immediate('"')),
    escape: () => token.immediate(/\\([nt"\\{}]|u\{[0-9A-Fa-f]{1,6}\})/),
    placeholder: ($) => seq(token.immediate("{"), $._placeholder_inside, "}"),
    _unclosed_placeholder: ($) => seq(token.immediate("{"), optional($._placeholder_inside), $._line_end),
    _placeholder_inside: ($) => seq(
      field("field", choice($.path, alias($.identifier, $.parameter), $.unfinished_path)), optional(seq("|", optional($.default))),
    ),
    _line_end: ($) => alias(token.immediate(prec(1, /\r?\n/)), $.unclosed_string),
    default: ($) => repeat1(choice(alias($._default_text, $.default_text), $.escape)),
    _default_text: () => token.immediate(/[^{}"\\\n]+/),

    regex: () => token(seq("/", /([^\/\\\n]|\\[^\n])+/, "/")),

    day: () => choice("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    duration: () => /([0-9]+(ms|[smhdw]))+/,
    time: () => /[0-9]{1,2}:[0-9]{2}/,
    date: () => /[0-9]{4}-[0-9]{2}-[0-9]{2}/,
    number: () => /-?[0-9]+(\.[0-9]+)?/,
    path: () => token(seq(WORD, repeat1(seq(".", WORD)))),
    unfinished_path: ($) => seq(choice($.path, $.identifier), token.immediate(".")),
    _tagged_word: () => token(seq(WORD, repeat1(/-\p{XID_Continue}+/u))),
    identifier: () => WORD,
    comment: () => token(seq("#", /[^\n]*/)),
  },
});
