/** A network namespace that is held open: a file of ours stands for it, whoever gets its pid. */
import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import { InternalError } from "#core/assert.ts";
import { isRunning, type ProcessIdentity } from "./process.ts";

export interface NetworkNamespace extends Disposable {
  /** For nsenter(1). Throws where it would lead into the host's own network. */
  path(): string;
}

/** The process must be one that we made; its namespace must not be the one that we live in. */
export function holdNetwork(resident: ProcessIdentity): NetworkNamespace {
  const file = openSync(`/proc/${resident.pid}/ns/net`, "r");
  const held: NetworkNamespace = {
    path: () => {
      if (fstatSync(file).ino === statSync("/proc/self/ns/net").ino)
        throw new InternalError(`process ${resident.pid} lives in the host's network`);
      return `/proc/${process.pid}/fd/${file}`;
    },
    [Symbol.dispose]: () => {
      closeSync(file);
    },
  };
  try {
    held.path();
    if (!isRunning(resident)) throw new InternalError(`process ${resident.pid} is gone`);
    return held;
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}
