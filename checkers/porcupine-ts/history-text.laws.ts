/** Histories for tests, an operation a line: `p0 [1,4] write 1`, `p1 [2,3] read -> 1`. */
import type { Operation } from "./operation.ts";

const LINE =
  /^(?:(?<key>\w+):)?p(?<process>\d+) \[(?<from>\d+),(?<to>\d+|\?)\] (?<word>[\w-]+)(?: (?<rest>.*))?$/;

/**
 * The times are closed intervals; `?` is an answer that never came; a last word `failed` a refusal; a
 * key may stand in front, as in `x:p0 [1,2] read -> 3`. Inputs and outputs are JSON. Ids count lines.
 */
export function historyOf(text: string): readonly Operation[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").map(operationOf);
}

function operationOf(line: string, id: number): Operation {
  const groups = LINE.exec(line)?.groups;
  if (groups === undefined) throw new Error(`not an operation: ${line}`);
  const { key = null, process, from, to, word = "", rest = "" } = groups;
  const failed = /\bfailed$/.test(rest);
  const [input = "", output = ""] = rest.replace(/\bfailed$/, "").split("->");
  const asked = {
    id,
    process: Number(process),
    key,
    word,
    input: valueOf(input),
    invoked: Number(from),
  };
  if (to === "?") return { ...asked, outcome: "info" };
  const returned = Number(to);
  if (failed) return { ...asked, outcome: "fail", returned };
  return { ...asked, outcome: "ok", output: valueOf(output), returned };
}

const valueOf = (text: string): unknown => (text.trim() === "" ? null : JSON.parse(text));
