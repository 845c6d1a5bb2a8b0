/** Markdown by construction: whatever is put into a template is text, never markup. */
import { oneLine } from "./plain.ts";

declare const safe: unique symbol;
/** Text that only this file can make. */
export interface Markdown {
  readonly [safe]: true;
  readonly text: string;
}

export type Part = Markdown | string | number | readonly Part[];

/** Newlines of an interpolation become spaces: it cannot begin a block either. */
export function markdown(literal: TemplateStringsArray, ...parts: readonly Part[]): Markdown {
  let text = literal[0] ?? "";
  for (const [i, part] of parts.entries()) text += escaped(part) + (literal[i + 1] ?? "");
  return { text } as Markdown;
}

function escaped(part: Part): string {
  if (typeof part === "string") {
    // An entity stops `@name` from calling somebody; a backslash would not.
    return oneLine(part)
      .replace(/[\\`*_[\]<>#|~$]/g, "\\$&")
      .replace(/^[-+=]|(?<=^\d+)[.)]/, "\\$&")
      .replace(/:(?=\/\/)|(?<=www)\./gi, "\\$&")
      .replace(/[&@]/g, entity);
  }
  if (typeof part === "number") return String(part);
  return "text" in part ? part.text : part.map(escaped).join("");
}

const entity = (unit: string): string => (unit === "&" ? "&amp;" : "&#64;");

/** A code span: its fence is longer than any run of backticks within. */
export function code(text: string): Markdown {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padded = longest > 0 || line === "" ? ` ${line} ` : line;
  // Tables are cut at bars even within code.
  return { text: `${fence}${padded.replaceAll("|", "\\|")}${fence}` } as Markdown;
}
