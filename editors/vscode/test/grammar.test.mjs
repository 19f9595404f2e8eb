// The grammar knows the words of the language, and is the one that its sources make.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { grammarText } from "../grammar/build.mjs";
import { CHANNELS, DAYS, ITEMS, RESERVED, TRIGGERS } from "../grammar/words.mjs";
import { tokens } from "./tokens.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const PEST = read("../../../grammar/flow.pest");
const WORDS = read("../../../src/syntax/words.rs");

/** The words of a list of `src/syntax/words.rs`. */
const list = (name) => [...WORDS.match(new RegExp(`pub const ${name}[^=]*=\\s*\\[([^\\]]*)`))[1].matchAll(/"(\w+)"/g)].map((found) => found[1]);
/** The alternatives of a rule of the language's grammar, each by the words that it begins with. */
function beginnings(rule) {
  const body = PEST.match(new RegExp(`^${rule}\\s*= \\{\\n([\\s\\S]*?)^\\}`, "m"))[1];
  return body.split("\n").flatMap((row) => {
    // `"stop" ~ k ~ ("on" …` goes on with a choice: its first.
    const words = row.match(/^\s*\|?\s*((?:"\w+"\s*~ k ~ \(?)+)/);
    return words ? [[...words[1].matchAll(/"(\w+)"/g)].map((found) => found[1])] : [];
  });
}
async function scopesOf(before, words) {
  const read = await tokens(`${before}${words.join(" ")}`);
  return read.filter((token) => token.column >= before.length && token.text.trim()).map((token) => token.scopes.at(-1));
}
async function eachBegins(rule, before, least, ...roles) {
  const found = beginnings(rule);
  assert.ok(found.length >= least, `${rule}: only ${found.length} alternatives were found`);
  for (const words of found) {
    const scopes = await scopesOf(before, words);
    assert.equal(scopes.length, words.length, `${rule}: ${words.join(" ")}: ${scopes}`);
    for (const scope of scopes) assert.ok(roles.includes(scope), `${rule}: \`${words.join(" ")}\` is ${scope}`);
  }
}

test("the grammar in the extension is the one that its sources make", () => {
  assert.equal(read("../syntaxes/flow.tmLanguage.json"), grammarText(), "run `npm run build`");
});

test("the lists of words are those of the compiler", () => {
  assert.deepEqual([...ITEMS].sort(), list("ITEMS").sort());
  const reserved = new Set([...list("ITEMS"), ...list("CLAUSES"), ...list("STEPS")]);
  assert.deepEqual([...new Set(RESERVED)].sort(), [...reserved].sort());
  assert.deepEqual(DAYS, [...PEST.match(/^day\s*= @\{ \(([^)]*)/m)[1].matchAll(/"(\w+)"/g)].map((found) => found[1]));
  const triggers = beginnings("trigger").map((words) => words[0]).filter((word) => word !== "any");
  assert.deepEqual([...TRIGGERS].sort(), triggers.sort());
});

test("the kinds of channels in the snippets are those of the language", () => {
  const page = read("../../../docs/language.md").match(/Ten channels exist: `([^`]*)`/)[1];
  assert.deepEqual([...CHANNELS].sort(), page.split(" ").sort());
  const choices = read("../snippets/flow.json").match(/\$\{\d\|[^|]*webchat[^|]*\|\}/g).filter((choice) => choice.includes("wechat"));
  for (const choice of choices) for (const channel of CHANNELS) assert.ok(choice.includes(channel), `${choice} lacks ${channel}`);
});

test("every word of the language's grammar is a word of this one", () => {
  const whole = PEST.split("---- 8.")[0];
  const words = new Set([...whole.replace(/\/\/.*/g, "").matchAll(/"(\w+)"\s*~ k/g)].map((found) => found[1]));
  assert.ok(words.size > 120, `only ${words.size} words were found`);
  const known = new Set(grammarText().match(/[a-z_]+/g));
  assert.deepEqual([...words].filter((word) => !known.has(word)), []);
});

test("items, clauses, triggers, steps, acts and expectations begin with words of their role", async () => {
  await eachBegins("item", "", 11, "storage.type.item.flow");
  await eachBegins("clause", "flow a { ", 11, "keyword.other.clause.flow");
  await eachBegins("trigger", "flow a { on ", 17, "support.type.trigger.flow");
  await eachBegins("trigger", "flow a { on silence, ", 17, "support.type.trigger.flow");
  await eachBegins("trigger", "flow a { stop on ", 17, "support.type.trigger.flow");
  await eachBegins("step", "flow a { draft ", 20, "support.function.step.flow", "keyword.control.step.flow");
  await eachBegins("expectation", 'scenario "a" { expect ', 13, "support.function.expectation.flow");
  await eachBegins("workspace_clause", 'workspace "a" { ', 4, "keyword.other.setting.flow");
  await eachBegins("channel_clause", "channel a is sms { ", 6, "keyword.other.setting.flow");
});

test("what a contact does is an act", async () => {
  for (const verb of list("VERBS")) {
    const second = { clears: " browser", books: " at", opts: " out" }[verb] ?? "";
    const scopes = await scopesOf('scenario "a" { ', ["marie", verb + second]);
    assert.equal(scopes[0], "variable.other.contact.flow", verb);
    for (const scope of scopes.slice(1)) assert.equal(scope, "support.function.act.flow", verb);
  }
});
