/** The correct sequencer survives every trial; each of its bugs is found in some. */
import { systemLaws } from "../system.laws.ts";
import { Invariants } from "./invariants.laws.ts";
import { sequencerSystem } from "./system.ts";

systemLaws({ system: sequencerSystem, inspector: () => new Invariants(), settings: {} });
