/** Errors of a history that no checker can read: the fault of who wrote it, not of the system. */

/** Says what is wrong with which operation; `operation` is its id, `line` where it was read from. */
export class BadHistory extends Error {
  override readonly name: string = "BadHistory";
  readonly operation: number | null;
  readonly line: number | null;

  constructor(problem: string, where: { readonly operation?: number; readonly line?: number }) {
    const at = [
      ...(where.line === undefined ? [] : [`line ${where.line}`]),
      ...(where.operation === undefined ? [] : [`operation ${where.operation}`]),
    ];
    super(at.length === 0 ? problem : `${at.join(", ")}: ${problem}`);
    this.operation = where.operation ?? null;
    this.line = where.line ?? null;
  }
}
