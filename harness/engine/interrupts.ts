/** Ctrl-C, and every other signal that asks to end: once it is a wish, twice an order. */
import type { Cancel } from "#core/cancel.ts";

export interface Interrupts extends Disposable {
  /** Fires at the first: whatever waits for the environment gives up. */
  readonly cancel: Cancel;
  /** Why the run was asked to stop, null while it was not. */
  reason(): string | null;
  /** Calls back at the first, at once if it has been; until disposed. */
  onStop(callback: () => void): Disposable;
}

/** `warn` is called at the first, `leave` at the second; what is left then, the next start removes. */
export function listen(warn: () => void, leave: () => void): Interrupts {
  const controller = new AbortController();
  let why: string | null = null;
  const hear = (signal: NodeJS.Signals): void => {
    if (why !== null) return leave();
    why = signal === "SIGINT" ? "Ctrl-C" : signal;
    warn();
    controller.abort();
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, hear);
  return {
    cancel: controller.signal,
    reason: () => why,
    onStop: (callback) => onStop(controller.signal, callback),
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, hear);
    },
  };
}

function onStop(signal: AbortSignal, callback: () => void): Disposable {
  if (signal.aborted) callback();
  else signal.addEventListener("abort", callback, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", callback) };
}
