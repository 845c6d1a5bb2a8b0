/** The house style as a function: what the compiler and the linter cannot see. */
import { dirname, join, normalize } from "node:path";

const LINES_MAX = 300;
/** A page's own script and style, as text: the formatter does not see them. */
const EMBEDDED = /^checkers\/porcupine-ts\/visualize\/page(-script|-style)?\.ts$/;
const FUNCTION_LINES_MAX = 70;
const COLUMNS_MAX = 110;

/** Folders that must be pure: same input, same output, on any machine and engine. */
const PURE: readonly string[] = [
  "harness/core/",
  "checkers/",
  "workloads/",
  "nemesis/",
  "reports/render/",
  "targets/reference/",
];
/** Where an otherwise pure folder may touch the world. */
const IMPURE: readonly string[] = ["checkers/porcupine-ts/node/", "checkers/porcupine-ts/bench/"];

/** Each third-party package with the one file that may know it. */
const IMPORTERS: Readonly<Record<string, string>> = {
  commander: "harness/cli/main.ts",
  dockerode: "harness/environments/docker/engine.ts",
  execa: "harness/environments/shell/run.ts",
  "chartjs-node-canvas": "reports/write/png.ts",
};

interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
  readonly pureOnly?: true;
}

const BANS: readonly Ban[] = [
  { pattern: /\bMath\.random\b/, instead: "a Seed" },
  {
    pattern: /\bMath\.(log|log2|log10|exp|pow|sin|cos|tan)\b/,
    instead: "integers",
    pureOnly: true,
  },
  {
    pattern: /\bnew Date\b|\bDate\.now\b|\bperformance\.now\b/,
    instead: "a Clock",
    pureOnly: true,
  },
  { pattern: /\blocaleCompare\b|\bIntl\./, instead: "a comparison of code units", pureOnly: true },
  { pattern: /\bfor \(const \w+ in\b/, instead: "for...of over a Map or Object.entries" },
  // Escapes from the types, which stand here only to be refused; the one with a bracket is a generator.
  { pattern: /: any\b(?!\()|\bas any\b|<any>/, instead: "unknown and a narrowing" },
  { pattern: /@ts-ignore|@ts-nocheck/, instead: "@ts-expect-error with a reason" },
  { pattern: /\bexport default\b/, instead: "a named export" },
  { pattern: /\b(it|test|describe)\.only\(/, instead: "nothing: remove it" },
  { pattern: /\bTODO\b|\bFIXME\b|\bXXX\b/, instead: "the thing itself" },
];

export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Complaints, one a line, as `path:line: what`. */
export function tidy(sources: readonly Source[]): readonly string[] {
  const imported = new Set(sources.flatMap(importsOf));
  const orphans = sources
    .filter((source) => !imported.has(source.path) && !isEntry(source))
    .map(({ path }) => `${path}: nobody imports it`);
  return [...sources.flatMap((source) => [...tidyFile(source)]), ...orphans];
}

/** Tests, laws of ports, benchmarks, and what is started by name, announced in its first line. */
const isEntry = ({ path, text }: Source): boolean =>
  /\.(test|laws)\.ts$|(^|\/)(main|index|start|bench)\.ts$|(^|\/)bench\//.test(path) ||
  /^\/\*\* (A worker thread|`npm (run )?\w+`)/.test(text);

function* tidyFile(source: Source): Generator<string> {
  const { path, text } = source;
  const lines = text.split("\n");
  if (!/^(#!.*\n)?\/\*\*\s/.test(text)) yield `${path}:1: say in one sentence what this file is`;
  if (lines.length > LINES_MAX && !path.endsWith(".test.ts"))
    yield `${path}: ${lines.length} lines, at most ${LINES_MAX}`;
  if (path === "harness/tidy.laws.ts" || path === "harness/tidy.test.ts") return;
  if (EMBEDDED.test(path)) return;
  for (const [i, line] of lines.entries())
    for (const complaint of tidyLine(path, line)) yield `${path}:${i + 1}: ${complaint}`;
  if (!/\.(test|laws)\.ts$/.test(path)) yield* longFunctions(path, lines);
}

function* tidyLine(path: string, line: string): Generator<string> {
  // A literal cannot be wrapped, and the formatter wraps all the rest.
  if (line.length > COLUMNS_MAX && !/[`"/].{40,}[`"/]/.test(line))
    yield `${line.length} columns, at most ${COLUMNS_MAX}`;
  if (/from "(\.\.\/)+(harness|workloads|nemesis|checkers|targets|reports)\//.test(line))
    yield "cross into another folder by its #name, not by ../";
  const isPure = PURE.some((folder) => path.startsWith(folder)) && !isImpure(path);
  if (/^\s*(\/?\*|\/\/)/.test(line)) return;
  for (const ban of BANS) {
    const found = ban.pureOnly === true && !isPure ? null : ban.pattern.exec(line);
    if (found !== null) yield `${found[0]} is banned, use ${ban.instead}`;
  }
  const [, name = ""] = /from "([a-z@][^"#.]*)"/.exec(line) ?? [];
  const importer = IMPORTERS[name];
  if (importer !== undefined && importer !== path) yield `only ${importer} may import ${name}`;
}

const isImpure = (path: string): boolean =>
  path.endsWith(".test.ts") || IMPURE.some((folder) => path.startsWith(folder));

/** A function that starts at the margin or in a class ends where its indentation returns. */
function* longFunctions(path: string, lines: readonly string[]): Generator<string> {
  const opening = /^( {0,2})(?:export )?(?:async )?(?:function\*? \w+|(?:\w+ )*\w+\(.*\).*\{$)/;
  for (const [i, line] of lines.entries()) {
    const [, indent] = opening.exec(line) ?? [];
    if (indent === undefined || /^\s*(if|for|while|switch|return)\b/.test(line)) continue;
    const length = lines.slice(i).findIndex((later) => later.startsWith(`${indent}}`));
    if (length >= FUNCTION_LINES_MAX)
      yield `${path}:${i + 1}: a function of ${length + 1} lines, at most ${FUNCTION_LINES_MAX}`;
  }
}

function importsOf({ path, text }: Source): readonly string[] {
  const named = text.matchAll(/(?:from|import\(|new URL\()\s*"([.#][^"]+)"/g);
  return [...named].map(([, name = ""]) =>
    name.startsWith("#") ? resolveName(name.slice(1)) : normalize(join(dirname(path), name)),
  );
}

/** The `imports` of package.json: five short names lead into harness/. */
const resolveName = (name: string): string =>
  name.replace(/^(core|engine|store|environments|cli)\//, "harness/$1/");
