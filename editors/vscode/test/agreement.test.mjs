// The three that colour agree: the compiler (tokens of logos, and the tree), the grammar of VS Code, that of tree-sitter.
//
// `editors/classes.rs` and `editors/tree-sitter-flow/bindings/rust/captures.rs` print two of the opinions. Where they are not
// built this is left out, unless `PROGRAMS=must` says that they have to be.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import { opinions } from "./opinions.mjs";
import { tokens } from "./tokens.mjs";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const programs = {
  classes: process.env.CLASSES ?? `${ROOT}target/debug/examples/classes`,
  captures: process.env.CAPTURES ?? `${ROOT}editors/tree-sitter-flow/target/debug/examples/captures`,
};
const lacking = Object.values(programs).filter((program) => !existsSync(program));
const skip = lacking.length > 0 && process.env.PROGRAMS !== "must" ? `not built: ${lacking.join(", ")}` : false;

/** What a stretch of a class may be for tree-sitter (the capture that counts) and for VS Code (the innermost scope, less `.flow`). */
const TABLE = {
  comment: [["comment"], ["comment.line.number-sign", "punctuation.definition.comment", "keyword.other.allow", "constant.other.code", "punctuation.separator.colon"]],
  keyword: [
    ["keyword", "keyword.type", "keyword.conditional", "keyword.operator", "constant.builtin.day"],
    [
      "storage.type.item", "keyword.other.setting", "keyword.other.clause", "keyword.other.particle", "keyword.control.step",
      "keyword.control.act", "keyword.control.expect", "keyword.operator.word", "keyword.operator.logical", "constant.language",
      "constant.language.day", "support.function.step", "support.function.act", "support.function.expectation",
      "support.type.trigger", "support.type.content", "support.type.receiver",
      // `contact has tag`; `bot says`, `ai answers`
      "variable.language.contact", "variable.other.agent",
    ],
  ],
  string: [["string", "string.escape"], ["string.quoted.double", "string.quoted.triple", "punctuation.definition.string.begin", "punctuation.definition.string.end", "constant.character.escape"]],
  placeholder: [["string.special.placeholder"], ["meta.placeholder"]],
  number: [["number"], ["constant.numeric", "constant.numeric.percentage"]],
  moment: [["number.moment"], ["constant.numeric.date", "constant.numeric.time", "constant.numeric.duration"]],
  regex: [["string.regexp"], ["string.regexp", "constant.character.escape.regexp"]],
  flow: [["function", "function.call"], ["entity.name.function", "entity.name.function.call"]],
  // The last of both: what `contact.channel` is compared with, which the checker alone knows.
  channel: [["constant.channel", "constant.value"], ["entity.name.type.channel", "variable.other.constant.channel", "constant.other.value"]],
  schedule: [["constant.schedule"], ["entity.name.type.schedule", "variable.other.name"]],
  bot: [["constant.bot"], ["entity.name.type.bot", "variable.other.name"]],
  template: [["constant.template"], ["entity.name.type.template", "variable.other.name"]],
  text: [["constant.text"], ["entity.name.type.text", "variable.other.name"]],
  intent: [["constant.intent"], ["entity.name.type.intent", "variable.other.name"]],
  group: [["constant.group"], ["entity.name.type.group", "variable.other.name"]],
  field: [["variable.member"], ["variable.other.field", "variable.other.property"]],
  // The last of both: `expect marie.plan is …`, which is one word for editors.
  contact: [["variable", "variable.member"], ["variable.other.contact", "variable.other.field"]],
  // The last of both: what an event brings with it.
  name: [["constant.name", "variable.parameter", "variable.member"], ["variable.other.name", "variable.other.agent", "variable.other.property"]],
  value: [["constant.value"], ["constant.other.value", "constant.other.language", "constant.other.reason"]],
  // The last: the kind of a channel is a channel's name in VS Code.
  type: [["type", "type.builtin"], ["support.type.field", "constant.other.purpose", "variable.other.constant.channel"]],
  // The last of both: the sign of a number.
  operator: [["operator", "number"], ["keyword.operator.range", "keyword.operator.comparison", "keyword.operator.arithmetic", "keyword.operator.percentage", "constant.numeric"]],
  punctuation: [
    ["punctuation.bracket", "punctuation.delimiter"],
    ["punctuation.section.block.begin", "punctuation.section.block.end", "punctuation.section.parens", "punctuation.separator.comma", "punctuation.separator.colon"],
  ],
};

