/** Judges a trial: was what its clients saw linearizable, and did enough happen to say so? */
import { check, models, type Operation } from "#checkers/porcupine-ts/index.ts";
import { ERROR } from "./machine.ts";
import type { Seen, Trial } from "./trial.ts";

/** The sentence that explains a violation, null if there is none. */
export function violation(trial: Trial, words: "register" | "set"): string | null {
  const model = words === "set" ? models.set() : models["cas-register"]();
  const operations = trial.history.flatMap((seen, id) => operationOf(seen, id) ?? []);
  const answer = check(operations, model, { failures: "observe" });
  if (answer.valid === "unknown") throw new Error(`undecided: ${answer.sentence}`);
  return answer.valid ? null : answer.evidence.sentence;
}

function operationOf({ request, reply, began, ended }: Seen, id: number): Operation | null {
  const key = request["key"] as number;
  const asked = { id, process: id, key, word: request.type, input: inputOf(request) };
  const operation = { ...asked, invoked: began };
  if (reply === null) return { ...operation, outcome: "info" };
  if (reply.type !== "error")
    return { ...operation, outcome: "ok", output: reply["value"] ?? null, returned: ended };
  const seesNothing = reply["code"] === ERROR.keyDoesNotExist && request.type === "read";
  if (seesNothing) return { ...operation, outcome: "ok", output: null, returned: ended };
  return reply["code"] === ERROR.preconditionFailed
    ? { ...operation, outcome: "fail", returned: ended }
    : null;
}

function inputOf(request: { readonly [field: string]: unknown }): unknown {
  if (request["type"] === "cas") return [request["from"], request["to"]];
  return request["value"] ?? request["element"] ?? null;
}
