/** stub */
import type { Columns } from "../columns.ts";
import type { Chains } from "./chains.ts";
import { notApplicable, type Ruling } from "./ruling.ts";
export function judgeRefusals(_history: Columns, _chains: Chains): Ruling {
  return notApplicable("failed compare-and-sets are kept as observations");
}
