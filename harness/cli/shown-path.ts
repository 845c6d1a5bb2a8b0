/** A path as a person reads it: from where they stand if it lies below, whole if it does not. */
import { isAbsolute, relative } from "node:path";

export function shownPath(path: string, here: string = process.cwd()): string {
  const steps = relative(here, path);
  return steps.startsWith("..") || isAbsolute(steps) ? path : steps;
}
