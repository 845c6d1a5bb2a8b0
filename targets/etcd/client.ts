/** Registers and sets in etcd, by one connection to one node. */
import { Agent } from "node:http";
import type { Cancel } from "#core/cancel.ts";
import { defineClient, type Client, type Words } from "#core/ports/client.ts";
import type { RegisterWords } from "#core/vocabulary/register.ts";
import type { RwRegisterWords } from "#core/vocabulary/rw-register.ts";
import type { SetWords } from "#core/vocabulary/set.ts";
import type { VocabularyName } from "#core/vocabulary/vocabularies.ts";
import { exchange, type Request } from "./exchange.ts";
import { Broken, judged } from "./failures.ts";
import * as gateway from "./gateway.ts";

export interface ClientSettings {
  readonly address: string;
  readonly port: number;
  readonly vocabulary: VocabularyName;
  /** Serializable reads are answered by the node alone, and may be stale by design. */
  readonly serializable: boolean;
}

export function etcdClient({ address, port, vocabulary, serializable }: ClientSettings): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const say: Say = async (request, cancel, understand) => {
    try {
      const { body } = await exchange({ address, port, agent }, request, cancel);
      return understand(body);
    } catch (error) {
      throw judged(error);
    }
  };
  const close = async (): Promise<void> => agent.destroy();
  const register = registerWords(say, serializable);
  const speak: Readonly<Partial<Record<VocabularyName, () => Client>>> = {
    register: () => defineClient<RegisterWords>(register, close),
    "rw-register": () => defineClient<RwRegisterWords>(register, close),
    set: () => defineClient<SetWords>(setWords(say, serializable), close),
  };
  const open = speak[vocabulary];
  if (open === undefined) throw new Error(`etcd does not speak ${vocabulary}`);
  return open();
}

/** Sends, understands, and turns whatever breaks into what may be concluded from it. */
type Say = <T>(request: Request, cancel: Cancel, understand: (body: unknown) => T) => Promise<T>;

function registerWords(say: Say, serializable: boolean): Words<RegisterWords> {
  return {
    read: (key, _, cancel) =>
      say(gateway.range(gateway.registerKey(key), serializable), cancel, (body) => {
        const [found] = gateway.keyValuesOf(body);
        return found === undefined ? null : gateway.numberOf(found.value);
      }),
    write: (key, value, cancel) =>
      say(gateway.put(gateway.registerKey(key), String(value)), cancel, understood),
    cas: (key, [from, to], cancel) =>
      say(
        gateway.compareAndPut(gateway.registerKey(key), String(from), String(to)),
        cancel,
        (body) => {
          if (gateway.succeeded(body)) return;
          throw new Broken({ kind: "compared-false", message: `the value was not ${from}` });
        },
      ),
  };
}

function setWords(say: Say, serializable: boolean): Words<SetWords> {
  return {
    add: (key, element, cancel) =>
      say(gateway.put(gateway.setPrefix(key) + String(element), ""), cancel, understood),
    read: (key, _, cancel) => {
      const prefix = gateway.setPrefix(key);
      return say(gateway.rangeOfPrefix(prefix, serializable), cancel, (body) =>
        gateway.keyValuesOf(body).map((pair) => gateway.numberOf(pair.key.slice(prefix.length))),
      );
    },
  };
}

function understood(body: unknown): void {
  gateway.answered(body);
}
