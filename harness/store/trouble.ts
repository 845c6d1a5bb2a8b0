/** What a file system refuses, as an error of the world that says what to do about it. */
import { OrdealError } from "#core/errors.ts";

/** Does it, and calls what goes wrong by its name; `what` is a thing, such as "The history". */
export function storing<T>(what: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw cannotWrite(what, path, error);
  }
}

/** Whatever is no complaint of the system is a bug, and stays what it is. */
export function cannotWrite(what: string, path: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (cause instanceof OrdealError || code === undefined) return cause;
  const full = code === "ENOSPC" || code === "EDQUOT";
  const why = full ? "the disk is full" : (REASONS[code] ?? String(cause));
  return new OrdealError(
    "environment",
    full ? "disk-full" : "cannot-write",
    `${what} cannot be written to ${path}: ${why}.`,
    "Free some space or choose another place with --out; what is written so far can be checked.",
    cause,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "something else has its name",
  EISDIR: "a folder has its name",
  ENOENT: "its folder is gone",
};

/** The name of the system's complaint, undefined for every other error. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
