/** porcupine-ts/visualize: why a history is not linearizable, explained and drawn. */
export { type CoreOperation, type Explanation, explain } from "../explain/explain.ts";
export type { Hindrance, PartialOrder } from "../explain/orders.ts";
export { describeOperation } from "../explain/words.ts";
export { drawPage } from "./page.ts";
export type { Mark, PictureOptions } from "./picture.ts";
export { drawSvg } from "./svg.ts";
