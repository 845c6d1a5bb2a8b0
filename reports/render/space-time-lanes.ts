/** The lanes of a space-time diagram: each node, and below it who asks it. */
import { clientOf, type Scene } from "./space-time-scene.ts";

export interface Lane {
  /** A node's name or a client's address. */
  readonly name: string;
  readonly isNode: boolean;
  /** The processes that a client's lane stands for. */
  readonly processes: ReadonlySet<number>;
  readonly y: number;
  readonly heightPx: number;
}

/** Between two nodes there must be room for the words of their messages. */
const NODE_PX = 62;
const CLIENT_PX = 50;

export function lanesOf({ plan, operations, crossings }: Scene, top: number): readonly Lane[] {
  const nodes = new Set<string>(plan.nodes);
  const lanes: Lane[] = [];
  let y = top;
  const add = (name: string, isNode: boolean, processes: ReadonlySet<number>): void => {
    const heightPx = isNode ? NODE_PX : CLIENT_PX;
    lanes.push({ name, isNode, processes, y: y + 24, heightPx });
    y += heightPx;
  };
  for (const node of plan.nodes) {
    add(node, true, new Set());
    const clients = new Map<string, Set<number>>();
    for (const operation of operations.filter((one) => one.node === node)) {
      const name = clientOf(operation, nodes, crossings) ?? `client ${operation.process}`;
      clients.set(name, (clients.get(name) ?? new Set()).add(operation.process));
    }
    for (const [name, processes] of clients) add(name, false, processes);
  }
  return lanes;
}
