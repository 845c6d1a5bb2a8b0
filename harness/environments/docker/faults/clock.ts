/** Bends nodes' clocks; proven by asking the server for the time where that shows the difference. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Skew } from "#core/fault.ts";
import type { ActiveFault } from "#core/ports/environment.ts";
import type { NodeId } from "#core/units.ts";
import { leadMs, type SkewInForce } from "../../clock/compose.ts";
import type { MachineNode } from "../node.ts";
import { activeFault, impose, lift, type FaultContext } from "./context.ts";
import { Findings } from "./findings.ts";

/** A clock that is told in seconds shows a smaller difference too uncertainly. */
const VISIBLE_MS = 2_000;
const ASK_LIMIT_MS = 2_000;
/** A strobe may be on its near side, or change sides while the question is on its way. */
const QUESTIONS = 12;

export async function bendClocks(
  context: FaultContext,
  victims: readonly NodeId[],
  skew: Skew,
): Promise<ActiveFault> {
  const nodes = victims.map((id) => context.node(id));
  const inForce: SkewInForce & { away: boolean } = { skew, sinceEpochMs: Date.now(), away: true };
  await impose(
    nodes,
    ({ skews }) => skews.add(inForce),
    ({ skews }) => skews.delete(inForce),
  );
  const beat = startBeat(nodes, inForce);
  const began = context.clock.now();
  const findings = new Findings(victims);
  const prove = async () => {
    const pauseMs = skew.mode === "strobe" ? skew.periodMs / 3 : 0;
    await Promise.all(nodes.map((node) => look(context, node, { findings, pauseMs })));
    return findings.proof();
  };
  await prove();
  return activeFault(context.clock, {
    began,
    prove,
    lift: async () => {
      clearInterval(beat);
      await lift(nodes, ({ skews }) => skews.delete(inForce));
    },
    aftermath: async () => {
      const bent = nodes.filter((node) => node.readClocks().some((bend) => bend !== null));
      const names = bent.map(({ machine }) => machine.node).join(", ");
      return names === "" ? "the clocks are true again" : `still bent by another fault: ${names}`;
    },
  });
}

function startBeat(
  nodes: readonly MachineNode[],
  inForce: SkewInForce & { away: boolean },
): NodeJS.Timeout | undefined {
  if (inForce.skew.mode !== "strobe") return undefined;
  const beat = setInterval(() => {
    inForce.away = !inForce.away;
    for (const node of nodes) node.pokeClocks();
  }, inForce.skew.periodMs);
  return beat.unref();
}

interface Search {
  readonly findings: Findings;
  /** How long to wait before another question, so that it meets a strobe on another side. */
  readonly pauseMs: number;
}

async function look(
  context: FaultContext,
  node: MachineNode,
  { findings, pauseMs }: Search,
): Promise<void> {
  const { node: name } = node.machine;
  const says = node.readClocks();
  if (says.length === 0 || says.includes(null))
    return findings.add(name, "unproven", `${name} is down, its clock cannot be bent`);
  findings.add(name, "applied", `${name}'s clock is bent by ${describe(node)}, as its memory says`);
  for (let question = 0; question < QUESTIONS; question++) {
    const seen = await seenLead(context, node);
    if (seen === undefined) return;
    if (!seen.shows) {
      await sleep(pauseMs);
      continue;
    }
    const seconds = (Math.abs(seen.ms) / 1_000).toFixed(1);
    const side = seen.ms > 0 ? "ahead" : "behind";
    return findings.add(name, "proven", `${name} told a time ${seconds} s ${side}`);
  }
}

/** The difference that the server itself tells; undefined where it cannot be asked. */
async function seenLead(
  { deployment }: FaultContext,
  node: MachineNode,
): Promise<{ readonly ms: number; readonly shows: boolean } | undefined> {
  if (deployment.time === undefined || node.life?.standsStill() !== undefined) return undefined;
  const asked = Date.now();
  const expected = leadMs(node.bend, asked);
  if (Math.abs(expected) < VISIBLE_MS) return { ms: 0, shows: false };
  try {
    const cancel = AbortSignal.timeout(ASK_LIMIT_MS);
    const { epochMs, resolutionMs } = await deployment.time(node.machine, cancel);
    const answered = Date.now();
    const ms = epochMs - (asked + answered) / 2;
    const uncertainty = resolutionMs + (answered - asked) / 2;
    return { ms, shows: Math.abs(ms - expected) <= uncertainty && Math.abs(ms) > uncertainty };
  } catch {
    return undefined;
  }
}

function describe(node: MachineNode): string {
  const { offsetMs, ratePpm } = node.bend;
  const jump = `${(offsetMs / 1_000).toFixed(3)} s`;
  return ratePpm === 0 ? jump : `${jump} and ${ratePpm} ppm`;
}
