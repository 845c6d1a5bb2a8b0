/** The error of a file that is not the history it claims to be: always with its line. */
import { BadHistory } from "../errors.ts";

/** Thrown by every reader of this package where a file breaks its format. */
export class FormatError extends BadHistory {
  override readonly name = "FormatError";
  readonly reason: string;

  /** Lines are counted from 1. */
  constructor(line: number, reason: string) {
    super(reason, { line });
    this.reason = reason;
  }
}

/** At most `limit` characters of a text that is to be shown in an error, made printable. */
export function excerpt(text: string, limit = 40): string {
  const shown = JSON.stringify(text.length <= limit ? text : text.slice(0, limit));
  return text.length <= limit ? shown : `${shown} … (${text.length} characters)`;
}
