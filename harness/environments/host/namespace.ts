/** A network namespace that is held open: a file of ours stands for it, whoever gets its pid. */
import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import { InternalError } from "#core/assert.ts";
import { isRunning, type ProcessIdentity } from "./process.ts";

export interface NetworkNamespace extends Disposable {
  /** For nsenter(1). Throws where it would lead into the host's own network. */
  path(): string;
}

/**
 * The process must be one that we made; its namespace must not be the one that we live in. It is
 * held from the first use on, which takes rights that whoever never uses it need not have.
 */
export function holdNetwork(resident: ProcessIdentity): NetworkNamespace {
  let file: number | undefined;
  return {
    path: () => {
      file ??= open(resident);
      if (fstatSync(file).ino === statSync("/proc/self/ns/net").ino)
        throw new InternalError(`process ${resident.pid} lives in the host's network`);
      return `/proc/${process.pid}/fd/${file}`;
    },
    [Symbol.dispose]: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function open(resident: ProcessIdentity): number {
  const file = openSync(`/proc/${resident.pid}/ns/net`, "r");
  // If its number had passed on before this moment, it is gone now.
  if (isRunning(resident)) return file;
  closeSync(file);
  throw new InternalError(`process ${resident.pid} is gone`);
}
