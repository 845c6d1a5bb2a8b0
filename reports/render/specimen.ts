/** Made-up runs, seeded, to try renderers on: valid, violated, unknown, cut off, of any length. */
import type { Fault } from "#core/fault.ts";
import type { Event } from "#core/history.ts";
import type { RunRecord } from "#core/record.ts";
import { seedOf, type Dice } from "#core/seed.ts";
import { millis, nanos, nodeId, processId, seconds, type Nanos, type NodeId } from "#core/units.ts";
import { specimenPlan, specimenResults } from "./specimen-results.ts";

export type SpecimenKind = "valid" | "violated" | "unknown" | "cut-off";

export interface SpecimenSettings {
  readonly kind: SpecimenKind;
  readonly seed: string;
  readonly operations: number;
  readonly lengthMs: number;
  /** What becomes of every text that a node or a value could choose. */
  spoil(text: string): string;
}

export const SPECIMEN: SpecimenSettings = {
  kind: "valid",
  seed: "specimen",
  operations: 6000,
  lengthMs: 60_000,
  spoil: (text) => text,
};

const THREADS = 10;
const NODES = 5;

/** The same settings make the same run. */
export function specimen(changes: Partial<SpecimenSettings>): RunRecord {
  const settings = { ...SPECIMEN, ...changes };
  const nodes = Array.from({ length: NODES }, (_, i) => nodeId(settings.spoil(`n${i + 1}`)));
  const troubles = troublesOf(settings, nodes);
  const events = [
    ...phaseEvents(settings),
    ...troubles.flatMap(faultEvents),
    ...clientEvents(settings, nodes, troubles),
  ];
  events.sort((a, b) => a.time - b.time);
  const end = settings.kind === "cut-off" ? settings.lengthMs * 0.6e6 : Infinity;
  const history = events.filter((event) => event.time <= end);
  for (const [index, event] of history.entries()) event.index = index;
  const plan = specimenPlan(settings, nodes);
  return { plan, history, results: specimenResults(settings, plan, history), crossings: [] };
}

type Draft = { -readonly [F in keyof Event]: Event[F] };

const draft = (time: Nanos, rest: Omit<Event, "index" | "time">): Draft => ({
  index: 0,
  time,
  ...rest,
});

function phaseEvents({ lengthMs }: SpecimenSettings): readonly Draft[] {
  const starts = { setup: 0, faults: 0.02, heal: 0.85, recovery: 0.88, done: 1 };
  return Object.entries(starts).map(([phase, share]) =>
    draft(millis(lengthMs * share), { process: "harness", type: "info", f: "phase", value: phase }),
  );
}

interface Trouble {
  readonly id: string;
  readonly fault: Fault;
  readonly began: Nanos;
  readonly ended: Nanos;
  readonly victims: readonly NodeId[];
}

function troublesOf(settings: SpecimenSettings, nodes: readonly NodeId[]): readonly Trouble[] {
  const dice = seedOf(settings.seed).child("faults").open();
  const kinds = ["partition", "kill", "pause", "clock"] as const;
  const slotMs = (settings.lengthMs * 0.8) / 8;
  return Array.from({ length: 8 }, (_, i) => {
    const kind = kinds[i % kinds.length] ?? "kill";
    const victims = dice.shuffle(nodes).slice(0, 1 + dice.int(2));
    const began = settings.lengthMs * 0.04 + i * slotMs + dice.int(1 + Math.floor(slotMs / 5));
    return {
      id: `f${i + 1}`,
      fault: faultOf(kind, victims, nodes),
      began: millis(began),
      ended: millis(began + slotMs * 0.6),
      victims,
    };
  });
}

type Shown = "partition" | "kill" | "pause" | "clock";

