/** What a person should know beside the verdicts: deaths, output that was no message. */
import type { Event, History } from "#core/history.ts";
import type { NodeId } from "#core/units.ts";
import { clip, count, moment, plural, sentence, some } from "./format.ts";

const NAMED_MAX = 5;
const QUOTE_MAX = 300;

/** A sentence each, none where nothing is remarkable. */
export function remarksOf(history: History): readonly string[] {
  const notes = history.filter(({ process }) => process === "harness");
  const named = (f: string): readonly Event[] => notes.filter((note) => note.f === f);
  return [
    ...deaths(named("died")),
    ...garbage(
      "Lines that are not one message each",
      named("garbage").filter((note) => !isStray(note)),
    ),
    ...garbage("Messages to nobody", named("garbage").filter(isStray)),
    ...named("note").map(({ value }) => sentence(clip(String(value), QUOTE_MAX))),
  ];
}

/** `n2 died by itself: exit code 1; its last words: …`, in a few words. */
export function deathWords({ node, value }: Pick<Event, "node" | "value">): string {
  return `${node ?? "a node"} died by itself${causeOf(value)}`;
}

/** Environments say it in a sentence or as data. */
function causeOf(value: unknown): string {
  if (typeof value === "string") return `: ${clip(value, QUOTE_MAX)}`;
  if (!isObject(value)) return "";
  const { cause, state } = value;
  if (typeof cause === "string")
    return `: ${clip(cause, QUOTE_MAX)}; its state was ${clip(String(state), QUOTE_MAX)}`;
  const { exitCode, signal, lastWords } = value;
  const words = Array.isArray(lastWords) ? lastWords.map(String).join(" | ") : "";
  const how = typeof signal === "string" ? signal : `exit code ${String(exitCode)}`;
  return words === "" ? ` (${how})` : ` (${how}), its last words: ${clip(words, QUOTE_MAX)}`;
}

function deaths(notes: readonly Event[]): readonly string[] {
  const told = notes
    .slice(0, NAMED_MAX)
    .map((note) => `${deathWords(note)}, at ${moment(note.time)}.`);
  const more = notes.length - told.length;
  return more > 0 ? [...told, `${plural(more, "more death")}.`] : told;
}

/** Only the first lines of each node are in the history, each with how many there were so far. */
function garbage(what: string, notes: readonly Event[]): readonly string[] {
  const [first] = notes;
  if (first === undefined || !isObject(first.value)) return [];
  const most = new Map<NodeId | undefined, number>();
  for (const { node, value } of notes) {
    const so = isObject(value) && typeof value["count"] === "number" ? value["count"] : 1;
    most.set(node, Math.max(most.get(node) ?? 0, so));
  }
  const counts = [...most].map(([node, lines]) => `${node ?? "a node"} ${atLeast(lines)}`);
  const { complaint, line } = first.value;
  const quote = clip(JSON.stringify(line) ?? "", QUOTE_MAX);
  return [`${what}: ${some(counts, NAMED_MAX)}; the first was ${quote} (${String(complaint)}).`];
}

const isStray = ({ value }: Event): boolean =>
  isObject(value) && String(value["complaint"]).startsWith("nobody is called");

/** So many are written down for each node, and no more. */
const NOTED_MAX = 20;
const atLeast = (lines: number): string =>
  lines < NOTED_MAX ? count(lines) : `${count(lines)} or more`;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
