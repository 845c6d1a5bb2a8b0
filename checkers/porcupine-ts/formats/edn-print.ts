/** Values to EDN text, as Clojure's printer would have written them. */

/**
 * Names of functions and fields are keywords; a string stays a string, since nothing says whether
 * it once was a keyword. `parseEdn` reads the same value back.
 */
export function printEdn(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  switch (typeof value) {
    case "string":
      return printString(value);
    case "number":
      return printNumber(value);
    case "bigint":
      return `${value}N`;
    case "object":
      return Array.isArray(value) ? `[${value.map(printEdn).join(" ")}]` : printMap(value);
    default:
      return String(value);
  }
}

/** A keyword when the name can be one, a string when it cannot (it holds a blank, say). */
export function printName(name: string): string {
  return /^[A-Za-z*+!_?<>=$%&|-][\w*+!?<>=$%&|.'/-]*$/.test(name) ? `:${name}` : printString(name);
}

/** JSON's escapes are EDN's, but for code points that need four digits; those agree too. */
const printString = (text: string): string => JSON.stringify(text);

function printNumber(value: number): string {
  if (Number.isFinite(value))
    return Object.is(value, -0) ? "-0.0" : String(value).replace("e+", "E");
  return Number.isNaN(value) ? "##NaN" : value > 0 ? "##Inf" : "##-Inf";
}

function printMap(value: object): string {
  const entries: readonly [string, unknown][] = Object.entries(value);
  const [first] = entries;
  if (first !== undefined && entries.length === 1) {
    const tagged = printTagged(first[0], first[1]);
    if (tagged !== undefined) return tagged;
  }
  return `{${entries.map(([name, each]) => `${printName(name)} ${printEdn(each)}`).join(", ")}}`;
}

/** The other half of what `parseEdn` does with tags, ratios, decimals and symbolic numbers. */
function printTagged(tag: string, value: unknown): string | undefined {
  if (tag === "##" && typeof value === "string") return `##${value}`;
  if (tag === "#ratio" && typeof value === "string") return value;
  if (tag === "#bigdec" && typeof value === "string") return `${value}M`;
  if (tag === "#" && typeof value === "string") return value;
  return /^#[A-Za-z][^\s,()[\]{}";\\]*$/.test(tag) ? `${tag} ${printEdn(value)}` : undefined;
}
