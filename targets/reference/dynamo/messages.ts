/** What members say to each other. */
import type { Body } from "#core/ports/message.ts";
import type { Branch } from "./merkle.ts";
import type { Holding, Item } from "./store.ts";

/** `id` names a round of a coordinator, also over its restarts. */
export type DynamoMessage =
  /** To the copy of `owner`: to a stand-in where that one does not answer. */
  | ({ readonly type: "get"; readonly id: string; readonly owner: string } & Wanted)
  | { readonly type: "got"; readonly id: string; readonly owner: string; readonly found: Holding }
  | { readonly type: "put"; readonly id: string; readonly owner: string; readonly item: Item }
  | { readonly type: "stored"; readonly id: string; readonly owner: string }
  /** What a read has found to be missing there. */
  | { readonly type: "repair"; readonly items: readonly Item[] }
  | { readonly type: "gossip"; readonly beats: readonly number[] }
  | { readonly type: "compare"; readonly hashes: readonly BranchHash[] }
  /** All that is under these leaves; `wanting` asks for the same in return. */
  | {
      readonly type: "items";
      readonly leaves: readonly Leaf[];
      readonly items: readonly Item[];
      readonly wanting: boolean;
    }
  | { readonly type: "handoff"; readonly hints: readonly (readonly [id: number, item: Item])[] }
  | { readonly type: "handed"; readonly ids: readonly number[] }
  /** Have you these tombstones too? */
  | { readonly type: "bury"; readonly items: readonly Item[] }
  | { readonly type: "buried"; readonly items: readonly Item[] }
  /** All copies have these tombstones, and had them long enough. */
  | { readonly type: "collect"; readonly items: readonly Item[] };

export type Wanted =
  | { readonly scope: "key"; readonly key: unknown }
  | { readonly scope: "item"; readonly key: unknown; readonly element: unknown };

export type BranchHash = readonly [range: number, branch: Branch, hash: number];
export type Leaf = readonly [range: number, leaf: Branch];

const TYPES: ReadonlySet<string> = new Set<DynamoMessage["type"]>([
  "get",
  "got",
  "put",
  "stored",
  "repair",
  "gossip",
  "compare",
  "items",
  "handoff",
  "handed",
  "bury",
  "buried",
  "collect",
]);

export const isDynamoMessage = (body: Body): body is DynamoMessage => TYPES.has(body.type);
