/** The part of an AbortSignal that pure code may know: the real one satisfies it. */

export interface Cancel {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
