/** A place where a whole run is one function: virtual time, no waiting, the same bytes each time. */
import type { Generator } from "../generator/generator.ts";
import type { Event, History } from "../history.ts";
import type { Plan } from "../plan.ts";
import type { Crossing } from "../sim/crossing.ts";
import type { Nemeses } from "./nemesis.ts";
import type { Place } from "./environment.ts";
import type { Deployments } from "./target.ts";
import type { Workload } from "./workload.ts";

export interface Simulator extends Place {
  readonly hosts: "actor";
  /** Plays the whole run and answers with its history; a node that throws has died by itself. */
  simulate(request: SimulationRequest): History;
}

export interface SimulationRequest {
  readonly plan: Plan;
  readonly deployments: Deployments;
  readonly workload: Workload;
  readonly nemeses: Nemeses;
  readonly schedule: (knowsLeaders: boolean) => Generator;
  /** Hears each event as it happens in virtual time. */
  observe(event: Event): void;
  /** Hears what became of each message that got as far as its destination; null if nobody cares. */
  readonly trace: ((crossing: Crossing) => void) | null;
  /** Asked now and then: a run that is not wanted any more ends where it is. */
  shouldStop(): boolean;
}
