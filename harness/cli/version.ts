/** Which Ordeal this is. */
import { readFileSync } from "node:fs";

/** From package.json, which lies beside the bundle's folder and three above this one's sources. */
export const VERSION: string = read();

function read(): string {
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      const text = readFileSync(new URL(path, import.meta.url), "utf8");
      const { name, version } = JSON.parse(text) as { name: string; version: string };
      if (name === "ordeal") return version;
    } catch {
      // Not there: this is the other of the two places.
    }
  }
  return "0.0.0";
}
