// What flowc does in a terminal: checking, testing, playing a scenario.

import { ProcessExecution, Task, TaskGroup, TaskScope, tasks, workspace } from "vscode";
import { callOf } from "./scenario.mjs";

/** @typedef {{ type: "flowc", command: "check" | "test" | "simulate", path?: string, scenario?: string }} Definition */

/**
 * @param {string} program
 * @param {Definition} definition
 * @param {import("vscode").WorkspaceFolder} [folder]
 */
export function taskOf(program, definition, folder) {
  const { command, path = ".", scenario } = definition;
  const name = scenario === undefined ? command : `${command} ${scenario}`;
  const task = new Task(
    definition,
    folder ?? TaskScope.Workspace,
    name,
    "flowc",
    new ProcessExecution(program, callOf(command, path, scenario), folder && { cwd: folder.uri.fsPath }),
    "$flowc",
  );
  task.group = { check: TaskGroup.Build, test: TaskGroup.Test, simulate: undefined }[command];
  task.presentationOptions = { clear: true };
  return task;
}

/**
 * Offers `flowc: check` and `flowc: test` for each folder that is open.
 *
 * @param {(folder?: import("vscode").WorkspaceFolder) => string} program
 */
export const registerTasks = (program) =>
  tasks.registerTaskProvider("flowc", {
    provideTasks: () =>
      (workspace.workspaceFolders ?? []).flatMap((folder) =>
        /** @type {const} */ (["check", "test"]).map((command) => taskOf(program(folder), { type: "flowc", command }, folder))),
    resolveTask: (task) => {
      const definition = /** @type {Definition} */ (/** @type {unknown} */ (task.definition));
      const folder = typeof task.scope === "object" ? task.scope : undefined;
      const made = taskOf(program(folder), definition, folder);
      // The editor knows the task again by its definition: it has to be the same object.
      return new Task(task.definition, task.scope ?? TaskScope.Workspace, made.name, made.source, made.execution, made.problemMatchers);
    },
  });
