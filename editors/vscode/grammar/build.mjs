// Writes `syntaxes/flow.tmLanguage.json`. Run it with `npm run build`.

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { FLOW_RULES } from "./flows.mjs";
import { ITEM_RULES } from "./items.mjs";
import { LEAVES } from "./leaves.mjs";
import { SCENARIO_RULES } from "./scenarios.mjs";

export const GRAMMAR = {
  $comment: "Made by grammar/build.mjs; change the files beside it.",
  name: "flow",
  scopeName: "source.flow",
  fileTypes: ["flow"],
  // Statements outside an item, as in a quotation in Markdown, are read as those of a flow.
  patterns: [{ include: "#comment" }, { include: "#string" }, { include: "#field-path" }, { include: "#items" }, { include: "#flow-body" }],
  repository: { ...LEAVES, ...ITEM_RULES, ...FLOW_RULES, ...SCENARIO_RULES },
};

export const grammarText = () => JSON.stringify(GRAMMAR, null, 2) + "\n";

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(new URL("../syntaxes/flow.tmLanguage.json", import.meta.url), grammarText());
}
