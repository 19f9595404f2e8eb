// Items: from their word to their closing brace, and what stands in those that are neither flows nor scenarios.

import { ITEMS, LANGUAGE, NAME, NO_FIELD, TYPES, block, kw, line, phrase, then } from "./words.mjs";

const ITEM = "storage.type.item.flow";
const SETTING = "keyword.other.setting.flow";
const PARTICLE = "keyword.other.particle.flow";
const CHANNEL = "variable.other.constant.channel.flow";
const LANGUAGE_TAG = "constant.other.language.flow";

/** An item ends with its brace, or where the next begins: not all have a brace. */
const item = (word, nameScope, header, inside) => ({
  name: `meta.item.${word}.flow`,
  begin: `(?<!\\p{XID_Continue})(${word})${NO_FIELD}(?:\\s+(${NAME})${NO_FIELD})?+`,
  beginCaptures: { 1: { name: ITEM }, 2: { name: nameScope } },
  end: `(?<=\\})|(?=${kw(...ITEMS)})`,
  patterns: [...header, ...(inside ? [block("meta.block.flow", inside)] : []), { include: "#leaves" }, { include: "#rest" }],
});
const title = {
  name: "entity.name.section.flow",
  begin: '(?=")',
  end: '(?!\\G)',
  patterns: [{ include: "#string" }],
};
const inside = (...patterns) => [...patterns, { include: "#leaves" }, { include: "#rest" }];
const setting = (...words) => line(`(${kw(...words)})`, SETTING);
const timezone = setting("timezone");
const limit = [setting("limit"), line(`(${kw("per")})`, PARTICLE)];

export const ITEM_RULES = {
  items: { patterns: ITEMS.map((word) => ({ include: `#${word}-item` })) },

  "workspace-item": item("workspace", "invalid.illegal.word.flow", [title], inside(
    timezone, ...limit, setting("quiet"),
    then(`(${kw("languages")})`, [SETTING], [[`(${LANGUAGE})`, LANGUAGE_TAG]]),
    then("(,)", ["punctuation.separator.comma.flow"], [[`(${LANGUAGE})`, LANGUAGE_TAG]]),
    line(phrase("on", "close"), SETTING, SETTING),
    line(`(${kw("unassign", "keep")})`, "constant.language.flow"),
  )),
  "schedule-item": item("schedule", "entity.name.type.schedule.flow", [], inside(
    timezone, line(phrase("closed", "holidays"), SETTING, SETTING), setting("closed", "open"),
  )),
  "channel-item": item("channel", "entity.name.type.channel.flow", [
    then(`(${kw("is")})`, ["keyword.operator.word.flow"], [[`(${NAME})`, CHANNEL]]),
  ], inside(
    setting("brand", "bot", "window", "quota", "beyond"), ...limit,
    line(`(${kw("month")})`, "constant.language.flow"), line(`(${kw("fail", "allow")})`, "constant.language.flow"),
  )),
  "bot-item": item("bot", "entity.name.type.bot.flow", [], inside(
    setting("answers"),
    then(`(${kw("channels")})`, [SETTING], [[`(${NAME})`, CHANNEL]]),
  )),
  "template-item": item("template", "entity.name.type.template.flow", [
    then(`(${kw("on")})`, [PARTICLE], [[`(${NAME})`, CHANNEL]]),
  ]),
  "text-item": item("text", "entity.name.type.text.flow", [], inside(line(`(${LANGUAGE})`, LANGUAGE_TAG))),
  "intent-item": item("intent", "entity.name.type.intent.flow", [], inside(line(`(${LANGUAGE})`, LANGUAGE_TAG))),
  "group-item": item("group", "entity.name.type.group.flow", [title]),
  "field-item": item("field", "invalid.illegal.word.flow", [
    then("(:)", ["punctuation.separator.colon.flow"], [[`(${kw(...TYPES)})`, "support.type.field.flow"]]),
    line(phrase("one", "of"), "keyword.operator.word.flow", "keyword.operator.word.flow"),
  ]),
  "flow-item": item("flow", "entity.name.function.flow", [title], [{ include: "#flow-body" }]),
  "scenario-item": item("scenario", "invalid.illegal.word.flow", [title], [{ include: "#scenario-body" }]),
};
