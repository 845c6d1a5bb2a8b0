/** Commands that run inside a network namespace, which is named by a file that stands for it. */
import { removeChain, cutOff } from "./iptables.ts";
import type { Command } from "../shell/run.ts";

const inside = (namespace: string, ...argv: readonly string[]): Command["argv"] => [
  "nsenter",
  `--net=${namespace}`,
  ...argv,
];

/** `-w`: another program that is changing the tables is waited for. */
const restore = (namespace: string, stdin: string): Command => ({
  argv: inside(namespace, "iptables-restore", "--noflush", "-w", "5"),
  stdin,
});

export const cut = (namespace: string, sources: readonly string[], chainExists: boolean): Command =>
  restore(namespace, cutOff(sources, chainExists));

export const heal = (namespace: string): Command => restore(namespace, removeChain());

export const counters = (namespace: string): Command => ({
  argv: inside(namespace, "iptables-save", "-c", "-t", "filter"),
  stdin: "",
});

/** The discard port: nobody listens, and a datagram needs nobody's answer. */
const DISCARD = 9;

/** Sends one datagram to each address: something for a rule to drop. */
export const knock = (namespace: string, addresses: readonly string[]): Command => ({
  argv: inside(namespace, "bash", "-s"),
  stdin: addresses.map((to) => `echo knock >/dev/udp/${to}/${DISCARD}\n`).join(""),
});
