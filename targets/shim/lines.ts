/** Complete lines out of chunks of text. */

export class Lines {
  private rest = "";

  /** The lines that this chunk completes; blank ones are passed over. */
  push(chunk: string): readonly string[] {
    const parts = (this.rest + chunk).split("\n");
    this.rest = parts.pop() ?? "";
    return parts.filter((line) => line.trim() !== "");
  }
}
