/** Puts words where they cover no others. */

export interface Place {
  /** The left end of the words and the line they stand on. */
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of letters as wide as most are, a little more than less. */
export const widthOf = (text: string, fontPx: number): number => text.length * fontPx * 0.6;

export class Labels {
  private readonly taken: Box[] = [];

  /** The first place that is free for the text, which then is taken; null if none is. */
  place(text: string, fontPx: number, places: readonly Place[]): Place | null {
    const found = places.find((place) => this.isFree(boxOf(text, fontPx, place)));
    if (found === undefined) return null;
    this.taken.push(boxOf(text, fontPx, found));
    return found;
  }

  private isFree(box: Box): boolean {
    return this.taken.every(
      (other) =>
        box.right < other.left ||
        box.left > other.right ||
        box.bottom < other.top ||
        box.top > other.bottom,
    );
  }
}

const boxOf = (text: string, fontPx: number, { x, y }: Place): Box => ({
  left: x - 2,
  right: x + widthOf(text, fontPx) + 2,
  top: y - fontPx,
  bottom: y + 2,
});
