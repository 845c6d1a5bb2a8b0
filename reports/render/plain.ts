/** Foreign text made safe to show: what could act rather than be read is spelled out. */

/**
 * C0 and C1 controls but tab and newlines, bidirectional overrides, invisible separators, the two
 * non-characters that XML forbids, and surrogates without their other half.
 */
const ACTING =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Spelled out as `\u001b`: neither a terminal nor a browser nor an XML parser acts on it. */
export function plain(text: string): string {
  return text.replace(ACTING, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same on one line. */
export const oneLine = (text: string): string => plain(text.replace(/\s+/g, " ").trim());
