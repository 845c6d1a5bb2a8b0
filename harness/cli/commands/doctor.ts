/** `ordeal doctor`: what can be done on this machine, how, and why not the rest. */
import { FAULT_KINDS } from "#core/fault.ts";
import type { Ability, Examination } from "#core/ports/environment.ts";
import { ENVIRONMENTS } from "../registry.ts";

export async function doctorCommand({ json }: { readonly json: boolean }): Promise<void> {
  const examined = await Promise.all(
    Object.values(ENVIRONMENTS).map(
      async (environment) => [environment.name, await environment.examine()] as const,
    ),
  );
  if (json) {
    process.stdout.write(`${JSON.stringify(Object.fromEntries(examined), null, 2)}\n`);
    return;
  }
  for (const [name, examination] of examined) process.stdout.write(tableOf(name, examination));
}

function tableOf(name: string, { usable, faults }: Examination): string {
  const rows = [
    rowOf(name, usable),
    ...(usable.available ? FAULT_KINDS.map((kind) => rowOf(`  ${kind}`, faults[kind])) : []),
  ];
  return `${rows.join("\n")}\n`;
}

const rowOf = (what: string, ability: Ability): string =>
  `${what.padEnd(14)} ${ability.available ? `yes  ${ability.how}` : `no   ${ability.why}`}`;
