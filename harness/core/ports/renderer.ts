/** Makes files of a judged run; it never judges. */
import type { RunRecord } from "../record.ts";

export interface Renderer {
  readonly name: string;
  /** File name to content. */
  render(record: RunRecord): Promise<Readonly<Record<string, string | Uint8Array>>>;
}
