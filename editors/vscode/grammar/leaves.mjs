// What means the same wherever it stands: comments, strings, numbers, dates, fields, punctuation.

import { DAY, NAME, NOT_WORD, PATH, WORD, line } from "./words.mjs";

const ESCAPE = '\\\\(?:[nt"\\\\{}]|u\\{[0-9A-Fa-f]{1,6}\\})';
// A default ends with the line, and in a string of one line with the string.
const placeholder = (default_) => ({
  name: "meta.placeholder.flow",
  match: `(\\{)[ \\t]*(${WORD}(?:\\.${WORD})*+)[ \\t]*(?:(\\|)(${default_}))?(\\})`,
  captures: {
    1: { name: "punctuation.section.embedded.begin.flow" },
    2: { name: "variable.other.placeholder.flow" },
    3: { name: "keyword.operator.default.flow" },
    4: { name: "string.unquoted.default.flow", patterns: [{ include: "#escape" }] },
    5: { name: "punctuation.section.embedded.end.flow" },
  },
});
const STRAY_BRACE = { name: "invalid.illegal.brace.flow", match: "[{}]" };

export const LEAVES = {
  leaves: {
    patterns: ["comment", "string", "moment", "number", "field-path", "punctuation"].map((name) => ({ include: `#${name}` })),
  },

  comment: {
    patterns: [
      {
        name: "comment.line.number-sign.flow",
        match: "^\\s*(#)\\s*(allow)\\s+([^:\\n]+)(:)(.*)$",
        captures: {
          1: { name: "punctuation.definition.comment.flow" },
          2: { name: "keyword.other.allow.flow" },
          3: { name: "constant.other.code.flow" },
          4: { name: "punctuation.separator.colon.flow" },
        },
      },
      { name: "comment.line.number-sign.flow", match: "(#).*$", captures: { 1: { name: "punctuation.definition.comment.flow" } } },
    ],
  },

  string: {
    patterns: [
      {
        name: "string.quoted.triple.flow",
        begin: '"""',
        beginCaptures: { 0: { name: "punctuation.definition.string.begin.flow" } },
        end: '"""',
        endCaptures: { 0: { name: "punctuation.definition.string.end.flow" } },
        patterns: [{ include: "#escape" }, placeholder('(?:(?!""")[^{}\\\\\\n]|\\\\.)*+'), STRAY_BRACE],
      },
      {
        name: "string.quoted.double.flow",
        begin: '"',
        beginCaptures: { 0: { name: "punctuation.definition.string.begin.flow" } },
        end: '(")|((?:[^\\s\\\\"])?$)',
        endCaptures: { 1: { name: "punctuation.definition.string.end.flow" }, 2: { name: "invalid.illegal.unclosed.flow" } },
        patterns: [{ include: "#escape" }, placeholder('(?:[^{}"\\\\\\n]|\\\\.)*+'), STRAY_BRACE],
      },
    ],
  },
  escape: {
    patterns: [
      { name: "constant.character.escape.flow", match: ESCAPE },
      { name: "invalid.illegal.escape.flow", match: "\\\\." },
    ],
  },
  // Behind `matches` alone: elsewhere a slash is a mistake.
  regex: {
    begin: `(?<!\\p{XID_Continue})(matches)${NOT_WORD}`,
    beginCaptures: { 1: { name: "keyword.operator.word.flow" } },
    end: "(/(?:\\\\.|[^/\\\\\\n])*+/)|(/(?:\\\\.|[^/\\\\\\n])*+)$|(?=[^\\s#])",
    endCaptures: {
      1: { name: "string.regexp.flow", patterns: [{ name: "constant.character.escape.regexp.flow", match: "\\\\." }] },
      2: { name: "string.regexp.flow invalid.illegal.unclosed.flow" },
    },
    patterns: [{ include: "#comment" }],
  },

  moment: {
    patterns: [
      { name: "constant.numeric.date.flow", match: `[0-9]{4}-[0-9]{2}-[0-9]{2}${NOT_WORD}` },
      { name: "constant.numeric.time.flow", match: `[0-9]{1,2}:[0-9]{2}${NOT_WORD}` },
      { name: "constant.numeric.duration.flow", match: `(?:[0-9]+(?:ms|[smhdw]))+${NOT_WORD}` },
      { name: "constant.language.day.flow", match: DAY },
    ],
  },
  number: {
    patterns: [
      {
        name: "constant.numeric.percentage.flow",
        match: "[0-9]+\\s*(%)",
        captures: { 1: { name: "keyword.operator.percentage.flow" } },
      },
      { name: "constant.numeric.flow", match: `(?:(?<![\\p{XID_Continue}.])-)?[0-9]+(?:\\.[0-9]+)?${NOT_WORD}` },
      { name: "invalid.illegal.number.flow", match: "[0-9]\\p{XID_Continue}*+" },
    ],
  },
  "field-path": { name: "variable.other.field.flow", match: PATH },

  punctuation: {
    patterns: [
      { name: "keyword.operator.range.flow", match: "\\.\\." },
      { name: "keyword.operator.comparison.flow", match: "[<>]=?" },
      { name: "keyword.operator.arithmetic.flow", match: "[+-]" },
      { name: "punctuation.separator.comma.flow", match: "," },
      { name: "punctuation.separator.colon.flow", match: ":" },
      { name: "punctuation.accessor.flow", match: "\\." },
      { name: "punctuation.section.parens.flow", match: "[()]" },
    ],
  },

  // What is left: names, and what the language does not have.
  name: line(`(${NAME})`, "variable.other.name.flow"),
  rest: {
    patterns: [
      { include: "#name" },
      // A word of the language without those that belong to it, as while one types.
      { name: "keyword.other.incomplete.flow", match: WORD },
      { name: "punctuation.section.block.flow", match: "[{}]" },
      { name: "invalid.illegal.character.flow", match: "[^\\s]" },
    ],
  },
};
