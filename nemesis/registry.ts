/** Every nemesis by name: the one table that says which kinds of faults there are. */
import type { Nemeses } from "#core/ports/nemesis.ts";
import { bitFlip } from "./bit-flip.ts";
import { byzantine } from "./byzantine.ts";
import { clock } from "./clock.ts";
import { disk } from "./disk.ts";
import { kill } from "./kill.ts";
import { membership } from "./membership.ts";
import { packet } from "./packet.ts";
import { partition } from "./partition.ts";
import { pause } from "./pause.ts";
import { zone } from "./zone.ts";

export const nemeses: Nemeses = {
  partition,
  kill,
  pause,
  clock,
  packet,
  disk,
  zone,
  "bit-flip": bitFlip,
  byzantine,
  membership,
};
