/** The reference systems by name: the one list of them. */
import { abdSystem } from "./abd/system.ts";
import { CRDT_SYSTEMS } from "./crdt/systems.ts";
import { dynamoSystem } from "./dynamo/system.ts";
import { paxosSystem } from "./paxos/system.ts";
import { primaryBackupSystem } from "./primary-backup/system.ts";
import { raftSystem } from "./raft/system.ts";
import { sequencerSystem } from "./sequencer/system.ts";
import type { System } from "./system.ts";

export const SYSTEMS: readonly System[] = [
  raftSystem,
  paxosSystem,
  primaryBackupSystem,
  sequencerSystem,
  abdSystem,
  dynamoSystem,
  ...CRDT_SYSTEMS,
];
