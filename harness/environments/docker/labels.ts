/** How what a run makes is marked, so that it is found again when the run is not there any more. */
import { ourselves, readOwner, writeOwner, type Owner } from "../host/owner.ts";
import type { Labels } from "./engine.ts";

/** Its value is the run's id. */
export const RUN_LABEL = "ordeal";
const OWNER_LABEL = "ordeal.owner";
/** Images stay: they are made once for many runs. */
export const IMAGE_LABEL = "ordeal.image";

/** What each process of a machine has in its environment, with the run's id. */
export const MARK = "ORDEAL_RUN";

export function labelsOf(run: string): Labels {
  return { [RUN_LABEL]: run, [OWNER_LABEL]: writeOwner(ourselves()) };
}

export function ownerOf(labels: Labels): Owner | undefined {
  return readOwner(labels[OWNER_LABEL] ?? "");
}
