/** Types many command lines in one process: starting one for each would take longer than they do. */
import { writeSync } from "node:fs";
import { main } from "./main.ts";

const lines = JSON.parse(process.argv[2] ?? "[]") as readonly (readonly string[])[];
const said = { stdout: "", stderr: "" };
for (const name of ["stdout", "stderr"] as const)
  process[name].write = ((text: string) => {
    said[name] += text;
    return true;
  }) as typeof process.stdout.write;

const ended = [];
for (const args of lines) {
  said.stdout = said.stderr = "";
  const code = await main(args);
  ended.push({ code, signal: null, ...said });
}
writeSync(1, JSON.stringify(ended));