function faultOf(kind: Shown, victims: readonly NodeId[], nodes: readonly NodeId[]): Fault {
  const who = victims.join(" and ");
  if (kind === "partition") {
    const others = nodes.filter((node) => !victims.includes(node));
    const cuts = victims.flatMap((a) => others.flatMap((b) => [[a, b] as const, [b, a] as const]));
    return { kind, name: `${who} cut off`, cuts };
  }
  if (kind !== "clock") return { kind, name: `${kind} ${who}`, nodes: victims };
  const skew = { mode: "bump", offsetMs: 5000 } as const;
  return { kind, name: `${who} 5 s ahead`, nodes: victims, skew };
}

function faultEvents({ id, fault, began, ended }: Trouble): readonly Draft[] {
  const cured = {
    id,
    ended,
    effect: fault.kind === "clock" ? ("applied" as const) : ("proven" as const),
    evidence: `${fault.kind}: 112 packets from there did not arrive`,
  };
  const nemesis = { process: "nemesis", type: "info" } as const;
  return [
    draft(began, { ...nemesis, type: "invoke", f: "inject", value: fault }),
    draft(nanos(began + 3e6), { ...nemesis, f: "inject", value: { id, fault, began } }),
    draft(ended, { ...nemesis, type: "invoke", f: "cure", value: { id } }),
    draft(nanos(ended + 3e6), { ...nemesis, f: "cure", value: cured }),
  ];
}

/** Threads that ask one after the other; one whose operation ends in info goes on as another. */
function clientEvents(
  settings: SpecimenSettings,
  nodes: readonly NodeId[],
  troubles: readonly Trouble[],
): readonly Draft[] {
  const each = Math.floor(settings.operations / THREADS);
  return Array.from({ length: THREADS }, (_, thread) => {
    const dice = seedOf(settings.seed).child("client").child(thread).open();
    const node = nodes[thread % nodes.length] ?? nodeId("n1");
    const pauseNs = (settings.lengthMs * 0.96e6) / each;
    const events: Draft[] = [];
    let process = thread;
    let now = settings.lengthMs * 0.021e6 + dice.int(1_000_000);
    for (let i = 0; i < each && now < settings.lengthMs * 0.985e6; i++) {
      const trouble = troubles.find((t) => t.began <= now && now < t.ended);
      const answer = answerOf(dice, trouble, node);
      const asked = wordOf(dice, thread * each + i, settings);
      const base = { ...asked, process: processId(process), node };
      events.push(draft(nanos(now), { ...base, type: "invoke" }));
      events.push(
        draft(nanos(now + answer.latencyNs), {
          ...base,
          type: answer.type,
          value: asked.f === "read" && answer.type === "ok" ? dice.int(100) : asked.value,
          ...(answer.type === "ok"
            ? {}
            : { error: { code: "timeout", message: settings.spoil("no answer within 1 s") } }),
        }),
      );
      if (answer.type === "info") process += THREADS;
      now += Math.max(answer.latencyNs, Math.floor(pauseNs * (0.5 + dice.int(1000) / 1000)));
    }
    return events;
  }).flat();
}

function wordOf(dice: Dice, unique: number, { spoil }: SpecimenSettings) {
  const key = spoil(`k${dice.int(8)}`);
  const roll = dice.int(10);
  if (roll < 5) return { f: "read", key, value: null };
  if (roll < 8) return { f: "write", key, value: unique };
  return { f: "cas", key, value: [dice.int(100), unique] };
}

function answerOf(dice: Dice, trouble: Trouble | undefined, node: NodeId) {
  const base = 800_000 + dice.int(900_000) * (1 + dice.int(3)) + (dice.chance(20) ? 30_000_000 : 0);
  const hit = trouble?.victims.includes(node) === true && trouble.fault.kind !== "clock";
  if (hit && trouble.fault.kind === "kill") {
    return { type: dice.chance(700) ? "fail" : "info", latencyNs: base / 4 } as const;
  }
  if (hit && dice.chance(930)) return { type: "info", latencyNs: seconds(1) + base } as const;
  const latencyNs = trouble === undefined ? base : base * 2;
  return { type: dice.chance(30) ? "fail" : "ok", latencyNs } as const;
}
