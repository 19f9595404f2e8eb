// The rest of the extension: its files, its snippets, what it finds in the output of `flowc check`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { tokens } from "./tokens.mjs";

const at = (path) => new URL(`../${path}`, import.meta.url);
const json = (path) => JSON.parse(readFileSync(at(path), "utf8"));
const { contributes } = json("package.json");
const snippets = Object.entries(json("snippets/flow.json"));
const language = json("language-configuration.json");

const flowc = process.env.FLOWC ?? fileURLToPath(at("../../target/debug/flowc"));
const without_flowc = existsSync(flowc) ? false : "flowc is not built";
const check = (program) => spawnSync(flowc, ["check", "--format", "short", "-"], { input: program, encoding: "utf8" });

/** A snippet as it is put in, with what it suggests. */
function expand(body) {
  let text = body.join("\n").replace(/\$0/g, "");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1").replace(/\$\{\d+:([^${}]*)\}/g, "$1");
  }
  return text;
}

test("the files that the extension names are there", () => {
  const paths = JSON.stringify(contributes).match(/\.\/[\w./-]+/g);
  assert.ok(paths.length >= 6);
  for (const path of paths) assert.ok(existsSync(at(path)), path);
});

for (const [name, { body, prefix }] of snippets) {
  const program = expand(body);
  const whole = name === "Question" ? `flow a {\n  on start\n  ${program}\n}` : program;

  test(`snippet ${name} is a program`, async () => {
    assert.ok(prefix.length > 0);
    assert.doesNotMatch(program, /\$/);
    for (const token of await tokens(whole)) assert.ok(!token.scopes.some((scope) => scope.startsWith("invalid.")), token.text);
  });
  test(`snippet ${name} has no finding but that nothing uses it yet`, { skip: without_flowc }, () => {
    const { status, stdout } = check(whole);
    assert.deepEqual([status, stdout.split("\n").filter((line) => line.includes("[") && !line.includes("[N003]"))], [0, []]);
  });
}

const [matcher] = contributes.problemMatchers;
const pattern = new RegExp(matcher.pattern.regexp);
const read = (line) => {
  const found = line.match(pattern);
  return found && Object.fromEntries(["file", "line", "column", "severity", "code", "message"].map((key) => [key, found[matcher.pattern[key]]]));
};

test("findings are read from the output of a check", () => {
  assert.deepEqual(read("shop/a b.flow:3:5: error[S001]: unknown step `sned`, did you mean `send`?"), {
    file: "shop/a b.flow", line: "3", column: "5", severity: "error", code: "S001", message: "unknown step `sned`, did you mean `send`?",
  });
  assert.equal(read("C:\\shop\\a.flow:3:5: advice[K005]: short").file, "C:\\shop\\a.flow");
  assert.equal(read("a.flow:12:1: warning[K001]: b: c").message, "b: c");
  assert.equal(read("checked 1 file: 2 errors"), null);
});
test("every finding of a check is read", { skip: without_flowc }, () => {
  const { stdout } = check('flow a {\n  on silence\n  sned "x"\n}\nflow b { on keyword "ok" from sms  send "{contact.nope}" }\n');
  const lines = stdout.trim().split("\n").filter((line) => !line.startsWith("checked"));
  assert.ok(lines.length >= 2, stdout);
  for (const line of lines) assert.ok(read(line), line);
});

test("lines are indented behind a brace that stays open, and back at the one that closes it", () => {
  const { increaseIndentPattern, decreaseIndentPattern } = language.indentationRules;
  const more = new RegExp(increaseIndentPattern.pattern);
  const less = new RegExp(decreaseIndentPattern.pattern);
  for (const line of ["flow a {", "  after 1d {  # later", 'flow a "{x}" {', '  "a", "b" {']) assert.match(line, more);
  for (const line of ["flow a { draft }", '  send "{"', "  # flow {", "  send ai", "}", '  send "a # {" # {']) assert.doesNotMatch(line, more);
  for (const line of ["}", "  } # end"]) assert.match(line, less);
  assert.doesNotMatch('  send "}"', less);
});

test("a double click takes a whole name, date or duration", () => {
  const { pattern, flags } = language.wordPattern;
  const words = (line) => line.match(new RegExp(pattern, flags + "g"));
  assert.deepEqual(words("flow Événement_2 { after 1h30m at 2026-12-25 09:00 }"), ["flow", "Événement_2", "after", "1h30m", "at", "2026-12-25", "09:00"]);
});
