/** The options that targets declare for themselves, such as `--reads` of etcd. */
import { OrdealError } from "#core/errors.ts";
import type { Target } from "#core/ports/target.ts";
import { oneOf } from "./parse.ts";
import { TARGETS } from "./registry.ts";

/** These targets' options as commander takes them, each saying whose it is. */
export function targetFlags(
  targets: readonly Target[],
): readonly (readonly [flags: string, description: string])[] {
  const told = new Map<string, string[]>();
  for (const target of targets)
    for (const { name, description, choices } of target.options) {
      const valid = choices.length === 0 ? "" : ` (${choices.join(", ")})`;
      const whose = told.get(name) ?? [];
      // Two targets may have an option of the same name, each with its own choices.
      told.set(name, [...whose, `${target.name}: ${description}${valid}`]);
    }
  return [...told].map(([name, whose]) => [`--${name} <value>`, whose.join("; ")] as const);
}

/** The values for this target, defaults filled in; another target's option is refused. */
export function targetOptionsOf(target: Target, given: object): Readonly<Record<string, string>> {
  const values = new Map(Object.entries(given) as [string, unknown][]);
  for (const other of Object.values(TARGETS))
    for (const { name } of other.options)
      if (values.has(keyOf(name)) && !target.options.some((own) => own.name === name))
        throw notIts(target, name, other);
  return Object.fromEntries(
    target.options.map(({ name, choices }) => {
      const value = values.get(keyOf(name));
      if (typeof value !== "string") return [name, choices[0] ?? ""];
      return [name, choices.length === 0 ? value : oneOf(name, value, choices)];
    }),
  );
}

/** As commander names it: `--snapshot-every` becomes `snapshotEvery`. */
export const keyOf = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const notIts = (target: Target, name: string, owner: Target): OrdealError =>
  new OrdealError(
    "usage",
    "wrong-option",
    `The target ${target.name} has no option --${name}.`,
    `It belongs to ${owner.name}.`,
  );
