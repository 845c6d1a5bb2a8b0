/** Lines as messages: integers of 64 bits survive, and a line's text stays as its sender wrote it. */
import type { Body, Message } from "#core/ports/message.ts";

export interface Letter {
  readonly message: Message;
  /** The JSON text as it came, to be forwarded without a change. */
  readonly text: string;
}

export interface ParsedLine {
  readonly letters: readonly Letter[];
  /** What is wrong with the line, in a few words; null if nothing is. */
  readonly complaint: string | null;
}

export function parseLine(line: string): ParsedLine {
  const whole = parseMessage(line);
  if (typeof whole !== "string") return { letters: [whole], complaint: null };
  if (line.trim() === "") return { letters: [], complaint: "a blank line" };
  const parts = objectsOf(line);
  if (parts.length < 2) return { letters: [], complaint: whole };
  const letters = parts.map(parseMessage).filter((part) => typeof part !== "string");
  return { letters, complaint: "several objects on one line" };
}

function parseMessage(text: string): Letter | string {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return "not JSON";
  }
  return isMessage(value)
    ? { message: value, text }
    : "not a message: src, dest or body is missing";
}

/** JSON with integers beyond 2^53 as bigints: as numbers, two different ids would become one. */
export function parseJson(text: string): unknown {
  return LONG_INTEGER.test(text) ? JSON.parse(text, exactly as Reviver) : JSON.parse(text);
}

const LONG_INTEGER = /\d{16}/;

// The third argument came with V8 11.4; the compiler's library does not know of it yet.
type Reviver = (this: unknown, key: string, value: unknown) => unknown;

function exactly(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function isMessage(value: unknown): value is Message {
  if (!isObject(value) || typeof value["src"] !== "string") return false;
  return typeof value["dest"] === "string" && isBody(value["body"]);
}

const isBody = (value: unknown): value is Body =>
  isObject(value) && typeof value["type"] === "string";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The texts of the outermost objects of a line, whatever lies between them. */
function objectsOf(line: string): readonly string[] {
  const objects: string[] = [];
  let [depth, start, quoted] = [0, 0, false];
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (quoted) {
      if (char === "\\") i++;
      else if (char === '"') quoted = false;
    } else if (char === '"' && depth > 0) quoted = true;
    else if (char === "{" && depth++ === 0) start = i;
    else if (char === "}" && depth > 0 && --depth === 0) objects.push(line.slice(start, i + 1));
  }
  return objects;
}
