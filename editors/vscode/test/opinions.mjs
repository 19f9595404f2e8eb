// Puts what three programs say of a text beside each other, stretch by stretch.

/**
 * The stretches that the compiler tells apart, `{ at, end, class, parts }`, places in UTF-16 units. Each part has the tree-sitter
 * capture that counts and the innermost scope of VS Code for some of its letters; blanks are left out.
 *
 * `classes` are `[start, end, class]` and `captures` are `[start, end, [capture, …]]`, in bytes; `tokens` are those of `tokens.mjs`.
 */
export function opinions(text, classes, captures, tokens) {
  const units = unitsOfBytes(text);
  const capture = new Array(text.length).fill("");
  // Inner nodes behind the outer ones: they count. Within a placeholder all is placeholder.
  const byLength = [...captures].sort(([a, b], [c, d]) => d - c - (b - a));
  for (const [start, end, names] of byLength) {
    const name = names.filter((name) => name !== "spell" && !name.startsWith("_")).at(-1);
    if (name === undefined) continue;
    for (let at = units[start]; at < units[end]; at += 1) if (capture[at] !== PLACEHOLDER) capture[at] = name;
  }
  const scope = new Array(text.length).fill("");
  const lines = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  for (const { line, column, text: word, scopes } of tokens) {
    const inner = scopes.find((scope) => scope === "meta.placeholder.flow") ?? scopes.at(-1);
    scope.fill(inner.replace(/\.flow$/, ""), lines[line] + column, lines[line] + column + word.length);
  }
  const stretches = classes.map(([start, end, kind]) => ({ at: units[start], end: units[end], class: kind }));
  const missing = uncovered(text, stretches);
  return [...stretches, ...missing].sort((a, b) => a.at - b.at).map((stretch) => {
    const parts = new Map();
    for (let at = stretch.at; at < stretch.end; at += 1) {
      if (/\S/.test(text[at])) parts.set(`${capture[at]} ${scope[at]}`, { capture: capture[at], scope: scope[at] });
    }
    return { ...stretch, parts: [...parts.values()] };
  });
}

const PLACEHOLDER = "string.special.placeholder";

/** Words of which the compiler says nothing: none. */
function uncovered(text, stretches) {
  const told = new Uint8Array(text.length);
  for (const { at, end } of stretches) told.fill(1, at, end);
  return [...text.matchAll(/\S+/g)]
    .filter(({ index, 0: word }) => [...word].some((_, offset) => !told[index + offset]))
    .map(({ index, 0: word }) => ({ at: index, end: index + word.length, class: "nothing" }));
}

/** For each byte of a text in UTF-8 the unit of UTF-16 that it belongs to. */
function unitsOfBytes(text) {
  const units = [];
  let at = 0;
  for (const letter of text) {
    for (let byte = Buffer.byteLength(letter); byte > 0; byte -= 1) units.push(at);
    at += letter.length;
  }
  return [...units, at];
}
