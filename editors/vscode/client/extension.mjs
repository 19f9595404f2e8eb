// Starts the language server for `.flow` files, and says so when it cannot.

import { LanguageStatusSeverity, Uri, commands, languages, tasks, window, workspace } from "vscode";
import { LanguageClient, State } from "vscode-languageclient/node";
import { SERVER_ARGUMENTS, complaint, probe, program } from "./binary.mjs";
import { titleAt, workspaceOf } from "./scenario.mjs";
import { registerTasks, taskOf } from "./tasks.mjs";

const SELECTOR = { language: "flow" };
const SETTINGS_OF_SERVER = ["flowc.path", "flowc.workspaces"];

/** @type {LanguageClient | undefined} */
let client;
/** The starts and stops, one behind the other. */
let last = Promise.resolve();

/** @param {import("vscode").ExtensionContext} context */
export async function activate(context) {
  const output = window.createOutputChannel("flowc", { log: true });
  const status = languages.createLanguageStatusItem("flowc", SELECTOR);
  status.name = "flowc";
  status.command = { command: "flowc.restart", title: "Restart" };
  /** @param {string} text @param {LanguageStatusSeverity} severity @param {string} [detail] */
  const show = (text, severity, detail) => Object.assign(status, { text, severity, detail });

  const start = async () => {
    const path = programOf(workspace.workspaceFolders?.[0]);
    show("$(loading~spin) flowc", LanguageStatusSeverity.Information, "starting");
    const probed = await probe(path);
    if (probed.kind !== "serves") {
      const message = complaint(path, probed);
      output.warn(message);
      show("flowc", LanguageStatusSeverity.Error, message);
      void offerRemedy(message, context);
      return;
    }
    const { version } = probed;
    const started = new LanguageClient("flowc", "flowc", { command: path, args: SERVER_ARGUMENTS }, {
      documentSelector: [SELECTOR],
      outputChannel: output,
      // Lenses play scenarios by the command below, in a terminal.
      initializationOptions: { workspaces: named(), scenarios: "client" },
    });
    started.onDidChangeState(({ newState }) => {
      if (newState === State.Running) show(`flowc ${version}`, LanguageStatusSeverity.Information);
      if (newState === State.Stopped) show("flowc", LanguageStatusSeverity.Warning, "stopped");
    });
    client = started;
    try {
      await started.start();
    } catch (error) {
      output.error(String(error));
      show("flowc", LanguageStatusSeverity.Error, "the language server did not start: its output says why");
    }
  };
  const restart = () => (last = last.then(stop).then(start));

  context.subscriptions.push(
    output,
    status,
    registerTasks(programOf),
    commands.registerCommand("flowc.restart", restart),
    commands.registerCommand("flowc.showOutput", () => output.show()),
    commands.registerCommand("flowc.runScenario", (...what) => play("test", what)),
    commands.registerCommand("flowc.simulateScenario", (...what) => play("simulate", what)),
    commands.registerCommand("flowc.testWorkspace", (...what) => play("test", [what[0] ?? null, null])),
    workspace.onDidChangeConfiguration((changed) => {
      if (SETTINGS_OF_SERVER.some((name) => changed.affectsConfiguration(name))) void restart();
    }),
  );
  await restart();
}

export async function deactivate() {
  await (last = last.then(stop));
}

async function stop() {
  const stopped = client;
  client = undefined;
  // One that did not start cannot be stopped, and is gone all the same.
  await stopped?.dispose().catch(() => undefined);
}

/** @param {import("vscode").WorkspaceFolder} [folder] */
const programOf = (folder) => program(workspace.getConfiguration("flowc", folder).get("path", ""), folder?.uri.fsPath);
/** @param {import("vscode").WorkspaceFolder} [folder] @returns {string[]} */
const named = (folder) => workspace.getConfiguration("flowc", folder).get("workspaces", []);

/** @param {string} message @param {import("vscode").ExtensionContext} context */
async function offerRemedy(message, context) {
  const [settings, help] = ["Open Settings", "How to Install"];
  const chosen = await window.showWarningMessage(message, settings, help);
  if (chosen === settings) await commands.executeCommand("workbench.action.openSettings", "flowc.path");
  if (chosen === help) await commands.executeCommand("markdown.showPreview", Uri.joinPath(context.extensionUri, "README.md"));
}

/**
 * Plays a scenario in a terminal: that of a lens, which names file and title, or the one around the cursor.
 *
 * @param {"test" | "simulate"} command
 * @param {unknown[]} what the file's address and the title, when a lens says so; no title at all (`null`) is all of them
 */
async function play(command, [address, title]) {
  const editor = window.activeTextEditor;
  const uri = typeof address === "string" ? Uri.parse(address) : editor?.document.uri;
  if (uri === undefined) return void window.showInformationMessage("open a .flow file first");
  const here = editor?.document.uri.toString() === uri.toString() ? editor : undefined;
  const chosen = title === null ? undefined : typeof title === "string" ? title : here && titleAt(here.document.getText(), here.selection.active.line);
  if (chosen === undefined && title !== null) return void window.showInformationMessage("there is no scenario in this file");
  await workspace.saveAll(false);
  const folder = workspace.getWorkspaceFolder(uri);
  const path = workspaceOf(uri.fsPath, folder?.uri.fsPath, named(folder));
  await tasks.executeTask(taskOf(programOf(folder), { type: "flowc", command, path, scenario: chosen }, folder));
}
