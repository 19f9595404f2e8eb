// Where `flowc` is, and whether it can serve.

import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";

/** What is started as the language server; it speaks over its standard input and output. */
export const SERVER_ARGUMENTS = ["lsp"];

/**
 * The program that a setting names: `~` and `${workspaceFolder}` are filled in; without a setting, `flowc` on the path.
 *
 * @param {string} setting
 * @param {string | undefined} folder
 */
export function program(setting, folder) {
  const trimmed = setting.trim();
  if (trimmed === "") return "flowc";
  const home = trimmed.replace(/^~(?=[/\\]|$)/, () => homedir());
  return home.replaceAll("${workspaceFolder}", () => folder ?? "").replace(/^\.(?=[/\\])/, () => (folder === undefined ? "." : join(folder, ".")));
}

/**
 * What came of asking a program whether it can serve: its version, or why it cannot.
 *
 * @typedef {{ kind: "serves", version: string } | { kind: "missing" } | { kind: "old", version: string } | { kind: "broken", reason: string }} Probed
 */

/**
 * @param {string} path
 * @returns {Promise<Probed>}
 */
export async function probe(path) {
  const told = await run(path, ["--version"]);
  if (told.code === "ENOENT") return { kind: "missing" };
  if (told.code !== 0) return { kind: "broken", reason: String(told.output || told.code) };
  const version = told.output.trim().replace(/^flowc\s+/, "");
  const served = await run(path, ["lsp", "--help"]);
  return served.code === 0 ? { kind: "serves", version } : { kind: "old", version };
}

/**
 * What an author is told when there is no server, with what to do about it.
 *
 * @param {string} path
 * @param {Exclude<Probed, { kind: "serves" }>} probed
 */
export function complaint(path, probed) {
  switch (probed.kind) {
    case "missing":
      return `flowc was not found as \`${path}\`, so that nothing is checked while you type: install it, or say where it is in the setting flowc.path`;
    case "old":
      return `flowc ${probed.version} (\`${path}\`) has no language server: install a newer one, or name another in the setting flowc.path`;
    case "broken":
      return `\`${path}\` could not be run (${probed.reason.trim().split("\n")[0]}): look at the setting flowc.path`;
  }
}

/**
 * @param {string} path
 * @param {string[]} args
 * @returns {Promise<{ code: number | string, output: string }>}
 */
function run(path, args) {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 10_000, windowsHide: true }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal ?? "failed") : 0, output: stdout || stderr });
    });
  });
}
