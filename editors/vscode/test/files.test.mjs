// Every program of the project, read as the editor does and as the language says.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { RESERVED } from "../grammar/words.mjs";
import { tokens } from "./tokens.mjs";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const files = ["examples", "tests/requirements", "tests/time"].flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: true }).filter((file) => file.endsWith(".flow")).map((file) => `${folder}/${file}`));

/** What each character is by the rules of `docs/language.md`, section 1: `s`tring, `c`omment, `r`egular expression, or neither. */
function classes(text) {
  const pieces = /"""(?:[^\\]|\\[^])*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|(?<=\bmatches\s+)\/(?:[^/\\\n]|\\.)*\/|[^]/g;
  const kind = (piece) => (piece.length > 1 || piece === "#" ? { '"': "s", "#": "c", "/": "r" }[piece[0]] : ".");
  return text.replace(pieces, (piece) => kind(piece).repeat(piece.length).replace(/./g, (k, at) => (piece[at] === "\n" ? "\n" : k)));
}
function classOf({ scopes }) {
  const has = (begin) => scopes.some((scope) => scope.startsWith(begin));
  return has("comment.") ? "c" : has("string.regexp") ? "r" : has("string.") ? "s" : ".";
}

test("there are programs to read", () => assert.ok(files.length >= 20, `${files.length} files`));

for (const file of files) {
  test(file, async () => {
    const text = readFileSync(ROOT + file, "utf8");
    const read = await tokens(text);
    const place = ({ line, column, text, scopes }) => `${file}:${line + 1}:${column + 1} \`${text}\` ${scopes.join(" ")}`;

    // Nothing is left without a scope, nothing is taken for a mistake, and no reserved word for a name.
    for (const token of read.filter(({ text }) => text.trim())) {
      assert.ok(!/^(source|meta)\./.test(token.scopes.at(-1)), place(token));
      assert.ok(!token.scopes.some((scope) => scope.startsWith("invalid.") || scope.includes(".incomplete.")), place(token));
      assert.ok(!(token.scopes.at(-1) === "variable.other.name.flow" && RESERVED.includes(token.text)), place(token));
    }

    // Strings, comments and expressions begin and end where the language says; blanks before a comment are as you like.
    const rows = text.split("\n").map(() => "");
    for (const token of read) rows[token.line] += classOf(token).repeat(token.text.length);
    const blanked = (row, at, source) => [...row].map((kind, column) => (/\s/.test(source[column]) ? " " : kind)).join("");
    const sources = text.split("\n");
    const expected = classes(text).split("\n");
    sources.forEach((source, at) => assert.equal(blanked(rows[at], at, source), blanked(expected[at], at, source), `${file}:${at + 1} ${source}`));

    // Braces balance, and each item ends where its own brace does.
    let depth = 0;
    for (const token of read) {
      const brace = token.scopes.at(-1);
      if (brace === "storage.type.item.flow") assert.equal(depth, 0, place(token));
      if (brace === "punctuation.section.block.begin.flow") depth += 1;
      if (brace === "punctuation.section.block.end.flow") depth -= 1;
      const blocks = token.scopes.filter((scope) => /^meta\.(block|entries)\./.test(scope)).length;
      assert.equal(blocks, depth + (brace === "punctuation.section.block.end.flow" ? 1 : 0), place(token));
    }
    assert.equal(depth, 0, `${file}: a block is not closed`);
  });
}
