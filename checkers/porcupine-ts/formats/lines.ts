/** Cuts a file into lines: the splitter of JSON lines and of Jepsen's logs. */
import { FormatError } from "./format-error.ts";
import { ByteBuffer, type RawRecord, type Splitter } from "./splitter.ts";
import { byteOrderMark, decodeTail, decodeUtf8 } from "./utf8.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Blank lines yield nothing, but count. A line longer than `bytesMax` is refused, not buffered. */
export function splitLines(bytesMax: number): Splitter {
  const rest = new ByteBuffer();
  let line = 1;

  const guard = (length: number): void => {
    if (length > bytesMax)
      throw new FormatError(line, `longer than ${bytesMax} bytes, the limit for one line`);
  };
  function* emit(bytes: Uint8Array, complete: boolean): Generator<RawRecord> {
    guard(bytes.length);
    const body = trim(line === 1 ? bytes.subarray(byteOrderMark(bytes)) : bytes);
    const text = complete ? decodeUtf8(body, line) : decodeTail(body);
    if (body.length > 0) yield { line, text, complete };
    line++;
  }

  return {
    *push(bytes) {
      let from = 0;
      for (;;) {
        const at = bytes.indexOf(LINE_FEED, from);
        if (at < 0) break;
        const piece = bytes.subarray(from, at);
        from = at + 1;
        if (rest.length === 0) {
          yield* emit(piece, true);
        } else {
          guard(rest.length + piece.length);
          rest.append(piece);
          yield* emit(rest.view(), true);
          rest.clear();
        }
      }
      guard(rest.length + bytes.length - from);
      rest.append(bytes.subarray(from));
    },
    *end() {
      if (rest.length > 0) yield* emit(rest.view(), false);
      rest.clear();
    },
  };
}

/** Without the spaces, tabs and carriage returns around it. */
function trim(bytes: Uint8Array): Uint8Array {
  let from = 0;
  let to = bytes.length;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  return bytes.subarray(from, to);
}

const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN;
