/** Bugs to plant in copies of the polynomial algorithms: what the oracle must be able to catch. */
import type { PlantedBug } from "./planted/bug.ts";
import { CONTAINER_BUGS, JOKER_BUGS, REPEATED_BAG_BUGS } from "./planted/containers.ts";
import { REFUSAL_BUGS, REGISTER_BUGS } from "./planted/registers.ts";
import { CHANGING_SET_BUGS, COUNTER_BUGS, SET_BUGS } from "./planted/sets.ts";

export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...REGISTER_BUGS,
  ...REFUSAL_BUGS,
  ...CONTAINER_BUGS,
  ...REPEATED_BAG_BUGS,
  ...JOKER_BUGS,
  ...SET_BUGS,
  ...CHANGING_SET_BUGS,
  ...COUNTER_BUGS,
];
