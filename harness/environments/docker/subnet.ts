/** Which private network a run gets: one of 256 that the benchmarking range of RFC 2544 offers. */

export interface Subnet {
  readonly cidr: string;
  readonly gateway: string;
  /** The address of the nth machine, from 0. */
  address(n: number): string;
}

export const RANGE = "198.18.0.0/16";
const CHOICES = 256;
/** The first machine's address ends so; the gateway's ends in 1. */
const FIRST_HOST = 11;
export const MACHINES_MAX: number = 254 - FIRST_HOST;

/** All that overlap with none in use, beginning at a place that the run's name decides. */
export function freeSubnets(run: string, used: readonly string[]): readonly Subnet[] {
  const taken = used.map(boundsOf).filter((bounds) => bounds !== undefined);
  const start =
    [...run].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % CHOICES;
  return Array.from({ length: CHOICES }, (_, i) => subnet((start + i) % CHOICES)).filter((one) => {
    const bounds = boundsOf(one.cidr);
    return bounds !== undefined && !taken.some((other) => overlap(bounds, other));
  });
}

function subnet(x: number): Subnet {
  return {
    cidr: `198.18.${x}.0/24`,
    gateway: `198.18.${x}.1`,
    address: (n) => `198.18.${x}.${FIRST_HOST + n}`,
  };
}

interface Bounds {
  readonly first: number;
  readonly last: number;
}

/** Undefined for anything that is not IPv4. */
function boundsOf(cidr: string): Bounds | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 32] = match.slice(1).map(Number);
  const size = 2 ** (32 - bits);
  const first = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return { first, last: first + size - 1 };
}

const overlap = (a: Bounds, b: Bounds): boolean => a.first <= b.last && b.first <= a.last;
