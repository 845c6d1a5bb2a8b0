/** The error of a file that is not the history it claims to be: always with its line. */

/** Thrown by every reader of this package, and by nothing else in it. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  /** The line of the file, from 1, at which the trouble begins. */
  readonly line: number;
  readonly reason: string;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.line = line;
    this.reason = reason;
  }
}

/** At most `limit` characters of a text that is to be shown in an error, made printable. */
export function excerpt(text: string, limit = 40): string {
  const shown = JSON.stringify(text.length <= limit ? text : text.slice(0, limit));
  return text.length <= limit ? shown : `${shown} … (${text.length} characters)`;
}
