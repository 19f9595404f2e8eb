// The part of the extension that runs: finding flowc, starting its server, playing scenarios.

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { complaint, probe, program } from "../client/binary.mjs";
import { callOf, titleAt, workspaceOf } from "../client/scenario.mjs";
import { loadExtension } from "./fake-vscode.mjs";

const folder = mkdtempSync(join(tmpdir(), "flow-client-"));
after(() => rmSync(folder, { recursive: true }));
const on_windows = process.platform === "win32" ? "the stand-ins for flowc are scripts" : false;

/** A program that stands in for flowc. */
function standIn(name, lines) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${lines.join("\n")}\n`);
  chmodSync(path, 0o755);
  return path;
}

test("the setting names the program, and without it the path does", () => {
  assert.equal(program("", "/shop"), "flowc");
  assert.equal(program("  ", undefined), "flowc");
  assert.equal(program("~/bin/flowc", "/shop"), join(homedir(), "bin/flowc"));
  assert.equal(program("${workspaceFolder}/target/debug/flowc", "/a $& b"), "/a $& b/target/debug/flowc");
  assert.equal(program("./flowc", "/shop"), "/shop/flowc");
  assert.equal(program("/opt/flowc", "/shop"), "/opt/flowc");
});

test("a program that serves, one that is too old, one that is broken and none are told apart", { skip: on_windows }, async () => {
  const serves = standIn("serves", ["echo flowc 1.2.3"]);
  const old = standIn("old", ['[ "$1" = lsp ] && exit 2', "echo flowc 0.0.1"]);
  const broken = standIn("broken", ["echo no library >&2", "exit 127"]);
  assert.deepEqual(await probe(serves), { kind: "serves", version: "1.2.3" });
  assert.deepEqual(await probe(old), { kind: "old", version: "0.0.1" });
  assert.deepEqual(await probe(broken), { kind: "broken", reason: "no library\n" });
  assert.deepEqual(await probe(join(folder, "none")), { kind: "missing" });
  for (const path of [old, broken, join(folder, "none")]) {
    const message = complaint(path, await probe(path));
    assert.ok(message.includes(path) && message.includes("flowc.path"), message);
    assert.ok(!message.includes("\n"), message);
  }
});

test("a scenario is found from a line of it", () => {
  const text = 'flow a { on start }\n\nscenario "first" {\n  wait 5m\n}\n  scenario "a \\"second\\" \\u{e9}\\\\n" { wait 5m }\n';
  assert.deepEqual([0, 2, 3, 4, 5, 9].map((line) => titleAt(text, line)), ["first", "first", "first", "first", 'a "second" é\\n', 'a "second" é\\n']);
  assert.equal(titleAt("flow a { on start }", 0), undefined);
});

test("a file belongs to the innermost workspace that is named, else to the folder that is open", () => {
  assert.equal(workspaceOf("/shop/paris/a.flow", "/shop", []), "/shop");
  assert.equal(workspaceOf("/shop/paris/a.flow", "/shop", ["./paris/", "lyon"]), "/shop/paris");
  assert.equal(workspaceOf("/shop/paris/x/a.flow", "/shop", ["paris", "paris/x"]), "/shop/paris/x");
  assert.equal(workspaceOf("/shop/parisian/a.flow", "/shop", ["paris"]), "/shop");
  assert.equal(workspaceOf("/tmp/a.flow", undefined, ["paris"]), "/tmp/a.flow");
});

test("flowc is called as its help says", () => {
  assert.deepEqual(callOf("test", "/shop", "a reply"), ["test", "--", "/shop", "a reply"]);
  assert.deepEqual(callOf("simulate", "/shop", "a reply"), ["simulate", "--why", "--", "/shop", "a reply"]);
  assert.deepEqual(callOf("check", "."), ["check", "--format", "short", "."]);
});

test("without flowc the extension says so once, with what to do, and the rest works", async () => {
  const path = join(folder, "none");
  const { extension, told } = loadExtension({ path });
  told.choose = "Open Settings";
  const context = { subscriptions: [], extensionUri: "file:///extension" };
  await extension.activate(context);
  assert.ok(told.warning.message.includes(`\`${path}\``), told.warning.message);
  assert.deepEqual(told.warning.buttons, ["Open Settings", "How to Install"]);
  assert.deepEqual(told.executed, [["workbench.action.openSettings", "flowc.path"]]);
  assert.deepEqual([told.status.severity, told.status.detail], [2, told.warning.message]);
  assert.equal(told.status.command.command, "flowc.restart");

  const { contributes } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.deepEqual(Object.keys(told.commands).sort(), contributes.commands.map(({ command }) => command).sort());
  assert.equal(told.provider.type, contributes.taskDefinitions[0].type);

  told.warning = undefined;
  await told.commands["flowc.restart"]();
  assert.ok(told.warning, "a restart asks again");
  await extension.deactivate();
});

test("a changed setting of the server starts it anew, others do not", async () => {
  const { extension, told } = loadExtension({ path: join(folder, "none") });
  await extension.activate({ subscriptions: [], extensionUri: "" });
  const asked = async (changed) => {
    told.warning = undefined;
    told.changeSettings({ affectsConfiguration: (name) => name === changed });
    await extension.deactivate();
    return told.warning !== undefined;
  };
  assert.deepEqual([await asked("flowc.path"), await asked("flowc.workspaces"), await asked("editor.fontSize")], [true, true, false]);
});

test("a lens, or the cursor, plays a scenario in a terminal", async () => {
  const file = join(folder, "paris", "a.flow");
  const uri = pathToFileURL(file).href;
  const text = 'scenario "one" {\n}\nscenario "two" {\n}\n';
  const editor = {
    document: { uri: { fsPath: file, toString: () => uri }, getText: () => text },
    selection: { active: { line: 2 } },
  };
  const { extension, told } = loadExtension({
    path: join(folder, "none"), workspaces: ["paris"], folder: { uri: { fsPath: folder }, name: "shop" }, editor,
  });
  await extension.activate({ subscriptions: [], extensionUri: "" });
  await told.commands["flowc.runScenario"]();
  await told.commands["flowc.runScenario"](uri, "one");
  await told.commands["flowc.simulateScenario"]();
  await told.commands["flowc.testWorkspace"]();
  const workspace = `${folder}/paris`;
  assert.deepEqual(told.tasks.map(({ execution }) => execution.args), [
    ["test", "--", workspace, "two"],
    ["test", "--", workspace, "one"],
    ["simulate", "--why", "--", workspace, "two"],
    ["test", workspace],
  ]);
  assert.deepEqual(told.tasks.map(({ group, problemMatchers, source }) => [group, problemMatchers, source])[0], ["test", "$flowc", "flowc"]);
  const offered = told.provider.provideTasks();
  assert.deepEqual(offered.map(({ name, execution }) => [name, execution.args]), [["check", ["check", "--format", "short", "."]], ["test", ["test", "."]]]);
  const resolved = told.provider.resolveTask({ definition: { type: "flowc", command: "simulate", scenario: "two" }, scope: 2 });
  assert.deepEqual(resolved.execution.args, ["simulate", "--why", "--", ".", "two"]);
});
