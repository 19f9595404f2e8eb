// The language server as the extension starts it: it greets, finds a mistake, takes a change, and goes when it is told to.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { SERVER_ARGUMENTS, probe } from "../client/binary.mjs";

const { StreamMessageReader, StreamMessageWriter, createMessageConnection } = createRequire(import.meta.url)("vscode-jsonrpc/node");
const flowc = process.env.FLOWC ?? fileURLToPath(new URL("../../../target/debug/flowc", import.meta.url));
const probed = existsSync(flowc) ? await probe(flowc) : { kind: "missing" };
// Where flowc is not built this is left out, unless `PROGRAMS=must` says that it has to be.
const skip = probed.kind === "serves" || process.env.PROGRAMS === "must" ? false : `flowc is ${probed.kind}`;

test("the server that the extension starts finds mistakes while one types", { skip, timeout: 60_000 }, async () => {
  assert.equal(probed.kind, "serves", `${flowc} is ${probed.kind}`);
  const folder = mkdtempSync(join(tmpdir(), "flow-server-"));
  after(() => rmSync(folder, { recursive: true }));
  const wrong = "flow a {\n  on start\n  sned \"x\"\n}\n";
  writeFileSync(join(folder, "a.flow"), wrong);
  const uri = pathToFileURL(join(folder, "a.flow")).href;

  const server = spawn(flowc, SERVER_ARGUMENTS, { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const told = [];
  let heard = () => {};
  connection.onNotification("textDocument/publishDiagnostics", (params) => {
    told.push(params);
    heard();
  });
  connection.onRequest("client/registerCapability", () => null);
  const findings = async (fits) => {
    for (;;) {
      const found = told.findLast((params) => params.uri === uri);
      if (found && fits(found.diagnostics)) return found.diagnostics;
      await new Promise((resolve) => (heard = resolve));
    }
  };
  connection.listen();

  const folders = [{ uri: pathToFileURL(folder).href, name: "shop" }];
  const { capabilities, serverInfo } = await connection.sendRequest("initialize", {
    processId: process.pid, rootUri: folders[0].uri, workspaceFolders: folders, capabilities: {}, initializationOptions: { workspaces: [] },
  });
  assert.equal(serverInfo.name, "flowc");
  assert.ok(capabilities.textDocumentSync && capabilities.documentFormattingProvider && capabilities.semanticTokensProvider);
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "flow", version: 1, text: wrong } });
  const [mistake] = await findings((all) => all.length > 0);
  assert.deepEqual([mistake.code, mistake.source, mistake.range.start], ["S001", "flowc", { line: 2, character: 2 }]);
  await connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 2, character: 2 }, end: { line: 2, character: 6 } }, text: "send" }],
  });
  await findings((all) => all.every(({ code }) => code !== "S001"));

  const ended = once(server, "exit");
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  assert.deepEqual(await ended, [0, null]);
  connection.dispose();
});
