// The words of the language by their role, and how a word is found in a line.

export const ITEMS = ["workspace", "schedule", "channel", "bot", "template", "text", "intent", "group", "field", "flow", "scenario"];
export const CLAUSES = ["when", "via", "within", "outside", "brand", "priority", "restart", "ignore", "draft", "paused"];
export const TRIGGERS = [
  "keyword", "message", "intent", "silence", "page_view", "visit", "start", "booking", "purchase", "tag", "group", "close",
  "opt_out", "event", "time", "every",
];
/** Steps that decide what comes next, and when. */
export const CONTROL_STEPS = ["after", "at", "if", "split"];
/** Steps that do something and need no second word. */
export const DOING_STEPS = ["tag", "untag", "set", "notify", "call"];
/** Words that name nothing, as in `src/syntax/words.rs`. */
export const RESERVED = [
  ...ITEMS, ...CLAUSES, "on", "once", "at", "stop", "after", "send", "ask", "if", "split", "tag", "untag", "add", "remove",
  "set", "assign", "notify", "forward", "hand", "ticket", "start", "open", "close", "call",
];
export const CHANNELS = ["webchat", "sms", "email", "whatsapp", "messenger", "instagram", "viber", "wechat", "telegram", "line"];
export const TYPES = ["text", "number", "yes_no", "date", "instant"];
export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** What a word begins with, and what it goes on with. */
const FIRST = "[\\p{XID_Start}_]";
const NEXT = "\\p{XID_Continue}";
export const WORD = `${FIRST}${NEXT}*+`;
/** What stands behind a word that stands alone: it is no longer word, and no field of something. */
export const NO_FIELD = `(?!${NEXT}|\\.${FIRST})`;
export const kw = (...words) => `(?<!${NEXT})(?:${words.join("|")})${NO_FIELD}`;
/** Words behind each other; each is a group. */
export const phrase = (...words) => `(?<!${NEXT})${words.map((word) => `(${word})`).join("\\s+")}${NO_FIELD}`;
/** A name: a word that the language does not keep for itself. */
export const NAME = `(?!(?:${RESERVED.join("|")})(?!${NEXT}))${WORD}`;
/** A value that is a word: `new`, `open`, `pt-BR`. */
export const VALUE = `(?:open(?!${NEXT})|${NAME})(?:-${NEXT}++)*+${NO_FIELD}`;
/** A contact may be called `sun`: a day has another day, a time or `at` behind it. */
export const DAY = `(?<!${NEXT})(?:${DAYS.join("|")})(?!${NEXT})(?=\\s*(?:\\.\\.|,|[0-9]|at(?!${NEXT})|#|$))`;
export const LANGUAGE = `${WORD}(?:-${NEXT}++)*+`;
export const PATH = `${WORD}(?:\\.${WORD})++`;
export const NOT_WORD = `(?!${NEXT})`;
/** The next thing in the line, whatever it is: a rule that waits for one word ends here at the latest. */
export const ANYTHING = "(?=[^\\s#])";
/** A line that can only begin an item: an item that is not closed, as while one types, ends before it. */
export const NEW_ITEM = `(?=^(?:(?:flow|schedule)[ \\t]+${FIRST}|(?:scenario|workspace)[ \\t]+"))`;

/** A rule of one line. `scopes` are those of its groups, in order. */
export const line = (match, ...scopes) => ({ match, captures: captures(scopes) });

/** `begin`, then one of `ends`, each a pattern with the scope of its only group; blanks and comments may stand between. */
export const then = (begin, scopes, ends) => ({
  begin,
  beginCaptures: captures(scopes),
  end: [...ends.map(([match]) => match), ANYTHING].join("|"),
  endCaptures: captures(ends.flatMap(([, ...scope]) => scope)),
  patterns: [{ include: "#comment" }],
});

/** `asking name, email`, where a comma brings no trigger and no value. */
export const asking = (scope) => ({
  match: `(${kw("asking")})((?:\\s+${NAME}(?:\\s*,\\s*${NAME})*+)?+)`,
  captures: { 1: { name: scope }, 2: { patterns: [{ include: "#name" }, { include: "#punctuation" }] } },
});

/** `{ … }` with these patterns inside. */
export const block = (meta, patterns) => ({
  name: meta,
  begin: "\\{",
  beginCaptures: captures([], "punctuation.section.block.begin.flow"),
  end: `\\}|${NEW_ITEM}`,
  endCaptures: captures([], "punctuation.section.block.end.flow"),
  patterns,
});

function captures(scopes, whole) {
  const named = scopes.map((name, at) => [at + 1, { name }]).filter(([, { name }]) => name);
  return Object.fromEntries([...(whole ? [[0, { name: whole }]] : []), ...named]);
}
