// Which scenario a place in a file belongs to, and what is run for it.

/**
 * The title of the scenario around a line, or of the first one behind it; none when there is none.
 *
 * @param {string} text
 * @param {number} line from 0
 */
export function titleAt(text, line) {
  const found = [...text.matchAll(/^[ \t]*scenario\s+"((?:[^"\\\n]|\\.)*)"/gm)].map((one) => ({
    line: text.slice(0, one.index).split("\n").length - 1,
    title: unescape(one[1]),
  }));
  return (found.findLast((one) => one.line <= line) ?? found[0])?.title;
}

/** @param {string} title as it is written */
const unescape = (title) =>
  title.replace(/\\u\{([0-9A-Fa-f]{1,6})\}|\\(.)/g, (all, code, letter) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : ({ n: "\n", t: "\t" }[/** @type {string} */ (letter)] ?? letter ?? all));

/**
 * The workspace that a file belongs to: the innermost of those named in the settings, else the folder that is open, else the file.
 *
 * @param {string} file
 * @param {string | undefined} folder
 * @param {string[]} named folders below the one that is open
 */
export function workspaceOf(file, folder, named) {
  if (folder === undefined) return file;
  const inside = (/** @type {string} */ path) => file === path || file.startsWith(`${path}/`) || file.startsWith(`${path}\\`);
  const candidates = named.map((name) => `${folder}/${name.replace(/^\.\//, "").replace(/[/\\]+$/, "")}`).filter(inside);
  return candidates.sort((a, b) => b.length - a.length)[0] ?? folder;
}

/**
 * What flowc is called with.
 *
 * @param {"check" | "test" | "simulate"} command
 * @param {string} workspace
 * @param {string} [title]
 */
export function callOf(command, workspace, title) {
  // Behind `--` a title may begin with a dash.
  const what = title === undefined ? [workspace] : ["--", workspace, title];
  switch (command) {
    case "check":
      return ["check", "--format", "short", workspace];
    case "test":
      return ["test", ...what];
    case "simulate":
      return ["simulate", "--why", ...what];
  }
}
