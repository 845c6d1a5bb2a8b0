/** `ordeal clean`: removes what runs whose owner is dead left behind, and nothing else. */
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { sweepAll } from "../sweeping.ts";

export async function cleanCommand({ json }: { readonly json: boolean }): Promise<ExitCode> {
  const { removed, failures } = await sweepAll();
  const errors = failures.map(({ code, message }) => ({ code, message }));
  for (const { message, hint } of failures) process.stderr.write(`${message}\n${hint}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ removed, failures: errors })}\n`);
  else for (const thing of removed) process.stdout.write(`Removed ${thing}\n`);
  if (!json && removed.length + failures.length === 0)
    process.stdout.write("Nothing was left behind.\n");
  return failures.length === 0 ? EXIT.valid : EXIT.environmentFailed;
}
