/** A plan for tests, complete, of which each says only what matters to it. */
import { NO_OBJECTIVES } from "./objectives.ts";
import type { Plan } from "./plan.ts";
import { nodeId } from "./units.ts";

export const planOf = (special: Partial<Plan> = {}): Plan => ({
  ordeal: "0.0.0",
  run: "test",
  target: "raft",
  tellsLeaders: false,
  tellsPrefixes: false,
  bin: "",
  options: {},
  bugs: [],
  environment: "local",
  workload: "register",
  nemesis: [],
  beyond: [],
  scenarios: [],
  schedule: "drawn",
  nodes: ["n1", "n2", "n3"].map(nodeId),
  zones: [],
  concurrency: 3,
  rate: 0,
  timeLimitMs: 10_000,
  recoveryLimitMs: 10_000,
  operationTimeoutMs: 1000,
  startTimeoutMs: 10_000,
  nemesisIntervalMs: 1000,
  faultsAtOnce: 1,
  checkTimeoutMs: 60_000,
  links: { latencyMs: 0, latency: "constant", lossPerMille: 0, duplicatePerMille: 0 },
  objectives: NO_OBJECTIVES,
  seed: "1",
  command: "ordeal run",
  ...special,
});
