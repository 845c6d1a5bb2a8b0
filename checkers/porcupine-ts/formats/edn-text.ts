/** One EDN form's text to a value: what Clojure's printer writes of a history, and no more than data. */
import { FormatError, excerpt } from "./format-error.ts";

/**
 * How EDN becomes JSON's values. Keywords and symbols become their names, so that `:append` here is
 * "append" in JSON lines; a set becomes an array in one order; a map a record (a key that is no
 * name is printed); an integer beyond 2^53 a bigint. A record's tag (`#jepsen.history.Op{…}`) is
 * dropped; any other tagged form, a ratio and an exact decimal become a record of one `#tag`,
 * which `printEdn` turns back.
 */
export function parseEdn(text: string, line: number): unknown {
  const cursor = new Cursor(text, line);
  const form = cursor.form(0);
  if (form === undefined) cursor.fail("a form is missing");
  if (cursor.form(0) !== undefined) cursor.fail("there is more than one form");
  return form?.value;
}

/** The first form and the text after it: Jepsen's logs put free text behind a form. */
export function parseEdnPrefix(text: string, line: number): { value: unknown; rest: string } {
  const cursor = new Cursor(text, line);
  const form = cursor.form(0);
  if (form === undefined) return cursor.fail("a form is missing");
  return { value: form.value, rest: text.slice(cursor.at) };
}

