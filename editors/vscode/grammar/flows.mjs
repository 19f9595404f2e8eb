// What stands in a flow: clauses, triggers, conditions, steps.

import { CLAUSES, CONTROL_STEPS, DAY, DOING_STEPS, NAME, TRIGGERS, VALUE, asking, block, kw, line, phrase, then } from "./words.mjs";

const CLAUSE = "keyword.other.clause.flow";
const TRIGGER = "support.type.trigger.flow";
const OPERATOR = "keyword.operator.word.flow";
const CONTROL = "keyword.control.step.flow";
const STEP = "support.function.step.flow";
const PARTICLE = "keyword.other.particle.flow";
const CONTENT = "support.type.content.flow";
const CHANNEL = "variable.other.constant.channel.flow";
const COMMA = "punctuation.separator.comma.flow";
const NAMED = "variable.other.name.flow";
const WORD_VALUE = "constant.other.value.flow";

const trigger = [[phrase("any", "message"), TRIGGER, TRIGGER], [`(${kw(...TRIGGERS)})`, TRIGGER]];
const content = [
  [phrase("template", NAME), CONTENT, NAMED],
  [`(${kw("ai")})`, CONTENT],
];
const all = (scope, ...phrases) => phrases.map((words) => line(phrase(...words), ...words.map(() => scope)));
const include = (...names) => names.map((name) => ({ include: `#${name}` }));

export const FLOW_RULES = {
  "flow-body": { patterns: include("comment", "string", "field-path", "condition", "clause", "step", "block", "leaves", "rest") },
  block: block("meta.block.flow", include("flow-body")),

  clause: {
    patterns: [
      then(phrase("stop", "on"), [CLAUSE, CLAUSE], trigger),
      then(`(${kw("on")})`, [CLAUSE], trigger),
      // Behind a comma: another trigger, another channel, or another value.
      then("(,)", [COMMA], [[phrase("else", NAME), PARTICLE, CHANNEL], [`(${kw("else")})`, PARTICLE], ...trigger, [`(${DAY})`, "constant.language.day.flow"], [`(${VALUE})`, WORD_VALUE]]),
      ...all(CLAUSE, ["stop", "when"], ["once", "per", "contact|visit"], ["once", "per"], ["at", "most"]),
      then(`(${kw("via")})`, [CLAUSE], [[`(${NAME})`, CHANNEL]]),
      line(phrase("or", "skip"), CLAUSE, CLAUSE),
      line(`(${kw(...CLAUSES, "expires")})`, CLAUSE),
      // The words that stand behind a trigger.
      line(phrase("ignoring", "case"), OPERATOR, OPERATOR),
      line(`(${kw("at")})(?=\\s+[0-9]{1,2}:)`, PARTICLE),
      line(`(${kw("day")})(?=\\s+at)`, "constant.language.day.flow"),
      line(phrase("remove", "from", "group"), STEP, STEP, STEP),
      then(`(${kw("from")})`, [PARTICLE], [[`(${NAME})`, CHANNEL]]),
    ],
  },

  condition: {
    patterns: [
      line(phrase("contact", "has", "no", "tag"), "variable.language.contact.flow", OPERATOR, OPERATOR, OPERATOR),
      line(phrase("contact", "has", "tag"), "variable.language.contact.flow", OPERATOR, OPERATOR),
      line(phrase("contact", "not", "in", "group"), "variable.language.contact.flow", OPERATOR, OPERATOR, OPERATOR),
      line(phrase("contact", "in", "group"), "variable.language.contact.flow", OPERATOR, OPERATOR),
      line(phrase("now", "within|outside"), OPERATOR, OPERATOR),
      ...all(OPERATOR, ["contains", "any", "of"], ["contains", "at", "least", "one", "of"], ["does", "not", "contain"], ["starts", "with"]),
      { include: "#regex" },
      { include: "#is" },
      line(`(${kw("contains", "one", "of")})`, OPERATOR),
      line(`(${kw("and", "or", "not")})(?!\\s+skip(?!\\p{XID_Continue}))`, "keyword.operator.logical.flow"),
    ],
  },
  is: {
    patterns: [
      then(phrase("is", "not", "one", "of"), [OPERATOR, OPERATOR, OPERATOR, OPERATOR], [[`(${VALUE})`, WORD_VALUE]]),
      then(phrase("is", "one", "of"), [OPERATOR, OPERATOR, OPERATOR], [[`(${VALUE})`, WORD_VALUE]]),
      line(phrase("is", "known|unknown"), OPERATOR, OPERATOR),
      then(phrase("is", "not"), [OPERATOR, OPERATOR], [[`(${VALUE})`, WORD_VALUE]]),
      then(`(${kw("is")})`, [OPERATOR], [[`(${VALUE})`, WORD_VALUE]]),
    ],
  },

  step: {
    patterns: [
      then(`(${kw("send", "ask", "saying")})`, [STEP], [...content, [`(${NAME})`, NAMED]]),
      then(`(${kw("as")})`, [PARTICLE], [[`(${NAME})`, "constant.other.purpose.flow"]]),
      ...all(PARTICLE, ["without", "notification"]),
      line(`(${kw("silently", "save", "for", "per")})`, PARTICLE),
      then(`(${kw("to")})`, [PARTICLE], [[`(${VALUE})`, WORD_VALUE]]),
      ...all(STEP, ["add", "to", "group"], ["assign", "to"], ["forward", "to"], ["ticket", "tags"],
        ["open", "conversation"], ["close", "conversation"]),
      { include: "#hand-over" },
      line(phrase("team", NAME), "support.type.receiver.flow", NAMED),
      line(`(${kw("nobody")})`, "constant.language.flow"),
      line(`(${kw(...DOING_STEPS)})`, STEP),
      then(`(${kw("answer")})`, [STEP], [[`(${NAME})`, NAMED]]),
      asking(STEP),
      // Behind an address to notify.
      { match: `(?<=")\\s+(${kw("ai")})`, captures: { 1: { name: CONTENT } } },
      then(`(${kw("start", "stop")})`, [CONTROL], [[`(${NAME})`, "entity.name.function.call.flow"]]),
      line(phrase("else", "if"), CONTROL, CONTROL),
      line(`(${kw("else", ...CONTROL_STEPS)})`, CONTROL),
      // The arms of a question.
      then(`(${kw("intent")})`, [CONTROL], [[`(${NAME})`, NAMED]]),
      line(`(${kw("otherwise", "silence")})`, CONTROL),
    ],
  },
  "hand-over": then(phrase("hand", "over", "to"), [STEP, STEP, STEP], [
    [phrase("team|bot", NAME), "support.type.receiver.flow", NAMED],
    [`(${kw("agent")})`, "support.type.receiver.flow"],
  ]),
};
