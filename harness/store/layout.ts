/** Where everything of a run lies: the one place that knows the names in a run's folder. */
import { join } from "node:path";

/**
 * `store/<run>/`, stable from version to version:
 *
 *     plan.json       what was asked, complete
 *     script.json     what was asked and broken when, to play it again or make it smaller
 *     history.jsonl   one event a line, as it happened
 *     results.json    verdicts with their evidence, written when the run was judged
 *     report.html summary.md junit.xml *.png
 *     space-time.svg  messages, operations and faults around a simulated run's violation
 *     shrunk.txt      of a run that was made small: how small, its story, its fate without the bug
 *     nodes/<node>/   each node's data and log, where nodes are processes of this machine
 *     logs/<node>/    what the nodes logged, saved before they were removed
 *
 * `store/latest` is a link to the newest.
 */
export const layout = {
  plan: (folder: string): string => join(folder, "plan.json"),
  script: (folder: string): string => join(folder, "script.json"),
  history: (folder: string): string => join(folder, "history.jsonl"),
  results: (folder: string): string => join(folder, "results.json"),
  shrunk: (folder: string): string => join(folder, "shrunk.txt"),
  logs: (folder: string): string => join(folder, "logs"),
  latest: (store: string): string => join(store, "latest"),
} as const;
