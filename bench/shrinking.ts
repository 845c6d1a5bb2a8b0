/** Every bug: how small its first failures become, how long that takes, and whether they go with it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { hashOf } from "#cli/hunt/comparing.ts";
import { failsFor, reasonOf, sayReason } from "#cli/hunt/reason.ts";
import { judgeHere, tryOut } from "#cli/hunt/trial.ts";
import { simulate } from "#cli/parts.ts";
import type { Plan } from "#core/plan.ts";
import { scriptOf } from "#core/script.ts";
import { sizeOf } from "#core/shrink/case.ts";
import { SYSTEMS } from "#targets/reference/systems.ts";
import { cpuMs, hunting, middle, shrunkWithin } from "./hunting.ts";

const { values } = parseArgs({
  options: {
    failures: { type: "string", default: "3" },
    seeds: { type: "string", default: "1000" },
    hunting: { type: "string", default: "90" },
    system: { type: "string", multiple: true, default: SYSTEMS.map(({ name }) => name) },
    bug: { type: "string", multiple: true, default: [] },
    for: { type: "string", default: "30" },
    found: { type: "string", default: "" },
  },
});

/** The plans of the first failures; kept in a file, so that another shrinker meets the same ones. */
async function found(system: string, bug: string): Promise<readonly Plan[]> {
  const file = values.found === "" ? "" : `${values.found}/${system}.${bug}.json`;
  if (file !== "" && existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Plan[];
  const hunted = await hunting(system, [bug]);
  const plans: Plan[] = [];
  const began = cpuMs();
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    if (plans.length === Number(values.failures)) break;
    if (cpuMs() - began > 1000 * Number(values.hunting)) break;
    const { outcome, plan } = tryOut(hunted, String(seed));
    if (outcome.kind === "violated") plans.push(plan);
  }
  if (file !== "") writeFileSync(file, JSON.stringify(plans));
  return plans;
}

interface Small {
  readonly faults: number;
  readonly operations: number;
  readonly cpuMs: number;
}

function small(plan: Plan, bug: string): Small | null {
  const history = simulate(plan);
  const reason = reasonOf(judgeHere(plan, history));
  if (reason === null) {
    process.stdout.write(`${bug} seed ${plan.seed}: no longer fails\n`);
    return null;
  }
  const whole = { plan, script: scriptOf(history, plan) };
  const { small: one, cpuMs: took } = shrunkWithin(1000 * Number(values.for), whole, reason);
  if (one === null) {
    process.stdout.write(`${bug} seed ${plan.seed}: not shown by its script\n`);
    return null;
  }
  const [first, second] = [simulate(one.plan, one.script), simulate(one.plan, one.script)];
  const fails = failsFor(reason, judgeHere(one.plan, first)) && hashOf(first) === hashOf(second);
  const mended = { ...one.plan, bugs: [] };
  const off = judgeHere(mended, simulate(mended, one.script));
  const { faults, operations, nodes, keys, lengthMs } = sizeOf(one);
  process.stdout.write(
    `${bug} seed ${plan.seed}: ${sizeOf(whole).faults}/${sizeOf(whole).operations} → ${faults} faults, ` +
      `${operations} operations, ${nodes} nodes, ${keys} keys, ${lengthMs} ms, ` +
      `${(took / 1000).toFixed(1)} s; ${sayReason(reason)}${fails ? "" : " NOT THE SAME"}; ` +
      `off: ${String(off[reason.checker]?.valid)}${reasonOf(off) === null ? "" : " STILL FAILS"}\n`,
  );
  return { faults, operations, cpuMs: took };
}

for (const { name, bugs } of SYSTEMS.filter((system) => values.system.includes(system.name)))
  for (const { name: bug } of bugs) {
    if (values.bug.length > 0 && !values.bug.includes(bug)) continue;
    const smalls = (await found(name, bug)).flatMap((plan) => small(plan, bug) ?? []);
    process.stdout.write(
      `| ${name} | ${bug} | ${smalls.length} | ${middle(smalls.map(({ faults }) => faults))} | ` +
        `${middle(smalls.map(({ operations }) => operations))} | ` +
        `${(middle(smalls.map((one) => one.cpuMs)) / 1000).toFixed(1)} |\n`,
    );
  }