/** Programs, each with its name and the line on which it begins there. */
function texts() {
  const found = ["examples", "tests/requirements", "tests/time", "src/shell/cli/new"].flatMap((folder) =>
    below(folder, ".flow").map((name) => ({ name, line: 1, text: readFileSync(ROOT + name, "utf8") })));
  const pieces = (name, pattern) => {
    const page = readFileSync(ROOT + name, "utf8");
    return [...page.matchAll(pattern)].map((piece) => ({ name, line: page.slice(0, piece.index).split("\n").length + piece[0].slice(0, piece[0].indexOf(piece[1])).split("\n").length - 1, text: piece[1] }));
  };
  const corpus = ["items", "flows", "conditions", "scenarios", "texts"].map((name) => `editors/tree-sitter-flow/test/corpus/${name}.txt`);
  return [
    ...found,
    ...["README.md", ...below("docs", ".md")].filter((name) => !name.includes("diagnostics/")).flatMap((name) => pieces(name, /^```flow\n([^]*?\n)```$/gm)),
    ...corpus.flatMap((name) => pieces(name, /^=+\n.*\n=+\n([^]*?\n)---$/gm)),
  ];
}
const below = (folder, ending) => readdirSync(ROOT + folder, { recursive: true }).filter((file) => file.endsWith(ending)).map((file) => `${folder}/${file}`).sort();

/** The stretches of a program on which the three differ; what they agree on is added to `seen`. */
function differences({ name, line, text }, read, seen = new Set()) {
  return read.flatMap(({ at, end, class: kind, parts }) => {
    const [captures, scopes] = TABLE[kind] ?? [[], []];
    const wrong = parts.filter(({ capture, scope }) => !captures.includes(capture) || !scopes.includes(scope));
    for (const { capture, scope } of parts) for (const opinion of [capture, scope]) seen.add(`${kind} ${opinion}`);
    const before = text.slice(0, at).split("\n");
    const place = `${name}:${line + before.length - 1}:${before.at(-1).length + 1}`;
    return wrong.slice(0, 1).map(({ capture, scope }) =>
      `${place} \`${text.slice(at, end)}\` compiler: ${kind}; tree-sitter: ${capture || "nothing"}; VS Code: ${scope || "nothing"}`);
  });
}

if (skip) {
  test("the three that colour agree", { skip });
} else {
  const folder = mkdtempSync(join(tmpdir(), "flow-agreement-"));
  after(() => rmSync(folder, { recursive: true }));
  const all = texts().map((program, index) => ({ ...program, path: join(folder, `${index}.flow`) }));
  for (const { path, text } of all) writeFileSync(path, text);
  const print = (program) => JSON.parse(execFileSync(program, all.map(({ path }) => path), { encoding: "utf8", maxBuffer: 2 ** 28 }));
  const [classes, captures] = [print(programs.classes), print(programs.captures)];
  const readOf = async ({ path, text }) => opinions(text, classes[path], captures[path], await tokens(text));

  test("the three that colour agree on every word of every program, and each row of the table is needed", async () => {
    assert.ok(all.length >= 60, `${all.length} programs`);
    const [seen, wrong] = [new Set(), []];
    for (const program of all) wrong.push(...differences(program, await readOf(program), seen));
    assert.equal(wrong.length, 0, `\n${wrong.join("\n")}`);
    const rows = Object.entries(TABLE).flatMap(([kind, opinions]) => opinions.flat().map((opinion) => `${kind} ${opinion}`));
    assert.deepEqual(rows.filter((row) => !seen.has(row)), [], "rows of the table that nothing needs");
  });

  test("what only one of them says is told with its place", async () => {
    const program = { name: "a.flow", line: 3, text: '\n  send "x"  tag\n', path: all[0].path };
    const stretch = (word, kind) => [program.text.indexOf(word), program.text.indexOf(word) + word.length, kind];
    const rows = [stretch("send", "flow"), stretch('"x"', "string"), stretch("tag", "keyword")];
    const seen = [stretch("send", ["keyword"]), stretch('"x"', ["number"])];
    const read = opinions(program.text, rows, seen, await tokens(program.text));
    assert.deepEqual(differences(program, read), [
      "a.flow:4:3 `send` compiler: flow; tree-sitter: keyword; VS Code: support.function.step",
      'a.flow:4:8 `"x"` compiler: string; tree-sitter: number; VS Code: punctuation.definition.string.begin',
      "a.flow:4:13 `tag` compiler: keyword; tree-sitter: nothing; VS Code: support.function.step",
    ]);
  });
}
