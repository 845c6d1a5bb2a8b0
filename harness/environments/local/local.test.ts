/** The environment `local` under the laws of all environments. */
import { environmentLaws } from "../environment.laws.ts";
import { specimen } from "./specimen.laws.ts";

environmentLaws(specimen, new URL("./specimen.laws.ts", import.meta.url).href);
