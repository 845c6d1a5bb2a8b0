/** The environment `docker` under the laws of all environments. */
import { needs } from "../host/needs.ts";
import { environmentLaws } from "../environment.laws.ts";
import { specimen } from "./specimen.laws.ts";

environmentLaws(
  specimen,
  new URL("./specimen.laws.ts", import.meta.url).href,
  needs("docker", "root", "iptables", "linux-x64"),
);
