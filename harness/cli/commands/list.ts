/** `ordeal list`: what there is to choose from. */
import { names } from "../parse.ts";
import { ENVIRONMENTS, NEMESES, SCENARIOS, TARGETS, WORKLOADS } from "../registry.ts";

interface Row {
  readonly name: string;
  readonly description: string;
}

type ListName = "targets" | "workloads" | "nemeses" | "environments" | "bugs";

const LISTS: Readonly<Record<ListName, () => readonly Row[]>> = {
  targets: () =>
    Object.values(TARGETS).map(({ name, description, vocabularies }) => ({
      name,
      description,
      workloads: vocabularies,
    })),
  workloads: () => plain(WORKLOADS),
  nemeses: () => [
    ...plain(NEMESES),
    ...SCENARIOS.map(({ name, description, needs }) => ({ name, description, needs })),
  ],
  environments: () => plain(ENVIRONMENTS),
  bugs: () =>
    Object.values(TARGETS).flatMap((target) =>
      target.bugs.map(({ name, description, environments, faults }) => ({
        name,
        target: target.name,
        description,
        environments,
        faults,
      })),
    ),
};

export const LIST_NAMES: readonly ListName[] = Object.keys(LISTS) as ListName[];

const plain = (table: Readonly<Record<string, Row>>): readonly Row[] =>
  Object.values(table).map(({ name, description }) => ({ name, description }));

export function listCommand(what: string | undefined, { json }: { readonly json: boolean }): void {
  const wanted = what === undefined ? LIST_NAMES : names("list", what, LIST_NAMES);
  const lists = wanted.map((name) => [name, LISTS[name]()] as const);
  const [only] = lists;
  if (json) {
    const value = what === undefined ? Object.fromEntries(lists) : only?.[1];
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    return;
  }
  for (const [name, rows] of lists) {
    process.stdout.write(`${name}\n`);
    const width = Math.max(...rows.map((row) => row.name.length));
    for (const row of rows) {
      const whose = "target" in row ? `(${row.target}) ` : "";
      process.stdout.write(`  ${row.name.padEnd(width)}  ${whose}${row.description}\n`);
    }
  }
}
