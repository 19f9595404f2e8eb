// Reads texts as the editor does. `node test/tokens.mjs FILE` prints each word with its scopes.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { INITIAL, Registry, parseRawGrammar } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

const here = (path) => new URL(`../${path}`, import.meta.url);
const FILES = {
  "source.flow": here("syntaxes/flow.tmLanguage.json"),
  "markdown.flow.codeblock": here("syntaxes/markdown.tmLanguage.json"),
  "text.html.markdown": pathToFileURL(require.resolve("tm-grammars/grammars/markdown.json")),
};

const onigLib = oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"))).then(() => ({
  createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
  createOnigString: (text) => new oniguruma.OnigString(text),
}));
const registry = new Registry({
  onigLib,
  loadGrammar: async (scope) => FILES[scope] && parseRawGrammar(readFileSync(FILES[scope], "utf8"), "grammar.json"),
  getInjections: (scope) => (scope === "text.html.markdown" ? ["markdown.flow.codeblock"] : undefined),
});

/** All tokens of a text: `{ text, scopes, line, column }`, lines and columns from 0. */
export async function tokens(text, scope = "source.flow") {
  const grammar = await registry.loadGrammar(scope);
  let stack = INITIAL;
  return text.split(/\r?\n/).flatMap((row, line) => {
    const read = grammar.tokenizeLine(row, stack);
    stack = read.ruleStack;
    return read.tokens
      .map(({ startIndex, endIndex, scopes }) => ({ text: row.slice(startIndex, endIndex), scopes, line, column: startIndex }))
      .filter((token) => token.text !== "");
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const file of process.argv.slice(2)) {
    let line = -1;
    for (const token of await tokens(readFileSync(file, "utf8"))) {
      if (token.line !== line) console.log(`\n${file}:${token.line + 1}`);
      line = token.line;
      const told = token.scopes.filter((scope) => !/^(source|meta)\./.test(scope)).map((scope) => scope.replace(/\.flow$/, ""));
      if (token.text.trim()) console.log(`  ${token.text.padEnd(30)} ${told.join("  ")}`);
    }
  }
}
