/** Zeroed typed arrays; the small ones are cut from larger ones, since to allocate one is slow. */

/*
 * A history of a hundred operations is decided in some microseconds, of which thirty arrays of their
 * own would take the greater part. A piece keeps alive what it was cut from, which is little.
 */
const SMALL = 1024;
const SHEET = 16 * 1024;

let integerSheet = new Int32Array(SHEET);
let integersUsed = 0;
let byteSheet = new Uint8Array(SHEET);
let bytesUsed = 0;

export function integers(length: number): Int32Array<ArrayBuffer> {
  if (length > SMALL) return new Int32Array(length);
  if (integersUsed + length > SHEET) {
    integerSheet = new Int32Array(SHEET);
    integersUsed = 0;
  }
  const start = integersUsed;
  integersUsed += length;
  return integerSheet.subarray(start, integersUsed);
}

export function bytes(length: number): Uint8Array<ArrayBuffer> {
  if (length > SMALL) return new Uint8Array(length);
  if (bytesUsed + length > SHEET) {
    byteSheet = new Uint8Array(SHEET);
    bytesUsed = 0;
  }
  const start = bytesUsed;
  bytesUsed += length;
  return byteSheet.subarray(start, bytesUsed);
}
