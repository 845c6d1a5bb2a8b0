/** Where the font lies that makes text visible on a machine without any. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Pictures name this family and no other, so that they look the same everywhere. */
export const FONT_FAMILY = "Ordeal Sans";

/** Where the bundle is, or above its chunks. */
const PUBLISHED = ["./DejaVuSans.ttf", "../DejaVuSans.ttf"];

/** In the published package beside the bundle, in a checkout a development dependency. */
export function fontPath(): string {
  const beside = PUBLISHED.map((name) => fileURLToPath(new URL(name, import.meta.url)));
  const published = beside.find((path) => existsSync(path));
  return published ?? fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
}
