/** The correct Multi-Paxos survives every trial; each of its bugs is found in some. */
import { systemLaws } from "../system.laws.ts";
import { Invariants } from "./invariants.laws.ts";
import { paxosSystem } from "./system.ts";

systemLaws({ system: paxosSystem, inspector: () => new Invariants(), settings: {} });
