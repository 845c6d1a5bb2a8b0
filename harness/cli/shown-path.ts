/** A path as a person reads it: from where they stand if it lies below, whole if it does not. */
import { isAbsolute, relative } from "node:path";
import { quoted } from "./command-line.ts";

export function shownPath(path: string, here: string = process.cwd()): string {
  const steps = relative(here, path);
  return steps.startsWith("..") || isAbsolute(steps) ? path : steps;
}

/** The same within a line to be pasted into a shell. */
export const typedPath = (path: string, here?: string): string => quoted(shownPath(path, here));
