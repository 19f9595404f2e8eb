// What stands in a scenario: acts, expectations, and what is known of contacts.

import { NAME, PATH, VALUE, WORD, asking, block, kw, line, phrase, then } from "./words.mjs";

const ACT = "support.function.act.flow";
const CONTROL = "keyword.control.act.flow";
const EXPECT = "keyword.control.expect.flow";
const EXPECTATION = "support.function.expectation.flow";
const PARTICLE = "keyword.other.particle.flow";
const CONTENT = "support.type.content.flow";
const CONTACT = "variable.other.contact.flow";
const AGENT = "variable.other.agent.flow";
const CHANNEL = "variable.other.constant.channel.flow";
const NAMED = "variable.other.name.flow";
const FLOW = "entity.name.function.call.flow";

const include = (...names) => names.map((name) => ({ include: `#${name}` }));
const own = (...words) => line(phrase(NAME, ...words), CONTACT, ...words.map(() => ACT));

export const SCENARIO_RULES = {
  "scenario-body": { patterns: include("comment", "string", "expectation", "field-path", "act", "expected", "entries", "leaves", "rest") },

  act: {
    patterns: [
      line(phrase("wait", "until"), CONTROL, CONTROL),
      line(`(${kw("wait")})`, CONTROL),
      line(`(?:^|(?<=\\{))\\s*(${kw("at")})(?=\\s+[0-9]{4}-)`, CONTROL),
      line(phrase("bot", "says"), AGENT, ACT),
      line(phrase("ai", "answers"), AGENT, ACT),
      line(phrase("delivery", "to", NAME, "fails"), ACT, ACT, CONTACT, ACT),
      line(phrase("start", NAME, "for", NAME), ACT, FLOW, PARTICLE, CONTACT),
      line(phrase("agent", NAME, "takes", "over", NAME), "support.type.receiver.flow", AGENT, ACT, ACT, CONTACT),
      line(phrase("agent", NAME, "hands", "back", NAME), "support.type.receiver.flow", AGENT, ACT, ACT, CONTACT),
      line(phrase("agent", NAME, "closes", NAME), "support.type.receiver.flow", AGENT, ACT, CONTACT),
      line(phrase("agent", NAME, "says"), "support.type.receiver.flow", AGENT, ACT),
      line(phrase("agent", NAME, "sends", "template", NAME), "support.type.receiver.flow", AGENT, ACT, CONTENT, NAMED),
      then(`(${kw("contact")})`, [ACT], [[`(${NAME})`, CONTACT]]),
      line(phrase(NAME, "opens|dismisses", NAME), CONTACT, ACT, FLOW),
      own("opts", "out"), own("clears", "browser"), own("books", "at"),
      own("says|views|leaves|opens|dismisses|buys|does"),
      then(`(${kw("of")})`, [PARTICLE], [[`(${NAME})`, CHANNEL]]),
      ...[["with", "device"], ["titled"]].map((words) => line(phrase(...words), ...words.map(() => PARTICLE))),
    ],
  },

  // What is expected is the word behind `expect`; a contact may stand there too.
  expectation: {
    patterns: [
      line(phrase("expect", NAME, "not", "in", "group"), EXPECT, CONTACT, EXPECTATION, EXPECTATION, EXPECTATION),
      line(phrase("expect", NAME, "in", "group"), EXPECT, CONTACT, EXPECTATION, EXPECTATION),
      then(`(${kw("expect")})`, [EXPECT], [
        [phrase("no", "send|pending|tag"), EXPECTATION, EXPECTATION],
        [phrase("held", "until"), EXPECTATION, EXPECTATION],
        [phrase("hand", "over", "to"), EXPECTATION, EXPECTATION, EXPECTATION],
        [phrase("assigned", "to"), EXPECTATION, EXPECTATION],
        [phrase("forward", "to"), EXPECTATION, EXPECTATION],
        [phrase("ticket", "tags"), EXPECTATION, EXPECTATION],
        [phrase("conversation", "open|closed"), EXPECTATION, EXPECTATION],
        [`(${kw("send", "nothing", "suppressed", "pending", "tag", "notify", "call", "conversation")})`, EXPECTATION],
        [`(${PATH})`, "variable.other.field.flow"],
      ]),
    ],
  },
  expected: {
    patterns: [
      then(`(${kw("because")})`, [PARTICLE], [[`(${WORD})`, "constant.other.reason.flow"]]),
      then(`(${kw("on")})`, [PARTICLE], [[`(${NAME})`, CHANNEL]]),
      then(`(${kw("from")})`, [PARTICLE], [[`(${NAME})`, FLOW]]),
      line(phrase("team|bot", NAME), "support.type.receiver.flow", NAMED),
      line(`(${kw("agent")})`, "support.type.receiver.flow"),
      line(`(${kw("nobody")})`, "constant.language.flow"),
      then(`(${kw("to")})`, [PARTICLE], [
        [phrase("team", NAME), "support.type.receiver.flow", NAMED],
        [`(${kw("nobody")})`, "constant.language.flow"],
        [`(${kw("agent")})`, "support.type.receiver.flow"],
        [`(${NAME})`, CONTACT],
      ]),
      line(phrase("template", NAME), CONTENT, NAMED),
      line(`(${kw("ai")})`, CONTENT),
      line(`(${kw("containing")})`, "keyword.operator.word.flow"),
      then(`(${kw("answer")})`, [EXPECTATION], [[`(${NAME})`, NAMED]]),
      asking(EXPECTATION),
      line(`(${kw("today", "tomorrow")})`, "constant.language.day.flow"),
      line(`(${kw("at")})`, PARTICLE),
      { include: "#is" },
    ],
  },

  // `{ first_name "Marie"  group clients }`: a word and its value, again and again.
  entries: block("meta.entries.flow", [
    then(`(${kw("group")})`, [PARTICLE], [[`(${NAME})`, NAMED]]),
    then(`(${WORD})`, ["variable.other.property.flow"], [[`(${PATH})`, "variable.other.field.flow"], [`(${VALUE})`, "constant.other.value.flow"]]),
    ...include("leaves", "rest"),
  ]),
};
