/** Units and identifiers that must not be mixed up, branded so that they cannot be. */

declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Nanoseconds since the run began, on a monotonic clock. A number holds 104 days exactly. */
export type Nanos = Brand<number, "Nanos">;
/** A logical single-threaded client; one whose operation ended in `info` never comes back. */
export type ProcessId = Brand<number, "ProcessId">;
/** A member of the system under test, `n1` and up. */
export type NodeId = Brand<string, "NodeId">;

export const nanos = (n: number): Nanos => n as Nanos;
export const micros = (n: number): Nanos => nanos(Math.round(n * 1e3));
export const millis = (n: number): Nanos => nanos(Math.round(n * 1e6));
export const seconds = (n: number): Nanos => nanos(Math.round(n * 1e9));
export const toMillis = (n: Nanos): number => n / 1e6;
export const toSeconds = (n: Nanos): number => n / 1e9;
export const processId = (n: number): ProcessId => n as ProcessId;
export const nodeId = (name: string): NodeId => name as NodeId;
