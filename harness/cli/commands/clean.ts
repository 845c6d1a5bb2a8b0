/** `ordeal clean`: removes what runs whose owner is dead left behind, and nothing else. */
import { REAL_ENVIRONMENTS } from "../registry.ts";

export async function cleanCommand({ json }: { readonly json: boolean }): Promise<void> {
  const removed: string[] = [];
  for (const environment of REAL_ENVIRONMENTS) {
    const { usable } = await environment.examine();
    if (usable.available) removed.push(...(await environment.sweep()));
  }
  if (json) process.stdout.write(`${JSON.stringify({ removed })}\n`);
  else if (removed.length === 0) process.stdout.write("Nothing was left behind.\n");
  else for (const thing of removed) process.stdout.write(`Removed ${thing}\n`);
}
