// As much of VS Code as the extension touches when it starts; what was done to it is written down.

import Module, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const bundle = fileURLToPath(new URL("../dist/extension.cjs", import.meta.url));

/** The extension as it is packed, in an editor of its own with these settings; what it does is in `told`. */
export function loadExtension(settings) {
  const told = { commands: {}, messages: [], executed: [], tasks: [], status: undefined };
  const vscode = editor(settings, told);
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
  try {
    const require = createRequire(import.meta.url);
    delete require.cache[bundle];
    return { extension: require(bundle), told };
  } finally {
    Module._load = load;
  }
}

/** Whatever the client's library extends or reads as it is loaded, and does not use before it starts. */
const anything = new Proxy(class {}, { get: (target, name) => (name in target ? target[name] : anything) });

function editor(settings, told) {
  const disposable = { dispose() {} };
  const known = {
    window: {
      createOutputChannel: () => ({ ...disposable, warn: (line) => told.messages.push(line), error: (line) => told.messages.push(line) }),
      showWarningMessage: async (message, ...buttons) => {
        told.warning = { message, buttons };
        return told.choose;
      },
      showInformationMessage: async (message) => void told.messages.push(message),
      activeTextEditor: settings.editor,
    },
    languages: { createLanguageStatusItem: (id) => (told.status = { ...disposable, id }) },
    commands: {
      registerCommand: (name, run) => ((told.commands[name] = run), disposable),
      executeCommand: async (...call) => void told.executed.push(call),
    },
    workspace: {
      workspaceFolders: settings.folder && [settings.folder],
      getWorkspaceFolder: () => settings.folder,
      getConfiguration: () => ({ get: (name, otherwise) => settings[name] ?? otherwise }),
      onDidChangeConfiguration: (listener) => ((told.changeSettings = listener), disposable),
      saveAll: async () => true,
    },
    tasks: {
      registerTaskProvider: (type, provider) => ((told.provider = { type, ...provider }), disposable),
      executeTask: async (task) => void told.tasks.push(task),
    },
    LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
    Uri: { parse: (text) => ({ fsPath: fileURLToPath(text), toString: () => text }), joinPath: (base, name) => `${base}/${name}` },
    Task: class {
      constructor(definition, scope, name, source, execution, problemMatchers) {
        Object.assign(this, { definition, scope, name, source, execution, problemMatchers });
      }
    },
    TaskScope: { Workspace: 2 },
    TaskGroup: { Build: "build", Test: "test" },
    ProcessExecution: class {
      constructor(process, args, options) {
        Object.assign(this, { process, args, options });
      }
    },
  };
  return new Proxy(known, { get: (target, name) => target[name] ?? anything, has: () => true });
}
