/** Removes what runs made: one run's, or all of those whose owner is dead. */
import { OrdealError } from "#core/errors.ts";
import { fateOf } from "../host/owner.ts";
import type { Engine, Labelled } from "./engine.ts";
import { ownerOf, RUN_LABEL } from "./labels.ts";

/** Whatever bears the run's label; resolves when all of it is gone. */
export async function removeRun(engine: Engine, run: string): Promise<readonly string[]> {
  const label = `${RUN_LABEL}=${run}`;
  return await removeAll(engine, await engine.containers(label), await engine.networks(label));
}

/** What dead runs left, and nothing else. Of whom it cannot be said, those are left alone. */
export async function sweepDead(engine: Engine): Promise<readonly string[]> {
  const [containers, networks] = await Promise.all([
    engine.containers(RUN_LABEL),
    engine.networks(RUN_LABEL),
  ]);
  return await removeAll(engine, containers.filter(isOrphan), networks.filter(isOrphan));
}

function isOrphan({ labels }: Labelled): boolean {
  const owner = ownerOf(labels);
  return owner !== undefined && fateOf(owner) === "dead";
}

async function removeAll(
  engine: Engine,
  containers: readonly Labelled[],
  networks: readonly Labelled[],
): Promise<readonly string[]> {
  const failures = [
    ...(await failuresOf(containers.map(({ id }) => engine.removeContainer(id)))),
    // A network goes only when nobody is connected to it any more.
    ...(await failuresOf(networks.map(({ id }) => engine.removeNetwork(id)))),
  ];
  if (failures.length > 0) {
    throw new OrdealError(
      "environment",
      "left-behind",
      `Docker could not remove everything: ${failures.join("; ")}`,
      "Try again by: ordeal clean",
    );
  }
  return [
    ...containers.map(({ name }) => `container ${name}`),
    ...networks.map(({ name }) => `network ${name}`),
  ];
}

async function failuresOf(removals: readonly Promise<void>[]): Promise<readonly string[]> {
  const results = await Promise.allSettled(removals);
  return results.flatMap((result) =>
    result.status === "rejected" ? [String((result.reason as Error).message)] : [],
  );
}
