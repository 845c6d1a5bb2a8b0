/** HTML, SVG and XML by construction: whatever is put into a template is text, never markup. */
import { plain } from "./plain.ts";

declare const safe: unique symbol;
/** Text that only `markup` can make. */
export interface Markup {
  readonly [safe]: true;
  readonly text: string;
}

export type Piece = Markup | string | number | readonly Piece[];

/**
 * Escapes for text and for quoted attributes alike; an interpolation is never a tag, an attribute's
 * name, nor an attribute without quotes.
 */
export function markup(literal: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = literal[0] ?? "";
  for (const [i, piece] of pieces.entries()) text += escaped(piece) + (literal[i + 1] ?? "");
  return { text } as Markup;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escaped(piece: Piece): string {
  if (typeof piece === "string") {
    return plain(piece).replace(/[&<>"']/g, (unit) => ENTITIES.get(unit) ?? "");
  }
  if (typeof piece === "number") return String(piece);
  return "text" in piece ? piece.text : piece.map(escaped).join("");
}

export const nothing: Markup = markup``;
