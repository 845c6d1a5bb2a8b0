/** How a process says, unasked, that from now on it takes itself for the leader of a term. */
import type { Message } from "./message.ts";

/** Nobody's address but that of whoever watches: no answer comes. */
export const WATCHER = "ordeal";

export const claim = (term: number): { readonly type: string; readonly term: number } => ({
  type: "ordeal_leads",
  term,
});

/** The term that a message claims, null if it is about something else. */
export function claimed({ dest, body }: Message): number | null {
  const { type, term } = body;
  return dest === WATCHER && type === "ordeal_leads" && typeof term === "number" ? term : null;
}
