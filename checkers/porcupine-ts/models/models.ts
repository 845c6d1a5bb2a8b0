/** All built-in models by name. */
import type { Model } from "../model.ts";
import { appendList, appendString } from "./append.ts";
import { priorityQueue, queue, stack, unorderedQueue } from "./containers.ts";
import { counter } from "./counter.ts";
import { fencedLock, mutex, reentrantLock, semaphore } from "./locks.ts";
import { multiRegister } from "./multi-register.ts";
import { casRegister, keyValue, register } from "./register.ts";
import { set } from "./set.ts";

export interface Settings {
  /** What registers hold before the first write; null by default. */
  readonly initial?: unknown;
  /** Permits of a semaphore (1 by default), how often a reentrant lock can be held (2). */
  readonly limit?: number;
}

export type ModelName =
  | "register"
  | "cas-register"
  | "multi-register"
  | "key-value"
  | "append-string"
  | "append-list"
  | "set"
  | "counter"
  | "queue"
  | "unordered-queue"
  | "stack"
  | "priority-queue"
  | "mutex"
  | "reentrant-lock"
  | "fenced-lock"
  | "semaphore";

export const models: Readonly<Record<ModelName, (settings?: Settings) => Model>> = {
  register: (settings) => register({ initial: settings?.initial ?? null }),
  "cas-register": (settings) => casRegister({ initial: settings?.initial ?? null }),
  "multi-register": multiRegister,
  "key-value": (settings) => keyValue({ initial: settings?.initial ?? null }),
  "append-string": appendString,
  "append-list": appendList,
  set,
  counter,
  queue,
  "unordered-queue": unorderedQueue,
  stack,
  "priority-queue": priorityQueue,
  mutex,
  "reentrant-lock": (settings) => reentrantLock({ limit: settings?.limit ?? 2 }),
  "fenced-lock": fencedLock,
  semaphore: (settings) => semaphore({ limit: settings?.limit ?? 1 }),
};