/** Printed nesting is a few levels deep; without a bound a hostile file exhausts the stack. */
const DEPTH_MAX = 500;
const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "#{": "}" };
const NAMED_CHARACTERS: Readonly<Record<string, string>> = {
  newline: "\n",
  space: " ",
  tab: "\t",
  return: "\r",
  formfeed: "\f",
  backspace: "\b",
};
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  '"': '"',
  "\\": "\\",
  "/": "/",
  "'": "'",
};
const TOKEN = /[^\s,()[\]{}";\\]+/y;
const BLANK = /(?:[\s,]+|;[^\n]*)+/y;
const PLAIN = /[^"\\]*/y;
/** A regular expression, and what Clojure before 1.7 printed for an object: kept as they stand. */
const VERBATIM = /#(?:"(?:[^"\\]|\\[^])*"|<[^>]*>)/y;
const INTEGER = /^[+-]?(?:0|[1-9]\d*)N?$/;
const RADIX = /^([+-]?)(?:0[xX]([0-9a-fA-F]+)|(\d{1,2})[rR]([0-9a-zA-Z]+)|0([0-7]+))N?$/;
const DECIMAL = /^[+-]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?M?$/;
const RATIO = /^[+-]?\d+\/\d+$/;

interface Form {
  readonly value: unknown;
}

class Cursor {
  at = 0;
  readonly #text: string;
  readonly #line: number;

  constructor(text: string, line: number) {
    this.#text = text;
    this.#line = line;
  }

  fail(reason: string): never {
    const before = this.#text.slice(0, this.at);
    const line = this.#line + (before.match(/\n/g)?.length ?? 0);
    throw new FormatError(line, `not EDN: ${reason} at ${excerpt(this.#text.slice(this.at))}`);
  }

  /** The next form, or undefined at the end of the text or before a closing bracket. */
  form(depth: number): Form | undefined {
    if (depth > DEPTH_MAX) this.fail(`nested more than ${DEPTH_MAX} deep`);
    this.#match(BLANK);
    const char = this.#text[this.at];
    switch (char) {
      case undefined:
      case ")":
      case "]":
      case "}":
        return undefined;
      case "(":
      case "[":
        return { value: this.#sequence(char, depth) };
      case "{":
        return { value: toRecord(this.#sequence(char, depth), this) };
      case '"':
        return { value: this.#string() };
      case "\\":
        return { value: this.#character() };
      case "#":
        return this.#dispatch(depth);
      case "^":
        return this.#discardThen(depth, "metadata");
      case "'":
        this.at++;
        return this.form(depth + 1);
      default:
        return { value: this.#atom(this.#match(TOKEN)) };
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  #sequence(opener: string, depth: number): unknown[] {
    this.at += opener.length;
    const items: unknown[] = [];
    for (;;) {
      const item = this.form(depth + 1);
      if (item === undefined) break;
      items.push(item.value);
    }
    const closer = CLOSERS[opener];
    if (this.#text[this.at] !== closer) this.fail(`${opener} is not closed by ${closer}`);
    this.at++;
    return items;
  }

  #string(): string {
    this.at++;
    let text = "";
    for (;;) {
      text += this.#match(PLAIN);
      const stop = this.#text[this.at];
      if (stop === undefined) this.fail("a string has no end");
      this.at++;
      if (stop === '"') return text;
      text += this.#escape();
    }
  }

  #escape(): string {
    const letter = this.#text[this.at] ?? "";
    const code = /^(?:u([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2}))/.exec(
      this.#text.slice(this.at, this.at + 5),
    );
    if (code !== null) {
      this.at += code[0].length;
      return String.fromCharCode(
        code[1] === undefined ? parseInt(code[2] ?? "", 8) : parseInt(code[1], 16),
      );
    }
    const plain = ESCAPES[letter];
    if (plain === undefined) this.fail("an unknown escape in a string");
    this.at++;
    return plain ?? "";
  }

  #character(): string {
    this.at++;
    const first = this.#text[this.at] ?? "";
    if (first === "") this.fail("a character is missing");
    const name = this.#match(TOKEN);
    if (name === "") {
      this.at++;
      return first;
    }
    if ([...name].length === 1) return name;
    const code = /^(?:u([0-9a-fA-F]{4})|o([0-7]{1,3}))$/.exec(name);
    if (code !== null)
      return String.fromCharCode(
        code[1] === undefined ? parseInt(code[2] ?? "", 8) : parseInt(code[1], 16),
      );
    return NAMED_CHARACTERS[name] ?? this.fail(`no character is called ${excerpt(name)}`);
  }

  #dispatch(depth: number): Form | undefined {
    if (this.#text.startsWith("#{", this.at))
      return { value: this.#sequence("#{", depth).toSorted(inOneOrder) };
    if (this.#text.startsWith("#_", this.at)) return this.#discardThen(depth, "#_");
    if (this.#text.startsWith("##", this.at)) {
      this.at += 2;
      return { value: { "##": this.#match(TOKEN) } };
    }
    const verbatim = this.#match(VERBATIM);
    if (verbatim !== "") return { value: { "#": verbatim } };
    this.at++;
    const tag = this.#match(TOKEN);
    if (tag === "") this.fail("a tag is missing");
    const form = this.form(depth + 1);
    if (form === undefined) return this.fail(`#${tag} stands before nothing`);
    return { value: untag(tag, form.value) };
  }

  #discardThen(depth: number, what: string): Form | undefined {
    this.at += what === "#_" ? 2 : 1;
    if (this.form(depth + 1) === undefined) this.fail(`${what} stands before nothing`);
    return this.form(depth + 1);
  }

  #atom(token: string): unknown {
    if (token === "nil") return null;
    if (token === "true") return true;
    if (token === "false") return false;
    if (token.startsWith(":")) return token.replace(/^::?/, "");
    return /^[+-]?\d/.test(token) ? (toNumber(token) ?? this.fail("a malformed number")) : token;
  }
}

function toNumber(token: string): unknown {
  if (/^-?\d{1,15}$/.test(token) && !/^-?0\d/.test(token)) return Number(token) + 0;
  if (INTEGER.test(token)) return toInteger(BigInt(token.replace(/^\+/, "").replace(/N$/, "")));
  if (RATIO.test(token)) return { "#ratio": token };
  const radix = RADIX.exec(token);
  if (radix !== null) return fromRadix(radix);
  if (!DECIMAL.test(token)) return undefined;
  return token.endsWith("M") ? { "#bigdec": token.slice(0, -1) } : Number(token);
}

function fromRadix([, sign, hex, base, digits, octal]: readonly (string | undefined)[]): unknown {
  const radix = BigInt(hex !== undefined ? 16 : octal !== undefined ? 8 : Number(base));
  let sum = 0n;
  for (const digit of hex ?? octal ?? digits ?? "") {
    const each = BigInt(parseInt(digit, 36));
    if (each >= radix) return undefined;
    sum = sum * radix + each;
  }
  return toInteger(sign === "-" ? -sum : sum);
}

const toInteger = (exact: bigint): number | bigint =>
  Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;

/** `fromEntries` defines each name as an own one, `__proto__` too. */
function toRecord(items: readonly unknown[], cursor: Cursor): Readonly<Record<string, unknown>> {
  if (items.length % 2 !== 0) cursor.fail("a map has a key without a value");
  const entries: [string, unknown][] = [];
  for (let i = 0; i < items.length; i += 2) entries.push([nameOf(items[i]), items[i + 1]]);
  return Object.fromEntries(entries);
}

const nameOf = (key: unknown): string => (typeof key === "string" ? key : orderKey(key));

/** A Clojure record prints as #name.space.Type{…}, of which only its fields are data; #:a{:b 1} is {:a/b 1}. */
function untag(tag: string, value: unknown): unknown {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isRecord && /\.[A-Z][^./]*$/.test(tag)) return value;
  if (isRecord && tag.startsWith(":"))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [`${tag.slice(1)}/${name}`, each]),
    );
  return { [`#${tag}`]: value };
}

/** Sets have no order of their own; equal sets must become equal arrays. */
function inOneOrder(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [orderKey(left), orderKey(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const orderKey = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}` : each));
