/** The functions that a 64-bit little-endian ELF image exports, by name. */

const SECTION_DYNSYM = 11;
const SYMBOL_BYTES = 24;

/** Name to offset within the image; the kernel links its vDSO at address 0. */
export function exportedSymbols(image: Buffer): ReadonlyMap<string, number> {
  if (image.toString("latin1", 0, 6) !== "\x7fELF\x02\x01") return new Map();
  const symbols = sectionsOf(image).filter((section) => section.type === SECTION_DYNSYM);
  return new Map(symbols.flatMap((section) => symbolsOf(image, section)));
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly bytes: number;
  /** Where the names of a symbol table begin. */
  readonly names: number;
}

function sectionsOf(image: Buffer): readonly Section[] {
  const table = offsetAt(image, 0x28);
  const entryBytes = image.readUInt16LE(0x3a);
  const header = (index: number): number => table + index * entryBytes;
  const count = image.readUInt16LE(0x3c);
  if (header(count) > image.length) return [];
  return Array.from({ length: count }, (_, index) => {
    const at = header(index);
    return {
      type: image.readUInt32LE(at + 4),
      offset: offsetAt(image, at + 24),
      bytes: offsetAt(image, at + 32),
      names: offsetAt(image, header(image.readUInt32LE(at + 40)) + 24),
    };
  });
}

function symbolsOf(image: Buffer, { offset, bytes, names }: Section): [string, number][] {
  const found: [string, number][] = [];
  for (let at = offset; at + SYMBOL_BYTES <= offset + bytes; at += SYMBOL_BYTES) {
    const name = names + image.readUInt32LE(at);
    found.push([image.toString("latin1", name, image.indexOf(0, name)), offsetAt(image, at + 8)]);
  }
  return found;
}

const offsetAt = (image: Buffer, at: number): number => Number(image.readBigUInt64LE(at));
