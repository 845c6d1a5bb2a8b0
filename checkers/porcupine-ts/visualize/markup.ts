/** Text that goes into markup or a script, made harmless. */

/** For element content and quoted attributes. Characters that XML forbids become spaces. */
export function escapeMarkup(text: string): string {
  return text
    .replace(FORBIDDEN, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** JSON inside a script element: nothing in it can end the element or open a comment. */
export function escapeScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** Control characters but tab and line breaks, halves of surrogate pairs, and two non-characters. */
const FORBIDDEN: RegExp = new RegExp(
  String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]` +
    String.raw`|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]`,
  "g",
);
