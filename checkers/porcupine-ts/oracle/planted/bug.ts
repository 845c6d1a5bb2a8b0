/** A bug to plant in a copy of a polynomial algorithm, as an edit of its text. */

export interface PlantedBug {
  /** What is broken, in words. */
  readonly name: string;
  /** A file of `polynomial/`. */
  readonly file: string;
  /** A text that occurs in it once. */
  readonly from: string;
  readonly to: string;
  /** The kinds of histories among which it is looked for. */
  readonly cases: readonly string[];
}

export const bug = (
  file: string,
  cases: readonly string[],
  name: string,
  from: string,
  to: string,
): PlantedBug => ({ name, file, from, to, cases });
