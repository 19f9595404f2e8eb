// Blocks of flows in Markdown, by the grammar for Markdown that VS Code has.

import assert from "node:assert/strict";
import { test } from "node:test";
import { tokens } from "./tokens.mjs";

const TEXT = `Some *prose* with flow and send.

\`\`\`flow
flow a { on silence
  send "not closed
  send """ nor is this
\`\`\`

Prose { again, "on silence" }.

- in a list

  ~~~flow-wrong
  scenario "x" { expect nothing
  ~~~

\`\`\`flowchart
flow a { on silence }
\`\`\`
`;

test("a block is a program, and what stands around it is not", async () => {
  const read = await tokens(TEXT, "text.html.markdown");
  const on = (line) => read.filter((token) => token.line === line);
  const scope = (line, text) => on(line).find((token) => token.text.trim() === text)?.scopes.at(-1);
  const isFlow = (token) => token.scopes.some((scope) => scope.endsWith(".flow"));

  assert.equal(scope(2, "flow"), "fenced_code.block.language.markdown");
  assert.equal(scope(3, "flow"), "storage.type.item.flow");
  assert.equal(scope(3, "silence"), "support.type.trigger.flow");
  assert.equal(scope(4, "send"), "support.function.step.flow");
  assert.equal(scope(13, "expect"), "keyword.control.expect.flow");
  assert.equal(scope(13, "nothing"), "support.function.expectation.flow");
  for (const token of on(3)) assert.ok(token.scopes.includes("meta.embedded.block.flow"), token.text);
  for (const line of [0, 6, 8, 10, 14, 17]) for (const token of on(line)) assert.ok(!isFlow(token), `${line}: ${token.text} ${token.scopes}`);
});
