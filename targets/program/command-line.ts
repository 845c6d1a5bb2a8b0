/** A command line as a user types it after `--bin`: words, quotes, and files that are found again. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { OrdealError } from "#core/errors.ts";

/**
 * Words are split at blanks; quotes and backslashes work as in a shell, and nothing else does. A
 * word that names a file from here becomes its whole path, since nodes work in folders of their own.
 */
export function parseCommand(line: string, folder: string): readonly [string, ...string[]] {
  const [program, ...args] = wordsOf(line).map((word) => locate(word, folder));
  if (program !== undefined && program !== "") return [program, ...args];
  throw new OrdealError(
    "usage",
    "no-program",
    `--bin "${line}" names no program.`,
    'For example: --bin "python3 node.py".',
  );
}

function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line.charAt(i);
    if (char === quote) quote = "";
    else if (char === "\\" && quote !== "'" && i + 1 < line.length)
      word = (word ?? "") + line.charAt(++i);
    else if (quote === "" && (char === '"' || char === "'")) {
      quote = char;
      word ??= "";
    } else if (quote === "" && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + char;
  }
  if (quote !== "")
    throw new OrdealError(
      "usage",
      "open-quote",
      `A quote is open in --bin ${line}`,
      "Close it, or put a backslash before it.",
    );
  return word === null ? words : [...words, word];
}

/** `node` stays what the PATH says, unless it is written as a path. */
function locate(word: string, folder: string): string {
  const path = resolve(folder, word);
  const isFile = /[/.]/.test(word) && !word.startsWith("-") && existsSync(path);
  return isFile ? path : word;
}
