/** Where the font lies that makes text visible on a machine without any. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Pictures name this family and no other, so that they look the same everywhere. */
export const FONT_FAMILY = "Ordeal Sans";

/** Beside the bundle where it is published, in the development dependency of a checkout. */
export function fontPath(): string {
  const beside = fileURLToPath(new URL("./DejaVuSans.ttf", import.meta.url));
  if (existsSync(beside)) return beside;
  return fileURLToPath(import.meta.resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf"));
}
