/** Where the search stands when it has to choose. */

export interface Standing {
  state: number;
  /** The entry of the first return that is left: what is called before it can come next. */
  place: number;
  /** Open writes called before this entry have been overwritten since (see search.ts). */
  gap: number;
  /** Open operations called before this entry could have gone unnoticed, in the machine's sink. */
  sunk: number;
  /** The state before a speculative operation that still has to matter, or NONE. */
  base: number;
  /** That operation's class. */
  speculative: number;
}
