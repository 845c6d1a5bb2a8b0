/** Keys of a large history checked in parallel, on threads of Node. */
export { checkInParallel, type ParallelOptions } from "./check-in-parallel.ts";
